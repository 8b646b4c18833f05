"""PASCAL VOC as torchvision's own data set opens it."""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path

import numpy as np
import torch
from consumer import arguments, done

# a torchvision built for another torch misses two operators, which this needs not
library = torch.library.Library("torchvision", "FRAGMENT")
for name in ("nms", "qnms"):
    with contextlib.suppress(RuntimeError):
        library.define(f"{name}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")

import torchvision  # noqa: E402
from torchvision.datasets import VOCSegmentation  # noqa: E402

export, out, _, _ = arguments()
masks = {}
with tempfile.TemporaryDirectory() as root:
    (Path(root) / "VOCdevkit").mkdir()
    (Path(root) / "VOCdevkit/VOC2012").symlink_to(export.resolve())
    for split in ("train", "val"):
        dataset = VOCSegmentation(root, image_set=split)
        for (image, target), path in zip(dataset, dataset.masks, strict=True):
            assert image.size == target.size
            name = path.partition("SegmentationClass/")[2].removesuffix(".png")
            masks[name] = np.array(target)
done(out, masks, torchvision.__version__)
