"""A second side over the canvas, with the same zoom and pan: behind a divider, or beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, cast

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QRegion,
    QTabletEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from stac_gui.canvas.painting import paint_layers
from stac_gui.canvas.viewport import on_device_pixels

if TYPE_CHECKING:
    from stac_gui.canvas.pyramid import Pyramid
    from stac_gui.canvas.view import Canvas

KNOB: Final = QSize(20, 56)
EDGE: Final = 64
"""Widget pixels that each side keeps."""

_MOUSE: Final = frozenset(
    {
        QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease, QEvent.Type.MouseMove,
        QEvent.Type.MouseButtonDblClick,
    }
)  # fmt: skip

_PEN: Final = frozenset(
    {QEvent.Type.TabletPress, QEvent.Type.TabletMove, QEvent.Type.TabletRelease}
)


@dataclass(frozen=True)
class SideContent:
    """What a side shows over the image.

    Attributes:
        heat: A heat map; True for the one that the canvas has, whatever it is by then.
        mask: A label map; True for the one that is edited.
    """

    heat: Pyramid | bool | None = None
    mask: Pyramid | bool | None = None


class SideView(QWidget):
    """The right side. It lies on the canvas, paints what the canvas would, and edits nothing.

    Split, it shows the same place as the canvas beneath it, and the mouse goes through. Side by
    side, it shows the same place as the canvas beside it, and hands mouse and pen over.

    Args:
        canvas: What it lies on; it follows its size.

    Attributes:
        divider: Moves the border; shown where the view is split.
    """

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._content: SideContent | None = None
        self._mode: Literal["split", "side"] = "split"
        self._share = 0.5
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.divider = Divider(canvas, self)
        canvas.installEventFilter(self)
        self.hide()
        self.divider.hide()

    @property
    def border(self) -> int:
        """Left edge, in the canvas's coordinates."""
        return self.x()

    def show_side(self, mode: Literal["split", "side"]) -> None:
        """Show the side in one of its two forms."""
        self._mode = mode
        split = mode == "split"
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, split)
        self.show()
        self.divider.setVisible(split)
        self.divider.raise_()
        self.place()

    def hide_side(self) -> None:
        """Show the canvas alone."""
        self.hide()
        self.divider.hide()

    def set_content(self, content: SideContent | None) -> None:
        """Show something else; None shows the layers that are switched on."""
        if content != self._content:
            self._content = content
            self.update()

    def move_border(self, x: float) -> None:
        """Split elsewhere; x in the canvas's coordinates."""
        width = self._canvas.width()
        self._share = min(max(x, EDGE), max(EDGE, width - EDGE)) / max(1, width)
        self.place()

    def mirror(self, *part: QRect | QRegion) -> None:
        """The canvas repaints a part, or all; so does the side.

        What it covers of the canvas Qt repaints neither there nor here.
        """
        if self.isVisible():
            shift = self.x() if self._mode == "split" else 0
            self.update(*(each.translated(-shift, 0) for each in part))

    def place(self) -> None:
        """Lie where the canvas's size and the border say."""
        size = self._canvas.size()
        share = 0.5 if self._mode == "side" else self._share
        left = on_device_pixels(size.width() * share, self.devicePixelRatioF())
        self.setGeometry(left, 0, size.width() - left, size.height())
        middle = size.height() // 2 - KNOB.height() // 2
        self.divider.setGeometry(QRect(QPoint(left - KNOB.width() // 2, middle), KNOB))
        self.update()

    # ---- events --------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._canvas and event.type() == QEvent.Type.Resize and self.isVisible():
            self.place()
        return False

    def event(self, event: QEvent) -> bool:
        if event.type() in _MOUSE and isinstance(event, QMouseEvent):
            position = event.position()
            copy = QMouseEvent(
                event.type(), position, event.globalPosition(), event.button(), event.buttons(),
                event.modifiers(), event.pointingDevice(),
            )  # fmt: skip
            QApplication.sendEvent(self._canvas, copy)
            self.setCursor(self._canvas.cursor())
            return True
        if event.type() in _PEN and isinstance(event, QTabletEvent):
            pen = QTabletEvent(
                event.type(), event.pointingDevice(), event.position(), event.globalPosition(),
                event.pressure(), event.xTilt(), event.yTilt(), event.tangentialPressure(),
                event.rotation(), event.z(), event.modifiers(), event.button(), event.buttons(),
            )  # fmt: skip
            QApplication.sendEvent(self._canvas, pen)
            event.setAccepted(pen.isAccepted())  # else it comes again as an event of a mouse
            self.setCursor(self._canvas.cursor())
            return True
        if event.type() == QEvent.Type.Wheel and isinstance(event, QWheelEvent):
            turned = QWheelEvent(
                event.position(), event.globalPosition(), event.pixelDelta(), event.angleDelta(),
                event.buttons(), event.modifiers(), event.phase(), event.inverted(),
            )  # fmt: skip
            QApplication.sendEvent(self._canvas, turned)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._canvas.has_painted()
        painter = QPainter(self)
        shift = self.x() if self._mode == "split" else 0
        rects = [rect.translated(shift, 0) for rect in event.region()]  # type: ignore[attr-defined]
        painter.translate(-shift, 0)
        background = self.palette().color(QPalette.ColorRole.Dark)
        ratio, layers = self.devicePixelRatioF(), self._canvas.layers_of(self._content)
        for rect in rects:
            painter.fillRect(rect, background)
            if layers is not None:
                paint_layers(painter, rect, layers, self._canvas.viewport, ratio)
        if layers is not None:
            self._canvas.paint_tools(painter, rects)
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        # a light line beside a dark one is seen on every image
        painter.fillRect(QRect(0, 0, 1, self.height()), QColor(0, 0, 0, 200))
        painter.fillRect(QRect(1, 0, 1, self.height()), QColor(255, 255, 255, 200))
        painter.end()


class Divider(QWidget):
    """The knob that moves the border of a split view, by mouse or arrow keys."""

    def __init__(self, canvas: Canvas, side: SideView) -> None:
        super().__init__(canvas)
        self._side = side
        self._grabbed: float | None = None
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolTip(self.tr("Drag to split elsewhere"))
        self.setAccessibleName(self.tr("Border of the split view: arrow keys move it"))

    def event(self, event: QEvent) -> bool:
        asks = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if asks and cast("QKeyEvent", event).key() in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            event.accept()  # not the next image
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -16, Qt.Key.Key_Right: 16}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self._side.move_border(self._side.border + step)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._grabbed = event.position().x() - self.width() / 2

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grabbed is not None:
            x = self.mapToParent(event.position()).x()
            self._side.move_border(x - self._grabbed)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grabbed = None

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        role = QPalette.ColorRole
        ring = self.palette().color(role.Accent if self.hasFocus() else role.Mid)
        painter.setPen(QPen(ring, 2 if self.hasFocus() else 1))
        painter.setBrush(self.palette().color(role.Window))
        painter.drawRoundedRect(self.rect().adjusted(3, 1, -3, -1), 6, 6)
        painter.setPen(QPen(self.palette().color(role.Text), 1.5))
        middle = QPointF(self.rect().center()) + QPointF(0.5, 0.5)
        for x in (-2, 2):
            top, bottom = middle + QPointF(x, -8), middle + QPointF(x, 8)
            painter.drawLine(top, bottom)
        painter.end()
