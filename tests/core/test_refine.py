"""Steps between maps and masks: each alone on small arrays, and together."""

from __future__ import annotations

import json

import numpy as np
import pytest
import torch
import yaml

from core.helpers import CLASSES, save_tiny_model
from stac_core import cli
from stac_core.errors import Cancelled, ConfigError
from stac_core.formats.mask_png import read_mask
from stac_core.labels.store import open_store
from stac_core.new_project import make_project
from stac_core.opencv import cv2
from stac_core.project import SCHEMA_VERSION, load_project, save_project, with_settings
from stac_core.pseudo_mask import PseudoMaskSpec, cam_to_mask, clean_mask
from stac_core.refine import filters
from stac_core.refine.adaptive import adapt
from stac_core.refine.blobs import cut_blobs
from stac_core.refine.crf import dense_crf
from stac_core.refine.lattice import Lattice
from stac_core.refine.reduction import in_reduced_size
from stac_core.refine.refiner import MaskRecipe, MaskRefiner, refined_mask
from stac_core.refine.steps import (
    DEFAULT_STEPS,
    STEP_KINDS,
    Adaptive,
    Crf,
    Grabcut,
    Guided,
    Holes,
    RefineSection,
    Smooth,
    Specks,
    parse_steps,
    steps_as_values,
    steps_from_values,
    with_step,
    without_step,
)
from stac_core.types import CancelToken

HALF = PseudoMaskSpec(0.5)
EVERY_STEP = tuple(kind() for kind in STEP_KINDS.values())


@pytest.fixture
def scene():
    """A dark square, and a blurred map of it that is four pixels off: image, map, truth."""
    grain = np.random.default_rng(0).normal(0, 4, (64, 64, 1))
    truth = np.zeros((64, 64), bool)
    truth[20:44, 20:44] = True
    image = np.where(truth[..., None], 60, 150) + np.repeat(grain, 3, axis=2)
    shifted = np.roll(truth, 4, axis=1).astype(np.float32)
    return image.astype(np.uint8), cv2.GaussianBlur(shifted, (0, 0), 2)[None], truth


def overlap(mask, truth):
    return (mask & truth).sum() / (mask | truth).sum()


# ---- steps on maps -----------------------------------------------------------------------


def test_every_step_on_maps_keeps_constants(scene):
    guide = filters.image_guide(scene[0])
    maps = np.full((2, 64, 64), 0.25, np.float32)
    for found in (
        filters.smooth(maps, 3),
        filters.guided(maps, guide, radius=4, eps=0.01),
        filters.bilateral(maps, guide, sigma=4, color=10),
        adapt(maps, guide, iterations=3, reach=4, device="cpu"),
    ):
        np.testing.assert_allclose(found, maps, atol=1e-4)


def test_smooth_is_a_gaussian():
    maps = np.zeros((1, 41, 41), np.float32)
    maps[0, 20, 20] = 1
    found = filters.smooth(maps, 2)[0]
    assert found.sum() == pytest.approx(1, abs=1e-4)
    assert found[20, 22] / found[20, 20] == pytest.approx(np.exp(-0.5), rel=0.02)


@pytest.mark.parametrize("channels", [1, 3])
def test_guided_filter_is_the_window_wise_regression_written_out(channels):
    rng = np.random.default_rng(1)
    guide = rng.uniform(0, 255, (12, 13, channels)).astype(np.float32)
    maps = rng.random((1, 12, 13)).astype(np.float32)
    found = filters.guided(maps, guide, radius=1, eps=0.1)[0]
    image = guide.astype(float) / 255
    slopes, offsets = np.zeros((12, 13, channels)), np.zeros((12, 13))
    for y in range(1, 11):
        for x in range(1, 12):
            window = np.s_[y - 1 : y + 2, x - 1 : x + 2]
            values, levels = image[window].reshape(9, channels), maps[0][window].ravel()
            centred = values - values.mean(axis=0)
            spread = centred.T @ centred / 9 + 0.1 * np.eye(channels)
            slopes[y, x] = np.linalg.solve(spread, centred.T @ (levels - levels.mean()) / 9)
            offsets[y, x] = levels.mean() - slopes[y, x] @ values.mean(axis=0)
    for y, x in ((4, 5), (6, 7)):
        window = np.s_[y - 1 : y + 2, x - 1 : x + 2]
        expected = slopes[window].mean(axis=(0, 1)) @ image[y, x] + offsets[window].mean()
        assert found[y, x] == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("channels", [1, 3])
def test_lattice_agrees_with_the_gaussian_sum(channels):
    rng = np.random.default_rng(2)
    points = rng.normal(0, 1, (1500, 2 + channels)).astype(np.float32)
    values = np.sin(2 * points[:, :2])
    weights = np.exp(-((points[:, None] - points[None]) ** 2).sum(axis=2) / 2)
    expected = weights @ values / weights.sum(axis=1, keepdims=True)
    found = Lattice(points).mean(values)
    assert np.abs(found - expected).mean() < 0.25 * np.abs(expected - values.mean(axis=0)).mean()


@pytest.mark.parametrize("name", ["guided", "bilateral", "adaptive", "crf"])
@pytest.mark.parametrize("colored", [False, True])
def test_steps_that_look_at_the_image_move_the_boundary_to_its_edge(scene, name, colored):
    image, maps, truth = scene
    if colored:
        image = image.copy()
        image[..., 0] //= 2
    before = overlap(cam_to_mask(maps, HALF) == 1, truth)
    after = overlap(refined_mask(image, maps, None, HALF, (STEP_KINDS[name](),)) == 1, truth)
    assert after > before + {"adaptive": 0.15, "crf": 0.08}.get(name, 0.01)


def test_crf_leaves_a_map_at_its_threshold_undecided():
    flat = np.zeros((16, 16, 1), np.float32)
    for threshold in (0.3, 0.5):
        maps = np.full((1, 16, 16), threshold, np.float32)
        cuts = np.array([threshold], np.float32)
        found = dense_crf(maps, flat, cuts, weight=2, color=10, sigma=5, iterations=5)
        np.testing.assert_allclose(found, threshold, atol=1e-3)


@pytest.mark.parametrize("name", ["bilateral", "adaptive", "crf"])
def test_large_images_are_looked_at_in_a_reduced_size(scene, monkeypatch, name):
    image, maps, truth = scene
    whole = overlap(refined_mask(image, maps, None, HALF, (STEP_KINDS[name](),)) == 1, truth)
    monkeypatch.setattr("stac_core.refine.reduction.MOST_PIXELS", 32 * 32)
    mask = refined_mask(image, maps, None, HALF, (STEP_KINDS[name](),))
    assert mask.shape == (64, 64)
    assert overlap(mask == 1, truth) > (overlap(maps[0] > 0.5, truth) + whole) / 2


def test_reduced_size_adds_the_change_and_keeps_details(monkeypatch):
    monkeypatch.setattr("stac_core.refine.reduction.MOST_PIXELS", 8 * 8)
    maps = np.random.default_rng(5).random((2, 16, 32), np.float32)
    guide = np.zeros((16, 32, 1), np.float32)
    seen = []

    def brighter(small, small_guide, scale):
        seen.append((small.shape, small_guide.shape, scale))
        return small + np.float32(0.25)

    np.testing.assert_allclose(in_reduced_size(brighter, maps, guide), maps + 0.25, atol=1e-6)
    assert seen == [((2, 6, 11), (6, 11, 1), pytest.approx(0.354, abs=1e-3))]


def test_adaptive_weights_follow_the_image():
    guide = np.zeros((8, 8, 1), np.float32)
    guide[:, 4:] = 200
    maps = np.zeros((1, 8, 8), np.float32)
    maps[0, :, 4] = 1  # beside the edge, on its right
    found = adapt(maps, guide, iterations=1, reach=1, device="cpu")[0]
    assert found[4, 5] > 10 * found[4, 3]


# ---- steps on masks ----------------------------------------------------------------------


def test_specks_are_dropped_by_pixels_and_by_share_of_the_largest():
    mask = np.zeros((20, 20), np.uint8)
    mask[0:8, 0:8] = 1  # 64
    mask[10:13, 10:13] = 1  # 9
    mask[16, 16] = 1
    mask[0:2, 12:14] = 2  # 4, the largest of its class
    assert np.bincount(clean_mask(mask, min_blob=4).ravel()).tolist()[1:] == [73, 4]
    assert np.bincount(clean_mask(mask, min_share=0.2).ravel()).tolist()[1:] == [64, 4]
    both = clean_mask(mask, min_blob=5, min_share=0.1)
    assert np.bincount(both.ravel()).tolist()[1:] == [73]
    maps = np.stack([mask == 1, mask == 2]).astype(np.float32)
    image = np.zeros((20, 20, 3), np.uint8)
    found = refined_mask(image, maps, None, HALF, (Specks(pixels=5, share=0.1), Holes(pixels=3)))
    np.testing.assert_array_equal(found, both)


def test_grabcut_recovers_a_shifted_blob(scene):
    image, _, truth = scene
    shifted = np.roll(truth, 3, axis=1).astype(np.uint8)
    found = cut_blobs(shifted, image, band=4, iterations=2)
    assert overlap(found == 1, truth) > 0.97
    assert overlap(shifted == 1, truth) < 0.8


def test_grabcut_changes_only_the_band_and_takes_nothing_from_others(scene):
    image = scene[0]
    mask = np.zeros((64, 64), np.uint8)
    mask[28:36, 28:36] = 1  # deep inside the square: all around it looks the same
    mask[28:36, 38:42] = 2
    found = cut_blobs(mask, image, band=2, iterations=2)
    outer = cv2.dilate((mask == 1).astype(np.uint8), np.ones((5, 5), np.uint8))
    assert not (found == 1)[outer == 0].any()
    assert (found[30:34, 30:34] == 1).all()
    assert (found[mask == 2] != 1).all()
    everywhere = np.ones((64, 64), np.uint8)
    np.testing.assert_array_equal(cut_blobs(everywhere, image, band=2, iterations=1), everywhere)


# ---- together ----------------------------------------------------------------------------


def test_all_steps_together_are_deterministic_and_leave_absent_classes_out(scene):
    image, maps, _ = scene
    maps = np.concatenate([np.ones_like(maps), maps])
    present = np.array([False, True])
    first = refined_mask(image, maps, present, HALF, EVERY_STEP)
    assert set(np.unique(first)) == {0, 2}
    np.testing.assert_array_equal(refined_mask(image, maps, present, HALF, EVERY_STEP), first)
    nothing = refined_mask(image, maps, np.zeros(2, bool), HALF, EVERY_STEP)
    assert not nothing.any()


@pytest.mark.parametrize("name", [name for name, kind in STEP_KINDS.items() if kind.on == "maps"])
def test_refined_maps_stay_between_0_and_1(scene, name):
    image = scene[0]
    maps = np.random.default_rng(3).integers(0, 2, (2, 64, 64)).astype(np.float32)
    refiner = MaskRefiner(lambda: image, maps)
    recipe = MaskRecipe(HALF, (STEP_KINDS[name](),))
    refined = refiner._maker(recipe, lambda: None)._cam
    assert np.isfinite(refined).all()
    assert refined.min() >= 0
    assert refined.max() <= 1


def test_without_steps_a_mask_is_the_argmax_over_threshold_and_maps(scene):
    maps = np.random.default_rng(4).random((3, 64, 64), np.float32)
    spec = PseudoMaskSpec(0.4, class_thresholds={1: 0.7}, ignore_from=0.2)
    np.testing.assert_array_equal(refined_mask(scene[0], maps, None, spec), cam_to_mask(maps, spec))


def test_ignore_band_is_made_after_the_steps():
    maps = np.zeros((1, 20, 20), np.float32)
    maps[0, 2:12, 2:12] = 0.9
    maps[0, 15, 15] = 0.9
    spec = PseudoMaskSpec(0.5, ignore_from=0.3)
    image = np.zeros((20, 20, 3), np.uint8)
    mask = refined_mask(image, maps, None, spec, (Specks(pixels=5, share=0),))
    assert mask[15, 15] == 255
    assert mask[5, 5] == 1


def test_image_of_another_size_is_refused(scene):
    with pytest.raises(ValueError, match="of the maps' size"):
        refined_mask(scene[0][:-1], scene[1], None, HALF, (Guided(),))


def test_refining_can_be_stopped(scene):
    refiner = MaskRefiner(lambda: scene[0], scene[1])
    token = CancelToken()
    token.cancel()
    for steps in ((Smooth(),), (Crf(),), (Adaptive(),), (Grabcut(),), (Specks(),)):
        with pytest.raises(Cancelled):
            refiner.make(MaskRecipe(HALF, steps), token)


def test_peek_is_exact_where_that_is_cheap_and_uses_what_is_at_hand(scene):
    image, maps, _ = scene
    looked = []
    refiner = MaskRefiner(lambda: looked.append(1) or image, maps)
    cheap = MaskRecipe(HALF, (Smooth(), Specks()))
    mask, exact = refiner.peek(cheap)
    assert exact
    np.testing.assert_array_equal(mask, refiner.make(cheap))
    assert not looked, "the image is read only where a step looks at it"
    dear = MaskRecipe(HALF, (Crf(), Grabcut(iterations=5), Specks()))
    rough, exact = MaskRefiner(lambda: np.repeat(np.repeat(image, 8, 0), 8, 1),
                               np.repeat(np.repeat(maps, 8, 1), 8, 2)).peek(dear)  # fmt: skip
    assert not exact
    np.testing.assert_array_equal(rough[::8, ::8] == 1, maps[0] > 0.5)


def test_refined_maps_are_made_once_for_all_thresholds(scene, monkeypatch):
    calls = []
    smooth = filters.smooth
    monkeypatch.setattr(filters, "smooth", lambda *args: calls.append(1) or smooth(*args))
    refiner = MaskRefiner(lambda: scene[0], scene[1])
    for threshold in (0.3, 0.5, 0.7):
        refiner.make(MaskRecipe(PseudoMaskSpec(threshold), (Smooth(), Specks())))
    assert len(calls) == 1
    refiner.make(MaskRecipe(HALF, (Smooth(sigma=3),)))
    assert len(calls) == 2


# ---- how steps are written ---------------------------------------------------------------


def test_steps_in_words_and_values_are_inverse():
    steps = parse_steps(["smooth:sigma=2", "crf", "specks:pixels=9,share=0"], where="--refine")
    assert steps == (Smooth(sigma=2), Crf(), Specks(pixels=9, share=0))
    assert steps_from_values(steps_as_values(EVERY_STEP), where="x") == EVERY_STEP
    assert parse_steps(["none"], where="--refine") == ()


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        (["blur"], "no step 'blur'.*smooth, guided"),
        (["smooth:sigma"], "'sigma' sets nothing"),
        (["smooth:sigma=-1"], "sigma: input should be greater than 0"),
        (["smooth:size=1"], "size: there is no such field"),
        (["specks", "smooth"], "'smooth' works on maps and cannot come after 'specks'"),
        (["none", "smooth"], "goes with no other"),
    ],
)
def test_bad_steps_are_explained(texts, words):
    with pytest.raises(ConfigError, match=words):
        parse_steps(texts, where="--refine")


def test_recipe_refuses_a_wrong_order():
    with pytest.raises(ValueError, match="cannot come after"):
        MaskRecipe(HALF, (Holes(), Smooth()))


def test_a_step_goes_to_its_usual_place():
    steps = (Smooth(), Specks())
    assert with_step(steps, Crf()) == (Smooth(), Crf(), Specks())
    assert with_step(steps, Grabcut()) == (Smooth(), Grabcut(), Specks())
    assert with_step(steps, Smooth(sigma=9)) == (Smooth(sigma=9), Specks())
    odd = (Crf(), Smooth(), Holes(), Specks())
    for step in EVERY_STEP:
        RefineSection(steps=list(with_step(odd, step)))
    assert without_step((*steps, Specks(pixels=1)), "specks") == (Smooth(),)


# ---- the command line --------------------------------------------------------------------


@pytest.fixture
def weights(tmp_path):
    return save_tiny_model(tmp_path / "tiny.safetensors")


def predict(*arguments):
    base = ["predict", *arguments, "--device", "cpu", "--scales", "1"]
    return cli.main([str(argument) for argument in base])


def test_predict_refines_as_asked(tmp_path, image_folder, weights, capsys):
    base = ("--weights", weights, "--images", image_folder, "--threshold", "0.3")
    assert predict(*base, "--out", tmp_path / "plain", "--refine", "none") == 0
    everything = ("--refine", "smooth:sigma=1", "--refine", f"specks:pixels={10**6}")
    capsys.readouterr()
    assert predict(*base, "--out", tmp_path / "clean", *everything, "--json", "-") == 0
    assert json.loads(capsys.readouterr().out)["refine"] == [
        {"step": "smooth", "sigma": 1.0}, {"step": "specks", "pixels": 10**6, "share": 0.05},
    ]  # fmt: skip
    plain = [read_mask(path) for path in sorted((tmp_path / "plain" / "mask").rglob("*.png"))]
    clean = [read_mask(path) for path in sorted((tmp_path / "clean" / "mask").rglob("*.png"))]
    assert any(mask.any() for mask in plain)
    assert not any(mask.any() for mask in clean)


@pytest.mark.parametrize("step", ["blur", "specks:pixels=-1", "none"])
def test_predict_says_what_is_wrong_with_steps(tmp_path, image_folder, weights, capsys, step):
    base = ("--weights", weights, "--images", image_folder, "--out", tmp_path / "o")
    assert predict(*base, "--refine", "smooth", "--refine", step) == 2
    assert "--refine" in capsys.readouterr().err
    assert not (tmp_path / "o").exists()


def test_predict_into_a_project_uses_its_steps_and_records_them(tmp_path, image_folder, weights):
    (tmp_path / "p").mkdir()
    project = make_project(tmp_path / "p", [image_folder], CLASSES)
    steps = [{"step": "specks", "pixels": 10**6, "share": 0.0}]
    changes = {"refine": {"steps": steps}, "model": {"current": str(weights)}}
    save_project(with_settings(project, changes, where="test"), tmp_path / "p")
    assert predict(tmp_path / "p") == 0
    with open_store(tmp_path / "p", CLASSES, read_only=True) as store:
        for record in store.records().values():
            assert record.source["refine"] == steps
            assert not store.load_mask(record.mask_digest).any()


# ---- the project file --------------------------------------------------------------------


VERSION_2 = """\
version: 2
name: old
classes: [{id: 1, name: scratch, color: '#E69F00'}]
image_folders: [{name: images, path: images}]
cam: {threshold: 0.4, min_blob: MIN, fill_holes: FILL}
"""


@pytest.mark.parametrize(
    ("smallest", "largest", "steps"),
    [
        (0, 0, []),
        (1, 0, []),
        (12, 0, [Specks(pixels=12, share=0)]),
        (12, 30, [Specks(pixels=12, share=0), Holes(pixels=30)]),
    ],
)
def test_projects_of_version_2_make_the_masks_they_made(tmp_path, smallest, largest, steps):
    text = VERSION_2.replace("MIN", str(smallest)).replace("FILL", str(largest))
    (tmp_path / "project.yaml").write_text(text)
    project = load_project(tmp_path)
    assert project.version == SCHEMA_VERSION
    assert project.cam.threshold == 0.4
    assert project.refine.steps == steps
    without = text.replace("cam: {", "export: {").replace("threshold: 0.4, ", "")
    (tmp_path / "project.yaml").write_text(without.partition("export")[0])
    assert load_project(tmp_path).refine.steps == []


def test_bad_cleaning_of_version_2_is_said(tmp_path):
    text = VERSION_2.replace("MIN", "-3").replace("FILL", "x")
    (tmp_path / "project.yaml").write_text(text)
    with pytest.raises(ConfigError, match=r"refine\.steps\.0\.specks\.pixels(.|\n)*steps\.1"):
        load_project(tmp_path)


def test_project_says_what_is_wrong_with_its_steps(tmp_path):
    values = yaml.safe_load(VERSION_2.partition("cam")[0]) | {"version": SCHEMA_VERSION}
    values["refine"] = {"steps": [{"step": "specks"}, {"step": "guided", "radius": 0}]}
    (tmp_path / "project.yaml").write_text(yaml.safe_dump(values))
    with pytest.raises(ConfigError, match=r"guided\.radius: input should be greater"):
        load_project(tmp_path)
    values["refine"] = {"steps": [{"step": "specks"}, {"step": "guided"}]}
    (tmp_path / "project.yaml").write_text(yaml.safe_dump(values))
    with pytest.raises(ConfigError, match=r"refine\.steps: 'guided' works on maps"):
        load_project(tmp_path)
    values["refine"] = {"steps": [{"step": "sharpen"}]}
    (tmp_path / "project.yaml").write_text(yaml.safe_dump(values))
    with pytest.raises(ConfigError, match="'sharpen'"):
        load_project(tmp_path)
    del values["refine"]
    (tmp_path / "project.yaml").write_text(yaml.safe_dump(values))
    project = load_project(tmp_path)
    assert tuple(project.refine.steps) == DEFAULT_STEPS
    changed = with_settings(project, {"refine": {"steps": [{"step": "crf"}]}}, where="test")
    assert changed.refine.steps == [Crf()]


def test_adaptive_weights_follow_the_formula_and_somebody_can_cancel_at_each_neighbour(rng):
    from stac_core.refine import adaptive

    image = torch.from_numpy(rng.random((1, 3, 20, 15), np.float32))
    calls = []
    weights = adaptive._weights(image, [1, 2, 4], lambda: calls.append(1))
    near = torch.cat(list(adaptive._neighbours(image, [1, 2, 4])))
    spread = torch.cat([near, image]).std(dim=0)
    difference = (near - image).abs() / (adaptive.CONTRAST * spread + 1e-8)
    expected = (-difference.mean(dim=1)).softmax(dim=0)
    np.testing.assert_allclose(weights.numpy(), expected.numpy(), rtol=1e-4, atol=1e-7)
    assert len(calls) == 3 * 24

    def stop():
        calls.append(1)
        if len(calls) == 5:
            raise Cancelled

    maps, guide = rng.random((2, 20, 15), np.float32), rng.random((20, 15, 3), np.float32) * 255
    calls.clear()
    with pytest.raises(Cancelled):
        adaptive.adapt(maps, guide, iterations=3, reach=4, device="cpu", check=stop)
    assert len(calls) == 5
