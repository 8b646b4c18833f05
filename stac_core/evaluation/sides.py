"""The two sides of a comparison: masks of any format, or heat maps."""

from __future__ import annotations

import abc
from typing import TYPE_CHECKING, Final

import numpy as np

from stac_core.errors import DataError
from stac_core.formats.label_set import OpenOptions
from stac_core.formats.lists import NAMES_FILE
from stac_core.formats.map_registry import MAP_FORMATS, detect_map_format
from stac_core.formats.map_sets import NPY, NPZ
from stac_core.formats.maps import read_cam, read_legacy_cam
from stac_core.formats.mask_png import read_mask
from stac_core.formats.matching import match_names
from stac_core.formats.registry import FORMATS, detect_format, open_labels
from stac_core.types import IGNORE_INDEX, image_key

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from stac_core.formats.label_set import LabelSet, Size
    from stac_core.formats.map_sets import MapSet
    from stac_core.types import FloatMap, Mask

MASKS: Final = "masks"
MAPS: Final = "maps"
PLAIN_FORMATS: Final = {
    MASKS: "a folder of mask PNGs whose values are class numbers",
    MAPS: "a folder of heat maps: .npz of `stac predict`, or the authors' .npy",
}
"""What can be compared beside the label formats."""

_SUFFIXES: Final = {MASKS: (".png",), MAPS: (".npz", ".npy")}


class Side(abc.ABC):
    """One side of a comparison.

    Attributes:
        where: Where it is, for errors and reports.
        classes: Class names for the values 1..C; None where it holds numbers only.
        names: Its images, as it calls them.
        has_maps: Whether it holds heat maps, from which masks are made by a threshold.
        unlabeled: Images that it lists without a mask.
    """

    unlabeled: tuple[str, ...] = ()

    def __init__(
        self,
        where: Path | str,
        classes: Sequence[str] | None,
        names: Sequence[str],
        *,
        has_maps: bool = False,
    ) -> None:
        self.where, self.has_maps = where, has_maps
        self.classes = None if classes is None else tuple(classes)
        self.names = tuple(names)

    def place(self, name: str) -> Path | str:
        """Where the labels of an image are, for errors."""
        return f"{self.where}, {name}"

    def size(self, name: str) -> Size | None:
        """(H, W) of an image where that is known without reading it."""
        return None

    @abc.abstractmethod
    def mask(self, name: str, size: Size | None = None) -> Mask:
        """The mask of an image, uint8 (H, W) in this side's own class numbers.

        Raises:
            DataError: If it cannot be read.
        """

    def maps(self, name: str, num_classes: int) -> FloatMap:
        """The heat maps of an image, float32 (C, H, W) in this side's own class numbers.

        Raises:
            DataError: If they cannot be read.
        """
        raise NotImplementedError


class LabelSide(Side):
    """Masks of any label format."""

    def __init__(self, labels: LabelSet) -> None:
        super().__init__(labels.root, labels.classes, labels.names)
        self._labels = labels
        self.unlabeled = labels.unlabeled

    def size(self, name: str) -> Size | None:
        """What the format states."""
        return self._labels.size(name)

    def mask(self, name: str, size: Size | None = None) -> Mask:
        """As `LabelSet.read`."""
        return self._labels.read(name, size).mask


class FolderSide(Side):
    """Files named after their images in a folder: mask PNGs, or heat maps.

    Args:
        folder: With sub-folders.
        kind: `MASKS` or `MAPS`; None takes what there is.

    Raises:
        DataError: If it holds none, both kinds, or two files for one image.
    """

    def __init__(self, folder: Path, kind: str | None = None) -> None:
        suffixes = (
            _SUFFIXES[kind] if kind else tuple(each for one in _SUFFIXES.values() for each in one)
        )
        self._files = _files_by_key(folder, suffixes)
        found = {path.suffix.lower() for path in self._files.values()}
        if len(found) > 1:
            raise DataError(
                f"holds {' and '.join(sorted(found))} files",
                where=folder,
                fix="Name the folder that holds one kind of file, such as its cam or mask folder",
            )
        first = next(iter(self._files.values()))
        classes = read_cam(first).classes if found == {".npz"} else None
        super().__init__(folder, classes, list(self._files), has_maps=found != {".png"})

    def place(self, name: str) -> Path:
        """The file."""
        return self._files[name]

    def mask(self, name: str, size: Size | None = None) -> Mask:
        """The values of the PNG."""
        return read_mask(self._files[name])

    def maps(self, name: str, num_classes: int) -> FloatMap:
        """The maps in the file."""
        path = self._files[name]
        if path.suffix.lower() == ".npy":
            return read_legacy_cam(path, num_classes)
        result = read_cam(path)
        if result.classes != self.classes:
            raise DataError(
                f"its classes are {', '.join(result.classes)}, "
                f"not {', '.join(self.classes or ())} as in the others",
                where=path,
            )
        return result.cam


class MapSetSide(Side):
    """Heat maps of any program, with values in [0, 1]."""

    def __init__(self, found: MapSet) -> None:
        super().__init__(found.root, found.classes, found.names, has_maps=True)
        self._found = found

    def mask(self, name: str, size: Size | None = None) -> Mask:
        """There are none: masks are made of the maps."""
        raise NotImplementedError

    def maps(self, name: str, num_classes: int) -> FloatMap:
        """The maps as they are."""
        maps = self._found.read(name).maps
        low, high = float(maps.min(initial=0)), float(maps.max(initial=0))
        if not (low >= 0 and high <= 1):  # neither with NaN
            raise DataError(
                f"the values go from {low:g} to {high:g}",
                where=self.place(name),
                fix="Scale the maps to 0 to 1",
            )
        return maps


def open_side(
    path: Path,
    format_name: str | None = None,
    classes: Sequence[str] | None = None,
    find_size: Callable[[str], Size | None] | None = None,
) -> Side:
    """One side of a comparison.

    Args:
        path: File or folder.
        format_name: A label format, or one of `PLAIN_FORMATS`; None looks what it is.
        classes: Class names, for formats that hold numbers only.
        find_size: (H, W) of the image with a name, for formats that do not state it.

    Raises:
        DataError: If there is nothing to read, or it is damaged.
    """
    if not path.exists():
        what = "folder" if not path.suffix else "file or folder"
        raise DataError(f"there is no such {what}", where=path)
    if format_name is None:
        format_name = _guess(path)
    if format_name in MAP_FORMATS:
        return MapSetSide(MAP_FORMATS[format_name].open(path, OpenOptions(classes, find_size)))
    if format_name is None or (format_name in PLAIN_FORMATS and not (path / NAMES_FILE).is_file()):
        return FolderSide(path, format_name)
    if format_name not in FORMATS:
        known = ", ".join(sorted({*PLAIN_FORMATS, *MAP_FORMATS, *FORMATS}))
        raise DataError(f"unknown format {format_name!r}", where=path, fix=f"Use {known}")
    return LabelSide(open_labels(path, format_name, OpenOptions(classes, find_size)))


def open_sides(
    predictions: Path,
    truth: Path,
    classes: Sequence[str] | None = None,
    *,
    formats: tuple[str | None, str | None] = (None, None),
    find_size: Callable[[str], Size | None] | None = None,
) -> tuple[Side, Side]:
    """Both sides; where one holds numbers only, the other one's class names are taken.

    Raises:
        DataError: As `open_side`.
    """
    try:
        actual = open_side(truth, formats[1], classes, find_size)
    except DataError:
        if classes is not None or not truth.exists():
            raise
        predicted = open_side(predictions, formats[0], None, find_size)
        if predicted.classes is None:
            raise
        return predicted, open_side(truth, formats[1], predicted.classes, find_size)
    known = classes if classes is not None else actual.classes
    return open_side(predictions, formats[0], known, find_size), actual


def _guess(path: Path) -> str | None:
    """The label format of a file or folder; None for a folder of plain files."""
    try:
        found = detect_format(path).name
    except DataError:
        if not path.is_dir():
            raise
        return _map_pictures(path)
    return None if found == MASKS and not (path / NAMES_FILE).is_file() else found


def _map_pictures(path: Path) -> str | None:
    """The format of a folder of heat maps as pictures; None where it holds other files."""
    found = detect_map_format(path)
    # those of `stac predict` and of the authors are known by their folder alone
    return None if found is None or found in (NPZ, NPY) else found.name


def _files_by_key(folder: Path, suffixes: tuple[str, ...]) -> dict[str, Path]:
    if not folder.is_dir():
        raise DataError("there is no such folder", where=folder)
    files: dict[str, Path] = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() not in suffixes or path.name.startswith("."):
            continue
        key = image_key(path.relative_to(folder).as_posix())
        if key in files:
            raise DataError(
                f"two files for one image: {files[key].name} and {path.name}",
                where=folder,
                fix="Name the folder that holds one kind of file, such as its cam or mask folder",
            )
        files[key] = path
    if not files:
        raise DataError(f"holds no {' or '.join(suffixes)} files", where=folder)
    return files


def both_ways(
    names: Sequence[str], others: Sequence[str]
) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Match names of images with others; either may lack extensions, or folders in front.

    Args:
        names: Of images.
        others: As well.

    Returns:
        Name -> other name, one to one; and names that could be several -> those.
    """
    forth, back = match_names(names, others), match_names(others, names)
    found = {name: other for other, name in back.found.items()}
    taken = set(back.found)
    for name, other in forth.found.items():
        if name not in found and other not in taken:
            found[name] = other
    ambiguous = {name: ids for name, ids in forth.ambiguous.items() if name not in found}
    return found, ambiguous


def class_numbers(side: Side, classes: Sequence[str]) -> tuple[list[int], list[str]]:
    """Where a side's classes are among those that are compared; names match whatever their case.

    Args:
        side: One side.
        classes: Names of the classes that are compared.

    Returns:
        For the side's class 1, 2, ... its number in `classes` from 1, 0 where it is not compared;
        and the names of those that are not compared.
    """
    if side.classes is None:
        return list(range(1, len(classes) + 1)), []
    numbers = {name.casefold(): place for place, name in reversed(list(enumerate(classes, 1)))}
    numbers |= {name: place for place, name in enumerate(classes, 1)}
    found = [numbers.get(name, numbers.get(name.casefold(), 0)) for name in side.classes]
    left = [name for name, place in zip(side.classes, found, strict=True) if not place]
    return found, left


def compared_classes(predicted: Side, actual: Side) -> list[str]:
    """The truth's classes, and those that only the predictions know.

    Raises:
        DataError: If neither side names any.
    """
    known = actual.classes if actual.classes is not None else predicted.classes
    if known is None:
        raise DataError(
            "neither the predictions nor the masks name their classes",
            where=actual.where,
            fix="Give the class names in the order of their numbers with --classes",
        )
    _, left = class_numbers(predicted, known)
    if predicted.classes and len(left) == len(predicted.classes):
        raise DataError(
            f"its classes {', '.join(left)} are none of {', '.join(known)}",
            where=predicted.where,
            fix="Use the same class names on both sides",
        )
    return [*known, *left]


def translate(mask: Mask, numbers: Sequence[int], name: str, side: Side) -> Mask:
    """A side's mask in the numbers that are compared.

    Raises:
        DataError: If it holds a value that is no class.
    """
    highest = len(numbers)
    if mask.size and mask.max() > highest:
        wrong = (mask > highest) & (mask != IGNORE_INDEX)
        if wrong.any():
            raise DataError(
                f"holds the value {mask[wrong][0]}, but the classes are 1 to {highest}",
                where=side.place(name),
                fix="Give all classes in mask order",
            )
    if list(numbers) == list(range(1, highest + 1)):
        return mask
    table = np.full(256, IGNORE_INDEX, np.uint8)
    table[: highest + 1] = [0, *numbers]
    return np.asarray(table[mask])


def translate_maps(maps: FloatMap, numbers: Sequence[int], num_classes: int) -> FloatMap:
    """A side's heat maps in the order that is compared; float32 (num_classes, H, W)."""
    if list(numbers) == list(range(1, num_classes + 1)):
        return maps
    result = np.zeros((num_classes, *maps.shape[1:]), np.float32)
    for own, number in enumerate(numbers):
        if number:
            result[number - 1] = maps[own]
    return result
