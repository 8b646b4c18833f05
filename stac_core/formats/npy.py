"""One .npy array an image, in labelme's layout.

`SegmentationClassNpy/<key>.npy` (H, W) with `class_names.txt`. Read are whole numbers of any width;
-1, which labelme writes for ignored pixels, is 255.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from stac_core.errors import DataError
from stac_core.formats.arrays import npy_kind, read_array
from stac_core.formats.label_set import LabelFormat, LabelSet, check_size
from stac_core.formats.raster_folder import RasterLabels, RasterWriter, any_file, sub_folder
from stac_core.io import atomic_write_bytes
from stac_core.types import IGNORE_INDEX

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from stac_core.formats.label_set import OpenOptions
    from stac_core.types import Mask

_FOLDERS: Final = ("SegmentationClassNpy", "masks")
_SUFFIXES: Final = (".npy",)


class NpyLabels(RasterLabels):
    """Masks as .npy arrays."""

    def values(self, path: Path) -> NDArray[Any]:
        """The array in a file."""
        return checked_labels(read_array(path), path)


class NpyWriter(RasterWriter):
    """Writes uint8 arrays."""

    folder_name = _FOLDERS[0]
    suffix = _SUFFIXES[0]

    def write(self, path: Path, mask: Mask) -> None:
        """Write a mask as it is."""
        buffer = io.BytesIO()
        np.save(buffer, mask, allow_pickle=False)
        atomic_write_bytes(path, buffer.getvalue())


def checked_labels(values: NDArray[Any], where: Path | str) -> NDArray[Any]:
    """An array from a file as whole numbers (H, W), with -1 as ignore.

    Raises:
        DataError: If it is none.
    """
    if values.dtype.kind not in "biu" or values.ndim != 2:
        raise DataError(
            f"holds {values.dtype} of shape {values.shape}, not whole numbers (height, width)",
            where=where,
        )
    check_size((values.shape[0], values.shape[1]), where=where)
    if values.dtype.kind == "b":
        return values.astype(np.uint8)
    if values.dtype.kind == "i" and (values == -1).any():
        wide = values.astype(np.int64)
        wide[values == -1] = IGNORE_INDEX
        return wide
    return values


def open_npy(path: Path, options: OpenOptions) -> LabelSet:
    """Masks as .npy arrays below a folder.

    Raises:
        DataError: If there are none, or nobody knows the classes.
    """
    return NpyLabels.open(path, options, _FOLDERS, _SUFFIXES)


def looks_like_npy(path: Path) -> bool:
    """Whether a folder holds .npy arrays of whole numbers (H, W)."""
    found = any_file(sub_folder(path, _FOLDERS), _SUFFIXES)
    kind = None if found is None else npy_kind(found)
    return kind is not None and kind[0] in "biu" and kind[1] == 2


FORMAT: Final = LabelFormat(
    name="npy",
    title="NumPy arrays",
    summary="one .npy array an image, as labelme writes beside its VOC masks",
    open=open_npy,
    looks_like=looks_like_npy,
    writer=NpyWriter,
)
