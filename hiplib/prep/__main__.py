"""``python -m hiplib.prep [FOLDER]``: rebuild the generated files in data/ (or in FOLDER)."""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

from hiplib.prep import bones, muscles


def main(arguments: list[str] | None = None) -> int:
    """Rebuild every generated file and print its size and checksum."""
    default = Path(__file__).resolve().parents[2] / "data"
    parser = argparse.ArgumentParser(prog="python -m hiplib.prep", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=default)
    folder: Path = parser.parse_args(arguments).folder
    # The muscles are carried to the bones in data/, so these come first.
    built = [*bones.rebuild(folder), *muscles.rebuild(folder)]
    for path in built:
        content = path.read_bytes()
        print(f"{path}: {len(content):,} bytes, sha256 {hashlib.sha256(content).hexdigest()}")
    print("If the checksum changed, run: hiplib check --stamp")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
