"""The canvas: shows image, heat map and mask, zooms and pans, and hands strokes to the tool."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final, Protocol

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QEnterEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QRegion,
    QResizeEvent,
    QTabletEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from stac_core.editing.levels import ShownLevels
from stac_gui.canvas.level_making import LevelMaker
from stac_gui.canvas.painting import image_rect, paint_layers
from stac_gui.canvas.pointing import Pointing
from stac_gui.canvas.shown import Shown
from stac_gui.canvas.tool_hand import ToolHand
from stac_gui.canvas.viewport import Viewport, on_device_pixels

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from numpy.typing import NDArray

    from stac_core.data.images import ValueRange
    from stac_core.labels.mask_edit import Rect
    from stac_core.types import Mask
    from stac_gui.canvas.comparison import SideContent
    from stac_gui.canvas.painting import Layers
    from stac_gui.canvas.pyramid import Pyramid
    from stac_gui.canvas.rendering import HeatStyle, MaskStyle
    from stac_gui.canvas.tools import Editable, ToolKind

ZOOM_STEP: Final = 1.25
MANY_PARTS: Final = 12
"""Of so many small parts it is quicker to paint the whole area around them."""
FIT_LARGEST: Final = 8.0
"""Fitting enlarges small images, but not without end."""


class Follower(Protocol):
    """Shows something of the canvas elsewhere."""

    def mirror(self, *part: Any) -> None:
        """A part of the canvas is repainted, or all of it."""


class Canvas(QWidget):
    """Shows one image and its overlays.

    Everything is drawn from arrays at the resolution of the screen, and only where something
    changed, so the cost of a brush stroke does not depend on the size of the image.

    Signals:
        painted: Id of the image that was painted.
        overlay_painted: Id of the image whose heat map was painted for the first time.
        hovered: (x, y) of the image pixel under the cursor, or None.
        zoom_changed: Device pixels per image pixel.
        tool_set: A tool's options are different, by the canvas itself.
    """

    painted = Signal(str)
    overlay_painted = Signal(str)
    hovered = Signal(object)
    zoom_changed = Signal(float)
    tool_set = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(QSize(240, 200))
        self.tools = ToolHand(self)
        self.tools.scene.chosen = self.tool_set.emit
        self._pointing = Pointing(self)
        self._shown = Shown(maker=LevelMaker(self.tools.scene, self.update))
        self._owner: Editable | None = None
        self._viewport = Viewport()
        self._image_id = ""
        self._painted_id = ""
        self._overlay_is_new = False
        self._message = ""
        self._follow_fit = True
        self._followers: list[Follower] = []
        self._content: SideContent | None = None
        self._columns = 1
        self._awaited = QRect()

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
    def has_image(self) -> bool:
        """Whether there is an image."""
        return self._shown.image is not None

    @property
    def tool_kind(self) -> ToolKind:
        """The tool at hand."""
        return self.tools.kind

    def set_image(self, image_id: str, image: Pyramid | None, message: str = "") -> None:
        """Show another image, without overlays until they are given.

        Args:
            image_id: Of the image.
            image: Its values; None shows the message instead.
            message: What to say without an image.
        """
        before = self._viewport.image
        self._image_id, self._message = image_id, message
        self._shown.set_image(image)
        self.tools.scene.heat = None
        self._owner = None
        self.tools.work_on(None)
        self._show_levels()
        if image is not None:
            size = (int(image.base.shape[0]), int(image.base.shape[1]))
            self._viewport = Viewport(size, self._device_size(), *self._zoom_of(self._viewport))
            if self._follow_fit or size != before:
                self._fit()
        self._pointing.show()
        self.update()

    def set_window(self, window: ValueRange) -> None:
        """Show these values of the image as black and white."""
        if window != self._shown.window:
            self._shown.window = window
            self._show_levels()
            self.update()

    def set_heat(self, levels: NDArray[np.uint8] | None) -> None:
        """Show a heat map: uint8 (H, W), 0..255 = 0..1."""
        self._shown.set_heat(levels)
        self.tools.scene.heat = levels
        self._overlay_is_new = levels is not None
        self.update()

    def set_mask(
        self,
        mask: Mask | None,
        owner: Editable | None,
        *,
        blank: bool = False,
        may_edit: bool = True,
    ) -> None:
        """Show a mask, which `owner` edits in place.

        Args:
            mask: uint8 (H, W); None for none.
            owner: Whose mask it is; None where it is only to look at and never changes.
            blank: Whether it is 0 everywhere so far.
            may_edit: Whether tools may change it.
        """
        self._shown.set_mask(mask, blank=blank)
        self._owner = owner
        self.tools.work_on(owner if may_edit else None)
        self._pointing.show()
        self.update()

    @Slot(object)
    def mask_replaced(self, mask: Mask) -> None:
        """The mask is another array now; nothing happens where it is not the one at hand."""
        if self._owner is not None and self._owner.mask is mask:
            self._shown.set_mask(mask)

    @Slot(object)
    def mask_changed(self, rect: Rect) -> None:
        """The mask is different inside a rectangle of image pixels."""
        if self._shown.mask is None or rect.is_empty:
            return
        self._shown.mask.update(rect)
        scale, (x, y) = self._viewport.scale, self._viewport.origin
        ratio, reach = self.devicePixelRatioF(), self._shown.mask_style.outline + 2
        corner = QPoint(
            math.floor((rect.left * scale + x - reach) / ratio),
            math.floor((rect.top * scale + y - reach) / ratio),
        )
        end = QPoint(
            math.ceil((rect.right * scale + x + reach) / ratio),
            math.ceil((rect.bottom * scale + y + reach) / ratio),
        )
        changed = QRect(corner, end)
        # a new threshold changes thousands of small places one by one
        if not self._awaited.contains(changed):
            self._awaited = self._awaited.united(changed)
            self.update(self._awaited)

    def set_styles(self, mask: MaskStyle, heat: HeatStyle) -> None:
        """Change how overlays look."""
        self._shown.mask_style, self._shown.heat_style = mask, heat
        self.update()

    def show_layers(self, *, heat: bool, mask: bool) -> None:
        """Show or hide overlays; hiding never changes them."""
        self._shown.heat_on, self._shown.mask_on = heat, mask
        self.update()

    def peek(self, on: bool) -> None:
        """Show the bare image while a key is held."""
        if on != self._shown.bare:
            self._shown.bare = on
            self.update()

    def show_grid(self, on: bool) -> None:
        """Tell pixels apart by lines where they are large enough."""
        self._shown.grid = on
        self.update()

    # ---- beside and over it --------------------------------------------------------------

    def add_follower(self, follower: Follower) -> None:
        """Tell somebody whenever something is repainted."""
        self._followers.append(follower)

    def update(self, *part: Any) -> None:
        """Repaint a part, or all."""
        super().update(*part)
        for follower in self._followers:
            follower.mirror(*part)

    def show_content(self, content: SideContent | None, *, columns: int = 1) -> None:
        """Show something else than the layers that are switched on.

        Args:
            content: What; None for the layers.
            columns: 2 leaves the right half to another side, which shows the same place.
        """
        self._content = content
        if columns != self._columns:
            self._columns = columns
            self._follow_size()
        self.update()

    def layers_of(self, content: SideContent | None) -> Layers | None:
        """What is painted for a content, or as layers are switched on; None without an image."""
        return self._shown.layers(content)

    def paint_tools(self, painter: QPainter, rects: Iterable[QRect]) -> None:
        """Draw what the tool at hand shows."""
        self.tools.paint(painter, rects, self._shown.mask_style)

    # ---- zoom ----------------------------------------------------------------------------

    def fit(self) -> None:
        """Show the whole image, and go on doing so for the next images."""
        self._fit()
        self.update()

    def actual_size(self) -> None:
        """One image pixel on one screen pixel."""
        self._set_viewport(self._viewport.actual())

    def centre_on(self, point: tuple[float, float]) -> None:
        """Bring a point (x, y) of the image to the middle."""
        self._set_viewport(self._viewport.centred_on(point))

    def zoom(self, steps: float) -> None:
        """Zoom in or out around the cursor, or the middle without one."""
        width, height = self._viewport.view
        middle = QPointF(width / 2, height / 2) / self.devicePixelRatioF()
        place = self._pointing.place
        self._zoom_at(steps, middle if place is None else place)

    def pan(self, moved: QPointF) -> None:
        """Move the image by widget pixels."""
        by = moved * self.devicePixelRatioF()
        self._follow_fit = False
        self._viewport = self._viewport.panned(by.x(), by.y())
        self.update()

    # ---- tools ---------------------------------------------------------------------------

    def set_tool(self, kind: ToolKind) -> None:
        """Take another tool."""
        self.tools.take(kind)
        self._pointing.follow()
        self._pointing.show()

    def hold_hand(self, on: bool) -> None:
        """Pan with the left button while a key is held."""
        self._pointing.hold_hand(on)

    def resize_brush(self, steps: int) -> None:
        """Make the brush larger or smaller."""
        self.tools.resize(steps)
        self.tool_set.emit()

    def pixel_under_cursor(self) -> tuple[int, int] | None:
        """(x, y) of the image's pixel under the cursor; None where it is elsewhere."""
        place = self._pointing.place
        return None if place is None else self.pixel_at(place)

    def cancel_gesture(self) -> bool:
        """Abandon what the tool has begun; False if there is nothing."""
        return self.tools.cancel()

    # ---- events --------------------------------------------------------------------------

    def has_painted(self) -> None:
        """All changes of the mask so far are on the screen, here or on a side that covers it."""
        self._awaited = QRect()

    def paintEvent(self, event: QPaintEvent) -> None:
        self.has_painted()
        painter = QPainter(self)
        background = self.palette().color(QPalette.ColorRole.Dark)
        ratio, layers = self.devicePixelRatioF(), self.layers_of(self._content)
        region: QRegion = event.region()
        if region.rectCount() > MANY_PARTS:
            region = QRegion(region.boundingRect())
        rects = _parts(region)
        # under the image nothing would be seen of it
        seen = QRect() if layers is None else image_rect(self._viewport, ratio)
        for rect in _parts(region - QRegion(seen)):
            painter.fillRect(rect, background)
        if layers is not None:
            for rect in rects:
                paint_layers(painter, rect, layers, self._viewport, ratio)
        if layers is None:
            self._paint_message(painter)
        else:
            self.paint_tools(painter, rects)
        painter.end()
        if self._shown.image is not None and self._painted_id != self._image_id:
            self._painted_id = self._image_id
            self.painted.emit(self._image_id)
        if self._overlay_is_new and self._shown.image is not None:
            self._overlay_is_new = False
            self.overlay_painted.emit(self._image_id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._follow_size()
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
        self._pointing.press(event)
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or not self.tools.double_click():
            self._pointing.press(event)
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointing.move(event)
        self._report_hover()
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pointing.release(event)
        event.accept()

    def tabletEvent(self, event: QTabletEvent) -> None:
        if self._pointing.pen(event):
            self._report_hover()
            event.accept()
        else:
            event.ignore()  # comes again as an event of a mouse

    def enterEvent(self, event: QEnterEvent) -> None:
        self._pointing.place = event.position()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._pointing.leave()
        self._report_hover()
        super().leaveEvent(event)

    # ---- painting ------------------------------------------------------------------------

    def _paint_message(self, painter: QPainter) -> None:
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        margin = self.rect().adjusted(48, 48, -48, -48)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(margin, int(flags), self._message)

    # ---- inside --------------------------------------------------------------------------

    def _show_levels(self) -> None:
        """Tools see the image as the person does."""
        shown = (
            None
            if self._shown.image is None
            else ShownLevels(self._shown.image.base, self._shown.window)
        )
        self.tools.scene.image = shown

    def _device_size(self) -> tuple[int, int]:
        ratio, width = self.devicePixelRatioF(), self.width()
        if self._columns == 2:
            width = on_device_pixels(width / 2, ratio)
        return max(1, round(width * ratio)), max(1, round(self.height() * ratio))

    def _follow_size(self) -> None:
        self._viewport = self._viewport.resized(self._device_size())
        if self._follow_fit:
            self._fit()

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
        self._pointing.follow()
        self.update()

    def _zoom_at(self, steps: float, position: QPointF) -> None:
        if self._shown.image is not None:
            self._set_viewport(
                self._viewport.zoomed(ZOOM_STEP**steps, self._device_point(position))
            )

    def _device_point(self, position: QPointF) -> tuple[float, float]:
        ratio = self.devicePixelRatioF()
        return position.x() * ratio, position.y() * ratio

    def _image_point(self, position: QPointF) -> tuple[float, float]:
        return self._viewport.to_image(self._device_point(position))

    def pixel_at(self, position: QPointF) -> tuple[int, int] | None:
        """(x, y) of the image's pixel at a place of the widget; None where there is none."""
        if self._shown.image is None:
            return None
        x, y = self._image_point(position)
        height, width = self._viewport.image
        return (int(x), int(y)) if 0 <= x < width and 0 <= y < height else None

    def _report_hover(self) -> None:
        self.hovered.emit(self.pixel_under_cursor())


def _parts(region: QRegion) -> list[QRect]:
    parts: list[QRect] = list(region)  # type: ignore[call-overload]
    return parts
