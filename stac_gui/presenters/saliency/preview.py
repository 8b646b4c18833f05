"""A few images with their saliency maps, before all maps are made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from PySide6.QtCore import QObject, Signal

from stac_core.data.images import read_image, to_model_rgb
from stac_core.opencv import cv2
from stac_core.project import resolve
from stac_core.saliency.maps import map_path, read_saliency
from stac_core.saliency.report import examples_of
from stac_core.saliency.spec import make_generator
from stac_core.types import CancelToken
from stac_gui.models.saliency import PreviewPicture

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from stac_core.data.tags import TagTable
    from stac_core.project_sections import SaliencySection
    from stac_core.types import ImageItem
    from stac_gui.outcome import ErrorInfo
    from stac_gui.presenters.opening import Opened
    from stac_gui.presenters.services import Tasks

COUNT: Final = 6
SIDE: Final = 384
"""Pictures have at most so many pixels a side."""


def choose_examples(
    items: Sequence[ImageItem],
    tags: TagTable,
    classes: Sequence[str],
    current: ImageItem | None,
    count: int = COUNT,
) -> list[ImageItem]:
    """A few images: the one at hand, then of each class in turn, then any, spread over all."""
    chosen = {} if current is None else {current.id: current}
    of_class = [examples_of(name, items, tags, count) for name in classes]
    for turn in range(count):
        for pool in of_class:
            if turn < len(pool) and len(chosen) < count:
                chosen[pool[turn].id] = pool[turn]
    rows = np.linspace(0, len(items) - 1, min(count, len(items))).round().astype(int)
    for row in rows:
        if len(chosen) < count:
            chosen[items[row].id] = items[row]
    return list(chosen.values())


class SaliencyPreview(QObject):
    """Makes the maps of a few images in threads; only the latest wish counts.

    Args:
        tasks: Runs functions in threads.
        parent: Owner.

    Attributes:
        pictures: What there is so far.
        problem: Why there can be none.

    Signals:
        changed: There is something else to show.
    """

    changed = Signal()

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._token = CancelToken()
        self._wish: Any = None
        self.pictures: list[PreviewPicture] = []
        self.problem = ""

    def look(
        self, data: Opened | None, section: SaliencySection | None, current: ImageItem | None
    ) -> None:
        """Show the maps that these settings would give."""
        wish = (id(data), section, current)
        if wish == self._wish:
            return
        self.cancel()
        self._wish = wish
        self.pictures, self.problem = [], ""
        nowhere = section is not None and section.source == "folder" and not section.folder
        if data is None or data.project is None or section is None or nowhere:
            self.changed.emit()
            return
        token = self._token = CancelToken()
        chosen = choose_examples(data.items, data.tags, data.class_names, current)
        self.pictures = [_waiting(data, item) for item in chosen]
        self.changed.emit()

        def begin(make: Any) -> None:
            if not token.is_cancelled:
                for row, item in enumerate(chosen):
                    self._ask(row, item, data, make, token)

        def refuse(error: ErrorInfo) -> None:
            if not token.is_cancelled:
                self.pictures, self.problem = [], error.message
                self.changed.emit()

        self._tasks.submit(lambda: _maker(data, section), begin, refuse, priority=-1)

    def again(self) -> None:
        """Forget what was made: the next wish is carried out even if it is the same."""
        self._wish = None

    def cancel(self) -> None:
        """Want nothing any more."""
        self._token.cancel()
        self._wish = None

    def _ask(self, row: int, item: ImageItem, data: Opened, make: Any, token: CancelToken) -> None:
        def work() -> PreviewPicture | None:
            return None if token.is_cancelled else _picture(data, item, make)

        def done(picture: PreviewPicture | None) -> None:
            if picture is not None and not token.is_cancelled:
                self.pictures[row] = picture
                self.changed.emit()

        def failed(error: ErrorInfo) -> None:
            waiting = _waiting(data, item)
            done(PreviewPicture(waiting.name, waiting.tags, problem=error.message))

        self._tasks.submit(work, done, failed, priority=-1)


def _waiting(data: Opened, item: ImageItem) -> PreviewPicture:
    tags = data.tags.get(item.id, {})
    return PreviewPicture(item.id, ", ".join(name for name in data.class_names if tags.get(name)))


def _maker(data: Opened, section: SaliencySection) -> Any:
    """What makes the map of an image with these settings."""
    assert data.project is not None
    assert data.root is not None
    if section.source == "folder":
        assert section.folder is not None
        return _FolderMaps(resolve(data.root, section.folder))
    project = data.project.model_copy(update={"saliency": section})
    return make_generator(project, data.tags, data.root)


class _FolderMaps:
    """Maps of a folder, made by somebody else."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def make(self, item: ImageItem, image: NDArray[np.uint8]) -> NDArray[np.float32]:
        found = read_saliency(map_path(self._folder, item.key)).astype(np.float32) / 255
        if found.shape != image.shape[:2]:
            size = (image.shape[1], image.shape[0])
            found = cv2.resize(found, size, interpolation=cv2.INTER_LINEAR)
        return np.asarray(found, np.float32)


def _picture(data: Opened, item: ImageItem, make: Any) -> PreviewPicture:
    waiting = _waiting(data, item)
    rgb = to_model_rgb(read_image(item.path), data.value_range(item.id))
    found = make.make(item, rgb)
    scale = min(1.0, SIDE / max(rgb.shape[:2]))
    if scale < 1:
        size = (max(1, round(rgb.shape[1] * scale)), max(1, round(rgb.shape[0] * scale)))
        rgb = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)
        found = cv2.resize(found, size, interpolation=cv2.INTER_AREA)
    levels = np.rint(np.clip(found, 0, 1) * 255).astype(np.uint8)
    return PreviewPicture(waiting.name, waiting.tags, rgb, levels)
