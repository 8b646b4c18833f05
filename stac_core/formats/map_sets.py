"""Heat maps that any program made, for many images: arrays here, pictures in `map_pictures`.

Values are read as they are; whether they are in [0, 1], and what to do where they are not, is for
whoever imports them (`stac_core.importing.maps`). Whole numbers in pictures are the exception: the
full range of their 8 or 16 bits is 0 to 1.
"""

from __future__ import annotations

import abc
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from stac_core.errors import DataError
from stac_core.formats.arrays import names_in_npz, npy_kind, read_array
from stac_core.formats.label_set import check_size
from stac_core.formats.maps import read_cam, read_legacy_cam
from stac_core.formats.raster_folder import any_file, find_names, sub_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from stac_core.formats.label_set import OpenOptions
    from stac_core.types import FloatMap

_FOLDERS: Final = ("cam", "cams", "maps")


@dataclass(frozen=True)
class ForeignMaps:
    """The maps of one image as another program made them.

    Attributes:
        maps: float32 (C, H, W) for all classes of the set, of any size and range; zero where there
            is none.
        scores: float32 (C,) in [0, 1], how sure the program is of each class; None where it says
            nothing of that.
    """

    maps: FloatMap
    scores: NDArray[np.float32] | None = None


class MapSet(abc.ABC):
    """Maps of some images; each is read when it is asked for.

    Attributes:
        root: The folder they lie in.
        classes: Names, in the order of the maps.
        names: Images that have maps, as their files name them: posix paths without extension.
    """

    def __init__(self, root: Path, classes: Sequence[str], names: Sequence[str]) -> None:
        self.root, self.classes, self.names = root, tuple(classes), tuple(names)

    @abc.abstractmethod
    def read(self, name: str) -> ForeignMaps:
        """The maps of one image.

        Raises:
            DataError: Naming the file, if they cannot be read.
        """


@dataclass(frozen=True)
class MapFormat:
    """One way in which maps are kept in files.

    Attributes:
        name: On the command line.
        title: As people call it.
        summary: What it is, in half a sentence, without a full stop.
        open: Reads a folder; raises DataError if it is not this format's.
        looks_like: Whether a folder seems to be in this format; cheap, never raises.
    """

    name: str
    title: str
    summary: str
    open: Callable[[Path, OpenOptions], MapSet]
    looks_like: Callable[[Path], bool]


class FileMaps(MapSet):
    """Maps in one array file an image.

    Args:
        folder: That the files are in.
        classes: Names.
        files: Name of an image -> its file below the folder.
    """

    def __init__(self, folder: Path, classes: Sequence[str], files: Mapping[str, str]) -> None:
        super().__init__(folder, classes, tuple(files))
        self._files = files

    def path(self, name: str) -> Path:
        """The file of an image."""
        return self.root / self._files[name]


class NpyMaps(FileMaps):
    """The authors' dictionaries {class index from 0: map}, or plain arrays."""

    def read(self, name: str) -> ForeignMaps:
        """The maps in a dictionary, or an array (C, H, W) or, of a single class, (H, W)."""
        path = self.path(name)
        if npy_kind(path) == ("O", 0):
            return ForeignMaps(read_legacy_cam(path, len(self.classes)))
        maps = read_array(path)
        if maps.ndim == 2:
            maps = maps[None]
        if maps.ndim != 3 or len(maps) != len(self.classes) or maps.dtype.kind not in "fiu":
            raise DataError(
                f"holds {maps.dtype} of shape {maps.shape}, not maps of {len(self.classes)} "
                "classes (class, height, width)",
                where=path,
                fix="Give the classes in the order of the maps",
            )
        check_size((maps.shape[1], maps.shape[2]), where=path)
        return ForeignMaps(maps.astype(np.float32))


class NpzMaps(FileMaps):
    """Maps as `stac predict` writes them."""

    def read(self, name: str) -> ForeignMaps:
        """The maps and scores in a file."""
        path = self.path(name)
        found = read_cam(path)
        if found.classes != self.classes:
            raise DataError(
                f"its classes are {', '.join(found.classes)}, not {', '.join(self.classes)}",
                where=path,
            )
        return ForeignMaps(found.cam, found.scores)


def open_npy_maps(path: Path, options: OpenOptions) -> MapSet:
    """Maps in .npy files.

    Raises:
        DataError: If there are none, or nobody knows the classes.
    """
    folder, files = _files(path, ".npy")
    return NpyMaps(folder, known_classes(path, options), files)


def open_npz_maps(path: Path, options: OpenOptions) -> MapSet:
    """Maps in .npz files; the first one names the classes of all.

    Raises:
        DataError: If there are none, or the first one is damaged.
    """
    del options  # the files say what they hold
    folder, files = _files(path, ".npz")
    first = folder / next(iter(files.values()))
    return NpzMaps(folder, read_cam(first).classes, files)


def known_classes(path: Path, options: OpenOptions) -> Sequence[str]:
    """The class names that are known beside the files.

    Raises:
        DataError: If there are none.
    """
    if not options.classes:
        raise DataError(
            "nothing here names the classes of the maps",
            where=path,
            fix="Give their names in the order of the maps",
        )
    return options.classes


def _looks_like_npy(path: Path) -> bool:
    found = any_file(sub_folder(path, _FOLDERS), [".npy"])
    kind = None if found is None else npy_kind(found)
    return kind is not None and (kind == ("O", 0) or (kind[0] == "f" and kind[1] in {2, 3}))


def _looks_like_npz(path: Path) -> bool:
    found = any_file(sub_folder(path, _FOLDERS), [".npz"])
    return found is not None and {"cam", "scores", "classes"} <= names_in_npz(found)


def _files(path: Path, suffix: str) -> tuple[Path, dict[str, str]]:
    folder = sub_folder(path, _FOLDERS)
    files = find_names(folder, [suffix])
    if not files:
        raise DataError(f"there are no maps ({suffix}) here", where=path)
    return folder, files


NPY: Final = MapFormat(
    name="maps-npy",
    title="NumPy maps",
    summary="{class number from 0: map} as STAC's authors have it, or (class, height, width)",
    open=open_npy_maps,
    looks_like=_looks_like_npy,
)

NPZ: Final = MapFormat(
    name="maps-npz",
    title="Maps of stac predict",
    summary="one .npz an image with cam, scores and classes",
    open=open_npz_maps,
    looks_like=_looks_like_npz,
)
