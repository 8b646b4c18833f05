"""Masks whose colours, or grey values of any kind, are the labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from stac_core.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from stac_core.formats.label_set import Color
    from stac_core.types import Mask


def labels_by_color(
    pixels: NDArray[np.uint8], labels: Mapping[Color, int], *, where: Path | str
) -> Mask:
    """Turn colours into labels.

    Args:
        pixels: uint8 (H, W, 3), RGB.
        labels: Label of each colour that may occur.
        where: The file, for the error.

    Returns:
        uint8 (H, W).

    Raises:
        DataError: If there is another colour, such as JPEG or smooth drawing leaves behind.
    """
    packed = {red << 16 | green << 8 | blue: label for (red, green, blue), label in labels.items()}
    found, wrong = _look_up(_packed(pixels), packed)
    if wrong is not None:
        red, green, blue = (int(each) for each in pixels[wrong])
        raise DataError(
            f"the colour {red},{green},{blue} at x {wrong[1]}, y {wrong[0]} stands for no class",
            where=where,
            fix="Name it in the list of colours; masks have to be saved without loss or smoothing",
        )
    return found


def labels_by_value(values: NDArray[Any], labels: Mapping[int, int], *, where: Path | str) -> Mask:
    """Turn values into labels.

    Args:
        values: (H, W) of whole numbers.
        labels: Label of each value that may occur.
        where: The file, for the error.

    Returns:
        uint8 (H, W).

    Raises:
        DataError: If there is another value.
    """
    found, wrong = _look_up(values, labels)
    if wrong is not None:
        raise DataError(
            f"the value {values[wrong]} at x {wrong[1]}, y {wrong[0]} stands for no class",
            where=where,
            fix="Name it in the list of values; masks have to be saved without loss or smoothing",
        )
    return found


def _look_up(
    values: NDArray[Any], labels: Mapping[int, int]
) -> tuple[Mask, tuple[int, int] | None]:
    """Labels (H, W), and row and column of the first value that has none."""
    known = np.array(sorted(labels), np.int64)
    marks = np.array([labels[value] for value in sorted(labels)], np.uint8)
    if values.dtype == np.uint8:  # a table of all values is many times faster
        every = np.arange(256)
        place = np.minimum(np.searchsorted(known, every), len(known) - 1)
        found, wrong = marks[place][values], (known[place] != every)[values]
    else:
        place = np.minimum(np.searchsorted(known, values), len(known) - 1)
        found, wrong = marks[place], known[place] != values
    if wrong.any():
        row, column = np.unravel_index(int(np.argmax(wrong)), wrong.shape)
        return found, (int(row), int(column))
    return found, None


def _packed(colors: NDArray[np.uint8]) -> NDArray[np.int64]:
    """One number for each colour of (H, W, 3)."""
    wide = colors.astype(np.int64)
    packed: NDArray[np.int64] = wide[..., 0] << 16 | wide[..., 1] << 8 | wide[..., 2]
    return packed
