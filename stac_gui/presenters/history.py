"""The saved masks of one image: which there are, one of them looked at, one brought back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from stac_core.colors import hex_to_rgb
from stac_core.labels.mask_edit import Change, EditPatches, Rect, edit_patches
from stac_core.labels.store import load_mask, open_store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from stac_core.labels.records import LabelRecord
    from stac_core.types import Mask
    from stac_gui.outcome import ErrorInfo
    from stac_gui.presenters.review import ReviewSession
    from stac_gui.presenters.services import Tasks


class History(QObject):
    """Reads an image's revisions in a thread.

    Args:
        session: Which image is at hand.
        tasks: Reads files.
        parent: Owner.

    Signals:
        listed: List of `LabelRecord` of the image at hand with a mask, newest first.
        shown: The mask to look at instead of the image's own; None shows that again.
        message: Level and words.
    """

    listed = Signal(list)
    shown = Signal(object)
    message = Signal(str, str)

    def __init__(self, session: ReviewSession, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._tasks = session, tasks
        self._wanted: str | None = None

    @property
    def root(self) -> Path | None:
        """The project's folder; None where nothing is saved."""
        return None if self._session.data is None else self._session.data.root

    @property
    def colors(self) -> tuple[tuple[int, int, int], ...]:
        """Colours of the classes."""
        data = self._session.data
        return () if data is None else tuple(hex_to_rgb(spec.color) for spec in data.classes)

    def list_revisions(self) -> None:
        """Ask for the revisions of the image at hand; `listed` follows."""
        data, item = self._session.data, self._session.item
        if data is None or data.root is None or item is None:
            return
        root, names, image_id = data.root, data.class_names, item.id

        def read() -> list[LabelRecord]:
            with open_store(root, names, read_only=True) as store:
                found = store.history(image_id)
            return [each for each in reversed(found) if each.mask_digest is not None]

        def done(found: list[LabelRecord]) -> None:
            if self._session.item is not None and self._session.item.id == image_id:
                self.listed.emit(found)

        self._tasks.submit(read, done, self._on_failed, priority=1)

    def load(self, digest: str, done: Callable[[Mask], None]) -> None:
        """Ask for a saved mask."""
        root = self.root
        if root is not None:
            self._tasks.submit(lambda: load_mask(root, digest), done, self._on_failed)

    @Slot(object)
    def look_at(self, record: LabelRecord | None) -> None:
        """Show a saved mask on the image, or its own again; nothing is changed."""
        digest = None if record is None else record.mask_digest
        if digest == self._wanted:
            return
        self._wanted = digest
        if digest is None:
            self.shown.emit(None)
            return

        def done(mask: Mask) -> None:
            document = self._session.document
            if self._wanted == digest and document is not None:
                self.shown.emit(mask if mask.shape == document.mask.shape else None)

        self.load(digest, done)

    @Slot(object)
    def restore(self, record: LabelRecord) -> None:
        """Bring a saved mask back, as one step that can be undone; it is saved as a new one.

        Limits of editing do not count: somebody asked for that mask.
        """
        document, digest, root = self._session.document, record.mask_digest, self.root
        if digest is None or root is None or not self._session.saving.may_write(self._session.data):
            return
        if document is None:
            self._replace_unreadable(record.image_id, digest)
            return
        revision, shape = document.revision, document.mask.shape

        def work() -> tuple[bool, EditPatches | None]:
            mask = load_mask(root, digest)
            if mask.shape != shape:
                return False, None
            change = Change(Rect(0, 0, *shape), mask)
            patches = edit_patches(document.mask, document.touched, change, None)
            return True, None if patches is None else patches.packed()

        def done(made: tuple[bool, EditPatches | None]) -> None:
            fits, patches = made
            if self._session.document is not document:
                return  # another image is at hand by now
            if document.revision != revision:
                self.restore(record)  # somebody painted meanwhile
            elif not fits:
                text = self.tr("That mask has another size than the image is now.")
                self.message.emit("warning", text)
            else:
                self.look_at(None)
                if patches is None:
                    self.message.emit("info", self.tr("The mask is like that already."))
                else:
                    document.take(patches, "restored mask")

        self._tasks.submit(work, done, self._on_failed, priority=1)

    def _replace_unreadable(self, image_id: str, digest: str) -> None:
        """The image's saved mask cannot be read: take an older one instead."""

        def done(mask: Mask) -> None:
            if self._session.shelf.start_anew(image_id, mask):
                self._session.save_now()

        self.load(digest, done)

    def _on_failed(self, error: ErrorInfo) -> None:
        self.message.emit("error", error.message)
