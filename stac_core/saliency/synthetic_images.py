"""Images with made-up defects whose every pixel is known, for the synthetic-defect net.

Defects are dark or bright and of no particular class: elongated lenses, irregular blobs, bundles of
lines, cracks, spots. What is fainter than the surface's own texture is pasted too, without a label.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from stac_core.opencv import cv2
from stac_core.saliency.filters import gaussian
from stac_core.saliency.textures import NO_IMAGES, RealImages, clouds, make_background, noise

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stac_core.types import Mask

    Size = tuple[int, int]
    Shape = NDArray[np.float32]

SIZE: Final = (200, 200)

_DEFECT_FREE: Final = 0.1
_STREAKS: Final = 0.5
_FINE: Final = 4  # thin lines are drawn so many times larger
_EXTREMES: Final = (5, 250)


@dataclass(frozen=True)
class Surface:
    """One made-up image.

    Attributes:
        image: uint8 (H, W).
        labels: uint8 (H, W): 0 background, 1 dark defect, 2 bright defect.
    """

    image: NDArray[np.uint8]
    labels: Mask


def make_surface(
    rng: np.random.Generator, size: Size = SIZE, images: RealImages = NO_IMAGES
) -> Surface:
    """A surface with some defects, or none.

    Args:
        rng: Decides all that is random.
        size: (height, width) in pixels.
        images: Of a user, to make backgrounds from; see `make_background`.
    """
    surface = make_background(rng, size, images)
    grain = _grain(surface)
    if rng.random() < _STREAKS:
        surface = surface + _faint_streaks(rng, size, grain)
    labels = np.zeros(size, np.uint8)
    if rng.random() >= _DEFECT_FREE:
        for _ in range(1 + int(rng.integers(4))):
            kind = int(rng.choice(len(_KINDS), p=_SHARES))
            draw, dark_share = _KINDS[kind]
            shape = draw(rng, size)
            is_dark = rng.random() < dark_share
            surface = _paste(rng, surface, shape, grain, is_dark=is_dark)
            labels[shape >= 0.5] = 1 if is_dark else 2
    if rng.random() < 0.3:
        surface = gaussian(surface, rng.uniform(0.4, 0.9))
    surface = surface + rng.uniform(0, 3) * noise(rng, size)
    return Surface(np.clip(np.rint(surface), 0, 255).astype(np.uint8), labels)


def _grain(surface: NDArray[np.floating]) -> float:
    """How strong the surface's own texture is, in grey levels."""
    rest = surface - gaussian(surface, 12.0)
    return 1.4826 * float(np.median(np.abs(rest)))


def _paste(
    rng: np.random.Generator,
    surface: NDArray[np.floating],
    shape: Shape,
    grain: float,
    *,
    is_dark: bool,
) -> NDArray[np.float32]:
    """Make a shape darker or brighter than what is around it, with a texture of its own."""
    size = (surface.shape[0], surface.shape[1])
    low, high = _EXTREMES
    level = float(surface[shape >= 0.5].mean()) if (shape >= 0.5).any() else 128.0
    room = max(12.0, level - low if is_dark else high - level)
    strength = min(rng.uniform(1.3, 4.0) * grain + rng.uniform(10, 45), room)
    inside = 1 + rng.uniform(0, 0.35) * clouds(rng, size, rng.uniform(0.7, 4.0))
    change = (-strength if is_dark else strength) * np.clip(inside, 0.3, 2.0)
    if rng.random() < 0.4:  # the defect covers the surface instead of shading it
        kept = rng.uniform(0.2, 0.9)
        change = change - (1 - kept) * (surface - gaussian(surface, 8.0))
    return np.asarray(surface + shape * change, np.float32)


def _faint_streaks(rng: np.random.Generator, size: Size, grain: float) -> NDArray[np.float32]:
    """Long lines that are weaker than the grain: no defects."""
    shape = _lines(rng, size)
    return np.asarray(rng.uniform(-0.6, 0.6) * (grain + 2) * shape, np.float32)


# ---- shapes: float32 (H, W) in [0, 1], from 0.5 on a defect ------------------------------------


def _lens(rng: np.random.Generator, size: Size) -> Shape:
    """One to four elongated lenses, mostly along one direction."""
    y, x = np.mgrid[: size[0], : size[1]].astype(np.float32)
    warp = clouds(rng, size, rng.uniform(2, 8))
    angle = _direction(rng)
    shape = np.zeros(size, np.float32)
    for _ in range(1 + int(rng.integers(4))):
        length = np.exp(rng.uniform(np.log(0.03), np.log(0.4))) * min(size)
        width = max(1.5, length / np.exp(rng.uniform(np.log(1.5), np.log(12))))
        turned = angle + rng.normal(0, 0.12)
        dy, dx = y - rng.uniform(0, size[0]), x - rng.uniform(0, size[1])
        u = (dx * np.cos(turned) + dy * np.sin(turned)) / length
        v = (dy * np.cos(turned) - dx * np.sin(turned)) / width
        distance = np.sqrt(u * u + v * v) + rng.uniform(0, 0.3) * warp
        shape = np.maximum(shape, _soft(1 - distance, 0.5 * min(1.0, 3 / width)))
    return shape


def _blob(rng: np.random.Generator, size: Size) -> Shape:
    """Where smooth noise is high, around one place or everywhere."""
    scale = np.exp(rng.uniform(np.log(2.5), np.log(22)))
    field = clouds(rng, size, scale)
    if rng.random() < 0.5:
        field = 0.8 * field + 0.4 * clouds(rng, size, scale / 3)
    y, x = np.mgrid[: size[0], : size[1]].astype(np.float32)
    if rng.random() < 0.75:
        radius = np.exp(rng.uniform(np.log(0.08), np.log(0.6))) * min(size)
        dy, dx = y - rng.uniform(0, size[0]), x - rng.uniform(0, size[1])
        field = field + 2.0 - 2.2 * np.sqrt(dx * dx + dy * dy) / radius
    cut = max(0.0, float(np.quantile(field, 1 - np.exp(rng.uniform(np.log(0.01), np.log(0.4))))))
    steep = float(np.std(np.diff(field, axis=0))) + 1e-6
    return _soft((field - cut) / (4 * steep), rng.uniform(0.3, 1.0))


def _lines(rng: np.random.Generator, size: Size) -> Shape:
    """A bundle of nearly parallel, slightly bent lines."""
    canvas = np.zeros((size[0] * _FINE, size[1] * _FINE), np.uint8)
    angle, bend = _direction(rng), rng.normal(0, 0.25)
    centre = rng.uniform(0.1, 0.9, 2) * (size[1], size[0])
    apart = rng.uniform(2, 14)
    longest = np.exp(rng.uniform(np.log(0.1), np.log(1.2))) * max(size)
    for _ in range(1 + int(rng.integers(5))):
        offset = rng.normal(0, apart, 2)
        length = longest * rng.uniform(0.4, 1)
        steps = np.linspace(-0.5, 0.5, 24)[:, None]
        turned = angle + rng.normal(0, 0.04) + bend * steps
        step = length / 24 * np.concatenate([np.cos(turned), np.sin(turned)], axis=1)
        points = centre + offset + np.cumsum(step, axis=0) - step.sum(axis=0) / 2
        _draw(canvas, points, rng.uniform(1.0, 3.5))
    return _shrunk(canvas, size)


def _crack(rng: np.random.Generator, size: Size) -> Shape:
    """A wandering thin line, sometimes with branches."""
    canvas = np.zeros((size[0] * _FINE, size[1] * _FINE), np.uint8)
    start = rng.uniform(0, 1, 2) * (size[1], size[0])
    heading = rng.uniform(0, 2 * np.pi)
    width = rng.uniform(1.0, 3.0)
    count = int(np.exp(rng.uniform(np.log(12), np.log(90))))
    path = _walk(rng, start, heading, count)
    _draw(canvas, path, width)
    for _ in range(int(rng.integers(4))):
        place = int(rng.integers(len(path)))
        turned = heading + rng.choice((-1, 1)) * rng.uniform(0.4, 1.3)
        _draw(canvas, _walk(rng, path[place], turned, max(6, count // 3)), 0.8 * width)
    return _shrunk(canvas, size)


def _spots(rng: np.random.Generator, size: Size) -> Shape:
    """Holes, pits or specks."""
    canvas = np.zeros((size[0] * _FINE, size[1] * _FINE), np.uint8)
    radius = np.exp(rng.uniform(np.log(1.2), np.log(14)))
    for _ in range(1 + int(rng.integers(6))):
        centre = rng.uniform(0, 1, 2) * canvas.shape[::-1]
        axes = np.maximum(1, radius * rng.uniform(0.6, 1.2, 2) * _FINE).astype(int)
        cv2.ellipse(
            canvas,
            (int(centre[0]), int(centre[1])),
            (int(axes[0]), int(axes[1])),
            rng.uniform(0, 180),
            0,
            360,
            255,
            -1,
        )
    return gaussian(_shrunk(canvas, size), rng.uniform(0.4, 1.0)).astype(np.float32)


_KINDS: Final = ((_lens, 0.75), (_blob, 0.65), (_lines, 0.25), (_crack, 0.8), (_spots, 0.7))
"""Shapes, with how often they are dark."""

_SHARES: Final = (0.28, 0.28, 0.2, 0.12, 0.12)


def _direction(rng: np.random.Generator) -> float:
    """Mostly near a row or a column: what is rolled or ground has its defects along."""
    if rng.random() < 0.35:
        return float(rng.uniform(0, np.pi))
    return float(np.pi / 2 * rng.integers(2) + rng.normal(0, 0.1))


def _walk(
    rng: np.random.Generator, start: NDArray[np.floating], heading: float, count: int
) -> NDArray[np.floating]:
    """A random walk of `count` steps that keeps its heading roughly: (count, 2), points (x, y)."""
    turns = heading + np.cumsum(rng.normal(0, 0.35, count)) * 0.7
    step = rng.uniform(1.5, 3.0)
    moves = step * np.stack([np.cos(turns), np.sin(turns)], axis=1)
    return np.asarray(start + np.cumsum(moves, axis=0))


def _draw(canvas: NDArray[np.uint8], points: NDArray[np.floating], width: float) -> None:
    line = np.rint(points * _FINE).astype(np.int32)
    thickness = max(1, round(width * _FINE))
    cv2.polylines(canvas, [line], isClosed=False, color=255, thickness=thickness)


def _shrunk(canvas: NDArray[np.uint8], size: Size) -> Shape:
    small = cv2.resize(canvas, size[::-1], interpolation=cv2.INTER_AREA)
    return np.asarray(small / np.float32(255), np.float32)


def _soft(inside: NDArray[np.floating], width: float) -> Shape:
    """0 to 1 across a rim of that width, 0.5 where `inside` is 0."""
    return np.asarray(np.clip(inside / width + 0.5, 0, 1), np.float32)
