"""One label TIFF an image: `masks/<key>.tif`, 8-bit grey, value = class, with `class_names.txt`.

Read are 8 and 16 bits, and 32 where the values fit.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from PIL import Image

from stac_core.errors import DataError
from stac_core.formats.fields import read_bytes
from stac_core.formats.label_set import LabelFormat, LabelSet
from stac_core.formats.mask_png import decode_picture
from stac_core.formats.raster_folder import RasterLabels, RasterWriter, any_file, sub_folder
from stac_core.io import atomic_write_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from stac_core.formats.label_set import OpenOptions
    from stac_core.types import Mask

_FOLDERS: Final = ("masks", "SegmentationClass")
_SUFFIXES: Final = (".tif", ".tiff")
_LABEL_MODES: Final = frozenset({"L", "P", "1", "I", "I;16", "I;16B"})


class TiffLabels(RasterLabels):
    """Masks as TIFF."""

    def values(self, path: Path) -> NDArray[Any]:
        """The values of a file with a single picture."""
        picture = decode_picture(read_bytes(path), where=path)
        if picture.is_color:
            raise DataError(f"is a colour image (mode {picture.mode}), not a mask", where=path)
        return picture.values


class TiffWriter(RasterWriter):
    """Writes 8-bit grey TIFF."""

    suffix = _SUFFIXES[0]

    def write(self, path: Path, mask: Mask) -> None:
        """Write a mask, compressed in the one way that every reader unpacks by itself."""
        buffer = io.BytesIO()
        picture = Image.fromarray(np.ascontiguousarray(mask))
        picture.save(buffer, format="TIFF", compression="tiff_adobe_deflate")
        atomic_write_bytes(path, buffer.getvalue())


def open_tiff(path: Path, options: OpenOptions) -> LabelSet:
    """Masks as TIFF below a folder.

    Raises:
        DataError: If there are none, or nobody knows the classes.
    """
    return TiffLabels.open(path, options, _FOLDERS, _SUFFIXES)


def looks_like_tiff(path: Path) -> bool:
    """Whether a folder holds grey TIFF files of whole numbers, and names of their values."""
    found = any_file(sub_folder(path, _FOLDERS), _SUFFIXES)
    if found is None or not (path / "class_names.txt").is_file():
        return False
    try:
        with Image.open(found) as image:
            return image.mode in _LABEL_MODES
    except (OSError, ValueError, SyntaxError, TypeError, OverflowError):
        return False


FORMAT: Final = LabelFormat(
    name="tiff",
    title="Label TIFF",
    summary="one grey TIFF an image whose values are class numbers, with class names",
    open=open_tiff,
    looks_like=looks_like_tiff,
    writer=TiffWriter,
)
