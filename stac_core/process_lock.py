"""A file lock that tells whether the process that works in a folder is alive.

The operating system drops the lock when its process ends, however that happens: no stale lock file
and no reused process number can mislead.
"""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING, Final

from stac_core.io import storage_error

if TYPE_CHECKING:
    from pathlib import Path

_PATIENCE: Final = 1.0
"""Seconds to wait for somebody who only looks whether the lock is held."""


class ProcessLock:
    """Holds a lock on a file until `release` or the end of the process."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self.path = path
        self._descriptor = descriptor

    @classmethod
    def acquire(cls, path: Path) -> ProcessLock | None:
        """Take the lock; None where another process has it.

        Raises:
            StorageError: If the file cannot be made.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        except OSError as error:
            raise storage_error(path, error) from error
        until = time.monotonic() + _PATIENCE
        while not try_lock(descriptor):
            if time.monotonic() > until:
                os.close(descriptor)
                return None
            time.sleep(0.02)
        return cls(path, descriptor)

    def release(self) -> None:
        """Give the lock back."""
        os.close(self._descriptor)


def is_locked(path: Path) -> bool:
    """Whether a living process holds the lock. Nothing is written."""
    try:
        descriptor = os.open(path, os.O_RDWR)
    except OSError:
        return False
    try:
        return not try_lock(descriptor)
    finally:
        os.close(descriptor)


if sys.platform == "win32":
    import msvcrt

    def try_lock(descriptor: int) -> bool:
        """Take the lock of an open file without waiting; whether that worked."""
        try:
            os.lseek(descriptor, 0, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def try_lock(descriptor: int) -> bool:
        """Take the lock of an open file without waiting; whether that worked."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
