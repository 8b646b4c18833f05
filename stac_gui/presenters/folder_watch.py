"""Files that come, go and change while their folder is open."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from stac_core.data.folder_changes import changed_files, folder_times, list_again
from stac_core.errors import DataError
from stac_core.gallery.columns import Columns
from stac_core.types import CancelToken
from stac_gui.translating import figure

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from stac_core.data.folder_changes import Stamp
    from stac_core.data.items import FolderItems
    from stac_gui.outcome import ErrorInfo
    from stac_gui.presenters.opening import Opened
    from stac_gui.presenters.review import ReviewSession
    from stac_gui.presenters.services import Tasks

    Stamps = Callable[[], dict[str, tuple[Path, Stamp | None]]]

EVERY_MS: Final = 3000
SHARE: Final = 30
"""Looking takes at most one part in so many of the time, on a slow disk too."""


@dataclass(frozen=True)
class _Look:
    """What was seen of the folders.

    Attributes:
        times: When each folder was changed.
        items: Its images, if they may be others than before.
        columns: Empty columns for them.
        files: Images whose files have changed.
        is_gone: Whether the folders cannot be read, or hold no image any more.
        seconds: How long looking took.
    """

    times: dict[Path, int]
    items: FolderItems | None
    columns: Columns | None
    files: list[str]
    is_gone: bool
    seconds: float


class FolderWatch(QObject):
    """Looks at the image folders every few seconds, in a thread.

    Folders' times are compared, not files': that works on network shares too, and takes no longer
    for 100,000 images. Of the images that are in memory the files are compared as well.

    Args:
        session: What is open.
        tasks: Runs functions in threads.
        stamps: Tells the files of images that are in memory, as they were when they were read.
        parent: Owner.

    Signals:
        files_changed: Ids of images in memory whose files are different now.
        looked: It was looked; what changed was told before.
        message: Level and words.
    """

    files_changed = Signal(list)
    looked = Signal()
    message = Signal(str, str)

    def __init__(
        self, session: ReviewSession, tasks: Tasks, stamps: Stamps, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._tasks, self._stamps = session, tasks, stamps
        self._times: dict[Path, int] | None = None
        self._of: Opened | None = None
        self._is_looking = self._told_gone = False
        self._token = CancelToken()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Look from now on."""
        self._timer.start(EVERY_MS)

    def close(self) -> None:
        """Look no more."""
        self._timer.stop()
        self._token.cancel()

    @Slot()
    def look(self) -> None:
        """Look once, and again after a while."""
        data = self._session.data
        if data is None or data.is_filling or self._is_looking:
            self._timer.start(EVERY_MS)
            return
        if data is not self._of:
            self._of, self._times, self._told_gone = data, None, False
        items, times, stamps = data.items, self._times, self._stamps()
        classes, token = data.class_names, self._token
        listed_at = data.listed_at
        self._is_looking = True

        def work() -> _Look:
            return _look(items, times, listed_at, stamps, classes, token)

        self._tasks.submit(work, lambda seen: self._on_seen(data, items, seen), self._on_failed)

    def _on_seen(self, data: Opened, items: FolderItems, seen: _Look) -> None:
        self._is_looking = False
        self._timer.start(max(EVERY_MS, round(1000 * SHARE * seen.seconds)))
        if self._session.data is data and data.items is items:
            self._times = seen.times
            if seen.is_gone and not self._told_gone:
                text = self.tr("The image folder cannot be read any more, or is empty. The list "
                               "stays as it was; your work is safe.")  # fmt: skip
                self.message.emit("warning", text)
            self._told_gone = seen.is_gone
            if seen.items is not None:
                self._take(data, seen)
            if seen.files:
                self.files_changed.emit(seen.files)
        self.looked.emit()

    def _take(self, data: Opened, seen: _Look) -> None:
        assert seen.items is not None
        before, now = data.items.rows.keys(), seen.items.rows.keys()
        added, removed = len(now - before), len(before - now)
        if not added and not removed:
            return
        self._session.fill(replace(data, items=seen.items, columns=seen.columns))
        words = []
        if added:
            words.append(self.tr("{} new").format(figure(added)))
        if removed:
            words.append(self.tr("{} gone (what was decided on is kept)").format(figure(removed)))
        self.message.emit("info", self.tr("Images in the folder: {}.").format(", ".join(words)))

    def _on_failed(self, error: ErrorInfo) -> None:
        self._is_looking = False
        self._timer.start(10 * EVERY_MS)
        self.message.emit("error", error.message)


def _look(
    items: FolderItems,
    before: dict[Path, int] | None,
    listed_at: float,
    stamps: dict[str, tuple[Path, Stamp | None]],
    classes: list[str],
    token: CancelToken,
) -> _Look:
    """Compare; in a thread."""
    started = time.monotonic()
    times = folder_times(items)
    if before is None:  # the first look: what came while the images were being listed
        differs = any(each >= listed_at * 1e9 or each == 0 for each in times.values())
    else:
        differs = times != before
    found, columns, is_gone = None, None, False
    if differs:
        try:
            found = list_again(items, cancel=token)
        except DataError:
            found = None
        if found is None or not len(found):
            found, is_gone = None, True
        else:
            columns = Columns(found.ids, classes)
            len(found.rows)  # made here, off the window's thread
    files = changed_files(stamps)
    return _Look(times, found, columns, files, is_gone, time.monotonic() - started)
