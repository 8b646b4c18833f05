"""Heat maps that other programs made and a project keeps: shown and thresholded like our own.

`maps/<name>/maps.json` says what they are; `maps/<name>/cam/<key>.npz` are the maps, as
`stac predict` writes them, in the size they came in. Unlike the cache they cannot be made again.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from stac_core.data.images import image_size
from stac_core.errors import DataError
from stac_core.formats.fields import Field, read_json
from stac_core.formats.maps import read_cam
from stac_core.io import atomic_write_text, safe_name
from stac_core.opencv import cv2
from stac_core.types import CamResult

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from stac_core.types import FloatMap, ImageItem

MAPS_FOLDER: Final = "maps"
INFO_FILE: Final = "maps.json"
CAM_FOLDER: Final = "cam"
VERSION: Final = 1

KIND: Final = "imported"
"""In place of a kind of CAM, in records of masks that began with such maps."""

DEFAULT_THRESHOLD: Final = 0.6

ANY_SCORE: Final = float(np.finfo(np.float32).tiny)
"""Score from which a class counts where scores only say how high a map is."""


@dataclass(frozen=True)
class MapsInfo:
    """One set of imported maps.

    Attributes:
        name: Of its folder, and for people.
        digest: SHA-256 of all maps.
        classes: The project's classes when they were imported; numbers count, names may change.
        images: How many images have maps.
        format: That they came in.
        origin: The folder they came from.
        values: How they were brought to [0, 1]: "unit", "stretch" or "LOW:HIGH".
        scored: Whether their makers said how sure they are of each class; else scores are the
            highest value of a map, and every class that has a map counts.
        made: When they were imported, in Unix seconds.
        threshold: Background threshold of masks until somebody chooses another one.
    """

    name: str
    digest: str
    classes: tuple[str, ...]
    images: int
    format: str
    origin: str
    values: str
    scored: bool
    made: float
    threshold: float = DEFAULT_THRESHOLD

    def tag_threshold(self, own: float) -> float:
        """Score from which a class counts, where the project's own models need `own`."""
        return own if self.scored else ANY_SCORE


def write_info(folder: Path, info: MapsInfo) -> None:
    """Write what a folder of maps is.

    Raises:
        StorageError: If it cannot be written.
    """
    values = {"version": VERSION, **asdict(info)}
    atomic_write_text(folder / INFO_FILE, json.dumps(values, indent=2, ensure_ascii=False) + "\n")


def read_info(folder: Path) -> MapsInfo:
    """What a folder of imported maps is.

    Raises:
        DataError: If it is none, damaged, or of a newer program.
    """
    file = read_json(folder / INFO_FILE)
    version = file["version"].whole()
    if version > VERSION:
        raise DataError(
            f"was written by a newer program (version {version}; this one reads up to {VERSION})",
            where=file.path,
            fix="Update STAC Studio",
        )
    return MapsInfo(
        name=folder.name,  # a person may have given it another one
        digest=file["digest"].text(),
        classes=tuple(each.text() for each in file["classes"].items()),
        images=file["images"].whole(),
        format=file["format"].text(),
        origin=file["origin"].text(),
        values=file["values"].text(),
        scored=_truth(file["scored"]),
        made=file["made"].number(),
        threshold=min(1.0, max(0.0, file["threshold"].number())),
    )


def list_maps(root: Path) -> list[Path]:
    """Folders of imported maps of a project, the latest first; damaged ones last.

    Args:
        root: The project's folder.
    """
    found = []
    for file in (root / MAPS_FOLDER).glob(f"[!.]*/{INFO_FILE}"):
        try:
            made = read_info(file.parent).made
        except DataError:
            made = 0.0
        found.append((-made, file.parent))
    return [folder for _, folder in sorted(found)]


def current_maps(root: Path) -> Path | None:
    """The maps that were imported last; None where there are none."""
    found = list_maps(root)
    return found[0] if found else None


def safe_maps_name(name: str) -> str:
    """A name of maps as their folder has it."""
    return safe_name(name.strip()).lstrip(".") or "maps"


def taken_names(root: Path) -> frozenset[str]:
    """Names of the folders beside which maps of a project would come to lie, in small letters."""
    return frozenset(path.name.casefold() for path in (root / MAPS_FOLDER).glob("*"))


class ImportedMaps:
    """Reads maps that a project keeps.

    Args:
        folder: As from `list_maps`.
        classes: The project's classes as they are now; None takes those of the maps.

    Raises:
        DataError: If the folder is damaged or has maps of more classes than there are.
    """

    def __init__(self, folder: Path, classes: Sequence[str] | None = None) -> None:
        self.folder = folder
        self.info = read_info(folder)
        self.classes = self.info.classes if classes is None else tuple(classes)
        if len(self.classes) < len(self.info.classes):
            raise DataError(
                f"has maps of {len(self.info.classes)} classes "
                f"({', '.join(self.info.classes)}), not {len(self.classes)}",
                where=folder,
                fix="Import them again into this project",
            )

    def path(self, item: ImageItem) -> Path:
        """Where an image's maps are."""
        return self.folder / CAM_FOLDER / f"{item.key}.npz"

    def read(self, item: ImageItem) -> CamResult:
        """The maps of an image in its size.

        Raises:
            DataError: If there are none of this image, or they are damaged.
        """
        path = self.path(item)
        if not path.is_file():
            raise DataError(f"there are no maps of this image in {self.info.name}", where=item.id)
        kept = read_cam(path)
        if len(kept.cam) != len(self.info.classes):
            raise DataError(f"holds maps of {len(kept.cam)} classes", where=path)
        count = len(self.classes)
        cam = to_size(kept.cam, image_size(item.path))
        return CamResult(
            cam if len(cam) == count else _longer(cam, count),
            _longer(kept.scores, count),
            _longer(kept.present, count),
            self.classes,
        )


def to_size(maps: FloatMap, size: tuple[int, int]) -> FloatMap:
    """Maps (C, h, w) resized bilinearly to (H, W); the same array where they have that size."""
    if maps.shape[1:] == size:
        return maps
    height, width = size
    resized = np.empty((len(maps), height, width), np.float32)
    for index, each in enumerate(maps):
        cv2.resize(each, (width, height), dst=resized[index], interpolation=cv2.INTER_LINEAR)
    return resized


def _longer(values: Any, count: int) -> Any:
    """Values by class, with nothing for classes that came later."""
    missing = count - len(values)
    if not missing:
        return values
    return np.concatenate([values, np.zeros((missing, *values.shape[1:]), values.dtype)])


def _truth(field: Field) -> bool:
    if not isinstance(field.value, bool):
        raise field.wrong("is not true or false")
    return field.value
