"""What is measured after each epoch: on tags always, on masks where there are some.

Without masks the quality of the maps cannot be measured, only guessed at. The `proxy` is such a
guess; benchmarks/results.md says how well it follows the mIoU on a data set with masks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import torch

from stac_core.cam import normalise_cam, resize_cam, view_cam
from stac_core.data.images import read_image, to_model_rgb
from stac_core.data.tags import tags_to_arrays
from stac_core.engine.batches import make_batch
from stac_core.engine.objective import loss_of
from stac_core.errors import DataError
from stac_core.formats.mask_png import read_fitting_mask
from stac_core.inference import Predictor, PredictSpec
from stac_core.metrics import (
    average_precision,
    confusion_matrix,
    f1_scores,
    mean_of_known,
    scores_of,
)
from stac_core.metrics_maps import CURVE
from stac_core.models.model_file import LoadedModel, ModelInfo
from stac_core.presence import Tags
from stac_core.project import value_range_of
from stac_core.pseudo_mask import MaskMaker, PseudoMaskSpec

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray
    from torch import Tensor

    from stac_core.data.tags import TagTable
    from stac_core.engine.batches import Batch
    from stac_core.engine.ranks import Ranks
    from stac_core.engine.samples import Samples
    from stac_core.models.cam_net import CamNet
    from stac_core.project import Project
    from stac_core.types import ImageItem

_PROXY_SCALE: Final = 1.5
"""The maps of the image are compared with those of the image enlarged so much and mirrored."""

_AT_ONCE: Final = 32
"""Images that are held in memory while the maps are measured on masks."""


class Validator:
    """Judges a network: losses, classes, maps.

    Args:
        project: Says how maps are made and what makes an epoch the best.
        info: Of the model in training.
        samples: The validation images; may be empty.
        truths: Masks that measure, as from `find_truths`; may be empty.
        device: Where the network is.
        dtype: Of automatic mixed precision.
        ranks: The processes that share the work.
    """

    def __init__(
        self,
        project: Project,
        info: ModelInfo,
        samples: Samples,
        truths: Sequence[tuple[ImageItem, Path, Tags]],
        *,
        device: torch.device,
        dtype: torch.dtype,
        ranks: Ranks,
    ) -> None:
        self._project, self._info, self._samples = project, info, samples
        self._device, self._dtype, self._ranks = device, dtype, ranks
        self._truths = list(truths)[ranks.part(len(truths))]
        self._measures = bool(truths)
        for (
            item,
            path,
            _,
        ) in self._truths:  # a mask that does not fit is said before the first epoch
            self._read(item, path)

    def _read(self, item: ImageItem, path: Path) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
        """An image as RGB and its mask."""
        image = to_model_rgb(read_image(item.path), value_range_of(self._project, item.id))
        classes = len(self._project.class_names)
        return image, read_fitting_mask(path, image.shape[:2], classes)

    def __call__(self, net: CamNet) -> dict[str, float]:
        """Values by name; `criterion` decides which epoch is best, lower is better.

        With several processes all must call it; the main one's values count.
        """
        values: dict[str, float] = {}
        if len(self._samples):
            values.update(self._on_tags(net))
        if self._measures:
            values.update(self._on_masks(net))
        select = self._project.train.select_by
        if select == "masks":
            criterion = -values["miou"]
        elif select == "proxy" and "proxy" in values:
            criterion = -values["proxy"]
        elif select == "loss" and "total" in values:
            criterion = values["total"]
        else:  # nothing to compare, or not wanted: all are equal and the last one counts
            criterion = 0.0
        return {**values, "criterion": criterion}

    @torch.no_grad()
    def _on_tags(self, net: CamNet) -> dict[str, float]:
        """Losses but for the sampled one, mAP, F1 and the label-free proxy."""
        spec = self._project.train
        starts = range(0, len(self._samples), spec.batch_size)
        rows_of = [
            range(start, min(start + spec.batch_size, len(self._samples))) for start in starts
        ]
        own: list[tuple[int, dict[str, float], NDArray[np.float32], list[dict[str, float]]]] = []
        for rows in rows_of[self._ranks.part(len(rows_of))]:
            batch = make_batch(
                self._samples, rows, mean=self._info.mean, std=self._info.std, device=self._device
            )
            mixed = self._dtype is not torch.float32
            with torch.autocast(self._device.type, dtype=self._dtype, enabled=mixed):
                output = net(batch.images)
            terms = loss_of(spec, output, batch, None, with_contrast=False)
            quality = map_quality(net, batch, self._dtype)
            own.append((len(rows), terms.numbers(), output.logits.sigmoid().cpu().numpy(), quality))
        everything = self._ranks.gather(own)
        values = {
            name: sum(count * each[name] for count, each, _, _ in everything) / len(self._samples)
            for name in everything[0][1]
        }
        values.pop("contrast")
        scores = np.concatenate([part for _, _, part, _ in everything])
        present, known = self._samples.present, self._samples.known
        decided = scores >= self._project.cam.tag_threshold
        for name, value in (
            ("mAP", mean_of_known(average_precision(scores, present, known))),
            ("f1", mean_of_known(f1_scores(decided, present, known))),
        ):
            if value is not None:
                values[name] = value
        qualities = [each for _, _, _, part in everything for each in part]
        for name in qualities[0] if qualities else ():
            values[name] = float(np.mean([each[name] for each in qualities]))
        return values

    def _on_masks(self, net: CamNet) -> dict[str, float]:
        """MIoU of the maps at the best of the curve's thresholds."""
        cam = self._project.cam
        classes = len(self._project.class_names) + 1
        totals = np.zeros((len(CURVE), classes, classes), np.int64)
        predictor = Predictor(LoadedModel(net, self._info, "", "", ()), device=str(self._device))
        spec = PredictSpec(kind=cam.kind, scales=tuple(cam.scales), flip=cam.flip)
        for start in range(0, len(self._truths), _AT_ONCE):
            chunk = self._truths[start : start + _AT_ONCE]
            pairs = [self._read(item, path) for item, path, _ in chunk]
            results = predictor.predict(
                [image for image, _ in pairs], spec, tags=[tags for _, _, tags in chunk]
            )
            for result, (_, mask) in zip(results, pairs, strict=True):
                maker = MaskMaker(result.cam)
                for total, threshold in zip(totals, CURVE, strict=True):
                    total += confusion_matrix(maker.make(PseudoMaskSpec(threshold)), mask, classes)
        totals = np.sum(self._ranks.gather([totals]), axis=0)
        curve = [scores_of(total).miou for total in totals]
        best = int(np.argmax(curve))
        return {"miou": curve[best], "threshold": CURVE[best]}


@torch.no_grad()
def map_quality(net: CamNet, batch: Batch, dtype: torch.dtype) -> list[dict[str, float]]:
    """How good the maps look without any mask, for each image that shows a class.

    Args:
        net: In evaluation mode.
        batch: Images with their tags and saliency.
        dtype: Of automatic mixed precision.

    Returns:
        For each such image: `agreement`, the soft IoU of the present classes' maps with those of
        the enlarged, mirrored image; `saliency_iou`, the soft IoU of the maps' maximum with the
        binary saliency; `proxy`, their geometric mean. All in [0, 1].
    """
    shown = batch.present.any(dim=1)
    if not shown.any():
        return []
    images, present, saliency = batch.images[shown], batch.present[shown], batch.saliency[shown]
    size = (images.shape[-2], images.shape[-1])

    def maps(pixels: Tensor) -> Tensor:
        mixed = dtype is not torch.float32
        with torch.autocast(pixels.device.type, dtype=dtype, enabled=mixed):
            features = net.localise(pixels)
        return normalise_cam(resize_cam(view_cam(features, net.cam_kinds[0]), size), present)

    enlarged = torch.nn.functional.interpolate(
        images.flip(-1), scale_factor=_PROXY_SCALE, mode="bilinear", align_corners=False
    )
    plain, other = maps(images), maps(enlarged).flip(-1)
    agreement = _soft_iou(plain, other, present)
    fits = _soft_iou(plain.amax(dim=1, keepdim=True), saliency, present.any(dim=1, keepdim=True))
    return [
        {"agreement": a, "saliency_iou": s, "proxy": (a * s) ** 0.5}
        for a, s in zip(agreement.tolist(), fits.tolist(), strict=True)
    ]


def _soft_iou(one: Tensor, other: Tensor, counted: Tensor) -> Tensor:
    """Sum of minima over sum of maxima of maps (B, C, H, W), mean over the counted maps: (B,)."""
    both = torch.minimum(one, other).sum(dim=(2, 3))
    either = torch.maximum(one, other).sum(dim=(2, 3)).clamp(min=1e-6)
    return (both / either * counted).sum(dim=1) / counted.sum(dim=1)


def find_truths(
    project: Project,
    folder: Path | None,
    items: Sequence[ImageItem],
    masks: Mapping[str, Path],
    tags: TagTable,
) -> list[tuple[ImageItem, Path, Tags]]:
    """Masks that measure: of a folder for that purpose, and a person's of validation images.

    Args:
        project: Names the classes.
        folder: Holds `<key>.png` for some images; None for none.
        items: All images of the run.
        masks: Image id -> mask file of validation images.
        tags: Of the images.

    Raises:
        DataError: If the folder holds a mask of none of the images.
    """
    found = {item: masks[item.id] for item in items if item.id in masks}
    if folder is not None:
        given = {item: folder / f"{item.key}.png" for item in items}
        given = {item: path for item, path in given.items() if path.is_file()}
        if not given:
            raise DataError("holds no mask of any tagged image", where=folder)
        found.update(given)
    ids = [item.id for item in found]
    present, known = tags_to_arrays(tags, ids, project.class_names)
    return [
        (item, path, Tags(*row))
        for (item, path), row in zip(found.items(), zip(present, known, strict=True), strict=True)
    ]
