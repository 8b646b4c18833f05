"""One call of the contrastive loss at batch 16, 224 x 224, with its gradient.

Ours against a plain implementation: features upsampled to full size, negatives drawn and gathered
one query at a time in a loop. Run: python benchmarks/contrast.py
"""

from __future__ import annotations

import sys

from harness import measure, print_table, serve

BATCH, CLASSES, SIDE, GRID, WIDTH = 16, 3, 224, 14, 256
QUERIES = NEGATIVES = 256
TEMPERATURE = 0.6


def make_case():
    """Projected features and pixel labels like those in training."""
    import torch
    from torch.nn import functional as F

    from stac_core.pixel_contrast import label_pixels

    generator = torch.Generator().manual_seed(0)
    projection = torch.randn(BATCH, WIDTH, GRID, GRID, generator=generator).requires_grad_()
    coarse = torch.rand(BATCH, CLASSES, 7, 7, generator=generator)
    stretched = F.interpolate(coarse, size=(SIDE, SIDE), mode="bilinear")
    saliency = (stretched.max(dim=1, keepdim=True).values > 0.8).float()
    return projection, label_pixels(stretched, saliency, 0.5)


def plain_loss(projection, labels, generator):
    """The loss the plain way (after ReCo as published, written anew)."""
    import torch
    from torch.nn import functional as F

    size = labels.label.shape[-2:]
    full = F.interpolate(projection, size=size, mode="bilinear", align_corners=False)
    features = full.permute(0, 2, 3, 1)
    kept, pixels, means, queries = [], [], [], []
    for index in range(labels.probabilities.shape[1]):
        member = labels.valid & (labels.label == index)
        if member.any():
            weak = member & (labels.probabilities[:, index] < 1.0)
            kept.append(index)
            pixels.append(features[member])
            queries.append(features[weak])
            means.append(features[member].mean(dim=0).detach())
    means = torch.stack(means)
    total = projection.new_zeros(())
    for row in range(len(kept)):
        if not len(queries[row]):
            continue
        chosen = torch.randint(len(queries[row]), (QUERIES,), generator=generator)
        anchors = queries[row][chosen]
        others = [each for each in range(len(kept)) if each != row]
        similar = torch.cosine_similarity(means[row][None], means[others]) / TEMPERATURE
        share = similar.softmax(dim=0)
        loss = projection.new_zeros(())
        for anchor in anchors:
            drawn = torch.multinomial(share, NEGATIVES, replacement=True, generator=generator)
            negatives = []
            for which, other in enumerate(others):
                count = int((drawn == which).sum())
                place = torch.randint(len(pixels[other]), (count,), generator=generator)
                negatives.append(pixels[other][place].detach())
            keys = torch.cat([means[row][None], *negatives])
            logits = torch.cosine_similarity(anchor[None], keys) / TEMPERATURE
            loss = loss - logits.log_softmax(dim=0)[0]
        total = total + loss / QUERIES
    return total / len(kept)


def make_call(variant):
    import torch

    from stac_core.pixel_contrast import pixel_contrast_loss

    projection, labels = make_case()
    generator = torch.Generator().manual_seed(1)

    def ours():
        return pixel_contrast_loss(projection, labels, generator=generator)

    def plain():
        return plain_loss(projection, labels, generator)

    loss = ours if variant == "ours" else plain

    def call():
        projection.grad = None
        loss().backward()

    return call


def check():
    """Both must estimate the same loss before their speed means anything."""
    import torch

    from stac_core.pixel_contrast import pixel_contrast_loss

    projection, labels = make_case()
    with torch.no_grad():
        values = [
            [float(loss(projection, labels, generator=torch.Generator().manual_seed(seed)))
             for seed in range(3)]
            for loss in (pixel_contrast_loss, plain_loss)
        ]  # fmt: skip
    ours, plain = (sum(each) / len(each) for each in values)
    print(f"mean loss over 3 seeds: ours {ours:.4f}, plain {plain:.4f}")


if __name__ == "__main__":
    if "--variant" in sys.argv:
        serve(make_call)
    else:
        check()
        times, memory = measure(__file__, ["plain", "ours"], repeats=7)
        print_table(__doc__.splitlines()[0], times, memory, "plain")
