"""The notebooks as files (thin, clean, linked) and as programs (each runs in a fresh kernel)."""

from __future__ import annotations

import ast
import itertools
import json
import re
from pathlib import Path

import nbclient
import nbformat
import pytest

from hiplib import tables

FOLDER = Path(__file__).parents[2] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
MOST_LINES = 15
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")

every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def _read(path: Path) -> nbformat.NotebookNode:
    return nbformat.read(path, as_version=4)


def _code(path: Path) -> list[str]:
    return [cell.source for cell in _read(path).cells if cell.cell_type == "code"]


def _markdown(path: Path) -> list[str]:
    """Return the lines of the text cells, without blocks of code."""
    text = "\n".join(c.source for c in _read(path).cells if c.cell_type == "markdown")
    return re.sub(r"^```.*?^```", "", text, flags=re.M | re.S).splitlines()


def test_every_built_page_is_a_notebook_and_every_notebook_a_page() -> None:
    pages = tables.read("pages")
    built = sorted(pages.loc[pages["built"], "page_id"])
    assert [path.stem for path in NOTEBOOKS] == built
    assert len(built) >= 5


@every_notebook
def test_notebook_is_valid(path: Path) -> None:
    notebook = _read(path)
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) >= (4, 5)
    text = path.read_text(encoding="utf-8")
    ids = [cell["id"] for cell in json.loads(text)["cells"]]  # nbformat.read repairs double ones
    assert len(set(ids)) == len(ids)
    assert text.endswith("}\n")


@every_notebook
def test_nothing_of_a_run_is_stored(path: Path) -> None:
    for cell in _read(path).cells:
        assert "attachments" not in cell
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None
            assert not cell.metadata


@every_notebook
def test_metadata_name_title_kernel_and_template(path: Path) -> None:
    metadata = _read(path).metadata
    page = tables.read("pages").set_index("page_id").loc[path.stem]
    assert metadata.title.strip()
    assert metadata.kernelspec.name == "python3"
    assert metadata.voila.template == "hiplib"
    assert str(page["short_title"]).split()[0].lower() in metadata.title.lower() or (
        str(page["title"]).split()[0].lower() in metadata.title.lower()
    )
    assert "widgets" not in metadata


@every_notebook
def test_cells_are_thin(path: Path) -> None:
    for source in _code(path):
        assert len(source.splitlines()) <= MOST_LINES, source
        kinds = {type(node) for node in ast.walk(ast.parse(source))}
        assert not kinds & {ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda}, source
        assert not re.search(r"^\s*[%!]", source, flags=re.M), source


@every_notebook
def test_cells_call_hiplib_only(path: Path) -> None:
    for source in _code(path):
        for node in ast.walk(ast.parse(source)):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            assert all(name.split(".")[0] == "hiplib" for name in names), source


@every_notebook
def test_one_heading_first_then_smaller_ones(path: Path) -> None:
    levels = [len(m[1]) for line in _markdown(path) if (m := re.match(r"(#+) ", line))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert _read(path).cells[0].source.startswith("# ")
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


@every_notebook
def test_page_has_its_head_its_questions_and_its_sources(path: Path) -> None:
    code = "\n".join(_code(path))
    assert f'widgets.page("{path.stem}")' in code
    assert f'widgets.check_yourself("{path.stem}")' in code
    if path.stem != "00_start_here":
        assert "widgets.sources" in code


@every_notebook
def test_links_lead_somewhere(path: Path) -> None:
    targets = [target for line in _markdown(path) for target in LINK.findall(line)]
    pages = [target for target in targets if not target.startswith("https://")]
    assert pages, "no way on to another page"
    for target in pages:
        file = target.partition("#")[0]
        assert (FOLDER / file).is_file(), target
        assert "/" not in file, target


@every_notebook
def test_notebook_runs_in_a_fresh_kernel(path: Path) -> None:
    notebook = _read(path)
    client = nbclient.NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(FOLDER)}}
    )
    client.execute()
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    outputs = [output for cell in code for output in cell.outputs]
    assert {output.output_type for output in outputs} <= {"execute_result", "display_data"}
    for output in outputs:
        assert "application/vnd.jupyter.widget-view+json" in output.data
