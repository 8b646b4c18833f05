"""How long a run will take and how much memory it needs, by trying a few of its steps."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import torch

from stac_core.devices import choose_device, choose_dtype, describe
from stac_core.engine.clock import memory_megabytes
from stac_core.engine.data import choose_data
from stac_core.engine.learner import StacLearner
from stac_core.engine.preparation import Rows
from stac_core.engine.preparation_time import preparation_time
from stac_core.engine.ranks import Ranks
from stac_core.engine.recorder import Bystander
from stac_core.engine.reports import Wish
from stac_core.engine.samples import Samples
from stac_core.engine.stages import image_size, section_of, with_settled_size
from stac_core.engine.trainer import Trainer
from stac_core.engine.validation import Validator
from stac_core.models.model_file import build_model, network_info
from stac_core.segmentation.judge import SegmentJudge
from stac_core.segmentation.learner import SegmentLearner
from stac_core.segmentation.model_file import SegmenterInfo, build_segmenter
from stac_core.types import ImageItem

if TYPE_CHECKING:
    from stac_core.engine.learner import Learner
    from stac_core.engine.reports import StepResult
    from stac_core.project import Project
    from stac_core.project_sections import ScheduleSection
    from stac_core.runs import Stage

Judge = Callable[[Any], dict[str, float]]

_STEPS: Final = 3
"""Steps that are tried; the first one does not count, it is slower."""


@dataclass(frozen=True)
class Estimate:
    """What a run is expected to need.

    Attributes:
        images: To learn from.
        masks: How many of them have a mask.
        steps: In the whole run.
        step_seconds: Of one step.
        preparation_seconds: To read the images and to make the saliency maps that are missing.
        seconds: Of the whole run: preparation, steps, validation, targets between rounds.
        memory_mb: The most at once: the GPU's memory, or the process's on a CPU.
        device: For people.
    """

    images: int
    masks: int
    steps: int
    step_seconds: float
    preparation_seconds: float
    seconds: float
    memory_mb: float
    device: str


def estimate_run(
    project: Project, root: Path, *, device: str = "auto", stage: Stage = "train"
) -> Estimate:
    """Try a few steps on made-up images.

    Args:
        project: With presets and settings already applied.
        root: Its folder.
        device: As for `choose_device`.
        stage: What the run trains.

    Raises:
        StacError: If the run could not start, or its memory does not suffice.
    """
    data = choose_data(project, root)
    project = with_settled_size(project, stage, data.training)
    spec, size = section_of(project, stage), image_size(project, stage)
    counts = data.counts()
    seen = counts["training"] + counts["masks"] * (spec.mask_repeat - 1)
    batch = min(spec.batch_size * spec.accumulate, seen)
    prepared = preparation_time(project, root, data, size)
    made_up = _made_up(
        batch, size, len(project.classes), prepared.channels, with_masks=counts["masks"] > 0
    )
    chosen = choose_device(device)
    dtype = choose_dtype(spec.precision, chosen)
    trial = _stac_trial if stage == "train" else _segment_trial
    learner, judge = trial(project, made_up, chosen, dtype)
    trainer = Trainer(learner, device=chosen, dtype=dtype, validate=lambda net: {"criterion": 0.0})
    watch = _StopWatch()
    trainer.run(watch, lambda: Wish.GO_ON)
    learner.net.eval()
    started = time.monotonic()
    judge(learner.net)
    judging = (time.monotonic() - started) / batch
    steps = spec.steps_per_epoch(seen) * spec.epochs
    images = counts["training"] + counts["validation"]
    looks = spec.epochs * counts["validation"]
    if stage == "segment":  # targets are made by the looks that judging takes
        looks += (project.segment.rounds - 1) * counts["training"]
    kept = _pixels_mb(images, size, prepared.channels)
    if stage == "segment":
        kept += _pixels_mb(counts["training"], size, 1)  # labels and their confidence
    return Estimate(
        images=counts["training"],
        masks=counts["masks"],
        steps=steps,
        step_seconds=watch.step_seconds,
        preparation_seconds=prepared.reading + prepared.saliency,
        seconds=(
            steps * watch.step_seconds + looks * judging + prepared.reading + prepared.saliency
        ),
        memory_mb=memory_megabytes(chosen) + kept,
        device=describe(chosen, dtype),
    )


def _short(spec: ScheduleSection, **more: Any) -> Any:
    """The same for a few steps: the made-up images are one batch."""
    return spec.model_copy(update={"epochs": _STEPS, "mask_repeat": 1, "max_minutes": None, **more})


def _stac_trial(
    project: Project, made_up: Samples, device: torch.device, dtype: torch.dtype
) -> tuple[Learner, Judge]:
    info = network_info(project)
    learner = StacLearner(
        build_model(info, drop_path=project.train.drop_path),
        _short(project.train),
        training=made_up,
        mean=info.mean,
        std=info.std,
        device=device,
        dtype=dtype,
        ranks=Ranks(),
    )
    judge = Validator(project, info, made_up, (), device=device, dtype=dtype, ranks=Ranks())
    return learner, judge


def _segment_trial(
    project: Project, made_up: Samples, device: torch.device, dtype: torch.dtype
) -> tuple[Learner, Judge]:
    size = project.segment.input_size
    assert size is not None
    info = SegmenterInfo(
        arch=project.segment.arch,
        classes=project.class_names,
        channels=1 if made_up.images.shape[3] == 1 else 3,
        input_size=size,
    )
    learner = SegmentLearner(
        build_segmenter(info),
        _short(project.segment, rounds=1, least_steps=1),
        rows=Rows(made_up, frozenset(), made_up.mask_row >= 0),
        classes=project.class_names,
        folder=Path(),  # one round of made-up images writes nothing
        device=device,
        dtype=dtype,
        ranks=Ranks(),
        begun=lambda report: None,
    )
    judge = SegmentJudge(project, info, made_up, (), device=device, dtype=dtype, ranks=Ranks())
    return learner, judge


class _StopWatch(Bystander):
    def __init__(self) -> None:
        super().__init__()
        self._times: list[float] = []

    def on_step(self, result: StepResult) -> None:
        """Note when a step ended; reading its losses waited for the device."""
        self._times.append(time.monotonic())

    @property
    def step_seconds(self) -> float:
        return float(np.median(np.diff(self._times)))


def _made_up(
    count: int, size: tuple[int, int], classes: int, channels: int, *, with_masks: bool
) -> Samples:
    height, width = size
    rng = np.random.default_rng(0)
    coarse = rng.random((count, 7, 7)).astype(np.float32)
    enlarged = torch.nn.functional.interpolate(
        torch.from_numpy(coarse)[:, None], size=size, mode="bilinear"
    )[:, 0].numpy()
    saliency = np.where(enlarged > 0.6, 255, 0).astype(np.uint8)
    present = np.eye(classes, dtype=bool)[np.arange(count) % classes]
    masks = np.zeros((0, height, width), np.uint8)
    mask_row = np.full(count, -1, np.intp)
    if with_masks:
        masks = (saliency[:1] > 0).astype(np.uint8)
        mask_row[0] = 0
    items = tuple(ImageItem(str(index), Path(str(index))) for index in range(count))
    return Samples(
        items,
        rng.integers(0, 255, (count, height, width, channels), dtype=np.uint8),
        saliency,
        present,
        np.ones_like(present),
        masks,
        mask_row,
    )


def _pixels_mb(images: int, size: tuple[int, int], channels: int) -> float:
    """Images in memory, each with one more byte a pixel."""
    return images * size[0] * size[1] * (channels + 1) / 2**20
