"""Convolutional backbones: those of timm that have stages, and a compact one of our own."""

from __future__ import annotations

import functools
import re
from typing import Any, Final, NamedTuple

import torch
from torch import Tensor, nn

from stac_core.errors import WeightsError
from stac_core.models.backbones import CNN_MICRO, require_known
from stac_core.models.cam_net import drop_images
from stac_core.models.timm_import import import_timm

DEFAULT_STRIDE: Final = 16
"""Output stride in pixels unless another is asked for: maps as fine as those of a ViT."""

_MICRO_SIZES: dict[str, Any] = {"widths": (24, 48, 96, 192), "blocks": (1, 2, 2, 1)}

_PROBE_SIZES: Final = ((224, 224), (160, 256))
"""Images that a backbone must be able to look at."""

_ATTENTION: Final = re.compile("Attention")
"""Modules that mix all places; the attention to channels of ResNeSt and the like is called Attn."""


class Shape(NamedTuple):
    """What a backbone's last two stages give.

    Attributes:
        stride: Pixels to a cell of the last stage's map.
        width: Channels of the last stage.
        mid_width: Channels of the stage before.
        own_stride: Of the architecture where nothing else is asked for.
        unused: Parameters that neither stage depends on.
    """

    stride: int
    width: int
    mid_width: int
    own_stride: int
    unused: frozenset[str]


class MicroCnn(nn.Module):
    """Four stages of residual blocks, 2.4 million parameters, made for CPUs and little data.

    All strides are those of even kernels, so that every cell of the last map has the pixels it
    stands for in its middle; a side that is no multiple of the stride loses the rest, as a ViT's
    patch convolution does it.

    Args:
        widths: Channels of the stem and the stages at 1/4, 1/8 and 1/16; the last stage has the
            width of the one before.
        blocks: Of each stage.
        output_stride: 8, 16 or 32: the last stages keep the size of the one before where the stride
            is reached. They are not dilated: CPUs take four times as long for that in bfloat16.
        drop_path: Stochastic depth rate of the last block; grows linearly from 0 at the first.
    """

    def __init__(
        self,
        *,
        widths: tuple[int, int, int, int] = (24, 48, 96, 192),
        blocks: tuple[int, int, int, int] = (1, 2, 2, 1),
        output_stride: int = DEFAULT_STRIDE,
        drop_path: float = 0.0,
    ) -> None:
        super().__init__()
        stem, *stages = (*widths, widths[-1])
        self.stem = nn.Sequential(*_convolution(3, stem, 4), *_convolution(stem, stages[0], 4))
        rates = iter([drop_path * place / max(1, sum(blocks) - 1) for place in range(sum(blocks))])
        stride, before = 4, stages[0]
        self.stages = nn.ModuleList()
        for index, (width, depth) in enumerate(zip(stages, blocks, strict=True)):
            layers: list[nn.Module] = []
            if index and stride < output_stride:
                layers += _convolution(before, width, 2)
                stride *= 2
            elif before != width:
                layers += _convolution(before, width, 1)
            layers += [_block(width, next(rates)) for _ in range(depth)]
            self.stages.append(nn.Sequential(*layers))
            before = width
        self.widths = (stages[2], stages[3])
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")
            elif hasattr(module, "zero_init_last"):
                zero_init: Any = module.zero_init_last
                zero_init()

    def forward_intermediates(
        self, images: Tensor, *, indices: int, intermediates_only: bool
    ) -> list[Tensor]:
        """The last `indices` stages' features; the method of timm's backbones of this name."""
        features = [self.stem(images)]
        for stage in self.stages:
            features.append(stage(features[-1]))
        return features[-indices:]


class SharedDropPath(nn.Module):
    """Stochastic depth whose choice of images can be given from outside.

    timm's own draws from the global generator, which would make a run depend on where it was
    stopped and on the number of processes.
    """

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.rate = rate
        self.noise: Tensor | None = None

    def forward(self, output: Tensor) -> Tensor:
        """A branch's output (B, ...), zero for images that lose the branch."""
        if not self.training:
            return output
        noise = self.noise
        return drop_images(
            output,
            torch.rand(len(output), device=output.device) if noise is None else noise,
            self.rate,
        )


def create_cnn_backbone(
    arch: str, *, output_stride: int = DEFAULT_STRIDE, drop_path: float = 0.0, **sizes: Any
) -> tuple[nn.Module, Shape]:
    """A backbone without weights that has timm's `forward_intermediates`.

    Args:
        arch: `stac_cnn_micro` or the name of a convolutional network of timm.
        output_stride: Pixels to a cell of the last stage's map.
        drop_path: Stochastic depth rate.
        sizes: Arguments of `MicroCnn`.

    Raises:
        WeightsError: If the name is unknown, names another kind of network, or one that cannot
            have this stride or stochastic depth.
    """
    backbone: Any
    if arch == CNN_MICRO:
        if output_stride not in {8, 16, 32}:
            raise _no_stride(arch, output_stride, "8, 16 or 32")
        backbone = MicroCnn(
            output_stride=output_stride, drop_path=drop_path, **{**_MICRO_SIZES, **sizes}
        )
        mid, last = backbone.widths
        shape = Shape(output_stride, last, mid, output_stride, frozenset())
    else:
        require_known(arch)
        shape = _probe(arch, output_stride)
        # many cannot be asked for a stride at all, not even for their own
        dilated = None if shape.own_stride == output_stride else output_stride
        backbone = _build(arch, dilated, drop_path)
        for name, parameter in backbone.named_parameters():
            if name in shape.unused:
                parameter.requires_grad_(requires_grad=False)
    _share_drop_paths(backbone)
    return backbone, shape


@functools.cache
def _probe(arch: str, output_stride: int) -> Shape:
    """Look at a timm backbone without memory for its weights.

    Raises:
        WeightsError: If it does not suit.
    """
    with torch.device("meta"):
        net = _build(arch, None, 0.0).eval()
        reason = _why_not_convolutional(net)
        own = _own_stride(net)
        if reason is not None:
            raise _not_convolutional(arch, reason)
        if own != output_stride:
            try:
                net = _build(arch, output_stride, 0.0).eval()
            except (TypeError, ValueError, AssertionError) as error:
                raise _no_stride(arch, output_stride, str(own)) from error
            if _own_stride(net) != output_stride or _why_not_convolutional(net) is not None:
                raise _no_stride(arch, output_stride, str(own))
        mid, last = last_stages(net, torch.zeros(2, 3, *_PROBE_SIZES[0]))
        torch.autograd.backward(mid.sum() + last.sum())
    unused = {name for name, parameter in net.named_parameters() if parameter.grad is None}
    return Shape(output_stride, last.shape[1], mid.shape[1], own, frozenset(unused))


def last_stages(backbone: Any, images: Tensor) -> tuple[Tensor, Tensor]:
    """Features (B, D', h', w') and (B, D, h, w) of the stage before the last and of the last."""
    mid, last = backbone.forward_intermediates(images, indices=2, intermediates_only=True)
    return mid, last


def _build(arch: str, output_stride: int | None, drop_path: float) -> nn.Module:
    timm = import_timm()
    options: dict[str, Any] = {} if output_stride is None else {"output_stride": output_stride}
    if drop_path:
        options["drop_path_rate"] = drop_path
    try:
        net: Any = timm.create_model(arch, pretrained=False, num_classes=0, **options)
    except TypeError as error:
        if "drop_path_rate" not in str(error):
            raise
        raise WeightsError(
            "has no stochastic depth", where=arch, fix="Set train.drop_path to 0"
        ) from error
    if hasattr(net, "prune_intermediate_layers"):
        net.prune_intermediate_layers(2, prune_norm=True, prune_head=True)
    whole: nn.Module = net
    return whole


def _own_stride(net: Any) -> int:
    info = getattr(net, "feature_info", None)
    return int(info[-1]["reduction"]) if info else 0


def _why_not_convolutional(net: nn.Module) -> str | None:
    """What keeps a timm network from giving two stages of maps of images of any size."""
    kinds = {type(each).__name__ for each in net.modules()}
    mixers = sorted(filter(_ATTENTION.search, kinds))
    if mixers:
        return f"it has {mixers[0]}"
    stride = _own_stride(net)
    if not stride or not hasattr(net, "forward_intermediates"):
        return "it gives no features of its stages"
    for size in _PROBE_SIZES:
        try:
            with torch.no_grad():
                mid, last = last_stages(net, torch.zeros(2, 3, *size))
        except (AssertionError, RuntimeError, ValueError, TypeError) as error:
            return f"it cannot look at images of {size[0]} x {size[1]} pixels: {error}".rstrip(
                ".: "
            )
        whole = tuple(-(-side // stride) for side in size)
        if mid.ndim != 4 or tuple(last.shape[-2:]) not in {whole, tuple(s // stride for s in size)}:
            return "its last stage gives no map of the whole image"
    return None


def _not_convolutional(arch: str, reason: str) -> WeightsError:
    return WeightsError(
        f"is neither a plain vision transformer nor a convolutional network ({reason})",
        where=arch,
        fix="Choose a deit_* or vit_* model, or a network such as resnet50 or convnext_tiny",
    )


def _no_stride(arch: str, asked: int, possible: str) -> WeightsError:
    return WeightsError(
        f"cannot give maps with an output stride of {asked} pixels",
        where=arch,
        fix=f"Set model.output_stride to {possible}",
    )


def _share_drop_paths(backbone: nn.Module) -> None:
    kind = import_timm().layers.DropPath
    for module in backbone.modules():
        for name, child in module.named_children():
            if type(child) is kind:
                rate: Any = child.drop_prob
                setattr(module, name, SharedDropPath(float(rate)))


def _convolution(inputs: int, outputs: int, kernel: int) -> list[nn.Module]:
    """A convolution with an even kernel and stride 2, or 1 x 1 with stride 1; batch norm, ReLU."""
    stride = 1 if kernel == 1 else 2
    return [
        nn.Conv2d(inputs, outputs, kernel, stride, padding=(kernel - stride) // 2, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(inplace=True),
    ]


def _block(width: int, drop_path: float) -> nn.Module:
    timm = import_timm()
    block: nn.Module = timm.models.resnet.BasicBlock(
        width,
        width,
        drop_path=timm.layers.DropPath(drop_path) if drop_path else None,
    )
    return block
