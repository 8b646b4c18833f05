"""Pictures for reports: each image with its mask's outlines, a light fill and a legend.

Only written. The image is as the window shows it at first: 8-bit images as they are, others between
their 0.1 and 99.9 % quantiles. The legend names the classes that are there and the share of the
image that they cover. `legend.csv` lists all classes with their colours.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, ClassVar, Final

import numpy as np
from PIL import Image

from stac_core.data.images import read_image, to_display
from stac_core.errors import DataError
from stac_core.formats.label_set import LabelFormat, LabelWriter, OutImage
from stac_core.io import atomic_write_bytes, atomic_write_text
from stac_core.legend import Entry, legend
from stac_core.opencv import cv2
from stac_core.overlay import draw_mask
from stac_core.types import BACKGROUND, IGNORE_INDEX

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from stac_core.types import Mask

IGNORED_COLOR: Final = (255, 255, 255)
LONGEST_JPEG: Final = 65_500
"""Pixels on a side that a JPEG can have."""

_SIDE_PER_PIXEL: Final = 600
"""Outlines are a pixel thick for so many pixels of the image's shorter side."""


class OverlayWriter(LabelWriter):
    """Writes a PNG for each image."""

    suffix: ClassVar[str] = ".png"

    def add(self, image: OutImage, mask: Mask) -> None:
        """Draw the mask on its image, and the legend below."""
        shown = to_display(read_image(image.path))
        rgb = np.asarray(cv2.cvtColor(shown, cv2.COLOR_GRAY2RGB)) if shown.ndim == 2 else shown
        if rgb.shape[:2] != mask.shape:
            raise DataError(
                f"is {rgb.shape[0]} x {rgb.shape[1]} pixels, its mask {mask.shape[0]} x "
                f"{mask.shape[1]} (height x width)",
                where=image.path,
            )
        thickness = max(1, round(min(mask.shape) / _SIDE_PER_PIXEL))
        picture = draw_mask(rgb, mask, self.plan.colors, thickness=thickness)
        picture = _stacked(picture, legend(self._entries(mask), mask.shape[1]))
        atomic_write_bytes(self.folder / f"{image.key}{self.suffix}", self.encode(picture, image))

    def finish(self, added: Sequence[OutImage]) -> None:
        """Write the classes and their colours."""
        buffer = io.StringIO()
        rows = csv.writer(buffer, lineterminator="\n")
        rows.writerow(["class", "color"])
        for name, color in zip(self.plan.classes, self.plan.colors, strict=True):
            rows.writerow([name, f"#{bytes(color).hex()}"])
        atomic_write_text(self.folder / "legend.csv", buffer.getvalue())

    def image_file(self, image: OutImage) -> str:
        """In a folder of their own, so that they are not mixed with the pictures."""
        return f"images/{image.id}"

    def encode(self, picture: NDArray[np.uint8], image: OutImage) -> bytes:
        """The picture, uint8 (h, w, 3), as a file."""
        buffer = io.BytesIO()
        Image.fromarray(picture).save(buffer, "PNG", compress_level=1)
        return buffer.getvalue()

    def _entries(self, mask: Mask) -> list[Entry]:
        counts = np.bincount(mask.ravel(), minlength=256)
        entries = []
        for value in np.flatnonzero(counts).tolist():
            share = f"{100 * counts[value] / mask.size:.2f} %"
            if value == IGNORE_INDEX:
                entries.append(Entry(f"ignored {share}", IGNORED_COLOR))
            elif value != BACKGROUND:
                name, color = self.plan.classes[value - 1], self.plan.colors[value - 1]
                entries.append(Entry(f"{name} {share}", color))
        return entries


class JpegOverlayWriter(OverlayWriter):
    """Writes a JPEG for each image."""

    suffix = ".jpg"

    def encode(self, picture: NDArray[np.uint8], image: OutImage) -> bytes:
        """The picture as a JPEG whose colours are not blurred.

        Raises:
            DataError: If it is too large for one.
        """
        if max(picture.shape) > LONGEST_JPEG:
            raise DataError(
                f"is longer than the {LONGEST_JPEG:,} pixels that a JPEG can have",
                where=image.path,
                fix="Export PNG pictures",
            )
        buffer = io.BytesIO()
        Image.fromarray(picture).save(buffer, "JPEG", quality=90, subsampling=0)
        return buffer.getvalue()


def _stacked(above: NDArray[np.uint8], below: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """One picture above another, on white where one is narrower."""
    width = max(above.shape[1], below.shape[1])
    both = np.full((above.shape[0] + below.shape[0], width, 3), 255, np.uint8)
    both[: above.shape[0], : above.shape[1]] = above
    both[above.shape[0] :, : below.shape[1]] = below
    return both


def _is_never(path: Path) -> bool:
    return False


FORMAT: Final = LabelFormat(
    name="overlay",
    title="Pictures (PNG)",
    summary="for reports: outlines, light fill and legend on each image",
    open=None,
    looks_like=_is_never,
    writer=OverlayWriter,
)

JPEG_FORMAT: Final = LabelFormat(
    name="overlay-jpeg",
    title="Pictures (JPEG)",
    summary="the same, in smaller files",
    open=None,
    looks_like=_is_never,
    writer=JpegOverlayWriter,
)
