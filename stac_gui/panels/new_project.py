"""Makes a project: of a data set, with a preview, or of the bare folder that is open."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from stac_core.class_list import NameAndColor, make_specs
from stac_core.data.layouts.registry import AUTO, LAYOUTS
from stac_core.errors import ConfigError
from stac_core.new_project import place_beside
from stac_core.project import is_project
from stac_gui.library_words import said
from stac_gui.panels.data_set_preview import DataSetPreview
from stac_gui.panels.form_dialog import FormDialog
from stac_gui.theme import UNIT
from stac_gui.translating import figure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stac_core.data.layouts.base import DataSet
    from stac_gui.models.data_sets import Preview

DELAY_MS: Final = 300
"""After the last letter of a path, before the folder is looked at."""
_NOTES: Final = 3
"""So many are shown at once, the most serious first; all of them in the tooltip."""


@dataclass(frozen=True)
class NewProject:
    """Answer: where a bare folder's project goes, and its classes."""

    folder: Path
    classes: tuple[NameAndColor, ...]


@dataclass(frozen=True)
class DataSetWish:
    """Answer: a project of a data set.

    Attributes:
        data: The data set.
        folder: Of the project.
        classes: Names and colours.
        copies: Whether the data set is copied into the project's folder.
        imports_maps: Whether the heat maps that came with it are imported.
    """

    data: DataSet
    folder: Path
    classes: tuple[NameAndColor, ...]
    copies: bool
    imports_maps: bool


class NewProjectDialog(FormDialog):
    """Asks what a project is made of, where it goes, and how its classes are called.

    Args:
        images: The bare folder that is open, which is not asked for then.
        classes: Its classes so far; none of them can be taken away.
        parent: The window.

    Signals:
        read_wanted: A folder to be looked at, and the name of a layout.
        stop_wanted: Looking is to stop, and to say so.
        forget_wanted: What is being looked at is not wanted any more.
    """

    read_wanted = Signal(object, str)
    stop_wanted = Signal()
    forget_wanted = Signal()

    def __init__(
        self, images: Path | None, classes: Sequence[NameAndColor], parent: QWidget | None
    ) -> None:
        super().__init__("", "", parent)
        self._images = images
        self._preview: Preview | None = None
        self._is_looking = False
        self._is_own_place = True
        self.folder = QLineEdit(self)
        self.preview = DataSetPreview(self)
        browse = QPushButton(self.tr("Choose …"), self)
        browse.setAutoDefault(False)
        browse.clicked.connect(self._browse_project)
        if images is None:
            self.setWindowTitle(self.tr("New project"))
            self.ok.setText(self.tr("Create project"))
            self._add_source()
        else:
            self.setWindowTitle(self.tr("Make a project of this folder"))
            self.ok.setText(self.tr("Make project"))
            words = QLabel(
                self.tr("Your decisions and masks are kept in a project beside the images. The "
                        "image folder itself is never changed."),
                self,
            )  # fmt: skip
            words.setWordWrap(True)
            self.form.addRow(words)
            self.folder.setText(str(place_beside(images)))
        self.path_row(self.tr("Project folder"), self.folder, browse)
        if images is None:
            self.copies = QCheckBox(self.tr("Copy the images into the project folder"), self)
            self.maps = QCheckBox(self.tr("Import the heat maps"), self)
            self.maps.setChecked(True)
            self.maps.hide()
            row = QHBoxLayout()
            row.setSpacing(3 * UNIT)
            row.addWidget(self.copies)
            row.addWidget(self.maps)
            row.addStretch(1)
            self.form.addRow("", row)
        self._add_preview()
        self.folder.textEdited.connect(self._on_place_edited)
        self.folder.textChanged.connect(self._check)
        self.preview.changed.connect(self._check)
        if images is not None:
            self.preview.show_bare(classes)
            self.pages.setCurrentWidget(self.preview)
        self._check()

    # ---- what was chosen -----------------------------------------------------------------

    def answer(self) -> NewProject:
        """What was chosen for the bare folder that is open."""
        return NewProject(Path(self.folder.text().strip()), tuple(self._classes()))

    def wish(self) -> DataSetWish | None:
        """What was chosen for a data set; None while there is none."""
        if self._preview is None:
            return None
        data = self._preview.data
        return DataSetWish(
            data,
            Path(self.folder.text().strip()),
            tuple(self._classes()),
            copies=self.copies.isChecked(),
            imports_maps=data.maps is not None and self.maps.isChecked(),
        )

    # ---- what is found -------------------------------------------------------------------

    def show_folder(self, folder: Path) -> None:
        """Look at a folder, as if it had been chosen here."""
        self.source.setText(str(folder))

    def show_progress(self, done: int, total: int) -> None:
        """Say how far looking at the masks is."""
        if self._is_looking:
            text = self.tr("Looking at masks: {} of {}")
            self.state.setText(text.format(figure(done), figure(total)))
            self.bar.setRange(0, max(1, total))
            self.bar.setValue(done)

    def show_preview(self, preview: Preview) -> None:
        """Show what was found."""
        self._preview = preview
        self._end_looking("")
        layout = LAYOUTS[preview.data.layout]
        self.found.setText(said(layout.title))
        self.found.setToolTip(said(layout.summary))
        shown = list(preview.notes[:_NOTES])
        if left := len(preview.notes) - len(shown):
            shown.append(self.tr("… and {} more").format(left))
        self.notes.setText("\n".join(shown))
        self.notes.setToolTip("\n".join(preview.notes))
        self.notes.setVisible(bool(preview.notes))
        self.maps.setVisible(preview.data.maps is not None)
        self.preview.show_preview(preview)
        self.pages.setCurrentWidget(self.preview)
        if self._is_own_place:
            self.folder.setText(str(place_beside(Path(self.source.text().strip()))))
        self._check()

    def show_failure(self, message: str) -> None:
        """Say why the folder cannot be read."""
        self._end_looking(message)
        self._check()

    def show_stopped(self) -> None:
        """Say that looking was stopped."""
        self._end_looking(self.tr("Stopped. Choose the folder or a layout to look again."))
        self._check()

    # ---- inside --------------------------------------------------------------------------

    def _add_source(self) -> None:
        self.setMinimumSize(800, 680)
        self.source = QLineEdit(self)
        self.source.setPlaceholderText(self.tr("Folder of images, or of a whole data set"))
        browse = QPushButton(self.tr("Choose …"), self)
        browse.setAutoDefault(False)
        browse.clicked.connect(self._browse_source)
        self.path_row(self.tr("Images"), self.source, browse)
        self.layouts = QComboBox(self)
        self.layouts.setAccessibleName(self.tr("Layout"))
        self.layouts.addItem(self.tr("Found by itself"), AUTO)
        for each in LAYOUTS.values():
            self.layouts.addItem(said(each.title), each.name)
        self.found = QLabel(self)
        row = QHBoxLayout()
        row.setSpacing(2 * UNIT)
        row.addWidget(self.layouts)
        row.addWidget(self.found, 1)
        self.form.addRow(self.tr("Layout"), row)
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(DELAY_MS)
        self._delay.timeout.connect(self._look)
        self.source.textChanged.connect(self._on_source_edited)
        self.layouts.currentIndexChanged.connect(self._on_source_edited)

    def _add_preview(self) -> None:
        self.state = QLabel(
            self.tr("Choose a folder of images, or the folder of a data set: its classes, tags, "
                    "subsets and masks are found and shown here."),
            self,
        )  # fmt: skip
        self.state.setWordWrap(True)
        self.state.setProperty("role", "muted")
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setMaximumHeight(8)
        self.stop = QPushButton(self.tr("Stop"), self)
        self.stop.setAutoDefault(False)
        self.stop.clicked.connect(self.stop_wanted)
        waiting = QWidget(self)
        middle = QVBoxLayout(waiting)
        middle.setContentsMargins(8 * UNIT, 0, 8 * UNIT, 0)
        middle.setSpacing(UNIT)
        middle.addStretch(1)
        middle.addWidget(self.state)
        row = QHBoxLayout()
        row.addWidget(self.bar, 1)
        row.addWidget(self.stop)
        middle.addLayout(row)
        middle.addStretch(1)
        self.bar.hide()
        self.stop.hide()
        self.pages = QStackedWidget(self)
        self.pages.addWidget(waiting)
        self.pages.addWidget(self.preview)
        self.notes = QLabel(self)
        self.notes.setProperty("role", "warning")
        self.notes.setWordWrap(True)
        self.notes.hide()
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(1, self.pages, 1)
        layout.insertWidget(2, self.notes)

    def _classes(self) -> list[NameAndColor]:
        return self.preview.classes.wanted()

    def _on_source_edited(self) -> None:
        """Another folder or layout is wanted: what was found is out of date."""
        self._preview = None
        self._is_looking = bool(self.source.text().strip())
        self.found.setText("")
        self.notes.hide()
        self.maps.hide()
        self.pages.setCurrentIndex(0)
        self.state.setText(self.tr("Looking …") if self._is_looking else "")
        self.bar.setRange(0, 0)
        self.bar.setVisible(self._is_looking)
        self.stop.setVisible(self._is_looking)
        self.forget_wanted.emit()
        self._delay.start()
        self._check()

    @Slot()
    def _look(self) -> None:
        text = self.source.text().strip()
        if text:
            self.read_wanted.emit(Path(text), str(self.layouts.currentData()))

    def _end_looking(self, words: str) -> None:
        self._is_looking = False
        self.bar.hide()
        self.stop.hide()
        self.state.setText(words)

    @Slot()
    def _on_place_edited(self) -> None:
        self._is_own_place = not self.folder.text().strip()

    @Slot()
    def _browse_source(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Images"), self.source.text())
        if chosen:
            self.source.setText(chosen)

    @Slot()
    def _browse_project(self) -> None:
        start = str(Path(self.folder.text()).parent) if self.folder.text() else ""
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Project folder"), start)
        if chosen:
            self._is_own_place = False
            self.folder.setText(chosen)

    @Slot()
    def _check(self) -> None:
        text = self.folder.text().strip()
        if self._images is None and self._preview is None:
            self.show_problem(" ")  # the place of the preview says what is missing
        elif not text:
            self.show_problem(self.tr("Choose a folder for the project."))
        elif is_project(Path(text)):
            self.show_problem(self.tr("There is a project in this folder already."))
        else:
            self.show_problem(self._class_problem())

    def _class_problem(self) -> str:
        wanted = self._classes()
        names = [name.casefold() for name, _ in wanted]
        if any(not name for name in names):
            return self.tr("Each class needs a name.")
        if len(set(names)) < len(names):
            return self.tr("Each class needs a name of its own.")
        if "background" in names:
            return self.tr("The background is always there: name only defects.")
        try:
            make_specs(wanted)
        except ConfigError as error:
            return f"{error.where}: {said(error.what)}"
        return ""
