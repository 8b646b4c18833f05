"""Saliency sources without labels, measured: NEU-Seg's dev list and magnetic tiles.

Expects DATA/neu_seg (images/, image_labels.csv, val_masks/, dev.txt) and DATA/mtd_sample
(MT_<class>/Imgs/NAME.jpg with NAME.png). Masks only measure.

Run: python benchmarks/saliency.py DATA sources|operators [--net FILE]
"""

from __future__ import annotations

import argparse
import csv
import time
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np

from stac_core.data.images import read_image, to_model_rgb
from stac_core.formats.mask_png import read_grey, read_mask
from stac_core.saliency import choice
from stac_core.saliency.bank import BANK, NEEDS_NET, THROUGH_NET, Picture
from stac_core.saliency.contrast import contrast_saliency
from stac_core.saliency.learnability import Pixels
from stac_core.saliency.nets import Net, shipped_net
from stac_core.saliency.rules import RULES, apply_rule, normalise
from stac_core.saliency.seeds import vote

PER_CLASS = 80
ALL = BANK + THROUGH_NET
SETS = {
    "without the net": lambda name: name not in NEEDS_NET,
    "with net-...": lambda name: not name.startswith("seen-"),
    "with seen-...": lambda name: not name.startswith("net-"),
    "with both": lambda name: True,
}


class Example(NamedTuple):
    path: Path
    tags: frozenset[str]
    mask: Path | None

    def image(self):
        return to_model_rgb(read_image(self.path))


def neu_classes():
    return ["inclusion", "patches", "scratches"]


def neu(data):
    """Images with tags; those of the dev list have a mask."""
    folder = data / "neu_seg"
    dev = {Path(name).stem for name in (folder / "dev.txt").read_text().split()}
    rows = list(csv.reader((folder / "image_labels.csv").open()))
    names = [name.lower() for name in rows[0][1:]]
    for name, *values in rows[1:]:
        tags = frozenset(each for each, value in zip(names, values, strict=True) if value == "1")
        path = next((folder / "images").glob(f"{Path(name).stem}.*"))
        mask = folder / "val_masks" / f"{path.stem}.png" if path.stem in dev else None
        yield Example(path, tags, mask)


def mtd(data):
    for path in sorted((data / "mtd_sample").glob("MT_*/Imgs/*.jpg")):
        name = path.parent.parent.name[3:].lower()
        tags = frozenset() if name == "free" else frozenset([name])
        yield Example(path, tags, path.with_suffix(".png"))


def truth_of(example, index=None):
    """Where any class is, or the class of that number."""
    if "mtd_sample" in str(example.mask):
        return read_grey(example.mask) > 127
    mask = read_mask(example.mask)
    return mask > 0 if index is None else mask == index + 1


def iou(pairs):
    both = either = 0
    for found, truth in pairs:
        both += (found & truth).sum()
        either += (found | truth).sum()
    return 100 * both / max(either, 1)


# ---- sources ---------------------------------------------------------------------------------


def sources(data, net):
    cv2.setNumThreads(1)
    makers = {"contrast": contrast_saliency, "synthetic": net.predictor.foreground}
    for title, examples in (("NEU-Seg dev", neu(data)), ("magnetic tiles", mtd(data))):
        examples = [each for each in examples if each.mask is not None]
        images = [each.image() for each in examples]
        truths = [truth_of(each) for each in examples]
        for name, make in makers.items():
            make(images[0])
            started = time.thread_time()
            maps = [make(image) for image in images]
            taken = 1000 * (time.thread_time() - started) / len(images)
            found = [each >= 0.5 for each in maps]
            score = iou(zip(found, truths, strict=True))
            shown = np.mean([f.any() for f, t in zip(found, truths, strict=True) if t.any()])
            empty = [f.mean() for f, t in zip(found, truths, strict=True) if not t.any()]
            free = f", {100 * np.mean(empty):.2f} % of {len(empty)} defect-free" if empty else ""
            print(
                f"{title}, {len(images)} images, {name}: foreground IoU {score:.1f}, something "
                f"found on {100 * shown:.0f} % of those with a defect{free}, {taken:.1f} ms"
            )


# ---- operators -------------------------------------------------------------------------------


def operators(data, net):
    """What the tags choose with and without operators that look through the net."""
    names = neu_classes()
    examples = list(neu(data))
    rng = np.random.default_rng(0)
    chosen = []
    for name in names:
        alone = [each for each in examples if each.tags == {name} and each.mask is None]
        chosen += [alone[row] for row in rng.permutation(len(alone))[:PER_CLASS]]
    dev = [each for each in examples if each.mask is not None]
    _compare("NEU-Seg", names, chosen, dev, net)
    tiles = list(mtd(data))
    names = sorted({name for each in tiles for name in each.tags})
    _compare("magnetic tiles", names, tiles, tiles, net)


def _compare(title, names, examples, judged, net):
    started = time.perf_counter()
    choice.BANK = ALL
    everything = choice.gather_all(
        lambda row: examples[row].image(), len(examples), workers=2, network=net
    )
    print(f"{title}: {len(examples)} images, {time.perf_counter() - started:.0f} s")
    alone = {name: [each for each in judged if each.tags == {name}] for name in names}
    numbers = {name: index if title == "NEU-Seg" else None for index, name in enumerate(names)}
    pictures = {
        each.path: Picture.of(each.image(), net) for mine in alone.values() for each in mine
    }
    truths = {
        each.path: _small(truth_of(each, numbers[name]), pictures[each.path])
        for name, mine in alone.items()
        for each in mine
    }
    best = {
        name: _all_scores([(pictures[each.path], truths[each.path]) for each in mine])
        for name, mine in alone.items()
    }
    for label, wanted in SETS.items():
        rows = np.array([index for index, each in enumerate(ALL) if wanted(each.name)])
        gathered = [_only(each, rows) for each in everything]
        choice.BANK = tuple(ALL[row] for row in rows)
        choice.CANDIDATES = tuple(
            choice.Candidate(each.name, rule.name) for each in choice.BANK for rule in RULES
        )
        print(f"  {label}")
        for name in names:
            shows = np.array([name in each.tags for each in examples])
            found = choice.choose(name, gathered, shows, np.ones(len(shows)))
            voted = iou(
                (vote(pictures[each.path], found.voters) >= 0.5, truths[each.path])
                for each in alone[name]
            )
            own = {each: best[name][str(each)] for each in choice.CANDIDATES}
            oracle = max(own, key=own.get)
            print(
                f"    {name:<10} score {found.ranked[0].score:.2f} vote {voted:5.1f} first "
                f"{own[found.voters[0]]:5.1f} best {own[oracle]:5.1f} ({oracle})  "
                f"{' '.join(map(str, found.voters))}",
                flush=True,
            )


def _all_scores(pairs):
    """IoU of every candidate of the whole bank on some pictures with their truths."""
    both, either = {}, {}
    for picture, truth in pairs:
        for operator in ALL:
            z = normalise(operator.run(picture))
            for rule in RULES:
                found, name = apply_rule(z, rule), f"{operator.name}/{rule.name}"
                both[name] = both.get(name, 0) + (found & truth).sum()
                either[name] = either.get(name, 0) + (found | truth).sum()
    return {name: 100 * both[name] / max(either[name], 1) for name in both}


def _only(gathered, rows):
    """What the bank would have said with some of its operators."""
    columns = (rows[:, None] * len(RULES) + np.arange(len(RULES))).ravel()
    pixels = gathered.pixels
    masks = np.packbits(pixels.unpacked(columns).astype(bool), axis=1)
    return choice.Gathered(
        Pixels(np.ascontiguousarray(pixels.z[:, rows]), pixels.weights, masks, len(columns)),
        gathered.areas[columns],
        gathered.skews[rows],
        gathered.peaks[rows],
        gathered.thumbnail,
    )


def _small(truth, picture):
    size = picture.grey.shape[::-1]
    return cv2.resize(truth.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST) > 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("study", choices=["sources", "operators"])
    parser.add_argument("--net", type=Path, help="another net than the one that ships")
    args = parser.parse_args()
    chosen_net = Net(args.net) if args.net else shipped_net()
    {"sources": sources, "operators": operators}[args.study](args.data, chosen_net)
