"""Surfaces from strands: closed, outside outwards, where the strands are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from surfaces import is_closed, volume

from hiplib.anatomy.soft_tissue import cord_loops, curve, evenly, middle_surface, sheet_loops, skin

LINE = np.column_stack([np.linspace(0, 10, 6), np.zeros(6), np.zeros(6)])
EDGES = [LINE + np.array([0, y, 0]) for y in (-2.0, 0.0, 2.0)]
ACROSS = np.linspace(-1, 1, 5)
SHEET = sheet_loops(middle_surface(EDGES, 6, ACROSS), np.tile(1 - ACROSS**2, (6, 1)))


def test_cord_is_a_closed_tube_of_its_radius():
    mesh = skin(cord_loops(LINE, np.full(6, 2.0), 32))
    assert is_closed(mesh.faces)
    assert volume(mesh) == pytest.approx(np.pi * 4 * 10, rel=0.02)
    assert np.linalg.norm(mesh.vertices[:, 1:], axis=1) == pytest.approx(2.0, abs=1e-5)


def test_sheet_is_as_thick_as_asked_and_runs_through_its_strands():
    mesh = skin(SHEET)
    assert is_closed(mesh.faces)
    assert volume(mesh) == pytest.approx(10 * 2 * (0.75 + 1 + 0.75), rel=0.001)
    assert mesh.vertices[:, 2].max() == pytest.approx(1.0)
    assert mesh.vertices[:, 1].min() == pytest.approx(-2.0)


def test_inside_out_loops_give_the_same_outside():
    assert volume(skin(SHEET[:, ::-1])) == pytest.approx(volume(skin(SHEET)))
    assert volume(skin(SHEET[::-1])) == pytest.approx(volume(skin(SHEET)))


@given(st.lists(st.tuples(*[st.floats(-50, 50)] * 3), min_size=2, max_size=7, unique=True))
def test_curve_goes_through_its_points_and_evenly_spaced_points_lie_on_it(points):
    given_points = np.array(points)
    at = np.linspace(0, 1, len(points))
    assert curve(given_points, at) == pytest.approx(given_points, abs=1e-9)
    spaced, length = evenly(given_points, 9)
    assert spaced[[0, -1]] == pytest.approx(given_points[[0, -1]], abs=1e-9)
    assert length >= np.linalg.norm(given_points[-1] - given_points[0]) * (1 - 1e-9)
