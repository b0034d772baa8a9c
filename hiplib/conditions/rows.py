"""Rows of the tables as plain Python: in their order, with None for a missing number."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import pandas as pd

from hiplib import tables


def records(table: str, **where: str) -> list[dict[str, Any]]:
    """Return the rows whose columns have the given values, sorted and rid of a column `order`.

    Examples
    --------
    >>> [row["why"][:20] for row in records("test_links", kind="same")][:1]
    ['the same test in two']
    """
    rows = tables.read(table)
    for name, value in where.items():
        rows = rows[rows[name] == value]
    if "order" in rows:
        rows = rows.sort_values("order", kind="stable").drop(columns="order")
    return [
        {str(name): None if pd.isna(value) else value for name, value in row.items()}
        for row in rows.to_dict("records")
    ]


@cache
def column(table: str, name: str = "name") -> Mapping[str, str]:
    """Return a column of a table by its key, which stands first.

    Examples
    --------
    >>> column("urgencies", "label")["same_day"]
    'Today'
    """
    rows = tables.read(table)
    return dict(zip(rows.iloc[:, 0], rows[name], strict=True))
