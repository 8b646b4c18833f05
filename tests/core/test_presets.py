"""The presets that come with the program."""

from __future__ import annotations

import pytest

from stac_core.errors import ConfigError
from stac_core.new_project import make_project
from stac_core.presets import load_preset, preset_names
from stac_core.project import with_settings


def test_paper_preset_is_the_published_recipe():
    """Sime et al., IEEE TII 2026, section IV-A, and the authors' released settings."""
    train = load_preset("paper")["train"]
    assert train["batch_size"] == 16
    assert train["epochs"] == 80
    assert train["lr"] * train["batch_size"] / train["lr_per"] == pytest.approx(1.5625e-4)
    assert (train["warmup_epochs"], train["warmup_lr"], train["min_lr"]) == (5, 1e-6, 1e-6)
    assert train["weight_decay"] == 0.05
    assert train["drop_path"] == 0.1
    assert train["color_jitter"] == [0.3, 0.3, 0.3, 0.1]
    assert load_preset("paper")["model"]["input_size"] == [224, 224]
    weights = ("cct_weight", "saliency_weight", "contrast_weight", "temperature")
    assert [train[name] for name in weights] == [1.0, 2.0, 0.2, 0.6]


def test_the_papers_segmenter():
    """Section 5 of the paper: DeepLabV3+, 0.5 (CE + Dice), Adam 1e-4, 50 to 60 epochs."""
    segment = load_preset("paper-segmenter")["segment"]
    assert (segment["batch_size"], segment["input_size"]) == (16, [224, 224])
    assert 50 <= segment["epochs"] <= 60
    assert (segment["lr"], segment["lr_per"], segment["weight_decay"]) == (1e-4, 0, 0)
    assert segment["dice_weight"] == 1.0, "as much as the cross-entropy"
    assert segment["image_weight"] == segment["contrast_weight"] == 0
    assert segment["rounds"] == 1


@pytest.mark.parametrize("stage", ["train", "segment"])
def test_every_preset_makes_a_project(stage, image_folder, tmp_path):
    names = preset_names(stage)
    assert names
    for name in names:
        made = make_project(tmp_path / name, [image_folder], ["hole"])
        project = with_settings(made, load_preset(name), where=name)
        assert getattr(project, stage).epochs == load_preset(name)[stage]["epochs"]


def test_every_preset_is_of_one_stage():
    assert sorted(preset_names("train") + preset_names("segment")) == preset_names()


def test_unknown_preset_names_those_there_are():
    with pytest.raises(ConfigError, match="cpu-quick, paper"):
        load_preset("../fast")
