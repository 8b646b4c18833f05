"""Procedural surfaces with defects, in the manner of the DAGM 2007 textures; all from a seed.

Every pixel of a defect is known, so these images can measure; nothing else may be done with the
masks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from stac_core.opencv import cv2

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stac_core.types import Mask

CLASSES: Final = ("blob", "scratch", "patch")
SIZE: Final = (224, 224)

_DEFECT_FREE: Final = 0.15
_TWO_DEFECTS: Final = 0.25


@dataclass(frozen=True)
class SyntheticImage:
    """One made-up surface.

    Attributes:
        image: uint8 (H, W).
        mask: uint8 (H, W): 0 background, 1 blob, 2 scratch, 3 patch.
    """

    image: NDArray[np.uint8]
    mask: Mask

    @property
    def tags(self) -> dict[str, bool]:
        """Class name -> whether a defect of this class is there."""
        return {
            name: bool((self.mask == value).any()) for value, name in enumerate(CLASSES, start=1)
        }


def make_image(seed: int, size: tuple[int, int] = SIZE) -> SyntheticImage:
    """A surface with no, one or two kinds of defects.

    Args:
        seed: The same seed gives the same image.
        size: (height, width) in pixels.
    """
    rng = np.random.default_rng([20_26, seed])
    surface = _texture(rng, size)
    mask = np.zeros(size, np.uint8)
    draw = rng.random()
    count = 0 if draw < _DEFECT_FREE else 2 if draw > 1 - _TWO_DEFECTS else 1
    for value in rng.permutation(3)[:count] + 1:
        where, change = (_blob, _scratch, _patch)[value - 1](rng, size)
        surface += change
        mask[where & (mask == 0)] = value
    surface += rng.normal(0, rng.uniform(2.0, 4.5), size).astype(np.float32)
    return SyntheticImage(np.clip(np.rint(surface), 0, 255).astype(np.uint8), mask)


def _texture(rng: np.random.Generator, size: tuple[int, int]) -> NDArray[np.float32]:
    """Grain, a weave or brushed lines, under uneven light."""
    height, width = size
    kind = rng.integers(3)
    noise = rng.normal(0, 1, size).astype(np.float32)
    if kind == 0:  # grain
        texture = _blur(noise, rng.uniform(0.8, 2.0))
    elif kind == 1:  # brushed metal
        along, across = rng.uniform(8, 20), rng.uniform(0.5, 1.0)
        sigmas = (along, across) if rng.random() < 0.5 else (across, along)
        texture = cv2.GaussianBlur(noise, (0, 0), sigmas[0], sigmaY=sigmas[1])
    else:  # weave
        angle, period = rng.uniform(0, np.pi), rng.uniform(6, 14)
        y, x = np.mgrid[:height, :width].astype(np.float32)
        along = x * np.cos(angle) + y * np.sin(angle)
        across = -x * np.sin(angle) + y * np.cos(angle)
        wave = np.sin(along * 2 * np.pi / period) + np.sin(across * 2 * np.pi / period)
        texture = wave.astype(np.float32) + _blur(noise, 1.0) * 2
    texture = texture / max(float(texture.std()), 1e-6) * rng.uniform(5, 11)
    slope = rng.uniform(-14, 14, 2)
    light = slope[0] * np.linspace(-1, 1, height)[:, None]
    light = light + slope[1] * np.linspace(-1, 1, width)[None, :]
    return np.asarray(texture + light + rng.uniform(95, 160), np.float32)


def _blob(
    rng: np.random.Generator, size: tuple[int, int]
) -> tuple[NDArray[np.bool_], NDArray[np.float32]]:
    """One to three dark spots with soft, uneven rims."""
    height, width = size
    y, x = np.mgrid[:height, :width].astype(np.float32)
    warp = _blur(rng.normal(0, 1, size).astype(np.float32), 9.0)
    warp /= max(float(np.abs(warp).max()), 1e-6)
    shape = np.zeros(size, np.float32)
    for _ in range(rng.integers(1, 4)):
        centre = rng.uniform(0.12, 0.88, 2) * size
        radii = rng.uniform(0.045, 0.12, 2) * min(size)
        angle = rng.uniform(0, np.pi)
        dy, dx = y - centre[0], x - centre[1]
        u = (dx * np.cos(angle) + dy * np.sin(angle)) / radii[1]
        v = (-dx * np.sin(angle) + dy * np.cos(angle)) / radii[0]
        distance = np.sqrt(u * u + v * v) + 0.3 * warp
        shape = np.maximum(shape, np.clip((1.15 - distance) / 0.3, 0, 1))
    return shape >= 0.5, (-rng.uniform(38, 62) * shape).astype(np.float32)


def _scratch(
    rng: np.random.Generator, size: tuple[int, int]
) -> tuple[NDArray[np.bool_], NDArray[np.float32]]:
    """One or two bright, slightly bent lines."""
    height, width = size
    canvas = np.zeros((4 * height, 4 * width), np.uint8)  # drawn finer, for smooth edges
    for _ in range(rng.integers(1, 3)):
        start = rng.uniform(0.1, 0.9, 2) * (width, height)
        angle = rng.uniform(0, 2 * np.pi)
        length = rng.uniform(0.35, 0.8) * min(size)
        bend = rng.uniform(-0.5, 0.5)
        steps = np.linspace(0, 1, 40)[:, None]
        turned = angle + bend * steps
        step = length / 40 * np.concatenate([np.cos(turned), np.sin(turned)], axis=1)
        points = start + np.cumsum(step, axis=0)
        thickness = int(4 * rng.uniform(4.5, 7.5))
        line = np.rint(points * 4).astype(np.int32)
        cv2.polylines(canvas, [line], isClosed=False, color=255, thickness=thickness)
    shape = cv2.resize(canvas, (width, height), interpolation=cv2.INTER_AREA) / np.float32(255)
    return shape >= 0.5, (rng.uniform(45, 75) * shape).astype(np.float32)


def _patch(
    rng: np.random.Generator, size: tuple[int, int]
) -> tuple[NDArray[np.bool_], NDArray[np.float32]]:
    """A large, slightly darker region with a wandering rim and a mottled inside."""
    height, width = size
    field = _blur(rng.normal(0, 1, size).astype(np.float32), 0.09 * min(size))
    field /= max(float(field.std()), 1e-6)
    y, x = np.mgrid[:height, :width].astype(np.float32)
    centre = rng.uniform(0.3, 0.7, 2) * size
    distance = np.hypot((y - centre[0]) / height, (x - centre[1]) / width)
    inside = 0.55 * field + 1.9 - distance / rng.uniform(0.13, 0.2)
    shape = np.clip(inside / 0.5 + 0.5, 0, 1)
    mottle = _blur(rng.normal(0, 1, size).astype(np.float32), 3.0)
    mottle /= max(float(mottle.std()), 1e-6)
    change = -(rng.uniform(24, 36) + 6 * mottle) * shape
    return shape >= 0.5, change.astype(np.float32)


def _blur(values: NDArray[np.float32], sigma: float) -> NDArray[np.float32]:
    return np.asarray(
        cv2.GaussianBlur(values, (0, 0), sigma, borderType=cv2.BORDER_REFLECT), np.float32
    )
