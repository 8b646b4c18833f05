"""Segmenter runs in the training window: the form, the list, the page, the model in use."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from stac_core.errors import ConfigError
from stac_core.project import load_project, with_settings
from stac_core.runs import current_segmenter, queue_run, run_stage
from stac_gui.action_table import ActionId
from stac_gui.models.run_settings import (
    ARCHS,
    OWN,
    USUAL_SIZE,
    RunSettings,
    arguments_of,
    choices,
    project_for,
    settings_of,
)
from stac_gui.models.runs import RunRole, estimate_words
from stac_gui.panels.training.form import _arch_words
from stac_gui.presenters.training.scanner import RunScanner

PROGRAM = (sys.executable, str(Path(__file__).parent / "fake_trainer.py"))


@pytest.fixture
def training(window, open_project, monkeypatch, qtbot):
    """The training window of an open project, with the stand-in as the program."""
    desk = window.controller.training
    monkeypatch.setattr(desk.session._launcher, "_program", PROGRAM)
    monkeypatch.setattr(desk.session._estimator, "_program", PROGRAM)
    desk.session._estimator._delay.setInterval(10)
    open_project()
    window.actions_by_id[ActionId.NEW_RUN].trigger()
    qtbot.waitExposed(desk.window)
    yield desk.window
    for row in desk.session.rows:
        if row.is_active:
            (row.path / "cancel").touch()


@pytest.fixture
def session(window, training):
    return window.controller.training.session


def choose(qtbot, box, data):
    """Choose an entry with the keys, as from the keyboard."""
    box.setFocus()
    for _ in range(box.count()):
        qtbot.keyClick(box, Qt.Key.Key_Up)
    while box.currentData() != data:
        before = box.currentIndex()
        qtbot.keyClick(box, Qt.Key.Key_Down)
        assert box.currentIndex() > before, f"{data} is not offered"


def click(qtbot, button):
    assert button.isVisible()
    assert button.isEnabled()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def wait_for(qtbot, session, name, phase):
    def there():
        row = session.row(name)
        return row is not None and row.phase == phase

    qtbot.waitUntil(there, timeout=30_000)


def start(session, name, **changes):
    from dataclasses import replace

    session.start(replace(session.settings(OWN, stage="segment"), **changes), name)


# ---- the form ------------------------------------------------------------------------------


def test_a_segmenter_run_is_started_from_the_form(qtbot, training, session, project):
    form = training.form
    assert not form.arch.isVisible()
    choose(qtbot, form.stage, "segment")
    assert form.arch.isVisible()
    assert not form.weights.isVisible(), "the compact network has no encoder"
    assert form.side.text() == "as the images"
    assert [form.preset.itemData(n) for n in range(form.preset.count())] == ["", "paper-segmenter"]
    qtbot.waitUntil(lambda: "15 min" in form.estimate.text(), timeout=30_000)
    assert "2 min of it to read images and make saliency maps" in form.estimate.text()
    form.rounds.setValue(3)
    form.epochs.setValue(2)
    assert form.epochs_help.text().endswith("6 times in all")
    form.name.setText("long-s")
    click(qtbot, form.start)
    wait_for(qtbot, session, "long-s", "running")
    frozen = load_project(project / "runs" / "long-s")
    assert run_stage(project / "runs" / "long-s") == "segment"
    assert (frozen.segment.rounds, frozen.segment.epochs) == (3, 6)
    assert (frozen.segment.input_size, frozen.segment.lr) == (None, 3e-3)
    assert load_project(project).segment.rounds == 6, "the project itself stays as it is"
    assert training.pages.currentWidget() is training.page
    qtbot.waitUntil(lambda: training.page.facts.text().startswith("segmenter (compact)"))
    click(qtbot, training.page.stop)
    click(qtbot, training.page.stop)
    wait_for(qtbot, session, "long-s", "cancelled")
    click(qtbot, training.page.go_on)
    wait_for(qtbot, session, "long-s", "running")


def test_a_preset_brings_its_network_and_weights(qtbot, training):
    form = training.form
    choose(qtbot, form.stage, "segment")
    choose(qtbot, form.preset, "paper-segmenter")
    settings = form.settings()
    assert (settings.arch, settings.weights) == ("deeplabv3plus-efficientnet-b4", "hub")
    assert (settings.rounds, settings.epochs, settings.side, settings.lr) == (1, 60, 224, 1e-4)
    assert form.weights.isVisible()
    assert "best one" in form.arch_help.text()
    choose(qtbot, form.arch, "compact")
    assert not form.weights.isVisible()
    choose(qtbot, form.stage, "train")
    assert not form.arch.isVisible()
    assert not form.rounds.isVisible()
    assert form.side.minimum() == 32
    assert form.settings().stage == "train"


def test_problems_of_a_segmenters_settings_are_said_beside_the_form(qtbot, training):
    form = training.form
    choose(qtbot, form.stage, "segment")
    form.lr.setValue(0.5)
    qtbot.waitUntil(lambda: "too large" in form.estimate.text(), timeout=30_000)
    assert not form.estimate.text().startswith("stac")


def test_every_network_has_words():
    assert all(_arch_words(arch) for arch in ARCHS)


# ---- settings ------------------------------------------------------------------------------


def test_settings_of_a_segmenter_become_fields_and_options(project):
    opened = load_project(project)
    settings = settings_of(opened, OWN, "cpu", "segment")
    assert (settings.side, settings.arch, settings.rounds) == (USUAL_SIZE, "compact", 6)
    changed = RunSettings(**{**settings.__dict__, "arch": "segformer-mit-b0", "weights": "hub",
                             "side": 96, "use_masks": False, "epochs": 8, "rounds": 2})  # fmt: skip
    made = project_for(opened, changed)
    assert made.segment.input_size == (96, 96)
    assert (made.segment.arch, made.segment.weights) == ("segformer-mit-b0", "hub")
    assert made.data.masks == "none"
    assert made.train == opened.train
    options = arguments_of(opened, changed)
    assert "segment.weights=hub" in options
    assert "segment.input_size=[96, 96]" in options
    assert "segment.input_size=null" in arguments_of(opened, settings)
    assert not any(each.startswith("train.") for each in options)
    compact = RunSettings(**{**changed.__dict__, "arch": "compact"})
    assert project_for(opened, compact).segment.weights is None
    with pytest.raises(ConfigError, match="rounds"):
        project_for(opened, RunSettings(**{**changed.__dict__, "epochs": 9}))


def test_a_size_that_is_not_square_stays(project):
    opened = with_settings(load_project(project), {"segment": {"input_size": [64, 96]}}, where="t")
    settings = settings_of(opened, OWN, "cpu", "segment")
    assert project_for(opened, settings).segment.input_size == (64, 96)


def test_each_stage_has_its_presets():
    assert [name for name, _ in choices("segment")] == [OWN, "paper-segmenter"]
    assert "paper-segmenter" not in [name for name, _ in choices("train")]
    values = {"images": 5, "steps": 7, "seconds": 60, "memory_mb": 100, "device": "CPU"}
    assert "make saliency maps" not in estimate_words(values)


# ---- what runs show ------------------------------------------------------------------------


def test_the_list_says_what_each_run_trains(project):
    for name, stage in (("a", "train"), ("b", "segment")):
        queue_run(load_project(project), project, name, stage=stage)
    (project / "runs" / "b" / "segmenter.safetensors").touch()
    (project / "runs" / "b" / "model.safetensors").touch()
    model = project / "runs" / "b" / "segmenter.safetensors"
    rows = {row.name: row for row in RunScanner(project).scan(in_use=[model]).rows}
    assert (rows["a"].stage, rows["b"].stage) == ("train", "segment")
    assert (rows["a"].model.name, rows["b"].model.name) == (
        "model.safetensors", "segmenter.safetensors",
    )  # fmt: skip
    assert (rows["a"].is_current, rows["b"].is_current) == (False, True)
    assert not rows["a"].has_model
    assert rows["b"].has_model


def test_curves_maps_and_the_model_of_a_segmenter(qtbot, window, training, session, project):
    start(session, "quick-s")
    wait_for(qtbot, session, "quick-s", "completed")
    page = training.page
    qtbot.waitUntil(lambda: "Dice" in page.curves.losses._lines)
    names = ["total", "pixels", "Dice", "tags", "pixel contrast"]
    assert list(page.curves.losses._lines) == names
    qtbot.waitUntil(lambda: page.curves.validation._title.text() == "Images a second")
    index = training.model.index(0, 0)
    words = training.model.data(index, Qt.ItemDataRole.AccessibleTextRole)
    assert "segmenter" in words
    assert training.model.data(index, RunRole.ROW).stage == "segment"
    qtbot.waitUntil(lambda: page.use.isVisible() and page.use.isEnabled())
    before = load_project(project).model.current
    click(qtbot, page.use)
    sources = window.controller.session.sources
    qtbot.waitUntil(lambda: sources["segmenter"].model is not None
                    and sources["segmenter"].model.path.parent.name == "quick-s")  # fmt: skip
    made = load_project(project)
    assert made.segment.current == "runs/quick-s/segmenter.safetensors"
    assert made.model.current == before
    assert current_segmenter(made, project).parent.name == "quick-s"
    assert sources.shown == "segmenter"
    qtbot.waitUntil(lambda: page.use.text() == "In use")


def test_a_segmenter_is_compared_with_heat_maps(qtbot, window, training, session):
    session.start(session.settings(OWN), "quick-h")
    wait_for(qtbot, session, "quick-h", "completed")
    start(session, "quick-s")
    wait_for(qtbot, session, "quick-s", "completed")
    page = training.page
    page.tabs.setCurrentWidget(page.compare)
    qtbot.waitUntil(lambda: page.compare.other.count() == 2)
    page.compare.other.setCurrentIndex(1)
    comparison = window.controller.training.comparison
    qtbot.waitUntil(lambda: all(comparison.picture(n) is not None for n in (0, 1)), timeout=30_000)
    sources = [side._version.source for side in comparison._sides]
    assert sources == ["segmenter", "cam"]
    assert (comparison.picture(0) != comparison.picture(1)).any()
