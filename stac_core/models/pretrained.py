"""Bringing other people's weights into a StacNet, and saying key by key what did not fit.

Three kinds of state dict are told apart: class-token models (ours, the STAC authors', MCTformer's),
plain ViTs (ImageNet and the like), and anything else, which is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

from torch import nn

from stac_core.errors import WeightsError
from stac_core.models.backbones import (
    GENERIC,
    load_hub_weights,
    resize_position_embedding,
    square_grid,
)
from stac_core.models.stac import StacNet
from stac_core.models.weights import State, read_weights

if TYPE_CHECKING:
    from pathlib import Path

    from torch import Tensor

    from stac_core.models.cam_net import CamNet

HUB: Final = "hub"
AUTHORS_HEADS: Final = 8
"""The authors run DeiT-S with 8 heads although its ImageNet weights have 6."""

_UNUSED = re.compile(r"(pos_embed|norm\.(weight|bias))$")
"""In the authors' files but not in the method: the ViT's own position embedding and last norm."""

_CLASSIFIER: Final = re.compile(r"(fc|classifier|last_linear|head|head\.fc)\.(weight|bias)$")
"""The classifiers of timm's convolutional networks, which have no place here."""

_HEAD_WIDTH: Final = 64

Kind = Literal["stac", "mctformer", "vit", "unknown"]


@dataclass
class LoadReport:
    """What became of a file's tensors and a model's parameters.

    Attributes:
        loaded: Parameters taken as they are.
        adapted: Parameter -> how it was made from the file's.
        missing: Parameters that the file does not give; they keep their start values.
        mismatched: Parameter -> (the file's shape, the model's); they keep their start values.
        unused: Tensors of the file that the model has no place for.
    """

    loaded: list[str] = field(default_factory=list)
    adapted: dict[str, str] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    mismatched: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = field(default_factory=dict)
    unused: list[str] = field(default_factory=list)

    def problems(self) -> list[str]:
        """One line for each key that did not fit."""
        lines = [f"{name}: missing in the file" for name in self.missing]
        lines += [
            f"{name}: shape {_shape(theirs)} in the file, {_shape(ours)} in the model"
            for name, (theirs, ours) in self.mismatched.items()
        ]
        return lines + [f"{name}: not used by the model" for name in self.unused]


def kind_of(state: State) -> Kind:
    """What kind of model a state dict belongs to, by its names and shapes."""
    if {"pos_embed_cls", "pos_embed_pat", "cls_token", "head.weight"} <= state.keys():
        return "stac" if any(name.startswith("representation.") for name in state) else "mctformer"
    if "blocks.0.attn.qkv.weight" in state and "pos_embed" in state:
        return "vit"
    return "unknown"


def assumed_heads(state: State) -> int:
    """Number of heads of a checkpoint that does not say it: 8 for STAC, else the backbone's own."""
    if kind_of(state) == "stac":
        return AUTHORS_HEADS
    return max(1, state["cls_token"].shape[-1] // _HEAD_WIDTH)


def build_from_state(state: State, *, heads: int | None, where: Path | str) -> StacNet:
    """A StacNet of the sizes that a class-token checkpoint has, with its weights.

    Args:
        state: Of kind "stac" or "mctformer".
        heads: Overrides `assumed_heads`.
        where: The file, for messages.

    Raises:
        WeightsError: Naming every parameter that is missing or has another shape.
    """
    try:
        net = StacNet(
            GENERIC,
            state["cls_token"].shape[1],
            input_size=_input_size(state),
            options={**_sizes(state), "num_heads": heads or assumed_heads(state)},
        )
    except (KeyError, IndexError, ValueError, AssertionError, RuntimeError) as error:
        raise WeightsError(
            f"its sizes do not make a model ({error})", where=where, fix="See: stac info FILE"
        ) from error
    report = load_matching(net, state)
    report.missing = [name for name in report.missing if not name.startswith("representation.")]
    require_fit(report, where=where)
    return net


def load_matching(net: nn.Module, state: State) -> LoadReport:
    """Copy every tensor whose name and shape fit; the rest is reported, not copied."""
    report = LoadReport()
    own = net.state_dict()
    fitting = {}
    for name, tensor in state.items():
        if name not in own:
            if not _UNUSED.match(name):
                report.unused.append(name)
        elif tensor.shape != own[name].shape:
            report.mismatched[name] = (tuple(tensor.shape), tuple(own[name].shape))
        else:
            fitting[name] = tensor
            report.loaded.append(name)
    report.missing = [name for name in own if name not in state]
    # some networks have a `load_state_dict` of their own that cannot be told to leave keys out
    nn.Module.load_state_dict(net, fitting, strict=False)
    return report


def require_fit(report: LoadReport, *, where: Path | str) -> None:
    """Refuse weights that leave parameters of the model unset.

    Raises:
        WeightsError: Naming each of them.
    """
    if report.missing or report.mismatched:
        lines = "".join(f"\n  - {line}" for line in report.problems())
        raise WeightsError(f"these weights do not fit the model:{lines}", where=where)


def initialise(net: CamNet, source: Path | Literal["hub"]) -> LoadReport:
    """Start a model from other weights before training.

    A plain ViT gives its blocks, patch and position embeddings; each class token and its position
    start as copies of the single class token and its position. A convolutional network gives its
    layers to one of the same architecture. A model of ours gives all that fits.

    Args:
        net: Changed in place.
        source: A file, or "hub" for the weights that timm knows for the architecture.

    Raises:
        WeightsError: If the file cannot be read or is of another kind.
    """
    if source == HUB:
        where, state = net.arch, load_hub_weights(net.arch)
    else:
        where, state = str(source), read_weights(source).state
    if not isinstance(net, StacNet):
        return _from_cnn(net, state, where)
    kind = kind_of(state)
    if kind == "unknown":
        raise WeightsError(
            "holds neither a vision transformer nor a class-token model", where=where
        )
    if kind != "vit":
        return load_matching(net, state)
    report = LoadReport()
    converted = _from_vit(net, state, report)
    matched = load_matching(net, converted)
    matched.adapted = report.adapted
    matched.loaded = [name for name in matched.loaded if name not in report.adapted]
    if not any(name.startswith("blocks.") for name in matched.loaded):
        require_fit(matched, where=where)
    return matched


def _from_cnn(net: CamNet, state: State, where: str) -> LoadReport:
    """Take a backbone's weights, by timm's names, or those of a whole model of ours.

    Raises:
        WeightsError: If none of the backbone's tensors fit.
    """
    inside = "backbone."
    if not any(name.startswith(inside) for name in state):
        state = {
            f"{inside}{name}": value for name, value in state.items() if not _CLASSIFIER.match(name)
        }
    report = load_matching(net, state)
    if not any(name.startswith(inside) for name in report.loaded):
        found = ", ".join(name.removeprefix(inside) for name in list(state)[:3])
        names = [name for name in net.state_dict() if name.startswith(inside)][:3]
        wanted = ", ".join(name.removeprefix(inside) for name in names)
        raise WeightsError(
            f"holds nothing that fits {net.arch}: it begins with {found}, not with {wanted}",
            where=where,
            fix="Name the weights of the architecture in model.arch, with timm's names",
        )
    return report


def _from_vit(net: StacNet, state: State, report: LoadReport) -> State:
    """Rename and reshape the embeddings of a plain ViT; drop its classifier."""
    dropped = re.compile(r"(head|head_dist|fc_norm|norm|pre_logits|attn_pool)(\.|$)")
    result = {name: value for name, value in state.items() if not dropped.match(name)}
    position = result.pop("pos_embed")
    registers = result.get("reg_token")
    has_class = "cls_token" in result
    prefix = int(has_class) + (0 if registers is None else registers.shape[1])
    if not net.prefix_has_position:
        prefix = 0
    prefix_position, patch_position = position[:, :prefix], position[:, prefix:]
    try:
        old_grid = square_grid(patch_position.shape[1])
        result["pos_embed_pat"] = resize_position_embedding(patch_position, old_grid, net.grid_size)
        if old_grid != net.grid_size:
            report.adapted["pos_embed_pat"] = f"resized from {old_grid} to {net.grid_size} patches"
    except WeightsError:
        result["pos_embed_pat"] = patch_position  # reported as a mismatch if it does not fit
    if has_class:
        result["cls_token"] = result["cls_token"].expand(-1, net.num_classes, -1).clone()
        report.adapted["cls_token"] = f"{net.num_classes} copies of the class token"
        if prefix:
            position_of_class = prefix_position[:, :1]
        else:
            position_of_class = result["cls_token"].new_zeros(1, 1, net.embed_dim)
        result["pos_embed_cls"] = position_of_class.expand(-1, net.num_classes, -1).clone()
        report.adapted["pos_embed_cls"] = f"{net.num_classes} copies of the class token's position"
    if registers is not None and prefix:
        result["reg_token"] = registers + prefix_position[:, int(has_class) :]
        report.adapted["reg_token"] = "joined with its position"
    return result


def _sizes(state: State) -> dict[str, Any]:
    """Arguments of timm's `VisionTransformer` that describe a class-token checkpoint."""
    width = state["cls_token"].shape[-1]
    depth = 1 + max(int(name.split(".")[1]) for name in state if name.startswith("blocks."))
    return {
        "embed_dim": width,
        "depth": depth,
        "patch_size": state["patch_embed.proj.weight"].shape[-1],
        "mlp_ratio": state["blocks.0.mlp.fc1.weight"].shape[0] / width,
        "qkv_bias": "blocks.0.attn.qkv.bias" in state,
        "qk_norm": "blocks.0.attn.q_norm.weight" in state,
        "init_values": 1e-5 if "blocks.0.ls1.gamma" in state else None,
        "reg_tokens": state["reg_token"].shape[1] if "reg_token" in state else 0,
        "pre_norm": "norm_pre.weight" in state,
    }


def _input_size(state: State) -> tuple[int, int]:
    rows, columns = square_grid(state["pos_embed_pat"].shape[1])
    kernel: Tensor = state["patch_embed.proj.weight"]
    return rows * kernel.shape[-2], columns * kernel.shape[-1]


def _shape(shape: tuple[int, ...]) -> str:
    return "x".join(str(size) for size in shape) or "scalar"
