"""Looking at a data set before a project is made of it, off the GUI thread."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, Signal

from stac_core.data.images import image_size, read_thumbnail
from stac_core.data.layouts.base import ReadOptions
from stac_core.data.layouts.registry import read_data_set
from stac_core.data_set_project import notes_of
from stac_core.errors import Cancelled, StacError
from stac_core.opencv import cv2
from stac_core.types import CancelToken
from stac_gui.library_words import error_words, said
from stac_gui.models.data_sets import Example, Preview

if TYPE_CHECKING:
    from pathlib import Path

    from stac_core.data.layouts.base import DataSet
    from stac_gui.outcome import ErrorInfo
    from stac_gui.presenters.services import Tasks

EXAMPLES: Final = 6
SIDE: Final = 256
"""Pixels of an example's longer side: enough for a small picture on a screen of twice the dots."""


class DataSetReading(QObject):
    """Reads one data set at a time; the latest wish wins.

    Args:
        tasks: Runs functions in threads.
        parent: Owner.

    Signals:
        found: A `Preview`.
        failed: An `ErrorInfo`.
        stopped: Nothing was read, as somebody asked for that.
        progressed: Masks that were looked at, and how many there are.
    """

    found = Signal(object)
    failed = Signal(object)
    stopped = Signal()
    progressed = Signal(int, int)

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._token: CancelToken | None = None

    def read(self, folder: Path, layout: str) -> None:
        """Look at a folder; one of the signals follows unless something else is asked for."""
        self.forget()
        self._token = token = CancelToken()

        def progress(done: int, total: int) -> None:
            if self._token is token:
                self.progressed.emit(done, total)

        def work() -> Preview | None:
            try:
                options = ReadOptions(progress=progress, cancel=token)
                return make_preview(read_data_set(folder, layout, options), token)
            except Cancelled:
                return None

        def done(preview: Preview | None) -> None:
            if self._token is token:
                self._token = None
                if preview is None:
                    self.stopped.emit()
                else:
                    self.found.emit(preview)

        def failed(error: ErrorInfo) -> None:
            if self._token is token:
                self._token = None
                self.failed.emit(error)

        self._tasks.submit(work, done, failed)

    def stop(self) -> None:
        """Stop reading; `stopped` follows."""
        if self._token is not None:
            self._token.cancel()

    def forget(self) -> None:
        """Stop reading, and say nothing of it."""
        self.stop()
        self._token = None


def make_preview(data: DataSet, cancel: CancelToken) -> Preview:
    """Read some examples of a data set.

    Raises:
        Cancelled: If asked to stop.
    """
    examples, problems = [], []
    for image_id in _choose(data):
        cancel.check()
        try:
            example, problem = _example(data, image_id)
        except StacError as error:
            problems.append(error_words(error))
            continue
        examples.append(example)
        if problem is not None:
            problems.append(error_words(problem))
    notes = [*problems, *map(said, notes_of(data))]
    return Preview(data, tuple(examples), tuple(dict.fromkeys(notes)))


def _choose(data: DataSet) -> list[str]:
    """Images of every class in turn, those with a mask first."""
    with_mask = set() if data.labels is None else set(data.labels.names)
    groups: dict[str | None, list[str]] = {name: [] for name in data.classes}
    for image_id in sorted(data.ids, key=lambda each: each not in with_mask):
        tags = data.tags.get(image_id)
        shown = [name for name, present in (tags or {}).items() if present]
        # one class alone shows best what it is
        name = shown[0] if len(shown) == 1 else None
        group = groups.setdefault(name, [])
        if len(group) < EXAMPLES:
            group.append(image_id)
    rounds = zip_longest(*groups.values())
    return [each for one in rounds for each in one if each is not None][:EXAMPLES]


def _example(data: DataSet, image_id: str) -> tuple[Example, StacError | None]:
    """An example, and what is wrong with its mask."""
    path = data.images / image_id
    picture = read_thumbnail(path, SIDE)
    mask: Any = None
    problem: StacError | None = None
    if data.labels is not None and image_id in set(data.labels.names):
        try:
            whole = data.labels.read_fitting(image_id, image_size(path)).mask
        except StacError as error:
            problem = error
        else:
            size = (picture.shape[1], picture.shape[0])
            mask = cv2.resize(whole, size, interpolation=cv2.INTER_NEAREST)
    tags = data.tags.get(image_id)
    shows = tuple(n for n, name in enumerate(data.classes, 1) if (tags or {}).get(name))
    return Example(image_id, picture, mask, shows, bool(tags)), problem
