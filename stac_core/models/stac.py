"""StacNet: a plain ViT with one class token per defect class.

The model of Sime et al., "STAC", IEEE Trans. Industrial Informatics 22(4), 2026; its class tokens
and pooling are those of Xu et al., "MCTformer", CVPR 2022 and TPAMI 2024. The state dict has the
names of the authors' checkpoints.

Only the class tokens' rows of each block's attention are ever kept: C rows of C + N, instead of the
full (C + N)^2 that the maps do not need. The tokens themselves go through fused attention.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.utils.checkpoint import checkpoint

from stac_core.errors import WeightsError
from stac_core.models.backbones import create_backbone, resize_position_embedding
from stac_core.models.cam_net import (
    UNDECAYED,
    CamNet,
    Localisation,
    StacOutput,
    drop_images,
    full_precision,
    projection_head,
    rank_pooling,
)
from stac_core.models.timm_import import import_timm

if TYPE_CHECKING:
    from collections.abc import Callable

_Result = TypeVar("_Result")

ATTENTION_BLOCKS: Final = 12
"""How many of the last blocks the class-to-patch attention is averaged over."""

EXPLICIT_TOKENS: Final = 512
"""Up to so many tokens training on a CPU writes attention out instead of fusing it."""


class _Encoded(NamedTuple):
    class_tokens: Tensor  # (B, C, D), final
    patch_tokens: Tensor  # (B, N, D), final
    grid: tuple[int, int]
    class_attention: Tensor  # (B, C, h, w)
    block_attention: Tensor | None  # (L, B, C, h, w), where it was asked for


class _Collector:
    """Gathers what a forward pass leaves behind in each block."""

    def __init__(
        self,
        *,
        training: bool = False,
        affinity: bool = False,
        blocks: bool = False,
        drop_noise: Tensor | None = None,
    ) -> None:
        self.training = training
        self.drop_noise = None if drop_noise is None else iter(drop_noise)
        self.wants_affinity = affinity
        self.wants_blocks = blocks
        self.class_tokens: list[Tensor] = []
        self.attention_output: Tensor | None = None
        self.affinity: Tensor | None = None

    def drop(self, path: nn.Module, output: Tensor) -> Tensor:
        """A branch's output (B, T, D) after stochastic depth."""
        if self.drop_noise is None or not path.training:
            dropped: Tensor = path(output)
            return dropped
        noise = next(self.drop_noise)
        rate = float(getattr(path, "drop_prob", 0.0) or 0.0)
        return drop_images(output, noise, rate)


class StacNet(CamNet):
    """A vision transformer that yields one localisation map per class.

    Args:
        arch: `stac_micro`, the name of a plain timm ViT, or `vit` with sizes in `options`.
        num_classes: Number C of defect classes, background not counted.
        input_size: (height, width) in pixels that the position embedding is made for; other
            sizes work too, the embedding is then resampled.
        heads: Number of attention heads; None takes the architecture's own.
        drop_path: Stochastic depth rate in training.
        options: Sizes that differ from the architecture's own.

    Raises:
        WeightsError: If the architecture is unknown or unsuitable, or cannot have so many heads.
    """

    cam_kinds = ("fused", "patchcam", "mct")
    has_affinity = True
    snaps_views = False
    file_version = 1

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
        backbone = create_backbone(
            arch, input_size=input_size, drop_path=drop_path, **(options or {})
        )
        self.patch_size = backbone.patch_embed.patch_size
        self.grid_size: tuple[int, int] = backbone.patch_embed.grid_size
        self.embed_dim = backbone.embed_dim
        self.heads = _checked_heads(arch, backbone, heads)
        self.num_registers = int(backbone.num_reg_tokens)
        self.prefix_has_position = not backbone.no_embed_class

        width = self.embed_dim
        patches = self.grid_size[0] * self.grid_size[1]
        self.cls_token = nn.Parameter(torch.zeros(1, num_classes, width))
        self.pos_embed_cls = nn.Parameter(torch.zeros(1, num_classes, width))
        self.pos_embed_pat = nn.Parameter(torch.zeros(1, patches, width))
        self.reg_token = (
            nn.Parameter(torch.zeros(1, self.num_registers, width)) if self.num_registers else None
        )
        self.patch_embed = backbone.patch_embed
        self.norm_pre = backbone.norm_pre
        self.blocks = backbone.blocks
        self.head = nn.Conv2d(width, num_classes, 3, padding=1)
        self.representation = projection_head(width)
        for table in (self.cls_token, self.pos_embed_cls, self.pos_embed_pat, self.reg_token):
            if table is not None:
                nn.init.trunc_normal_(table, std=0.02)

    def forward(self, images: Tensor, drop_noise: Tensor | None = None) -> StacOutput:
        """Run the network for training; see `CamNet.forward`."""
        collector = _Collector(training=True, drop_noise=drop_noise)
        encoded = self._encode(images, collector)
        patch_features = _as_map(encoded.patch_tokens, encoded.grid)
        assert collector.attention_output is not None
        mid_features = _as_map(collector.attention_output, encoded.grid)
        projection = self.representation(patch_features)
        with full_precision(images):
            patch_map = self.head(patch_features.float())
            mid_patch_map = self.head(mid_features.float())
            class_logits = encoded.class_tokens.float().mean(dim=-1)
        return StacOutput(
            class_logits=class_logits,
            patch_logits=rank_pooling(patch_map),
            patch_map=patch_map,
            mid_patch_map=mid_patch_map,
            class_attention=encoded.class_attention,
            class_tokens=torch.stack(collector.class_tokens),
            projection=projection.float(),
        )

    def localise(
        self, images: Tensor, *, affinity: bool = False, blocks: bool = False
    ) -> Localisation:
        """Run the network for maps; see `CamNet.localise`."""
        collector = _Collector(affinity=affinity, blocks=blocks)
        encoded = self._encode(images, collector)
        with full_precision(images):
            patch_map = self.head(_as_map(encoded.patch_tokens, encoded.grid).float())
            class_logits = encoded.class_tokens.float().mean(dim=-1)
        return Localisation(
            class_logits=class_logits,
            patch_logits=rank_pooling(patch_map),
            patch_map=patch_map,
            class_attention=encoded.class_attention,
            affinity=collector.affinity,
            block_attention=encoded.block_attention,
        )

    @property
    def drop_branches(self) -> int:
        """Two in each block: attention and MLP."""
        return 2 * len(self.blocks)

    def cast_for_inference(self, dtype: torch.dtype) -> None:
        """Bring the blocks' linear layers to `dtype`; norms, embeddings and heads stay float32.

        The residual stream and all that maps are made of stay in float32, so half precision costs
        little accuracy and half the memory.
        """
        for block in self.blocks:
            for module in block.modules():
                if isinstance(module, nn.Linear):
                    module.to(dtype)

    def depths(self) -> dict[str, int]:
        """0 for what makes the tokens, then the blocks from 1, then the heads."""
        heads = len(self.blocks) + 1
        return {name: _depth_of(name, heads) for name, _ in self.named_parameters()}

    def facts(self) -> dict[str, Any]:
        """Sizes that say what the network is."""
        return {
            "blocks": len(self.blocks),
            "width": self.embed_dim,
            "heads": self.heads,
            "patch size": self.patch_size[0],
        }

    def _encode(self, images: Tensor, collector: _Collector) -> _Encoded:
        tokens, grid = self._embed(images)
        classes = self.num_classes
        prefix = classes + self.num_registers
        averaged = min(ATTENTION_BLOCKS, len(self.blocks))
        attention: Tensor | None = None
        by_block: list[Tensor] = []
        for index, block in enumerate(self.blocks):
            tokens, rows = self._block(block, tokens, collector)
            if collector.wants_blocks:
                by_block.append(rows[..., prefix:])
            if index >= len(self.blocks) - averaged:
                rows = rows[..., prefix:]
                attention = rows if attention is None else attention + rows
            if collector.training:
                collector.class_tokens.append(tokens[:, :classes])
        assert attention is not None
        if collector.attention_output is not None:
            collector.attention_output = collector.attention_output / len(self.blocks)
        return _Encoded(
            class_tokens=tokens[:, :classes],
            patch_tokens=tokens[:, prefix:],
            grid=grid,
            class_attention=(attention / averaged).reshape(len(images), classes, *grid),
            block_attention=(
                torch.stack(by_block).reshape(-1, len(images), classes, *grid) if by_block else None
            ),
        )

    def _embed(self, images: Tensor) -> tuple[Tensor, tuple[int, int]]:
        """Tokens (B, C + registers + N, D) and the patch grid."""
        patch_map = self.patch_embed.proj(images)
        grid = (patch_map.shape[-2], patch_map.shape[-1])
        patches = self.patch_embed.norm(patch_map.flatten(2).transpose(1, 2))
        patches = patches + resize_position_embedding(self.pos_embed_pat, self.grid_size, grid)
        batch = len(images)
        prefix = [(self.cls_token + self.pos_embed_cls).expand(batch, -1, -1)]
        if self.reg_token is not None:
            prefix.append(self.reg_token.expand(batch, -1, -1))
        return self.norm_pre(torch.cat([*prefix, patches], dim=1)), grid

    def _block(self, block: Any, tokens: Tensor, collector: _Collector) -> tuple[Tensor, Tensor]:
        """One transformer block.

        Returns:
            tokens: (B, T, D), the block's output.
            rows: (B, C, T), the class tokens' attention averaged over heads, float32.
        """
        attention = block.attn
        batch, length, _ = tokens.shape
        # Inference keeps the residual stream in float32 and the weights in the chosen precision.
        dtype = attention.qkv.weight.dtype
        normed = block.norm1(tokens).to(dtype)
        qkv = attention.qkv(normed).reshape(batch, length, 3, self.heads, -1)
        query, key, value = qkv.permute(2, 0, 3, 1, 4).unbind(0)
        query, key = attention.q_norm(query), attention.k_norm(key)
        mixed, rows = _attend(query, key, value, self.num_classes)
        if collector.wants_affinity:
            prefix = self.num_classes + self.num_registers
            affinity = _patch_affinity(query[:, :, prefix:], key, prefix)
            previous = collector.affinity
            collector.affinity = affinity if previous is None else previous + affinity
        mixed = attention.norm(mixed.transpose(1, 2).reshape(batch, length, -1))
        output = block.ls1(attention.proj_drop(attention.proj(mixed)))
        if collector.training:
            part = output[:, self.num_classes + self.num_registers :]
            total = collector.attention_output
            collector.attention_output = part if total is None else total + part
        tokens = tokens + collector.drop(block.drop_path1, output)
        normed = block.norm2(tokens).to(dtype)
        hidden = block.ls2(_mlp(block.mlp, normed))
        return tokens + collector.drop(block.drop_path2, hidden), rows


def _mlp(mlp: Any, tokens: Tensor) -> Tensor:
    """A block's MLP; training on a CPU keeps its hidden layer before the activation only."""
    if type(mlp) is not import_timm().layers.Mlp or not _trains_on_cpu(tokens):
        output: Tensor = mlp(tokens)
        return output

    def activate(hidden: Tensor) -> Tensor:
        output: Tensor = mlp.drop2(mlp.fc2(mlp.norm(mlp.drop1(mlp.act(hidden)))))
        return output

    return _recomputed(activate, mlp.fc1(tokens))


def _trains_on_cpu(tokens: Tensor) -> bool:
    return tokens.requires_grad and tokens.device.type == "cpu"


def _recomputed(function: Callable[..., _Result], *tensors: Tensor) -> _Result:
    """`function(*tensors)`, of which the graph keeps the arguments only.

    The backward pass computes the rest anew, but for the last product, whose value it does not
    need: torch stops the second run there.
    """
    result: _Result = checkpoint(function, *tensors, use_reentrant=False)
    return result


def _attend(query: Tensor, key: Tensor, value: Tensor, classes: int) -> tuple[Tensor, Tensor]:
    """softmax(Q K^T / sqrt(d)) V for (B, H, T, d), and the class tokens' rows (see `_class_rows`).

    Fused attention, except when training on a CPU, where its backward pass is the slow part:
    written out, forward and backward of 199 tokens in bf16 take about a third of the time.
    """

    def class_rows(query: Tensor, key: Tensor) -> Tensor:
        return _class_rows(query[:, :, :classes], key)

    def write_out(query: Tensor, key: Tensor, value: Tensor) -> tuple[Tensor, Tensor]:
        rows = class_rows(query, key)
        scaled = query / math.sqrt(query.shape[-1])
        return (scaled @ key.transpose(-2, -1)).softmax(dim=-1) @ value, rows

    if not _trains_on_cpu(query) or query.shape[-2] > EXPLICIT_TOKENS:
        return F.scaled_dot_product_attention(query, key, value), class_rows(query, key)
    with full_precision(query):
        return _recomputed(write_out, query, key, value)


def _class_rows(query: Tensor, key: Tensor) -> Tensor:
    """Attention of the class tokens, mean over heads: (B, H, C, d), (B, H, T, d) -> (B, C, T)."""
    with full_precision(query):
        query = query.float() / math.sqrt(query.shape[-1])
        return (query @ key.float().transpose(-2, -1)).softmax(dim=-1).mean(dim=1)


def _patch_affinity(query: Tensor, key: Tensor, prefix: int) -> Tensor:
    """Patch-to-patch attention averaged over heads, head by head to bound the memory: (B, N, N)."""
    heads = query.shape[1]
    total: Tensor | None = None
    with full_precision(query):
        scaled = query.float() / math.sqrt(query.shape[-1])
        for head in range(heads):
            scores = scaled[:, head] @ key[:, head].float().transpose(-2, -1)
            part = scores.softmax(dim=-1)[..., prefix:]
            total = part if total is None else total.add_(part)
    assert total is not None
    return total / heads


def _as_map(tokens: Tensor, grid: tuple[int, int]) -> Tensor:
    return tokens.transpose(1, 2).reshape(len(tokens), -1, *grid)


def _depth_of(name: str, heads: int) -> int:
    if name.startswith("blocks."):
        return int(name.split(".")[1]) + 1
    is_input = name in UNDECAYED or name.startswith(("patch_embed.", "norm_pre."))
    return 0 if is_input else heads


def _checked_heads(arch: str, backbone: Any, heads: int | None) -> int:
    attention = backbone.blocks[0].attn
    own = int(attention.num_heads)
    if heads is None or heads == own:
        return own
    width = attention.qkv.out_features // 3
    if width % heads:
        raise WeightsError(
            f"{heads} heads do not divide its width {width}",
            where=arch,
            fix=f"Its own number of heads is {own}",
        )
    if not isinstance(attention.q_norm, nn.Identity):
        raise WeightsError(
            "its queries are normalised per head, so the number of heads cannot be changed",
            where=arch,
            fix=f"Leave heads at {own}",
        )
    return heads
