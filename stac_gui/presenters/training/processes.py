"""Starting `stac train`: detached, so that a run outlives the window; or for an estimate."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QProcess, QTimer, Signal, Slot

from stac_gui.presenters.training.scanner import CONSOLE_FILE

if TYPE_CHECKING:
    from collections.abc import Sequence

PROGRAM: tuple[str, ...] = (sys.executable, "-m", "stac_core", "train")


class Launcher:
    """Starts runs that were queued.

    Args:
        program: What to start; tests give their own.
    """

    def __init__(self, program: Sequence[str] = PROGRAM) -> None:
        self._program = tuple(program)
        self._pids: dict[str, int] = {}

    def start(self, folder: Path, device: str) -> bool:
        """Start or go on with a run; whether its process could be made.

        Args:
            folder: The run folder.
            device: "auto", "cpu", "cuda" ...
        """
        root = folder.parent.parent
        process = QProcess()
        process.setProgram(self._program[0])
        options = ["--resume", folder.name, "--device", device]
        process.setArguments([*self._program[1:], str(root), *options])
        process.setWorkingDirectory(str(root))
        # the file is the process's only output: no pipe breaks when the window closes
        process.setStandardOutputFile(str(folder / CONSOLE_FILE))
        process.setStandardErrorFile(str(folder / CONSOLE_FILE), QProcess.OpenModeFlag.Append)
        started, pid = process.startDetached()
        if started:
            self._pids[folder.name] = int(pid)
        return bool(started)

    def lives(self, name: str) -> bool | None:
        """Whether the process that was started for a run lives; None if none was."""
        pid = self._pids.get(name)
        return None if pid is None else _is_alive(pid)

    def forget(self, name: str) -> None:
        """The run has begun: its folder says the rest."""
        self._pids.pop(name, None)


class Estimator(QObject):
    """Asks `stac train --estimate`; only the latest question is answered.

    Args:
        parent: Owner.
        program: What to start; tests give their own.

    Signals:
        answered: The estimate's values as a dictionary.
        failed: Why there is none, in words.
    """

    answered = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None, program: Sequence[str] = PROGRAM) -> None:
        super().__init__(parent)
        self._program = tuple(program)
        self._process: QProcess | None = None
        self._question: list[str] = []
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(800)
        self._delay.timeout.connect(self._start)

    @property
    def is_busy(self) -> bool:
        """Whether an answer is on its way."""
        return self._process is not None or self._delay.isActive()

    def ask(self, arguments: Sequence[str]) -> None:
        """Ask for these options as soon as nobody changes them any more."""
        self.cancel()
        self._question = list(arguments)
        self._delay.start()

    def cancel(self) -> None:
        """Want no answer."""
        self._delay.stop()
        process, self._process = self._process, None
        if process is not None:
            process.finished.disconnect()
            process.errorOccurred.disconnect()
            process.finished.connect(process.deleteLater)
            process.kill()

    def close(self) -> None:
        """End the process, if one runs."""
        process = self._process
        self.cancel()
        if process is not None:
            process.waitForFinished(3000)

    @Slot()
    def _start(self) -> None:
        process = QProcess(self)
        process.finished.connect(self._on_finished)
        process.errorOccurred.connect(self._on_error)
        self._process = process
        process.start(
            self._program[0], [*self._program[1:], *self._question, "--estimate", "--json", "-"]
        )

    @Slot()
    def _on_finished(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        output = bytes(process.readAllStandardOutput().data()).decode("utf-8", "replace")
        errors = bytes(process.readAllStandardError().data()).decode("utf-8", "replace")
        process.deleteLater()
        values = _read(output)
        if process.exitCode() == 0 and values is not None:
            self.answered.emit(values)
        else:
            lines = [line for line in errors.splitlines() if line.strip()]
            self.failed.emit(_reason(lines))

    @Slot(object)
    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._process = None
            self.failed.emit(self.tr("The training program cannot be started."))


def _reason(lines: list[str]) -> str:
    """The program's complaint without its name, with the problems it lists."""
    start = next((n for n, line in enumerate(lines) if line.startswith("stac train:")), None)
    kept = lines[-1:] if start is None else lines[start:]
    return "\n".join(kept).removeprefix("stac train: ")


def _read(text: str) -> dict[str, Any] | None:
    try:
        values = json.loads(text)["estimate"]
    except (ValueError, KeyError, TypeError):
        return None
    return values if isinstance(values, dict) else None


def _is_alive(pid: int) -> bool:
    if sys.platform == "win32":
        import ctypes

        still_active, query = 259, 0x1000
        windows = ctypes.windll.kernel32
        handle = windows.OpenProcess(query, False, pid)
        if not handle:
            return False
        code = ctypes.c_ulong()
        windows.GetExitCodeProcess(handle, ctypes.byref(code))
        windows.CloseHandle(handle)
        return code.value == still_active
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return not _is_zombie(pid)


def _is_zombie(pid: int) -> bool:
    """Whether a process has ended but nobody has asked how."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return text.rpartition(")")[2].split()[:1] == ["Z"]
