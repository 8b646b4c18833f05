"""`stac train`: train a model from the project's tags and corrected masks."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from stac_core.cli import Output, UsageError
from stac_core.cli.options import add_device, add_project, open_project, recover_labels
from stac_core.errors import Cancelled, ConfigError, TrainingError
from stac_core.presets import load_preset, preset_names
from stac_core.project import load_project, parse_settings, project_file, with_settings
from stac_core.runs import RUN_FOLDER, check_run_name, find_run, queue_run
from stac_core.runs import run_stage as stage_of

if TYPE_CHECKING:
    import argparse
    from pathlib import Path
    from types import FrameType

    from stac_core.cli import ProgressBar
    from stac_core.engine.control import RunControl
    from stac_core.engine.ranks import Ranks
    from stac_core.engine.reports import EpochResult, ProgressReport, StepResult
    from stac_core.project import Project
    from stac_core.runs import Stage

HELP = "train a model from the project's image-level tags and corrected masks"

_RESTARTS: Final = 3
"""How often the processes of a run are started again after one of them died."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `stac train`."""
    add_run_arguments(parser, "train")


def add_run_arguments(parser: argparse.ArgumentParser, stage: Stage) -> None:
    """Declare the options of a verb that trains."""
    add_project(parser)
    parser.add_argument("--run", metavar="NAME", help="name of the run; the time by default")
    parser.add_argument(
        "--resume", metavar="RUN", help="go on with a run that was stopped, killed or queued"
    )
    parser.add_argument(
        "--preset", choices=preset_names(stage), help="replaces the project's settings for this run"
    )
    add_device(parser)
    parser.set_defaults(device=None)  # a run that goes on keeps the device it was queued for
    parser.add_argument(
        "--nproc", type=int, default=1, metavar="N", help="processes on this machine, one per GPU"
    )
    parser.add_argument(
        "--tensorboard", action="store_true", help="also write curves for TensorBoard"
    )
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="SECTION.KEY=VALUE",
        dest="settings",
        help=f"change one setting for this run, such as {stage}.epochs=10",
    )
    parser.add_argument(
        "--estimate", action="store_true", help="only say how long it would take, by a few steps"
    )


def run(args: argparse.Namespace, out: Output) -> dict[str, Any]:
    """Train, with a progress bar."""
    return run_stage("train", args, out)


def run_stage(stage: Stage, args: argparse.Namespace, out: Output) -> dict[str, Any]:
    """Train what a stage makes, with a progress bar."""
    changes = _changes(stage, args)
    if args.resume and (changes or args.run or args.estimate):
        raise UsageError("--resume goes on with the run's own settings: give no others")
    if args.nproc < 1:
        raise UsageError("--nproc must be at least 1")
    if args.nproc > 1 and "WORLD_SIZE" not in os.environ:
        return _launch(stage, args, changes)

    from stac_core.engine.ranks import Ranks

    ranks = Ranks()
    if not ranks.is_main:
        out = Output(None, quiet=True)
    if ranks.is_main and not args.resume:
        with contextlib.suppress(ConfigError):  # it is said below, with all else that is wrong
            recover_labels(*open_project(args.project), out)
    if args.estimate:
        return _estimate(stage, args, changes, out)
    return _train(_folder(stage, args, changes, ranks), args.device, ranks, out)


def _changes(stage: Stage, args: argparse.Namespace) -> dict[str, dict[str, Any]]:
    """Settings of the preset, then those given one by one."""
    changes = load_preset(args.preset) if args.preset else {}
    try:
        given = parse_settings(args.settings)
    except ConfigError as error:
        raise UsageError(str(error)) from error
    if args.tensorboard:
        given.setdefault(stage, {})["tensorboard"] = True
    for section, fields in given.items():
        changes.setdefault(section, {}).update(fields)
    return changes


def _checked_project(
    stage: Stage, args: argparse.Namespace, changes: dict[str, dict[str, Any]]
) -> tuple[Project, Path]:
    """The project with the changes, after looking for all that would keep it from training."""
    from stac_core.engine.preflight import training_problems

    file = project_file(args.project)
    root = file.resolve().parent

    def check(project: Project) -> list[str]:
        return training_problems(project, root, device=args.device or "auto", stage=stage)

    if not changes:
        return load_project(file, check=check), root
    project = load_project(file)
    try:
        with_settings(project, changes, where="--set")
    except ConfigError:  # the options are wrong: say so together with all else that is
        try:
            return with_settings(project, changes, where="--set", check=check), root
        except ConfigError as error:
            raise UsageError(str(error)) from error
    return with_settings(project, changes, where=file, check=check), root


def _folder(
    stage: Stage, args: argparse.Namespace, changes: dict[str, dict[str, Any]], ranks: Ranks
) -> Path:
    """The folder of the run to work on; a new one is prepared by the main process."""
    if args.resume:
        _, root = open_project(args.project)
        return find_run(root, args.resume)
    if ranks.world == 1:
        project, root = _checked_project(stage, args, changes)
        return queue_run(project, root, args.run, device=args.device or "auto", stage=stage)
    if not args.run:
        raise UsageError("several processes need one name: give --run NAME")
    root = project_file(args.project).resolve().parent
    folder = root / RUN_FOLDER / check_run_name(args.run)
    is_restart = int(os.environ.get("TORCHELASTIC_RESTART_COUNT", "0")) > 0
    if ranks.is_main and not (is_restart and folder.exists()):
        project, root = _checked_project(stage, args, changes)
        queue_run(project, root, args.run, device=args.device or "auto", stage=stage)
    return folder


def _estimate(
    stage: Stage, args: argparse.Namespace, changes: dict[str, dict[str, Any]], out: Output
) -> dict[str, Any]:
    from stac_core.engine.estimate import estimate_run

    project, root = _checked_project(stage, args, changes)
    estimate = estimate_run(project, root, device=args.device or "auto", stage=stage)
    out.line(
        f"about {_duration(estimate.seconds)} and {estimate.memory_mb:,.0f} MB on "
        f"{estimate.device}: {estimate.images:,} images, {estimate.steps:,} steps of "
        f"{estimate.step_seconds:.2f} s, {_duration(estimate.preparation_seconds)} to get ready"
    )
    return {"estimate": asdict(estimate)}


def _train(folder: Path, device: str | None, ranks: Ranks, out: Output) -> dict[str, Any]:
    from stac_core.engine.run import RunCallbacks, resume_run

    watcher = _Watcher(out)
    with Signals(out) as signals:
        try:
            result = resume_run(
                folder,
                device=device,
                ranks=ranks,
                control=signals.steer,
                callbacks=RunCallbacks(
                    message=out.line,
                    prepare=watcher.prepare,
                    step=watcher.step,
                    progress=watcher.progress,
                    epoch=watcher.epoch,
                ),
            )
        except Cancelled:
            verb = stage_of(folder)
            out.line(f"stopped; go on with: stac {verb} PROJECT --resume {folder.name}")
            raise
        finally:
            watcher.close()
    out.line(f"done in {_duration(result.seconds)}: {result.model}")
    return {
        "run": str(result.folder),
        "model": str(result.model),
        "best": result.best,
        "seconds": result.seconds,
    }


def _launch(
    stage: Stage, args: argparse.Namespace, changes: dict[str, dict[str, Any]]
) -> dict[str, Any]:
    """Start this command in several processes, and again where one of them dies."""
    if args.estimate:
        raise UsageError("--estimate looks at one process: leave --nproc away")
    if args.json:
        raise UsageError("--json needs a single process: ask afterwards with stac runs --json")
    if not args.resume:
        _checked_project(stage, args, changes)  # one clear message instead of one from each process
    name = args.run or time.strftime("%Y%m%d-%H%M%S")
    command = [
        *(sys.executable, "-m", "torch.distributed.run", "--standalone"),
        *(f"--nproc-per-node={args.nproc}", f"--max-restarts={_RESTARTS}"),
        # the dashes end torchrun's own options, which have abbreviations like ours
        *("-m", "--", "stac_core", stage, str(args.project)),
        *(["--device", args.device] if args.device else []),
        *(["--resume", args.resume] if args.resume else ["--run", name]),
        *(["--preset", args.preset] if args.preset else []),
        *(["--tensorboard"] if args.tensorboard else []),
        *(part for text in args.settings for part in ("--set", text)),
    ]
    threads = max(1, (os.cpu_count() or 1) // args.nproc)
    environment = {"OMP_NUM_THREADS": str(threads), **os.environ}
    process = subprocess.Popen(command, env=environment)
    try:
        code = process.wait()
    except KeyboardInterrupt:  # the terminal's Ctrl-C reached the processes too: let them end
        process.wait()
        raise
    if code:
        raise TrainingError(f"the processes ended with {code}", fix="The messages above say why")
    return {"run": args.resume or name}


class Signals:
    """Turns Ctrl-C and a request to end into the wish to stop in order.

    Args:
        out: Where to say so.
        words: What to say.
    """

    def __init__(
        self, out: Output, words: str = "stopping after this step; the best model so far stays"
    ) -> None:
        self._out, self._words = out, words
        self._control: RunControl | None = None
        self._previous: dict[int, Any] = {}

    def __enter__(self) -> Signals:
        for number in (signal.SIGINT, signal.SIGTERM):
            self._previous[number] = signal.signal(number, self._stop)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._previous.items():
            signal.signal(number, handler)

    def steer(self, control: RunControl) -> None:
        """Use this control from now on."""
        self._control = control
        control.follow(self._out.cancel)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        if self._control is None or self._control.is_cancelled:
            raise KeyboardInterrupt  # nothing to wait for, or asked twice
        self._out.line(self._words)
        self._control.cancel()


class _Watcher:
    """Shows a run on the terminal: one bar at a time."""

    def __init__(self, out: Output) -> None:
        self._out = out
        self._bar: ProgressBar | None = None
        self._loss = self._rate = float("nan")

    def prepare(self, what: str) -> ProgressBar:
        self.close()
        self._bar = self._out.progress(what)
        return self._bar

    def step(self, result: StepResult) -> None:
        self._loss = result.values["total"]
        self._rate = result.values["lr"]

    def progress(self, report: ProgressReport) -> None:
        if self._bar is None or self._bar.what != "train":
            self.close()
            self._bar = self._out.progress("train", "step")
        self._bar(report.step, report.steps)
        self._bar.note(epoch=report.epoch, loss=f"{self._loss:.3f}", lr=f"{self._rate:.1e}")

    def epoch(self, result: EpochResult) -> None:
        values = ", ".join(f"{name} {value:.4f}" for name, value in result.values.items())
        best = " (best so far)" if result.is_best else ""
        self._out.line(f"{time.strftime('%H:%M:%S')} epoch {result.epoch}: {values}{best}")

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
