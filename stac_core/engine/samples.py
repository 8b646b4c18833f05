"""Training samples: decoded and resized once, then kept in memory or on disk."""

from __future__ import annotations

import os
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np

from stac_core.data.images import ValueRange, read_image, to_model_rgb
from stac_core.errors import DataError
from stac_core.formats.mask_png import read_fitting_mask
from stac_core.io import storage_error
from stac_core.opencv import cv2
from stac_core.saliency.maps import map_path, read_saliency
from stac_core.types import IGNORE_INDEX, CancelToken, ImageItem, Mask, Progress, no_progress
from stac_core.views import resize_rgb

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

MEMORY_SHARE: Final = 0.5
"""Samples stay in memory while they need less than this share of what is free."""


@dataclass(frozen=True)
class Samples:
    """Images with their tags and saliency, ready to be put into batches.

    Attributes:
        items: The images.
        images: uint8 (n, H, W, 3), or (n, H, W, 1) where all are grey.
        saliency: uint8 (n, H, W), 0..255 = 0..1.
        present: bool (n, C).
        known: bool (n, C).
        masks: uint8 (m, H, W), 0 background, 1..C class, 255 ignore; a person's.
        mask_row: (n,), where an image's mask is in `masks`; -1 for none.
    """

    items: tuple[ImageItem, ...]
    images: NDArray[np.uint8]
    saliency: NDArray[np.uint8]
    present: NDArray[np.bool_]
    known: NDArray[np.bool_]
    masks: NDArray[np.uint8]
    mask_row: NDArray[np.intp]

    def __len__(self) -> int:
        return len(self.items)

    def subset(self, rows: Sequence[int] | NDArray[np.intp]) -> Samples:
        """Some of the samples, in this order; the pixels are copied."""
        index = np.asarray(rows, dtype=np.intp)
        return Samples(
            tuple(self.items[row] for row in index),
            self.images[index],
            self.saliency[index],
            self.present[index],
            self.known[index],
            self.masks,
            self.mask_row[index],
        )


def load_samples(
    items: Sequence[ImageItem],
    present: NDArray[np.bool_],
    known: NDArray[np.bool_],
    *,
    saliency_folder: Path,
    size: tuple[int, int],
    masks: Mapping[str, Path] = MappingProxyType({}),
    value_range: Callable[[str], ValueRange | None] = lambda image_id: None,
    on_problem: Callable[[ImageItem, str], None],
    progress: Progress = no_progress,
    cancel: CancelToken | None = None,
) -> Samples:
    """Read images and saliency maps, resized (not cropped) to one size.

    An image that cannot be read is reported and left out. A mask that cannot be read, or has
    another size or labels than its image, is reported and the image counts by its tags. Too many
    for the memory go to a temporary file that the system pages in as needed.

    Args:
        items: n images.
        present: bool (n, C).
        known: bool (n, C).
        saliency_folder: Holds `<key>.png` for each image.
        size: (H, W) in pixels.
        masks: Image id -> file of a person's mask, for some of them. It settles which classes are
            present; with an ignore band, which may hide one, tags that say present still count.
        value_range: Pixel values for black and white by image id.
        on_problem: Told about each image or mask that is left out.
        progress: Told after each image.
        cancel: Checked between images.

    Raises:
        DataError: If no image can be used.
        StorageError: If there is no room for a temporary file.
        Cancelled: If `cancel` says so.
    """
    token = cancel or CancelToken()
    pixels = _allocate((len(items), *size, 3))
    saliency = _allocate((len(items), *size))

    present, known = present.copy(), known.copy()
    targets: dict[int, Mask] = {}

    def read(row: int) -> str | None:
        token.check()
        item = items[row]
        try:
            rgb = to_model_rgb(read_image(item.path), value_range(item.id))
            levels = read_saliency(map_path(saliency_folder, item.key))
        except DataError as error:
            return str(error)
        pixels[row] = resize_rgb(rgb, size)
        saliency[row] = cv2.resize(levels, size[::-1], interpolation=cv2.INTER_LINEAR)
        if item.id in masks:
            try:
                mask = read_fitting_mask(masks[item.id], rgb.shape[:2], present.shape[1])
            except DataError as error:
                on_problem(item, f"its mask: {error}")
                return None
            targets[row] = cv2.resize(mask, size[::-1], interpolation=cv2.INTER_NEAREST)
            _settle_tags(mask, present[row], known[row])
        return None

    kept = []
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for row, problem in enumerate(pool.map(read, range(len(items)))):
            if problem is None:
                kept.append(row)
            else:
                on_problem(items[row], problem)
            progress(row + 1, len(items))
    if not kept:
        raise DataError("none of the tagged images can be read", fix="See the messages above")
    mask_row = np.full(len(items), -1, np.intp)
    mask_row[sorted(targets)] = np.arange(len(targets))
    stacked = np.zeros((len(targets), *size), np.uint8)
    for place, row in enumerate(sorted(targets)):
        stacked[place] = targets[row]
    everything = Samples(
        tuple(items), _drop_equal_channels(pixels), saliency, present, known, stacked, mask_row
    )
    return everything if len(kept) == len(items) else everything.subset(kept)


def _settle_tags(mask: Mask, present: NDArray[np.bool_], known: NDArray[np.bool_]) -> None:
    """Let a mask say which classes an image shows."""
    labels = np.unique(mask)
    seen = np.isin(np.arange(1, len(present) + 1), labels)
    unsure = IGNORE_INDEX in labels
    present[:] = seen | (present & unsure)
    known[:] = seen | (known if unsure else True)


def _drop_equal_channels(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Keep one channel where all images are grey: a third of the memory."""
    for image in pixels:
        if not np.array_equal(image[..., 0], image[..., 1]) or not np.array_equal(
            image[..., 0], image[..., 2]
        ):
            return pixels
    return np.ascontiguousarray(pixels[..., :1])


def _allocate(shape: tuple[int, ...]) -> NDArray[np.uint8]:
    if np.prod(shape) <= MEMORY_SHARE * _free_memory():
        return np.zeros(shape, np.uint8)
    with tempfile.TemporaryFile(prefix="stac-samples-") as file:  # the mapping outlives its file
        try:
            if hasattr(os, "posix_fallocate"):  # a disk that fills up later would end the process
                os.posix_fallocate(file.fileno(), 0, int(np.prod(shape)))
            return np.memmap(file, dtype=np.uint8, mode="w+", shape=shape)
        except OSError as error:
            raise storage_error(Path(tempfile.gettempdir()), error) from error


def _free_memory() -> float:
    """Bytes of memory that programs may still take; a guess of 4 GiB where nobody says."""
    try:
        text = Path("/proc/meminfo").read_text(encoding="ascii")
        line = next(line for line in text.splitlines() if line.startswith("MemAvailable"))
        return float(line.split()[1]) * 1024
    except (OSError, StopIteration, ValueError):
        return 4.0 * 2**30
