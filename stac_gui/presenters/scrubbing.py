"""Moving one blob of the mask at hand along its own thresholds."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal

from stac_core.editing.scrub import BlobScrub, NothingToScrubError
from stac_core.types import BACKGROUND, IGNORE_INDEX
from stac_gui.translating import decimal

if TYPE_CHECKING:
    from stac_core.editing.scrub import Reading
    from stac_gui.documents.mask_document import MaskDocument
    from stac_gui.presenters.review import ReviewSession


class _Blob(NamedTuple):
    """The blob that is being moved; steps that follow each other are one step in the history."""

    document: MaskDocument
    scrub: BlobScrub
    point: tuple[int, int]
    revision: int
    gesture: object


class Scrubbing(QObject):
    """Moves the blob at a point to other thresholds; all other blobs stay.

    Args:
        session: Which image is at hand.
        parent: Owner.

    Attributes:
        active_class: The class, from 1, of a hot spot that is not in the mask yet.

    Signals:
        moved: Words that say where the blob is on its way, and the `Reading`.
        message: Level and words.
    """

    moved = Signal(str, object)
    message = Signal(str, str)

    def __init__(self, session: ReviewSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.active_class = 1
        self._blob: _Blob | None = None
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
        blob = self._same(document, x, y) or self._other(document, x, y)
        if blob is None:
            return
        change = blob.scrub.step(steps)
        if change is not None:
            text = self.tr("blob threshold")
            document.edit(change, text, gesture=blob.gesture, keeps_limits=True)
        self._blob = blob._replace(point=(x, y), revision=document.revision)
        reading = blob.scrub.reading
        words = self._words(reading, is_stuck=change is None, grows=steps > 0)
        self.moved.emit(words, reading)

    # ---- inside --------------------------------------------------------------------------

    def _forget(self) -> None:
        """Maps of another image are not held in memory."""
        self._blob = None

    def _same(self, document: MaskDocument, x: int, y: int) -> _Blob | None:
        """The blob at hand, if this is it and nothing else has happened to the mask."""
        blob = self._blob
        if blob is None or blob.document is not document or blob.revision != document.revision:
            return None
        return blob if blob.point == (x, y) or blob.scrub.holds(x, y) else None

    def _other(self, document: MaskDocument, x: int, y: int) -> _Blob | None:
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
        try:
            scrub = BlobScrub(
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
        except NothingToScrubError:
            self.message.emit("info", self.tr("There is neither a blob nor heat under the cursor."))
            return None
        return _Blob(document, scrub, (x, y), document.revision, object())

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
