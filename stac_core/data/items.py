"""Finding the images of a folder, and lists that name some of them. No pixels are read."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from natsort import natsort_keygen

from stac_core.data.images import IMAGE_SUFFIXES
from stac_core.errors import DataError
from stac_core.types import CancelToken, ImageItem, image_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

natural_key = natsort_keygen()
"""Sort key that puts ``img2`` before ``img10``."""


def scan_folder(
    root: Path, *, prefix: str = "", cancel: CancelToken | None = None
) -> list[ImageItem]:
    """All images of a folder and its sub-folders, in natural order. Hidden entries are left out.

    Args:
        root: The image folder.
        prefix: Put in front of each id, with a slash, when a project has several folders.
        cancel: Checked at every sub-folder.

    Raises:
        DataError: If the folder is missing or cannot be read.
        Cancelled: If `cancel` says so.
    """
    root = Path(root)
    if not root.is_dir():
        raise DataError(
            "this image folder does not exist", where=root, fix="Choose another or restore it"
        )
    start = f"{prefix}/" if prefix else ""
    try:
        found = [
            ImageItem(start + relative, root / relative)
            for relative in _walk(root, "", cancel or CancelToken())
        ]
    except OSError as error:
        raise DataError(f"cannot be read ({error.strerror})", where=error.filename) from error
    found.sort(key=lambda item: natural_key(item.id))
    return found


def _walk(root: Path, below: str, cancel: CancelToken) -> Iterator[str]:
    cancel.check()
    folders = []
    with os.scandir(root / below) as entries:
        for entry in entries:
            name = entry.name
            if name.startswith("."):
                continue
            if os.path.splitext(name)[1].lower() in IMAGE_SUFFIXES:
                if entry.is_file():
                    yield below + name
            elif entry.is_dir(follow_symlinks=False):
                folders.append(below + name + "/")
    for folder in folders:
        yield from _walk(root, folder, cancel)


def check_unique_keys(items: Sequence[ImageItem]) -> None:
    """Make sure that no two images would write the same file.

    Raises:
        DataError: Naming two images whose ids differ in the extension only.
    """
    counts = Counter(item.key for item in items)
    key = next((key for key, count in counts.items() if count > 1), None)
    if key is not None:
        names = [item.id for item in items if item.key == key]
        raise DataError(
            f"these images differ in their extension only: {', '.join(names[:3])}",
            where=key,
            fix="Rename one of them: results are named after the image without its extension",
        )


def read_list(path: Path) -> list[str]:
    """Ids or keys from a list file, one a line; blank lines are skipped.

    Raises:
        DataError: If the file cannot be read.
    """
    try:
        lines = Path(path).read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"the list cannot be read ({error})", where=path) from error
    return [line.strip().replace("\\", "/") for line in lines if line.strip()]


def select_items(
    items: Sequence[ImageItem], names: Iterable[str], *, where: Path | str
) -> list[ImageItem]:
    """The images that a list names by id or key, in the list's order.

    Raises:
        DataError: If a name is not among the images, or is a key that two images share.
    """
    by_name = index_by_name(items)
    chosen = []
    for name in names:
        item = by_name.get(name)
        if item is None:
            known = "two images have this key" if name in by_name else "no such image"
            raise DataError(f"{name}: {known}", where=where, fix="Correct the list")
        chosen.append(item)
    return chosen


def index_by_name(items: Sequence[ImageItem]) -> dict[str, ImageItem | None]:
    """Images by id and by key; a key that several images share maps to None."""
    index: dict[str, ImageItem | None] = {}
    for item in items:
        index[item.key] = None if item.key in index else item
    index.update((item.id, item) for item in items)
    return index


def keys_of(names: Iterable[str], known: Iterable[str]) -> list[str]:
    """Names (ids or keys) as keys, given the keys that exist; an unknown name stays as it is."""
    existing = set(known)
    return [name if name in existing else image_key(name) for name in names]
