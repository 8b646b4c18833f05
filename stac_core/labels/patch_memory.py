"""Keeps the patches of an undo history in bounded memory: older ones wait on the disk.

A hundred strokes are small whatever the image, but a hundred operations on all of an 8192 x 8192
mask need not be. Nothing is forgotten for that: what is over the budget goes to a temporary file,
which has no name and is gone with the program. Patches are packed by whoever runs what takes long,
so that the end of a wide stroke does not wait for it.
"""

from __future__ import annotations

import logging
import os
import struct
import tempfile
import weakref
from typing import IO, TYPE_CHECKING, Final

from stac_core.labels.mask_edit import MaskPatch, PatchTile, Rect
from stac_core.labels.tile_pixels import TilePixels

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Run = Callable[[Callable[[], None], Callable[[], None]], None]

logger = logging.getLogger(__name__)

BUDGET: Final = 32 * 1024 * 1024
"""Bytes of patches that one history keeps in memory."""

FEW: Final = 16
"""Patches of at most so many tiles are packed at once: that takes a millisecond or two."""

_PATCH: Final = struct.Struct("<4ii")  # rectangle, tiles
_TILE: Final = struct.Struct("<4iII")  # rectangle, lengths before and after
_NONE: Final = -1

Patches = tuple["MaskPatch | None", ...]


def _at_once(work: Callable[[], None], done: Callable[[], None]) -> None:
    work()
    done()


class KeptPatches:
    """Some patches, in memory or on the disk; made by `PatchMemory.keep`."""

    def __init__(self, memory: PatchMemory, patches: Patches) -> None:
        self._memory = memory
        self._patches: Patches | None = patches
        self._place = (0, 0)
        self._packed_size: int | None = None

    @property
    def size(self) -> int:
        """Bytes that they hold in memory."""
        if self._patches is None:
            return 0
        return _size(self._patches) if self._packed_size is None else self._packed_size

    @property
    def is_packed(self) -> bool:
        """Whether they hold no more memory than they must."""
        return self._packed_size is not None

    def pack(self) -> None:
        """Make them small, in any thread."""
        patches = self._patches
        if patches is not None and not self.is_packed:
            for patch in patches:
                if patch is not None:
                    patch.pack()
            self._packed_size = _size(patches)

    @property
    def is_on_disk(self) -> bool:
        """Whether they wait on the disk."""
        return self._patches is None

    @property
    def patches(self) -> Patches:
        """The patches; read from the disk where they are there.

        Raises:
            OSError: If the file cannot be read.
        """
        if self._patches is not None:
            return self._patches
        return _unpacked(self._memory.read(*self._place))

    def file_away(self) -> None:
        """Go to the disk.

        Raises:
            OSError: If there is no room.
        """
        self.pack()
        if self._patches is not None:
            self._place = self._memory.write(_packed(self._patches))
            self._patches = None


class PatchMemory:
    """The memory of one history.

    Args:
        budget: Bytes to keep in memory.
        run: Runs what takes long: `(work, done)`, where only `work` may be in another thread.
    """

    def __init__(self, budget: int = BUDGET, run: Run = _at_once) -> None:
        self._budget, self._run = budget, run
        self._kept: list[weakref.ref[KeptPatches]] = []
        self._file: IO[bytes] | None = None

    @property
    def size(self) -> int:
        """Bytes of patches in memory."""
        return sum(kept.size for kept in self._alive())

    def keep(self, *patches: MaskPatch | None) -> KeptPatches:
        """Keep patches for as long as somebody has the result; older ones may go to the disk."""
        new = KeptPatches(self, patches)
        alive = self._alive()
        self._kept = [weakref.ref(kept) for kept in (*alive, new)]
        if not any(kept.is_on_disk for kept in alive):
            self._empty()
        reference = weakref.ref(new)  # a step that was undone and drawn over need not be packed

        def pack() -> None:
            kept = reference()
            if kept is not None:
                kept.pack()

        is_quick = sum(len(patch.tiles) for patch in patches if patch is not None) <= FEW
        (_at_once if is_quick else self._run)(pack, self._keep_budget)
        return new

    def write(self, data: bytes) -> tuple[int, int]:
        """Put bytes into the file: where they are, and how many."""
        if self._file is None:
            self._file = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the history
            weakref.finalize(self, self._file.close)
        place = self._file.seek(0, os.SEEK_END)
        self._file.write(data)
        self._file.flush()
        return place, len(data)

    def read(self, place: int, length: int) -> bytes:
        """Bytes of the file.

        Raises:
            OSError: If they are not there.
        """
        assert self._file is not None
        self._file.seek(place)
        data = self._file.read(length)
        if len(data) != length:
            raise OSError("the temporary file of the undo history is damaged")
        return data

    def _alive(self) -> list[KeptPatches]:
        return [kept for each in self._kept if (kept := each()) is not None]

    def _keep_budget(self) -> None:
        alive = self._alive()
        if alive and all(kept.is_packed for kept in alive):  # else more is to come
            self._file_away(alive[:-1], self._budget - alive[-1].size)

    def _file_away(self, oldest_first: Sequence[KeptPatches], room: int) -> None:
        over = sum(kept.size for kept in oldest_first) - room
        for kept in oldest_first:
            if over <= 0:
                return
            size = kept.size
            try:
                kept.file_away()
            except OSError as error:
                # better too much memory than a step that cannot be undone
                logger.warning("older undo steps stay in memory: %s", error)
                return
            over -= size

    def _empty(self) -> None:
        if self._file is not None:
            self._file.seek(0)
            self._file.truncate()


def _size(patches: Patches) -> int:
    return sum(patch.size for patch in patches if patch is not None)


def _packed(patches: Patches) -> bytes:
    parts = []
    for patch in patches:
        if patch is None:
            parts.append(_PATCH.pack(0, 0, 0, 0, _NONE))
            continue
        parts.append(_PATCH.pack(*patch.rect, len(patch.tiles)))
        for tile in patch.tiles:
            before, after = tile.before.to_bytes(), tile.after.to_bytes()
            parts += [_TILE.pack(*tile.rect, len(before), len(after)), before, after]
    return b"".join(parts)


def _unpacked(data: bytes) -> Patches:
    patches: list[MaskPatch | None] = []
    place = 0
    while place < len(data):
        *rect, count = _PATCH.unpack_from(data, place)
        place += _PATCH.size
        tiles = []
        for _ in range(count):
            *bounds, before, after = _TILE.unpack_from(data, place)
            place += _TILE.size
            middle, end = place + before, place + before + after
            where = Rect(*bounds)
            sides = (data[place:middle], data[middle:end])
            tiles.append(PatchTile(where, *(TilePixels(each, where.shape) for each in sides)))
            place = end
        patches.append(None if count == _NONE else MaskPatch(tuple(tiles), Rect(*rect)))
    return tuple(patches)
