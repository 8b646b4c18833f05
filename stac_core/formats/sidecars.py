"""Labels as labelling programs keep them: one JSON file an image, beside it or in a tree like its.

The labels of objects are names, and no file lists them all, so opening such a folder reads every
file once.
"""

from __future__ import annotations

import abc
import contextlib
import dataclasses
import json
import os
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, ClassVar, Final

from stac_core.data.items import natural_sorted
from stac_core.errors import DataError
from stac_core.formats.fields import Field, read_json, read_text
from stac_core.formats.label_set import ImageLabels, LabelSet, LabelWriter, OutImage, Size
from stac_core.formats.lists import IGNORED_NAME, is_background
from stac_core.formats.painter import Painter, reaches_out
from stac_core.io import atomic_write_text
from stac_core.types import BACKGROUND, IGNORE_INDEX, MAX_CLASSES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import ArrayLike

    from stac_core.editing.region import Region

_LOOKED_AT: Final = 5
"""JSON files looked at to tell whose they are."""


_LARGEST: Final = 1 << 26
"""Bytes of files that are looked at; one for a whole data set can be much larger."""


class Brush:
    """Paints the objects of one image; labels are names.

    Args:
        size: (H, W) of the image.
        values: Label of each name.
        where: The file, for the error about a size.
    """

    def __init__(self, size: Size, values: Mapping[str, int], *, where: Path | str) -> None:
        self.size = size
        self.painter = Painter(size, where=where)
        self._values = values
        self._left_out = 0

    def value(self, name: Field) -> int:
        """The label that a name stands for.

        Raises:
            DataError: If there is none: the file has changed since it was first read.
        """
        found = self._values.get(name.text())
        if found is None:
            raise name.wrong(f"is {name.text()!r}, which was not there before")
        return found

    def paint(self, name: Field, region: Region, corners: ArrayLike = ()) -> None:
        """Put an object over those that are there.

        Args:
            name: Its class.
            region: Its pixels, at least those in the image.
            corners: (n, 2), its outline's, which tell whether it was cut at the image's border.
        """
        value, rect = self.value(name), region.rect
        is_cut = reaches_out(corners, self.size)
        self.painter.pixels(region.inside, value, top=rect.top, left=rect.left, is_cut=is_cut)

    def leave_out(self) -> None:
        """Count an object that covers no pixels, such as a line."""
        self._left_out += 1

    def labels(self) -> ImageLabels:
        """What was painted."""
        return dataclasses.replace(self.painter.labels(), left_out=self._left_out)


class SidecarLabels(LabelSet):
    """Labels in one JSON file an image.

    Args:
        root: The folder, or the one file.
        files: Name -> its file.
        sizes: Name -> (H, W) as stated; None where it is not.
        values: Name of a class -> label.
    """

    names_file: ClassVar[str] = "labels.txt"
    title: ClassVar[str]

    def __init__(
        self,
        root: Path,
        files: Mapping[str, Path],
        sizes: Mapping[str, Size | None],
        values: Mapping[str, int],
    ) -> None:
        numbered = {value: name for name, value in values.items()}
        classes = [numbered[value] for value in sorted(numbered) if 0 < value <= MAX_CLASSES]
        super().__init__(root, classes, list(files))
        self._files, self._sizes, self._values = files, sizes, values

    @classmethod
    @abc.abstractmethod
    def owns(cls, document: Field) -> bool:
        """Whether the content of a JSON file is this program's."""

    @classmethod
    @abc.abstractmethod
    def names_in(cls, document: Field) -> Iterator[str]:
        """The labels of the objects in a file; one may come several times."""

    @classmethod
    @abc.abstractmethod
    def size_in(cls, document: Field) -> Size | None:
        """(H, W) as a file states it."""

    @classmethod
    def listed(cls, folder: Path) -> list[str]:
        """Names of classes in a file for the whole folder; none where there is no such file."""
        path = folder / cls.names_file
        if not path.is_file():
            return []
        return [line.strip() for line in read_text(path).splitlines() if line.strip()]

    @abc.abstractmethod
    def draw(self, document: Field, brush: Brush) -> None:
        """Paint the objects of a file, the upper ones last."""

    def size(self, name: str) -> Size | None:
        """As the file states it."""
        return self._sizes[name]

    def read(self, name: str, size: Size | None = None) -> ImageLabels:
        """The objects of one image, laid over each other."""
        path = self._files[name]
        document = read_json(path)
        stated = self.size_in(document) or size
        if stated is None:
            raise DataError("does not say how large the image is", where=path)
        brush = Brush(stated, self._values, where=path)
        self.draw(document, brush)
        return brush.labels()


def open_sidecars(kind: type[SidecarLabels], path: Path) -> SidecarLabels:
    """The labels of a folder, or of one file.

    JSON files of other programs are passed over. A damaged file keeps its name: reading that one
    image fails.

    Args:
        kind: Whose files.
        path: The folder or file.

    Raises:
        DataError: If there are none, or they name too many classes.
    """
    files: dict[str, Path] = {}
    sizes: dict[str, Size | None] = {}
    found: set[str] = set()
    problem: DataError | None = None
    readable = False
    for name, file in _json_files(path).items():
        try:
            document = read_json(file)
            if not kind.owns(document):
                continue
            readable = True
            names = set(kind.names_in(document))
            sizes[name] = kind.size_in(document)
        except DataError as error:
            problem, sizes[name] = problem or error, None
        else:
            found |= names
        files[name] = file
    if not readable:
        raise problem or DataError(f"there are no files of {kind.title} here", where=path)
    listed = kind.listed(path if path.is_dir() else path.parent)
    return kind(path, files, sizes, values_of(listed, found, where=path))


def values_of(listed: Sequence[str], found: Iterable[str], *, where: Path) -> dict[str, int]:
    """The label that each name stands for.

    Args:
        listed: Names in an order that someone chose; they are numbered first.
        found: All names of objects; those that are not listed follow in natural order.
        where: For the error.

    Raises:
        DataError: If there are more than 254 classes.
    """
    values: dict[str, int] = {}
    count = 0
    for name in dict.fromkeys((*listed, *natural_sorted(set(found)))):
        if name == IGNORED_NAME:
            values[name] = IGNORE_INDEX
        elif is_background(name):
            values[name] = BACKGROUND
        else:
            count += 1
            values[name] = count
    if count > MAX_CLASSES:
        raise DataError(f"names {count} classes, at most {MAX_CLASSES} fit", where=where)
    return values


def looks_like_sidecars(kind: type[SidecarLabels], path: Path) -> bool:
    """Whether one of the first JSON files of a folder, or the file itself, is a program's."""
    for count, file in enumerate(_walk(path)):
        if count == _LOOKED_AT:
            return False
        try:
            if file.stat().st_size <= _LARGEST and kind.owns(read_json(file)):
                return True
        except (DataError, OSError):
            continue
    return False


class SidecarWriter(LabelWriter):
    """Writes one JSON file an image, named after it; copied images lie beside their files."""

    indent: ClassVar[int] = 2
    """Spaces that the program itself indents its files by."""

    def image_file(self, image: OutImage) -> str:
        """Beside its labels, under its own name."""
        return image.id

    def write(self, image: OutImage, document: Mapping[str, Any]) -> None:
        """Write the file of an image.

        Raises:
            StorageError: If it cannot be written.
        """
        text = json.dumps(document, indent=self.indent, ensure_ascii=False)
        atomic_write_text(self.json_path(image), text)

    def json_path(self, image: OutImage) -> Path:
        """Where the labels of an image are written."""
        return self.folder / f"{image.key}.json"

    def image_reference(self, image: OutImage) -> str:
        """The path from an image's labels to the image, with slashes; absolute on another drive."""
        if self.plan.copy_images or self.needs_images:
            return PurePosixPath(image.id).name
        # links are followed first: ".." means the folder that is really above
        target = os.path.join(os.path.realpath(image.path.parent), image.path.name)
        # while it is written the folder has another name, but it is as deep
        start = os.path.realpath(self.json_path(image).parent)
        with contextlib.suppress(ValueError):  # on another drive
            target = os.path.relpath(target, start)
        return Path(target).as_posix()

    def name(self, value: int) -> str:
        """The name of a label that is not the background's."""
        return IGNORED_NAME if value == IGNORE_INDEX else self.plan.classes[value - 1]


def _json_files(path: Path) -> dict[str, Path]:
    """Name of each JSON file, its path below the folder without the ending -> where it is."""
    if path.is_file():
        return {path.stem: path}
    found = {file.relative_to(path).with_suffix("").as_posix(): file for file in _walk(path)}
    return {name: found[name] for name in natural_sorted(found)}


def _walk(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
        return
    for folder, folders, files in os.walk(path):
        folders.sort()
        for name in sorted(files):
            if name.lower().endswith(".json"):
                yield Path(folder, name)
