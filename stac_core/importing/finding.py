"""What there is to import, and whose it is, before anything is read in full."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from stac_core.formats.label_set import LabelSet, OpenOptions
from stac_core.formats.map_registry import choose_map_format
from stac_core.formats.map_sets import MapSet
from stac_core.formats.matching import match_names
from stac_core.formats.registry import FORMATS, detect_format, open_labels

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

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
    """

    source: SourceT
    format: str
    title: str
    matched: int
    unknown: tuple[str, ...]
    ambiguous: tuple[str, ...]


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
    return _found(labels, name, FORMATS[name].title, ids)


def find_maps(
    path: Path, ids: Sequence[str], classes: Sequence[str], format_name: str | None = None
) -> FoundMaps:
    """See what heat maps there are; arguments and errors as of `find_labels`."""
    chosen = choose_map_format(path, format_name)
    return _found(chosen.open(path, OpenOptions(classes)), chosen.name, chosen.title, ids)


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
