"""Who works on a project: one window at a time may write what people do, others read.

A lock of the operating system says whether the owner lives, a small file beside it says who it is.
On a share the lock may not reach other computers, so an owner there is believed until a person
says otherwise. Short writes of the command line do not need to own a project: the label store's
own transactions keep them apart.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import socket
import sys
import threading
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

from stac_core.errors import StorageError
from stac_core.io import atomic_write_json
from stac_core.labels.database import user_name
from stac_core.process_lock import ProcessLock, is_locked

if TYPE_CHECKING:
    from pathlib import Path

logger = logging.getLogger(__name__)

LOCK_FILE: Final = "open.lock"
OWNER_FILE: Final = "open.json"


@dataclass(frozen=True)
class Owner:
    """Who has a project open.

    Attributes:
        user: Name on that computer; empty where it is not known.
        host: Name of the computer.
        pid: Process there.
        since: When it was opened, in Unix seconds.
    """

    user: str
    host: str
    pid: int
    since: float

    @property
    def is_here(self) -> bool:
        """Whether it is a process of this computer."""
        return self.host == socket.gethostname()


class Claim:
    """A right to write, shared by all who hold it in this process, until it is released."""

    def __init__(self, claims: Claims, root: Path) -> None:
        self._claims, self._root = claims, root
        self._released = False

    def release(self) -> None:
        """Give the right back; further calls do nothing."""
        if not self._released:
            self._released = True
            self._claims.give_back(self._root)


@dataclass
class _Held:
    lock: ProcessLock | None
    owner: Owner
    is_transient: bool = False
    holders: int = 0

    def release(self, root: Path) -> None:
        if owner_of(root) == self.owner:
            with contextlib.suppress(OSError):
                (root / OWNER_FILE).unlink()
        if self.lock is not None:
            self.lock.release()
        if self.is_transient and {each.name for each in root.glob("*")} == {LOCK_FILE}:
            with contextlib.suppress(OSError):  # somebody may come in at this moment
                (root / LOCK_FILE).unlink()
                root.rmdir()


class Claims:
    """The claims of this process. Any thread may call."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._taking = threading.Lock()
        self._held: dict[Path, _Held] = {}

    def take(self, root: Path, *, force: bool = False, is_transient: bool = False) -> Claim | Owner:
        """Claim a folder; waits up to a second for somebody who is just leaving it.

        Args:
            root: The folder.
            force: Take it from an owner on another computer: somebody says that it is off.
            is_transient: Remove the folder afterwards, if nothing else is in it.

        Returns:
            The claim, or who else has the folder.

        Raises:
            StorageError: If the folder cannot be written to.
        """
        root = root.resolve()
        with self._taking:
            with self._lock:
                held = self._held.get(root)
                if held is not None:  # before another thread gives it back
                    held.holders += 1
                    return Claim(self, root)
            outcome = _own(root, force=force)
            if isinstance(outcome, Owner):
                return outcome
            outcome.is_transient = is_transient
            outcome.holders = 1
            with self._lock:
                self._held[root] = outcome
        return Claim(self, root)

    def give_back(self, root: Path) -> None:
        """One holder less; only claims call this."""
        with self._lock:
            held = self._held.get(root)
            if held is None:
                return
            held.holders -= 1
            if held.holders:
                return
            del self._held[root]
            held.release(root)

    def close(self) -> None:
        """Give all rights back: the window is closed."""
        with self._lock:
            for root, held in self._held.items():
                held.release(root)
            self._held = {}


def owner_of(root: Path) -> Owner | None:
    """Who the owner file names; None where there is none."""
    try:
        values = json.loads((root / OWNER_FILE).read_text(encoding="utf-8"))
        return Owner(
            str(values["user"]), str(values["host"]), int(values["pid"]), float(values["since"])
        )
    except (OSError, ValueError, LookupError, TypeError):
        return None


def is_free(root: Path) -> bool:
    """Whether nobody has a folder any more. Nothing is written."""
    owner = owner_of(root)
    if owner is not None and not owner.is_here:
        return False
    return not is_locked(root / LOCK_FILE)


def _own(root: Path, *, force: bool) -> _Held | Owner:
    lock = ProcessLock.acquire(root / LOCK_FILE)
    owner = owner_of(root)
    if lock is None:
        unknown = Owner("", socket.gethostname(), 0, 0.0)
        if owner is None:
            return unknown
        # some shares cannot lock: then only the owner file tells
        if owner.is_here and _is_alive(owner.pid):
            return owner
        if not owner.is_here and not force:
            return owner
    elif owner is not None and not owner.is_here and not force:
        lock.release()
        return owner
    ours = Owner(user_name(), socket.gethostname(), os.getpid(), time.time())
    try:
        atomic_write_json(root / OWNER_FILE, asdict(ours))
    except StorageError:
        logger.warning("%s could not be written", OWNER_FILE, exc_info=True)  # the lock holds
    return _Held(lock, ours)


def _is_alive(pid: int) -> bool:
    if sys.platform == "win32":
        return True  # its locks reach everywhere: this process has it
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
