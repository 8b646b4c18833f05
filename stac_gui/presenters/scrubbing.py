"""Moving one blob of the mask at hand along its own thresholds."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QObject, Signal

from stac_core.editing.scrub import BlobScrub, NothingToScrubError
from stac_core.labels.mask_edit import edit_patches
from stac_core.types import BACKGROUND, IGNORE_INDEX
from stac_gui.translating import decimal

if TYPE_CHECKING:
    from collections.abc import Callable

    from stac_core.editing.scrub import Reading
    from stac_core.labels.mask_edit import EditPatches
    from stac_core.types import Mask
    from stac_gui.documents.mask_document import MaskDocument
    from stac_gui.outcome import ErrorInfo
    from stac_gui.presenters.review import ReviewSession
    from stac_gui.presenters.services import Tasks

AT_ONCE: Final = 1 << 22
"""In masks with more pixels a blob may be so large that it is moved in a thread."""


class _Blob(NamedTuple):
    """The blob that is being moved; steps that follow each other are one step in the history."""

    document: MaskDocument
    scrub: BlobScrub
    point: tuple[int, int]
    revision: int
    gesture: object


class _Moved(NamedTuple):
    """What came of some steps.

    Attributes:
        scrub: Of the blob.
        patches: What changes; None where nothing does.
        is_stuck: Whether there is no further step.
        reading: Where the blob is then.
    """

    scrub: BlobScrub
    patches: EditPatches | None
    is_stuck: bool
    reading: Reading


class _Wish(NamedTuple):
    """Steps of the wheel at a pixel (x, y)."""

    document: MaskDocument
    point: tuple[int, int]
    steps: int


class Scrubbing(QObject):
    """Moves the blob at a point to other thresholds; all other blobs stay.

    In a very large mask that is done in a thread. The wheel goes on meanwhile: its steps are added
    up and made next. What comes back after the mask has changed otherwise is dropped.

    Args:
        session: Which image is at hand.
        tasks: Runs what may take long.
        parent: Owner.

    Attributes:
        active_class: The class, from 1, of a hot spot that is not in the mask yet.

    Signals:
        moved: Words that say where the blob is on its way, and the `Reading`.
        message: Level and words.
    """

    moved = Signal(str, object)
    message = Signal(str, str)

    def __init__(self, session: ReviewSession, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._tasks = session, tasks
        self.active_class = 1
        self._blob: _Blob | None = None
        self._is_running = False
        self._more: _Wish | None = None
        session.current_changed.connect(self._forget)

    def move(self, x: int, y: int, steps: int) -> None:
        """Move the blob at a pixel.

        Args:
            x: Column.
            y: Row.
            steps: Positive to a lower threshold, where it is larger.
        """
        document = self._session.document
        if document is None:
            self.message.emit("info", self.tr("There is no mask to edit yet."))
            return
        if document.is_gesture_open:
            return  # Alt is held for the tool
        if not self._session.saving.may_write(self._session.data):
            return  # and it says why
        if self._more is not None and self._more.point == (x, y):
            steps += self._more.steps
        self._more = _Wish(document, (x, y), steps)
        if not self._is_running:
            self._go_on()

    # ---- inside: at once, or in a thread -------------------------------------------------

    def _go_on(self) -> None:
        """Make the steps that wait."""
        wish, self._more = self._more, None
        if wish is None:
            return
        document, (x, y), steps = wish
        blob = self._same(document, x, y)
        find = self._finder(document, x, y) if blob is None else partial(_scrub_of, blob)
        if find is None:
            return
        gesture = object() if blob is None else blob.gesture
        work = partial(_moved, find, steps, document.mask, document.touched)
        if document.mask.size <= AT_ONCE:
            self._take(wish, gesture, work())
            return
        self._is_running, revision = True, document.revision

        def is_late() -> bool:
            self._is_running = False
            changed = document.revision != revision or document.is_gesture_open
            return changed or self._session.document is not document

        def done(moved: _Moved | None) -> None:
            if is_late():
                self._blob = None
            else:
                self._take(wish, gesture, moved)
            self._go_on()

        def failed(error: ErrorInfo) -> None:
            self._blob = None
            if not is_late():  # a mask that changes meanwhile may confuse what reads it
                self.message.emit("error", error.message)
            self._go_on()

        self._tasks.submit(work, done, failed, priority=3)

    def _take(self, wish: _Wish, gesture: object, moved: _Moved | None) -> None:
        """Change the mask, and say where the blob is."""
        document, point, steps = wish
        if moved is None:
            self._more = None
            self.message.emit("info", self.tr("There is neither a blob nor heat under the cursor."))
            return
        if moved.patches is not None:
            document.take(moved.patches, self.tr("blob threshold"), gesture=gesture)
        self._blob = _Blob(document, moved.scrub, point, document.revision, gesture)
        words = self._words(moved.reading, is_stuck=moved.is_stuck, grows=steps > 0)
        self.moved.emit(words, moved.reading)

    # ---- inside --------------------------------------------------------------------------

    def _forget(self) -> None:
        """Maps of another image are not held in memory."""
        self._blob = self._more = None

    def _same(self, document: MaskDocument, x: int, y: int) -> _Blob | None:
        """The blob at hand, if this is it and nothing else has happened to the mask."""
        blob = self._blob
        if blob is None or blob.document is not document or blob.revision != document.revision:
            return None
        return blob if blob.point == (x, y) or blob.scrub.holds(x, y) else None

    def _finder(self, document: MaskDocument, x: int, y: int) -> Callable[[], BlobScrub] | None:
        """What finds the blob at a pixel, in any thread; None, and said, where there is none."""
        value = int(document.mask[y, x])
        if value in {BACKGROUND, IGNORE_INDEX}:
            value = self.active_class
        refiner, classes = document.refiner, len(self._session.class_names)
        if refiner is None:
            self.message.emit(
                "info", self.tr("There is no heat map yet: a blob's threshold needs one.")
            )
            return None
        if value > classes:  # a saved mask may hold what the project has no class for any more
            self.message.emit("info", self.tr("There is no heat map of this blob's class."))
            return None
        return partial(
            BlobScrub,
            document.mask,
            document.touched,
            refiner.class_map(document.recipe, value - 1),
            value=value,
            x=x,
            y=y,
            near=float(document.spec.thresholds(classes)[value - 1]),
            ignore_from=document.spec.ignore_from,
            limit=document.editable,
        )

    def _words(self, reading: Reading, *, is_stuck: bool, grows: bool) -> str:
        if not reading.pixels:
            words = [self.tr("no blob above {}").format(decimal(reading.level, 2))]
        else:
            words = [self.tr("blob at {}").format(decimal(reading.level, 2))]
            if reading.parts > 1:
                words.append(self.tr("in {} parts").format(reading.parts))
        if is_stuck:
            words.append(self.tr("cannot grow further") if grows else self.tr("nothing is left"))
            return "  ·  ".join(words)
        if reading.splits is not None and reading.level < reading.splits:
            words.append(self.tr("splits at {}").format(decimal(reading.splits, 2)))
        if reading.pixels:
            words.append(self.tr("vanishes at {}").format(decimal(reading.vanishes, 2)))
        if reading.meets is not None and reading.level > reading.meets:
            words.append(self.tr("meets a neighbour at {}").format(decimal(reading.meets, 2)))
        elif reading.meets is not None:
            words.append(self.tr("touches a neighbour"))
        return "  ·  ".join(words)


def _scrub_of(blob: _Blob) -> BlobScrub:
    return blob.scrub


def _moved(find: Callable[[], BlobScrub], steps: int, mask: Mask, marks: Mask) -> _Moved | None:
    """Make steps, in any thread; None where there is no blob."""
    try:
        scrub = find()
    except NothingToScrubError:
        return None
    change = scrub.step(steps)
    patches = None if change is None else edit_patches(mask, marks, change)
    if patches is not None:  # the tiles alone are quicker to take than all of the rectangle
        patches = patches._replace(made=None)
    return _Moved(scrub, patches, change is None, scrub.reading)
