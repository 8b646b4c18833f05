"""A pipeline at work: one stage after the other, each in a process of its own."""

from __future__ import annotations

import contextlib
import json
import logging
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from stac_core.engine.control import RunControl
from stac_core.engine.events import EVENTS_FILE, EventReader, EventWriter
from stac_core.errors import Cancelled, StacError, StorageError, TrainingError
from stac_core.pipeline.child import Child, ProgressLine, complaint
from stac_core.pipeline.folder import (
    REPORT_PAGE,
    Frozen,
    PipelineState,
    StageState,
    freeze,
    read_frozen,
    read_state,
    write_state,
)
from stac_core.pipeline.plan import run_name
from stac_core.pipeline.stages import Workplace
from stac_core.process_lock import ProcessLock
from stac_core.work_folder import CANCEL_FILE, LOCK_FILE, ask_to_stop, sole_worker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from stac_core.project import Project

logger = logging.getLogger(__name__)

LOG_FILE: Final = "log.txt"
STAGE_FOLDER: Final = "stages"
EXIT_CANCELLED: Final = 130

_LOOK_EVERY: Final = 0.05
_TELL_EVERY: Final = 0.5


@dataclass
class PipelineCallbacks:
    """How a caller follows a pipeline.

    Attributes:
        message: Told in words what happens.
        stage: Told the number of a stage that begins, from 0, and its state.
        progress: Told what is done at the moment, how much of it, and of how much.
    """

    message: Callable[[str], None] = logger.info
    stage: Callable[[int, StageState], None] = lambda number, state: None
    progress: Callable[[str, int, int], None] = lambda what, done, total: None


@dataclass(frozen=True)
class PipelineResult:
    """A finished pipeline.

    Attributes:
        folder: Of the pipeline.
        state: How every stage ended.
        report: The page; None where the recipe has none.
    """

    folder: Path
    state: PipelineState
    report: Path | None


def start_pipeline(folder: Path, frozen: Frozen, project: Project, root: Path) -> None:
    """Prepare a pipeline without starting it: `run_pipeline` does that.

    Raises:
        TrainingError: If a pipeline of this name is there already.
        StorageError: If it cannot be written.
    """
    lock = ProcessLock.acquire(folder / LOCK_FILE)
    if lock is None or (folder / "state.json").exists():
        if lock is not None:
            lock.release()
        raise TrainingError(
            "a pipeline of this name is there already",
            where=folder,
            fix="Choose another name, or go on with it: stac pipeline PROJECT --resume NAME",
        )
    try:
        freeze(folder, frozen, project, root)
    finally:
        lock.release()


def run_pipeline(
    folder: Path,
    *,
    device: str | None = None,
    callbacks: PipelineCallbacks | None = None,
    control: Callable[[RunControl], None] = lambda control: None,
) -> PipelineResult:
    """Start a pipeline, or go on with one that was stopped, failed or killed.

    Args:
        folder: Of the pipeline.
        device: Where to compute; as it was frozen by default.
        callbacks: How to follow it.
        control: Is given the control by which it can be stopped.

    Raises:
        StacError: If a stage fails, or another process works on the pipeline.
        Cancelled: If it was asked to stop.
    """
    with sole_worker(folder):
        steering = RunControl(folder)
        steering.forget()
        control(steering)
        with _log_file(folder):
            work = _Pipeline(folder, device, callbacks or PipelineCallbacks(), steering)
            return work.go()


@contextlib.contextmanager
def _log_file(folder: Path) -> Iterator[None]:
    handler = logging.FileHandler(folder / LOG_FILE, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
        handler.close()


class _Pipeline:
    def __init__(
        self,
        folder: Path,
        device: str | None,
        callbacks: PipelineCallbacks,
        control: RunControl,
    ) -> None:
        self._folder, self._callbacks, self._control = folder, callbacks, control
        self._frozen, self._state = read_frozen(folder), read_state(folder)
        self._device = device or self._frozen.device
        self._place = Workplace(folder, self._frozen, self._device, self._say, control)
        self._child: Child | None = None
        self._began = self._told = 0.0
        self._what = ""

    def go(self) -> PipelineResult:
        """Do what is left."""
        self._close_broken_attempt()
        self._events = EventWriter(self._folder / EVENTS_FILE)
        state = self._state
        try:
            self._forget_what_is_gone()
            state.started = state.started or time.time()
            state.status, state.error = "running", ""
            write_state(self._folder, state)
            self._events.write(
                "run_start",
                pipeline=self._folder.name,
                recipe=self._frozen.recipe,
                device=self._device,
                stages=[stage.name for stage in state.stages],
                resumed=state.at if state.at else None,
            )
            while state.at < len(state.stages):
                self._control.check()
                self._work_on(state.stages[state.at])
            self._end("completed")
        except (Cancelled, KeyboardInterrupt):
            self._end("cancelled")
            raise
        except Exception as error:
            text = (
                str(error) if isinstance(error, StacError) else f"{type(error).__name__}: {error}"
            )
            state.error = text
            logger.info("failed: %s", text, exc_info=not isinstance(error, StacError))
            with contextlib.suppress(StorageError):  # a full disk is the reason already
                self._events.write("error", message=text)
                self._end("failed")
            raise
        finally:
            self._events.close()
        page = self._folder / REPORT_PAGE
        return PipelineResult(self._folder, state, page if page.is_file() else None)

    # ---- one stage -------------------------------------------------------------------------------

    def _work_on(self, stage: StageState) -> None:
        number = self._state.stages.index(stage)
        stage.status, stage.error, stage.attempt = "running", "", time.time()
        stage.started = stage.started or stage.attempt
        if stage.kind in {"train", "segment"}:
            stage.run = run_name(self._folder.name, stage.name)
        write_state(self._folder, self._state)  # the run's name before the run
        self._say(f"stage {number + 1} of {len(self._state.stages)}: {stage.name}")
        self._callbacks.stage(number, stage)
        try:
            arguments = self._place.prepare(stage)
            values = None if arguments is None else self._run_child(stage, arguments)
            stage.result = self._place.finish(stage, values)
        except (Cancelled, KeyboardInterrupt):
            self._leave(stage, "cancelled")
            raise
        except Exception as error:
            stage.error = str(error)
            self._leave(stage, "failed")
            raise
        self._leave(stage, "completed")
        self._say(f"{stage.name} is done after {stage.seconds:,.0f} s")

    def _leave(self, stage: StageState, status: Any) -> None:
        stage.status, stage.ended = status, time.time()
        stage.seconds += stage.ended - stage.attempt
        with contextlib.suppress(StorageError):  # the next attempt finds out by itself
            write_state(self._folder, self._state)

    def _run_child(self, stage: StageState, arguments: list[str]) -> Any:
        """Run the stage's process to its end and read its result."""
        place = self._folder / STAGE_FOLDER
        place.mkdir(exist_ok=True)
        result, output = place / f"{stage.name}.json", place / f"{stage.name}.out"
        result.unlink(missing_ok=True)
        self._began, self._what = time.monotonic(), ""
        child = self._child = Child([*arguments, "--json", str(result)], output)
        complaints: list[str] = []
        try:
            while (code := child.poll()) is None:
                self._relay(stage, child, complaints)
                if self._control.is_cancelled:
                    self._ask(stage, child)
                time.sleep(_LOOK_EVERY)
            self._relay(stage, child, complaints)
        except BaseException:  # asked twice, or a full disk: nothing may stay behind
            child.kill()
            raise
        finally:
            if child.usage is not None:
                stage.cpu_seconds += child.usage.cpu_seconds
                stage.memory_mb = max(stage.memory_mb, child.usage.memory_mb)
            child.close()
        if code == EXIT_CANCELLED:
            raise Cancelled
        if code:
            raise TrainingError(complaint(complaints, code), where=f"stage {stage.name}")
        output.unlink(missing_ok=True)
        return json.loads(result.read_text(encoding="utf-8"))

    def _ask(self, stage: StageState, child: Child) -> None:
        """Ask the stage's process to end in order."""
        run = self._place.run_folder(stage)
        if run is not None and run.is_dir() and not (run / CANCEL_FILE).exists():
            ask_to_stop(run)
        child.stop()

    def _relay(self, stage: StageState, child: Child, complaints: list[str]) -> None:
        """Tell others what the stage's process says."""
        for line in child.news():
            if isinstance(line, ProgressLine):
                self._progress(stage, line)
                continue
            logger.info("%s: %s", stage.name, line)
            complaints.append(line)
            level = "warning" if line.startswith("warning: ") else "info"
            text = line.removeprefix("warning: ")
            self._events.write("message", level=level, message=text, stage=stage.name)
            if level == "warning":
                self._callbacks.message(line)

    def _progress(self, stage: StageState, line: ProgressLine) -> None:
        now = time.monotonic()
        if line.what != self._what:
            self._what, self._first, self._since = line.what, line.done, now
            self._told = 0.0
        self._callbacks.progress(line.what, line.done, line.total)
        if now - self._told < _TELL_EVERY and line.done < line.total:
            return
        self._told = now
        done = line.done - self._first
        left = (now - self._since) / done * (line.total - line.done) if done > 0 else None
        self._events.write(
            "progress",
            stage=stage.name,
            number=self._state.stages.index(stage),
            stages=len(self._state.stages),
            what=line.what,
            done=line.done,
            total=line.total,
            stage_seconds=stage.seconds + now - self._began,
            stage_left=left,
            seconds_left=self._left(stage, left, now),
        )

    def _left(self, stage: StageState, left: float | None, now: float) -> float:
        """Seconds to the end of the pipeline, by this stage's pace and the estimate of others."""
        expected = self._frozen.estimate
        if left is None:
            left = max(0.0, expected.get(stage.name, 0.0) - (now - self._began))
        after = self._state.stages[self._state.stages.index(stage) + 1 :]
        return left + sum(expected.get(each.name, 0.0) for each in after)

    # ---- start and end ---------------------------------------------------------------------------

    def _close_broken_attempt(self) -> None:
        """An attempt that was killed has taken time until its last event."""
        for stage in self._state.stages:
            if stage.status == "running":
                last = _last_event(self._folder)
                stage.seconds += max(0.0, last - stage.attempt)
                stage.status = "waiting"

    def _forget_what_is_gone(self) -> None:
        """Stages whose product somebody removed are done again."""
        for stage in self._state.stages:
            if stage.status == "completed" and not self._place.is_still_there(stage):
                self._say(f"the model of stage {stage.name} is gone: it is made again")
                stage.status = "waiting"
            elif stage.status != "completed":
                stage.status = "waiting"

    def _end(self, status: Any) -> None:
        self._state.status, self._state.ended = status, time.time()
        write_state(self._folder, self._state)
        self._events.write("run_end", status=status)

    def _say(self, text: str) -> None:
        logger.info(text)
        self._events.write("message", level="info", message=text)
        self._callbacks.message(text)


def _last_event(folder: Path) -> float:
    """Unix seconds of the last event; 0 without any."""
    try:
        events = EventReader().feed((folder / EVENTS_FILE).read_bytes())
    except OSError:
        return 0.0
    return events[-1].time if events else 0.0
