"""What a run's event stream adds up to: curves, best epoch, progress, state."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

from stac_core.engine.events import EVENTS_FILE, Event, EventReader
from stac_core.errors import DataError
from stac_core.work_folder import is_at_work

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

QUEUED_FILE: Final = "queued"

_SCALAR: Final = re.compile(rb'"type":\s*"scalar"')

RunState = Literal["queued", "running", "paused", "completed", "cancelled", "failed", "crashed"]
"""What became of a run; "crashed" is a run without an end whose process is gone."""


@dataclass(frozen=True)
class Evaluation:
    """What validation found after an epoch.

    Attributes:
        epoch: Counted from 1.
        step: Steps done.
        values: By name.
        is_best: Whether the epoch was the best so far.
    """

    epoch: int
    step: int
    values: Mapping[str, float]
    is_best: bool


@dataclass(frozen=True)
class Sample:
    """Heat maps of a few images after an epoch.

    Attributes:
        epoch: Counted from 1.
        step: Steps done.
        images: (image id, path of a picture relative to the run folder) each.
    """

    epoch: int
    step: int
    images: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Message:
    """A line for people.

    Attributes:
        time: Unix seconds.
        level: "info", "warning" or "error".
        text: What happened.
    """

    time: float
    level: str
    text: str


@dataclass
class RunHistory:
    """The events of one run so far. Feed it events in order.

    A resumed run goes on from its last checkpoint; what a killed process had written after that is
    replaced by what is computed again.

    Attributes:
        start: Fields of the latest `run_start`.
        started: Unix seconds of the first event.
        ended: Unix seconds of the latest event.
        worked: Seconds that processes worked on the run; waiting between them does not count.
        scalars: Name -> (step, value) pairs in order; losses, `lr`, `grad_norm`.
        evaluations: One per epoch.
        rounds: Fields of each `round` by its number; see `RoundReport`.
        samples: One per epoch.
        messages: What was said; errors too.
        progress: Fields of the latest `progress`: step, steps, epoch, images_per_s, seconds_left,
            memory_mb, paused.
        checkpoint_step: Steps done at the latest checkpoint.
        end: Status of the latest `run_end`; None while there is none.
        error: Why it failed.
    """

    start: Mapping[str, Any] = field(default_factory=dict)
    started: float = 0.0
    ended: float = 0.0
    worked: float = 0.0
    scalars: dict[str, list[tuple[int, float]]] = field(default_factory=dict)
    evaluations: list[Evaluation] = field(default_factory=list)
    rounds: dict[int, dict[str, Any]] = field(default_factory=dict)
    samples: list[Sample] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    progress: dict[str, Any] = field(default_factory=dict)
    checkpoint_step: int = 0
    end: str | None = None
    error: str = ""

    @property
    def best(self) -> Evaluation | None:
        """The best epoch so far."""
        return next((each for each in reversed(self.evaluations) if each.is_best), None)

    @property
    def epochs_done(self) -> int:
        """Epochs that were evaluated."""
        return self.evaluations[-1].epoch if self.evaluations else 0

    def add(self, events: Iterable[Event]) -> None:
        """Take further events in."""
        for event in events:
            if not self.started:
                self.started = event.time
            elif event.type != "run_start":
                self.worked += max(0.0, event.time - self.ended)
            self.ended = event.time
            handler = getattr(self, f"_on_{event.type}", None)
            if handler is not None:
                handler(event)

    def _on_run_start(self, event: Event) -> None:
        self.start, self.end, self.error = event.fields, None, ""
        step = int(event.fields.get("resumed_step") or 0)
        for name, points in self.scalars.items():
            self.scalars[name] = [point for point in points if point[0] <= step]
        self.evaluations = [each for each in self.evaluations if each.step <= step]
        self.rounds = {n: each for n, each in self.rounds.items() if each.get("step", 0) <= step}
        self.samples = [each for each in self.samples if each.step <= step]
        self.progress = {}

    def _on_progress(self, event: Event) -> None:
        self.progress = dict(event.fields)

    def _on_scalar(self, event: Event) -> None:
        step = int(event.fields.get("step", 0))
        for name, value in event.fields.get("values", {}).items():
            if name != "non_finite":
                number = float("nan") if value is None else float(value)
                self.scalars.setdefault(name, []).append((step, number))

    def _on_evaluation(self, event: Event) -> None:
        values = event.fields.get("values", {})
        numbers = {
            name: float("nan") if value is None else float(value)
            for name, value in values.items()
            if name != "non_finite"
        }
        self.evaluations.append(
            Evaluation(
                int(event.fields.get("epoch", 0)),
                int(event.fields.get("step", 0)),
                numbers,
                bool(event.fields.get("is_best")),
            )
        )

    def _on_round(self, event: Event) -> None:
        # a run that is killed as a round begins tells of it again
        self.rounds[int(event.fields.get("round", 0))] = dict(event.fields)

    def _on_sample(self, event: Event) -> None:
        pairs = tuple(
            (str(each.get("image")), str(each.get("path")))
            for each in event.fields.get("images", [])
        )
        self.samples.append(
            Sample(int(event.fields.get("epoch", 0)), int(event.fields.get("step", 0)), pairs)
        )

    def _on_checkpoint(self, event: Event) -> None:
        if event.fields.get("kind") == "last":
            self.checkpoint_step = int(event.fields.get("step", 0))

    def _on_message(self, event: Event) -> None:
        level, text = str(event.fields.get("level", "info")), str(event.fields.get("message", ""))
        self.messages.append(Message(event.time, level, text))

    def _on_error(self, event: Event) -> None:
        self.error = str(event.fields.get("message", ""))
        self.messages.append(Message(event.time, "error", self.error))

    def _on_run_end(self, event: Event) -> None:
        self.end = str(event.fields.get("status", "failed"))


class RunFollower:
    """Reads a run folder again and again, each time only what is new.

    Args:
        folder: The run folder; it may hold no events yet.
        scalars: Whether to read the values of every step too. Without them a long run is read in
            a moment, and `gaps` says nothing.

    Attributes:
        history: What was read so far.
        gaps: Pairs (expected, found) of event numbers where events are missing.
    """

    def __init__(self, folder: Path, *, scalars: bool = True) -> None:
        self.folder = folder
        self.history = RunHistory()
        self._reader = EventReader()
        self._scalars = scalars
        self._offset = 0
        self._rest = b""

    @property
    def gaps(self) -> list[tuple[int, int]]:
        """Where events are missing."""
        return self._reader.gaps

    def poll(self, most: int = -1) -> list[Event]:
        """Read what is new.

        Args:
            most: Read so many bytes at most, to share the processor with others; -1 reads all.

        Returns:
            The new events; without scalars also none of theirs.

        Raises:
            DataError: If the folder is gone or cannot be read.
        """
        path = self.folder / EVENTS_FILE
        try:
            with path.open("rb") as file:
                file.seek(self._offset)
                data = file.read(most)
        except FileNotFoundError as error:
            if self.folder.is_dir():
                return []
            raise DataError("the run is gone", where=self.folder) from error
        except OSError as error:
            raise DataError(f"the run cannot be read ({error.strerror})", where=path) from error
        self._offset += len(data)
        events = self._reader.feed(data if self._scalars else self._without_scalars(data))
        self.history.add(events)
        return events

    @property
    def is_behind(self) -> bool:
        """Whether there is more to read than was read."""
        try:
            return (self.folder / EVENTS_FILE).stat().st_size > self._offset
        except OSError:
            return False

    def _without_scalars(self, data: bytes) -> bytes:
        """The complete lines that tell of no single step; the last line waits for its end."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        return b"".join(line + b"\n" for line in lines if not _SCALAR.search(line))

    def state(self) -> RunState:
        """What became of the run, by its events, its files and whether its process lives."""
        if is_at_work(self.folder):
            paused = bool(self.history.progress.get("paused"))
            return "paused" if paused else "running"
        if (self.folder / QUEUED_FILE).exists():
            return "queued"
        end = self.history.end
        if end in ("completed", "cancelled", "failed"):
            return end  # type: ignore[return-value]
        return "crashed"
