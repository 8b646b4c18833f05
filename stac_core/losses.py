"""The five terms of the training loss, as pure functions of tensors.

After Sime et al., "STAC", IEEE TII 22(4), 2026: multi-label losses on both logits, class-token
contrast (Xu et al., "MCTformer+", TPAMI 2024), saliency guidance (after Lee et al., "EPS", CVPR
2021) and pixel-level contrast. Everything is computed in float32.

Images without any defect are kept, unlike in the authors' code, which drops them from the batch:
they count in the multi-label losses, give background pixels to the contrast, and their patch maps
are pulled to zero.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import torch
from torch.nn import functional as F

from stac_core.cam import read_upsampled, resize_cam
from stac_core.pixel_contrast import PixelContrastSpec, label_pixels, pixel_contrast_loss

if TYPE_CHECKING:
    from torch import Tensor

    from stac_core.models.stac import StacOutput

MIN_SPAN: Final = 1e-8
"""Added to a map's span in the min-max stretch, so that a flat map has finite gradients."""


class LossWeights(NamedTuple):
    """Weights of the terms; the two multi-label losses have weight 1."""

    class_token: float = 1.0
    saliency: float = 2.0
    contrast: float = 0.2


class LossTerms(NamedTuple):
    """Scalars: the weighted sum and its unweighted terms."""

    total: Tensor
    class_logits: Tensor
    patch_logits: Tensor
    class_token: Tensor
    saliency: Tensor
    defect_free: Tensor
    contrast: Tensor

    def numbers(self) -> dict[str, float]:
        """The values by name."""
        return {name: float(value.detach()) for name, value in self._asdict().items()}


def stac_loss(
    output: StacOutput,
    present: Tensor,
    saliency: Tensor,
    *,
    known: Tensor | None = None,
    weights: LossWeights = LossWeights(),
    contrast: PixelContrastSpec = PixelContrastSpec(),
    generator: torch.Generator | None = None,
) -> LossTerms:
    """The whole training loss: L_cls + L_pat + w1 L_cct + w2 (L_sal + L_free) + w3 L_con.

    Args:
        output: Of the network in training mode.
        present: bool (B, C), classes tagged present.
        saliency: float (B, 1, H, W), class-agnostic, 0 or 1.
        known: bool (B, C), classes whose tag is known; None means all.
        weights: Of the terms.
        contrast: Sampling of L_con; it is not computed at weight 0.
        generator: Source of L_con's random pixels, on the tensors' device.
    """
    attention = output.class_attention
    cam = attention * output.patch_map.relu()
    mid_cam = attention * output.mid_patch_map.relu()
    size = (saliency.shape[-2], saliency.shape[-1])
    class_logits = tag_loss(output.class_logits, present, known=known)
    patch_logits = tag_loss(output.patch_logits, present, known=known)
    class_token = class_token_loss(output.class_tokens, present)
    stretch = stretch_cam(cam, present, size)
    mid_stretch = stretch_cam(mid_cam, present, size)
    guided = saliency_loss(cam, stretch, present, saliency)
    guided = guided + saliency_loss(mid_cam, mid_stretch, present, saliency)
    free = defect_free_loss(output.patch_map, present, known=known)
    free = free + defect_free_loss(output.mid_patch_map, present, known=known)
    if weights.contrast > 0:
        labels = label_pixels(stretch.maps, saliency, contrast.valid_threshold)
        contrasted = pixel_contrast_loss(
            output.projection, labels, spec=contrast, generator=generator
        )
    else:
        contrasted = output.projection.sum() * 0
    total = (
        class_logits
        + patch_logits
        + weights.class_token * class_token
        + weights.saliency * (guided + free)
        + weights.contrast * contrasted
    )
    return LossTerms(total, class_logits, patch_logits, class_token, guided, free, contrasted)


def tag_loss(logits: Tensor, present: Tensor, *, known: Tensor | None = None) -> Tensor:
    """Multi-label soft-margin loss: mean over an image's known classes, then over images.

    Args:
        logits: (B, C).
        present: bool (B, C).
        known: bool (B, C); None means all. An image of which nothing is known does not count.
    """
    losses = F.binary_cross_entropy_with_logits(logits.float(), present.float(), reduction="none")
    if known is None:
        return losses.mean()
    per_image = (losses * known).sum(dim=1) / known.sum(dim=1).clamp(min=1)
    return _mean_where(per_image, known.any(dim=1))


def class_token_loss(class_tokens: Tensor, present: Tensor) -> Tensor:
    """Keeps the class tokens apart: cross-entropy of their cosine similarities against identity.

    Args:
        class_tokens: (L, B, C, D), each block's output class tokens.
        present: bool (B, C).

    Returns:
        Scalar: mean over an image's present classes, then over images that have one and blocks.
    """
    tokens = F.normalize(class_tokens.float(), dim=-1)
    similarity = tokens @ tokens.transpose(-2, -1)
    losses = -similarity.log_softmax(dim=-1).diagonal(dim1=-2, dim2=-1)
    per_image = (losses * present).sum(dim=-1) / present.sum(dim=-1).clamp(min=1)
    return _mean_where(per_image.mean(dim=0), present.any(dim=1))


class Stretch(NamedTuple):
    """Min-max stretch of training maps at image size: (map - low) * gain.

    Attributes:
        low: (B, C), the smallest value of each upsampled map, with gradients.
        gain: (B, C), 1 / (largest - smallest) of each present class, 0 for absent ones, with
            gradients.
        maps: (B, C, H, W), the stretched maps, without gradients.
    """

    low: Tensor
    gain: Tensor
    maps: Tensor


def stretch_cam(cam: Tensor, present: Tensor, size: tuple[int, int]) -> Stretch:
    """Stretch each present class's map to [0, 1] at image size.

    Gradients are kept on the patch grid: the extremes are found on the upsampled maps but read from
    the grid, and since upsampling is linear no full-size map with gradients is needed per class.

    Args:
        cam: (B, C, h, w), not negative.
        present: bool (B, C).
        size: (H, W) in pixels.
    """
    cam = cam.float()
    with torch.no_grad():
        maps = resize_cam(cam, size)
        lowest = maps.flatten(2).min(dim=-1).indices
        highest = maps.flatten(2).max(dim=-1).indices
    low = read_upsampled(cam, lowest, size)
    gain = present / (read_upsampled(cam, highest, size) - low + MIN_SPAN)
    with torch.no_grad():
        maps.sub_(low[..., None, None]).mul_(gain[..., None, None])
    return Stretch(low, gain, maps)


def saliency_loss(cam: Tensor, stretch: Stretch, present: Tensor, saliency: Tensor) -> Tensor:
    """Mean square of (sum of the stretched maps - saliency), over images with a defect.

    Args:
        cam: (B, C, h, w).
        stretch: Of `cam`, at the saliency's size.
        present: bool (B, C).
        saliency: (B, 1, H, W).
    """
    size = (saliency.shape[-2], saliency.shape[-1])
    scaled = (cam.float() * stretch.gain[..., None, None]).sum(dim=1, keepdim=True)
    offset = (stretch.low * stretch.gain).sum(dim=1)[:, None, None, None]
    per_image = F.mse_loss(resize_cam(scaled, size) - offset, saliency.float(), reduction="none")
    return _mean_where(per_image.mean(dim=(1, 2, 3)), present.any(dim=1))


def defect_free_loss(patch_map: Tensor, present: Tensor, *, known: Tensor | None = None) -> Tensor:
    """Keeps defect-free images dark: mean of ReLU(patch map)^2 over images without any class.

    Args:
        patch_map: (B, C, h, w), before any ReLU.
        present: bool (B, C).
        known: bool (B, C); an image with an unknown class is not known to be free of defects.
    """
    free = ~present.any(dim=1)
    if known is not None:
        free = free & known.all(dim=1)
    return _mean_where(patch_map.float().relu().square().mean(dim=(1, 2, 3)), free)


def _mean_where(values: Tensor, where: Tensor) -> Tensor:
    """Mean of the values (B,) where the flag is set; 0, with a graph, where it never is."""
    return (values * where).sum() / where.sum().clamp(min=1)
