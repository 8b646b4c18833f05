"""The saliency window: sources at the left, at the right settings, operators and a preview."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from stac_gui.models.saliency import saliency_sources
from stac_gui.panels.bars import MessageBar
from stac_gui.panels.saliency.operators import OperatorPanel
from stac_gui.panels.saliency.preview import PreviewGrid
from stac_gui.theme import UNIT, current_colors
from stac_gui.translating import figure, list_of_numbers, numbers_in

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QShowEvent

    from stac_gui.panels.saliency.needs import PictureFiles, Preview, Saliency

SIDE_WIDTH = 312


class SaliencyWindow(QWidget):
    """A window beside the main one; closing it only hides it.

    Args:
        session: Saliency of the project.
        preview: Maps of a few images.
        files: Reads the operators' pictures.

    Signals:
        look_wanted: The preview is to show what is chosen now, or nothing while hidden.
        folder_wanted: A person wants to choose the folder of maps.
    """

    look_wanted = Signal()
    folder_wanted = Signal()

    def __init__(self, session: Saliency, preview: Preview, files: PictureFiles) -> None:
        super().__init__()
        self._session = session
        self.setWindowTitle(self.tr("Saliency – STAC Studio"))
        self.resize(1240, 860)
        self._group = QButtonGroup(self)
        self.sources: dict[str, QRadioButton] = {}
        self.in_use = QLabel(self)
        self.title = QLabel(self)
        self.text = _muted(self)
        self.problem = QLabel(self)
        self.problem.setWordWrap(True)
        self.scales = QLineEdit(self)
        self.polarity = QComboBox(self)
        for text, value in (
            (self.tr("Dark and bright"), "both"),
            (self.tr("Dark only"), "dark"),
            (self.tr("Bright only"), "bright"),
        ):
            self.polarity.addItem(text, value)
        self.folder = QLineEdit(self)
        self.folder.setReadOnly(True)
        self.folder.setPlaceholderText(self.tr("no folder chosen yet"))
        self.folder_button = QPushButton(self.tr("Choose …"), self)
        self.choose = QPushButton(self.tr("Let the tags choose"), self)
        self.train = QPushButton(self.tr("Train the net anew"), self)
        self.operators = OperatorPanel(files, self)
        self.preview_title = QLabel(self.tr("Preview"), self)
        self.preview = PreviewGrid(preview, self)
        self.state = _muted(self)
        self.progress = QProgressBar(self)
        self.progress.setTextVisible(False)
        self.progress.setFixedWidth(180)
        self.progress.setMaximumHeight(8)
        self.stop = QPushButton(self.tr("Cancel"), self)
        self.make = QPushButton(self)
        self.make.setProperty("role", "primary")
        self._settings: dict[str, QWidget] = {}
        self._lay_out()
        self.messages = MessageBar(self._scroll)
        self._connect()
        self._on_opened()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        for button in self.sources.values():
            if button.isChecked():
                button.setFocus()
        self.look_wanted.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.look_wanted.emit()

    # ---- session to widgets --------------------------------------------------------------

    def _on_opened(self) -> None:
        self.operators.forget_pictures()
        self._on_changed()
        self._on_work()

    def _on_changed(self) -> None:
        session, draft = self._session, self._session.draft
        project, editable = session.project, session.is_editable
        problem = session.problem()
        source = "contrast" if draft is None else draft.source
        words = {each.name: each for each in saliency_sources()}
        for name, button in self.sources.items():
            button.setEnabled(draft is not None and session.work is None)
            button.setChecked(draft is not None and name == source)
            used = project is not None and project.saliency.source == name
            mark = self.tr("  ·  in use") if used else ""
            button.setText(words[name].title + mark)
        self.title.setText(words[source].title if draft is not None else self.tr("Saliency maps"))
        self.text.setText(words[source].text if draft is not None else "")
        self.text.setVisible(draft is not None)
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self.problem.setStyleSheet(f"color: {current_colors().needs_fix}")
        for name, row in self._settings.items():
            row.setVisible(draft is not None and name == source)
            row.setEnabled(session.work is None)
        if draft is not None:
            if not self.scales.hasFocus():
                self.scales.setText(list_of_numbers(draft.scales))
            self.polarity.setCurrentIndex(self.polarity.findData(draft.polarity))
            self.folder.setText(draft.folder or "")
        self.choose.setEnabled(editable and not problem)
        self.train.setVisible(draft is not None and words[source].trains)
        self.train.setEnabled(editable and not problem)
        of_classes = source == "classes" and draft is not None
        self.operators.setVisible(of_classes and bool(session.rows))
        self.operators.setEnabled(editable)
        if of_classes:
            self.operators.show_rows(session.rows)
        for widget in (self.preview_title, self.preview):
            widget.setVisible(draft is not None)
        count = session.image_count()
        text = self.tr("Check the maps of {} images") if source == "folder" else self.tr(
            "Make maps of {} images")  # fmt: skip
        self.make.setText(text.format(figure(count)))
        self.make.setEnabled(editable and not problem)
        self._show_state()
        self.look_wanted.emit()

    def _on_work(self) -> None:
        work = self._session.work
        for widget in (self.progress, self.stop):
            widget.setVisible(work is not None)
        self.make.setVisible(work is None)
        if work is not None:
            self.progress.setMaximum(work.total)
            self.progress.setValue(work.done)
        self._show_state()

    def _show_state(self) -> None:
        session = self._session
        if session.work is not None:
            work = session.work
            of = self.tr("{} of {}").format(figure(work.done), figure(work.total))
            text = f"{work.words}: {of}" if work.total else f"{work.words} …"
            text = text[0].upper() + text[1:]
        elif session.project is None:
            text = ""
        elif session.is_changed:
            text = self.tr("Not in use yet: making the maps puts these settings into the project.")
        else:
            text = {
                "none": self.tr("No maps are made yet. Training makes what is missing."),
                "other": self.tr("The maps on the disk are of other settings."),
                "current": self.tr("The maps on the disk are of these settings."),
            }[session.maps]
        self.state.setText(text)

    # ---- widgets to session --------------------------------------------------------------

    def _on_source(self) -> None:
        for name, button in self.sources.items():
            if button.isChecked():
                self._session.change(source=name)

    def _on_scales(self) -> None:
        try:
            values = numbers_in(self.scales.text())
        except ValueError:
            values = []
        if values and all(0 < value <= 1 for value in values):
            self._session.change(scales=values)
        else:
            self.messages.say("warning", self.tr("Give sizes from 0 to 1, separated by commas."))
            self.scales.setFocus()

    def _on_polarity(self) -> None:
        self._session.change(polarity=self.polarity.currentData())

    def _on_message(self, level: str, text: str) -> None:
        if self.isVisible():
            self.messages.say(level, text)

    def _on_work_done(self) -> None:
        if self._session.work is None:
            self.operators.forget_pictures()

    def _connect(self) -> None:
        session = self._session
        session.opened.connect(self._on_opened)
        session.work_changed.connect(self._on_work_done)
        session.work_changed.connect(self._on_work)
        session.changed.connect(self._on_changed)
        session.message.connect(self._on_message)
        self._group.buttonClicked.connect(self._on_source)
        self.scales.editingFinished.connect(self._on_scales)
        self.polarity.activated.connect(self._on_polarity)
        self.folder_button.clicked.connect(self.folder_wanted)
        self.choose.clicked.connect(session.choose)
        self.train.clicked.connect(session.train_net)
        self.make.clicked.connect(session.make_maps)
        self.stop.clicked.connect(session.cancel)
        self.operators.picked.connect(session.pick)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Close), self, self.close)

    # ---- layout --------------------------------------------------------------------------

    def _lay_out(self) -> None:
        line = QFrame(self)
        line.setFixedWidth(1)
        line.setProperty("role", "column")
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._side())
        row.addWidget(line)
        row.addWidget(self._page(), 1)
        below = QFrame(self)
        below.setProperty("role", "line")
        below.setFixedHeight(1)
        bottom = QHBoxLayout()
        bottom.setContentsMargins(2 * UNIT, UNIT, 2 * UNIT, UNIT)
        bottom.setSpacing(2 * UNIT)
        self.state.setWordWrap(False)
        bottom.addWidget(self.state, 1)
        for widget in (self.progress, self.stop, self.make):
            bottom.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row, 1)
        column.addWidget(below)
        column.addLayout(bottom)

    def _side(self) -> QWidget:
        side = QWidget(self)
        side.setFixedWidth(SIDE_WIDTH)
        column = QVBoxLayout(side)
        column.setContentsMargins(2 * UNIT, 2 * UNIT, 2 * UNIT, 2 * UNIT)
        column.setSpacing(UNIT // 2)
        heading = QLabel(self.tr("Where maps come from"), self)
        heading.setProperty("role", "heading")
        column.addWidget(heading)
        column.addSpacing(UNIT // 2)
        for source in saliency_sources():
            button = QRadioButton(source.title, side)
            button.setAccessibleDescription(source.text)
            button.setObjectName(f"source-{source.name}")
            self.sources[source.name] = button
            self._group.addButton(button)
            about = _muted(side)
            about.setText(source.text)
            about.setContentsMargins(3 * UNIT, 0, 0, UNIT)
            column.addWidget(button)
            column.addWidget(about)
        column.addStretch(1)
        hint = _muted(side)
        hint.setText(self.tr("Saliency maps say where something stands out. Training starts from "
                             "them; no mask is needed."))  # fmt: skip
        column.addWidget(hint)
        return side

    def _page(self) -> QWidget:
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(3 * UNIT, 2 * UNIT, 3 * UNIT, 2 * UNIT)
        column.setSpacing(UNIT)
        font = self.title.font()
        font.setPointSizeF(font.pointSizeF() * 1.4)
        font.setBold(True)
        self.title.setFont(font)
        self.preview_title.setProperty("role", "heading")
        self._settings = {
            "contrast": self._row(
                (self.tr("&Sizes"), self.scales,
                 self.tr("of what stands out, as shares of the image's shorter side")),
                (self.tr("&Defects are"), self.polarity, ""),
            ),
            "classes": self._row(("", self.choose, self.tr(
                "looks at up to 600 tagged images; takes a minute or two"))),
            "folder": self._row((self.tr("&Folder"), self.folder, ""),
                                ("", self.folder_button, "")),
        }  # fmt: skip
        self.scales.setMaximumWidth(160)
        for widget in (self.title, self.text, self.problem, *self._settings.values()):
            column.addWidget(widget)
        column.addWidget(self.train, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(UNIT)
        column.addWidget(self.operators)
        column.addWidget(self.preview_title)
        column.addWidget(self.preview)
        column.addStretch(1)
        scroll = self._scroll = QScrollArea(self)
        scroll.setAccessibleName(self.tr("Settings and preview"))
        scroll.setWidget(page)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return scroll

    def _row(self, *fields: tuple[str, QWidget, str]) -> QWidget:
        holder = QWidget(self)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(UNIT)
        for text, field, help_text in fields:
            if text:
                label = QLabel(text, holder)
                label.setBuddy(field)
                row.addWidget(label)
            field.setToolTip(help_text or field.toolTip())
            row.addWidget(field, 1 if field is self.folder else 0)
            if help_text:
                about = _muted(holder)
                about.setWordWrap(False)
                about.setText(help_text)
                row.addWidget(about)
        row.addStretch(1)
        return holder


def _muted(parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setProperty("role", "muted")
    label.setWordWrap(True)
    return label
