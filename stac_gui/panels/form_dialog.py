"""A dialog with a form, a line for what is wrong, and two buttons."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from stac_gui.theme import UNIT


class FormDialog(QDialog):
    """A dialog with a form, a line for what is wrong, and two buttons."""

    def __init__(self, title: str, accept_text: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(480)
        self.form = QFormLayout()
        self.form.setHorizontalSpacing(2 * UNIT)
        self.form.setVerticalSpacing(UNIT)
        self.problem = QLabel(self)
        self.problem.setProperty("role", "muted")
        self.problem.setWordWrap(True)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.ok = self.buttons.addButton(accept_text, QDialogButtonBox.ButtonRole.AcceptRole)
        self.ok.setProperty("role", "primary")
        self.ok.style().polish(self.ok)  # the box has styled it already, without the role
        self.ok.setDefault(True)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, 2 * UNIT, 2 * UNIT, 2 * UNIT)
        layout.setSpacing(2 * UNIT)
        layout.addLayout(self.form)
        layout.addWidget(self.problem)
        layout.addWidget(self.buttons)

    def show_problem(self, text: str) -> None:
        """Say what is wrong and why one cannot go on; nothing where empty."""
        self._say("muted", text)
        self.ok.setEnabled(not text)

    def warn(self, text: str) -> None:
        """Say what to think of before going on, which one may."""
        self._say("warning", text)

    def _say(self, role: str, text: str) -> None:
        self.problem.setText(text)
        if self.problem.property("role") != role:
            self.problem.setProperty("role", role)
            self.problem.style().polish(self.problem)

    def path_row(self, label: str, edit: QLineEdit, button: QPushButton) -> None:
        """A line to type a path and a button to choose it."""
        if label and not edit.accessibleName():
            edit.setAccessibleName(label)
            button.setAccessibleName(f"{label}: {button.text()}")
        row = QHBoxLayout()
        row.setSpacing(UNIT)
        row.addWidget(edit, 1)
        row.addWidget(button)
        self.form.addRow(label, row)
