"""What heat maps are made of: each scale, each block, and how much the views disagree."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import torch

from stac_core.cam import normalise_cam, resize_cam
from stac_core.types import Explanation, MapPart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from torch import Tensor

    from stac_core.models.cam_net import Localisation
    from stac_core.types import FloatMap


class ViewLook(NamedTuple):
    """One view of a single image: first as it is, then, where flips are looked at, mirrored.

    Attributes:
        scale: Its size relative to the image.
        features: What the network says, of one or two images.
        maps: (1 or 2, C, h, w), its class maps.
    """

    scale: float
    features: Localisation
    maps: Tensor


def explanation_of(looks: Sequence[ViewLook], classes: tuple[str, ...]) -> Explanation:
    """The parts of an image's heat maps.

    Args:
        looks: The views; the first one's features tell of the network's insides.
        classes: Names of the classes.

    Returns:
        The maps of each scale, the disagreement of scales and mirrored views where there are
        several, the maps of attention and patches, and of each block.
    """
    first = looks[0].features
    parts = [
        MapPart("scale", round(look.scale, 2), _stretched(_merged(look.maps))) for look in looks
    ]
    views = [each[None] for look in looks for each in _unflipped(look.maps)]
    if len(views) > 1:
        parts.append(MapPart("spread", 0, _spread(views)))
    if first.class_attention is not None:
        parts.append(MapPart("attention", 0, _stretched(_merged(first.class_attention))))
    parts.append(MapPart("patches", 0, _stretched(_merged(first.patch_map.relu()))))
    if first.block_attention is not None:
        parts += [
            MapPart("block", number, _stretched(_merged(rows)))
            for number, rows in enumerate(first.block_attention, start=1)
        ]
    return Explanation(tuple(parts), classes)


def _unflipped(maps: Tensor) -> Tensor:
    """(1 or 2, C, h, w) with the second one, of the mirrored image, mirrored back."""
    return maps if len(maps) == 1 else torch.cat([maps[:1], maps[1:].flip(-1)])


def _merged(maps: Tensor) -> Tensor:
    return _unflipped(maps).sum(dim=0)


def _stretched(maps: Tensor) -> FloatMap:
    """(C, h, w), each class's map stretched to [0, 1]."""
    return _normal(maps[None])[0].cpu().numpy()


def _normal(maps: Tensor) -> Tensor:
    present = torch.ones(maps.shape[:2], dtype=torch.bool, device=maps.device)
    return normalise_cam(maps.float(), present)


def _spread(views: Sequence[Tensor]) -> FloatMap:
    """Twice the standard deviation of the views' maps (1, C, h, w) on the finest grid: (C, h, w).

    Values in [0, 1] deviate by 0.5 at most, so that 1 is the most there can be.
    """
    finest = max((view.shape[-2:] for view in views), key=lambda size: size[0] * size[1])
    size = (int(finest[0]), int(finest[1]))
    stack = torch.cat([_normal(resize_cam(view, size)) for view in views])
    return (2 * stack.std(dim=0, correction=0)).clamp(0, 1).cpu().numpy()
