"""The bar at the bottom, the message over the canvas, and the page of an empty window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QToolBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from stac_gui.panels.activities import ActivityButton
from stac_gui.panels.elided import ElidedLabel
from stac_gui.panels.recent import RecentList
from stac_gui.theme import UNIT, current_colors, icon

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QAction

INFO_MS = 6000


class ReviewBar(QToolBar):
    """Decisions, progress and what is under the cursor.

    Signals:
        stop_clicked: The background work is to stop.
    """

    stop_clicked = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.setObjectName("review-bar")
        self.setMovable(False)
        self.setIconSize(QSize(20, 20))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.counts = ElidedLabel(self)
        self.activity = ElidedLabel(self)
        self.progress = QProgressBar(self)
        self.progress.setFixedWidth(140)
        self.progress.setTextVisible(False)
        self.progress.setMaximumHeight(8)
        self.stop = QToolButton(self)
        self.stop.setIcon(icon("stop"))
        self.stop.setToolTip(self.tr("Stop the background work"))
        self.stop.setAccessibleName(self.tr("Stop the background work"))
        self.stop.clicked.connect(self.stop_clicked)
        self.training = QToolButton(self)
        self.training.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.training.hide()
        self.pipeline = QToolButton(self)
        self.pipeline.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.pipeline.setToolTip(self.tr("From tags to masks: stage, time left"))
        self.pipeline.hide()
        self.tasks = ActivityButton(self)
        self.saving = _muted(self)
        self.pixel = _muted(self)
        self.pixel.setMinimumWidth(190)
        self.pixel.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.zoom = _muted(self)
        self.zoom.setMinimumWidth(64)
        self.zoom.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.show_progress(None)

    def fill(self, actions: list[QAction]) -> None:
        """Lay the bar out, with these decisions at its left."""
        for action in actions:
            self.addAction(action)
        self.addSeparator()
        self.addWidget(self.counts)
        space = QWidget(self)
        space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(space)
        # the bar's own spacing would leave gaps for hidden widgets, so they share one
        box = QWidget(self)
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, UNIT, 0)
        row.setSpacing(UNIT)
        for widget in (
            self.tasks, self.activity, self.progress, self.stop, self.pipeline, self.training,
            self.saving, self.pixel, self.zoom,
        ):  # fmt: skip
            row.addWidget(widget)
        self.addWidget(box)

    def show_pipeline(self, text: str) -> None:
        """Say how far the pipeline is; nothing where it is not at work."""
        self.pipeline.setText(text)
        self.pipeline.setVisible(bool(text))
        self.show_training(self.training.text())

    def show_training(self, text: str) -> None:
        """Say how far training is, where no pipeline says so already: there is room for one."""
        self.training.setText(text)
        self.training.setVisible(bool(text) and not self.pipeline.text())

    def show_progress(self, progress: tuple[int, int] | None) -> None:
        """Show how far the background work is; nothing when none runs."""
        for widget in (self.progress, self.stop):
            widget.setVisible(progress is not None)
        if progress is not None:
            self.progress.setMaximum(progress[1])
            self.progress.setValue(progress[0])


class MessageBar(QFrame):
    """A message over the lower edge of another widget. It covers nothing for long.

    Information goes by itself; warnings and errors stay until they are closed or replaced.
    """

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self._then: Callable[[], object] | None = None
        self.action = QPushButton(self)
        self.action.setAccessibleName(self.tr("What can be done about it"))
        self.action.clicked.connect(self._on_action)
        self._text = QLabel(self)
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        close = QToolButton(self)
        close.setIcon(icon("reject"))
        close.setAutoRaise(True)
        close.setToolTip(self.tr("Close this message"))
        close.setAccessibleName(close.toolTip())
        close.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * UNIT, UNIT, UNIT, UNIT)
        row.addWidget(self._text, 1)
        row.addWidget(self.action)
        row.addWidget(close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        over.installEventFilter(self)
        self.hide()

    @property
    def text(self) -> str:
        """What it says; empty while it is hidden."""
        return "" if self.isHidden() else self._text.text()

    @Slot(str, str)
    def say(
        self, level: str, text: str, action: tuple[str, Callable[[], object]] | None = None
    ) -> None:
        """Show a message.

        Args:
            level: "info", "warning" or "error".
            text: What it says.
            action: What may be done about it: words for a button, and what it does.
        """
        words, self._then = ("", None) if action is None else action
        self.action.setText(words)
        self.action.setAccessibleName(words)
        self.action.setVisible(action is not None)
        colors = current_colors()
        edge = {"info": colors.accent, "warning": colors.needs_fix, "error": colors.rejected}[level]
        self.setStyleSheet(
            f"MessageBar {{ background: {colors.raised}; border: 1px solid {colors.line};"
            f" border-left: 4px solid {edge}; border-radius: 4px; }}"
        )
        self._text.setText(text)
        self._text.setAccessibleName(text)
        self.show()
        self.raise_()
        self._place()
        if level == "info":
            self._timer.start(INFO_MS)
        else:
            self._timer.stop()

    @Slot()
    def _on_action(self) -> None:
        then = self._then
        self.hide()
        if then is not None:
            then()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._over and event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _place(self) -> None:
        width = min(self._over.width() - 4 * UNIT, 720)
        height = self.heightForWidth(width)
        left = (self._over.width() - width) // 2
        self.setGeometry(left, self._over.height() - height - 2 * UNIT, width, height)


class WelcomePage(QWidget):
    """What an empty window shows: the ways in.

    Signals:
        new_clicked: Make a project of a folder, after a look at it.
        project_clicked: Open a project.
        folder_clicked: Open a folder of images.
        demo_clicked: Open the demonstration project.
    """

    project_clicked = Signal()
    folder_clicked = Signal()
    new_clicked = Signal()
    demo_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = QLabel(self.tr("Open images to begin"), self)
        font = title.font()
        font.setPointSizeF(font.pointSizeF() * 1.6)
        font.setBold(True)
        title.setFont(font)
        text = QLabel(
            self.tr("A project holds tags, decisions and masks of a folder of images. A bare "
                    "folder can be looked at right away; the first thing you save makes it a "
                    "project."),
            self,
        )  # fmt: skip
        text.setProperty("role", "muted")
        text.setWordWrap(True)
        text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        text.setFixedWidth(440)
        text.setMinimumHeight(text.heightForWidth(440))
        self.project = QPushButton(self.tr("Open project …"), self)
        self.project.setProperty("role", "primary")
        self.folder = QPushButton(self.tr("Open image folder …"), self)
        self.project.clicked.connect(self.project_clicked)
        self.folder.clicked.connect(self.folder_clicked)
        self.new = QPushButton(self.tr("New project …"), self)
        self.new.clicked.connect(self.new_clicked)
        buttons = QHBoxLayout()
        buttons.setSpacing(UNIT)
        buttons.addStretch(1)
        buttons.addWidget(self.project)
        buttons.addWidget(self.folder)
        buttons.addWidget(self.new)
        buttons.addStretch(1)
        self.demo = QPushButton(self.tr("Look around in a demonstration"), self)
        self.demo.setProperty("role", "link")
        self.demo.setCursor(Qt.CursorShape.PointingHandCursor)
        self.demo.clicked.connect(self.demo_clicked)
        self.recent = RecentList(self)
        hint = QLabel(self.tr("or drop a folder here"), self)
        hint.setProperty("role", "muted")
        layout = QVBoxLayout(self)
        layout.setSpacing(2 * UNIT)
        layout.addStretch(3)
        layout.addWidget(title, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(text, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addLayout(buttons)
        layout.addWidget(hint, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self.demo, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(2 * UNIT)
        layout.addWidget(self.recent, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(4)


def _muted(parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setProperty("role", "muted")
    return label
