"""Painting what the canvas shows: image, heat map and mask, only where something changed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QImage, QPainter

from stac_core.data.images import to_display
from stac_gui.canvas.enlarging import enlarge_traced, enlarged
from stac_gui.canvas.rendering import (
    GRID_FROM,
    Area,
    HeatStyle,
    MaskStyle,
    grid_pixels,
    heat_pixels,
    heat_table,
    level_for,
    look_up,
    mask_pixels,
    mask_tables,
    sample,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stac_core.data.images import ValueRange
    from stac_gui.canvas.pyramid import Pyramid
    from stac_gui.canvas.viewport import Viewport


@dataclass(frozen=True)
class Layers:
    """What lies over what.

    Attributes:
        image: Grey or RGB values of any type.
        window: Values of the image that are black and white.
        heat: uint8 levels, 0..255 = 0..1; None where it is not shown.
        mask: Labels; None where it is not shown.
        heat_style: How the heat map looks.
        mask_style: How the mask looks.
        grid: Whether pixels are told apart where they are large enough.
    """

    image: Pyramid
    window: ValueRange
    heat: Pyramid | None
    mask: Pyramid | None
    heat_style: HeatStyle
    mask_style: MaskStyle
    grid: bool = False

    @property
    def are_alike(self) -> bool:
        """Whether what lies over the image has its size."""
        shape = self.image.base.shape[:2]
        return all(each is None or each.base.shape == shape for each in (self.heat, self.mask))


def paint_layers(
    painter: QPainter, rect: QRect, layers: Layers, viewport: Viewport, ratio: float
) -> None:
    """Paint a part of the view.

    Args:
        painter: On the widget.
        rect: The part, in the widget's coordinates.
        layers: What is shown.
        viewport: Where it lies, in device pixels.
        ratio: Device pixels per widget pixel.
    """
    area = _on_image(viewport, rect, ratio)
    if area is None:
        return
    if viewport.scale > 1 and layers.are_alike:
        _paint_enlarged(painter, area, layers, viewport, ratio)
    else:
        _paint_one_by_one(painter, rect, area, layers, viewport, ratio)
    if layers.grid and viewport.scale >= GRID_FROM:
        _draw(painter, _argb(grid_pixels(viewport, area)), area, ratio)


def _paint_enlarged(
    painter: QPainter, area: Area, layers: Layers, viewport: Viewport, ratio: float
) -> None:
    """Put the layers together pixel by pixel of the image, and enlarge that, not each of them."""
    view = enlarged(viewport, area)
    if view is None:
        return
    picture = np.ascontiguousarray(to_display(layers.image.base[view.part], layers.window))
    height, width = picture.shape[:2]
    ground = QImage(width, height, QImage.Format.Format_RGB32)
    mixer = QPainter(ground)
    mixer.drawImage(0, 0, _picture(picture))
    if layers.heat is not None:
        heat = look_up(heat_table(layers.heat_style), layers.heat.base[view.part])
        mixer.drawImage(0, 0, _argb(heat))
    if layers.mask is not None:
        fill = look_up(mask_tables(layers.mask_style)[0], layers.mask.base[view.part])
        mixer.drawImage(0, 0, _argb(fill))
    mixer.end()
    pixels = np.frombuffer(ground.constBits(), np.uint32).reshape(height, width)
    if layers.mask is None:
        pixels = view.enlarge(pixels)
    else:
        pixels = enlarge_traced(view, pixels, layers.mask, viewport, layers.mask_style)
    _draw(painter, _argb(pixels, QImage.Format.Format_RGB32), view.area, ratio)


def _paint_one_by_one(
    painter: QPainter, rect: QRect, area: Area, layers: Layers, viewport: Viewport, ratio: float
) -> None:
    """Paint one layer over the other, each at the resolution of the screen."""
    if viewport.scale < 1:
        _paint_reduced(painter, rect, layers, viewport, ratio)
    else:
        pixels = to_display(sample(layers.image, viewport, area), layers.window)
        _draw(painter, _picture(np.ascontiguousarray(pixels)), area, ratio)
    if layers.heat is not None:
        pixels = heat_pixels(layers.heat, viewport, area, layers.heat_style)
        _draw(painter, _argb(pixels), area, ratio)
    if layers.mask is not None:
        _paint_mask(painter, area, layers.mask, layers.mask_style, viewport, ratio)


def image_rect(viewport: Viewport, ratio: float) -> QRect:
    """What the image covers for certain, in the widget's coordinates; perhaps a little more."""
    height, width = viewport.image
    scale, (x, y) = viewport.scale, viewport.origin
    left, top = math.ceil(x / ratio) + 1, math.ceil(y / ratio) + 1
    right = math.floor((x + width * scale) / ratio) - 1
    bottom = math.floor((y + height * scale) / ratio) - 1
    return QRect(left, top, max(0, right - left), max(0, bottom - top))


def paint_labels(
    painter: QPainter,
    rect: QRect,
    labels: Pyramid,
    style: MaskStyle,
    viewport: Viewport,
    ratio: float,
) -> None:
    """Paint a part of a label map alone, as masks are.

    Args:
        painter: On the widget.
        rect: The part, in the widget's coordinates.
        labels: Where `viewport` says.
        style: Colours, fill and outline.
        viewport: Where the label map lies, in device pixels.
        ratio: Device pixels per widget pixel.
    """
    area = _on_image(viewport, rect, ratio)
    if area is not None:
        _paint_mask(painter, area, labels, style, viewport, ratio)


def _paint_mask(
    painter: QPainter,
    area: Area,
    labels: Pyramid,
    style: MaskStyle,
    viewport: Viewport,
    ratio: float,
) -> None:
    _draw(painter, _argb(mask_pixels(labels, viewport, area, style)), area, ratio)


def _paint_reduced(
    painter: QPainter, rect: QRect, layers: Layers, viewport: Viewport, ratio: float
) -> None:
    """An image that is larger than the screen: the nearest finer level, smoothly reduced."""
    level = min(level_for(viewport.scale), layers.image.depth - 1)
    picture = layers.image.level(level)
    step = viewport.scale * (1 << level) / ratio
    x, y = (each / ratio for each in viewport.origin)
    # only what is in sight is handed to Qt, with a border that smoothing can look at
    top = max(0, int((rect.top() - y) / step) - 2)
    left = max(0, int((rect.left() - x) / step) - 2)
    bottom = min(picture.shape[0], int((rect.bottom() + 1 - y) / step) + 3)
    right = min(picture.shape[1], int((rect.right() + 1 - x) / step) + 3)
    part = np.ascontiguousarray(to_display(picture[top:bottom, left:right], layers.window))
    painter.save()
    painter.setClipRect(rect)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.translate(x + left * step, y + top * step)
    painter.scale(step, step)
    painter.drawImage(QPointF(0, 0), _picture(part))
    painter.restore()


def _draw(painter: QPainter, image: QImage, area: Area, ratio: float) -> None:
    image.setDevicePixelRatio(ratio)
    painter.drawImage(QPointF(area.x / ratio, area.y / ratio), image)


def _on_image(viewport: Viewport, rect: QRect, ratio: float) -> Area | None:
    """The device pixels of a part of the widget that show the image."""
    height, width = viewport.image
    scale, (x, y) = viewport.scale, viewport.origin
    left = max(int(np.floor(rect.left() * ratio)), int(np.floor(x)))
    top = max(int(np.floor(rect.top() * ratio)), int(np.floor(y)))
    right = min(int(np.ceil((rect.right() + 1) * ratio)), int(np.ceil(x + width * scale)))
    bottom = min(int(np.ceil((rect.bottom() + 1) * ratio)), int(np.ceil(y + height * scale)))
    if right <= left or bottom <= top:
        return None
    return Area(left, top, right - left, bottom - top)


def _picture(pixels: NDArray[np.uint8]) -> QImage:
    """Grey (h, w) or RGB (h, w, 3) bytes as an image that shares them; keep the array alive."""
    height, width = pixels.shape[:2]
    if pixels.ndim == 2:
        return QImage(pixels.data, width, height, width, QImage.Format.Format_Grayscale8)
    return QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888)


def _argb(
    pixels: NDArray[np.uint32],
    form: QImage.Format = QImage.Format.Format_ARGB32_Premultiplied,
) -> QImage:
    """Premultiplied ARGB (h, w), or RGB that covers all, as an image that shares the array."""
    height, width = pixels.shape
    return QImage(pixels.data, width, height, 4 * width, form)
