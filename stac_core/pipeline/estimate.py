"""How long a pipeline will take: every kind of work is tried on a few images."""

from __future__ import annotations

import io
import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from stac_core.data.images import read_image, to_model_rgb
from stac_core.devices import choose_device, choose_dtype
from stac_core.engine.estimate import Estimate, estimate_run
from stac_core.engine.preparation_time import preparation_time
from stac_core.engine.stages import usual_size
from stac_core.errors import DataError
from stac_core.inference import Predictor, PredictSpec
from stac_core.models.model_file import LoadedModel, ModelInfo, build_model
from stac_core.pipeline.plan import measured_items, plan_stages
from stac_core.presence import Tags
from stac_core.project import project_items, value_range_of
from stac_core.project_sections import SaliencySection
from stac_core.pseudo_mask import PseudoMaskSpec, cam_to_mask
from stac_core.saliency.bank import BANK
from stac_core.saliency.choice import VOTERS, Gathered, choose, gather
from stac_core.saliency.maps import SALIENCY_FOLDER
from stac_core.saliency.operators import MOST_IMAGES, PER_CLASS
from stac_core.saliency.spec import undecided_classes
from stac_core.segmentation.model_file import LoadedSegmenter, SegmenterInfo, build_segmenter
from stac_core.segmentation.predictor import SegmenterPredictor

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from stac_core.engine.data import RunData
    from stac_core.pipeline.folder import Frozen
    from stac_core.pipeline.plan import Planned
    from stac_core.project import Project
    from stac_core.runs import Stage
    from stac_core.types import ImageItem

_SAMPLED: Final = 4
"""Images that every kind of work is tried on; the first does not count, it is slower."""

_START_SECONDS: Final = 4.0
"""To start a stage's process and load its libraries, seen on two cores."""

_EXAMPLES: Final = 3
"""Images of each class that the report draws."""


@dataclass(frozen=True)
class StageEstimate:
    """What a stage is expected to need.

    Attributes:
        name: Of the stage.
        seconds: In all.
        memory_mb: The most at once, where that was tried; else None.
        what: What was counted, for people.
    """

    name: str
    seconds: float
    memory_mb: float | None
    what: str


def estimate_pipeline(
    frozen: Frozen, project: Project, root: Path, data: RunData
) -> list[StageEstimate]:
    """Try a bit of each stage.

    Args:
        frozen: What the pipeline does.
        project: With its own settings.
        root: Its folder.
        data: The images that it trains on.

    Raises:
        StacError: If a stage could not start, or its memory does not suffice.
    """
    trial = _Trial(frozen, project, root, data)
    return [trial.stage(planned) for planned in plan_stages(frozen, project)]


class _Trial:
    def __init__(self, frozen: Frozen, project: Project, root: Path, data: RunData) -> None:
        self._frozen, self._root, self._data = frozen, root, data
        self._items = project_items(project, root)
        self._measured = len(measured_items(frozen, self._items))
        self._workers = os.cpu_count() or 1
        self._images = _some_images(project, [*data.training, *data.validation])
        if not self._images:
            raise DataError("none of the images can be read", where=root)
        self._cam = self._mask = 0.0  # seconds of an image, from the stage that trains the model

    def stage(self, planned: Planned) -> StageEstimate:
        """One stage. Those that train come before those that use their models."""
        work = {
            "saliency": self._saliency,
            "train": self._train,
            "segment": self._segment,
            "predict": self._predict,
            "report": self._report,
        }[planned.spec.stage]
        seconds, memory, what = work(planned.project)
        return StageEstimate(planned.spec.name, _START_SECONDS + seconds, memory, what)

    def _saliency(self, project: Project) -> tuple[float, float | None, str]:
        if project.saliency.source == "folder":
            return 0.0, None, "maps are read from a folder"
        if not undecided_classes(project):
            found = preparation_time(project, self._root, self._data, project.model.input_size)
            return found.saliency, None, "maps that are missing"
        tagged = sum(
            any(self._data.tags.get(item.id, {}).values())
            for item in (*self._data.training, *self._data.validation)
        )
        bank = _seconds(lambda image: gather(image, 0), self._images)
        classes = len(project.classes)
        most = int(np.clip(MOST_IMAGES // (classes + 1), *PER_CLASS)) * (classes + 1)
        looked_at = min(most, len(self._data.training) + len(self._data.validation))
        voting = tagged * bank * min(1.0, VOTERS / len(BANK))
        seconds = (looked_at * bank + voting) / self._workers
        seconds += classes * looked_at * self._scoring_seconds()
        return seconds, None, f"operators from {looked_at:,} images, {tagged:,} maps"

    def _scoring_seconds(self) -> float:
        """To score all operators for a class, for each image that is looked at."""
        found: list[Gathered] = [gather(image, number) for number, image in enumerate(self._images)]
        if len(found) < 2:
            return 0.0
        shows = np.arange(len(found)) % 2 == 0
        started = time.monotonic()
        choose("", found, shows, np.ones(len(found)))
        return (time.monotonic() - started) / len(found)

    def _train(self, project: Project) -> tuple[float, float | None, str]:
        found = self._run(project, "train")
        self._cam = self._cam_seconds(project, project.model.input_size)
        return found.seconds, found.memory_mb, _steps(found)

    def _segment(self, project: Project) -> tuple[float, float | None, str]:
        found = self._run(project, "segment")
        self._mask = self._mask_seconds(project)
        several = sum(
            sum(self._data.tags.get(item.id, {}).values()) > 1 for item in self._data.training
        )
        return found.seconds + several * self._cam, found.memory_mb, _steps(found)

    def _run(self, project: Project, stage: Stage) -> Estimate:
        """A run's estimate; where a stage before it makes the maps, they cost it nothing."""
        if any(spec.stage == "saliency" for spec in self._frozen.stages.stages):
            there = SaliencySection(source="folder", folder=SALIENCY_FOLDER)
            project = project.model_copy(update={"saliency": there})
        return estimate_run(project, self._root, device=self._frozen.device, stage=stage)

    def _predict(self, project: Project) -> tuple[float, float | None, str]:
        each = self._mask or self._cam
        return len(self._items) * each, None, f"{len(self._items):,} images"

    def _report(self, project: Project) -> tuple[float, float | None, str]:
        drawn = _EXAMPLES * len(project.classes)
        seconds = drawn * self._cam + self._measured * (self._cam + 2 * self._mask)
        if not self._measured:
            return seconds, None, "no masks to measure by"
        return seconds, None, f"measured on {self._measured:,} masks"

    # ---- looking at an image -----------------------------------------------------------------

    def _cam_seconds(self, project: Project, size: tuple[int, int]) -> float:
        info = ModelInfo(
            arch=project.model.arch,
            heads=project.model.heads,
            classes=project.class_names,
            input_size=size,
        )
        model = LoadedModel(build_model(info).eval(), info, "", "", ())
        predictor = Predictor(model, device=self._frozen.device)
        cam = project.cam
        spec = PredictSpec(kind=cam.kind, scales=tuple(cam.scales), flip=cam.flip)
        return self._looking(predictor, spec)

    def _mask_seconds(self, project: Project) -> float:
        channels = 1 if not any(np.ptp(image, axis=2).any() for image in self._images) else 3
        size = project.segment.input_size or usual_size(self._data.training)
        info = SegmenterInfo(
            arch=project.segment.arch,
            classes=project.class_names,
            channels=1 if channels == 1 else 3,
            input_size=size,
        )
        model = LoadedSegmenter(build_segmenter(info).eval(), info, "")
        predictor = SegmenterPredictor(model, device=self._frozen.device)
        return self._looking(predictor, PredictSpec())

    def _looking(self, predictor: Predictor | SegmenterPredictor, spec: PredictSpec) -> float:
        """To look at an image, make its mask, and pack its maps for the cache."""
        everything = Tags.everything(len(predictor.classes))

        def look(image: NDArray[np.uint8]) -> None:
            result = predictor.predict([image], spec, tags=[everything])[0]
            cam_to_mask(result.cam, PseudoMaskSpec())
            np.savez_compressed(io.BytesIO(), cam=result.cam)

        return _seconds(look, self._images)


def device_is_gpu(device: str, project: Project) -> bool:
    """Whether a device is a GPU here.

    Raises:
        DeviceError: If it is not there.
    """
    chosen = choose_device(device)
    choose_dtype(project.train.precision, chosen)
    return chosen.type == "cuda"


def estimate_values(stages: Sequence[StageEstimate]) -> dict[str, Any]:
    """An estimate for JSON."""
    return {
        "stages": [
            {
                "name": each.name,
                "seconds": each.seconds,
                "memory_mb": each.memory_mb,
                "what": each.what,
            }
            for each in stages
        ],
        "seconds": sum(each.seconds for each in stages),
        "memory_mb": max((each.memory_mb or 0.0 for each in stages), default=0.0),
    }


def _steps(found: Estimate) -> str:
    return f"{found.images:,} images, {found.steps:,} steps of {found.step_seconds:.2f} s"


def _some_images(project: Project, items: Sequence[ImageItem]) -> list[NDArray[np.uint8]]:
    images = []
    for row in np.linspace(0, len(items) - 1, min(_SAMPLED, len(items))).astype(int):
        item = items[row]
        try:
            images.append(to_model_rgb(read_image(item.path), value_range_of(project, item.id)))
        except DataError:
            continue  # it is left out, with a warning, when its turn comes
    return images


def _seconds(
    work: Callable[[NDArray[np.uint8]], object], images: Sequence[NDArray[np.uint8]]
) -> float:
    """Of one image."""
    taken = []
    for image in images:
        started = time.monotonic()
        work(image)
        taken.append(time.monotonic() - started)
    return float(np.median(taken[1:] or taken))
