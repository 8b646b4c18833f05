"""Why is this hot? The maps that the heat map of the image at hand is made of, on demand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from stac_core.data.images import to_display
from stac_core.opencv import cv2
from stac_core.overlay import color_table
from stac_core.pipeline.figures import saliency_folder
from stac_core.saliency.maps import map_path, read_saliency
from stac_gui.workers.inference import InferenceRequest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from stac_core.types import Explanation, FloatMap, MapPart
    from stac_gui.outcome import ErrorInfo
    from stac_gui.presenters.review import ReviewSession
    from stac_gui.presenters.services import Inference, Tasks
    from stac_gui.workers.images import LoadedImage

THUMBNAIL: Final = 176
"""Longer side of a small picture in pixels: sharp on dense screens too."""

SPREAD: Final = "spread-0"
SALIENCY: Final = "saliency"


@dataclass(frozen=True)
class Evidence:
    """One of the maps, as it is shown.

    Attributes:
        key: Tells it from the others.
        picture: The map over the image, small: uint8 RGB (h, w, 3).
    """

    key: str
    picture: NDArray[np.uint8]


class Explaining(QObject):
    """Asks the heat-map model to look closer at the image at hand, while somebody wants to know.

    Args:
        session: What is open and which image is at hand.
        inference: The heat-map model's place in the inference thread.
        tasks: Makes pictures.
        parent: Owner.

    Attributes:
        is_open: Whether the small pictures are looked at.
        shown: Key of the map that is shown large; empty where none is.
        evidence: The maps of the image at hand.
        levels: The map that is shown large, uint8 (H, W); None until it is made.
        problem: Why there is nothing, in words.

    Signals:
        changed: Any of these.
    """

    changed = Signal()

    def __init__(
        self,
        session: ReviewSession,
        inference: Inference,
        tasks: Tasks,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._inference, self._tasks = session, inference, tasks
        self.is_open = False
        self.shown = ""
        self.evidence: list[Evidence] = []
        self.levels: NDArray[np.uint8] | None = None
        self.problem = ""
        self._class: int | None = None
        self._explanation: Explanation | None = None
        self._asked = ""
        self._pictured = self._enlarged = 0
        session.image_changed.connect(self._start)
        session.maps_changed.connect(self._on_maps)
        session.proposals.ready.connect(lambda source: self._on_maps())
        session.sources.failed.connect(self._on_no_maps)
        inference.explained.connect(self._on_explained)
        inference.not_explained.connect(self._on_not_explained)

    @property
    def is_waiting(self) -> bool:
        """Whether the model is looking closer, or will as soon as it has looked at all."""
        return self._is_wanted and self._explanation is None and not self.problem

    def open(self, on: bool) -> None:
        """Look at the small pictures, or no longer."""
        if on != self.is_open:
            self.is_open = on
            if not on:
                self.shown, self.levels = "", None
            self._ask()
            self._picture()
            self.changed.emit()

    def show(self, key: str) -> None:
        """Show a map large; the same one again, or an empty key, shows the heat map again."""
        self.shown = "" if key == self.shown else key
        self.levels = None
        self._ask()
        self._enlarge()
        self.changed.emit()

    def set_class(self, index: int | None) -> None:
        """Explain the maps of a class, from 0, or of all that count."""
        if index != self._class:
            self._class = index
            self._picture()
            self._enlarge()

    def words(self, key: str) -> str:
        """What a map is called."""
        kind, _, number = key.partition("-")
        return {
            "scale": self.tr("Scale {}×").format(number),
            "attention": self.tr("Attention"),
            "patches": self.tr("Patch scores"),
            "block": self.tr("Block {}").format(number),
            "spread": self.tr("Disagreement"),
            "saliency": self.tr("Saliency"),
        }.get(kind, key)

    def meaning(self, key: str) -> str:
        """What a map says."""
        return {
            "scale": self.tr("The heat map of this scale alone"),
            "attention": self.tr("Where the class looks, over all blocks: half of the heat map"),
            "patches": self.tr("What each patch says for itself: the other half of the heat map"),
            "block": self.tr("Where the class looks in this block of the network"),
            "spread": self.tr("Where scales and mirrored views disagree: bright is unsure"),
            "saliency": self.tr("What stands out, whatever its class: training holds maps "
                                "against it"),
        }.get(key.partition("-")[0], "")  # fmt: skip

    # ---- asking --------------------------------------------------------------------------

    @Slot()
    def _start(self) -> None:
        """Another image is at hand."""
        self._explanation, self.evidence, self.levels = None, [], None
        self.problem = ""
        if self._asked:
            self._asked = ""
            self._inference.explain(None)
        self._ask()
        self.changed.emit()

    @Slot()
    def _on_maps(self) -> None:
        if self._session.sources["cam"].model is None:
            self._explanation, self._asked = None, ""
        self._ask()
        if self._explanation is not None:
            self._picture()  # other classes may count now
            self._enlarge()

    def _ask(self) -> None:
        session = self._session
        item, data = session.item, session.data
        if not self._is_wanted or item is None or data is None or session.image is None:
            return
        if self._explanation is not None or self._asked == item.id or self.problem:
            return
        cam = session.sources["cam"]
        if cam.model is None:
            cam.ensure()
            if not cam.is_loading:
                self.problem = self.tr("There is no heat-map model to ask.")
            return
        if session.proposals.maps("cam") is None:
            return  # first things first: it is asked as soon as the heat map is there
        self._asked = item.id
        self._inference.explain(InferenceRequest(item, data.value_range(item.id)))

    @property
    def _is_wanted(self) -> bool:
        return self.is_open or self.shown not in {"", SALIENCY}

    @Slot(str, str, object)
    def _on_no_maps(self, source: str, image_id: str, error: ErrorInfo) -> None:
        item = self._session.item
        if source == "cam" and item is not None and image_id == item.id:
            self.problem = error.message
            self.changed.emit()

    @Slot(str, object)
    def _on_explained(self, image_id: str, explanation: Explanation) -> None:
        if image_id != self._asked:
            return
        self._asked = ""
        self._explanation = explanation
        self._picture()
        self._enlarge()
        self.changed.emit()

    @Slot(str, object)
    def _on_not_explained(self, image_id: str, error: ErrorInfo | None) -> None:
        if image_id != self._asked:
            return
        self._asked = ""
        if error is not None:
            self.problem = error.message
        self.changed.emit()

    # ---- pictures ------------------------------------------------------------------------

    def _parts(self) -> dict[str, MapPart]:
        found = () if self._explanation is None else self._explanation.parts
        return {f"{part.kind}-{part.number:g}": part for part in found}

    def _chosen(self, part: MapPart) -> FloatMap:
        """The map of the chosen class, or the strongest of those that count."""
        number = len(part.maps)
        maps = self._session.proposals.maps("cam")
        counting = np.ones(number, bool)
        if self._class is not None and self._class < number:
            counting = np.arange(number) == self._class
        elif maps is not None and len(maps.present) == number and maps.present.any():
            counting = maps.present
        strongest: FloatMap = part.maps[counting].max(axis=0)
        return strongest

    def _saliency_path(self) -> Path | None:
        data, item = self._session.data, self._session.item
        if data is None or data.root is None or data.project is None or item is None:
            return None
        return map_path(saliency_folder(data.project, data.root), item.key)

    def _picture(self) -> None:
        """Make the small pictures."""
        image = self._session.image
        if image is None or not self.is_open or self._explanation is None:
            return
        self._pictured += 1
        number = self._pictured
        maps = [(key, self._chosen(part)) for key, part in self._parts().items()]
        path = self._saliency_path()

        def done(evidence: list[Evidence]) -> None:
            if number == self._pictured and image is self._session.image:
                self.evidence = evidence
                self.changed.emit()

        self._tasks.submit(lambda: _small_pictures(image, maps, path), done, self._on_failed)

    def _enlarge(self) -> None:
        """Make the map that is shown large."""
        image, part = self._session.image, self._parts().get(self.shown)
        path = self._saliency_path() if self.shown == SALIENCY else None
        if image is None or (part is None and path is None):
            return
        self._enlarged += 1
        number, size = self._enlarged, image.size
        chosen = None if part is None else self._chosen(part)

        def work() -> NDArray[np.uint8]:
            if chosen is not None:
                return _stretched(_as_levels(chosen), size)
            assert path is not None
            return _stretched(read_saliency(path), size)

        def done(levels: NDArray[np.uint8]) -> None:
            if number == self._enlarged and image is self._session.image and self.shown:
                self.levels = levels
                self.changed.emit()

        self._tasks.submit(work, done, self._on_failed, priority=2)

    def _on_failed(self, error: ErrorInfo) -> None:
        self.problem = error.message
        self.changed.emit()


def _small_pictures(
    image: LoadedImage, maps: Sequence[tuple[str, NDArray[np.float32]]], path: Path | None
) -> list[Evidence]:
    """Each map over the image, the saliency map first where there is one."""
    height, width = image.size
    share = min(1.0, THUMBNAIL / max(height, width))
    small = max(1, round(height * share)), max(1, round(width * share))
    level = min(image.display.depth - 1, max(0, int(np.log2(1 / share))))
    grey = to_display(image.display.level(level), image.window)
    base = cv2.resize(grey, (small[1], small[0]), interpolation=cv2.INTER_AREA)
    if base.ndim == 2:
        base = np.repeat(base[:, :, None], 3, axis=2)
    all_levels = [(key, _as_levels(values)) for key, values in maps]
    if path is not None and path.is_file():
        all_levels.insert(0, (SALIENCY, read_saliency(path)))
    return [Evidence(key, _over(base, _stretched(levels, small))) for key, levels in all_levels]


def _over(base: NDArray[np.uint8], levels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    alpha = (0.25 + 0.5 * levels.astype(np.float32) / 255)[:, :, None]
    mixed = base * (1 - alpha) + color_table("inferno")[levels] * alpha
    return np.asarray(np.rint(mixed), np.uint8)


def _as_levels(values: NDArray[np.float32]) -> NDArray[np.uint8]:
    return np.asarray(np.rint(values * np.float32(255)), np.uint8)


def _stretched(levels: NDArray[np.uint8], size: tuple[int, int]) -> NDArray[np.uint8]:
    if levels.shape == size:
        return levels
    resized = cv2.resize(levels, (size[1], size[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(resized, np.uint8)
