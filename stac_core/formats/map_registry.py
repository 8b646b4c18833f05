"""All formats of heat maps, by name; and which one a folder is in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stac_core.errors import DataError
from stac_core.formats import map_pictures, map_sets

if TYPE_CHECKING:
    from pathlib import Path

    from stac_core.formats.map_sets import MapFormat

MAP_FORMATS: Final[dict[str, MapFormat]] = {
    each.name: each for each in (map_sets.NPZ, map_sets.NPY, map_pictures.TIFF, map_pictures.PNG)
}


def detect_map_format(path: Path) -> MapFormat | None:
    """The format that a folder of maps seems to be in; None where it looks like none."""
    return next((each for each in MAP_FORMATS.values() if each.looks_like(path)), None)


def choose_map_format(path: Path, name: str | None = None) -> MapFormat:
    """A format by name, or the one that a folder of maps seems to be in.

    Raises:
        DataError: If there is no such folder or format.
    """
    if not path.is_dir():
        raise DataError("there is no such folder", where=path)
    chosen = detect_map_format(path) if name is None else MAP_FORMATS.get(name)
    if chosen is None:
        what = "these maps are in no known format" if name is None else f"no format {name!r}"
        raise DataError(what, where=path, fix=f"Name the format: {', '.join(MAP_FORMATS)}")
    return chosen
