"""X-AnyLabeling's own files as its reader loads them and its export of masks draws them."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from unittest.mock import MagicMock

import numpy as np
from consumer import arguments, done
from PIL import Image

sys.modules.setdefault("openai", MagicMock())  # of its chat window only
from anylabeling.app_info import __version__  # noqa: E402
from anylabeling.views.labeling.label_converter import LabelConverter  # noqa: E402
from anylabeling.views.labeling.label_file import LabelFile  # noqa: E402

export, out, classes, _ = arguments()
values = {name: number for number, name in enumerate(classes, start=1)} | {"__ignore__": 255}
converter, masks, shapes = LabelConverter(), {}, 0
with tempfile.TemporaryDirectory() as folder:
    drawn = Path(folder, "mask.png")
    for path in sorted(export.rglob("*.json")):
        if path.parent == export and path.name in {"manifest.json", "certificate.json"}:
            continue
        shapes += len(LabelFile(str(path)).shapes)
        converter.custom_to_mask(str(path), str(drawn), {"type": "grayscale", "colors": values})
        name = path.relative_to(export).as_posix().removesuffix(".json")
        masks[name] = np.asarray(Image.open(drawn))
done(out, masks, __version__, f"{shapes} shapes loaded")
