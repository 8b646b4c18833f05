"""The demonstration's surfaces, project and model."""

from __future__ import annotations

import numpy as np
import pytest

from stac_core.data.images import read_image, to_model_rgb
from stac_core.demo.project import COUNT, DEMO_SEEDS, MODEL, make_demo, write_images
from stac_core.demo.synthetic import CLASSES, SIZE, make_image
from stac_core.demo.train_model import TEST_SEEDS, TRAIN_SEEDS
from stac_core.errors import DataError
from stac_core.inference import Predictor, PredictSpec
from stac_core.labels.store import open_store
from stac_core.metrics import confusion_matrix, scores_of
from stac_core.models.model_file import load_model
from stac_core.opencv import cv2
from stac_core.presence import Tags
from stac_core.project import load_project
from stac_core.pseudo_mask import PseudoMaskSpec, cam_to_mask
from stac_core.resources import resource_path
from stac_core.runs import current_model


def test_a_seed_always_makes_the_same_surface():
    first, again = make_image(7), make_image(7)
    np.testing.assert_array_equal(first.image, again.image)
    np.testing.assert_array_equal(first.mask, again.mask)
    assert not np.array_equal(first.image, make_image(8).image)


def test_surfaces_have_no_one_or_two_kinds_of_defects_and_tags_say_which():
    kinds = set()
    for seed in range(60):
        made = make_image(seed)
        assert made.image.shape == made.mask.shape == SIZE
        assert made.image.dtype == made.mask.dtype == np.uint8
        there = {CLASSES[value - 1] for value in np.unique(made.mask) if value}
        assert {name for name, present in made.tags.items() if present} == there
        kinds.add(frozenset(there))
    assert frozenset() in kinds
    assert {len(each) for each in kinds} == {0, 1, 2}
    assert {name for each in kinds for name in each} == set(CLASSES)


def test_every_defect_differs_from_its_surroundings():
    """Tags would be wrong if a defect that they name could not be seen."""
    for seed in range(40):
        made = make_image(seed)
        free = (made.mask == 0).astype(np.uint8)
        for value in np.unique(made.mask[made.mask > 0]):
            defect = (made.mask == value).astype(np.uint8)
            beside = cv2.dilate(defect, np.ones((25, 25), np.uint8)) * free
            inside = made.image[defect > 0].astype(float).mean()
            assert abs(inside - made.image[beside > 0].mean()) > 15, (seed, value)


def test_seeds_shown_trained_on_and_measured_on_do_not_overlap():
    seeds = [set(DEMO_SEEDS), set(TRAIN_SEEDS), set(TEST_SEEDS)]
    assert len(set.union(*seeds)) == sum(map(len, seeds))


def test_demo_project_has_tagged_images_and_a_model(tmp_path):
    assert make_demo(tmp_path / "demo")
    project = load_project(tmp_path / "demo")
    images = sorted((tmp_path / "demo" / "images").iterdir())
    assert len(images) == COUNT
    with open_store(tmp_path / "demo", project.class_names) as store:
        tags = store.tags()
    assert len(tags) == COUNT
    assert tags[images[3].name] == make_image(DEMO_SEEDS[3]).tags
    np.testing.assert_array_equal(read_image(images[3]), make_image(DEMO_SEEDS[3]).image)
    model = current_model(project, tmp_path / "demo")
    assert model is not None
    assert load_model(model).info.classes == list(CLASSES)


def test_demo_made_before_is_left_as_it_is(tmp_path):
    make_demo(tmp_path)
    with open_store(tmp_path, CLASSES) as store:
        store.set_tags({"surface_00002.png": {"blob": True}})
        before = store.tags()
    assert not make_demo(tmp_path)
    with open_store(tmp_path, CLASSES) as store:
        assert store.tags() == before


def test_demo_that_was_interrupted_is_begun_again(tmp_path):
    write_images(tmp_path / "images", [2, 3])
    assert make_demo(tmp_path)
    assert len(list((tmp_path / "images").iterdir())) == COUNT


def test_demo_does_not_touch_a_folder_of_something_else(tmp_path):
    (tmp_path / "thesis.txt").write_text("work")
    with pytest.raises(DataError, match="--dir"):
        make_demo(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_shipped_model_is_small_and_finds_the_defects():
    """A few surfaces of the card's, so that a model that came apart from its card is noticed."""
    path = resource_path(MODEL)
    assert path.stat().st_size <= 8_000_000
    model = load_model(path)
    card = path.with_name("card.md").read_text(encoding="utf-8")
    assert f"{model.info.threshold:.2f}" in card
    predictor = Predictor(model, device="cpu")
    labels = len(CLASSES) + 1
    total = np.zeros((labels, labels), np.int64)
    for seed in TEST_SEEDS[:12]:
        made = make_image(seed)
        tags = [Tags.from_names(made.tags, CLASSES)]
        (result,) = predictor.predict([to_model_rgb(made.image)], PredictSpec(), tags=tags)
        mask = cam_to_mask(result.cam, PseudoMaskSpec(model.info.threshold))
        total += confusion_matrix(mask, made.mask, labels)
    assert scores_of(total).miou > 0.45  # everything called background scores 0.21
