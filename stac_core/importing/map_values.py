"""How the values of foreign heat maps are brought to 0 to 1: by an explicit choice only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from stac_core.errors import ConfigError, DataError

if TYPE_CHECKING:
    from stac_core.types import FloatMap

_SLACK: Final = 1e-4
"""How far rounding may carry values out of [0, 1]."""


@dataclass(frozen=True)
class MapValues:
    """How values are brought to [0, 1].

    Attributes:
        kind: "unit": they are there already, others are refused; "stretch": each map from its own
            lowest to its own highest value; "range": from `low` to `high`, and cut there.
        low: What becomes 0.
        high: What becomes 1.
    """

    kind: Literal["unit", "stretch", "range"] = "unit"
    low: float = 0.0
    high: float = 1.0

    @classmethod
    def parse(cls, text: str) -> MapValues:
        """From "unit", "stretch" or "LOW:HIGH".

        Raises:
            ConfigError: If it is none of these.
        """
        if text == "stretch":
            return cls("stretch")
        if text == "unit":
            return cls()
        try:
            low, high = (float(part) for part in text.split(":"))
        except ValueError:
            low = high = 0.0
        if not (np.isfinite([low, high]).all() and low < high):
            raise ConfigError(
                f"{text!r} is no way to bring maps to 0..1",
                fix="Use unit, stretch, or LOW:HIGH with numbers, the lower one first",
            )
        return cls("range", low, high)

    def __str__(self) -> str:
        return f"{self.low:g}:{self.high:g}" if self.kind == "range" else self.kind

    def apply(self, maps: FloatMap, *, where: str) -> FloatMap:
        """Maps (C, H, W) in [0, 1].

        Raises:
            DataError: If values are not finite.
            ConfigError: If they are out of [0, 1] and nobody said what to do about it.
        """
        low, high = maps.min(axis=(1, 2)), maps.max(axis=(1, 2))
        if not (np.isfinite(low).all() and np.isfinite(high).all()):
            raise DataError("the maps hold values that are no numbers", where=where)
        if self.kind == "stretch":
            span = np.where(high > low, high - low, 1)[:, None, None]
            return np.asarray((maps - low[:, None, None]) / span, np.float32)
        if self.kind == "range":
            maps = (maps - np.float32(self.low)) / np.float32(self.high - self.low)
        elif not fits_unit(low.min(), high.max()):
            raise ConfigError(
                f"the maps hold values from {low.min():g} to {high.max():g}, not 0 to 1",
                where=where,
                fix="Say how to bring them there: stretch each map, or give the range LOW:HIGH "
                "(stac import --values)",
            )
        return np.clip(maps, 0, 1)


def fits_unit(low: float, high: float) -> bool:
    """Whether values from `low` to `high` lie in [0, 1], but for rounding."""
    return low >= -_SLACK and high <= 1 + _SLACK
