"""Which images an export takes, and which split each of them belongs to."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from stac_core.data.items import read_list, select_items
from stac_core.errors import ConfigError
from stac_core.gallery.columns import Columns
from stac_core.gallery.query import parse_query
from stac_core.project import resolve

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from stac_core.labels.store import LabelStore
    from stac_core.project import Project
    from stac_core.types import ImageItem

_TELLING: Final = ("train", "val", "test")


def filtered(store: LabelStore, items: Sequence[ImageItem], text: str) -> list[str]:
    """Ids of the images that fit a filter expression, as the list in the window reads it.

    Args:
        store: The project's labels.
        items: The project's images.
        text: Such as ``class:scratch score:>0.8 edited:yes``.

    Raises:
        QueryError: If the expression cannot be understood.
    """
    query = parse_query(text, store.classes)
    ids = [item.id for item in items]
    columns = Columns(ids, store.classes)
    rows = {image_id: row for row, image_id in enumerate(ids)}
    columns.fill(rows, store.records(), store.predictions(), store.tags())
    return [ids[row] for row in query.select(columns).nonzero()[0]]


def split_by_share(ids: Sequence[str], shares: Mapping[str, float]) -> dict[str, str]:
    """Images dealt out to splits at random, always in the same way.

    An image's place follows from its id alone, so that it stays in its split when images are added
    or others are exported; the shares hold on average.

    Args:
        ids: Of the images.
        shares: Name of a split -> share of the images in it; the sum is 1.

    Returns:
        Image id -> name of its split.

    Raises:
        ConfigError: If a share is not above 0, or they do not sum to 1.
    """
    total = sum(shares.values())
    if not shares or min(shares.values()) <= 0 or abs(total - 1) > 1e-6:
        raise ConfigError(
            f"the shares {', '.join(f'{share:g}' for share in shares.values())} do not sum to 1",
            where="splits",
            fix="Give each split a share above 0, such as train=0.8 val=0.2",
        )
    found = {}
    for image_id in ids:
        digest = hashlib.sha256(image_id.encode("utf-8", "surrogatepass")).digest()
        place = int.from_bytes(digest[:8], "big") / 2**64
        for name, share in shares.items():
            found[image_id] = name
            place -= share
            if place < 0:
                break
    return found


def split_by_lists(items: Sequence[ImageItem], lists: Mapping[str, Path]) -> dict[str, str]:
    """Images in the splits that list files say.

    Args:
        items: The project's images.
        lists: Name of a split -> file with one id or key a line.

    Returns:
        Image id -> name of its split, of the images that a list names.

    Raises:
        DataError: If a list cannot be read or names an unknown image.
        ConfigError: If an image is in two lists.
    """
    found: dict[str, str] = {}
    for name, path in lists.items():
        for item in select_items(items, read_list(path), where=path):
            if found.setdefault(item.id, name) != name:
                raise ConfigError(
                    f"{item.id} is in {found[item.id]} already",
                    where=path,
                    fix="An image belongs to one split",
                )
    return found


def own_splits(project: Project, root: Path, items: Sequence[ImageItem]) -> dict[str, str]:
    """Images in the splits that the project's data set came with.

    Of the lists that name an image the most telling one counts: train, val or test before others,
    such as trainval.

    Args:
        project: Its `reference.splits` names the list files.
        root: Its folder.
        items: Its images.

    Returns:
        Image id -> name of its split, of the images that a list names.

    Raises:
        DataError: If a list cannot be read or names an unknown image.
    """
    lists = project.reference.splits
    names = sorted(lists, key=lambda name: (name not in _TELLING, name))
    found: dict[str, str] = {}
    for name in names:
        path = resolve(root, lists[name])
        for item in select_items(items, read_list(path), where=path):
            found.setdefault(item.id, name)
    return found
