"""Exporting from the window: the same export as on the command line, off the GUI thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stac_core.colors import hex_to_rgb
from stac_core.exporting.run import ExportReport, ExportRequest, export_labels
from stac_core.labels.store import open_store
from stac_core.types import no_progress

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from stac_core.types import CancelToken, Progress, ReviewStatus
    from stac_gui.presenters.opening import Opened


def run_export(
    opened: Opened,
    folder: Path,
    statuses: Collection[ReviewStatus],
    copy_images: bool,
    progress: Progress = no_progress,
    cancel: CancelToken | None = None,
) -> ExportReport:
    """Write the masks of a project in the layout of PASCAL VOC; see `export_labels`.

    Args:
        opened: The project.
        folder: An empty or new folder.
        statuses: Which images.
        copy_images: Also copy the image files.
        progress: Told after each image.
        cancel: Checked before each image; nothing is left then.

    Raises:
        StacError: If it cannot be done.
        Cancelled: If `cancel` says so.
    """
    with open_store(opened.path, opened.class_names, read_only=True) as store:
        return export_labels(
            store,
            opened.items,
            [hex_to_rgb(spec.color) for spec in opened.classes],
            ExportRequest(folder, "voc", statuses, copy_images=copy_images),
            project=opened.name,
            progress=progress,
            cancel=cancel,
        )
