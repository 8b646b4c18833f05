"""The project of a bare folder: beside it, where it is found again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stac_core.labels.database import can_write
from stac_core.new_project import place_beside
from stac_core.project import PROJECT_FILE, load_project, resolve

if TYPE_CHECKING:
    from pathlib import Path


def can_be_made(folder: Path) -> bool:
    """Whether the project of an image folder can be made beside it without asking anybody."""
    place = place_beside(folder)
    return not place.exists() and can_write(place)


def project_of(folder: Path) -> Path | None:
    """The project beside a folder of images or a data set that was made of it; None for none.

    Raises:
        StacError: If a project is there that cannot be read: what was done is in it, so the folder
            is not opened as if nobody had worked on it.
    """
    place = place_beside(folder)
    if not (place / PROJECT_FILE).is_file():
        return None
    project = load_project(place / PROJECT_FILE)
    # of a data set the folder with all of it is opened rather than the one of its images
    made_of = [each.path for each in project.image_folders] + [project.reference.folder or "."]
    return place if any(resolve(place, each) == folder for each in made_of) else None
