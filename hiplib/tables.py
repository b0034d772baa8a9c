"""Read the tables of the course: the only module that knows the files in `data/`.

`data/datapackage.json` (Frictionless Data Package) says what every file holds. A table is checked
against it when it is read, so that a broken cell is one clear sentence with file, row and column
instead of a wrong number on a page. Text that is missing reads as ``""``, a missing number as NaN.
"""

from __future__ import annotations

import difflib
import functools
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hiplib.errors import DataError, Finding
from hiplib.table_checks import Loaded, checksum, convert, links, load
from hiplib.table_schema import PACKAGE_FILE, Field, Resource, read_descriptor, read_package

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

__all__ = ["array", "check", "folder", "links_to", "lookup", "names", "read", "records", "stamp"]

_DOCUMENTS = ("README", "LICENSE", "NOTICE")  # read by people, so not resources of the package


def folder() -> Path:
    """Return the data folder: inside an installed hiplib, else `data/` of the checkout.

    Examples
    --------
    >>> (folder() / "datapackage.json").is_file()
    True
    """
    here = Path(__file__).resolve().parent
    inside = here / "data"
    return inside if (inside / PACKAGE_FILE).is_file() else here.parent / "data"


def names() -> list[str]:
    """Return the names of all resources, in the order of the package.

    Examples
    --------
    >>> "facts" in names()
    True
    """
    return list(_package(folder()))


def links_to(name: str) -> list[tuple[str, str]]:
    """Return which columns of which tables hold keys of this table, in the order of the package.

    Examples
    --------
    >>> ("facts", "ref_id") in links_to("references")
    True
    """
    return [
        (table, column)
        for table, resource in _package(folder()).items()
        for key in resource.foreign_keys
        for column in key.fields
        if key.resource == name
    ]


def read(name: str, folder: str | Path | None = None) -> pd.DataFrame:
    """Read a table and check it: columns, types, allowed values, keys, links, checksum.

    Parameters
    ----------
    name : str
        One of `names`, else ValueError.
    folder : str or Path, optional
        Another data folder than the course's own.

    Returns
    -------
    pandas.DataFrame
        A copy, columns in the order of the schema. Text "str" (missing: ``""``), whole numbers
        int64 (Int64 where one may be missing), numbers float64, dates datetime64. DataError at the
        first problem, naming file, row (line in the file), column and what was expected.

    Examples
    --------
    >>> read("urgencies")["urgency"].tolist()[-1]
    'emergency_now'
    """
    return _frame(_place(folder), name).copy()


def records(name: str, **where: object) -> list[dict[str, Any]]:
    """Return the rows whose columns have the given values, sorted by and rid of a column `order`.

    A missing number is None.

    Examples
    --------
    >>> [row["why"][:20] for row in records("test_links", kind="same")][:1]
    ['the same test in two']
    """
    import pandas as pd

    rows = read(name)
    for column, value in where.items():
        rows = rows[rows[column] == value]
    if "order" in rows:
        rows = rows.sort_values("order", kind="stable").drop(columns="order")
    return [
        {str(column): None if pd.isna(value) else value for column, value in row.items()}
        for row in rows.to_dict("records")
    ]


@functools.cache
def lookup(name: str, column: str = "name") -> Mapping[str, str]:
    """Return a column of a table by its key, which stands first.

    Examples
    --------
    >>> lookup("urgencies", "label")["same_day"]
    'Today'
    """
    rows = read(name)
    return dict(zip(rows.iloc[:, 0], rows[column], strict=True))


def array(name: str, folder: str | Path | None = None) -> dict[str, NDArray[Any]]:
    """Read the arrays of an `.npz` resource, by array name; they are shared and read-only.

    DataError when the file is missing, changed or unreadable; ValueError when it is no array.
    """
    return dict(_arrays(_place(folder), name))


def check(folder: str | Path | None = None) -> list[Finding]:
    """Find every problem of a data folder at once; an empty list when it is sound.

    A file with other problems is not also reported for its checksum, and a link into a key
    column that is broken is not reported before that column is repaired.

    Examples
    --------
    >>> check()
    []
    """
    place = _place(folder)
    try:
        package = read_package(place)
    except DataError as error:
        return [Finding(error.file, error.row, error.column, error.expected)]
    loaded = {name: load(place, resource) for name, resource in package.items()}
    findings: list[Finding] = []
    for name, resource in package.items():
        own = [*loaded[name].findings, *links(resource, loaded[name], loaded.__getitem__)]
        own = own or checksum(resource, loaded[name])
        if not own and resource.format == "npz":
            try:
                _unpack(place / resource.path)
            except ValueError as error:
                own = [Finding(resource.path, None, None, str(error))]
        findings += own
    known = {PACKAGE_FILE, *(resource.path for resource in package.values())}
    files = sorted(p.relative_to(place).as_posix() for p in place.rglob("*") if p.is_file())
    return findings + [
        Finding(file, None, None, "file is not listed in datapackage.json")
        for file in files
        if file not in known and not Path(file).name.startswith(_DOCUMENTS)
    ]


def stamp(folder: str | Path | None = None) -> list[str]:
    """Write size and checksum of every resource into datapackage.json; return those that changed.

    For maintainers, after a wanted change of a file in the data folder. Run `check` before: a
    checksum says that a file is the one that was meant, not that it is right.
    """
    place = _place(folder)
    read_package(place)
    descriptor = read_descriptor(place)
    changed = []
    for resource in descriptor["resources"]:
        try:
            data = (place / resource["path"]).read_bytes()
        except OSError:
            raise DataError(resource["path"], None, None, "file is missing") from None
        new = {"bytes": len(data), "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}
        if new != {key: resource.get(key) for key in new}:
            resource.update(new)
            changed.append(str(resource["name"]))
    text = json.dumps(descriptor, indent=2, ensure_ascii=False) + "\n"
    (place / PACKAGE_FILE).write_bytes(text.encode("utf-8"))
    return changed


def _place(given: str | Path | None) -> Path:
    return folder() if given is None else Path(given).resolve()


@functools.cache
def _package(place: Path) -> dict[str, Resource]:
    return read_package(place)


@functools.cache
def _loaded(place: Path, name: str) -> Loaded:
    return load(place, _package(place)[name])


@functools.cache
def _frame(place: Path, name: str) -> pd.DataFrame:
    import pandas as pd

    resource = _resource(place, name, table=True)
    loaded, target = _loaded(place, name), functools.partial(_loaded, place)
    _raise_first(loaded.findings)
    for _, other, columns in resource.foreign_keys:
        if target(other).keys(columns) is None:
            _raise_first(target(other).findings)
    _raise_first(links(resource, loaded, target))
    _raise_first(checksum(resource, loaded))
    return pd.DataFrame({f.name: _series(f, loaded.columns[f.name]) for f in resource.fields})


@functools.cache
def _arrays(place: Path, name: str) -> dict[str, NDArray[Any]]:
    resource = _resource(place, name, table=False)
    loaded = _loaded(place, name)
    _raise_first(loaded.findings or checksum(resource, loaded))
    try:
        return _unpack(place / resource.path)
    except ValueError as error:
        raise DataError(resource.path, None, None, str(error)) from None


def _unpack(path: Path) -> dict[str, NDArray[Any]]:
    import numpy as np

    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as archive:
            arrays = {key: archive[key] for key in archive.files}
    except (OSError, EOFError, AttributeError, TypeError, ValueError, zipfile.BadZipFile) as error:
        said = f"unreadable: expected an .npz archive of arrays ({error})"
        raise ValueError(said) from None
    for values in arrays.values():
        values.flags.writeable = False
    return arrays


def _resource(place: Path, name: str, *, table: bool) -> Resource:
    package = _package(place)
    if name not in package:
        near = difflib.get_close_matches(name, package, n=3, cutoff=0.4) or list(package)
        raise ValueError(f"There is no table {name!r}. Did you mean {', '.join(near)}?")
    if package[name].is_table != table:
        kind, use = ("not a table", "array") if table else ("a table", "read")
        raise ValueError(f"{name!r} is {kind}: read it with hiplib.tables.{use}({name!r}).")
    return package[name]


def _raise_first(findings: Iterable[Finding]) -> None:
    for finding in findings:
        raise DataError(finding.file, finding.row, finding.column, finding.message)


def _series(field: Field, cells: list[str]) -> pd.Series[Any]:
    import pandas as pd

    if field.type == "string":
        return pd.Series(cells, dtype="str")
    known = {cell: convert(field.type, cell) if cell else None for cell in set(cells)}
    values = [known[cell] for cell in cells]
    if field.type in ("date", "datetime"):
        return pd.Series(pd.to_datetime(pd.Series(values, dtype="object")))
    exact = {"integer": "int64", "boolean": "bool"} if field.required else {}
    kinds = {"number": "float64", "integer": "Int64", "boolean": "boolean", **exact}
    return pd.Series(values, dtype=kinds[field.type])
