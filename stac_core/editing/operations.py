"""Operations on a blob, or on all blobs of a class, as changes of a mask.

Each takes the mask, which it leaves alone, and gives a `Change`, or None where nothing would be
different. What an operation shapes is the person's from then on; no class takes pixels of another
unless that is asked for. The ignore band may be grown over, for it lies around most blobs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from stac_core.editing.parts import Part, blob_at, bounds, is_free
from stac_core.errors import DataError
from stac_core.labels.mask_edit import DRAWN, MODELS, UNMARKED, Change, Rect
from stac_core.opencv import cv2
from stac_core.pseudo_mask import clean_mask
from stac_core.refine.blobs import SURROUNDINGS, cut_blobs
from stac_core.types import BACKGROUND, IGNORE_INDEX

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from stac_core.types import Mask

CUT_ROUNDS: Final = 2
"""Of GrabCut; more change little, as the refinement's benchmark shows."""


def grow(mask: Mask, part: Part, *, pixels: int, over_others: bool = False) -> Change | None:
    """Add all pixels within a distance.

    Args:
        mask: uint8 (H, W).
        part: A blob or a class.
        pixels: Euclidean distance of pixel centres, at least 1.
        over_others: Whether pixels of other classes are taken too.
    """
    rect = part.rect.grown(pixels).clipped(mask.shape)
    before = part.on(rect)
    return _reshaped(mask, part, rect, before | (_distance(before) <= pixels), over=over_others)


def shrink(mask: Mask, part: Part, *, pixels: int) -> Change | None:
    """Remove all pixels within a distance of the outside; the image's border is no outside.

    Args:
        mask: uint8 (H, W).
        part: A blob or a class.
        pixels: Euclidean distance of pixel centres, at least 1.
    """
    rect = part.rect.grown(1).clipped(mask.shape)
    before = part.on(rect)
    if before.all():
        return None  # there is no outside
    return _reshaped(mask, part, rect, before & (_distance(~before) > pixels))


def smooth(mask: Mask, part: Part, *, pixels: int) -> Change | None:
    """Round the outline: Gaussian blur and half of it, in which nothing of substance is lost.

    Whatever reaches farther than `pixels` out of the result stays as it is, so that small blobs and
    thin scratches are not smoothed away.

    Args:
        mask: uint8 (H, W).
        part: A blob or a class.
        pixels: Standard deviation of the blur.
    """
    reach = 3 * pixels
    rect = part.rect.grown(reach).clipped(mask.shape)
    before = part.on(rect)
    size = 2 * reach + 1
    blurred = cv2.GaussianBlur(
        before.astype(np.float32), (size, size), pixels, borderType=cv2.BORDER_REFLECT
    )
    after = blurred > 0.5
    if not after.any():
        return None
    lost = before & ~after
    if lost.any():
        _, labels = cv2.connectedComponents(lost.view(np.uint8), connectivity=8)
        far = labels[lost & (_distance(after) > pixels)]
        after |= lost & _chosen(labels, far)
    return _reshaped(mask, part, rect, after)


def fill_holes(mask: Mask, part: Part) -> Change | None:
    """Fill what the part encloses, of any size; blobs of other classes in there stay.

    Args:
        mask: uint8 (H, W).
        part: A blob or a class.
    """
    field = np.pad(part.inside, 1).astype(np.uint8)
    cv2.floodFill(field, None, (0, 0), 2, flags=4)
    return _reshaped(mask, part, part.rect, field[1:-1, 1:-1] != 2)


def remove_islands(mask: Mask, part: Part, *, pixels: int) -> Change | None:
    """Remove blobs with fewer pixels.

    Args:
        mask: uint8 (H, W).
        part: A class.
        pixels: The fewest that a blob may have.
    """
    return _without(mask, part, clean_mask(part.inside.view(np.uint8), min_blob=pixels))


def keep_largest(mask: Mask, part: Part) -> Change | None:
    """Remove all blobs but the largest, or the largest ones where some are equally large.

    Args:
        mask: uint8 (H, W).
        part: A class.
    """
    return _without(mask, part, clean_mask(part.inside.view(np.uint8), min_share=1.0))


def relabel(mask: Mask, part: Part, *, value: int) -> Change | None:
    """Give the part another class; 0 deletes it.

    Args:
        mask: uint8 (H, W).
        part: A blob or a class.
        value: The class.
    """
    if value == part.value:
        return None
    return Change(part.rect, np.where(part.inside, np.uint8(value), mask[part.rect.slices]))


def delete(mask: Mask, part: Part) -> Change | None:
    """Make the part background, and the ignore band around it where it is no other blob's too.

    Args:
        mask: uint8 (H, W).
        part: A blob or a class.
    """
    gone = [part, *_rims(mask, part)]
    rect = _around(gone)
    pixels = mask[rect.slices].copy()
    for each in gone:
        np.copyto(pixels[each.rect.within(rect)], BACKGROUND, where=each.inside)
    return Change(rect, pixels)


def cut(
    mask: Mask,
    part: Part,
    image: Callable[[Rect], NDArray[np.uint8]],
    *,
    pixels: int,
    check: Callable[[], None] = lambda: None,
) -> Change | None:
    """Move the outline to where the image's colours change: GrabCut that starts from the mask.

    Args:
        mask: uint8 (H, W).
        part: A blob or a class.
        image: Gives uint8 RGB (h, w, 3) of a rectangle.
        pixels: How far the outline may move.
        check: Called now and then; may raise to stop.
    """
    rect = part.rect.grown((SURROUNDINGS + 1) * pixels).clipped(mask.shape)
    before, window = part.on(rect), mask[rect.slices]
    # other blobs are neither cut nor taken, and their colours are not the background's
    alone = np.where(is_free(window), np.uint8(BACKGROUND), np.uint8(IGNORE_INDEX))
    alone[before] = 1
    found = cut_blobs(alone, image(rect), band=pixels, iterations=CUT_ROUNDS, check=check)
    return _reshaped(mask, part, rect, found == 1)


def copy_mask(mask: Mask, other: Mask) -> Change | None:
    """Take over the mask of another image.

    Args:
        mask: uint8 (H, W).
        other: uint8 (H, W).

    Raises:
        DataError: If the images have different sizes.
    """
    if mask.shape != other.shape:
        raise DataError(
            f"the other mask has {other.shape[1]} x {other.shape[0]} pixels, this image "
            f"{mask.shape[1]} x {mask.shape[0]}",
            fix="Masks can be copied between images of one size only",
        )
    return _whole(mask, other, DRAWN)


def revert(mask: Mask, proposal: Mask) -> Change | None:
    """Go back to what the model proposes, everywhere; the pixels are the model's again.

    Args:
        mask: uint8 (H, W).
        proposal: uint8 (H, W).
    """
    return _whole(mask, proposal, MODELS)


def revert_blob(mask: Mask, proposal: Mask, x: int, y: int) -> Change | None:
    """Go back to what the model proposes for the blob at a pixel.

    That is the blob itself, and what is proposed there and where a person removed it; blobs that
    are somewhere else by now stay.

    Args:
        mask: uint8 (H, W).
        proposal: uint8 (H, W).
        x: Column.
        y: Row.

    Returns:
        The change; None too where there is a blob in neither mask.
    """
    own, proposed = blob_at(mask, x, y), blob_at(proposal, x, y)
    parts = [part for part in (own, proposed) if part is not None]
    if own is not None:
        parts += _blobs_under(proposal, own)
    if not parts:
        return None
    rect = _around(parts)
    window = mask[rect.slices]
    free = is_free(window) if own is None else is_free(window) | own.on(rect)
    area = np.zeros(rect.shape, bool)
    for part in parts:
        area |= part.on(rect)
    area &= free
    pixels = np.where(area, proposal[rect.slices], window)
    if np.array_equal(pixels, window):
        return None
    return Change(rect, pixels, np.where(area, np.uint8(MODELS), np.uint8(UNMARKED)))


def lost_blobs(part: Part, change: Change) -> int:
    """How many blobs of a part are gone altogether after a change.

    Args:
        part: Before the change.
        change: Of a rectangle that holds the part.
    """
    count, labels = cv2.connectedComponents(part.inside.view(np.uint8), connectivity=8)
    left = part.inside & (change.pixels[part.rect.within(change.rect)] == part.value)
    return count - 1 - len(np.unique(labels[left]))


# ---- inside ------------------------------------------------------------------------------


def _reshaped(
    mask: Mask, part: Part, rect: Rect, after: NDArray[np.bool_], *, over: bool = False
) -> Change | None:
    """The part with another shape in a rectangle that holds it; it takes free pixels only."""
    before, window = part.on(rect), mask[rect.slices]
    after = after if over else after & (is_free(window) | before)
    different = before != after
    if not different.any():
        return None
    pixels = window.copy()
    pixels[before & ~after] = BACKGROUND
    pixels[after & ~before] = part.value
    # a blob that was shaped is the person's as a whole, else a new threshold would leave its rim
    union = before | after
    _, labels = cv2.connectedComponents(union.view(np.uint8), connectivity=8)
    shaped = union & _chosen(labels, labels[different])
    return Change(rect, pixels, np.where(shaped, np.uint8(DRAWN), np.uint8(UNMARKED)))


def _without(mask: Mask, part: Part, left: Mask) -> Change | None:
    """The part without some of its blobs; only these are the person's decision."""
    gone = part.inside & (left == BACKGROUND)
    rect = bounds(gone, part.rect)
    if rect.is_empty:
        return None
    window = mask[rect.slices]
    return Change(rect, np.where(gone[rect.within(part.rect)], np.uint8(BACKGROUND), window))


def _whole(mask: Mask, other: Mask, mark: int) -> Change | None:
    if np.array_equal(mask, other):
        return None
    return Change(Rect(0, 0, *mask.shape), other, np.full(mask.shape, mark, np.uint8))


def _around(parts: Sequence[Part]) -> Rect:
    """The smallest rectangle that holds all parts."""
    rect = parts[0].rect
    for part in parts:
        rect = rect.united(part.rect)
    return rect


def _rims(mask: Mask, part: Part) -> list[Part]:
    """The pieces of the ignore band that touch a part and no other blob."""
    if part.value == IGNORE_INDEX:
        return []
    rect = part.rect.grown(1).clipped(mask.shape)
    beside = _grown_by_one(part.on(rect)) & (mask[rect.slices] == IGNORE_INDEX)
    rims = []
    for rim in _blobs_under(mask, Part(IGNORE_INDEX, rect, beside)):
        around = rim.rect.grown(1).clipped(mask.shape)
        others = ~is_free(mask[around.slices]) & ~part.on(around)
        if not (_grown_by_one(rim.on(around)) & others).any():
            rims.append(rim)
    return rims


def _grown_by_one(where: NDArray[np.bool_]) -> NDArray[np.bool_]:
    return np.asarray(cv2.dilate(where.view(np.uint8), np.ones((3, 3), np.uint8)).view(bool))


def _blobs_under(mask: Mask, part: Part) -> list[Part]:
    """The blobs of a mask that lie under a part."""
    left = part.inside & (mask[part.rect.slices] != BACKGROUND)
    found = []
    while left.any():
        y, x = np.unravel_index(int(left.argmax()), left.shape)
        blob = blob_at(mask, part.rect.left + int(x), part.rect.top + int(y))
        assert blob is not None
        both = part.rect.united(blob.rect)
        left &= ~blob.on(both)[part.rect.within(both)]
        found.append(blob)
    return found


def _distance(where: NDArray[np.bool_]) -> NDArray[np.float32]:
    """float32 (h, w): the distance in pixels to the nearest true pixel."""
    others = np.logical_not(where).view(np.uint8)
    return np.asarray(cv2.distanceTransform(others, cv2.DIST_L2, cv2.DIST_MASK_PRECISE))


def _chosen(labels: NDArray[np.int32], some: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Where a label map has one of some labels, never at label 0."""
    chosen = np.zeros(int(labels.max()) + 1, bool)
    chosen[some] = True
    chosen[0] = False
    return np.asarray(chosen[labels])
