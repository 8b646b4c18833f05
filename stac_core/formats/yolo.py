"""The layout of YOLO segmentation as Ultralytics reads it.

`labels/<subset>/<key>.txt` has a line for every connected part (8 neighbours) of a class:
``class x1 y1 x2 y2 ...``, classes from 0, corners as shares of the image's width and height. An
empty file says that there is nothing. `<subset>.txt` lists the images, `data.yaml` the lists and
the class names; on request the images lie in `images/<subset>`.

Lines know no holes: a level bridge of no width leads to each, and whoever fills the line by the
even-odd rule gets the hole. Corners lie a quarter of a pixel inside the objects. Ultralytics fills
with OpenCV, which cuts off fractions and counts the pixels on an outline as inside: it finds the
same pixels as we do, who count the pixels whose centre is inside.

`data.yaml` has no `path`: without it the lists are looked for beside it, wherever it is moved to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import yaml

from stac_core.data.images import image_size
from stac_core.data.items import natural_sorted
from stac_core.editing.parts import class_parts
from stac_core.errors import DataError
from stac_core.formats.fields import Field, read_text, read_yaml
from stac_core.formats.label_set import (
    ImageLabels,
    LabelFormat,
    LabelSet,
    LabelWriter,
    Limit,
    OpenOptions,
    OutImage,
    Size,
    by_subset,
)
from stac_core.formats.lists import class_names, number_classes
from stac_core.formats.outlines import bridged_inset, trace
from stac_core.formats.painter import Painter
from stac_core.formats.raster_folder import any_file
from stac_core.formats.yolo_files import (
    CLASS_FILES,
    DATA_FILE,
    IMAGE_FOLDER,
    LABEL_FOLDER,
    YoloFile,
    find_data_file,
    find_files,
)
from stac_core.io import atomic_write_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from stac_core.types import Mask

_DIGITS: Final = 7
"""After the point: a hundredth of a pixel in the longest image."""

_FARTHEST: Final = 2.0
"""Shares beyond this are pixels that somebody forgot to divide."""


class YoloLabels(LabelSet):
    """Label files, read one at a time; sizes come from the images beside them, or from outside."""

    def __init__(
        self,
        root: Path,
        names: Sequence[str],
        files: Mapping[str, YoloFile],
        splits: Mapping[str, Sequence[str]],
        options: OpenOptions,
    ) -> None:
        self._labels = number_classes(names, where=root)
        super().__init__(root, class_names(self._labels), natural_sorted(files), splits)
        self._names, self._files, self._options = tuple(names), dict(files), options

    def size(self, name: str) -> Size | None:
        """That of the image beside the labels; else what is known of it."""
        image = self._files[name].find_image()
        if image is not None:
            return image_size(image)
        return self._options.find_size(name) if self._options.find_size is not None else None

    def read(self, name: str, size: Size | None = None) -> ImageLabels:
        """The lines of one file, the later ones over the earlier ones; the even-odd rule fills."""
        path = self._files[name].path
        lines = read_text(path).splitlines()
        shape = self.size(name) or size
        if shape is None:
            raise DataError(
                "holds shares of an image's size, and its image is not here",
                where=path,
                fix="Put the images beside the labels, as images/ beside labels/",
            )
        painter = Painter(shape, where=path)
        for number, line in enumerate(lines, start=1):
            words = line.split()
            if words:
                label, shares = self._line(words, f"{path}, line {number}")
                painter.polygon([shares * (shape[1], shape[0])], label, rule="even-odd")
        return painter.labels()

    def _line(self, words: Sequence[str], where: str) -> tuple[int, NDArray[np.float64]]:
        """A class's label, and the corners as shares, (n, 2)."""
        try:
            numbers = np.array(words, float)
        except ValueError as error:
            raise DataError("holds something that is no number", where=where) from error
        if not np.isfinite(numbers).all():
            raise DataError("holds something that is no finite number", where=where)
        index = int(numbers[0])
        if index != numbers[0] or not 0 <= index < len(self._names):
            raise DataError(
                f"names class {words[0]}, there are {len(self._names)}, counted from 0", where=where
            )
        if len(words) == 5:
            raise DataError("is a box, not an outline, so nobody knows its pixels", where=where)
        if len(words) < 7 or len(words) % 2 == 0:
            raise DataError(
                f"has {len(words) - 1} numbers, not two for each of three or more corners",
                where=where,
            )
        shares = numbers[1:].reshape(-1, 2)
        if np.abs(shares).max() > _FARTHEST:
            raise DataError(
                f"holds {np.abs(shares).max():g}: corners are shares of the image's size, 0 to 1",
                where=where,
            )
        return self._labels[self._names[index]], shares


class YoloWriter(LabelWriter):
    """Writes a label file an image, and the lists at the end."""

    def add(self, image: OutImage, mask: Mask) -> None:
        """Write the lines of one image."""
        size = np.array([mask.shape[1], mask.shape[0]])
        lines = []
        for value, rect, inside in class_parts(mask, len(self.plan.classes)):
            for outline in trace(inside):
                ring = bridged_inset(outline, inside)
                shares = (ring + np.array([rect.left, rect.top])) / size
                corners = " ".join([f"{share:.{_DIGITS}f}" for share in shares.ravel().tolist()])
                lines.append(f"{value - 1} {corners}\n")
        path = self.folder / LABEL_FOLDER / image.subset / f"{image.key}.txt"
        atomic_write_text(path, "".join(lines))

    def finish(self, added: Sequence[OutImage]) -> None:
        """Write the lists of images and `data.yaml`.

        Ultralytics wants `train` and `val`; where one is missing, another split stands for it.
        """
        subsets = by_subset(added)
        for subset, images in subsets.items():
            lines = "".join(f"./{self.image_file(image)}\n" for image in images)
            atomic_write_text(self.folder / f"{subset}.txt", lines)
        lists = {subset: f"{subset}.txt" for subset in subsets}
        first = next(iter(lists.values()), "train.txt")
        train = lists.pop("train", lists.get("trainval", first))
        val = lists.pop("val", lists.get("valid", lists.get("test", train)))
        data = {"train": train, "val": val, **lists, "names": dict(enumerate(self.plan.classes))}
        text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
        atomic_write_text(self.folder / DATA_FILE, text)

    def image_file(self, image: OutImage) -> str:
        """In `images/<subset>`, under its id."""
        return f"{IMAGE_FOLDER}/{image.subset}/{image.id}"


def open_yolo(path: Path, options: OpenOptions) -> LabelSet:
    """The labels of a set for YOLO.

    Args:
        path: Its `data.yaml`, or the folder that holds it; or a folder with label files, or with
            `labels/`. Class names come from `data.yaml`, else from `classes.txt`, else they have to
            be known.
        options: Class names, and sizes of images that are not beside the labels.

    Raises:
        DataError: If there are no label files, or nobody knows the classes.
    """
    data_file = find_data_file(path)
    root = path if data_file is None else data_file.parent
    data = None if data_file is None else read_yaml(data_file)
    if data is not None and not isinstance(data.value, dict):
        raise data.wrong("describes no set of images")
    found = find_files(root, data)
    if not found.files:
        raise DataError("there are no label files in labels", where=path)
    names = _class_names(root, data, options)
    return YoloLabels(root, names, found.files, found.splits, options)


def _class_names(root: Path, data: Field | None, options: OpenOptions) -> Sequence[str]:
    if data is not None and "names" in data:
        names = data["names"]
        if isinstance(names.value, list):
            return [_name(each) for each in names.items()]
        by_number: dict[int, str] = {}
        for number, name in names.members():
            if not number.isdecimal() or int(number) >= len(names.value):
                raise names.wrong(f"counts from 0, without gaps, but has {number}")
            by_number[int(number)] = _name(name)
        return [by_number[number] for number in sorted(by_number)]
    for folder in (root, root / LABEL_FOLDER):
        for file in CLASS_FILES:
            if (folder / file).is_file():
                lines = read_text(folder / file).splitlines()
                return [line.strip() for line in lines if line.strip()]
    if options.classes is None:
        raise DataError(
            "the labels hold numbers, and there is no data.yaml or classes.txt that names them",
            where=root,
            fix="Give the class names in the order of their numbers",
        )
    return options.classes


def _name(field: Field) -> str:
    """A class's name; YAML takes one of digits for a number."""
    is_number = isinstance(field.value, (int, float)) and not isinstance(field.value, bool)
    return str(field.value) if is_number else field.text()


def looks_like_yolo(path: Path) -> bool:
    """Whether a YAML file names lists and classes, or a folder has lines of numbers and classes."""
    try:
        data_file = find_data_file(path)
        if data_file is not None:
            data = read_yaml(data_file)
            return "names" in data and ("train" in data or "val" in data)
        if not path.is_dir():
            return False
        folder = path / LABEL_FOLDER if (path / LABEL_FOLDER).is_dir() else path
        named = any((each / file).is_file() for each in (path, folder) for file in CLASS_FILES)
        file = any_file(folder, (".txt",))
        if file is None or (folder == path and not named):
            return False
        if file.name in CLASS_FILES:
            file = next(
                (each for each in folder.glob("*.txt") if each.name not in CLASS_FILES), file
            )
        words = read_text(file).split("\n", 1)[0].split()
        return len(words) >= 7 and len(words) % 2 == 1 and all(map(_is_share, words[1:]))
    except (DataError, OSError):
        return False


def _is_share(word: str) -> bool:
    try:
        return abs(float(word)) <= _FARTHEST
    except ValueError:
        return False


FORMAT: Final = LabelFormat(
    name="yolo",
    title="YOLO segmentation",
    summary="a text file an image with an outline a line, and data.yaml with the class names",
    open=open_yolo,
    looks_like=looks_like_yolo,
    writer=YoloWriter,
    limits=frozenset({Limit.IGNORE}),
)
