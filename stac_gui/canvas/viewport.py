"""Where an image lies in the view: zoom, pan and the way between the two coordinate systems."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Final

MIN_SCALE: Final = 1 / 64
MAX_SCALE: Final = 64.0
MARGIN: Final = 48.0
"""So many view pixels of the image always stay in sight."""

Point = tuple[float, float]
"""(x, y)."""


@dataclass(frozen=True)
class Viewport:
    """A zoom and position.

    Attributes:
        image: (height, width) of the image in pixels.
        view: (width, height) of the view in device pixels.
        scale: Device pixels per image pixel.
        origin: (x, y) of the image's top left corner in the view.
    """

    image: tuple[int, int] = (1, 1)
    view: tuple[int, int] = (1, 1)
    scale: float = 1.0
    origin: Point = (0.0, 0.0)

    def to_image(self, point: Point) -> Point:
        """View coordinates to image coordinates."""
        return (
            (point[0] - self.origin[0]) / self.scale,
            (point[1] - self.origin[1]) / self.scale,
        )

    def to_view(self, point: Point) -> Point:
        """Image coordinates to view coordinates."""
        return (
            point[0] * self.scale + self.origin[0],
            point[1] * self.scale + self.origin[1],
        )

    def fitted(self, *, largest: float = math.inf) -> Viewport:
        """The whole image, centred; enlarged at most `largest` times."""
        height, width = self.image
        scale = min(self.view[0] / width, self.view[1] / height, largest)
        return _centred(_with_scale(self, scale))

    def actual(self) -> Viewport:
        """One image pixel on one device pixel, centred on what is in the middle now."""
        middle = (self.view[0] / 2, self.view[1] / 2)
        return self.zoomed(1.0 / self.scale, middle)

    def zoomed(self, factor: float, at: Point) -> Viewport:
        """Zoom in or out; the image point under `at` (view coordinates) stays there."""
        fixed = self.to_image(at)
        changed = _with_scale(self, self.scale * factor)
        origin = (at[0] - fixed[0] * changed.scale, at[1] - fixed[1] * changed.scale)
        return _kept_in_sight(replace(changed, origin=origin))

    def panned(self, dx: float, dy: float) -> Viewport:
        """Move the image by view pixels."""
        return _kept_in_sight(replace(self, origin=(self.origin[0] + dx, self.origin[1] + dy)))

    def resized(self, view: tuple[int, int]) -> Viewport:
        """The same zoom in a view of another size, with the same image point in its middle."""
        dx, dy = (view[0] - self.view[0]) / 2, (view[1] - self.view[1]) / 2
        moved = (self.origin[0] + dx, self.origin[1] + dy)
        return _kept_in_sight(replace(self, view=view, origin=moved))

    def centred_on(self, point: Point) -> Viewport:
        """The same zoom with an image point in the middle."""
        x, y = self.to_view(point)
        return self.panned(self.view[0] / 2 - x, self.view[1] / 2 - y)

    @property
    def visible(self) -> tuple[float, float, float, float]:
        """The part of the image in sight: left, top, right, bottom in image pixels."""
        height, width = self.image
        left, top = self.to_image((0, 0))
        right, bottom = self.to_image((self.view[0], self.view[1]))
        return max(0.0, left), max(0.0, top), min(width, right), min(height, bottom)

    @property
    def shows_all(self) -> bool:
        """Whether the whole image is in sight, but for less than a pixel of the view."""
        height, width = self.image
        left, top, right, bottom = self.visible
        slack = 1 / self.scale
        return max(left, top, width - right, height - bottom) < slack

    @property
    def is_fitted(self) -> bool:
        """Whether the whole image is in sight and cannot be larger."""
        return math.isclose(self.scale, self.fitted().scale, rel_tol=1e-6)


def on_device_pixels(x: float, ratio: float) -> int:
    """The whole widget pixel next to x that begins with a whole device pixel.

    Args:
        x: In widget pixels.
        ratio: Device pixels per widget pixel.
    """
    step = next((each for each in range(1, 9) if (each * ratio).is_integer()), 1)
    return round(x / step) * step


def _with_scale(viewport: Viewport, scale: float) -> Viewport:
    return replace(viewport, scale=min(max(scale, MIN_SCALE), MAX_SCALE))


def _centred(viewport: Viewport) -> Viewport:
    height, width = viewport.image
    x = (viewport.view[0] - width * viewport.scale) / 2
    y = (viewport.view[1] - height * viewport.scale) / 2
    return replace(viewport, origin=(round(x), round(y)))


def _kept_in_sight(viewport: Viewport) -> Viewport:
    height, width = viewport.image
    x = _keep(viewport.origin[0], width * viewport.scale, viewport.view[0])
    y = _keep(viewport.origin[1], height * viewport.scale, viewport.view[1])
    return replace(viewport, origin=(x, y))


def _keep(start: float, length: float, view: float) -> float:
    margin = min(MARGIN, length, view)
    return min(max(start, margin - length), view - margin)
