"""Saving what a person does: what is on its way to the disk, and what could not get there."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from stac_core.labels.recovery import joined
from stac_core.labels.store import LabelRecord
from stac_gui.workers.save_queue import SaveRequest

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from stac_core.labels.recovery import LeftWork
    from stac_core.labels.store import Prediction
    from stac_gui.outcome import ErrorInfo
    from stac_gui.presenters.services import Store

RETRY_MS = 5000
_TICK = 1e-6
"""Seconds between two saves at least: their times tell them apart."""


class Decisions(QObject):
    """The records of all images, as they are or soon will be on the disk.

    A save counts at once in the list; its request is kept until the disk has it. After a failure
    the work stays in memory, one message is given, and it is tried again every few seconds.

    Args:
        store: The store's thread.
        parent: Owner.

    Attributes:
        who: Name that goes with everything that is saved; the system's user where empty.

    Signals:
        changed: Id of an image whose record is different.
        project_needed: Something is to be saved but there is no project yet; given once.
        trouble: `ErrorInfo`, once until a save works again.
        unguarded: `ErrorInfo`: a crash would lose what is not saved; once until that is over.
        unsaved_changed: Whether something is not on the disk.
    """

    changed = Signal(str)
    project_needed = Signal()
    trouble = Signal(object)
    unguarded = Signal(object)
    unsaved_changed = Signal(bool)

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self.who = ""
        self._records: dict[str, LabelRecord] = {}
        self._requests: dict[str, SaveRequest] = {}
        self._has_store = False
        self._asked = False
        self._in_trouble = False
        self._was_unsaved = False
        self._serial = 0
        self._last = 0.0
        self._retry = QTimer(self)
        self._retry.setInterval(RETRY_MS)
        self._retry.timeout.connect(store.retry)
        store.saved.connect(self._on_saved)
        store.failed.connect(self._on_failed)
        store.unguarded.connect(self.unguarded)
        store.idle.connect(self._on_idle)

    def start(self, records: Mapping[str, LabelRecord]) -> None:
        """Another project or folder: its records, none of them waiting."""
        self._records = dict(records)
        self._requests = {}
        self._has_store = self._asked = self._in_trouble = False
        self._store.detach()
        self._store.discard()  # what is left belongs to the project before: never write it here
        self._retry.stop()
        self._report_unsaved()

    def add(self, records: Mapping[str, LabelRecord]) -> None:
        """More images of the same project with their records; those that are known stay."""
        self._records = {**records, **self._records}

    def attach(self, root: Path, classes: Sequence[str]) -> None:
        """There is a store now: what waits is written to it."""
        self._has_store = True
        self._store.open(root, classes)

    def keep_in(self, folder: Path, about: str, left: LeftWork | None) -> None:
        """There is no store yet: write down in a folder what waits for one.

        Args:
            folder: Always the same for the same images.
            about: What the work belongs to.
            left: What an earlier session wrote down there: it waits to be saved again.
        """
        for entries in [] if left is None else left.saves.values():
            entry = joined(entries)
            self._wait_for(SaveRequest.of(entry))
        for each in [] if left is None else left.tags.values():
            self._store.save_tags({each.image_id: each.tags}, who=each.who)
        self._store.keep_in(folder, about, left)
        self._report_unsaved()

    def record(self, image_id: str) -> LabelRecord:
        """The record of an image, saved or on its way."""
        return self._records.get(image_id) or LabelRecord(image_id)

    @property
    def waiting(self) -> Collection[str]:
        """Images of which something is on its way to the disk."""
        return self._requests.keys()

    def request(self, image_id: str) -> SaveRequest | None:
        """What is on its way to the disk for an image."""
        return self._requests.get(image_id)

    @property
    def records(self) -> Mapping[str, LabelRecord]:
        """All records by image id."""
        return self._records

    @property
    def has_unsaved(self) -> bool:
        """Whether something is not on the disk yet."""
        return self._store.has_unsaved or bool(self._requests)

    def save(self, request: SaveRequest) -> None:
        """Save an image's state."""
        self._last = max(time.time(), self._last + _TICK)
        self._wait_for(replace(request, time=self._last, who=self.who))
        self._after_save()

    def _wait_for(self, request: SaveRequest) -> None:
        old = self.record(request.image_id)
        self._records[request.image_id] = LabelRecord(
            image_id=request.image_id,
            status=request.status,
            mask_digest=old.mask_digest,
            origin=request.origin,
            source=old.source if request.source is None else request.source,
            revision=old.revision,
            who=request.who,
            time=request.time,
            seconds=old.seconds + request.seconds,
            pixels_changed=old.pixels_changed,
            note=old.note if request.note is None else request.note,
        )
        self._serial += 1
        request = replace(request, serial=self._serial)
        self._requests[request.image_id] = request
        self._store.save(request)
        self.changed.emit(request.image_id)

    def save_tags(self, table: Mapping[str, Mapping[str, bool]], *, more: bool = False) -> None:
        """Save the tags of some images, by image id; together with the next ones, if `more`."""
        self._store.save_tags(table, who=self.who, more=more)
        self._after_save()

    def save_prediction(self, image_id: str, prediction: Prediction) -> None:
        """Save an image's scores; they can be made again, so nobody waits for them."""
        if self._has_store:
            self._store.save_prediction(image_id, prediction)

    def discard(self) -> None:
        """Forget what is not on the disk, because a person said so."""
        self._store.discard()
        self._requests = {}
        self._report_unsaved()

    def _after_save(self) -> None:
        self._report_unsaved()
        if not self._has_store and not self._asked:
            self._asked = True
            self.project_needed.emit()

    @Slot(object, int)
    def _on_saved(self, record: LabelRecord, serial: int) -> None:
        request = self._requests.get(record.image_id)
        if request is not None and request.serial == serial:  # no newer state is on its way
            del self._requests[record.image_id]
            self._records[record.image_id] = record
            self.changed.emit(record.image_id)
        self._in_trouble = False
        self._report_unsaved()

    @Slot(object)
    def _on_failed(self, error: ErrorInfo) -> None:
        self._retry.start()
        self._report_unsaved()
        if not self._in_trouble:
            self._in_trouble = True
            self.trouble.emit(error)

    @Slot()
    def _on_idle(self) -> None:
        self._retry.stop()
        self._in_trouble = False
        self._report_unsaved()

    def _report_unsaved(self) -> None:
        now = self.has_unsaved
        if now != self._was_unsaved:
            self._was_unsaved = now
            self.unsaved_changed.emit(now)
