"""Surfaces without defects, made up or taken from a user's images, as backgrounds to paste on.

Made-up surfaces are noise with random spectra (clouds, grain, brushed and rolled streaks, weaves).
From real images comes their residue: high-passed, so that lighting goes, and clipped, so that
defects fade; then its phases are drawn anew, or it is only rolled around.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import scipy.fft

from stac_core.opencv import cv2
from stac_core.saliency.filters import gaussian

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from stac_core.saliency.filters import Plane

    Size = tuple[int, int]

_FROM_IMAGES: Final = 0.75
_RAW: Final = 0.7
_MOSAIC: Final = 0.3
_HIGH_PASSES: Final = (6.0, 10.0, 16.0)
_CLIP: Final = 2.5


@dataclass(frozen=True)
class RealImages:
    """Images of a user that backgrounds are made from.

    Attributes:
        any: uint8 (H, W) each, with or without defects: only their residue is used.
        free: uint8 (H, W) each, without defects: used as they are.
    """

    any: Sequence[NDArray[np.uint8]] = ()
    free: Sequence[NDArray[np.uint8]] = ()


NO_IMAGES: Final = RealImages()


def make_background(rng: np.random.Generator, size: Size, images: RealImages = NO_IMAGES) -> Plane:
    """A surface without defects.

    Args:
        rng: Decides all that is random.
        size: (height, width) in pixels.
        images: 70 % of the surfaces are defect-free images as they are, where there are some; of
            the others 75 % are made from the residue of images, where there are some.

    Returns:
        float32 (H, W), grey levels, not clipped.
    """
    if images.free and rng.random() < _RAW:
        return _piece(rng, _one_of(rng, images.free), size)
    texture = _texture(rng, size, images.any)
    if rng.random() < _MOSAIC:
        texture = _beside(rng, texture, _texture(rng, size, images.any))
    return texture + _light(rng, size)


def noise(rng: np.random.Generator, size: Size) -> NDArray[np.float32]:
    """White noise of standard deviation 1: float32 (H, W)."""
    return rng.standard_normal(size, np.float32)


def clouds(rng: np.random.Generator, size: Size, scale: float) -> NDArray[np.float32]:
    """Noise that is smooth over `scale` pixels, standard deviation 1: float32 (H, W)."""
    return _standard(gaussian(noise(rng, size), scale))


def _texture(
    rng: np.random.Generator, size: Size, images: Sequence[NDArray[np.uint8]]
) -> NDArray[np.float32]:
    if images and rng.random() < _FROM_IMAGES:
        rest = _residue(rng, _piece(rng, _one_of(rng, images), size))
        if rng.random() < 0.5:
            rest = _new_phases(rng, rest)
        return rest * np.float32(rng.uniform(0.7, 1.4))
    kind = rng.random()
    if kind < 0.6:
        texture = _spectral(rng, size)
    elif kind < 0.8:
        texture = _streaks(rng, size)
    elif kind < 0.9:
        texture = _weave(rng, size)
    else:
        texture = _speckle(rng, size)
    return texture * np.float32(np.exp(rng.uniform(np.log(1.5), np.log(18))))


def _spectral(rng: np.random.Generator, size: Size) -> NDArray[np.float32]:
    """Noise whose spectrum falls with some power of the frequency, stretched in some direction."""
    fy = scipy.fft.fftfreq(size[0]).astype(np.float32)[:, None]
    fx = scipy.fft.rfftfreq(size[1]).astype(np.float32)[None, :]
    stretch = float(np.exp(rng.uniform(0, np.log(12)))) if rng.random() < 0.5 else 1.0
    # most machined surfaces run along rows or columns
    angle = rng.uniform(0, np.pi) if rng.random() < 0.3 else np.pi / 2 * rng.integers(2)
    along = (fx * np.cos(angle) + fy * np.sin(angle)) * np.float32(stretch)
    across = fy * np.cos(angle) - fx * np.sin(angle)
    square = along**2 + across**2
    lowest, highest = np.exp(rng.uniform(np.log([0.003, 0.12]), np.log([0.06, 0.6])))
    amplitude = (square + lowest**2) ** (-rng.uniform(0.2, 2.4) / 2)
    amplitude *= np.exp(-square / (2 * highest**2))
    amplitude[0, 0] = 0
    return _shaped(rng, scipy.fft.rfft2(noise(rng, size)) * amplitude, size)


def _streaks(rng: np.random.Generator, size: Size) -> NDArray[np.float32]:
    """Brushed or rolled: long thin streaks on grain."""
    along, across = rng.uniform(10, 60), rng.uniform(0.4, 2.5)
    lines = cv2.GaussianBlur(
        noise(rng, size), (0, 0), along, sigmaY=across, borderType=cv2.BORDER_REFLECT
    )
    grain = cv2.GaussianBlur(noise(rng, size), (0, 0), rng.uniform(0.4, 1.2))
    profile = gaussian(noise(rng, size)[:, :1], rng.uniform(0.5, 6.0))
    mixed = _standard(lines) + rng.uniform(0.1, 1.0) * _standard(grain)
    mixed = _standard(mixed + rng.uniform(0, 1) * _standard(profile))
    if rng.random() < 0.5:
        return np.ascontiguousarray(mixed.T) if size[0] == size[1] else mixed[:, ::-1].copy()
    return mixed


def _weave(rng: np.random.Generator, size: Size) -> NDArray[np.float32]:
    """Two crossed waves, a little irregular."""
    y, x = np.mgrid[: size[0], : size[1]].astype(np.float32)
    angle, period = rng.uniform(0, np.pi), rng.uniform(5, 24)
    sway = clouds(rng, size, 12.0) * rng.uniform(0, 1.2)
    along = x * np.cos(angle) + y * np.sin(angle) + sway
    across = y * np.cos(angle) - x * np.sin(angle) + sway
    waves = np.sin(along * 2 * np.pi / period) + rng.uniform(0, 1) * np.sin(
        across * 2 * np.pi / (period * rng.uniform(0.6, 1.6))
    )
    return _standard(waves + rng.uniform(0.1, 0.8) * clouds(rng, size, rng.uniform(0.5, 1.5)))


def _speckle(rng: np.random.Generator, size: Size) -> NDArray[np.float32]:
    """Grain with many small bright or dark grains: cast, sandblasted or sintered."""
    grains = clouds(rng, size, rng.uniform(0.6, 2.0))
    tail = np.exp(rng.uniform(0.4, 0.9) * grains)
    sign = -1 if rng.random() < 0.5 else 1
    return np.clip(sign * _standard(tail), -4, 4)


def _residue(rng: np.random.Generator, piece: Plane) -> NDArray[np.float32]:
    """What a high-pass leaves, clipped, rolled around and mirrored."""
    rest = piece - gaussian(piece, float(rng.choice(_HIGH_PASSES)))
    rest -= np.median(rest)
    limit = _CLIP * 1.4826 * float(np.median(np.abs(rest))) + 1.0
    rest = np.clip(rest, -limit, limit)
    rolled = np.roll(rest, tuple(rng.integers(0, rest.shape)), axis=(0, 1))
    return np.ascontiguousarray(rolled[:: rng.choice((-1, 1)), :: rng.choice((-1, 1))], np.float32)


def _new_phases(rng: np.random.Generator, values: NDArray[np.float32]) -> NDArray[np.float32]:
    spectrum = np.abs(scipy.fft.rfft2(values))
    phases = scipy.fft.rfft2(noise(rng, (values.shape[0], values.shape[1])))
    phases /= np.maximum(np.abs(phases), 1e-9)
    return np.asarray(scipy.fft.irfft2(spectrum * phases, s=values.shape), np.float32)


def _beside(
    rng: np.random.Generator, one: NDArray[np.float32], other: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Two textures that meet along a soft line."""
    high, wide = one.shape
    angle = rng.uniform(0, 2 * np.pi)
    y = np.arange(high, dtype=np.float32)[:, None] - high * rng.uniform(0.25, 0.75)
    x = np.arange(wide, dtype=np.float32)[None, :] - wide * rng.uniform(0.25, 0.75)
    distance = (x * np.cos(angle) + y * np.sin(angle)) / rng.uniform(1.0, 8.0)
    share = 1 / (1 + np.exp(-np.clip(distance, -30, 30)))
    mixed: NDArray[np.float32] = (share * one + (1 - share) * other).astype(np.float32)
    return mixed


def _light(rng: np.random.Generator, size: Size) -> NDArray[np.float32]:
    """Mean level with uneven light: slopes, a bulge, wide clouds."""
    y = np.linspace(-1, 1, size[0], dtype=np.float32)[:, None]
    x = np.linspace(-1, 1, size[1], dtype=np.float32)[None, :]
    strength = rng.uniform(0, 30)
    a, b, c, d, e = rng.normal(0, 0.5, 5).astype(np.float32)
    uneven = a * x + b * y + c * x * x + d * y * y + e * x * y
    if rng.random() < 0.3:
        uneven = uneven + 0.4 * clouds(rng, size, rng.uniform(0.25, 0.5) * min(size))
    return np.asarray(rng.uniform(50, 200) + strength * uneven, np.float32)


def _shaped(
    rng: np.random.Generator, spectrum: NDArray[np.complexfloating], size: Size
) -> NDArray[np.float32]:
    """Back from the spectrum; sometimes with a longer tail on one side."""
    texture = _standard(np.asarray(scipy.fft.irfft2(spectrum, s=size), np.float32))
    if rng.random() < 0.25:
        bend = rng.uniform(-0.5, 0.5)
        texture = np.clip(_standard(np.exp(bend * texture) * np.sign(bend)), -4, 4)
    return texture


def _piece(rng: np.random.Generator, image: NDArray[np.uint8], size: Size) -> Plane:
    """A random part of an image, mirrored on where the image is smaller."""
    below, right = (max(0, want - have) for want, have in zip(size, image.shape, strict=True))
    if below or right:
        image = np.pad(image, ((0, below), (0, right)), mode="symmetric")
    top, left = (
        int(rng.integers(have - want + 1)) for want, have in zip(size, image.shape, strict=True)
    )
    part = image[top : top + size[0], left : left + size[1]].astype(np.float32)
    return np.ascontiguousarray(part[:: rng.choice((-1, 1)), :: rng.choice((-1, 1))])


def _one_of(rng: np.random.Generator, images: Sequence[NDArray[np.uint8]]) -> NDArray[np.uint8]:
    return images[int(rng.integers(len(images)))]


def _standard(values: NDArray[np.floating]) -> NDArray[np.float32]:
    spread = max(float(values.std()), 1e-6)
    return np.asarray((values - values.mean()) / spread, np.float32)
