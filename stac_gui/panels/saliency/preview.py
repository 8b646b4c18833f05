"""A few images beside their saliency maps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import qimage2ndarray
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPalette
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from stac_core.overlay import color_table
from stac_gui.theme import UNIT, current_colors

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from stac_gui.models.saliency import PreviewPicture
    from stac_gui.panels.saliency.needs import Preview

SIDE: Final = 184
COLUMNS: Final = 2


class _Pair(QWidget):
    """An image, its map at the right, and what they are below."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._picture: PreviewPicture | None = None
        self._images: list[QImage] = []
        line = self.fontMetrics().height()
        self.setFixedSize(2 * SIDE + UNIT, SIDE + line + UNIT)

    def show_picture(self, picture: PreviewPicture) -> None:
        if picture is self._picture:
            return
        self._picture, self._images = picture, []
        if picture.image is not None and picture.saliency is not None:
            colored = color_table("inferno")[picture.saliency]
            self._images = [qimage2ndarray.array2qimage(each) for each in (picture.image, colored)]
        words = self.tr("{} with its saliency map").format(picture.name)
        self.setAccessibleName(words)
        self.setToolTip(picture.problem or self._caption())
        self.update()

    def sizeHint(self) -> QSize:
        return self.size()

    def paintEvent(self, event: QPaintEvent) -> None:
        picture = self._picture
        if picture is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        places = [QRect(0, 0, SIDE, SIDE), QRect(SIDE + UNIT, 0, SIDE, SIDE)]
        for number, place in enumerate(places):
            if self._images:
                image = self._images[number]
                size = image.size().scaled(place.size(), Qt.AspectRatioMode.KeepAspectRatio)
                target = QRect(place.topLeft(), size)
                target.moveCenter(place.center())
                painter.drawImage(target, image)
            else:
                painter.fillRect(place, QColor(current_colors().raised))
        text = QRect(0, SIDE + UNIT // 2, self.width(), self.height() - SIDE - UNIT // 2)
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        caption = picture.problem or self._caption()
        shown = self.fontMetrics().elidedText(caption, Qt.TextElideMode.ElideMiddle, self.width())
        painter.drawText(text, int(Qt.AlignmentFlag.AlignLeft), shown)
        painter.end()

    def _caption(self) -> str:
        assert self._picture is not None
        name, tags = self._picture.name, self._picture.tags
        return f"{name}  ·  {tags}" if tags else name


class PreviewGrid(QWidget):
    """The preview.

    Args:
        preview: Makes the maps.
        parent: Owner.
    """

    def __init__(self, preview: Preview, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preview = preview
        self._pairs: list[Any] = []
        self.problem = QLabel(self)
        self.problem.setProperty("role", "muted")
        self.problem.setWordWrap(True)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(3 * UNIT)
        self._grid.setVerticalSpacing(2 * UNIT)
        self._grid.addWidget(self.problem, 0, 0, 1, COLUMNS + 1)
        self._grid.setColumnStretch(COLUMNS, 1)
        preview.changed.connect(self.show_pictures)
        self.show_pictures()

    def show_pictures(self) -> None:
        """Show what there is so far."""
        pictures = self._preview.pictures
        self.problem.setText(self._preview.problem)
        self.problem.setVisible(bool(self._preview.problem))
        while len(self._pairs) < len(pictures):
            number = len(self._pairs)
            pair = _Pair(self)
            self._grid.addWidget(pair, 1 + number // COLUMNS, number % COLUMNS)
            self._pairs.append(pair)
        for number, pair in enumerate(self._pairs):
            pair.setVisible(number < len(pictures))
            if number < len(pictures):
                pair.show_picture(pictures[number])
