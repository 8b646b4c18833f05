"""Which classes' maps count for an image: its tags where known, else the model's scores."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray


@dataclass(frozen=True)
class Tags:
    """What is known of one image's classes: bool (C,) present, bool (C,) known."""

    present: NDArray[np.bool_]
    known: NDArray[np.bool_]

    @classmethod
    def from_names(cls, tags: Mapping[str, bool], classes: Sequence[str]) -> Tags:
        """From class name -> present, for the classes in order."""
        return cls(
            present=np.array([tags.get(name, False) for name in classes], bool),
            known=np.array([name in tags for name in classes], bool),
        )

    @classmethod
    def everything(cls, count: int) -> Tags:
        """All classes present: keeps the map of each."""
        return cls(present=np.ones(count, bool), known=np.ones(count, bool))


def present_classes(
    scores: NDArray[np.float32], tags: Tags | None, threshold: float
) -> NDArray[np.bool_]:
    """Decide which classes are there.

    Args:
        scores: (C,) in [0, 1].
        tags: What is known; None where the image has no tags at all.
        threshold: Score from which a class that is not known counts as present.

    Returns:
        bool (C,).
    """
    present: NDArray[np.bool_] = scores >= threshold
    if tags is not None:
        present = np.where(tags.known, tags.present, present)
    return present
