"""`stac train`: train a model from the project's tags."""

from __future__ import annotations

import signal
import time
from typing import TYPE_CHECKING, Any

from stac_core.cli import UsageError
from stac_core.cli.options import add_device, add_project, open_project
from stac_core.errors import ConfigError
from stac_core.presets import load_preset, preset_names
from stac_core.project import parse_settings, with_settings

if TYPE_CHECKING:
    import argparse
    from types import FrameType

    from stac_core.cli import Output, ProgressBar
    from stac_core.engine.trainer import EpochResult, StepResult

HELP = "train a model from the project's image-level tags"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `stac train`."""
    add_project(parser)
    parser.add_argument("--run", metavar="NAME", help="name of the run; the time by default")
    parser.add_argument(
        "--preset", choices=preset_names(), help="replaces the project's settings for this run"
    )
    add_device(parser)
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="SECTION.KEY=VALUE",
        dest="settings",
        help="change one setting for this run, such as train.epochs=10",
    )


def run(args: argparse.Namespace, out: Output) -> dict[str, Any]:
    """Train, with a progress bar."""
    project, root = open_project(args.project)
    if args.preset:
        project = with_settings(project, load_preset(args.preset), where=f"preset {args.preset}")
    if args.settings:
        try:
            project = with_settings(project, parse_settings(args.settings), where="--set")
        except ConfigError as error:
            raise UsageError(str(error)) from error

    from stac_core.engine.run import RunCallbacks, RunCancelToken, train_project
    from stac_core.runs import new_run_folder

    folder = new_run_folder(root, args.run)
    cancel = RunCancelToken(folder)
    watcher = _Watcher(out)

    def stop(number: int, frame: FrameType | None) -> None:
        if cancel.is_cancelled:  # asked twice: do not wait for the end of the step
            raise KeyboardInterrupt
        out.line("stopping after this step; the best model so far stays")
        cancel.cancel()

    previous = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        result = train_project(
            project,
            root,
            folder,
            device=args.device,
            callbacks=RunCallbacks(
                message=out.line,
                prepare=watcher.prepare,
                step=watcher.step,
                epoch=watcher.epoch,
            ),
            cancel=cancel,
        )
    finally:
        watcher.close()
        for number, handler in previous.items():
            signal.signal(number, handler)
    out.line(f"done in {_duration(result.seconds)}: {result.model}")
    return {
        "run": str(result.folder),
        "model": str(result.model),
        "best": result.best,
        "seconds": result.seconds,
    }


class _Watcher:
    """Shows a run on the terminal: one bar at a time."""

    def __init__(self, out: Output) -> None:
        self._out = out
        self._bar: ProgressBar | None = None

    def prepare(self, what: str) -> ProgressBar:
        self.close()
        self._bar = self._out.progress(what)
        return self._bar

    def step(self, result: StepResult) -> None:
        if self._bar is None or self._bar.what != "train":
            self.close()
            self._bar = self._out.progress("train", "step")
        self._bar(result.step, result.total_steps)
        loss, rate = result.losses["total"], result.rate
        self._bar.note(epoch=result.epoch, loss=f"{loss:.3f}", lr=f"{rate:.1e}")

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
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
