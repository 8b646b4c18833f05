"""Starting `stac train` or `stac segment`: for a run that outlives the window, or an estimate."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QProcess, QTimer, Signal, Slot

from stac_core.runs import run_stage
from stac_gui.presenters.training.scanner import CONSOLE_FILE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from stac_gui.outcome import ErrorInfo
    from stac_gui.presenters.services import Tasks

PROGRAM: tuple[str, ...] = (sys.executable, "-m", "stac_core")
"""To be followed by a verb and its arguments."""

_COMPLAINT = re.compile(r"stac \w+: ")


class Launcher:
    """Starts runs that were queued. The processes go on when the window closes.

    Args:
        program: What to start; tests give their own.
        verb: Which verb works on a folder.
    """

    def __init__(
        self, program: Sequence[str] = PROGRAM, *, verb: Callable[[Path], str] = run_stage
    ) -> None:
        self._program, self._verb = tuple(program), verb
        self._starting: set[Path] = set()
        self._processes: dict[Path, subprocess.Popen[bytes]] = {}
        self._begun: list[subprocess.Popen[bytes]] = []

    def start(self, folder: Path, tasks: Tasks, done: Callable[[ErrorInfo | None], object]) -> None:
        """Start or go on with a run, on the device that it was queued for.

        Args:
            folder: The run folder.
            tasks: Makes the process in a thread: a virus scanner may take its time.
            done: Called with what was in the way, or None.
        """
        self._starting.add(folder)

        def on_made(process: subprocess.Popen[bytes]) -> None:
            self._starting.discard(folder)
            self._processes[folder] = process
            done(None)

        def on_failed(error: ErrorInfo) -> None:
            self._starting.discard(folder)
            done(error)

        tasks.submit(
            lambda: _detached([*self._program, self._verb(folder)], folder), on_made, on_failed
        )

    def lives(self, folder: Path) -> bool | None:
        """Whether the process that was started for a run lives; None if none was."""
        if folder in self._starting:
            return True
        process = self._processes.get(folder)
        return None if process is None else process.poll() is None

    def forget(self, folder: Path) -> None:
        """The run has begun: its folder says the rest."""
        process = self._processes.pop(folder, None)
        if process is not None:
            self._begun.append(process)
        self._begun = [each for each in self._begun if each.poll() is None]

    def close(self) -> None:
        """Let the processes go on without this one."""
        for process in (*self._processes.values(), *self._begun):
            if process.poll() is None:
                process.returncode = 0  # nobody will ask how it ended, and that is meant
        self._processes, self._begun = {}, []


def _detached(program: Sequence[str], folder: Path) -> subprocess.Popen[bytes]:
    """A process that works on a run and needs nobody."""
    root = folder.parent.parent
    # the file is the process's only output: no pipe breaks when the window closes
    with (folder / CONSOLE_FILE).open("wb") as console:
        return subprocess.Popen(
            [*program, str(root), "--resume", folder.name],
            cwd=root,
            stdin=subprocess.DEVNULL,
            stdout=console,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C in the window's shell is not meant for it
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0)
            | getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )


class Estimator(QObject):
    """Asks `stac VERB --estimate`; only the latest question is answered.

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
        """Ask for this verb and its options as soon as nobody changes them any more."""
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
    start = next((n for n, line in enumerate(lines) if _COMPLAINT.match(line)), None)
    kept = lines[-1:] if start is None else lines[start:]
    return _COMPLAINT.sub("", "\n".join(kept), count=1)


def _read(text: str) -> dict[str, Any] | None:
    try:
        values = json.loads(text)["estimate"]
    except (ValueError, KeyError, TypeError):
        return None
    return values if isinstance(values, dict) else None
