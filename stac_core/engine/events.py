"""The event stream of a run, one JSON object a line: all that a run and a watcher share."""

from __future__ import annotations

import json
import math
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

from stac_core.io import storage_error

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

EVENTS_FILE: Final = "events.jsonl"
EVENTS_VERSION: Final = 1

EventType = Literal[
    "run_start", "progress", "scalar", "evaluation", "checkpoint", "sample", "message", "error",
    "run_end", "round",
]  # fmt: skip
RunStatus = Literal["completed", "cancelled", "failed"]

KNOWN_TYPES: Final = frozenset(EventType.__args__)  # type: ignore[attr-defined]


class EventWriter:
    """Appends events to a run's file; each reaches the file as soon as it is written.

    Args:
        path: The file; numbering goes on after the events that are in it.

    Raises:
        StorageError: If the file cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        reader = EventReader()
        last = 0
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.exists():
                events = reader.feed(path.read_bytes())
                last = events[-1].seq if events else 0
            self._file = path.open("ab")
            if reader.pending:  # a killed writer left half a line: end it, readers skip it
                self._file.write(b"\n")
        except OSError as error:
            raise storage_error(path, error) from error
        self._seq = last

    def write(self, event_type: EventType, **fields: Any) -> None:
        """Append one event.

        Raises:
            StorageError: If it cannot be written.
        """
        self._seq += 1
        event = {"v": EVENTS_VERSION, "seq": self._seq, "t": time.time(), "type": event_type}
        text = json.dumps(_finite({**event, **fields}), ensure_ascii=False, allow_nan=False)
        try:
            self._file.write(text.encode() + b"\n")
            self._file.flush()
        except OSError as error:
            raise storage_error(self._path, error) from error

    def close(self) -> None:
        """Close the file."""
        self._file.close()


@dataclass(frozen=True)
class Event:
    """One event as read.

    Attributes:
        seq: Its number in the run.
        time: Unix seconds.
        type: See `EventType`.
        fields: Everything else on the line.
    """

    seq: int
    time: float
    type: str
    fields: Mapping[str, Any]


@dataclass
class EventReader:
    """Turns bytes, cut anywhere, into events.

    Attributes:
        gaps: Pairs (expected, found) of numbers where events are missing.
        damaged: Number of lines that are no event.
    """

    gaps: list[tuple[int, int]] = field(default_factory=list)
    damaged: int = 0
    _rest: bytes = b""
    _next: int | None = None

    @property
    def pending(self) -> bool:
        """Whether a line has begun but not ended."""
        return bool(self._rest)

    def feed(self, data: bytes) -> list[Event]:
        """Events on the lines that `data` completes; types that are not known are left out."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        return [event for line in lines if (event := self._parse(line)) is not None]

    def _parse(self, line: bytes) -> Event | None:
        if not line.strip():
            return None
        try:
            values = json.loads(line)
            event = Event(
                seq=int(values.pop("seq")),
                time=float(values.pop("t")),
                type=str(values.pop("type")),
                fields=values,
            )
        except (ValueError, KeyError, TypeError, AttributeError):
            self.damaged += 1
            return None
        if self._next is not None and event.seq != self._next:
            self.gaps.append((self._next, event.seq))
        self._next = event.seq + 1
        return event if event.type in KNOWN_TYPES else None


def _finite(value: Any) -> Any:
    """JSON has no NaN: such numbers become null, and their object says which they were."""
    if isinstance(value, dict):
        odd = [
            name
            for name, part in value.items()
            if isinstance(part, float) and not math.isfinite(part)
        ]
        plain = {name: _finite(part) for name, part in value.items()}
        return {**plain, "non_finite": odd} if odd else plain
    if isinstance(value, (list, tuple)):
        return [_finite(part) for part in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
