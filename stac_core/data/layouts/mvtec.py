"""MVTec AD: ``<category>/{train/good,test/<defect>}`` and ``ground_truth/<defect>/NNN_mask.png``.

As read by anomalib (github.com/openvinotoolkit/anomalib, src/anomalib/data/image/mvtec.py): images
in ``good`` have no mask file; a mask's stem is the image's with ``_mask``, or the same. The folder
may be a category or hold several; then each class is named after its category too, since "crack" of
a tile is not "crack" of a pill.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stac_core.data.layouts.base import (
    DataSet,
    Layout,
    Listing,
    ReadOptions,
    check_classes,
    list_images,
    one_class_tags,
    splits_by_folder,
)
from stac_core.data.layouts.masks import FileMasks, MaskFile
from stac_core.types import image_key

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_GOOD: Final = "good"
_TRUTH: Final = "ground_truth"
EXCLUDE: Final = (f"{_TRUTH}/",)


class MvtecLayout(Layout):
    """Good images to learn from, and defects by kind to test on."""

    name = "mvtec"
    title = "MVTec AD"
    summary = "train/good, test/<defect> and ground_truth/<defect>"

    def matches(self, here: Listing) -> bool:
        """Whether it is a category, or its folders are."""
        return _is_category(here) or bool(_categories(here))

    def read(self, here: Listing, options: ReadOptions) -> DataSet:
        """Tags from the folders, masks from `ground_truth`."""
        several = not _is_category(here)
        categories = _categories(here) if several else [""]
        exclude = EXCLUDE
        classes: list[str] = []
        for category in categories:
            for defect in here.below(category, "test").folders:
                if defect != _GOOD:
                    classes.append(_class_name(category, defect))
        check_classes(classes, where=here.path)
        ids = list_images(here.path, exclude=exclude, cancel=options.cancel)
        tags = {}
        for image_id in ids:
            *above, subset, folder, _ = ["", "", *image_id.split("/")]
            category = above[-1] if several else ""
            name = None if folder == _GOOD else _class_name(category, folder)
            if subset in {"train", "test"} and (name is None or name in classes):
                tags[image_id] = one_class_tags(classes, name)
        labels = self.labels(here.path, here.path, classes, ids)
        notes = []
        if missing := len(tags) - len(labels.names):
            notes.append(f"Images without a mask: {missing}.")
        return DataSet(
            self.name, here.path, here.path, ids, tuple(classes), tuple(classes), exclude=exclude,
            tags=tags, splits=splits_by_folder(ids, int(several)), labels=labels,
            notes=tuple(notes),
        )  # fmt: skip

    def labels(
        self, root: Path, images: Path, classes: Sequence[str], ids: Sequence[str]
    ) -> FileMasks:
        """`ground_truth/<defect>/<stem>_mask.png` for each image of a defect."""
        files: dict[str, MaskFile] = {}
        there: dict[str, frozenset[str]] = {}
        for image_id in ids:
            *above, subset, folder, file = ["", "", *image_id.split("/")]
            category = above[-1]
            if folder == _GOOD:
                files[image_id] = MaskFile(None)
                continue
            name = _class_name(category, folder)
            if subset != "test" or name not in classes:
                continue
            place = "/".join(part for part in (category, _TRUTH, folder) if part)
            if place not in there:
                there[place] = Listing(root / place).file_set
            stem = image_key(file)
            for mask in (f"{stem}_mask.png", f"{stem}.png"):
                if mask in there[place]:
                    value = classes.index(name) + 1
                    files[image_id] = MaskFile(root / place / mask, value)
                    break
        return FileMasks(root, classes, images, files)


def _class_name(category: str, defect: str) -> str:
    return f"{category}_{defect}" if category else defect


def _is_category(here: Listing) -> bool:
    return {"train", "test"} <= set(here.folders) and (
        _TRUTH in here.folders or here.below("train").folders == [_GOOD]
    )


def _categories(here: Listing) -> list[str]:
    return [name for name in here.folders if _is_category(here.below(name))]


LAYOUT: Final = MvtecLayout()
