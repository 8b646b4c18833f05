"""Runs operations on the mask at hand: at once, or in a thread one after the other."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from stac_core.errors import Cancelled, StacError
from stac_core.types import CancelToken

if TYPE_CHECKING:
    from collections.abc import Callable

    from stac_core.labels.mask_edit import Change, EditPatches
    from stac_core.types import Mask
    from stac_gui.documents.mask_document import MaskDocument
    from stac_gui.outcome import ErrorInfo
    from stac_gui.presenters.review import ReviewSession
    from stac_gui.presenters.services import Tasks

AT_ONCE: Final = 400_000
"""Masks with more pixels than this are worked on in a thread, so that the window never stops."""

PATIENCE: Final = 400
"""Milliseconds after which an operation that is still under way is said to be so."""

MOST_WAITING: Final = 8
"""Keys held down do not pile up more work than this."""


class NothingToDo(Exception):  # noqa: N818 - nothing went wrong
    """There is nothing to do; says why."""


class Made(NamedTuple):
    """What an operation made: the change, and what there is to say of it."""

    change: Change
    note: str = ""


def made(change: Change | None, nothing: str = "") -> Made:
    """A change.

    Raises:
        NothingToDo: With the reason, if there is none.
    """
    if change is None:
        raise NothingToDo(nothing)
    return Made(change)


class Job(NamedTuple):
    """One operation.

    Attributes:
        text: For the history.
        make: Makes the change from the mask, in any thread; may call `MaskJobs.check`.
        is_slow: Whether it takes long on small masks too.
    """

    text: str
    make: Callable[[Mask], Made]
    is_slow: bool = False


class MaskJobs(QObject):
    """Does operations as undoable steps.

    What comes back after a person changed the mask in another way is dropped, and said to be; after
    a heat map or a refinement arrived it is done again.

    Args:
        session: Which image is at hand.
        tasks: Runs what takes long.
        parent: Owner.

    Signals:
        message: Level and words.
    """

    message = Signal(str, str)

    def __init__(self, session: ReviewSession, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._tasks = session, tasks
        self._running: Job | None = None
        self._token = CancelToken()
        self._waiting: deque[Job] = deque()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PATIENCE)
        self._timer.timeout.connect(self._say_busy)
        session.current_changed.connect(self.stop)

    @property
    def is_busy(self) -> bool:
        """Whether an operation is under way."""
        return self._running is not None

    def start(self, job: Job) -> None:
        """Do an operation on the mask at hand."""
        document = self._session.document
        if document is None:
            self.message.emit("info", self.tr("There is no mask to edit yet."))
        elif not self._session.saving.may_write(self._session.data):
            return  # and it says why
        elif document.is_gesture_open:
            self.message.emit("info", self.tr("Finish the stroke first."))
        elif self._running is not None:
            if len(self._waiting) < MOST_WAITING:
                self._waiting.append(job)
        elif job.is_slow or document.mask.size > AT_ONCE:
            self._in_thread(job, document)
        else:
            self._at_once(job, document)

    def stop(self) -> bool:
        """Stop what is under way and forget what waits; False if there is nothing."""
        self._waiting.clear()
        self._token.cancel()
        return self.is_busy

    def check(self) -> None:
        """Stop the operation that calls this if that was asked for; only one is under way.

        Raises:
            Cancelled: If it was.
        """
        self._token.check()

    # ---- inside --------------------------------------------------------------------------

    def _at_once(self, job: Job, document: MaskDocument) -> None:
        try:
            change, note = job.make(document.mask)
        except NothingToDo as reason:
            self.message.emit("info", str(reason))
        except StacError as error:
            self.message.emit("error", f"{error}")
        else:
            self._say(note if document.edit(change, job.text) else self._limits_words())

    def _in_thread(self, job: Job, document: MaskDocument) -> None:
        self._running = job
        token = self._token = CancelToken()
        self._timer.start()
        revision, mask = document.revision, document.mask
        place = document.undo_stack.index()

        def work() -> tuple[EditPatches | None, str]:
            try:
                change, note = job.make(mask)
            except NothingToDo as reason:
                return None, str(reason)
            except Cancelled:
                return None, ""
            patches = document.patches(change)
            return patches, self._limits_words() if patches is None else note

        def is_dropped() -> bool:
            self._timer.stop()
            self._running = None
            text = ""
            if token.is_cancelled:
                text = self.tr("“{}” was stopped: the mask is as it was.")
            elif document.revision != revision and document.undo_stack.index() == place:
                self._waiting.appendleft(job)  # nobody has done anything: the model has
                return True
            elif document.revision != revision:
                text = self.tr("The mask changed before “{}” was done: it was dropped.")
            if text:
                self.message.emit("warning", text.format(job.text))
            return bool(text)

        def done(result: tuple[EditPatches | None, str]) -> None:
            if not is_dropped():
                patches, note = result
                if patches is not None:
                    document.take(patches, job.text)
                self._say(note)
            self._go_on()

        def failed(error: ErrorInfo) -> None:
            if not is_dropped():  # a mask that changes meanwhile may confuse what reads it
                self.message.emit("error", error.message)
            self._go_on()

        self._tasks.submit(work, done, failed, priority=3)

    def _go_on(self) -> None:
        if self._waiting:
            self.start(self._waiting.popleft())

    def _say(self, note: str) -> None:
        if note:
            self.message.emit("info", note)

    def _limits_words(self) -> str:
        return self.tr("The limits that are set allow no change here.")

    def _say_busy(self) -> None:
        if self._running is not None:
            text = self.tr("“{}” is at work … Esc stops it.").format(self._running.text)
            self.message.emit("info", text)
