"""Data that every part of the library shares. Needs numpy only."""

from __future__ import annotations

import enum
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from stac_core.errors import Cancelled

if TYPE_CHECKING:
    from pathlib import Path

Mask = NDArray[np.uint8]
"""Label map (H, W): 0 background, 1..C class, 255 ignore."""

FloatMap = NDArray[np.float32]
"""Map (H, W) or stack of maps (C, H, W)."""

BACKGROUND: Final = 0
IGNORE_INDEX: Final = 255
MAX_CLASSES: Final = 254

BACKGROUND_NAME: Final = "background"


@dataclass(frozen=True, slots=True)
class ImageItem:
    """One image of a project.

    Attributes:
        id: Posix path relative to its image folder, prefixed by the folder's name when a project
            has several folders.
        path: Where the file is.
    """

    id: str
    path: Path

    @property
    def key(self) -> str:
        """The id without its last extension: names everything that is made from the image."""
        return image_key(self.id)


def image_key(image_id: str) -> str:
    """Image id without its last extension, sub-folders kept (``a/b.c.png`` -> ``a/b.c``)."""
    head, slash, name = image_id.rpartition("/")
    stem, dot, _ = name.rpartition(".")
    return head + slash + (stem if dot and stem else name)


class ReviewStatus(str, enum.Enum):
    """What a person has decided about an image's mask."""

    TODO = "todo"
    ACCEPTED = "accepted"
    NEEDS_FIX = "needs-fix"
    REJECTED = "rejected"

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class CamResult:
    """What a model says about one image.

    Attributes:
        cam: float32 (C, H, W) in [0, 1]; the map of a class that is not present is zero.
        scores: float32 (C,) in [0, 1], the classes' scores after the sigmoid.
        present: bool (C,), the classes whose maps were kept.
        classes: Names of the C classes.
        reduced: True where the image was scaled down because it has more patches than allowed.
        spread: float32 (C,) in [0, 1], how far the scores of the scales and flips lie apart; None
            where the image was looked at in one way only.
    """

    cam: FloatMap
    scores: NDArray[np.float32]
    present: NDArray[np.bool_]
    classes: tuple[str, ...]
    reduced: bool = False
    spread: NDArray[np.float32] | None = None


@dataclass(frozen=True, slots=True)
class MapPart:
    """One of the maps that heat maps are made of.

    Attributes:
        kind: "scale": of one view; "attention": the class tokens' attention to the patches;
            "patches": the patch head; "block": the attention of one block; "spread": how much the
            views disagree.
        number: The scale, or the block from 1; 0 for the others.
        maps: float32 (C, h, w) in [0, 1] on a patch grid. Each map is stretched to its own range,
            but for "spread", which is the standard deviation of maps in [0, 1], doubled: 1 is the
            most there can be.
    """

    kind: Literal["scale", "attention", "patches", "block", "spread"]
    number: float
    maps: FloatMap


@dataclass(frozen=True, slots=True)
class Explanation:
    """What the heat maps of one image are made of.

    Attributes:
        parts: The maps.
        classes: Names of the C classes.
    """

    parts: tuple[MapPart, ...]
    classes: tuple[str, ...]


class CancelToken:
    """Carries a wish to stop from one thread to another."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def cancel(self) -> None:
        """Ask the work that holds this token to stop."""
        self._event.set()

    @property
    def is_cancelled(self) -> bool:
        """Whether stopping was asked for."""
        return self._event.is_set()

    def check(self) -> None:
        """Stop here if stopping was asked for.

        Raises:
            Cancelled: If `cancel` was called.
        """
        if self._event.is_set():
            raise Cancelled


class Progress(Protocol):
    """Called as work goes on."""

    def __call__(self, done: int, total: int) -> None:
        """Say that `done` of `total` steps are done."""


def no_progress(done: int, total: int) -> None:
    """Tell nobody."""
