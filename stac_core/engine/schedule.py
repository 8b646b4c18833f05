"""Optimiser and learning rate."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import torch

if TYPE_CHECKING:
    from stac_core.project_sections import ScheduleSection


_TABLES: Final = frozenset({"cls_token", "reg_token", "pos_embed_cls", "pos_embed_pat"})


def base_rate(spec: ScheduleSection) -> float:
    """Peak learning rate: `lr` for a step of `lr_per` images, in proportion; 0 means as it is."""
    images = spec.batch_size * spec.accumulate
    return spec.lr * images / spec.lr_per if spec.lr_per else spec.lr


def rate_at(progress: float, spec: ScheduleSection) -> float:
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


def make_optimiser(net: torch.nn.Module, spec: ScheduleSection) -> torch.optim.AdamW:
    """AdamW; biases, norms, tokens and position embeddings are not decayed.

    Each group's `scale` multiplies the learning rate: with `layer_decay` below 1, blocks near the
    image learn more slowly than those near the heads.
    """
    depth = 1 + max((_block(name) for name, _ in net.named_parameters()), default=0)
    groups: dict[tuple[int, bool], list[torch.nn.Parameter]] = {}
    for name, parameter in net.named_parameters():
        if parameter.requires_grad:
            is_kept = parameter.ndim <= 1 or name in _TABLES
            layer = _layer(name, depth) if spec.layer_decay < 1 else depth + 1
            groups.setdefault((layer, is_kept), []).append(parameter)
    return torch.optim.AdamW(
        [
            {
                "params": parameters,
                "weight_decay": 0.0 if is_kept else spec.weight_decay,
                "scale": spec.layer_decay ** (depth + 1 - layer),
            }
            for (layer, is_kept), parameters in sorted(groups.items(), key=lambda pair: pair[0])
        ],
        lr=base_rate(spec),
    )


def set_rate(optimiser: torch.optim.Optimizer, rate: float) -> None:
    """Set the learning rate of all groups, each in its scale."""
    for group in optimiser.param_groups:
        group["lr"] = rate * group["scale"]


def _block(name: str) -> int:
    return int(name.split(".")[1]) if name.startswith("blocks.") else -1


def _layer(name: str, depth: int) -> int:
    """0 for what makes the tokens, then the blocks from 1, then the heads."""
    if name.startswith("blocks."):
        return _block(name) + 1
    return 0 if name in _TABLES or name.startswith(("patch_embed.", "norm_pre.")) else depth + 1
