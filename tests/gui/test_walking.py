"""Filtering, sorting and walking through the list by real keys."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gui.driving import saved, trigger
from stac_core.gallery.order import Sorting
from stac_core.labels.store import Prediction, open_store
from stac_core.types import CamResult, ReviewStatus
from stac_gui.action_table import ActionId
from stac_gui.models.image_list import Role
from stac_gui.presenters import walk as walk_module

SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def session(window, qtbot, open_project):
    """Five images with scores; the first three are scratches by their tags."""
    session = open_project()
    qtbot.waitUntil(lambda: len(session.data.predictions) == 4)  # those near the first
    window.activateWindow()
    window.canvas.setFocus()
    for number, score in enumerate([0.9, 0.5, 0.1, 0.7]):
        image_id = f"s{number}.png"
        prediction = Prediction({"scratch": score, "blob": 0.05}, "digest-model", "identity")
        session.data.predictions[image_id] = prediction
        session.walk.note([image_id])
    return session


def listed(window):
    model = window.controller.list_model
    return [model.index(place, 0).data()[1] for place in range(model.rowCount())]


def type_filter(window, text):
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_F, CONTROL)
    field = window.image_list.filter.field
    assert field.hasFocus()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def choose_key(window, key):
    keys = window.image_list.filter.keys
    keys.setCurrentIndex(keys.findData(key))


# ---- filtering ---------------------------------------------------------------------------


def test_filter_by_name_and_facts_and_back(window, session):
    type_filter(window, "score:>0.4 -s3")
    assert listed(window) == ["0", "1"]
    assert "2 of 5 images" in window.image_list._count.text()
    assert window.canvas.hasFocus(), "Enter leads back to the images"
    assert session.decisions.record("s0.png").status is ReviewStatus.TODO, "Enter accepted a mask"
    QTest.keyClick(window, Qt.Key.Key_F, CONTROL)
    QTest.keyClick(window.image_list.filter.field, Qt.Key.Key_Escape)
    assert listed(window) == ["0", "1", "2", "3", "4"]
    assert window.canvas.hasFocus()


def test_keys_in_the_filter_are_letters_and_nothing_else(window, session):
    QTest.keyClick(window, Qt.Key.Key_F, CONTROL)
    field = window.image_list.filter.field
    QTest.keyClicks(field, "d/1b")
    QTest.keyClick(field, Qt.Key.Key_Backspace)
    assert field.text() == "d/1"
    assert session.row == 0
    assert session.decisions.record("s0.png").status is ReviewStatus.TODO
    QTest.keyClick(field, Qt.Key.Key_Backspace, CONTROL)
    QTest.keyClick(field, Qt.Key.Key_Left, CONTROL)
    assert session.row == 0


def test_typing_filters_when_it_pauses(window, qtbot, session):
    QTest.keyClick(window, Qt.Key.Key_F, CONTROL)
    QTest.keyClicks(window.image_list.filter.field, "s3")
    assert len(listed(window)) == 5
    qtbot.waitUntil(lambda: listed(window) == ["3"])


def test_wrong_expressions_are_explained_and_the_list_stays(window, session):
    bar = window.image_list.filter
    top = window.image_list.view.geometry()
    type_filter(window, "s0")
    type_filter(window, "stauts:todo")
    assert "Did you mean status:?" in bar.hint.text
    assert listed(window) == ["0"]
    assert window.image_list.view.geometry() == top, "the list moved"
    QTest.keyClick(window, Qt.Key.Key_F, CONTROL)
    bar.field.clear()
    assert "score:>0.8" in bar.hint.text  # what may be typed
    QTest.keyClicks(bar.field, "status:")
    bar._report()
    assert "todo, accepted, fix" in bar.hint.text
    QTest.keyClick(bar.field, Qt.Key.Key_Escape)
    assert bar.hint.text == ""


def test_image_at_hand_stays_at_hand_when_it_is_filtered_out(window, session):
    session.go_to(2)
    type_filter(window, "score:>0.4")
    assert session.item.id == "s2.png"
    assert listed(window) == ["0", "1", "3"]
    assert not window.image_list.view.currentIndex().isValid()
    QTest.keyClick(window, Qt.Key.Key_D)
    assert session.item.id == "s3.png"  # the next of those that are listed
    QTest.keyClick(window, Qt.Key.Key_A)
    assert session.item.id == "s1.png"


def test_what_is_decided_leaves_the_list_with_the_next_step(window, qtbot, session):
    type_filter(window, "status:todo")
    qtbot.waitUntil(lambda: session.document is not None)
    trigger(window, ActionId.RESET)
    session.set_status(ReviewStatus.NEEDS_FIX)
    assert listed(window)[0] == "0", "nothing moves while it is at hand"
    QTest.keyClick(window, Qt.Key.Key_D)
    assert session.item.id == "s1.png"
    assert listed(window) == ["1", "2", "3", "4"]
    qtbot.waitUntil(lambda: session.document is not None)
    QTest.keyClick(window, Qt.Key.Key_Slash)
    assert session.item.id == "s2.png"
    assert listed(window) == ["2", "3", "4"]
    saved(qtbot, session)


def test_another_project_is_not_filtered(window, qtbot, session, surfaces):
    type_filter(window, "class:scratch")
    window.open_folder(surfaces)
    qtbot.waitUntil(lambda: session.data.project is None)
    assert window.image_list.filter.field.text() == ""
    assert len(listed(window)) == 5


# ---- sorting -----------------------------------------------------------------------------


def test_order_of_the_list_is_the_order_of_walking(window, session):
    session.go_to(3)
    choose_key(window, "score")
    assert listed(window) == ["0", "3", "1", "2", "4"]
    assert window.image_list.view.currentIndex().data() == "s3.png"
    QTest.keyClick(window, Qt.Key.Key_D)
    assert session.item.id == "s1.png"
    window.image_list.filter.direction.click()
    assert listed(window) == ["2", "1", "3", "0", "4"]
    QTest.keyClick(window, Qt.Key.Key_D)
    assert session.item.id == "s3.png"
    assert session.walk.neighbours(session.row) == [0, 4, 1]


def test_scores_that_come_in_the_background_settle_later(window, qtbot, session, monkeypatch):
    monkeypatch.setattr(session.walk._timer, "interval", lambda: 0)
    session.walk._timer.setInterval(0)
    choose_key(window, "score")
    session.data.predictions["s4.png"] = Prediction({"scratch": 0.95}, "m", "s")
    with qtbot.waitSignal(session.walk.changed):
        session._on_record("s4.png")
    assert listed(window)[0] == "4"
    assert session.item.id == "s0.png"
    assert window.image_list.view.currentIndex().data() == "s0.png"


def test_the_place_on_the_screen_stays_when_the_list_changes(window, qtbot, tmp_path, save_image):
    root = tmp_path / "many"
    for number in range(60):
        save_image(root / f"i{number}.png", np.zeros((4, 4), np.uint8))
    window.open_folder(root)
    qtbot.waitUntil(lambda: window.list_count() == 60)
    session, view = window.controller.session, window.image_list.view
    session.go_to(30)
    before = view.visualRect(view.currentIndex()).top()
    type_filter(window, "-i1")
    assert view.currentIndex().data() == "i30.png"
    assert view.visualRect(view.currentIndex()).top() == before


def test_many_images_are_filtered_in_a_thread_and_the_last_wish_counts(
    window, qtbot, session, monkeypatch
):
    monkeypatch.setattr(walk_module, "SMALL", 3)
    session.walk.filter("s1")
    session.walk.filter("s2")
    session.walk.sort(Sorting("name", descending=True))
    qtbot.waitUntil(lambda: listed(window) == ["2"])
    qtbot.wait(1)
    assert listed(window) == ["2"]


# ---- ways through it ---------------------------------------------------------------------


def test_next_and_previous_undecided(window, qtbot, session):
    for row in (1, 2):
        session.go_to(row)
        session.set_status(ReviewStatus.NEEDS_FIX)
    session.go_to(0)
    QTest.keyClick(window, Qt.Key.Key_D, SHIFT)
    assert session.item.id == "s3.png"
    QTest.keyClick(window, Qt.Key.Key_A, SHIFT)
    assert session.item.id == "s0.png"
    QTest.keyClick(window, Qt.Key.Key_A, SHIFT)
    assert session.item.id == "s4.png"  # round the beginning
    QTest.keyClick(window, Qt.Key.Key_Right, CONTROL)
    assert session.item.id == "s0.png"
    type_filter(window, "status:fix")
    QTest.keyClick(window, Qt.Key.Key_D, SHIFT)
    assert "Every listed image is decided" in window.messages.text


def test_most_worthwhile_is_ranked_again_with_every_decision(window, qtbot, session):
    # tagged as scratches: 0.1 contradicts the tag, 0.5 is undecided
    wanted = ["s1.png", "s2.png"]
    seen = []
    for _ in range(2):
        QTest.keyClick(window, Qt.Key.Key_W, SHIFT)
        seen.append(session.item.id)
        session.set_status(ReviewStatus.NEEDS_FIX)
    assert seen == wanted
    choose_key(window, "worth")
    assert listed(window)[0] == "3"
    model = window.controller.list_model
    assert model.index(0, 0).data(Role.SCORE) == pytest.approx(0.6)  # the worth, not the score
    decided = model.index_of(session.items.rows["s2.png"])
    assert decided.data(Role.SCORE) is None
    choose_key(window, "score")
    assert model.index_of(3).data(Role.SCORE) == pytest.approx(0.7)
    type_filter(window, "s4")
    QTest.keyClick(window, Qt.Key.Key_W, SHIFT)
    assert "Nothing to choose from" in window.messages.text


def test_disagreement_of_scales_and_flips_is_kept_and_ranks(window, qtbot, session, project):
    cam, scores = np.ones((2, 4, 4), np.float32), np.array([0.9, 0.8], np.float32)
    apart = np.array([0.75, 0.1], np.float32)
    present = np.ones(2, bool)
    said = CamResult(cam, scores, present, ("scratch", "blob"), spread=apart)
    session._on_maps("cam", "s3.png", said)
    assert session.walk.columns.uncertainty()[3] == pytest.approx(0.75)
    session.walk.filter("uncertainty:0.7..0.8")
    assert listed(window) == ["3"]
    # maps that were kept on the disk before this was measured say nothing about it
    session._on_maps("cam", "s3.png", CamResult(cam, scores, present, ("scratch", "blob")))
    assert session.walk.columns.uncertainty()[3] == pytest.approx(0.75)
    window.controller._services.store.flush()
    with open_store(project, ["scratch", "blob"], read_only=True) as store:
        assert store.predictions()["s3.png"].spread["scratch"] == pytest.approx(0.75)


# ---- painting ----------------------------------------------------------------------------


def test_screen_shows_after_each_step_what_would_be_painted_anew(
    window, qtbot, open_project, tmp_path, save_image
):
    for number in range(30):
        image = np.full((40, 50), 5 * number, np.uint8)
        save_image(tmp_path / "many" / f"m{number}.png", image)
    session = open_project(tmp_path / "many")
    window.activateWindow()
    window.canvas.setFocus()
    view, thumbnails = window.image_list.view, window.controller._services.thumbnails
    for key in [Qt.Key.Key_Right] * 14 + [Qt.Key.Key_Left] * 13:
        before = session.row
        QTest.keyClick(window.canvas, key)
        assert session.row != before
        qtbot.waitUntil(lambda: session.maps is not None and thumbnails.is_idle)
        QApplication.processEvents()  # the last pixels
        screen = window.screen().grabWindow(window.winId()).toImage()
        assert screen == window.grab().toImage()
    assert view.verticalScrollBar().value() > 0, "nothing was scrolled"
    QTest.mouseMove(view.viewport(), view.viewport().rect().center())
    view.verticalScrollBar().setValue(0)
    QApplication.processEvents()
    assert window.screen().grabWindow(window.winId()).toImage() == window.grab().toImage()
