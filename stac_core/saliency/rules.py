"""From an operator's map to a binary mask: the maps' units differ, so thresholds follow the map.

A map is first normalised by its own background: z = (m - median) / (MAD + 0.04 (P99.5 - median)).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from stac_core.opencv import cv2
from stac_core.saliency.filters import TAIL

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stac_core.saliency.filters import Plane

_PEAK: Final = 99.95
_LEAST: Final = 0.02  # of a grey level: rounding is no contrast
_FAINTEST: Final = 1.0  # no contrast below what the background itself has
_MOST: Final = 60.0  # float16 holds it exactly enough, and nothing stands out more


class Rule(NamedTuple):
    """A threshold rule: on where z is above `high`, and from there as far as it is above `low`.

    Attributes:
        name: Unique.
        low: In `unit`.
        high: In `unit`; the same as `low` for a plain threshold.
        unit: "tail" (share of P99.5), "peak" (share of P99.95), "z", or "line" for
            1.85 + 0.145 P99.5.
    """

    name: str
    low: float
    high: float
    unit: str


RULES: Final = (
    *(Rule(f"tail{share}", share / 100, share / 100, "tail") for share in (25, 35, 45, 55, 65)),
    Rule("z3", 3.0, 3.0, "z"),
    Rule("z4.5", 4.5, 4.5, "z"),
    Rule("line", 1.0, 1.0, "line"),
    Rule("half", 0.5, 0.5, "peak"),
    Rule("grow35", 0.35, 0.75, "peak"),
    Rule("grow55", 0.55, 0.85, "peak"),
)

BY_NAME: Final = {rule.name: rule for rule in RULES}


def normalise(values: Plane) -> NDArray[np.float32]:
    """Z of a map: float32 (H, W), 0 at the median, at most 60."""
    median = float(np.median(values))
    centred = values - median
    spread = float(np.median(np.abs(centred)))
    tail = max(float(np.percentile(centred, TAIL)), 0.0)
    z = np.clip(centred / (spread + 0.04 * tail + _LEAST), -_MOST, _MOST)
    normal: NDArray[np.float32] = z.astype(np.float32)
    return normal


def strength(values: Plane) -> float:
    """How far a map's peak (P99.95) is above its median, in the map's own units."""
    return float(np.percentile(values, _PEAK) - np.median(values))


def apply_rule(z: NDArray[np.floating], rule: Rule) -> NDArray[np.bool_]:
    """Where a normalised map is on: bool (H, W)."""
    low, high = limits(z, rule)
    if high <= low:
        return np.asarray(z > low)
    grown = (z > low).astype(np.uint8)
    count, labels = cv2.connectedComponents(grown, connectivity=8)
    seeds = np.zeros(count, bool)
    seeds[np.unique(labels[z > high])] = True
    seeds[0] = False
    mask: NDArray[np.bool_] = seeds[labels]
    return mask


def limits(z: NDArray[np.floating], rule: Rule) -> tuple[float, float]:
    """The two thresholds that a rule puts on a normalised map."""
    if rule.unit == "z":
        return rule.low, rule.high
    if rule.unit == "line":
        threshold = 1.85 + 0.145 * float(np.percentile(z, TAIL))
        return threshold, threshold
    top = float(np.percentile(z, TAIL if rule.unit == "tail" else _PEAK))
    return max(rule.low * top, _FAINTEST), max(rule.high * top, _FAINTEST)
