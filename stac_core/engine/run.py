"""One training run: its folder, data, network and event stream, from start or checkpoint to end."""

from __future__ import annotations

import contextlib
import logging
import os
import platform
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import torch

from stac_core import __version__
from stac_core.devices import choose_device, choose_dtype, describe
from stac_core.engine.checkpoint import CHECKPOINT_FILE, load_checkpoint
from stac_core.engine.control import RunControl
from stac_core.engine.data import TAGS_FILE, RunData, choose_data, freeze_data, read_frozen
from stac_core.engine.events import EVENTS_FILE, EventWriter
from stac_core.engine.preparation import Preparation, Rows
from stac_core.engine.ranks import Ranks
from stac_core.engine.recorder import Bystander, Recorder
from stac_core.engine.stages import (
    Setting,
    image_size,
    make_job,
    section_of,
    with_settled_size,
)
from stac_core.engine.trainer import Trainer
from stac_core.errors import Cancelled, StacError, StorageError, TrainingError
from stac_core.project import (
    Project,
    load_project,
    save_project,
)
from stac_core.run_history import QUEUED_FILE
from stac_core.runs import (
    LOG_FILE,
    RESUMABLE,
    model_file_of,
    queue_run,
    read_run,
    run_device,
    run_stage,
)
from stac_core.types import Progress, no_progress
from stac_core.work_folder import sole_worker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from stac_core.engine.reports import EpochResult, ProgressReport, RoundReport, StepResult
    from stac_core.runs import Stage

logger = logging.getLogger(__name__)

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
    stage: Stage = "train",
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
        stage: "train" a STAC model, or "segment" for a segmenter.
        callbacks: How to follow it.
        control: Is given the run's control, with which it can be stopped from another thread.

    Raises:
        StacError: If it cannot start or go on; the run folder says why.
        Cancelled: If it was asked to stop; `resume_run` goes on.
    """
    folder = queue_run(project, root, name, device=device, stage=stage)
    return resume_run(folder, device=device, callbacks=callbacks, control=control)


def resume_run(
    folder: Path,
    *,
    device: str | None = None,
    callbacks: RunCallbacks | None = None,
    control: Callable[[RunControl], None] = lambda control: None,
    ranks: Ranks | None = None,
) -> RunResult:
    """Start a queued run, or go on with one that was stopped, failed or killed.

    Args:
        folder: The run folder.
        device: As for `train_project`; by default the one that the run was queued for.
        callbacks: As for `train_project`.
        control: As for `train_project`.
        ranks: The processes that train together.

    Raises:
        StacError: If it cannot start or go on, or if another process works on it.
        Cancelled: If it was asked to stop.
    """
    ranks = ranks or Ranks()
    chosen = _device_of(device or run_device(folder), ranks)
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
    model = folder / model_file_of(run_stage(folder))
    return RunResult(folder, model, dict(finished.best), finished.history.worked)


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
    with sole_worker(folder):
        # only now: somebody else may have finished the run while this process waited
        state = "queued" if (folder / QUEUED_FILE).exists() else _state_without_lock(folder)
        if state not in RESUMABLE:
            raise TrainingError(
                f"the run is {state}", where=folder, fix="Start a new one: stac train PROJECT"
            )
        ranks.wait()
        yield


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
        self._stage = run_stage(folder)

    def go(self) -> None:
        ranks, spec = self._ranks, section_of(self._project, self._stage)
        dtype = choose_dtype(spec.precision, self._device)
        torch.manual_seed(spec.seed)
        data = self._data()
        state = ranks.from_main(
            load_checkpoint(self._folder / CHECKPOINT_FILE) if ranks.is_main else None
        )
        self._write_start(data, dtype, state)
        ready = Preparation(
            self._project,
            self._folder,
            ranks=ranks,
            say=self._say,
            warn=self._warn,
            progress=self._callbacks.prepare,
            cancel=self._control,
        )
        size = image_size(self._project, self._stage)
        training, validation, left_out = ready.samples(data, state, size)
        self._say_what(training, validation, dtype)
        job = make_job(
            self._stage,
            Setting(
                project=self._project,
                folder=self._folder,
                ready=ready,
                data=data,
                training=training,
                validation=validation,
                is_new=state is None,
                device=self._device,
                dtype=dtype,
                ranks=ranks,
                begun=self._begun,
            ),
        )
        trainer = Trainer(
            job.learner, device=self._device, dtype=dtype, validate=job.judge, ranks=ranks
        )
        if state is not None:
            trainer.load_state(state)
        recorder: Recorder | Bystander = Bystander()
        if self._events is not None:
            recorder = Recorder(
                self._folder,
                job.product,
                left_out=left_out,
                tensorboard=spec.tensorboard,
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

    # ---- the start ---------------------------------------------------------------------------

    def _data(self) -> RunData:
        """The run's images; on the first start they are found and written down."""
        folder, ranks = self._folder, self._ranks
        if ranks.is_main and not self._is_frozen():
            chosen = choose_data(self._project, folder, store_root=self._root)
            settled = with_settled_size(self._project, self._stage, chosen.training)
            save_project(freeze_data(chosen, settled, folder), folder)
            if chosen.untagged:
                self._say(f"{chosen.untagged:,} images without tags are left out")
        ranks.wait()
        self._project = load_project(folder)
        return read_frozen(self._project, folder)

    def _is_frozen(self) -> bool:
        return self._project.data.tags == TAGS_FILE and (self._folder / TAGS_FILE).exists()

    def _write_start(self, data: RunData, dtype: torch.dtype, state: Any) -> None:
        project, spec = self._project, section_of(self._project, self._stage)
        resumed = None if state is None else int(state["position"]["step"])
        counts = data.counts()
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
                stage=self._stage,
                arch=project.model.arch if self._stage == "train" else project.segment.arch,
                weights=project.model.weights
                if self._stage == "train"
                else project.segment.weights,
                epochs=spec.epochs,
                seed=spec.seed,
                world=self._ranks.world,
                resumed_step=resumed,
                program=__version__,
                torch=torch.__version__,
                python=platform.python_version(),
            )
        if resumed is not None:
            self._say(f"going on after step {resumed:,}")

    def _say_what(self, training: Rows, validation: Rows, dtype: torch.dtype) -> None:
        masks = int((training.samples.mask_row >= 0).sum())
        with_masks = f" ({masks:,} of them with a mask)" if masks else ""
        processes = f", {self._ranks.world} processes" if self._ranks.world > 1 else ""
        self._say(
            f"training on {len(training.samples):,} images{with_masks}, validating on "
            f"{len(validation.samples):,}, {describe(self._device, dtype)}{processes}"
        )

    # ---- messages ----------------------------------------------------------------------------

    def _begun(self, report: RoundReport) -> None:
        if self._events is not None:
            self._events.write("round", **report._asdict())
            self._say(report.words())

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
