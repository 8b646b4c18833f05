"""Connects diagnostics with the window: whether the GPU can be used, and what a helper needs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QSettings, QStandardPaths, Slot
from PySide6.QtGui import QGuiApplication

from stac_core.diagnostics import Part, gather, write_bundle
from stac_core.gpu import GpuState, gpu_state, why_no_gpu
from stac_gui.action_table import ActionId
from stac_gui.library_words import said
from stac_gui.logs import log_files
from stac_gui.panels.diagnostics import DiagnosticsDialog

if TYPE_CHECKING:
    from collections.abc import Callable

    from stac_core.types import CancelToken, Progress
    from stac_gui.controller import Controller
    from stac_gui.main_window import MainWindow

_Gathered = tuple[GpuState, list[Part]]


class HelpDesk(QObject):
    """Diagnostics, as the main window has them.

    Args:
        window: The main window.
        controller: Knows what is open.
        ask_gpu: Asks the driver and torch; tests give their own.
    """

    def __init__(
        self,
        window: MainWindow,
        controller: Controller,
        ask_gpu: Callable[[], GpuState] = gpu_state,
    ) -> None:
        super().__init__(window)
        self._window, self._controller = window, controller
        self.ask_gpu = ask_gpu
        self._parts: list[Part] = []
        self.dialog: DiagnosticsDialog | None = None

    def handlers(self) -> dict[ActionId, Callable[[], object]]:
        """What the action does."""
        return {ActionId.DIAGNOSTICS: self.show_dialog, ActionId.DEMO: self.open_demo}

    def connect_widgets(self) -> None:
        """Connect everything, once."""
        self._window.welcome.demo_clicked.connect(self.open_demo)

    def close(self) -> None:
        """Close what is open beside the window."""
        if self.dialog is not None:
            self.dialog.close()

    @Slot()
    def open_demo(self) -> None:
        """Make the demonstration project among the person's documents, and open it."""
        if not self._controller.may_leave():
            return
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        folder = Path(QStandardPaths.writableLocation(documents)) / "STAC Studio demo"

        def make(progress: Progress, cancel: CancelToken) -> None:
            from stac_core.demo.project import make_demo

            def count(done: int, total: int) -> None:
                cancel.check()
                progress(done, total)

            make_demo(folder, progress=count)

        def done(_: object) -> None:
            self._controller.open_path(folder)
            self._controller.say("info", self.tr("The demonstration is in {}.").format(folder))

        self._controller.activity.activities.run(
            self.tr("Making the demonstration project"), make, done, self._controller.on_failed
        )

    @Slot()
    def show_dialog(self) -> None:
        """Gather everything and show what it is."""
        if self.dialog is None:
            self.dialog = DiagnosticsDialog(self._window)
            self.dialog.save_wanted.connect(self.save)
        self.dialog.show_waiting()
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()
        data = self._controller.session.data
        root = None if data is None else data.root
        settings, window, ask_gpu = _settings(), self._window_facts(), self.ask_gpu

        def work(progress: Progress, cancel: CancelToken) -> _Gathered:
            gpu = ask_gpu()
            cancel.check()
            return gpu, gather(
                root=root, logs=log_files(), settings=settings, window=window, gpu=gpu
            )

        self._controller.activity.activities.run(
            self.tr("Gathering diagnostics"), work, self._show, self._controller.on_failed
        )

    @Slot()
    def save(self) -> None:
        """Ask where to, and save."""
        target, parts = self._window.dialogs.ask_bundle_file(), self._parts
        if target is None:
            return

        def done(_: object) -> None:
            self._controller.say("info", self.tr("Saved for a helper: {}").format(target))

        self._controller.activity.activities.run(
            self.tr("Saving diagnostics"),
            lambda progress, cancel: write_bundle(target, parts),
            done,
            self._controller.on_failed,
        )

    def _show(self, found: _Gathered) -> None:
        gpu, self._parts = found
        words = said(why_no_gpu(gpu))
        if not words:
            cards = ", ".join(dict.fromkeys(card.name for card in gpu.cards))
            words = self.tr("The GPU can be used: {}.").format(cards or "CUDA")
        if self.dialog is not None:
            self.dialog.show_parts(words, self._parts)

    def _window_facts(self) -> dict[str, Any]:
        model = self._controller.session.supply.model
        screens = [
            {
                "name": screen.name(),
                "size": [screen.size().width(), screen.size().height()],
                "ratio": screen.devicePixelRatio(),
                "dots_per_inch": round(screen.logicalDotsPerInch(), 1),
            }
            for screen in QGuiApplication.screens()
        ]
        return {
            "platform": QGuiApplication.platformName(),
            "style": self._window.style().objectName(),
            "size": [self._window.width(), self._window.height()],
            "screens": screens,
            "images": len(self._controller.session.items),
            "model": None if model is None else f"{model.architecture} on {model.runs_on}",
        }


def _settings() -> dict[str, Any]:
    """All settings but the window's geometry, which nobody can read."""
    store = QSettings()
    return {
        key: store.value(key)
        for key in sorted(store.allKeys())
        if not key.startswith(("window/geometry", "window/state"))
    }
