"""The layout of PASCAL VOC segmentation.

`SegmentationClass/<key>.png` (8-bit palette PNG, the VOC palette, 255 = ignore),
`ImageSets/Segmentation/<subset>.txt` (keys, one a line), `labelmap.txt` (`name:r,g,b::`, with
`__ignore__` where a mask has it) and `class_names.txt`; on request the images in `JPEGImages`.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from stac_core.data.items import natural_sorted
from stac_core.errors import DataError
from stac_core.formats.color_masks import labels_by_color
from stac_core.formats.fields import read_bytes, read_text
from stac_core.formats.label_set import (
    Color,
    ImageLabels,
    LabelFormat,
    LabelSet,
    LabelWriter,
    OpenOptions,
    OutImage,
    Size,
    WritePlan,
)
from stac_core.formats.lists import (
    IGNORED_NAME,
    Lists,
    Meaning,
    is_background,
    meaning_of,
    read_meaning,
    read_splits,
    write_names,
    write_splits,
)
from stac_core.formats.mask_png import (
    Picture,
    as_labels,
    decode_picture,
    voc_palette,
    write_mask,
)
from stac_core.io import atomic_write_text
from stac_core.types import BACKGROUND, BACKGROUND_NAME, IGNORE_INDEX, MAX_CLASSES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from stac_core.types import Mask

MASK_FOLDER: Final = "SegmentationClass"
IMAGE_FOLDER: Final = "JPEGImages"
LABEL_MAP: Final = "labelmap.txt"

_VOC_IGNORE: Final = (224, 224, 192)
"""The colour of 255 in the palette of PASCAL VOC."""


class VocLabels(LabelSet):
    """Masks in `SegmentationClass`, read one at a time.

    Args:
        root: The folder that holds it.
        key: What values and colours stand for.
        names: Of the masks.
        lists: Of images.
    """

    def __init__(self, root: Path, key: _Key, names: Sequence[str], lists: Lists) -> None:
        super().__init__(root, key.meaning.classes, names, lists.splits, lists.unlabeled)
        self.key = key

    def read(self, name: str, size: Size | None = None) -> ImageLabels:
        """The mask of one image."""
        path = self.root / MASK_FOLDER / f"{name}.png"
        picture = decode_picture(read_bytes(path), where=path)
        return ImageLabels(self.key.labels(picture, path))


class VocWriter(LabelWriter):
    """Writes one PNG an image, and the lists at the end."""

    def __init__(self, plan: WritePlan) -> None:
        super().__init__(plan)
        self._has_ignore = False

    def add(self, image: OutImage, mask: Mask) -> None:
        """Write the mask as a palette PNG."""
        self._has_ignore |= bool((mask == IGNORE_INDEX).any())
        write_mask(self.folder / MASK_FOLDER / f"{image.key}.png", mask, voc_palette())

    def finish(self, added: Sequence[OutImage]) -> None:
        """Write the lists of images and classes."""
        write_splits(self.folder, added)
        write_names(self.folder, self.plan.classes)
        text = _label_map([BACKGROUND_NAME, *self.plan.classes])
        if self._has_ignore and len(self.plan.classes) < MAX_CLASSES:
            # Datumaro, and with it CVAT, refuses colours that the map does not declare
            text += "{}:{},{},{}::\n".format(IGNORED_NAME, *_VOC_IGNORE)
        atomic_write_text(self.folder / LABEL_MAP, text)

    def image_file(self, image: OutImage) -> str:
        """In `JPEGImages`, with the image's own extension."""
        return f"{IMAGE_FOLDER}/{image.key}{PurePosixPath(image.id).suffix}"


def open_voc(path: Path, options: OpenOptions) -> LabelSet:
    """The masks below a folder in the layout of PASCAL VOC.

    Class names come from `labelmap.txt` or `class_names.txt`, else they have to be known. With the
    colours of `labelmap.txt` the masks may also be RGB.

    Raises:
        DataError: If there are no masks, a list cannot be read, or nobody knows the classes.
    """
    labels = voc_masks(path, options)
    return VocLabels(path, labels.key, labels.names, read_splits(path, labels.names))


def voc_masks(path: Path, options: OpenOptions) -> VocLabels:
    """As `open_voc`, without the lists: these may name images that have no mask.

    Raises:
        DataError: If there are no masks, or nobody knows the classes.
    """
    folder = path / MASK_FOLDER
    names = natural_sorted(
        found.relative_to(folder).with_suffix("").as_posix() for found in folder.rglob("*.png")
    )
    if not names:
        raise DataError(f"there are no masks in {MASK_FOLDER}", where=path)
    return VocLabels(path, _read_key(path, options), names, Lists({}, []))


def looks_like_voc(path: Path) -> bool:
    """Whether a folder holds `SegmentationClass`."""
    return (path / MASK_FOLDER).is_dir()


class _Key(NamedTuple):
    """What the masks' values stand for, and their colours where they are named.

    Attributes:
        meaning: Of values.
        by_color: Label of each colour; empty where none is named.
    """

    meaning: Meaning
    by_color: dict[Color, int]

    def labels(self, picture: Picture, path: Path) -> Mask:
        """The labels of a mask file: by its colours if those are named, else by its values."""
        if picture.is_color and self.by_color:
            return labels_by_color(picture.values, self.by_color, where=path)
        if picture.is_color:
            raise DataError(
                f"is a colour image (mode {picture.mode}), and there is no {LABEL_MAP}",
                where=path,
                fix=f"Add {LABEL_MAP} with a line name:red,green,blue:: for each class",
            )
        values = as_labels(picture.values, where=path)
        if picture.palette is not None and self.by_color:
            table = self._by_palette(picture.palette, values, path)
            if table is not None:
                return table[values]
        return values if self.meaning.is_plain else self.meaning.labels[values]

    def _by_palette(self, palette: NDArray[np.uint8], values: Mask, path: Path) -> Mask | None:
        """Labels of the values by their colours; None where those say nothing of the values."""
        used = np.flatnonzero(np.bincount(values.ravel(), minlength=256)[:IGNORE_INDEX])
        found = {int(value): self.by_color.get(_color(palette[value])) for value in used}
        named = {value: label for value, label in found.items() if label is not None}
        if len(named) < len(found):
            if all(label == self.meaning.labels[value] for value, label in named.items()):
                return None  # another palette
            value = next(value for value in found if value not in named)
            red, green, blue = _color(palette[value])
            raise DataError(
                f"the colour {red},{green},{blue} of value {value} is not in {LABEL_MAP}",
                where=path,
                fix=f"Add it to {LABEL_MAP}, or take that file away if the values are the classes",
            )
        table = np.full(256, IGNORE_INDEX, np.uint8)
        for value, label in named.items():
            table[value] = label
        return table


def _color(values: NDArray[np.uint8]) -> Color:
    red, green, blue = (int(each) for each in values)
    return red, green, blue


def _read_key(path: Path, options: OpenOptions) -> _Key:
    label_map = path / LABEL_MAP
    if not label_map.is_file():
        return _Key(read_meaning(path, options), {})
    names: list[str] = []
    colors: list[Color | None] = []
    for number, line in enumerate(read_text(label_map).splitlines(), start=1):
        if line.strip() and not line.startswith("#"):
            name, _, rest = line.partition(":")
            names.append(name.strip())
            colors.append(_read_color(rest.partition(":")[0], f"{label_map}, line {number}"))
    meaning = meaning_of(names, where=label_map)
    by_color: dict[Color, int] = {}
    for name, color in zip(names, colors, strict=True):
        if color is None:
            continue
        label = BACKGROUND
        if name == IGNORED_NAME:
            label = IGNORE_INDEX
        elif not is_background(name):
            label = meaning.classes.index(name) + 1
        if by_color.setdefault(color, label) != label:
            raise DataError(f"gives two names the colour of {name!r}", where=label_map)
    if by_color:
        by_color.setdefault(_VOC_IGNORE, IGNORE_INDEX)
        if BACKGROUND not in by_color.values():
            by_color.setdefault((0, 0, 0), BACKGROUND)
    return _Key(meaning, by_color)


def _read_color(text: str, where: str) -> Color | None:
    parts = text.split(",")
    if not text.strip():
        return None
    if len(parts) == 3 and all(part.strip().isdecimal() and int(part) < 256 for part in parts):
        return int(parts[0]), int(parts[1]), int(parts[2])
    raise DataError(f"{text!r} is no colour", where=where, fix="Write it as red,green,blue")


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
