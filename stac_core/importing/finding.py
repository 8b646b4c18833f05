"""What there is to import, and whose it is, before anything is read in full."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from stac_core.errors import DataError
from stac_core.formats.label_set import LabelSet, OpenOptions
from stac_core.formats.map_registry import choose_map_format
from stac_core.formats.map_sets import MapSet
from stac_core.formats.matching import match_names
from stac_core.formats.registry import FORMATS, detect_format, open_labels
from stac_core.imported_maps import taken_names

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_SAMPLE: Final = 5
"""So many maps are looked at."""

SourceT = TypeVar("SourceT", LabelSet, MapSet)


@dataclass(frozen=True)
class Found(Generic[SourceT]):
    """Labels or heat maps that could be taken over.

    Attributes:
        source: Opened; no mask or map was read yet.
        format: Name of their format.
        title: What people call it.
        matched: Number of images that they belong to.
        unknown: Names for which there is no image.
        ambiguous: Names that could mean several images.
        values: Of heat maps, the lowest and the highest value in a few of them.
        taken: Names of heat maps that the project has already, in small letters.
        unlabeled: Images that the labels list without saying what they show.
    """

    source: SourceT
    format: str
    title: str
    matched: int
    unknown: tuple[str, ...]
    ambiguous: tuple[str, ...]
    values: tuple[float, float] | None = None
    taken: frozenset[str] = frozenset()
    unlabeled: tuple[str, ...] = ()


FoundLabels = Found[LabelSet]
FoundMaps = Found[MapSet]


def find_labels(
    path: Path, ids: Sequence[str], classes: Sequence[str], format_name: str | None = None
) -> FoundLabels:
    """See what labels there are.

    Args:
        path: A file or folder.
        ids: Of the project's images.
        classes: Class names in mask order, for labels that hold numbers only.
        format_name: The format; None finds it.

    Raises:
        DataError: If they cannot be read.
    """
    name = detect_format(path).name if format_name is None else format_name
    labels = open_labels(path, name, OpenOptions(classes))
    found = _found(labels, name, FORMATS[name].title, ids)
    return replace(found, unlabeled=labels.unlabeled)


def find_maps(
    path: Path,
    ids: Sequence[str],
    classes: Sequence[str],
    format_name: str | None = None,
    *,
    root: Path | None = None,
) -> FoundMaps:
    """See what heat maps there are, and look at the values of a few.

    Args:
        path: A folder.
        ids: Of the project's images.
        classes: Class names in the order of the maps, for files that name none.
        format_name: The format; None finds it.
        root: Of the project that they are for.

    Raises:
        DataError: If they cannot be read.
    """
    chosen = choose_map_format(path, format_name)
    maps = chosen.open(path, OpenOptions(classes))
    found = _found(maps, chosen.name, chosen.title, ids)
    taken = frozenset[str]() if root is None else taken_names(root)
    return replace(found, values=_values(maps), taken=taken)


def _values(maps: MapSet) -> tuple[float, float]:
    """The lowest and the highest value of some maps, spread over all of them."""
    low = high = 0.0
    problems = []
    names = maps.names[:: max(1, len(maps.names) // _SAMPLE)][:_SAMPLE]
    for name in names:
        try:
            values = maps.read(name).maps
        except DataError as error:
            problems.append(error)
        else:
            low, high = min(low, float(values.min())), max(high, float(values.max()))
    if len(problems) == len(names):
        raise problems[0]
    return low, high


def _found(source: SourceT, name: str, title: str, ids: Sequence[str]) -> Found[SourceT]:
    matching = match_names(source.names, ids)
    return Found(
        source,
        name,
        title,
        len(matching.found),
        tuple(matching.unknown),
        tuple(matching.ambiguous),
    )
