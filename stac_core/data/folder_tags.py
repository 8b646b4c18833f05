"""Tags from the names of folders, looked at before they are taken over."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stac_core.data.tags import GOOD_NAMES, tags_of_folders

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from stac_core.data.tags import Tags, TagTable


@dataclass(frozen=True)
class FolderTags:
    """What taking tags from folder names would do.

    Attributes:
        classes: Class names, in mask order.
        table: Image id -> tags, of the images that lie in such a folder.
        counts: Class name -> images that would be tagged with it.
        free: Images that would be tagged as without any defect.
        left: Images that stay as they are, as no folder of theirs names a class.
        replaced: Images that have other tags now.
    """

    classes: list[str]
    table: TagTable
    counts: dict[str, int]
    free: int
    left: int
    replaced: int

    def keeping(self, tags: Mapping[str, Tags]) -> TagTable:
        """The table without images that have tags already."""
        return {key: each for key, each in self.table.items() if not tags.get(key)}


def plan_folder_tags(
    ids: Sequence[str], classes: Sequence[str] | None, tags: Mapping[str, Tags]
) -> FolderTags:
    """Look what tags the names of folders give.

    Args:
        ids: Of the images.
        classes: Class names; None takes them from the folders' own names.
        tags: Tags that are there.

    Raises:
        DataError: If no folder names a class, or there are no folders.
    """
    names = classes_of_folders(ids) if classes is None else list(classes)
    table = tags_of_folders(ids, names)
    counts = Counter(name for each in table.values() for name, present in each.items() if present)
    return FolderTags(
        classes=names,
        table=table,
        counts={name: counts[name] for name in names},
        free=sum(not any(each.values()) for each in table.values()),
        left=len(ids) - len(table),
        replaced=sum(bool(tags.get(key)) and tags[key] != each for key, each in table.items()),
    )


def classes_of_folders(ids: Sequence[str]) -> list[str]:
    """Names of the folders that images lie in, but for those that mean no defect; in their order.

    The innermost folder counts: in ``line 2/scratch/5.png`` it is ``scratch``.
    """
    found: dict[str, None] = {}
    for image_id in ids:
        folders = image_id.split("/")[:-1]
        if folders and folders[-1].casefold() not in GOOD_NAMES:
            found.setdefault(folders[-1])
    return list(found)
