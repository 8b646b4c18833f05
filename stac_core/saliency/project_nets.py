"""A project's own saliency nets: trained from its images or masks, kept in its folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from stac_core.data.images import read_image, to_model_rgb
from stac_core.engine.data import project_masks
from stac_core.errors import ConfigError, DataError
from stac_core.project import Project, resolve, value_range_of
from stac_core.saliency.filters import to_grey
from stac_core.saliency.mask_net import MaskNetResult, newer_masks, train_on_masks
from stac_core.saliency.nets import WORKING_SIDE, Net, shipped_net
from stac_core.saliency.spec import synthetic_net
from stac_core.saliency.synthetic_net import train_synthetic
from stac_core.saliency.textures import RealImages
from stac_core.types import CancelToken, Progress, no_progress

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from stac_core.data.tags import TagTable
    from stac_core.types import ImageItem

NET_FOLDER: Final = "saliency_nets"
SYNTHETIC_FILE: Final = f"{NET_FOLDER}/synthetic.safetensors"
MASKS_FILE: Final = f"{NET_FOLDER}/masks.safetensors"

MOST_IMAGES: Final = 400
"""Images of each kind that backgrounds are made from."""


def train_project_net(
    project: Project,
    root: Path,
    items: Sequence[ImageItem],
    tags: TagTable,
    *,
    device: str = "auto",
    progress: Progress = no_progress,
    cancel: CancelToken | None = None,
) -> Project:
    """Train a synthetic-defect net on backgrounds that are made from the project's images.

    Args:
        project: Left as it is.
        root: Its folder; receives the net, whole or not at all.
        items: Its images.
        tags: Images on which every class is known to be absent count as free of defects.
        device: As for `choose_device`.
        progress: Told after each step.
        cancel: Checked between images and steps.

    Returns:
        The project with the net written down, not saved.

    Raises:
        DataError: If no image can be read.
        TrainingError: If training fails.
        StorageError: If the net cannot be written.
        Cancelled: If `cancel` says so.
    """
    token = cancel or CancelToken()
    images = _backgrounds(project, items, tags, token)
    train_synthetic(root / SYNTHETIC_FILE, images, device=device, progress=progress, cancel=token)
    section = project.saliency.model_copy(update={"network": SYNTHETIC_FILE})
    return project.model_copy(update={"saliency": section})


def train_project_mask_net(
    project: Project,
    root: Path,
    items: Sequence[ImageItem],
    *,
    device: str = "auto",
    progress: Progress = no_progress,
    cancel: CancelToken | None = None,
) -> tuple[Project, MaskNetResult]:
    """Train a net on the project's masks, which are those that training uses (`data.masks`).

    Args:
        project: Left as it is.
        root: Its folder; receives the net, whole or not at all.
        items: Its images.
        device: As for `choose_device`.
        progress: Told after each step.
        cancel: Checked between images and steps.

    Returns:
        The project with the net written down, not saved; and what training reached.

    Raises:
        ConfigError: If the project says that no masks are used.
        TrainingError: If there are too few masks, or training fails.
        StorageError: If the net cannot be written.
        Cancelled: If `cancel` says so.
    """
    if project.data.masks == "none":
        raise ConfigError(
            "the project uses no masks, so no net can learn from them",
            where="data.masks",
            fix="Set it to store for the masks accepted in the window, or to a folder",
        )
    reached = train_on_masks(
        root / MASKS_FILE,
        synthetic_net(project.saliency, root) or shipped_net(),
        items,
        project_masks(project, root, items, store_root=root),
        lambda item: _read(project, item),
        classes=len(project.classes),
        device=device,
        progress=progress,
        cancel=cancel,
    )
    section = project.saliency.model_copy(update={"mask_network": MASKS_FILE})
    return project.model_copy(update={"saliency": section}), reached


def newer_project_masks(project: Project, root: Path, items: Sequence[ImageItem]) -> int:
    """How many masks have changed, come or gone since the project's net was trained on them.

    Raises:
        DataError: If the net or the masks cannot be read.
        WeightsError: If the net is none of ours.
    """
    assert project.saliency.mask_network is not None
    net = Net(resolve(root, project.saliency.mask_network))
    return newer_masks(net, project_masks(project, root, items, store_root=root))


def _backgrounds(
    project: Project, items: Sequence[ImageItem], tags: TagTable, token: CancelToken
) -> RealImages:
    is_free = [
        all(tags.get(item.id, {}).get(name) is False for name in project.class_names)
        for item in items
    ]
    free = [item for item, without in zip(items, is_free, strict=True) if without]
    kinds = []
    for pool in (list(items), free):
        rows = np.random.default_rng(0).permutation(len(pool))[:MOST_IMAGES]
        found = []
        for row in rows:
            token.check()
            try:
                grey = to_grey(_read(project, pool[row]), WORKING_SIDE)
            except DataError:
                continue  # it is reported when maps are made; a sample does without it
            found.append(np.rint(grey).astype(np.uint8))
        kinds.append(found)
    if not kinds[0]:
        raise DataError("none of the images can be read", where=project.name)
    return RealImages(kinds[0], kinds[1])


def _read(project: Project, item: ImageItem) -> NDArray[np.uint8]:
    return to_model_rgb(read_image(item.path), value_range_of(project, item.id))
