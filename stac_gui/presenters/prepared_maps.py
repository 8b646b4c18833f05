"""The maps of the image at hand, made ready to be shown and to make its mask from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import QObject, Signal

from stac_core.histogram import level_counts
from stac_core.presence import Tags, present_classes
from stac_core.refine.refiner import MaskRefiner

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from stac_core.types import CamResult, FloatMap
    from stac_gui.presenters.services import Tasks

PREPARED_AT_ONCE: Final = 1_000_000
"""Maps with more values than this are made ready in a thread, so that the window never stops."""


@dataclass(frozen=True, eq=False)
class PreparedMaps:
    """Maps with what the window needs of them.

    Attributes:
        full: Maps of all classes.
        present: bool (C,), the classes whose maps count.
        refiner: Makes masks of the classes that count.
        levels: uint8 (H, W), the strongest map that counts, 0..255 = 0..1.
        counts: int64 (256,), how often each of the levels occurs.
    """

    full: CamResult
    present: NDArray[np.bool_]
    refiner: MaskRefiner
    levels: NDArray[np.uint8]
    counts: NDArray[np.int64]


@dataclass(frozen=True)
class MapSource:
    """What masks are made from.

    Attributes:
        full: Maps of all classes.
        image: Gives the pixels that the model saw, uint8 RGB (H, W, 3).
        device: For refinement that can run on a GPU.
    """

    full: CamResult
    image: Callable[[], NDArray[np.uint8]]
    device: str = "auto"


def prepare_maps(source: MapSource, tags: Tags | None, tag_threshold: float) -> PreparedMaps:
    """Decide which maps count and rank them. Takes a while for large images."""
    full = source.full
    present = present_classes(full.scores, tags, tag_threshold)
    refiner = MaskRefiner(source.image, full.cam, present, device=source.device)
    levels = to_levels(refiner.strongest)
    return PreparedMaps(full, present, refiner, levels, level_counts(levels))


def to_levels(cam: FloatMap) -> NDArray[np.uint8]:
    """A map (H, W) in [0, 1] as bytes, for the screen."""
    levels: NDArray[np.uint8] = np.rint(cam * np.float32(255)).astype(np.uint8)
    return levels


class MapPreparation(QObject):
    """Makes the maps of the image at hand ready, in a thread where that takes long.

    Signals:
        ready: `maps` are those last asked for.
        message: Level and words.
    """

    ready = Signal()
    message = Signal(str, str)

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._started = 0
        self.source: MapSource | None = None
        self.maps: PreparedMaps | None = None

    def clear(self) -> None:
        """Another image: forget the maps, and those on their way."""
        self._started += 1
        self.source = self.maps = None

    def start(self, source: MapSource, tags: Tags | None, tag_threshold: float) -> None:
        """Make maps ready; the ones before stay until then.

        Args:
            source: Maps of all classes, and the image.
            tags: What is known of the image.
            tag_threshold: Score from which an untagged class counts.
        """
        self._started += 1
        self.source = source
        number = self._started
        if source.full.cam.size <= PREPARED_AT_ONCE:
            self._done(number, prepare_maps(source, tags, tag_threshold))
            return
        self._tasks.submit(
            lambda: prepare_maps(source, tags, tag_threshold),
            lambda maps: self._done(number, maps),
            lambda error: self.message.emit("error", error.message),
            priority=2,
        )

    def _done(self, number: int, maps: PreparedMaps) -> None:
        if number == self._started:  # else other maps were asked for in the meantime
            self.maps = maps
            self.ready.emit()
