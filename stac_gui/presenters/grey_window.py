"""Which values of an image are black and white on the screen. No model ever sees this."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, Literal, Protocol

from PySide6.QtCore import QObject, Signal

from stac_core.data.images import to_display
from stac_core.histogram import every_nth, level_counts

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from stac_core.data.images import ValueRange
    from stac_gui.workers.images import LoadedImage

Mode = Literal["auto", "full", "manual"]

CONTRAST_WAY: Final = 200.0
"""So far to the side, the window becomes e times as wide."""
LEVEL_WAY: Final = 400.0
"""So far up or down, the window moves by its own width."""


class WindowMemory(Protocol):
    """Remembers texts by folder and kind of pixels."""

    def grey_window(self, folder: Path, kind: str) -> str:
        """What was remembered; empty where nothing was."""

    def save_grey_window(self, folder: Path, kind: str, text: str) -> None:
        """Remember it."""


class GreyWindow(QObject):
    """Black and white of the images of each folder, as the person left them.

    "auto" fits each image by itself, "full" shows all that the camera can give, "manual" holds two
    values fixed. It is remembered for each folder, and in it for each kind of pixels: what suits
    16-bit images would make 8-bit ones black.

    Args:
        memory: Where choices are kept.
        parent: Owner.

    Attributes:
        mode: How black and white are chosen.
        window: Values shown as black and white.
        axis: Where the histogram begins and ends.

    Signals:
        changed: Other values are black and white, or another image is at hand.
    """

    changed = Signal()

    def __init__(self, memory: WindowMemory, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._memory = memory
        self._image: LoadedImage | None = None
        self._folder: Path | None = None
        self._full: ValueRange = (0.0, 255.0)
        self.mode: Mode = "auto"
        self.window: ValueRange = (0.0, 255.0)
        self.axis: ValueRange = (0.0, 255.0)
        self._before: tuple[Mode, ValueRange] | None = None

    @property
    def is_whole(self) -> bool:
        """Whether the image's values are whole numbers."""
        return self._image is None or self._image.pixels.dtype.kind != "f"

    def look_at(self, image: LoadedImage, folder: Path, full: ValueRange) -> None:
        """Another image is at hand.

        Args:
            image: Which.
            folder: The image folder that it belongs to.
            full: All that the camera can give.
        """
        self._image, self._folder, self._full = image, folder, full
        self._before = None
        self.mode, self.window = self._recall(self._memory.grey_window(folder, self._kind()))
        self._set_axis()
        self.changed.emit()

    def counts(self) -> NDArray[np.int64] | None:
        """How often the values between both ends of the axis occur, (256,); None without image."""
        if self._image is None:
            return None
        shown = to_display(every_nth(self._image.pixels), self.axis)
        return level_counts(shown.reshape(shown.shape[0], -1))

    def choose(self, mode: Mode) -> None:
        """Choose black and white by a rule; "manual" holds what is shown now."""
        self.mode = mode
        self.window = {"auto": self._automatic(), "full": self._full}.get(mode, self.window)
        self.keep()
        self.changed.emit()

    def set_black(self, value: float) -> None:
        """Show a value, and all below it, as black; it stays below white."""
        self._set(min(self._rounded(value), self.window[1] - self._gap()), self.window[1])

    def set_white(self, value: float) -> None:
        """Show a value, and all above it, as white; it stays above black."""
        self._set(self.window[0], max(self._rounded(value), self.window[0] + self._gap()))

    def begin_drag(self) -> None:
        """A drag begins, which changes contrast and brightness together."""
        self._before = self.mode, self.window

    def drag(self, right: float, up: float) -> None:
        """Change contrast and brightness, as viewers of medical images do.

        To the right more values lie between black and white, so there is less contrast; upwards
        the image becomes brighter. Both follow the window's width, so that a drag does the same
        for 8, 12 and 16 bits and for floats.

        Args:
            right: Widget pixels from where the drag began.
            up: Likewise.
        """
        if self._before is None:
            return
        low, high = self._before[1]
        lowest, highest = min(low, self._full[0], self.axis[0]), max(high, *self._full, *self.axis)
        span = highest - lowest
        # nobody looks at less contrast than that; and no drag is so long that this overflows
        wanted = (high - low) * math.exp(min(max(right / CONTRAST_WAY, -20.0), 20.0))
        width = min(max(wanted, self._gap()), 4 * span)
        centre = (low + high) / 2 - up / LEVEL_WAY * (high - low)
        centre = min(max(centre, lowest), highest)
        black = self._rounded(centre - width / 2)
        self._set(black, max(self._rounded(centre + width / 2), black + self._gap()))

    def end_drag(self, *, keep: bool) -> None:
        """The drag is over: remember what it did, or take it back."""
        before, self._before = self._before, None
        if before is None:
            return
        if keep and before[1] != self.window:
            self.keep()
        else:
            self.mode, self.window = before
        self.changed.emit()

    def keep(self) -> None:
        """Remember the choice for the folder, as when a line is let go."""
        if self._folder is None:
            return
        low, high = self.window
        text = f"{low!r} {high!r}" if self.mode == "manual" else self.mode
        self._memory.save_grey_window(self._folder, self._kind(), text)
        self._set_axis()

    # ---- inside --------------------------------------------------------------------------

    def _set(self, low: float, high: float) -> None:
        self.mode, self.window = "manual", (low, high)
        self.changed.emit()

    def _recall(self, text: str) -> tuple[Mode, ValueRange]:
        if text == "full":
            return "full", self._full
        try:
            low, high = (float(part) for part in text.split())
        except ValueError:  # nothing, "auto", or damaged
            return "auto", self._automatic()
        if not (math.isfinite(low) and math.isfinite(high) and low < high):
            return "auto", self._automatic()
        return "manual", (low, high)

    def _automatic(self) -> ValueRange:
        return (0.0, 255.0) if self._image is None else self._image.window

    def _kind(self) -> str:
        return "" if self._image is None else str(self._image.pixels.dtype)

    def _set_axis(self) -> None:
        """From the darkest to the lightest of image and window; bytes always show all of theirs."""
        if self._image is None or self._kind() == "uint8":
            self.axis = (0.0, 255.0)
            return
        low = min(self._image.extremes[0], self.window[0])
        high = max(self._image.extremes[1], self.window[1])
        self.axis = (low, high if high > low else low + 1)

    def _gap(self) -> float:
        return 1.0 if self.is_whole else (self.axis[1] - self.axis[0]) / 1000

    def _rounded(self, value: float) -> float:
        return float(round(value)) if self.is_whole else value
