"""The pixels of one tile of a mask, as they are at first and packed as soon as there is time.

Packing takes longer than the end of a brush stroke may, so an undo step begins with plain copies of
its tiles and a thread packs them afterwards. Nothing that reads them sees a difference.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import numpy as np

from stac_core.labels.squeezing import squeezed

if TYPE_CHECKING:
    from stac_core.types import Mask


class TilePixels:
    """Pixels that stay the same, packed or not. Any thread may call anything at any time.

    Args:
        pixels: uint8 (h, w), of which a copy is kept; or what `to_bytes` gave.
        shape: (h, w), where they are packed.
    """

    __slots__ = ("_check", "_packed", "_plain", "shape")

    def __init__(self, pixels: Mask | bytes, shape: tuple[int, int] | None = None) -> None:
        # whoever reads looks at `_plain` first: `_packed` is there before that goes
        self._plain: bytes | None = None
        self._packed = b""
        self._check: int | None = None
        if isinstance(pixels, bytes):
            assert shape is not None, "packed pixels do not say how many there are"
            self._packed, self.shape = pixels, shape
        else:
            self._plain = pixels.tobytes()
            self.shape = (pixels.shape[0], pixels.shape[1])

    @property
    def size(self) -> int:
        """Bytes of memory that they hold now."""
        plain = self._plain
        return len(self._packed if plain is None else plain)

    def pack(self) -> None:
        """Hold less memory from now on; the same pixels give the same bytes."""
        plain = self._plain
        if plain is not None:
            self._check = zlib.crc32(plain)
            self._packed = _packed(plain)
            self._plain = None

    def to_bytes(self) -> bytes:
        """Packed."""
        self.pack()
        return self._packed

    def values(self) -> Mask:
        """uint8 (h, w), or one value for all (1, 1); not to be written to."""
        plain = self._plain
        if plain is None and len(self._packed) == 1:
            return np.frombuffer(self._packed, np.uint8).reshape(1, 1)
        data = zlib.decompress(self._packed) if plain is None else plain
        return np.frombuffer(data, np.uint8).reshape(self.shape)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, TilePixels):
            return NotImplemented
        mine, others = self._plain, other._plain
        if self.shape != other.shape:
            return False
        if mine is not None and others is not None:
            return mine == others
        if mine is None and others is None:
            return self._packed == other._packed
        # most that differ are told apart without being unpacked
        sums = self._sum(), other._sum()
        if None not in sums and sums[0] != sums[1]:
            return False
        return bool((self.values() == other.values()).all())

    __hash__ = None  # type: ignore[assignment]

    def _sum(self) -> int | None:
        plain = self._plain
        if self._check is None and plain is not None:
            self._check = zlib.crc32(plain)
        return self._check


def _packed(plain: bytes) -> bytes:
    first = plain[:1]
    if plain == first * len(plain):
        return first
    return squeezed(plain)
