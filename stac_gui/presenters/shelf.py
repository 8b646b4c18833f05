"""The masks that are open: the one at hand and the last few, with their undo histories."""

from __future__ import annotations

import logging
from collections import OrderedDict
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal, Slot

from stac_core.labels.store import load_mask
from stac_gui.documents.mask_document import MaskDocument

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from stac_core.labels.store import LabelRecord
    from stac_core.refine.refiner import MaskRecipe
    from stac_core.types import Mask
    from stac_gui.outcome import ErrorInfo
    from stac_gui.presenters.services import Tasks
    from stac_gui.workers.save_queue import SaveRequest

logger = logging.getLogger(__name__)

KEPT: Final = 6
UNPACKED_AT_ONCE: Final = 1 << 22
"""Pixels of a mask that is unpacked without anybody noticing the time."""


class DocumentShelf(QObject):
    """Finds or makes the mask document of an image.

    A mask comes from the last few documents, from what is on its way to the disk, from the store,
    or starts empty, in this order.

    Args:
        tasks: Reads stored masks.
        parent: Owner.

    Signals:
        ready: A `MaskDocument`.
        edited: The `MaskDocument` in which a gesture, undo or redo was finished.
        message: Level and words.
    """

    ready = Signal(object)
    edited = Signal(object)
    message = Signal(str, str)

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._documents: OrderedDict[str, MaskDocument] = OrderedDict()
        self._unreadable: tuple[str, Callable[[Mask | None], None]] | None = None

    def open(
        self,
        image_id: str,
        size: tuple[int, int],
        *,
        record: LabelRecord,
        request: SaveRequest | None,
        recipe: MaskRecipe,
        root: Path | None,
    ) -> None:
        """Ask for a document; `ready` follows, at once unless a file has to be read.

        There is none for a saved mask that cannot be read, until somebody says what to do.

        Args:
            image_id: Whose mask.
            size: (height, width) of the image.
            record: What is saved or soon will be.
            request: What is on its way to the disk.
            recipe: How the mask is made from maps.
            root: The project's folder; None for a bare folder.
        """
        self._unreadable = None
        kept = self._documents.get(image_id)
        if kept is not None and kept.mask.shape == size:
            self._documents.move_to_end(image_id)
            self.ready.emit(kept)
            return
        by_person = record.origin == "person"

        def make(stored: Mask | None) -> None:
            self._make(image_id, size, recipe, stored, by_person=by_person)

        def give_up(error: ErrorInfo) -> None:
            # a new mask in its place would soon be taken for the one that a person made
            self._unreadable = (image_id, make)
            text = self.tr("{} Until then nothing is changed: take an older mask from the history "
                           "(Ctrl+H), or begin anew with Mask > Back to the proposal.")  # fmt: skip
            self.message.emit("error", text.format(error.message))

        if request is not None and request.mask is not None:
            packed = request.mask
            if size[0] * size[1] <= UNPACKED_AT_ONCE:
                make(packed.unpack())
            else:
                self._tasks.submit(packed.unpack, make, give_up, priority=2)
        elif root is not None and record.mask_digest is not None and record.is_protected:
            digest = record.mask_digest
            self._tasks.submit(lambda: load_mask(root, digest), make, give_up, priority=2)
        else:
            make(None)

    def start_anew(self, image_id: str, mask: Mask | None = None) -> bool:
        """Begin an image's mask anew because the saved one cannot be read.

        Args:
            image_id: Whose.
            mask: What to begin with; None for the proposal.

        Returns:
            Whether that was so; `ready` was given then.
        """
        if self._unreadable is None or self._unreadable[0] != image_id:
            return False
        (_, make), self._unreadable = self._unreadable, None
        make(mask)
        return True

    def clear(self) -> None:
        """Forget all documents."""
        for document in self._documents.values():
            document.deleteLater()
        self._documents.clear()

    def _make(
        self,
        image_id: str,
        size: tuple[int, int],
        recipe: MaskRecipe,
        stored: Mask | None,
        *,
        by_person: bool,
    ) -> None:
        if stored is not None and stored.shape != size:
            text = self.tr("{}: the saved mask has another size than the image. It is kept in the "
                           "project's history; a new one is shown.")  # fmt: skip
            self.message.emit("error", text.format(image_id))
            stored = None
        document = MaskDocument(
            image_id, size, recipe, stored=stored, stored_by_person=by_person, parent=self,
            run=self._pack,
        )  # fmt: skip
        document.edited.connect(self._on_edited)
        self._documents[image_id] = document
        while len(self._documents) > KEPT:
            _, old = self._documents.popitem(last=False)
            old.deleteLater()
        self.ready.emit(document)

    def _pack(self, work: Callable[[], None], done: Callable[[], None]) -> None:
        """Pack a large step of a history while the person goes on."""
        self._tasks.submit(work, lambda _: done(), _stays_unpacked)

    @Slot()
    def _on_edited(self) -> None:
        self.edited.emit(self.sender())


def _stays_unpacked(error: ErrorInfo) -> None:
    # it can be undone all the same
    logger.warning("an undo step holds more memory than it should: %s", error.message)
