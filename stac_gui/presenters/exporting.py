"""Exporting from the window: the same export as on the command line, off the GUI thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stac_core.formats.voc import ExportReport, export_voc
from stac_core.labels.store import open_store

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from stac_core.types import ReviewStatus
    from stac_gui.presenters.opening import Opened


def run_export(
    opened: Opened,
    folder: Path,
    statuses: Collection[ReviewStatus],
    copy_images: bool,
) -> ExportReport:
    """Write the masks of a project in the layout of PASCAL VOC.

    Raises:
        StacError: If it cannot be done.
    """
    with open_store(opened.path, opened.class_names, read_only=True) as store:
        return export_voc(
            store,
            opened.items,
            opened.class_names,
            folder,
            statuses=statuses,
            copy_images=copy_images,
        )
