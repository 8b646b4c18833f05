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
from stac_core.models.timm_import import import_timm

if TYPE_CHECKING:
    from collections.abc import Callable

_Result = TypeVar("_Result")

POOLING_DECAY: Final = 0.996
"""Ratio of successive weights in global weighted rank pooling."""

ATTENTION_BLOCKS: Final = 12
"""How many of the last blocks the class-to-patch attention is averaged over."""

PROJECTION_DIM: Final = 256

EXPLICIT_TOKENS: Final = 512
"""Up to so many tokens training on a CPU writes attention out instead of fusing it."""


class StacOutput(NamedTuple):
    """What the losses need. (h, w) is the patch grid.

    Attributes:
        class_logits: (B, C), from the class tokens.
        patch_logits: (B, C), from the patch map by global weighted rank pooling.
        patch_map: (B, C, h, w), the patch head on the final patch tokens, before any ReLU.
        mid_patch_map: (B, C, h, w), the same head on the blocks' mean attention output.
        class_attention: (B, C, h, w), class-to-patch attention, float32.
        class_tokens: (L, B, C, D), each block's output class tokens.
        projection: (B, 256, h, w), features for the pixel contrast.
    """

    class_logits: Tensor
    patch_logits: Tensor
    patch_map: Tensor
    mid_patch_map: Tensor
    class_attention: Tensor
    class_tokens: Tensor
    projection: Tensor


class Localisation(NamedTuple):
    """What the maps need, all float32.

    Attributes:
        class_logits: (B, C).
        patch_logits: (B, C).
        patch_map: (B, C, h, w), before any ReLU.
        class_attention: (B, C, h, w).
        affinity: (B, N, N), patch-to-patch attention averaged over heads and summed over blocks;
            None unless it was asked for.
    """

    class_logits: Tensor
    patch_logits: Tensor
    patch_map: Tensor
    class_attention: Tensor
    affinity: Tensor | None

    @property
    def logits(self) -> Tensor:
        """The image's logits (B, C): the mean of both."""
        return (self.class_logits + self.patch_logits) / 2


class _Encoded(NamedTuple):
    class_tokens: Tensor  # (B, C, D), final
    patch_tokens: Tensor  # (B, N, D), final
    grid: tuple[int, int]
    class_attention: Tensor  # (B, C, h, w)


class _Collector:
    """Gathers what a forward pass leaves behind in each block."""

    def __init__(
        self,
        *,
        training: bool = False,
        affinity: bool = False,
        drop_noise: Tensor | None = None,
    ) -> None:
        self.training = training
        self.drop_noise = None if drop_noise is None else iter(drop_noise)
        self.wants_affinity = affinity
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
        if rate == 0:
            return output
        kept = (noise >= rate).to(output.dtype) / (1 - rate)
        scaled: Tensor = output * kept[:, None, None]
        return scaled


class StacNet(nn.Module):
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
        super().__init__()
        if num_classes < 1:
            raise ValueError(f"num_classes must be at least 1, got {num_classes}")
        backbone = create_backbone(
            arch, input_size=input_size, drop_path=drop_path, **(options or {})
        )
        self.arch = arch
        self.options = dict(options or {})
        self.num_classes = num_classes
        self.input_size = input_size
        self.patch_size: tuple[int, int] = backbone.patch_embed.patch_size
        self.grid_size: tuple[int, int] = backbone.patch_embed.grid_size
        self.embed_dim: int = backbone.embed_dim
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
        self.representation = nn.Sequential(
            nn.Conv2d(width, PROJECTION_DIM, 3, padding=1, bias=False),
            nn.BatchNorm2d(PROJECTION_DIM),
            nn.ReLU(inplace=True),
            nn.Conv2d(PROJECTION_DIM, PROJECTION_DIM, 1),
        )
        for table in (self.cls_token, self.pos_embed_cls, self.pos_embed_pat, self.reg_token):
            if table is not None:
                nn.init.trunc_normal_(table, std=0.02)

    def forward(self, images: Tensor, drop_noise: Tensor | None = None) -> StacOutput:
        """Run the network for training.

        Args:
            images: Normalised RGB (B, 3, H, W); H and W at least one patch.
            drop_noise: Uniform in [0, 1), (2 L, B): decides which branches of which image the
                stochastic depth drops. None draws it from torch's global generator.
        """
        collector = _Collector(training=True, drop_noise=drop_noise)
        encoded = self._encode(images, collector)
        patch_features = _as_map(encoded.patch_tokens, encoded.grid)
        assert collector.attention_output is not None
        mid_features = _as_map(collector.attention_output, encoded.grid)
        projection = self.representation(patch_features)
        with _full_precision(images):
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

    def localise(self, images: Tensor, *, affinity: bool = False) -> Localisation:
        """Run the network for maps: neither the projection nor any full attention is computed.

        Args:
            images: Normalised RGB (B, 3, H, W); H and W at least one patch.
            affinity: Also sum the patch-to-patch attention, which takes B * N * N floats.
        """
        collector = _Collector(affinity=affinity)
        encoded = self._encode(images, collector)
        with _full_precision(images):
            patch_map = self.head(_as_map(encoded.patch_tokens, encoded.grid).float())
            class_logits = encoded.class_tokens.float().mean(dim=-1)
        return Localisation(
            class_logits=class_logits,
            patch_logits=rank_pooling(patch_map),
            patch_map=patch_map,
            class_attention=encoded.class_attention,
            affinity=collector.affinity,
        )

    def tokens_per_view(self, height: int, width: int) -> int:
        """Number of patches of an image of this size in pixels."""
        return max(1, height // self.patch_size[0]) * max(1, width // self.patch_size[1])

    def _encode(self, images: Tensor, collector: _Collector) -> _Encoded:
        tokens, grid = self._embed(images)
        classes = self.num_classes
        prefix = classes + self.num_registers
        averaged = min(ATTENTION_BLOCKS, len(self.blocks))
        attention: Tensor | None = None
        for index, block in enumerate(self.blocks):
            tokens, rows = self._block(block, tokens, collector)
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
    with _full_precision(query):
        return _recomputed(write_out, query, key, value)


def _class_rows(query: Tensor, key: Tensor) -> Tensor:
    """Attention of the class tokens, mean over heads: (B, H, C, d), (B, H, T, d) -> (B, C, T)."""
    with _full_precision(query):
        query = query.float() / math.sqrt(query.shape[-1])
        return (query @ key.float().transpose(-2, -1)).softmax(dim=-1).mean(dim=1)


def _patch_affinity(query: Tensor, key: Tensor, prefix: int) -> Tensor:
    """Patch-to-patch attention averaged over heads, head by head to bound the memory: (B, N, N)."""
    heads = query.shape[1]
    total: Tensor | None = None
    with _full_precision(query):
        scaled = query.float() / math.sqrt(query.shape[-1])
        for head in range(heads):
            scores = scaled[:, head] @ key[:, head].float().transpose(-2, -1)
            part = scores.softmax(dim=-1)[..., prefix:]
            total = part if total is None else total.add_(part)
    assert total is not None
    return total / heads


def _full_precision(like: Tensor) -> torch.autocast:
    """Switches mixed precision off: maps are made in float32 whatever the network runs in."""
    return torch.autocast(device_type=like.device.type, enabled=False)


def _as_map(tokens: Tensor, grid: tuple[int, int]) -> Tensor:
    return tokens.transpose(1, 2).reshape(len(tokens), -1, *grid)


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
