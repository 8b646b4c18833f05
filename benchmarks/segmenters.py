"""Whether every network of the second stage trains on this machine, and how fast.

Takes 64 tagged images of NEU-Seg (images/, image_labels.csv) with saliency by contrast, trains each
network from scratch for an epoch on the processor, and looks at an image with it. No mask is read.
Beside the clock's time stands the processor's, which others on the machine change little.

Run: nice python benchmarks/segmenters.py DATA OUT [--side 96] [--images 64] [--arch NAME ...]
     nice python benchmarks/segmenters.py DATA OUT --marks
`--side` is small by default: the large networks take minutes at their own size. `--marks` only
looks at 200 x 200 images with the compact network: at most 15 ms an image on two cores.
"""

from __future__ import annotations

import argparse
import csv
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, get_args

import numpy as np
import torch

from stac_core.engine.run import RunCallbacks, train_project
from stac_core.inference import PredictSpec
from stac_core.labels.store import open_store
from stac_core.new_project import make_project
from stac_core.project import load_project, save_project, with_settings
from stac_core.project_sections import SegmenterArch
from stac_core.segmentation.model_file import (
    LoadedSegmenter,
    SegmenterInfo,
    build_segmenter,
    load_segmenter,
)
from stac_core.segmentation.predictor import SegmenterPredictor

CLASSES = ["inclusion", "patches", "scratches"]
MARK_MS = 15.0
REPEATS = 40
BATCH = 8


@dataclass
class Row:
    """What one network showed."""

    arch: str
    parameters: int
    first: float
    last: float
    step: Taken
    image: Taken


class Taken(NamedTuple):
    """Seconds by the clock and of the processor."""

    clock: float
    work: float


def make_root(data, out, count):
    """A project of the first images of each class that show it alone."""
    root = out / f"project-{count}"
    if (root / "project.yaml").exists():
        return root
    with (data / "image_labels.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    id_field = next(iter(rows[0]))
    tags, wanted = {}, count // len(CLASSES) + 1
    for name in CLASSES:
        alone = [row for row in rows if [c for c in CLASSES if row[c] == "1"] == [name]]
        for row in alone[:wanted]:
            tags[row[id_field]] = {c: row[c] == "1" for c in CLASSES}
    tags = dict(list(tags.items())[:count])
    chosen = root / "chosen.txt"
    root.mkdir(parents=True)
    project = make_project(root, [data / "images"], CLASSES)
    chosen.write_text("\n".join(tags) + "\n", encoding="utf-8")
    settings = {"data": {"train_list": "chosen.txt", "validation_share": 0.0}}
    save_project(with_settings(project, settings, where="benchmark"), root)
    with open_store(root, CLASSES) as store:
        store.set_tags(tags)
    return root


def train(root, arch, side):
    """An epoch from scratch."""
    settings = {
        "arch": arch, "weights": None, "epochs": 1, "rounds": 1, "batch_size": BATCH,
        "input_size": [side, side], "samples": 0, "precision": "fp32", "ema": 0.0,
        "warmup_epochs": 0, "lr": 3e-3 if arch == "compact" else 3e-4,
    }  # fmt: skip
    project = with_settings(load_project(root), {"segment": settings}, where="benchmark")
    losses, times = [], []

    def on_step(step):
        losses.append(step.values["total"])
        times.append(now())

    name = f"{arch}-{side}-{time.strftime('%H%M%S')}"
    result = train_project(
        project, root, name, device="cpu", stage="segment", callbacks=RunCallbacks(step=on_step)
    )
    model = load_segmenter(result.model)
    parameters = sum(value.numel() for value in model.net.parameters())
    half = max(1, len(losses) // 4)
    return Row(
        arch,
        parameters,
        float(np.mean(losses[:half])),
        float(np.mean(losses[-half:])),
        Taken(*np.median(np.diff(times, axis=0), axis=0)),
        look(model, side),
    )


def now():
    return time.perf_counter(), time.process_time()


def look(model, side):
    """What an image takes at best: both views, resizing and maps included."""
    predictor = SegmenterPredictor(model, device="cpu", precision="fp32")
    rng = np.random.default_rng(0)
    image = rng.integers(0, 255, (side, side, 3), dtype=np.uint8)
    taken = []
    for _ in range(REPEATS):
        started = now()
        predictor.predict([image], PredictSpec())
        taken.append(np.subtract(now(), started))
    return Taken(*np.min(taken, axis=0))  # what others on the machine took is not the network's


def marks():
    info = SegmenterInfo(classes=CLASSES, input_size=(200, 200))
    net = build_segmenter(info).eval()
    clock, work = (1000 * seconds for seconds in look(LoadedSegmenter(net, info, ""), 200))
    verdict = "kept" if clock <= MARK_MS else "MISSED"
    print(f"compact at 200 x 200, {torch.get_num_threads()} threads: {clock:.1f} ms an image "
          f"(processor {work:.1f} ms), mark {MARK_MS:.0f} ms {verdict}")  # fmt: skip
    return clock <= MARK_MS


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--side", type=int, default=96)
    parser.add_argument("--images", type=int, default=64)
    parser.add_argument("--arch", nargs="+", choices=get_args(SegmenterArch))
    parser.add_argument("--marks", action="store_true")
    args = parser.parse_args()
    if args.marks:
        raise SystemExit(not marks())
    root = make_root(args.data.resolve(), args.out.resolve(), args.images)
    print(f"{args.images} images at {args.side} x {args.side}, batches of {BATCH}, fp32, "
          f"{torch.get_num_threads()} threads of {os.cpu_count()} cores; "
          "in brackets the processor's time")  # fmt: skip
    print(f"{'network':32}{'parameters':>12}{'loss first':>12}{'loss last':>11}{'s a step':>15}"
          f"{'ms an image':>15}")  # fmt: skip
    trained = True
    for arch in args.arch or get_args(SegmenterArch):
        row = train(root, arch, args.side)
        trained = trained and row.last < row.first
        print(f"{row.arch:32}{row.parameters:12,}{row.first:12.3f}{row.last:11.3f}"
              f"{row.step.clock:8.2f} ({row.step.work:4.2f})"
              f"{1000 * row.image.clock:8.1f} ({1000 * row.image.work:4.0f})",
              flush=True)  # fmt: skip
    raise SystemExit(not trained)


if __name__ == "__main__":
    main()
