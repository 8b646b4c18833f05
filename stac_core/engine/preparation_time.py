"""How long it takes to make ready what a run works with: measured on a few of its images."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from stac_core.data.images import read_image, to_model_rgb
from stac_core.errors import DataError
from stac_core.project import value_range_of
from stac_core.saliency.choice import gather
from stac_core.saliency.maps import (
    SALIENCY_FOLDER,
    ContrastGenerator,
    generator_digest,
    manifest,
    missing_maps,
)
from stac_core.saliency.operators import MOST_IMAGES
from stac_core.saliency.spec import make_generator, undecided_classes
from stac_core.views import resize_rgb

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    from stac_core.engine.data import RunData
    from stac_core.project import Project
    from stac_core.saliency.maps import Generator
    from stac_core.types import ImageItem

_LOOKED_AT: Final = 4
_MAP_SHARE: Final = 2.0
"""Reading and resizing an image and its map takes so much longer than the image alone."""


class PreparationTime(NamedTuple):
    """What a few of the images tell.

    Attributes:
        channels: 1 where they are grey, 3 where there are colours.
        reading: Seconds to read all images and their maps.
        saliency: Seconds to choose operators and to make the maps that are missing.
    """

    channels: int
    reading: float
    saliency: float


def preparation_time(
    project: Project, root: Path, data: RunData, size: tuple[int, int]
) -> PreparationTime:
    """Read some of a run's images and make their maps, without writing anything.

    Args:
        project: To be trained.
        root: Its folder.
        data: The images.
        size: (height, width) that they are resized to.
    """
    items = [*data.training, *data.validation]
    threads = os.cpu_count() or 1
    started = time.monotonic()
    images = _some_images(project, items)
    for _, image in images:
        resize_rgb(image, size)
    each = (time.monotonic() - started) / max(1, len(images))
    colours = any(np.ptp(image, axis=2).any() for _, image in images)
    reading = _MAP_SHARE * each * len(items) / threads
    saliency = _saliency_seconds(project, root, data, images) / threads
    return PreparationTime(3 if colours else 1, reading, saliency)


def _some_images(
    project: Project, items: list[ImageItem]
) -> list[tuple[ImageItem, NDArray[np.uint8]]]:
    images = []
    for row in np.linspace(0, len(items) - 1, min(_LOOKED_AT, len(items))).astype(int):
        item = items[row]
        try:
            rgb = to_model_rgb(read_image(item.path), value_range_of(project, item.id))
        except DataError:
            continue  # the run will say so and leave it out
        images.append((item, rgb))
    return images


def _saliency_seconds(
    project: Project,
    root: Path,
    data: RunData,
    images: list[tuple[ImageItem, NDArray[np.uint8]]],
) -> float:
    """On one core."""
    if project.saliency.source == "folder" or not images:
        return 0.0
    items = [*data.training, *data.validation]
    generator: Generator = ContrastGenerator()
    choosing, folder = 0.0, root / SALIENCY_FOLDER
    missing = len(items)
    if undecided_classes(project):
        choosing = min(len(items), MOST_IMAGES) * _seconds(
            lambda _, image: gather(image, 0), images
        )
    else:
        generator = make_generator(project, data.tags, root)
        if manifest(folder).get("digest") == generator_digest(generator):
            missing = len(missing_maps(items, folder))
    return choosing + (missing * _seconds(generator.make, images) if missing else 0.0)


def _seconds(
    work: Callable[[ImageItem, NDArray[np.uint8]], object],
    images: list[tuple[ImageItem, NDArray[np.uint8]]],
) -> float:
    """Of one image; the first does not count where there are more: it is slower."""
    taken = []
    for item, image in images:
        started = time.monotonic()
        work(item, image)
        taken.append(time.monotonic() - started)
    return float(np.median(taken[1:] or taken))
