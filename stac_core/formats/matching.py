"""Which image a label belongs to: other programs know only part of its path, or more than it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from stac_core.types import image_key

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True)
class Matching:
    """Names matched to images.

    Attributes:
        found: Name -> id of its image; no two names have one image.
        unknown: Names for which there is no image.
        ambiguous: Name -> ids of the images that it could mean, or that another name means too.
    """

    found: dict[str, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    ambiguous: dict[str, list[str]] = field(default_factory=dict)


def match_names(names: Iterable[str], ids: Iterable[str]) -> Matching:
    """Match the names that labels give to images.

    A name is an image's id; else its id without the extension; else the image whose path has most
    last parts in common with it, the file's name without its extension at least. Back slashes count
    as slashes. Of two names for one image the more exact one has it.

    Args:
        names: Posix paths with or without extension.
        ids: Of the images.
    """
    by_id, by_key, by_stem = set(), dict[str, list[str]](), dict[str, list[str]]()
    for image_id in ids:
        by_id.add(image_id)
        key = image_key(image_id)
        by_key.setdefault(key, []).append(image_id)
        by_stem.setdefault(key.rpartition("/")[2], []).append(image_id)
    result, exactness = Matching(), dict[str, int]()
    for name in names:
        path = name.replace("\\", "/").removeprefix("./")
        candidates, level = [path] if path in by_id else [], 0
        if not candidates:
            candidates, level = by_key.get(path) or by_key.get(image_key(path)) or [], 1
        if not candidates:
            candidates, level = _nearest(path, by_stem), 2
        if len(candidates) == 1:
            result.found[name], exactness[name] = candidates[0], level
        elif candidates:
            result.ambiguous[name] = list(candidates)
        else:
            result.unknown.append(name)
    claims: dict[str, list[str]] = {}
    for name, image_id in result.found.items():
        claims.setdefault(image_id, []).append(name)
    for image_id, rivals in claims.items():
        best = min(exactness[name] for name in rivals)
        winners = [name for name in rivals if exactness[name] == best]
        for name in rivals:
            if name not in winners or len(winners) > 1:
                del result.found[name]
                result.ambiguous[name] = [image_id]
    return result


def _nearest(path: str, by_stem: dict[str, list[str]]) -> list[str]:
    """Images with the file name of a path, of those the ones whose folders agree furthest up."""
    best, found = -1, list[str]()
    for key in dict.fromkeys((path, image_key(path))):
        parts = key.split("/")
        for image_id in by_stem.get(parts[-1], ()):
            others = image_key(image_id).split("/")
            alike = 0
            for one, other in zip(reversed(parts), reversed(others), strict=False):
                if one != other:
                    break
                alike += 1
            if alike > best:
                best, found = alike, []
            if alike == best and image_id not in found:
                found.append(image_id)
    return found
