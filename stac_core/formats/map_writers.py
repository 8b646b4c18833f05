"""Heat maps as files for other programs: written here, read by `map_registry`'s formats.

`cam/<key>.npz` as `stac predict` writes them, or a picture for each class and image,
`<class>/<key>.png` with 0..65535 for 0..1, or `<class>/<key>.tif` with the values themselves.
"""

from __future__ import annotations

import abc
import io
from typing import TYPE_CHECKING, ClassVar, Final

import numpy as np
from PIL import Image

from stac_core.errors import DataError
from stac_core.formats.label_set import LabelFormat, LabelWriter, OutImage, WritePlan
from stac_core.formats.maps import write_cam
from stac_core.io import atomic_write_bytes, safe_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from stac_core.types import CamResult, FloatMap, Mask

FULL: Final = 65_535


class MapWriter(LabelWriter):
    """Writes the maps of each image; its mask only says that the image is wanted."""

    def add(self, image: OutImage, mask: Mask) -> None:
        """Write the maps of one image."""
        if self.plan.maps is None:
            raise DataError("there are no heat maps to write", where=image.id)
        self.write(image, self.plan.maps(image))

    @abc.abstractmethod
    def write(self, image: OutImage, result: CamResult) -> None:
        """Write the maps of one image."""

    def finish(self, added: Sequence[OutImage]) -> None:
        """Nothing belongs to all images."""

    def image_file(self, image: OutImage) -> str:
        """In a folder of their own, so that they are not taken for maps."""
        return f"images/{image.id}"


class NpzMapWriter(MapWriter):
    """One .npz an image."""

    def write(self, image: OutImage, result: CamResult) -> None:
        """Write maps, scores and class names."""
        write_cam(self.folder / "cam" / f"{image.key}.npz", result)


class PictureMapWriter(MapWriter):
    """A picture for each class and image.

    Raises:
        DataError: If two classes would have one folder.
    """

    suffix: ClassVar[str]

    def __init__(self, plan: WritePlan) -> None:
        super().__init__(plan)
        folders = {"images": "the copied images"} if plan.copy_images else {}
        for name in plan.classes:
            taken = folders.setdefault(safe_name(name).casefold(), name)
            if taken != name:
                raise DataError(
                    f"the maps of {name!r} and {taken} would lie in one folder",
                    where=name,
                    fix="Rename the class, or export NPZ files",
                )

    def write(self, image: OutImage, result: CamResult) -> None:
        """Write a picture of each class, also of one whose map is zero."""
        for name, levels in zip(result.classes, result.cam, strict=True):
            path = self.folder / safe_name(name) / f"{image.key}{self.suffix}"
            atomic_write_bytes(path, self.encode(levels))

    @abc.abstractmethod
    def encode(self, levels: FloatMap) -> bytes:
        """A map (H, W) in [0, 1] as a file."""


class PngMapWriter(PictureMapWriter):
    """16-bit grey PNGs."""

    suffix = ".png"

    def encode(self, levels: FloatMap) -> bytes:
        """0..1 as 0..65535."""
        values = np.rint(np.clip(levels, 0, 1) * FULL).astype(np.uint16)
        buffer = io.BytesIO()
        Image.fromarray(values).save(buffer, "PNG", compress_level=1)
        return buffer.getvalue()


class TiffMapWriter(PictureMapWriter):
    """32-bit float TIFFs."""

    suffix = ".tif"

    def encode(self, levels: FloatMap) -> bytes:
        """The values as they are."""
        buffer = io.BytesIO()
        picture = Image.fromarray(np.ascontiguousarray(levels, np.float32))
        picture.save(buffer, "TIFF", compression="tiff_adobe_deflate")
        return buffer.getvalue()


def _is_never(path: Path) -> bool:
    return False


FORMATS: Final = (
    LabelFormat(
        name="maps-npz",
        title="Heat maps (NPZ)",
        summary="one .npz an image with the maps of all classes, scores and class names",
        open=None,
        looks_like=_is_never,
        writer=NpzMapWriter,
    ),
    LabelFormat(
        name="maps-png",
        title="Heat maps (16-bit PNG)",
        summary="a grey PNG for each class and image, 0 to 65535",
        open=None,
        looks_like=_is_never,
        writer=PngMapWriter,
    ),
    LabelFormat(
        name="maps-tiff",
        title="Heat maps (float TIFF)",
        summary="a TIFF for each class and image with values from 0 to 1",
        open=None,
        looks_like=_is_never,
        writer=TiffMapWriter,
    ),
)
