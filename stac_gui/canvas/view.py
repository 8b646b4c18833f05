"""The canvas: shows image, heat map and mask, zooms and pans, and hands strokes to the tool."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QCursor,
    QEnterEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QRegion,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from stac_gui.canvas.painting import Layers, paint_layers
from stac_gui.canvas.pyramid import Pyramid
from stac_gui.canvas.rendering import HeatStyle, MaskStyle
from stac_gui.canvas.tools import BrushTool, Editable, ToolKind
from stac_gui.canvas.viewport import Viewport

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stac_core.data.images import ValueRange
    from stac_core.labels.mask_edit import Rect
    from stac_core.types import Mask

ZOOM_STEP: Final = 1.25
FIT_LARGEST: Final = 8.0
"""Fitting enlarges small images, but not without end."""


class Canvas(QWidget):
    """Shows one image and its overlays.

    Everything is drawn from arrays at the resolution of the screen, and only where something
    changed, so the cost of a brush stroke does not depend on the size of the image.

    Signals:
        painted: Id of the image that was painted.
        overlay_painted: Id of the image whose heat map was painted for the first time.
        hovered: (x, y) of the image pixel under the cursor, or None.
        zoom_changed: Device pixels per image pixel.
        brush_resized: The brush's new diameter.
    """

    painted = Signal(str)
    overlay_painted = Signal(str)
    hovered = Signal(object)
    zoom_changed = Signal(float)
    brush_resized = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(QSize(240, 200))
        self.tool = BrushTool()
        self.mask_style = MaskStyle(())
        self.heat_style = HeatStyle()
        self._kind = ToolKind.PAN
        self._viewport = Viewport()
        self._image_id = ""
        self._painted_id = ""
        self._overlay_is_new = False
        self._image: Pyramid | None = None
        self._window: ValueRange = (0.0, 255.0)
        self._heat: Pyramid | None = None
        self._mask: Pyramid | None = None
        self._target: Editable | None = None
        self._message = ""
        self._show_heat = self._show_mask = True
        self._peek = False
        self._hand = False
        self._follow_fit = True
        self._grabbed: QPointF | None = None
        self._cursor: QPointF | None = None

    # ---- what is shown -------------------------------------------------------------------

    @property
    def painted_id(self) -> str:
        """Id of the image that was painted last."""
        return self._painted_id

    @property
    def viewport(self) -> Viewport:
        """Zoom and position."""
        return self._viewport

    @property
    def tool_kind(self) -> ToolKind:
        """The tool at hand."""
        return self._kind

    def set_image(self, image_id: str, image: Pyramid | None, message: str = "") -> None:
        """Show another image, without overlays until they are given.

        Args:
            image_id: Of the image.
            image: Its values; None shows the message instead.
            message: What to say without an image.
        """
        self.tool.cancel()
        before = self._viewport.image
        self._image_id, self._image, self._message = image_id, image, message
        self._heat = self._mask = None
        self._target = None
        if image is not None:
            size = (int(image.base.shape[0]), int(image.base.shape[1]))
            self._viewport = Viewport(size, self._device_size(), *self._zoom_of(self._viewport))
            if self._follow_fit or size != before:
                self._fit()
        self._update_cursor()
        self.update()

    def set_window(self, window: ValueRange) -> None:
        """Show these values of the image as black and white."""
        if window != self._window:
            self._window = window
            self.update()

    def set_heat(self, levels: NDArray[np.uint8] | None) -> None:
        """Show a heat map: uint8 (H, W), 0..255 = 0..1."""
        self._heat = None if levels is None else Pyramid(levels, "mean")
        self._overlay_is_new = levels is not None
        self.update()

    def set_mask(self, mask: Mask | None, target: Editable | None) -> None:
        """Show a mask, which `target` edits in place."""
        self.tool.cancel()
        self._mask = None if mask is None else Pyramid(mask, "max")
        self._target = target
        self._update_cursor()
        self.update()

    @Slot(object)
    def mask_changed(self, rect: Rect) -> None:
        """The mask is different inside a rectangle of image pixels."""
        if self._mask is None or rect.is_empty:
            return
        self._mask.update(rect)
        scale, (x, y) = self._viewport.scale, self._viewport.origin
        reach = self.mask_style.outline + 2
        left, top = rect.left * scale + x - reach, rect.top * scale + y - reach
        right, bottom = rect.right * scale + x + reach, rect.bottom * scale + y + reach
        ratio = self.devicePixelRatioF()
        corner = QPoint(int(np.floor(left / ratio)), int(np.floor(top / ratio)))
        end = QPoint(int(np.ceil(right / ratio)), int(np.ceil(bottom / ratio)))
        self.update(QRect(corner, end))

    def set_styles(self, mask: MaskStyle, heat: HeatStyle) -> None:
        """Change how overlays look."""
        self.mask_style, self.heat_style = mask, heat
        self.update()

    def show_layers(self, *, heat: bool, mask: bool) -> None:
        """Show or hide overlays; hiding never changes them."""
        self._show_heat, self._show_mask = heat, mask
        self.update()

    def peek(self, on: bool) -> None:
        """Show the bare image while a key is held."""
        if on != self._peek:
            self._peek = on
            self.update()

    # ---- zoom ----------------------------------------------------------------------------

    def fit(self) -> None:
        """Show the whole image, and go on doing so for the next images."""
        self._fit()
        self.update()

    def actual_size(self) -> None:
        """One image pixel on one screen pixel."""
        self._set_viewport(self._viewport.actual())

    def zoom(self, steps: float) -> None:
        """Zoom in or out around the cursor, or the middle without one."""
        middle = QPointF(self.rect().center())
        self._zoom_at(steps, middle if self._cursor is None else self._cursor)

    # ---- tools ---------------------------------------------------------------------------

    def set_tool(self, kind: ToolKind) -> None:
        """Take another tool."""
        self.tool.cancel()
        self._kind = kind
        self.tool.erases = kind is ToolKind.ERASER
        self._update_cursor()
        self.update()

    def hold_hand(self, on: bool) -> None:
        """Pan with the left button while a key is held."""
        self._hand = on
        self._update_cursor()

    def resize_brush(self, steps: int) -> None:
        """Make the brush larger or smaller."""
        self._update_brush_outline()
        self.tool.resize(steps)
        self._update_brush_outline()
        self.brush_resized.emit(self.tool.diameter)

    def cancel_gesture(self) -> bool:
        """Abandon a stroke; False if there is none."""
        active = self.tool.is_active
        self.tool.cancel()
        return active

    # ---- events --------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        background = self.palette().color(QPalette.ColorRole.Dark)
        ratio = self.devicePixelRatioF()
        region: QRegion = event.region()
        for rect in region:  # type: ignore[attr-defined]
            painter.fillRect(rect, background)
            if self._image is not None:
                paint_layers(painter, rect, self._layers(self._image), self._viewport, ratio)
        if self._image is None:
            self._paint_message(painter)
        elif self._brush_shown():
            self._paint_brush(painter)
        painter.end()
        if self._image is not None and self._painted_id != self._image_id:
            self._painted_id = self._image_id
            self.painted.emit(self._image_id)
        if self._overlay_is_new and self._image is not None:
            self._overlay_is_new = False
            self.overlay_painted.emit(self._image_id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._viewport = self._viewport.resized(self._device_size())
        if self._follow_fit:
            self._fit()
        super().resizeEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        angle = event.angleDelta()
        # with Shift or Alt held some platforms turn the wheel into a horizontal one
        steps = (angle.y() or angle.x()) / 120
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.resize_brush(round(steps) or (1 if steps > 0 else -1))
        else:
            self._zoom_at(steps, event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._cursor = event.position()
        pans = self._kind is ToolKind.PAN or self._hand
        if event.button() == Qt.MouseButton.MiddleButton or (
            event.button() == Qt.MouseButton.LeftButton and pans
        ):
            self._grabbed = event.position()
            self._update_cursor()
        elif event.button() == Qt.MouseButton.LeftButton and self._target is not None:
            self.tool.press(self._target, self._image_point(event.position()))
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._update_brush_outline()
        position = event.position()
        if self._grabbed is not None:
            moved = (position - self._grabbed) * self.devicePixelRatioF()
            self._grabbed = position
            self._follow_fit = False
            self._viewport = self._viewport.panned(moved.x(), moved.y())
            self.update()
        elif self.tool.is_active:
            self.tool.move(self._image_point(position))
        self._cursor = position
        self._update_brush_outline()
        self._report_hover()
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._grabbed is not None:
            self._grabbed = None
            self._update_cursor()
        elif event.button() == Qt.MouseButton.LeftButton:
            self.tool.release()
        event.accept()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._cursor = event.position()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._update_brush_outline()
        self._cursor = None
        self._report_hover()
        super().leaveEvent(event)

    # ---- painting ------------------------------------------------------------------------

    def _layers(self, image: Pyramid) -> Layers:
        return Layers(
            image,
            self._window,
            self._heat if self._show_heat and not self._peek else None,
            self._mask if self._show_mask and not self._peek else None,
            self.heat_style,
            self.mask_style,
        )

    def _paint_message(self, painter: QPainter) -> None:
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        margin = self.rect().adjusted(48, 48, -48, -48)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(margin, int(flags), self._message)

    def _paint_brush(self, painter: QPainter) -> None:
        assert self._cursor is not None
        radius = self._brush_radius()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        # a light line inside a dark one is seen on every background
        painter.setPen(QPen(QColor(0, 0, 0, 160), 3))
        painter.drawEllipse(self._cursor, radius, radius)
        painter.setPen(QPen(self._brush_color(), 1.4))
        painter.drawEllipse(self._cursor, radius, radius)

    # ---- inside --------------------------------------------------------------------------

    def _device_size(self) -> tuple[int, int]:
        ratio = self.devicePixelRatioF()
        return max(1, round(self.width() * ratio)), max(1, round(self.height() * ratio))

    @staticmethod
    def _zoom_of(viewport: Viewport) -> tuple[float, tuple[float, float]]:
        return viewport.scale, viewport.origin

    def _fit(self) -> None:
        self._follow_fit = True
        largest = FIT_LARGEST * self.devicePixelRatioF()
        self._viewport = self._viewport.fitted(largest=largest)
        self.zoom_changed.emit(self._viewport.scale)

    def _set_viewport(self, viewport: Viewport) -> None:
        self._follow_fit = False
        self._viewport = viewport
        self.zoom_changed.emit(viewport.scale)
        self.update()

    def _zoom_at(self, steps: float, position: QPointF) -> None:
        if self._image is not None:
            self._set_viewport(
                self._viewport.zoomed(ZOOM_STEP**steps, self._device_point(position))
            )

    def _device_point(self, position: QPointF) -> tuple[float, float]:
        ratio = self.devicePixelRatioF()
        return position.x() * ratio, position.y() * ratio

    def _image_point(self, position: QPointF) -> tuple[float, float]:
        return self._viewport.to_image(self._device_point(position))

    def _report_hover(self) -> None:
        if self._cursor is None or self._image is None:
            self.hovered.emit(None)
            return
        x, y = self._image_point(self._cursor)
        height, width = self._viewport.image
        inside = 0 <= x < width and 0 <= y < height
        self.hovered.emit((int(x), int(y)) if inside else None)

    def _brush_shown(self) -> bool:
        paints = self._kind is not ToolKind.PAN and not self._hand and self._grabbed is None
        return paints and self._cursor is not None and self._target is not None

    def _brush_radius(self) -> float:
        return self.tool.diameter / 2 * self._viewport.scale / self.devicePixelRatioF()

    def _brush_color(self) -> QColor:
        value = self.tool.value
        if self.tool.erases or value > len(self.mask_style.colors):
            return QColor(255, 255, 255)
        return QColor(*self.mask_style.colors[value - 1])

    def _update_brush_outline(self) -> None:
        """Repaint where the brush's outline is: four thin strips, not the whole square."""
        if not self._brush_shown() or self._cursor is None:
            return
        radius = int(self._brush_radius()) + 4
        x, y = int(self._cursor.x()), int(self._cursor.y())
        box = QRect(x - radius, y - radius, 2 * radius + 1, 2 * radius + 1)
        if radius > 24:
            hole = int(radius * 0.68)
            inner = QRect(x - hole, y - hole, 2 * hole, 2 * hole)
            self.update(QRegion(box).subtracted(QRegion(inner)))
        else:
            self.update(box)

    def _update_cursor(self) -> None:
        if self._grabbed is not None:
            shape = Qt.CursorShape.ClosedHandCursor
        elif self._image is None:
            shape = Qt.CursorShape.ArrowCursor
        elif self._kind is ToolKind.PAN or self._hand:
            shape = Qt.CursorShape.OpenHandCursor
        elif self._target is None:
            shape = Qt.CursorShape.WaitCursor
        else:
            shape = Qt.CursorShape.CrossCursor
        self.setCursor(QCursor(shape))
