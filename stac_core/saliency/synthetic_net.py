"""The synthetic-defect net: a class-agnostic segmenter that learns from made-up images alone.

`python -m stac_core.saliency.synthetic_net` trains the one that ships, on procedural surfaces. A
project may train its own on backgrounds that are made from its images; no mask is ever needed.
"""

from __future__ import annotations

import argparse
import logging
import os
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import torch

from stac_core import __version__
from stac_core.io import atomic_write_text
from stac_core.project_sections import SegmentSection
from stac_core.resources import resource_path
from stac_core.saliency.nets import LABELS, SHIPPED, Net
from stac_core.saliency.synthetic_images import SIZE, Surface, make_surface
from stac_core.saliency.textures import NO_IMAGES
from stac_core.segmentation.batches import SegmentBatch
from stac_core.segmentation.compact import CompactNet
from stac_core.segmentation.fitting import fit_segmenter
from stac_core.segmentation.model_file import SegmenterInfo, save_segmenter
from stac_core.types import CancelToken, Progress, no_progress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stac_core.saliency.textures import RealImages

logger = logging.getLogger(__name__)

STEPS: Final = 560
BATCH: Final = 16
TESTED: Final = 200
REAL_FIGURES: Final = "## On real images"
"""Heading of the card's part that is not written here."""

_TRAIN, _TEST = range(2)  # separate random streams of one seed

SPEC: Final = SegmentSection(
    epochs=1, rounds=1, batch_size=BATCH, warmup_epochs=60 / STEPS, contrast_weight=0.0
)


def train_synthetic(
    path: Path,
    images: RealImages = NO_IMAGES,
    *,
    steps: int = STEPS,
    seed: int = 0,
    device: str = "auto",
    progress: Progress = no_progress,
    cancel: CancelToken | None = None,
) -> None:
    """Train a net and write it, whole or not at all.

    Args:
        path: The net's file; what is there stays until the new one is complete.
        images: Of a user, to make backgrounds from; procedural ones alone where there are none.
        steps: Of 16 images.
        seed: Decides all that is random; on one machine it also decides the net.
        device: As for `choose_device`.
        progress: Told after each step.
        cancel: Checked before each step.

    Raises:
        StorageError: If the net cannot be written.
        TrainingError: If training fails.
        Cancelled: If `cancel` says so.
    """
    spec = SPEC.model_copy(update={"seed": seed})
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        net = CompactNet(len(LABELS))
    with ThreadPoolExecutor(os.cpu_count()) as pool:

        def make_batch(step: int, draws: torch.Generator) -> SegmentBatch:
            keys = [(seed, _TRAIN, step, row) for row in range(spec.batch_size)]
            return _as_batch(list(pool.map(partial(_surface, images=images), keys)))

        fit_segmenter(
            net, spec, make_batch, steps=steps, device=device, progress=progress, cancel=cancel
        )
    info = SegmenterInfo(
        classes=list(LABELS),
        input_size=SIZE,
        saliency={"generator": "synthetic", "images": len(images.any), "free": len(images.free)},
        segment=spec.model_dump(mode="json"),
        result={"steps": steps},
    )
    save_segmenter(path, net, info, half=True)


def _surface(key: tuple[int, ...], images: RealImages) -> Surface:
    return make_surface(np.random.default_rng(key), images=images)


def _as_batch(surfaces: Sequence[Surface]) -> SegmentBatch:
    images = np.stack([each.image for each in surfaces])
    labels = np.stack([each.labels for each in surfaces])
    pixels = torch.from_numpy(images)[:, None].float()
    return SegmentBatch(
        pixels.contiguous(memory_format=torch.channels_last),
        torch.from_numpy(labels).long(),
        torch.ones(labels.shape),
    )


# ---- the net that ships --------------------------------------------------------------------------

CARD: Final = """# Synthetic-defect net

`synthetic.safetensors` finds dark and bright defects of no particular class: saliency for
`stac saliency --source synthetic`, and the operators `net-...` that `--pick` may name. It is our
compact segmenter ({parameters:,} parameters, stored in 16 bits), trained from scratch by our own
code on procedural images alone: made-up textures with made-up defects, no photograph
(`stac_core/saliency/textures.py`, `stac_core/saliency/synthetic_images.py`).

Repeat it with `make saliency-net`, or `python -m stac_core.saliency.synthetic_net` ({minutes:.0f}
CPU minutes on {device} here): {steps:,} steps of {batch} new images each, {size}, seed {seed},
STAC Studio {version}; digest of the file {digest}.

| on {tested} made-up images never trained on, IoU in percent | dark | bright | foreground |
|---|---|---|---|
| probability of each at least 0.5, two views | {dark:.1f} | {bright:.1f} | {foreground:.1f} |

"""


def main(argv: Sequence[str] | None = None) -> None:
    """Train, measure, and write the net and its card."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--out", type=Path, default=resource_path("saliency"))
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--device", default="auto")
    args = parser.parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    path = args.out / Path(SHIPPED).name
    started = time.process_time()

    def progress(done: int, total: int) -> None:
        if done % 50 == 0 or done == total:
            logger.info(
                "step %d of %d, %.0f CPU-seconds", done, total, time.process_time() - started
            )

    train_synthetic(path, steps=args.steps, seed=args.seed, device=args.device, progress=progress)
    seconds = time.process_time() - started
    where = "a GPU" if args.device != "cpu" and torch.cuda.is_available() else "a CPU"
    card = args.out / "card.md"
    before = card.read_text(encoding="utf-8") if card.is_file() else ""
    kept = "".join(before.partition(REAL_FIGURES)[1:])
    text = _card(path, seconds / 60, where, steps=args.steps, seed=args.seed)
    atomic_write_text(card, (text + kept).rstrip() + "\n")


def _card(path: Path, minutes: float, device: str, *, steps: int, seed: int) -> str:
    dark, bright, foreground = (100 * value for value in measure(path, seed=seed))
    net = CompactNet(len(LABELS))
    return CARD.format(
        parameters=sum(each.numel() for each in net.parameters()),
        minutes=minutes,
        device=device,
        steps=steps,
        batch=BATCH,
        size=f"{SIZE[0]} x {SIZE[1]} pixels",
        seed=seed,
        version=__version__,
        digest=Net(path).digest,
        tested=TESTED,
        dark=dark,
        bright=bright,
        foreground=foreground,
    )


def measure(path: Path, *, seed: int = 0, count: int = TESTED) -> tuple[float, float, float]:
    """IoU of dark, bright and all defects on made-up images that were not trained on."""
    net = Net(path)
    both, either = np.zeros(3), np.zeros(3)
    for number in range(count):
        surface = make_surface(np.random.default_rng((seed, _TEST, number)))
        maps = net.dark_and_bright(surface.image.astype(np.float32))
        found = [*(maps >= 0.5), maps.sum(axis=0) >= 0.5]
        truth = [surface.labels == 1, surface.labels == 2, surface.labels > 0]
        for place, (mine, true) in enumerate(zip(found, truth, strict=True)):
            both[place] += (mine & true).sum()
            either[place] += (mine | true).sum()
    dark, bright, foreground = both / np.maximum(either, 1)
    return float(dark), float(bright), float(foreground)


if __name__ == "__main__":
    main()
