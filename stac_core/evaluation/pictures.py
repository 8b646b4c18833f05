"""Pictures of the worst images: the image, what is there, what was predicted, and what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from stac_core.data.images import read_image, to_display
from stac_core.data.items import scan_folder
from stac_core.errors import StacError
from stac_core.evaluation.run import masks_of
from stac_core.formats.matching import match_names
from stac_core.opencv import cv2
from stac_core.strips import HEIGHT, outlined, small, strip
from stac_core.types import BACKGROUND, IGNORE_INDEX

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from stac_core.evaluation.result import Comparison
    from stac_core.evaluation.run import Request
    from stac_core.types import CancelToken, Mask

WORST: Final = 12
"""Images that are drawn."""

RIGHT, MISSED, FALSE, OTHER, UNKNOWN = range(5)
DIFFERENCE_COLORS: Final = {
    RIGHT: (0, 158, 115),
    MISSED: (0, 114, 178),
    FALSE: (213, 94, 0),
    OTHER: (240, 228, 66),
    UNKNOWN: (150, 150, 150),
}
"""Of the kinds of pixels in a picture of differences; told apart by all kinds of eyes."""

_IMAGE_FOLDERS: Final = ("JPEGImages", "images")
_PLAIN: Final = 40
"""Grey of the ground where there is no image."""


@dataclass(frozen=True)
class Case:
    """One drawn image.

    Attributes:
        name: As the truth calls it.
        miou: Of it, in [0, 1].
        picture: Data URI: image where there is one, truth, prediction, difference.
        has_image: Whether the image was found.
    """

    name: str
    miou: float
    picture: str
    has_image: bool


def draw_worst(
    request: Request,
    found: Comparison,
    at: int,
    colors: Sequence[tuple[int, int, int]],
    find_image: Callable[[str], Path | None],
    *,
    cancel: CancelToken,
    most: int = WORST,
) -> list[Case]:
    """Draw the images with the lowest mIoU, unless nothing is wrong in them.

    Args:
        request: What was compared.
        found: What came of it.
        at: Place of the threshold.
        colors: Of the C classes.
        find_image: Gives the file of an image by the name that the truth has for it.
        cancel: Checked between images.
        most: How many.

    Raises:
        DataError: If a mask can no longer be read.
        Cancelled: If `cancel` says so.
    """
    scores = found.image_scores(at)
    places = [int(place) for place in found.worst(at)[:most] if scores.wrong[place]]
    cases = []
    for place, actual, predicted in masks_of(request, places, at):
        cancel.check()
        name = found.names[place]
        image = _image(find_image(name), actual.shape)
        ground = np.full((*actual.shape, 3), _PLAIN, np.uint8) if image is None else image
        tiles = [] if image is None else [image]
        tiles += [outlined(ground, mask, colors) for mask in (actual, predicted)]
        tiles.append(difference_picture(ground, actual, predicted))
        miou = float(scores.miou[place])
        cases.append(Case(name, miou, strip(tiles), has_image=image is not None))
    return cases


def difference(actual: Mask, predicted: Mask) -> NDArray[np.uint8]:
    """What kind each pixel is: `RIGHT`, `MISSED`, `FALSE`, `OTHER`, `UNKNOWN`; 255 background.

    Args:
        actual: uint8 (H, W).
        predicted: uint8 (H, W).
    """
    kinds = np.full(actual.shape, 255, np.uint8)
    kinds[(actual == predicted) & (actual != BACKGROUND)] = RIGHT
    kinds[(actual != BACKGROUND) & (predicted == BACKGROUND)] = MISSED
    kinds[(actual == BACKGROUND) & (predicted != BACKGROUND)] = FALSE
    kinds[(actual != BACKGROUND) & (predicted != BACKGROUND) & (actual != predicted)] = OTHER
    kinds[actual == IGNORE_INDEX] = UNKNOWN
    return kinds


def difference_picture(
    ground: NDArray[np.uint8], actual: Mask, predicted: Mask
) -> NDArray[np.uint8]:
    """The kinds of `difference` in their colours over an image, uint8 (HEIGHT, w, 3)."""
    picture = small(ground).astype(np.float32)
    size = (picture.shape[1], HEIGHT)
    kinds = cv2.resize(difference(actual, predicted), size, interpolation=cv2.INTER_NEAREST)
    for kind, color in DIFFERENCE_COLORS.items():
        share = 0.35 if kind in {RIGHT, UNKNOWN} else 0.8
        where = kinds == kind
        picture[where] = (1 - share) * picture[where] + share * np.array(color, np.float32)
    result: NDArray[np.uint8] = np.rint(picture).astype(np.uint8)
    return result


def images_beside(paths: Iterable[Path], names: Sequence[str]) -> dict[str, Path]:
    """Image files of names, looked for where label formats keep images.

    Args:
        paths: Of labels; looked at are folders `JPEGImages` and `images` in and beside them.
        names: Of the images.

    Returns:
        Name -> file; of the first folder that has any of them.
    """
    for path in paths:
        for base in (path, path.parent, path.parent.parent):
            for folder in _IMAGE_FOLDERS:
                found = images_in(base / folder, names) if (base / folder).is_dir() else {}
                if found:
                    return found
    return {}


def images_in(folder: Path, names: Sequence[str]) -> dict[str, Path]:
    """Image files of names in a folder; names that fit none, or several, have none.

    Raises:
        DataError: If it is no folder.
    """
    items = scan_folder(folder)
    files = {item.id: item.path for item in items}
    return {name: files[found] for name, found in match_names(names, files).found.items()}


def _image(path: Path | None, shape: tuple[int, ...]) -> NDArray[np.uint8] | None:
    if path is None:
        return None
    try:
        shown = to_display(read_image(path))
    except StacError:
        return None  # a report without this picture is better than none
    if shown.shape[:2] != tuple(shape):
        return None
    return np.repeat(shown[:, :, None], 3, axis=2) if shown.ndim == 2 else shown
