"""What every network that makes class maps has in common, whatever it is built of.

`StacNet` is a transformer with class tokens, `StacCnn` a convolutional network without. Training,
inference and model files know them through `CamNet` alone; what a network does not have is None.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar, Final, NamedTuple

import torch
from torch import Tensor, nn

if TYPE_CHECKING:
    from stac_core.cam import CamKind

POOLING_DECAY: Final = 0.996
"""Ratio of successive weights in global weighted rank pooling."""

PROJECTION_DIM: Final = 256

UNDECAYED: Final = frozenset({"cls_token", "reg_token", "pos_embed_cls", "pos_embed_pat"})
"""Parameters of more than one axis that weight decay leaves alone, as it does biases and norms."""


class StacOutput(NamedTuple):
    """What the losses need. (h, w) is the patch grid.

    Attributes:
        class_logits: (B, C), from the class tokens; None without them.
        patch_logits: (B, C), from the patch map by global weighted rank pooling.
        patch_map: (B, C, h, w), the patch head on the final features, before any ReLU.
        mid_patch_map: (B, C, h', w'), the same head on earlier features; the grid of a transformer
            is the same, that of a convolutional network may be finer.
        class_attention: (B, C, h, w), class-to-patch attention, float32; None without class tokens.
        class_tokens: (L, B, C, D), each block's output class tokens; None without them.
        projection: (B, 256, h, w), features for the pixel contrast.
    """

    class_logits: Tensor | None
    patch_logits: Tensor
    patch_map: Tensor
    mid_patch_map: Tensor
    class_attention: Tensor | None
    class_tokens: Tensor | None
    projection: Tensor

    @property
    def logits(self) -> Tensor:
        """The images' logits (B, C); see `image_logits`."""
        return image_logits(self.class_logits, self.patch_logits)

    def training_cams(self) -> tuple[Tensor, Tensor]:
        """CAM1 and CAM2, which training holds against saliency: (B, C, h, w) each."""
        cams = self.patch_map.relu(), self.mid_patch_map.relu()
        if self.class_attention is None:
            return cams
        return self.class_attention * cams[0], self.class_attention * cams[1]


class Localisation(NamedTuple):
    """What the maps need, all float32.

    Attributes:
        class_logits: (B, C); None without class tokens.
        patch_logits: (B, C).
        patch_map: (B, C, h, w), before any ReLU.
        class_attention: (B, C, h, w); None without class tokens.
        affinity: (B, N, N), patch-to-patch attention averaged over heads and summed over blocks;
            None unless it was asked for.
        block_attention: (L, B, C, h, w), the class-to-patch attention of each block; None without
            class tokens, or unless it was asked for.
    """

    class_logits: Tensor | None
    patch_logits: Tensor
    patch_map: Tensor
    class_attention: Tensor | None
    affinity: Tensor | None
    block_attention: Tensor | None = None

    @property
    def logits(self) -> Tensor:
        """The images' logits (B, C); see `image_logits`."""
        return image_logits(self.class_logits, self.patch_logits)


class CamNet(nn.Module, ABC):
    """A network that yields one localisation map per class.

    Args:
        arch: Name of the architecture.
        num_classes: Number C of defect classes, background not counted.
        input_size: (height, width) in pixels that it is trained at; other sizes work too.
        options: Sizes that differ from the architecture's own.

    Attributes:
        cam_kinds: Kinds of CAM that it can give, the best first.
        has_affinity: Whether it has a patch-to-patch attention to refine maps by.
        snaps_views: Whether views are resized to whole patches, so that the map covers all of the
            view. The STAC authors' transformer drops the rest of a patch instead.
        file_version: Oldest version of the model file that can hold it.
        patch_size: (height, width) in pixels of a cell of the map.
        embed_dim: Channels of the features that the patch head looks at.
    """

    cam_kinds: ClassVar[tuple[CamKind, ...]]
    has_affinity: ClassVar[bool]
    snaps_views: ClassVar[bool]
    file_version: ClassVar[int]
    patch_size: tuple[int, int]
    embed_dim: int

    def __init__(
        self,
        arch: str,
        num_classes: int,
        *,
        input_size: tuple[int, int],
        options: dict[str, Any] | None,
    ) -> None:
        super().__init__()
        if num_classes < 1:
            raise ValueError(f"num_classes must be at least 1, got {num_classes}")
        self.arch = arch
        self.num_classes = num_classes
        self.input_size = input_size
        self.options = dict(options or {})

    @property
    @abstractmethod
    def drop_branches(self) -> int:
        """How many branches stochastic depth can drop: the rows of `drop_noise`."""

    @abstractmethod
    def forward(self, images: Tensor, drop_noise: Tensor | None = None) -> StacOutput:
        """Run the network for training.

        Args:
            images: Normalised RGB (B, 3, H, W); H and W at least one patch.
            drop_noise: Uniform in [0, 1), (`drop_branches`, B): decides which branches of which
                image the stochastic depth drops. None draws it from torch's global generator.
        """

    @abstractmethod
    def localise(
        self, images: Tensor, *, affinity: bool = False, blocks: bool = False
    ) -> Localisation:
        """Run the network for maps: neither the projection nor any full attention is computed.

        Args:
            images: Normalised RGB (B, 3, H, W); H and W at least one patch.
            affinity: Also sum the patch-to-patch attention, which takes B * N * N floats.
            blocks: Also keep each block's class-to-patch attention, where there is one.

        Raises:
            ValueError: If it has no affinity.
        """

    @abstractmethod
    def cast_for_inference(self, dtype: torch.dtype) -> None:
        """Let the costly layers run in `dtype`; maps stay float32."""

    @abstractmethod
    def depths(self) -> dict[str, int]:
        """Each parameter's distance from the image in layers, 0 being the nearest."""

    @abstractmethod
    def facts(self) -> dict[str, Any]:
        """Sizes that say what the network is, by names for people."""


def image_logits(class_logits: Tensor | None, patch_logits: Tensor) -> Tensor:
    """An image's logits (B, C): the mean of both, or the patches' where there are no others."""
    return patch_logits if class_logits is None else (class_logits + patch_logits) / 2


def projection_head(width: int) -> nn.Sequential:
    """Projects (B, width, h, w) to the features (B, 256, h, w) of the pixel contrast."""
    return nn.Sequential(
        nn.Conv2d(width, PROJECTION_DIM, 3, padding=1, bias=False),
        nn.BatchNorm2d(PROJECTION_DIM),
        nn.ReLU(inplace=True),
        nn.Conv2d(PROJECTION_DIM, PROJECTION_DIM, 1),
    )


def rank_pooling(patch_map: Tensor, *, decay: float = POOLING_DECAY) -> Tensor:
    """Global weighted rank pooling (Xu et al., "MCTformer+", TPAMI 2024).

    Args:
        patch_map: Float tensor (B, C, h, w).
        decay: Weight of each score relative to the next higher one.

    Returns:
        Float tensor (B, C): each class's scores in descending order, averaged with weights
        decay^0, decay^1, ...
    """
    scores = patch_map.flatten(2).sort(dim=-1, descending=True).values
    ranks = torch.arange(scores.shape[-1], device=scores.device, dtype=scores.dtype)
    weights = decay**ranks
    return (scores * weights).sum(dim=-1) / weights.sum()


def full_precision(like: Tensor) -> torch.autocast:
    """Switches mixed precision off: maps are made in float32 whatever the network runs in."""
    return torch.autocast(device_type=like.device.type, enabled=False)


def drop_images(output: Tensor, noise: Tensor, rate: float) -> Tensor:
    """A branch's output after stochastic depth with given noise.

    Args:
        output: (B, ...).
        noise: (B,), uniform in [0, 1): images below the rate lose the branch.
        rate: Of images that lose it; the others' output is scaled up in return.
    """
    if rate == 0:
        return output
    kept = (noise >= rate).to(output.dtype) / (1 - rate)
    return output * kept.reshape(-1, *[1] * (output.ndim - 1))
