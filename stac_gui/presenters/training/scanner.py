"""Reads a project's run folders again and again, off the GUI thread, each time only what is new."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from stac_core.run_history import RunFollower, RunHistory
from stac_core.runs import RUN_FOLDER, is_run, run_stage
from stac_core.work_folder import PAUSE_FILE, stopping_since
from stac_gui.models.curves import CurveSet, CurveStore
from stac_gui.models.runs import Phase, RunDetails, RunRow, best_figure

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from stac_core.run_history import RunState
    from stac_core.runs import Stage

CONSOLE_FILE: Final = "console.txt"
"""What a run that the window started printed: the reason where it died without a word."""

CHUNK: Final = 1 << 19
"""Bytes of events that are read before others get the processor."""

_FACTS: Final = (
    "device", "arch", "images", "validation_images", "masks", "epochs", "seed", "world", "weights",
)  # fmt: skip


@dataclass(frozen=True)
class Scan:
    """What the run folders said at one moment.

    Attributes:
        rows: The runs, newest first.
        details: Name -> everything about the runs that were asked for.
    """

    rows: tuple[RunRow, ...] = ()
    details: Mapping[str, RunDetails] = field(default_factory=dict)


class RunScanner:
    """Follows the runs of one project. One call of `scan` at a time.

    Args:
        root: The project's folder.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._followers: dict[str, RunFollower] = {}
        self._full: dict[str, tuple[RunFollower, CurveStore]] = {}
        self._stages: dict[str, Stage] = {}

    def scan(
        self,
        wanted: Sequence[str] = (),
        *,
        starting: Mapping[str, bool] | None = None,
        in_use: Collection[Path] = (),
        smooth: bool = False,
    ) -> Scan:
        """Look at all runs, and closely at some.

        Args:
            wanted: Names of the runs whose curves, samples and messages are shown.
            starting: Name -> whether the process that was started for a run lives.
            in_use: The model files that the window uses.
            smooth: Whether losses are averaged over neighbours.

        Raises:
            StacError: If a run cannot be read.
        """
        folder = self.root / RUN_FOLDER
        names = [path.name for path in folder.iterdir() if is_run(path)] if folder.is_dir() else []
        for gone in set(self._followers) - set(names):
            del self._followers[gone]
            self._full.pop(gone, None)
            self._stages.pop(gone, None)
        rows = [self._row(name, (starting or {}).get(name), in_use) for name in names]
        rows.sort(key=lambda row: (row.started, row.name), reverse=True)
        details = {
            row.name: self._details(row, smooth=smooth) for row in rows if row.name in wanted
        }
        for name in set(self._full) - set(wanted):
            del self._full[name]
        return Scan(tuple(rows), details)

    def _row(self, name: str, starts: bool | None, in_use: Collection[Path]) -> RunRow:
        path = self.root / RUN_FOLDER / name
        follower = self._followers.setdefault(name, RunFollower(path, scalars=False))
        follower.poll()
        history, state = follower.history, follower.state()
        if name not in self._stages:
            self._stages[name] = run_stage(path)
        row = replace(_row_of(name, path, state, history), stage=self._stages[name])
        row = replace(
            row,
            stopping_since=stopping_since(path),
            model_stamp=_changed(row.model),
            is_current=row.model in in_use,
        )
        phase, error = _phase(row, starts)
        return replace(row, phase=phase, error=error)

    def _details(self, row: RunRow, *, smooth: bool) -> RunDetails:
        if row.name not in self._full:
            self._full[row.name] = (RunFollower(row.path), CurveStore())
        follower, curves = self._full[row.name]
        while True:
            curves.add(follower.poll(CHUNK))
            if not follower.is_behind:
                break
            time.sleep(0.001)  # lets the window's thread work between two chunks
        history = follower.history
        drawn = curves.draw(row.name, smooth=smooth) if len(history.scalars) else CurveSet(row.name)
        return RunDetails(
            row=row,
            facts=_facts(history),
            curves=drawn,
            samples=tuple(history.samples),
            messages=tuple(history.messages),
            validation={each.epoch: best_figure(each.values) for each in history.evaluations},
        )


def _row_of(name: str, path: Path, state: RunState, history: RunHistory) -> RunRow:
    progress, steps = history.progress, int(history.progress.get("steps") or 0)
    is_over = history.end == "completed"
    epoch = history.epochs_done if is_over else int(progress.get("epoch") or history.epochs_done)
    return RunRow(
        name=name,
        path=path,
        state=state,
        phase=state,
        epoch=epoch,
        epochs=int(history.start.get("epochs") or 0),
        share=1.0 if is_over else int(progress.get("step") or 0) / steps if steps else 0.0,
        best=dict(history.best.values) if history.best else {},
        started=history.started or _changed(path) or 0.0,
        seconds=history.worked,
        seconds_left=progress.get("seconds_left") if state == "running" else None,
        error=history.error,
        has_events=bool(history.started),
    )


def _changed(path: Path) -> float | None:
    """When a file was last written; None where there is none."""
    try:
        return path.stat().st_mtime
    except OSError:
        return None


def _phase(row: RunRow, starts: bool | None) -> tuple[Phase, str]:
    """The state with what was asked for, and what went wrong."""
    if row.state in {"running", "paused"} and row.stopping_since is not None:
        return "stopping", ""
    if row.state == "running" and (row.path / PAUSE_FILE).exists():
        return "pausing", ""
    if row.state in {"running", "paused", "completed"}:
        return row.state, ""
    if starts:
        return "starting", ""
    if starts is False and row.state in {"queued", "crashed"}:
        return ("refused" if row.state == "queued" else "crashed"), last_words(row.path)
    if row.state == "crashed":
        return "crashed", last_words(row.path)
    return row.state, row.error if row.state == "failed" else ""


def last_words(path: Path) -> str:
    """The last line that the run's process printed."""
    try:
        lines = (path / CONSOLE_FILE).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    return next((line.strip() for line in reversed(lines) if line.strip()), "")


def _facts(history: RunHistory) -> dict[str, Any]:
    facts = {name: history.start[name] for name in _FACTS if name in history.start}
    for name in ("images_per_s", "memory_mb", "step", "steps"):
        if history.progress.get(name) is not None:
            facts[name] = history.progress[name]
    return facts
