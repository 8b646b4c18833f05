"""Masks as PNG: written with a palette, read from palette or grey files."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, UnidentifiedImageError

from stac_core.errors import DataError
from stac_core.io import atomic_write_bytes
from stac_core.types import IGNORE_INDEX

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from stac_core.types import Mask

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


def write_mask(path: Path, mask: Mask, palette: Palette | None = None) -> None:
    """Write a mask as an 8-bit palette PNG, whole or not at all.

    Raises:
        StorageError: If it cannot be written.
    """
    atomic_write_bytes(path, encode_mask(mask, palette))


def decode_mask(data: bytes, *, where: Path | str) -> Mask:
    """The labels in the bytes of a PNG (see `read_mask`)."""
    try:
        with Image.open(io.BytesIO(data)) as image:
            image.load()
            return _labels(image, where)
    except DataError:
        raise
    except UnidentifiedImageError as error:
        raise DataError("is not an image", where=where) from error
    except (OSError, ValueError, SyntaxError, TypeError, OverflowError) as error:
        raise DataError(f"the mask is damaged ({error})", where=where) from error


def read_mask(path: Path) -> Mask:
    """Read a mask: the value of a palette or grey image is the label.

    Returns:
        uint8 (H, W).

    Raises:
        DataError: If the file cannot be read, is a colour image, or holds values above 255.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DataError(f"the mask cannot be read ({error.strerror})", where=path) from error
    return decode_mask(data, where=path)


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


def _labels(image: Image.Image, where: Path | str) -> Mask:
    if image.mode in {"P", "L"}:
        return np.array(image)
    if image.mode == "1":
        return np.array(image).astype(np.uint8)
    if image.mode.startswith("I"):
        values = np.array(image)
        if values.size == 0 or (values.min() >= 0 and values.max() <= IGNORE_INDEX):
            return values.astype(np.uint8)
        raise DataError(f"label {values.max()} is above 255", where=where)
    raise DataError(
        f"is a colour image (mode {image.mode}), not a mask",
        where=where,
        fix="Expected a palette or grey PNG whose values are class numbers",
    )
