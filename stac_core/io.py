"""Files: written whole or not at all, and read without running code from them."""

from __future__ import annotations

import ast
import contextlib
import errno
import hashlib
import io
import json
import math
import os
import pickle
import re
import secrets
import shutil
import struct
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, ClassVar

import numpy as np

from stac_core.errors import DataError, StorageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_DISK_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NOT_ALLOWED = {errno.EACCES, errno.EPERM, errno.EROFS}


def storage_error(path: Path, error: OSError) -> StorageError:
    """The error to show for a file that could not be written."""
    if error.errno in _DISK_FULL:
        return StorageError(
            "the disk is full, nothing was changed", where=path, fix="Free some space and try again"
        )
    if error.errno in _NOT_ALLOWED:
        return StorageError(
            "this place cannot be written to",
            where=path,
            fix="Choose another folder or ask for the right to write there",
        )
    reason = error.strerror or str(error)
    return StorageError(f"could not be written ({reason})", where=path)


@contextlib.contextmanager
def atomic_writer(path: Path) -> Iterator[BinaryIO]:
    """A binary file that takes the place of `path` when the block ends without an error.

    The bytes go to a temporary file in the same folder, reach the disk, and only then replace the
    target, so a reader sees the old content or the new one, never a mix. After any error the
    target is as it was and the temporary file is gone.

    Raises:
        StorageError: If the file cannot be written.
    """
    path = Path(path)
    temporary = path.parent / f".{path.name[:60]}.{secrets.token_hex(6)}.tmp"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
        sync_folder(path.parent)
    except OSError as error:
        raise storage_error(path, error) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()


@contextlib.contextmanager
def staged_folder(path: Path) -> Iterator[Path]:
    """A private folder that becomes `path` when the block ends well, and is gone otherwise.

    Args:
        path: Does not exist yet, or is an empty folder.

    Raises:
        StorageError: If it cannot be written.
    """
    staged = path.parent / f".{path.name[:60]}.{secrets.token_hex(6)}.tmp"
    try:
        staged.mkdir(parents=True)
        yield staged
        if path.exists():
            path.rmdir()
        os.replace(staged, path)
    except OSError as error:
        raise storage_error(path, error) from error
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def sync_folder(folder: Path) -> None:
    """Make the folder's entries reach the disk, where the system can do that."""
    if os.name == "nt":
        return  # Windows has no handle for a folder that could be flushed
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        # some network and FUSE file systems refuse; the data itself was flushed before
        if error.errno not in {errno.EINVAL, errno.ENOTSUP, errno.EBADF}:
            raise
    finally:
        os.close(descriptor)


def atomic_write_bytes(path: Path, data: bytes) -> None:
    """Replace `path` by `data`, whole or not at all (see `atomic_writer`)."""
    with atomic_writer(path) as file:
        file.write(data)


def atomic_write_text(path: Path, text: str) -> None:
    """Replace `path` by `text` in UTF-8 with Unix line ends (see `atomic_writer`)."""
    atomic_write_bytes(path, text.encode("utf-8"))


def atomic_write_json(path: Path, value: Any) -> None:
    """Replace `path` by `value` as JSON (see `atomic_writer`)."""
    atomic_write_text(path, json.dumps(value, indent=2, ensure_ascii=False) + "\n")


def safe_name(name: str) -> str:
    """A name as a file or folder can have it on every system."""
    return re.sub(r'[<>:"/\\|?*\x00-\x1f]', "_", name).rstrip(". ") or "_"


def bytes_digest(data: bytes) -> str:
    """SHA-256 of `data` as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def file_digest(path: Path) -> str:
    """SHA-256 of a file's content as 64 hexadecimal digits.

    Raises:
        DataError: If the file cannot be read.
    """
    digest = hashlib.sha256()
    try:
        with Path(path).open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    except OSError as error:
        raise DataError(f"cannot be read ({error.strerror})", where=path) from error
    return digest.hexdigest()


# What a pickle of numpy arrays in plain containers needs to name, and nothing else.
_SAFE_GLOBALS = {
    ("numpy", "ndarray"),
    ("numpy", "dtype"),
    *(
        (f"numpy.{package}.{module}", name)
        for package in ("core", "_core")
        for module, name in (
            ("multiarray", "_reconstruct"),
            ("multiarray", "scalar"),
            ("numeric", "_frombuffer"),
        )
    ),
    ("_codecs", "encode"),
    ("collections", "OrderedDict"),
    *(("builtins", name) for name in ("dict", "list", "tuple", "set", "str", "int", "float")),
}


def folder_around(path: Path, folders: Iterable[Path]) -> Path | None:
    """The first of some folders that a path is or lies in, links followed; None if it does not."""
    try:
        place = path.resolve()
        return next((each for each in folders if place.is_relative_to(each.resolve())), None)
    except (OSError, RuntimeError):  # a place that cannot be looked at, or links in a circle
        return None


def npy_header(file: BinaryIO) -> Any:
    """The header of a .npy file; numpy's own reader would try to mend a damaged one.

    Raises:
        ValueError: Among others: a damaged file can raise whatever parsing it can.
    """
    major, _ = np.lib.format.read_magic(file)
    length_format = "<H" if major == 1 else "<I"
    size = struct.calcsize(length_format)
    (length,) = struct.unpack(length_format, file.read(size))
    text = file.read(length).decode("latin1").strip()
    if "\\" in text:  # Python would warn of escapes that there are none of
        raise ValueError("a header with a backslash")
    return ast.literal_eval(text)


# What reading a damaged pickle can raise; the pickle module promises nothing narrower.
_DAMAGED = (
    ValueError, SyntaxError, EOFError, TypeError, AttributeError, ImportError, LookupError,
    OverflowError, MemoryError, RecursionError, NotImplementedError, SystemError, struct.error,
)  # fmt: skip


class _ArrayUnpickler(pickle._Unpickler):  # noqa: SLF001
    """Admits arrays and plain containers; anything else in the file is refused by name.

    Python's own implementation, because the one in C lets a damaged file of a few bytes allocate
    gigabytes (its table of remembered objects is as long as the largest index in the file).
    """

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _SAFE_GLOBALS:
            raise pickle.UnpicklingError(f"it asks for {module}.{name}")
        return super().find_class(module, name)

    def load_build(self) -> None:
        """Set an object's state if it is plausible: numpy trusts it, and crashes on nonsense."""
        target, state = self.stack[-2:]  # type: ignore[attr-defined]
        if isinstance(target, np.dtype):
            sizes = [(-1, -1), (target.itemsize, target.alignment)]
            _, order, *nothing, size, alignment, flags = state
            if (
                target.kind not in "biufcOSU"
                or order not in ("<", ">", "|", "=")
                or nothing != [None, None, None]
                or (size, alignment) not in sizes
                or flags != target.flags
            ):
                raise ValueError(f"its array's type {target} has an impossible state")
        if isinstance(target, np.ndarray):
            _, shape, dtype, _, data = state
            if dtype.hasobject and len(data) != math.prod(shape):
                raise ValueError("its array has not as many objects as its shape says")
        super().load_build()  # type: ignore[misc]

    dispatch: ClassVar[dict[int, Any]] = {
        **pickle._Unpickler.dispatch,  # noqa: SLF001
        pickle.BUILD[0]: load_build,
    }


def load_legacy_dict(path: Path) -> dict[Any, Any]:
    """Read a dictionary that was saved with ``numpy.save``, as the STAC authors' files are.

    Only arrays, numbers, texts and plain containers are admitted: a file that would run code is
    refused.

    Raises:
        DataError: If the file is no such dictionary or holds anything else.
    """
    path = Path(path)
    fix = "Expected a .npy file that holds one dictionary of arrays"
    try:
        with io.BytesIO(path.read_bytes()) as file:
            value = None
            if npy_header(file) == {"descr": "|O", "fortran_order": False, "shape": ()}:
                array = _ArrayUnpickler(file).load()
                value = array.item() if isinstance(array, np.ndarray) else array
    except OSError as error:
        raise DataError(f"cannot be read ({error.strerror})", where=path) from error
    except pickle.UnpicklingError as error:
        raise DataError(f"refused as unsafe: {error}", where=path, fix=fix) from error
    except _DAMAGED as error:
        raise DataError(f"is damaged or of another kind ({error})", where=path, fix=fix) from error
    if not isinstance(value, dict):
        raise DataError("does not hold a dictionary", where=path, fix=fix)
    return value
