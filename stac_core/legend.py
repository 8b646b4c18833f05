"""A strip that says which colour is which class, for pictures that leave the program."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from PIL import Image, ImageDraw, ImageFont

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Font = ImageFont.FreeTypeFont | ImageFont.ImageFont

SMALLEST: Final = 12
LARGEST: Final = 64
"""Heights of letters in pixels."""

_FONTS: Final = (
    "DejaVuSans.ttf", "segoeui.ttf", "arial.ttf", "Arial.ttf", "LiberationSans-Regular.ttf",
    "NotoSans-Regular.ttf", "msyh.ttc", "simsun.ttc", "NotoSansCJK-Regular.ttc",
    "NotoSansSC-Regular.otf", "wqy-microhei.ttc", "PingFang.ttc", "Arial Unicode.ttf",
)  # fmt: skip
"""Looked for among the system's fonts; the first that has all letters is taken."""

_PAPER: Final = (255, 255, 255)
_INK: Final = (32, 32, 32)
_FRAME: Final = (128, 128, 128)


class Entry(NamedTuple):
    """A line of a legend.

    Attributes:
        text: What it says.
        color: (red, green, blue).
    """

    text: str
    color: tuple[int, int, int]


def legend(entries: Sequence[Entry], width: int) -> NDArray[np.uint8]:
    """Patches of colour with words, in as many rows as they need.

    Args:
        entries: In their order.
        width: Of the picture it belongs to; it is wider only if one entry needs that.

    Returns:
        uint8 (h, w, 3); no rows where there are no entries.
    """
    if not entries:
        return np.zeros((0, width, 3), np.uint8)
    height = min(max(width // 50, SMALLEST), LARGEST)
    font = font_for("".join(entry.text for entry in entries), height)
    gap = height // 2 + 2
    wide = [height + gap + int(np.ceil(font.getlength(entry.text))) for entry in entries]
    whole = max(width, max(wide) + 2 * gap)
    places: list[tuple[int, int]] = []
    x, row = gap, 0
    for each in wide:
        if x > gap and x + each + gap > whole:
            x, row = gap, row + 1
        places.append((x, gap + row * (height + gap)))
        x += each + 2 * gap
    canvas = Image.new("RGB", (whole, 2 * gap + row * (height + gap) + height), _PAPER)
    draw = ImageDraw.Draw(canvas)
    for entry, (x, y) in zip(entries, places, strict=True):
        draw.rectangle((x, y, x + height - 1, y + height - 1), entry.color, _FRAME)
        draw.text((x + height + gap, y + height / 2), entry.text, _INK, font, anchor="lm")
    return np.array(canvas)


@cache
def font_for(letters: str, height: int) -> Font:
    """The first of the system's usual fonts that has all letters; the one with most if none has.

    Args:
        letters: In any order.
        height: In pixels.
    """
    wanted = {letter for letter in letters if not letter.isspace()}
    best: Font | None = None
    fewest = len(wanted) + 1
    for name in _FONTS:
        try:
            font = ImageFont.truetype(name, height)
        except OSError:
            continue
        unknown = bytes(font.getmask("\U0010ffff"))
        missing = sum(bytes(font.getmask(letter)) == unknown for letter in wanted)
        if missing < fewest:
            best, fewest = font, missing
        if not missing:
            break
    return best or ImageFont.load_default(height)
