"""Measures every page beside its two twins: ``python tests/bench/run.py --help``."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "browser")]

if __name__ == "__main__":
    from compare import main

    sys.exit(main())
