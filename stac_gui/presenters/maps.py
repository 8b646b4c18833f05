"""The model in use and the heat maps that it makes: what is wanted, what is there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal, Slot

from stac_gui.workers.images import ByteCache
from stac_gui.workers.inference import CamSettings, InferenceRequest, ModelRequest, ModelSummary

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from stac_core.types import CamResult, ImageItem
    from stac_gui.outcome import ErrorInfo
    from stac_gui.presenters.opening import Opened
    from stac_gui.presenters.services import Inference

CAM_BYTES: Final = 384 << 20
BATCH_WAITING: Final = 4


@dataclass(frozen=True)
class RunOn:
    """Where and how precisely the model runs."""

    device: str = "auto"
    precision: str = "auto"


class MapSupply(QObject):
    """Keeps the model busy with what a person is about to look at, and remembers the maps.

    Args:
        inference: The inference thread.
        parent: Owner.

    Signals:
        model_changed: Another model, none, or one is being loaded.
        arrived: Image id and `CamResult` with the maps of all classes.
        failed: Image id and `ErrorInfo`.
        progress_changed: Something is being looked at, or no longer.
        message: Level and words.
    """

    model_changed = Signal()
    arrived = Signal(str, object)
    failed = Signal(str, object)
    progress_changed = Signal()
    message = Signal(str, str)

    def __init__(self, inference: Inference, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._inference = inference
        self._memory = ByteCache(CAM_BYTES)
        self._opened: Opened | None = None
        self._wanted: list[ImageItem] = []
        self._batch: list[ImageItem] = []
        self._batch_total = 0
        self.model: ModelSummary | None = None
        self.problem: ErrorInfo | None = None
        self.is_loading = False
        self.run_on = RunOn()
        inference.model_loaded.connect(self._on_model)
        inference.model_failed.connect(self._on_model_failed)
        inference.finished.connect(self._on_finished)
        inference.failed.connect(self._on_failed)
        inference.fell_back.connect(self._on_fallback)

    # ---- model ---------------------------------------------------------------------------

    def open(self, opened: Opened) -> None:
        """Another project or folder: forget all maps."""
        self._opened = opened
        self._wanted, self._batch = [], []
        self._memory.clear()
        self._inference.forget()

    def load(self, path: Path) -> None:
        """Use another model."""
        opened = self._opened
        classes, settings, cache = None, CamSettings(), None
        if opened is not None and opened.project is not None:
            classes = tuple(opened.class_names)
            cam = opened.cam
            settings = CamSettings(
                cam.kind, tuple(cam.scales), cam.flip, cam.affinity, cam.max_tokens
            )
            cache = None if opened.read_only else opened.root
        self.is_loading, self.model, self.problem = True, None, None
        self._memory.clear()
        self._inference.load(
            ModelRequest(
                path=path,
                device=self.run_on.device,
                precision=self.run_on.precision,
                classes=classes,
                settings=settings,
                cache_root=cache,
            )
        )
        self.model_changed.emit()

    def drop(self) -> None:
        """Use no model."""
        self.is_loading, self.model, self.problem = False, None, None
        self._memory.clear()
        self._inference.unload()
        self.model_changed.emit()

    def set_run_on(self, run_on: RunOn) -> None:
        """Run the model elsewhere or in another precision."""
        self.run_on = run_on
        if self.model is not None:
            self.load(self.model.path)

    # ---- maps ----------------------------------------------------------------------------

    def get(self, image_id: str) -> CamResult | None:
        """The maps of an image, if they are in memory."""
        found: CamResult | None = self._memory.get(image_id)
        return found

    def want(self, items: Sequence[ImageItem]) -> None:
        """These images are looked at now or soon, the first one most urgently."""
        self._wanted = list(items)
        self._send()

    def start_batch(self, items: Sequence[ImageItem]) -> None:
        """Look at all these images too, when nothing more urgent waits."""
        self._batch = list(reversed(items))  # taken from the end
        self._batch_total = len(self._batch)
        self._send()

    def cancel_batch(self) -> None:
        """Stop looking at all images; what was wanted by name still is."""
        self._batch = []
        self._send()

    @property
    def batch_progress(self) -> tuple[int, int] | None:
        """Images done and in all, while a batch runs."""
        if not self._batch:
            return None
        return self._batch_total - len(self._batch), self._batch_total

    # ---- inside --------------------------------------------------------------------------

    def _send(self) -> None:
        if self.model is None or self._opened is None:
            self.progress_changed.emit()
            return
        requests = [
            InferenceRequest(item, self._opened.value_range(item.id), priority)
            for priority, item in enumerate(self._wanted)
            if item.id not in self._memory
        ]
        asked = {request.item.id for request in requests}
        requests += [
            InferenceRequest(item, self._opened.value_range(item.id), len(self._wanted))
            for item in self._batch[-BATCH_WAITING:]
            if item.id not in asked
        ]
        self._inference.want(requests)
        self.progress_changed.emit()

    @Slot(object)
    def _on_model(self, summary: ModelSummary) -> None:
        self.is_loading, self.model = False, summary
        self.model_changed.emit()
        self._send()

    @Slot(object)
    def _on_model_failed(self, error: ErrorInfo) -> None:
        self.is_loading, self.problem = False, error
        self.message.emit("error", error.message)
        self.model_changed.emit()

    @Slot(str, object)
    def _on_finished(self, image_id: str, result: CamResult) -> None:
        self._memory.put(image_id, result, int(result.cam.nbytes))
        self.arrived.emit(image_id, result)
        self._leave_batch(image_id)

    @Slot(str, object)
    def _on_failed(self, image_id: str, error: ErrorInfo) -> None:
        self._wanted = [item for item in self._wanted if item.id != image_id]  # not over and over
        self.failed.emit(image_id, error)
        self._leave_batch(image_id)

    def _leave_batch(self, image_id: str) -> None:
        if self._batch:
            self._batch = [item for item in self._batch if item.id != image_id]
            if not self._batch:
                self.message.emit("info", self.tr("All images have been looked at."))
        self._send()

    @Slot(str)
    def _on_fallback(self, text: str) -> None:
        self.message.emit("warning", text[0].upper() + text[1:] + ".")
