"""The switch between the models that make proposals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from stac_gui.theme import UNIT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtWidgets import QAbstractButton

    from stac_gui.models.sources import SourceState


class SourceSwitch(QWidget):
    """Whose heat maps and proposed masks are shown.

    Signals:
        chosen: "cam", "segmenter" or "maps".
        maps_chosen: Place of one of the imported sets of maps.
    """

    chosen = Signal(str)
    maps_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        heading = QLabel(self.tr("Proposals from"), self)
        heading.setProperty("role", "heading")
        self.buttons = {
            "cam": QPushButton(self.tr("Heat maps"), self),
            "segmenter": QPushButton(self.tr("Segmenter"), self),
            "maps": QPushButton(self.tr("Imported"), self),
        }
        self._group = QButtonGroup(self)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for name, button in self.buttons.items():
            button.setCheckable(True)
            button.setProperty("role", "segment")
            button.setObjectName(f"source-{name}")
            self._group.addButton(button)
            row.addWidget(button, 1)
        self._group.buttonClicked.connect(self._on_clicked)
        self.maps = QComboBox(self)
        self.maps.setAccessibleName(self.tr("Which imported heat maps"))
        self.maps.activated.connect(self.maps_chosen)
        self.maps.hide()
        self.about = _muted(self)
        self.note = _muted(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(UNIT)
        column.addWidget(heading)
        column.addLayout(row)
        column.addWidget(self.maps)
        column.addWidget(self.about)
        column.addWidget(self.note)
        self._state: tuple[dict[str, SourceState], str, str] | None = None
        self.show_state({}, "cam", "")

    def show_state(self, states: Mapping[str, SourceState], shown: str, note: str) -> None:
        """Show which models there are, which one is shown, and a note on the mask at hand."""
        now = dict(states), shown, note
        if now == self._state:  # asked at each step of a walk: every tooltip costs an event
            return
        self._state = now
        lines = []
        for name, button in self.buttons.items():
            state = states.get(name)
            button.setEnabled(state is not None and state.can_be_chosen)
            if name == "maps":  # few people have any: nobody else need know of them
                button.setVisible(button.isEnabled())
                if not button.isEnabled():
                    continue
            button.setChecked(name == shown and button.isEnabled())
            words = "" if state is None else state.problem or state.model
            button.setToolTip(f"{words}  (P)" if words and button.isEnabled() else words)
            button.setAccessibleDescription(words)
            if state is not None and (name == shown or not state.can_be_chosen):
                lines.append(words)
        _say(self.about, "\n".join(dict.fromkeys(line for line in lines if line)))
        _say(self.note, note)

    def show_maps(self, names: Sequence[str], current: int, *, shown: bool) -> None:
        """Show which sets of maps were imported, where there is a choice.

        Args:
            names: Of the sets.
            current: Place of the one in use; -1 where it is none of them.
            shown: Whether imported maps are the ones that are looked at.
        """
        if names != [self.maps.itemText(row) for row in range(self.maps.count())]:
            self.maps.clear()
            self.maps.addItems(names)
        if self.maps.currentIndex() != current:
            self.maps.setCurrentIndex(current)
        self.maps.setVisible(shown and len(names) > 1)

    @Slot(object)
    def _on_clicked(self, button: QAbstractButton) -> None:
        self.chosen.emit(next(name for name, each in self.buttons.items() if each is button))


def _muted(parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setProperty("role", "muted")
    label.setWordWrap(True)
    return label


def _say(label: QLabel, text: str) -> None:
    if label.text() != text:
        label.setText(text)
    label.setVisible(bool(text))
