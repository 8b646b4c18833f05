"""How long `stac evaluate` takes for a curve, beside a mask and a comparison for each threshold.

Makes 840 images of 200 x 200 with three classes (heat maps as `stac predict` writes them, and masks
as palette PNGs) and prints, in seconds: the library, the whole command line (a process of its own),
and the straightforward way.

    python benchmarks/evaluate.py [--images N] [--side PIXELS]
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from stac_core.evaluation.run import Request, compare
from stac_core.evaluation.sides import open_sides
from stac_core.formats.maps import read_cam, write_cam
from stac_core.formats.mask_png import read_mask, write_mask
from stac_core.metrics import confusion_matrix
from stac_core.metrics_maps import CURVE
from stac_core.opencv import cv2
from stac_core.pseudo_mask import MaskMaker, PseudoMaskSpec
from stac_core.types import CamResult

CLASSES = ("inclusion", "patches", "scratches")


def make_data(folder: Path, images: int, side: int) -> None:
    """Blobs as the truth; smooth maps that follow them roughly, with noise."""
    rng = np.random.default_rng(0)
    for number in range(images):
        mask = np.zeros((side, side), np.uint8)
        cam = np.zeros((len(CLASSES), side, side), np.float32)
        for label in rng.choice(len(CLASSES), rng.integers(1, 3), replace=False) + 1:
            shown = np.zeros((side, side), np.uint8)
            for _ in range(rng.integers(1, 5)):
                center = [int(value) for value in rng.integers(0, side, 2)]
                axes = [int(value) for value in rng.integers(side // 40 + 2, side // 6, 2)]
                cv2.ellipse(shown, center, axes, int(rng.integers(180)), 0, 360, 1, -1)
            mask[shown > 0] = label
            rough = rng.random((side // 16 + 1, side // 16 + 1), dtype=np.float32)
            noise = cv2.resize(rough, (side, side), interpolation=cv2.INTER_CUBIC)
            heat = cv2.GaussianBlur(shown.astype(np.float32), (0, 0), side / 25) + 0.4 * noise
            cam[label - 1] = (heat - heat.min()) / (heat.max() - heat.min())
        present = cam.any(axis=(1, 2))
        name = f"{number:06}"
        scores = present.astype(np.float32)
        write_cam(folder / "cam" / f"{name}.npz", CamResult(cam, scores, present, CLASSES))
        write_mask(folder / "mask" / f"{name}.png", mask)


def straightforward(folder: Path) -> np.ndarray:
    """The confusion matrices (T, L, L), a mask made for each threshold."""
    labels = len(CLASSES) + 1
    totals = np.zeros((len(CURVE), labels, labels), np.int64)
    for path in sorted((folder / "mask").glob("*.png")):
        cam, actual = read_cam(folder / "cam" / f"{path.stem}.npz").cam, read_mask(path)
        for at, threshold in enumerate(CURVE):
            guess = MaskMaker(cam).make(PseudoMaskSpec(threshold))
            totals[at] += confusion_matrix(guess, actual, labels)
    return totals


def main() -> None:
    """Make the data, time the three ways, check that they agree."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--images", type=int, default=840)
    parser.add_argument("--side", type=int, default=200)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_data(folder, arguments.images, arguments.side)
        sides = folder / "cam", folder / "mask"

        began = time.perf_counter()
        found = compare(Request(*open_sides(*sides), classes=CLASSES, thresholds=CURVE))
        library = time.perf_counter() - began

        began = time.perf_counter()
        command = [sys.executable, "-m", "stac_core", "evaluate", "--curve"]
        command += ["--pred", str(sides[0]), "--gt", str(sides[1]), "--classes", ",".join(CLASSES)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        whole = time.perf_counter() - began

        began = time.perf_counter()
        totals = straightforward(folder)
        slow = time.perf_counter() - began
        same = all((totals[at] == found.counts.confusion(at)).all() for at in range(len(CURVE)))

    print(
        f"{arguments.images} images of {arguments.side} x {arguments.side}, {len(CURVE)} thresholds"
    )
    print(f"library       {library:6.2f} s  with boundaries, regions, AUPRO")
    print(f"command line  {whole:6.2f} s")
    print(f"one by one    {slow:6.2f} s  confusion matrices only; the same: {same}")
    print(f"one by one / library {slow / library:.1f}")


if __name__ == "__main__":
    main()
