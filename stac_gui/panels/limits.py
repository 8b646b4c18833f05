"""Where edits may change pixels: a button that says so, and the choices behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QToolButton,
    QWidget,
    QWidgetAction,
)

from stac_core.editing.limits import EditLimits
from stac_core.types import BACKGROUND
from stac_gui.panels.number_box import NumberBox
from stac_gui.theme import UNIT, icon

if TYPE_CHECKING:
    from collections.abc import Sequence

SWATCH: Final = 12
WIDEST: Final = 20 * UNIT
"""Of the words on the button; all of them are in its tooltip."""


class LimitsButton(QWidget):
    """Says which limits are on, and opens them; one click takes them all away.

    Signals:
        changed: The new `EditLimits`.
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choices = LimitChoices(self)
        self._menu = QMenu(self)
        action = QWidgetAction(self._menu)
        action.setDefaultWidget(self.choices)
        self._menu.addAction(action)
        self.button = QToolButton(self)
        self.button.setToolButtonStyle(self.button.toolButtonStyle().ToolButtonTextOnly)
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.button.setMenu(self._menu)
        self.remove = QToolButton(self)
        self.remove.setIcon(icon("reject"))
        self.remove.setToolTip(self.tr("Take all limits away"))
        self.remove.setAccessibleName(self.remove.toolTip())
        self.remove.clicked.connect(self.choices.clear)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(UNIT // 2)
        row.addWidget(self.button)
        row.addWidget(self.remove)
        self.choices.changed.connect(self._on_changed)
        self._say()

    @property
    def limits(self) -> EditLimits:
        """The limits that are on."""
        return self.choices.limits()

    @Slot()
    def _on_changed(self) -> None:
        self._say()
        self.changed.emit(self.limits)

    def _say(self) -> None:
        limits = self.limits
        words = self.choices.words()
        if limits.is_on:
            text = self.tr("Only {}").format(", ".join(words))
            about = self.tr("Nothing else can be changed. Click for the limits")
            self.button.setToolTip(f"{text}\n{about}")
        else:
            text = self.tr("Limits")
            self.button.setToolTip(
                self.tr("Change only one class, only background, or only some values")
            )
        mode = Qt.TextElideMode.ElideRight
        self.button.setText(self.button.fontMetrics().elidedText(text, mode, WIDEST))
        self.button.setAccessibleName(text)
        self.button.setProperty("role", "badge" if limits.is_on else "")
        self.button.style().unpolish(self.button)
        self.button.style().polish(self.button)
        self.remove.setVisible(limits.is_on)


class LimitChoices(QWidget):
    """The limits to choose from.

    Signals:
        changed: A limit is different.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.where = QComboBox(self)
        self.where.setAccessibleName(self.tr("Which pixels may change"))
        self.brightness = QCheckBox(self.tr("Brightness from"), self)
        self.brightness.setToolTip(self.tr("Only pixels of the image with values in this range"))
        self.heat = QCheckBox(self.tr("Heat map from"), self)
        self.heat.setToolTip(self.tr("Only where the class at hand has values in this range"))
        self.darkest, self.brightest = _value(self), _value(self)
        self.coldest, self.hottest = _value(self), _value(self)
        for box, start in ((self.coldest, 0.25), (self.hottest, 1.0)):
            box.setRange(0, 1)
            box.setDecimals(2)
            box.setSingleStep(0.05)
            box.setValue(start)
        self.none = QPushButton(self.tr("No limits"), self)
        self.none.clicked.connect(self.clear)
        grid = QGridLayout(self)
        grid.setContentsMargins(2 * UNIT, 2 * UNIT, 2 * UNIT, 2 * UNIT)
        grid.setHorizontalSpacing(UNIT)
        grid.setVerticalSpacing(UNIT)
        grid.addWidget(QLabel(self.tr("Change only"), self), 0, 0)
        grid.addWidget(self.where, 0, 1, 1, 3)
        for row, (check, low, high, words) in enumerate(
            (
                (self.brightness, self.darkest, self.brightest, self.tr("Brightness")),
                (self.heat, self.coldest, self.hottest, self.tr("Heat map")),
            ),
            1,
        ):
            low.setAccessibleName(self.tr("{}, lowest value").format(words))
            high.setAccessibleName(self.tr("{}, highest value").format(words))
            grid.addWidget(check, row, 0)
            grid.addWidget(low, row, 1)
            grid.addWidget(QLabel(self.tr("to"), self), row, 2)
            grid.addWidget(high, row, 3)
        grid.addWidget(self.none, 3, 0, 1, 4)
        self.show_classes([])
        self.show_values(0, 255, whole=True)
        self.where.currentIndexChanged.connect(self._on_changed)
        for check in (self.brightness, self.heat):
            check.toggled.connect(self._on_changed)
        for value in (self.darkest, self.brightest, self.coldest, self.hottest):
            value.valueChanged.connect(self._on_changed)
        self._enable()

    def limits(self) -> EditLimits:
        """What is chosen."""
        brightness = (self.darkest.value(), self.brightest.value())
        heat = (self.coldest.value(), self.hottest.value())
        return EditLimits(
            self.where.currentData(),
            brightness if self.brightness.isChecked() else None,
            heat if self.heat.isChecked() else None,
        )

    def words(self) -> list[str]:
        """What is chosen, in a few words each."""
        limits = self.limits()
        words = []
        if limits.label is not None:
            words.append(self.where.currentText())
        if limits.brightness is not None:
            low, high = self.darkest.text(), self.brightest.text()
            words.append(self.tr("brightness {} to {}").format(low, high))
        if limits.heat is not None:
            low, high = self.coldest.text(), self.hottest.text()
            words.append(self.tr("heat map {} to {}").format(low, high))
        return words

    def show_classes(self, classes: Sequence[tuple[str, str]]) -> None:
        """Offer these classes, by (name, colour); other ones end a limit on a class."""
        with QSignalBlocker(self.where):
            chosen = self.where.currentText()
            self.where.clear()
            self.where.addItem(self.tr("anything"), None)
            self.where.addItem(self.tr("background"), BACKGROUND)
            for number, (name, color) in enumerate(classes, 1):
                self.where.addItem(_swatch(color), name, number)
            self.where.setCurrentIndex(max(0, self.where.findText(chosen)))
        self._on_changed()

    def show_values(self, lowest: float, highest: float, *, whole: bool) -> None:
        """Offer the values that images have here."""
        boxes = (self.darkest, self.brightest)
        blockers = [QSignalBlocker(box) for box in boxes]
        was_full = not self.brightness.isChecked()
        for box in boxes:
            box.setDecimals(0 if whole else 3)
            box.setRange(lowest, highest)
            box.setSingleStep(1 if whole else 0.01)
        if was_full:
            self.darkest.setValue(lowest)
            self.brightest.setValue(highest)
        del blockers

    @Slot()
    def clear(self) -> None:
        """Limit nothing."""
        widgets = (self.where, self.brightness, self.heat)
        blockers = [QSignalBlocker(widget) for widget in widgets]
        self.where.setCurrentIndex(0)
        self.brightness.setChecked(False)
        self.heat.setChecked(False)
        del blockers
        self._on_changed()

    @Slot()
    def _on_changed(self) -> None:
        self._enable()
        self.changed.emit()

    def _enable(self) -> None:
        for check, low, high in (
            (self.brightness, self.darkest, self.brightest),
            (self.heat, self.coldest, self.hottest),
        ):
            low.setEnabled(check.isChecked())
            high.setEnabled(check.isChecked())
        self.none.setEnabled(self.limits().is_on)


def _value(parent: QWidget) -> NumberBox:
    box = NumberBox(parent)
    box.setKeyboardTracking(False)
    box.setMinimumWidth(10 * UNIT)
    return box


def _swatch(color: str) -> QIcon:
    pixmap = QPixmap(SWATCH, SWATCH)
    pixmap.fill(QColor(color))
    return QIcon(pixmap)
