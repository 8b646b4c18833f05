"""Decoding images and thumbnails off the GUI thread, newest wish first."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import qimage2ndarray
from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QImage

from stac_core.data.folder_changes import stamp_of
from stac_core.data.images import (
    automatic_window,
    read_image,
    read_thumbnail,
    thumbnail_of,
)
from stac_gui.canvas.pyramid import Pyramid
from stac_gui.workers.tasks import TaskPool

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from stac_core.data.folder_changes import Stamp
    from stac_core.data.images import ImageArray, ValueRange
    from stac_core.types import ImageItem
    from stac_gui.outcome import ErrorInfo

CACHE_BYTES = 512 << 20
_STAMPS = 200


@dataclass(frozen=True)
class LoadedImage:
    """A decoded image.

    Attributes:
        item: Which.
        pixels: As read: the values that are shown under the cursor.
        display: The same with smaller copies, for every zoom.
        window: Values that are black and white on the screen unless a person chooses others.
        extremes: The smallest and the largest value.
        stamp: What the file was like when it was read.
    """

    item: ImageItem
    pixels: ImageArray
    display: Pyramid
    window: ValueRange
    extremes: ValueRange
    stamp: Stamp | None = None

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
    stamp = stamp_of(item.path)  # before: a file that changes meanwhile is read again
    pixels = read_image(item.path)
    display = Pyramid(pixels, "mean")
    display.build()
    extremes = float(pixels.min()), float(pixels.max())
    return LoadedImage(item, pixels, display, automatic_window(pixels), extremes, stamp)


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

    def values(self) -> list[Any]:
        """All values."""
        return [value for value, _ in self._values.values()]

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
        # by path: another folder may have images with the same ids, some still on their way
        found: LoadedImage | None = self._cache.get(str(item.path))
        return found

    def forget(self, item: ImageItem) -> None:
        """Read an image anew when it is asked for next: its file has changed."""
        self._cache.remove(str(item.path))

    def is_reading(self, item: ImageItem) -> bool:
        """Whether the image was asked for and is on its way."""
        return str(item.path) in self._pending

    def stamps(self) -> dict[str, tuple[Path, Stamp | None]]:
        """Files of the images in memory, as they were when they were read."""
        images: list[LoadedImage] = self._cache.values()
        return {each.item.id: (each.item.path, each.stamp) for each in images}

    def request(self, item: ImageItem, *, urgent: bool = False) -> None:
        """Ask for an image that is not in memory; a signal follows."""
        key = str(item.path)
        if key in self._pending or key in self._cache:
            return
        self._pending.add(key)
        self._tasks.submit(
            lambda: load_image(item),
            self._on_loaded,
            lambda error: self._on_failed(item, error),
            priority=1 if urgent else 0,
        )

    def clear(self) -> None:
        """Forget all images, as when another folder is opened."""
        self._cache.clear()

    def close(self) -> None:
        """Stop."""
        self._tasks.close()

    def _on_loaded(self, image: LoadedImage) -> None:
        self._pending.discard(str(image.item.path))
        self._cache.put(str(image.item.path), image, image.memory)
        self.loaded.emit(image)

    def _on_failed(self, item: ImageItem, error: ErrorInfo) -> None:
        self._pending.discard(str(item.path))
        self.failed.emit(item.id, error)


class ThumbnailLoader(QObject):
    """Small pictures for the list: what was asked for last comes first, the rest is forgotten.

    No file is decoded twice at the same time: an image that is being read for the window gets its
    small picture from there.

    Args:
        images: Images that were read, or are being read.
        parent: Owner.

    Signals:
        loaded: Image id and `QImage`; a null image where the file cannot be read.
    """

    loaded = Signal(str, QImage)

    def __init__(self, images: ImageLoader, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._images = images
        images.loaded.connect(self._next)
        images.failed.connect(self._next)
        self._tasks = TaskPool(1, self)
        self._waiting: OrderedDict[str, tuple[ImageItem, int]] = OrderedDict()
        self._stamps: OrderedDict[str, tuple[Path, Stamp | None]] = OrderedDict()
        self._generation = 0
        self._busy = False
        self._soon = QTimer(self)  # rows ask while they are painted: first all of it is
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._next)

    def request(self, item: ImageItem, side: int) -> None:
        """Ask for a thumbnail; `loaded` follows unless it is forgotten before its turn.

        Args:
            item: Of which image.
            side: Pixels of its longer side.
        """
        self._waiting[item.id] = item, side
        self._waiting.move_to_end(item.id)
        self._soon.start()

    def keep(self, images: Collection[str]) -> None:
        """Forget what waits, but for these images: the others scrolled away."""
        for image_id in [each for each in self._waiting if each not in images]:
            del self._waiting[image_id]

    @property
    def is_idle(self) -> bool:
        """Whether nothing waits or runs."""
        return not self._busy and not self._waiting

    def clear(self) -> None:
        """Forget what waits, and what is being made: another folder may have the same ids."""
        self._generation += 1
        self._waiting.clear()
        self._stamps.clear()

    def stamps(self) -> dict[str, tuple[Path, Stamp | None]]:
        """Files of the last thumbnails, as they were when they were read."""
        return dict(self._stamps)

    def close(self) -> None:
        """Stop."""
        self._soon.stop()
        self._waiting.clear()
        self._tasks.close()

    @Slot()
    def _next(self) -> None:
        if self._busy:
            return
        waiting = reversed(self._waiting.items())
        ready = (each for each, (item, _) in waiting if not self._images.is_reading(item))
        image_id = next(ready, None)
        if image_id is None:
            return
        item, side = self._waiting.pop(image_id)
        self._busy = True
        generation = self._generation
        known = self._images.get(item)

        def make() -> tuple[QImage, Stamp | None]:
            if known is not None:
                small = thumbnail_of(known.display.smallest(side), side)
                return qimage2ndarray.array2qimage(small), known.stamp
            stamp = stamp_of(item.path)
            return qimage2ndarray.array2qimage(read_thumbnail(item.path, side)), stamp

        def done(made: tuple[QImage, Stamp | None]) -> None:
            if generation == self._generation:
                self._stamps[image_id] = item.path, made[1]
                self._stamps.move_to_end(image_id)
                while len(self._stamps) > _STAMPS:
                    self._stamps.popitem(last=False)
            self._on_done(image_id, made[0], generation)

        self._tasks.submit(make, done, lambda error: self._on_done(image_id, QImage(), generation))

    def _on_done(self, image_id: str, picture: QImage, generation: int) -> None:
        self._busy = False
        if generation == self._generation:
            self.loaded.emit(image_id, picture)
        self._next()
