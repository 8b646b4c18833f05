"""Curves of a training run as small arrays: kept while it runs, thinned out for the screen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from stac_core.engine.events import Event

    Floats = NDArray[np.float64]

Group = Literal["loss", "validation", "lr", "speed"]

BUCKETS: Final = 300
"""A curve has at most twice so many points on the screen: about one pair for each column."""

SMOOTH_SHARE: Final = 0.02
"""Share of a curve that the moving average looks at."""

_ORDER: Final = (
    "total", "class_logits", "patch_logits", "class_token", "saliency", "defect_free", "pixels",
    "dice", "image", "contrast", "mask",
)  # fmt: skip
_ASIDE: Final = {"grad_norm", "threshold"}
"""Values that are written down but not worth a curve beside the others."""


@dataclass(frozen=True, eq=False)
class Curve:
    """A curve, ready to be drawn.

    Attributes:
        name: As in the events.
        group: The plot that it belongs to.
        x: Steps, float64 (n,), n is at most 2 BUCKETS.
        y: Values, float64 (n,); not a number leaves a gap.
        last: The latest value, before smoothing.
    """

    name: str
    group: Group
    x: Floats
    y: Floats
    last: float

    def looks_like(self, other: Curve) -> bool:
        """Whether drawing the other one would change nothing."""
        return (
            (self.name, self.group, self.last) == (other.name, other.group, other.last)
            and np.array_equal(self.x, other.x)
            and np.array_equal(self.y, other.y, equal_nan=True)
        )


@dataclass(frozen=True)
class CurveSet:
    """The curves of a run at one moment; sets of one run and version are equal.

    Attributes:
        run: Name of the run.
        curves: In the order of their legends.
        version: Another number whenever there is something else to draw.
        smooth: Whether losses and speed are averaged over neighbours.
    """

    run: str = ""
    curves: tuple[Curve, ...] = field(default=(), compare=False)
    version: int = 0
    smooth: bool = False

    def group(self, group: Group) -> list[Curve]:
        """The curves of one plot."""
        return [curve for curve in self.curves if curve.group == group]

    def find(self, key: str) -> Curve | None:
        """The curve with this key: its group and name with a slash between."""
        return next((curve for curve in self.curves if curve_key(curve) == key), None)


def curve_key(curve: Curve) -> str:
    """Tells a run's curves apart: validation has losses of the same names."""
    return f"{curve.group}/{curve.name}"


class Series:
    """Pairs of step and value in an array that grows."""

    def __init__(self) -> None:
        self._data: Floats = np.empty((64, 2))
        self._length = 0

    def __len__(self) -> int:
        return self._length

    @property
    def points(self) -> Floats:
        """Float64 (n, 2): step and value."""
        return self._data[: self._length]

    def add(self, step: float, value: float) -> None:
        """Append a point."""
        if self._length == len(self._data):
            self._data = np.concatenate([self._data, np.empty_like(self._data)])
        self._data[self._length] = step, value
        self._length += 1

    def cut(self, step: float) -> None:
        """Forget what comes after a step."""
        self._length = int(np.count_nonzero(self.points[:, 0] <= step))


class CurveStore:
    """All values of a run, from its events in order."""

    def __init__(self) -> None:
        self._series: dict[tuple[Group, str], Series] = {}
        self._version = 0

    def add(self, events: Iterable[Event]) -> None:
        """Take further events in."""
        for event in events:
            step = float(event.fields.get("step") or 0)
            if event.type == "run_start":
                self._cut(float(event.fields.get("resumed_step") or 0))
            elif event.type == "scalar":
                self._add(step, event.fields.get("values", {}), "loss")
            elif event.type == "evaluation":
                self._add(step, event.fields.get("values", {}), "validation")
            elif event.type == "progress" and not event.fields.get("paused"):
                speed = event.fields.get("images_per_s")
                if speed:
                    self._put("speed", "images_per_s", step, float(speed))

    def draw(self, run: str, *, smooth: bool) -> CurveSet:
        """The curves, thinned out.

        Args:
            run: Name of the run.
            smooth: Whether losses and speed are averaged over neighbours.
        """
        curves = []
        for (group, name), series in sorted(self._series.items(), key=_place):
            if not len(series):
                continue
            steps, values = series.points[:, 0], series.points[:, 1]
            last = float(values[-1])
            if smooth and group in {"loss", "speed"}:
                values = moving_average(values, round(len(values) * SMOOTH_SHARE))
            x, y = thin_out(steps, values, BUCKETS)
            curves.append(Curve(name, group, x, y, last))
        return CurveSet(run, tuple(curves), self._version, smooth)

    def _add(self, step: float, values: Mapping[str, Any], group: Group) -> None:
        for name, value in values.items():
            if name == "non_finite" or name in _ASIDE:
                continue
            number = float("nan") if value is None else float(value)
            self._put("lr" if name == "lr" else group, name, step, number)

    def _put(self, group: Group, name: str, step: float, value: float) -> None:
        self._series.setdefault((group, name), Series()).add(step, value)
        self._version += 1

    def _cut(self, step: float) -> None:
        for series in self._series.values():
            series.cut(step)
        self._version += 1


def _place(entry: tuple[tuple[Group, str], Series]) -> tuple[str, int, str]:
    (group, name), _ = entry
    return group, _ORDER.index(name) if name in _ORDER else len(_ORDER), name


def thin_out(x: Floats, y: Floats, buckets: int) -> tuple[Floats, Floats]:
    """The lowest and highest point of each of `buckets` parts of a curve, in order.

    Args:
        x: Float64 (n,), rising.
        y: Float64 (n,); not a number counts only where a part holds nothing else.
        buckets: How many parts; shorter curves come back as copies.

    Returns:
        x and y of at most 2 `buckets` points.
    """
    if len(x) <= 2 * buckets:
        return x.copy(), y.copy()
    edges = np.linspace(0, len(x), buckets + 1).astype(np.intp)
    width = int(np.diff(edges).max())
    rows = np.minimum(edges[:-1, None] + np.arange(width)[None], edges[1:, None] - 1)
    parts = y[rows]
    lowest = rows[np.arange(buckets), np.where(np.isnan(parts), np.inf, parts).argmin(axis=1)]
    highest = rows[np.arange(buckets), np.where(np.isnan(parts), -np.inf, parts).argmax(axis=1)]
    chosen = np.sort(np.stack([lowest, highest], axis=1), axis=1).reshape(-1)
    return x[chosen], y[chosen]


def moving_average(values: Floats, width: int) -> Floats:
    """Mean over `width` neighbours, centred, narrower at both ends; gaps stay gaps.

    Args:
        values: Float64 (n,).
        width: How many; up to 1 changes nothing.
    """
    reach = width // 2
    if reach < 1:
        return values.copy()
    known = ~np.isnan(values)
    sums = np.concatenate([[0.0], np.cumsum(np.where(known, values, 0.0))])
    counts = np.concatenate([[0], np.cumsum(known)])
    index = np.arange(len(values))
    low, high = np.maximum(index - reach, 0), np.minimum(index + reach + 1, len(values))
    with np.errstate(invalid="ignore"):
        means = (sums[high] - sums[low]) / (counts[high] - counts[low])
    return np.where(known, means, np.nan)
