"""The way from tags to labels: what is done, what is next, and a click for each step."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gui.driving import saved, trigger
from stac_core.cli import main
from stac_core.labels.exports import last_export, note_export
from stac_core.labels.store import LabelRecord, open_store
from stac_core.project import load_project
from stac_core.types import ImageItem, ReviewStatus
from stac_gui.action_table import ActionId
from stac_gui.models.tally import Tally
from stac_gui.models.way import Step, WayFacts, may_ask_how_long, way_of
from stac_gui.panels.exporting import ExportChoice

PROGRAM = (sys.executable, str(Path(__file__).parent / "fake_pipeline.py"))


# ---- the words -------------------------------------------------------------------------------


def shown(facts):
    return {view.step: (view.detail, view.state) for view in way_of(facts)}


@pytest.mark.parametrize(
    ("facts", "upcoming"),
    [
        (WayFacts(images=40, tagged=12), Step.TAG),
        (WayFacts(images=40, tagged=40), Step.TRAIN),
        (WayFacts(images=40, tagged=12, has_model=True), Step.REVIEW),
        (WayFacts(images=40, tagged=40, has_model=True, work="epoch 1/8"), Step.TRAIN),
        (WayFacts(images=4, tagged=4, has_model=True, decided=4), Step.EXPORT),
        (WayFacts(images=4, tagged=4, has_model=True, decided=4, exported=3), None),
        (
            WayFacts(images=4, tagged=4, has_model=True, decided=4, exported=3, decided_since=1),
            Step.EXPORT,
        ),
    ],
)
def test_the_first_step_that_is_not_done_is_next(facts, upcoming):
    states = {step: state for step, (_, state) in shown(facts).items()}
    assert [step for step, state in states.items() if state == "next"] == [upcoming] * bool(
        upcoming
    )


def test_each_step_says_how_far_it_is():
    words = shown(WayFacts(images=1040, tagged=12, decided=7, estimate=1860.0))
    assert words[Step.TAG] == ("12 of 1,040 tagged", "next")
    assert words[Step.TRAIN] == ("no model yet: about 31 min", "later")
    assert words[Step.REVIEW] == ("7 of 1,040 decided", "later")
    assert words[Step.EXPORT] == ("not exported yet", "later")
    assert shown(WayFacts(accepted=5))[Step.EXPORT][0] == "5 accepted, not exported yet"
    assert shown(WayFacts(exported=3, decided_since=2))[Step.EXPORT][0] == "2 decided since"


def test_time_is_asked_for_only_where_the_answer_is_of_use():
    ready = {"images": 4, "tagged": 2}
    assert may_ask_how_long(WayFacts(**ready))
    for more in (
        {"tagged": 0}, {"has_model": True}, {"has_project": False}, {"work": "epoch 1/8"},
        {"is_estimating": True}, {"estimate": 3.0}, {"obstacle": "one class only"},
    ):  # fmt: skip
        assert not may_ask_how_long(WayFacts(**{**ready, **more}))


# ---- exports are remembered ------------------------------------------------------------------


def test_export_is_remembered_in_the_project(project, tmp_path):
    classes = load_project(project).class_names
    assert last_export(project, classes) is None
    note_export(project, classes, tmp_path / "out", 3)
    note_export(project, classes, tmp_path / "again", 4)
    found = last_export(project, classes)
    assert (found.folder, found.masks) == (str(tmp_path / "again"), 4)


def test_export_on_the_command_line_is_remembered_too(project, tmp_path):
    classes = load_project(project).class_names
    with open_store(project, classes) as store:
        import numpy as np

        mask = np.zeros((40, 50), np.uint8)
        store.save("s0.png", status=ReviewStatus.ACCEPTED, mask=mask, origin="person")
    out = tmp_path / "voc"
    assert main(["export", str(project), "--format", "voc", "--out", str(out)]) == 0
    assert last_export(project, classes).masks == 1


# ---- the strip -------------------------------------------------------------------------------


@pytest.fixture
def bar(window):
    return window.controller.way.bar


def details(bar):
    return {step: button.view.detail for step, button in bar.steps.items()}


def click(bar, step):
    QTest.mouseClick(bar.steps[step], Qt.MouseButton.LeftButton)


def test_strip_appears_with_images_and_counts_along(qtbot, window, bar, open_project, project):
    assert not bar.isVisible()
    session = open_project()
    qtbot.waitUntil(lambda: details(bar)[Step.TRAIN] == "model in use")
    assert bar.isVisible()
    assert details(bar)[Step.TAG] == "5 of 5 tagged"
    trigger(window, ActionId.ACCEPT)
    qtbot.waitUntil(lambda: details(bar)[Step.REVIEW] == "1 of 5 decided")
    assert bar.steps[Step.REVIEW].accessibleName() == "Review: 1 of 5 decided, next step"
    session.go_to(0)
    click(bar, Step.REVIEW)
    assert session.row == 1
    saved(qtbot, session)


def test_click_on_tagging_finds_the_next_image_without_a_tag(qtbot, window, bar, open_project):
    session = open_project(model=False)
    session.go_to(3)
    session.tagging.set_tag("scratch", None)
    session.tagging.set_tag("blob", None)
    session.go_to(0)
    qtbot.waitUntil(lambda: details(bar)[Step.TAG] == "4 of 5 tagged")
    click(bar, Step.TAG)
    assert session.item.id == "s3.png"
    assert window.inspector.table.hasFocus()
    QTest.keyClick(window.inspector.table, Qt.Key.Key_1, Qt.KeyboardModifier.ShiftModifier)
    assert session.tagging.tags("s3.png") == {"scratch": True}
    saved(qtbot, session)


def test_export_ticks_the_last_step_until_something_is_decided(
    qtbot, window, bar, dialogs, open_project, tmp_path
):
    session = open_project()
    trigger(window, ActionId.ACCEPT)
    choice = ExportChoice(tmp_path / "voc", (ReviewStatus.ACCEPTED,), copy_images=False)
    dialogs.answers["ask_export"] = choice
    click(bar, Step.EXPORT)
    qtbot.waitUntil(lambda: details(bar)[Step.EXPORT] == "1 exported")
    assert bar.steps[Step.EXPORT].view.state == "done"
    trigger(window, ActionId.REJECT)
    qtbot.waitUntil(lambda: details(bar)[Step.EXPORT] == "1 decided since")
    saved(qtbot, session)


def test_first_training_says_how_long_it_takes(qtbot, window, bar, open_project, monkeypatch):
    session = window.controller.pipelines.session
    monkeypatch.setattr(session._estimator, "_program", PROGRAM)
    session._estimator._delay.setInterval(10)
    open_project(model=False)
    qtbot.waitUntil(bar.ask.isVisible)
    assert details(bar)[Step.TRAIN] == "no model yet"
    QTest.mouseClick(bar.ask, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: details(bar)[Step.TRAIN] == "no model yet: measuring …")
    assert not bar.ask.isVisible()
    words = "no model yet: about 28 min"
    qtbot.waitUntil(lambda: details(bar)[Step.TRAIN] == words, timeout=20_000)
    click(bar, Step.TRAIN)
    dialog = window.controller.pipelines.dialog
    assert dialog.isVisible()
    dialog.close()


def test_training_in_a_bare_folder_makes_the_project_first(qtbot, window, bar, surfaces):
    with qtbot.waitSignal(window.canvas.painted, timeout=5000):
        window.open_folder(surfaces)
    assert not bar.ask.isVisible()
    click(bar, Step.TRAIN)
    made = surfaces.parent / f"{surfaces.name}-project"
    qtbot.waitUntil(lambda: (made / "project.yaml").is_file())
    qtbot.waitUntil(lambda: window.controller.way.way.facts.has_project)


def test_strip_is_hidden_for_good_and_comes_back_from_help(qtbot, window, bar, open_project):
    open_project(model=False)
    qtbot.waitUntil(bar.isVisible)
    QTest.mouseClick(bar.close_button, Qt.MouseButton.LeftButton)
    assert not bar.isVisible()
    assert window.preferences["window/steps"] is False
    action = window.actions_by_id[ActionId.SHOW_WAY]
    assert not action.isChecked()
    action.trigger()
    assert bar.isVisible()
    assert action.isChecked()


def test_tally_is_what_counting_says(rng):
    items = [ImageItem(f"{n}.png", Path(f"{n}.png")) for n in range(50)]
    tags = {item.id: {"a": True} for item in items if rng.random() < 0.5}
    statuses = list(ReviewStatus)
    records = {
        item.id: LabelRecord(item.id, statuses[rng.integers(4)], time=float(rng.integers(1, 9)))
        for item in items[:30]
    }
    tally = Tally([item.id for item in items], tags, records)
    for row in rng.integers(0, 50, 20):
        image_id = items[row].id
        records[image_id] = LabelRecord(image_id, ReviewStatus.ACCEPTED, time=5.0)
        tags.pop(image_id, None)
        tally.update(int(row), None, records[image_id])
    decided = [each for each in records.values() if each.is_decided]
    assert tally.tagged == len(tags)
    assert tally.decided == len(decided)
    assert tally.accepted == sum(each.status is ReviewStatus.ACCEPTED for each in decided)
    assert tally.decided_since(4.0) == sum(each.time > 4.0 for each in decided)
    for start in range(50):
        around = [*range(start, 50), *range(start)]
        for what, done in (("tagged", tags), ("decided", {each.image_id for each in decided})):
            wanted = next((row for row in around if items[row].id not in done), -1)
            assert tally.first(what, start) == wanted


def test_counting_another_decision_is_quick_in_a_large_folder():
    items = [ImageItem(f"{n}.png", Path(f"{n}.png")) for n in range(100_000)]
    tally = Tally([item.id for item in items], {}, {})
    started = time.perf_counter()
    for row in range(100):
        record = LabelRecord(items[row].id, ReviewStatus.ACCEPTED, time=5.0)
        tally.update(row, {"a": True}, record)
        assert (tally.tagged, tally.decided, tally.decided_since(4.0)) == (row + 1,) * 3
    assert time.perf_counter() - started < 1.0  # 0.1 ms each where nothing else runs
