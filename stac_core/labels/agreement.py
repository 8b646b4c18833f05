"""How far two masks agree: the figure that says how much a person had to correct."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stac_core.types import BACKGROUND, IGNORE_INDEX

if TYPE_CHECKING:
    from stac_core.types import Mask


def agreement(proposal: Mask, final: Mask) -> float:
    """Mean intersection over union of the defect classes that are in either mask.

    Pixels that either mask ignores do not count. Two masks without any defect agree wholly.

    Args:
        proposal: uint8 (H, W), what a model proposed.
        final: uint8 (H, W), what a person made of it.

    Returns:
        In [0, 1].

    Raises:
        ValueError: If the shapes differ.
    """
    if proposal.shape != final.shape:
        raise ValueError(f"masks of different shapes: {proposal.shape} and {final.shape}")
    # most of an image is background in both masks: only the rest is counted, by pairs of values
    marked = np.flatnonzero(proposal | final)
    codes = proposal.ravel()[marked].astype(np.uint16) << 8 | final.ravel()[marked]
    pairs = np.bincount(codes, minlength=1 << 16).reshape(256, 256)
    pairs[IGNORE_INDEX] = pairs[:, IGNORE_INDEX] = 0
    both = np.diagonal(pairs)
    either = pairs.sum(axis=0) + pairs.sum(axis=1) - both
    either[BACKGROUND] = 0
    found = either > 0
    return float((both[found] / either[found]).mean()) if found.any() else 1.0
