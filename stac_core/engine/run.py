"""One training run from a project: its folder, data, model file and event stream."""

from __future__ import annotations

import logging
import platform
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from stac_core import __version__
from stac_core.devices import choose_device, choose_dtype, describe
from stac_core.engine.events import EVENTS_FILE, EventWriter
from stac_core.engine.samples import Samples, load_samples
from stac_core.engine.trainer import EpochResult, StepResult, Trainer
from stac_core.engine.validation import mask_criterion
from stac_core.errors import Cancelled, DataError, StacError, TrainingError
from stac_core.io import atomic_write_text
from stac_core.labels.store import open_store
from stac_core.models.backbones import normalisation_of
from stac_core.models.model_file import (
    DEFAULT_THRESHOLD,
    ModelInfo,
    build_model,
    load_report_lines,
    save_model,
)
from stac_core.models.pretrained import HUB, initialise
from stac_core.project import (
    PROJECT_FILE,
    Project,
    project_items,
    project_yaml,
    rebase,
    resolve,
    value_range_of,
)
from stac_core.runs import CANCEL_FILE, LOG_FILE, MODEL_FILE
from stac_core.saliency.maps import SALIENCY_FOLDER, make_maps, manifest, missing_maps
from stac_core.saliency.spec import contrast_spec
from stac_core.types import CancelToken, Progress, no_progress

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    from stac_core.data.tags import TagTable
    from stac_core.types import ImageItem

logger = logging.getLogger(__name__)

_MAX_EXAMPLES = 5


class RunCancelToken(CancelToken):
    """A token that is also cancelled by a file named `cancel` in the run folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._file = folder / CANCEL_FILE
        self._looked = 0.0

    @property
    def is_cancelled(self) -> bool:
        """Whether somebody asked to stop; the file is looked for twice a second."""
        now = time.monotonic()
        if not self._event.is_set() and now - self._looked > 0.5:
            self._looked = now
            if self._file.exists():
                self._event.set()
        return self._event.is_set()

    def check(self) -> None:
        """Stop here if stopping was asked for."""
        if self.is_cancelled:
            raise Cancelled


@dataclass
class RunCallbacks:
    """How a caller follows a run; all may be left as they are.

    Attributes:
        message: Told in words what happens.
        prepare: Progress of reading images and making saliency maps.
        step: Told about training steps.
        epoch: Told about epochs.
    """

    message: Callable[[str], None] = logger.info
    prepare: Callable[[str], Progress] = lambda what: no_progress
    step: Callable[[StepResult], None] = lambda result: None
    epoch: Callable[[EpochResult], None] = lambda result: None


@dataclass(frozen=True)
class RunResult:
    """A finished run.

    Attributes:
        folder: The run folder.
        model: Its model file.
        best: Validation values of the epoch that the model file holds.
        seconds: How long it took.
    """

    folder: Path
    model: Path
    best: dict[str, float]
    seconds: float


def train_project(
    project: Project,
    root: Path,
    folder: Path,
    *,
    device: str = "auto",
    callbacks: RunCallbacks | None = None,
    cancel: CancelToken | None = None,
) -> RunResult:
    """Train a model as the project says.

    Everything that happens is in the run folder: a frozen `project.yaml` that repeats the run,
    `events.jsonl`, `log.txt`, and the best epoch's model.

    Args:
        project: With presets and settings already applied.
        root: The project's folder.
        folder: As from `new_run_folder`.
        device: "auto", "cpu", "cuda" or "cuda:1".
        callbacks: How to follow it.
        cancel: Asks it to stop; the best model so far stays.

    Raises:
        StacError: If it cannot start or go on; the run folder says why.
        Cancelled: If it was asked to stop.
    """
    folder.mkdir(parents=True)
    atomic_write_text(folder / PROJECT_FILE, project_yaml(rebase(project, root, folder)))
    handler = logging.FileHandler(folder / LOG_FILE, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    package_logger = logging.getLogger("stac_core")
    level = package_logger.level
    package_logger.addHandler(handler)
    package_logger.setLevel(logging.INFO)
    events = EventWriter(folder / EVENTS_FILE)
    try:
        run = _Run(project, root, folder, events, callbacks or RunCallbacks())
        return run.go(device, cancel or RunCancelToken(folder))
    except Cancelled:
        events.write("run_end", status="cancelled")
        raise
    except StacError as error:
        logger.info("the run failed", exc_info=True)  # for log.txt; the caller shows the reason
        events.write("error", message=str(error))
        events.write("run_end", status="failed")
        raise
    except Exception as error:
        logger.info("the run failed", exc_info=True)  # for log.txt; the caller shows the reason
        events.write("error", message=f"{type(error).__name__}: {error}")
        events.write("run_end", status="failed")
        raise
    finally:
        events.close()
        package_logger.removeHandler(handler)
        package_logger.setLevel(level)
        handler.close()


class _Run:
    def __init__(
        self,
        project: Project,
        root: Path,
        folder: Path,
        events: EventWriter,
        callbacks: RunCallbacks,
    ) -> None:
        self._project, self._root, self._folder = project, root, folder
        self._events, self._callbacks = events, callbacks
        self._best: dict[str, float] = {}

    def go(self, device_name: str, cancel: CancelToken) -> RunResult:
        started = time.monotonic()
        project, spec = self._project, self._project.train
        device = choose_device(device_name)
        dtype = choose_dtype(spec.precision, device)
        torch.manual_seed(spec.seed)
        items, tags = self._tagged_items()
        self._events.write(
            "run_start",
            project=project.name,
            classes=project.class_names,
            images=len(items),
            device=describe(device, dtype),
            arch=project.model.arch,
            epochs=spec.epochs,
            seed=spec.seed,
            program=__version__,
            torch=torch.__version__,
            python=platform.python_version(),
        )
        info = self._model_info()
        net = build_model(info, drop_path=spec.drop_path)
        self._initialise(net)
        samples = self._samples(items, tags, cancel)
        training, validation = split_samples(samples, spec.validation_share, spec.seed)
        self._say(
            f"training on {len(training):,} images, validating on {len(validation):,}, "
            f"{describe(device, dtype)}"
        )
        criterion = None
        if spec.select_by == "masks":
            assert spec.validation_masks is not None
            folder = resolve(self._root, spec.validation_masks)
            criterion = mask_criterion(project, info, items, tags, folder, device, cancel)
        info = info.model_copy(update={"saliency": self._saliency_facts()})
        trainer = Trainer(
            net,
            spec,
            training=training,
            validation=validation,
            mean=info.mean,
            std=info.std,
            device=device,
            dtype=dtype,
            criterion=criterion,
        )
        model_path = self._folder / MODEL_FILE
        trainer.run(_Recorder(self, net, info, model_path, self._events, self._callbacks), cancel)
        self._events.write("run_end", status="completed")
        return RunResult(self._folder, model_path, self._best, time.monotonic() - started)

    def note_best(self, values: dict[str, float]) -> None:
        self._best = values

    def _say(self, text: str) -> None:
        logger.info(text)
        self._events.write("message", level="info", message=text)
        self._callbacks.message(text)

    def _warn(self, text: str) -> None:
        logger.warning(text)
        self._events.write("message", level="warning", message=text)
        self._callbacks.message(f"warning: {text}")

    def _tagged_items(self) -> tuple[list[ImageItem], TagTable]:
        items = project_items(self._project, self._root)
        with open_store(self._root, self._project.class_names, read_only=True) as store:
            tags = store.tags()
        tagged = [item for item in items if tags.get(item.id)]
        if not tagged:
            raise TrainingError(
                "no image is tagged",
                where=self._root,
                fix="Give tags with: stac init ... --tags FILE, or in the window",
            )
        if not any(any(tags[item.id].values()) for item in tagged):
            raise TrainingError(
                "no image is tagged with a defect class; there is nothing to learn",
                where=self._root,
                fix="Tag some images that show defects",
            )
        if len(tagged) < len(items):
            self._say(f"{len(items) - len(tagged):,} images without tags are left out")
        return tagged, tags

    def _model_info(self) -> ModelInfo:
        project = self._project
        mean, std = normalisation_of(project.model.arch)
        threshold = project.cam.threshold
        ranges = {
            folder.name: folder.value_range
            for folder in project.image_folders
            if folder.value_range is not None
        }
        return ModelInfo(
            arch=project.model.arch,
            heads=project.model.heads,
            classes=project.class_names,
            input_size=project.model.input_size,
            mean=_three(mean),
            std=_three(std),
            threshold=DEFAULT_THRESHOLD if threshold is None else threshold,
            value_ranges=ranges,
            scales=project.cam.scales,
            kind=project.cam.kind,
            train=project.train.model_dump(mode="json"),
        )

    def _initialise(self, net: Any) -> None:
        weights = self._project.model.weights
        if weights is None:
            return
        source: Any = HUB if weights == HUB else resolve(self._root, weights)
        report = initialise(net, source)
        for line in load_report_lines(report):
            self._say(f"weights: {line}")

    def _samples(self, items: list[ImageItem], tags: TagTable, cancel: CancelToken) -> Samples:
        from stac_core.data.tags import tags_to_arrays

        project = self._project
        folder = self._saliency_folder(items, cancel)
        present, known = tags_to_arrays(tags, [item.id for item in items], project.class_names)
        problems: list[str] = []
        samples = load_samples(
            items,
            present,
            known,
            saliency_folder=folder,
            size=project.model.input_size,
            value_range=lambda image_id: value_range_of(project, image_id),
            on_problem=lambda item, text: problems.append(text),
            progress=self._callbacks.prepare("read images"),
            cancel=cancel,
        )
        self._report_problems(problems, len(items))
        return samples

    def _saliency_folder(self, items: list[ImageItem], cancel: CancelToken) -> Path:
        project = self._project
        if project.saliency.source == "folder":
            assert project.saliency.folder is not None
            folder = resolve(self._root, project.saliency.folder)
            missing = missing_maps(items, folder)
            if len(missing) == len(items):
                raise DataError(
                    "holds no saliency map of any image",
                    where=folder,
                    fix="A map is named after its image: KEY.png",
                )
        else:
            folder = self._root / SALIENCY_FOLDER
            report = make_maps(
                items,
                folder,
                contrast_spec(project.saliency),
                value_range=lambda image_id: value_range_of(project, image_id),
                progress=self._callbacks.prepare("saliency"),
                cancel=cancel,
            )
            if report.made:
                self._say(f"{report.made:,} saliency maps made")
        logger.info("saliency: %s", manifest(folder))
        return folder

    def _saliency_facts(self) -> dict[str, Any]:
        section = self._project.saliency
        if section.source == "folder":
            assert section.folder is not None
            made = manifest(resolve(self._root, section.folder))
            return {"source": "folder", **({"manifest": made} if made else {})}
        return manifest(self._root / SALIENCY_FOLDER)

    def _report_problems(self, problems: list[str], total: int) -> None:
        for text in problems[:_MAX_EXAMPLES]:
            self._warn(f"left out: {text}")
        if len(problems) > _MAX_EXAMPLES:
            self._warn(f"... and {len(problems) - _MAX_EXAMPLES:,} more of {total:,} left out")


class _Recorder:
    """Writes the trainer's progress to the event stream and keeps the best model."""

    def __init__(
        self,
        run: _Run,
        net: Any,
        info: ModelInfo,
        path: Path,
        events: EventWriter,
        callbacks: RunCallbacks,
    ) -> None:
        self._run, self._net, self._info, self._path = run, net, info, path
        self._events, self._callbacks = events, callbacks

    def on_step(self, result: StepResult) -> None:
        self._events.write(
            "scalar",
            step=result.step,
            epoch=result.epoch,
            values={**result.losses, "lr": result.rate, "images_per_s": result.images_per_second},
        )
        self._events.write("progress", step=result.step, steps=result.total_steps)
        self._callbacks.step(result)

    def on_epoch(self, result: EpochResult) -> None:
        self._events.write(
            "evaluation",
            step=result.step,
            epoch=result.epoch,
            values=result.values,
            is_best=result.is_best,
        )
        if result.is_best:
            changes: dict[str, Any] = {
                "result": {"epoch": result.epoch, "step": result.step, **result.values}
            }
            if "threshold" in result.values:  # chosen on the user's own masks
                changes["threshold"] = result.values["threshold"]
            info = self._info.model_copy(update=changes)
            save_model(self._path, self._net, info)
            self._events.write("checkpoint", step=result.step, path=self._path.name)
            self._run.note_best(result.values)
        logger.info("epoch %d: %s", result.epoch, result.values)
        self._callbacks.epoch(result)


def split_samples(samples: Samples, share: float, seed: int) -> tuple[Samples, Samples]:
    """Set some samples aside for validation, the same share of every combination of tags.

    Args:
        samples: All.
        share: Of each combination, rounded down, so rare ones stay in training.
        seed: Decides which.

    Returns:
        training, validation.
    """
    rng = np.random.default_rng([seed, 1])
    patterns, groups = np.unique(samples.present, axis=0, return_inverse=True)
    aside: list[NDArray[np.intp]] = []
    for group in range(len(patterns)):
        rows = rng.permutation(np.flatnonzero(groups.ravel() == group))
        aside.append(rows[: int(len(rows) * share)])
    chosen = np.sort(np.concatenate(aside))
    if not len(chosen):
        return samples, samples.subset(chosen)
    rest = np.setdiff1d(np.arange(len(samples)), chosen)
    return samples.subset(rest), samples.subset(chosen)


def _three(values: tuple[float, ...]) -> tuple[float, float, float]:
    red, green, blue = values
    return red, green, blue
