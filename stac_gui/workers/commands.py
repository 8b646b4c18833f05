"""Runs a verb of the command line in a process of its own, so that the window never waits."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QProcess, Signal, Slot

from stac_gui.outcome import ErrorInfo

if TYPE_CHECKING:
    from collections.abc import Sequence

PROGRAM: tuple[str, ...] = (sys.executable, "-m", "stac_core")
CANCELLED = 130
"""The program's exit code after it was told to stop."""


class CommandProcess(QObject):
    """One verb at a time; each start ends with exactly one of three signals.

    The process ends when its input does, so it never outlives the window, and everything that it
    writes stays whole.

    Args:
        parent: Owner.
        program: What to start; tests give their own.

    Signals:
        progress: What is being done, how much is done and how much there is.
        finished: The verb's result as a dictionary.
        failed: `ErrorInfo`.
        cancelled: It was told to stop.
    """

    progress = Signal(str, int, int)
    finished = Signal(object)
    failed = Signal(object)
    cancelled = Signal()

    def __init__(self, parent: QObject | None = None, *, program: Sequence[str] = PROGRAM) -> None:
        super().__init__(parent)
        self._program = tuple(program)
        self._process: QProcess | None = None
        self._stopping = False
        self._rest = b""
        self._errors: list[str] = []

    @property
    def is_running(self) -> bool:
        """Whether a verb runs."""
        return self._process is not None

    def start(self, arguments: Sequence[str]) -> None:
        """Run a verb.

        Raises:
            RuntimeError: If one runs already.
        """
        if self._process is not None:
            raise RuntimeError("a verb runs already")
        self._stopping, self._rest, self._errors = False, b"", []
        process = QProcess(self)
        process.readyReadStandardError.connect(self._on_lines)
        process.finished.connect(self._on_finished)
        process.errorOccurred.connect(self._on_error)
        self._process = process
        for_programs = ("--json", "-", "--progress-lines", "--stop-with-input")
        process.start(self._program[0], [*self._program[1:], *arguments, *for_programs])

    def cancel(self) -> None:
        """Tell it to stop after what it is doing."""
        if self._process is not None:
            self._stopping = True
            self._process.closeWriteChannel()

    def close(self) -> None:
        """Stop, and wait for the end."""
        process, self._process = self._process, None
        if process is not None:
            process.disconnect(self)
            process.closeWriteChannel()
            if not process.waitForFinished(3000):
                process.kill()
                process.waitForFinished(3000)

    @Slot()
    def _on_lines(self) -> None:
        if self._process is None:
            return
        *lines, self._rest = (
            self._rest + bytes(self._process.readAllStandardError().data())
        ).split(b"\n")
        for line in lines:
            self._take(line.decode("utf-8", "replace").strip())

    def _take(self, line: str) -> None:
        if line.startswith("{"):
            values = _json(line)
            if values is not None and "progress" in values:
                self.progress.emit(values["progress"], values["done"], values["total"])
                return
        if line:
            self._errors.append(line)

    @Slot()
    def _on_finished(self) -> None:
        self._on_lines()
        process, self._process = self._process, None
        if process is None:
            return
        output = bytes(process.readAllStandardOutput().data()).decode("utf-8", "replace")
        crashed = process.exitStatus() is QProcess.ExitStatus.CrashExit
        code = process.exitCode()
        process.deleteLater()
        values = None if crashed or code else _json(output)
        if values is not None:
            self.finished.emit(values)
        elif self._stopping or code == CANCELLED:
            self.cancelled.emit()
        else:
            self._take(self._rest.decode("utf-8", "replace").strip())
            self.failed.emit(self._reason())

    @Slot(object)
    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart and self._process is not None:
            self._process.deleteLater()
            self._process = None
            self.failed.emit(ErrorInfo(self.tr("The program cannot be started.")))

    def _reason(self) -> ErrorInfo:
        """The program's complaint without its name; all that it said where there is none."""
        for number, line in enumerate(self._errors):
            if line.startswith("stac "):
                message = line.partition(": ")[2]
                return ErrorInfo(message, "\n".join(self._errors[number + 1 :]))
        last = self._errors[-1] if self._errors else self.tr("it said nothing")
        text = self.tr("The work broke off: {}").format(last)
        return ErrorInfo(text, "\n".join(self._errors), is_expected=False)


def _json(text: str) -> dict[str, Any] | None:
    try:
        values = json.loads(text)
    except ValueError:
        return None
    return values if isinstance(values, dict) else None
