"""The demonstration project: made-up surfaces with tags, and the model that comes along."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Final

from stac_core.demo.synthetic import CLASSES, make_image
from stac_core.errors import DataError
from stac_core.io import atomic_write_bytes, storage_error
from stac_core.labels.store import open_store
from stac_core.new_project import make_project
from stac_core.opencv import cv2
from stac_core.project import is_project, save_project
from stac_core.resources import resource_path
from stac_core.types import Progress, no_progress

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

COUNT: Final = 40
DEMO_SEEDS: Final = range(2, 2 + COUNT)
MODEL: Final = "demo/model.safetensors"


def write_images(
    folder: Path, seeds: Iterable[int], *, progress: Progress = no_progress
) -> dict[str, dict[str, bool]]:
    """Write made-up surfaces as PNG files.

    Returns:
        Tags: image id -> class name -> present.

    Raises:
        StorageError: If a file cannot be written.
    """
    tags = {}
    chosen = list(seeds)
    for done, seed in enumerate(chosen):
        made = make_image(seed)
        name = f"surface_{seed:05d}.png"
        atomic_write_bytes(folder / name, cv2.imencode(".png", made.image)[1].tobytes())
        tags[name] = made.tags
        progress(done + 1, len(chosen))
    return tags


def make_demo(folder: Path, *, progress: Progress = no_progress) -> bool:
    """Make the demonstration project in a folder; one that is there already is kept as it is.

    Returns:
        Whether it was made now.

    Raises:
        DataError: If the folder holds something else.
        StorageError: If it cannot be written.
    """
    if is_project(folder):
        return False
    if folder.exists() and any(folder.iterdir()) and not (folder / "images").is_dir():
        raise DataError("holds something else", where=folder, fix="Name an empty folder with --dir")
    tags = write_images(folder / "images", DEMO_SEEDS, progress=progress)
    project = make_project(folder, [folder / "images"], CLASSES, name="STAC Studio demo")
    model = folder / "model.safetensors"
    try:
        shutil.copyfile(resource_path(MODEL), model)
    except OSError as error:
        raise storage_error(model, error) from error
    section = project.model.model_copy(update={"current": model.name})
    cam = project.cam.model_copy(update={"threshold": None})  # the model's own
    project = project.model_copy(update={"model": section, "cam": cam})
    with open_store(folder, CLASSES) as store:
        store.set_tags(tags)
    save_project(project, folder)  # last: an interrupted start is simply begun again
    return True
