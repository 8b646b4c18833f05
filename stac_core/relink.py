"""Finding a project's images again after their folder was moved or renamed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from stac_core.data.images import image_size
from stac_core.data.items import scan_folder
from stac_core.errors import ConfigError, DataError
from stac_core.labels.store import mask_path, open_store
from stac_core.project import (
    Project,
    load_project,
    project_file,
    relative_to_project,
    resolve,
    save_project,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from stac_core.types import CancelToken

_TRIED: Final = 64
"""Images that are looked for in a folder to see whether it is the right one."""


@dataclass(frozen=True)
class FolderPlace:
    """An image folder of a project.

    Attributes:
        name: Its name in the project.
        path: Where it should be.
        known: Images of it that the project knows: by a tag, a decision or a score.
        is_there: Whether it is where it should be.
        masks: Masks of some of these images: id -> file.
        exclude: Patterns of what is no image of it.
    """

    name: str
    path: Path
    known: frozenset[str]
    is_there: bool
    masks: Mapping[str, Path] = field(default_factory=dict)
    exclude: tuple[str, ...] = ()


@dataclass(frozen=True)
class FolderMatch:
    """How well a folder fits what a project knows.

    Attributes:
        folder: The folder; a part of the chosen one where only that fits.
        images: How many images it has.
        known: How many the project knows.
        found: How many of these are here.
        missing: The first few that are not.
        other_size: Images that are here but do not have the size of their masks: a folder may hold
            other images of the same names.
    """

    folder: Path
    images: int
    known: int
    found: int
    missing: tuple[str, ...] = ()
    other_size: tuple[str, ...] = ()

    @property
    def fits(self) -> bool:
        """Whether it may be taken: it has images, and some that are known where any are."""
        return self.images > 0 and (self.known == 0 or self.found > 0)

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing."""
        return self.images > 0 and self.found == self.known


def folder_places(path: Path) -> list[FolderPlace]:
    """The image folders of a project, and which of them are not there.

    Args:
        path: The project's folder or file.

    Raises:
        StacError: If the project or its store cannot be read.
    """
    file = project_file(path).resolve()
    project, root = load_project(file), file.parent
    with open_store(root, project.class_names, read_only=True) as store:
        records = store.records()
        ids = {*records, *store.tags(), *store.predictions()}
    drawn = {
        image_id: mask_path(root, record.mask_digest)
        for image_id, record in records.items()
        if record.mask_digest is not None
    }
    places = []
    for folder in project.image_folders:
        place = resolve(root, folder.path)
        known = _ids_of(project, folder.name, ids)
        prefix = "" if len(project.image_folders) == 1 else f"{folder.name}/"
        masks = {
            image_id: drawn[prefix + image_id]
            for image_id in sorted(known)
            if prefix + image_id in drawn
        }
        some = dict(list(masks.items())[:: max(1, len(masks) // _TRIED)])
        places.append(
            FolderPlace(folder.name, place, known, place.is_dir(), some, tuple(folder.exclude))
        )
    return places


def guess_folder(root: Path, lost: FolderPlace) -> Path | None:
    """Where a lost folder may be: under its old name beside or in the project, if it fits."""
    for place in (root / lost.path.name, root.parent / lost.path.name, root / "images"):
        if place.is_dir() and (not lost.known or _tried(place, lost.known)):
            return place
    return None


def match_folder(
    folder: Path,
    known: Collection[str],
    *,
    masks: Mapping[str, Path] | None = None,
    exclude: Sequence[str] = (),
    cancel: CancelToken | None = None,
) -> FolderMatch:
    """Compare a folder with what a project knows of it.

    Where nothing of it is in the folder itself, the folders in it and the one above are tried: a
    person easily chooses one too high or too deep.

    Args:
        folder: What was chosen.
        known: Ids relative to the lost folder.
        masks: Masks of some of them, whose sizes are compared.
        exclude: Patterns of what is no image of it.
        cancel: Checked at every sub-folder.

    Raises:
        DataError: If it cannot be read.
        Cancelled: If `cancel` says so.
    """
    folder = folder.resolve()
    if known and folder.is_dir() and not _tried(folder, known):
        try:
            inside = sorted(each for each in folder.iterdir() if each.is_dir())
        except OSError as error:
            raise DataError(f"cannot be read ({error.strerror})", where=folder) from error
        best = max((*inside, folder.parent), key=lambda each: _tried(each, known))
        if _tried(best, known):
            folder = best
    there = {item.id for item in scan_folder(folder, exclude=exclude, cancel=cancel)}
    missing = sorted(set(known) - there)
    found = len(known) - len(missing)
    other = tuple(
        image_id
        for image_id, mask in (masks or {}).items()
        if image_id in there and not _same_size(folder / image_id, mask)
    )
    return FolderMatch(folder, len(there), len(known), found, tuple(missing[:3]), other)


def relink(path: Path, places: Mapping[str, Path]) -> Project:
    """Write into the project file where image folders are now.

    Args:
        path: The project's folder or file.
        places: Name of an image folder in the project -> where it is.

    Raises:
        StacError: If a name is unknown, a folder is not there, or the file cannot be written. The
            project file is as it was then.
    """
    file = project_file(path).resolve()
    project, root = load_project(file), file.parent
    names = [folder.name for folder in project.image_folders]
    for name, place in places.items():
        if name not in names:
            raise ConfigError(f"there is no image folder {name!r}", where=file)
        if not place.is_dir():
            raise DataError("this folder does not exist", where=place, fix="Choose another")
    folders = [
        folder.model_copy(update={"path": relative_to_project(root, places[folder.name])})
        if folder.name in places
        else folder
        for folder in project.image_folders
    ]
    reference = project.reference
    if reference.folder is not None:
        moved = _moved_along(
            resolve(root, reference.folder),
            {resolve(root, each.path): places.get(each.name) for each in project.image_folders},
        )
        if moved is not None:
            change = {"folder": relative_to_project(root, moved)}
            reference = reference.model_copy(update=change)
    project = project.model_copy(update={"image_folders": folders, "reference": reference})
    save_project(project, file)
    return project


def _moved_along(folder: Path, places: Mapping[Path, Path | None]) -> Path | None:
    """Where a data set's folder is now that the image folder in it was found elsewhere."""
    for before, now in places.items():
        if now is None or not before.is_relative_to(folder):
            continue
        below = before.relative_to(folder).parts
        if now.parts[len(now.parts) - len(below) :] == below:
            return now.parents[len(below) - 1] if below else now
    return None


def _ids_of(project: Project, name: str, ids: Collection[str]) -> frozenset[str]:
    """Ids of a folder's images, relative to it."""
    if len(project.image_folders) == 1:
        return frozenset(ids)
    prefix = f"{name}/"
    return frozenset(each.removeprefix(prefix) for each in ids if each.startswith(prefix))


def _same_size(image: Path, mask: Path) -> bool:
    try:
        return image_size(image) == image_size(mask)
    except DataError:
        return True  # a file that cannot be read is named where it is opened


def _tried(folder: Path, known: Collection[str]) -> int:
    """How many of some known images are in a folder; cheap for any number of them."""
    ordered = sorted(known)
    step = max(1, len(ordered) // _TRIED)
    return sum((folder / each).is_file() for each in ordered[::step])
