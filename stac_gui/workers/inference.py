"""Inference off the GUI thread: one long-lived thread owns the model.

Requests carry ids. The image at hand goes first, its neighbours after it; what nobody waits for any
more is cancelled, in the middle of an image if need be. Each request ends with exactly one signal.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, QThread, Signal, Slot

from stac_core.cam_cache import CamCache, cache_identity
from stac_core.data.images import ValueRange, read_image, to_model_rgb
from stac_core.errors import Cancelled
from stac_core.presence import Tags
from stac_core.types import CamResult, CancelToken, ImageItem
from stac_gui.outcome import describe_error

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@dataclass(frozen=True)
class CamSettings:
    """How maps are made; the fields are those of the core's PredictSpec."""

    kind: Any = None
    scales: tuple[float, ...] | None = None
    flip: bool = True
    affinity: bool = False
    max_tokens: int = 4096


@dataclass(frozen=True)
class ModelRequest:
    """Which model to load and how to run it.

    Attributes:
        path: The weights file.
        device: "auto", "cpu", "cuda" ...
        precision: "auto", "fp32", "bf16" or "fp16".
        classes: Names of the project's classes; None takes the file's.
        settings: How maps are made.
        cache_root: Project folder whose cache is used; None for none.
    """

    path: Path
    device: str = "auto"
    precision: Any = "auto"
    classes: tuple[str, ...] | None = None
    settings: CamSettings = CamSettings()
    cache_root: Path | None = None


@dataclass(frozen=True)
class ModelSummary:
    """What is loaded now, in words and numbers.

    Attributes:
        path: The weights file.
        digest: Of its content.
        identity: Of the maps: model and how they are made.
        classes: Class names.
        threshold: The background threshold that it names.
        architecture: Its name.
        origin: Whose file it is.
        runs_on: Device and precision.
        parameters: How many.
        notes: What was assumed.
    """

    path: Path
    digest: str
    identity: str
    classes: tuple[str, ...]
    threshold: float
    architecture: str
    origin: str
    runs_on: str
    parameters: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class InferenceRequest:
    """One image to look at. A lower priority number goes first."""

    item: ImageItem
    value_range: ValueRange | None = None
    priority: int = 0


class Engine(Protocol):
    """The model as the worker needs it; tests put their own in its place."""

    summary: ModelSummary

    def predict(
        self, item: ImageItem, value_range: ValueRange | None, cancel: CancelToken
    ) -> CamResult:
        """Maps of all classes of an image."""

    def describe(self) -> str:
        """Where it runs now."""


class TorchEngine:
    """The real engine. Imports torch, so it is made in the inference thread."""

    def __init__(self, request: ModelRequest, on_fallback: Any) -> None:
        from stac_core.inference import Predictor, PredictSpec
        from stac_core.models.model_file import load_model

        classes = None if request.classes is None else list(request.classes)
        model = load_model(request.path, classes=classes)
        self._predictor = Predictor(
            model, device=request.device, precision=request.precision, on_fallback=on_fallback
        )
        settings, info = request.settings, model.info
        self._spec = PredictSpec(
            kind=settings.kind or info.kind,
            scales=settings.scales or tuple(info.scales),
            flip=settings.flip,
            affinity=settings.affinity,
            max_tokens=settings.max_tokens,
        )
        self._everything = Tags.everything(len(info.classes))
        self._cache = None if request.cache_root is None else CamCache(request.cache_root)
        self.summary = ModelSummary(
            path=request.path,
            digest=model.digest,
            identity=cache_identity(model.digest, self._spec.digest()),
            classes=tuple(info.classes),
            threshold=info.threshold,
            architecture=info.arch,
            origin=model.origin,
            runs_on=self._predictor.describe(),
            parameters=sum(value.numel() for value in model.net.parameters()),
            notes=model.notes,
        )

    def predict(
        self, item: ImageItem, value_range: ValueRange | None, cancel: CancelToken
    ) -> CamResult:
        """Maps of all classes, from the cache where they are there."""
        if self._cache is not None:
            found = self._cache.get(item, self.summary.identity)
            if found is not None and found.classes == self.summary.classes:
                return found
        rgb = to_model_rgb(read_image(item.path), value_range)
        (result,) = self._predictor.predict(
            [rgb], self._spec, tags=[self._everything], cancel=cancel
        )
        if self._cache is not None:
            self._cache.put(item, self.summary.identity, result)
        return result

    def describe(self) -> str:
        """Where it runs now."""
        return self._predictor.describe()


@dataclass
class _Pending:
    """Requests that wait, the one that runs, and images whose results are on their way."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    waiting: dict[str, InferenceRequest] = field(default_factory=dict)
    running: InferenceRequest | None = None
    arriving: set[str] = field(default_factory=set)
    token: CancelToken = field(default_factory=CancelToken)
    generation: int = 0


class _Worker(QObject):
    model_loaded = Signal(object)
    model_failed = Signal(object)
    started = Signal(str)
    finished = Signal(str, int, object)
    failed = Signal(str, int, object)
    cancelled = Signal(str, int)
    fell_back = Signal(str)

    def __init__(self, pending: _Pending, make_engine: Any) -> None:
        super().__init__()
        self._pending = pending
        self._make_engine = make_engine
        self._engine: Engine | None = None

    @Slot(object)
    def load(self, request: ModelRequest) -> None:
        self._engine = None  # two models at once might not fit in the device's memory
        try:
            self._engine = self._make_engine(request, self.fell_back.emit)
        except Exception as error:  # noqa: BLE001 - the thread's edge: everything is reported
            self.model_failed.emit(describe_error(error))
        else:
            assert self._engine is not None
            self.model_loaded.emit(self._engine.summary)
            self.work()

    @Slot()
    def unload(self) -> None:
        self._engine = None

    @Slot()
    def work(self) -> None:
        """Run requests, most urgent first, until none waits."""
        while self._engine is not None:
            with self._pending.lock:
                if not self._pending.waiting:
                    return
                request = min(self._pending.waiting.values(), key=lambda each: each.priority)
                del self._pending.waiting[request.item.id]
                self._pending.running = request
                token = self._pending.token = CancelToken()
                generation = self._pending.generation
            image_id = request.item.id
            self.started.emit(image_id)
            try:
                result = self._engine.predict(request.item, request.value_range, token)
            except Cancelled:
                self.cancelled.emit(image_id, generation)
            except Exception as error:  # noqa: BLE001 - the thread's edge: everything is reported
                self.failed.emit(image_id, generation, describe_error(error))
            else:
                result.cam.flags.writeable = False
                with self._pending.lock:
                    if generation == self._pending.generation:
                        self._pending.arriving.add(image_id)
                self.finished.emit(image_id, generation, result)
            finally:
                with self._pending.lock:
                    self._pending.running = None


class InferenceThread(QObject):
    """Owner of the inference thread.

    Args:
        parent: Owner.
        make_engine: Makes the engine in the thread; tests give their own.

    Signals:
        model_loaded: `ModelSummary`.
        model_failed: `ErrorInfo`; no model is loaded then.
        started: Image id.
        finished: Image id and `CamResult` with the maps of all classes.
        failed: Image id and `ErrorInfo`.
        cancelled: Image id.
        fell_back: In words, when memory ran out and the work goes on differently.
    """

    model_loaded = Signal(object)
    model_failed = Signal(object)
    started = Signal(str)
    finished = Signal(str, object)
    failed = Signal(str, object)
    cancelled = Signal(str)
    fell_back = Signal(str)
    _load = Signal(object)
    _unload = Signal()
    _wake = Signal()

    def __init__(self, parent: QObject | None = None, *, make_engine: Any = TorchEngine) -> None:
        super().__init__(parent)
        self._pending = _Pending()
        self._thread = QThread()
        self._thread.setObjectName("inference")
        self._worker = _Worker(self._pending, make_engine)
        self._worker.moveToThread(self._thread)
        self._load.connect(self._worker.load)
        self._unload.connect(self._worker.unload)
        self._wake.connect(self._worker.work)
        self._worker.model_loaded.connect(self.model_loaded)
        self._worker.model_failed.connect(self.model_failed)
        self._worker.started.connect(self.started)
        self._worker.finished.connect(self._on_finished)
        self._worker.failed.connect(self._on_failed)
        self._worker.cancelled.connect(self._on_cancelled)
        self._worker.fell_back.connect(self.fell_back)
        self._thread.start()

    def load(self, request: ModelRequest) -> None:
        """Load a model; what is running is cancelled, what waits is forgotten."""
        self.forget()
        self._load.emit(request)

    def unload(self) -> None:
        """Give the model's memory back."""
        self.forget()
        self._unload.emit()

    def want(self, requests: Sequence[InferenceRequest]) -> None:
        """These images, and no others, are wanted now. Others that wait or run are cancelled."""
        wanted = {request.item.id: request for request in requests}
        dropped = []
        with self._pending.lock:
            running = self._pending.running
            if running is not None:
                if running.item.id in wanted:
                    del wanted[running.item.id]
                else:
                    self._pending.token.cancel()
            for image_id in self._pending.arriving:  # looked at already
                wanted.pop(image_id, None)
            dropped = [each for each in self._pending.waiting if each not in wanted]
            self._pending.waiting = wanted
        for image_id in dropped:
            self.cancelled.emit(image_id)
        if wanted:
            self._wake.emit()

    def forget(self) -> None:
        """Want nothing, and take no notice of what still arrives."""
        with self._pending.lock:
            self._pending.generation += 1
            self._pending.arriving.clear()
        self.want([])

    def close(self) -> None:
        """Cancel and stop the thread."""
        self.forget()
        self._thread.quit()
        self._thread.wait()
        self._worker.deleteLater()

    @Slot(str, int, object)
    def _on_finished(self, image_id: str, generation: int, result: CamResult) -> None:
        if generation == self._pending.generation:
            with self._pending.lock:
                self._pending.arriving.discard(image_id)
            self.finished.emit(image_id, result)
        else:
            self.cancelled.emit(image_id)

    @Slot(str, int, object)
    def _on_failed(self, image_id: str, generation: int, error: Any) -> None:
        if generation == self._pending.generation:
            self.failed.emit(image_id, error)
        else:
            self.cancelled.emit(image_id)

    @Slot(str, int)
    def _on_cancelled(self, image_id: str, generation: int) -> None:
        self.cancelled.emit(image_id)
