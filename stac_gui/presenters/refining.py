"""Refining the mask at hand in the background, where that takes long."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from stac_core.errors import Cancelled
from stac_core.types import CancelToken
from stac_gui.documents.mask_document import MaskDocument
from stac_gui.presenters.mask_spec import keep_steps

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from stac_core.project import Project
    from stac_core.refine.refiner import MaskRecipe, MaskRefiner
    from stac_core.refine.steps import AnyStep
    from stac_gui.documents.settling import Settled
    from stac_gui.outcome import ErrorInfo
    from stac_gui.presenters.opening import Opened
    from stac_gui.presenters.services import Tasks

PATIENCE: Final = 300
"""Milliseconds after which a refinement that is still under way is said to be so."""

REST: Final = 40
"""Milliseconds that a mask has to stay as it is before it is refined: images that are only passed,
and the steps of a slider that is being dragged, are not worth it and would slow down the next."""


class _Wish(NamedTuple):
    """A mask that is to be refined."""

    document: MaskDocument
    refiner: MaskRefiner
    recipe: MaskRecipe


class Refining(QObject):
    """Refines the mask at hand where that takes long.

    At most one refinement runs; a newer wish stops it, and what it still brings is dropped.

    Args:
        tasks: Runs refinements.
        parent: Owner.

    Signals:
        kept: The steps are the project's now.
        busy_changed: Whether a refinement takes so long that one should know.
        message: Level and words.
    """

    kept = Signal()
    busy_changed = Signal(bool)
    message = Signal(str, str)

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._running = False
        self._wanted: _Wish | None = None
        self._then: Callable[[], None] | None = None
        self._token = CancelToken()
        self._said_busy = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PATIENCE)
        self._timer.timeout.connect(lambda: self._say_busy(True))
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._start)

    def keep(self, opened: Opened | None, steps: Sequence[AnyStep]) -> None:
        """Make steps those of the project, in its file."""
        if opened is None or opened.root is None:
            self.message.emit("info", self.tr("Make a project of this folder first."))
            return
        if opened.read_only:
            text = self.tr("This project is open for reading only: nothing is saved.")
            self.message.emit("error", text)
            return
        root = opened.root

        def done(project: Project) -> None:
            opened.project = project
            self.kept.emit()
            self.message.emit("info", self.tr("The project now refines masks this way."))

        self._tasks.submit(lambda: keep_steps(root, steps), done, self._on_not_kept)

    def _on_not_kept(self, error: ErrorInfo) -> None:
        self.message.emit("error", error.message)

    # ---- refinement ----------------------------------------------------------------------

    @property
    def is_busy(self) -> bool:
        """Whether the mask at hand is being refined."""
        return self._wanted is not None

    def remake(self, document: MaskDocument, recipe: MaskRecipe, gesture: object) -> None:
        """Make a document's mask differently; see `MaskDocument.set_recipe`."""
        document.set_recipe(recipe, gesture=gesture)
        self.follow(document)

    def then(self, action: Callable[[], None]) -> None:
        """Do something as soon as the mask is refined; never if another one is wanted first."""
        self._then = action
        if self._soon.isActive():  # somebody waits for it
            self._soon.stop()
            self._start()

    def follow(self, document: MaskDocument) -> None:
        """Refine a document's mask where it is rough; nothing else is wanted any more."""
        refiner = document.refiner
        wish = None
        if document.is_rough and refiner is not None:
            wish = _Wish(document, refiner, document.wanted_recipe)
        if wish is None or wish != self._wanted:
            self.stop()
            self._wanted = wish
        if wish is not None:
            document.unsettled.connect(self._again, Qt.ConnectionType.UniqueConnection)
            self._timer.start()
            self._soon.start(0 if document.wants_rough else REST)

    def stop(self) -> None:
        """Want no refinement."""
        self._token.cancel()
        self._wanted = self._then = None
        self._soon.stop()
        self._timer.stop()
        self._say_busy(False)

    @Slot()
    def _again(self) -> None:
        document = self.sender()
        assert isinstance(document, MaskDocument)
        self.follow(document)

    @Slot()
    def _start(self) -> None:
        if self._running or self._wanted is None:
            return
        wish = self._wanted
        document, refiner, recipe = wish
        settling, token = document.settling(), CancelToken()
        self._token, self._running = token, True
        wants_rough = document.wants_rough

        def work() -> Settled | None:
            if wants_rough:
                mask, is_exact = refiner.rough(recipe)
                return settling.with_proposal(mask, is_exact=is_exact)
            try:
                return settling.with_proposal(refiner.make(recipe, token))
            except Cancelled:
                return None

        def done(made: Settled | None) -> None:
            self._running = False
            if made is None or token.is_cancelled:  # another wish came meanwhile
                self._start()
                return
            then = self._then
            if not document.take_settled(made) or (not made.is_exact and self._wanted is wish):
                self._start()  # somebody painted meanwhile, or the steps that take long follow
                return
            if self._wanted is wish:
                self.stop()
            if then is not None:
                then()

        def failed(error: ErrorInfo) -> None:
            self._running = False
            if token.is_cancelled:
                self._start()
                return
            self.stop()
            self.message.emit("error", error.message)

        self._tasks.submit(work, done, failed, priority=3)

    def _say_busy(self, busy: bool) -> None:
        if busy != self._said_busy:
            self._said_busy = busy
            self.busy_changed.emit(busy)
