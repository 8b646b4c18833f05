from __future__ import annotations

import math

import pytest
import torch
from torch.nn import functional as F

from core.helpers import TINY, tiny_net
from stac_core.errors import WeightsError
from stac_core.models import backbones
from stac_core.models.cam_net import rank_pooling
from stac_core.models.stac import StacNet


def plain_attention_forward(net, images):
    """The same network written the long way: full attention, timm's own modules."""
    patches = net.patch_embed.proj(images)
    grid = patches.shape[-2:]
    patches = net.patch_embed.norm(patches.flatten(2).transpose(1, 2)) + F.interpolate(
        net.pos_embed_pat.reshape(1, *net.grid_size, -1).permute(0, 3, 1, 2),
        size=grid,
        mode="bicubic",
    ).flatten(2).transpose(1, 2)
    prefix = [(net.cls_token + net.pos_embed_cls).expand(len(images), -1, -1)]
    if net.reg_token is not None:
        prefix.append(net.reg_token.expand(len(images), -1, -1))
    tokens = net.norm_pre(torch.cat([*prefix, patches], 1))
    first = net.num_classes + net.num_registers
    attentions, outputs, class_tokens = [], [], []
    for block in net.blocks:
        normed = block.norm1(tokens)
        batch, length, width = normed.shape
        heads = net.heads
        qkv = block.attn.qkv(normed).reshape(batch, length, 3, heads, width // heads)
        query, key, value = qkv.permute(2, 0, 3, 1, 4)
        query, key = block.attn.q_norm(query), block.attn.k_norm(key)
        weights = (query @ key.transpose(-2, -1) / math.sqrt(width // heads)).softmax(-1)
        mixed = (weights @ value).transpose(1, 2).reshape(batch, length, width)
        output = block.ls1(block.attn.proj(mixed))
        tokens = tokens + output
        tokens = tokens + block.ls2(block.mlp(block.norm2(tokens)))
        attentions.append(weights)
        outputs.append(output)
        class_tokens.append(tokens[:, : net.num_classes])
    attention = torch.stack(attentions).mean(2)
    return {
        "tokens": tokens,
        "class_attention": attention[-12:, :, : net.num_classes, first:].mean(0),
        "affinity": attention[:, :, first:, first:].sum(0),
        "mid": torch.stack(outputs).mean(0)[:, first:],
        "class_tokens": torch.stack(class_tokens),
    }


ARCHITECTURES = [
    ("vit", TINY),
    ("vit", TINY | {"reg_tokens": 3, "init_values": 0.3}),
    ("vit", TINY | {"qk_norm": True, "qkv_bias": False, "pre_norm": True}),
    ("vit", TINY | {"depth": 14, "no_embed_class": True}),
    ("stac_micro", {"depth": 2}),
]


@pytest.mark.parametrize(("arch", "options"), ARCHITECTURES)
@pytest.mark.parametrize("size", [(32, 32), (43, 70)])
def test_forward_equals_full_attention(arch, options, size):
    torch.manual_seed(1)
    net = StacNet(arch, 3, input_size=(32, 32), options=options).eval()
    images = torch.randn(2, 3, *size)
    with torch.no_grad():
        expected = plain_attention_forward(net, images)
        training = net(images)
        lean = net.localise(images, affinity=True)
    grid = (size[0] // net.patch_size[0], size[1] // net.patch_size[1])
    assert lean.class_attention.shape == (2, 3, *grid)
    for output in (training, lean):
        torch.testing.assert_close(
            output.class_attention.flatten(2), expected["class_attention"], rtol=1e-4, atol=1e-6
        )
        torch.testing.assert_close(
            output.class_logits, expected["tokens"][:, :3].mean(-1), rtol=1e-4, atol=1e-5
        )
    torch.testing.assert_close(lean.affinity, expected["affinity"], rtol=1e-4, atol=1e-6)
    torch.testing.assert_close(
        training.class_tokens, expected["class_tokens"], rtol=1e-4, atol=1e-5
    )
    mid = expected["mid"].transpose(1, 2).reshape(2, -1, *grid)
    torch.testing.assert_close(training.mid_patch_map, net.head(mid), rtol=1e-4, atol=1e-5)
    torch.testing.assert_close(training.patch_map, lean.patch_map)
    assert training.projection.shape == (2, 256, *grid)


def test_rank_pooling_by_hand():
    scores = torch.tensor([[[[1.0, 3.0], [2.0, 0.0]]]])
    expected = (3 + 2 * 0.5 + 1 * 0.25) / (1 + 0.5 + 0.25 + 0.125)
    torch.testing.assert_close(rank_pooling(scores, decay=0.5), torch.tensor([[expected]]))


def test_localise_keeps_no_full_attention():
    net = tiny_net().eval()
    shapes = []
    softmax = torch.Tensor.softmax

    def spy(self, *args, **kwargs):
        shapes.append(tuple(self.shape))
        return softmax(self, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch, torch.inference_mode():
        patch.setattr(torch.Tensor, "softmax", spy)
        net.localise(torch.randn(1, 3, 64, 64))
    assert shapes == [(1, 2, 2, 2 + 64)] * 2  # (B, heads, C, C + N) for each block


def test_gradients_reach_every_parameter():
    net = tiny_net().train()
    output = net(torch.randn(2, 3, 32, 32))
    sum(part.square().sum() for part in output).backward()
    without = [name for name, value in net.named_parameters() if value.grad is None]
    assert without == []


@pytest.mark.parametrize(
    ("arch", "words"),
    [
        ("swin_tiny_patch4_window7_224", "not a plain vision transformer"),
        ("vit_relpos_small_patch16_224", "not a plain vision transformer"),
        ("deit_small_distilled_patch16_224", "VisionTransformerDistilled"),
        ("vit_small_r26_s32_224", "HybridEmbed"),
        ("vit_base_patch16_rope_224", "not a plain"),
        ("deit_smal", "no model of this name.*deit_small"),
    ],
)
def test_unsuitable_architectures_are_refused_by_name(arch, words):
    with pytest.raises(WeightsError, match=words) as caught:
        StacNet(arch, 3)
    assert arch in str(caught.value)


@pytest.mark.parametrize(
    ("arch", "size", "registers"),
    [
        ("deit_tiny_patch16_224", (224, 224), 0),
        ("vit_tiny_patch16_224", (96, 64), 0),
        ("vit_small_patch14_reg4_dinov2", (98, 98), 4),
        ("vit_small_patch8_224", (64, 64), 0),
    ],
)
def test_timm_architectures_run_at_any_size(arch, size, registers):
    net = StacNet(arch, 2, input_size=size, options={"depth": 2}).eval()
    assert net.num_registers == registers
    with torch.inference_mode():
        output = net.localise(torch.randn(1, 3, 101, 67))
    patch = net.patch_size[0]
    assert output.patch_map.shape == (1, 2, 101 // patch, 67 // patch)


def test_parameter_counts_are_the_papers():
    net = StacNet("deit_small_patch16_224", 3)
    counts = {name: value.numel() for name, value in net.named_parameters()}
    unused = 197 * 384 + 2 * 384  # the authors' unused position embedding and last norm
    total = sum(counts.values())
    projection = sum(n for name, n in counts.items() if name.startswith("representation."))
    assert round((total + unused) / 1e6, 2) == 22.70
    assert round((total + unused - projection) / 1e6, 2) == 21.75
    micro = sum(value.numel() for value in StacNet("stac_micro", 3).parameters())
    assert 2e6 < micro < 4e6


def test_heads_that_do_not_fit_are_refused():
    assert StacNet("vit", 1, options=TINY, heads=4).heads == 4
    with pytest.raises(WeightsError, match="5 heads do not divide"):
        StacNet("vit", 1, options=TINY, heads=5)
    with pytest.raises(WeightsError, match="normalised per head"):
        StacNet("vit", 1, options=TINY | {"qk_norm": True}, heads=4)


def test_position_embedding_resize():
    table = torch.randn(1, 12, 5)
    assert backbones.resize_position_embedding(table, (3, 4), (3, 4)) is table
    resized = backbones.resize_position_embedding(table.half(), (3, 4), (6, 2))
    assert resized.shape == (1, 12, 5)
    assert resized.dtype == torch.float16
    ramp = torch.arange(4.0).view(1, 4, 1)
    stretched = backbones.resize_position_embedding(ramp, (1, 4), (1, 8)).flatten()
    assert (stretched.diff() > 0).all()


def test_micro_stem_floors_like_a_patch_convolution():
    net = StacNet("stac_micro", 1, options={"depth": 1}).eval()
    with torch.inference_mode():
        assert net.localise(torch.randn(1, 3, 47, 16)).patch_map.shape[-2:] == (2, 1)


def test_training_output_under_autocast_keeps_maps_in_float32():
    net = tiny_net().train()
    with torch.autocast("cpu", dtype=torch.bfloat16):
        output = net(torch.randn(2, 3, 32, 32))
    for name in ("patch_map", "mid_patch_map", "class_attention", "projection", "class_logits"):
        assert getattr(output, name).dtype == torch.float32, name
