"""Optimiser and learning rate."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import torch

if TYPE_CHECKING:
    from stac_core.project import TrainSection


def base_rate(spec: TrainSection) -> float:
    """Peak learning rate: `lr` for a batch of `lr_per` images, in proportion; 0 means as it is."""
    return spec.lr * spec.batch_size / spec.lr_per if spec.lr_per else spec.lr


def rate_at(progress: float, spec: TrainSection) -> float:
    """Learning rate: linear warm-up, then half a cosine.

    Args:
        progress: Epochs done, with fractions.
        spec: Epochs, rates and warm-up.
    """
    peak = base_rate(spec)
    if progress < spec.warmup_epochs:
        return spec.warmup_lr + (peak - spec.warmup_lr) * progress / spec.warmup_epochs
    rest = max(spec.epochs - spec.warmup_epochs, 1e-9)
    done = min((progress - spec.warmup_epochs) / rest, 1.0)
    return spec.min_lr + (peak - spec.min_lr) * (1 + math.cos(math.pi * done)) / 2


def make_optimiser(net: torch.nn.Module, spec: TrainSection) -> torch.optim.AdamW:
    """AdamW; biases, norms, tokens and position embeddings are not decayed."""
    decayed: list[torch.nn.Parameter] = []
    kept: list[torch.nn.Parameter] = []
    for name, parameter in net.named_parameters():
        if not parameter.requires_grad:
            continue
        is_table = name in {"cls_token", "reg_token", "pos_embed_cls", "pos_embed_pat"}
        (kept if parameter.ndim <= 1 or is_table else decayed).append(parameter)
    groups = [
        {"params": decayed, "weight_decay": spec.weight_decay},
        {"params": kept, "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, lr=base_rate(spec))
