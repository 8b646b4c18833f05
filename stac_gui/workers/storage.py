"""Saving off the GUI thread: one thread owns the label store and writes what it is told."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QThread, Signal, Slot

from stac_core.labels.journal import JOURNAL_FOLDER, Journal, TagsEntry
from stac_core.labels.store import LabelStore, open_store
from stac_gui.outcome import describe_error
from stac_gui.workers.save_queue import SaveQueue, SaveRequest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from stac_core.errors import StorageError
    from stac_core.labels.recovery import LeftWork
    from stac_core.labels.store import Prediction


class _Worker(QObject):
    saved = Signal(object, int)
    failed = Signal(object)
    unguarded = Signal(object)
    idle = Signal()

    def __init__(self, queue: SaveQueue) -> None:
        super().__init__()
        self._queue = queue
        self._store: LabelStore | None = None
        self._is_told = False  # that the journal does not reach the disk

    @Slot(object, object)
    def open(self, root: Path, classes: Sequence[str]) -> None:
        self._close_store()
        self.guard(Journal(root / JOURNAL_FOLDER, str(root)))
        try:
            self._store = open_store(root, classes)
        except Exception as error:  # noqa: BLE001 - the thread's edge: everything is reported
            self.failed.emit(describe_error(error))
        else:
            self.work()

    def guard(self, journal: Journal | None) -> bool:
        problem = self._queue.use_journal(journal)
        if problem is not None:
            self.unguarded.emit(describe_error(problem))
        return problem is None

    @Slot(object, str, object)
    def keep_in(self, folder: Path, about: str, left: LeftWork | None) -> None:
        if self.guard(Journal(folder, about)) and self._sync() and left is not None:
            left.set_aside()  # the new file has it

    @Slot()
    def close(self) -> None:
        self._close_store()
        self.guard(None)

    @Slot()
    def work(self) -> None:
        """Write everything that waits; after a failure the rest keeps waiting."""
        self._sync()
        while self._store is not None and not self._queue.is_empty:
            try:
                self._write_tags(self._store)
                self._write_save(self._store)
                self._write_predictions(self._store)
            except Exception as error:  # noqa: BLE001 - the thread's edge: everything is reported
                self.failed.emit(describe_error(error))
                return
            self._sync()
        if self._store is not None:
            self._queue.settle()
            self.idle.emit()

    def _sync(self) -> bool:
        was_told, self._is_told = self._is_told, False
        try:
            self._queue.sync()
        except Exception as error:  # noqa: BLE001 - the thread's edge: everything is reported
            info, self._is_told = describe_error(error), True
            if not was_told:
                self.unguarded.emit(info)
            return False
        return True

    def _close_store(self) -> None:
        if self._store is not None:
            self._store.close()
            self._store = None

    def _write_tags(self, store: LabelStore) -> None:
        entries = self._queue.take_tags()
        if entries:
            failed = True
            try:
                store.set_tags(
                    {each.image_id: each.tags for each in entries},
                    who=entries[0].who or None,
                    times={each.image_id: each.time for each in entries},
                )
                failed = False
            finally:
                self._queue.end(failed=failed)

    def _write_save(self, store: LabelStore) -> None:
        request = self._queue.take_save()
        if request is not None:
            failed = True
            try:
                record = self._write(store, request)
                failed = False
            finally:
                self._queue.end(failed=failed)
            self.saved.emit(record, request.serial)

    def _write_predictions(self, store: LabelStore) -> None:
        predictions = self._queue.take_predictions()
        if predictions:
            store.set_predictions(predictions)  # a failure loses nothing: they can be made again

    @staticmethod
    def _write(store: LabelStore, request: SaveRequest) -> Any:
        mask = None if request.mask is None else request.mask.unpack()
        changed, alike = request.changed_and_agreement(mask)
        return store.save(
            request.image_id,
            status=request.status,
            mask=mask,
            origin=request.origin,
            source=request.source,
            seconds=request.seconds,
            pixels_changed=changed,
            note=request.note,
            who=request.who or None,
            when=request.time or None,
            alike=alike,
            is_decision=request.is_decision,
        )


class StoreThread(QObject):
    """The label store's thread.

    What it is told to save is in a journal when the call returns, so that a crash loses none of it
    (see `stac_core.labels.journal`). What the store cannot take stays in memory, and in the
    journal, and is tried again at the next save or `retry`.

    Signals:
        saved: The new `LabelRecord`, when it is on the disk, and its request's serial number.
        failed: `ErrorInfo`; the work is kept.
        unguarded: `ErrorInfo`: the journal cannot be written, a crash would lose what waits.
        idle: When nothing waits any more.
    """

    saved = Signal(object, int)
    failed = Signal(object)
    unguarded = Signal(object)
    idle = Signal()
    _open = Signal(object, object)
    _keep_in = Signal(object, str, object)
    _wake = Signal()
    _flush = Signal()
    _close = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._queue = SaveQueue()
        self._thread = QThread()
        self._thread.setObjectName("label store")
        self._worker = _Worker(self._queue)
        self._worker.moveToThread(self._thread)
        self._open.connect(self._worker.open)
        self._keep_in.connect(self._worker.keep_in)
        self._wake.connect(self._worker.work)
        self._flush.connect(self._worker.work, Qt.ConnectionType.BlockingQueuedConnection)
        self._close.connect(self._worker.close, Qt.ConnectionType.BlockingQueuedConnection)
        self._worker.saved.connect(self.saved)
        self._worker.failed.connect(self.failed)
        self._worker.unguarded.connect(self.unguarded)
        self._worker.idle.connect(self.idle)
        self._thread.start()

    @property
    def has_unsaved(self) -> bool:
        """Whether anything that a person did waits to be written."""
        return self._queue.has_work

    def open(self, root: Path, classes: Sequence[str]) -> None:
        """Use the store of this project from now on; what waits is written to it."""
        self._open.emit(root, list(classes))

    def keep_in(self, folder: Path, about: str, left: LeftWork | None) -> None:
        """There is no store yet: write down in this folder what waits for one.

        Args:
            folder: Where the journal goes.
            about: What the work belongs to, for people who look into the file.
            left: Older journals whose entries wait by now; they are set aside then.
        """
        self._keep_in.emit(folder, about, left)

    def save(self, request: SaveRequest) -> None:
        """Write an image's state as soon as possible; it is in the journal at once."""
        self._tell(self._queue.add(request))
        self._wake.emit()

    def save_tags(
        self, table: Mapping[str, Mapping[str, bool]], *, who: str = "", more: bool = False
    ) -> None:
        """Replace the tags of some images as soon as possible; they are in the journal at once.

        Args:
            table: Image id -> class name -> present.
            who: Who says so.
            more: Whether others follow soon that are to be written together with these.
        """
        now = time.time()
        entries = [TagsEntry(image_id, tags, now, who) for image_id, tags in table.items()]
        self._tell(self._queue.add_tags(entries))
        if not more:
            self._wake.emit()

    def save_prediction(self, image_id: str, prediction: Prediction) -> None:
        """Remember an image's scores."""
        self._queue.add_prediction(image_id, prediction)
        self._wake.emit()

    def retry(self) -> None:
        """Try again to write what waits."""
        self._wake.emit()

    def discard(self) -> None:
        """Forget what waits: only when a person said so, or another folder is opened."""
        self._queue.forget()

    def flush(self) -> None:
        """Try to write what waits; blocks until that is done or has failed."""
        self._flush.emit()

    def detach(self) -> None:
        """Close the store after what waits was tried; blocks for as long as that takes.

        What could not be written stays in the project's journal, for the next time it is opened.
        """
        self._close.emit()

    def close(self) -> None:
        """Stop the thread; what waits was tried before."""
        self._close.emit()
        self._thread.quit()
        self._thread.wait()
        self._worker.deleteLater()

    def _tell(self, problem: StorageError | None) -> None:
        if problem is not None:
            self.unguarded.emit(describe_error(problem))
