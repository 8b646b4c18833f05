"""What every label format has in common: reading one image's labels, writing them, and its limits.

A mask (H, W) is the truth: 0 background, 1..C class, 255 ignore. Shapes such as polygons exist only
in files. A format is one module that defines `FORMAT`; `registry` lists them.
"""

from __future__ import annotations

import abc
import enum
import shutil
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, ClassVar, Final

import numpy as np

from stac_core.errors import DataError
from stac_core.io import storage_error
from stac_core.types import IGNORE_INDEX, Mask, image_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from stac_core.types import CamResult

Size = tuple[int, int]
"""(height, width) in pixels."""

Color = tuple[int, int, int]
"""(red, green, blue) in 0..255."""


MAX_SIDE: Final = 1 << 17
MAX_PIXELS: Final = 1 << 30
"""Larger sizes in a file are damage, and must not make us ask for that much memory."""


class Limit(enum.Enum):
    """What a format cannot keep of a mask."""

    HOLES = "holes"
    ISLANDS = "islands"
    IGNORE = "ignore"
    CLASSES = "classes"
    EDGES = "edges"

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True)
class ImageLabels:
    """The labels of one image as they were read.

    Attributes:
        mask: uint8 (H, W).
        overlap: Pixels that objects of different classes claimed; the mask has the last one's.
        outside: Objects that reached out of the image and were cut at its border.
        left_out: Objects that cover no pixels, such as points and lines.
    """

    mask: Mask
    overlap: int = 0
    outside: int = 0
    left_out: int = 0


def new_mask(size: Size, *, where: Path | str) -> Mask:
    """A mask that is background everywhere.

    Args:
        size: (H, W) as a file states it.
        where: The file and the field, for the error.

    Raises:
        DataError: If no image has that size.
    """
    check_size(size, where=where)
    return np.zeros(size, np.uint8)


def check_size(size: Size, *, where: Path | str) -> None:
    """Make sure that an image can have a size, before memory is asked for.

    Args:
        size: (H, W) as a file states it.
        where: The file and the field, for the error.

    Raises:
        DataError: If none can.
    """
    height, width = size
    if not (0 < height <= MAX_SIDE and 0 < width <= MAX_SIDE and height * width <= MAX_PIXELS):
        raise DataError(f"states an impossible size of {height} x {width} pixels", where=where)


class LabelSet(abc.ABC):
    """Labels of some images; each mask is read when it is asked for.

    Attributes:
        root: The file or folder they lie in.
        classes: Class names, for the values 1..C of the masks.
        names: Images that have labels, as the format names them: posix paths, with or without the
            image's extension. An image that is listed without any object has an empty mask.
        splits: Name of a subset -> names of its images; empty where the format knows none.
        unlabeled: Images that a list names and that have no labels: nobody knows what they show.
    """

    def __init__(
        self,
        root: Path,
        classes: Sequence[str],
        names: Sequence[str],
        splits: Mapping[str, Sequence[str]] | None = None,
        unlabeled: Sequence[str] = (),
    ) -> None:
        self.root = root
        self.classes = tuple(classes)
        self.names = tuple(names)
        self.splits = {split: tuple(members) for split, members in (splits or {}).items()}
        self.unlabeled = tuple(unlabeled)

    def size(self, name: str) -> Size | None:
        """(H, W) that the format states for an image; None if only its mask tells."""
        return None

    @abc.abstractmethod
    def read(self, name: str, size: Size | None = None) -> ImageLabels:
        """The labels of one image.

        Args:
            name: One of `names`.
            size: (H, W) of the image; formats that do not state sizes need it.

        Raises:
            DataError: Naming the file and the field, if they cannot be read or do not fit.
        """

    def read_fitting(self, name: str, size: Size) -> ImageLabels:
        """As `read`, and the mask is as large as the image and holds the set's classes only.

        Raises:
            DataError: As `read`, or if it does not fit.
        """
        labels = self.read(name, size)
        if labels.mask.shape != tuple(size):
            raise DataError(
                f"the labels of {name} are {labels.mask.shape[0]} x {labels.mask.shape[1]} pixels, "
                f"the image {size[0]} x {size[1]} (height x width)",
                where=self.root,
                fix="Export them again from the image as it is now",
            )
        wrong = (labels.mask > len(self.classes)) & (labels.mask != IGNORE_INDEX)
        if wrong.any():
            raise DataError(
                f"{name} holds the value {labels.mask[wrong][0]}, but there are "
                f"{len(self.classes)} classes",
                where=self.root,
            )
        return labels


@dataclass(frozen=True)
class OpenOptions:
    """What is known about labels beside their file.

    Attributes:
        classes: Class names in mask order, for formats that hold numbers only; None where unknown.
        find_size: (H, W) of the image with a name; None where nobody knows. For formats that state
            neither sizes nor come with images.
    """

    classes: Sequence[str] | None = None
    find_size: Callable[[str], Size | None] | None = None


@dataclass(frozen=True, slots=True)
class OutImage:
    """An image whose labels are written.

    Attributes:
        id: In the project.
        path: Its file.
        subset: Name of the split it belongs to.
    """

    id: str
    path: Path
    subset: str

    @property
    def key(self) -> str:
        """The id without its last extension: what files made from it are named after."""
        return image_key(self.id)


@dataclass(frozen=True)
class WritePlan:
    """Everything an export knows before it starts.

    Attributes:
        folder: An empty folder.
        classes: Class names, for the values 1..C.
        colors: Colour of each class.
        images: All images in their order; no two have one key.
        copy_images: Also copy the image files to where the format's readers look for them.
        polygons: Write outlines even where the format can hold the pixels themselves.
        maps: Finds the heat maps of an image; raises DataError where none are kept. None where
            there are none at all.
    """

    folder: Path
    classes: tuple[str, ...]
    colors: tuple[Color, ...]
    images: tuple[OutImage, ...]
    copy_images: bool = False
    polygons: bool = False
    maps: Callable[[OutImage], CamResult] | None = None


def by_subset(images: Iterable[OutImage]) -> dict[str, list[OutImage]]:
    """Images by the name of their split, in the order of each split's first image."""
    found: dict[str, list[OutImage]] = {}
    for image in images:
        found.setdefault(image.subset, []).append(image)
    return found


class LabelWriter(abc.ABC):
    """Writes the labels of a plan: `add` for each image in order, then `finish`.

    The folder is a private one that is moved to its place when all is well, so a writer need not
    care about half an export; it writes through `stac_core.io` all the same.
    """

    needs_images: ClassVar[bool] = False
    """Whether readers cannot do without the image files beside the labels."""

    def __init__(self, plan: WritePlan) -> None:
        self.plan = plan
        self.folder = plan.folder

    @abc.abstractmethod
    def add(self, image: OutImage, mask: Mask) -> None:
        """Write, or keep for `finish`, the mask (H, W) of one image."""

    @abc.abstractmethod
    def finish(self, added: Sequence[OutImage]) -> None:
        """Write what belongs to all images: lists, classes, the one file of some formats.

        Args:
            added: Images that `add` was called for, in their order; one whose mask could not be
                read is missing.
        """

    @abc.abstractmethod
    def image_file(self, image: OutImage) -> str:
        """Posix path below the folder at which readers look for the image."""

    def name_of(self, image: OutImage) -> str:
        """What `LabelSet.names` calls the image when the export is read back."""
        return image.key

    def copy_image(self, image: OutImage) -> None:
        """Copy the image file to where readers look for it.

        Raises:
            StorageError: If it cannot be copied.
        """
        target = self.folder / PurePosixPath(self.image_file(image))
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(image.path, target)
        except OSError as error:
            raise storage_error(target, error) from error


@dataclass(frozen=True)
class LabelFormat:
    """One label format.

    Attributes:
        name: On the command line.
        title: As people call it.
        summary: What it is, in half a sentence, without a full stop.
        open: Reads labels from a file or folder; raises DataError if they are not this format's.
            None where it is only written.
        looks_like: Whether a file or folder seems to be in this format; cheap, never raises.
        writer: Makes the writer; None where it is only read.
        limits: What the format cannot hold.
        polygon_limits: What is lost besides when outlines are asked for; None if it has no choice.
    """

    name: str
    title: str
    summary: str
    open: Callable[[Path, OpenOptions], LabelSet] | None
    looks_like: Callable[[Path], bool]
    writer: Callable[[WritePlan], LabelWriter] | None
    limits: frozenset[Limit] = field(default_factory=frozenset)
    polygon_limits: frozenset[Limit] | None = None
