"""Inference off the GUI thread: one long-lived thread owns the models.

Requests carry ids. The image at hand goes first, its neighbours after it; what nobody waits for any
more is cancelled, in the middle of an image if need be. Each request ends with exactly one signal.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QThread, Signal, Slot

from stac_core.errors import Cancelled
from stac_core.types import CamResult, CancelToken, ImageItem
from stac_gui.outcome import describe_error
from stac_gui.workers.engines import TorchEngine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stac_core.data.images import ValueRange
    from stac_gui.workers.engines import Engine, ModelRequest


@dataclass(frozen=True)
class InferenceRequest:
    """One image to look at. A lower priority number goes first."""

    item: ImageItem
    value_range: ValueRange | None = None
    priority: int = 0


_Key = tuple[int, str]
"""A model's place in the thread, and an image id."""


class _Outbox(QObject):
    """What the thread has to say to one place; the others never hear of it."""

    model_loaded = Signal(object)
    model_failed = Signal(object)
    started = Signal(str)
    finished = Signal(str, int, object)
    failed = Signal(str, int, object)
    cancelled = Signal(str)
    explained = Signal(str, object)
    not_explained = Signal(str, object)
    fell_back = Signal(str)


@dataclass
class _Pending:
    """What the thread is to do, and images whose results are on their way."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    outboxes: dict[int, _Outbox] = field(default_factory=dict)
    loads: dict[int, ModelRequest | None] = field(default_factory=dict)
    waiting: dict[_Key, InferenceRequest] = field(default_factory=dict)
    running: _Key | None = None
    arriving: set[_Key] = field(default_factory=set)
    token: CancelToken = field(default_factory=CancelToken)
    explain: tuple[int, InferenceRequest] | None = None
    explain_token: CancelToken = field(default_factory=CancelToken)
    generations: dict[int, int] = field(default_factory=dict)


class _Worker(QObject):
    def __init__(self, pending: _Pending, make_engine: Any) -> None:
        super().__init__()
        self._pending = pending
        self._make_engine = make_engine
        self._engines: dict[int, Engine] = {}

    @Slot()
    def work(self) -> None:
        """Load what is to be loaded and run requests, most urgent first, until none waits."""
        pending = self._pending
        while True:
            with pending.lock:
                place = next(iter(pending.loads), None)
                explain = None
                if place is not None:
                    load = pending.loads.pop(place)
                elif pending.explain is not None and pending.explain[0] in self._engines:
                    explain, pending.explain = pending.explain, None
                    token = pending.explain_token = CancelToken()
                else:
                    ready = [key for key in pending.waiting if key[0] in self._engines]
                    if not ready:
                        return
                    key = min(ready, key=lambda each: pending.waiting[each].priority)
                    request = pending.waiting.pop(key)
                    pending.running = key
                    token = pending.token = CancelToken()
                    generation = pending.generations[key[0]]
            if place is not None:
                self._load(place, load)
            elif explain is not None:
                self._explain(*explain, token)
            else:
                self._run(key, request, token, generation)

    def _load(self, place: int, request: ModelRequest | None) -> None:
        self._engines.pop(place, None)  # the old and the new one might not fit in the memory
        if request is None:
            return
        outbox = self._pending.outboxes[place]
        try:
            engine = self._make_engine(request, outbox.fell_back.emit)
        except Exception as error:  # noqa: BLE001 - the thread's edge: everything is reported
            outbox.model_failed.emit(describe_error(error))
        else:
            self._engines[place] = engine
            outbox.model_loaded.emit(engine.summary)

    def _run(
        self, key: _Key, request: InferenceRequest, token: CancelToken, generation: int
    ) -> None:
        place, image_id = key
        outbox = self._pending.outboxes[place]
        outbox.started.emit(image_id)
        try:
            result = self._engines[place].predict(request.item, request.value_range, token)
        except Cancelled:
            outbox.cancelled.emit(image_id)
        except Exception as error:  # noqa: BLE001 - the thread's edge: everything is reported
            outbox.failed.emit(image_id, generation, describe_error(error))
        else:
            result.cam.flags.writeable = False
            with self._pending.lock:
                if generation == self._pending.generations[place]:
                    self._pending.arriving.add(key)
            outbox.finished.emit(image_id, generation, result)
        finally:
            with self._pending.lock:
                self._pending.running = None

    def _explain(self, place: int, request: InferenceRequest, token: CancelToken) -> None:
        image_id, outbox = request.item.id, self._pending.outboxes[place]
        try:
            found = self._engines[place].explain(request.item, request.value_range, token)
        except Cancelled:
            outbox.not_explained.emit(image_id, None)
        except Exception as error:  # noqa: BLE001 - the thread's edge: everything is reported
            outbox.not_explained.emit(image_id, describe_error(error))
        else:
            outbox.explained.emit(image_id, found)


class _Host:
    """The thread with its worker; several models can have a place in it."""

    def __init__(self, make_engine: Any) -> None:
        self.pending = _Pending()
        self.thread = QThread()
        self.thread.setObjectName("inference")
        self.worker = _Worker(self.pending, make_engine)
        self.worker.moveToThread(self.thread)
        self.thread.start()

    def close(self) -> None:
        self.thread.quit()
        self.thread.wait()
        self.worker.deleteLater()


class InferenceThread(QObject):
    """A model in the inference thread.

    Args:
        parent: Owner.
        make_engine: Makes the engine in the thread; tests give their own.
        beside: Share its thread, so that the two models take turns; it ends the thread.

    Signals:
        model_loaded: `ModelSummary`.
        model_failed: `ErrorInfo`; no model is loaded then.
        started: Image id.
        finished: Image id and `CamResult` with the maps of all classes.
        failed: Image id and `ErrorInfo`.
        cancelled: Image id.
        explained: Image id and `Explanation`.
        not_explained: Image id and `ErrorInfo`, or None where nobody wants it any more.
        fell_back: In words, when memory ran out and the work goes on differently.
    """

    model_loaded = Signal(object)
    model_failed = Signal(object)
    started = Signal(str)
    finished = Signal(str, object)
    failed = Signal(str, object)
    cancelled = Signal(str)
    explained = Signal(str, object)
    not_explained = Signal(str, object)
    fell_back = Signal(str)
    _wake = Signal()

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        make_engine: Any = TorchEngine,
        beside: InferenceThread | None = None,
    ) -> None:
        super().__init__(parent)
        self._owns_thread = beside is None
        self.host: _Host = _Host(make_engine) if beside is None else beside.host
        self._pending = self.host.pending
        with self._pending.lock:
            self._place = len(self._pending.outboxes)
            outbox = self._pending.outboxes[self._place] = _Outbox()
            self._pending.generations[self._place] = 0
        self._wake.connect(self.host.worker.work)
        outbox.model_loaded.connect(self.model_loaded)
        outbox.model_failed.connect(self.model_failed)
        outbox.started.connect(self.started)
        outbox.finished.connect(self._on_finished)
        outbox.failed.connect(self._on_failed)
        outbox.cancelled.connect(self.cancelled)
        outbox.explained.connect(self.explained)
        outbox.not_explained.connect(self.not_explained)
        outbox.fell_back.connect(self.fell_back)

    def load(self, request: ModelRequest) -> None:
        """Load a model; what is running is cancelled, what waits is forgotten."""
        self._set_load(request)

    def unload(self) -> None:
        """Give the model's memory back."""
        self._set_load(None)

    def want(self, requests: Sequence[InferenceRequest]) -> None:
        """These images, and no others, are wanted now. Others that wait or run are cancelled."""
        place, pending = self._place, self._pending
        wanted = {(place, request.item.id): request for request in requests}
        with pending.lock:
            running = pending.running
            if running is not None and running[0] == place:
                if running in wanted:
                    del wanted[running]
                else:
                    pending.token.cancel()
            for key in pending.arriving:  # looked at already
                wanted.pop(key, None)
            mine = [key for key in pending.waiting if key[0] == place]
            dropped = [key for key in mine if key not in wanted]
            for key in mine:
                del pending.waiting[key]
            pending.waiting |= wanted
        for _, image_id in dropped:
            self.cancelled.emit(image_id)
        if wanted:
            self._wake.emit()

    def explain(self, request: InferenceRequest | None) -> None:
        """Look closer at this image, before others are looked at; None at none any more.

        One of the signals `explained` and `not_explained` follows for each image.
        """
        pending = self._pending
        with pending.lock:
            dropped, pending.explain = pending.explain, None
            pending.explain_token.cancel()
            if request is not None:
                pending.explain = self._place, request
        if dropped is not None:
            self.not_explained.emit(dropped[1].item.id, None)
        if request is not None:
            self._wake.emit()

    def forget(self) -> None:
        """Want nothing, and take no notice of what still arrives."""
        with self._pending.lock:
            self._pending.generations[self._place] += 1
            self._pending.arriving -= {
                key for key in self._pending.arriving if key[0] == self._place
            }
        self.want([])

    def close(self) -> None:
        """Cancel, and stop the thread if it is one's own."""
        self.forget()
        self.explain(None)
        if self._owns_thread:
            self.host.close()

    # ---- inside --------------------------------------------------------------------------

    def _set_load(self, request: ModelRequest | None) -> None:
        self.forget()
        self.explain(None)
        with self._pending.lock:
            self._pending.loads[self._place] = request
        self._wake.emit()

    def _is_current(self, generation: int) -> bool:
        return generation == self._pending.generations[self._place]

    @Slot(str, int, object)
    def _on_finished(self, image_id: str, generation: int, result: CamResult) -> None:
        if self._is_current(generation):
            with self._pending.lock:
                self._pending.arriving.discard((self._place, image_id))
            self.finished.emit(image_id, result)
        else:
            self.cancelled.emit(image_id)

    @Slot(str, int, object)
    def _on_failed(self, image_id: str, generation: int, error: Any) -> None:
        if self._is_current(generation):
            self.failed.emit(image_id, error)
        else:
            self.cancelled.emit(image_id)
