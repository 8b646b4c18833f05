"""Heat maps as pictures: TIFF with a page a class, or one TIFF or PNG for each class and image.

Files of one class lie in a folder of its name (`scratch/line 2/a.png`) or end with it
(`line 2/a_scratch.png`). Where there is only one class, the image's name alone is enough.
"""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from PIL import Image, UnidentifiedImageError

from stac_core.errors import DataError
from stac_core.formats.fields import read_bytes
from stac_core.formats.label_set import check_size
from stac_core.formats.map_sets import ForeignMaps, MapFormat, MapSet, known_classes
from stac_core.formats.raster_folder import any_file, find_names
from stac_core.io import safe_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from stac_core.formats.label_set import OpenOptions
    from stac_core.types import FloatMap

_TIFF: Final = (".tif", ".tiff")
_PNG: Final = (".png",)

_DAMAGED = (OSError, ValueError, SyntaxError, EOFError, TypeError, OverflowError, LookupError)

_FULL: Final = {"L": 255, "I;16": 65_535, "I;16B": 65_535, "I;16L": 65_535}
"""What stands for 1 in pictures of whole numbers."""

ALL: Final = -1
"""In place of a class's index: a file that holds all classes."""


class PictureMaps(MapSet):
    """Maps in pictures.

    Args:
        root: The folder.
        classes: Names.
        files: Name of an image -> class index, or `ALL` -> file.
    """

    def __init__(
        self, root: Path, classes: Sequence[str], files: Mapping[str, Mapping[int, Path]]
    ) -> None:
        super().__init__(root, classes, tuple(files))
        self._files = files

    def read(self, name: str) -> ForeignMaps:
        """The maps of one image; a class without a file has none."""
        files = self._files[name]
        if ALL in files:
            return ForeignMaps(self._pages(files[ALL]))
        found: dict[int, FloatMap] = {}
        for index, path in files.items():
            pages = read_levels(path)
            if len(pages) > 1:
                raise DataError(f"holds {len(pages)} pages, not the map of one class", where=path)
            found[index] = pages[0]
            size = found[next(iter(found))].shape
            if pages[0].shape != size:
                raise DataError(f"its size {pages[0].shape} is not the others' {size}", where=path)
        maps = np.zeros((len(self.classes), *size), np.float32)
        for index, levels in found.items():
            maps[index] = levels
        return ForeignMaps(maps)

    def _pages(self, path: Path) -> FloatMap:
        pages = read_levels(path)
        if len(pages) != len(self.classes):
            raise DataError(
                f"holds {len(pages)} pages, but there are {len(self.classes)} classes",
                where=path,
                fix="Give the classes in the order of the pages, or end the files' names with them",
            )
        if len({page.shape for page in pages}) > 1:
            raise DataError("its pages differ in size", where=path)
        return np.stack(pages)


def read_levels(path: Path) -> list[FloatMap]:
    """The pages of a grey picture: float32 (H, W); whole numbers as shares of their full range.

    Raises:
        DataError: If it is no such picture or damaged.
    """
    data = read_bytes(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # odd metadata: the pixels decide
            with Image.open(io.BytesIO(data)) as image:
                pages = []
                for number in range(getattr(image, "n_frames", 1)):
                    image.seek(number)
                    check_size((image.height, image.width), where=path)
                    image.load()
                    pages.append(_levels(image, path))
                return pages
    except UnidentifiedImageError as error:
        raise DataError("is not an image that can be read", where=path) from error
    except _DAMAGED as error:
        raise DataError(f"the map is damaged ({error})", where=path) from error


def _levels(image: Image.Image, path: Path) -> FloatMap:
    mode = image.mode
    values: Any = np.array(image)
    if mode == "F":
        return np.asarray(values, np.float32)
    full = 65_535 if mode == "I" and image.format == "PNG" else _FULL.get(mode)
    if full is None:
        raise DataError(
            f"is no grey picture of 8, 16 or 32-bit float values (mode {mode})",
            where=path,
            fix="Colours do not say how high a map is: save the values themselves",
        )
    return np.asarray(values.astype(np.float32) / np.float32(full))


def _open(path: Path, options: OpenOptions, suffixes: Sequence[str]) -> MapSet:
    files = find_names(path, suffixes)
    if not files:
        raise DataError(f"there are no maps ({suffixes[0]}) here", where=path)
    classes = tuple(known_classes(path, options))
    tops = {name.partition("/")[0] for name in files if "/" in name}
    known = {safe_name(name).casefold() for name in classes}
    if any(top.casefold() in known for top in tops):
        return _by_folder(path, files, classes)
    return _by_ending(path, files, classes)


def _by_folder(path: Path, files: Mapping[str, str], classes: Sequence[str]) -> MapSet:
    """A folder for each class; those of classes that nobody named come last."""
    named = {safe_name(name).casefold(): name for name in classes}
    found: dict[str, dict[str, Path]] = {}
    for name, file in files.items():
        top, _, image = name.partition("/")
        if not image:
            raise DataError("lies beside the folders of the classes", where=path / file)
        found.setdefault(image, {})[named.get(top.casefold(), top)] = path / file
    others = sorted({name for each in found.values() for name in each} - set(classes))
    everyone = [*classes, *others]
    return PictureMaps(
        path,
        everyone,
        {
            image: {everyone.index(name): file for name, file in each.items()}
            for image, each in found.items()
        },
    )


def _by_ending(path: Path, files: Mapping[str, str], classes: Sequence[str]) -> MapSet:
    """Names that end with a class, or hold all of them."""
    endings = [(f"_{safe_name(name)}", index) for index, name in enumerate(classes)]
    endings.sort(key=lambda each: len(each[0]), reverse=True)
    found: dict[str, dict[int, Path]] = {}
    for name, file in files.items():
        image, index = name, ALL
        for ending, number in endings:
            if name[-len(ending) :].casefold() == ending.casefold():
                image, index = name[: -len(ending)], number
                break
        found.setdefault(image, {})[index] = path / file
    both = next((name for name, each in found.items() if ALL in each and len(each) > 1), None)
    if both is not None:
        raise DataError(f"{both} has a map of all classes and one of a single class", where=path)
    return PictureMaps(path, classes, found)


def _open_tiff(path: Path, options: OpenOptions) -> MapSet:
    return _open(path, options, _TIFF)


def _open_png(path: Path, options: OpenOptions) -> MapSet:
    return _open(path, options, _PNG)


def _is_float_tiff(path: Path) -> bool:
    found = any_file(path, _TIFF)
    try:
        if found is not None:
            with Image.open(found) as image:
                return image.mode == "F"
    except _DAMAGED:
        pass
    return False


def _is_never(path: Path) -> bool:
    """PNGs can be anything: somebody has to say that they are maps."""
    return False


TIFF: Final = MapFormat(
    name="maps-tiff",
    title="TIFF maps",
    summary="float or grey TIFF: a page a class, or a file a class named or filed after it",
    open=_open_tiff,
    looks_like=_is_float_tiff,
)

PNG: Final = MapFormat(
    name="maps-png",
    title="PNG maps",
    summary="8 or 16-bit grey PNG: a file a class, named after it or in a folder of its name",
    open=_open_png,
    looks_like=_is_never,
)
