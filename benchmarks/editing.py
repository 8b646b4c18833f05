"""How well the tools that look at the image follow defects whose masks are known, and how fast.

For each defect: dabs of a brush wider than it, with shaken centres (plain and smart brush); one
thin scribble along its middle (GrabCut); the best choice of superpixels. The figure is the IoU of
what a tool paints with the true mask of that defect. Defects are those of made-up surfaces and,
where a folder with images/, val_masks/ and a list is given, of its images. Choices were made on
dev.txt. Time is of one core, for each dab or scribble.

Run: python benchmarks/editing.py [DATA] [--list report.txt] [--images 150]
"""

from __future__ import annotations

import argparse
import statistics
import time
from pathlib import Path

import numpy as np

from stac_core.data.images import read_image
from stac_core.demo.synthetic import make_image
from stac_core.editing.edge_brush import edge_stroke
from stac_core.editing.region import NOTHING, region_at, stroke_region
from stac_core.editing.scribbles import cut_by_scribbles
from stac_core.editing.superpixels import superpixels
from stac_core.formats.mask_png import read_mask
from stac_core.labels.mask_edit import Brush, Rect
from stac_core.opencv import cv2

SMALLEST = 150
"""Pixels of the smallest defect that counts."""


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path, nargs="?")
    parser.add_argument("--list", default="report.txt")
    parser.add_argument("--images", type=int, default=150)
    args = parser.parse_args()
    cv2.setNumThreads(1)
    surfaces = [make_image(seed) for seed in range(200, 280)]
    measure("made-up surfaces", [(each.image, each.mask) for each in surfaces])
    if args.data is not None:
        names = (args.data / args.list).read_text().split()[: args.images]
        files = {path.stem: path for path in (args.data / "images").iterdir()}
        keys = [Path(name).stem for name in names]
        masks = [read_mask(args.data / "val_masks" / f"{key}.png") for key in keys]
        pairs = [(read_image(files[key]), mask) for key, mask in zip(keys, masks, strict=True)]
        measure(args.list, pairs)


def measure(title, pairs):
    rng = np.random.default_rng(1)
    rows = {}
    for image, mask in pairs:
        pieces = {size: superpixels(image, Rect(0, 0, *mask.shape), size) for size in (8, 16)}
        for defect in defects_of(mask):
            for width in (1.3, 1.8):
                dabs = dabs_over(defect, width, rng)
                for brush, stamp in (("plain", plain), ("smart", smart)):
                    painted, took = painted_by(stamp, image, dabs)
                    note(rows, f"{brush} brush, {width} x as wide", painted, defect, took)
            painted, took = scribbled(image, mask.shape, defect)
            note(rows, "one scribble", painted, defect, took)
            for size, cut in pieces.items():
                note(rows, f"superpixels of {size} px", chosen(cut, defect), defect, 0.0)
    print(f"\n{title}: {len(next(iter(rows.values())))} defects in {len(pairs)} images")
    print(f"{'':28}{'mean IoU':>10}{'median':>10}{'ms':>8}")
    for row, values in rows.items():
        overlaps, times = zip(*values, strict=True)
        print(
            f"{row:28}{statistics.mean(overlaps):10.3f}{statistics.median(overlaps):10.3f}"
            f"{1000 * statistics.median(times):8.1f}"
        )


def note(rows, row, painted, defect, took):
    overlap = (painted & defect).sum() / (painted | defect).sum()
    rows.setdefault(row, []).append((overlap, took))


def defects_of(mask):
    for value in np.unique(mask):
        if value in (0, 255):
            continue
        _, parts, stats, _ = cv2.connectedComponentsWithStats((mask == value).astype(np.uint8))
        for index in range(1, len(stats)):
            if stats[index, cv2.CC_STAT_AREA] >= SMALLEST:
                yield parts == index


def dabs_over(defect, width, rng):
    """Centres and diameters of dabs that cover a defect, as a hasty hand sets them."""
    depth = cv2.distanceTransform(defect.astype(np.uint8), cv2.DIST_L2, 5)
    left, dabs = defect.copy(), []
    while left.sum() > 0.05 * defect.sum() and len(dabs) < 60:
        row, column = np.unravel_index(np.argmax(np.where(left, depth, 0)), depth.shape)
        radius = max(1.5, float(depth[row, column]))
        shaken = rng.normal(0, 0.25 * radius, 2)
        center = (column + 0.5 + shaken[0], row + 0.5 + shaken[1])
        dabs.append((center, max(1, round(2 * (width * radius + 1)))))
        done = (column + 0.5, row + 0.5)
        fill(
            left, stroke_region(done, done, Brush(round(2.2 * radius), 1), left.shape), value=False
        )
    return dabs


def plain(image, center, diameter):
    return stroke_region(center, center, Brush(diameter, 1), image.shape[:2])


def smart(image, center, diameter):
    return edge_stroke(image, center, center, diameter)


def painted_by(stamp, image, dabs):
    painted, start = np.zeros(image.shape[:2], bool), time.perf_counter()
    for center, diameter in dabs:
        fill(painted, stamp(image, center, diameter), value=True)
    return painted, (time.perf_counter() - start) / len(dabs)


def scribbled(image, shape, defect):
    depth = cv2.distanceTransform(defect.astype(np.uint8), cv2.DIST_L2, 5)
    ridge = (depth >= cv2.dilate(depth, np.ones((5, 5))) - 0.3) & (depth >= 0.5 * depth.max())
    start = time.perf_counter()
    cut = cut_by_scribbles(image, np.zeros(shape, np.uint8), 1, region_at(ridge), NOTHING)
    took = time.perf_counter() - start
    painted = np.zeros(shape, bool)
    fill(painted, cut.found, value=True)
    return painted, took


def chosen(cut, defect):
    """The pieces of which more than half belong to the defect."""
    inside = np.bincount(cut.labels[defect], minlength=len(cut))
    return (inside * 2 > np.bincount(cut.labels.ravel()))[cut.labels]


def fill(painted, region, *, value):
    if not region.rect.is_empty:
        painted[region.rect.slices][region.inside] = value


if __name__ == "__main__":
    main()
