"""Heat maps of any program into a project: checked, brought to [0, 1], kept, and thresholded.

The maps become a set that the window shows like our own maps (`stac_core.imported_maps`). With a
threshold they also become proposals; masks that a person decided on or shaped are left alone.
"""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from stac_core.data.images import image_size, read_image, to_model_rgb
from stac_core.errors import DataError
from stac_core.formats.label_set import OpenOptions
from stac_core.formats.map_registry import choose_map_format
from stac_core.formats.maps import write_cam
from stac_core.formats.matching import match_names
from stac_core.imported_maps import (
    CAM_FOLDER,
    DEFAULT_THRESHOLD,
    KIND,
    MAPS_FOLDER,
    ImportedMaps,
    MapsInfo,
    safe_maps_name,
    write_info,
)
from stac_core.importing.labels import class_table
from stac_core.importing.map_values import MapValues
from stac_core.io import bytes_digest, staged_folder
from stac_core.labels.records import Prediction
from stac_core.presence import Tags, present_classes
from stac_core.project import value_range_of
from stac_core.pseudo_mask import spec_for_classes
from stac_core.refine.refiner import MaskRecipe, MaskRefiner
from stac_core.refine.steps import steps_as_values
from stac_core.types import CamResult, CancelToken, no_progress

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from stac_core.data.tags import TagTable
    from stac_core.formats.map_sets import ForeignMaps, MapSet
    from stac_core.labels.store import LabelStore
    from stac_core.project import Project
    from stac_core.refine.steps import AnyStep
    from stac_core.types import ImageItem, Progress


@dataclass(frozen=True)
class MapImport:
    """What to import.

    Attributes:
        path: The folder of maps.
        format: One of `MAP_FORMATS`; None looks what it is.
        name: Of the set in the project; None takes the folder's.
        classes: Of files that name none, in their order; None takes the project's.
        mapping: Class of the maps -> the project's class, or "" to leave it out.
        values: How they are brought to [0, 1].
        threshold: Background threshold of proposals; None makes none.
        steps: How proposals are refined besides.
    """

    path: Path
    format: str | None = None
    name: str | None = None
    classes: Sequence[str] | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    values: MapValues = field(default_factory=MapValues)
    threshold: float | None = None
    steps: tuple[AnyStep, ...] = ()


@dataclass
class MapImportReport:
    """What an import of maps did.

    Attributes:
        folder: Where the maps are now.
        images: Ids of the images that have maps now.
        resized: Image id -> (height, width) of its maps, where that is not the image's size.
        unknown: Names of maps for which the project has no image.
        ambiguous: Name -> images that it could mean.
        damaged: Image id -> why its maps were left out.
        without: How many images of the project have no maps.
        proposed: How many proposals were saved.
        left_alone: How many images have a mask that a person decided on or shaped.
    """

    folder: Path
    images: list[str] = field(default_factory=list)
    resized: dict[str, tuple[int, int]] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    ambiguous: dict[str, list[str]] = field(default_factory=dict)
    damaged: dict[str, str] = field(default_factory=dict)
    without: int = 0
    proposed: int = 0
    left_alone: int = 0


def import_maps(
    project: Project,
    root: Path,
    wish: MapImport,
    items: Sequence[ImageItem],
    store: LabelStore,
    tags: TagTable,
    *,
    progress: Progress = no_progress,
    cancel: CancelToken | None = None,
) -> MapImportReport:
    """Take heat maps of another program into a project.

    The set is there as a whole or not at all. Proposals are made after that: when cancelled in
    between, those that were made stay, and the window makes the others when they are looked at.

    Args:
        project: Gets the maps.
        root: Its folder.
        wish: What to import.
        items: The project's images.
        store: Its labels.
        tags: What is known of its images; a class that is known to be absent gets no proposal.
        progress: Told after each image, twice where there are proposals.
        cancel: Checked before each image.

    Raises:
        ConfigError: If values are out of [0, 1] and the wish does not say what to do about it.
        DataError: If no map can be read or fits, or there are maps of this name already.
        StorageError: If the maps cannot be written.
        Cancelled: If `cancel` says so.
    """
    token = cancel or CancelToken()
    ours = project.class_names
    chosen = choose_map_format(wish.path, wish.format)
    maps = chosen.open(wish.path, OpenOptions(wish.classes or ours))
    places = class_table(maps.classes, ours, wish.mapping)[1 : len(maps.classes) + 1]
    if not places.any():
        raise DataError("all classes of the maps are left out", where=wish.path)
    matching = match_names(maps.names, (item.id for item in items))
    if not matching.found:
        raise DataError(
            "none of these maps belongs to an image of the project",
            where=wish.path,
            fix="Their names must be the images' paths, or at least their file names",
        )
    folder = _new_folder(root, wish)
    report = MapImportReport(
        folder, unknown=list(matching.unknown), ambiguous=dict(matching.ambiguous)
    )
    by_id = {item.id: item for item in items}
    rounds = 1 if wish.threshold is None else 2
    with staged_folder(folder) as staged:
        taker = _Taker(maps, places, len(ours), wish.values, ours)
        for done, (name, image_id) in enumerate(matching.found.items()):
            token.check()
            try:
                taker.take(name, by_id[image_id], staged, report)
            except DataError as error:
                report.damaged[image_id] = str(error)
            progress(done + 1, rounds * len(matching.found))
        if not report.images:
            first = next(iter(report.damaged.values()))
            raise DataError(f"none of these maps can be used; the first: {first}", where=wish.path)
        write_info(
            staged,
            MapsInfo(
                name=folder.name,
                digest=taker.digest(),
                classes=tuple(ours),
                images=len(report.images),
                format=chosen.name,
                origin=str(wish.path.resolve()),
                values=str(wish.values),
                scored=taker.scored,
                made=time.time(),
                threshold=DEFAULT_THRESHOLD if wish.threshold is None else wish.threshold,
            ),
        )
        token.check()
    report.without = len(items) - len(report.images)
    if wish.threshold is not None:
        kept = ImportedMaps(folder, ours)
        proposals = _Proposals(project, kept, wish.threshold, wish.steps, tags)
        for done, image_id in enumerate(report.images):
            token.check()
            try:
                saved = proposals.save(by_id[image_id], store)
            except DataError as error:  # a step of refinement could not read the image
                report.damaged[image_id] = str(error)
            else:
                report.proposed += saved
                report.left_alone += not saved
            progress(len(report.images) + done + 1, 2 * len(report.images))
    return report


class _Taker:
    """Brings maps into the project's order of classes and into [0, 1], and writes them.

    Args:
        maps: What comes in.
        places: uint8, the project's class from 1 that each class of theirs becomes; 0 for none.
        count: How many classes the project has.
        values: How values are brought to [0, 1].
        names: Of the project's classes.
    """

    def __init__(
        self,
        maps: MapSet,
        places: NDArray[np.uint8],
        count: int,
        values: MapValues,
        names: Sequence[str],
    ) -> None:
        self._maps, self._places, self._count = maps, places, count
        self._values, self._names = values, tuple(names)
        self._digests: dict[str, str] = {}
        self.scored = False

    def take(self, name: str, item: ImageItem, folder: Path, report: MapImportReport) -> None:
        """Write one image's maps."""
        size = image_size(item.path)
        result = self._result(self._maps.read(name), name)
        write_cam(folder / CAM_FOLDER / f"{item.key}.npz", result)
        self._digests[item.key] = bytes_digest(result.cam.tobytes() + result.scores.tobytes())
        report.images.append(item.id)
        if result.cam.shape[1:] != size:
            report.resized[item.id] = (result.cam.shape[1], result.cam.shape[2])

    def digest(self) -> str:
        """Of all maps that were taken."""
        total = hashlib.sha256()
        for key, digest in sorted(self._digests.items()):
            total.update(f"{key}\0{digest}\n".encode())
        return total.hexdigest()

    def _result(self, found: ForeignMaps, name: str) -> CamResult:
        used = np.flatnonzero(self._places)
        wanted = found.maps[used]
        values = self._values.apply(wanted, where=f"{self._maps.root}, {name}")
        values[~wanted.any(axis=(1, 2))] = 0  # a class without a map stays without one
        highest = values.max(axis=(1, 2))
        self.scored = self.scored or found.scores is not None
        given = highest if found.scores is None else np.clip(found.scores[used], 0, 1)
        cam = np.zeros((self._count, *found.maps.shape[1:]), np.float32)
        scores = np.zeros(self._count, np.float32)
        # two of their classes may become one of ours: what either says counts
        for place, each, score in zip(self._places[used] - 1, values, given, strict=True):
            np.maximum(cam[place], each, out=cam[place])
            scores[place] = max(scores[place], score)
        present = np.asarray(cam.any(axis=(1, 2)))
        return CamResult(cam, scores, present, self._names)


class _Proposals:
    """Makes masks of imported maps, and saves those that nobody owns."""

    def __init__(
        self,
        project: Project,
        maps: ImportedMaps,
        threshold: float,
        steps: tuple[AnyStep, ...],
        tags: TagTable,
    ) -> None:
        self._project, self._maps, self._tags = project, maps, tags
        self._spec = spec_for_classes(
            project.class_names,
            threshold=threshold,
            class_thresholds={},  # a threshold that is given is meant for every class
            ignore_from=project.cam.ignore_from,
        )
        self._recipe = MaskRecipe(self._spec, steps)
        self._source = {
            "model": maps.info.digest,
            "maps": maps.info.digest,
            "kind": KIND,
            "name": maps.info.name,
            "threshold": threshold,
            "ignore_from": self._spec.ignore_from,
            "refine": steps_as_values(self._recipe.steps),
        }

    def save(self, item: ImageItem, store: LabelStore) -> bool:
        """Save an image's scores and its proposal; False where a person's mask stays."""
        result, info = self._maps.read(item), self._maps.info
        store.set_predictions({item.id: Prediction.of(result, info.digest, info.digest)})
        known = self._tags.get(item.id)
        names = self._project.class_names
        present = present_classes(
            result.scores,
            Tags.from_names(known, names) if known else None,
            info.tag_threshold(self._project.cam.tag_threshold),
        )

        def image() -> NDArray[np.uint8]:
            return to_model_rgb(read_image(item.path), value_range_of(self._project, item.id))

        mask = MaskRefiner(image, result.cam, present).make(self._recipe)
        return store.propose(item.id, mask, self._source)


def _new_folder(root: Path, wish: MapImport) -> Path:
    folder = root / MAPS_FOLDER / safe_maps_name(wish.name or wish.path.resolve().name)
    if folder.exists():
        raise DataError(
            f"the project has maps of the name {folder.name!r} already",
            where=folder,
            fix="Give these another name (stac import --name), or delete that folder first",
        )
    return folder
