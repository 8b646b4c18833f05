"""Pixel-level contrast: pulls pixels of one class together and apart from those of others.

After Sime et al., "STAC", IEEE TII 22(4), 2026, whose sampling is that of Liu et al., "ReCo", ICLR
2022. The features are meant bilinearly upsampled to image size; that (B, 256, H, W) tensor is never
built, and negatives are drawn for all queries of a class at once.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional as F

from stac_core.cam import bilinear_corners, bilinear_neighbours
from stac_core.types import BACKGROUND, IGNORE_INDEX


class PixelContrastSpec(NamedTuple):
    """Sampling of the pixel contrast.

    Attributes:
        temperature: Divides cosine similarities, also those that choose the negatives' classes.
        queries: Query pixels per class.
        negatives: Negative pixels per query.
        valid_threshold: A pixel takes part where its largest probability reaches this.
        strong_threshold: Queries are pixels whose probability is below this.
    """

    temperature: float = 0.6
    queries: int = 256
    negatives: int = 256
    valid_threshold: float = 0.5
    strong_threshold: float = 1.0


class PixelLabels(NamedTuple):
    """Which class each pixel speaks for.

    Attributes:
        probabilities: (B, C + 1, H, W): 1 - saliency, then the stretched maps of present classes.
        label: (B, H, W), the index of the largest.
        valid: bool (B, H, W), where the largest reaches the threshold.
    """

    probabilities: Tensor
    label: Tensor
    valid: Tensor


class PixelTargets(NamedTuple):
    """Masks that a person has made, for some of a batch's images.

    Attributes:
        labels: uint8 (m, H, W), 0 background, 1..C class, 255 ignore.
        rows: int64 (m,), which images of the batch they belong to.
    """

    labels: Tensor
    rows: Tensor


def label_pixels(
    stretched: Tensor,
    saliency: Tensor,
    valid_threshold: float,
    targets: PixelTargets | None = None,
) -> PixelLabels:
    """Which class each pixel speaks for in the contrast.

    Where a person has made a mask, it says so, except in its ignore band; probabilities of the
    classes stay the maps', so that queries are drawn where the model is not yet sure.

    Args:
        stretched: (B, C, H, W), as in `Stretch`, without gradients.
        saliency: (B, 1, H, W).
        valid_threshold: See `PixelContrastSpec`.
        targets: Masks of some of the images.
    """
    probabilities = torch.cat([1 - saliency.float(), stretched], dim=1)
    largest, label = probabilities.max(dim=1)
    valid = largest >= valid_threshold
    if targets is not None and len(targets.rows):
        known = targets.labels != IGNORE_INDEX
        probabilities[targets.rows, 0] = (targets.labels == BACKGROUND).float()
        label[targets.rows] = torch.where(known, targets.labels.long(), 0)
        valid[targets.rows] = known
    return PixelLabels(probabilities, label, valid)


def pixel_contrast_loss(
    projection: Tensor,
    labels: PixelLabels,
    *,
    spec: PixelContrastSpec = PixelContrastSpec(),
    generator: torch.Generator | None = None,
) -> Tensor:
    """InfoNCE between pixels of different classes.

    Class means use the upsampling's adjoint on the class masks, queries are interpolated after
    sampling, and a negative's similarity is interpolated from the query's similarities to the four
    grid features around it.

    Args:
        projection: (B, D, h, w).
        labels: At (H, W).
        spec: Sampling.
        generator: Source of random numbers, on the tensors' device.

    Returns:
        Scalar: mean over the classes that have valid pixels. 0, with a graph, where fewer than two
        have. A class without query pixels adds 0 and still counts.
    """
    projection = projection.float()
    num_labels = labels.probabilities.shape[1]
    pixels = [
        torch.nonzero((labels.valid & (labels.label == index)).flatten()).squeeze(1)
        for index in range(num_labels)
    ]
    kept = [index for index in range(num_labels) if len(pixels[index])]
    zero = projection.sum() * 0
    if len(kept) < 2:
        return zero
    grid = _FeatureGrid(projection, labels.label.shape[-2:])
    means = grid.class_means(labels, kept)
    directions = F.normalize(means, dim=1)
    affinity = directions @ directions.T / spec.temperature
    affinity.fill_diagonal_(float("-inf"))
    class_probabilities = affinity.softmax(dim=1)
    counts = torch.tensor([len(pixels[index]) for index in kept], device=projection.device)
    starts = counts.cumsum(0) - counts
    everything = torch.cat([pixels[index] for index in kept])
    losses = []
    for row, index in enumerate(kept):
        strength = labels.probabilities[:, index].flatten()[pixels[index]]
        candidates = pixels[index][strength < spec.strong_threshold]
        if not len(candidates):
            continue
        chosen = _random_index(len(candidates), spec.queries, generator, projection.device)
        queries = F.normalize(grid.features_at(candidates[chosen]), dim=1)
        drawn = torch.multinomial(
            class_probabilities[row],
            spec.queries * spec.negatives,
            replacement=True,
            generator=generator,
        )
        uniform = torch.rand(len(drawn), generator=generator, device=projection.device)
        offset = (uniform * counts[drawn]).long().clamp_(max=counts[drawn] - 1)
        negatives = everything[starts[drawn] + offset].view(spec.queries, spec.negatives)
        positive = queries @ directions[row]
        similarities = torch.cat([positive[:, None], grid.similarities(queries, negatives)], dim=1)
        target = torch.zeros(spec.queries, dtype=torch.long, device=projection.device)
        losses.append(F.cross_entropy(similarities / spec.temperature, target))
    return torch.stack(losses).sum() / len(kept) if losses else zero


class _FeatureGrid:
    """Features on the patch grid, read as if upsampled bilinearly to (H, W) pixels."""

    def __init__(self, projection: Tensor, size: torch.Size) -> None:
        self._batch, _, self._h, self._w = projection.shape
        self._size = (size[0], size[1])
        # (B * h * w, D): row b * h * w + y * w + x
        self._features = projection.permute(0, 2, 3, 1).flatten(0, 2)
        self._detached = self._features.detach()
        self._cell_products = self._products()

    def class_means(self, labels: PixelLabels, kept: list[int]) -> Tensor:
        """(len(kept), D): mean upsampled feature of each class's valid pixels, no gradient."""
        like = self._detached
        rows = _interpolation_matrix(self._size[0], self._h, like)
        columns = _interpolation_matrix(self._size[1], self._w, like)
        means = []
        for index in kept:
            members = (labels.valid & (labels.label == index)).to(like.dtype)
            weights = rows.T @ (members @ columns)  # (B, h, w): how often each feature counts
            means.append(weights.flatten() @ like / members.sum())
        return torch.stack(means)

    def features_at(self, pixels: Tensor) -> Tensor:
        """(n, D): upsampled features at flat pixel indices (n,), with gradients."""
        corners, weights = bilinear_corners(pixels, self._size, (self._h, self._w))
        return (self._features[corners] * weights[..., None]).sum(dim=-2)

    def similarities(self, queries: Tensor, pixels: Tensor) -> Tensor:
        """Cosine of unit queries (n, D) with upsampled features at (n, m) pixels: (n, m).

        Gradients reach the queries only.
        """
        corners, weights = bilinear_corners(pixels, self._size, (self._h, self._w))
        products = queries @ self._detached.T  # (n, B * h * w)
        dots = products.gather(1, corners.flatten(1)).view(corners.shape)
        return (dots * weights).sum(dim=-1) / self._norms(corners, weights)

    def _products(self) -> Tensor:
        """(B * h * w, 4, 4): inner products within the cell right and below of each feature."""
        grid = self._detached.view(self._batch, self._h, self._w, -1)
        right = torch.cat([grid[:, :, 1:], grid[:, :, -1:]], dim=2)
        below = torch.cat([grid[:, 1:], grid[:, -1:]], dim=1)
        across = torch.cat([right[:, 1:], right[:, -1:]], dim=1)
        cell = torch.stack([grid, right, below, across], dim=-2).flatten(0, 2)
        return cell @ cell.transpose(-2, -1)

    def _norms(self, corners: Tensor, weights: Tensor) -> Tensor:
        """Lengths of the upsampled features with these corners and weights: (...)."""
        products = self._cell_products[corners[..., 0]]
        squares = torch.einsum("...i,...ij,...j->...", weights, products, weights)
        return squares.clamp(min=1e-16).sqrt()


def _interpolation_matrix(size: int, grid: int, like: Tensor) -> Tensor:
    """(size, grid): bilinear interpolation along one axis as a matrix."""
    lower, upper, weight = bilinear_neighbours(torch.arange(size, device=like.device), size, grid)
    matrix = like.new_zeros(size, grid)
    matrix.scatter_add_(1, lower[:, None], (1 - weight)[:, None].to(like.dtype))
    return matrix.scatter_add_(1, upper[:, None], weight[:, None].to(like.dtype))


def _random_index(
    limit: int, count: int, generator: torch.Generator | None, device: torch.device
) -> Tensor:
    return torch.randint(limit, (count,), generator=generator, device=device)
