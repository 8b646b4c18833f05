"""The layout of PASCAL VOC segmentation.

`SegmentationClass/<key>.png` (8-bit palette PNG, the VOC palette, 255 = ignore),
`ImageSets/Segmentation/<subset>.txt` (keys, one a line), `labelmap.txt` (`name:r,g,b::`) and
`class_names.txt`; on request the images in `JPEGImages`.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from stac_core.data.items import natural_sorted, read_list
from stac_core.errors import DataError
from stac_core.formats.fields import read_text
from stac_core.formats.label_set import (
    ImageLabels,
    LabelFormat,
    LabelSet,
    LabelWriter,
    OpenOptions,
    OutImage,
    Size,
    by_subset,
)
from stac_core.formats.mask_png import read_mask, voc_palette, write_mask
from stac_core.io import atomic_write_text
from stac_core.types import BACKGROUND_NAME

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stac_core.types import Mask

MASK_FOLDER: Final = "SegmentationClass"
LIST_FOLDER: Final = "ImageSets/Segmentation"
IMAGE_FOLDER: Final = "JPEGImages"

_BACKGROUNDS: Final = frozenset({BACKGROUND_NAME, "_background_", "__background__"})
_IGNORED: Final = "__ignore__"


class VocLabels(LabelSet):
    """Masks in `SegmentationClass`, read one at a time."""

    def read(self, name: str, size: Size | None = None) -> ImageLabels:
        """The mask of one image; its values are the labels."""
        return ImageLabels(read_mask(self.root / MASK_FOLDER / f"{name}.png"))


class VocWriter(LabelWriter):
    """Writes one PNG an image, and the lists at the end."""

    def add(self, image: OutImage, mask: Mask) -> None:
        """Write the mask as a palette PNG."""
        write_mask(self.folder / MASK_FOLDER / f"{image.key}.png", mask, voc_palette())

    def finish(self, added: Sequence[OutImage]) -> None:
        """Write the lists of images and classes."""
        for subset, images in by_subset(added).items():
            keys = "".join(f"{image.key}\n" for image in images)
            atomic_write_text(self.folder / LIST_FOLDER / f"{subset}.txt", keys)
        names = [BACKGROUND_NAME, *self.plan.classes]
        atomic_write_text(self.folder / "class_names.txt", "".join(f"{name}\n" for name in names))
        atomic_write_text(self.folder / "labelmap.txt", _label_map(names))

    def image_file(self, image: OutImage) -> str:
        """In `JPEGImages`, with the image's own extension."""
        return f"{IMAGE_FOLDER}/{image.key}{PurePosixPath(image.id).suffix}"


def open_voc(path: Path, options: OpenOptions) -> LabelSet:
    """The masks below a folder in the layout of PASCAL VOC.

    Class names come from `labelmap.txt` or `class_names.txt`, else they have to be known.

    Raises:
        DataError: If there are no masks, a list names one that is not there, or nobody knows the
            classes.
    """
    folder = path / MASK_FOLDER
    names = natural_sorted(
        found.relative_to(folder).with_suffix("").as_posix() for found in folder.rglob("*.png")
    )
    if not names:
        raise DataError(f"there are no masks in {MASK_FOLDER}", where=path)
    known = set(names)
    splits = {}
    for file in sorted((path / LIST_FOLDER).glob("*.txt")):
        splits[file.stem] = read_list(file)
        missing = next((name for name in splits[file.stem] if name not in known), None)
        if missing is not None:
            raise DataError(f"names {missing}, which has no mask", where=file)
    return VocLabels(path, _classes(path, options), names, splits)


def looks_like_voc(path: Path) -> bool:
    """Whether a folder holds `SegmentationClass`."""
    return (path / MASK_FOLDER).is_dir()


def _classes(path: Path, options: OpenOptions) -> Sequence[str]:
    label_map, names = path / "labelmap.txt", path / "class_names.txt"
    found: list[str] | None = None
    if label_map.is_file():
        lines = [line for line in read_text(label_map).splitlines() if not line.startswith("#")]
        found = [line.split(":")[0].strip() for line in lines if line.strip()]
    elif names.is_file():
        found = [line.strip() for line in read_text(names).splitlines() if line.strip()]
    if found is not None:
        if found and found[0] == _IGNORED:
            del found[0]
        return found[1:] if found and found[0].casefold() in _BACKGROUNDS else found
    if options.classes is None:
        raise DataError(
            "the masks hold numbers, and there is no labelmap.txt that names them",
            where=path,
            fix="Give the class names in the order of their numbers",
        )
    return options.classes


def _label_map(names: Sequence[str]) -> str:
    palette = voc_palette()
    lines = []
    for index, name in enumerate(names):
        red, green, blue = palette[3 * index : 3 * index + 3]
        lines.append(f"{name}:{red},{green},{blue}::\n")
    return "".join(lines)


FORMAT: Final = LabelFormat(
    name="voc",
    title="PASCAL VOC",
    summary="palette PNGs whose values are class numbers, with lists and class names",
    open=open_voc,
    looks_like=looks_like_voc,
    writer=VocWriter,
)
