"""What refining maps and masks brings, step by step, on images whose masks are known.

Needs images/, val_masks/ and a list of images of the data, and a folder of maps as written by
`stac predict --save cam`. Every row is scored at the threshold that the maps are meant for; time is
of one core, for the whole way from maps to mask, in turns, as the ratio to no step at all.

Run: python benchmarks/refine.py DATA CAMS [--threshold T] [--list dev.txt]
     [--steps "smooth:sigma=2 specks" ...]
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from pathlib import Path

import numpy as np

# one core: set before anything starts threads
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

ALONE = [
    "smooth", "guided", "bilateral", "adaptive", "crf", "grabcut", "specks", "holes",
]  # fmt: skip
TOGETHER = [
    "smooth specks",
    "smooth specks holes",
    "smooth grabcut specks",
    "guided specks",
    "smooth guided specks",
    "bilateral specks",
    "smooth bilateral specks",
    "adaptive specks",
    "smooth adaptive specks",
    "crf specks",
    "smooth crf specks",
]


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("cams", type=Path)
    parser.add_argument("--threshold", type=float, default=0.5)
    parser.add_argument("--list", default="dev.txt")
    parser.add_argument("--steps", nargs="+", help="these combinations instead of the usual ones")
    args = parser.parse_args()

    from stac_core.opencv import cv2
    from stac_core.refine.steps import parse_steps

    cv2.setNumThreads(1)
    rows = ["", *(args.steps or [*ALONE, *TOGETHER])]
    recipes = {row: parse_steps(row.split(), where="--steps") for row in rows}
    if any(step.step == "adaptive" for steps in recipes.values() for step in steps):
        import torch

        torch.set_num_threads(1)
    cases = load(args.data, args.cams, args.list)
    scores, times = measure(cases, recipes, args.threshold)
    print_table(scores, times, len(cases))


def load(data, cams, names):
    """Image, maps, present classes and true mask of each image of the list."""
    from stac_core.data.images import read_image, to_model_rgb
    from stac_core.data.items import read_list, scan_folder, select_items
    from stac_core.formats.maps import read_cam
    from stac_core.formats.mask_png import read_mask

    cases = []
    for item in select_items(scan_folder(data / "images"), read_list(data / names), where=data):
        found = read_cam(cams / f"{item.key}.npz")
        truth = read_mask(data / "val_masks" / f"{item.key}.png")
        cases.append((to_model_rgb(read_image(item.path)), found.cam, found.present, truth))
    return cases


def measure(cases, recipes, threshold):
    from stac_core.metrics import confusion_matrix, scores_of
    from stac_core.pseudo_mask import PseudoMaskSpec
    from stac_core.refine.refiner import refined_mask

    labels = len(cases[0][1]) + 1
    totals = dict.fromkeys(recipes, 0)
    times = {row: [] for row in recipes}
    spec = PseudoMaskSpec(threshold)
    for steps in recipes.values():  # warm-up
        refined_mask(*cases[0][:3], spec, steps, device="cpu")
    for image, maps, present, truth in cases:
        for row, steps in recipes.items():
            start = time.perf_counter()
            mask = refined_mask(image, maps, present, spec, steps, device="cpu")
            times[row].append(time.perf_counter() - start)
            totals[row] = totals[row] + confusion_matrix(mask, truth, labels)
    return {row: scores_of(total) for row, total in totals.items()}, times


def print_table(scores, times, count):
    base, base_time = scores[""].miou, statistics.median(times[""])
    print(f"{'steps':<44}{'mIoU':>8}{'gain':>7}{'IoU of background and classes':>36}"
          f"{'ms':>8}{'ratio':>8}")  # fmt: skip
    for row, score in scores.items():
        middle = statistics.median(times[row])
        parts = " ".join(f"{value * 100:.1f}" for value in score.iou)
        print(
            f"{row or 'none':<44}{score.miou * 100:>8.2f}{(score.miou - base) * 100:>+7.2f}"
            f"{parts:>36}{middle * 1e3:>8.2f}{middle / base_time:>7.1f}x"
        )
    print(f"{count} images, medians on one core")


if __name__ == "__main__":
    np.seterr(all="raise", under="ignore")
    main()
