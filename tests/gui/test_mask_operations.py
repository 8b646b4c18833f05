"""Operations on the mask at hand, by keys, with the blob that the mouse points at."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest

from gui.driving import at, drag, hover, saved, trigger
from stac_core.cli import main
from stac_core.editing.limits import EditGuard, EditLimits
from stac_core.labels.mask_edit import Change, Rect
from stac_core.labels.store import load_mask, open_store
from stac_core.refine.refiner import MaskRefiner
from stac_gui.action_table import ActionId
from stac_gui.documents.mask_document import MaskDocument
from stac_gui.presenters import mask_jobs

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
PLAIN = Qt.KeyboardModifier.NoModifier
SQUARE = np.s_[5:20, 10:25]
"""The blob of class 1 that the fake model proposes on the first image."""


@pytest.fixture
def opened(window, open_project, qtbot):
    """An open project whose first image shows one blob; the list of messages."""
    session = open_project()
    assert (session.document.mask == 1).sum() == 15 * 15
    said = []
    window.controller.masks.operations.message.connect(lambda _, text: said.append(text))
    return window, session, said


def press(window, key, modifiers=PLAIN):
    QTest.keyClick(window.canvas, key, modifiers)


def put(session, value, rect):
    """Another blob, as if drawn."""
    area = Rect(*rect)
    session.document.edit(Change(area, np.full(area.shape, value, np.uint8)), "test")


def settled(window, qtbot):
    qtbot.waitUntil(lambda: not window.controller.masks.operations.jobs.is_busy)


def arrived_after(first, session, qtbot):
    """Wait for the next image's mask, and for the maps that still change it."""
    qtbot.waitUntil(lambda: session.document not in {None, first} and session.document.has_proposal)


def test_blob_under_the_cursor_is_deleted_and_comes_back(opened, qtbot, project):
    window, session, said = opened
    put(session, 2, (30, 30, 35, 40))
    hover(window, 15, 10)
    press(window, Qt.Key.Key_Delete)
    assert not (session.document.mask == 1).any()
    assert (session.document.mask == 2).sum() == 50
    assert session.document.undo_stack.undoText() == "delete blob"
    saved(qtbot, session)
    with open_store(project, ["scratch", "blob"]) as store:
        digest = store.records()["s0.png"].mask_digest
    np.testing.assert_array_equal(load_mask(project, digest), session.document.mask)
    press(window, Qt.Key.Key_Z, CTRL)
    assert (session.document.mask[SQUARE] == 1).all()
    press(window, Qt.Key.Key_Delete)
    hover(window, 2, 2)
    press(window, Qt.Key.Key_Delete)
    assert said == ["There is no blob under the cursor."]
    assert "no blob under the cursor" in window.messages.text


def test_blob_that_was_deleted_stays_so_at_another_threshold(opened):
    window, session, _ = opened
    hover(window, 15, 10)
    press(window, Qt.Key.Key_Delete)
    session.set_threshold(0.3)
    assert not (session.document.mask[SQUARE]).any()


def test_blob_grows_and_shrinks_by_the_amount(opened):
    window, session, said = opened
    put(session, 1, (30, 30, 33, 33))
    hover(window, 15, 10)
    press(window, Qt.Key.Key_Up, CTRL)
    assert (session.document.mask == 1).sum() == 15 * 15 + 4 * 15 + 9
    trigger(window, ActionId.MASK_AMOUNTS)
    box = window.controller.masks.amounts.boxes["grow"]
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Up)
    assert box.value() == 2
    hover(window, 31, 31)
    press(window, Qt.Key.Key_Down, CTRL)
    assert not session.document.mask[28:36, 28:36].any()
    assert said == ["A blob was too thin and is gone. Undo brings it back."]


def test_without_a_blob_under_the_cursor_the_chosen_class_is_worked_on(opened):
    window, session, said = opened
    put(session, 1, (30, 30, 35, 35))
    put(session, 2, (30, 2, 35, 7))
    before = session.document.mask.copy()
    hover(window, 45, 2)
    press(window, Qt.Key.Key_2)
    press(window, Qt.Key.Key_Up, CTRL)
    after = session.document.mask.copy()
    np.testing.assert_array_equal(after == 1, before == 1)
    assert (after == 2).sum() == 25 + 20
    press(window, Qt.Key.Key_Delete, SHIFT)
    assert not (session.document.mask == 2).any()
    press(window, Qt.Key.Key_Up, CTRL)
    assert said == [
        "No blob is under the cursor: all of “blob” was changed.",
        "There is no blob under the cursor and none of the class.",
    ]


def test_blob_takes_the_chosen_class(opened):
    window, session, said = opened
    hover(window, 15, 10)
    press(window, Qt.Key.Key_2)
    press(window, Qt.Key.Key_R)
    assert (session.document.mask[SQUARE] == 2).all()
    press(window, Qt.Key.Key_R)
    assert said == ["The blob has the chosen class already."]


def test_holes_islands_largest_and_outline(opened):
    window, session, said = opened
    put(session, 0, (10, 14, 12, 16))
    put(session, 1, (30, 30, 32, 32))
    put(session, 1, (30, 2, 39, 9))
    hover(window, 15, 7)
    press(window, Qt.Key.Key_F, SHIFT)
    assert (session.document.mask[SQUARE] == 1).all()
    press(window, Qt.Key.Key_F, SHIFT)
    press(window, Qt.Key.Key_I, SHIFT)
    assert not session.document.mask[28:34, 28:34].any()
    press(window, Qt.Key.Key_I, SHIFT)
    press(window, Qt.Key.Key_L, SHIFT)
    assert (session.document.mask == 1).sum() == 225
    press(window, Qt.Key.Key_L, SHIFT)
    press(window, Qt.Key.Key_S, SHIFT)
    assert 200 < (session.document.mask == 1).sum() < 225
    assert said == [
        "There is no hole to fill.",
        "No blob of the class has fewer than 40 pixels.",
        "There is no smaller blob beside the largest one.",
    ]
    for _ in range(4):
        press(window, Qt.Key.Key_Z, CTRL)
    assert (session.document.mask[10:12, 14:16] == 0).all()
    assert (session.document.mask[30:32, 30:32] == 1).all()


def test_grabcut_moves_the_outline_to_the_images_edge(opened, qtbot):
    window, session, _ = opened
    put(session, 0, (5, 10, 20, 13))
    put(session, 1, (17, 12, 22, 20))
    hover(window, 18, 12)
    press(window, Qt.Key.Key_G, SHIFT)
    settled(window, qtbot)
    wanted = np.zeros((40, 50), np.uint8)
    wanted[SQUARE] = 1
    np.testing.assert_array_equal(session.document.mask, wanted)
    assert session.document.undo_stack.undoText() == "GrabCut"


def test_mask_of_the_previous_image_is_copied_when_it_has_one(opened, qtbot):
    window, session, said = opened
    press(window, Qt.Key.Key_B, CTRL)
    assert said == ["There is no image before this one."]
    first = session.document
    session.next()
    arrived_after(first, session, qtbot)
    qtbot.waitUntil(lambda: session.maps is not None)
    press(window, Qt.Key.Key_B, CTRL)
    settled(window, qtbot)
    assert said[1:] == ["s0.png has no mask of its own yet: accept or edit it first."]
    session.previous()
    qtbot.waitUntil(lambda: session.document is first)
    put(session, 2, (30, 30, 35, 40))
    saved(qtbot, session)
    session.next()
    arrived_after(first, session, qtbot)
    press(window, Qt.Key.Key_B, CTRL)
    settled(window, qtbot)
    np.testing.assert_array_equal(session.document.mask, first.mask)
    session.set_threshold(0.1)  # what was copied is the person's
    np.testing.assert_array_equal(session.document.mask, first.mask)


def test_mask_of_another_size_is_refused(window, open_project, qtbot, surfaces, save_image):
    save_image(surfaces / "s1.png", np.full((30, 50), 90, np.uint8))
    session = open_project()
    put(session, 2, (30, 30, 35, 40))
    first = session.document
    session.next()
    arrived_after(first, session, qtbot)
    before = session.document.mask.copy()
    press(window, Qt.Key.Key_B, CTRL)
    settled(window, qtbot)
    assert "50 x 40 pixels, this image 50 x 30" in window.messages.text
    np.testing.assert_array_equal(session.document.mask, before)


def test_blob_and_mask_go_back_to_the_proposal(opened, qtbot):
    window, session, said = opened
    proposal = session.document.mask.copy()
    put(session, 0, (5, 10, 12, 25))
    put(session, 2, (30, 30, 35, 40))
    hover(window, 15, 15)
    press(window, Qt.Key.Key_R, SHIFT)
    settled(window, qtbot)
    np.testing.assert_array_equal(session.document.mask == 1, proposal == 1)
    assert (session.document.mask == 2).sum() == 50
    press(window, Qt.Key.Key_R, CTRL)
    settled(window, qtbot)
    np.testing.assert_array_equal(session.document.mask, proposal)
    assert not session.document.touched.any()
    press(window, Qt.Key.Key_R, CTRL)
    settled(window, qtbot)
    assert said == ["The mask is what the model proposes already."]


def test_without_a_heat_map_there_is_nothing_to_go_back_to(window, open_project):
    open_project(model=False)
    press(window, Qt.Key.Key_R, CTRL)
    assert "no heat map" in window.messages.text


@pytest.mark.parametrize("in_thread", [False, True])
def test_operations_keep_to_the_limits(opened, qtbot, monkeypatch, in_thread):
    window, session, said = opened
    if in_thread:
        monkeypatch.setattr(mask_jobs, "AT_ONCE", 0)
    session.document.guard = EditGuard(EditLimits(label=0), session.image.pixels)
    hover(window, 15, 10)
    press(window, Qt.Key.Key_Delete)
    settled(window, qtbot)
    assert (session.document.mask[SQUARE] == 1).all()
    assert said == ["The limits that are set allow no change here."]
    press(window, Qt.Key.Key_Up, CTRL)
    settled(window, qtbot)
    assert (session.document.mask == 1).sum() == 15 * 15 + 4 * 15


def test_chosen_class_is_one_of_the_project_that_is_open(opened, qtbot, tmp_path, surfaces):
    window, session, _ = opened
    press(window, Qt.Key.Key_2)
    assert window.controller.masks.operations.active_class == 2
    single = tmp_path / "single"
    arguments = ["init", single, "--images", surfaces, "--classes", "dent"]
    assert main([str(each) for each in arguments]) == 0
    with qtbot.waitSignal(session.opened):
        window.open_path(single)
    qtbot.waitUntil(lambda: session.document is not None)
    assert session.class_names == ["dent"]
    assert window.controller.masks.operations.active_class == 1
    assert window.controller.masks.scrubbing.active_class == 1


# ---- large masks -------------------------------------------------------------------------


@pytest.fixture
def slow(monkeypatch):
    """Every operation runs in a thread and waits there."""
    monkeypatch.setattr(mask_jobs, "AT_ONCE", 0)
    hold = threading.Event()
    real = MaskDocument.patches

    def wait(*args):
        assert hold.wait(5)
        return real(*args)

    monkeypatch.setattr(MaskDocument, "patches", wait)
    yield hold
    hold.set()


def test_slow_operations_follow_each_other(opened, slow, qtbot):
    window, session, _ = opened
    hover(window, 15, 10)
    press(window, Qt.Key.Key_Up, CTRL)
    press(window, Qt.Key.Key_Up, CTRL)
    press(window, Qt.Key.Key_Down, CTRL)
    assert session.document.undo_stack.count() == 0
    slow.set()
    qtbot.waitUntil(lambda: session.document.undo_stack.count() == 3)
    assert (session.document.mask == 1).sum() == 15 * 15 + 4 * 15


def test_slow_operation_keeps_the_class_that_was_chosen_then(opened, slow, qtbot):
    window, session, _ = opened
    put(session, 2, (30, 30, 35, 40))
    hover(window, 45, 2)
    press(window, Qt.Key.Key_1)
    press(window, Qt.Key.Key_Up, CTRL)
    press(window, Qt.Key.Key_Up, CTRL)
    press(window, Qt.Key.Key_2)
    slow.set()
    settled(window, qtbot)
    qtbot.waitUntil(lambda: session.document.undo_stack.count() == 3)
    assert (session.document.mask == 2).sum() == 50
    assert (session.document.mask == 1).sum() > 15 * 15 + 4 * 15


def test_slow_operation_is_dropped_if_the_mask_changed_meanwhile(opened, slow, qtbot):
    window, session, said = opened
    hover(window, 15, 10)
    press(window, Qt.Key.Key_Up, CTRL)
    trigger(window, ActionId.BRUSH)
    drag(window, [(40, 30), (42, 30)])
    painted = session.document.mask.copy()
    slow.set()
    settled(window, qtbot)
    assert said == ["The mask changed before “grow” was done: it was dropped."]
    np.testing.assert_array_equal(session.document.mask, painted)


def test_slow_operation_is_done_again_after_new_maps(opened, slow, qtbot):
    window, session, said = opened
    document = session.document
    hover(window, 15, 10)
    press(window, Qt.Key.Key_Delete)
    image, cam = session.image.pixels, session.maps.full.cam
    document.set_maps(MaskRefiner(lambda: np.stack([image] * 3, axis=-1), 1 - cam[:1].repeat(2, 0)))
    changed = document.mask.copy()
    assert changed[0, 0] == 1
    assert changed[10, 15] == 0
    slow.set()
    settled(window, qtbot)
    assert said == ["There is no blob under the cursor."]
    np.testing.assert_array_equal(document.mask, changed)


def test_slow_operation_does_nothing_to_the_next_image(opened, slow, qtbot):
    window, session, said = opened
    first, before = session.document, session.document.mask.copy()
    hover(window, 15, 10)
    press(window, Qt.Key.Key_Up, CTRL)
    session.next()
    arrived_after(first, session, qtbot)
    slow.set()
    settled(window, qtbot)
    assert said == ["“grow” was stopped: the mask is as it was."]
    np.testing.assert_array_equal(first.mask, before)
    assert session.document.undo_stack.count() == 0


def test_escape_stops_what_is_under_way_and_what_waits(opened, slow, qtbot):
    window, session, said = opened
    before = session.document.mask.copy()
    hover(window, 15, 10)
    press(window, Qt.Key.Key_Up, CTRL)
    press(window, Qt.Key.Key_Delete)
    press(window, Qt.Key.Key_Escape)
    slow.set()
    settled(window, qtbot)
    assert said == ["“grow” was stopped: the mask is as it was."]
    np.testing.assert_array_equal(session.document.mask, before)
    assert session.document.undo_stack.count() == 0
    press(window, Qt.Key.Key_Delete)
    settled(window, qtbot)
    assert not session.document.mask.any()


def test_grabcut_of_many_blobs_stops_between_two(opened, qtbot, monkeypatch):
    window, session, said = opened
    put(session, 1, (30, 30, 34, 34))
    before = session.document.mask.copy()
    jobs = window.controller.masks.operations.jobs
    checked = []
    real = jobs.check

    def check():
        checked.append(1)
        jobs.stop()
        real()

    monkeypatch.setattr(jobs, "check", check)
    hover(window, 45, 2)
    press(window, Qt.Key.Key_G, SHIFT)
    settled(window, qtbot)
    assert len(checked) == 1
    assert said == ["“GrabCut” was stopped: the mask is as it was."]
    np.testing.assert_array_equal(session.document.mask, before)


def test_operation_waits_for_the_end_of_a_stroke(opened):
    window, session, said = opened
    trigger(window, ActionId.BRUSH)
    QTest.mousePress(window.canvas, Qt.MouseButton.LeftButton, PLAIN, at(window, 40, 30))
    press(window, Qt.Key.Key_Up, CTRL)
    assert said == ["Finish the stroke first."]
    QTest.mouseRelease(window.canvas, Qt.MouseButton.LeftButton, PLAIN, at(window, 40, 30))
    assert session.document.undo_stack.count() == 1


def test_operation_that_takes_long_is_said_to_be_at_work(opened, slow, qtbot, monkeypatch):
    window, _, said = opened
    window.controller.masks.operations.jobs._timer.setInterval(0)
    hover(window, 15, 10)
    press(window, Qt.Key.Key_Up, CTRL)
    qtbot.waitUntil(lambda: said == ["“grow” is at work … Esc stops it."])
    slow.set()


def test_growing_over_other_classes_is_asked_for(opened):
    window, session, said = opened
    put(session, 2, (1, 6, 24, 29))
    put(session, 1, (5, 10, 20, 25))
    hover(window, 15, 10)
    press(window, Qt.Key.Key_Up, CTRL)
    assert said == ["There is no room to grow: other classes are all around."]
    trigger(window, ActionId.MASK_AMOUNTS)
    window.controller.masks.amounts.over.click()
    press(window, Qt.Key.Key_Up, CTRL)
    assert (session.document.mask == 1).sum() == 15 * 15 + 4 * 15


# ---- the window --------------------------------------------------------------------------


def test_amounts_are_remembered_and_damage_is_ignored(opened):
    window = opened[0]
    trigger(window, ActionId.MASK_AMOUNTS)
    window.controller.masks.amounts.boxes["island"].setValue(1200)
    assert window.actions_by_id[ActionId.REMOVE_ISLANDS].text() == "Remove islands under 1,200 px"
    assert window.actions_by_id[ActionId.GROW].text() == "Grow by 1 px"
    window.close()
    assert QSettings().value("amounts/island") in {1200, "1200"}
    QSettings().setValue("amounts/grow", "-3")
    desk = type(window.controller.masks)(
        window, window.controller.session, window.controller._services
    )
    assert desk.operations.amounts.island == 1200
    assert desk.operations.amounts.grow == 1


def test_actions_need_images(window):
    assert not window.actions_by_id[ActionId.GROW].isEnabled()
    press(window, Qt.Key.Key_Delete)
    window.controller.masks.operations.delete(None)
    assert window.messages.text == "There is no mask to edit yet."
