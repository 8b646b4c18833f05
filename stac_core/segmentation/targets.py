"""What a segmenter learns from in each round: labels with a confidence for every pixel.

Round 1 takes saliency on images that show one class alone. Each later round takes what the averaged
network of the round before says, kept to the image's tags (self-training), so that classes which
only appear together are told apart by what was learnt where they appear alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol

import numpy as np
import torch

from stac_core.errors import DataError, TrainingError
from stac_core.io import atomic_writer, storage_error
from stac_core.types import IGNORE_INDEX

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray
    from torch import Tensor

    from stac_core.engine.samples import Samples

AT_ONCE: Final = 48
"""Images that the network looks at together while targets are made."""

FEWEST: Final = 0.00075
"""Share of an image below which a tagged class counts as vanished."""

_FIELDS: Final = ("labels", "confidence", "rows", "vanished")
_RAISE: Final = 2.7
_TIMES: Final = 5


class Evidence(Protocol):
    """Tells classes apart."""

    def __call__(self, rows: NDArray[np.intp]) -> NDArray[np.float32]:
        """Maps of some of the samples: float32 (b, C, H, W) in [0, 1]."""


@dataclass(frozen=True)
class Targets:
    """Labels of n images.

    Attributes:
        labels: uint8 (n, H, W), 0 background, 1..C class.
        confidence: uint8 (n, H, W), 0..255 = 0..1; 0 where nothing is known.
        rows: Images that there are labels for.
        vanished: (C,), in how many images each class was nearly lost and raised.
    """

    labels: NDArray[np.uint8]
    confidence: NDArray[np.uint8]
    rows: NDArray[np.intp]
    vanished: NDArray[np.intp]

    def areas(self, present: NDArray[np.bool_]) -> NDArray[np.float64]:
        """Mean share of the images with a tag that its class has: (C,), 0 where there are none."""
        shares = np.zeros(present.shape[1])
        for index in range(len(shares)):
            rows = self.rows[present[self.rows, index]]
            if len(rows):
                shares[index] = np.mean([np.mean(self.labels[row] == index + 1) for row in rows])
        return shares

    def agreement(self, other: Targets) -> NDArray[np.float64]:
        """IoU of each class with other targets, on images that both have: (C,).

        1 where neither has the class.
        """
        shared = np.intersect1d(self.rows, other.rows)
        classes = len(self.vanished)
        both, either = np.zeros(classes), np.zeros(classes)
        for row in shared:
            for index in range(classes):
                mine, theirs = self.labels[row] == index + 1, other.labels[row] == index + 1
                both[index] += np.count_nonzero(mine & theirs)
                either[index] += np.count_nonzero(mine | theirs)
        return np.where(either > 0, both / np.maximum(either, 1), 1.0)


def from_saliency(saliency: NDArray[np.uint8], present: NDArray[np.bool_]) -> Tensor:
    """Probabilities of images that show at most one class each.

    Args:
        saliency: uint8 (n, H, W), 0..255 = 0..1.
        present: bool (n, C).

    Returns:
        float32 (n, 1 + C, H, W): the class has the saliency, the background the rest.
    """
    share = torch.from_numpy(saliency).float() / 255
    shown = torch.from_numpy(present)[:, :, None, None]
    classes = share[:, None] * shown
    return torch.cat([1 - classes.amax(dim=1, keepdim=True), classes], dim=1)


def keep_to_tags(probabilities: Tensor, present: NDArray[np.bool_]) -> Tensor:
    """Only the background and classes that are there: (n, 1 + C, H, W), adding up to 1."""
    shown = torch.from_numpy(present)
    allowed = torch.cat([torch.ones(len(shown), 1, dtype=torch.bool), shown], dim=1)
    kept = probabilities.float() * allowed[:, :, None, None].to(probabilities.device)
    return kept / kept.sum(dim=1, keepdim=True).clamp(min=1e-6)


def raise_vanished(
    probabilities: Tensor, present: NDArray[np.bool_]
) -> tuple[Tensor, NDArray[np.bool_]]:
    """Raise tagged classes that have next to no pixel, up to five times by a factor of 2.7.

    A class that a network loses in one round would be unlearnt in the next.

    Args:
        probabilities: (n, 1 + C, H, W), kept to the tags.
        present: bool (n, C).

    Returns:
        The raised probabilities, and bool (n, C) where something had to be raised.
    """
    raised = probabilities.clone()
    fewest = FEWEST * probabilities.shape[-1] * probabilities.shape[-2]
    touched = np.zeros_like(present)
    for _ in range(_TIMES):
        winner = raised.argmax(dim=1)
        counts = torch.stack(
            [(winner == index + 1).sum(dim=(1, 2)) for index in range(present.shape[1])], dim=1
        )
        low = torch.from_numpy(present) & (counts < fewest).cpu()
        if not low.any():
            break
        touched |= low.numpy()
        factor = torch.ones(raised.shape[:2])
        factor[:, 1:][low] = _RAISE
        raised = raised * factor[:, :, None, None].to(raised.device)
        raised = raised / raised.sum(dim=1, keepdim=True)
    return raised, touched


def settle(probabilities: Tensor) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """The most likely label and its probability: uint8 (n, H, W) each."""
    confidence, labels = probabilities.max(dim=1)
    levels = (confidence * 255).round().to(torch.uint8)
    return labels.to(torch.uint8).cpu().numpy(), levels.cpu().numpy()


def share_out(
    saliency: NDArray[np.uint8], evidence: NDArray[np.float32], present: NDArray[np.bool_]
) -> Tensor:
    """Probabilities of images with several classes: saliency shared out by class evidence.

    Args:
        saliency: uint8 (n, H, W), 0..255 = 0..1.
        evidence: float32 (n, C, H, W) in [0, 1], such as class activation maps.
        present: bool (n, C).

    Returns:
        float32 (n, 1 + C, H, W). Where the evidence does not tell classes apart none is likely, so
        the pixel does not count.
    """
    share = torch.from_numpy(saliency).float()[:, None] / 255
    shown = torch.from_numpy(present)[:, :, None, None]
    strength = torch.from_numpy(evidence).square() * shown
    total = strength.sum(dim=1, keepdim=True)
    # without any evidence all classes that are there are as likely
    even = shown.float() / shown.sum(dim=1, keepdim=True).clamp(min=1)
    parts = torch.where(total > 1e-6, strength / total.clamp(min=1e-6), even)
    return torch.cat([1 - share, share * parts], dim=1)


def first_targets(
    samples: Samples, classes: list[str], evidence: Evidence | None = None
) -> Targets:
    """Round 1: saliency where one class is alone, background where there is none, and masks.

    Args:
        samples: n images.
        classes: Names.
        evidence: Tells classes apart on images with several; without it they wait for round 2.

    Raises:
        TrainingError: If nothing tells some class from others.
    """
    single = samples.present.sum(axis=1) == 1
    free = samples.known.all(axis=1) & ~samples.present.any(axis=1)
    masked = samples.mask_row >= 0
    usable = single | free | masked
    several = samples.present.sum(axis=1) > 1
    if evidence is not None:
        usable |= several
    for index, name in enumerate(classes):
        tagged = samples.present[:, index]
        if tagged.any() and not (tagged & usable).any():
            raise TrainingError(
                f"no image shows {name!r} alone, so nothing tells it from other classes",
                where="segment",
                fix="Tag some images of it alone, correct a few masks that show it, or train STAC "
                "first and name its model as segment.cam_model",
            )
    labels = np.zeros(samples.saliency.shape, np.uint8)
    confidence = np.zeros_like(labels)
    rows = np.flatnonzero(usable)
    for start in range(0, len(rows), AT_ONCE):
        part = rows[start : start + AT_ONCE]
        present = samples.present[part] & single[part, None]
        found = settle(from_saliency(samples.saliency[part], present))
        labels[part], confidence[part] = found
    rows_of_several = np.flatnonzero(several) if evidence is not None else rows[:0]
    for start in range(0, len(rows_of_several), AT_ONCE):
        part = rows_of_several[start : start + AT_ONCE]
        assert evidence is not None
        present = samples.present[part]
        shared = share_out(samples.saliency[part], evidence(part), present)
        labels[part], confidence[part] = settle(shared)
    _take_masks(samples, labels, confidence)
    return Targets(labels, confidence, rows, np.zeros(len(classes), np.intp))


def next_targets(
    samples: Samples,
    predict: Callable[[NDArray[np.uint8]], Tensor],
    *,
    seed_share: float,
) -> Targets:
    """Later rounds: what a network says, kept to the tags.

    Args:
        samples: n images.
        predict: From uint8 (b, H, W, channels) to probabilities (b, 1 + C, H, W).
        seed_share: How much of the saliency is mixed in where one class is alone.
    """
    count = len(samples)
    labels = np.zeros(samples.saliency.shape, np.uint8)
    confidence = np.zeros_like(labels)
    vanished = np.zeros(samples.present.shape[1], np.intp)
    single = samples.present.sum(axis=1) == 1
    for start in range(0, count, AT_ONCE):
        part = np.arange(start, min(start + AT_ONCE, count))
        present = samples.present[part]
        found, touched = raise_vanished(
            keep_to_tags(predict(samples.images[part]), present), present
        )
        vanished += touched.sum(axis=0)
        alone = single[part]
        if seed_share and alone.any():
            seeds = from_saliency(samples.saliency[part[alone]], present[alone]).to(found.device)
            mixed = (1 - seed_share) * found[torch.from_numpy(alone)] + seed_share * seeds
            found[torch.from_numpy(alone)] = mixed
        labels[part], confidence[part] = settle(found)
    _take_masks(samples, labels, confidence)
    return Targets(labels, confidence, np.arange(count), vanished)


def _take_masks(samples: Samples, labels: NDArray[np.uint8], confidence: NDArray[np.uint8]) -> None:
    """A person's mask is the truth; its ignore band says nothing."""
    for row in np.flatnonzero(samples.mask_row >= 0):
        mask = samples.masks[samples.mask_row[row]]
        known = mask != IGNORE_INDEX
        labels[row] = np.where(known, mask, 0)
        confidence[row] = np.where(known, 255, 0)


def save_targets(path: Path, targets: Targets) -> None:
    """Write labels and confidence, whole or not at all.

    Raises:
        StorageError: If they cannot be written.
    """
    with atomic_writer(path) as file:
        np.savez_compressed(file, labels=targets.labels, confidence=targets.confidence,
                            rows=targets.rows, vanished=targets.vanished)  # fmt: skip


def load_targets(path: Path, count: int) -> Targets | None:
    """Read targets of `count` images; None where there are none.

    Raises:
        DataError: If they are damaged or of other images.
    """
    if not path.exists():
        return None
    try:
        with np.load(path, allow_pickle=False) as values:
            found: Any = [values[name] for name in _FIELDS]
    except (OSError, ValueError, KeyError, EOFError) as error:
        if isinstance(error, OSError) and error.errno:
            raise storage_error(path, error) from error
        raise DataError("the targets of this round are damaged", where=path,
                        fix="Remove the file: they are made again") from error  # fmt: skip
    if len(found[0]) != count:
        raise DataError("the targets of this round are of other images", where=path)
    return Targets(*found)
