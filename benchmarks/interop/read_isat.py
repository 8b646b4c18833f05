"""ISAT's own files as its reader loads them and its converter to PASCAL VOC draws them."""

from __future__ import annotations

import tempfile
from importlib.metadata import version
from pathlib import Path

import numpy as np
from consumer import arguments, done
from ISAT.formats.voc import VOC
from PIL import Image

export, out, classes, _ = arguments()
values = {name: number for number, name in enumerate(classes, start=1)} | {"__ignore__": 255}
masks = {}
for folder in sorted({path.parent for path in export.rglob("isat.yaml")}):
    converter = VOC()
    converter.read_from_ISAT(str(folder))
    with tempfile.TemporaryDirectory() as drawn:
        converter.save_to_voc(drawn)
        table = np.array([values.get(name, 0) for name in converter.cates], np.uint8)
        for path in Path(drawn).glob("*.png"):
            name = (folder / path.name).relative_to(export).as_posix().removesuffix(".png")
            masks[name] = table[np.asarray(Image.open(path))]
done(out, masks, version("isat-sam"))
