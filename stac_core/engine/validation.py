"""Choosing the best epoch by masks, for users who have some and ask for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stac_core.data.images import read_image, to_model_rgb
from stac_core.data.tags import tags_to_arrays
from stac_core.errors import DataError
from stac_core.evaluation import CURVE
from stac_core.formats.mask_png import read_mask
from stac_core.inference import Predictor, PredictSpec
from stac_core.metrics import confusion_matrix, scores_of
from stac_core.models.model_file import LoadedModel, ModelInfo
from stac_core.presence import Tags
from stac_core.project import value_range_of
from stac_core.pseudo_mask import MaskMaker, PseudoMaskSpec

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    import torch

    from stac_core.data.tags import TagTable
    from stac_core.models.stac import StacNet
    from stac_core.project import Project
    from stac_core.types import CancelToken, ImageItem


def mask_criterion(
    project: Project,
    info: ModelInfo,
    items: Sequence[ImageItem],
    tags: TagTable,
    folder: Path,
    device: torch.device,
    cancel: CancelToken,
) -> Callable[[StacNet], dict[str, float]]:
    """A criterion that is lower the better the maps fit some masks.

    Args:
        project: Says how maps are made.
        info: Of the model in training.
        items: The images.
        tags: Their tags.
        folder: Holds `<key>.png` for some of the images.
        device: Where the network is.
        cancel: Checked between images.

    Returns:
        A function that scores the network's maps at the best of the curve's thresholds.

    Raises:
        DataError: If the folder holds a mask of none of the images.
    """
    scored = [item for item in items if (folder / f"{item.key}.png").is_file()]
    if not scored:
        raise DataError("holds no mask of any tagged image", where=folder)
    images = [
        to_model_rgb(read_image(item.path), value_range_of(project, item.id)) for item in scored
    ]
    masks = [read_mask(folder / f"{item.key}.png") for item in scored]
    present, known = tags_to_arrays(tags, [item.id for item in scored], project.class_names)
    labels = [Tags(*row) for row in zip(present, known, strict=True)]
    spec = PredictSpec(kind=project.cam.kind, scales=tuple(project.cam.scales))
    classes = len(project.class_names) + 1

    def score(net: StacNet) -> dict[str, float]:
        predictor = Predictor(LoadedModel(net, info, "", "", ()), device=str(device))
        totals = np.zeros((len(CURVE), classes, classes), np.int64)
        results = predictor.predict(images, spec, tags=labels, cancel=cancel)
        for result, mask in zip(results, masks, strict=True):
            maker = MaskMaker(result.cam)
            for total, threshold in zip(totals, CURVE, strict=True):
                total += confusion_matrix(maker.make(PseudoMaskSpec(threshold)), mask, classes)
        curve = [scores_of(total).miou for total in totals]
        best = int(np.argmax(curve))
        return {"criterion": -curve[best], "miou": curve[best], "threshold": CURVE[best]}

    return score
