"""The two twins of a page: a bare one-slider page, and the page with plotly's own FigureWidget.

The second one is made from the real notebook: same cells, same figures, same other widgets. Only
`PlotView` is another class, put in place by the first lines of the first code cell. To be fair to
it, its text and its table of numbers are left out, and colours are made plain, as plotly.js does
not know the course's names.
"""

from __future__ import annotations

from pathlib import Path

import nbformat

FLOOR = "floor"
# Runs in the twin's kernel before the page's own code.
SWAP = '''
import re, sys
from pathlib import Path
import ipywidgets, plotly.graph_objects as go
from IPython import get_ipython
import hiplib.widgets.plot as own

_tokens = (Path(own.__file__).parent / "tokens.css").read_text()
_colours = dict(re.findall(r"(--hip-[\\w-]+): (#\\w+);", _tokens.split("body[data")[0]))

def _plain(value):
    if isinstance(value, str):
        return re.sub(r"var\\((--[\\w-]+)\\)", lambda m: _colours.get(m[1], "#808080"), value)
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value

class Twin(ipywidgets.VBox):
    """PlotView's interface over a FigureWidget, built once the figure is complete."""

    waiting = []

    def __init__(self, figure=None, *, label="", summary="", numbers=None, height=420):
        super().__init__()
        self._figure = _plain((figure or go.Figure()).to_dict())
        self.height, self.summary = height, summary
        Twin.waiting.append(self)

    def build(self):
        view = go.FigureWidget(self._figure)
        view.layout.height = self.height
        self.children = [view]

    def show(self, figure, summary=None, numbers=None):
        new = _plain(figure.to_dict())
        if not self.children:
            self._figure = new
            return
        view = self.children[0]
        with view.batch_update():
            if len(view.data) == len(new["data"]):
                for trace, values in zip(view.data, new["data"]):
                    trace.update(values)
            else:
                view.data = []
                view.add_traces(go.Figure(new).data)
            view.layout.update(new["layout"])

    put = own.PlotView.put

    def on_click(self, handler): pass

def _build(*_):
    while Twin.waiting:
        Twin.waiting.pop(0).build()

own.PlotView = Twin
get_ipython().events.register("post_run_cell", _build)
'''


def write_floor(folder: Path) -> None:
    """Write the floor: one slider and nothing else."""
    code = "import ipywidgets\n\nipywidgets.IntSlider(description='Amount')"
    _write(folder / f"{FLOOR}.ipynb", [nbformat.v4.new_code_cell(code)])


def write_twin(page: Path, folder: Path) -> None:
    """Write the twin of a page."""
    cells = nbformat.read(page, as_version=4).cells
    first = next(cell for cell in cells if cell.cell_type == "code")
    first.source = f"{SWAP}\n{first.source}"
    _write(folder / page.name, cells)


def _write(path: Path, cells: list[nbformat.NotebookNode]) -> None:
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    nbformat.write(notebook, path)
