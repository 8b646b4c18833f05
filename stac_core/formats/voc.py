"""Export in the layout of PASCAL VOC segmentation.

`SegmentationClass/<key>.png` (8-bit palette PNG, the VOC palette, 255 = ignore),
`ImageSets/Segmentation/<subset>.txt` (keys, one a line), `labelmap.txt` (`name:r,g,b::`) and
`class_names.txt`; on request the images in `JPEGImages`. Made from label records alone.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from stac_core.data.items import check_unique_keys
from stac_core.errors import ExportError, LabelStoreError
from stac_core.formats.mask_png import voc_palette, write_mask
from stac_core.io import atomic_write_text, storage_error
from stac_core.types import BACKGROUND_NAME, CancelToken, Progress, no_progress

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from stac_core.labels.store import LabelStore
    from stac_core.types import ImageItem, ReviewStatus

MASK_FOLDER: Final = "SegmentationClass"
LIST_FOLDER: Final = "ImageSets/Segmentation"
IMAGE_FOLDER: Final = "JPEGImages"


@dataclass
class ExportReport:
    """What an export did.

    Attributes:
        written: Ids of the images whose masks were written.
        skipped: Image id -> why it was left out although its status was asked for.
    """

    written: list[str] = field(default_factory=list)
    skipped: dict[str, str] = field(default_factory=dict)


def export_voc(
    store: LabelStore,
    items: Sequence[ImageItem],
    classes: Sequence[str],
    out: Path,
    *,
    statuses: Collection[ReviewStatus],
    subset: str = "trainval",
    copy_images: bool = False,
    progress: Progress = no_progress,
    cancel: CancelToken | None = None,
) -> ExportReport:
    """Write the masks of all images with one of the statuses.

    Args:
        store: The project's labels.
        items: The project's images, in the order of the list file.
        classes: Class names in mask order.
        out: An empty or new folder.
        statuses: Which images.
        subset: Name of the list file.
        copy_images: Also copy the image files, with their own extensions.
        progress: Told after each image.
        cancel: Checked before each image; what is written stays.

    Raises:
        ExportError: If the folder is not empty, or no image has such a status.
        DataError: If two images would write one file.
        StorageError: If a file cannot be written.
        Cancelled: If `cancel` says so.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise ExportError(
            "is not empty: old and new masks would be mixed", where=out, fix="Choose a new folder"
        )
    records = store.records()
    chosen = [item for item in items if item.id in records and records[item.id].status in statuses]
    if not chosen:
        wanted = ", ".join(sorted(str(status) for status in statuses))
        raise ExportError(
            f"no image has the status {wanted}",
            where=out,
            fix="Accept some masks first, or choose other statuses",
        )
    check_unique_keys(chosen)
    report, keys = ExportReport(), []
    for done, item in enumerate(chosen):
        if cancel is not None:
            cancel.check()
        digest = records[item.id].mask_digest
        if digest is None:
            report.skipped[item.id] = "it has no mask"
        else:
            try:
                mask = store.load_mask(digest)
            except LabelStoreError as error:
                report.skipped[item.id] = str(error)
            else:
                write_mask(out / MASK_FOLDER / f"{item.key}.png", mask, voc_palette())
                if copy_images:
                    _copy(item, out / IMAGE_FOLDER)
                report.written.append(item.id)
                keys.append(item.key)
        progress(done + 1, len(chosen))
    atomic_write_text(out / LIST_FOLDER / f"{subset}.txt", "".join(f"{key}\n" for key in keys))
    names = [BACKGROUND_NAME, *classes]
    atomic_write_text(out / "class_names.txt", "".join(f"{name}\n" for name in names))
    atomic_write_text(out / "labelmap.txt", _label_map(names))
    return report


def _label_map(names: Sequence[str]) -> str:
    palette = voc_palette()
    lines = []
    for index, name in enumerate(names):
        red, green, blue = palette[3 * index : 3 * index + 3]
        lines.append(f"{name}:{red},{green},{blue}::\n")
    return "".join(lines)


def _copy(item: ImageItem, folder: Path) -> None:
    target = folder / (item.key + Path(item.path).suffix)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(item.path, target)
    except OSError as error:
        raise storage_error(target, error) from error
