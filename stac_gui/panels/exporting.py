"""Asks which masks to export, in which format, and where to."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from stac_core.formats.registry import FORMATS, writable
from stac_core.types import ReviewStatus
from stac_gui.format_words import format_summary, limit_words
from stac_gui.panels.form_dialog import FormDialog
from stac_gui.translating import figure

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from stac_core.formats.label_set import LabelFormat
    from stac_gui.settings import Settings

_SHOWN_CLASSES: Final = 3
"""So many are named on the button; more are counted."""

SUMMARY_WIDTH: Final = 360
"""Pixels that the words about a format have in the narrowest dialog."""


@dataclass(frozen=True)
class ExportChoice:
    """Answer: what to export and where to.

    Attributes:
        folder: A new or empty folder.
        statuses: Images with one of these.
        copy_images: Also copy the image files.
        format: Name of a label format.
        polygons: Outlines even where the format can hold the pixels.
        only_listed: Only images that the list shows under its filter.
        with_classes: Only images whose mask holds one of these classes; empty for all.
        shares: Name of a split -> share of the images in it; empty for no splits.
        own_splits: Take those that the project's data set came with instead.
    """

    folder: Path
    statuses: tuple[ReviewStatus, ...]
    copy_images: bool = False
    format: str = "voc"
    polygons: bool = False
    only_listed: bool = False
    with_classes: tuple[str, ...] = ()
    shares: Mapping[str, float] = field(default_factory=dict)
    own_splits: bool = False


@dataclass(frozen=True)
class Exportable:
    """What there is to export.

    Attributes:
        counts: Images by status.
        unconfirmed: Accepted images that wait for a second person.
        classes: Class names.
        listed: Number of images in the list while a filter is on; None without a filter.
        splits: Names of the splits that the project's data set came with.
    """

    counts: Mapping[ReviewStatus, int]
    unconfirmed: int = 0
    classes: Sequence[str] = ()
    listed: int | None = None
    splits: Sequence[str] = ()


class ExportDialog(FormDialog):
    """Chooses what to export."""

    def __init__(self, what: Exportable, settings: Settings, parent: QWidget | None) -> None:
        super().__init__("", "", parent)
        self._what, self._settings = what, settings
        self.setWindowTitle(self.tr("Export labels"))
        self.ok.setText(self.tr("Export"))
        self.setMinimumWidth(560)
        self._add_format()
        self._add_images()
        self._add_place()
        self._on_format()
        self._check()

    def answer(self) -> ExportChoice:
        """What was chosen."""
        chosen = self._format()
        self._settings.save_export_format(chosen.name)
        return ExportChoice(
            folder=Path(self.folder.text().strip()),
            statuses=tuple(self._chosen()),
            copy_images=self.copy_images.isChecked(),
            format=chosen.name,
            polygons=self.polygons.isEnabled() and self.polygons.isChecked(),
            only_listed=self.only_listed is not None and self.only_listed.isChecked(),
            with_classes=tuple(self._classes()),
            shares=self.splits.currentData() or {},
            own_splits=self.splits.currentData() is None,
        )

    # ---- the form ----------------------------------------------------------------------------

    def _add_format(self) -> None:
        self.format = QComboBox(self)
        for each in writable():
            self.format.addItem(each.title, each.name)
        last = self.format.findData(self._settings.export_format())
        self.format.setCurrentIndex(max(last, 0))
        self.format.currentIndexChanged.connect(self._on_format)
        self.form.addRow(self.tr("Format"), self.format)
        self.summary = QLabel(self)
        self.summary.setProperty("role", "muted")
        self.summary.setWordWrap(True)
        self.summary.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.form.addRow("", self.summary)
        self.polygons = QCheckBox(self.tr("Outlines instead of pixels"), self)
        self.polygons.toggled.connect(self._on_format)
        self.form.addRow("", self.polygons)

    def _add_images(self) -> None:
        words = {
            ReviewStatus.ACCEPTED: self.tr("accepted"),
            ReviewStatus.NEEDS_FIX: self.tr("needs fix"),
            ReviewStatus.REJECTED: self.tr("rejected"),
            ReviewStatus.TODO: self.tr("undecided, as proposed"),
        }
        self.boxes: dict[ReviewStatus, QCheckBox] = {}
        for status, text in words.items():
            box = QCheckBox(f"{text} ({figure(self._what.counts.get(status, 0))})", self)
            box.setChecked(status is ReviewStatus.ACCEPTED)
            box.toggled.connect(self._check)
            self.boxes[status] = box
            label = self.tr("Images") if status is ReviewStatus.ACCEPTED else ""
            self.form.addRow(label, box)
        self.only_listed: QCheckBox | None = None
        if self._what.listed is not None:
            text = self.tr("Only the {} images that the list shows now")
            self.only_listed = QCheckBox(text.format(figure(self._what.listed)), self)
            self.only_listed.setChecked(True)
            self.form.addRow("", self.only_listed)
        self.class_button = QToolButton(self)
        self.class_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.class_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.class_button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.class_button.setAccessibleName(self.tr("Only images with these classes"))
        menu = QMenu(self.class_button)
        self.class_actions: list[QAction] = []
        for name in self._what.classes:
            action = QAction(name, menu)
            action.setCheckable(True)
            action.toggled.connect(self._name_classes)
            menu.addAction(action)
            self.class_actions.append(action)
        self.class_button.setMenu(menu)
        self._name_classes()
        if len(self._what.classes) > 1:
            self.form.addRow(self.tr("With"), self.class_button)
        else:
            self.class_button.hide()

    def _add_place(self) -> None:
        self.splits = QComboBox(self)
        for text, shares in (
            (self.tr("No splits"), {}),
            (self.tr("80 % train, 20 % val"), {"train": 0.8, "val": 0.2}),
            (
                self.tr("70 % train, 15 % val, 15 % test"),
                {"train": 0.7, "val": 0.15, "test": 0.15},
            ),
        ):
            self.splits.addItem(text, shares)
        if self._what.splits:
            text = self.tr("The data set's own: {}").format(", ".join(self._what.splits))
            self.splits.insertItem(0, text, None)
            self.splits.setCurrentIndex(0)
        self.splits.setToolTip(
            self.tr("An image stays in its split when you export again with more images.")
        )
        self.form.addRow(self.tr("Splits"), self.splits)
        self.copy_images = QCheckBox(self.tr("Also copy the image files"), self)
        self.form.addRow("", self.copy_images)
        self.folder = QLineEdit(self)
        self.folder.setPlaceholderText(self.tr("A new or empty folder"))
        browse = QPushButton(self.tr("Choose …"), self)
        browse.clicked.connect(self._browse)
        self.path_row(self.tr("Folder"), self.folder, browse)
        self.folder.textChanged.connect(self._check)

    # ---- behaviour ---------------------------------------------------------------------------

    def _format(self) -> LabelFormat:
        return FORMATS[self.format.currentData()]

    def _chosen(self) -> list[ReviewStatus]:
        return [status for status, box in self.boxes.items() if box.isChecked()]

    def _classes(self) -> list[str]:
        return [action.text() for action in self.class_actions if action.isChecked()]

    @Slot()
    def _on_format(self) -> None:
        chosen = self._format()
        self.polygons.setEnabled(chosen.polygon_limits is not None)
        needs_images = getattr(chosen.writer, "needs_images", False)
        self.copy_images.setEnabled(not needs_images)
        if needs_images:
            self.copy_images.setChecked(True)
        limits = set(chosen.limits)
        if chosen.polygon_limits is not None and self.polygons.isChecked():
            limits |= chosen.polygon_limits
        words = [format_summary(chosen.name)]
        if limits:
            text = self.tr("It cannot keep: {}. After the export you see what was lost where.")
            words.append(text.format(limit_words(limits)))
        else:
            words.append(self.tr("Every pixel comes back as it was."))
        self.summary.setText(" ".join(words))
        # the form would squeeze words that are wrapped; shorter ones leave their room
        lines = 3 * self.summary.fontMetrics().height()
        self.summary.setMinimumHeight(max(lines, self.summary.heightForWidth(SUMMARY_WIDTH)))

    @Slot()
    def _name_classes(self) -> None:
        names = self._classes()
        if not names:
            text = self.tr("any class")
        elif len(names) <= _SHOWN_CLASSES:
            text = ", ".join(names)
        else:
            text = self.tr("{} classes").format(figure(len(names)))
        self.class_button.setText(text)

    @Slot()
    def _browse(self) -> None:
        start = self._settings.last_folder("export")
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Export to"), start)
        if chosen:
            self._settings.save_last_folder("export", str(Path(chosen).parent))
            self.folder.setText(chosen)

    @Slot()
    def _check(self) -> None:
        chosen, counts = self._chosen(), self._what.counts
        folder = Path(self.folder.text().strip())
        undecided = counts.get(ReviewStatus.TODO, 0)
        if not chosen:
            self.show_problem(self.tr("Choose which images to export."))
        elif not any(counts.get(status, 0) for status in chosen):
            self.show_problem(self.tr("There are no such images yet."))
        elif not self.folder.text().strip():
            self.show_problem(self.tr("Choose a folder to export to."))
        elif folder.is_dir() and any(folder.iterdir()):
            self.show_problem(self.tr("This folder is not empty; choose a new one."))
        else:
            self.show_problem("")
            notes = []
            if undecided and ReviewStatus.TODO not in chosen:
                note = self.tr("{} images are still undecided and will not be exported.")
                notes.append(note.format(figure(undecided)))
            if self._what.unconfirmed and ReviewStatus.ACCEPTED in chosen:
                note = self.tr("{} accepted images still wait for another person.")
                notes.append(note.format(figure(self._what.unconfirmed)))
            if notes:
                self.warn(" ".join(notes))
