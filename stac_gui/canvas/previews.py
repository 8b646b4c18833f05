"""Drawing what a tool shows over the image, and finding out what of the view it covers."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF, QRegion

from stac_core.types import BACKGROUND
from stac_gui.canvas.painting import paint_labels
from stac_gui.canvas.rendering import MaskStyle
from stac_gui.canvas.tools import NO_PREVIEW

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from stac_core.labels.mask_edit import Point, Rect
    from stac_gui.canvas.pyramid import RegionLevels
    from stac_gui.canvas.tools import Line, Preview, Tip
    from stac_gui.canvas.viewport import Viewport

_REACH: Final = 5  # of pens and marks around what they draw, in widget pixels
_CHUNK: Final = 64  # longest part of a line that is repainted as one rectangle
_TEXT: Final = QRect(16, 12, 232, 24)  # of words, from the pointer
_FILL: Final = 0.4
_WHITE: Final = (255, 255, 255)


class PreviewLayer:
    """The preview that is shown now.

    Args:
        levels: Smaller copies of regions.

    Attributes:
        shown: What is drawn.
    """

    def __init__(self, levels: RegionLevels) -> None:
        self.shown: Preview = NO_PREVIEW
        self._viewport: Viewport | None = None
        self._levels = levels

    def show(self, preview: Preview, viewport: Viewport, ratio: float) -> QRegion:
        """Take another preview.

        Args:
            preview: What is to be drawn.
            viewport: Where the image lies, in device pixels.
            ratio: Device pixels per widget pixel.

        Returns:
            What of the widget has to be repainted.
        """
        before, self.shown = self.shown, preview
        moved, self._viewport = viewport != self._viewport, viewport
        same_region = preview.region is before.region
        if (
            same_region
            and not moved
            and preview._replace(region=None) == before._replace(region=None)
        ):
            return QRegion()
        place = _Place(viewport, ratio)
        # lines that stay need no repainting: a long outline costs what its end does
        same = set(before.lines) & set(preview.lines) if before.value == preview.value else set()
        dirty = QRegion()
        for each in (before, preview):
            for line in each.lines:
                if line not in same:
                    dirty = dirty.united(_region_of_line(line, place))
            for tip in each.tips:
                dirty = dirty.united(_region_of_tip(tip, place))
            if each.text:
                dirty = dirty.united(QRegion(_text_box(each, place).toAlignedRect()))
        if not same_region or before.value != preview.value or before.is_hint != preview.is_hint:
            for each in (before, preview):
                if each.region is not None:
                    dirty = dirty.united(QRegion(place.rect(each.region.rect)))
        return dirty

    def paint(
        self,
        painter: QPainter,
        rects: Iterable[QRect],
        viewport: Viewport,
        ratio: float,
        style: MaskStyle,
    ) -> None:
        """Draw it where the widget is repainted."""
        preview = self.shown
        color = color_of(preview.value, style)
        region = preview.region
        if region is not None and region.inside.size:
            labels = self._levels.of(region)
            scale, (x, y) = viewport.scale, viewport.origin
            top, left = region.rect[:2]
            height, width = region.inside.shape
            there = replace(
                viewport, image=(height, width), origin=(x + left * scale, y + top * scale)
            )
            # a white outline tells it from the mask that it may lie over
            looks = [MaskStyle((_WHITE,), 0.0, max(1, style.outline))]
            if not preview.is_hint:
                looks.insert(0, MaskStyle((color,), _FILL, 0))
            for rect in rects:
                for look in looks:
                    paint_labels(painter, rect, labels, look, there, ratio)
        place = _Place(viewport, ratio)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for line in preview.lines:
            own = color if line.value is None else color_of(line.value, style)
            _paint_line(painter, line, place, QColor(*own))
        for tip in preview.tips:
            _paint_tip(painter, tip, place, QColor(*color))
        if preview.text:
            _paint_text(painter, preview, place)


def color_of(value: int, style: MaskStyle) -> tuple[int, int, int]:
    """The colour of a class; white for background and what has none."""
    known = BACKGROUND < value <= len(style.colors)
    return style.colors[value - 1] if known else _WHITE


class _Place:
    """Image pixels to widget pixels."""

    def __init__(self, viewport: Viewport, ratio: float) -> None:
        self._viewport, self._ratio = viewport, ratio
        self.scale = viewport.scale / ratio

    def __call__(self, point: Point) -> QPointF:
        x, y = self._viewport.to_view(point)
        return QPointF(x / self._ratio, y / self._ratio)

    def rect(self, rect: Rect) -> QRect:
        corner, end = self((rect.left, rect.top)), self((rect.right, rect.bottom))
        box = QRectF(corner, end).adjusted(-_REACH, -_REACH, _REACH, _REACH)
        return box.toAlignedRect()


def _pieces(line: Line, place: _Place) -> Iterator[QRectF]:
    """Boxes along a line, none of them much larger than what is drawn in it."""
    points = [place(point) for point in line.points]
    if len(points) == 1:
        yield QRectF(points[0], points[0])
    for start, end in pairwise(points):
        step = end - start
        count = max(1, math.ceil(max(abs(step.x()), abs(step.y())) / _CHUNK))
        if min(abs(step.x()), abs(step.y())) <= 2 * _REACH:
            count = 1  # nearly level or upright: its own box is thin
        for index in range(count):
            yield QRectF(start + step * (index / count), start + step * ((index + 1) / count))


def _region_of_line(line: Line, place: _Place) -> QRegion:
    region, reach = QRegion(), _REACH + line.width / 2 * place.scale
    for box in _pieces(line, place):
        grown = box.normalized().adjusted(-reach, -reach, reach, reach)
        region = region.united(QRegion(grown.toAlignedRect()))
    return region


def _region_of_tip(tip: Tip, place: _Place) -> QRegion:
    """Where a brush's outline is: four thin strips, not the whole square."""
    center, radius = place(tip.center), tip.diameter / 2 * place.scale
    reach = radius + 4
    box = QRectF(center.x() - reach, center.y() - reach, 2 * reach, 2 * reach)
    hole = radius - 4 if tip.is_square else radius * 0.68
    if radius <= 24:
        return QRegion(box.toAlignedRect())
    inner = QRect(
        math.ceil(center.x() - hole), math.ceil(center.y() - hole), int(2 * hole) - 1,
        int(2 * hole) - 1,
    )  # fmt: skip
    return QRegion(box.toAlignedRect()).subtracted(QRegion(inner))


def _pens(color: QColor) -> tuple[QPen, QPen]:
    # a light line inside a dark one is seen on every background
    pens = QPen(QColor(0, 0, 0, 160), 3), QPen(color, 1.4)
    for pen in pens:
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pens


def _paint_line(painter: QPainter, line: Line, place: _Place, color: QColor) -> None:
    points = QPolygonF([place(point) for point in line.points])
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if line.width:
        width = max(2.0, line.width * place.scale)
        pen = QPen(color, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPolyline(points)
        return
    for pen in _pens(color):
        if line.is_faint:
            pen.setDashPattern([3, 3] if pen.widthF() < 2 else [1.4, 1.4])
        painter.setPen(pen)
        painter.drawPolyline(points)
    if not line.marked:
        return
    painter.setPen(QPen(QColor(0, 0, 0, 200), 1))
    painter.setBrush(color)
    for index, point in enumerate(line.points):
        radius = 4.0 if index == 0 else 3.0  # the first one closes the outline
        painter.drawEllipse(place(point), radius, radius)


def _paint_tip(painter: QPainter, tip: Tip, place: _Place, color: QColor) -> None:
    center, radius = place(tip.center), tip.diameter / 2 * place.scale
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen in _pens(color):
        painter.setPen(pen)
        if tip.is_square:
            painter.drawRect(
                QRectF(center.x() - radius, center.y() - radius, 2 * radius, 2 * radius)
            )
        else:
            painter.drawEllipse(center, radius, radius)


def _text_box(preview: Preview, place: _Place) -> QRectF:
    return QRectF(_TEXT).translated(place(preview.place))


def _paint_text(painter: QPainter, preview: Preview, place: _Place) -> None:
    room = _text_box(preview, place)
    words = painter.fontMetrics().horizontalAdvance(preview.text)
    box = QRectF(room.topLeft(), room.bottomRight())
    box.setWidth(min(room.width(), words + 16))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 190))
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(QColor(255, 255, 255))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, preview.text)
