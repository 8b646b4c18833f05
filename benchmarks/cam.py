"""Multi-scale CAM (`fused`) of one 200 x 200 image at scales 1 and 2 with flips, DeiT-S.

Ours against two plain implementations that keep every block's full attention, one view at a time,
and against timm's own forward of the same views. Of the plain ones, the yardstick computes what the
published network gives on each forward: patch-to-patch attention and projection too. The lean one
leaves out what the maps do not need. Run: python benchmarks/cam.py
"""

from __future__ import annotations

import sys

import numpy as np
from harness import measure, print_table, serve

ARCH = "deit_small_patch16_224"
CLASSES = 3
SCALES = (1.0, 2.0)
SIZE = (200, 200)


def an_image():
    return np.random.default_rng(0).integers(0, 255, (*SIZE, 3), dtype=np.uint8)


def make_net():
    import torch

    from stac_core.models.stac import StacNet

    torch.manual_seed(0)
    net = StacNet(ARCH, CLASSES).eval().requires_grad_(False)
    for name, value in net.named_parameters():  # untrained maps are flat: make them lively
        if value.ndim > 1 and not name.startswith("representation"):
            torch.nn.init.normal_(value, std=0.05)
    return net


def make_views():
    """Each view as a normalised tensor (1, 3, H, W): both scales, plain and mirrored."""
    from stac_core.models.backbones import IMAGENET_MEAN, IMAGENET_STD
    from stac_core.views import images_to_tensor, resize_rgb

    views = []
    for scale in SCALES:
        size = tuple(round(side * scale) for side in SIZE)
        view = images_to_tensor([resize_rgb(an_image(), size)], IMAGENET_MEAN, IMAGENET_STD)
        views += [view, view.flip(-1)]
    return views


def whole_patches(view, patch=16):
    """The part that a patch embedding sees; timm wants no remainder."""
    height, width = (side // patch * patch for side in view.shape[-2:])
    return view[..., :height, :width]


def plain_attention(net, block, tokens):
    """A block's attention softmax(QK^T) in full (B, H, T, T), and its output (B, T, D)."""
    batch, length, width = tokens.shape
    qkv = block.attn.qkv(block.norm1(tokens)).reshape(batch, length, 3, net.heads, -1)
    query, key, value = qkv.permute(2, 0, 3, 1, 4)
    attention = (query @ key.transpose(-2, -1) * query.shape[-1] ** -0.5).softmax(dim=-1)
    mixed = (attention @ value).transpose(1, 2).reshape(batch, length, width)
    return attention, block.attn.proj(mixed)


def plain_view(net, view, lean):
    """One view the plain way: softmax(QK^T) in full, all blocks' attentions kept."""
    import torch
    from torch.nn import functional as F

    patches = net.patch_embed.proj(view)
    grid = patches.shape[-2:]
    position = net.pos_embed_pat.reshape(1, *net.grid_size, -1).permute(0, 3, 1, 2)
    position = F.interpolate(position, size=grid, mode="bicubic", align_corners=False)
    patches = (patches + position).flatten(2).transpose(1, 2)
    tokens = torch.cat([(net.cls_token + net.pos_embed_cls).expand(len(view), -1, -1), patches], 1)
    attentions = []
    for block in net.blocks:
        attention, output = plain_attention(net, block, tokens)
        attentions.append(attention)
        tokens = tokens + output
        tokens = tokens + block.mlp(block.norm2(tokens))
    attention = torch.stack(attentions).mean(dim=2)  # (blocks, B, T, T)
    to_patches = attention.mean(dim=0)[:, :CLASSES, CLASSES:].reshape(1, CLASSES, *grid)
    features = tokens[:, CLASSES:].transpose(1, 2).reshape(1, -1, *grid)
    if not lean:
        attention[:, :, CLASSES:, CLASSES:].sum(dim=0)
        net.representation(features)
    cam = (to_patches * net.head(features).relu()).sqrt()
    return F.interpolate(cam, size=SIZE, mode="bilinear", align_corners=False)


def plain_maps(net, views, lean=False):
    total = 0
    for number, view in enumerate(views):
        cam = plain_view(net, view, lean)
        total = total + (cam.flip(-1) if number % 2 else cam)
    low, high = total.amin((2, 3), keepdim=True), total.amax((2, 3), keepdim=True)
    return ((total - low) / (high - low))[0].numpy()


def our_maps(net, precision):
    """A call that gives our maps of the image."""
    from stac_core.inference import Predictor, PredictSpec
    from stac_core.models.model_file import LoadedModel, ModelInfo
    from stac_core.presence import Tags

    info = ModelInfo(arch=ARCH, classes=["a", "b", "c"], input_size=(224, 224))
    model = LoadedModel(net, info, "", "", ())
    predictor = Predictor(model, device="cpu", precision=precision)
    image, tags = an_image(), Tags.everything(CLASSES)
    spec = PredictSpec(scales=SCALES)
    return lambda: predictor.predict([image], spec, tags=[tags])[0].cam


def make_call(variant):
    import torch

    if variant == "timm's forward alone":
        from stac_core.models.timm_import import import_timm

        model = import_timm().create_model(ARCH, num_classes=0, dynamic_img_size=True).eval()
        views = [whole_patches(view) for view in make_views()]

        def forward():
            with torch.inference_mode():
                for view in views:
                    model(view)

        return forward
    net = make_net()
    if variant.startswith("plain"):

        def plain():
            with torch.inference_mode():
                return plain_maps(net, make_views(), lean=variant == "plain, lean")

        return plain
    return our_maps(net, variant.removeprefix("ours, "))


def check():
    """The maps must be the same before their speed means anything."""
    import torch

    from stac_core.devices import has_fast_bf16

    with torch.inference_mode():
        plain = plain_maps(make_net(), make_views())
    ours = our_maps(make_net(), "fp32")()
    print(f"largest difference of the maps, fp32: {np.abs(plain - ours).max():.1e}")
    if has_fast_bf16(torch.device("cpu")):
        half = our_maps(make_net(), "bf16")()
        print(f"largest difference of the maps, bf16: {np.abs(plain - half).max():.1e}")
        return ["ours, fp32", "ours, bf16"]
    return ["ours, fp32"]


if __name__ == "__main__":
    if "--variant" in sys.argv:
        serve(make_call)
    else:
        variants = ["plain, full attention", "plain, lean", "timm's forward alone", *check()]
        times, memory = measure(__file__, variants, repeats=15)
        print_table(__doc__.splitlines()[0], times, memory, variants[0])
