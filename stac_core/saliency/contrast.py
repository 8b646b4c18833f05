"""Class-agnostic saliency from one image alone: contrast against a robust local background.

No labels and no training. At several scales the background is estimated by a wide Gaussian that
gives less and less weight to what stands out (iterative reweighting), once for dark and once for
bright defects. Which of the two an image shows is weighed by two signs: how far its tail stands
out of the noise, and how little of it touches the image border (the background, not the defect,
runs along the border: Wei et al., "Geodesic saliency using background priors", ECCV 2012). Both are
kept where both stand out beyond doubt.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

import numpy as np

from stac_core.opencv import cv2
from stac_core.saliency.filters import (
    TAIL,
    background_residual,
    gaussian,
    soft_step,
    surface,
    to_grey,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

Polarity = Literal["both", "dark", "bright"]

_OUTLIER: Final = 0.4  # share of the tail at which a pixel counts half as background
_BORDER: Final = 0.03  # width of the border strip, as a share of the shorter side
_SHARPNESS: Final = 4.0  # how fast the weaker polarity fades with the difference of the signs
_CERTAIN: Final = 5.0  # a tail so many times the noise is no chance: grain alone reaches 2.6
_COMPARABLE: Final = 1.4  # and where it is at most so many times weaker than the other polarity
_CERTAIN_SHARPNESS: Final = 10.0


@dataclass(frozen=True)
class ContrastSpec:
    """Parameters of the generator; lengths are shares of the image's shorter side.

    Attributes:
        scales: Standard deviations of the background Gaussians; their contrasts are averaged.
        smoothing: Standard deviation of the Gaussian that removes grain first.
        polarity: Look for dark defects, bright ones, or decide for each image.
        border_weight: How much touching the border speaks against a polarity.
        cut: Share of the tail's contrast that becomes 0.5.
        working_side: Larger images are scaled down so that the shorter side has so many pixels.
    """

    scales: tuple[float, ...] = (0.1, 0.15, 0.25)
    smoothing: float = 0.01
    polarity: Polarity = "both"
    border_weight: float = 0.5
    cut: float = 0.4
    working_side: int = 512


def contrast_saliency(
    image: NDArray[np.uint8], spec: ContrastSpec = ContrastSpec()
) -> NDArray[np.float32]:
    """Saliency of an image.

    Args:
        image: uint8 (H, W) or RGB (H, W, 3).
        spec: Parameters.

    Returns:
        float32 (H, W) in [0, 1]; from 0.5 on a pixel counts as part of a defect. An image without
        contrast gives zeros.
    """
    size = (image.shape[0], image.shape[1])
    grey = to_grey(image, spec.working_side)
    if grey.min() == grey.max():
        return np.zeros(size, np.float32)
    side = min(grey.shape)
    flat = grey - surface(grey, 1)
    smooth = gaussian(flat, max(1.0, spec.smoothing * side))
    signs = {"both": (-1, 1), "dark": (-1,), "bright": (1,)}[spec.polarity]
    sides = [_one_polarity(smooth, sign, spec) for sign in signs]
    contrast = sides[0].contrast if len(sides) == 1 else _weigh(sides[0], sides[1], spec)
    saliency = soft_step(contrast / spec.cut)
    if saliency.shape != size:
        saliency = cv2.resize(saliency, size[::-1], interpolation=cv2.INTER_LINEAR)
    return saliency


class _Side(NamedTuple):
    """One polarity of an image.

    Attributes:
        contrast: (h, w), 1 at the tail.
        strength: Logarithm of how far the tail stands out of the noise.
        border: How much of it touches the border, 1 where the border is like the rest.
    """

    contrast: NDArray[np.floating[Any]]
    strength: float
    border: float


def _one_polarity(smooth: NDArray[np.floating[Any]], sign: int, spec: ContrastSpec) -> _Side:
    side = min(smooth.shape)
    total = np.zeros_like(smooth)
    strength = border = 0.0
    for scale in spec.scales:
        residual = background_residual(smooth, sign, scale * side, outlier=_OUTLIER)
        centred = residual - np.median(residual)
        noise = 1.4826 * float(np.median(np.abs(centred))) + 1.0  # a grey level at least
        tail = max(float(np.percentile(centred, TAIL)), 1e-3)
        total += centred / noise
        strength += float(np.log(tail / noise)) / len(spec.scales)
        border += _border_share(np.clip(centred / tail, 0, 1)) / len(spec.scales)
    top = max(float(np.percentile(total, TAIL)), 1e-3)
    return _Side(np.maximum(total, 0) / top, strength, border)


def _weigh(dark: _Side, bright: _Side, spec: ContrastSpec) -> NDArray[np.floating[Any]]:
    """Both polarities in one map: the less likely one fades unless it is certain as well."""
    evidence = [each.strength - spec.border_weight * each.border for each in (dark, bright)]
    likely, other = (bright, dark) if evidence[1] > evidence[0] else (dark, bright)
    fade = float(np.exp(-min(_SHARPNESS * abs(evidence[1] - evidence[0]), 30)))
    needed = max(float(np.log(_CERTAIN)), likely.strength - float(np.log(_COMPARABLE)))
    beyond = _CERTAIN_SHARPNESS * (other.strength - needed)
    certain = 1 / (1 + float(np.exp(np.clip(-beyond, -30, 30))))
    return np.asarray(np.maximum(likely.contrast, other.contrast * max(fade, certain)))


def _border_share(claimed: NDArray[np.floating[Any]]) -> float:
    """Mean of the border strip relative to the whole image's: 1 where it is like the rest."""
    width = max(1, round(_BORDER * min(claimed.shape)))
    total = float(claimed.sum())
    inner = float(claimed[width:-width, width:-width].sum())
    inner_size = max(0, claimed.shape[0] - 2 * width) * max(0, claimed.shape[1] - 2 * width)
    strip = (total - inner) / max(1, claimed.size - inner_size)
    return float(strip / (total / claimed.size + 1e-6))
