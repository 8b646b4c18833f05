"""The one place that imports timm, and what is built on it.

timm imports torchvision. Beside a CPU-only torch, pip puts the registry's CUDA build of
torchvision, whose Python part looks up two operators that its unloadable binary would have
declared, and the import dies. Declaring their schemas cures it; nothing here calls them.
"""

from __future__ import annotations

import functools
import importlib
import sys
from typing import Any

import torch

_MISSING_OPERATOR = "operator torchvision::nms does not exist"
_SCHEMA = "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor"
_declared: list[Any] = []  # a Library's declarations end with its life


@functools.cache
def import_timm() -> Any:
    """The module `timm`, usable also beside a torchvision that was built for another torch."""
    try:
        return importlib.import_module("timm")
    except RuntimeError as error:
        if _MISSING_OPERATOR not in str(error):
            raise
    for name in list(sys.modules):  # half-imported modules would be taken as they are
        if name.partition(".")[0] in {"timm", "torchvision"}:
            del sys.modules[name]
    make_library: Any = torch.library.Library  # without annotations in torch
    library = make_library("torchvision", "DEF")
    library.define(f"nms{_SCHEMA}")
    library.define(f"qnms{_SCHEMA}")
    _declared.append(library)
    return importlib.import_module("timm")


@functools.cache
def import_smp() -> Any:
    """The module `segmentation_models_pytorch`, which imports timm and torchvision."""
    import_timm()
    return importlib.import_module("segmentation_models_pytorch")
