"""The training window: runs at the left; at the right the one at hand, or the form of a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from stac_gui.models.runs import RunListModel, RunRole
from stac_gui.panels.bars import MessageBar
from stac_gui.panels.training.form import RunForm
from stac_gui.panels.training.run_list import RunDelegate
from stac_gui.panels.training.run_page import RunPage
from stac_gui.theme import UNIT

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QShowEvent

    from stac_gui.models.sample_table import Pictures
    from stac_gui.panels.training.needs import Runs, TwoModels


class TrainingWindow(QWidget):
    """A window beside the main one; closing it only hides it.

    Args:
        session: The runs.
        comparison: Looks at the image at hand with two models.
        pictures: Reads picture files.

    Signals:
        look_wanted: The compared models are to look at the image at hand.
    """

    look_wanted = Signal()

    def __init__(self, session: Runs, comparison: TwoModels, pictures: Pictures) -> None:
        super().__init__()
        self._session = session
        self.setWindowTitle(self.tr("Training – STAC Studio"))
        self.resize(1180, 780)
        self.model = RunListModel(self)
        self.list = QListView(self)
        self.list.setModel(self.model)
        self.list.setItemDelegate(RunDelegate(self.list))
        self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setAccessibleName(self.tr("Training runs"))
        self.new = QPushButton(self.tr("New run …"), self)
        self.new.setToolTip(self.tr("Train another model  (Ctrl+N)"))
        self.queue = QFrame(self)
        self.queue_text = QLabel(self.queue)
        self.queue_text.setWordWrap(True)
        self.queue_start = QPushButton(self.tr("Start queue"), self.queue)
        self.queue_start.setToolTip(self.tr("Start the waiting runs, one after the other"))
        self.form = RunForm(session, self)
        self.page = RunPage(session, comparison, pictures, self)
        self.nothing = QLabel(self)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.setWordWrap(True)
        self.nothing.setProperty("role", "muted")
        self.nothing.setText(
            self.tr("Training needs a project. Open one, or save something in the open folder: "
                    "that makes it a project.")
        )  # fmt: skip
        self.pages = QStackedWidget(self)
        for page in (self.nothing, self.form, self.page):
            self.pages.addWidget(page)
        self._lay_out()
        self.messages = MessageBar(self.pages)
        self._connect()
        self._on_opened()

    def say(self, level: str, text: str) -> None:
        """Show a message of level "info", "warning" or "error"."""
        self.messages.say(level, text)

    def new_run(self) -> None:
        """Show the form."""
        if self._session.project is not None:
            self.list.clearSelection()
            self.list.setCurrentIndex(QModelIndex())
            self._session.select("")
            self.pages.setCurrentWidget(self.form)
            self.form.fill()
            self.form.stage.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._session.watch_closely(True)
        if self.pages.currentWidget() is self.form:
            self.form.fill()

    def hideEvent(self, event: QHideEvent) -> None:
        self._session.watch_closely(False)
        super().hideEvent(event)

    # ---- session to widgets --------------------------------------------------------------

    def _on_opened(self) -> None:
        session = self._session
        self.new.setEnabled(session.project is not None and not session.read_only)
        self.form.stage.setCurrentIndex(0)
        self.form.preset.setCurrentIndex(0)
        if session.project is None:
            self.pages.setCurrentWidget(self.nothing)
        else:
            self.page.compare.show_classes(session.project.class_names)
            self.pages.setCurrentWidget(self.form)
            if self.isVisible():
                self.form.fill()
        self._on_rows()

    def _on_rows(self) -> None:
        session = self._session
        self.model.show(session.rows)
        self._select(session.selected)
        waiting = len(session.waiting)
        self.queue.setVisible(waiting > 0)
        words = self.tr("1 run waits") if waiting == 1 else self.tr("{} runs wait").format(waiting)
        self.queue_text.setText(words)
        self.queue_start.setVisible(session.queue_is_halted)

    def _select(self, name: str) -> None:
        row = self.model.row_of(name) if name else -1
        if row >= 0 and self.list.currentIndex().row() != row:
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.list.selectionModel().setCurrentIndex(self.model.index(row, 0), flags)
        if row >= 0:
            self.pages.setCurrentWidget(self.page)
        elif self.pages.currentWidget() is self.page:
            self.pages.setCurrentWidget(self.form)

    def _on_current(self, index: QModelIndex) -> None:
        if index.isValid():
            self._session.select(index.data(RunRole.ROW).name)
            self.pages.setCurrentWidget(self.page)
            self.page.show_run()

    def _connect(self) -> None:
        session = self._session
        session.opened.connect(self._on_opened)
        session.rows_changed.connect(self._on_rows)
        session.message.connect(self.say)
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.new.clicked.connect(self.new_run)
        self.queue_start.clicked.connect(session.start_queue)
        session.queued.connect(self._on_rows)
        self.page.compare.look_wanted.connect(self.look_wanted)
        QShortcut(QKeySequence("Ctrl+N"), self, self.new_run)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Close), self, self.close)

    def _lay_out(self) -> None:
        side = QWidget(self)
        side.setFixedWidth(312)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        top = QHBoxLayout()
        top.setContentsMargins(2 * UNIT, UNIT, UNIT, UNIT)
        heading = QLabel(self.tr("Runs"), self)
        heading.setProperty("role", "heading")
        top.addWidget(heading)
        top.addStretch(1)
        top.addWidget(self.new)
        column.addLayout(top)
        column.addWidget(self.list, 1)
        waiting = QHBoxLayout(self.queue)
        waiting.setContentsMargins(2 * UNIT, UNIT, UNIT, UNIT)
        waiting.addWidget(self.queue_text, 1)
        waiting.addWidget(self.queue_start)
        column.addWidget(self.queue)
        line = QFrame(self)
        line.setFixedWidth(1)
        line.setProperty("role", "line")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(side)
        row.addWidget(line)
        row.addWidget(self.pages, 1)
