"""What a run leaves behind while it trains: events, checkpoints, its best model, pictures."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Final, Protocol

import numpy as np

from stac_core.colors import hex_to_rgb
from stac_core.engine.checkpoint import CHECKPOINT_FILE, save_checkpoint
from stac_core.errors import StorageError
from stac_core.inference import Predictor, PredictSpec
from stac_core.io import atomic_write_bytes
from stac_core.models.model_file import LoadedModel, ModelInfo, save_model
from stac_core.opencv import cv2
from stac_core.overlay import draw_overlay
from stac_core.presence import Tags
from stac_core.pseudo_mask import cam_to_mask, spec_for_classes
from stac_core.runs import MODEL_FILE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    from stac_core.engine.events import EventWriter
    from stac_core.engine.reports import EpochResult, ProgressReport, StepResult
    from stac_core.engine.run import RunCallbacks
    from stac_core.engine.samples import Samples
    from stac_core.models.cam_net import CamNet
    from stac_core.project import Project
    from stac_core.pseudo_mask import PseudoMaskSpec
    from stac_core.segmentation.predictor import SegmenterPredictor
    from stac_core.types import ImageItem

logger = logging.getLogger(__name__)

SAMPLE_FOLDER: Final = "samples"
TENSORBOARD_FOLDER: Final = "tensorboard"


class Product(Protocol):
    """What a run makes."""

    @property
    def file(self) -> str:
        """Name of the model file in the run folder."""

    def save(self, folder: Path, result: dict[str, Any]) -> None:
        """Write the network as it is now, with what validation found."""

    def draw(self) -> list[tuple[ImageItem, NDArray[np.uint8]]]:
        """Pictures of what the network finds in a few images: uint8 (H, W, 3) RGB."""


class StacProduct:
    """A STAC model.

    Args:
        project: Frozen.
        net: In training.
        info: Of its model file.
        shown: Images whose maps are drawn.
    """

    file = MODEL_FILE

    def __init__(self, project: Project, net: CamNet, info: ModelInfo, shown: Samples) -> None:
        self._project, self._net, self._info, self._shown = project, net, info, shown

    def save(self, folder: Path, result: dict[str, Any]) -> None:
        """Write the model file."""
        changes: dict[str, Any] = {"result": result}
        if self._project.train.select_by == "masks":  # then the user's own masks choose it
            changes["threshold"] = result["threshold"]
        save_model(folder / MODEL_FILE, self._net, self._info.model_copy(update=changes))

    def draw(self) -> list[tuple[ImageItem, NDArray[np.uint8]]]:
        """Heat maps and masks."""
        if not len(self._shown):
            return []
        device = str(next(self._net.parameters()).device)
        predictor = Predictor(LoadedModel(self._net, self._info, "", "", ()), device=device)
        spec = PredictSpec(kind=self._project.cam.kind, scales=(1.0,))
        mask_spec = spec_for_classes(
            self._project.class_names,
            threshold=self._info.threshold,
            class_thresholds=self._project.cam.class_thresholds,
        )
        return draw_found(self._project, self._shown, predictor, spec, mask_spec)


def draw_found(
    project: Project,
    shown: Samples,
    predictor: Predictor | SegmenterPredictor,
    spec: PredictSpec,
    mask_spec: PseudoMaskSpec,
) -> list[tuple[ImageItem, NDArray[np.uint8]]]:
    """Pictures of maps and masks of some images, with their tags."""
    colors = [hex_to_rgb(each.color) for each in project.classes]
    images = [as_rgb(image) for image in shown.images]
    tags = [Tags(*row) for row in zip(shown.present, shown.known, strict=True)]
    results = predictor.predict(images, spec, tags=tags)
    return [
        (item, draw_overlay(image, found.cam, cam_to_mask(found.cam, mask_spec), colors))
        for item, image, found in zip(shown.items, images, results, strict=True)
    ]


class Recorder:
    """Follows a trainer and writes the run folder. Only the main process has one.

    Args:
        folder: The run folder.
        product: What the run makes: its model file and pictures.
        left_out: Ids of images that could not be read when the run began.
        tensorboard: Whether to write curves for TensorBoard too.
        events: The stream.
        callbacks: Others who want to know.
    """

    def __init__(
        self,
        folder: Path,
        product: Product,
        *,
        left_out: list[str],
        tensorboard: bool,
        events: EventWriter,
        callbacks: RunCallbacks,
    ) -> None:
        self._folder, self._product = folder, product
        self._left_out = left_out
        self._events, self._callbacks = events, callbacks
        self._board: Any = None
        if tensorboard:
            from torch.utils.tensorboard import SummaryWriter

            self._board = SummaryWriter(str(folder / TENSORBOARD_FOLDER))
        self.best: dict[str, float] = {}

    def close(self) -> None:
        """Finish the files."""
        if self._board is not None:
            self._board.close()

    def on_step(self, result: StepResult) -> None:
        """Write a step's losses."""
        self._events.write("scalar", step=result.step, epoch=result.epoch, values=result.values)
        self._to_board("train", result.values, result.step)
        self._callbacks.step(result)

    def on_progress(self, report: ProgressReport) -> None:
        """Write how far the run is."""
        self._events.write("progress", **report._asdict())
        self._callbacks.progress(report)

    def on_epoch(self, result: EpochResult) -> None:
        """Write what validation found; keep the model if it is the best so far."""
        self._events.write(
            "evaluation",
            step=result.step,
            epoch=result.epoch,
            values=result.values,
            is_best=result.is_best,
        )
        self._to_board("validation", result.values, result.step)
        if result.is_best:
            self.best = result.values
            self._keep_model(result)
        self._draw(result)
        logger.info("epoch %d: %s", result.epoch, result.values)
        self._callbacks.epoch(result)

    def on_checkpoint(self, step: int, state: dict[str, Any]) -> None:
        """Write a checkpoint; the one before stays where that is not possible."""
        try:
            save_checkpoint(
                self._folder / CHECKPOINT_FILE,
                {**state, "left_out": self._left_out, "best": self.best},
            )
        except StorageError as error:
            self.on_warning(f"no checkpoint could be written, the one before stays: {error}")
            return
        self._events.write("checkpoint", step=step, path=CHECKPOINT_FILE, kind="last")

    def on_warning(self, text: str) -> None:
        """Write a warning."""
        logger.warning(text)
        self._events.write("message", level="warning", message=text)
        self._callbacks.message(f"warning: {text}")

    def _keep_model(self, result: EpochResult) -> None:
        facts = {"epoch": result.epoch, "step": result.step, **result.values}
        self._product.save(self._folder, facts)
        self._events.write(
            "checkpoint",
            step=result.step,
            epoch=result.epoch,
            path=self._product.file,
            kind="best",
        )

    def _draw(self, result: EpochResult) -> None:
        """Maps of a few images, so that one can watch them grow."""
        written = []
        for index, (item, picture) in enumerate(self._product.draw()):
            name = f"{SAMPLE_FOLDER}/{result.epoch:04d}-{index}.png"
            encoded = cv2.imencode(".png", picture[..., ::-1])[1]
            atomic_write_bytes(self._folder / name, encoded.tobytes())
            written.append({"image": item.id, "path": name})
        if written:
            self._events.write("sample", step=result.step, epoch=result.epoch, images=written)

    def _to_board(self, group: str, values: dict[str, float], step: int) -> None:
        if self._board is not None:
            for name, value in values.items():
                self._board.add_scalar(f"{group}/{name}", value, step)


class Bystander:
    """The other processes' recorder: writes nothing."""

    best: dict[str, float]

    def __init__(self) -> None:
        self.best = {}

    def on_step(self, result: StepResult) -> None:
        """The main process writes it."""

    def on_progress(self, report: ProgressReport) -> None:
        """The main process writes it."""

    def on_epoch(self, result: EpochResult) -> None:
        """The main process writes it."""

    def on_checkpoint(self, step: int, state: dict[str, Any]) -> None:
        """The main process writes it."""

    def on_warning(self, text: str) -> None:
        """The main process writes it."""

    def close(self) -> None:
        """Nothing to finish."""


def choose_shown(validation: Samples, training: Samples, count: int) -> Samples:
    """A few images whose maps are worth watching: the classes in turn, validation images first."""
    source = validation if validation.present.any() else training
    rows: list[int] = []
    of_class: list[Callable[[], int | None]] = []
    for index in range(source.present.shape[1]):
        candidates = iter(np.flatnonzero(source.present[:, index]).tolist())
        of_class.append(lambda candidates=candidates: next(candidates, None))  # type: ignore[misc]
    waiting = list(of_class)
    while waiting and len(rows) < count:
        take = waiting.pop(0)
        row = take()
        if row is not None:
            waiting.append(take)
            if row not in rows:
                rows.append(row)
    return source.subset(rows)


def as_rgb(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A sample's pixels (H, W, 1 or 3) with three channels."""
    return np.repeat(image, 3, axis=2) if image.shape[2] == 1 else image
