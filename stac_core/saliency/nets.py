"""Saliency by small networks: loaded when first needed, shared between threads.

torch is imported when a map is made, not before.
"""

from __future__ import annotations

import contextlib
import threading
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from stac_core.errors import WeightsError
from stac_core.io import file_digest
from stac_core.opencv import cv2
from stac_core.resources import resource_path
from stac_core.saliency.filters import to_grey

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from stac_core.saliency.filters import Plane
    from stac_core.segmentation.model_file import LoadedSegmenter
    from stac_core.types import ImageItem

    Size = tuple[int, int]

LABELS: Final = ("dark", "bright")
"""What a synthetic-defect net tells apart: the labels 1 and 2 of made-up surfaces."""

SHIPPED: Final = "saliency/synthetic.safetensors"
"""The net that comes with the program, a resource."""

WORKING_SIDE: Final = 256
"""Larger images are scaled down until their shorter side has so many pixels."""


class NetPredictor:
    """Runs a segmenter's network on grey images; may be called from several threads at once.

    Args:
        model: As from `load_segmenter`.
    """

    def __init__(self, model: LoadedSegmenter) -> None:
        self.model = model
        self.classes = tuple(model.info.classes)

    def maps(self, grey: Plane) -> NDArray[np.float32]:
        """Probabilities of each class that is not the background, two views averaged.

        Args:
            grey: float32 (H, W), grey levels 0 to 255.

        Returns:
            float32 (C, H, W) in [0, 1].
        """
        import torch

        from stac_core.segmentation.predictor import two_views

        pixels = torch.from_numpy(np.ascontiguousarray(grey, np.float32))[None, None]
        with _one_thread():
            found, _ = two_views(self.model.net, pixels, torch.float32)
        maps: NDArray[np.float32] = found[0, 1:].numpy()
        return maps

    def foreground(self, image: NDArray[np.uint8], size: Size | None = None) -> NDArray[np.float32]:
        """Probability of any defect: float32 (H, W) in [0, 1].

        Args:
            image: uint8 (H, W) or RGB (H, W, 3).
            size: (height, width) that the network sees the image in; by default its own size, with
                at most `WORKING_SIDE` pixels on the shorter side.
        """
        grey = to_grey(image, WORKING_SIDE) if size is None else grey_of_size(image, size)
        found: NDArray[np.float32] = np.clip(self.maps(grey).sum(axis=0), 0, 1)
        whole = (image.shape[0], image.shape[1])
        if found.shape != whole:
            found = cv2.resize(found, whole[::-1], interpolation=cv2.INTER_LINEAR)
        return found


def grey_of_size(image: NDArray[np.uint8], size: Size) -> Plane:
    """An image as grey levels, resized: float32 (H, W) of that size."""
    grey = to_grey(image, max(image.shape[:2]))
    if grey.shape == size:
        return grey
    smaller = size[0] * size[1] < grey.size
    method = cv2.INTER_AREA if smaller else cv2.INTER_LINEAR
    resized: Plane = cv2.resize(grey, size[::-1], interpolation=method)
    return resized


_count_lock = threading.Lock()
_inside = 0
_usual_threads = 1


@contextlib.contextmanager
def _one_thread() -> Iterator[None]:
    """Let torch compute in the calling thread alone.

    Images are looked at in as many threads as there are cores; if each of them used all cores
    again, they would mostly wait for each other. torch keeps this number for each thread, and one
    for threads to come, which is put back.
    """
    global _inside, _usual_threads
    import torch

    with _count_lock:
        if _inside == 0:
            _usual_threads = torch.get_num_threads()
        _inside += 1
        torch.set_num_threads(1)
    try:
        yield
    finally:
        with _count_lock:
            _inside -= 1
            torch.set_num_threads(_usual_threads)


@lru_cache(maxsize=4)
def _loaded(path: Path, digest: str) -> NetPredictor:
    from stac_core.segmentation.model_file import load_segmenter

    model = load_segmenter(path)
    if model.info.channels != 1:
        raise WeightsError("looks at colour images, a saliency net at grey ones", where=path)
    return NetPredictor(model)


_load_lock = threading.Lock()


@dataclass(frozen=True)
class Net:
    """A net on disk.

    Attributes:
        path: Its file.
    """

    path: Path

    @cached_property
    def digest(self) -> str:
        """First 16 hexadecimal digits of the file's SHA-256.

        Raises:
            WeightsError: If it is gone.
            DataError: If it cannot be read.
        """
        if not self.path.is_file():
            raise WeightsError(
                "the saliency net is gone",
                where=self.path,
                fix="Train one: stac saliency PROJECT --train-net",
            )
        return file_digest(self.path)[:16]

    @property
    def predictor(self) -> NetPredictor:
        """Loaded when first asked for; all who ask share it.

        Raises:
            WeightsError: If the file is no net for grey images.
        """
        with _load_lock:  # several threads ask for the first image at once
            return _loaded(self.path, self.digest)

    def dark_and_bright(self, grey: Plane) -> NDArray[np.float32]:
        """Probabilities of dark and bright defects: float32 (2, H, W) in [0, 1].

        Args:
            grey: float32 (H, W), grey levels.

        Raises:
            WeightsError: If the net is no synthetic-defect net.
        """
        predictor = self.predictor
        if predictor.classes != LABELS:
            raise WeightsError(
                f"its classes are {', '.join(predictor.classes)}, not {' and '.join(LABELS)}",
                where=self.path,
                fix="Set saliency.network to a synthetic-defect net, or to null for the usual one",
            )
        return predictor.maps(grey)


@lru_cache(maxsize=1)
def shipped_net() -> Net:
    """The synthetic-defect net that comes with the program."""
    return Net(resource_path(SHIPPED))


@dataclass(frozen=True)
class SyntheticGenerator:
    """Saliency maps by a synthetic-defect net: the probability of a defect, dark or bright.

    Attributes:
        net: The net.
    """

    net: Net
    name: str = "synthetic"

    @property
    def parameters(self) -> dict[str, Any]:
        """Which net."""
        return {"network": self.net.digest}

    def mark(self, item: ImageItem) -> str:
        """Nothing but the image counts."""
        return ""

    def make(self, item: ImageItem, image: NDArray[np.uint8]) -> NDArray[np.float32]:
        """The map of an image."""
        return self.net.predictor.foreground(image)


@dataclass(frozen=True)
class MaskNetGenerator(SyntheticGenerator):
    """Saliency maps by a net that learned from corrected masks; see `mask_net`."""

    name: str = "masks"

    def make(self, item: ImageItem, image: NDArray[np.uint8]) -> NDArray[np.float32]:
        """The map of an image, which the net sees in the size that it was trained in."""
        predictor = self.net.predictor
        return predictor.foreground(image, predictor.model.info.input_size)
