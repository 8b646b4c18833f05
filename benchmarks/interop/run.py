"""Whether other programs read our exports, pixel by pixel, and whether we read theirs.

Makes images with three classes, thin scratches, holes, islands in holes, single pixels, ignored
pixels, empty masks and names with spaces and umlauts; writes them in each format; and lets
pycocotools, Datumaro, labelme, ISAT, X-AnyLabeling, Ultralytics and torchvision read them, each in
a virtual environment of its own that this script makes from PyPI (`PACKAGES`, about 2 GB in all;
torch, OpenCV and the like are those of the environment it is run with).

    python benchmarks/interop/run.py [--images N] [--side PIXELS] [--work FOLDER]

Prints a table: images that came back with every pixel as it was (ignore as background where the
format has none), the mean IoU of their classes, and the worst image's.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image

from stac_core.exporting.certificate import compare
from stac_core.formats.label_set import Limit, OpenOptions, OutImage, WritePlan
from stac_core.formats.registry import FORMATS, open_labels
from stac_core.opencv import cv2
from stac_core.types import IGNORE_INDEX

HERE = Path(__file__).parent
CLASSES = ("scratch", "Fleck ü", "pit")
COLORS = ((230, 159, 0), (86, 180, 233), (0, 158, 115))

PACKAGES = {
    "pycocotools": ["pycocotools"],
    "datumaro": ["datumaro"],
    # without its models and the rest of its window
    "labelme": ["--no-deps", "labelme", "imgviz", "cmap", "loguru", "numpy", "pillow", "tifffile",
                "PyQt5", "PyQt5-Qt5", "PyQt5-sip", "onnxruntime", "flatbuffers", "protobuf"],
    "isat": ["--no-deps", "isat-sam", "imgviz", "cmap", "scikit-image", "numpy", "scipy", "pillow",
             "networkx", "imageio", "tifffile", "packaging", "lazy-loader", "tqdm", "PyYAML"],
    # without its models and its chat window
    "xanylabeling": ["--no-deps", "x-anylabeling-cvhub", "PyQt6<6.10", "PyQt6-Qt6<6.10",
                     "PyQt6-sip", "numpy", "qimage2ndarray", "pillow", "opencv-python-headless",
                     "natsort", "jsonlines", "attrs", "json_repair", "PyYAML", "importlib_metadata",
                     "zipp", "requests", "urllib3", "idna", "certifi", "charset-normalizer",
                     "markdown", "termcolor", "lazy_importer", "packaging", "tqdm"],
    # with torch, OpenCV and the others of the environment that this runs in
    "ultralytics": ["--no-deps", "ultralytics"],
    "torchvision": [],
}  # fmt: skip
SHARED = {"ultralytics", "torchvision"}


class Reading(NamedTuple):
    """One program reading one export."""

    program: str
    format: str
    polygons: bool = False
    more: tuple[str, ...] = ()


READINGS = (
    Reading("pycocotools", "coco"),
    Reading("pycocotools", "coco", polygons=True),
    Reading("datumaro", "coco", more=("coco_instances", "datumaro", "voc_segmentation")),
    Reading("datumaro", "coco", polygons=True, more=("coco_instances", "coco_instances")),
    Reading("datumaro", "datumaro", more=("datumaro", "coco_instances")),
    Reading("datumaro", "datumaro", polygons=True, more=("datumaro", "datumaro")),
    Reading("datumaro", "voc", more=("voc_segmentation", "voc_segmentation")),
    Reading("datumaro", "cvat", more=("cvat",)),
    Reading("datumaro", "cvat", polygons=True, more=("cvat",)),
    Reading("torchvision", "voc"),
    Reading("labelme", "labelme"),
    Reading("labelme", "labelme", polygons=True),
    Reading("isat", "isat"),
    Reading("xanylabeling", "xanylabeling"),
    Reading("ultralytics", "yolo"),
)
READ_AS = {
    "coco_instances": "coco",
    "datumaro": "datumaro",
    "voc_segmentation": "voc",
}


def make_masks(count: int, side: int) -> dict[str, np.ndarray]:
    """Image id -> mask."""
    rng = np.random.default_rng(0)
    masks = {}
    for number in range(count):
        height, width = side, side + side // 3
        mask = np.zeros((height, width), np.uint8)
        for _ in range(0 if number % 10 == 9 else int(rng.integers(1, 7))):
            label = int(rng.integers(1, 4))
            center = (int(rng.integers(width)), int(rng.integers(height)))
            if label == 1:
                end = (int(rng.integers(width)), int(rng.integers(height)))
                cv2.line(mask, center, end, label, int(rng.integers(1, 4)))
            else:
                axes = tuple(int(each) for each in rng.integers(4, side // 5, 2))
                cv2.ellipse(mask, center, axes, int(rng.integers(180)), 0, 360, label, -1)
                if rng.random() < 0.5:
                    hole = tuple(max(each // 2, 1) for each in axes)
                    cv2.ellipse(mask, center, hole, 0, 0, 360, 0, -1)
                    mask[center[1], center[0]] = label
        if number % 3 == 0:
            mask[rng.integers(height, size=5), rng.integers(width, size=5)] = 3
        if number % 4 == 0:
            mask[2:6, 2:12] = IGNORE_INDEX
        folder = ("", "line 2/", "Straße 3/")[number % 3]
        masks[f"{folder}part {number // 3:04}.v1.jpg"] = mask
    return masks


def write(folder: Path, name: str, masks: dict[str, np.ndarray], sources: Path, polygons: bool):
    """Export masks with their images; a third of them validates."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    images = tuple(
        OutImage(image_id, sources / image_id, "val" if number % 3 == 1 else "train")
        for number, image_id in enumerate(masks)
    )
    chosen = FORMATS[name]
    writer = chosen.writer(WritePlan(folder, CLASSES, COLORS, images, True, polygons))
    for image in images:
        writer.add(image, masks[image.id])
        writer.copy_image(image)
    writer.finish(images)


def python_of(work: Path, program: str) -> Path:
    """The interpreter of a program's environment, which is made where it is not there."""
    folder = work / "environments" / program
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    ready = folder / "ready"
    if not ready.exists():
        venv.create(folder, with_pip=True, clear=True)
        if PACKAGES[program]:
            command = [python, "-m", "pip", "install", "-q", *PACKAGES[program]]
            subprocess.run(command, check=True)
        if program in SHARED:
            paths = {key: str(folder) for key in ("base", "platbase")}
            site = Path(sysconfig.get_path("purelib", "venv", paths))
            (site / "shared.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
        ready.touch()
    return python


def read_by(work: Path, reading: Reading, export: Path) -> tuple[dict[str, np.ndarray], str, str]:
    """The masks that a program finds, its version and its remark."""
    out = work / "masks" / f"{export.name} by {reading.program}.npz"
    out.parent.mkdir(parents=True, exist_ok=True)
    command = [python_of(work, reading.program), HERE / f"read_{reading.program}.py", export, out,
               json.dumps(CLASSES), *reading.more]  # fmt: skip
    environment = {**os.environ, "YOLO_CONFIG_DIR": str(work), "QT_QPA_PLATFORM": "offscreen",
                   "PYTHONPATH": ""}  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if done.returncode:
        return {}, "", (done.stderr.strip() or "failed").splitlines()[-1][:120]
    said = json.loads(done.stdout.strip().splitlines()[-1])
    with np.load(out) as arrays:
        found = {str(key): arrays[f"m{number}"] for number, key in enumerate(arrays["names"])}
    return found, said["version"], said["remark"]


def read_by_us(folder: Path, name: str) -> dict[str, np.ndarray]:
    """The masks that we find, values in the order of `CLASSES`."""
    labels = open_labels(folder, name, OpenOptions(CLASSES))
    table = np.zeros(256, np.uint8)
    table[IGNORE_INDEX] = IGNORE_INDEX
    for value, each in enumerate(labels.classes, start=1):
        table[value] = CLASSES.index(each) + 1 if each in CLASSES else 0
    return {key: table[labels.read(key).mask] for key in labels.names}


def line(program: str, what: str, wanted, found, holds_ignore: bool, remark: str) -> None:
    """Compare and print."""
    ious, exact, read = [], 0, 0
    for image_id, mask in wanted.items():
        key = image_id.rpartition(".")[0]
        back = found.get(key, found.get(image_id))
        if back is None:
            matches = [name for name in found if name.endswith(f"/{key}")]
            back = found[matches[0]] if len(matches) == 1 else None
        if back is None:
            continue
        expected = mask if holds_ignore else np.where(mask == IGNORE_INDEX, 0, mask)
        read += 1
        proof = compare(image_id, expected.astype(np.uint8), back.astype(np.uint8))
        exact += proof.is_exact
        ious.append(proof.iou)
    mean, worst = (f"{np.mean(ious):.4f}", f"{min(ious):.4f}") if ious else ("-", "-")
    counts = f"{read} of {len(wanted)} | {exact}"
    print(f"| {program} | {what} | {counts} | {mean} | {worst} | {remark} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--images", type=int, default=60)
    parser.add_argument("--side", type=int, default=200, help="height in pixels")
    parser.add_argument("--work", type=Path, default=Path("build/interop"))
    options = parser.parse_args()
    work = options.work.resolve()
    masks = make_masks(options.images, options.side)
    sources = work / "images"
    shutil.rmtree(sources, ignore_errors=True)
    for image_id, mask in masks.items():
        (sources / image_id).parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(mask).save(sources / image_id)
    print("| read by | what | images | exact | mean IoU | worst | remark |")
    print("|---|---|---:|---:|---:|---:|---|")
    for reading in READINGS:
        chosen = FORMATS[reading.format]
        kind = " polygons" if reading.polygons else ""
        export = work / "exports" / f"{reading.format}{kind}"
        write(export, reading.format, masks, sources, reading.polygons)
        found, version, remark = read_by(work, reading, export)
        holds_ignore = Limit.IGNORE not in chosen.limits
        what = f"our {chosen.title}{kind}"
        line(f"{reading.program} {version}".strip(), what, masks, found, holds_ignore, remark)
        for target in reading.more[1:] if found else ():
            theirs = work / "masks" / f"{export.name} by {reading.program} as {target}"
            what = f"its {target}, from our {chosen.title}{kind}"
            try:
                back = read_by_us(theirs, READ_AS[target])
            except Exception as error:  # noqa: BLE001
                line("us", what, masks, {}, holds_ignore, f"{error}"[:160])
            else:
                keeps_ignore = any((mask == IGNORE_INDEX).any() for mask in back.values())
                line("us", what, masks, back, keeps_ignore, "")


if __name__ == "__main__":
    sys.exit(main())
