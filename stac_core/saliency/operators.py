"""Operators of a project: chosen by its tags or by a person, written down, shown as pictures."""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from stac_core.data.tags import tags_to_arrays
from stac_core.saliency.bank import BY_NAME as OPERATORS
from stac_core.saliency.bank import NEEDS_NET
from stac_core.saliency.choice import Candidate, ClassChoice, choose, gather_all
from stac_core.saliency.contrast import contrast_saliency
from stac_core.saliency.nets import Net, shipped_net
from stac_core.saliency.rules import BY_NAME as RULES
from stac_core.saliency.seeds import class_seeds
from stac_core.types import CancelToken, Progress, no_progress

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from stac_core.data.tags import TagTable
    from stac_core.types import ImageItem

MOST_IMAGES: Final = 600
"""Images that are looked at for all classes together."""

PER_CLASS: Final = (12, 80)
"""The fewest and the most images of each class."""


def parse_candidate(text: str) -> Candidate:
    """A candidate from "operator/rule".

    Raises:
        ValueError: If the bank has no such operator or rule, in words.
    """
    operator, _, rule = text.partition("/")
    if operator not in OPERATORS:
        raise ValueError(f"there is no operator {operator!r}")
    if rule not in RULES:
        raise ValueError(f"there is no threshold rule {rule!r}; there are {', '.join(RULES)}")
    return Candidate(operator, rule)


@dataclass(frozen=True)
class SeedGenerator:
    """Saliency maps of the classes that an image shows: the strongest of their seeds.

    Attributes:
        classes: Names.
        voters: Class name -> its operators, for classes that have some.
        tags: Which classes each image shows.
        network: See `Picture`.
    """

    classes: tuple[str, ...]
    voters: Mapping[str, tuple[Candidate, ...]]
    tags: TagTable
    network: Net | None = None
    name: str = "classes"

    @property
    def parameters(self) -> dict[str, Any]:
        """The operators of each class, and the net that they look through."""
        voters = {name: [str(voter) for voter in self.voters[name]] for name in self._known}
        if not any(
            each.operator in NEEDS_NET for name in self._known for each in self.voters[name]
        ):
            return {"voters": voters}
        return {"voters": voters, "network": (self.network or shipped_net()).digest}

    @property
    def _known(self) -> list[str]:
        return [name for name in self.classes if self.voters.get(name)]

    def mark(self, item: ImageItem) -> str:
        """The classes that are tagged."""
        tags = self.tags.get(item.id, {})
        return "".join("1" if tags.get(name) else "0" for name in self.classes)

    def seeds(self, item: ImageItem, image: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Where each tagged class is likely to be: float32 (C, H, W) in [0, 1]."""
        present = np.array([mark == "1" for mark in self.mark(item)])
        voters = [self.voters.get(name, ()) for name in self.classes]
        return class_seeds(image, voters, present, self.network)

    def make(self, item: ImageItem, image: NDArray[np.uint8]) -> NDArray[np.float32]:
        """The strongest seed of any tagged class: float32 (H, W) in [0, 1].

        Where a tagged class has no operators, the class-agnostic contrast counts too.
        """
        strongest: NDArray[np.float32] = self.seeds(item, image).max(axis=0)
        tags = self.tags.get(item.id, {})
        if any(tags.get(name) and not self.voters.get(name) for name in self.classes):
            strongest = np.maximum(strongest, contrast_saliency(image))
        return strongest


def choose_operators(
    items: Sequence[ImageItem],
    tags: TagTable,
    classes: Sequence[str],
    read: Callable[[ImageItem], NDArray[np.uint8]],
    *,
    network: Net | None = None,
    progress: Progress = no_progress,
    cancel: CancelToken | None = None,
) -> list[ClassChoice]:
    """Choose operators for all classes, from a sample of the tagged images.

    Args:
        items: Images.
        tags: Which classes they show.
        classes: Names.
        read: Gives an image: uint8 (H, W) or RGB (H, W, 3).
        network: See `Picture`.
        progress: Told after each image.
        cancel: Checked between images.

    Raises:
        Cancelled: If `cancel` says so.
    """
    present, known = tags_to_arrays(tags, [item.id for item in items], list(classes))
    rows = _sample(present, known)
    gathered = gather_all(
        lambda number: read(items[rows[number]]),
        len(rows),
        workers=os.cpu_count() or 1,
        network=network,
        progress=progress,
        cancel=cancel,
    )
    choices = []
    for index, name in enumerate(classes):
        usable = [number for number, row in enumerate(rows) if known[row, index]]
        shows = present[[rows[number] for number in usable], index]
        if not shows.any() or shows.all():
            choices.append(ClassChoice(name, ()))
        else:
            images = [gathered[number] for number in usable]
            choices.append(choose(name, images, shows, np.ones(len(usable))))
    return choices


def _sample(present: NDArray[np.bool_], known: NDArray[np.bool_]) -> list[int]:
    """Rows to look at: for each class images of it alone first, and defect-free ones."""
    kinds = present.shape[1] + 1
    most = int(np.clip(MOST_IMAGES // kinds, *PER_CLASS))
    generator = np.random.default_rng(0)
    count = present.sum(axis=1)
    chosen: set[int] = set()
    for index in range(present.shape[1]):
        for rows in (np.flatnonzero(present[:, index] & (count == 1)),
                     np.flatnonzero(present[:, index] & (count > 1))):  # fmt: skip
            missing = most - sum(1 for row in chosen if present[row, index])
            chosen.update(generator.permutation(rows)[: max(0, missing)].tolist())
    free = np.flatnonzero((count == 0) & known.any(axis=1))
    chosen.update(generator.permutation(free)[:most].tolist())
    return sorted(chosen)


def evidence_values(choices: Sequence[ClassChoice]) -> dict[str, Any]:
    """The choices with their evidence, for JSON."""
    return {
        choice.name: {
            "by": choice.by,
            "weak": choice.is_weak,
            "voters": [str(voter) for voter in choice.voters],
            "ranked": [
                {
                    **{k: round(v, 4) for k, v in asdict(each).items() if k != "candidate"},
                    "candidate": str(each.candidate),
                    "words": OPERATORS[each.candidate.operator].words,
                }
                for each in choice.ranked
            ],
        }
        for choice in choices
    }
