"""Exporting from the window: the same export as on the command line, off the GUI thread."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from stac_core.colors import hex_to_rgb
from stac_core.exporting.run import ExportReport, ExportRequest, export_labels
from stac_core.exporting.selection import own_splits as find_own_splits
from stac_core.exporting.selection import split_by_share
from stac_core.labels.store import open_store
from stac_core.types import no_progress

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stac_core.types import CancelToken, Progress
    from stac_gui.presenters.opening import Opened


def run_export(
    opened: Opened,
    request: ExportRequest,
    shares: Mapping[str, float],
    *,
    own_splits: bool = False,
    progress: Progress = no_progress,
    cancel: CancelToken | None = None,
) -> ExportReport:
    """Write the masks of a project; see `export_labels`.

    Args:
        opened: The project.
        request: What to export; its splits are made here.
        shares: Name of a split -> share of the images in it; empty for no splits.
        own_splits: Take those that the project's data set came with instead.
        progress: Told after each image.
        cancel: Checked before each image; nothing is left then.

    Raises:
        StacError: If it cannot be done.
        Cancelled: If `cancel` says so.
    """
    if own_splits and opened.project is not None:
        subsets = find_own_splits(opened.project, opened.path, opened.items)
        request = replace(request, subsets=subsets)
    elif shares:
        request = replace(request, subsets=split_by_share(opened.items.ids, shares))
    request = replace(request, image_folders=tuple(opened.items.roots.values()))
    with open_store(opened.path, opened.class_names, read_only=True) as store:
        return export_labels(
            store,
            opened.items,
            [hex_to_rgb(spec.color) for spec in opened.classes],
            request,
            project=opened.name,
            progress=progress,
            cancel=cancel,
        )
