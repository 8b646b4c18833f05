"""Says where a project's image folders are now."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QPushButton, QWidget

from stac_gui.panels.form_dialog import FormDialog
from stac_gui.translating import figure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stac_core.relink import FolderMatch, FolderPlace

DELAY_MS = 300
"""After the last letter of a path, before the folder is looked at."""


class _FolderRow(QWidget):
    """One image folder: where it was, where it is, and what is there."""

    chosen = Signal(object)

    def __init__(self, place: FolderPlace, parent: QWidget) -> None:
        super().__init__(parent)
        self.place = place
        self.match: FolderMatch | None = None
        self.path = QLineEdit(str(place.path) if place.is_there else "", self)
        self.path.setPlaceholderText(self.tr("Where is it now?"))
        self.path.setAccessibleName(self.tr("Where {} is now").format(place.name))
        self.browse = QPushButton(self.tr("Choose …"), self)
        self.browse.setAccessibleName(self.tr("Choose where {} is now").format(place.name))
        self.state = QLabel(self)
        self.state.setProperty("role", "muted")
        self.state.setWordWrap(True)
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(DELAY_MS)
        self._delay.timeout.connect(self._on_path)
        self.path.textChanged.connect(self._on_edited)
        self.browse.clicked.connect(self._browse)

    @property
    def wanted(self) -> Path | None:
        """The folder that was typed or chosen."""
        text = self.path.text().strip()
        return Path(text) if text else None

    def show_match(self, folder: Path, match: FolderMatch | None, problem: str) -> None:
        """Show what is in a folder; an answer that is out of date is dropped."""
        if folder != self.wanted:
            return
        self.match = match
        if match is None:
            self.state.setText(problem)
            return
        if match.known == 0:
            text = self.tr("{} images are here. The project knows none of them yet.")
            self.state.setText(text.format(figure(match.images)))
        elif match.found == 0:
            text = self.tr("None of the {} images that the project knows is here.")
            self.state.setText(text.format(figure(match.known)))
        else:
            text = self.tr("{} of {} images that the project knows are here.")
            words = text.format(figure(match.found), figure(match.known))
            if match.missing:
                words += " " + self.tr("Missing: {} …").format(", ".join(match.missing))
            if match.other_size:
                text = self.tr("{} has another size than its mask: are these the right images?")
                words += " " + text.format(match.other_size[0])
            if match.folder != folder.resolve():
                words += " " + self.tr("They are in {}.").format(match.folder)
            self.state.setText(words)

    @Slot()
    def _on_edited(self) -> None:
        self.match = None
        self.state.setText(self.tr("Looking …") if self.wanted else "")
        self._delay.start()

    @Slot()
    def _on_path(self) -> None:
        self.chosen.emit(self.wanted)

    @Slot()
    def _browse(self) -> None:
        start = str(self.wanted or self.place.path.parent)
        chosen = QFileDialog.getExistingDirectory(self, self.browse.accessibleName(), start)
        if chosen:
            self.path.setText(chosen)


class RelinkDialog(FormDialog):
    """Asks where image folders are, and says how many known images are there before it accepts.

    Args:
        places: The image folders of the project.
        guesses: Name of a folder -> where it may be.
        parent: The window.

    Signals:
        look_wanted: Name of a folder, and where to look.
    """

    look_wanted = Signal(str, object)

    def __init__(
        self, places: Sequence[FolderPlace], guesses: dict[str, Path], parent: QWidget | None
    ) -> None:
        super().__init__("", "", parent)
        self.setWindowTitle(self.tr("Image folders"))
        self.ok.setText(self.tr("Use these folders"))
        self.setMinimumWidth(640)
        lost = sum(not place.is_there for place in places)
        words = self.tr(
            "The images of this project are not where they were. Tags, decisions and masks are "
            "kept; only the place of the images is asked for."
        )
        if not lost:
            words = self.tr("If the images were moved or copied, say where they are now.")
        intro = QLabel(words, self)
        intro.setWordWrap(True)
        self.form.addRow(intro)
        self.rows: dict[str, _FolderRow] = {}
        for place in places:
            self._add(place)
        self._check()
        for place in places:
            row, guess = self.rows[place.name], guesses.get(place.name)
            if guess is not None and not place.is_there:
                row.path.setText(str(guess))

    def answer(self) -> dict[str, Path]:
        """Where the folders are."""
        return {
            name: row.match.folder
            for name, row in self.rows.items()
            if row.match is not None and row.match.folder != row.place.path
        }

    def show_match(
        self, name: str, folder: Path, match: FolderMatch | None, problem: str = ""
    ) -> None:
        """Show what is in a folder, or why it cannot be looked at."""
        self.rows[name].show_match(folder, match, problem)
        self._check()

    def _add(self, place: FolderPlace) -> None:
        row = _FolderRow(place, self)
        self.rows[place.name] = row
        was = QLabel(str(place.path), self)
        was.setProperty("role", "muted")
        was.setWordWrap(True)
        label = QLabel(place.name, self)
        label.setProperty("role", "heading")
        self.form.addRow(label, was)
        self.path_row("", row.path, row.browse)
        self.form.addRow("", row.state)
        row.chosen.connect(lambda folder, name=place.name: self._on_chosen(name, folder))
        row.path.textChanged.connect(self._check)

    def _on_chosen(self, name: str, folder: Path | None) -> None:
        if folder is not None:
            self.look_wanted.emit(name, folder)
        self._check()

    @Slot()
    def _check(self) -> None:
        missing = [row for row in self.rows.values() if not row.place.is_there]
        changed = [row for row in self.rows.values() if row.wanted != row.place.path]
        if any(row.wanted is None for row in missing):
            self.show_problem(self.tr("Say where the images are now."))
        elif any(row.match is None for row in changed):
            self.show_problem(" ")  # the rows say that they are looking, or why they cannot
        elif any(row.match is not None and not row.match.fits for row in changed):
            self.show_problem(self.tr("Choose a folder with images that the project knows."))
        elif not changed:
            self.show_problem(" ")
        else:
            self.show_problem("")
            matches = [row.match for row in changed if row.match is not None]
            if any(match.other_size for match in matches):
                self.warn(self.tr("Images of the same names may be other images: please check."))
            elif not all(match.is_whole for match in matches):
                self.warn(
                    self.tr("Records of missing images are kept; they come back with the images.")
                )
