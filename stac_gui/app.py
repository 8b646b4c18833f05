"""Starting the window."""

from __future__ import annotations

import argparse
import logging
import os
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QCoreApplication,
    QMessageLogContext,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication

from stac_core import __version__
from stac_gui.logs import start_logging
from stac_gui.main_window import MainWindow
from stac_gui.preferences import LANGUAGE, SCALE, THEME, Preferences
from stac_gui.restart import scale_window
from stac_gui.services import WindowServices
from stac_gui.theme import apply_theme, icon
from stac_gui.translating import install_translations

if TYPE_CHECKING:
    from collections.abc import Sequence

logger = logging.getLogger(__name__)


def start(argv: Sequence[str] = ()) -> MainWindow:
    """Make the application and show its window; the event loop is not entered.

    Args:
        argv: A project or a folder to open, or nothing; and ``--image``, which to show first.
    """
    parser = argparse.ArgumentParser(prog="stac gui")
    parser.add_argument("path", type=Path, nargs="?")
    parser.add_argument("--image", type=Path)
    args = parser.parse_args(list(argv))
    make_application()
    window = MainWindow(WindowServices())
    window.show()
    if args.path is not None:
        window.controller.open_path(args.path, image=args.image)
    return window


def make_application() -> QApplication:
    """The application with its name and theme; the one that is there, if there is one."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    os.environ.setdefault("QT_API", "pyside6")  # for qimage2ndarray
    # A thread that computes in Python gives way to the window after this time, not after 5 ms: each
    # call to Qt waits for it once. Listing 100,000 images froze the window for 150 ms, now for 40.
    sys.setswitchinterval(0.0005)
    QApplication.setOrganizationName("STAC Studio")
    QApplication.setApplicationName("STAC Studio")
    QApplication.setApplicationVersion(__version__)
    QApplication.setDesktopFileName("stac-studio")
    preferences = Preferences()
    scale_window(int(preferences[SCALE]))
    app = QApplication(["stac"])
    install_translations(app, str(preferences[LANGUAGE]))
    apply_theme(app, str(preferences[THEME]))
    app.setWindowIcon(icon("mask"))
    return app


def main(argv: Sequence[str] = ()) -> int:
    """Run the window until it is closed."""
    make_application()
    log = start_logging()
    window = start(argv)
    _install_hooks(window, log)
    return QApplication.exec()


def _install_hooks(window: MainWindow, log: Path) -> None:
    """Send every uncaught error and every message of Qt to the log, and tell the person once."""

    def on_error(kind: type[BaseException], error: BaseException, trace: Any) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        logger.critical("uncaught error", exc_info=(kind, error, trace))
        window.controller.say(
            "error",
            QCoreApplication.translate(
                "Errors", "Something went wrong ({}). The log has the details: {}"
            ).format(error, log),
        )

    def on_thread_error(args: threading.ExceptHookArgs) -> None:
        logger.critical("uncaught error in a thread", exc_info=args.exc_value)

    def on_qt(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        level = {
            QtMsgType.QtDebugMsg: logging.DEBUG,
            QtMsgType.QtInfoMsg: logging.INFO,
            QtMsgType.QtWarningMsg: logging.WARNING,
        }.get(kind, logging.ERROR)
        logging.getLogger("qt").log(level, "%s", text)

    sys.excepthook = on_error
    threading.excepthook = on_thread_error
    qInstallMessageHandler(on_qt)
