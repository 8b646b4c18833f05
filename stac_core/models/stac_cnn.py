"""StacCnn: STAC on a convolutional backbone, without class tokens.

The convolutional variant of Sime et al., "STAC", IEEE Trans. Industrial Informatics 22(4), 2026:
CAM1 is the patch head on the last stage, CAM2 the same head on the stage before, brought to the
last stage's width; the loss is L_pat + 2 L_sal + 0.2 L_con. Head, pooling and projection are those
of the transformer.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn

from stac_core.errors import WeightsError
from stac_core.models.backbones import CNN_MICRO
from stac_core.models.cam_net import (
    CamNet,
    Localisation,
    StacOutput,
    full_precision,
    projection_head,
    rank_pooling,
)
from stac_core.models.cnn_backbones import SharedDropPath, create_cnn_backbone, last_stages
from stac_core.models.timm_import import import_timm

if TYPE_CHECKING:
    from collections.abc import Iterator


class StacCnn(CamNet):
    """A convolutional network that yields one localisation map per class.

    Args:
        arch: `stac_cnn_micro` or the name of a convolutional network of timm.
        num_classes: Number C of defect classes, background not counted.
        input_size: (height, width) in pixels that it is trained at; other sizes work too.
        heads: There are none: must be None.
        drop_path: Stochastic depth rate in training.
        options: `output_stride` in pixels (16), and the sizes of `stac_cnn_micro`.

    Raises:
        WeightsError: If the architecture is unknown or unsuitable, or cannot have these options.
    """

    cam_kinds = ("patchcam",)
    has_affinity = False
    snaps_views = True
    file_version = 2

    def __init__(
        self,
        arch: str,
        num_classes: int,
        *,
        input_size: tuple[int, int] = (224, 224),
        heads: int | None = None,
        drop_path: float = 0.0,
        options: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(arch, num_classes, input_size=input_size, options=options)
        if heads is not None:
            raise WeightsError(
                "is convolutional and has no attention heads",
                where=arch,
                fix="Leave model.heads (--heads) empty",
            )
        self.backbone, shape = create_cnn_backbone(arch, drop_path=drop_path, **self.options)
        self.patch_size = (shape.stride, shape.stride)
        self.embed_dim = shape.width
        self.mid_projection = nn.Conv2d(shape.mid_width, shape.width, 1)
        self.head = nn.Conv2d(shape.width, num_classes, 3, padding=1)
        self.representation = projection_head(shape.width)
        self._paths = [each for each in self.modules() if isinstance(each, SharedDropPath)]
        self._inference_dtype = torch.float32

    @property
    def drop_branches(self) -> int:
        """Residual branches that stochastic depth looks after."""
        return len(self._paths)

    def forward(self, images: Tensor, drop_noise: Tensor | None = None) -> StacOutput:
        """Run the network for training; see `CamNet.forward`."""
        with self._dropping(drop_noise):
            mid, last = self._stages(images)
        projection = self.representation(last)
        mid = self.mid_projection(mid)
        with full_precision(images):
            patch_map = self.head(last.float())
            mid_patch_map = self.head(mid.float())
        return StacOutput(
            class_logits=None,
            patch_logits=rank_pooling(patch_map),
            patch_map=patch_map,
            mid_patch_map=mid_patch_map,
            class_attention=None,
            class_tokens=None,
            projection=projection.float(),
        )

    def localise(
        self, images: Tensor, *, affinity: bool = False, blocks: bool = False
    ) -> Localisation:
        """Run the network for maps; see `CamNet.localise`."""
        if affinity:
            raise ValueError(f"{self.arch} has no patch-to-patch attention")
        with self._lower_precision(images):
            _, last = self._stages(images)
        with full_precision(images):
            patch_map = self.head(last.float())
        return Localisation(
            class_logits=None,
            patch_logits=rank_pooling(patch_map),
            patch_map=patch_map,
            class_attention=None,
            affinity=None,
        )

    def cast_for_inference(self, dtype: torch.dtype) -> None:
        """Let `localise` run the backbone in `dtype`; float32 leaves that to the caller."""
        self._inference_dtype = dtype

    def depths(self) -> dict[str, int]:
        """The backbone's layers as timm counts them, then the heads."""
        if self.arch == CNN_MICRO:
            inside = {name: _micro_depth(name) for name, _ in self.backbone.named_parameters()}
        else:
            inside = _timm_depths(self.backbone)
        heads = 1 + max(inside.values())
        return {
            name: inside[name.removeprefix("backbone.")] if name.startswith("backbone.") else heads
            for name, _ in self.named_parameters()
        }

    def facts(self) -> dict[str, Any]:
        """Sizes that say what the network is."""
        return {"width": self.embed_dim, "output stride": self.patch_size[0]}

    def _stages(self, images: Tensor) -> tuple[Tensor, Tensor]:
        # twice as fast on CPUs in bfloat16, and what tensor cores want
        return last_stages(self.backbone, images.contiguous(memory_format=torch.channels_last))

    def _lower_precision(self, images: Tensor) -> contextlib.AbstractContextManager[Any]:
        dtype = self._inference_dtype
        if dtype is torch.float32:
            return contextlib.nullcontext()
        return torch.autocast(images.device.type, dtype=dtype)

    @contextlib.contextmanager
    def _dropping(self, noise: Tensor | None) -> Iterator[None]:
        """Stochastic depth goes by the noise (`drop_branches`, B)."""
        if noise is None:
            yield
            return
        for path, row in zip(self._paths, noise, strict=True):
            path.noise = row
        try:
            yield
        finally:
            for path in self._paths:
                path.noise = None


def _micro_depth(name: str) -> int:
    return int(name.split(".")[1]) + 1 if name.startswith("stages.") else 0


def _timm_depths(backbone: Any) -> dict[str, int]:
    timm = import_timm()
    layers: dict[str, int] = timm.models.group_parameters(
        backbone, backbone.group_matcher(coarse=False), reverse=True
    )
    return layers
