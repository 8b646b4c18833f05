"""Noticing that images were added, removed or changed, without reading any of them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from stac_core.data.items import FolderItems, find_images, natural_sorted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from stac_core.types import CancelToken

Stamp = tuple[int, int]
"""Time of the last change in nanoseconds, and size in bytes, of a file."""


def stamp_of(path: Path) -> Stamp | None:
    """What tells one state of a file from another; None where it cannot be looked at."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def folder_times(items: FolderItems) -> dict[Path, int]:
    """When the folders that images lie in, and those above them, were last changed.

    Adding, removing and renaming a file changes its folder's time, so that a few of these tell
    about 100,000 files.

    Returns:
        Nanoseconds by folder; 0 for one that cannot be looked at.
    """
    below = {""}
    for folder in {image_id.rpartition("/")[0] for image_id in items.ids}:
        while folder not in below:
            below.add(folder)
            folder = folder.rpartition("/")[0]
    times: dict[Path, int] = {}
    for prefix, root in items.roots.items():
        for folder in below:
            first, _, rest = folder.partition("/")
            if prefix and first not in {prefix, ""}:
                continue
            path = root / (rest if prefix else folder)
            try:
                times[path] = os.stat(path).st_mtime_ns
            except OSError:
                times[path] = 0
    return times


def list_again(items: FolderItems, *, cancel: CancelToken | None = None) -> FolderItems:
    """The images that are in the same folders now, in the same order of folders.

    Raises:
        DataError: If a folder is missing or cannot be read.
        Cancelled: If `cancel` says so.
    """
    ids: list[str] = []
    for prefix, root in items.roots.items():
        start = f"{prefix}/" if prefix else ""
        found = find_images(root, exclude=items.exclude.get(prefix, ()), cancel=cancel)
        ids += natural_sorted(start + name for batch in found for name in batch)
    return FolderItems(ids, items.roots, items.exclude)


def changed_files(stamps: Mapping[str, tuple[Path, Stamp | None]]) -> list[str]:
    """Images whose files are not what they were; files that are gone are none of them.

    Args:
        stamps: Image id -> its file and what it was like.
    """
    found: Iterable[tuple[str, Stamp | None, Stamp | None]] = (
        (image_id, before, stamp_of(path)) for image_id, (path, before) in stamps.items()
    )
    return [image_id for image_id, before, now in found if now is not None and now != before]
