"""A model and the maps that it makes: what is wanted, what is there."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal, Slot

from stac_gui.workers.engines import CamSettings, ModelRequest
from stac_gui.workers.images import ByteCache
from stac_gui.workers.inference import InferenceRequest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from stac_core.types import CamResult, ImageItem
    from stac_gui.outcome import ErrorInfo
    from stac_gui.presenters.opening import Opened
    from stac_gui.presenters.services import Inference
    from stac_gui.workers.engines import ModelSummary, Source

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
        inference: The model's place in the inference thread.
        source: What the model is.
        parent: Owner.

    Attributes:
        path: The model file; it may not be loaded yet, or it may be one that cannot be.
        is_shown: Whether its maps are the ones that a person looks at; they go first.

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

    def __init__(
        self, inference: Inference, source: Source = "cam", parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._inference = inference
        self.source: Source = source
        self.path: Path | None = None
        self.is_shown = True
        self._memory = ByteCache(CAM_BYTES)
        self._size = 0
        self._opened: Opened | None = None
        self._wanted: list[ImageItem] = []
        self._batch: dict[str, None] = {}  # ids, the first one last: taken from the end
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
        self._wanted, self._batch = [], {}
        self._memory.clear()
        self._inference.forget()

    def offer(self, path: Path | None) -> None:
        """Have a model at hand without loading it; `ensure` does that when it is needed."""
        self.is_loading, self.model, self.problem = False, None, None
        self._memory.clear()
        self._inference.unload()
        self.path = path
        self.model_changed.emit()

    def ensure(self) -> None:
        """Load the model that was offered, unless that has been tried."""
        untried = self.model is None and self.problem is None and not self.is_loading
        if self.path is not None and untried:
            self.load(self.path)

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
        self.path = path
        self.is_loading, self.model, self.problem = True, None, None
        self._memory.clear()
        self._inference.load(
            ModelRequest(
                path=path,
                source=self.source,
                device=self.run_on.device,
                precision=self.run_on.precision,
                classes=classes,
                settings=settings,
                cache_root=cache,
            )
        )
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
        if self.path is not None:  # else there is nothing to ask, and nothing new to tell
            self._send()

    def set_shown(self, *, shown: bool) -> None:
        """Whether a person looks at these maps, or at another model's."""
        self.is_shown = shown
        self._send()

    def forget(self, image_id: str) -> None:
        """Look at an image anew when it is wanted next: its file has changed."""
        self._memory.remove(image_id)

    def look_at_all(self) -> None:
        """Look at every image that the model has not seen, in the background."""
        model, opened = self.model, self._opened
        if model is not None and opened is not None:
            seen = {key for key, each in opened.predictions.items() if each.model == model.digest}
            self._start_batch([each for each in opened.items.ids if each not in seen])

    def _start_batch(self, images: Sequence[str]) -> None:
        """Look at all these images too, when nothing more urgent waits."""
        self._batch = dict.fromkeys(reversed(images))
        self._batch_total = len(self._batch)
        self._send()

    def cancel_batch(self) -> None:
        """Stop looking at all images; what was wanted by name still is."""
        self._batch = {}
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
        behind = 0 if self.is_shown else 1
        requests = [
            # the two models take turns: the image at hand by both, then the next one
            InferenceRequest(item, self._opened.value_range(item.id), 2 * number + behind)
            for number, item in enumerate(self._fitting())
            if item.id not in self._memory
        ]
        last = 2 * len(self._wanted) + 2
        asked = {request.item.id for request in requests}
        requests += [
            InferenceRequest(item, self._opened.value_range(item.id), last)
            for item in self._first_of_batch()
            if item.id not in asked
        ]
        self._inference.want(requests)
        self.progress_changed.emit()

    def _first_of_batch(self) -> list[ImageItem]:
        """The next images of the batch; those that are not there any more leave it."""
        assert self._opened is not None
        items, found = self._opened.items, []
        for image_id in list(islice(reversed(self._batch), BATCH_WAITING)):
            row = items.rows.get(image_id)
            if row is None:
                del self._batch[image_id]
            else:
                found.append(items[row])
        return found

    @Slot(object)
    def _on_model(self, summary: ModelSummary) -> None:
        if not self.is_loading or summary.path != self.path:
            return  # another one was asked for in the meantime
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
        self._keep(image_id, result)
        self.arrived.emit(image_id, result)
        self._leave_batch(image_id)

    def _keep(self, image_id: str, result: CamResult) -> None:
        """Remember maps, but not at the cost of those that a person is about to look at."""
        self._size = int(result.cam.nbytes)
        wanted = [item.id for item in self._fitting()]
        if image_id not in wanted:
            if CAM_BYTES // max(1, self._size) <= len(wanted):
                return
            for each in reversed(wanted):
                self._memory.get(each)  # what was looked up last is kept longest
        self._memory.put(image_id, result, self._size)

    def _fitting(self) -> list[ImageItem]:
        """The wanted images whose maps fit into the memory together.

        Of maps so large that few do, the neighbours' would push out those of the image at hand,
        which would be made again and push out the neighbours'. Only the first image is asked for
        until it is known how large maps are.
        """
        return self._wanted[: max(1, CAM_BYTES // self._size)] if self._size else self._wanted[:1]

    @Slot(str, object)
    def _on_failed(self, image_id: str, error: ErrorInfo) -> None:
        self._wanted = [item for item in self._wanted if item.id != image_id]  # not over and over
        self.failed.emit(image_id, error)
        self._leave_batch(image_id)

    def _leave_batch(self, image_id: str) -> None:
        if self._batch:
            self._batch.pop(image_id, None)
            if not self._batch:
                self.message.emit("info", self.tr("All images have been looked at."))
        self._send()

    @Slot(str)
    def _on_fallback(self, text: str) -> None:
        self.message.emit("warning", text[0].upper() + text[1:] + ".")
