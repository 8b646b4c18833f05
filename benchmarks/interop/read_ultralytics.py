"""YOLO as Ultralytics checks it before it trains, and the masks that it would train with."""

from __future__ import annotations

import numpy as np
import ultralytics
from consumer import arguments, done
from ultralytics.data import utils

utils.check_font = lambda font: None  # it would fetch one for plots
export, out, classes, _ = arguments()
data = utils.check_det_dataset(str(export / "data.yaml"), autodownload=False)
assert [data["names"][number] for number in sorted(data["names"])] == classes
masks, counts = {}, np.zeros(4, int)
remarks = set()
for split in ("train", "val"):
    folder = f"{export}/"
    lines = (export / f"{split}.txt").read_text(encoding="utf-8").splitlines()
    images = [line.replace("./", folder, 1) for line in lines]
    for image, labels in zip(images, utils.img2label_paths(images), strict=True):
        found = utils.verify_image_label((image, labels, "", False, len(classes), 0, 0, False))
        _, boxes, shape, segments, _, *numbers, message = found
        counts += numbers
        if message:
            remarks.add(message)
            continue
        mask = np.zeros(shape, np.uint8)
        for box, segment in zip(boxes, segments, strict=True):
            corners = (segment * (shape[1], shape[0])).reshape(1, -1)
            mask[utils.polygon2mask(shape, corners) > 0] = box[0] + 1
        name = image.removeprefix(f"{folder}images/{split}/").rpartition(".")[0]
        masks[name] = mask
missing, found, empty, corrupt = counts.tolist()
remark = f"{found} label files, {empty} empty, {missing} missing, {corrupt} corrupt"
done(out, masks, ultralytics.__version__, "; ".join([remark, *sorted(remarks)[:2]]))
