"""The journal: what a person did, written down at once, before the slower label store has it.

An entry is appended in one go and reaches the system's hands before the call returns, so that the
end of the process loses nothing that was finished; `Journal.sync` makes it reach the disk, so that
a power cut does not either. When the store has everything, the file is emptied. What a crash left
is read back by `read_journal` and put into the store by `stac_core.labels.recovery`.

A file is one line of JSON that says what it is, then entries: a mark, the length, a checksum, a
line of JSON and a packed mask. A mask names the entry of the same image that it builds upon. Where
the file is damaged, reading goes on at the next mark; what was skipped is counted.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import secrets
import socket
import struct
import time
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from stac_core.errors import DataError
from stac_core.io import storage_error, sync_folder
from stac_core.labels.packed_mask import PackedMask
from stac_core.types import ReviewStatus

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from stac_core.labels.store import Origin

logger = logging.getLogger(__name__)

JOURNAL_FOLDER: Final = "journal"
SUFFIX: Final = ".journal"
JOURNAL_VERSION: Final = 1
_MARK: Final = b"\x89ENT"
_FRAME: Final = struct.Struct("<4sII")  # mark, length, checksum
_LENGTH: Final = struct.Struct("<I")
_PROCESS: Final = secrets.token_hex(4)
"""In the name of every file of this process: it never takes its own living file for a left one."""


@dataclass(frozen=True, slots=True)
class SaveEntry:
    """One image's new state.

    Attributes:
        image_id: Which image.
        status: The decision.
        origin: Who shaped the mask.
        time: When, in Unix seconds; the store's revision gets the same, which tells them apart.
        mask: None where the mask that is stored stays.
        source: Model and parameters; None keeps what is stored.
        seconds: Time worked on it since the entry before.
        note: Free text; None keeps what is stored.
        who: Who did it.
        is_decision: Whether somebody decided on the image, or only painted or wrote a note.
    """

    image_id: str
    status: ReviewStatus
    origin: Origin
    time: float
    mask: PackedMask | None = None
    source: Mapping[str, Any] | None = None
    seconds: float = 0.0
    note: str | None = None
    who: str = ""
    is_decision: bool = True


@dataclass(frozen=True, slots=True)
class TagsEntry:
    """One image's new tags: class name -> present."""

    image_id: str
    tags: Mapping[str, bool]
    time: float
    who: str = ""


Entry = SaveEntry | TagsEntry


class Journal:
    """A file that entries are appended to; it is made when there is something to write.

    Calls may come from several threads, but appending and clearing from one at a time.

    Args:
        folder: The project's journal folder, or another one that is always the same.
        about: What the work belongs to, for people who look into the file.
    """

    def __init__(self, folder: Path, about: str = "") -> None:
        host = "".join(each for each in socket.gethostname() if each.isalnum())[:20]
        self.path = folder / f"{time.time_ns():020d}-{host}-{os.getpid()}-{_PROCESS}{SUFFIX}"
        self._about = about
        self._descriptor: int | None = None
        self._start = self._length = 0
        self._serial = 0
        self._masks: dict[str, tuple[int, PackedMask]] = {}
        self._is_new = False

    @property
    def is_empty(self) -> bool:
        """Whether it holds no entry."""
        return self._length == self._start

    def append(self, entry: Entry) -> int:
        """Write an entry down; the end of the process cannot lose it any more.

        Returns:
            How many bytes it took.

        Raises:
            StorageError: If it cannot be written. What was there stays readable.
        """
        self._serial += 1
        data = _framed(_payload(entry, self._serial, self._masks.get(entry.image_id)))
        try:
            self._write(data)
        except OSError as error:
            raise storage_error(self.path, error) from error
        if isinstance(entry, SaveEntry) and entry.mask is not None:
            self._masks[entry.image_id] = (self._serial, entry.mask)
        return len(data)

    def sync(self) -> None:
        """Wait until what was appended is on the disk.

        Raises:
            StorageError: If it cannot get there.
        """
        descriptor = self._descriptor
        if descriptor is None:
            return
        try:
            os.fsync(descriptor)
            if self._is_new:
                sync_folder(self.path.parent)
                self._is_new = False
        except OSError as error:
            raise storage_error(self.path, error) from error

    def clear(self) -> None:
        """Forget all entries: the store has them, or nobody wants them.

        Raises:
            StorageError: If that fails; entries that the store has do no harm.
        """
        self._masks = {}
        if self._descriptor is None or self.is_empty:
            return
        try:
            os.ftruncate(self._descriptor, self._start)
        except OSError as error:
            raise storage_error(self.path, error) from error
        self._length = self._start

    def close(self) -> None:
        """Close the file; it goes away where it is empty."""
        if self._descriptor is None:
            return
        os.close(self._descriptor)
        self._descriptor = None
        if self.is_empty:
            with contextlib.suppress(OSError):
                self.path.unlink()
            with contextlib.suppress(OSError):
                self.path.parent.rmdir()  # only where nothing else is in it

    def _write(self, data: bytes) -> None:
        if self._descriptor is None:
            self._open()
        assert self._descriptor is not None
        try:
            _write_all(self._descriptor, data)
        except OSError:
            with contextlib.suppress(OSError):  # half an entry would be taken for damage
                os.ftruncate(self._descriptor, self._length)
            raise
        self._length += len(data)

    def _open(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        binary = getattr(os, "O_BINARY", 0)
        descriptor = os.open(
            self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | binary, 0o666
        )
        head = {"stac_journal": JOURNAL_VERSION, "about": self._about, "since": time.time()}
        line = json.dumps(head).encode() + b"\n"
        try:
            _write_all(descriptor, line)
        except OSError:
            os.close(descriptor)
            with contextlib.suppress(OSError):
                self.path.unlink()
            raise
        self._descriptor, self._is_new = descriptor, True
        self._start = self._length = len(line)


@dataclass(frozen=True)
class JournalContent:
    """What a journal file holds.

    Attributes:
        entries: In the order they were written.
        lost_bytes: How much of the file could not be read because it is damaged.
        torn_bytes: Length of an unfinished entry at the end. Its process ended while it wrote, so
            nobody was told that it was safe.
        is_newer: Whether a newer program wrote it, so that nothing was read.
    """

    entries: tuple[Entry, ...] = ()
    lost_bytes: int = 0
    torn_bytes: int = 0
    is_newer: bool = False


def left_journals(folder: Path) -> list[Path]:
    """The journal files of other processes in a folder, oldest first."""
    if not folder.is_dir():
        return []
    ours = f"-{_PROCESS}{SUFFIX}"
    return sorted(each for each in folder.glob(f"*{SUFFIX}") if not each.name.endswith(ours))


def read_journal(path: Path) -> JournalContent:
    """Read a journal as far as it can be read.

    Raises:
        DataError: If the file cannot be opened.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DataError(f"the journal cannot be read ({error.strerror})", where=path) from error
    line, end, _ = data.partition(b"\n")
    if not end:  # the process ended before its first entry
        return JournalContent(torn_bytes=len(data))
    try:
        version = json.loads(line)["stac_journal"]
    except (ValueError, LookupError, TypeError):
        version = JOURNAL_VERSION  # its first line is damaged; the entries may not be
    if version != JOURNAL_VERSION:
        return JournalContent(is_newer=True)
    reading = _Reading()
    place, lost, torn = len(line) + 1, 0, 0
    while place < len(data):
        payload = _frame_at(data, place)
        if payload is not None and reading.take(payload):
            place += _FRAME.size + len(payload)
            continue
        after = data.find(_MARK, place + 1)
        if after < 0 and _is_unfinished(data[place:]):
            torn = len(data) - place
            break
        after = len(data) if after < 0 else after
        lost += after - place
        place = after
    return JournalContent(tuple(reading.entries), lost, torn)


@dataclass
class _Reading:
    """Entries read so far, and the masks that later ones build upon."""

    entries: list[Entry] = field(default_factory=list)
    masks: dict[tuple[str, int], PackedMask] = field(default_factory=dict)

    def take(self, payload: bytes) -> bool:
        """Read one entry; False where it is damaged or builds upon a damaged one."""
        try:
            (length,) = _LENGTH.unpack_from(payload)
            head = json.loads(payload[_LENGTH.size : _LENGTH.size + length])
            if head["kind"] == "tags":
                tags = {str(name): bool(value) for name, value in head["tags"].items()}
                self.entries.append(TagsEntry(head["image"], tags, head["t"], head["who"]))
                return True
            mask = None
            if head["mask"]:
                base = None if head["base"] is None else self.masks[head["image"], head["base"]]
                mask = PackedMask.from_bytes(payload[_LENGTH.size + length :], base)
                mask.unpack()  # raises where it cannot be
                self.masks[head["image"], head["serial"]] = mask
            self.entries.append(
                SaveEntry(
                    image_id=head["image"],
                    status=ReviewStatus(head["status"]),
                    origin=head["origin"],
                    time=head["t"],
                    mask=mask,
                    source=head["source"],
                    seconds=head["seconds"],
                    note=head["note"],
                    who=head["who"],
                    is_decision=head["decision"],
                )
            )
        except (DataError, ValueError, LookupError, TypeError, AttributeError, struct.error):
            logger.warning("an entry of the journal cannot be read", exc_info=True)
            return False
        return True


def _payload(entry: Entry, serial: int, before: tuple[int, PackedMask] | None) -> bytes:
    head: dict[str, Any] = {"image": entry.image_id, "who": entry.who, "t": entry.time}
    body = b""
    if isinstance(entry, TagsEntry):
        head |= {"kind": "tags", "tags": dict(entry.tags)}
    else:
        mask = entry.mask
        if before is not None and mask is not None and before[1].shape != mask.shape:
            before = None  # the image was replaced by one of another size
        head |= {
            "kind": "save",
            "status": str(entry.status),
            "origin": entry.origin,
            "source": None if entry.source is None else dict(entry.source),
            "seconds": entry.seconds,
            "note": entry.note,
            "decision": entry.is_decision,
            "serial": serial,
            "mask": mask is not None,
            "base": None if before is None else before[0],
        }
        if mask is not None:
            body = mask.to_bytes(None if before is None else before[1])
    text = json.dumps(head).encode()
    return _LENGTH.pack(len(text)) + text + body


def _framed(payload: bytes) -> bytes:
    return _FRAME.pack(_MARK, len(payload), zlib.crc32(payload)) + payload


def _frame_at(data: bytes, place: int) -> bytes | None:
    """The payload of the entry that begins here; None where there is no whole one."""
    if place + _FRAME.size > len(data):
        return None
    mark, length, checksum = _FRAME.unpack_from(data, place)
    payload = data[place + _FRAME.size : place + _FRAME.size + length]
    if mark != _MARK or len(payload) != length or zlib.crc32(payload) != checksum:
        return None
    return payload


def _is_unfinished(data: bytes) -> bool:
    """Whether these last bytes of a file are the beginning of an entry."""
    if len(data) < _FRAME.size:
        return data[: len(_MARK)] == _MARK[: len(data)]
    mark, length, _ = _FRAME.unpack_from(data)
    return bool(mark == _MARK and length > len(data) - _FRAME.size)


def _write_all(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]
