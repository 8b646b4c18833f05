"""What a person sees of a data set before a project is made of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from stac_core.data.layouts.base import DataSet
    from stac_core.types import Mask


@dataclass(frozen=True)
class Example:
    """An image of a data set, small.

    Attributes:
        id: Of the image.
        picture: uint8 (h, w, 3).
        mask: uint8 (h, w), the data set's own mask; None where it has none.
        shows: Numbers of the classes that it is tagged with.
        is_tagged: Whether anything is known of it.
    """

    id: str
    picture: NDArray[np.uint8]
    mask: Mask | None
    shows: tuple[int, ...]
    is_tagged: bool


@dataclass(frozen=True)
class Preview:
    """What a person should see of a data set.

    Attributes:
        data: All of it.
        examples: Some of its images, of every class in turn.
        notes: What to know before going on: sentences, the most serious first.
    """

    data: DataSet
    examples: tuple[Example, ...]
    notes: tuple[str, ...]
