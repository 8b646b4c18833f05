"""The whole image, small, at a corner of the canvas: where one is, and a way to go elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen, QRegion
from PySide6.QtWidgets import QWidget

from stac_gui.canvas.painting import paint_layers
from stac_gui.canvas.viewport import Viewport

if TYPE_CHECKING:
    from stac_gui.canvas.view import Canvas

SIDE: Final = 160
"""Length of the map's longer side in widget pixels."""

MARGIN: Final = 16
PATIENCE: Final = 100
"""Milliseconds after which an edit is seen on the map."""


class MiniMap(QWidget):
    """Seen only while a part of the image is out of sight. Press or drag on it to go there.

    Args:
        canvas: What it lies on, at its lower right.
    """

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._wanted = True
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(self.tr("Small map of the whole image"))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PATIENCE)
        self._timer.timeout.connect(self.update)
        canvas.installEventFilter(self)
        self.hide()

    def set_wanted(self, on: bool) -> None:
        """Whether the map is to be seen where it is of use."""
        self._wanted = on
        self.mirror()

    def mirror(self, *part: QRect | QRegion) -> None:
        """The canvas repaints a part, as while somebody paints, or all."""
        if part:
            if self.isVisible() and not self._timer.isActive():
                self._timer.start()
            return
        view = self._canvas.viewport
        shown = self._wanted and not view.shows_all and self._canvas.layers_of(None) is not None
        self.setVisible(shown)
        if shown:
            self._place()
            self.update()

    # ---- events --------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._canvas and event.type() == QEvent.Type.Resize:
            self.mirror()
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._go(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        layers = self._canvas.layers_of(None)
        if layers is None:
            return
        painter = QPainter(self)
        ratio, small = self.devicePixelRatioF(), self._small()
        painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Dark))
        paint_layers(painter, self.rect(), layers, small, ratio)
        left, top, right, bottom = self._canvas.viewport.visible
        (x, y), (x2, y2) = small.to_view((left, top)), small.to_view((right, bottom))
        seen = QRectF(x / ratio, y / ratio, (x2 - x) / ratio, (y2 - y) / ratio)
        # a light line inside a dark one is seen on every image
        painter.setPen(QPen(QColor(0, 0, 0, 200), 3))
        painter.drawRect(seen)
        painter.setPen(QPen(QColor(255, 255, 255), 1.5))
        painter.drawRect(seen)
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Mid), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    # ---- inside --------------------------------------------------------------------------

    def _small(self) -> Viewport:
        """The whole image on the map."""
        ratio = self.devicePixelRatioF()
        device = max(1, round(self.width() * ratio)), max(1, round(self.height() * ratio))
        return Viewport(self._canvas.viewport.image, device).fitted()

    def _place(self) -> None:
        height, width = self._canvas.viewport.image
        share = SIDE / max(height, width)
        # a line-scan image's map is still wide enough to be hit
        size = QSize(max(24, round(width * share)), max(24, round(height * share)))
        left = self._canvas.width() - size.width() - MARGIN
        self.setGeometry(left, self._canvas.height() - size.height() - MARGIN, *size.toTuple())
        self.raise_()

    def _go(self, event: QMouseEvent) -> None:
        ratio = self.devicePixelRatioF()
        place = event.position().x() * ratio, event.position().y() * ratio
        self._canvas.centre_on(self._small().to_image(place))
