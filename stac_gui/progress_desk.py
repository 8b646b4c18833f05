"""Connects the figures of reviewing with the window."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Slot

from stac_core.types import ReviewStatus
from stac_gui.action_table import ActionId
from stac_gui.presenters.progress import (
    Report,
    day_words,
    details,
    headline,
    read_report,
    session_cells,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from stac_gui.controller import Controller
    from stac_gui.main_window import MainWindow
    from stac_gui.outcome import ErrorInfo
    from stac_gui.panels.progress import ProgressWindow
    from stac_gui.services import WindowServices

PACE, AGREEMENT, IMAGES = 4, 5, 2
"""Columns of `session_cells` that the chart shows."""

BREAK: Final = 5
"""A reading waits this many times as long as the one before took."""


class ProgressDesk(QObject):
    """Progress, pace and agreement, as the main window has them.

    Args:
        window: The main window.
        controller: What is open.
        services: The workers.
    """

    def __init__(
        self, window: MainWindow, controller: Controller, services: WindowServices
    ) -> None:
        super().__init__(window)
        self._window, self._controller, self._services = window, controller, services
        self.window: ProgressWindow | None = None
        self._is_stale = False
        self._began: float | None = None  # when the reading that goes on began
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.timeout.connect(self._on_rested)

    def handlers(self) -> dict[ActionId, Callable[[], object]]:
        """What the action does."""
        return {ActionId.PROGRESS: self.show_window}

    def connect_widgets(self) -> None:
        """Connect everything, once."""
        self._controller.session.opened.connect(self._on_opened)
        self._controller.decisions.unsaved_changed.connect(self._on_unsaved)
        self._on_opened()

    def close(self) -> None:
        """Close the window."""
        self.timer.stop()
        if self.window is not None:
            self.window.close()
            self.window.deleteLater()
            self.window = None

    @Slot()
    def show_window(self) -> None:
        """Show how reviewing goes; the figures follow when everything is saved."""
        if self.window is None:
            from stac_gui.panels.progress import ProgressWindow

            self.window = ProgressWindow(self._window)
        self.window.show_reading()
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()
        self._controller.when_saved(self._read)

    @Slot()
    def _on_opened(self) -> None:
        data = self._controller.session.data
        has_store = data is not None and data.root is not None
        self._window.actions_by_id[ActionId.PROGRESS].setEnabled(has_store)
        if self.window is not None and self.window.isVisible():
            self.window.close()  # its figures were another project's

    @Slot(bool)
    def _on_unsaved(self, unsaved: bool) -> None:
        if not unsaved and self.window is not None and self.window.isVisible():
            self._read()

    @Slot()
    def _read(self) -> None:
        """Read the figures, unless that goes on; then once more a while after it."""
        data = self._controller.session.data
        if self._began is not None or self.timer.isActive():
            self._is_stale = True
            return
        if data is None or data.root is None or data.project is None:
            return
        root, names, second = data.root, data.class_names, data.project.review.second
        counts = self._controller.session.counts()
        total = sum(counts.values())
        decided = total - counts[ReviewStatus.TODO]

        def done(report: Report) -> None:
            self._end()
            now = self._controller.session.data
            if now is not None and now.root == root:
                self._show(report)

        self._is_stale, self._began = False, time.monotonic()
        self._services.tasks.submit(
            lambda: read_report(root, names, decided=decided, total=total, second_review=second),
            done,
            self._on_failed,
        )

    def _end(self) -> None:
        """Reading is over: the next one waits, so that the computer does not only read."""
        assert self._began is not None
        took, self._began = time.monotonic() - self._began, None
        self.timer.start(int(1000 * BREAK * took))

    @Slot()
    def _on_rested(self) -> None:
        if self._is_stale and self.window is not None and self.window.isVisible():
            self._read()

    @Slot(object)
    def _on_failed(self, error: ErrorInfo) -> None:
        self._end()
        if self.window is not None:
            self.window.show_report(error.message, "", [], [], [])

    def _show(self, report: Report) -> None:
        if self.window is None:
            return
        from stac_gui.panels.progress import SHOWN, Series

        cells = [session_cells(each) for each in report.sessions]
        last = report.sessions[-SHOWN:]

        def texts(column: int) -> tuple[str, ...]:
            return tuple(each[column] for each in cells[-SHOWN:])

        series = [
            Series(self.tr("Images"), tuple(float(each.decided) for each in last), texts(IMAGES)),
            Series(self.tr("Images per hour"), tuple(each.per_hour for each in last), texts(PACE)),
            Series(
                self.tr("As proposed"), tuple(each.agreement for each in last), texts(AGREEMENT),
                top=1.0,
            ),
        ]  # fmt: skip
        self.window.show_report(
            headline(report), details(report), [day_words(each) for each in last], series,
            cells[::-1],
        )  # fmt: skip
