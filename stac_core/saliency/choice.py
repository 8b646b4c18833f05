"""Choosing, by the tags alone, which operators show each class.

A candidate is an operator of the bank with a threshold rule. It is good for a class if its masks
can be predicted from the pixels of images with the tag while nothing is predicted on the others
(`learnability`). The best few that agree vote. No mask is looked at.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import numpy as np

from stac_core.opencv import cv2
from stac_core.saliency.bank import BANK, Picture
from stac_core.saliency.bank import BY_NAME as OPERATORS
from stac_core.saliency.learnability import (
    Lift,
    Pixels,
    image_auc,
    learnability,
    look_alike_groups,
)
from stac_core.saliency.rules import RULES, apply_rule, normalise, strength
from stac_core.types import CancelToken, Progress, no_progress

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from stac_core.saliency.nets import Net

SAMPLED_PIXELS: Final = 1600
VOTERS: Final = 5
SHOWN: Final = 3
_AGREE: Final = 0.4
_AREA: Final = (0.0004, 0.5)
_SKEW: Final = 0.3
_THUMBNAIL: Final = 16
_WEAK: Final = 0.4
"""Scores of 0.53 to 0.83 went with operators that show the class, those up to 0.3 did not (steel
with 60 images a class, magnetic tiles with 12): benchmarks/results.md."""


class Candidate(NamedTuple):
    """An operator of the bank with a threshold rule, by name."""

    operator: str
    rule: str

    def __str__(self) -> str:
        return f"{self.operator}/{self.rule}"


CANDIDATES: Final = tuple(
    Candidate(operator.name, rule.name) for operator in BANK for rule in RULES
)


@dataclass(frozen=True)
class Evidence:
    """What speaks for a candidate.

    Attributes:
        candidate: Which.
        score: `r2` times what `auc` is above chance, in [0, 1].
        r2: How well its masks can be predicted; see `learnability`.
        auc: Chance that the prediction's top is higher on an image with the tag.
        peak_auc: Chance that the operator's own peak is.
        area: Mean share of the tagged images that it covers.
    """

    candidate: Candidate
    score: float
    r2: float
    auc: float
    peak_auc: float
    area: float


@dataclass(frozen=True)
class ClassChoice:
    """Which operators show a class.

    Attributes:
        name: Of the class.
        voters: A pixel belongs to the class where at least half of them are on.
        ranked: The best of different operators, best first.
        by: Whether the tags chose or a person.
    """

    name: str
    voters: tuple[Candidate, ...]
    ranked: tuple[Evidence, ...] = ()
    by: Literal["tags", "person"] = "tags"

    @property
    def is_weak(self) -> bool:
        """Whether the tags say little: a person should look at the pictures."""
        return not self.ranked or self.ranked[0].score < _WEAK


@dataclass(frozen=True)
class Gathered:
    """What the bank says of one image.

    Attributes:
        pixels: Some of its pixels.
        areas: (M,), share of the image that each candidate covers.
        skews: (K,), of each operator's map.
        peaks: (K,), of each operator's map in its own units.
        thumbnail: A few pixels.
    """

    pixels: Pixels
    areas: NDArray[np.float32]
    skews: NDArray[np.float32]
    peaks: NDArray[np.float32]
    thumbnail: NDArray[np.float32]


def gather(image: NDArray[np.uint8], seed: int, network: Net | None = None) -> Gathered:
    """Run the whole bank over an image.

    Args:
        image: uint8 (H, W) or RGB (H, W, 3).
        seed: Of the choice of pixels.
        network: See `Picture`.
    """
    picture = Picture.of(image, network)
    maps = [operator.run(picture) for operator in BANK]
    z = np.stack([normalise(each) for each in maps])
    masks = np.stack([apply_rule(each, rule) for each in z for rule in RULES])
    flat = z.reshape(len(z), -1)
    picked, weights = _pick(flat, np.random.default_rng(seed))
    centred = flat - flat.mean(axis=1, keepdims=True)
    spread = np.maximum(centred.std(axis=1), 1e-6)
    return Gathered(
        Pixels(
            flat[:, picked].T.astype(np.float16),
            weights,
            np.packbits(masks.reshape(len(masks), -1)[:, picked].T, axis=1),
            len(masks),
        ),
        masks.mean(axis=(1, 2), dtype=np.float32),
        ((centred**3).mean(axis=1) / spread**3).astype(np.float32),
        np.array([strength(each) for each in maps], np.float32),
        cv2.resize(picture.grey, (_THUMBNAIL, _THUMBNAIL), interpolation=cv2.INTER_AREA).ravel(),
    )


def _pick(
    z: NDArray[np.float32], generator: np.random.Generator
) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    """Pixels, half of them where some map stands out, with the share that each stands for."""
    outstanding = np.sort(z, axis=0)[-5:].mean(axis=0)
    share = 0.5 / z.shape[1] + 0.5 * np.maximum(outstanding, 0) / max(
        float(np.maximum(outstanding, 0).sum()), 1e-6
    )
    picked = generator.choice(z.shape[1], SAMPLED_PIXELS, p=share / share.sum())
    weights = 1 / share[picked]
    return picked, (weights / weights.sum()).astype(np.float32)


def gather_all(
    read: Callable[[int], NDArray[np.uint8]],
    count: int,
    *,
    workers: int,
    network: Net | None = None,
    progress: Progress = no_progress,
    cancel: CancelToken | None = None,
) -> list[Gathered]:
    """Run the bank over many images, in threads.

    Args:
        read: Gives an image by its number.
        count: How many there are.
        workers: Threads.
        network: See `Picture`.
        progress: Told after each image.
        cancel: Checked between images.
    """
    token = cancel or CancelToken()

    def one(number: int) -> Gathered:
        token.check()
        return gather(read(number), number, network)

    found = []
    with ThreadPoolExecutor(workers) as pool:
        for each in pool.map(one, range(count)):
            found.append(each)
            progress(len(found), count)
    return found


def choose(
    name: str,
    images: Sequence[Gathered],
    shows: NDArray[np.bool_],
    weights: NDArray[np.floating],
) -> ClassChoice:
    """Choose the operators that show a class.

    Args:
        name: Of the class.
        images: n images, of which the tag of this class is known.
        shows: (n,), whether the class is there.
        weights: (n,), how much each image counts among those that show it, or do not.

    Returns:
        A choice without voters where no candidate passes the gate.
    """
    with_tag = [each for each, there in zip(images, shows, strict=True) if there]
    areas = np.mean([each.areas for each in with_tag], axis=0)
    skews = np.mean([each.skews for each in with_tag], axis=0)
    usual = (areas > _AREA[0]) & (areas < _AREA[1])
    # a map whose tail points the other way takes the background for the defect
    usual &= np.repeat(skews > _SKEW, len(RULES))
    chosen = np.flatnonzero(usual)
    if not len(chosen):
        return ClassChoice(name, ())
    balanced = np.where(
        shows,
        weights / max(float(weights[shows].sum()), 1e-9),
        weights / max(float(weights[~shows].sum()), 1e-9),
    )
    groups = look_alike_groups(np.stack([each.thumbnail for each in images]))
    found = learnability(
        [each.pixels for each in images],
        shows,
        balanced,
        _folds(groups, shows),
        chosen,
        lift=Lift(len(BANK)),
    )
    peaks = np.stack([each.peaks for each in images])
    peak_auc = np.array([image_auc(column, shows) for column in peaks.T])[chosen // len(RULES)]
    # learnable, and by something that only images with the tag show
    score = np.maximum(found.r2, 0) * np.maximum(2 * found.auc - 1, 0)
    order = np.argsort(-score, kind="stable")
    ranked = [
        Evidence(
            CANDIDATES[chosen[row]],
            float(score[row]),
            float(found.r2[row]),
            float(found.auc[row]),
            float(peak_auc[row]),
            float(areas[chosen[row]]),
        )
        for row in order
    ]
    different = _best_of_each(ranked)
    voters = _vote(different, [each.pixels for each in with_tag])
    return ClassChoice(name, voters, tuple(different[:SHOWN]))


def _folds(groups: NDArray[np.intp], shows: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Two halves with as many images of each kind; groups stay together."""
    folds = np.zeros(len(groups), np.intp)
    counts = np.zeros((2, 2), int)
    for group in dict.fromkeys(groups.tolist()):
        rows = np.flatnonzero(groups == group)
        kind = int(shows[rows].mean() >= 0.5)
        fold = int(np.argmin(counts[kind]))
        folds[rows] = fold
        counts[kind, fold] += len(rows)
    return folds


def _best_of_each(ranked: Sequence[Evidence]) -> list[Evidence]:
    """The best candidate of each operator, best first."""
    seen: dict[str, Evidence] = {}
    for each in ranked:
        seen.setdefault(each.candidate.operator, each)
    return list(seen.values())


def _vote(ranked: Sequence[Evidence], images: Sequence[Pixels]) -> tuple[Candidate, ...]:
    """The best candidate, and the next ones of its sign that agree with all that are in."""
    sign = OPERATORS[ranked[0].candidate.operator].sign
    alike = [each for each in ranked if OPERATORS[each.candidate.operator].sign == sign]
    considered = alike[: 4 * VOTERS]
    rows = np.array([CANDIDATES.index(each.candidate) for each in considered])
    both = np.zeros((len(rows), len(rows)))
    either = np.zeros_like(both)
    for image in images:
        masks = image.unpacked(rows)
        shared = masks.T @ (masks * image.weights[:, None])
        alone = np.diag(shared)
        both += shared
        either += alone[:, None] + alone[None, :] - shared
    iou = both / np.maximum(either, 1e-12)
    voters = [0]
    for row in range(1, len(considered)):
        if len(voters) < VOTERS and iou[row, voters].mean() >= _AGREE:
            voters.append(row)
    return tuple(considered[row].candidate for row in voters)
