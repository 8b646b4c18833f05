"""One .npz an image: `masks/<key>.npz` with `mask` uint8 (H, W) and `classes` (C,), its names."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from stac_core.errors import DataError
from stac_core.formats.arrays import names_in_npz, read_arrays
from stac_core.formats.label_set import LabelFormat, LabelSet
from stac_core.formats.lists import Meaning, read_splits, write_splits
from stac_core.formats.npy import checked_labels
from stac_core.formats.raster_folder import (
    RasterLabels,
    RasterWriter,
    any_file,
    find_names,
    sub_folder,
)
from stac_core.io import atomic_write_bytes
from stac_core.types import MAX_CLASSES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from stac_core.formats.label_set import OpenOptions, OutImage
    from stac_core.types import Mask

_FOLDERS: Final = ("masks",)
_SUFFIXES: Final = (".npz",)


class NpzLabels(RasterLabels):
    """Masks in .npz files."""

    def values(self, path: Path) -> NDArray[Any]:
        """The mask in a file, once it is clear that it means what the others mean."""
        arrays = read_arrays(path)
        classes = _classes(arrays, path)
        if classes != self.classes:
            raise DataError(
                f"its classes are {', '.join(classes)}, not {', '.join(self.classes)}", where=path
            )
        if "mask" not in arrays:
            raise DataError("has no 'mask'", where=path)
        return checked_labels(arrays["mask"], f"{path}, mask")


class NpzWriter(RasterWriter):
    """Writes compressed .npz files that name the classes themselves."""

    suffix = _SUFFIXES[0]

    def write(self, path: Path, mask: Mask) -> None:
        """Write a mask with the classes' names."""
        buffer = io.BytesIO()
        classes = np.array(self.plan.classes, dtype=np.str_)
        np.savez_compressed(buffer, allow_pickle=False, mask=mask, classes=classes)
        atomic_write_bytes(path, buffer.getvalue())

    def finish(self, added: Sequence[OutImage]) -> None:
        """Write the lists of images."""
        write_splits(self.folder, added)


def open_npz(path: Path, options: OpenOptions) -> LabelSet:
    """Masks in .npz files below a folder; the first one names the classes of all.

    Raises:
        DataError: If there are none, or the first one is damaged.
    """
    del options  # the files say what they hold
    folder = sub_folder(path, _FOLDERS)
    files = find_names(folder, _SUFFIXES)
    if not files:
        raise DataError("there are no .npz masks here", where=path)
    first = folder / next(iter(files.values()))
    classes = _classes(read_arrays(first), first)
    meaning = Meaning(classes, np.arange(256, dtype=np.uint8))
    return NpzLabels(path, folder, meaning, files, read_splits(path, files))


def looks_like_npz(path: Path) -> bool:
    """Whether a folder holds .npz files with a mask."""
    found = any_file(sub_folder(path, _FOLDERS), _SUFFIXES)
    return found is not None and {"mask", "classes"} <= names_in_npz(found)


def _classes(arrays: dict[str, NDArray[Any]], path: Path) -> tuple[str, ...]:
    classes = arrays.get("classes")
    if classes is None or classes.ndim != 1 or classes.dtype.kind != "U":
        raise DataError("has no 'classes', the names for the values 1 to C", where=path)
    if not 0 < len(classes) <= MAX_CLASSES:
        raise DataError(f"names {len(classes)} classes, not 1 to {MAX_CLASSES}", where=path)
    try:
        return tuple(str(name) for name in classes)
    except ValueError as error:  # damage can make characters that there are none of
        raise DataError(f"its classes are damaged ({error})", where=path) from error


FORMAT: Final = LabelFormat(
    name="npz",
    title="NumPy archives",
    summary="one .npz an image with its mask and the names of the classes",
    open=open_npz,
    looks_like=looks_like_npz,
    writer=NpzWriter,
)
