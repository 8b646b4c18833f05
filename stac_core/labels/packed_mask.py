"""Masks packed by tiles: a state that is cheap to keep, to compare and to write down.

A packed mask cannot change. `PackedMask.updated` packs only the tiles that an edit touched and
shares all others with the state before, so saving a gesture costs what the gesture touched, not
the size of the image.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from stac_core.errors import DataError
from stac_core.labels.mask_edit import TILE, Rect
from stac_core.labels.squeezing import squeezed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from stac_core.types import Mask

_HEAD: Final = struct.Struct("<III")  # height, width, tiles
_TILE: Final = np.dtype([("index", "<u4"), ("fill", "u1"), ("length", "<u4")])
_TWO, _MANY = b"2", b"n"
_AT_ONCE: Final = 256
"""Tiles that are packed together: 4 MiB of pixels, which a processor's cache can hold."""

MAX_SIDE: Final = 1 << 20
"""Larger sizes in a file are damage, not masks."""


@dataclass(frozen=True, slots=True)
class PackedMask:
    """A mask as packed tiles of 128 x 128 pixels, in rows from the top left.

    Attributes:
        shape: (height, width) in pixels.
        fills: Value of each tile that has one value only.
        details: Packed pixels of the other tiles, by the tile's number.
    """

    shape: tuple[int, int]
    fills: bytes
    details: Mapping[int, bytes]

    @classmethod
    def empty(cls, shape: tuple[int, int]) -> PackedMask:
        """A mask that is background everywhere."""
        rows, columns = _grid(shape)
        return cls(shape, bytes(rows * columns), {})

    @classmethod
    def of(cls, mask: Mask) -> PackedMask:
        """Pack a mask, uint8 (H, W)."""
        height, width = mask.shape
        state = cls.empty((height, width))
        # most tiles have one value: whole rows of tiles are looked at together
        starts = np.arange(0, width, TILE)
        fills, rest = bytearray(state.fills), []
        for row in range(0, height, TILE):
            band = mask[row : row + TILE]
            low = np.minimum.reduceat(band.min(axis=0), starts)
            high = np.maximum.reduceat(band.max(axis=0), starts)
            first = row // TILE * len(starts)
            fills[first : first + len(starts)] = low.tobytes()
            rest += (first + np.flatnonzero(low != high)).tolist()
        details: dict[int, bytes] = {}
        _pack_into(mask, rest, fills, details)
        return cls(state.shape, bytes(fills), details)

    def updated(self, mask: Mask, tiles: Iterable[int]) -> PackedMask:
        """The state after an edit.

        Args:
            mask: uint8 (H, W), of this state's shape.
            tiles: Numbers of the tiles in which it may differ from this state (see `tiles_of`).
        """
        fills, details = bytearray(self.fills), dict(self.details)
        _pack_into(mask, sorted(tiles), fills, details)
        return PackedMask(self.shape, bytes(fills), details)

    def unpack(self) -> Mask:
        """The mask, uint8 (H, W).

        Raises:
            DataError: If it was read from a damaged file.
        """
        width = self.shape[1]
        rows, columns = _grid(self.shape)
        mask = np.empty(self.shape, np.uint8)
        fills = np.frombuffer(self.fills, np.uint8).reshape(rows, columns)
        for row in range(rows):
            band = np.repeat(fills[row], TILE)[:width]
            mask[row * TILE : (row + 1) * TILE] = band
        for index, data in self.details.items():
            rect = _rect(index, self.shape)
            size = (rect.bottom - rect.top, rect.right - rect.left)
            mask[rect.slices] = _unpacked(data)[: size[0], : size[1]]
        return mask

    # ---- on disk -------------------------------------------------------------------------

    def to_bytes(self, base: PackedMask | None = None) -> bytes:
        """What `from_bytes` reads: the tiles that differ from `base`, by default from background.

        Raises:
            ValueError: If the base has another shape.
        """
        base = PackedMask.empty(self.shape) if base is None else base
        if base.shape != self.shape:
            raise ValueError(f"masks of different shapes: {base.shape} and {self.shape}")
        ours, theirs = np.frombuffer(self.fills, np.uint8), np.frombuffer(base.fills, np.uint8)
        changed = set(np.flatnonzero(ours != theirs).tolist())
        changed |= {
            index
            for index in {*self.details, *base.details}
            if self.details.get(index) != base.details.get(index)
        }
        indices = sorted(changed)
        details = [self.details.get(index, b"") for index in indices]
        table = np.zeros(len(indices), _TILE)
        table["index"], table["fill"] = indices, ours[indices]
        table["length"] = [len(each) for each in details]
        return b"".join(
            [_HEAD.pack(*self.shape, len(indices)), zlib.compress(table.tobytes(), 1), *details]
        )

    @classmethod
    def from_bytes(cls, data: bytes, base: PackedMask | None = None) -> PackedMask:
        """The mask that `to_bytes` wrote, with the same base.

        Raises:
            DataError: If the bytes are damaged, or the base is another one.
        """
        try:
            height, width, count = _HEAD.unpack_from(data)
            unpacker = zlib.decompressobj()
            table_data = unpacker.decompress(data[_HEAD.size :], count * _TILE.itemsize)
            table = np.frombuffer(table_data, _TILE)
            rest = unpacker.unused_data
        except (struct.error, zlib.error, ValueError) as error:
            raise DataError(f"a packed mask is damaged ({error})") from error
        shape = (height, width)
        if max(shape) > MAX_SIDE or (base is not None and base.shape != shape):
            raise DataError(f"a packed mask of the size {shape} does not fit")
        start = cls.empty(shape) if base is None else base
        fills, details = bytearray(start.fills), dict(start.details)
        if len(table) != count or int(table["length"].sum()) != len(rest):
            raise DataError("a packed mask is damaged (it is cut off)")
        place = 0
        for index, fill, length in table.tolist():
            if index >= len(fills):
                raise DataError("a packed mask is damaged (a tile is outside)")
            fills[index] = fill
            details.pop(index, None)
            if length:
                details[index] = rest[place : place + length]
            place += length
        return cls(shape, bytes(fills), details)


def tiles_of(rect: Rect, shape: tuple[int, int]) -> set[int]:
    """Numbers of the tiles that a rectangle touches, in a mask of this (height, width)."""
    rect = rect.clipped(shape)
    if rect.is_empty:
        return set()
    _, columns = _grid(shape)
    return {
        row * columns + column
        for row in range(rect.top // TILE, (rect.bottom - 1) // TILE + 1)
        for column in range(rect.left // TILE, (rect.right - 1) // TILE + 1)
    }


def _grid(shape: tuple[int, int]) -> tuple[int, int]:
    return -(-shape[0] // TILE), -(-shape[1] // TILE)


def _rect(index: int, shape: tuple[int, int]) -> Rect:
    row, column = divmod(index, _grid(shape)[1])
    top, left = row * TILE, column * TILE
    return Rect(top, left, top + TILE, left + TILE).clipped(shape)


def _pack_into(mask: Mask, indices: list[int], fills: bytearray, details: dict[int, bytes]) -> None:
    """Pack these tiles of a mask."""
    for start in range(0, len(indices), _AT_ONCE):
        part = indices[start : start + _AT_ONCE]
        tiles = np.empty((len(part), TILE, TILE), np.uint8)
        for tile, index in zip(tiles, part, strict=True):
            pixels = mask[_rect(index, mask.shape).slices]
            height, width = pixels.shape
            if height < TILE or width < TILE:
                tile[:] = pixels[0, 0]  # beyond the image: a value that is there anyway
            tile[:height, :width] = pixels
        flat = tiles.reshape(len(part), -1)
        low, high = flat.min(axis=1), flat.max(axis=1)
        for index, value in zip(part, low.tolist(), strict=True):
            details.pop(index, None)
            fills[index] = value
        mixed = np.flatnonzero(low != high)
        if mixed.size:
            packed = _details(flat[mixed], low[mixed], high[mixed])
            details.update(zip((part[number] for number in mixed), packed, strict=True))


def _details(
    tiles: NDArray[np.uint8], low: NDArray[np.uint8], high: NDArray[np.uint8]
) -> Iterator[bytes]:
    """Pack tiles (n, pixels) of more than one value, whose smallest and largest are known."""
    is_high = tiles == high[:, None]
    has_two = (is_high | (tiles == low[:, None])).all(axis=1)
    bits = np.packbits(is_high, axis=1)
    for number, two in enumerate(has_two.tolist()):
        if two:
            values = bytes((int(low[number]), int(high[number])))
            yield _TWO + values + squeezed(bits[number].tobytes())
        else:
            yield _MANY + squeezed(tiles[number].tobytes())


def _unpacked(data: bytes) -> NDArray[np.uint8]:
    """The pixels of one tile, uint8 (128, 128)."""
    try:
        if data[:1] == _TWO:
            low, high = data[1], data[2]
            bits = np.frombuffer(zlib.decompress(data[3:]), np.uint8)
            flat = np.where(np.unpackbits(bits), np.uint8(high), np.uint8(low))
        elif data[:1] == _MANY:
            flat = np.frombuffer(zlib.decompress(data[1:]), np.uint8)
        else:
            raise DataError("a packed mask is damaged (unknown kind of tile)")
        return flat.reshape(TILE, TILE)
    except (zlib.error, ValueError, IndexError) as error:
        raise DataError(f"a packed mask is damaged ({error})") from error
