"""What can be laid beside what: pictures of the image at hand, made when somebody looks at them."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Literal

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from stac_core.errors import DataError
from stac_core.opencv import cv2
from stac_core.pipeline.figures import saliency_folder
from stac_core.saliency.maps import map_path, read_saliency

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    from stac_gui.outcome import ErrorInfo
    from stac_gui.presenters.review import ReviewSession
    from stac_gui.presenters.services import Tasks

    Picture = NDArray[np.uint8]


class Content(enum.Enum):
    """What a side can show; the value names it in the settings."""

    OVERLAY = "overlay"
    IMAGE = "image"
    HEAT = "heat"
    MASK = "mask"
    PROPOSAL = "proposal"
    OTHER_HEAT = "other-heat"
    OTHER_MASK = "other-mask"
    SALIENCY = "saliency"


MADE = (Content.PROPOSAL, Content.OTHER_HEAT, Content.OTHER_MASK, Content.SALIENCY)
"""Contents that are made on demand; the others are on the canvas anyway."""

MASKS = frozenset({Content.PROPOSAL, Content.OTHER_MASK})

Layout = Literal["off", "split", "side"]


class Comparing(QObject):
    """Two sides, and what they show.

    Args:
        session: What is open and which image is at hand.
        tasks: Makes pictures.
        parent: Owner.

    Attributes:
        layout: Whether there is one view, one with a divider, or two.
        left: What the left side shows.
        right: What the right side shows.

    Signals:
        changed: Layout or contents.
        arrived: A `Content` whose picture is another one now, or gone.
    """

    changed = Signal()
    arrived = Signal(object)

    def __init__(self, session: ReviewSession, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._tasks = session, tasks
        self.layout: Layout = "off"
        self.left, self.right = Content.OVERLAY, Content.IMAGE
        self._generation = 0
        self._pictures: dict[Content, Picture | None] = {}
        self._problems: dict[Content, str] = {}
        self._running: set[Content] = set()
        self._again: set[Content] = set()
        session.image_changed.connect(self._on_image)
        session.document_changed.connect(self._on_spec)
        session.spec_changed.connect(self._on_spec)
        session.sources.shown_changed.connect(self._on_shown)
        session.proposals.ready.connect(self._on_maps)

    def show(self, layout: Layout) -> None:
        """Lay the sides out otherwise; "off" shows one view."""
        self.layout = layout
        self._make_shown()
        self.changed.emit()

    def choose(self, left: Content, right: Content) -> None:
        """Show something else."""
        self.left, self.right = left, right
        self._make_shown()
        self.changed.emit()

    def picture(self, content: Content) -> Picture | None:
        """What was made of the image at hand: heat levels or labels, uint8 (H, W)."""
        return self._pictures.get(content)

    def problem(self, content: Content) -> str:
        """Why there is no picture, in words; empty where there is one or it is on its way."""
        return self._problems.get(content, "")

    def words(self, content: Content) -> str:
        """What a side shows, for people."""
        theirs = {
            "cam": self.tr("Heat-map model"),
            "segmenter": self.tr("Segmenter"),
            "maps": self.tr("Imported maps"),
        }[self._session.sources.other.source]
        return {
            Content.OVERLAY: self.tr("Image with overlays"),
            Content.IMAGE: self.tr("Image"),
            Content.HEAT: self.tr("Heat map"),
            Content.MASK: self.tr("Mask"),
            Content.PROPOSAL: self.tr("Proposal"),
            Content.OTHER_HEAT: self.tr("{}: heat map").format(theirs),
            Content.OTHER_MASK: self.tr("{}: proposal").format(theirs),
            Content.SALIENCY: self.tr("Saliency map"),
        }[content]

    # ---- inside --------------------------------------------------------------------------

    @property
    def _shown(self) -> set[Content]:
        return set() if self.layout == "off" else {self.left, self.right} & set(MADE)

    @Slot()
    def _on_image(self) -> None:
        self._generation += 1
        self._forget(*self._pictures)

    @Slot()
    def _on_shown(self) -> None:
        """The other model is another one now."""
        self._generation += 1
        self._forget(Content.OTHER_HEAT, Content.OTHER_MASK)

    def _forget(self, *contents: Content) -> None:
        for content in contents:
            self._pictures.pop(content, None)
            self._problems.pop(content, None)
            self.arrived.emit(content)
        self._make_shown()

    @Slot()
    def _on_spec(self) -> None:
        self._refresh(MASKS)

    @Slot(str)
    def _on_maps(self, source: str) -> None:
        self._refresh(frozenset(MADE) - {Content.SALIENCY})

    def _refresh(self, contents: frozenset[Content]) -> None:
        for content in contents:
            if content in self._shown:
                self._make(content)
            elif self._pictures.pop(content, None) is not None:
                self.arrived.emit(content)

    def _make_shown(self) -> None:
        for content in self._shown:
            if self._pictures.get(content) is None:
                self._make(content)

    def _make(self, content: Content) -> None:
        if content in self._running:
            self._again.add(content)
            return
        work = self._work(content)
        if work is None:
            self._put(content, None)
            return
        number = self._generation
        self._running.add(content)

        def done(picture: Picture) -> None:
            end()
            if number == self._generation:
                self._problems.pop(content, None)
                self._put(content, picture)

        def failed(error: ErrorInfo) -> None:
            end()
            if number == self._generation:
                self._problems[content] = error.message
                self._put(content, None)

        def end() -> None:
            self._running.discard(content)
            if content in self._again:
                self._again.discard(content)
                if content in self._shown:
                    self._make(content)

        self._tasks.submit(work, done, failed, priority=1)

    def _put(self, content: Content, picture: Picture | None) -> None:
        self._pictures[content] = picture
        self.arrived.emit(content)

    def _work(self, content: Content) -> Callable[[], Picture] | None:
        """Makes a picture in a thread; None, with a problem noted, where it cannot be made now."""
        session = self._session
        if session.image is None:
            return None
        if content is Content.SALIENCY:
            return self._saliency()
        if content is Content.PROPOSAL:
            document = session.document
            return None if document is None else document.proposal_maker()
        supply = session.sources.other
        maps = session.proposals.maps(supply.source)
        if maps is None:
            if not session.sources.has(supply.source):
                self._problems[content] = self.tr("There is no other model yet.")
            return None
        self._problems.pop(content, None)
        if content is Content.OTHER_HEAT:
            return lambda: maps.levels
        recipe = session.proposals.recipe(supply.source)
        return lambda: maps.refiner.make(recipe)

    def _saliency(self) -> Callable[[], Picture] | None:
        data, image = self._session.data, self._session.image
        assert data is not None
        assert image is not None
        if data.root is None or data.project is None:
            self._problems[Content.SALIENCY] = self.tr("A folder has no saliency maps; a project "
                                                       "has.")  # fmt: skip
            return None
        path = map_path(saliency_folder(data.project, data.root), image.item.key)
        missing = self.tr("No saliency map of this image: make them under Train, Saliency.")
        height, width = image.size
        return lambda: _read_saliency(path, (height, width), missing)


def _read_saliency(path: Path, size: tuple[int, int], missing: str) -> Picture:
    if not path.is_file():
        raise DataError(missing.rstrip("."))
    levels = read_saliency(path)
    if levels.shape == size:
        return levels
    stretched = cv2.resize(levels, (size[1], size[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(stretched, np.uint8)
