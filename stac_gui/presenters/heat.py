"""The heat map on the screen: of one class or the strongest, by image or on one scale for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from stac_gui.presenters.prepared_maps import PREPARED_AT_ONCE, to_levels

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stac_gui.outcome import ErrorInfo
    from stac_gui.presenters.prepared_maps import PreparedMaps
    from stac_gui.presenters.services import Tasks


def heat_levels(maps: PreparedMaps, index: int | None, *, fixed: bool) -> NDArray[np.uint8] | None:
    """A heat map as bytes.

    Args:
        maps: Of an image.
        index: Class from 0; None for the strongest that counts everywhere.
        fixed: Weigh each class's map by its score, which compares images with each other: maps are
            stretched to 0..1 in each image, so a class that is hardly there looks as hot as one
            that surely is.

    Returns:
        uint8 (H, W), 0..255 = 0..1; None where no such class counts.
    """
    if index is None and not fixed:
        return maps.levels if maps.present.any() else None
    counting = np.flatnonzero(maps.present) if index is None else [index]
    if not len(counting) or not maps.present[counting].all():
        return None
    strongest = np.zeros(maps.full.cam.shape[1:], np.float32)
    for each in counting:
        weight = np.float32(maps.full.scores[each] if fixed else 1)
        np.maximum(strongest, maps.full.cam[each] * weight, out=strongest)
    return to_levels(strongest)


class HeatLevels(QObject):
    """Makes the heat map that is to be seen, in a thread where that takes long.

    Attributes:
        levels: uint8 (H, W); None where there is none, or not yet.

    Signals:
        changed: They arrived.
    """

    changed = Signal()

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._maps: PreparedMaps | None = None
        self._wish: tuple[int | None, bool] = (None, False)
        self.levels: NDArray[np.uint8] | None = None

    def show(self, maps: PreparedMaps | None, index: int | None, *, fixed: bool) -> None:
        """Make other levels; those of the same image stay until then. See `heat_levels`."""
        wish = (index, fixed)
        if maps is self._maps and wish == self._wish:
            return
        if maps is not self._maps:
            self.levels = None
        self._maps, self._wish = maps, wish
        if maps is None:
            return
        is_there = index is None and not fixed
        if is_there or maps.full.cam.size <= PREPARED_AT_ONCE:
            self.levels = heat_levels(maps, index, fixed=fixed)
            return

        def done(levels: NDArray[np.uint8] | None) -> None:
            if maps is self._maps and wish == self._wish:
                self.levels = levels
                self.changed.emit()

        def failed(error: ErrorInfo) -> None:
            done(None)

        self._tasks.submit(lambda: heat_levels(maps, index, fixed=fixed), done, failed, priority=2)
