"""Class seeds: where each tagged class is likely to be, by the operators chosen for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stac_core.opencv import cv2
from stac_core.saliency.bank import BY_NAME as OPERATORS
from stac_core.saliency.bank import Picture
from stac_core.saliency.rules import BY_NAME as RULES
from stac_core.saliency.rules import apply_rule, normalise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from stac_core.saliency.choice import Candidate
    from stac_core.saliency.nets import Net


def vote(picture: Picture, voters: Sequence[Candidate]) -> NDArray[np.float32]:
    """Share of the voters that are on: float32 (h, w) in [0, 1], at the picture's size."""
    total = np.zeros(picture.grey.shape, np.float32)
    maps: dict[str, NDArray[np.float32]] = {}
    for voter in voters:
        if voter.operator not in maps:
            maps[voter.operator] = normalise(OPERATORS[voter.operator].run(picture))
        total += apply_rule(maps[voter.operator], RULES[voter.rule])
    total /= max(1, len(voters))
    return total


def class_seeds(
    image: NDArray[np.uint8],
    voters: Sequence[Sequence[Candidate]],
    present: NDArray[np.bool_],
    network: Net | None = None,
) -> NDArray[np.float32]:
    """Where each class that an image shows is likely to be.

    Args:
        image: uint8 (H, W) or RGB (H, W, 3).
        voters: For each of C classes.
        present: bool (C,), the image's tags.
        network: See `Picture`.

    Returns:
        float32 (C, H, W) in [0, 1], the share of votes; zeros for classes that are absent or have
        no voters. A pixel belongs to a class from 0.5 on.
    """
    size = (image.shape[0], image.shape[1])
    seeds = np.zeros((len(voters), *size), np.float32)
    picture = Picture.of(image, network)
    for index, chosen in enumerate(voters):
        if present[index] and chosen:
            share = vote(picture, chosen)
            if share.shape != size:
                share = cv2.resize(share, size[::-1], interpolation=cv2.INTER_LINEAR)
            seeds[index] = share
    return seeds
