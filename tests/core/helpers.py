"""Small models and files that several tests use."""

from __future__ import annotations

import numpy as np
import torch

from stac_core.models.model_file import ModelInfo, build_model, load_model, save_model

TINY = {"embed_dim": 32, "depth": 2, "num_heads": 2, "patch_size": 8}
CLASSES = ["scratch", "blob"]


def tiny_info(**changes):
    values = {"arch": "vit", "options": TINY, "classes": CLASSES, "input_size": (32, 32)}
    return ModelInfo(**values | changes)


def tiny_net(seed=0, **changes):
    torch.manual_seed(seed)
    net = build_model(tiny_info(**changes))
    for parameter in net.parameters():  # untrained maps are nearly constant: make them lively
        torch.nn.init.normal_(parameter, std=0.2)
    return net


def save_tiny_model(path, seed=0, **changes):
    save_model(path, tiny_net(seed, **changes), tiny_info(**changes))
    return path


def load_tiny_model(tmp_path, **changes):
    return load_model(save_tiny_model(tmp_path / "tiny.safetensors", **changes))


def random_rgb(rng, height, width):
    return rng.integers(0, 255, (height, width, 3), dtype=np.uint8)
