"""A thread round a ball or a cylinder: the shortest way, on the side where it belongs."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hiplib.anatomy.wrapping import bend

ONE = np.ones(1)
BALL, CYLINDER = np.array([True]), np.array([False])
UP = np.array([[0.0, 9.0, 0.0]])
places = st.tuples(*[st.floats(-30, 30) for _ in range(3)]).map(lambda p: np.array([p]))


def length(how, start, end, steps=400):
    """Length of the whole thread, measured along many points of it."""
    on = [how.touch(share)[0] for share in np.linspace(0, 1, steps)] if how.bent[0] else []
    chain = np.array([start[0], *on, end[0]])
    return np.linalg.norm(np.diff(chain, axis=0), axis=1).sum()


def test_a_line_that_passes_on_its_side_stays_straight():
    start, end = np.array([[-9.0, 6, 0]]), np.array([[9.0, 6, 0]])
    assert not bend(start, end, UP, 5 * ONE, CYLINDER).bent[0]
    assert bend(start, end, -UP, 5 * ONE, CYLINDER).bent[0]


def test_an_end_inside_keeps_the_thread_straight():
    start, end = np.array([[-3.0, 0, 0]]), np.array([[9.0, 0, 0]])
    assert not bend(start, end, UP, 5 * ONE, CYLINDER).bent[0]


def test_thread_over_a_cylinder_has_the_known_length():
    """Two tangents of 12 and an arc, for ends 13 away on either side of a cylinder of radius 5."""
    start, end = np.array([[-13.0, 0, 0]]), np.array([[13.0, 0, 0]])
    how = bend(start, end, UP, 5 * ONE, CYLINDER)
    arc = 5 * (np.pi - 2 * np.arccos(5 / 13))
    assert length(how, start, end) == pytest.approx(24 + arc, rel=1e-4)
    assert how.touch(0.5)[0] == pytest.approx([0, 5, 0])


@given(places, places, st.booleans(), st.sampled_from([UP, -UP, np.array([[9.0, 0.0, 3.0]])]))
def test_a_bent_thread_stays_outside_and_touches_smoothly(start, end, ball, side):
    assume(np.linalg.norm(np.cross(start[0], end[0])) > 1.0)
    assume(np.linalg.norm(start[0, :2]) > 0.1)
    how = bend(start, end, side, 5 * ONE, BALL if ball else CYLINDER)
    if not how.bent[0]:
        return
    for share in (0.0, 0.3, 1.0):
        point = how.touch(share)[0]
        assert np.linalg.norm(point if ball else point[:2]) == pytest.approx(5.0)
    # A tangent is at right angles to the radius where it touches.
    for place, touch in ((start, how.touch(0.0)[0]), (end, how.touch(1.0)[0])):
        across = touch if ball else touch * [1, 1, 0]
        assert abs((place[0] - touch) @ across) < 1e-6


@given(places, places, st.floats(-8, 8))
def test_a_bent_thread_is_the_shortest_round_its_cylinder(start, end, shift):
    """Moving both touches along the axis or round it never makes the thread shorter."""
    assume(np.linalg.norm(start[0, :2]) > 5.1)
    assume(np.linalg.norm(end[0, :2]) > 5.1)
    how = bend(start, end, UP, 5 * ONE, CYLINDER)
    assume(how.bent[0])
    best = length(how, start, end)
    raised = how._replace(low=how.low + shift)
    wider = how._replace(first=how.first - 0.05 * how.sweep, sweep=1.1 * how.sweep)
    for other in (raised, wider):
        assert length(other, start, end) > best - 1e-3
