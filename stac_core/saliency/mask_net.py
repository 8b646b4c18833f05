"""A saliency net that learns from a user's corrected masks, whatever their class.

It starts from the synthetic-defect net, so a handful of masks is enough to begin with. A fifth of
the masks is held out where there are enough: on them it says how good it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import torch

from stac_core.engine.data import split_rows
from stac_core.engine.samples import Samples
from stac_core.engine.stages import usual_size
from stac_core.errors import DataError, TrainingError
from stac_core.formats.mask_png import read_fitting_mask
from stac_core.io import file_digest
from stac_core.opencv import cv2
from stac_core.project_sections import SegmentSection
from stac_core.saliency.nets import Net, NetPredictor, grey_of_size
from stac_core.segmentation.batches import SegmentBatch, make_segment_batch
from stac_core.segmentation.compact import CompactNet
from stac_core.segmentation.fitting import fit_segmenter
from stac_core.segmentation.model_file import LoadedSegmenter, SegmenterInfo, save_segmenter
from stac_core.segmentation.targets import Targets
from stac_core.types import IGNORE_INDEX, CancelToken, Progress, no_progress

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from stac_core.types import ImageItem, Mask

FEWEST: Final = 4
"""Masks that show a defect, at least."""

ENOUGH_TO_HOLD_OUT: Final = 10
HELD_OUT: Final = 0.2
STEPS: Final = 300
FOREGROUND: Final = "defect"

SPEC: Final = SegmentSection(
    epochs=1, rounds=1, batch_size=12, lr=1e-3, warmup_epochs=0.1, contrast_weight=0.0, mosaic=0.5
)


@dataclass(frozen=True)
class MaskNetResult:
    """What training on masks reached.

    Attributes:
        trained_on: Masks.
        held_out: Masks that only measured.
        iou: Foreground IoU on them, in [0, 1]; None without any.
        left_out: Image id -> why its mask could not be used.
    """

    trained_on: int
    held_out: int
    iou: float | None
    left_out: Mapping[str, str]


@dataclass(frozen=True)
class _Example:
    """An image with a person's mask, at full size."""

    item: ImageItem
    image: NDArray[np.uint8]
    mask: Mask

    @property
    def shows_defect(self) -> bool:
        return bool(((self.mask > 0) & (self.mask != IGNORE_INDEX)).any())


def train_on_masks(
    path: Path,
    start: Net,
    items: Sequence[ImageItem],
    masks: Mapping[str, Path],
    read: Callable[[ImageItem], NDArray[np.uint8]],
    *,
    classes: int,
    steps: int = STEPS,
    seed: int = 0,
    device: str = "auto",
    progress: Progress = no_progress,
    cancel: CancelToken | None = None,
) -> MaskNetResult:
    """Train a net on masks and write it, whole or not at all.

    Args:
        path: The net's file; what is there stays until the new one is complete.
        start: The synthetic-defect net to start from.
        items: Images.
        masks: Image id -> file, for those that have a mask; 255 is not looked at.
        read: Gives an image: uint8 (H, W, 3) RGB.
        classes: Number of classes in the masks.
        steps: Of 12 images.
        seed: Decides all that is random.
        device: As for `choose_device`.
        progress: Told after each step.
        cancel: Checked between images and steps.

    Raises:
        TrainingError: If there are too few masks, or training fails.
        StorageError: If the net cannot be written.
        Cancelled: If `cancel` says so.
    """
    token = cancel or CancelToken()
    masked = [item for item in items if item.id in masks]
    examples, left_out = _read(masked, masks, read, classes, token)
    showing = sum(each.shows_defect for each in examples)
    if showing < FEWEST:
        lost = f"; {len(left_out):,} more could not be used" if left_out else ""
        raise TrainingError(
            f"{showing:,} masks show a defect, at least {FEWEST} are needed{lost}",
            where="saliency from masks",
            fix="Accept or fix masks in the window, then train again",
        )
    held = _held_out(examples, seed)
    training = [each for each, out in zip(examples, held, strict=True) if not out]
    judging = [each for each, out in zip(examples, held, strict=True) if out]
    size = usual_size([each.item for each in training])
    spec = SPEC.model_copy(update={"seed": seed})
    net = class_agnostic(start.predictor.model.net)
    samples, targets = _as_samples(training, size)

    def make_batch(step: int, draws: torch.Generator) -> SegmentBatch:
        count = len(training)
        pool = np.resize(np.arange(count), max(count, spec.batch_size))
        rows = np.random.default_rng([seed, step]).permutation(pool)[: spec.batch_size]
        return make_segment_batch(
            samples,
            targets,
            rows,
            flips=spec.flips,
            mosaic=spec.mosaic,
            generator=draws,
            device=torch.device("cpu"),
        )

    fit_segmenter(
        net, spec, make_batch, steps=steps, device=device, progress=progress, cancel=token
    )
    info = SegmenterInfo(
        classes=[FOREGROUND],
        input_size=size,
        saliency={
            "generator": "masks",
            "start": start.digest,
            "masks": mask_digests({each.item.id: masks[each.item.id] for each in examples}),
        },
        segment=spec.model_dump(mode="json"),
    )
    iou = _measure(NetPredictor(LoadedSegmenter(net, info, "")), judging, token)
    reached = {"steps": steps, "masks": len(training), "held_out": len(judging), "iou": iou}
    save_segmenter(path, net, info.model_copy(update={"result": reached}))
    return MaskNetResult(len(training), len(judging), iou, left_out)


def class_agnostic(net: torch.nn.Module) -> CompactNet:
    """A net of one class whose weights are another's; the class's are the mean of its classes'."""
    assert isinstance(net, CompactNet)
    single = CompactNet(1, channels=net.channels)
    state = {name: value.clone() for name, value in net.state_dict().items()}
    for name in ("head.weight", "head.bias"):
        # one row for each label and sub-pixel, the background's first
        rows = state[name].unflatten(0, (1 + net.classes, -1))
        state[name] = torch.cat([rows[0], rows[1:].mean(dim=0)])
    for name in ("class_head.weight", "class_head.bias"):
        state[name] = state[name].mean(dim=0, keepdim=True)
    single.load_state_dict(state)
    return single


def mask_digests(masks: Mapping[str, Path]) -> dict[str, str]:
    """Image id -> 16 hexadecimal digits of its mask's content; files that are gone have none.

    Args:
        masks: Image id -> file.
    """
    return {
        image_id: file_digest(path)[:16] if path.is_file() else ""
        for image_id, path in sorted(masks.items())
    }


def newer_masks(net: Net, masks: Mapping[str, Path]) -> int:
    """How many masks have changed, come or gone since a net was trained.

    Raises:
        WeightsError: If the net cannot be read.
    """
    before = net.predictor.model.info.saliency.get("masks", {})
    now = mask_digests(masks)
    return sum(before.get(name) != now.get(name) for name in before.keys() | now.keys())


def _read(
    items: Sequence[ImageItem],
    masks: Mapping[str, Path],
    read: Callable[[ImageItem], NDArray[np.uint8]],
    classes: int,
    token: CancelToken,
) -> tuple[list[_Example], dict[str, str]]:
    found, left_out = [], {}
    for item in items:
        token.check()
        try:
            image = read(item)
            mask = read_fitting_mask(masks[item.id], image.shape[:2], classes)
        except DataError as error:
            left_out[item.id] = str(error)
            continue
        found.append(_Example(item, image, mask))
    return found, left_out


def _held_out(examples: Sequence[_Example], seed: int) -> NDArray[np.bool_]:
    """Which masks only measure: (n,), the same share of those with a defect and of those without.

    Where there are few, none.
    """
    showing = np.array([each.shows_defect for each in examples])
    held = split_rows(showing[:, None], HELD_OUT, seed)
    if len(examples) < ENOUGH_TO_HOLD_OUT or (showing & ~held).sum() < FEWEST:
        held[:] = False
    return held


def _as_samples(examples: Sequence[_Example], size: tuple[int, int]) -> tuple[Samples, Targets]:
    images = np.stack([grey_of_size(each.image, size) for each in examples])
    masks = np.stack(
        [cv2.resize(each.mask, size[::-1], interpolation=cv2.INTER_NEAREST) for each in examples]
    )
    known = masks != IGNORE_INDEX
    count = len(examples)
    shown = np.array([[each.shows_defect] for each in examples])
    samples = Samples(
        tuple(each.item for each in examples),
        np.rint(images).astype(np.uint8)[..., None],
        np.zeros((count, *size), np.uint8),
        present=shown,
        known=np.ones_like(shown),
        masks=masks,
        mask_row=np.arange(count),
    )
    labels = ((masks > 0) & known).astype(np.uint8)
    sure = known.astype(np.uint8) * 255
    return samples, Targets(labels, sure, np.arange(count), np.zeros(1, np.intp))


def _measure(
    predictor: NetPredictor, examples: Sequence[_Example], token: CancelToken
) -> float | None:
    """Foreground IoU over all pixels of some examples, at their own sizes."""
    both = either = 0
    for each in examples:
        token.check()
        found = predictor.foreground(each.image, predictor.model.info.input_size) >= 0.5
        counted, true = each.mask != IGNORE_INDEX, each.mask > 0
        both += int((found & true & counted).sum())
        either += int(((found | true) & counted).sum())
    return both / either if either else None
