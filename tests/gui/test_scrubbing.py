"""Alt+wheel over a blob: it alone moves to another threshold."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gui.driving import at, drag, hover, saved, trigger, wheel
from stac_core.labels.mask_edit import Change, Rect
from stac_gui.action_table import ActionId

ALT, PLAIN = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def surfaces(tmp_path, save_image):
    """Two hills on each image: grey value / 255 is the fake model's map of class 1."""
    root = tmp_path / "surfaces"
    rows, columns = np.mgrid[:40, :50]
    for number in range(5):
        left = 1 - np.hypot(rows - 20, columns - 13) / 16
        right = 0.9 - np.hypot(rows - 20, columns - 36 - number) / 16
        image = np.clip(np.maximum(left, right), 0.1, 1) * 255
        save_image(root / f"s{number}.png", image.astype(np.uint8))
    return root


@pytest.fixture
def opened(window, open_project):
    """An open project with two blobs; the window, its session, and the mask at first."""
    session = open_project()
    mask = session.document.mask
    assert mask[20, 13] == mask[20, 36] == 1
    assert mask[20, 25] == 0
    return window, session, mask.copy()


def turn(window, steps, x, y):
    wheel(window, steps, ALT, at(window, x, y))


def note(window):
    label = window.controller.masks._note
    return label.words.text() if label.isVisible() else ""


def heat(session):
    return session.maps.full.cam[0]


def test_only_the_blob_under_the_cursor_moves(opened):
    window, session, before = opened
    scale = window.canvas.viewport.scale
    turn(window, 5, 13, 20)
    mask = session.document.mask
    assert window.canvas.viewport.scale == scale
    assert (mask == 1).sum() > (before == 1).sum()
    np.testing.assert_array_equal(mask[:, 30:], before[:, 30:])
    level = session_level(window)
    np.testing.assert_array_equal(mask[:, :25] == 1, heat(session)[:, :25] > np.float32(level))
    assert 0.4 < level < 0.6
    assert "vanishes at 1.00" in note(window)
    assert "meets a neighbour at 0." in note(window)


def session_level(window):
    return float(note(window).split()[2])


def test_steps_over_one_blob_are_one_undo_step(opened):
    window, session, before = opened
    stack = session.document.undo_stack
    for _ in range(4):
        turn(window, 1, 13, 20)
    turn(window, -1, 14, 21)  # still the same blob
    moved = session.document.mask.copy()
    assert stack.count() == 1
    assert stack.undoText() == "blob threshold"
    turn(window, 2, 36, 20)
    assert stack.count() == 2
    QTest.keyClick(window.canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    np.testing.assert_array_equal(session.document.mask, moved)
    turn(window, 1, 13, 20)  # after an undo another step begins
    assert stack.count() == 2
    stack.undo()
    stack.undo()
    np.testing.assert_array_equal(session.document.mask, before)
    assert not session.document.touched.any()


def test_blob_that_came_back_to_where_it_was_is_no_step(opened):
    window, session, before = opened
    turn(window, 3, 13, 20)
    turn(window, -3, 13, 20)
    np.testing.assert_array_equal(session.document.mask, before)
    assert session.document.undo_stack.count() == 0
    assert not session.document.is_by_person


def test_blob_keeps_its_own_threshold_when_the_others_get_another(opened):
    window, session, before = opened
    turn(window, 8, 13, 20)
    own = session.document.mask[:, :25].copy()
    session.set_threshold(0.8)
    np.testing.assert_array_equal(session.document.mask[:, :25], own)
    assert (session.document.mask[:, 30:] == 1).sum() < (before[:, 30:] == 1).sum()


def test_blob_comes_back_after_the_project_was_opened_again(opened, project, weights, qtbot):
    window, session, before = opened
    turn(window, -6, 13, 20)
    small = session.document.mask.copy()
    assert (small != before).any()
    trigger(window, ActionId.ERASER)
    window.tool_options.size_px.setValue(3)
    drag(window, [(36, 20), (37, 20)])  # in the middle of the other blob
    erased = session.document.mask.copy()
    saved(qtbot, session)
    with qtbot.waitSignal(session.opened):
        window.open_path(project)
    session.supply.load(weights)
    qtbot.waitUntil(lambda: session.document is not None and session.document.has_proposal)
    np.testing.assert_array_equal(session.document.mask, erased)
    turn(window, 6, 13, 20)
    left = np.s_[:, :25]
    np.testing.assert_array_equal(session.document.mask[left], before[left])
    turn(window, 4, 40, 20)
    hole = (erased != before) & (np.arange(50) > 25)
    assert hole.sum() > 4
    assert not session.document.mask[hole].any(), "what was erased by hand stays erased"


def test_blob_vanishes_and_comes_back(opened):
    window, session, before = opened
    turn(window, -200, 13, 20)
    assert not session.document.mask[:, :25].any()
    assert "no blob above" in note(window)
    turn(window, -1, 13, 20)
    assert "nothing is left" in note(window)
    turn(window, 200, 13, 20)
    assert session.document.mask[20, 13] == 1
    assert (session.document.mask[before == 1] == 1).all()
    turn(window, 1, 13, 20)
    assert "cannot grow further" in note(window)


def test_strokes_are_not_swallowed(opened):
    window, session, _ = opened
    trigger(window, ActionId.ERASER)
    drag(window, [(22, 15), (22, 25)])
    erased = session.document.touched == 1
    assert erased.any()
    turn(window, 30, 13, 20)
    assert not session.document.mask[erased].any()
    assert session.document.undo_stack.count() == 2


def test_missed_spot_becomes_a_blob(opened):
    window, session, _ = opened
    session.set_threshold(0.95)
    assert session.document.mask[20, 36] == 0
    turn(window, 1, 36, 20)
    assert session.document.mask[20, 36] == 1
    assert session.document.mask[20, 13] == 1


def test_blob_of_an_unknown_class_stays_as_it_is(opened):
    window, session, _ = opened
    area = Rect(30, 30, 36, 40)
    session.document.edit(Change(area, np.full(area.shape, 9, np.uint8)), "test")
    turn(window, 1, 33, 33)
    assert "no heat map of this blob" in window.messages.text
    assert (session.document.mask == 9).sum() == 60


def test_note_goes_when_the_mouse_moves_on(opened):
    window = opened[0]
    turn(window, 1, 13, 20)
    label = window.controller.masks._note
    assert label.isVisible()
    assert not label.geometry().intersects(QRect(at(window, 9, 16), at(window, 17, 24)))
    assert label.accessibleName() == label.words.text()
    assert window.canvas.rect().contains(label.geometry())
    hover(window, 30, 30)
    assert not label.isVisible()
    turn(window, 1, 13, 20)
    QTest.keyClick(window.canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not label.isVisible()
    turn(window, 1, 49, 39)
    assert not label.isVisible() or window.canvas.rect().contains(label.geometry())


def test_note_has_a_scale_with_the_level_and_its_limits(opened):
    window = opened[0]
    turn(window, 5, 13, 20)
    scale = window.controller.masks._note.scale
    place = scale._place
    assert place.level == pytest.approx(session_level(window))
    assert 0 < place.meets < place.level < place.vanishes == 1
    picture = scale.grab().toImage()
    ratio = picture.devicePixelRatio()

    def color_at(value):
        x = 4 + value * (scale.width() - 8)
        return picture.pixelColor(round(x * ratio), round(scale.height() / 2 * ratio)).name()

    accent = color_at(place.level)
    assert color_at((place.level + place.vanishes) / 2) == accent
    assert color_at(place.meets / 2) != accent


def test_fine_wheels_add_up_and_horizontal_ones_count(opened):
    window, session, before = opened
    canvas = window.canvas
    place = QPointF(at(window, 13, 20))

    def send(dx, dy):
        event = QWheelEvent(
            place, canvas.mapToGlobal(place), QPoint(), QPoint(dx, dy), Qt.MouseButton.NoButton,
            ALT, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(canvas, event)

    send(0, 60)
    np.testing.assert_array_equal(session.document.mask, before)
    send(0, 60)
    once = session.document.mask.copy()
    assert (once != before).any()
    send(120, 0)
    assert (session.document.mask != once).any()


def test_keys_move_the_blob_too(opened):
    window, session, before = opened
    QTest.keyClick(window.canvas, Qt.Key.Key_Up, ALT)
    assert "Point at a blob" in window.messages.text
    np.testing.assert_array_equal(session.document.mask, before)
    hover(window, 13, 20)
    for _ in range(3):
        QTest.keyClick(window.canvas, Qt.Key.Key_Up, ALT)
    larger = (session.document.mask == 1).sum()
    assert larger > (before == 1).sum()
    assert "blob at" in note(window)
    QTest.keyClick(window.canvas, Qt.Key.Key_Down, ALT)
    assert (session.document.mask == 1).sum() < larger
    turn(window, 1, 13, 20)
    assert session.document.undo_stack.count() == 1


def test_letting_alt_go_does_not_open_the_menu(opened):
    window = opened[0]
    window.canvas.setFocus()
    QTest.keyPress(window.canvas, Qt.Key.Key_Alt, ALT)
    turn(window, 1, 13, 20)
    QTest.keyRelease(window.canvas, Qt.Key.Key_Alt)
    assert window.menuBar().activeAction() is None
    assert window.canvas.hasFocus()


@pytest.mark.parametrize("case", ["no map", "cold", "stroke"])
def test_what_cannot_be_moved(window, open_project, case):
    session = open_project(model=case != "no map")
    before = session.document.mask.copy()
    if case == "stroke":
        trigger(window, ActionId.BRUSH)
        QTest.mousePress(window.canvas, Qt.MouseButton.LeftButton, PLAIN, at(window, 40, 30))
        painted = session.document.mask.copy()
        turn(window, 1, 13, 20)
        np.testing.assert_array_equal(session.document.mask, painted)
        QTest.keyClick(window.canvas, Qt.Key.Key_Escape)
        QTest.mouseRelease(window.canvas, Qt.MouseButton.LeftButton, PLAIN, at(window, 40, 30))
    elif case == "cold":
        QTest.keyClick(window.canvas, Qt.Key.Key_2)  # hot wherever class 1 is not
        trigger(window, ActionId.ERASER)
        drag(window, [(25, 35), (26, 35)])
        turn(window, 1, 25, 35)
        assert "neither a blob nor heat" in window.messages.text
    else:
        turn(window, 1, 13, 20)
        assert "no heat map" in window.messages.text
    np.testing.assert_array_equal(session.document.mask, before)


class Held:
    """Tasks that end when the test says so."""

    def __init__(self):
        self.jobs = []

    def submit(self, work, done, failed, *, priority=0):
        self.jobs.append((work, done))

    def finish(self):
        work, done = self.jobs.pop(0)
        done(work())


@pytest.fixture
def held(opened, monkeypatch):
    """As if the mask were huge: the tasks that move the blob."""
    monkeypatch.setattr("stac_gui.presenters.scrubbing.AT_ONCE", 0)
    tasks = Held()
    monkeypatch.setattr(opened[0].controller.masks.scrubbing, "_tasks", tasks)
    return tasks


def test_in_a_huge_mask_steps_add_up_while_a_thread_makes_the_first(opened, held, monkeypatch):
    window, session, before = opened
    document = session.document
    for _ in range(4):
        turn(window, 1, 13, 20)
    assert len(held.jobs) == 1
    np.testing.assert_array_equal(document.mask, before)
    held.finish()
    first = document.mask.copy()
    assert (first != before).any()
    assert "blob at" in note(window)
    held.finish()
    assert not held.jobs
    in_a_thread = document.mask.copy()
    assert (in_a_thread != first).any()
    assert document.undo_stack.count() == 1
    session.document.undo()
    np.testing.assert_array_equal(document.mask, before)
    monkeypatch.setattr("stac_gui.presenters.scrubbing.AT_ONCE", 1 << 22)
    turn(window, 4, 13, 20)
    np.testing.assert_array_equal(document.mask, in_a_thread)


def test_steps_that_come_after_a_stroke_are_dropped(opened, held):
    window, session, _ = opened
    document = session.document
    turn(window, 3, 13, 20)
    document.edit(Change(Rect(0, 0, 4, 4), np.full((4, 4), 2, np.uint8)), "stroke")
    drawn = document.mask.copy()
    turn(window, 2, 36, 20)
    held.finish()
    np.testing.assert_array_equal(document.mask, drawn)
    held.finish()  # of the other blob, which was found after the stroke
    np.testing.assert_array_equal(document.mask[:, :25], drawn[:, :25])
    assert (document.mask != drawn).any()
    turn(window, 1, 2, 30)
    session.next()
    held.finish()
    assert not held.jobs
