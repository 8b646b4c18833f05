"""Run-length encoding as COCO has it, also used by Datumaro: column by column, background first.

It comes as a list of run lengths, or as a text of 48 + 6 bits a character. Written here rather than
taken from pycocotools, which needs a compiler where it has no wheel, and trusts what it decodes:
these runs are checked before they are followed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from stac_core.editing.region import NOTHING, Region, region_at
from stac_core.formats.label_set import MAX_PIXELS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stac_core.formats.fields import Field
    from stac_core.formats.label_set import Size

    Runs = NDArray[np.int64]

_FIRST: Final = 48
_MORE: Final = 0x20
_SIGN: Final = 0x10
_BITS: Final = 5
_MOST_DIGITS: Final = 8
"""Characters of a run: 40 bits, more than any image has pixels."""


def encode_runs(region: Region, size: Size) -> Runs:
    """The runs of a region: lengths of background and inside by turns, down the columns.

    Args:
        region: Inside the image.
        size: (H, W) of the image.

    Returns:
        int64 (n,), n at least 1; they add up to H times W.
    """
    height, width = size
    rows, columns = region.inside.shape
    # a column of its own of background after each, so that no run goes on in the next column
    down = np.zeros((columns, rows + 2), np.int8)
    down[:, 1:-1] = region.inside.T
    column, row = np.nonzero(down[:, 1:] != down[:, :-1])
    ends = (region.rect.left + column) * height + region.rect.top + row
    # unless the region is as high as the image: there an end and the next begin are one place
    goes_on = np.zeros(len(ends), bool)
    goes_on[1:-1:2] = goes_on[2::2] = ends[1:-1:2] == ends[2::2]
    ends = ends[~goes_on]
    runs = np.diff(ends, prepend=0, append=height * width)
    return runs if runs[-1] or len(runs) == 1 else runs[:-1]


def decode_runs(runs: Runs, size: Size) -> Region:
    """The region that runs describe.

    Args:
        runs: As made by `encode_runs`.
        size: (H, W) of the image.

    Raises:
        ValueError: If a run is negative or they do not fill the image exactly.
    """
    height, width = size
    if len(runs) and (runs.min() < 0 or runs.max() > height * width):
        raise ValueError("holds a run that no image of this size has")
    ends = np.cumsum(runs)
    total = int(ends[-1]) if len(ends) else 0
    if total != height * width:
        raise ValueError(f"describes {total} pixels, the image has {height} x {width}")
    count = len(runs) // 2
    first, last = ends[: 2 * count : 2], ends[1 : 2 * count : 2]
    filled = last > first
    first, last = first[filled], last[filled]
    if not len(first):
        return NOTHING
    column, row = np.divmod(first, height)
    last_column, last_row = np.divmod(last - 1, height)
    left, right = int(column[0]), int(last_column[-1]) + 1
    if (column == last_column).all():
        # only the rows that it lies in, with one of background between the columns
        top, bottom = int(row.min()), int(last_row.max()) + 1
        stride = bottom - top + 1
    else:
        top, bottom, stride = 0, height, height
    steps = np.zeros((right - left) * stride + 1, np.int8)
    steps[(column - left) * stride + row - top] += 1
    steps[(last_column - left) * stride + last_row - top + 1] -= 1
    down = np.cumsum(steps[:-1], dtype=np.int8).view(bool).reshape(right - left, stride)
    return region_at(down[:, : bottom - top].T, top, left)


def pack_runs(runs: Runs) -> str:
    """Runs as a text: each but the first three less the one two before, 5 bits a character."""
    left = runs.copy()
    left[3:] -= runs[1:-2]
    codes = np.zeros((len(runs), _MOST_DIGITS), np.uint8)
    used = np.zeros(codes.shape, bool)
    going = np.ones(len(runs), bool)
    for digit in range(_MOST_DIGITS):
        if not going.any():
            break
        bits = left & (_MORE - 1)
        left >>= _BITS
        more = left != np.where(bits & _SIGN, -1, 0)
        codes[:, digit], used[:, digit] = bits + np.where(more, _MORE, 0) + _FIRST, going
        going &= more
    return codes[used].tobytes().decode("ascii")


def unpack_runs(text: str) -> Runs:
    """The runs that a text holds.

    Raises:
        ValueError: If it is none that `pack_runs` makes.
    """
    codes = np.frombuffer(text.encode("utf-8"), np.uint8).astype(np.int64) - _FIRST
    if not len(codes):
        return np.zeros(0, np.int64)
    if codes.min() < 0 or codes.max() >= 2 * _MORE or codes[-1] & _MORE:
        raise ValueError("is no run-length text of COCO")
    last = np.flatnonzero(codes & _MORE == 0)
    first = np.concatenate([[0], last[:-1] + 1])
    digits = last - first + 1
    if digits.max() > _MOST_DIGITS:
        raise ValueError("holds a run longer than any image")
    shifts = _BITS * (np.arange(len(codes)) - np.repeat(first, digits))
    values = np.add.reduceat((codes & (_MORE - 1)) << shifts, first)
    values -= np.where(codes[last] & _SIGN, np.int64(1) << (_BITS * digits), 0)
    # more of them than fit in a sum of 64 bits would need a text of megabytes: checked as runs
    values[1::2] = np.cumsum(values[1::2])
    values[2::2] = np.cumsum(values[2::2])
    return values


def _whole(lengths: list[float]) -> Runs:
    runs = np.clip(lengths, -1, MAX_PIXELS + 1).astype(np.int64)
    if (runs != lengths).any():
        raise ValueError("holds a run that no image has")
    return runs


def read_rle(field: Field, size: Size) -> Region:
    """The region in a field of the form ``{"counts": list or text, "size": [H, W]}``.

    Args:
        field: From a file.
        size: (H, W) of the image.

    Raises:
        DataError: If it is damaged or of another size.
    """
    stated = field["size"].numbers()
    if tuple(stated) != tuple(size):
        raise field["size"].wrong(f"is {stated}, the image has {size[0]} x {size[1]} pixels")
    counts = field["counts"]
    try:
        if isinstance(counts.value, str):
            return decode_runs(unpack_runs(counts.value), size)
        return decode_runs(_whole(counts.numbers()), size)
    except ValueError as error:
        raise counts.wrong(str(error)) from error
