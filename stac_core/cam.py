"""CAM arithmetic: from what the network yields per view to one normalised map per class.

Follows the inference of Sime et al. (STAC, IEEE TII 2026) and its published code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import torch
from torch import Tensor
from torch.nn import functional as F

from stac_core.errors import ConfigError

if TYPE_CHECKING:
    from stac_core.models.cam_net import Localisation

CamKind = Literal["fused", "patchcam", "mct"]
CAM_KINDS: Final[tuple[CamKind, ...]] = ("fused", "patchcam", "mct")
CamChoice = Literal["auto", "fused", "patchcam", "mct"]
"""A kind, or "auto": the best that a network can give."""

FLAT_SPAN: Final = 1e-6
"""A map whose span is below this share of its largest value is constant but for rounding."""


def choose_kind(choice: CamChoice, kinds: tuple[CamKind, ...], *, where: str) -> CamKind:
    """The kind of CAM that a network gives for a choice.

    Args:
        choice: As in a project file.
        kinds: What the network can give, the best first.
        where: Its name, for messages.

    Raises:
        ConfigError: If the network cannot give that kind.
    """
    if choice == "auto":
        return kinds[0]
    if choice not in kinds:
        raise ConfigError(
            f"has no class tokens, so it cannot make heat maps of the kind {choice!r}",
            where=where,
            fix=f"Set cam.kind (--kind) to auto or {' or '.join(kinds)}",
        )
    return choice


def view_cam(features: Localisation, kind: CamKind) -> Tensor:
    """The class maps of one view.

    Args:
        features: Of the view, (h, w) its patch grid.
        kind: "patchcam" = ReLU(F), "mct" = A_cls, "fused" = sqrt(A_cls * ReLU(F)), with F the patch
            map and A_cls the class-to-patch attention.

    Returns:
        float32 (B, C, h, w), not negative. Refined by the affinity where the features carry one.

    Raises:
        ValueError: If the kind needs class tokens and there are none.
    """
    if kind == "patchcam":
        cam = features.patch_map.relu()
    elif features.class_attention is None:
        raise ValueError(f"maps of the kind {kind!r} need class tokens")
    elif kind == "mct":
        cam = features.class_attention
    else:
        cam = (features.class_attention * features.patch_map.relu()).sqrt()
    return cam if features.affinity is None else refine_with_affinity(cam, features.affinity)


def refine_with_affinity(cam: Tensor, affinity: Tensor) -> Tensor:
    """Spread each map along the patch-to-patch attention: CAM'_i = sum over j of S_ij CAM_j.

    Args:
        cam: (B, C, h, w).
        affinity: S, (B, N, N) with N = h * w.

    Returns:
        (B, C, h, w).
    """
    spread = affinity @ cam.flatten(2).transpose(1, 2)
    return spread.transpose(1, 2).reshape(cam.shape)


def resize_cam(cam: Tensor, size: tuple[int, int]) -> Tensor:
    """Stretch (B, C, h, w) bilinearly to `size` = (height, width) in pixels."""
    return F.interpolate(cam, size=size, mode="bilinear", align_corners=False)


def normalise_cam(cam: Tensor, present: Tensor) -> Tensor:
    """Stretch each present class's map to [0, 1]; absent classes become zero.

    Args:
        cam: float32 (B, C, H, W).
        present: bool (B, C).

    Returns:
        float32 (B, C, H, W). A constant map becomes zeros, never NaN.
    """
    low = cam.amin(dim=(-2, -1), keepdim=True)
    high = cam.amax(dim=(-2, -1), keepdim=True)
    span = high - low
    kept = present[..., None, None] & (span > FLAT_SPAN * high.abs())
    return torch.where(kept, (cam - low) / torch.where(kept, span, 1.0), 0.0)


def bilinear_neighbours(position: Tensor, size: int, grid: int) -> tuple[Tensor, Tensor, Tensor]:
    """How `resize_cam` reads one axis.

    Args:
        position: Integer pixel indices in 0..size - 1.
        size: Length of the enlarged axis.
        grid: Length of the axis it comes from.

    Returns:
        The lower and upper grid index, and the upper one's weight.
    """
    source = ((position.float() + 0.5) * (grid / size) - 0.5).clamp_(min=0)
    lower = source.long().clamp_(max=grid - 1)
    upper = (lower + 1).clamp_(max=grid - 1)
    return lower, upper, source - lower


def bilinear_corners(
    pixels: Tensor, size: tuple[int, int], grid: tuple[int, int]
) -> tuple[Tensor, Tensor]:
    """The four grid cells that `resize_cam` mixes into a pixel.

    Args:
        pixels: Flat pixel indices (...), image * H * W + y * W + x.
        size: (H, W), the enlarged size.
        grid: (h, w), the size it comes from.

    Returns:
        corners: Flat cell indices (..., 4), image * h * w + row * w + column.
        weights: (..., 4), which sum to 1.
    """
    high, wide = size
    top, bottom, down = bilinear_neighbours(pixels // wide % high, high, grid[0])
    left, right, across = bilinear_neighbours(pixels % wide, wide, grid[1])
    first = pixels // (wide * high) * (grid[0] * grid[1])
    corners = torch.stack(
        [first + row * grid[1] + column for row in (top, bottom) for column in (left, right)],
        dim=-1,
    )
    weights = torch.stack(
        [part * other for part in (1 - down, down) for other in (1 - across, across)], dim=-1
    )
    return corners, weights


def read_upsampled(cam: Tensor, pixels: Tensor, size: tuple[int, int]) -> Tensor:
    """Values of `resize_cam(cam, size)` at one pixel of each map, with gradients.

    Args:
        cam: (B, C, h, w).
        pixels: (B, C), y * W + x.
        size: (H, W) in pixels.

    Returns:
        (B, C).
    """
    corners, weights = bilinear_corners(pixels, size, (cam.shape[-2], cam.shape[-1]))
    return (cam.flatten(2).gather(2, corners) * weights).sum(dim=-1)
