"""Two runs' models look at the image at hand: their heat maps side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from PySide6.QtCore import QObject, Signal

from stac_core.colors import hex_to_rgb
from stac_core.data.images import read_image, to_model_rgb
from stac_core.opencv import cv2
from stac_core.overlay import draw_overlay
from stac_core.pseudo_mask import cam_to_mask, spec_for_classes
from stac_gui.workers.engines import CamSettings, ModelRequest, TorchEngine
from stac_gui.workers.inference import InferenceRequest, InferenceThread

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from stac_core.types import CamResult, ImageItem
    from stac_gui.outcome import ErrorInfo
    from stac_gui.presenters.opening import Opened
    from stac_gui.presenters.services import Tasks
    from stac_gui.workers.engines import ModelSummary, Source


class ModelVersion(NamedTuple):
    """A model file as it was at some time.

    Attributes:
        path: Of the file.
        stamp: Unix seconds when it was written.
        source: What it is.
    """

    path: Path
    stamp: float
    source: Source = "cam"


LARGEST = 900
"""Pictures have at most so many pixels a side: they are shown beside each other."""


class _Side(QObject):
    """One of the two models, in a thread of its own."""

    changed = Signal()

    def __init__(self, tasks: Tasks, make_engine: Any, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._thread = InferenceThread(self, make_engine=make_engine)
        self._thread.model_loaded.connect(self._on_model)
        self._thread.model_failed.connect(self._on_failed)
        self._thread.finished.connect(self._on_maps)
        self._thread.failed.connect(lambda _, error: self._on_failed(error))
        self._version: ModelVersion | None = None
        self._model: ModelSummary | None = None
        self._wanted: tuple[Opened, ImageItem] | None = None
        self._result: CamResult | None = None
        self.class_name: str | None = None
        self.picture: NDArray[np.uint8] | None = None
        self.scores: Mapping[str, float] = {}
        self.problem = ""

    def look(
        self, model: ModelVersion | None, opened: Opened | None, item: ImageItem | None
    ) -> None:
        """Show an image's maps by a model; the model is loaded again where its file changed."""
        if model != self._version:
            self._version, self._model = model, None
            self._clear()
            if model is not None and opened is not None:
                cam = opened.cam
                settings = CamSettings(cam.kind, tuple(cam.scales), cam.flip, cam.affinity)
                classes = tuple(opened.class_names)
                self._thread.load(
                    ModelRequest(model.path, model.source, classes=classes, settings=settings)
                )
        before = self._wanted
        self._wanted = None if opened is None or item is None else (opened, item)
        if not _same(self._wanted, before):
            self._clear()
            self._ask()

    def set_class(self, name: str | None) -> None:
        """Show the map of one class, or of the strongest everywhere."""
        if name != self.class_name:
            self.class_name = name
            self._draw()

    def close(self) -> None:
        self._thread.close()

    def _clear(self) -> None:
        self.picture, self.scores, self.problem, self._result = None, {}, "", None
        self.changed.emit()

    def _ask(self) -> None:
        if self._model is not None and self._wanted is not None:
            opened, item = self._wanted
            self._thread.want([InferenceRequest(item, opened.value_range(item.id))])

    def _on_model(self, model: ModelSummary) -> None:
        self._model = model
        self._ask()

    def _on_failed(self, error: ErrorInfo) -> None:
        self.problem = error.message
        self.changed.emit()

    def _on_maps(self, image_id: str, result: CamResult) -> None:
        if self._wanted is not None and self._wanted[1].id == image_id:
            self._result = result
            self.scores = dict(zip(result.classes, map(float, result.scores), strict=True))
            self._draw()

    def _draw(self) -> None:
        if self._wanted is None or self._result is None or self._model is None:
            return
        (opened, item), result, chosen = self._wanted, self._result, self.class_name
        threshold = self._model.threshold
        self._tasks.submit(
            lambda: draw_maps(opened, item, result, threshold, chosen),
            lambda picture: self._on_picture(result, picture),
            self._on_failed,
        )

    def _on_picture(self, result: CamResult, picture: NDArray[np.uint8]) -> None:
        if result is self._result:
            self.picture = picture
            self.changed.emit()


def _same(one: tuple[Opened, ImageItem] | None, other: tuple[Opened, ImageItem] | None) -> bool:
    """Whether two are the same objects: comparing what a project holds would take long."""
    if one is None or other is None:
        return one is other
    return one[0] is other[0] and one[1] is other[1]


def draw_maps(
    opened: Opened, item: ImageItem, result: CamResult, threshold: float, chosen: str | None
) -> NDArray[np.uint8]:
    """An image with a model's maps and mask: uint8 (H, W, 3) RGB of at most `LARGEST` a side."""
    rgb = to_model_rgb(read_image(item.path), opened.value_range(item.id))
    tags = opened.tags.get(item.id, {})
    shown = [
        index
        for index, name in enumerate(result.classes)
        if (name == chosen if chosen else tags.get(name, result.scores[index] >= 0.5))
    ]
    cam = np.zeros_like(result.cam)
    cam[shown] = result.cam[shown]
    scale = min(1.0, LARGEST / max(rgb.shape[:2]))
    if scale < 1:
        size = (max(1, round(rgb.shape[1] * scale)), max(1, round(rgb.shape[0] * scale)))
        rgb = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)
        cam = np.stack([cv2.resize(each, size) for each in cam])
    spec = spec_for_classes(
        result.classes, threshold=threshold, class_thresholds=opened.cam.class_thresholds
    )
    colors = [hex_to_rgb(each.color) for each in opened.classes]
    return draw_overlay(rgb, cam, cam_to_mask(cam, spec), colors)


class Comparison(QObject):
    """The models of two runs. Their threads begin when they are first needed.

    Args:
        tasks: Runs functions in threads.
        make_engine: Makes the inference engines; tests give their own.
        parent: Owner.

    Signals:
        changed: There is something else to show.
    """

    changed = Signal()

    def __init__(
        self, tasks: Tasks, *, make_engine: Any = TorchEngine, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._tasks, self._make_engine = tasks, make_engine
        self._sides: list[_Side] = []
        self._class: str | None = None

    def look(
        self,
        models: tuple[ModelVersion | None, ModelVersion | None],
        opened: Opened | None,
        item: ImageItem | None,
    ) -> None:
        """Let these models look at an image."""
        if not self._sides:
            self._sides = [_Side(self._tasks, self._make_engine, self) for _ in range(2)]
            for side in self._sides:
                side.changed.connect(self.changed)
        for side, model in zip(self._sides, models, strict=True):
            side.class_name = self._class
            side.look(model, opened, item)

    def set_class(self, name: str | None) -> None:
        """Show the maps of one class, or of the strongest everywhere."""
        self._class = name
        for side in self._sides:
            side.set_class(name)

    def picture(self, side: int) -> NDArray[np.uint8] | None:
        """What a model sees: uint8 (H, W, 3); None while it is not there."""
        return self._sides[side].picture if self._sides else None

    def scores(self, side: int) -> Mapping[str, float]:
        """A model's scores by class."""
        return self._sides[side].scores if self._sides else {}

    def problem(self, side: int) -> str:
        """Why there is no picture."""
        return self._sides[side].problem if self._sides else ""

    def close(self) -> None:
        """End the threads."""
        for side in self._sides:
            side.close()
        self._sides = []
