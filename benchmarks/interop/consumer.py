"""What the readers in this folder share; each runs in an environment of its own.

A reader is called with an export, a file for the masks it finds, and the class names as JSON. It
prints its version and a remark as the last line.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np


def arguments() -> tuple[Path, Path, list[str], list[str]]:
    """The export, the file for the masks, the class names, and what else was given."""
    export, out, classes, *others = sys.argv[1:]
    return Path(export), Path(out), json.loads(classes), others


def done(out: Path, masks: dict[str, np.ndarray], version: str, remark: str = "") -> None:
    """Save what was read: image key -> mask, values as the class names are ordered, from 1."""
    names = sorted(masks)
    arrays = {f"m{number}": masks[name] for number, name in enumerate(names)}
    np.savez(out, names=np.array(names, dtype=str), **arrays)
    print(json.dumps({"version": version, "remark": remark}))
