"""The training loss with what a project says about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stac_core.losses import LossTerms, LossWeights, stac_loss
from stac_core.pixel_contrast import PixelContrastSpec

if TYPE_CHECKING:
    import torch

    from stac_core.engine.batches import Batch
    from stac_core.models.cam_net import StacOutput
    from stac_core.project_sections import TrainSection


def loss_of(
    spec: TrainSection,
    output: StacOutput,
    batch: Batch,
    generator: torch.Generator | None,
    *,
    with_contrast: bool = True,
) -> LossTerms:
    """The training loss with the weights and sampling that a project names."""
    return stac_loss(
        output,
        batch.present,
        batch.saliency,
        known=batch.known,
        weights=LossWeights(
            class_token=spec.cct_weight,
            saliency=spec.saliency_weight,
            contrast=spec.contrast_weight if with_contrast else 0.0,
            mask=spec.mask_weight,
        ),
        contrast=PixelContrastSpec(
            temperature=spec.temperature,
            queries=spec.queries,
            negatives=spec.negatives,
            valid_threshold=spec.valid_threshold,
            strong_threshold=spec.strong_threshold,
        ),
        generator=generator,
        targets=batch.targets,
    )
