"""One training step of DeiT-S at the paper's settings: batch 16, 224 x 224, 3 classes, all losses.

Ours against a plain implementation of the published method: every block's full attention kept,
projections upsampled to full size, maps upsampled with gradients, negatives drawn one query at a
time. Both step AdamW. Run: python benchmarks/train_step.py [--device cuda]
"""

from __future__ import annotations

import argparse
from types import SimpleNamespace

from cam import ARCH, CLASSES, plain_attention
from contrast import plain_loss as plain_contrast_loss
from harness import measure, print_table, serve

BATCH, SIDE = 16, 224
CLASS_TOKEN_WEIGHT, SALIENCY_WEIGHT, CONTRAST_WEIGHT = 1.0, 2.0, 0.2
DECAY = 0.996
VALID_THRESHOLD = 0.5
SPAN_EPS = 1e-8
CHECK_SEEDS = 4


def make_batch(device):
    """Images, tags and saliency; two images are free of defects, some show two classes."""
    import torch
    from torch.nn import functional as F

    generator = torch.Generator().manual_seed(0)
    images = torch.randn(BATCH, 3, SIDE, SIDE, generator=generator)
    present = F.one_hot(torch.arange(BATCH) % CLASSES, CLASSES).bool()
    present[:4, 0] = True
    present[-2:] = False
    coarse = torch.rand(BATCH, 1, 7, 7, generator=generator)
    saliency = F.interpolate(coarse, size=(SIDE, SIDE), mode="bilinear") > 0.6
    saliency = saliency & present.any(dim=1)[:, None, None, None]
    return images.to(device), present.to(device), saliency.float().to(device)


def make_net(device, drop_path):
    import torch

    from stac_core.models.stac import StacNet

    torch.manual_seed(0)
    net = StacNet(ARCH, CLASSES, drop_path=drop_path)
    for name, value in net.named_parameters():  # untrained maps are flat: make them lively
        if value.ndim > 1 and not name.startswith("representation"):
            torch.nn.init.normal_(value, std=0.05)
    return net.to(device).train()


def plain_forward(net, images):
    """What the losses need, the plain way: all blocks' attentions and outputs kept and stacked."""
    import torch

    patches = net.patch_embed.proj(images)
    batch, width, *grid = patches.shape
    patches = patches.flatten(2).transpose(1, 2) + net.pos_embed_pat
    tokens = torch.cat([(net.cls_token + net.pos_embed_cls).expand(batch, -1, -1), patches], 1)
    attentions, outputs, class_tokens = [], [], []
    for block in net.blocks:
        attention, output = plain_attention(net, block, tokens)
        attentions.append(attention)
        outputs.append(output)
        tokens = tokens + block.drop_path1(output)
        tokens = tokens + block.drop_path2(block.mlp(block.norm2(tokens)))
        class_tokens.append(tokens[:, :CLASSES])
    attention = torch.stack(attentions).mean(dim=2).mean(dim=0)  # of (blocks, B, H, T, T)
    features = tokens[:, CLASSES:].transpose(1, 2).reshape(batch, width, *grid)
    middle = torch.stack(outputs).mean(dim=0)[:, CLASSES:]
    patch_map = net.head(features)
    scores = patch_map.flatten(2).sort(dim=-1, descending=True).values
    weights = DECAY ** torch.arange(scores.shape[-1], device=images.device)
    return SimpleNamespace(
        class_logits=tokens[:, :CLASSES].mean(dim=-1),
        patch_logits=(scores * weights).sum(dim=-1) / weights.sum(),
        patch_map=patch_map,
        mid_patch_map=net.head(middle.transpose(1, 2).reshape(batch, width, *grid)),
        class_attention=attention[:, :CLASSES, CLASSES:].reshape(batch, CLASSES, *grid),
        class_tokens=class_tokens,
        projection=net.representation(features),
    )


def plain_losses(output, present, saliency, generator):
    """The terms by name, the plain way; `total` is their weighted sum."""
    import torch
    from torch.nn import functional as F

    tags = present.float()
    defective = present.any(dim=1)
    terms = {
        "class_logits": F.multilabel_soft_margin_loss(output.class_logits.float(), tags),
        "patch_logits": F.multilabel_soft_margin_loss(output.patch_logits.float(), tags),
    }

    apart = []
    for tokens in output.class_tokens:
        for own, shown in zip(tokens.float(), present, strict=True):
            if shown.any():
                unit = F.normalize(own, dim=-1)
                target = torch.arange(CLASSES, device=unit.device)
                apart.append(F.cross_entropy(unit @ unit.T, target, reduction="none")[shown].mean())
    terms["class_token"] = torch.stack(apart).mean()

    guided, free, stretched = 0, 0, []
    for patch_map in (output.patch_map.float(), output.mid_patch_map.float()):
        cam = output.class_attention.float() * patch_map.relu()
        full = F.interpolate(cam, size=(SIDE, SIDE), mode="bilinear", align_corners=False)
        low, high = full.amin((2, 3), keepdim=True), full.amax((2, 3), keepdim=True)
        full = (full - low) / (high - low + SPAN_EPS) * tags[..., None, None]
        stretched.append(full)
        guided = guided + F.mse_loss(full.sum(dim=1, keepdim=True)[defective], saliency[defective])
        free = free + patch_map[~defective].relu().square().mean()
    terms["saliency"], terms["defect_free"] = guided, free

    probabilities = torch.cat([1 - saliency, stretched[0].detach()], dim=1)
    largest, label = probabilities.max(dim=1)
    labels = SimpleNamespace(
        probabilities=probabilities, label=label, valid=largest >= VALID_THRESHOLD
    )
    terms["contrast"] = plain_contrast_loss(output.projection.float(), labels, generator)
    terms["total"] = (
        terms["class_logits"]
        + terms["patch_logits"]
        + CLASS_TOKEN_WEIGHT * terms["class_token"]
        + SALIENCY_WEIGHT * (guided + free)
        + CONTRAST_WEIGHT * terms["contrast"]
    )
    return terms


def losses_of(variant, net, batch, seed):
    """The terms by name of a variant, such as "plain fp32"."""
    import torch

    from stac_core.losses import stac_loss

    images, present, saliency = batch
    kind, precision = variant.split()
    generator = torch.Generator(images.device).manual_seed(seed)
    with torch.autocast(images.device.type, dtype=torch.bfloat16, enabled=precision == "bf16"):
        output = net(images) if kind == "ours" else plain_forward(net, images)
    if kind == "ours":
        return stac_loss(output, present, saliency, generator=generator)._asdict()
    return plain_losses(output, present, saliency, generator)


def make_call(variant, device):
    from stac_core.engine.schedule import make_optimiser
    from stac_core.project_sections import TrainSection

    spec = TrainSection()
    net, batch = make_net(device, spec.drop_path), make_batch(device)
    optimiser = make_optimiser(net, spec)
    for group in optimiser.param_groups:
        group["lr"] = spec.warmup_lr  # the first step's: all repeats meet nearly the same weights

    def step():
        losses_of(variant, net, batch, seed=0)["total"].backward()
        optimiser.step()
        optimiser.zero_grad()

    return step


def check(device):
    """The losses must be the same before their speed means anything."""
    import torch

    net, batch = make_net(device, drop_path=0.0), make_batch(device)
    runs = {}
    with torch.no_grad():
        for variant in ("plain fp32", "ours fp32"):
            terms = [losses_of(variant, net, batch, seed) for seed in range(CHECK_SEEDS)]
            runs[variant] = {
                name: sum(float(each[name]) for each in terms) / CHECK_SEEDS for name in terms[0]
            }
    plain, ours = runs.values()
    for name, value in plain.items():
        print(f"{name:<14}plain {value:9.5f}   ours {ours[name]:9.5f}")
        sampled = name in {"contrast", "total"}
        if abs(ours[name] - value) > (0.01 * abs(value) if sampled else 1e-4):
            raise SystemExit("the losses differ")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--variant")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--repeats", type=int, default=5)
    arguments = parser.parse_args()
    device = arguments.device
    if arguments.variant:
        serve(lambda variant: make_call(variant, device), device)
    else:
        check(device)
        variants = ["plain fp32", "plain bf16", "ours fp32", "ours bf16"]
        times, memory = measure(__file__, variants, arguments.repeats, device)
        print_table(__doc__.splitlines()[0], times, memory, variants[0])
