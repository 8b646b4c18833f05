"""A folder in which one process works at a time, watched and steered by files: a run, a pipeline.

`lock` is held while the process lives, `pid` says which one it is, `cancel` asks it to stop and
`pause` makes it wait.
"""

from __future__ import annotations

import contextlib
import os
import signal
from typing import TYPE_CHECKING, Final

from stac_core.errors import TrainingError
from stac_core.io import atomic_write_text
from stac_core.process_lock import ProcessLock, is_locked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOCK_FILE: Final = "lock"
CANCEL_FILE: Final = "cancel"
PAUSE_FILE: Final = "pause"
_PID_FILE: Final = "pid"


def is_at_work(folder: Path) -> bool:
    """Whether a living process works in a folder."""
    return is_locked(folder / LOCK_FILE)


@contextlib.contextmanager
def sole_worker(folder: Path) -> Iterator[None]:
    """Work in a folder alone, and let others see which process does.

    Raises:
        TrainingError: If another process works there.
        StorageError: If the folder cannot be written to.
    """
    lock = ProcessLock.acquire(folder / LOCK_FILE)
    if lock is None:
        raise TrainingError(
            "another process works on this", where=folder, fix="Wait for it or stop it"
        )
    try:
        atomic_write_text(folder / _PID_FILE, f"{os.getpid()}\n")
        yield
    finally:
        (folder / _PID_FILE).unlink(missing_ok=True)
        lock.release()


def ask_to_stop(folder: Path) -> None:
    """Ask the process to stop in order, also where it waits; it can go on later."""
    atomic_write_text(folder / CANCEL_FILE, "")
    ask_to_go_on(folder)


def ask_to_pause(folder: Path) -> None:
    """Ask the process to wait after its step."""
    atomic_write_text(folder / PAUSE_FILE, "")


def ask_to_go_on(folder: Path) -> None:
    """Let a process that waits go on."""
    (folder / PAUSE_FILE).unlink(missing_ok=True)


def stopping_since(folder: Path) -> float | None:
    """Unix seconds when somebody asked the process to stop; None where nobody did."""
    try:
        return (folder / CANCEL_FILE).stat().st_mtime
    except OSError:
        return None


def kill(folder: Path) -> None:
    """End the process without asking it; what it has written down stays.

    Raises:
        TrainingError: If no process works there, or it cannot be ended.
    """
    if not is_at_work(folder):  # the number may be another program's by now
        raise TrainingError("no process works on this", where=folder)
    try:
        pid = int((folder / _PID_FILE).read_text(encoding="utf-8"))
        os.kill(pid, getattr(signal, "SIGKILL", signal.SIGTERM))
    except (OSError, ValueError) as error:
        raise TrainingError(f"its process cannot be ended ({error})", where=folder) from error
