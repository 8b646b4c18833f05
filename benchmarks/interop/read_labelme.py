"""labelme's own JSON as its reader loads it and its exporters draw it."""

from __future__ import annotations

import labelme
import numpy as np
from consumer import arguments, done

export, out, classes, _ = arguments()
values = {name: number for number, name in enumerate(classes, start=1)} | {"__ignore__": 255}
masks = {}
for path in sorted(export.rglob("*.json")):
    if path.parent == export and path.name in {"manifest.json", "certificate.json"}:
        continue
    label_file = labelme.LabelFile(str(path))
    size = labelme.utils.img_data_to_arr(label_file.imageData).shape[:2]
    mask, _ = labelme.utils.shapes_to_label(size, label_file.shapes, values)
    name = path.relative_to(export).as_posix().removesuffix(".json")
    masks[name] = mask.astype(np.uint8)
done(out, masks, labelme.__version__)
