"""What is measured of a segmenter after each epoch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import torch

from stac_core.data.images import read_image, to_model_rgb
from stac_core.formats.mask_png import read_fitting_mask
from stac_core.inference import PredictSpec
from stac_core.metrics import average_precision, confusion_matrix, mean_of_known, scores_of
from stac_core.project import value_range_of
from stac_core.pseudo_mask import PseudoMaskSpec, cam_to_mask
from stac_core.segmentation.model_file import LoadedSegmenter
from stac_core.segmentation.predictor import THRESHOLD, SegmenterPredictor, two_views

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from stac_core.engine.ranks import Ranks
    from stac_core.engine.samples import Samples
    from stac_core.presence import Tags
    from stac_core.project import Project
    from stac_core.segmentation.model_file import SegmenterInfo
    from stac_core.types import ImageItem

_AT_ONCE: Final = 32


class SegmentJudge:
    """Judges a segmenter: classes always, masks where there are some that measure.

    Args:
        project: Says what makes an epoch the best.
        info: Of the segmenter.
        samples: The validation images; may be empty.
        truths: Masks that measure, as from `find_truths`; may be empty.
        device: Where the network is.
        dtype: Of automatic mixed precision.
        ranks: The processes that share the work.
    """

    def __init__(
        self,
        project: Project,
        info: SegmenterInfo,
        samples: Samples,
        truths: Sequence[tuple[ImageItem, Path, Tags]],
        *,
        device: torch.device,
        dtype: torch.dtype,
        ranks: Ranks,
    ) -> None:
        self._project, self._info, self._samples = project, info, samples
        self._device, self._dtype, self._ranks = device, dtype, ranks
        self._truths, self._measures = list(truths)[ranks.part(len(truths))], bool(truths)

    def __call__(self, net: torch.nn.Module) -> dict[str, float]:
        """Values by name; `criterion` decides which epoch is best, lower is better."""
        values: dict[str, float] = {}
        if len(self._samples):
            values.update(self._on_tags(net))
        if self._measures:
            values["miou"] = self._on_masks(net)
        by_masks = self._project.segment.select_by == "masks"
        return {**values, "criterion": -values["miou"] if by_masks else 0.0}

    def _on_tags(self, net: torch.nn.Module) -> dict[str, float]:
        """How well the segmenter tells which classes are there."""
        rows = np.arange(len(self._samples))[self._ranks.part(len(self._samples))]
        own = []
        for start in range(0, len(rows), _AT_ONCE):
            images = torch.from_numpy(self._samples.images[rows[start : start + _AT_ONCE]])
            pixels = images.permute(0, 3, 1, 2).float().to(self._device)
            own.append(two_views(net, pixels, self._dtype)[1].cpu().numpy())
        scores = np.concatenate(self._ranks.gather(own))
        precision = average_precision(scores, self._samples.present, self._samples.known)
        value = mean_of_known(precision)
        return {} if value is None else {"mAP": value}

    def _on_masks(self, net: torch.nn.Module) -> float:
        """MIoU, the images' tags given."""
        classes = len(self._project.class_names)
        total = np.zeros((classes + 1, classes + 1), np.int64)
        predictor = SegmenterPredictor(
            LoadedSegmenter(net, self._info, ""), device=str(self._device)
        )
        for start in range(0, len(self._truths), _AT_ONCE):
            chunk = self._truths[start : start + _AT_ONCE]
            images = [
                to_model_rgb(read_image(item.path), value_range_of(self._project, item.id))
                for item, _, _ in chunk
            ]
            found = predictor.predict(images, PredictSpec(), tags=[tags for _, _, tags in chunk])
            for result, image, (_, path, _) in zip(found, images, chunk, strict=True):
                mask = read_fitting_mask(path, image.shape[:2], classes)
                total += confusion_matrix(
                    cam_to_mask(result.cam, PseudoMaskSpec(THRESHOLD)), mask, classes + 1
                )
        everything = np.sum(self._ranks.gather([total]), axis=0)
        return float(scores_of(everything).miou)
