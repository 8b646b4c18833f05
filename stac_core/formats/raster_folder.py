"""Folders that hold one file an image, named after it, whose values are the labels."""

from __future__ import annotations

import os
from itertools import islice
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, ClassVar, Final

from stac_core.data.items import natural_sorted
from stac_core.errors import DataError
from stac_core.formats.label_set import ImageLabels, LabelSet, LabelWriter
from stac_core.formats.lists import read_meaning, read_splits, write_names, write_splits
from stac_core.formats.mask_png import as_labels

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path
    from typing import Any

    from numpy.typing import NDArray

    from stac_core.formats.label_set import OpenOptions, OutImage, Size
    from stac_core.formats.lists import Lists, Meaning
    from stac_core.types import Mask

IMAGE_FOLDER: Final = "images"


ENOUGH: Final = 5000
"""So many entries of a folder are looked at to tell what it holds."""


def find_names(folder: Path, suffixes: Sequence[str]) -> dict[str, str]:
    """Names of the files below a folder, without their extension -> with it, in natural order.

    Hidden files and folders are left out.

    Args:
        folder: Where to look.
        suffixes: In small letters; files may have them in capital letters.

    Raises:
        DataError: If two files differ in the extension only, or the folder cannot be read.
    """
    found: dict[str, str] = {}
    try:
        for name in _walk(folder, ""):
            suffix = _suffix(name, suffixes)
            if suffix:
                key = name[: -len(suffix)]
                if key in found:
                    names = " and ".join(sorted((found[key], name)))
                    raise DataError(f"two files for one image: {names}", where=folder)
                found[key] = name
    except OSError as error:
        raise DataError(f"cannot be read ({error.strerror})", where=folder) from error
    return {key: found[key] for key in natural_sorted(found)}


def any_file(folder: Path, suffixes: Sequence[str]) -> Path | None:
    """Some file below a folder that ends so; None where none is soon found or it cannot be read."""
    try:
        for name in islice(_walk(folder, ""), ENOUGH):
            if _suffix(name, suffixes):
                return folder / name
    except OSError:
        pass
    return None


def _walk(root: Path, below: str) -> Iterator[str]:
    """Posix paths of the files below a folder, its own first."""
    folders = []
    with os.scandir(root / below) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):  # a link may lead back
                folders.append(f"{below}{entry.name}/")
            else:
                yield below + entry.name
    for folder in sorted(folders):
        yield from _walk(root, folder)


def _suffix(name: str, suffixes: Sequence[str]) -> str:
    """The part of a name that is one of the suffixes; empty where none is."""
    lower = name.lower()
    # what is behind the last dot is as long in small letters, whatever is before it
    return next((name[-len(each) :] for each in suffixes if lower.endswith(each)), "")


def sub_folder(root: Path, names: Sequence[str]) -> Path:
    """The first of these folders that is there, else the root itself."""
    return next((root / name for name in names if (root / name).is_dir()), root)


class RasterLabels(LabelSet):
    """Masks in one file an image.

    Args:
        root: What was opened.
        folder: That the masks are in, below it.
        meaning: What values stand for.
        files: Name of an image -> its mask's file below the folder.
        lists: What lists say of them.
    """

    def __init__(
        self,
        root: Path,
        folder: Path,
        meaning: Meaning,
        files: Mapping[str, str],
        lists: Lists,
    ) -> None:
        super().__init__(root, meaning.classes, tuple(files), lists.splits, lists.unlabeled)
        self._folder, self._meaning, self._files = folder, meaning, files

    def read(self, name: str, size: Size | None = None) -> ImageLabels:
        """The mask of one image."""
        path = self._folder / self._files[name]
        labels = as_labels(self.values(path), where=path)
        meaning = self._meaning
        return ImageLabels(labels if meaning.is_plain else meaning.labels[labels])

    def values(self, path: Path) -> NDArray[Any]:
        """The values in a file: whole numbers (H, W).

        Raises:
            DataError: If it cannot be read.
        """
        raise NotImplementedError

    @classmethod
    def open(
        cls, root: Path, options: OpenOptions, folders: Sequence[str], suffixes: Sequence[str]
    ) -> LabelSet:
        """The masks of a folder.

        Args:
            root: It may hold class names and lists.
            options: What is known besides.
            folders: Where below it the masks may be; else they are in itself.
            suffixes: Of the files.

        Raises:
            DataError: If there are none, or nobody knows the classes.
        """
        folder = sub_folder(root, folders)
        files = find_names(folder, suffixes)
        if not files:
            raise DataError(f"there are no {suffixes[0]} masks here", where=root)
        return cls(root, folder, read_meaning(root, options), files, read_splits(root, files))


class RasterWriter(LabelWriter):
    """Writes one file an image, the class names and the lists."""

    folder_name: ClassVar[str] = "masks"
    suffix: ClassVar[str]

    def add(self, image: OutImage, mask: Mask) -> None:
        """Write the mask."""
        self.write(self.folder / self.folder_name / f"{image.key}{self.suffix}", mask)

    def write(self, path: Path, mask: Mask) -> None:
        """Write a mask to a file.

        Raises:
            StorageError: If it cannot be written.
        """
        raise NotImplementedError

    def finish(self, added: Sequence[OutImage]) -> None:
        """Write the lists of images and classes."""
        write_splits(self.folder, added)
        write_names(self.folder, self.plan.classes)

    def image_file(self, image: OutImage) -> str:
        """In `images`, with the image's own extension."""
        return f"{IMAGE_FOLDER}/{image.key}{PurePosixPath(image.id).suffix}"
