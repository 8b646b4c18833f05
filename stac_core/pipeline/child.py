"""A verb of this program at work in a process of its own.

The other process is told to stop by closing its standard input, which also happens when this one
dies. What it prints goes to a file: no pipe breaks when nobody reads it any more.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from stac_core.errors import TrainingError
from stac_core.io import storage_error
from stac_core.process_lock import is_locked, try_lock
from stac_core.process_memory import usage_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from stac_core.process_memory import Usage

_PATIENCE: Final = 120.0
"""Seconds to wait for a process that an earlier one left behind; it ends by itself."""


class Process(Protocol):
    """What is needed of a process."""

    pid: int
    returncode: int | None

    def poll(self) -> int | None:
        """Its exit code once it has ended."""

    def kill(self) -> None:
        """End it at once."""


class ProgressLine(NamedTuple):
    """How far a verb is."""

    what: str
    done: int
    total: int


def spawn(arguments: Sequence[str], stdin: int, output: int) -> Process:
    """Start a verb. Tests put their own way in this place.

    Args:
        arguments: Of the command line.
        stdin: File descriptor of its standard input.
        output: File descriptor of its standard output and error.
    """
    return subprocess.Popen(
        [sys.executable, "-m", "stac_core", *arguments],
        stdin=stdin,
        stdout=output,
        stderr=output,
        start_new_session=True,  # Ctrl-C reaches this process, which ends the other in order
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


class Child:
    """A verb at work.

    Args:
        arguments: Of the command line.
        output: File that receives what it prints.

    Raises:
        TrainingError: If a process that an earlier one left behind does not end.
        StorageError: If the file cannot be written.
    """

    def __init__(self, arguments: Sequence[str], output: Path) -> None:
        _wait_for_former(output)
        self._path, self._offset, self._rest = output, 0, b""
        try:
            output.unlink(missing_ok=True)
            flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
            self._output = os.open(output, flags, 0o666)
        except OSError as error:
            raise storage_error(output, error) from error
        if sys.platform != "win32":
            try_lock(
                self._output
            )  # the other process holds it too, longer than this one if need be
        reading, self._stdin = os.pipe()
        try:
            self._process = spawn(
                [*arguments, "--progress-lines", "--stop-with-input"], reading, self._output
            )
        finally:
            os.close(reading)
        self._is_asked = False

    def poll(self) -> int | None:
        """Its exit code once it has ended."""
        if self._process.returncode is None:
            self.usage = usage_of(self._process)
        return self._process.returncode

    usage: Usage | None = None
    """What it needed, once it has ended."""

    def stop(self) -> None:
        """Ask it to end in order."""
        if not self._is_asked:
            self._is_asked = True
            os.close(self._stdin)

    def kill(self) -> None:
        """End it at once."""
        if self.poll() is None:
            self._process.kill()
            while self.poll() is None:
                time.sleep(0.01)

    def close(self) -> None:
        """Forget it; it ends if it has not."""
        self.stop()
        os.close(self._output)

    def news(self) -> list[ProgressLine | str]:
        """What it printed since the last time, line by line."""
        try:
            with self._path.open("rb") as file:
                file.seek(self._offset)
                data = file.read()
        except OSError:
            return []
        self._offset += len(data)
        *lines, self._rest = (self._rest + data).split(b"\n")
        texts = [line.decode("utf-8", "replace").rstrip() for line in lines]
        return [_progress(text) or text for text in texts if text]


def complaint(lines: Sequence[str], code: int) -> str:
    """Why a process ended with this code, by what it printed."""
    start = next(
        (n for n, line in enumerate(lines) if line.startswith("stac ") and ": " in line), None
    )
    if start is not None:
        return "\n".join(lines[start:]).partition(": ")[2]
    if code < 0:
        return f"its process was ended by signal {-code}"
    return lines[-1] if lines else f"its process ended with {code}"


def _progress(text: str) -> ProgressLine | None:
    if not text.startswith("{"):
        return None
    try:
        values: Any = json.loads(text)
        return ProgressLine(str(values["progress"]), int(values["done"]), int(values["total"]))
    except (ValueError, KeyError, TypeError):
        return None


def _wait_for_former(output: Path) -> None:
    """Wait for a process that writes to the same file; its parent is gone, so it ends."""
    until = time.monotonic() + _PATIENCE
    while _is_written_to(output):
        if time.monotonic() > until:
            raise TrainingError(
                "a process of an earlier attempt still works on this stage",
                where=output.parent,
                fix="Wait for it or end it",
            )
        time.sleep(0.05)


if sys.platform == "win32":

    def _is_written_to(output: Path) -> bool:
        try:
            output.unlink()  # a file that is open cannot be removed there
        except FileNotFoundError:
            return False
        except PermissionError:
            return True
        return False

else:

    def _is_written_to(output: Path) -> bool:
        return is_locked(output)
