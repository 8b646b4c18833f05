"""A pipeline as the window shows it, and its words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QCoreApplication

from stac_gui.models.runs import duration, memory
from stac_gui.translating import decimal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from stac_core.pipeline.folder import StageStatus

PipelinePhase = Literal[
    "starting", "running", "stopping", "completed", "cancelled", "failed", "crashed", "waiting"
]
"""What became of a pipeline, with what it was asked to do."""

AT_WORK = frozenset({"starting", "running", "stopping"})
CAN_GO_ON = frozenset({"cancelled", "failed", "crashed", "waiting"})


@dataclass(frozen=True)
class StageRow:
    """A stage.

    Attributes:
        name: Of the stage.
        kind: What it does.
        about: The same in words.
        status: How far it is.
        seconds: That it has taken.
        expected: That it should take; None where nobody tried.
        share: Of the work at hand that is done, in [0, 1]; None while that is not known.
        what: The work at hand.
    """

    name: str
    kind: str
    about: str
    status: StageStatus = "waiting"
    seconds: float = 0.0
    expected: float | None = None
    share: float | None = None
    what: str = ""


@dataclass(frozen=True)
class PipelineView:
    """A pipeline.

    Attributes:
        name: Of the pipeline.
        path: Its folder.
        phase: What became of it.
        stages: In their order.
        seconds: That processes worked on it.
        seconds_left: While it is at work; None while that is not known.
        error: Why it failed or broke off.
        report: Its page; None while there is none.
        stopping_since: Unix seconds when it was asked to stop.
    """

    name: str
    path: Path
    phase: PipelinePhase
    stages: tuple[StageRow, ...]
    seconds: float = 0.0
    seconds_left: float | None = None
    error: str = ""
    report: Path | None = None
    stopping_since: float | None = None

    @property
    def is_at_work(self) -> bool:
        """Whether a process works on it, or is about to."""
        return self.phase in AT_WORK

    @property
    def number(self) -> int:
        """Number of the stage at hand, from 1."""
        done = sum(stage.status == "completed" for stage in self.stages)
        return min(done + 1, len(self.stages))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Pipelines", text)


def title_of(row: StageRow) -> str:
    """A stage in a word or two."""
    words = {
        "saliency": "Look for what stands out",
        "train": "Learn where each class is",
        "segment": "Learn exact outlines",
        "predict": "Propose masks",
        "report": "Write a report",
    }
    return _tr(words.get(row.kind, row.name))


def time_of(row: StageRow) -> str:
    """How long a stage took, or should take."""
    if row.status == "completed":
        return duration(row.seconds)
    if row.status == "running" and row.seconds >= 1:
        expected = (
            "" if row.expected is None else _tr(" of about {}").format(duration(row.expected))
        )
        return duration(row.seconds) + expected
    return "" if row.expected is None else _tr("about {}").format(duration(row.expected))


def summary(view: PipelineView) -> str:
    """How a pipeline is, in a sentence."""
    if view.phase == "starting":
        return _tr("Starting …")
    if view.phase == "stopping":
        return _tr("Stopping after the step at hand …")
    if view.phase == "running":
        return " ".join(filter(None, (_left(view), _now(view))))
    if view.phase == "completed":
        return _tr("Done in {}. The proposals are in the project.").format(duration(view.seconds))
    if view.phase == "failed":
        return view.error or _tr("It failed.")
    if view.phase == "crashed":
        return _tr("It broke off. It can go on where it was.") + (
            f"\n{view.error}" if view.error else ""
        )
    if view.phase == "cancelled":
        return _tr("Stopped. It can go on where it was.")
    return _tr("It has not begun.")


def _left(view: PipelineView) -> str:
    if view.seconds_left is None:
        return _tr("At work.")
    return _tr("About {} left.").format(duration(view.seconds_left))


def _now(view: PipelineView) -> str:
    """The work at hand."""
    row = next((each for each in view.stages if each.what), None)
    if row is None:
        return ""
    share = "" if row.share is None else f", {decimal(100 * row.share, 0)} %"
    return _tr("Now: {}.").format(f"{row.what}{share}")


def estimate_summary(values: Mapping[str, Any]) -> str:
    """An estimate in a sentence, with its warnings."""
    text = _tr("About {} in all").format(duration(float(values["seconds"])))
    if values.get("memory_mb"):
        text += _tr(" and {} of memory").format(memory(float(values["memory_mb"])))
    text += "."
    if values.get("gpu"):
        text += " " + _tr("There is a GPU: it learns longer and better.")
    return "\n".join([text, *(_sentence(each) for each in values.get("warnings", []))])


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
