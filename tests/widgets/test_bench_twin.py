"""The twin of the bench must offer what a page asks of `PlotView`, or nothing is compared."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

from hiplib.widgets.plot import PlotView

sys.path.append(str(Path(__file__).parents[1] / "bench"))
import twins


def test_the_twin_offers_every_public_method_of_a_plot_view() -> None:
    module = ast.parse(twins.SWAP)
    (twin,) = (node for node in module.body if isinstance(node, ast.ClassDef))
    offered = {node.name for node in twin.body if isinstance(node, ast.FunctionDef)}
    for node in twin.body:
        if isinstance(node, ast.Assign):
            offered |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    wanted = {name for name, value in vars(PlotView).items() if callable(value) and name[0] != "_"}
    assert wanted
    assert wanted <= offered
