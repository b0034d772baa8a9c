"""Write .npz files whose bytes depend on nothing but the arrays.

`numpy.savez` stamps the time into the file, and compressed bytes depend on the zlib at hand.
Here times are fixed and arrays are stored as they are, so a rebuilt file has the same checksum.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


def npz_bytes(arrays: Mapping[str, NDArray[np.generic]]) -> bytes:
    """Give the bytes of an uncompressed .npz of little-endian arrays, names in sorted order.

    Examples
    --------
    >>> npz_bytes({"a": np.arange(3)}) == npz_bytes({"a": np.arange(3)})
    True
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(arrays):
            array = np.array(arrays[name], order="C")
            array = array.astype(array.dtype.newbyteorder("<"), copy=False)
            body = io.BytesIO()
            np.lib.format.write_array(body, array, version=(1, 0), allow_pickle=False)
            entry = zipfile.ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0))
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, body.getvalue())
    return out.getvalue()


def write_npz(path: Path, arrays: Mapping[str, NDArray[np.generic]]) -> None:
    """Write `npz_bytes` of arrays to a file."""
    path.write_bytes(npz_bytes(arrays))
