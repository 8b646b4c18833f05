"""Long tasks in one place: a button in the bar at the bottom, and a list with progress and stop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QProgressBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from stac_gui.theme import UNIT, current_colors, icon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stac_gui.models.activities import Activity

WIDTH = 400


class _Row(QWidget):
    """One task."""

    stop_clicked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.words = QLabel(self)
        self.share = QLabel(self)
        self.share.setProperty("role", "muted")
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setMaximumHeight(8)
        self.stop = QToolButton(self)
        self.stop.setIcon(icon("stop"))
        self.stop.setAutoRaise(True)
        self.stop.clicked.connect(self.stop_clicked)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(UNIT)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        grid.addWidget(self.words, 0, 0)
        grid.addWidget(self.share, 0, 1)
        grid.addWidget(self.bar, 1, 0, 1, 2)
        grid.addWidget(self.stop, 0, 2, 2, 1)

    def show_activity(self, activity: Activity) -> None:
        words = self.tr("{}: stopping …") if activity.is_stopping else "{}"
        room = self.words.fontMetrics()
        text = words.format(activity.words)
        self.words.setText(room.elidedText(text, Qt.TextElideMode.ElideMiddle, WIDTH - 14 * UNIT))
        self.words.setToolTip(text)
        known = activity.total > 0
        # without an end it moves to and fro
        self.bar.setRange(0, max(activity.total, 0) if known else 0)
        self.bar.setValue(activity.done)
        self.bar.setAccessibleName(text)
        percent = 100 * activity.done // activity.total if known else 0
        self.share.setText(f"{percent} %" if known else "")
        self.stop.setVisible(activity.can_stop)
        self.stop.setEnabled(not activity.is_stopping)
        name = self.tr("Stop: {}").format(activity.words)
        self.stop.setAccessibleName(name)
        self.stop.setToolTip(name)


class ActivityList(QFrame):
    """The list; it closes by itself when there is nothing left.

    Signals:
        stop_clicked: Key of the task to stop.
    """

    stop_clicked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("activities")
        self.setAccessibleName(self.tr("What is at work"))
        self._rows: dict[str, _Row] = {}
        title = QLabel(self.tr("At work"), self)
        title.setProperty("role", "heading")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(2 * UNIT, UNIT, 2 * UNIT, 2 * UNIT)
        self._layout.setSpacing(UNIT)
        self._layout.addWidget(title)
        self.setFixedWidth(WIDTH)

    @property
    def rows(self) -> dict[str, _Row]:
        """The rows by the keys of their tasks."""
        return dict(self._rows)

    def show_activities(self, activities: Sequence[Activity]) -> None:
        """Show these tasks; rows that stay keep their place."""
        keys = [activity.key for activity in activities]
        for key in [key for key in self._rows if key not in keys]:
            row = self._rows.pop(key)
            self._layout.removeWidget(row)
            row.hide()
            row.deleteLater()
        for activity in activities:
            if activity.key not in self._rows:
                added = _Row(self)
                key = activity.key
                added.stop_clicked.connect(lambda key=key: self.stop_clicked.emit(key))
                self._rows[activity.key] = added
                self._layout.addWidget(added)
                added.show()
            self._rows[activity.key].show_activity(activity)
        if not activities:
            self.hide()
        elif self.isVisible():
            bottom = self.geometry().bottomLeft()
            self.adjustSize()
            self.move(bottom.x(), bottom.y() - self.height() + 1)

    def open_above(self, button: QWidget) -> None:
        """Show the list above a button."""
        colors = current_colors()
        self.setStyleSheet(f"QFrame#activities {{ background: {colors.window};"
                           f" border: 1px solid {colors.line}; border-radius: 6px; }}")  # fmt: skip
        self.adjustSize()
        corner = button.mapToGlobal(QPoint(button.width(), 0))
        self.move(corner.x() - self.width(), corner.y() - self.height() - 4)
        self.show()


class ActivityButton(QToolButton):
    """Says how many tasks are at work; a click lists them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.setToolTip(self.tr("What is at work: progress, and stopping"))
        self.hide()

    @Slot(int)
    def show_count(self, count: int) -> None:
        """Show how many tasks there are; nothing for none."""
        self.setText(self.tr("1 task") if count == 1 else self.tr("{} tasks").format(count))
        self.setVisible(count > 0)
