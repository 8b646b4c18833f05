"""The two things that a run can train: a STAC model or a segmenter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from stac_core.data.images import read_image
from stac_core.engine.learner import StacLearner
from stac_core.engine.recorder import StacProduct, as_rgb, choose_shown
from stac_core.errors import DataError
from stac_core.inference import Predictor, PredictSpec
from stac_core.models.model_file import build_model, load_model
from stac_core.presence import Tags
from stac_core.project import resolve
from stac_core.segmentation.compact import MULTIPLE
from stac_core.segmentation.judge import SegmentJudge
from stac_core.segmentation.learner import SegmentLearner
from stac_core.segmentation.model_file import build_segmenter
from stac_core.segmentation.product import SegmentProduct

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    import torch
    from numpy.typing import NDArray

    from stac_core.engine.data import RunData
    from stac_core.engine.learner import Learner
    from stac_core.engine.preparation import Preparation, Rows
    from stac_core.engine.ranks import Ranks
    from stac_core.engine.recorder import Product
    from stac_core.engine.reports import RoundReport
    from stac_core.project import Project
    from stac_core.project_sections import ScheduleSection
    from stac_core.runs import Stage
    from stac_core.segmentation.targets import Evidence
    from stac_core.types import ImageItem

_LONGEST = 256
_LOOKED_AT = 50


@dataclass(frozen=True)
class Setting:
    """What both kinds of run are made from.

    Attributes:
        project: Frozen.
        folder: The run folder.
        ready: Makes things ready.
        data: The images.
        training: Their samples.
        validation: Samples that only judge.
        is_new: Whether the run has just begun.
        device: Where to train.
        dtype: Of automatic mixed precision.
        ranks: The processes that train together.
        begun: Told about each round of self-training that begins.
    """

    project: Project
    folder: Path
    ready: Preparation
    data: RunData
    training: Rows
    validation: Rows
    is_new: bool
    device: torch.device
    dtype: torch.dtype
    ranks: Ranks
    begun: Callable[[RoundReport], None]


class Job(NamedTuple):
    """What is trained, what judges it, and what is kept of it."""

    learner: Learner
    judge: Callable[[Any], dict[str, float]]
    product: Product


def section_of(project: Project, stage: Stage) -> ScheduleSection:
    """The part of the project file that a stage goes by."""
    return project.train if stage == "train" else project.segment


def image_size(project: Project, stage: Stage) -> tuple[int, int]:
    """(height, width) that images are resized to."""
    size = project.model.input_size if stage == "train" else project.segment.input_size
    assert size is not None, "settled when the run was frozen"
    return size


def with_settled_size(project: Project, stage: Stage, items: Sequence[ImageItem]) -> Project:
    """The project with the size of the segmenter's images written down.

    Raises:
        DataError: If no image can be read.
    """
    if stage == "train" or project.segment.input_size is not None:
        return project
    section = project.segment.model_copy(update={"input_size": usual_size(items)})
    return project.model_copy(update={"segment": section})


def usual_size(items: Sequence[ImageItem]) -> tuple[int, int]:
    """The median size of images, at most 256 pixels on the shorter side, in steps of 8.

    Raises:
        DataError: If no image can be read.
    """
    sizes = []
    for row in np.linspace(0, len(items) - 1, min(_LOOKED_AT, len(items))).astype(int):
        try:
            sizes.append(read_image(items[row].path).shape[:2])
        except DataError:
            continue  # it is reported when the images are loaded
    if not sizes:
        raise DataError("none of the images can be read", where=items[0].path.parent)
    high, wide = np.median(sizes, axis=0)
    scale = min(1.0, _LONGEST / min(high, wide))

    def stepped(side: float) -> int:
        return max(4 * MULTIPLE, MULTIPLE * round(float(side) * float(scale) / MULTIPLE))

    return stepped(high), stepped(wide)


def make_job(stage: Stage, setting: Setting) -> Job:
    """What a run of this stage works on.

    Raises:
        StacError: If it cannot be made.
    """
    return _stac_job(setting) if stage == "train" else _segment_job(setting)


def _stac_job(setting: Setting) -> Job:
    project, ready = setting.project, setting.ready
    info = ready.model_info()
    net = build_model(info, drop_path=project.train.drop_path)
    if setting.is_new:
        ready.initialise(net)
    training, validation = setting.training, setting.validation
    judge = ready.validator(
        info, setting.data, validation.samples, device=setting.device, dtype=setting.dtype
    )
    learner = StacLearner(
        net,
        project.train,
        training=training.samples,
        unusable=training.unusable,
        masked=training.masked,
        mean=info.mean,
        std=info.std,
        device=setting.device,
        dtype=setting.dtype,
        ranks=setting.ranks,
    )
    shown = choose_shown(validation.samples, training.samples, project.train.samples)
    described = info.model_copy(update={"saliency": ready.saliency_facts()})
    return Job(learner, judge, StacProduct(project, net, described, shown))


def _cam_evidence(setting: Setting) -> Evidence | None:
    """Heat maps of the STAC model that the project names."""
    project, samples = setting.project, setting.training.samples
    if project.segment.cam_model is None:
        return None
    path = resolve(setting.folder, project.segment.cam_model)
    model = load_model(path, classes=project.class_names)
    predictor = Predictor(model, device=str(setting.device), precision="auto")
    cam = project.cam
    spec = PredictSpec(kind=cam.kind, scales=tuple(cam.scales), flip=cam.flip)

    def evidence(rows: NDArray[np.intp]) -> NDArray[np.float32]:
        images = [as_rgb(image) for image in samples.images[rows]]
        tags = [Tags(samples.present[row], samples.known[row]) for row in rows]
        found = predictor.predict(images, spec, tags=tags)
        return np.stack([each.cam for each in found])

    return evidence


def _segment_job(setting: Setting) -> Job:
    project, training, validation = setting.project, setting.training, setting.validation
    info = setting.ready.segmenter_info(training.samples)
    net = build_segmenter(info)
    if setting.is_new:
        setting.ready.initialise_segmenter(net)
    learner = SegmentLearner(
        net,
        project.segment,
        rows=training,
        classes=project.class_names,
        folder=setting.folder,
        device=setting.device,
        dtype=setting.dtype,
        ranks=setting.ranks,
        begun=setting.begun,
        evidence=_cam_evidence(setting),
    )
    judge = SegmentJudge(
        project,
        info,
        validation.samples,
        setting.ready.truths(setting.data, validation.samples),
        device=setting.device,
        dtype=setting.dtype,
        ranks=setting.ranks,
    )
    shown = choose_shown(validation.samples, training.samples, project.segment.samples)
    return Job(learner, judge, SegmentProduct(project, net, info, shown))
