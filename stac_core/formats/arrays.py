"""Arrays in .npy and .npz files, read without running code or trusting the sizes they state."""

from __future__ import annotations

import io
import math
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, Any, BinaryIO, Final, Literal, cast

import numpy as np

from stac_core.errors import DataError
from stac_core.formats.fields import read_bytes
from stac_core.formats.label_set import check_size
from stac_core.io import npy_header

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

MAX_BYTES: Final = 1 << 33
"""An array that says it is larger is damaged."""

_DAMAGED = (ValueError, SyntaxError, EOFError, TypeError, KeyError, LookupError, OverflowError,
            MemoryError, RecursionError, NotImplementedError, RuntimeError, OSError,
            zipfile.BadZipFile, zlib.error, struct.error)  # fmt: skip


def decode_array(data: bytes, *, where: Path | str) -> NDArray[Any]:
    """The array in the bytes of a .npy file: numbers or texts, nothing else.

    Raises:
        DataError: If it is no such file, is damaged, or holds objects.
    """
    file = io.BytesIO(data)
    try:
        header = npy_header(file)
        dtype, shape = np.dtype(header["descr"]), tuple(header["shape"])
        order: Literal["F", "C"] = "F" if header["fortran_order"] else "C"
        if dtype.kind not in "biufU" or not all(type(n) is int and n >= 0 for n in shape):
            raise DataError(
                f"holds {dtype} of shape {shape}, not numbers",
                where=where,
                fix="Save plain arrays: np.save(path, array, allow_pickle=False)",
            )
        size = math.prod(shape) * dtype.itemsize
        values = data[file.tell() : file.tell() + size]
        if size > MAX_BYTES or len(values) != size:
            raise DataError(f"is cut off: {len(values)} of {size} bytes are there", where=where)
        return np.frombuffer(values, dtype).reshape(shape, order=order)
    except _DAMAGED as error:
        raise DataError(f"is no array, or damaged ({error})", where=where) from error


def read_array(path: Path) -> NDArray[Any]:
    """The array in a .npy file (see `decode_array`)."""
    return decode_array(read_bytes(path), where=path)


def read_arrays(path: Path) -> dict[str, NDArray[Any]]:
    """The arrays in a .npz file, by name (see `decode_array`)."""
    found = {}
    try:
        with zipfile.ZipFile(io.BytesIO(read_bytes(path))) as archive:
            for info in archive.infolist():
                if info.file_size > MAX_BYTES:
                    raise DataError(f"states {info.file_size} bytes", where=path)
                name = info.filename.removesuffix(".npy")
                with archive.open(info) as file:  # compressed, a size too large takes long
                    shape = tuple(npy_header(cast("BinaryIO", file))["shape"])
                if len(shape) > 1:
                    check_size((shape[-2], shape[-1]), where=f"{path}, {name}")
                with archive.open(info) as file:
                    # never more than it states, whatever the compressed bytes unfold to
                    data = file.read(info.file_size + 1)
                found[name] = decode_array(data, where=f"{path}, {name}")
    except _DAMAGED as error:
        raise DataError(f"is no .npz, or damaged ({error})", where=path) from error
    return found


def names_in_npz(path: Path) -> frozenset[str]:
    """Names of the arrays in a .npz file, from its table of contents; none if it is no such."""
    try:
        with zipfile.ZipFile(path) as archive:
            return frozenset(name.removesuffix(".npy") for name in archive.namelist())
    except _DAMAGED:
        return frozenset()


def npy_kind(path: Path) -> tuple[str, int] | None:
    """Kind of the numbers (as `numpy.dtype.kind`) and dimensions of a .npy file, from its header.

    None if it is no such file.
    """
    try:
        with path.open("rb") as file:
            header = npy_header(file)
        return np.dtype(header["descr"]).kind, len(header["shape"])
    except _DAMAGED:
        return None
