"""Scores of shapes and maps against plain loops that follow their definitions."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from stac_core.metrics import class_scores, confusion_matrix
from stac_core.metrics_maps import (
    AUPRO_BINS,
    RegionOverlapCurve,
    confusion_at,
    level_counts,
    threshold_levels,
)
from stac_core.metrics_shapes import boundary_f1, boundary_tolerance, region_counts
from stac_core.pseudo_mask import MaskMaker, PseudoMaskSpec

shapes = st.tuples(st.integers(1, 9), st.integers(1, 9))
pairs = shapes.flatmap(lambda shape: st.tuples(*(hnp.arrays(np.bool_, shape) for _ in range(3))))


def edge_points(mask):
    """Pixels of a mask with one of four neighbours that is not in it, one by one."""
    height, width = mask.shape
    points = []
    for row, column in zip(*np.nonzero(mask), strict=True):
        for down, right in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            y, x = row + down, column + right
            if not (0 <= y < height and 0 <= x < width and mask[y, x]):
                points.append((row, column))
                break
    return points


def naive_boundary_f1(predicted, actual, tolerance):
    guess, truth = edge_points(predicted), edge_points(actual)
    if not guess and not truth:
        return math.nan
    if not guess or not truth:
        return 0.0
    near = [min(math.dist(p, q) for q in truth) < tolerance for p in guess]
    reached = [min(math.dist(p, q) for q in guess) < tolerance for p in truth]
    precision, recall = sum(near) / len(near), sum(reached) / len(reached)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def components(mask):
    """Sets of 8-connected pixels, by walking."""
    left, found = set(zip(*map(list, np.nonzero(mask)), strict=True)), []
    while left:
        todo, seen = [left.pop()], set()
        while todo:
            row, column = todo.pop()
            seen.add((row, column))
            for down in (-1, 0, 1):
                for right in (-1, 0, 1):
                    other = (row + down, column + right)
                    if other in left:
                        left.remove(other)
                        todo.append(other)
        found.append(seen)
    return found


@given(masks=pairs, tolerance=st.sampled_from([0.5, 1.2, 2.3, 4.0, 4.2]))
def test_boundary_f1_follows_its_definition(masks, tolerance):
    expected = naive_boundary_f1(masks[0], masks[1], tolerance)
    np.testing.assert_allclose(boundary_f1(masks[0], masks[1], tolerance), expected, rtol=1e-6)


def test_a_shift_within_the_tolerance_costs_nothing():
    actual = np.zeros((200, 200), bool)
    actual[50:120, 60:90] = True
    tolerance = boundary_tolerance(200, 200)
    assert tolerance == pytest.approx(0.0075 * 200 * math.sqrt(2))
    assert boundary_f1(np.roll(actual, 2, axis=1), actual, tolerance) == 1
    assert boundary_f1(np.roll(actual, 3, axis=1), actual, tolerance) < 0.7


@given(masks=pairs)
def test_regions_follow_their_definition(masks):
    predicted, truth, ignored = masks
    actual = truth & ~ignored
    found = region_counts(predicted, actual, ignored)
    regions, guesses = components(actual), components(predicted)
    hits = [sum(bool(predicted[point]) for point in region) / len(region) for region in regions]
    false = [
        guess
        for guess in guesses
        if not any(actual[point] for point in guess) and not all(ignored[point] for point in guess)
    ]
    assert (found.actual, found.found) == (len(regions), sum(hit > 0 for hit in hits))
    assert found.covered == pytest.approx(sum(hits))
    assert found.false == len(false)


@given(data=st.data(), shape=shapes, classes=st.integers(1, 3))
def test_all_thresholds_at_once_equal_one_mask_for_each(data, shape, classes):
    values = st.integers(0, 20).map(lambda step: step / 20)  # many of them on a threshold
    cam = data.draw(hnp.arrays(np.float32, (classes, *shape), elements=values.map(np.float32)))
    labels = st.sampled_from([*range(classes + 1), 255])
    actual = data.draw(hnp.arrays(np.uint8, shape, elements=labels))
    thresholds = (0.1, 0.25, 0.3, 0.65)
    maker = MaskMaker(cam)
    winner = maker.labels(PseudoMaskSpec(0.0))
    levels = threshold_levels(maker.strongest, thresholds)
    counts = level_counts(actual, winner, levels, len(thresholds), classes + 1)
    for at, threshold in enumerate(thresholds):
        slow = confusion_matrix(maker.make(PseudoMaskSpec(threshold)), actual, classes + 1)
        np.testing.assert_array_equal(confusion_at(counts, at), slow)


def test_thresholds_have_to_rise():
    with pytest.raises(ValueError, match="rise"):
        threshold_levels(np.zeros((1, 1), np.float32), (0.5, 0.4))


def naive_aupro(images, limit):
    """Every threshold there is, from the highest; trapezoids up to the limit."""
    regions = [
        [heat[point] for point in region]
        for heat, actual, _ in images
        for region in components(actual)
    ]
    normal = [
        value for heat, actual, ignored in images for value in heat[~(actual | ignored)].tolist()
    ]
    if not regions or not normal:
        return math.nan
    points = [(0.0, 0.0)]
    for threshold in sorted({float(value) for heat, *_ in images for value in heat.flat})[::-1]:
        rate = sum(value >= threshold for value in normal) / len(normal)
        shares = [sum(value >= threshold for value in each) / len(each) for each in regions]
        points.append((rate, sum(shares) / len(shares)))
    area = 0.0
    for (x0, y0), (x1, y1) in itertools.pairwise(points):
        if x0 >= limit or x1 == x0:
            continue
        end = min(x1, limit)
        area += (end - x0) * (y0 + (y0 + (y1 - y0) * (end - x0) / (x1 - x0))) / 2
    return area / limit


@given(data=st.data())
def test_aupro_follows_its_definition(data):
    images = []
    for _ in range(data.draw(st.integers(1, 3))):
        shape = data.draw(shapes)
        steps = hnp.arrays(np.int64, shape, elements=st.integers(0, 15))
        heat = (data.draw(steps) / 16).astype(np.float32)
        actual, ignored = (data.draw(hnp.arrays(np.bool_, shape)) for _ in range(2))
        images.append((heat, actual & ~ignored, ignored))
    curve, other = RegionOverlapCurve(), RegionOverlapCurve()
    for place, image in enumerate(images):
        (curve if place else other).add(*image)
    curve.merge(other)
    for limit in (0.3, 0.05, 1.0):
        np.testing.assert_allclose(curve.area(limit), naive_aupro(images, limit), atol=1e-12)


def test_aupro_tells_values_apart_finely_enough(rng):
    heat = rng.random((40, 50), dtype=np.float32)
    actual = np.zeros((40, 50), bool)
    actual[5:12, 8:30] = True
    heat[actual] = heat[actual] ** 0.3
    curve = RegionOverlapCurve()
    curve.add(heat, actual)
    nothing = np.zeros_like(actual)
    assert curve.area() == pytest.approx(naive_aupro([(heat, actual, nothing)], 0.3), abs=2e-3)
    perfect = RegionOverlapCurve()
    perfect.add(actual.astype(np.float32), actual)
    assert perfect.area() == pytest.approx(1)
    assert AUPRO_BINS >= 4096


def test_dice_precision_and_recall_by_hand():
    scores = class_scores(np.array([[6, 2, 0], [1, 3, 0], [0, 0, 0]]))
    np.testing.assert_allclose(scores.dice[:2], [12 / 15, 6 / 9])
    np.testing.assert_allclose(scores.precision[:2], [6 / 7, 3 / 5])
    np.testing.assert_allclose(scores.recall[:2], [6 / 8, 3 / 4])
    assert np.isnan([scores.dice[2], scores.precision[2], scores.recall[2]]).all()
