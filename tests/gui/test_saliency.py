"""The saliency window: source, preview, operators of each class, making all maps."""

from __future__ import annotations

import json
import sys
import threading

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from gui.driving import trigger
from stac_core.project import load_project, save_project, with_settings
from stac_core.types import ImageItem
from stac_gui.action_table import ActionId
from stac_gui.models.saliency import operator_rows, saliency_sources
from stac_gui.panels.saliency.operators import OperatorCard
from stac_gui.presenters.saliency.preview import choose_examples
from stac_gui.workers.commands import CommandProcess

LEFT = Qt.MouseButton.LeftButton
RANKED = ("spot-dark-4/z3", "spot-bright-2/z3", "ridge-bright-1/grow35")


def candidate(name, score):
    return {
        "candidate": name, "score": score, "r2": 0.7, "auc": 0.9, "peak_auc": 0.8, "area": 0.031,
        "words": f"what {name} shows",
    }  # fmt: skip


@pytest.fixture
def chosen(project, save_image):
    """The project as the tags have left it: sure of scratches, not of blobs."""
    evidence = {
        "scratch": {"by": "tags", "weak": False, "voters": [RANKED[0], RANKED[1]],
                    "ranked": [candidate(each, 0.8) for each in RANKED]},
        "blob": {"by": "tags", "weak": True, "voters": [RANKED[1]],
                 "ranked": [candidate(RANKED[1], 0.21)]},
    }  # fmt: skip
    folder = project / "operators"
    folder.mkdir()
    (folder / "evidence.json").write_text(json.dumps(evidence))
    for name in ("class-1-1", "class-1-2", "class-1-3", "class-2-1"):
        save_image(folder / f"{name}.png", np.full((22, 110), 120, np.uint8))
    operators = {name: {"voters": evidence[name]["voters"], "by": "tags"} for name in evidence}
    settings = {"saliency": {"source": "classes", "operators": operators}}
    save_project(with_settings(load_project(project), settings, where="test"), project)
    return project


@pytest.fixture
def shown(window, qtbot, open_project):
    """Opens a project and its saliency window."""

    def show(path):
        open_project(path, model=False)
        trigger(window, ActionId.SALIENCY)
        desk = window.controller.saliency
        qtbot.waitUntil(lambda: desk.session.project is not None)
        return desk

    return show


def cards(desk, name):
    found = desk.window.findChildren(OperatorCard)
    mine = [each for each in found if each.isVisible() and f"-{name}-" in each.objectName()]
    return sorted(mine, key=lambda each: each.picture.number)


def operators_of(root, name):
    found = load_project(root).saliency.operators[name]
    return found.voters, found.by


def program(script):
    """A program that does what a script says, in place of `stac`."""
    head = "import json, sys, time\ndef say(done): print(json.dumps({'progress': 'x', " \
           "'done': done, 'total': 5}), file=sys.stderr, flush=True)\n"  # fmt: skip
    return (sys.executable, "-c", head + script)


WAITS = "say(1)\nsys.stdin.read()\nsys.exit(130)"


# ---- words -------------------------------------------------------------------------------


def test_every_source_of_the_core_has_words():
    sources = saliency_sources()
    assert {"contrast", "classes", "folder"} <= {each.name for each in sources}
    assert all(each.text for each in sources)


def test_rows_say_who_chose_and_when_the_evidence_is_weak(chosen):
    evidence = json.loads((chosen / "operators" / "evidence.json").read_text())
    scratch, blob = operator_rows(load_project(chosen), chosen, evidence)
    assert scratch.state == "Chosen by the tags; 1 more that agree with it vote too."
    assert [each.state for each in scratch.pictures] == ["tags", "", ""]
    assert scratch.pictures[0].evidence == (
        "score 0.80", "masks predictable 0.70", "tells the tag 0.90", "covers 3.1 %",
    )  # fmt: skip
    assert (scratch.warning, scratch.can_go_back) == ("", False)
    assert "weak (score 0.21)" in blob.warning
    operators = {"blob": {"voters": ["hat-dark-9/z3"], "by": "person"}, "scratch": {"voters": []}}
    changed = with_settings(
        load_project(chosen), {"saliency": {"operators": operators}}, where="test"
    )
    scratch, blob = operator_rows(changed, chosen, evidence)
    assert "You said none" in scratch.state
    assert scratch.is_none
    assert blob.state == "Picked by a person: hat-dark-9/z3"
    assert blob.can_go_back
    assert blob.warning == ""


def test_examples_are_the_image_at_hand_and_some_of_each_class(tmp_path):
    items = [ImageItem(f"{n}.png", tmp_path / f"{n}.png") for n in range(40)]
    tags = {item.id: {"a": n < 30, "b": n == 35} for n, item in enumerate(items)}
    found = [each.id for each in choose_examples(items, tags, ["a", "b"], items[39], 6)]
    assert found[0] == "39.png"
    assert "35.png" in found
    assert len(set(found)) == 6
    assert choose_examples(items[:2], {}, ["a"], None, 6) == items[:2]


# ---- the process -------------------------------------------------------------------------


class Log:
    def __init__(self, process):
        self.ends, self.progress = [], []
        process.progress.connect(lambda *each: self.progress.append(each))
        process.finished.connect(lambda values: self.ends.append(("finished", values)))
        process.failed.connect(lambda error: self.ends.append(("failed", error.message)))
        process.cancelled.connect(lambda: self.ends.append(("cancelled", None)))


@pytest.mark.parametrize(
    ("script", "expected"),
    [("say(1); say(5); print('{\"made\": 5}')", ("finished", {"made": 5})),
     ("print('stac saliency: x: broken. Mend it.', file=sys.stderr); sys.exit(1)",
      ("failed", "x: broken. Mend it.")),
     ("print('Traceback\\nKeyError: 3', file=sys.stderr); sys.exit(1)",
      ("failed", "The work broke off: KeyError: 3"))],
)  # fmt: skip
def test_process_ends_with_one_signal(qapp, qtbot, script, expected):
    process = CommandProcess(program=program(script))
    log = Log(process)
    process.start(["saliency"])
    qtbot.waitUntil(lambda: bool(log.ends), timeout=20_000)
    assert log.ends == [expected]
    assert not process.is_running
    if expected[0] == "finished":
        assert log.progress == [("x", 1, 5), ("x", 5, 5)]
    process.close()


def test_process_is_cancelled_by_the_end_of_its_input(qapp, qtbot):
    process = CommandProcess(program=program(WAITS))
    log = Log(process)
    process.start(["saliency"])
    qtbot.waitUntil(lambda: bool(log.progress), timeout=20_000)
    process.cancel()
    qtbot.waitUntil(lambda: bool(log.ends), timeout=20_000)
    assert log.ends == [("cancelled", None)]


def test_program_that_is_not_there_is_said(qapp, qtbot, tmp_path):
    process = CommandProcess(program=(str(tmp_path / "none"),))
    log = Log(process)
    process.start([])
    qtbot.waitUntil(lambda: bool(log.ends), timeout=20_000)
    assert log.ends == [("failed", "The program cannot be started.")]


# ---- operators of each class -------------------------------------------------------------


def test_click_on_another_picture_takes_it(qtbot, shown, chosen):
    desk = shown(chosen)
    qtbot.waitUntil(lambda: len(cards(desk, "scratch")) == 3)
    assert "chosen by the tags" in cards(desk, "scratch")[0].accessibleName()
    QTest.mouseClick(cards(desk, "scratch")[2], LEFT)
    qtbot.waitUntil(lambda: operators_of(chosen, "scratch") == ([RANKED[2]], "person"))
    qtbot.waitUntil(lambda: cards(desk, "scratch")[2].picture.state == "person")
    assert operators_of(chosen, "blob") == ([RANKED[1]], "tags")
    assert desk._review.data.project.saliency.operators["scratch"].by == "person"


def test_keys_reach_and_take_a_picture(qtbot, shown, chosen):
    desk = shown(chosen)
    qtbot.waitUntil(lambda: len(cards(desk, "scratch")) == 3)
    desk.window.activateWindow()
    qtbot.waitUntil(desk.window.isActiveWindow)  # else the keys are the main window's
    first = cards(desk, "scratch")[0]
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Down)
    assert desk.window.focusWidget() is cards(desk, "scratch")[1]
    QTest.keyClick(cards(desk, "scratch")[1], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: operators_of(chosen, "scratch") == ([RANKED[1]], "person"))
    qtbot.waitUntil(lambda: cards(desk, "scratch")[1].picture.state == "person")
    assert desk.window.focusWidget() is cards(desk, "scratch")[1], "the focus stays"


def test_none_of_these_and_back(qtbot, shown, chosen):
    desk = shown(chosen)
    qtbot.waitUntil(lambda: len(cards(desk, "blob")) == 1)
    section = desk.window.operators.sections[1]
    assert not section.back.isEnabled()
    QTest.mouseClick(section.none, LEFT)
    qtbot.waitUntil(lambda: operators_of(chosen, "blob") == ([], "person"))
    qtbot.waitUntil(lambda: desk.window.operators.sections[1].back.isEnabled())
    QTest.mouseClick(desk.window.operators.sections[1].back, LEFT)
    qtbot.waitUntil(lambda: operators_of(chosen, "blob") == ([RANKED[1]], "tags"))


def test_choosing_can_be_cancelled_in_either_window(window, qtbot, shown, chosen):
    desk = shown(chosen)
    desk.session._process._program = program(WAITS)
    qtbot.waitUntil(lambda: desk.window.choose.isEnabled())
    for stop in (desk.window.stop, window.review_bar.stop):
        QTest.mouseClick(desk.window.choose, LEFT)
        qtbot.waitUntil(lambda: "1 of 5" in window.review_bar.activity.text(), timeout=20_000)
        assert desk.window.progress.maximum() == 5
        assert not desk.window.choose.isEnabled()
        assert not desk.window.operators.isEnabled()
        QTest.mouseClick(stop, LEFT)
        qtbot.waitUntil(lambda: desk.session.work is None, timeout=20_000)
        assert "Stopped" in desk.window.messages.text
        assert not window.review_bar.progress.isVisible()
        qtbot.waitUntil(lambda: desk.window.choose.isEnabled())


def test_weak_choice_asks_for_a_look(qtbot, shown, chosen):
    desk = shown(chosen)
    desk.session._process._program = program(
        "print(json.dumps({'classes': {'blob': {'weak': True}, 'scratch': {'weak': False}}}))"
    )
    desk.session.choose()
    qtbot.waitUntil(lambda: "weak for blob" in desk.window.messages.text, timeout=20_000)


# ---- making maps -------------------------------------------------------------------------


def test_maps_are_made_by_the_real_program_with_the_windows_settings(qtbot, shown, project):
    desk = shown(project)
    desk.window.polarity.setCurrentIndex(2)
    desk.window.polarity.activated.emit(2)
    assert "Not in use yet" in desk.window.state.text()
    assert load_project(project).saliency.polarity == "both", "nothing is written before"
    QTest.mouseClick(desk.window.make, LEFT)
    qtbot.waitUntil(lambda: "5 maps made, 0 kept, 0 failed" in desk.window.messages.text,
                    timeout=60_000)  # fmt: skip
    assert len(list((project / "saliency").glob("*.png"))) == 5
    assert load_project(project).saliency.polarity == "bright"
    qtbot.waitUntil(lambda: "are of these settings" in desk.window.state.text())


def test_failure_is_said_and_the_window_is_usable_again(qtbot, shown, project):
    desk = shown(project)
    desk.session._process._program = program(
        "print('stac saliency: the disk is full', file=sys.stderr); sys.exit(1)"
    )
    QTest.mouseClick(desk.window.make, LEFT)
    qtbot.waitUntil(lambda: "disk is full" in desk.window.messages.text, timeout=20_000)
    assert desk.window.make.isVisible()


# ---- preview -----------------------------------------------------------------------------


def done(preview):
    return preview.pictures and all(each.image is not None for each in preview.pictures)


def test_preview_shows_the_image_at_hand_first_and_follows_settings(window, qtbot, shown, project):
    desk = shown(project)
    qtbot.waitUntil(lambda: done(desk.preview))
    assert len(desk.preview.pictures) == 5
    first = desk.preview.pictures[0]
    assert (first.name, first.tags, first.image.shape) == ("s0.png", "scratch", (40, 50, 3))
    assert first.saliency[10, 15] > 200, "the bright square stands out"
    desk.window.polarity.setCurrentIndex(1)
    desk.window.polarity.activated.emit(1)
    qtbot.waitUntil(lambda: done(desk.preview) and desk.preview.pictures[0] is not first)
    assert desk.preview.pictures[0].saliency[10, 15] < 100, "dark defects only"
    window.controller.session.go_to(3)
    qtbot.waitUntil(lambda: done(desk.preview) and desk.preview.pictures[0].name == "s3.png")


def test_only_the_latest_preview_is_shown(qtbot, shown, project, monkeypatch):
    desk = shown(project)
    qtbot.waitUntil(lambda: done(desk.preview))
    gate, held = threading.Event(), threading.Event()
    from stac_gui.presenters.saliency import preview

    original = preview._picture

    def slow(data, item, make):
        held.set()
        assert gate.wait(10)
        return original(data, item, make)

    monkeypatch.setattr(preview, "_picture", slow)
    desk.session.change(polarity="dark")
    qtbot.waitUntil(held.is_set)
    monkeypatch.setattr(preview, "_picture", original)
    desk.session.change(polarity="bright")
    gate.set()
    qtbot.waitUntil(lambda: done(desk.preview))
    assert desk.preview.pictures[0].saliency[10, 15] > 200


def test_folder_of_maps_is_chosen_and_previewed(qtbot, shown, project, dialogs, save_image):
    maps = project.parent / "maps"
    for number in range(4):
        save_image(maps / f"s{number}.png", np.full((40, 50), 50 * number, np.uint8))
    desk = shown(project)
    QTest.mouseClick(desk.window.sources["folder"], LEFT, pos=QPoint(8, 8))
    assert "Choose the folder" in desk.window.problem.text()
    assert not desk.window.make.isEnabled()
    assert desk.preview.pictures == []
    dialogs.answers["ask_map_folder"] = maps
    QTest.mouseClick(desk.window.folder_button, LEFT)
    assert desk.session.draft.folder == "../maps"
    assert desk.window.make.isEnabled()
    qtbot.waitUntil(lambda: sum(p.image is not None for p in desk.preview.pictures) == 4)
    (missing,) = [each for each in desk.preview.pictures if each.problem]
    assert missing.name == "s4.png"
    assert next(p for p in desk.preview.pictures if p.name == "s3.png").saliency.max() == 150


# ---- what is missing ---------------------------------------------------------------------


def test_bare_folder_needs_a_project(window, qtbot, surfaces):
    with qtbot.waitSignal(window.canvas.painted):
        window.open_folder(surfaces)
    trigger(window, ActionId.SALIENCY)
    shown = window.controller.saliency.window
    assert "made for a project" in shown.problem.text()
    assert not shown.make.isEnabled()
    assert not shown.preview.isVisible()


def test_without_tags_nothing_can_be_chosen(qtbot, shown, chosen):
    desk = shown(chosen)
    for tags in desk.session.data.tags.values():
        tags.clear()
    desk.session.changed.emit()
    assert "No image is tagged" in desk.window.problem.text()
    assert not desk.window.choose.isEnabled()


def test_net_of_masks_needs_an_accepted_mask(window, qtbot, shown, project):
    desk = shown(project)
    desk.session.change(source="masks")
    assert "No mask is accepted yet" in desk.window.problem.text()
    assert not desk.window.train.isEnabled()
    trigger(window, ActionId.ACCEPT)
    desk.session.changed.emit()
    assert desk.window.problem.text() == ""
    assert desk.window.train.isEnabled()


def test_net_is_trained_and_its_maps_are_made(qtbot, shown, project):
    desk = shown(project)
    desk.session._process._program = program(
        "assert '--train-net' in sys.argv\nprint(json.dumps({'progress': 'train the net', "
        "'done': 1, 'total': 2}), file=sys.stderr, flush=True)\n"
        "print(json.dumps({'made': 5, 'kept': 0, 'failed': {}}))"
    )
    words = []
    desk.session.work_changed.connect(
        lambda: words.append(desk.session.work.words if desk.session.work else "")
    )
    desk.session.change(source="synthetic")
    QTest.mouseClick(desk.window.train, LEFT)
    qtbot.waitUntil(lambda: "5 maps made" in desk.window.messages.text, timeout=20_000)
    assert words[0] == "training the net"
    assert load_project(project).saliency.source == "synthetic"


def test_project_for_reading_only_can_be_looked_at(window, qtbot, chosen, monkeypatch):
    monkeypatch.setattr("stac_core.labels.store.can_write", lambda path: False)
    window.open_path(chosen)
    qtbot.waitUntil(lambda: window.controller.session.document is not None)
    trigger(window, ActionId.SALIENCY)
    desk = window.controller.saliency
    assert "reading only" in desk.window.problem.text()
    assert not desk.window.make.isEnabled()
    assert not desk.window.operators.isEnabled()
    qtbot.waitUntil(lambda: done(desk.preview))
