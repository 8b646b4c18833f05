"""All layouts, by name; and which one a folder is in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stac_core.data.layouts import (
    class_folders,
    dagm,
    folder,
    kolektor,
    mtd,
    mvtec,
    neu_seg,
    pascal_voc,
    severstal,
    stac_authors,
)
from stac_core.data.layouts.base import DataSet, Layout, Listing, ReadOptions
from stac_core.errors import ConfigError, DataError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

AUTO: Final = "auto"

LAYOUTS: Final[dict[str, Layout]] = {
    each.name: each
    for each in (
        # those with marks of their own first, any folder last
        severstal.LAYOUT,
        mvtec.LAYOUT,
        kolektor.LAYOUT,
        mtd.LAYOUT,
        dagm.LAYOUT,
        neu_seg.LAYOUT,
        stac_authors.LAYOUT,
        pascal_voc.LAYOUT,
        class_folders.LAYOUT,
        folder.LAYOUT,
    )
}

_WRAPPED: Final = 3
"""So many folders that hold nothing but one folder are gone into: VOCdevkit/VOC2012."""


def detect(root: Path) -> tuple[Layout, Path]:
    """The layout of a folder, and the folder itself or the one in it that is laid out like that.

    Raises:
        DataError: If it does not exist.
    """
    if not root.is_dir():
        raise DataError("this folder does not exist", where=root, fix="Choose another")
    here = Listing(root)
    for _ in range(_WRAPPED):
        for layout in LAYOUTS.values():
            if layout.name != folder.LAYOUT.name and layout.matches(here):
                return layout, here.path
        if len(here.folders) != 1:
            break
        here = here.below(here.folders[0])
    return folder.LAYOUT, root


def read_data_set(root: Path, layout: str = AUTO, options: ReadOptions | None = None) -> DataSet:
    """A data set as its folder says.

    Args:
        root: The folder.
        layout: One of `LAYOUTS`, or "auto" to look what it is.
        options: Class names that are given, progress and cancelling.

    Raises:
        DataError: If it is not laid out like that, is damaged, or holds no image.
        ConfigError: If the layout is unknown, or the class names do not fit.
        Cancelled: If asked to stop.
    """
    options = options or ReadOptions()
    root = root.resolve()
    if layout != AUTO and layout not in LAYOUTS:
        raise ConfigError(
            f"unknown layout {layout!r}", where=root, fix=f"Use {AUTO}, {', '.join(LAYOUTS)}"
        )
    if layout == AUTO:
        chosen, root = detect(root)
    else:
        chosen = LAYOUTS[layout]
        if not root.is_dir():
            raise DataError("this folder does not exist", where=root, fix="Choose another")
        found, inside = detect(root)
        if found is chosen:
            root = inside
        elif not chosen.matches(Listing(root)) and chosen.name != class_folders.LAYOUT.name:
            raise DataError(
                f"this folder is not laid out like {chosen.title} ({chosen.summary})",
                where=root,
                fix="Choose another layout or folder",
            )
    data = chosen.read(Listing(root), options)
    return data if options.classes is None else data.renamed(options.classes)


def names_of_layouts() -> Sequence[str]:
    """For the command line."""
    return (AUTO, *LAYOUTS)
