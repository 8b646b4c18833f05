"""Optimiser and learning rate."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import torch

from stac_core.models.cam_net import UNDECAYED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stac_core.project_sections import ScheduleSection


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


def make_optimiser(
    net: torch.nn.Module, spec: ScheduleSection, *, depths: Mapping[str, int] | None = None
) -> torch.optim.AdamW:
    """AdamW; biases, norms, tokens and position embeddings are not decayed.

    Each group's `scale` multiplies the learning rate: with `layer_decay` below 1, layers near the
    image learn more slowly than the heads.

    Args:
        net: Whose parameters.
        spec: Rates and decay.
        depths: Each parameter's distance from the image in layers; None puts all at one depth.
    """
    depths = depths if depths is not None and spec.layer_decay < 1 else {}
    deepest = max(depths.values(), default=0)
    groups: dict[tuple[int, bool], list[torch.nn.Parameter]] = {}
    for name, parameter in net.named_parameters():
        if parameter.requires_grad:
            is_kept = parameter.ndim <= 1 or name in UNDECAYED
            groups.setdefault((depths.get(name, deepest), is_kept), []).append(parameter)
    return torch.optim.AdamW(
        [
            {
                "params": parameters,
                "weight_decay": 0.0 if is_kept else spec.weight_decay,
                "scale": spec.layer_decay ** (deepest - depth),
            }
            for (depth, is_kept), parameters in sorted(groups.items(), key=lambda pair: pair[0])
        ],
        lr=base_rate(spec),
    )


def set_rate(optimiser: torch.optim.Optimizer, rate: float) -> None:
    """Set the learning rate of all groups, each in its scale."""
    for group in optimiser.param_groups:
        group["lr"] = rate * group["scale"]
