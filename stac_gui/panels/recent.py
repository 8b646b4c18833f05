"""What was opened last, to open it again: a list on the empty window's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QLabel, QVBoxLayout, QWidget

from stac_gui.theme import UNIT, current_colors

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from PySide6.QtGui import QPaintEvent

WIDTH, SHOWN = 440, 5


class RecentButton(QAbstractButton):
    """A project or folder: its name and where it is.

    Args:
        path: What it opens.
        parent: Owner.
    """

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self.setText(path.name)
        self.setAccessibleName(f"{path.name}, {path.parent}")
        self.setToolTip(str(path))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedSize(WIDTH, 5 * UNIT)

    def show_gone(self, gone: bool) -> None:
        """Say whether it is not there any more."""
        self.setEnabled(not gone)
        self.setToolTip(
            self.tr("{} is not there now").format(self._path) if gone else str(self._path)
        )

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, 5 * UNIT)

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = current_colors()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isEnabled() and (self.underMouse() or self.hasFocus()):
            painter.setPen(QPen(QColor(colors.accent if self.hasFocus() else colors.line), 1))
            painter.setBrush(QColor(colors.raised))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        inner = self.rect().adjusted(UNIT, 2, -UNIT, -2)
        upper = QRect(inner.left(), inner.top(), inner.width(), inner.height() // 2)
        lower = upper.translated(0, upper.height())
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        left = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        elide = Qt.TextElideMode.ElideMiddle
        painter.setFont(font)
        painter.setPen(QColor(colors.text if self.isEnabled() else colors.muted))
        name = self.text() if self.isEnabled() else self.tr("{} (gone)").format(self.text())
        painter.drawText(upper, left, painter.fontMetrics().elidedText(name, elide, upper.width()))
        painter.setFont(self.font())
        painter.setPen(QColor(colors.muted))
        where = self.fontMetrics().elidedText(str(self._path.parent), elide, lower.width())
        painter.drawText(lower, left, where)
        painter.end()

    def event(self, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.Enter, QEvent.Type.Leave}:
            self.update()
        return super().event(event)


class RecentList(QWidget):
    """The last few; nothing the first time.

    Signals:
        chosen: A path.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: list[RecentButton] = []
        self._title = QLabel(self.tr("Opened last"), self)
        self._title.setProperty("role", "muted")
        self._title.setContentsMargins(UNIT, 0, 0, 0)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addWidget(self._title)
        self.hide()

    def show_paths(self, paths: Sequence[Path]) -> None:
        """Show these, the latest first."""
        for button in self.buttons:
            self._layout.removeWidget(button)
            button.deleteLater()
        self.buttons = []
        for path in paths[:SHOWN]:
            button = RecentButton(path, self)
            button.clicked.connect(lambda _=False, path=path: self.chosen.emit(path))
            self._layout.addWidget(button)
            self.buttons.append(button)
        self.setVisible(bool(self.buttons))

    def show_gone(self, gone: Collection[Path], paths: Sequence[Path]) -> None:
        """Grey those that are not there any more."""
        for button, path in zip(self.buttons, paths, strict=False):
            button.show_gone(path in gone)
