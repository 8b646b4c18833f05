"""Training runs as a list for Qt's views, and how numbers of a run are said."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Final, Literal

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)

from stac_core.runs import model_file_of
from stac_gui.models.curves import CurveSet
from stac_gui.translating import decimal, figure

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from stac_core.run_history import Message, RunState, Sample
    from stac_core.runs import Stage

Phase = Literal[
    "queued", "starting", "running", "pausing", "paused", "stopping", "completed", "cancelled",
    "failed", "crashed", "refused",
]  # fmt: skip
"""A run's state, with what it was asked to do; "refused" is one whose process never began."""

ACTIVE: Final = frozenset({"starting", "running", "pausing", "paused", "stopping"})
RESUMABLE: Final = frozenset({"cancelled", "failed", "crashed", "refused"})

_WORTH_SAYING: Final = 30.0
"""Seconds of preparation that an estimate mentions."""

_BEST: Final = ("miou", "mAP", "f1", "proxy", "total")
_NAMES: Final = {"miou": "mIoU", "f1": "F1", "total": "loss"}

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class RunRow:
    """A run in a few values.

    Attributes:
        name: Of the run.
        path: Its folder.
        state: What the folder says.
        phase: The same, with what it was asked to do.
        epoch: The epoch at hand, or the number of those done.
        epochs: Of the whole run; 0 while that is not known.
        share: Of the steps that are done, in [0, 1].
        best: Validation values of the best epoch.
        started: Unix seconds.
        seconds: That processes worked on it.
        seconds_left: By its pace; None while that is not known.
        error: Why it failed or crashed.
        stopping_since: Unix seconds when it was asked to stop; None where it was not.
        model_stamp: Unix seconds when its model file was written; None while there is none.
        is_current: Whether its model is the project's.
        has_events: Whether it ever began.
        stage: What it trains.
    """

    name: str
    path: Path
    state: RunState
    phase: Phase
    epoch: int = 0
    epochs: int = 0
    share: float = 0.0
    best: Mapping[str, float] = field(default_factory=dict)
    started: float = 0.0
    seconds: float = 0.0
    seconds_left: float | None = None
    error: str = ""
    stopping_since: float | None = None
    model_stamp: float | None = None
    is_current: bool = False
    has_events: bool = False
    stage: Stage = "train"

    @property
    def is_active(self) -> bool:
        """Whether a process works on it, or is about to."""
        return self.phase in ACTIVE

    @property
    def model(self) -> Path:
        """Its model file, which may not be there yet."""
        return self.path / model_file_of(self.stage)

    @property
    def has_model(self) -> bool:
        """Whether its model file is there."""
        return self.model_stamp is not None


@dataclass(frozen=True)
class RunDetails:
    """Everything that the window shows of one run.

    Attributes:
        row: The run in a few values.
        facts: Name -> what is known: device, arch, images, images_per_s, memory_mb ...
        curves: To draw.
        samples: Heat maps by epoch.
        messages: What was said.
        validation: Epoch -> best figure, for headings.
    """

    row: RunRow
    facts: Mapping[str, Any] = field(default_factory=dict)
    curves: CurveSet = field(default_factory=CurveSet)
    samples: tuple[Sample, ...] = ()
    messages: tuple[Message, ...] = ()
    validation: Mapping[int, str] = field(default_factory=dict)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Runs", text)


def phase_words(phase: Phase) -> str:
    """A phase for people."""
    words = {
        "queued": "waiting",
        "starting": "starting …",
        "running": "running",
        "pausing": "pausing …",
        "paused": "paused",
        "stopping": "stopping …",
        "completed": "done",
        "cancelled": "stopped",
        "failed": "failed",
        "crashed": "broke off",
        "refused": "did not start",
    }
    return _tr(words[phase])


def stage_words(stage: Stage) -> str:
    """What a run trains, for people."""
    return _tr("heat maps") if stage == "train" else _tr("segmenter")


def duration(seconds: float) -> str:
    """A time span as a person would say it: 40 s, 12 min, 1 h 05 min, 2 d 3 h."""
    whole = max(0, round(seconds))
    if whole < 60:
        return _tr("{} s").format(whole)
    minutes = round(whole / 60)
    if minutes < 60:
        return _tr("{} min").format(minutes)
    hours, minutes = divmod(minutes, 60)
    if hours < 24:
        return _tr("{} h {:02} min").format(hours, minutes)
    days, hours = divmod(hours, 24)
    return _tr("{} d {} h").format(days, hours)


def memory(megabytes: float) -> str:
    """Memory as a person would say it: 640 MB, 1.1 GB."""
    if megabytes < 1000:
        return _tr("{} MB").format(decimal(megabytes, 0))
    return _tr("{} GB").format(decimal(megabytes / 1024, 1))


def value_words(name: str, value: float) -> str:
    """A validation value: mIoU is in percent, others as they are."""
    if math.isnan(value):
        return "–"
    return f"{decimal(100 * value, 1)} %" if name == "miou" else decimal(value, 3)


def time_words(row: RunRow) -> str:
    """How long a run took, or how long it still takes."""
    if row.seconds_left is not None and row.phase == "running":
        return _tr("{} left").format(duration(row.seconds_left))
    return duration(row.seconds) if row.seconds >= 1 else ""


def estimate_words(estimate: Mapping[str, Any]) -> str:
    """An estimate as a person would say it."""
    images, steps = int(estimate["images"]), int(estimate["steps"])
    masks = int(estimate.get("masks") or 0)
    with_masks = _tr(", {} of them with a mask").format(figure(masks)) if masks else ""
    words = _tr("About {} and {} of memory on {}: {} images{}, {} steps.").format(
        duration(float(estimate["seconds"])),
        memory(float(estimate["memory_mb"])),
        estimate["device"],
        figure(images),
        with_masks,
        figure(steps),
    )
    preparation = float(estimate.get("preparation_seconds") or 0)
    if preparation >= _WORTH_SAYING:
        words += " " + _tr("{} of it to read images and make saliency maps.").format(
            duration(preparation)
        )
    return words


def best_figure(values: Mapping[str, float]) -> str:
    """The one figure that says most about an epoch, such as "mIoU 61.2 %"; empty without any."""
    for name in _BEST:
        if name in values:
            return f"{_NAMES.get(name, name)} {value_words(name, values[name])}"
    return ""


def epoch_words(row: RunRow) -> str:
    """How far a run is: "epoch 4/80"; empty while that is not known."""
    return _tr("epoch {}/{}").format(figure(row.epoch), figure(row.epochs)) if row.epochs else ""


class RunRole(IntEnum):
    """What a row says beside its name."""

    ROW = Qt.ItemDataRole.UserRole + 1


class RunListModel(QAbstractListModel):
    """Runs, the newest first; rows that stay keep their place and selection."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self._rows: list[RunRow] = []

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.name
        if role == RunRole.ROW:
            return row
        if role == Qt.ItemDataRole.ToolTipRole:
            head = f"{row.name} ({stage_words(row.stage)})"
            return f"{head}\n{row.error}" if row.error else head
        if role == Qt.ItemDataRole.AccessibleTextRole:
            parts = (row.name, stage_words(row.stage), phase_words(row.phase), epoch_words(row),
                     best_figure(row.best))  # fmt: skip
            return ", ".join(part for part in parts if part)
        return None

    def show(self, rows: Sequence[RunRow]) -> None:
        """Show these runs."""
        names = [row.name for row in rows]
        if names == [row.name for row in self._rows]:
            for number, (before, row) in enumerate(zip(self._rows, rows, strict=True)):
                if before != row:
                    self._rows[number] = row
                    index = self.index(number, 0)
                    self.dataChanged.emit(index, index)
            return
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def row_of(self, name: str) -> int:
        """Number of a run's row; -1 if it is not there."""
        return next((number for number, row in enumerate(self._rows) if row.name == name), -1)
