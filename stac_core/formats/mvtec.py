"""The layout of MVTec AD, which programs for anomaly detection read.

An export is the folder of one category: `train/good`, `test/good`, `test/<defect>/<name>.png`
and `ground_truth/<defect>/<name>_mask.png` with 0 and 255. The defect's folder is the class; an
image with several classes lies in `combined`, and which pixel had which class is lost. Images
without a defect have no mask; they are for training unless their split is one for testing.

anomalib pairs images and masks by their order and then looks for the image's name within the
mask's. `a.png` and `a1.png` sort the other way round than their masks: where that happens, all
names begin with a number of one width.
"""

from __future__ import annotations

import shutil
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from stac_core.data.images import IMAGE_SUFFIXES, image_size, read_image
from stac_core.data.items import natural_sorted
from stac_core.errors import DataError, ExportError
from stac_core.formats.fields import read_bytes
from stac_core.formats.label_set import (
    ImageLabels,
    LabelFormat,
    LabelSet,
    LabelWriter,
    Limit,
    OpenOptions,
    OutImage,
    Size,
    WritePlan,
    new_mask,
)
from stac_core.formats.mask_png import decode_picture, encode_grey
from stac_core.io import atomic_write_bytes, safe_name, storage_error
from stac_core.opencv import cv2
from stac_core.pseudo_mask import classes_in
from stac_core.types import IGNORE_INDEX, MAX_CLASSES, Mask

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

GOOD: Final = "good"
COMBINED: Final = "combined"
TRUTH: Final = "ground_truth"

_SUFFIX: Final = "_mask"
_TEST_SUBSETS: Final = frozenset({"test", "val", "valid", "validation"})
_LONGEST: Final = 80
"""Characters of an image's own name that are kept; the number in front tells images apart."""


class _Files(NamedTuple):
    """One image: its file and its mask's, where they are there."""

    image: Path | None
    mask: Path | None
    label: int


class MvtecLabels(LabelSet):
    """Masks of one defect each, and images without.

    Args:
        root: A category's folder, or one that holds categories.
        classes: Their names.
        files: Name of an image -> its files.
        splits: "train" and "test" -> names.
    """

    def __init__(
        self,
        root: Path,
        classes: Sequence[str],
        files: Mapping[str, _Files],
        splits: Mapping[str, Sequence[str]],
    ) -> None:
        super().__init__(root, classes, tuple(files), splits)
        self._files = files

    def size(self, name: str) -> Size | None:
        """Of the image, where it is there."""
        image = self._files[name].image
        return None if image is None else image_size(image)

    def read(self, name: str, size: Size | None = None) -> ImageLabels:
        """The mask of one image; it is empty where the image is a good one."""
        image, mask, label = self._files[name]
        if mask is None:
            assert image is not None
            return ImageLabels(new_mask(image_size(image), where=image))
        values = decode_picture(read_bytes(mask), where=mask).values
        shown = values.any(axis=2) if values.ndim == 3 else values != 0
        return ImageLabels(np.where(shown, np.uint8(label), np.uint8(0)))


class MvtecWriter(LabelWriter):
    """Writes a category.

    Raises:
        ExportError: If a class has a name that means something else there.
    """

    needs_images = True

    def __init__(self, plan: WritePlan) -> None:
        super().__init__(plan)
        names = [safe_name(name).casefold() for name in plan.classes]
        for place, name in enumerate(names):
            if name == GOOD or name in names[:place]:
                raise ExportError(
                    f"the class {plan.classes[place]!r} cannot have a folder of its own: "
                    f"{'good is the folder without defects' if name == GOOD else 'it is taken'}",
                    where=plan.folder.name,
                    fix="Give it another name",
                )
        self._names = dict(zip(plan.images, _file_names(plan.images), strict=True))
        self._places: dict[OutImage, str] = {}

    def add(self, image: OutImage, mask: Mask) -> None:
        """Write the mask where the image shows a defect, and choose the image's place."""
        found = classes_in(mask)
        if not found:
            test = image.subset.casefold() in _TEST_SUBSETS or bool((mask == IGNORE_INDEX).any())
            self._places[image] = f"{'test' if test else 'train'}/{GOOD}"
            return
        defect = safe_name(self.plan.classes[found[0] - 1]) if len(found) == 1 else COMBINED
        self._places[image] = f"test/{defect}"
        shown = ((mask != 0) & (mask != IGNORE_INDEX)).astype(np.uint8) * np.uint8(255)
        path = self.folder / TRUTH / defect / f"{self._names[image]}{_SUFFIX}.png"
        atomic_write_bytes(path, encode_grey(shown))

    def finish(self, added: Sequence[OutImage]) -> None:
        """Folders that readers expect even where no image is in them."""
        for folder in (f"train/{GOOD}", "test", TRUTH):
            path = self.folder / folder
            try:
                path.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise storage_error(path, error) from error

    def image_file(self, image: OutImage) -> str:
        """In the folder of its split and defect, as PNG."""
        return f"{self.name_of(image)}.png"

    def name_of(self, image: OutImage) -> str:
        """Path of the image without its extension."""
        return f"{self._places[image]}/{self._names[image]}"

    def copy_image(self, image: OutImage) -> None:
        """Copy a PNG as it is; write others as PNG with the depth that they have.

        Raises:
            DataError: If the image cannot be read, or holds fractions.
            StorageError: If it cannot be written.
        """
        target = self.folder / PurePosixPath(self.image_file(image))
        try:
            if _is_plain_png(image.path):
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(image.path, target)
                return
        except OSError as error:
            raise storage_error(target, error) from error
        pixels = read_image(image.path)
        if pixels.dtype.kind == "f":
            raise DataError(
                "holds fractions, which the PNGs of this layout cannot",
                where=image.path,
                fix="Choose another format, or convert the images to 16 bits",
            )
        encoded = cv2.imencode(".png", pixels[..., ::-1] if pixels.ndim == 3 else pixels)[1]
        atomic_write_bytes(target, encoded.tobytes())


def _file_names(images: Sequence[OutImage]) -> list[str]:
    """Names without extension, no two alike; images and masks sort in the same order by them."""
    names = [safe_name(image.key.replace("/", "_")) for image in images]
    is_short = max(map(len, names), default=0) <= _LONGEST
    is_unique = len({name.casefold() for name in names}) == len(names)
    by_image = sorted(names, key=lambda name: f"{name}.png")
    if is_short and is_unique and by_image == sorted(names, key=lambda name: f"{name}{_SUFFIX}"):
        return names
    width = max(3, len(str(len(images) - 1)))
    return [f"{number:0{width}}_{name[-_LONGEST:]}" for number, name in enumerate(names)]


def open_mvtec(path: Path, options: OpenOptions) -> LabelSet:
    """The masks of a category, or of all categories in a folder.

    Images of a defect that have no mask are left out.

    Raises:
        DataError: If there is no such layout, or too many kinds of defects.
    """
    categories = _categories(path)
    if not categories:
        raise DataError(f"there is no {TRUTH} with masks beside test or train", where=path)
    found: dict[str, tuple[Path | None, Path | None, str]] = {}
    splits: dict[str, list[str]] = {}
    for category in categories:
        start = category.relative_to(path).as_posix()
        below = "" if start == "." else f"{start}/"
        for split, defect, image, mask in _images(category):
            stem = image.stem if image is not None else _image_stem(mask)
            name = f"{below}{split}/{defect}/{stem}"
            found[name] = image, mask, defect
            splits.setdefault(split, []).append(name)
    if not found:
        raise DataError("there are no images with masks, and no good ones", where=path)
    classes = _class_names({defect for _, _, defect in found.values()} - {GOOD}, options)
    if len(classes) > MAX_CLASSES:
        raise DataError(f"has {len(classes)} kinds of defects, {MAX_CLASSES} fit", where=path)
    labels = {safe_name(name): number for number, name in enumerate(classes, start=1)}
    files = {
        name: _Files(found[name][0], found[name][1], labels.get(found[name][2], 0))
        for name in natural_sorted(found)
    }
    return MvtecLabels(path, classes, files, splits)


def looks_like_mvtec(path: Path) -> bool:
    """Whether a folder is a category or holds some."""
    return bool(_categories(path))


def _categories(path: Path) -> list[Path]:
    try:
        below = sorted(each for each in path.iterdir() if each.is_dir()) if path.is_dir() else []
    except OSError:
        return []
    if _is_category(path):
        return [path]
    return [each for each in below if not each.name.startswith(".") and _is_category(each)]


def _is_category(path: Path) -> bool:
    return (path / TRUTH).is_dir() and ((path / "test").is_dir() or (path / "train").is_dir())


def _images(category: Path) -> Iterator[tuple[str, str, Path | None, Path | None]]:
    """Split, defect, image and mask of everything that says something."""
    try:
        for split in ("train", "test"):
            for image in _pictures(category / split / GOOD):
                yield split, GOOD, image, None
        defects = {
            each.name
            for top in ("test", TRUTH)
            for each in (category / top).glob("[!.]*")
            if each.is_dir() and each.name != GOOD
        }
        for defect in sorted(defects):
            masks = {_image_stem(mask): mask for mask in _pictures(category / TRUTH / defect)}
            for image in _pictures(category / "test" / defect):
                mask = masks.pop(image.stem, None)
                if mask is not None:
                    yield "test", defect, image, mask
            for mask in masks.values():
                yield "test", defect, None, mask
    except OSError as error:
        raise DataError(f"cannot be read ({error.strerror})", where=category) from error


def _pictures(folder: Path) -> list[Path]:
    found = [path for path in folder.glob("[!.]*") if path.suffix.lower() in IMAGE_SUFFIXES]
    return sorted(found)


def _image_stem(mask: Path | None) -> str:
    return "" if mask is None else mask.stem.removesuffix(_SUFFIX)


def _class_names(defects: set[str], options: OpenOptions) -> list[str]:
    """The known classes in their order, then folders that are none of them."""
    known = list(options.classes or ())
    taken = {safe_name(name) for name in known}
    return known + natural_sorted(defects - taken)


def _is_plain_png(path: Path) -> bool:
    """Whether a file is a PNG that is shown as it lies in the file."""
    if path.suffix.lower() != ".png":
        return False
    with path.open("rb") as file:
        head = file.read(1 << 16)
    return head.startswith(b"\x89PNG") and b"eXIf" not in head


FORMAT: Final = LabelFormat(
    name="mvtec",
    title="MVTec AD",
    summary="a folder for each defect with masks of 0 and 255, for anomaly detection",
    open=open_mvtec,
    looks_like=looks_like_mvtec,
    writer=MvtecWriter,
    limits=frozenset({Limit.CLASSES, Limit.IGNORE}),
)
