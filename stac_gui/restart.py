"""Starting the program anew: for settings that count from its start only."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QProcess, QProcessEnvironment

from stac_gui.workers.commands import PROGRAM

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_FACTOR: Final = "QT_SCALE_FACTOR"
_OURS: Final = "STAC_SCALE_FACTOR"
"""Says that the factor is a setting of this program, and none of the system."""


def scale_window(percent: int) -> None:
    """Enlarge text and controls; before the application is made, for Qt reads this once."""
    if percent != 100 and _FACTOR not in os.environ:
        os.environ[_FACTOR] = os.environ[_OURS] = str(percent / 100)


def arguments_for(path: Path | None, image: Path | None) -> list[str]:
    """How to open a project or folder at an image."""
    place = [] if path is None else [str(path)]
    return ["gui", *place, *([] if image is None else ["--image", str(image)])]


def environment() -> QProcessEnvironment:
    """For the program started anew: it sets the size of text by itself."""
    found = QProcessEnvironment.systemEnvironment()
    if found.value(_OURS):
        found.remove(_FACTOR)
        found.remove(_OURS)
    return found


def start_again(arguments: Sequence[str]) -> bool:
    """Start the program anew beside this one; whether it could be started."""
    process = QProcess()
    process.setProgram(PROGRAM[0])
    process.setArguments([*PROGRAM[1:], *arguments])
    process.setProcessEnvironment(environment())
    started = process.startDetached()
    return started[0] if isinstance(started, tuple) else bool(started)
