"""Packing runs of values."""

from __future__ import annotations

import zlib


def squeezed(data: bytes) -> bytes:
    """Pack bytes; `zlib.decompress` gives them back.

    Masks are runs of one value: looking for nothing else is faster and packs better.
    """
    packer = zlib.compressobj(1, zlib.DEFLATED, strategy=zlib.Z_RLE)
    return packer.compress(data) + packer.flush()
