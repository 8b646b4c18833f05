"""All that would keep a run from starting is named at once: file, field, cure."""

from __future__ import annotations

import json

import pytest
import yaml

from core.helpers import CLASSES
from stac_core.cli import main
from stac_core.engine.preflight import training_problems
from stac_core.errors import ConfigError
from stac_core.labels.store import open_store
from stac_core.new_project import make_project
from stac_core.presets import load_preset, preset_names
from stac_core.project import SCHEMA_VERSION, load_project, save_project, with_settings


@pytest.fixture
def root(tmp_path, image_folder):
    root = tmp_path / "project"
    root.mkdir()
    project = make_project(root, [image_folder], CLASSES)
    changes = {"model": {"input_size": [32, 32]}, "train": {"batch_size": 2, "epochs": 2}}
    save_project(with_settings(project, changes, where="test"), root)
    with open_store(root, CLASSES) as store:
        store.set_tags({"a.jpg": {"scratch": True, "blob": False}, "img1.png": {"blob": True}})
    return root


def edit(root, **sections):
    file = root / "project.yaml"
    values = yaml.safe_load(file.read_text())
    for name, fields in sections.items():
        values[name].update(fields)
    file.write_text(yaml.safe_dump(values))


def test_a_sound_project_has_no_problem(root):
    assert training_problems(load_project(root), root, device="cpu") == []


def test_everything_wrong_is_named_at_once(root, capsys):
    edit(
        root,
        train={"epochs": 0, "epoch": 3, "select_by": "masks", "precision": "fp16"},
        data={"tags": "gone.csv", "train_list": "gone.txt", "masks": "gone"},
        saliency={"source": "folder", "folder": "nowhere"},
        model={"arch": "swin_tiny_patch4_window7_224", "weights": "gone.pth"},
        cam={"scales": []},
    )
    assert main(["train", str(root), "--device", "cpu"]) == 1
    said = capsys.readouterr().err
    assert str(root / "project.yaml") in said
    for words in (
        "train.epochs: input should be greater than or equal to 1 (it is 0)",
        "train.epoch: unknown field; did you mean 'epochs'?",
        "train.select_by: 'masks' needs data.validation_masks",
        "data.tags: there is no file gone.csv; correct it",
        "data.train_list: there is no file gone.txt",
        "data.masks: there is no gone; name a folder, 'store' or 'none'",
        "saliency.folder: there is no folder nowhere",
        "model.arch: swin_tiny_patch4_window7_224",
        "model.weights: there is no file gone.pth",
        "train.precision: fp16 needs a GPU",
        "cam.scales: list should have at least 1 item",
    ):
        assert words in said, words
    assert "11 problems" in said
    assert not (root / "runs").exists()


def test_a_wrong_option_is_wrong_usage_and_named_with_the_rest(root, capsys):
    edit(root, data={"tags": "gone.csv"})
    assert main(["train", str(root), "--set", "train.lr=-1", "--set", "cam.kind=x"]) == 2
    said = capsys.readouterr().err
    assert "3 problems" in said
    assert "train.lr" in said
    assert "cam.kind" in said
    assert "gone.csv" in said


def test_heads_that_do_not_divide_and_images_below_a_patch(root):
    project = load_project(root)
    for changes, words in (
        ({"model": {"heads": 5}}, "model.heads: stac_micro: 5 heads do not divide its width 192"),
        ({"model": {"input_size": [8, 64]}}, "model.input_size: [8, 64] is smaller than a patch"),
    ):
        found = training_problems(with_settings(project, changes, where="t"), root, device="cpu")
        assert len(found) == 1
        assert found[0].startswith(words)


def test_presets_by_stage():
    assert preset_names("train") == ["balanced", "cnn-quick", "cpu-quick", "paper"]
    assert preset_names("segment") == ["paper-segmenter"]


@pytest.mark.parametrize("name", preset_names())
def test_presets_are_data_that_a_project_takes(root, name):
    project = with_settings(load_project(root), load_preset(name), where=name)
    assert training_problems(project, root, device="cpu") == []


def test_paper_preset_is_the_method_section_3():
    preset = load_preset("paper")
    train = preset["train"]
    assert preset["model"] == {
        "arch": "deit_small_patch16_224", "weights": "hub", "input_size": [224, 224],
    }  # fmt: skip
    expected = {
        "batch_size": 16, "weight_decay": 0.05, "lr": 5e-3, "lr_per": 512, "warmup_epochs": 5,
        "warmup_lr": 1e-6, "min_lr": 1e-6, "epochs": 80, "drop_path": 0.1,
        "color_jitter": [0.3, 0.3, 0.3, 0.1], "temperature": 0.6, "queries": 256,
        "negatives": 256, "cct_weight": 1.0, "saliency_weight": 2.0, "contrast_weight": 0.2,
    }  # fmt: skip
    assert {name: train[name] for name in expected} == expected


def test_estimate_counts_what_the_run_will_do(root, capsys):
    arguments = ["train", str(root), "--estimate", "--device", "cpu", "--json", "-",
                 "--set", "data.validation_share=0"]  # fmt: skip
    assert main(arguments) == 0
    captured = capsys.readouterr()
    estimate = json.loads(captured.out)["estimate"]
    assert (estimate["images"], estimate["steps"], estimate["masks"]) == (2, 2, 0)
    assert 0 < estimate["step_seconds"] < estimate["seconds"]
    assert estimate["memory_mb"] > 50
    assert "on CPU" in captured.err
    assert not (root / "runs").exists()


def test_resume_takes_no_settings_and_needs_a_run(root, capsys):
    assert main(["train", str(root), "--resume", "r", "--set", "train.lr=1"]) == 2
    assert main(["train", str(root), "--resume", "r"]) == 1
    assert "there is no run 'r'" in capsys.readouterr().err
    assert main(["train", str(root), "--nproc", "0"]) == 2


def test_runs_lists_state_best_figures_and_time(root, capsys):
    assert main(["runs", str(root)]) == 0
    assert "no runs yet" in capsys.readouterr().out
    common = ["train", str(root), "--device", "cpu", "--set", "data.validation_share=0"]
    assert main([*common, "--run", "good", "--set", "train.samples=1"]) == 0
    (root / "maps").mkdir()
    assert main([*common, "--run", "bad", "--set", "saliency.source=folder",
                 "--set", "saliency.folder=maps"]) == 1  # fmt: skip
    capsys.readouterr()
    assert main(["runs", str(root)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["run", "state", "started", "minutes", "epochs", "best", "epoch"]
    assert lines[1].split()[:2] == ["good", "completed"]
    assert "2/2" in lines[1]
    assert "criterion 0.0000" in lines[1]
    assert lines[2].split()[:2] == ["bad", "failed"]
    assert lines[3].startswith("bad: ")
    assert len(list((root / "runs" / "good" / "samples").iterdir())) == 2


def test_tensorboard_curves_are_those_of_the_events(root):
    event_accumulator = pytest.importorskip(
        "tensorboard.backend.event_processing.event_accumulator"
    )
    assert main(["train", str(root), "--run", "b", "--device", "cpu", "--tensorboard",
                 "--set", "data.validation_share=0"]) == 0  # fmt: skip
    board = event_accumulator.EventAccumulator(str(root / "runs" / "b" / "tensorboard"))
    board.Reload()
    from stac_core.runs import read_run

    expected = read_run(root / "runs" / "b").history.scalars["total"]
    found = [(each.step, each.value) for each in board.Scalars("train/total")]
    assert [step for step, _ in found] == [step for step, _ in expected]
    assert [value for _, value in found] == pytest.approx([value for _, value in expected])


def test_tensorboard_that_is_not_installed_is_named(root, monkeypatch):
    monkeypatch.setattr("stac_core.engine.preflight.find_spec", lambda name: None)
    changes = {"train": {"tensorboard": True}}
    project = with_settings(load_project(root), changes, where="test")
    (problem,) = training_problems(project, root, device="cpu")
    assert "pip install tensorboard" in problem


def test_projects_of_version_1_are_read(root):
    file = root / "project.yaml"
    values = yaml.safe_load(file.read_text())
    del values["data"]
    values["version"] = 1
    values["train"] |= {"validation_share": 0.3, "validation_masks": "masks"}
    file.write_text(yaml.safe_dump(values))
    project = load_project(root)
    assert project.version == SCHEMA_VERSION
    assert (project.data.validation_share, project.data.validation_masks) == (0.3, "masks")
    values["train"]["validation_share"] = 7
    file.write_text(yaml.safe_dump(values))
    with pytest.raises(ConfigError, match=r"data\.validation_share"):
        load_project(root)
