"""How long a run will take and how much memory it needs, by trying a few of its steps."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import torch

from stac_core.devices import choose_device, choose_dtype, describe
from stac_core.engine.clock import memory_megabytes
from stac_core.engine.data import choose_data
from stac_core.engine.learner import StacLearner
from stac_core.engine.ranks import Ranks
from stac_core.engine.recorder import Bystander
from stac_core.engine.reports import Wish
from stac_core.engine.samples import Samples
from stac_core.engine.trainer import Trainer
from stac_core.engine.validation import Validator
from stac_core.models.backbones import IMAGENET_MEAN, IMAGENET_STD
from stac_core.models.model_file import ModelInfo, build_model
from stac_core.types import ImageItem

if TYPE_CHECKING:
    from stac_core.engine.reports import StepResult
    from stac_core.project import Project

_STEPS: Final = 3
"""Steps that are tried; the first one does not count, it is slower."""

_READ_SECONDS: Final = 0.003
"""To read an image and its saliency map, on one core."""


@dataclass(frozen=True)
class Estimate:
    """What a run is expected to need.

    Attributes:
        images: To learn from.
        masks: How many of them have a mask.
        steps: In the whole run.
        step_seconds: Of one step.
        seconds: Of the whole run, validation and reading included.
        memory_mb: The most at once: the GPU's memory, or the process's on a CPU.
        device: For people.
    """

    images: int
    masks: int
    steps: int
    step_seconds: float
    seconds: float
    memory_mb: float
    device: str


def estimate_run(project: Project, root: Path, *, device: str = "auto") -> Estimate:
    """Try a few steps on made-up images.

    Args:
        project: With presets and settings already applied.
        root: Its folder.
        device: As for `choose_device`.

    Raises:
        StacError: If the run could not start, or its memory does not suffice.
    """
    spec = project.train
    data = choose_data(project, root)
    chosen = choose_device(device)
    dtype = choose_dtype(spec.precision, chosen)
    counts = data.counts()
    seen = counts["training"] + counts["masks"] * (spec.mask_repeat - 1)
    batch = min(spec.batch_size * spec.accumulate, seen)
    made_up = _made_up(batch, project, with_masks=counts["masks"] > 0)
    info = ModelInfo(
        arch=project.model.arch,
        heads=project.model.heads,
        classes=project.class_names,
        input_size=project.model.input_size,
    )
    judge = Validator(project, info, made_up, (), device=chosen, dtype=dtype, ranks=Ranks())
    short = spec.model_copy(update={"epochs": _STEPS, "mask_repeat": 1, "max_minutes": None})
    learner = StacLearner(
        build_model(info, drop_path=spec.drop_path),
        short,
        training=made_up,
        mean=IMAGENET_MEAN,
        std=IMAGENET_STD,
        device=chosen,
        dtype=dtype,
        ranks=Ranks(),
    )
    trainer = Trainer(learner, device=chosen, dtype=dtype, validate=lambda net: {"criterion": 0.0})
    watch = _StopWatch()
    trainer.run(watch, lambda: Wish.GO_ON)
    started = time.monotonic()
    judge(learner.net)
    judging = (time.monotonic() - started) / batch
    steps = max(1, seen // batch) * spec.epochs
    images = counts["training"] + counts["validation"]
    return Estimate(
        images=counts["training"],
        masks=counts["masks"],
        steps=steps,
        step_seconds=watch.step_seconds,
        seconds=(
            steps * watch.step_seconds
            + spec.epochs * counts["validation"] * judging
            + images * _READ_SECONDS
        ),
        memory_mb=memory_megabytes(chosen) + _pixels_mb(images, project),
        device=describe(chosen, dtype),
    )


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


def _made_up(count: int, project: Project, *, with_masks: bool) -> Samples:
    height, width = project.model.input_size
    classes = len(project.classes)
    rng = np.random.default_rng(0)
    coarse = rng.random((count, 7, 7)).astype(np.float32)
    enlarged = torch.nn.functional.interpolate(
        torch.from_numpy(coarse)[:, None], size=(height, width), mode="bilinear"
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
        rng.integers(0, 255, (count, height, width, 1), dtype=np.uint8),
        saliency,
        present,
        np.ones_like(present),
        masks,
        mask_row,
    )


def _pixels_mb(images: int, project: Project) -> float:
    """Decoded images and saliency maps of a run; two bytes a pixel where the images are grey."""
    height, width = project.model.input_size
    return images * height * width * 4 / 2**20
