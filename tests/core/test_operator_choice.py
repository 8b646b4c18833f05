"""Operators chosen by tags alone, on surfaces whose defects are known."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from core.surfaces import KINDS, draw, surface
from stac_core.saliency.bank import BANK, BY_NAME, THROUGH_NET, Picture
from stac_core.saliency.choice import CANDIDATES, Candidate, ClassChoice, choose, gather_all
from stac_core.saliency.learnability import image_auc, look_alike_groups
from stac_core.saliency.rules import BY_NAME as RULES
from stac_core.saliency.rules import apply_rule, normalise
from stac_core.saliency.seeds import class_seeds, vote


@pytest.fixture(scope="module")
def surfaces():
    rng = np.random.default_rng(3)
    drawn = [draw(kind, rng) for kind in KINDS for _ in range(16)]
    free = [(np.clip(surface(rng), 0, 255).astype(np.uint8), None) for _ in range(8)]
    images = [image for image, _ in drawn + free]
    kinds = np.repeat([*range(len(KINDS)), -1], [16] * len(KINDS) + [8])
    gathered = gather_all(lambda number: images[number], len(images), workers=2)
    choices = [
        choose(name, gathered, kinds == index, np.ones(len(images)))
        for index, name in enumerate(KINDS)
    ]
    return drawn, kinds, choices


def iou_of(voters, drawn):
    both = either = 0
    for image, mask in drawn:
        found = vote(Picture.of(image), voters) >= 0.5
        both += (found & mask).sum()
        either += (found | mask).sum()
    return both / either


@pytest.mark.parametrize(
    ("index", "family", "sign", "least"),
    [(0, {"region", "residual", "spot", "streak"}, "dark", 0.7),
     (1, {"line", "spot", "residual", "streak", "region"}, "bright", 0.4),
     (2, {"texture", "odd"}, "any", 0.4)],
)  # fmt: skip
def test_tags_choose_operators_of_the_right_kind(surfaces, index, family, sign, least):
    drawn, kinds, choices = surfaces
    choice = choices[index]
    assert not choice.is_weak
    for voter in choice.voters:
        operator = BY_NAME[voter.operator]
        assert operator.family in family, voter
        assert operator.sign == sign, voter
    mine = [drawn[row] for row in np.flatnonzero(kinds == index)]
    # seen: 0.92, 0.59, 0.66; with the voters of another class at most 0.58, 0.17, 0.15
    assert iou_of(choice.voters, mine) > least
    assert len({each.candidate.operator for each in choice.ranked}) == 3


def test_tags_that_mean_nothing_are_called_weak():
    rng = np.random.default_rng(5)
    images = [np.clip(surface(rng), 0, 255).astype(np.uint8) for _ in range(40)]
    gathered = gather_all(lambda number: images[number], len(images), workers=2)
    choice = choose("nothing", gathered, np.arange(40) % 2 == 0, np.ones(40))
    assert choice.is_weak
    assert ClassChoice("none", ()).is_weak


def test_choosing_again_chooses_the_same(surfaces):
    drawn, kinds, _ = surfaces
    rows = [row for row in range(len(drawn)) if kinds[row] < 2]
    for workers in (1, 2):
        gathered = gather_all(lambda number: drawn[rows[number]][0], len(rows), workers=workers)
        found = choose(KINDS[0], gathered, kinds[rows] == 0, np.ones(len(rows)))
        if workers == 1:
            first = found
    assert found == first


def test_every_operator_gives_a_map_of_any_size(rng):
    for size in ((40, 70), (300, 61), (17, 16)):
        picture = Picture.of(rng.integers(0, 255, size, dtype=np.uint8))
        for operator in BY_NAME.values():
            found = operator.run(picture)
            assert found.shape == picture.grey.shape, operator.name
            assert found.dtype == np.float32, operator.name
            assert np.isfinite(normalise(found)).all(), operator.name
    assert len(BY_NAME) == len(BANK + THROUGH_NET)
    assert len(set(CANDIDATES)) == len(BANK) * len(RULES)


def test_an_image_without_contrast_has_no_seeds():
    voters = [[Candidate("region-dark-40-3", "grow35"), Candidate("spot-bright-2", "z3")]]
    flat = np.full((50, 60, 3), 90, np.uint8)
    assert not class_seeds(flat, voters, np.array([True])).any()


def test_signs_are_what_the_names_say():
    image = np.full((64, 64), 120, np.uint8)
    image[20:32, 20:32] -= 60
    image[40:52, 40:52] += 60
    picture = Picture.of(image)
    for operator in BANK:
        if operator.sign == "any":
            continue
        z = operator.run(picture)
        dark, bright = z[24:28, 24:28].mean(), z[44:48, 44:48].mean()
        if operator.family in {"region", "residual", "streak"}:
            assert (dark > bright) == (operator.sign == "dark"), operator.name


def test_growing_follows_the_strong_seed_only():
    z = np.zeros((20, 20), np.float32)
    z[2:4, 2:10] = 4
    z[2:4, 2:4] = 10
    z[12:16, 12:16] = 4
    found = apply_rule(z, RULES["grow35"])
    assert found[2:4, 2:10].all()
    assert not found[12:16, 12:16].any()
    assert apply_rule(z, RULES["z3"])[12:16, 12:16].all()


def test_class_seeds_are_of_tagged_classes_and_the_image_size(surfaces):
    drawn, _, choices = surfaces
    large = cv2.resize(drawn[0][0], (400, 380))
    voters = [choice.voters for choice in choices]
    seeds = class_seeds(large, voters, np.array([True, False, True]))
    assert seeds.shape == (3, 380, 400)
    assert seeds.dtype == np.float32
    assert seeds[0].max() == 1
    assert not seeds[1].any()


def test_auc_and_groups():
    assert image_auc(np.array([3.0, 2.0, 1.0]), np.array([True, False, False])) == 1
    assert image_auc(np.array([1.0, 1.0]), np.array([True, False])) == 0.5
    assert image_auc(np.array([1.0]), np.array([True])) == 0.5
    rng = np.random.default_rng(0)
    one, other = rng.normal(size=(2, 50))
    groups = look_alike_groups(np.stack([one, other, 2 * one + 5, other + 0.01]))
    assert groups[0] == groups[2]
    assert groups[1] == groups[3]
    assert groups[0] != groups[1]
