"""Batches: order, augmentation that keeps the saliency aligned, and reading ahead."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Callable  # noqa: TC003 - for the type of a module constant
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeVar

import numpy as np
import torch
from torch import Tensor

from stac_core.pixel_contrast import PixelTargets

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from numpy.typing import NDArray

    from stac_core.engine.samples import Samples

_T = TypeVar("_T")

Flips = Literal["none", "horizontal", "both", "all"]


class Batch(NamedTuple):
    """One step's data.

    Attributes:
        images: float32 (B, 3, H, W), normalised.
        saliency: float32 (B, 1, H, W), 0 or 1.
        present: bool (B, C).
        known: bool (B, C).
        targets: Masks of some of the images; None where the run has none at all.
    """

    images: Tensor
    saliency: Tensor
    present: Tensor
    known: Tensor
    targets: PixelTargets | None = None


@dataclass(frozen=True)
class Augmentation:
    """Random changes of the images.

    Attributes:
        flips: Which mirrorings; "all" also exchanges rows and columns of square images.
        brightness: The image is multiplied by 1 +- this.
        contrast: Likewise its distance from its mean grey.
        saturation: Likewise its distance from its own grey version.
        hue: Rotation of the colours by up to +- this share of the circle.
    """

    flips: Flips = "horizontal"
    brightness: float = 0.0
    contrast: float = 0.0
    saturation: float = 0.0
    hue: float = 0.0


NO_AUGMENTATION = Augmentation(flips="none")


def epoch_order(count: int, *, seed: int, epoch: int) -> NDArray[np.intp]:
    """A permutation of 0..count - 1 that depends on the seed and the epoch alone."""
    return np.random.default_rng([seed, epoch]).permutation(count)


def stream_generator(
    seed: int, stream: int, number: int, device: torch.device | None = None
) -> torch.Generator:
    """Randomness that depends on a seed, a stream (0 to 3) and a batch's number alone."""
    state = torch.Generator(device or torch.device("cpu"))
    key = (seed << 34) ^ (number << 2) ^ stream
    return state.manual_seed(key & (2**63 - 1))


@contextlib.contextmanager
def seeded(seed: int, device: torch.device) -> Iterator[None]:
    """Let what draws from torch's own generators, such as dropout, depend on a seed alone."""
    devices = [device] if device.type == "cuda" else []
    with torch.random.fork_rng(devices=devices):
        torch.manual_seed(seed)
        yield


def batch_rows(order: NDArray[np.intp], batch_size: int) -> list[NDArray[np.intp]]:
    """Full batches in order; what is left over is dropped unless it is all there is."""
    full = len(order) // batch_size
    if full == 0:
        return [order]
    return list(order[: full * batch_size].reshape(full, batch_size))


def repeat_masked(masked: NDArray[np.bool_], repeat: int) -> NDArray[np.intp]:
    """Rows of one epoch, not yet shuffled: images with a mask appear `repeat` times.

    Args:
        masked: (n,), which images have a mask.
        repeat: How often they appear.
    """
    return np.repeat(np.arange(len(masked)), np.where(masked, repeat, 1))


def make_batch(
    samples: Samples,
    rows: Sequence[int] | NDArray[np.intp],
    *,
    mean: Sequence[float],
    std: Sequence[float],
    augmentation: Augmentation = NO_AUGMENTATION,
    generator: torch.Generator | None = None,
    device: torch.device | None = None,
) -> Batch:
    """Put samples into a batch and augment it.

    Args:
        samples: Where from.
        rows: Which.
        mean: Of RGB in [0, 1].
        std: Of RGB in [0, 1].
        augmentation: Random changes.
        generator: Their source, on the CPU, so that every device gets the same ones.
        device: Where the batch goes; the pixels travel as bytes.
    """
    index = np.asarray(rows, dtype=np.intp)
    pixels = torch.from_numpy(samples.images[index]).to(device)
    images = pixels.permute(0, 3, 1, 2).float().div_(255)
    levels = torch.from_numpy(samples.saliency[index]).to(device)
    saliency = (levels >= 128).float()[:, None]
    targets = None
    if len(samples.masks):
        masked = np.flatnonzero(samples.mask_row[index] >= 0)
        labels = torch.from_numpy(samples.masks[samples.mask_row[index][masked]]).to(device)
        targets = PixelTargets(labels, torch.from_numpy(masked).to(device))
    images, saliency, targets = _flip(images, saliency, targets, augmentation.flips, generator)
    images = _jitter(images, augmentation, generator)
    if images.shape[1] == 1:
        images = images.expand(-1, 3, -1, -1)
    centre = torch.tensor(mean, device=device).view(1, 3, 1, 1)
    spread = torch.tensor(std, device=device).view(1, 3, 1, 1)
    return Batch(
        images=(images - centre) / spread,
        saliency=saliency,
        present=torch.from_numpy(samples.present[index]).to(device),
        known=torch.from_numpy(samples.known[index]).to(device),
        targets=targets,
    )


def read_ahead(batches: Iterator[_T], depth: int = 2) -> Generator[_T, None, None]:
    """The same batches in the same order, prepared in a thread while the model works."""
    ready: queue.Queue[_T | BaseException | None] = queue.Queue(depth)
    stop = threading.Event()

    def put(value: _T | BaseException | None) -> None:
        while not stop.is_set():
            try:
                ready.put(value, timeout=0.1)
            except queue.Full:
                continue
            return

    def work() -> None:
        try:
            for batch in batches:
                put(batch)
                if stop.is_set():
                    return
            put(None)
        except BaseException as error:  # noqa: BLE001 - raised again where the batch is awaited
            put(error)

    thread = threading.Thread(target=work, name="batches", daemon=True)
    thread.start()
    try:
        while (value := ready.get()) is not None:
            if isinstance(value, BaseException):
                raise value
            yield value
    finally:
        stop.set()
        thread.join()


def _flip(
    images: Tensor,
    saliency: Tensor,
    targets: PixelTargets | None,
    flips: Flips,
    generator: torch.Generator | None,
) -> tuple[Tensor, Tensor, PixelTargets | None]:
    changes = list(_FLIPS[flips])
    if flips == "all" and images.shape[-1] == images.shape[-2]:
        changes.append(lambda pixels: pixels.transpose(-1, -2))
    for change in changes:
        chosen = (torch.rand(len(images), generator=generator) < 0.5).to(images.device)
        everywhere = chosen[:, None, None, None]
        images = torch.where(everywhere, change(images), images)
        saliency = torch.where(everywhere, change(saliency), saliency)
        if targets is not None:
            labels, rows = targets
            labels = torch.where(chosen[rows][:, None, None], change(labels), labels)
            targets = PixelTargets(labels, rows)
    return images, saliency, targets


_FLIPS: dict[Flips, tuple[Callable[[Tensor], Tensor], ...]] = {
    "none": (),
    "horizontal": (lambda pixels: pixels.flip(-1),),
    "both": (lambda pixels: pixels.flip(-1), lambda pixels: pixels.flip(-2)),
    "all": (lambda pixels: pixels.flip(-1), lambda pixels: pixels.flip(-2)),
}


def _jitter(
    images: Tensor, augmentation: Augmentation, generator: torch.Generator | None
) -> Tensor:
    """Brightness, contrast, saturation and hue, each image by its own random amount."""

    def amount(limit: float) -> Tensor:
        uniform = torch.rand(len(images), 1, 1, 1, generator=generator) * 2 - 1
        return (uniform * limit).to(images.device)

    if augmentation.brightness:
        images = (images * (1 + amount(augmentation.brightness))).clamp(0, 1)
    if augmentation.contrast:
        mean = _grey(images).mean(dim=(-2, -1), keepdim=True)
        images = (mean + (images - mean) * (1 + amount(augmentation.contrast))).clamp(0, 1)
    if images.shape[1] == 1:  # grey has neither saturation nor hue
        return images
    if augmentation.saturation:
        grey = _grey(images)
        images = (grey + (images - grey) * (1 + amount(augmentation.saturation))).clamp(0, 1)
    if augmentation.hue:
        images = _rotate_hue(images, amount(augmentation.hue)).clamp(0, 1)
    return images


_LUMA = (0.299, 0.587, 0.114)  # ITU-R BT.601
_RGB_TO_YIQ = torch.tensor([_LUMA, (0.5959, -0.2746, -0.3213), (0.2115, -0.5227, 0.3112)])


def _grey(images: Tensor) -> Tensor:
    if images.shape[1] == 1:
        return images
    weights = torch.tensor(_LUMA, device=images.device).view(1, 3, 1, 1)
    return (images * weights).sum(dim=1, keepdim=True)


def _rotate_hue(images: Tensor, turns: Tensor) -> Tensor:
    """Turn the chroma plane of the YIQ colour space, which keeps the luma."""
    angle = turns.flatten() * (2 * torch.pi)
    cos, sin, zero, one = angle.cos(), angle.sin(), torch.zeros_like(angle), torch.ones_like(angle)
    rotation = torch.stack([one, zero, zero, zero, cos, -sin, zero, sin, cos], dim=1).view(-1, 3, 3)
    to_yiq = _RGB_TO_YIQ.to(images.device)
    matrix = torch.linalg.inv(to_yiq) @ rotation @ to_yiq
    return torch.einsum("bij,bjhw->bihw", matrix, images)
