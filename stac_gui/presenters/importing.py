"""Importing in the window: what is done off the GUI thread."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from stac_core.colors import hex_to_rgb
from stac_core.data.images import image_size, read_image, to_display
from stac_core.importing.labels import (
    Comparison,
    Incoming,
    compare_labels,
    save_labels,
)
from stac_core.importing.maps import MapImportReport, import_maps
from stac_core.labels.store import open_store
from stac_core.opencv import cv2
from stac_core.overlay import draw_mask
from stac_core.types import ReviewStatus, no_progress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from stac_core.importing.finding import FoundLabels
    from stac_core.importing.maps import MapImport
    from stac_core.types import CancelToken, Mask, Progress
    from stac_gui.presenters.opening import Opened


_FILL: Final = 0.35
"""Opacity of masks in small pictures."""


@dataclass(frozen=True)
class ImportWishes:
    """How labels are taken over.

    Attributes:
        table: See `class_table`.
        status: What the images become.
        tag: Also tag untagged images.
    """

    table: NDArray[np.uint8]
    status: ReviewStatus
    tag: bool


def compare(
    opened: Opened,
    found: FoundLabels,
    wishes: ImportWishes,
    progress: Progress = no_progress,
    cancel: CancelToken | None = None,
) -> Comparison:
    """Compare labels with the project's; see `compare_labels`."""
    with open_store(opened.path, opened.class_names, read_only=True) as store:
        return compare_labels(
            found.source, opened.items, store, wishes.table, progress=progress, cancel=cancel
        )


def take_over(
    opened: Opened,
    found: FoundLabels,
    chosen: Sequence[Incoming],
    wishes: ImportWishes,
    progress: Progress = no_progress,
    cancel: CancelToken | None = None,
) -> dict[str, str]:
    """Save labels in the project; see `save_labels`."""
    with open_store(opened.path, opened.class_names) as store:
        return save_labels(
            found.source,
            chosen,
            opened.items,
            store,
            wishes.table,
            status=wishes.status,
            tag=wishes.tag,
            progress=progress,
            cancel=cancel,
        )


def take_maps(
    opened: Opened,
    wish: MapImport,
    progress: Progress = no_progress,
    cancel: CancelToken | None = None,
) -> MapImportReport:
    """Take heat maps into a project, proposals refined as the window does; see `import_maps`."""
    assert opened.project is not None
    wish = replace(wish, steps=tuple(opened.refine.steps))
    with open_store(opened.path, opened.class_names) as store:
        return import_maps(
            opened.project,
            opened.path,
            wish,
            opened.items,
            store,
            opened.tags,
            progress=progress,
            cancel=cancel,
        )


def picture_both(
    opened: Opened, found: FoundLabels, image: Incoming, wishes: ImportWishes, side: int
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Small pictures of an image with the mask that is there, and with the one that would come.

    Args:
        opened: The project.
        found: The labels.
        image: Which image.
        wishes: How they are taken over.
        side: Longest side in pixels.

    Returns:
        uint8 (h, w, 3) RGB each.

    Raises:
        StacError: If the image or one of the masks cannot be read.
    """
    path = opened.items[opened.items.rows[image.image_id]].path
    display = to_display(read_image(path))
    grey = display if display.ndim == 3 else np.repeat(display[..., None], 3, axis=2)
    theirs = wishes.table[found.source.read_fitting(image.name, image_size(path)).mask]
    with open_store(opened.path, opened.class_names, read_only=True) as store:
        digest = store.record(image.image_id).mask_digest
        mine = np.zeros_like(theirs) if digest is None else store.load_mask(digest)
    colors = [hex_to_rgb(spec.color) for spec in opened.classes]
    return _picture(grey, mine, colors, side), _picture(grey, theirs, colors, side)


def _picture(
    rgb: NDArray[np.uint8], mask: Mask, colors: Sequence[tuple[int, int, int]], side: int
) -> NDArray[np.uint8]:
    height, width = rgb.shape[:2]
    scale = side / max(height, width)
    size = (max(round(width * scale), 1), max(round(height * scale), 1))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_NEAREST
    small = cv2.resize(rgb, size, interpolation=way)
    labels = cv2.resize(mask, size, interpolation=cv2.INTER_NEAREST)
    return draw_mask(small, labels, colors, opacity=_FILL)
