"""What can be said of masks without any mask to compare them with, and pictures of some."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from stac_core.cam_cache import CamCache, cache_identity
from stac_core.colors import hex_to_rgb
from stac_core.data.images import read_image, to_model_rgb
from stac_core.errors import StacError
from stac_core.labels.store import open_store
from stac_core.metrics import confusion_matrix, scores_of
from stac_core.opencv import cv2
from stac_core.presence import present_classes
from stac_core.project import resolve, value_range_of
from stac_core.pseudo_mask import MaskMaker, PseudoMaskSpec
from stac_core.saliency.maps import SALIENCY_FOLDER, map_path, read_saliency
from stac_core.saliency.report import examples_of
from stac_core.strips import heated, outlined, strip
from stac_core.types import IGNORE_INDEX

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from stac_core.data.tags import TagTable
    from stac_core.labels.store import LabelStore
    from stac_core.project import Project
    from stac_core.types import CancelToken, ImageItem, Mask

EXAMPLES: Final = 3
"""Images of each class that are drawn."""

LOOKED_AT: Final = 300
"""Images that the quality is guessed from."""

_NAMED: Final = 8


def saliency_folder(project: Project, root: Path) -> Path:
    """Where the project's saliency maps are."""
    section = project.saliency
    if section.source == "folder" and section.folder is not None:
        return resolve(root, section.folder)
    return root / SALIENCY_FOLDER


def label_free(
    project: Project,
    root: Path,
    items: Sequence[ImageItem],
    tags: TagTable,
    *,
    threshold: float,
    cancel: CancelToken,
) -> dict[str, Any]:
    """How plausible the proposed masks are, by tags and saliency alone.

    Args:
        project: As it is now.
        root: Its folder.
        items: Its images.
        tags: Which classes they show.
        threshold: Background threshold of the maps that the masks were made from.
        cancel: Checked between images.

    Returns:
        `images` looked at; `classes` by name: `tagged` images, `found` share of them whose mask
        shows the class, `area` mean share of the image there; `seeds` IoU of masks and saliency,
        `without_tags` mean IoU of the masks with those made without tags, both None where nothing
        could be compared; `missing`: some images whose mask lacks a tagged class.

    Raises:
        Cancelled: If `cancel` says so.
    """
    names, folder, cache = project.class_names, saliency_folder(project, root), CamCache(root)
    tagged = [item for item in items if any(tags.get(item.id, {}).values())]
    rows = np.linspace(0, len(tagged) - 1, min(LOOKED_AT, len(tagged))).astype(int)
    counted = np.zeros((3, len(names)))  # tagged, found, area
    both = either = looked_at = 0
    total = np.zeros((len(names) + 1, len(names) + 1), np.int64)
    missing: list[str] = []
    with open_store(root, names, read_only=True) as store:
        predictions = store.predictions()
        for row in rows:
            cancel.check()
            item = tagged[row]
            mask = proposed_mask(store, item.id)
            if mask is None:
                continue
            looked_at += 1
            for index, name in enumerate(names):
                if tags[item.id].get(name):
                    share = float((mask == index + 1).mean())
                    counted[:, index] += (1, share > 0, share)
                    if not share and item.id not in missing:
                        missing.append(item.id)
            shown = _saliency_of(folder, item, mask.shape)
            if shown is not None:
                found = (mask > 0) & (mask != IGNORE_INDEX)
                both += int((found & shown).sum())
                either += int((found | shown).sum())
            prediction = predictions.get(item.id)
            maps = prediction and cache.get(item, cache_identity(prediction.model, prediction.spec))
            if maps and maps.cam.shape[1:] == mask.shape:
                alone = present_classes(maps.scores, None, project.cam.tag_threshold)
                other = MaskMaker(maps.cam, alone).make(PseudoMaskSpec(threshold))
                total += confusion_matrix(other, mask, len(names) + 1)
    classes = {
        name: {
            "tagged": int(number),
            "found": None if not number else float(seen / number),
            "area": None if not number else float(area / number),
        }
        for name, number, seen, area in zip(names, *counted, strict=True)
    }
    return {
        "images": looked_at,
        "classes": classes,
        "seeds": both / either if either else None,
        "without_tags": float(scores_of(total).miou) if total.any() else None,
        "missing": missing[:_NAMED],
    }


def proposed_mask(store: LabelStore, image_id: str) -> Mask | None:
    """The mask that is stored of an image."""
    digest = store.record(image_id).mask_digest
    return None if digest is None else store.load_mask(digest)


def draw_examples(
    project: Project,
    root: Path,
    items: Sequence[ImageItem],
    tags: TagTable,
    heat: Callable[[NDArray[np.uint8], ImageItem], NDArray[np.float32]] | None,
    *,
    cancel: CancelToken,
) -> dict[str, list[dict[str, str]]]:
    """Strips of pictures for each class: the image, its saliency, its heat map, its mask.

    Args:
        project: As it is now.
        root: Its folder.
        items: Its images.
        tags: Which classes they show.
        heat: Makes the heat map of an image, float32 (H, W) in [0, 1]; None for none.
        cancel: Checked between images.

    Returns:
        Class name -> for each image its `id` and the strip as a data URI, in `picture`.

    Raises:
        Cancelled: If `cancel` says so.
    """
    colors = [hex_to_rgb(spec.color) for spec in project.classes]
    folder = saliency_folder(project, root)
    drawn: dict[str, list[dict[str, str]]] = {}
    with open_store(root, project.class_names, read_only=True) as store:
        for name in project.class_names:
            strips = drawn.setdefault(name, [])
            for item in examples_of(name, items, tags, EXAMPLES):
                cancel.check()
                try:
                    image = to_model_rgb(read_image(item.path), value_range_of(project, item.id))
                except StacError:
                    continue  # said by the stages before
                size = image.shape[:2]
                saliency = _saliency_of(folder, item, size)
                mask = proposed_mask(store, item.id)
                tiles = [image]
                if saliency is not None:
                    tiles.append(outlined(image, saliency.astype(np.uint8), [(255, 255, 255)]))
                if heat is not None:
                    tiles.append(heated(image, heat(image, item)))
                if mask is not None and mask.shape == size:
                    tiles.append(outlined(image, mask, colors))
                strips.append({"id": item.id, "picture": strip(tiles)})
    return drawn


def _saliency_of(folder: Path, item: ImageItem, size: tuple[int, ...]) -> NDArray[np.bool_] | None:
    """Where an image's saliency map is on; None where there is no map."""
    path = map_path(folder, item.key)
    if not path.is_file():
        return None
    levels = read_saliency(path)
    if levels.shape != tuple(size):
        levels = cv2.resize(levels, (size[1], size[0]), interpolation=cv2.INTER_LINEAR)
    shown: NDArray[np.bool_] = levels >= 128
    return shown
