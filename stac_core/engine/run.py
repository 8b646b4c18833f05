"""One training run: its folder, data, network and event stream, from start or checkpoint to end."""

from __future__ import annotations

import contextlib
import logging
import os
import platform
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import torch

from stac_core import __version__
from stac_core.devices import choose_device, choose_dtype, describe
from stac_core.engine.checkpoint import CHECKPOINT_FILE, load_checkpoint
from stac_core.engine.control import RunControl
from stac_core.engine.data import TAGS_FILE, RunData, choose_data, freeze_data, read_frozen
from stac_core.engine.events import EVENTS_FILE, EventWriter
from stac_core.engine.ranks import Ranks
from stac_core.engine.recorder import Bystander, Recorder, choose_shown
from stac_core.engine.samples import Samples, load_samples
from stac_core.engine.trainer import EpochResult, ProgressReport, StepResult, Trainer
from stac_core.engine.validation import Validator, find_truths
from stac_core.errors import Cancelled, DataError, StacError, StorageError, TrainingError
from stac_core.io import atomic_write_text
from stac_core.models.backbones import normalisation_of
from stac_core.models.model_file import (
    DEFAULT_THRESHOLD,
    ModelInfo,
    build_model,
    load_report_lines,
)
from stac_core.models.pretrained import HUB, initialise
from stac_core.process_lock import ProcessLock
from stac_core.project import (
    Project,
    load_project,
    resolve,
    save_project,
    value_range_of,
)
from stac_core.run_history import LOCK_FILE, QUEUED_FILE
from stac_core.runs import LOG_FILE, MODEL_FILE, RESUMABLE, queue_run, read_run
from stac_core.saliency.maps import SALIENCY_FOLDER, make_maps, manifest, missing_maps
from stac_core.saliency.spec import contrast_spec
from stac_core.types import Progress, no_progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from stac_core.types import ImageItem

logger = logging.getLogger(__name__)

PID_FILE: Final = "pid"

_MAX_EXAMPLES = 5


@dataclass
class RunCallbacks:
    """How a caller follows a run; all may be left as they are.

    Attributes:
        message: Told in words what happens.
        prepare: Progress of reading images and making saliency maps.
        step: Told about training steps.
        progress: Told about twice a second how far the run is.
        epoch: Told about epochs.
    """

    message: Callable[[str], None] = logger.info
    prepare: Callable[[str], Progress] = lambda what: no_progress
    step: Callable[[StepResult], None] = lambda result: None
    progress: Callable[[ProgressReport], None] = lambda report: None
    epoch: Callable[[EpochResult], None] = lambda result: None


@dataclass(frozen=True)
class RunResult:
    """A finished run.

    Attributes:
        folder: The run folder.
        model: Its model file.
        best: Validation values of the epoch that the model file holds.
        seconds: How long processes worked on it.
    """

    folder: Path
    model: Path
    best: dict[str, float]
    seconds: float


def train_project(
    project: Project,
    root: Path,
    name: str | None = None,
    *,
    device: str = "auto",
    callbacks: RunCallbacks | None = None,
    control: Callable[[RunControl], None] = lambda control: None,
) -> RunResult:
    """Train a model as the project says, in a new run.

    Everything that happens is in the run folder: a frozen `project.yaml` that repeats the run,
    `events.jsonl`, `log.txt`, checkpoints, and the best epoch's model.

    Args:
        project: With presets and settings already applied.
        root: The project's folder.
        name: Of the run; the time of day by default.
        device: "auto", "cpu", "cuda" or "cuda:1".
        callbacks: How to follow it.
        control: Is given the run's control, with which it can be stopped from another thread.

    Raises:
        StacError: If it cannot start or go on; the run folder says why.
        Cancelled: If it was asked to stop; `resume_run` goes on.
    """
    folder = queue_run(project, root, name)
    return resume_run(folder, device=device, callbacks=callbacks, control=control)


def resume_run(
    folder: Path,
    *,
    device: str = "auto",
    callbacks: RunCallbacks | None = None,
    control: Callable[[RunControl], None] = lambda control: None,
    ranks: Ranks | None = None,
) -> RunResult:
    """Start a queued run, or go on with one that was stopped, failed or killed.

    Args:
        folder: The run folder.
        device: As for `train_project`.
        callbacks: As for `train_project`.
        control: As for `train_project`.
        ranks: The processes that train together.

    Raises:
        StacError: If it cannot start or go on, or if another process works on it.
        Cancelled: If it was asked to stop.
    """
    ranks = ranks or Ranks()
    chosen = _device_of(device, ranks)
    ranks.join(chosen)
    callbacks = callbacks or RunCallbacks()
    try:
        with _sole_worker(folder, ranks), _log_file(folder, ranks):
            steering = RunControl(folder)
            if ranks.is_main:
                steering.forget()
            control(steering)
            events = EventWriter(folder / EVENTS_FILE) if ranks.is_main else None
            if ranks.is_main:
                (folder / QUEUED_FILE).unlink(missing_ok=True)
            with _end_of(events):
                run = _Run(folder, events, callbacks, steering, chosen, ranks)
                run.go()
    finally:
        ranks.leave()
    finished = read_run(folder)
    return RunResult(folder, folder / MODEL_FILE, dict(finished.best), finished.history.worked)


def _device_of(name: str, ranks: Ranks) -> torch.device:
    device = choose_device(name)
    if device.type == "cuda" and ranks.world > 1:
        device = choose_device(f"cuda:{ranks.local_rank}")
        torch.cuda.set_device(device)
    return device


@contextlib.contextmanager
def _sole_worker(folder: Path, ranks: Ranks) -> Iterator[None]:
    """Make sure that nobody else works on the run, and let others see that somebody does."""
    if not ranks.is_main:
        ranks.wait()
        yield
        return
    lock = ProcessLock.acquire(folder / LOCK_FILE)
    if lock is None:
        raise TrainingError(
            "another process works on this run", where=folder, fix="Wait for it or stop it"
        )
    try:
        # only now: somebody else may have finished the run while this process waited
        state = "queued" if (folder / QUEUED_FILE).exists() else _state_without_lock(folder)
        if state not in RESUMABLE:
            raise TrainingError(
                f"the run is {state}", where=folder, fix="Start a new one: stac train PROJECT"
            )
        atomic_write_text(folder / PID_FILE, f"{os.getpid()}\n")
        ranks.wait()
        yield
    finally:
        (folder / PID_FILE).unlink(missing_ok=True)
        lock.release()


def _state_without_lock(folder: Path) -> str:
    return read_run(folder).history.end or "crashed"


@contextlib.contextmanager
def _log_file(folder: Path, ranks: Ranks) -> Iterator[None]:
    if not ranks.is_main:
        yield
        return
    handler = logging.FileHandler(folder / LOG_FILE, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    package_logger = logging.getLogger("stac_core")
    level = package_logger.level
    package_logger.addHandler(handler)
    package_logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        package_logger.removeHandler(handler)
        package_logger.setLevel(level)
        handler.close()


@contextlib.contextmanager
def _end_of(events: EventWriter | None) -> Iterator[None]:
    """Write how the run ended, whatever happens."""

    def write(kind: Any, **fields: Any) -> None:
        if events is not None:
            # a full disk is the reason already: saying so again cannot work either
            with contextlib.suppress(StorageError):
                events.write(kind, **fields)

    try:
        yield
        if events is not None:
            events.write("run_end", status="completed")
    except Cancelled:
        write("run_end", status="cancelled")
        raise
    except Exception as error:
        logger.info("the run failed", exc_info=True)  # for log.txt; the caller shows the reason
        text = str(error) if isinstance(error, StacError) else f"{type(error).__name__}: {error}"
        write("error", message=text)
        write("run_end", status="failed")
        raise
    finally:
        if events is not None:
            events.close()


class _Run:
    def __init__(
        self,
        folder: Path,
        events: EventWriter | None,
        callbacks: RunCallbacks,
        control: RunControl,
        device: torch.device,
        ranks: Ranks,
    ) -> None:
        self._folder, self._events, self._callbacks = folder, events, callbacks
        self._control, self._device, self._ranks = control, device, ranks
        self._root = folder.parent.parent  # where the label store and the saliency maps are
        self._project = load_project(folder)

    def go(self) -> None:
        ranks, spec = self._ranks, self._project.train
        dtype = choose_dtype(spec.precision, self._device)
        torch.manual_seed(spec.seed)
        data = self._data()
        project = self._project
        state = ranks.from_main(
            load_checkpoint(self._folder / CHECKPOINT_FILE) if ranks.is_main else None
        )
        self._write_start(data, dtype, state)
        training, validation, left_out = self._samples(data, state)
        self._say_what(training, validation, dtype)
        info = self._model_info()
        net = build_model(info, drop_path=spec.drop_path)
        if state is None:
            self._initialise(net)
        validator = self._validator(info, data, validation, dtype)
        trainer = Trainer(
            net,
            spec,
            training=training.samples,
            unusable=training.unusable,
            mean=info.mean,
            std=info.std,
            device=self._device,
            dtype=dtype,
            validate=validator,
            ranks=ranks,
        )
        if state is not None:
            trainer.load_state(state)
        recorder: Recorder | Bystander = Bystander()
        if self._events is not None:
            recorder = Recorder(
                self._folder,
                project,
                net,
                info.model_copy(update={"saliency": self._saliency_facts()}),
                shown=choose_shown(validation.samples, training.samples, spec.samples),
                left_out=left_out,
                events=self._events,
                callbacks=self._callbacks,
            )
        if state is not None:
            recorder.best = dict(state["best"])
        try:
            with _deterministic(spec.deterministic):
                trainer.run(recorder, self._control.wish)
        finally:
            recorder.close()

    # ---- preparing ---------------------------------------------------------------------------

    def _data(self) -> RunData:
        """The run's images; on the first start they are found and written down."""
        folder, ranks = self._folder, self._ranks
        if ranks.is_main and not self._is_frozen():
            chosen = choose_data(self._project, folder, store_root=self._root)
            save_project(freeze_data(chosen, self._project, folder), folder)
            if chosen.untagged:
                self._say(f"{chosen.untagged:,} images without tags are left out")
        ranks.wait()
        self._project = load_project(folder)
        return read_frozen(self._project, folder)

    def _is_frozen(self) -> bool:
        return self._project.data.tags == TAGS_FILE and (self._folder / TAGS_FILE).exists()

    def _write_start(self, data: RunData, dtype: torch.dtype, state: Any) -> None:
        project = self._project
        resumed = None if state is None else int(state["position"]["step"])
        counts = data.counts(project.class_names)
        if self._events is not None:
            self._events.write(
                "run_start",
                project=project.name,
                classes=project.class_names,
                images=counts["training"],
                validation_images=counts["validation"],
                masks=counts["masks"],
                supervision=counts,
                device=describe(self._device, dtype),
                arch=project.model.arch,
                weights=project.model.weights,
                epochs=project.train.epochs,
                seed=project.train.seed,
                world=self._ranks.world,
                resumed_step=resumed,
                program=__version__,
                torch=torch.__version__,
                python=platform.python_version(),
            )
        if resumed is not None:
            self._say(f"going on after step {resumed:,}")

    def _say_what(self, training: _Rows, validation: _Rows, dtype: torch.dtype) -> None:
        masks = int((training.samples.mask_row >= 0).sum())
        with_masks = f" ({masks:,} of them with a mask)" if masks else ""
        processes = f", {self._ranks.world} processes" if self._ranks.world > 1 else ""
        self._say(
            f"training on {len(training.samples):,} images{with_masks}, validating on "
            f"{len(validation.samples):,}, {describe(self._device, dtype)}{processes}"
        )

    def _samples(self, data: RunData, state: Any) -> tuple[_Rows, _Rows, list[str]]:
        """Pixels of the training and the validation images, and the ids that were left out.

        On the first start images that cannot be read are left out for good; later ones keep their
        place in the order, so that the others' does not change.
        """
        items = [*data.training, *data.validation]
        loaded = self._load(items, data)
        there = {item.id: row for row, item in enumerate(loaded.items)}
        lost = {item.id for item in items if item.id not in there}
        lost |= set(self._ranks.gather(sorted(lost)))
        if state is None:
            left_out = sorted(lost)
        else:
            left_out = list(state["left_out"])
            gone = sorted((lost | set(data.missing)) - set(left_out))
            if gone:
                self._warn(
                    f"{len(gone):,} images that the run began with cannot be read any more and "
                    f"are left out from here on, the first is {gone[0]}"
                )
        parts = []
        for ids in (data.training_ids, data.validation_ids):
            kept = [image_id for image_id in ids if image_id not in set(left_out)]
            unusable = frozenset(row for row, image_id in enumerate(kept) if image_id not in there)
            rows = [there.get(image_id, 0) for image_id in kept]
            parts.append(_Rows(loaded.subset(rows), unusable))
        training, validation = parts
        if not len(training.samples) or len(training.unusable) == len(training.samples):
            raise DataError("none of the training images can be read", where=self._folder)
        validation = _Rows(
            validation.samples.subset(
                [row for row in range(len(validation.samples)) if row not in validation.unusable]
            ),
            frozenset(),
        )
        return training, validation, left_out

    def _load(self, items: list[ImageItem], data: RunData) -> Samples:
        from stac_core.data.tags import tags_to_arrays

        project = self._project
        if self._ranks.is_main:
            self._make_saliency(items)
        self._ranks.wait()
        present, known = tags_to_arrays(data.tags, [item.id for item in items], project.class_names)
        problems: list[str] = []
        samples = load_samples(
            items,
            present,
            known,
            saliency_folder=self._saliency_folder(),
            size=project.model.input_size,
            masks=data.masks,
            value_range=lambda image_id: value_range_of(project, image_id),
            on_problem=lambda item, text: problems.append(text),
            progress=self._callbacks.prepare("read images"),
            cancel=self._control,
        )
        for text in problems[:_MAX_EXAMPLES]:
            self._warn(f"left out: {text}")
        if len(problems) > _MAX_EXAMPLES:
            more = len(problems) - _MAX_EXAMPLES
            self._warn(f"... and {more:,} more of {len(items):,} left out")
        return samples

    def _saliency_folder(self) -> Path:
        section = self._project.saliency
        if section.source == "folder":
            assert section.folder is not None
            return resolve(self._folder, section.folder)
        return self._root / SALIENCY_FOLDER

    def _make_saliency(self, items: list[ImageItem]) -> None:
        project, folder = self._project, self._saliency_folder()
        if project.saliency.source == "folder":
            if len(missing_maps(items, folder)) == len(items):
                raise DataError(
                    "holds no saliency map of any image",
                    where=folder,
                    fix="A map is named after its image: KEY.png",
                )
        else:
            report = make_maps(
                items,
                folder,
                contrast_spec(project.saliency),
                value_range=lambda image_id: value_range_of(project, image_id),
                progress=self._callbacks.prepare("saliency"),
                cancel=self._control,
            )
            if report.made:
                self._say(f"{report.made:,} saliency maps made")
        logger.info("saliency: %s", manifest(folder))

    def _saliency_facts(self) -> dict[str, Any]:
        made = manifest(self._saliency_folder())
        if self._project.saliency.source == "folder":
            return {"source": "folder", **({"manifest": made} if made else {})}
        return made

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
        source: Any = HUB if weights == HUB else resolve(self._folder, weights)
        report = initialise(net, source)
        for line in load_report_lines(report):
            self._say(f"weights: {line}")

    def _validator(
        self, info: ModelInfo, data: RunData, validation: _Rows, dtype: torch.dtype
    ) -> Validator:
        project = self._project
        folder = project.data.validation_masks
        judged = {item.id for item in validation.samples.items}
        truths = find_truths(
            project,
            None if folder is None else resolve(self._folder, folder),
            [*data.training, *data.validation],
            {image_id: path for image_id, path in data.masks.items() if image_id in judged},
            data.tags,
        )
        return Validator(
            project,
            info,
            validation.samples,
            truths,
            device=self._device,
            dtype=dtype,
            ranks=self._ranks,
        )

    # ---- messages ----------------------------------------------------------------------------

    def _say(self, text: str) -> None:
        if self._events is not None:
            logger.info(text)
            self._events.write("message", level="info", message=text)
            self._callbacks.message(text)

    def _warn(self, text: str) -> None:
        if self._events is not None:
            logger.warning(text)
            self._events.write("message", level="warning", message=text)
            self._callbacks.message(f"warning: {text}")


@dataclass(frozen=True)
class _Rows:
    """Samples in their order, and the rows among them whose image is gone."""

    samples: Samples
    unusable: frozenset[int]


@contextlib.contextmanager
def _deterministic(wanted: bool) -> Iterator[None]:
    """Refuse operations whose result can differ from run to run."""
    before = torch.are_deterministic_algorithms_enabled()
    if wanted:
        os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
        torch.use_deterministic_algorithms(True)
    try:
        yield
    finally:
        torch.use_deterministic_algorithms(before)


def _three(values: tuple[float, ...]) -> tuple[float, float, float]:
    red, green, blue = values
    return red, green, blue
