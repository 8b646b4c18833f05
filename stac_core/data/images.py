"""Reading images: one rule for the window, the model and the exports.

EXIF orientation is applied here and nowhere else. What the model sees (`to_model_rgb`) and what a
person sees (`to_display`) are separate on purpose: the model's grey levels must not depend on what
else is in the picture.
"""

from __future__ import annotations

import math
import os
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from stac_core.errors import DataError
from stac_core.opencv import cv2

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

ImageArray = NDArray[Any]
"""uint8, uint16 or float32 image, (H, W) grey or (H, W, 3) RGB."""

ValueRange = tuple[float, float]
"""Pixel values that stand for black and white."""

IMAGE_SUFFIXES = frozenset(
    {".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff", ".webp", ".pgm", ".ppm", ".pnm", ".jp2"}
)
MAX_PIXELS = 1 << 30
"""Larger images are refused: one would fill the memory of an ordinary PC."""

_STRIP = 1 << 18  # pixels that are copied at once

# Our own limit replaces Pillow's, which warns about every ordinary line-scan image.
Image.MAX_IMAGE_PIXELS = None

_READ_ERRORS = (OSError, ValueError, SyntaxError, EOFError, TypeError, OverflowError, MemoryError)


def read_image(path: Path) -> ImageArray:
    """Read an image as it is meant to be seen.

    Palettes and CMYK become RGB, alpha is dropped, EXIF orientation is applied, grey stays grey and
    keeps its depth.

    Returns:
        uint8, uint16 or float32 array (H, W) or (H, W, 3) in RGB order. Values of float images that
        are not finite become 0.

    Raises:
        DataError: If the file is missing, empty, damaged, too large, or no image.
    """
    try:
        with _open(path) as image:
            _check_size(path, *image.size)
            if _is_deep_colour(image):
                return _read_deep_colour(path)
            image.load()
            ImageOps.exif_transpose(image, in_place=True)
            return _as_array(image)
    except DataError:
        raise
    except _READ_ERRORS as error:
        raise _read_error(path, error) from error


def image_size(path: Path) -> tuple[int, int]:
    """(height, width) in pixels after EXIF orientation, from the header alone.

    Raises:
        DataError: As `read_image`.
    """
    try:
        with _open(path) as image:
            width, height = image.size
            turned = _metadata(path, image).get(0x0112) in {5, 6, 7, 8}
    except DataError:
        raise
    except _READ_ERRORS as error:
        raise _read_error(path, error) from error
    return (width, height) if turned else (height, width)


def read_thumbnail(path: Path, side: int) -> NDArray[np.uint8]:
    """Small picture for lists: uint8 RGB, the longer side at most `side` pixels.

    JPEG files are decoded at a reduced size, so this is much faster than reading them whole.

    Raises:
        DataError: As `read_image`.
    """
    try:
        with _open(path) as image:
            _check_size(path, *image.size)
            if image.format == "JPEG":
                image.draft(None, (side, side))
                image.load()
                image = ImageOps.exif_transpose(image)
                image.thumbnail((side, side), Image.Resampling.BOX)
                return np.asarray(image.convert("RGB"))
    except DataError:
        raise
    except _READ_ERRORS as error:
        raise _read_error(path, error) from error
    return thumbnail_of(read_image(path), side)


def thumbnail_of(image: ImageArray, side: int) -> NDArray[np.uint8]:
    """Small picture of an image that is at hand.

    Args:
        image: As from `read_image`, or a smaller copy.
        side: As for `read_thumbnail`.

    Returns:
        uint8 RGB (h, w, 3).
    """
    height, width = image.shape[:2]
    scale = side / max(height, width)
    if scale < 1:
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        image = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    return _as_rgb(to_display(image))


def to_model_rgb(image: ImageArray, value_range: ValueRange | None = None) -> NDArray[np.uint8]:
    """Bring an image to the 8-bit RGB that models are trained on.

    Args:
        image: As from `read_image`.
        value_range: Values that become 0 and 255. None means the full range of the image's own
            type: 0..255, 0..65535, or 0..1 for float.

    Returns:
        uint8 (H, W, 3).
    """
    grey = _to_uint8(image, value_range or full_range(image.dtype))
    return _as_rgb(grey)


def _as_rgb(shown: NDArray[np.uint8]) -> NDArray[np.uint8]:
    # unlike numpy's repeat this lets other threads work meanwhile
    return np.asarray(cv2.cvtColor(shown, cv2.COLOR_GRAY2RGB)) if shown.ndim == 2 else shown


def to_display(image: ImageArray, window: ValueRange | None = None) -> NDArray[np.uint8]:
    """Bring an image to 8 bits for the screen.

    This takes a quarter of a millisecond a megapixel, so it can be done to what is in sight each
    time it is painted.

    Args:
        image: As from `read_image`, or a part of it, not empty.
        window: Values shown as black and white; whole numbers where the pixels are. None means
            `automatic_window`.

    Returns:
        uint8 (H, W) or (H, W, 3).
    """
    low, high = automatic_window(image) if window is None else window
    if image.dtype == np.uint8 and (low, high) == (0.0, 255.0):
        return image
    gain = 255.0 / (high - low) if high > low else 0.0
    # OpenCV takes absolute values, so that nothing may be below black
    flat = cv2.max(np.ascontiguousarray(image).reshape(image.shape[0], -1), low)
    return np.asarray(cv2.convertScaleAbs(flat, alpha=gain, beta=-low * gain)).reshape(image.shape)


def automatic_window(image: ImageArray) -> ValueRange:
    """Values that the screen shows as black and white unless a person chooses others.

    8-bit images are shown as they are, others between their 0.1 and 99.9 % quantiles.
    """
    if image.dtype == np.uint8:
        return full_range(image.dtype)
    low, high = _quantiles([image])
    return (low, high) if image.dtype.kind == "f" else (float(round(low)), float(round(high)))


def full_range(dtype: np.dtype[Any]) -> ValueRange:
    """Value range of a pixel type: 0..255, 0..65535, or 0..1 for float."""
    return (0.0, float(np.iinfo(dtype).max)) if dtype.kind == "u" else (0.0, 1.0)


def folder_value_range(paths: Sequence[Path], *, sample: int = 24) -> ValueRange | None:
    """Value range of a folder, from an even sample of its images; fixed once per folder.

    Cameras with 10, 12 or 14 bits store them in 16-bit files: the range is that of the smallest
    such depth which holds every sampled value. Float images outside 0..1 get their 0.1 and 99.9 %
    quantiles.

    Returns:
        None where the file type's own full range is right, as for 8-bit images.
    """
    step = max(1, len(paths) // sample)
    images = []
    for path in paths[::step][:sample]:
        try:
            if _is_eight_bit(path):
                return None
            image = read_image(path)
        except DataError:
            continue  # an unreadable image is reported where it is used, not here
        if image.dtype == np.uint8:
            return None
        images.append(image)
    if not images:
        return None
    if all(image.dtype == np.uint16 for image in images):
        top = max(int(image.max(initial=0)) for image in images)
        depth = next(bits for bits in (8, 10, 12, 14, 16) if top < 1 << bits)
        return None if depth == 16 else (0.0, float((1 << depth) - 1))
    low, high = _quantiles(images)
    return None if low >= 0 and high <= 1 else (low, high)


def _open(path: Path) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # odd metadata: the pixels decide whether a file is usable
        return Image.open(path)


def _metadata(path: Path, image: Image.Image) -> Image.Exif:
    """EXIF data, without decoding the pixels for it where that can be avoided.

    In PNG files it may also follow the pixels, where Pillow looks by decoding all of them.
    """
    if image.format != "PNG" or _has_late_words(path):
        return image.getexif()
    return Image.Image.getexif(image)


def _has_late_words(path: Path) -> bool:
    """Whether a PNG file has EXIF data or text behind its pixels; looks at chunks' heads only.

    Source: PNG specification, third edition, sections 5.3 and 11.3.
    """
    with path.open("rb", buffering=0) as file:
        file.seek(8)
        has_pixels = False
        while len(head := file.read(8)) == 8:
            kind = head[4:]
            if has_pixels and kind in {b"eXIf", b"tEXt", b"zTXt", b"iTXt"}:
                return True
            has_pixels = has_pixels or kind == b"IDAT"
            file.seek(int.from_bytes(head[:4], "big") + 4, os.SEEK_CUR)  # the data and its check
    return False


def _is_eight_bit(path: Path) -> bool:
    """Whether an image has 8 bits a channel or fewer, from its header alone."""
    try:
        with _open(path) as image:
            return image.mode[0] not in "IF" and not _is_deep_colour(image)
    except _READ_ERRORS as error:
        raise _read_error(path, error) from error


def _is_deep_colour(image: Image.Image) -> bool:
    """Colour with more than 8 bits a channel, which Pillow would silently cut down to 8."""
    if image.format == "PNG" and image.mode in {"RGB", "RGBA"}:
        tiles = getattr(image, "tile", ())
        return any("16" in str(tile[3]) for tile in tiles)
    if image.format == "TIFF" and image.mode in {"RGB", "RGBA", "RGBX"}:
        bits = getattr(image, "tag_v2", {}).get(258, (8,))
        return bool(max(bits if isinstance(bits, tuple) else (bits,)) > 8)
    return False


def _read_deep_colour(path: Path) -> ImageArray:
    data = np.fromfile(path, dtype=np.uint8)
    pixels = cv2.imdecode(data, cv2.IMREAD_ANYCOLOR | cv2.IMREAD_ANYDEPTH)
    if pixels is None:
        raise DataError("is damaged or in a format that cannot be read", where=path)
    rgb = cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB) if pixels.ndim == 3 else pixels
    return _finite(rgb) if rgb.dtype.kind == "f" else rgb


def _check_size(path: Path, width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise DataError(
            f"has {width:,} x {height:,} pixels, more than the {MAX_PIXELS:,} that can be opened",
            where=path,
            fix="Cut it into tiles",
        )


def _as_array(image: Image.Image) -> ImageArray:
    mode = image.mode
    if mode in {"L", "RGB"}:
        return _pixels(image)
    if mode == "1":
        return _pixels(image.convert("L"))
    if mode in {"LA", "La"}:
        return _pixels(image.getchannel("L"))
    if mode.startswith("I;16"):
        return _pixels(image, np.dtype(np.uint16))
    if mode == "I":
        values = _pixels(image)
        if values.min(initial=0) >= 0 and values.max(initial=0) <= np.iinfo(np.uint16).max:
            return values.astype(np.uint16)
        return values.astype(np.float32)
    if mode == "F":
        return _finite(_pixels(image))
    if mode == "RGBA":
        return _pixels(image)[:, :, :3].copy()  # colours as stored, whatever their opacity
    if mode in {"P", "PA"}:
        rgb = _pixels(image.convert("RGB"))
        is_grey = (rgb[..., 0] == rgb[..., 1]).all() and (rgb[..., 0] == rgb[..., 2]).all()
        return rgb[..., 0].copy() if is_grey else rgb
    return _pixels(image.convert("RGB"))


def _pixels(image: Image.Image, dtype: np.dtype[Any] | None = None) -> NDArray[Any]:
    """A decoded image as an array (H, W[, C]) of its own, or of another type.

    A large one is copied strip by strip: Pillow would hand it over as a list of pieces, joined
    with all other threads held back, of which numpy makes another copy.
    """
    width, height = image.size
    rows = max(1, _STRIP // max(1, width))
    if rows >= height:
        return np.array(image, dtype)
    pixels: NDArray[Any] | None = None
    for top in range(0, height, rows):
        strip = np.asarray(image.crop((0, top, width, min(top + rows, height))))
        if pixels is None:
            pixels = np.empty((height, *strip.shape[1:]), dtype or strip.dtype)
        pixels[top : top + rows] = strip
    assert pixels is not None, "it has rows"
    return pixels


def _finite(values: NDArray[Any]) -> NDArray[np.float32]:
    return np.nan_to_num(values.astype(np.float32), nan=0.0, posinf=0.0, neginf=0.0)


def _to_uint8(image: ImageArray, value_range: ValueRange) -> NDArray[np.uint8]:
    low, high = value_range
    if image.dtype == np.uint8 and (low, high) == (0.0, 255.0):
        return image
    gain = 255.0 / (high - low) if high > low else 0.0
    scaled = (image.astype(np.float32) - low) * gain
    pixels: NDArray[np.uint8] = np.clip(np.rint(scaled), 0, 255).astype(np.uint8)
    return pixels


def _quantiles(images: Sequence[ImageArray]) -> ValueRange:
    parts = []
    for image in images:
        step = max(1, math.isqrt(image.size // 200_000))
        parts.append(image[::step, ::step].ravel())
    low, high = np.quantile(np.concatenate(parts), (0.001, 0.999))
    return float(low), float(high)


def _read_error(path: Path, error: BaseException) -> DataError:
    if isinstance(error, FileNotFoundError):
        return DataError("the file is gone", where=path, fix="Restore it or rescan the folder")
    if isinstance(error, PermissionError):
        return DataError("the file may not be read", where=path, fix="Change its permissions")
    if isinstance(error, IsADirectoryError):
        return DataError("is a folder, not an image", where=path)
    if isinstance(error, MemoryError):
        return DataError("does not fit in memory", where=path, fix="Cut it into tiles")
    fix = "Export it again from its source, or remove it from the folder"
    try:
        empty = path.stat().st_size == 0
    except OSError:
        empty = False
    if empty:
        return DataError("the file is empty", where=path, fix=fix)
    if isinstance(error, UnidentifiedImageError):
        return DataError("is not an image that can be read", where=path, fix=fix)
    return DataError(f"the image is damaged ({error})", where=path, fix=fix)
