"""Any format that Datumaro imports; and what it exports again, for us to read."""

from __future__ import annotations

import shutil

import datumaro
import numpy as np
from consumer import arguments, done
from datumaro.components.annotation import AnnotationType
from datumaro.components.dataset import Dataset
from pycocotools import mask as rle

export, out, classes, (name, *again) = arguments()
dataset = Dataset.import_from(str(export), name)
values = {name: number for number, name in enumerate(classes, start=1)}
values |= {"__ignore__": 255, "ignored": 255}
labels = [each.name for each in dataset.categories()[AnnotationType.label].items]
masks, skipped = {}, set()
for item in dataset:
    size = item.media.size
    mask = np.zeros(size, np.uint8)
    for annotation in sorted(item.annotations, key=lambda each: getattr(each, "z_order", 0)):
        if annotation.type == AnnotationType.mask:
            pixels = annotation.image.astype(bool)
        elif annotation.type == AnnotationType.polygon:
            pixels = rle.decode(rle.merge(rle.frPyObjects([annotation.points], *size))) > 0
        else:
            skipped.add(annotation.type.name)
            continue
        mask[pixels] = values.get(labels[annotation.label], 0)
    masks[item.id] = mask
for target in again:
    folder = out.parent / f"{out.stem} as {target}"
    shutil.rmtree(folder, ignore_errors=True)
    dataset.export(str(folder), target, save_media=True)
done(out, masks, datumaro.__version__, f"passed over: {', '.join(skipped)}" if skipped else "")
