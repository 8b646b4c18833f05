"""Class colours: a colour-blind-safe set first, then well separated hues."""

from __future__ import annotations

import colorsys
from typing import Final

# Okabe and Ito, "Color Universal Design" (2008), without black, which vanishes on dark images.
OKABE_ITO: Final = ("#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7")

_GOLDEN_RATIO: Final = 0.618034


def default_color(index: int) -> str:
    """Colour ``#RRGGBB`` of the class with this index, counted from 0; each index has its own."""
    if index < len(OKABE_ITO):
        return OKABE_ITO[index]
    extra = index - len(OKABE_ITO)
    hue = (0.03 + extra * _GOLDEN_RATIO) % 1.0
    red, green, blue = colorsys.hls_to_rgb(hue, (0.45, 0.62, 0.75)[extra % 3], 0.65)
    return f"#{round(red * 255):02X}{round(green * 255):02X}{round(blue * 255):02X}"


def hex_to_rgb(color: str) -> tuple[int, int, int]:
    """(red, green, blue) in 0..255 of ``#RRGGBB``."""
    value = int(color.lstrip("#"), 16)
    return value >> 16, value >> 8 & 255, value & 255
