"""The round-trip certificate: what a reader of an export gets back, compared pixel by pixel."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from stac_core.formats.label_set import Limit
from stac_core.labels.agreement import agreement
from stac_core.opencv import cv2
from stac_core.types import BACKGROUND, IGNORE_INDEX

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stac_core.types import Mask

VERSION: Final = 1


@dataclass(frozen=True)
class ImageProof:
    """How one image's labels came back.

    Attributes:
        image_id: Which image.
        differing: Pixels whose label is another one.
        iou: Intersection over union of what was written and what came back, the mean of the classes
            on either side (see `agreement`), in [0, 1]; ignored pixels do not count in it.
        lost: What the format could not hold -> pixels.
    """

    image_id: str
    differing: int
    iou: float
    lost: dict[Limit, int] = field(default_factory=dict)

    @property
    def is_exact(self) -> bool:
        """Whether every pixel came back as it was."""
        return self.differing == 0

    def as_json(self) -> dict[str, Any]:
        """As an entry of the certificate."""
        return {
            "image": self.image_id,
            "differing_pixels": self.differing,
            "iou": self.iou,
            "lost": {str(limit): pixels for limit, pixels in self.lost.items()},
        }


@dataclass(frozen=True)
class Certificate:
    """What came back of a whole export.

    Attributes:
        proofs: Of every image written, in the order of the export.
    """

    proofs: tuple[ImageProof, ...]

    @property
    def inexact(self) -> list[ImageProof]:
        """Images that did not come back as they were, the worst first."""
        found = [proof for proof in self.proofs if not proof.is_exact]
        return sorted(found, key=lambda proof: (proof.iou, -proof.differing))

    @property
    def lost(self) -> dict[Limit, int]:
        """What was lost in how many images."""
        counts = {limit: sum(limit in each.lost for each in self.proofs) for limit in Limit}
        return {limit: count for limit, count in counts.items() if count}

    def as_json(self) -> dict[str, Any]:
        """For `certificate.json`; the images that came back exactly are only counted."""
        return {
            "version": VERSION,
            "images": len(self.proofs),
            "exact": len(self.proofs) - len(self.inexact),
            "lost_in_images": {str(limit): count for limit, count in self.lost.items()},
            "inexact": [proof.as_json() for proof in self.inexact],
        }


def compare(image_id: str, written: Mask, back: Mask) -> ImageProof:
    """Compare a mask with what came back of it.

    Each differing pixel is counted once, in the first of these that holds: its ignore was lost; it
    is another class now; it was one of an island of which nothing came back; it was a hole that was
    filled; else it lies at an edge that moved.

    Args:
        image_id: Which image.
        written: uint8 (H, W).
        back: uint8 (H, W).

    Raises:
        ValueError: If the sizes differ.
    """
    if written.shape != back.shape:
        raise ValueError(f"sizes differ: {written.shape} and {back.shape}")
    differs = written != back
    differing = int(np.count_nonzero(differs))
    if not differing:
        return ImageProof(image_id, 0, 1.0)
    lost: dict[Limit, int] = {}
    left = differs.copy()

    def count(limit: Limit, where: NDArray[np.bool_]) -> None:
        found = left & where
        pixels = int(np.count_nonzero(found))
        if pixels:
            lost[limit] = pixels
            left[found] = False

    was_class = (written != BACKGROUND) & (written != IGNORE_INDEX)
    is_class = (back != BACKGROUND) & (back != IGNORE_INDEX)
    count(Limit.IGNORE, written == IGNORE_INDEX)
    count(Limit.CLASSES, was_class & is_class)
    if left.any():
        count(Limit.ISLANDS, _vanished(written, was_class & ~is_class))
    if left.any():
        count(Limit.HOLES, _filled_holes(written, is_class))
    count(Limit.EDGES, left)
    return ImageProof(image_id, differing, agreement(written, back), lost)


def _vanished(written: Mask, gone: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Pixels of objects (8-connected, of one class) of which no pixel is left."""
    found = np.zeros(written.shape, bool)
    for label in np.unique(written[gone]):
        count, parts = cv2.connectedComponents((written == label).astype(np.uint8), connectivity=8)
        missing = np.bincount(parts[gone & (written == label)], minlength=count)
        whole = np.bincount(parts.ravel(), minlength=count)
        wiped = missing == whole
        wiped[0] = False
        found |= wiped[parts]
    return found


def _filled_holes(written: Mask, is_class: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Background (4-connected) that does not touch the border, where it is a class now."""
    free = written == BACKGROUND
    _, parts = cv2.connectedComponents(np.pad(free, 1, constant_values=True).astype(np.uint8),
                                       connectivity=4)  # fmt: skip
    inner: NDArray[np.bool_] = free & (parts[1:-1, 1:-1] != parts[0, 0])
    return inner & is_class
