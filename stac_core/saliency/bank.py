"""The bank: simple operators that each light up one kind of defect.

None needs training. Which of them shows a class is chosen by that class's tags (`choice`), so the
bank only has to hold one good operator for each kind: dark or bright, wide region, compact spot,
thin line, streak, another texture. Lengths are in pixels of the working image, whose shorter side
has at most `WORKING_SIDE` pixels. More operators, which a person may name, look through the
synthetic-defect net.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import numpy as np

from stac_core.opencv import cv2
from stac_core.saliency.filters import background_residual, gaussian, surface, to_grey
from stac_core.saliency.nets import Net, shipped_net

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from stac_core.saliency.filters import Plane

WORKING_SIDE: Final = 256
"""Larger images are scaled down for the bank."""

Family = Literal["region", "residual", "spot", "line", "streak", "texture", "odd", "net"]
Sign = Literal["dark", "bright", "any"]

_ORIENTATIONS: Final = 12
_LEVELS: Final = 100.0  # a certain defect of the net's counts as so many grey levels
_UNSEEN: Final = 0.05  # what remains of an operator where the net sees nothing


class Operator(NamedTuple):
    """One operator of the bank.

    Attributes:
        name: Unique, such as "region-dark-40-1.5".
        family: The kind of defect that it looks for.
        sign: Whether it looks for dark or bright ones, or does not care.
        words: For people.
        run: From a picture to a map, float32 (H, W), larger where the defect is.
    """

    name: str
    family: Family
    sign: Sign
    words: str
    run: Callable[[Picture], Plane]


@dataclass(frozen=True)
class Picture:
    """A grey image and what several operators make of it, computed once.

    Attributes:
        grey: float32 (H, W), grey levels.
        network: A synthetic-defect net; None is the one that comes with the program.
    """

    grey: Plane
    network: Net | None = None

    @classmethod
    def of(cls, image: NDArray[np.uint8], network: Net | None = None) -> Picture:
        """The picture of an image: uint8 (H, W) or RGB (H, W, 3)."""
        return cls(to_grey(image, WORKING_SIDE), network)

    @cached_property
    def seen(self) -> NDArray[np.float32]:
        """What the synthetic-defect net sees, dark and bright: float32 (2, H, W) in [0, 1]."""
        return (self.network or shipped_net()).dark_and_bright(self.grey)

    @cached_property
    def flat(self) -> Plane:
        """Without uneven lighting: a quadratic surface less."""
        return self.grey - surface(self.grey, 2)

    @cached_property
    def flatter(self) -> Plane:
        """A cubic surface less."""
        return self.grey - surface(self.grey, 3)

    @cached_property
    def fine(self) -> Plane:
        """Only the grain: a narrow Gaussian less."""
        return self.grey - gaussian(self.grey, 2.0)

    @cached_property
    def features(self) -> NDArray[np.float32]:
        """Local brightness and texture at three scales: float32 (H, W, 9)."""
        energy = np.square(self.fine)
        slope = np.hypot(
            cv2.Sobel(self.grey, cv2.CV_32F, 1, 0), cv2.Sobel(self.grey, cv2.CV_32F, 0, 1)
        )
        planes = [
            gaussian(each, sigma)
            for sigma in (2.0, 4.0, 8.0)
            for each in (self.flat, np.sqrt(gaussian(energy, sigma) + 1e-3), slope)
        ]
        return np.stack(planes, axis=-1).astype(np.float32)


def _region(picture: Picture, sign: int, width: float, grain: float) -> Plane:
    return background_residual(gaussian(picture.grey, grain), sign, width, outlier=0.38)


def _residual(picture: Picture, sign: int, flat: str, grain: float) -> Plane:
    return sign * gaussian(picture.flat if flat == "2" else picture.flatter, grain)


def _spot(picture: Picture, sign: int, inner: float) -> Plane:
    return sign * (gaussian(picture.grey, inner) - gaussian(picture.grey, 4 * inner))


def _hat(picture: Picture, sign: int, radius: int) -> Plane:
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1))
    kind = cv2.MORPH_TOPHAT if sign > 0 else cv2.MORPH_BLACKHAT
    found: Plane = cv2.morphologyEx(gaussian(picture.grey, 1.0), kind, kernel)
    return found


def _ridge(picture: Picture, sign: int, scales: Sequence[float]) -> Plane:
    """Second derivative across a line less that along it, the strongest over scales."""
    best = np.zeros_like(picture.grey)
    for sigma in scales:
        smooth = gaussian(picture.grey, sigma)
        xx = cv2.Sobel(smooth, cv2.CV_32F, 2, 0)
        yy = cv2.Sobel(smooth, cv2.CV_32F, 0, 2)
        xy = cv2.Sobel(smooth, cv2.CV_32F, 1, 1)
        middle, spread = (xx + yy) / 2, np.hypot((xx - yy) / 2, xy)
        across, along = (spread - middle, -spread - middle) if sign > 0 else (
            middle + spread, middle - spread)  # fmt: skip
        best = np.maximum(best, sigma**2 * (across - np.abs(along)))
    return best


def _oriented(picture: Picture, sign: int, length: float) -> Plane:
    """A narrow bar against its two sides, in the best of twelve directions."""
    responses = [
        cv2.filter2D(picture.flat, cv2.CV_32F, kernel, borderType=cv2.BORDER_REFLECT)
        for kernel in _bars(length)
    ]
    best: Plane = np.max([sign * each for each in responses], axis=0)
    return best


def _bars(length: float) -> list[NDArray[np.float32]]:
    radius = int(2 * length)
    y, x = np.mgrid[-radius : radius + 1, -radius : radius + 1].astype(np.float32)
    kernels = []
    for index in range(_ORIENTATIONS):
        angle = np.pi * index / _ORIENTATIONS
        along, across = x * np.cos(angle) + y * np.sin(angle), y * np.cos(angle) - x * np.sin(angle)
        envelope = np.exp(-0.5 * (along / length) ** 2)
        bar = envelope * np.exp(-0.5 * (across / 1.2) ** 2)
        sides = envelope * np.exp(-0.5 * (across / 4.0) ** 2)
        kernels.append((bar / bar.sum() - sides / sides.sum()).astype(np.float32))
    return kernels


def _streak(picture: Picture, sign: int, along: float, across: float) -> Plane:
    """Smoothed along rows or columns, whichever leaves more contrast."""
    blurred = [
        cv2.GaussianBlur(picture.flatter, (0, 0), sx, sigmaY=sy, borderType=cv2.BORDER_REFLECT)
        for sx, sy in ((along, across), (across, along))
    ]
    chosen = max(blurred, key=lambda each: float(each.var()))
    found: Plane = sign * (chosen - float(np.median(chosen)))
    return found


def _streaky(picture: Picture, sign: int) -> Plane:
    """Regions and streaks, each relative to its own tail."""
    region = background_residual(gaussian(picture.flatter, 1.5), sign, 40.0, outlier=0.42)
    streak = _streak(picture, sign, 6.0, 1.2)
    scaled = [each / max(float(np.percentile(each, 99.5)), 1e-3) for each in (region, streak)]
    return 30 * (scaled[0] + scaled[1]) / 2


def _lines_apart(picture: Picture, sign: int, axis: int) -> Plane:
    """Against the median of the own column or row: rolled and ground surfaces have stripes."""
    rest: Plane = picture.grey - np.median(picture.grey, axis=axis, keepdims=True)
    return sign * gaussian(rest, 1.5)


def _rough(picture: Picture, sign: int, width: float) -> Plane:
    energy = np.log(gaussian(np.square(picture.fine), width) + 1.0)
    found: Plane = 10 * sign * (energy - float(np.median(energy)))
    return found


def _step(picture: Picture, width: float) -> Plane:
    """How far the local mean is from the image's usual one."""
    smooth = gaussian(picture.flat, width)
    found: Plane = np.abs(smooth - float(np.median(smooth)))
    return found


def _unlike_most(picture: Picture, columns: Sequence[int]) -> Plane:
    """Mahalanobis distance from the majority of the image's own pixels."""
    values = picture.features[..., list(columns)]
    flat = values.reshape(-1, len(columns)).astype(np.float64)
    kept = flat[:: max(1, len(flat) // 4000)]
    distance = np.zeros(len(flat))
    for _ in range(3):
        middle = kept.mean(axis=0)
        spread = np.cov(kept, rowvar=False) + 1e-2 * np.eye(len(columns))
        root = np.linalg.inv(np.linalg.cholesky(spread))
        distance = np.square((flat - middle) @ root.T).sum(axis=1)
        kept = flat[distance <= np.quantile(distance, 0.7)]
        kept = kept[:: max(1, len(kept) // 4000)]
    found: Plane = 5 * np.sqrt(distance).astype(np.float32).reshape(values.shape[:2])
    return found


def _spectral(picture: Picture) -> Plane:
    """What the smooth part of the log spectrum does not explain (Hou and Zhang, CVPR 2007)."""
    small = cv2.resize(picture.grey, (64, 64), interpolation=cv2.INTER_AREA)
    spectrum = np.fft.fft2(small)
    size = np.log(np.abs(spectrum) + 1e-6).astype(np.float32)
    rest = size - cv2.blur(size, (3, 3))
    back = np.abs(np.fft.ifft2(np.exp(rest + 1j * np.angle(spectrum)))) ** 2
    smooth = gaussian(back.astype(np.float32), 2.5)
    high, wide = picture.grey.shape
    found: Plane = cv2.resize(smooth / (smooth.max() + 1e-9) * 100, (wide, high))
    return found


def _net(picture: Picture, sign: int) -> Plane:
    """The net's probability of a dark (-1), a bright (1) or any (0) defect."""
    found: Plane = picture.seen.sum(axis=0) if sign == 0 else picture.seen[(sign + 1) // 2]
    return found * np.float32(_LEVELS)


def _seen(picture: Picture, run: Callable[[Picture], Plane]) -> Plane:
    """Another operator's map, stronger where the net sees something."""
    values = run(picture)
    above = np.maximum(values - float(np.median(values)), 0)
    found: Plane = above * (_UNSEEN + picture.seen.sum(axis=0))
    return found


def _both_signs(
    name: str, family: Family, words: str, run: Callable[[Picture, int], Plane]
) -> list[Operator]:
    signs: tuple[tuple[int, Sign], ...] = ((-1, "dark"), (1, "bright"))
    return [
        Operator(
            name.format(sign=word),
            family,
            word,
            words.format(sign=word),
            lambda picture, sign=sign: run(picture, sign),  # type: ignore[misc]
        )
        for sign, word in signs
    ]


def _make_bank() -> tuple[Operator, ...]:
    bank: list[Operator] = []
    for width, grain in ((20, 1.5), (40, 1.5), (40, 3.0), (80, 3.0)):
        bank += _both_signs(
            f"region-{{sign}}-{width}-{grain:g}",
            "region",
            f"{{sign}} regions up to about {width} pixels wide",
            lambda p, s, w=width, g=grain: _region(p, s, w, g),  # type: ignore[misc]
        )
    for order, grain in (("2", 1.0), ("2", 2.5), ("3", 1.0), ("3", 2.5)):
        bank += _both_signs(
            f"residual-{{sign}}-{order}-{grain:g}",
            "residual",
            "{sign}er than the image's even background",
            lambda p, s, o=order, g=grain: _residual(p, s, o, g),  # type: ignore[misc]
        )
    for inner in (1.0, 2.0, 4.0):
        bank += _both_signs(
            f"spot-{{sign}}-{inner:g}",
            "spot",
            f"compact {{sign}} spots of about {4 * inner:g} pixels",
            lambda p, s, i=inner: _spot(p, s, i),  # type: ignore[misc]
        )
    for radius in (4, 9):
        bank += _both_signs(
            f"hat-{{sign}}-{radius}",
            "spot",
            f"anything {{sign}} and narrower than {2 * radius + 1} pixels",
            lambda p, s, r=radius: _hat(p, s, r),  # type: ignore[misc]
        )
    for scales in ((1.0, 2.0), (3.0, 5.0)):
        bank += _both_signs(
            f"ridge-{{sign}}-{scales[0]:g}",
            "line",
            f"{{sign}} lines {2 * scales[0]:g} to {2 * scales[1]:g} pixels wide",
            lambda p, s, w=scales: _ridge(p, s, w),  # type: ignore[misc]
        )
    for length in (5.0, 10.0):
        bank += _both_signs(
            f"bar-{{sign}}-{length:g}",
            "line",
            f"straight thin {{sign}} lines from {2 * length:g} pixels on",
            lambda p, s, n=length: _oriented(p, s, n),  # type: ignore[misc]
        )
    for along, across in ((6.0, 1.2), (12.0, 1.5)):
        bank += _both_signs(
            f"streak-{{sign}}-{along:g}",
            "streak",
            "{sign} streaks along rows or columns",
            lambda p, s, a=along, c=across: _streak(p, s, a, c),  # type: ignore[misc]
        )
    bank += _both_signs("streaky-{sign}", "streak", "{sign} streaky regions", _streaky)
    for axis, line in ((0, "column"), (1, "row")):
        bank += _both_signs(
            f"{line}-{{sign}}",
            "residual",
            f"{{sign}}er than the rest of its {line}",
            lambda p, s, a=axis: _lines_apart(p, s, a),  # type: ignore[misc]
        )
    for near in (3.0, 7.0):
        for sign, word in ((1, "rough"), (-1, "smooth")):
            bank.append(
                Operator(
                    f"{word}-{near:g}", "texture", "any", f"{word}er texture than usual",
                    lambda p, s=sign, w=near: _rough(p, s, w),  # type: ignore[misc]
                )
            )  # fmt: skip
    for near in (4.0, 10.0):
        bank.append(
            Operator(
                f"step-{near:g}", "texture", "any", "another brightness than usual",
                lambda p, w=near: _step(p, w),  # type: ignore[misc]
            )
        )  # fmt: skip
    for word, columns in (("fine", (0, 1, 2)), ("coarse", (3, 4, 5)), ("all", tuple(range(9)))):
        bank.append(
            Operator(
                f"unlike-{word}", "odd", "any", "unlike most of the image",
                lambda p, c=columns: _unlike_most(p, c),  # type: ignore[misc]
            )
        )  # fmt: skip
    bank.append(Operator("spectral", "odd", "any", "breaks the image's repetition", _spectral))
    return tuple(bank)


def _make_net_operators() -> tuple[Operator, ...]:
    """What the synthetic-defect net itself sees."""
    both = Operator(
        "net-both", "net", "any", "defects of either sign, by the synthetic-defect net",
        lambda picture: _net(picture, 0),
    )  # fmt: skip
    words = "{sign} defects, by the synthetic-defect net"
    return (*_both_signs("net-{sign}", "net", words, _net), both)


def _make_products(bank: Sequence[Operator]) -> tuple[Operator, ...]:
    """Other operators where the synthetic-defect net sees something."""
    return tuple(
        operator._replace(
            name=f"seen-{operator.name}",
            words=f"{operator.words}, where the synthetic-defect net sees something",
            run=lambda picture, run=operator.run: _seen(picture, run),  # type: ignore[misc]
        )
        for operator in bank
        if operator.name in _MULTIPLIED
    )


_MULTIPLIED: Final = frozenset(
    name.format(sign=sign)
    for name in ("region-{sign}-40-1.5", "residual-{sign}-2-1", "spot-{sign}-2", "hat-{sign}-9",
                 "ridge-{sign}-1", "step-4")
    for sign in ("dark", "bright")
)  # fmt: skip

BANK: Final = _make_bank()

THROUGH_NET: Final = _make_net_operators() + _make_products(BANK)
"""Operators that look through the synthetic-defect net. A person may name them, but the tags do not
choose from them: what they choose with them is no better over all (benchmarks/saliency.py)."""

BY_NAME: Final = {operator.name: operator for operator in BANK + THROUGH_NET}

NEEDS_NET: Final = frozenset(operator.name for operator in THROUGH_NET)
