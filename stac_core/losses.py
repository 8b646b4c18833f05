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
from stac_core.pixel_contrast import (
    PixelContrastSpec,
    PixelTargets,
    label_pixels,
    pixel_contrast_loss,
)
from stac_core.types import IGNORE_INDEX

if TYPE_CHECKING:
    from torch import Tensor

    from stac_core.models.cam_net import StacOutput

MIN_SPAN: Final = 1e-8
"""Added to a map's span in the min-max stretch, so that a flat map has finite gradients."""


class LossWeights(NamedTuple):
    """Weights of the terms; the two multi-label losses have weight 1."""

    class_token: float = 1.0
    saliency: float = 2.0
    contrast: float = 0.2
    mask: float = 1.0
    """Of an image with a mask relative to one with tags only."""


class LossTerms(NamedTuple):
    """Scalars: the weighted sum and its unweighted terms; without class tokens theirs are None."""

    total: Tensor
    class_logits: Tensor | None
    patch_logits: Tensor
    class_token: Tensor | None
    saliency: Tensor
    defect_free: Tensor
    contrast: Tensor
    mask: Tensor

    def numbers(self) -> dict[str, float]:
        """The values of the terms that there are, by name."""
        terms = {name: value for name, value in self._asdict().items() if value is not None}
        values = torch.stack([value.detach().float() for value in terms.values()]).tolist()
        return dict(zip(terms, values, strict=True))


def stac_loss(
    output: StacOutput,
    present: Tensor,
    saliency: Tensor,
    *,
    known: Tensor | None = None,
    weights: LossWeights = LossWeights(),
    contrast: PixelContrastSpec = PixelContrastSpec(),
    generator: torch.Generator | None = None,
    targets: PixelTargets | None = None,
) -> LossTerms:
    """The whole training loss: L_cls + L_pat + w1 L_cct + w2 (L_sal + L_mask + L_free) + w3 L_con.

    L_mask takes the place of L_sal for images whose mask a person has made: both are parts of one
    weighted mean over the images with a defect. A network without class tokens has neither L_cls
    nor L_cct.

    Args:
        output: Of the network in training mode.
        present: bool (B, C), classes tagged present.
        saliency: float (B, 1, H, W), class-agnostic, 0 or 1.
        known: bool (B, C), classes whose tag is known; None means all.
        weights: Of the terms.
        contrast: Sampling of L_con; it is not computed at weight 0.
        generator: Source of L_con's random pixels, on the tensors' device.
        targets: Masks of some of the images.
    """
    cam, mid_cam = output.training_cams()
    size = (saliency.shape[-2], saliency.shape[-1])
    class_logits = class_token = None
    if output.class_logits is not None:
        class_logits = tag_loss(output.class_logits, present, known=known)
    if output.class_tokens is not None:
        class_token = class_token_loss(output.class_tokens, present)
    patch_logits = tag_loss(output.patch_logits, present, known=known)
    stretch = stretch_cam(cam, present, size)
    mid_stretch = stretch_cam(mid_cam, present, size)
    importance = image_weights(present, targets, weights.mask)
    guided = saliency_loss(cam, stretch, present, saliency, importance.tags)
    guided = guided + saliency_loss(mid_cam, mid_stretch, present, saliency, importance.tags)
    masked = mask_loss(cam, stretch, targets, importance.masks)
    masked = masked + mask_loss(mid_cam, mid_stretch, targets, importance.masks)
    free = defect_free_loss(output.patch_map, present, known=known)
    free = free + defect_free_loss(output.mid_patch_map, present, known=known)
    if weights.contrast > 0:
        labels = label_pixels(stretch.maps, saliency, contrast.valid_threshold, targets)
        contrasted = pixel_contrast_loss(
            output.projection, labels, spec=contrast, generator=generator
        )
    else:
        contrasted = output.projection.sum() * 0
    total = (
        (0.0 if class_logits is None else class_logits)
        + patch_logits
        + (0.0 if class_token is None else weights.class_token * class_token)
        + weights.saliency * (guided + masked + free)
        + weights.contrast * contrasted
    )
    return LossTerms(
        total, class_logits, patch_logits, class_token, guided, free, contrasted, masked
    )


class ImageWeights(NamedTuple):
    """Each image's share (B,) in the losses that look at pixels; together they sum to 1.

    Attributes:
        tags: Of images that are guided by saliency; 0 for the others.
        masks: Of images that are guided by a mask; 0 for the others.
    """

    tags: Tensor
    masks: Tensor


def image_weights(
    present: Tensor, targets: PixelTargets | None, mask_weight: float
) -> ImageWeights:
    """Shares of the images in the losses that look at pixels.

    Args:
        present: bool (B, C); images without any class have no share.
        targets: Masks of some of the images.
        mask_weight: Of an image with a mask relative to one with tags only.
    """
    counted = present.any(dim=1).float()
    has_mask = torch.zeros_like(counted)
    if targets is not None:
        has_mask[targets.rows] = 1.0
    tags, masks = counted * (1 - has_mask), counted * has_mask * mask_weight
    total = tags.sum() + masks.sum()
    total = torch.where(total > 0, total, torch.ones_like(total))
    return ImageWeights(tags / total, masks / total)


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


def saliency_loss(
    cam: Tensor,
    stretch: Stretch,
    present: Tensor,
    saliency: Tensor,
    share: Tensor | None = None,
) -> Tensor:
    """Mean square of (sum of the stretched maps - saliency), over images with a defect.

    Args:
        cam: (B, C, h, w).
        stretch: Of `cam`, at the saliency's size.
        present: bool (B, C).
        saliency: (B, 1, H, W).
        share: (B,), each image's share in the mean; None treats images with a defect alike.
    """
    size = (saliency.shape[-2], saliency.shape[-1])
    scaled = (cam.float() * stretch.gain[..., None, None]).sum(dim=1, keepdim=True)
    offset = (stretch.low * stretch.gain).sum(dim=1)[:, None, None, None]
    per_image = F.mse_loss(resize_cam(scaled, size) - offset, saliency.float(), reduction="none")
    per_image = per_image.mean(dim=(1, 2, 3))
    if share is None:
        return _mean_where(per_image, present.any(dim=1))
    return (per_image * share).sum()


def mask_loss(cam: Tensor, stretch: Stretch, targets: PixelTargets | None, share: Tensor) -> Tensor:
    """Mean square of (stretched map - mask), summed over present classes.

    The maps of absent classes are zero whatever the network says, so that they do not count.

    Args:
        cam: (B, C, h, w).
        stretch: Of `cam`, at the masks' size.
        targets: Masks of some of the images; pixels of the ignore band are left out.
        share: (B,), each image's share.

    Returns:
        Scalar; 0, with a graph, without masks.
    """
    if targets is None or not len(targets.rows):
        return cam.sum() * 0
    labels, rows = targets
    gain, low = stretch.gain[rows], stretch.low[rows]
    maps = resize_cam(
        (cam[rows].float() - low[..., None, None]) * gain[..., None, None],
        (labels.shape[-2], labels.shape[-1]),
    )
    values = torch.arange(1, cam.shape[1] + 1, device=labels.device)
    wanted = (labels[:, None] == values[:, None, None]) & (gain > 0)[..., None, None]
    known = (labels != IGNORE_INDEX).float()
    errors = (maps - wanted.float()).square().sum(dim=1) * known
    per_image = errors.sum(dim=(1, 2)) / known.sum(dim=(1, 2)).clamp(min=1)
    return (per_image * share[rows]).sum()


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
