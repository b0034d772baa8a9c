"""``python -m hiplib.prep [FOLDER]``: rebuild the generated files in data/ (or in FOLDER)."""

import sys
from pathlib import Path

from hiplib import tables
from hiplib.prep import bones, muscles, sample_log

folder = Path(sys.argv[1]) if len(sys.argv) > 1 else tables.folder()
# The muscles are carried to the bones in data/, so these come first.
for path in [*bones.rebuild(folder), *muscles.rebuild(folder), sample_log.rebuild(folder)]:
    print(f"{path}: {path.stat().st_size:,} bytes")
print("If a file changed, run: hiplib check --stamp")
