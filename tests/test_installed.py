"""The built package works from an empty folder, without the checkout."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """Build the wheel and unpack it, as an installer would."""
    made = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "-q", "-w", str(made), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    (wheel,) = made.glob("*.whl")
    target = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(target)
    return target


def test_tables_notebooks_and_settings_are_inside(installed, tmp_path):
    code = (
        "import hiplib, hiplib.tables as t; from hiplib.course import server; "
        "assert t.check() == [], t.check(); "
        "print(t.folder()); print(server.notebooks()); "
        "print(len(list(server.notebooks().glob('*.ipynb'))))"
    )
    # -S and -E would lose the other packages; a first entry on the path wins over the checkout.
    run = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(installed)!r}); {code}"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    data, notebooks, count = run.stdout.split()
    assert Path(data) == installed / "hiplib" / "data"
    assert Path(notebooks) == installed / "hiplib" / "notebooks"
    assert int(count) == len(list((ROOT / "notebooks").glob("*.ipynb")))
    data_files = {path.name for path in installed.glob("*.data/data/etc/jupyter/**/*.*")}
    assert data_files == {"voila.py", "jupyter_lab_config.py", "page_config.json"}
