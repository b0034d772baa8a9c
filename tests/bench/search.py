"""How long one search takes in this process: python tests/bench/search.py"""

from __future__ import annotations

import csv
import statistics
import time
from pathlib import Path

from hiplib import conditions

PHRASES = Path(__file__).parents[1] / "conditions" / "search_phrases.csv"


def main() -> None:
    """Print the time of the first search, which builds the index, and of all phrases."""
    with PHRASES.open(encoding="utf-8", newline="") as file:
        phrases = [row["phrase"] for row in csv.DictReader(file)]
    first, *rest = [_milliseconds(phrase) for phrase in ("hip", *phrases)]
    print(f"first search with its index: {first:.0f} ms")
    print(
        f"{len(rest)} phrases: median {statistics.median(rest):.1f} ms, longest {max(rest):.1f} ms"
    )


def _milliseconds(phrase: str) -> float:
    start = time.perf_counter()
    conditions.find(text=phrase)
    return 1000 * (time.perf_counter() - start)


if __name__ == "__main__":
    main()
