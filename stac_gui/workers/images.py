"""Decoding images and thumbnails off the GUI thread, newest wish first."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import qimage2ndarray
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from stac_core.data.images import automatic_window, read_image, read_thumbnail
from stac_gui.canvas.pyramid import Pyramid
from stac_gui.workers.tasks import TaskPool

if TYPE_CHECKING:
    from collections.abc import Collection

    from stac_core.data.images import ImageArray, ValueRange
    from stac_core.types import ImageItem
    from stac_gui.outcome import ErrorInfo

CACHE_BYTES = 512 << 20


@dataclass(frozen=True)
class LoadedImage:
    """A decoded image.

    Attributes:
        item: Which.
        pixels: As read: the values that are shown under the cursor.
        display: The same with smaller copies, for every zoom.
        window: Values that are black and white on the screen unless a person chooses others.
        extremes: The smallest and the largest value.
    """

    item: ImageItem
    pixels: ImageArray
    display: Pyramid
    window: ValueRange
    extremes: ValueRange

    @property
    def size(self) -> tuple[int, int]:
        """(height, width) in pixels."""
        return self.pixels.shape[0], self.pixels.shape[1]

    @property
    def memory(self) -> int:
        """Bytes held."""
        return self.display.memory


def load_image(item: ImageItem) -> LoadedImage:
    """Decode an image and prepare it for every zoom.

    Raises:
        DataError: If it cannot be read.
    """
    pixels = read_image(item.path)
    display = Pyramid(pixels, "mean")
    display.build()
    extremes = float(pixels.min()), float(pixels.max())
    return LoadedImage(item, pixels, display, automatic_window(pixels), extremes)


class ByteCache:
    """Keeps the most recently used values up to so many bytes; always at least one."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._values: OrderedDict[str, tuple[Any, int]] = OrderedDict()
        self._bytes = 0

    def get(self, key: str) -> Any:
        """The value, or None."""
        if key not in self._values:
            return None
        self._values.move_to_end(key)
        return self._values[key][0]

    def put(self, key: str, value: Any, size: int) -> None:
        """Keep a value of `size` bytes."""
        self.remove(key)
        self._values[key] = (value, size)
        self._bytes += size
        while self._bytes > self._limit and len(self._values) > 1:
            _, (_, old) = self._values.popitem(last=False)
            self._bytes -= old

    def remove(self, key: str) -> None:
        """Forget a value."""
        if key in self._values:
            self._bytes -= self._values.pop(key)[1]

    def clear(self) -> None:
        """Forget everything."""
        self._values.clear()
        self._bytes = 0

    def __contains__(self, key: str) -> bool:
        return key in self._values


class ImageLoader(QObject):
    """Decodes images ahead of time and remembers them.

    Signals:
        loaded: A `LoadedImage`, also when it came from memory's neighbourhood.
        failed: Image id and `ErrorInfo`.
    """

    loaded = Signal(object)
    failed = Signal(str, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = TaskPool(2, self)
        self._cache = ByteCache(CACHE_BYTES)
        self._pending: set[str] = set()

    def get(self, item: ImageItem) -> LoadedImage | None:
        """The image, if it is in memory."""
        found: LoadedImage | None = self._cache.get(item.id)
        return found

    def request(self, item: ImageItem, *, urgent: bool = False) -> None:
        """Ask for an image that is not in memory; a signal follows."""
        if item.id in self._pending or item.id in self._cache:
            return
        self._pending.add(item.id)
        self._tasks.submit(
            lambda: load_image(item),
            self._on_loaded,
            lambda error: self._on_failed(item.id, error),
            priority=1 if urgent else 0,
        )

    def clear(self) -> None:
        """Forget all images, as when another folder is opened."""
        self._cache.clear()

    def close(self) -> None:
        """Stop."""
        self._tasks.close()

    def _on_loaded(self, image: LoadedImage) -> None:
        self._pending.discard(image.item.id)
        self._cache.put(image.item.id, image, image.memory)
        self.loaded.emit(image)

    def _on_failed(self, image_id: str, error: ErrorInfo) -> None:
        self._pending.discard(image_id)
        self.failed.emit(image_id, error)


class ThumbnailLoader(QObject):
    """Small pictures for the list: what was asked for last comes first, the rest is forgotten.

    Signals:
        loaded: Image id and `QImage`; a null image where the file cannot be read.
    """

    loaded = Signal(str, QImage)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = TaskPool(1, self)
        self._waiting: OrderedDict[str, tuple[ImageItem, int]] = OrderedDict()
        self._busy = False

    def request(self, item: ImageItem, side: int) -> None:
        """Ask for a thumbnail; `loaded` follows unless it is forgotten before its turn.

        Args:
            item: Of which image.
            side: Pixels of its longer side.
        """
        self._waiting[item.id] = item, side
        self._waiting.move_to_end(item.id)
        self._next()

    def keep(self, images: Collection[str]) -> None:
        """Forget what waits, but for these images: the others scrolled away."""
        for image_id in [each for each in self._waiting if each not in images]:
            del self._waiting[image_id]

    @property
    def is_idle(self) -> bool:
        """Whether nothing waits or runs."""
        return not self._busy and not self._waiting

    def clear(self) -> None:
        """Forget what waits."""
        self._waiting.clear()

    def close(self) -> None:
        """Stop."""
        self._waiting.clear()
        self._tasks.close()

    def _next(self) -> None:
        if self._busy or not self._waiting:
            return
        image_id, (item, side) = self._waiting.popitem()
        self._busy = True
        self._tasks.submit(
            lambda: qimage2ndarray.array2qimage(read_thumbnail(item.path, side)),
            lambda picture: self._on_done(image_id, picture),
            lambda error: self._on_done(image_id, QImage()),
        )

    def _on_done(self, image_id: str, picture: QImage) -> None:
        self._busy = False
        self.loaded.emit(image_id, picture)
        self._next()
