"""Masks as PNG: written with a palette, read from palette or grey files."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from PIL import Image, UnidentifiedImageError

from stac_core.errors import DataError
from stac_core.formats.label_set import check_size
from stac_core.io import atomic_write_bytes
from stac_core.types import IGNORE_INDEX

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from stac_core.types import Mask

_DAMAGED = (OSError, ValueError, SyntaxError, EOFError, TypeError, OverflowError, LookupError)

Palette = bytes
"""768 bytes: red, green, blue of the values 0..255."""


def voc_palette() -> Palette:
    """The palette of PASCAL VOC: the bits of a value are dealt out to the three channels."""
    values = bytearray()
    for value in range(256):
        channels = [0, 0, 0]
        rest = value
        for bit in range(7, -1, -1):
            for channel in range(3):
                channels[channel] |= (rest >> channel & 1) << bit
            rest >>= 3
        values += bytes(channels)
    return bytes(values)


def class_palette(colors: Sequence[tuple[int, int, int]]) -> Palette:
    """A palette with the classes' own colours from 1 on: black background, white ignore."""
    values = bytearray(voc_palette())
    values[0:3] = bytes(3)
    for index, color in enumerate(colors, start=1):
        values[3 * index : 3 * index + 3] = bytes(color)
    values[3 * IGNORE_INDEX :] = bytes((255, 255, 255))
    return bytes(values)


def encode_mask(mask: Mask, palette: Palette | None = None) -> bytes:
    """A mask as the bytes of an 8-bit palette PNG; equal masks give equal bytes."""
    image = Image.fromarray(np.ascontiguousarray(mask))
    image.putpalette(palette or voc_palette())  # turns the grey image into a palette image
    buffer = io.BytesIO()
    # level 1: masks are so regular that higher levels gain little and cost much on large images
    image.save(buffer, format="PNG", compress_level=1)
    return buffer.getvalue()


def encode_grey(mask: Mask) -> bytes:
    """A mask as the bytes of an 8-bit grey PNG; equal masks give equal bytes."""
    buffer = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(mask)).save(buffer, format="PNG", compress_level=1)
    return buffer.getvalue()


def write_mask(path: Path, mask: Mask, palette: Palette | None = None) -> None:
    """Write a mask as an 8-bit palette PNG, whole or not at all.

    Raises:
        StorageError: If it cannot be written.
    """
    atomic_write_bytes(path, encode_mask(mask, palette))


class Picture(NamedTuple):
    """The pixels of a mask file as they are.

    Attributes:
        values: (H, W) of whole numbers, or uint8 (H, W, 3) in RGB.
        mode: As Pillow calls it.
        palette: uint8 (N, 3), the colours of the values; None where values are no places in one.
    """

    values: NDArray[Any]
    mode: str
    palette: NDArray[np.uint8] | None = None

    @property
    def is_color(self) -> bool:
        """Whether pixels are colours and no numbers."""
        return self.values.ndim == 3

    def rgb(self, *, where: Path | str) -> NDArray[np.uint8]:
        """Its colours, uint8 (H, W, 3).

        Raises:
            DataError: If its values do not fit into 8 bits.
        """
        if self.palette is not None:
            return np.asarray(self.palette[self.values])
        if self.is_color:
            return np.asarray(self.values, np.uint8)
        return np.repeat(as_labels(self.values, where=where)[..., None], 3, axis=2)


def decode_picture(data: bytes, *, where: Path | str) -> Picture:
    """The pixels in the bytes of a PNG or TIFF; transparency is left out.

    Raises:
        DataError: If it is no such file, damaged, or holds fractions or deep colours.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # odd metadata: the pixels decide
            with Image.open(io.BytesIO(data)) as image:
                check_size((image.height, image.width), where=where)
                if getattr(image, "n_frames", 1) > 1:
                    raise DataError("holds several pictures, not one mask", where=where)
                image.load()
                return _picture(image, where)
    except UnidentifiedImageError as error:
        raise DataError("is not an image", where=where) from error
    except _DAMAGED as error:
        raise DataError(f"the mask is damaged ({error})", where=where) from error


def decode_mask(data: bytes, *, where: Path | str) -> Mask:
    """The labels in the bytes of a PNG or TIFF (see `read_mask`)."""
    picture = decode_picture(data, where=where)
    if picture.is_color:
        raise DataError(
            f"is a colour image (mode {picture.mode}), not a mask",
            where=where,
            fix="Expected a palette or grey PNG whose values are class numbers",
        )
    return as_labels(picture.values, where=where)


def as_labels(values: NDArray[Any], *, where: Path | str) -> Mask:
    """Whole numbers (H, W) as labels, uint8.

    Raises:
        DataError: If one is below 0 or above 255.
    """
    if values.dtype == np.uint8:
        return np.asarray(values, np.uint8)
    low, high = (values.min(), values.max()) if values.size else (0, 0)
    if low < 0:
        raise DataError(f"label {low} is below 0", where=where)
    if high > IGNORE_INDEX:
        raise DataError(f"label {high} is above 255", where=where)
    return values.astype(np.uint8)


def read_mask(path: Path) -> Mask:
    """Read a mask: the value of a palette or grey image is the label.

    Returns:
        uint8 (H, W).

    Raises:
        DataError: If the file cannot be read, is a colour image, or holds values above 255.
    """
    return decode_mask(_read(path), where=path)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DataError(f"the mask cannot be read ({error.strerror})", where=path) from error


def read_fitting_mask(path: Path, size: tuple[int, ...], classes: int) -> Mask:
    """Read a mask that belongs to an image.

    Args:
        path: The file.
        size: (H, W) of the image.
        classes: Number of classes; labels are 0 to this number, or 255 for ignore.

    Raises:
        DataError: If it cannot be read, or does not fit.
    """
    mask = read_mask(path)
    if mask.shape != tuple(size):
        raise DataError(f"its size {mask.shape} is not the image's {tuple(size)}", where=path)
    wrong = mask[(mask > classes) & (mask != IGNORE_INDEX)]
    if wrong.size:
        raise DataError(f"holds the value {wrong[0]}, but there are {classes} classes", where=path)
    return mask


def read_binary_mask(path: Path) -> NDArray[np.bool_]:
    """Read a mask of one class: defect or not.

    In grey and colour images what is brighter than half is set, as edges may be soft; in palette
    images, and where no value is above 1, every value but 0.

    Returns:
        bool (H, W).

    Raises:
        DataError: If the file cannot be read.
    """
    picture = decode_picture(_read(path), where=path)
    values = picture.values.max(axis=2) if picture.is_color else picture.values
    highest = values.max(initial=0)
    limit = 0 if picture.palette is not None or highest <= 1 else 127 if highest <= 255 else 32767
    found: NDArray[np.bool_] = values > limit
    return found


def read_grey(path: Path) -> NDArray[np.uint8]:
    """Read a grey picture such as a saliency map: uint8 (H, W); colour is turned to grey.

    Raises:
        DataError: If the file cannot be read.
    """
    try:
        with Image.open(path) as image:
            return np.array(image if image.mode == "L" else image.convert("L"))
    except UnidentifiedImageError as error:
        raise DataError("is not an image", where=path) from error
    except (OSError, ValueError, SyntaxError, TypeError, OverflowError) as error:
        raise DataError(f"the map cannot be read ({error})", where=path) from error


def _picture(image: Image.Image, where: Path | str) -> Picture:
    mode = image.mode
    if mode.startswith("P"):
        colors = np.zeros((256, 3), np.uint8)
        stated = np.frombuffer(bytes(image.getpalette("RGB") or ()), np.uint8).reshape(-1, 3)
        colors[: len(stated)] = stated[:256]
        return Picture(np.array(image if mode == "P" else image.getchannel("P")), mode, colors)
    if mode in {"L", "RGB"} or mode.startswith("I"):
        return Picture(np.array(image), mode)
    if mode == "1":
        return Picture(np.array(image).astype(np.uint8), mode)
    if mode in {"LA", "La"}:
        return Picture(np.array(image.getchannel("L")), mode)
    if mode in {"RGBA", "RGBX"}:
        return Picture(np.array(image)[..., :3], mode)
    raise DataError(f"is no mask (its pixels are of the kind {mode})", where=where)
