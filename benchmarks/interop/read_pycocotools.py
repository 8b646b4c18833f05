"""COCO as pycocotools loads and decodes it; `area` and `bbox` are compared with the pixels."""

from __future__ import annotations

import contextlib
import importlib.metadata
import io

import numpy as np
from consumer import arguments, done
from pycocotools.coco import COCO

export, out, classes, _ = arguments()
masks, wrong, count = {}, 0, 0
for path in sorted((export / "annotations").glob("instances_*.json")):
    with contextlib.redirect_stdout(io.StringIO()):
        coco = COCO(str(path))
    values = {each["id"]: classes.index(each["name"]) + 1 for each in coco.cats.values()}
    for number, image in coco.imgs.items():
        mask = np.zeros((image["height"], image["width"]), np.uint8)
        for annotation in coco.imgToAnns[number]:
            pixels = coco.annToMask(annotation) > 0
            mask[pixels] = values[annotation["category_id"]]
            y, x = np.nonzero(pixels)
            box = [x.min(), y.min(), x.max() + 1 - x.min(), y.max() + 1 - y.min()]
            count += 1
            wrong += annotation["area"] != pixels.sum() or annotation["bbox"] != box
        masks[image["file_name"].rpartition(".")[0]] = mask
done(out, masks, importlib.metadata.version("pycocotools"),
     f"area and box differ in {wrong} of {count} annotations")  # fmt: skip
