"""Connects what keeps work safe with the window: who owns the project, and what a crash left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Slot

from stac_core.labels.ownership import is_free
from stac_gui.action_table import ActionId
from stac_gui.presenters.record_words import when_words
from stac_gui.translating import figure

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from stac_core.labels.ownership import Owner
    from stac_core.labels.recovery import LeftWork, Recovered
    from stac_gui.controller import Controller
    from stac_gui.main_window import MainWindow
    from stac_gui.outcome import ErrorInfo
    from stac_gui.presenters.opening import Opened
    from stac_gui.workers.tasks import TaskPool

LOOK_MS: Final = 2000
"""How often to look whether the other window has closed the project."""


class SafetyDesk(QObject):
    """Says who owns a project, takes it over when it becomes free, and tells what was recovered.

    Args:
        window: The main window.
        controller: Opens projects.
        tasks: Looks at files.
    """

    def __init__(self, window: MainWindow, controller: Controller, tasks: TaskPool) -> None:
        super().__init__(window)
        self._window, self._controller, self._tasks = window, controller, tasks
        self._looking = False
        self._waits_for: Path | None = None
        self.timer = QTimer(self)
        self.timer.setInterval(LOOK_MS)
        self.timer.timeout.connect(self.look)

    def handlers(self) -> dict[ActionId, Callable[[], object]]:
        """What the action does."""
        return {ActionId.EDIT_HERE: self.ask_edit_here}

    def connect_widgets(self) -> None:
        """Connect everything, once."""
        self._controller.session.opened.connect(self._on_opened)
        self._controller.decisions.unguarded.connect(self._on_unguarded)
        self._on_opened()

    def close(self) -> None:
        """Look no more."""
        self.timer.stop()

    def welcome(self, opened: Opened) -> None:
        """Tell what there is to know about what was just opened."""
        say = self._controller.say
        waited, self._waits_for = self._waits_for, None if opened.owner is None else opened.path
        if opened.owner is not None:
            # an owner on another computer may be gone: only a person knows
            do = None if opened.owner.is_here else (self.tr("Edit here …"), self.ask_edit_here)
            self._window.messages.say("warning", self._owner_words(opened.owner), do)
        elif opened.read_only:
            say("warning", self.tr("This project is open for reading only; nothing can be saved."))
        elif not opened.recovered.says_nothing:
            bad = opened.recovered.damaged or opened.recovered.newer
            say("warning" if bad else "info", self._recovered_words(opened.recovered))
        elif opened.left is not None and opened.left.images:
            say("info", self._left_words(opened.left))
        elif waited == opened.path:
            say("info", self.tr("The other window has closed the project: edit it here now."))

    @Slot()
    def look(self) -> None:
        """Look whether the other window has closed the project; then it can be edited here."""
        data = self._controller.session.data
        if data is None or data.owner is None or self._looking:
            return
        self._looking = True
        root = data.path
        self._tasks.submit(
            lambda: is_free(root), lambda free: self._on_looked(root, free=free), self._on_failed
        )

    @Slot()
    def ask_edit_here(self) -> None:
        """Take the project over if it is free, or if somebody says that its owner is gone."""
        data = self._controller.session.data
        if data is None or data.owner is None:
            return
        root, owner = data.path, data.owner

        def on_looked(free: bool) -> None:
            if free:
                self._controller.open_path(root)
            elif owner.is_here:
                # its window is alive: two windows that save would undo each other's work
                self._controller.say("warning", self._owner_words(owner))
            elif self._window.dialogs.ask_take_over(self._owner_name(owner)):
                self._controller.open_path(root, force=True)

        self._tasks.submit(lambda: is_free(root), on_looked, self._controller.on_failed)

    def _on_looked(self, root: Path, *, free: bool) -> None:
        self._looking = False
        data = self._controller.session.data
        if not free or data is None or data.owner is None or data.path != root:
            return
        self.timer.stop()
        self._controller.reload()

    @Slot(object)
    def _on_failed(self, error: ErrorInfo) -> None:
        self._looking = False

    @Slot()
    def _on_opened(self) -> None:
        data = self._controller.session.data
        owner = None if data is None else data.owner
        self._window.actions_by_id[ActionId.EDIT_HERE].setEnabled(owner is not None)
        if owner is None:
            self.timer.stop()
        else:
            self.timer.start()

    @Slot(object)
    def _on_unguarded(self, error: ErrorInfo) -> None:
        text = self.tr("A crash would lose what is not saved yet: {}")
        self._controller.say("warning", text.format(error.message))

    # ---- words ---------------------------------------------------------------------------

    def _owner_name(self, owner: Owner) -> str:
        if not owner.user:
            return self.tr("another window")
        if owner.is_here:
            return self.tr("{} in another window").format(owner.user)
        return self.tr("{} on {}").format(owner.user, owner.host)

    def _owner_words(self, owner: Owner) -> str:
        since = ""
        if owner.since:
            since = self.tr(" since {}").format(when_words(owner.since))
        text = self.tr("{} has this project open{}: here it is open for reading.")
        name = self._owner_name(owner) if owner.user else self.tr("Another window")
        text = text.format(name, since)
        if owner.is_here:
            return text + " " + self.tr("It can be edited as soon as it is closed there.")
        return text + " " + self.tr("If that computer is off, it can be edited here.")

    def _left_words(self, left: LeftWork) -> str:
        count = len(left.images)
        if count == 1:
            text = self.tr("The last session ended before its work on {} had a project. It is "
                           "back: save it now.").format(left.images[0])  # fmt: skip
        else:
            text = self.tr("The last session ended before its work on {} images had a project. It "
                           "is back: save it now.").format(figure(count))  # fmt: skip
        if left.damaged:
            lost = self.tr("A part of a journal could not be read; the file is kept: {}.")
            text += " " + lost.format(left.damaged[0].name)
        return text

    def _recovered_words(self, recovered: Recovered) -> str:
        parts = []
        if recovered.images:
            count, first = len(recovered.images), recovered.images[0]
            if count == 1:
                text = self.tr("The last session ended unexpectedly; its work on {} is back.")
                parts.append(text.format(first))
            else:
                text = self.tr(
                    "The last session ended unexpectedly; its work on {} images is back."
                )
                parts.append(text.format(figure(count)))
        if recovered.kept_as_history:
            text = self.tr("{} were changed since: what was recovered is in their history.")
            parts.append(text.format(figure(len(recovered.kept_as_history))))
        if recovered.damaged:
            text = self.tr("A part of a journal could not be read; the file is kept: {}.")
            parts.append(text.format(recovered.damaged[0].name))
        if recovered.newer:
            text = self.tr(
                "A newer version of STAC Studio left work in {}: open the project there."
            )
            parts.append(text.format(recovered.newer[0].name))
        return " ".join(parts)
