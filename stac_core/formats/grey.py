"""PNGs with a map that says what their grey values or colours mean, as X-AnyLabeling has them.

`masks/<key>.png` and `mask_grayscale_map.json`: `{"type": "grayscale", "colors": {name: value},
"label_priority": {}}`, or `"rgb"` with `[red, green, blue]`. Written are grey values 1 to C, and
255 for ignored pixels under the name `__ignore__`. Without a map, values are class numbers: the
format `masks`, for any folder of PNGs, when the classes are known.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from PIL import Image

from stac_core.errors import DataError
from stac_core.formats.color_masks import labels_by_color, labels_by_value
from stac_core.formats.fields import Field, read_bytes, read_json
from stac_core.formats.label_set import (
    Color,
    ImageLabels,
    LabelFormat,
    LabelSet,
    OpenOptions,
    OutImage,
    Size,
    WritePlan,
)
from stac_core.formats.lists import (
    IGNORED_NAME,
    NAMES_FILE,
    Lists,
    is_background,
    read_splits,
    write_splits,
)
from stac_core.formats.mask_png import Picture, decode_picture, encode_grey
from stac_core.formats.raster_folder import (
    RasterLabels,
    RasterWriter,
    any_file,
    find_names,
    sub_folder,
)
from stac_core.io import atomic_write_bytes, atomic_write_json
from stac_core.types import BACKGROUND, IGNORE_INDEX, MAX_CLASSES, Mask

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from typing import Any

    from numpy.typing import NDArray

MAP_FILE: Final = "mask_grayscale_map.json"

_FOLDERS: Final = ("masks", "mask", "SegmentationClass")
_SUFFIXES: Final = (".png",)
_LARGEST_MAP: Final = 1 << 18
"""A map of all values there can be is smaller, in bytes."""


@dataclass(frozen=True)
class MaskMap:
    """What values or colours mean.

    Attributes:
        classes: Names for the labels 1..C, in the map's order.
        by_value: Label of each grey value; empty where the map is of colours.
        by_color: Label of each colour; empty where the map is of grey values.
        shared: Grey value, or colour, that several names have -> those names. X-AnyLabeling's own
            example has one; it does no harm until a mask holds it.
    """

    classes: tuple[str, ...]
    by_value: Mapping[int, int]
    by_color: Mapping[Color, int]
    shared: Mapping[int | Color, list[str]]

    def labels(self, picture: Picture, path: Path) -> Mask:
        """The labels of a mask file."""
        if self.by_color:
            pixels = picture.rgb(where=path)
            for color in self.shared:
                self._check(color, (pixels == color).all(axis=2), path)
            return labels_by_color(pixels, self.by_color, where=path)
        values = picture.values
        if picture.is_color:
            if (values != values[..., :1]).any():
                raise DataError("is in colour, but the map is of grey values", where=path)
            values = values[..., 0]
        for value in self.shared:
            self._check(value, values == value, path)
        return labels_by_value(values, self.by_value, where=path)

    def _check(self, value: int | Color, where: NDArray[Any], path: Path) -> None:
        if where.any():
            raise DataError(
                f"holds {value}, which stands for several classes: {', '.join(self.shared[value])}",
                where=path,
                fix="Give each class a value of its own in the map",
            )


class MappedMasks(LabelSet):
    """Masks whose values a map explains.

    Args:
        root: What was opened.
        folder: That the masks are in.
        key: The map.
        files: Name of an image -> its mask's file below the folder.
        lists: What lists say of them.
    """

    def __init__(
        self,
        root: Path,
        folder: Path,
        key: MaskMap,
        files: Mapping[str, str],
        lists: Lists,
    ) -> None:
        super().__init__(root, key.classes, tuple(files), lists.splits, lists.unlabeled)
        self._folder, self._key, self._files = folder, key, files

    def read(self, name: str, size: Size | None = None) -> ImageLabels:
        """The mask of one image."""
        path = self._folder / self._files[name]
        return ImageLabels(self._key.labels(decode_picture(read_bytes(path), where=path), path))


class PlainMasks(RasterLabels):
    """Masks whose values are class numbers."""

    def values(self, path: Path) -> NDArray[Any]:
        """The values of a palette or grey file."""
        picture = decode_picture(read_bytes(path), where=path)
        if picture.is_color:
            raise DataError(
                f"is a colour image (mode {picture.mode}), not a mask",
                where=path,
                fix="Say what its colours mean in a map, as X-AnyLabeling has them",
            )
        values = picture.values
        if not self.is_named and picture.palette is None and _is_binary(values):
            raise DataError(
                "marks pixels with 255 alone, which is ignore for some programs and a defect for "
                "others",
                where=path,
                fix=f'If it is a defect, add {MAP_FILE} with {{"type": "grayscale", "colors": '
                f'{{"NAME": 255}}}}; if it is ignore, add {NAMES_FILE}',
            )
        return values

    @cached_property
    def is_named(self) -> bool:
        """Whether a file beside the masks names the classes."""
        return (self.root / NAMES_FILE).is_file()


def _is_binary(values: NDArray[Any]) -> bool:
    """Whether 255 is all that is marked."""
    return (
        bool((values == IGNORE_INDEX).any()) and not ((values > 0) & (values < IGNORE_INDEX)).any()
    )


class GreyWriter(RasterWriter):
    """Writes grey PNGs and the map."""

    suffix = _SUFFIXES[0]

    def __init__(self, plan: WritePlan) -> None:
        super().__init__(plan)
        self._has_ignore = False

    def write(self, path: Path, mask: Mask) -> None:
        """Write a mask as an 8-bit grey PNG."""
        self._has_ignore |= bool((mask == IGNORE_INDEX).any())
        atomic_write_bytes(path, encode_grey(mask))

    def finish(self, added: Sequence[OutImage]) -> None:
        """Write the lists of images, and the map."""
        write_splits(self.folder, added)
        colors = {name: value for value, name in enumerate(self.plan.classes, start=1)}
        if self._has_ignore:
            colors[IGNORED_NAME] = IGNORE_INDEX
        values = {"type": "grayscale", "colors": colors, "label_priority": {}}
        atomic_write_json(self.folder / MAP_FILE, values)


def read_map(path: Path) -> MaskMap:
    """Read a map of grey values or colours.

    What it does not name: 0 or black is background, and the grey value 255 is ignored.

    Raises:
        DataError: If it is damaged or names too many classes.
    """
    file = read_json(path)
    kind = file["type"].text()
    if kind not in {"grayscale", "rgb"}:
        raise file["type"].wrong(f"is {kind!r}, not 'grayscale' or 'rgb'")
    classes: list[str] = []
    by_value: dict[int, int] = {}
    by_color: dict[Color, int] = {}
    named: dict[int | Color, list[str]] = {}
    for name, field in file["colors"].members():
        if name == IGNORED_NAME:
            label = IGNORE_INDEX
        elif is_background(name):
            label = BACKGROUND
        else:
            classes.append(name)
            label = len(classes)
        if len(classes) > MAX_CLASSES:
            raise field.wrong(f"is one class too many: {MAX_CLASSES} fit")
        if kind == "rgb":
            color = _color(field)
            by_color[color] = label
            named.setdefault(color, []).append(name)
        else:
            value = field.whole(0, 65_535)
            by_value[value] = label
            named.setdefault(value, []).append(name)
    if not classes:
        raise file["colors"].wrong("names no class")
    if kind == "rgb":
        by_color.setdefault((0, 0, 0), BACKGROUND)
    else:
        by_value.setdefault(0, BACKGROUND)
        by_value.setdefault(IGNORE_INDEX, IGNORE_INDEX)
    shared = {value: names for value, names in named.items() if len(names) > 1}
    return MaskMap(tuple(classes), by_value, by_color, shared)


def open_grey(path: Path, options: OpenOptions) -> LabelSet:
    """Masks beside a map.

    Raises:
        DataError: If there is no map or no mask, or the map is damaged.
    """
    del options  # the map names the classes
    found = _find_map(path)
    if found is None:
        raise DataError(
            f"there is no {MAP_FILE} that says what the values mean",
            where=path,
            fix="Use the format masks where values are class numbers",
        )
    folder, files = _masks(path)
    return MappedMasks(path, folder, read_map(found), files, read_splits(path, files))


def open_masks(path: Path, options: OpenOptions) -> LabelSet:
    """Masks whose values are class numbers, named by `class_names.txt` or known beside.

    Raises:
        DataError: If there are none, or nobody knows the classes.
    """
    return PlainMasks.open(path, options, _FOLDERS, _SUFFIXES)


def looks_like_grey(path: Path) -> bool:
    """Whether a folder holds a map of grey values or colours."""
    return _find_map(path) is not None and _any_mask(path) is not None


def looks_like_masks(path: Path) -> bool:
    """Whether a folder holds palette or grey PNGs; grey photographs look the same."""
    found = _any_mask(path)
    try:
        if found is not None:
            with Image.open(found) as image:
                return image.mode in {"P", "L", "1"} or image.mode.startswith("I")
    except (OSError, ValueError, SyntaxError, TypeError, OverflowError):
        pass
    return False


def _any_mask(path: Path) -> Path | None:
    return any_file(sub_folder(path, _FOLDERS), _SUFFIXES)


def _masks(path: Path) -> tuple[Path, dict[str, str]]:
    folder = sub_folder(path, _FOLDERS)
    files = find_names(folder, _SUFFIXES)
    if not files:
        raise DataError("there are no .png masks here", where=path)
    return folder, files


def _find_map(path: Path) -> Path | None:
    """The map in a folder: a JSON file with its two fields, whatever it is called."""
    if (path / MAP_FILE).is_file():
        return path / MAP_FILE
    try:
        files = [file for file in sorted(path.glob("*.json")) if _may_be_map(file)]
    except OSError:
        return None
    return files[0] if files else None


def _may_be_map(file: Path) -> bool:
    try:
        if file.stat().st_size > _LARGEST_MAP:
            return False
        found = read_json(file)
    except (OSError, DataError):
        return False
    return "type" in found and "colors" in found


def _color(field: Field) -> Color:
    parts = [part.whole(0, 255) for part in field.items()]
    if len(parts) != 3:
        raise field.wrong("is no colour: write it as [red, green, blue]")
    return parts[0], parts[1], parts[2]


FORMAT: Final = LabelFormat(
    name="grey",
    title="Grey PNG with a map",
    summary="grey or colour PNGs and a map of their values, as X-AnyLabeling has them",
    open=open_grey,
    looks_like=looks_like_grey,
    writer=GreyWriter,
)

PLAIN_FORMAT: Final = LabelFormat(
    name="masks",
    title="Folder of masks",
    summary="any folder of palette or grey PNGs whose values are class numbers",
    open=open_masks,
    looks_like=looks_like_masks,
    writer=None,
)
