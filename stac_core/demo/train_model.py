"""Trains the model of the demonstration, and measures it: `python -m stac_core.demo.train_model`.

From tags alone, with our own saliency; the masks that the generator knows only measure. The seeds
that are shown, trained on and measured on do not overlap.
"""

from __future__ import annotations

import argparse
import logging
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import torch

from stac_core import __version__
from stac_core.data.images import to_model_rgb
from stac_core.demo.project import DEMO_SEEDS, MODEL, write_images
from stac_core.demo.synthetic import CLASSES, make_image
from stac_core.engine.run import train_project
from stac_core.inference import Predictor, PredictSpec
from stac_core.io import atomic_write_text
from stac_core.labels.store import open_store
from stac_core.metrics import SegmentationScores, confusion_matrix, scores_of
from stac_core.models.model_file import load_model, save_model
from stac_core.new_project import DEFAULT_PRESET, make_project
from stac_core.presence import Tags
from stac_core.project import save_project, with_settings
from stac_core.pseudo_mask import PseudoMaskSpec, cam_to_mask
from stac_core.resources import resource_path

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stac_core.models.model_file import LoadedModel

TRAIN_SEEDS: Final = range(10_000, 12_000)
TEST_SEEDS: Final = range(30_000, 30_200)
EPOCHS: Final = 16

CARD: Final = """# Model of the demonstration

`model.safetensors` finds blobs, scratches and patches on the made-up surfaces of `stac demo`. It is
a `stac_micro` ({parameters:.1f} million parameters, stored in 16 bits), trained from scratch by our
own code from image-level tags alone, guided by our own label-free saliency maps.

Repeat it with `make demo-model`, or `python -m stac_core.demo.train_model` ({minutes:.0f} minutes
on {device} here). The surfaces are procedural (`stac_core/demo/synthetic.py`), made from seeds:

| seeds | use |
|---|---|
| {demo} | shown by `stac demo` |
| {train} | trained on, by their tags |
| {test} | measured on, below; nothing was trained or chosen on them |

The generator knows every pixel's class; those masks only measured. The threshold, {threshold:.2f},
is that of the preset `{preset}`.

| on {count} surfaces never trained on, IoU in percent | background | {names} | mIoU |
|---|---|{rule}---|
| heat maps (`fused`, scales 1 and 2, tags given) | {tagged} |
| the same, classes decided by the model's scores | {untagged} |
| everything called background | {empty} |

Trained with STAC Studio {version}, {epochs} epochs, seed 0, best epoch by validation loss on tags
and saliency. Heat maps of scratches are wider than the scratches: one cell of the map is 16 pixels.
"""


def main(argv: Sequence[str] | None = None) -> None:
    """Train, measure, and write the model and its card."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--out", type=Path, default=resource_path("demo"))
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--device", default="auto")
    args = parser.parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    with tempfile.TemporaryDirectory(prefix="stac-demo-model-") as name:
        root = Path(name)
        started = time.monotonic()
        model = load_model(_train(root, args.epochs, args.device))
        minutes = (time.monotonic() - started) / 60
        info = model.info
        target = args.out / Path(MODEL).name
        save_model(target, model.net, info, half=True)
        atomic_write_text(args.out / "card.md", _card(target, minutes, args.device))


def _train(root: Path, epochs: int, device: str) -> Path:
    tags = write_images(root / "images", TRAIN_SEEDS)
    project = make_project(root, [root / "images"], CLASSES, name="demo")
    project = with_settings(
        project, {"train": {"epochs": epochs, "warmup_epochs": 1.0}}, where="demo model"
    )
    save_project(project, root)
    with open_store(root, CLASSES) as store:
        store.set_tags(tags)
    return train_project(project, root, "demo", device=device).model


def _measure(model: LoadedModel, *, tagged: bool) -> SegmentationScores:
    """Scores on the test seeds, with tags given or with classes decided by the scores."""
    labels = len(CLASSES) + 1
    total = np.zeros((labels, labels), np.int64)
    predictor = Predictor(model, device="cpu")
    spec = PseudoMaskSpec(model.info.threshold)
    for seed in TEST_SEEDS:
        made = make_image(seed)
        known = Tags.from_names(made.tags, CLASSES) if tagged else None
        (result,) = predictor.predict([to_model_rgb(made.image)], PredictSpec(), tags=[known])
        total += confusion_matrix(cam_to_mask(result.cam, spec), made.mask, labels)
    return scores_of(total)


def _card(path: Path, minutes: float, device: str) -> str:
    model = load_model(path)
    info = model.info
    empty = np.zeros((len(CLASSES) + 1,) * 2, np.int64)
    for seed in TEST_SEEDS:
        mask = make_image(seed).mask
        empty += confusion_matrix(np.zeros_like(mask), mask, len(CLASSES) + 1)
    where = "a GPU" if device != "cpu" and torch.cuda.is_available() else "two CPU cores"
    return CARD.format(
        parameters=sum(value.numel() for value in model.net.parameters()) / 1e6,
        minutes=minutes,
        device=where,
        demo=_span(DEMO_SEEDS),
        train=_span(TRAIN_SEEDS),
        test=_span(TEST_SEEDS),
        threshold=info.threshold,
        preset=DEFAULT_PRESET,
        count=len(TEST_SEEDS),
        names=" | ".join(CLASSES),
        rule="---|" * len(CLASSES),
        tagged=_row(_measure(model, tagged=True)),
        untagged=_row(_measure(model, tagged=False)),
        empty=_row(scores_of(empty)),
        version=__version__,
        epochs=info.train["epochs"],
    )


def _span(seeds: range) -> str:
    return f"{seeds.start} to {seeds.stop - 1}"


def _row(scores: SegmentationScores) -> str:
    cells = [*scores.iou, scores.miou]
    return " | ".join(f"{value * 100:.1f}" for value in cells)


if __name__ == "__main__":
    main()
