"""Saving off the GUI thread: one thread owns the label store and writes what it is told."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QObject, Qt, QThread, Signal, Slot

from stac_core.labels.store import LabelStore, Prediction, open_store
from stac_gui.outcome import describe_error

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from stac_core.labels.store import Origin
    from stac_core.types import Mask, ReviewStatus


@dataclass(frozen=True)
class SaveRequest:
    """One image's new state.

    Attributes:
        image_id: Which image.
        status: The decision.
        mask: The request's own copy; None keeps what is stored.
        origin: Who shaped it.
        source: Model and parameters; None keeps what is stored.
        seconds: Time worked on it since the last save.
        proposal: Makes the model's proposal, to count what was changed; may take its time.
        serial: Grows with every request; tells which of an image's requests were written.
        note: Free text; None keeps what is stored.
    """

    image_id: str
    status: ReviewStatus
    mask: Mask | None
    origin: Origin
    source: Mapping[str, Any] | None = None
    seconds: float = 0.0
    proposal: Callable[[], Mask] | None = None
    serial: int = 0
    note: str | None = None

    def pixels_changed(self) -> int:
        """Pixels in which the mask differs from the model's proposal; 0 without one."""
        if self.proposal is None or self.mask is None:
            return 0
        return int(np.count_nonzero(self.proposal() != self.mask))


@dataclass
class _Queue:
    """What waits to be written; a later request for the same image takes over the earlier one."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    saves: OrderedDict[str, SaveRequest] = field(default_factory=OrderedDict)
    tags: dict[str, Mapping[str, bool]] = field(default_factory=dict)
    predictions: dict[str, Prediction] = field(default_factory=dict)
    tags_on_their_way: bool = False
    """Taken out to be written, but not on the disk yet."""

    def add(self, request: SaveRequest) -> None:
        with self.lock:
            earlier = self.saves.pop(request.image_id, None)
            self.saves[request.image_id] = request if earlier is None else _joined(earlier, request)

    def take_save(self) -> SaveRequest | None:
        with self.lock:
            return self.saves.popitem(last=False)[1] if self.saves else None

    def take_tags(self) -> dict[str, Mapping[str, bool]]:
        with self.lock:
            tags, self.tags = self.tags, {}
            self.tags_on_their_way = bool(tags)
            return tags

    def end_tags(self, failed: Mapping[str, Mapping[str, bool]]) -> None:
        """The tags taken out are on the disk, except those that failed: they wait again."""
        with self.lock:
            self.tags = {**failed, **self.tags}
            self.tags_on_their_way = False

    def take_predictions(self) -> dict[str, Prediction]:
        with self.lock:
            predictions, self.predictions = self.predictions, {}
            return predictions

    def put_back(self, request: SaveRequest) -> None:
        with self.lock:
            later = self.saves.get(request.image_id)
            self.saves[request.image_id] = request if later is None else _joined(request, later)
            self.saves.move_to_end(request.image_id, last=False)

    @property
    def is_empty(self) -> bool:
        with self.lock:
            return not (self.saves or self.tags or self.predictions)

    @property
    def has_work(self) -> bool:
        """Whether something waits that a person did; scores can be made again."""
        with self.lock:
            return bool(self.saves or self.tags or self.tags_on_their_way)


def _joined(earlier: SaveRequest, later: SaveRequest) -> SaveRequest:
    """Two states of one image as one save: nothing that only the earlier one says is lost."""
    return SaveRequest(
        image_id=later.image_id,
        status=later.status,
        mask=earlier.mask if later.mask is None else later.mask,
        origin=later.origin,
        source=earlier.source if later.source is None else later.source,
        seconds=earlier.seconds + later.seconds,
        proposal=earlier.proposal if later.proposal is None else later.proposal,
        serial=later.serial,
        note=earlier.note if later.note is None else later.note,
    )


class _Worker(QObject):
    saved = Signal(object, int)
    failed = Signal(object)
    idle = Signal()

    def __init__(self, queue: _Queue) -> None:
        super().__init__()
        self._queue = queue
        self._store: LabelStore | None = None

    @Slot(object, object)
    def open(self, root: Path, classes: Sequence[str]) -> None:
        self.close()
        try:
            self._store = open_store(root, classes)
        except Exception as error:  # noqa: BLE001 - the thread's edge: everything is reported
            self.failed.emit(describe_error(error))
        else:
            self.work()

    @Slot()
    def close(self) -> None:
        if self._store is not None:
            self._store.close()
            self._store = None

    @Slot()
    def work(self) -> None:
        """Write everything that waits; after a failure the rest keeps waiting."""
        while self._store is not None and not self._queue.is_empty:
            try:
                self._write_tags(self._store)
                self._write_save(self._store)
                self._write_predictions(self._store)
            except Exception as error:  # noqa: BLE001 - the thread's edge: everything is reported
                self.failed.emit(describe_error(error))
                return
        if self._store is not None:
            self.idle.emit()

    def _write_tags(self, store: LabelStore) -> None:
        tags = self._queue.take_tags()
        if tags:
            try:
                store.set_tags(tags)
            except BaseException:
                self._queue.end_tags(failed=tags)
                raise
            self._queue.end_tags(failed={})

    def _write_save(self, store: LabelStore) -> None:
        request = self._queue.take_save()
        if request is not None:
            try:
                self.saved.emit(self._write(store, request), request.serial)
            except BaseException:
                self._queue.put_back(request)
                raise

    def _write_predictions(self, store: LabelStore) -> None:
        predictions = self._queue.take_predictions()
        if predictions:
            store.set_predictions(predictions)  # a failure loses nothing: they can be made again

    @staticmethod
    def _write(store: LabelStore, request: SaveRequest) -> Any:
        return store.save(
            request.image_id,
            status=request.status,
            mask=request.mask,
            origin=request.origin,
            source=request.source,
            seconds=request.seconds,
            pixels_changed=request.pixels_changed(),
            note=request.note,
        )


class StoreThread(QObject):
    """The label store's thread.

    What cannot be written stays in memory and is tried again at the next save or `retry`.

    Signals:
        saved: The new `LabelRecord`, when it is on the disk, and its request's serial number.
        failed: `ErrorInfo`; the work is kept.
        idle: When nothing waits any more.
    """

    saved = Signal(object, int)
    failed = Signal(object)
    idle = Signal()
    _open = Signal(object, object)
    _wake = Signal()
    _flush = Signal()
    _close = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._queue = _Queue()
        self._thread = QThread()
        self._thread.setObjectName("label store")
        self._worker = _Worker(self._queue)
        self._worker.moveToThread(self._thread)
        self._open.connect(self._worker.open)
        self._wake.connect(self._worker.work)
        self._flush.connect(self._worker.work, Qt.ConnectionType.BlockingQueuedConnection)
        self._close.connect(self._worker.close, Qt.ConnectionType.BlockingQueuedConnection)
        self._worker.saved.connect(self.saved)
        self._worker.failed.connect(self.failed)
        self._worker.idle.connect(self.idle)
        self._thread.start()

    @property
    def has_unsaved(self) -> bool:
        """Whether anything that a person did waits to be written."""
        return self._queue.has_work

    def open(self, root: Path, classes: Sequence[str]) -> None:
        """Use the store of this project from now on; what waits is written to it."""
        self._open.emit(root, list(classes))

    def save(self, request: SaveRequest) -> None:
        """Write an image's state as soon as possible."""
        self._queue.add(request)
        self._wake.emit()

    def save_tags(self, image_id: str, tags: Mapping[str, bool]) -> None:
        """Replace an image's tags as soon as possible."""
        with self._queue.lock:
            self._queue.tags[image_id] = tags
        self._wake.emit()

    def save_prediction(self, image_id: str, prediction: Prediction) -> None:
        """Remember an image's scores."""
        with self._queue.lock:
            self._queue.predictions[image_id] = prediction
        self._wake.emit()

    def retry(self) -> None:
        """Try again to write what waits."""
        self._wake.emit()

    def discard(self) -> None:
        """Forget what waits: only when a person said so, or another folder is opened."""
        with self._queue.lock:
            self._queue.saves.clear()
            self._queue.tags.clear()
            self._queue.predictions.clear()

    def flush(self) -> None:
        """Try to write what waits; blocks until that is done or has failed."""
        self._flush.emit()

    def detach(self) -> None:
        """Close the store after what waits was tried; blocks for as long as that takes."""
        self._close.emit()

    def close(self) -> None:
        """Stop the thread; what waits was tried before."""
        self._close.emit()
        self._thread.quit()
        self._thread.wait()
        self._worker.deleteLater()
