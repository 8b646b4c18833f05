"""Segmenters that learn in rounds, from tags alone."""

from __future__ import annotations

import json
import time

import numpy as np
import pytest
import torch

from core.run_workers import SMALL
from core.surfaces import draw
from stac_core import cli
from stac_core.engine.preflight import training_problems
from stac_core.engine.run import RunCallbacks, resume_run, train_project
from stac_core.engine.stages import usual_size
from stac_core.errors import Cancelled, ConfigError, TrainingError, WeightsError
from stac_core.formats.mask_png import read_mask, write_mask
from stac_core.labels.store import open_store
from stac_core.models.model_file import load_model
from stac_core.new_project import make_project
from stac_core.project import load_project, project_items, save_project, with_settings
from stac_core.project_sections import SegmentSection
from stac_core.runs import current_model, current_segmenter, queue_run, read_run
from stac_core.segmentation.model_file import load_segmenter
from stac_core.segmentation.targets import (
    Targets,
    from_saliency,
    keep_to_tags,
    load_targets,
    raise_vanished,
    share_out,
)
from stac_core.types import ReviewStatus
from stac_core.work_folder import ask_to_stop

CLASSES = ["blob", "line"]
KINDS = ("dark blobs", "bright lines")
SETTINGS = {
    "saliency": {"source": "classes", "operators": {
        "blob": {"voters": ["residual-dark-2-2.5/grow35"]},
        "line": {"voters": ["residual-bright-2-1/z4.5"]},
    }},
    "data": {"validation_share": 0.15},
    "segment": {"epochs": 4, "rounds": 2, "batch_size": 8, "input_size": [64, 64],
                "precision": "fp32", "samples": 1, "checkpoint_minutes": 1e-6, "ema": 0.8,
                "least_steps": 1},
}  # fmt: skip


@pytest.fixture
def root(tmp_path, save_image):
    rng = np.random.default_rng(2)
    tags = {}
    for number in range(40):
        name = f"{number:02}.png"
        shown = [number % 2] if number < 32 else [0, 1] if number < 36 else []
        image, masks = draw("dark blobs", rng)[0], {}
        if not shown:
            image = np.clip(128 + rng.normal(0, 10, image.shape), 0, 255).astype(np.uint8)
        elif len(shown) == 1:
            image, mask = draw(KINDS[shown[0]], rng)
            masks[shown[0]] = mask
        else:
            other, line = draw("bright lines", rng)
            image, masks[0] = draw("dark blobs", rng)
            image, masks[1] = np.where(line, other, image), line
        save_image(tmp_path / "images" / name, image)
        truth = np.zeros(image.shape, np.uint8)
        for index, mask in masks.items():
            truth[mask] = index + 1
        write_mask(tmp_path / "truth" / name, truth)
        tags[name] = {each: index in shown for index, each in enumerate(CLASSES)}
    root = tmp_path / "project"
    root.mkdir()
    project = make_project(root, [tmp_path / "images"], CLASSES)
    save_project(with_settings(project, SETTINGS, where="test"), root)
    with open_store(root, CLASSES) as store:
        store.set_tags(tags)
    return root


def segment(root, name, **settings):
    project = with_settings(load_project(root), {"segment": settings}, where="test")
    return train_project(project, root, name, device="cpu", stage="segment")


def test_a_segmenter_finds_what_it_was_never_shown(root, tmp_path):
    project = with_settings(
        load_project(root), {"data": {"validation_masks": str(tmp_path / "truth")}}, where="test"
    )
    project = with_settings(project, {"segment": {"epochs": 24, "rounds": 3}}, where="test")
    result = train_project(project, root, "r", device="cpu", stage="segment")
    run = read_run(result.folder)
    assert run.state == "completed"
    first, last = run.history.evaluations[7].values["miou"], run.history.evaluations[-1].values
    # seen: 0.66 after the first round, 0.70 after the third; an empty answer has 0.33
    assert first > 0.5
    assert last["miou"] > 0.55
    said = [each.text for each in run.history.messages]
    assert any("round 2 of 3" in text and "like the last ones by" in text for text in said)
    assert any("round 3 of 3" in text for text in said)
    assert (result.folder / "samples" / "0024-0.png").is_file()


def test_what_a_run_leaves_behind(root):
    result = segment(root, "r")
    assert result.model.name == "segmenter.safetensors"
    loaded = load_segmenter(result.model, classes=CLASSES)
    assert loaded.info.input_size == (64, 64)
    assert loaded.info.saliency["generator"] == "classes"
    assert loaded.info.result["epoch"] == 4
    with pytest.raises(WeightsError, match="its classes are blob, line, not a, b"):
        load_segmenter(result.model, classes=["a", "b"])
    project = load_project(root)
    assert current_segmenter(project, root) == result.model
    assert current_model(project, root) is None, "it makes no class activation maps"
    with pytest.raises(WeightsError, match="is a segmenter, not a model of heat maps"):
        load_model(result.model)
    assert cli.main(["info", str(result.model), "--json", str(root / "facts.json")]) == 0
    facts = json.loads((root / "facts.json").read_text())
    assert (facts["kind"], facts["classes"], facts["input size"]) == (
        "segmenter",
        CLASSES,
        [64, 64],
    )
    start = read_run(result.folder).history.start
    assert (start["stage"], start["arch"], start["epochs"]) == ("segment", "compact", 4)


def test_the_same_seed_gives_the_same_segmenter(root):
    one, other = (load_segmenter(segment(root, name).model).net for name in ("a", "b"))
    third = load_segmenter(segment(root, "c", seed=1).model).net
    for name, value in one.state_dict().items():
        assert torch.equal(value, other.state_dict()[name]), name
    assert not torch.equal(one.head.weight, third.head.weight)


@pytest.mark.parametrize("stop_at", [3, 8, 11])
def test_a_run_goes_on_where_it_stopped_in_any_round(root, stop_at):
    whole = segment(root, "whole")
    folder = queue_run(load_project(root), root, "broken", stage="segment")

    def stop(step):
        if step.step == stop_at:
            ask_to_stop(folder)
            time.sleep(0.6)

    with pytest.raises(Cancelled):
        resume_run(folder, device="cpu", callbacks=RunCallbacks(step=stop))
    result = resume_run(folder, device="cpu")
    losses = [read_run(each).history.scalars["total"] for each in (whole.folder, folder)]
    assert losses[0] == losses[1]
    one, other = (load_segmenter(each.model).net.state_dict() for each in (whole, result))
    for name, value in one.items():
        assert torch.equal(value, other[name]), name


def test_accepted_masks_are_targets(root):
    mask = np.full((96, 96), 1, np.uint8)
    mask[:, :40] = 0
    mask[:, 90:] = 255
    with open_store(root, CLASSES) as store:
        store.save("39.png", status=ReviewStatus.ACCEPTED, mask=mask, origin="person")
    run = segment(root, "r", rounds=1, mask_repeat=30, epochs=12).folder
    net = load_segmenter(run / "segmenter.safetensors").net
    from stac_core.data.images import read_image
    from stac_core.views import resize_rgb

    item = next(each for each in project_items(load_project(root), root) if each.id == "39.png")
    grey = read_image(item.path)
    small = resize_rgb(np.repeat(grey[..., None], 3, axis=2), (64, 64))[..., :1]
    with torch.no_grad():
        found = net(torch.from_numpy(small.copy()).permute(2, 0, 1)[None].float()).logits[0]
    assert (found.argmax(0)[:, 30:58] == 1).float().mean() > 0.5
    assert (found.argmax(0)[:, :24] == 0).float().mean() > 0.5


def test_a_class_that_is_never_alone_is_named(root):
    with open_store(root, CLASSES) as store:
        tags = store.tags()
        for name, each in tags.items():
            tags[name] = {"blob": each["blob"] or each["line"], "line": each["line"]}
        store.set_tags(tags)
    with pytest.raises(TrainingError, match="no image shows 'line' alone"):
        segment(root, "r")
    assert read_run(root / "runs" / "r").state == "failed"


def test_heat_maps_tell_classes_apart_where_there_are_several(root, monkeypatch):
    train = {"epochs": 1, "batch_size": 8, "samples": 0, "precision": "fp32"}
    small = {"model": {"arch": "stac_micro", "input_size": [32, 32]}, "train": train}
    monkeypatch.setattr("stac_core.models.backbones._MICRO_SIZES", SMALL)
    stac = train_project(with_settings(load_project(root), small, where="test"), root, "stac",
                         device="cpu")  # fmt: skip
    with_cams = segment(root, "r", cam_model="runs/stac/model.safetensors", rounds=1, epochs=1)
    targets = load_targets(with_cams.folder / "targets" / "round-1.npz", 36)
    alone = load_project(with_cams.folder)
    assert alone.segment.cam_model == "../stac/model.safetensors"
    assert len(targets.rows) == 36, "all images take part from the first round on"
    (stac.model).unlink()
    problems = training_problems(alone, with_cams.folder)
    assert any("segment.cam_model: there is no file" in each for each in problems)


def test_saliency_is_shared_out_by_evidence():
    saliency = np.full((1, 1, 4), 255, np.uint8)
    saliency[..., 3] = 0
    evidence = np.zeros((1, 3, 1, 4), np.float32)
    evidence[0, 0, 0] = [0.9, 0.5, 0.0, 0.9]
    evidence[0, 1, 0] = [0.3, 0.5, 0.0, 0.0]
    evidence[0, 2, 0] = 1.0  # not tagged
    found = share_out(saliency, evidence, np.array([[True, True, False]]))[0, :, 0].numpy()
    np.testing.assert_allclose(found.sum(axis=0), 1, atol=1e-6)
    np.testing.assert_allclose(found[:, 0], [0, 0.9, 0.1, 0], atol=1e-6)  # squares: 0.81 to 0.09
    np.testing.assert_allclose(found[:, 1], [0, 0.5, 0.5, 0], atol=1e-6)
    np.testing.assert_allclose(found[:, 2], [0, 0.5, 0.5, 0], atol=1e-6)
    np.testing.assert_allclose(found[:, 3], [1, 0, 0, 0], atol=1e-6)


def test_a_class_that_vanishes_is_caught_and_raised():
    size = (1, 1, 40, 50)
    lost = torch.full(size, 0.2)
    lost[..., 10:14, 10:20] = 0.4  # under the background everywhere, but likeliest here
    kept = torch.full(size, 0.1)
    kept[..., 30:36, :20] = 0.9
    probabilities = torch.cat([1 - lost - torch.clamp(kept, max=0.3), lost, kept], dim=1)
    probabilities = probabilities.clamp(min=0.01)
    probabilities = probabilities / probabilities.sum(dim=1, keepdim=True)
    present = np.array([[True, True]])
    assert not (probabilities.argmax(dim=1) == 1).any()
    raised, touched = raise_vanished(probabilities, present)
    assert touched.tolist() == [[True, False]]
    found = raised.argmax(dim=1)[0] == 1
    assert found[10:14, 10:20].all()
    assert found.float().mean() < 0.5, "not the whole image"
    same, untouched = raise_vanished(probabilities, np.array([[False, True]]))
    assert torch.equal(same, probabilities)
    assert not untouched.any()


def test_targets_keep_to_the_tags_and_mix_saliency_where_one_class_is_alone():
    found = keep_to_tags(torch.full((2, 3, 4, 4), 1 / 3), np.array([[True, False], [False, False]]))
    np.testing.assert_allclose(found[0, :, 0, 0], [0.5, 0.5, 0])
    np.testing.assert_allclose(found[1, :, 0, 0], [1, 0, 0])
    saliency = np.array([[[255, 0]]], np.uint8)
    seeds = from_saliency(saliency, np.array([[False, True]]))
    np.testing.assert_allclose(seeds[0, :, 0].numpy(), [[0, 1], [0, 0], [1, 0]])


def test_settings_that_cannot_be_are_refused(root):
    for wrong, words in (
        ({"epochs": 5, "rounds": 2}, "cannot be divided among 2 rounds"),
        ({"select_by": "loss"}, "select_by can be 'last' or 'masks'"),
        ({"select_by": "masks"}, "needs data.validation_masks"),
        ({"arch": "huge"}, "segment.arch"),
    ):
        with pytest.raises(ConfigError, match=words):
            with_settings(load_project(root), {"segment": wrong}, where="test")


def test_the_size_of_the_images_is_settled_once(root, tmp_path, save_image):
    settings = {"segment": {"input_size": None, "epochs": 1, "rounds": 1}}
    project = with_settings(load_project(root), settings, where="test")
    run = train_project(project, root, "r", device="cpu", stage="segment").folder
    assert load_project(run).segment.input_size == (96, 96)
    rng = np.random.default_rng(0)
    for number in range(3):
        save_image(tmp_path / "large" / f"{number}.png",
                   rng.integers(0, 255, (600, 1203), dtype=np.uint8))  # fmt: skip
    project = make_project(tmp_path / "other", [tmp_path / "large"], ["a"])
    assert usual_size(project_items(project, tmp_path / "other")) == (256, 512)


def test_command_line(root, capsys):
    code = cli.main(["segment", str(root), "--run", "cli", "--device", "cpu", "--json", "-"])
    values = json.loads(capsys.readouterr().out)
    assert code == 0
    assert values["model"].endswith("segmenter.safetensors")
    assert cli.main(["runs", str(root)]) == 0
    assert "completed" in capsys.readouterr().out
    assert cli.main(["predict", str(root), "--source", "segmenter", "--out",
                     str(root / "out"), "--save", "mask,scores"]) == 0  # fmt: skip
    assert read_mask(root / "out" / "mask" / "00.png").shape == (96, 96)


def test_each_round_is_an_event(root):
    run = read_run(segment(root, "r", epochs=4, rounds=4).folder)
    rounds = run.history.rounds
    assert sorted(rounds) == [1, 2, 3, 4]
    first, second = rounds[1], rounds[2]
    assert (first["of"], first["epoch"], first["agreement"]) == (4, 1, {})
    assert second["images"] > first["images"], "images of several classes come in the second round"
    assert set(second["agreement"]) == set(second["areas"]) == set(CLASSES)
    assert 0 < second["areas"]["blob"] < 0.5
    assert all(0 <= value <= 1 for value in second["agreement"].values())
    assert second["step"] == run.history.evaluations[0].step


def test_rounds_end_when_the_targets_settle(root):
    run = read_run(segment(root, "r", epochs=4, rounds=4, settled=0.0).folder)
    assert run.state == "completed"
    assert len(run.history.evaluations) == 1, "the second round would begin with what settled"
    assert any("the targets have settled" in each.text for each in run.history.messages)
    assert run.model.is_file()


def test_a_run_that_broke_off_between_rounds_tells_of_each_once(root):
    folder = queue_run(
        with_settings(load_project(root), {"segment": {"epochs": 4, "rounds": 4}}, where="test"),
        root, "broken", stage="segment",
    )  # fmt: skip

    def stop(result):
        if result.epoch == 2:
            ask_to_stop(folder)
            time.sleep(0.6)

    with pytest.raises(Cancelled):
        resume_run(folder, device="cpu", callbacks=RunCallbacks(epoch=stop))
    resume_run(folder, device="cpu")
    whole = segment(root, "whole", epochs=4, rounds=4)
    rounds = [read_run(each).history.rounds for each in (folder, whole.folder)]
    assert rounds[0] == rounds[1]


def test_agreement_and_areas_of_targets():
    labels = np.zeros((3, 4, 4), np.uint8)
    labels[0, :2], labels[1, 0] = 1, 2
    nothing = np.zeros(2, np.intp)
    mine = Targets(labels, np.full_like(labels, 255), np.arange(3), nothing)
    theirs = labels.copy()
    theirs[0, 1], theirs[2] = 0, 2
    other = Targets(theirs, np.full_like(labels, 255), np.arange(2), nothing)
    np.testing.assert_allclose(mine.agreement(other), [0.5, 1.0])
    present = np.array([[True, False], [True, True], [False, False]])
    np.testing.assert_allclose(mine.areas(present), [0.25, 0.25])


def test_the_compact_network_starts_from_made_up_defects_unless_told_not_to(root):
    def said(name, **settings):
        run = read_run(segment(root, name, epochs=1, rounds=1, **settings).folder)
        first = run.history.scalars["pixels"][0][1]
        return first, [text.text for text in run.history.messages if "weights: " in text.text]

    warm, told = said("warm")
    assert "tensors of the synthetic-defect net" in told[0]
    cold, nothing = said("cold", warm_start=False)
    assert nothing == []
    assert warm != cold


def test_small_sets_are_seen_several_times_in_an_epoch(root):
    run = read_run(segment(root, "r", epochs=1, rounds=1, least_steps=9).folder)
    assert run.history.progress["steps"] == 9
    seen = SegmentSection(least_steps=9, batch_size=8)
    assert (seen.steps_per_epoch(20), seen.steps_per_epoch(160)) == (9, 20)
