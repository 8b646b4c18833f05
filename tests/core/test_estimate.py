"""What a run of each stage is expected to take."""

from __future__ import annotations

import json

import numpy as np
import pytest

from core.conftest import CLASSES
from core.surfaces import draw
from stac_core.cli import main
from stac_core.engine import estimate as module
from stac_core.engine.data import choose_data
from stac_core.engine.estimate import estimate_run
from stac_core.engine.preflight import training_problems
from stac_core.engine.preparation_time import preparation_time
from stac_core.labels.store import open_store
from stac_core.project import load_project, with_settings
from stac_core.types import ReviewStatus

SETTINGS = {
    "model": {"arch": "stac_micro", "input_size": [32, 32]},
    "data": {"validation_share": 0.25},
    "train": {"precision": "fp32", "epochs": 2, "batch_size": 4, "queries": 8, "negatives": 8},
    "segment": {
        "precision": "fp32",
        "epochs": 4,
        "rounds": 2,
        "batch_size": 4,
        "mask_repeat": 3,
        "least_steps": 1,
    },
}


@pytest.fixture
def root(make_root, small_network):
    rng = np.random.default_rng(5)
    kinds = ("bright lines", "dark blobs")
    images = [draw(kinds[number % 2], rng)[0] for number in range(12)]
    tags = [{"scratch": number % 2 == 0, "blob": number % 2 == 1} for number in range(12)]
    return make_root(images, tags, SETTINGS)


def files(root):
    return sorted(path for path in root.rglob("*") if path.is_file() and "sqlite" not in path.name)


def test_a_segmenters_estimate_counts_steps_masks_and_writes_nothing(root, capsys):
    with open_store(root, CLASSES) as store:
        store.save("1.png", status=ReviewStatus.ACCEPTED, mask=np.full((96, 96), 2, np.uint8),
                   origin="person")  # fmt: skip
    before = files(root)
    arguments = ["segment", str(root), "--estimate", "--device", "cpu", "--json", "-",
                 "--set", "data.validation_share=0"]  # fmt: skip
    assert main(arguments) == 0
    captured = capsys.readouterr()
    found = json.loads(captured.out)["estimate"]
    assert (found["images"], found["masks"]) == (12, 1)
    assert found["steps"] == (12 + 2) // 4 * 4
    assert found["seconds"] > found["steps"] * found["step_seconds"] + found["preparation_seconds"]
    assert "to get ready" in captured.err
    assert files(root) == before


def test_targets_between_rounds_and_missing_maps_take_their_time(root, monkeypatch):
    project = load_project(root)
    monkeypatch.setattr(module, "preparation_time", lambda *_: module_time(1, 5.0, 70.0))
    monkeypatch.setattr(module._StopWatch, "step_seconds", 2.0)

    class Slow:
        def __init__(self, *_, **__):
            pass

        def __call__(self, net):
            clock.append(0.4)  # for a batch of 4: 0.1 s a look

    clock = []
    monkeypatch.setattr(module, "SegmentJudge", Slow)
    monkeypatch.setattr(module.time, "monotonic", lambda: sum(clock))
    rounds = {}
    for number in (1, 2, 4):
        settings = with_settings(project, {"segment": {"rounds": number}}, where="test")
        clock.clear()
        rounds[number] = estimate_run(settings, root, device="cpu", stage="segment")
    training = rounds[1].images
    validation = 12 - training
    assert validation > 0
    steps = training // 4 * 4
    assert rounds[1].steps == steps
    assert rounds[1].seconds == pytest.approx(75 + 2 * steps + 4 * validation * 0.1)
    assert rounds[2].seconds - rounds[1].seconds == pytest.approx(training * 0.1)
    assert rounds[4].seconds - rounds[1].seconds == pytest.approx(3 * training * 0.1)


def module_time(*values):
    from stac_core.engine.preparation_time import PreparationTime

    return PreparationTime(*values)


def test_maps_that_are_there_take_no_time(root, save_image, tmp_path):
    def prepared():
        project = load_project(root)
        return preparation_time(project, root, choose_data(project, root), (32, 32))

    before = prepared()
    assert before.channels == 1
    assert before.reading > 0
    assert before.saliency > 0
    assert main(["saliency", str(root)]) == 0
    assert prepared().saliency == 0
    image = np.zeros((96, 96, 3), np.uint8)
    image[..., 0] = 200
    save_image(tmp_path / "images" / "0.png", image)
    assert prepared().channels == 3


def test_what_the_other_stage_needs_is_not_asked_for(root):
    project = with_settings(load_project(root), {"model": {"arch": "nothing"}}, where="test")
    assert training_problems(project, root, device="cpu", stage="segment") == []
    assert training_problems(project, root, device="cpu")[0].startswith("model.arch")


def test_a_preset_of_the_other_stage_is_not_offered(root, capsys):
    for verb, preset in (("segment", "paper"), ("train", "paper-segmenter")):
        assert main([verb, str(root), "--preset", preset]) == 2
        assert "invalid choice" in capsys.readouterr().err
