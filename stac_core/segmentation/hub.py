"""Segmenters of the field's usual kinds, on encoders that others have published weights for.

Their encoders and decoders are those of segmentation-models-pytorch; around them is what every
segmenter here has: grey levels in, masks, image-level answers and features out.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

import torch
from torch import nn

from stac_core.models.backbones import IMAGENET_MEAN, IMAGENET_STD
from stac_core.models.timm_import import import_smp
from stac_core.segmentation.compact import PROJECTION, SegmenterOutput, pad_to_multiple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from torch import Tensor


class HubArch(NamedTuple):
    """One of the networks.

    Attributes:
        decoder: What makes masks of the encoder's features.
        encoder: Its name in segmentation-models-pytorch.
        notice: What its users must know, in words; empty for nothing.
    """

    decoder: Literal["DeepLabV3Plus", "Segformer"]
    encoder: str
    notice: str = ""


_NOTICE: Final = (
    "the code and the published weights of the MiT encoder are under NVIDIA's source code licence, "
    "which allows research and evaluation only"
)

HUB_ARCHS: Final[Mapping[str, HubArch]] = MappingProxyType(
    {
        "deeplabv3plus-resnet18": HubArch("DeepLabV3Plus", "resnet18"),
        "deeplabv3plus-efficientnet-b0": HubArch("DeepLabV3Plus", "efficientnet-b0"),
        "deeplabv3plus-efficientnet-b4": HubArch("DeepLabV3Plus", "efficientnet-b4"),
        "segformer-mit-b0": HubArch("Segformer", "mit_b0", _NOTICE),
        "segformer-mit-b4": HubArch("Segformer", "mit_b4", _NOTICE),
    }
)
"""The networks by their names in `segment.arch`."""

_LEVEL: Final = 255.0
_CLASSIFIER: Final = ("_conv_head", "_bn1")
"""Layers of EfficientNet that only its classifier needs: they would never get a gradient."""


class HubNet(nn.Module):
    """An encoder and decoder of segmentation-models-pytorch, without weights of others.

    Args:
        arch: A key of `HUB_ARCHS`.
        classes: C, without the background.
        mean: Subtracted from RGB in [0, 1].
        std: Divides what is left.
    """

    mean: Tensor
    std: Tensor

    def __init__(
        self,
        arch: str,
        classes: int,
        *,
        mean: tuple[float, ...] = IMAGENET_MEAN,
        std: tuple[float, ...] = IMAGENET_STD,
    ) -> None:
        super().__init__()
        chosen = HUB_ARCHS[arch]
        made = getattr(import_smp(), chosen.decoder)(
            encoder_name=chosen.encoder, encoder_weights=None, classes=classes + 1
        )
        self.classes, self.multiple = classes, int(made.encoder.output_stride)
        self.encoder, self.decoder, self.head = made.encoder, made.decoder, made.segmentation_head
        for name in _CLASSIFIER:
            if hasattr(self.encoder, name):
                delattr(self.encoder, name)
        self.class_head = nn.Linear(2 * made.encoder.out_channels[-1], classes)
        self.projection = nn.Conv2d(self.head[0].in_channels, PROJECTION, 1)
        # of the model file's description, not of its weights
        self.register_buffer("mean", torch.tensor(mean).reshape(1, 3, 1, 1), persistent=False)
        self.register_buffer("std", torch.tensor(std).reshape(1, 3, 1, 1), persistent=False)

    def forward(self, images: Tensor) -> SegmenterOutput:
        """Look at images.

        Args:
            images: float32 (B, 1 or 3, H, W), grey levels 0 to 255.
        """
        high, wide = images.shape[-2:]
        colours = images.expand(-1, 3, -1, -1) if images.shape[1] == 1 else images
        normal = (colours / _LEVEL - self.mean) / self.std
        maps: list[Any] = self.encoder(pad_to_multiple(normal, self.multiple))
        deepest = maps[-1]
        decoded = self.decoder(maps)
        pooled = torch.cat([deepest.mean(dim=(2, 3)), deepest.amax(dim=(2, 3))], dim=1)
        return SegmenterOutput(
            self.head(decoded)[..., :high, :wide],
            self.class_head(pooled),
            self.projection(decoded),
        )
