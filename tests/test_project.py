"""Guards of the house: the one rule, what each floor may know, and what the project promises."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "hiplib"
MOST_LINES = 450

# Ground floor first. An arrow points down: a module may import from a lower floor or its own room.
FLOORS: dict[str, int] = {
    "errors": 0,
    "words": 0,
    "tables": 1,
    "table_checks": 1,
    "table_schema": 1,
    "evidence": 2,
    "parameters": 2,
    "running_loads": 2,
    "glossary": 2,
    "sources": 2,
    "anatomy": 3,
    "claims": 3,
    "conditions": 3,
    "selfcheck": 3,
    "training": 3,
    "learning": 3,
    "recovery": 3,
    "figures": 4,
    "widgets": 5,
    "course": 6,
    "prep": 6,  # the maintainers' workshop: only a maintainers' command opens its door
    "cli": 7,
}
TOPICS = [room for room, floor in FLOORS.items() if floor == 3]
# Rooms on one floor that belong together.
SAME_ROOM = {
    "table_checks": "tables",
    "table_schema": "tables",
    "sources": "evidence",
    "running_loads": "parameters",
}

MODULES = sorted(PACKAGE.rglob("*.py"))
every_module = pytest.mark.parametrize(
    "path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE))
)


def _room(path: Path) -> str:
    """Return the room of a module: hiplib/training/load.py -> training."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def _imports(path: Path) -> Iterator[str]:
    """Name every module that a file imports, also inside functions, absolute and with its room."""
    package = ["hiplib", *path.relative_to(PACKAGE).parent.parts]
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *filter(None, [node.module])])
            if module == "hiplib":
                yield from (f"hiplib.{alias.name}" for alias in node.names)
            else:
                yield module


def _rooms_used(path: Path) -> set[str]:
    names = {name.split(".")[1] for name in _imports(path) if name.startswith("hiplib.")}
    public = set(FLOORS) | {"__init__"}
    # `from hiplib import InputError` takes a name, not a room
    return {name for name in names if name in public}


def test_every_room_has_a_floor() -> None:
    rooms = {_room(path) for path in MODULES} - {"__init__"}
    assert rooms == set(FLOORS)


@every_module
def test_arrows_point_down(path: Path) -> None:
    room = _room(path)
    if room == "__init__":
        assert _rooms_used(path) <= {"errors"}  # it imports the rooms on first use
        return
    for used in _rooms_used(path):
        same = SAME_ROOM.get(used, used) == SAME_ROOM.get(room, room)
        assert same or FLOORS[used] < FLOORS[room], f"{room} imports {used}"
        assert used != "prep" or same or room == "cli", f"{room} imports the workshop"


@every_module
def test_only_widgets_know_ipywidgets(path: Path) -> None:
    known = {name.split(".")[0] for name in _imports(path)}
    if _room(path) != "widgets":
        assert not known & {"ipywidgets", "anywidget", "IPython", "ipykernel"}
    if _room(path) not in {"widgets", "figures"}:
        assert "plotly" not in known


@every_module
def test_only_tables_names_files_in_data(path: Path) -> None:
    package = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))
    files = {"datapackage.json", *(resource["path"] for resource in package["resources"])}
    if SAME_ROOM.get(_room(path), _room(path)) in {"tables", "prep"}:  # prep makes the files
        return
    tree = _tree(path)
    texts = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in texts:
            words = set(re.findall(r"[\w.-]+", node.value))
            assert not words & files, f"line {node.lineno}"


@every_module
def test_topics_do_not_print(path: Path) -> None:
    if _room(path) not in TOPICS:
        return
    calls = {node.func.id for node in ast.walk(_tree(path))
             if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}  # fmt: skip
    assert not calls & {"print", "display", "input"}


def test_no_figure_widget() -> None:
    sources = {path: path.read_text(encoding="utf-8") for path in MODULES}
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        cells = nbformat.read(path, as_version=4).cells
        sources[path] = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
    for path, source in sources.items():
        for node in ast.walk(ast.parse(source)):
            names = {getattr(node, "id", ""), getattr(node, "attr", ""), getattr(node, "name", "")}
            assert "FigureWidget" not in names, path


def _loaded(code: str) -> set[str]:
    """Return the names of the outer packages loaded after running `code` in a new Python."""
    say = "import sys; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{say}"], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_import_of_hiplib_is_light() -> None:
    assert not _loaded("import hiplib") & {"pandas", "plotly", "ipywidgets", "anywidget", "numpy"}


@pytest.mark.parametrize("room", ["tables", "evidence", "glossary", "sources", *TOPICS])
def test_import_of_a_topic_brings_no_figures_and_no_widgets(room: str) -> None:
    loaded = _loaded(f"import hiplib.{room}")
    assert "hiplib" in loaded
    assert not loaded & {"plotly", "ipywidgets", "anywidget", "IPython"}


def _pyproject() -> dict[str, object]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_environment_equals_pyproject() -> None:
    project = _pyproject()
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    named = [entry for entry in environment["dependencies"] if isinstance(entry, str)]
    from_pip = ("defusedxml", "fitdecode", "genanki", "icalendar")
    own = [line for line in project["dependencies"] if not line.startswith(from_pip)]
    expected = [f"python{project['requires-python']}", "pip", *own]
    assert sorted(named) == sorted(expected)
    assert [entry for entry in environment["dependencies"] if not isinstance(entry, str)] == [
        {"pip": ["."]}
    ]
    assert environment["channels"] == ["conda-forge"]


def _locked() -> dict[str, str]:
    """Return name -> version of the lock; each line must be exact."""
    found = {}
    for line in (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines():
        text = line.partition(" #")[0].strip().rstrip("\\").strip()
        if not text or text.startswith(("#", "--hash")):
            continue
        requirement = Requirement(text.partition(" --hash")[0])
        pins = [pin for pin in requirement.specifier if pin.operator == "=="]
        assert len(pins) == 1, f"not exact: {text}"
        assert "*" not in pins[0].version, f"not exact: {text}"
        found[canonicalize_name(requirement.name)] = pins[0].version
    return found


def test_lock_satisfies_pyproject_and_holds_no_test_tool() -> None:
    project = _pyproject()
    locked = _locked()
    needed = [Requirement(text) for text in project["dependencies"]]
    for requirement in needed:
        version = locked[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version), f"{requirement}: {version}"
    learners = {canonicalize_name(requirement.name) for requirement in needed}
    extras = project["optional-dependencies"]
    tools = {
        canonicalize_name(Requirement(text).name) for texts in extras.values() for text in texts
    }
    # nbclient and nbformat come with JupyterLab and Voila anyway
    anyway = {"nbclient", "nbformat", "psutil", "hiplib"}
    assert not set(locked) & (tools - learners - anyway)
    assert "hiplib" not in locked


def test_files_name_no_package_registry() -> None:
    names = ["pypi", "pythonhosted", "npmjs", "anaconda", "jsdelivr", "unpkg"]
    hosts = re.compile(rf"({'|'.join(names)})\.(org|com|net|io)|--(extra-)?index-url", re.I)
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    assert len(listed) > 50
    for name in listed:
        path = ROOT / name
        if path == Path(__file__) or not path.is_file():
            continue
        text = path.read_bytes().decode("utf-8", errors="ignore")
        assert not hosts.search(text), f"{name}: {hosts.search(text)}"


def test_modules_have_one_idea() -> None:
    for path in [*MODULES, *PACKAGE.rglob("*.js"), *PACKAGE.rglob("*.css")]:
        lines = len(path.read_text(encoding="utf-8").splitlines())
        assert lines <= MOST_LINES, f"{path.relative_to(ROOT)}: {lines} lines"


def test_only_known_things_lie_at_the_top() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    folders = {name.split("/")[0] for name in listed if "/" in name}
    assert folders <= {"notebooks", "hiplib", "data", "tests", ".ci", ".github"}
