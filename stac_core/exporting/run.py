"""An export from label records alone: whole or not at all, with its manifest and certificate."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from stac_core.data.items import check_unique_keys
from stac_core.errors import DataError, ExportError, LabelStoreError
from stac_core.exporting.certificate import Certificate, ImageProof, compare
from stac_core.exporting.manifest import CERTIFICATE_FILE, MANIFEST_FILE, manifest
from stac_core.exporting.maps import KeptMaps
from stac_core.formats.label_set import LabelWriter, OpenOptions, OutImage, WritePlan
from stac_core.formats.registry import FORMATS
from stac_core.io import (
    atomic_write_json,
    bytes_digest,
    file_digest,
    folder_around,
    staged_folder,
)
from stac_core.types import MAX_CLASSES, CancelToken, Progress, image_key, no_progress

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from stac_core.formats.label_set import Color, LabelFormat
    from stac_core.labels.store import LabelStore
    from stac_core.types import ImageItem, Mask, ReviewStatus

DEFAULT_SUBSET: Final = "trainval"


@dataclass(frozen=True)
class ExportRequest:
    """What to export and how.

    Attributes:
        out: A new or empty folder.
        format: Name of a label format.
        statuses: Images with one of these.
        only: Ids of images that may be taken, from a filter; None for all.
        with_classes: Only images whose mask holds one of these classes; empty for all.
        subsets: Image id -> name of its split; the others are in `DEFAULT_SUBSET`.
        copy_images: Also copy the image files; formats that cannot do without do so anyway.
        polygons: Outlines even where the format can hold the pixels.
        image_folders: The project's; nothing is ever written to them.
    """

    out: Path
    format: str
    statuses: Collection[ReviewStatus]
    only: Collection[str] | None = None
    with_classes: Collection[str] = ()
    subsets: Mapping[str, str] = field(default_factory=dict)
    copy_images: bool = False
    polygons: bool = False
    image_folders: Sequence[Path] = ()


@dataclass
class ExportReport:
    """What an export did.

    Attributes:
        written: Ids of the images whose masks were written.
        skipped: Image id -> why it was left out although it was asked for.
        certificate: How the masks came back when the export was read again.
    """

    written: list[str] = field(default_factory=list)
    skipped: dict[str, str] = field(default_factory=dict)
    certificate: Certificate = field(default_factory=lambda: Certificate(()))


def export_labels(
    store: LabelStore,
    items: Sequence[ImageItem],
    colors: Sequence[Color],
    request: ExportRequest,
    *,
    project: str = "",
    progress: Progress = no_progress,
    cancel: CancelToken | None = None,
) -> ExportReport:
    """Write the masks that a request asks for, and read every one of them back.

    All is made in a folder beside the target and moved there at the end: after an error, or when
    cancelled, nothing is left.

    Args:
        store: The project's labels.
        items: The project's images, in the order of the export.
        colors: Of the classes, in mask order.
        request: What to export.
        project: Its name, for the manifest.
        progress: Told after each image written and each image read back.
        cancel: Checked before each image.

    Raises:
        ExportError: If the target is not empty, the format cannot be written, or there is nothing
            to export that can be written.
        DataError: If two images would write one file.
        StorageError: If a file cannot be written.
        Cancelled: If `cancel` says so.
    """
    chosen = FORMATS.get(request.format)
    if chosen is None or chosen.writer is None:
        raise ExportError(f"labels cannot be written as {request.format!r}", where=request.out)
    check_target(request.out, request.image_folders)
    masks = _Masks(store, request)
    records = masks.records
    asked = [item for item in items if masks.is_asked_for(item.id)]
    if not asked:
        wanted = ", ".join(sorted(str(status) for status in request.statuses))
        raise ExportError(
            f"no image has the status {wanted} and fits the filter",
            where=request.out,
            fix="Accept some masks first, or choose more images",
        )
    check_unique_keys(asked)
    report, token = ExportReport(), cancel or CancelToken()
    images = []
    for item in asked:
        token.check()
        reason = _reason_against_name(item.id) or masks.reason_against(item.id)
        if reason is None:
            subset = request.subsets.get(item.id, DEFAULT_SUBSET)
            images.append(OutImage(item.id, item.path, subset))
        elif reason:
            report.skipped[item.id] = reason
    with staged_folder(request.out) as folder:
        plan = WritePlan(
            folder=folder,
            classes=store.classes,
            colors=tuple(colors),
            images=tuple(images),
            copy_images=request.copy_images,
            polygons=request.polygons,
            maps=KeptMaps(store),
        )
        writer = chosen.writer(plan)
        written = _write(writer, masks, report, progress, token)
        if not written and report.skipped:
            first = next(iter(report.skipped.values()))
            raise ExportError(
                f"nothing can be written of {len(report.skipped):,} images; the first: {first}",
                where=request.out,
            )
        _check_names(folder, request.out)
        proofs = _read_back(chosen, writer, written, masks, progress, token)
        report.certificate = Certificate(tuple(proofs))
        files = _digests(folder)
        atomic_write_json(folder / CERTIFICATE_FILE, report.certificate.as_json())
        atomic_write_json(
            folder / MANIFEST_FILE,
            manifest(plan, chosen, records, written, files, project=project),
        )
        token.check()
    report.written = [image.id for image in written]
    return report


def check_target(out: Path, image_folders: Sequence[Path] = ()) -> None:
    """Make sure that an export may go to a folder.

    Args:
        out: The folder.
        image_folders: That it must not lie in.

    Raises:
        ExportError: If it is a file, holds something, or lies among the images.
    """
    inside = folder_around(out, image_folders)
    if inside is not None:
        raise ExportError(
            f"lies in the image folder {inside}: what is exported would be taken for images",
            where=out,
            fix="Choose a folder outside",
        )
    try:
        taken = out.exists() and (not out.is_dir() or any(out.iterdir()))
    except OSError as error:
        raise ExportError(f"cannot be looked at ({error.strerror})", where=out) from error
    if taken:
        raise ExportError(
            "is not empty: old and new masks would be mixed", where=out, fix="Choose a new folder"
        )


def _reason_against_name(image_id: str) -> str | None:
    """Why other programs could not find an image by its name; None if they can."""
    key = image_key(image_id)
    if "\\" in image_id:
        return "other programs take the backslash in its name for a folder; rename it"
    if key != key.strip() or len(key.splitlines()) > 1:
        return "lists of images cannot hold the spaces or line breaks in its name; rename it"
    return None


def _check_names(folder: Path, out: Path) -> None:
    """Make sure that no label lies where the manifest or certificate will."""
    for name in (MANIFEST_FILE, CERTIFICATE_FILE):
        if (folder / name).exists():
            raise ExportError(
                f"an image's labels would be {name}, which tells of the whole export",
                where=out,
                fix="Rename that image, or leave it out of the export",
            )


class _Masks:
    """The masks of a request, and why an image has none to give."""

    def __init__(self, store: LabelStore, request: ExportRequest) -> None:
        self._store, self._request = store, request
        self.records = store.records()
        self._only = None if request.only is None else frozenset(request.only)
        wanted = frozenset(request.with_classes)
        self._values = [
            value for value, name in enumerate(store.classes, start=1) if name in wanted
        ]

    def is_asked_for(self, image_id: str) -> bool:
        record = self.records.get(image_id)
        return (
            record is not None
            and record.status in self._request.statuses
            and (self._only is None or image_id in self._only)
        )

    def reason_against(self, image_id: str) -> str | None:
        """Why an image is left out; "" if it is not wanted after all, None if it is written."""
        if self.records[image_id].mask_digest is None:
            return "it has no mask"
        if not self._values:
            return None
        try:
            mask = self.load(image_id)
        except LabelStoreError as error:
            return str(error)
        return None if any((mask == value).any() for value in self._values) else ""

    def load(self, image_id: str) -> Mask:
        digest = self.records[image_id].mask_digest
        if digest is None:
            raise LabelStoreError("it has no mask", where=image_id)
        return self._store.load_mask(digest)


def _write(
    writer: LabelWriter,
    masks: _Masks,
    report: ExportReport,
    progress: Progress,
    cancel: CancelToken,
) -> dict[OutImage, str]:
    plan, written = writer.plan, {}
    for done, image in enumerate(plan.images):
        cancel.check()
        try:
            mask = masks.load(image.id)
            writer.add(image, mask)
        except (LabelStoreError, DataError) as error:
            report.skipped[image.id] = str(error)
        else:
            if plan.copy_images or writer.needs_images:
                writer.copy_image(image)
            written[image] = bytes_digest(mask.tobytes())
        progress(done + 1, 2 * len(plan.images))
    writer.finish(list(written))
    return written


def _read_back(
    chosen: LabelFormat,
    writer: LabelWriter,
    written: Mapping[OutImage, str],
    masks: _Masks,
    progress: Progress,
    cancel: CancelToken,
) -> list[ImageProof]:
    if chosen.open is None or not written:
        return []
    plan, proofs = writer.plan, []
    back = chosen.open(plan.folder, OpenOptions(plan.classes))
    names = frozenset(back.names)
    # a reader may number the classes in another order
    values = {name: value for value, name in enumerate(plan.classes, start=1)}
    table = np.arange(256, dtype=np.uint8)
    for value, name in enumerate(back.classes, start=1):
        table[value] = values.get(name, MAX_CLASSES)  # one that is not ours is a class all the same
    for done, image in enumerate(written):
        cancel.check()
        mask = masks.load(image.id)
        if writer.name_of(image) not in names:
            raise ExportError(
                "cannot be found again in what was written; nothing was exported", where=image.id
            )
        shape = (mask.shape[0], mask.shape[1])
        labels = back.read_fitting(writer.name_of(image), shape)
        proofs.append(compare(image.id, mask, table[labels.mask]))
        progress(len(plan.images) + done + 1, 2 * len(plan.images))
    return proofs


def _digests(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): file_digest(path) for path in files}
