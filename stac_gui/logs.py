"""Where the program writes down what it does."""

from __future__ import annotations

import logging
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final

from PySide6.QtCore import QStandardPaths

_KEPT: Final = 3


def log_file() -> Path:
    """The log of this and earlier sessions."""
    place = QStandardPaths.StandardLocation.AppLocalDataLocation
    return Path(QStandardPaths.writableLocation(place)) / "log.txt"


def log_files() -> list[Path]:
    """The log and those before it, the latest first; they may not be there."""
    latest = log_file()
    older = [latest.with_name(f"{latest.name}.{number}") for number in range(1, _KEPT + 1)]
    return [latest, *older]


def start_logging() -> Path:
    """Log to a file of limited size; returns where. Without a writable place only to stderr."""
    path = log_file()
    handlers: list[logging.Handler] = [logging.StreamHandler(sys.stderr)]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handlers.append(
            RotatingFileHandler(path, maxBytes=1 << 20, backupCount=_KEPT, encoding="utf-8")
        )
    except OSError as error:
        print(f"no log file: {error}", file=sys.stderr)  # noqa: T201 - there is no log to say it
    logging.basicConfig(
        level=logging.INFO,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
        handlers=handlers,
        force=True,
    )
    return path
