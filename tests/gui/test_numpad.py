"""The whole loop from the numpad, by real key events with the keypad's modifier."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gui.driving import drag, hover, saved, trigger
from stac_core.types import ReviewStatus
from stac_gui.action_table import ActionId

KEYPAD = Qt.KeyboardModifier.KeypadModifier
Key = Qt.Key


@pytest.fixture
def session(open_project, window):
    session = open_project()
    window.canvas.setFocus()
    return session


def numpad(window, key):
    QTest.keyClick(window.canvas, key, KEYPAD)


def ready(qtbot, session):
    qtbot.waitUntil(lambda: session.document is not None and session.maps is not None)


@pytest.mark.parametrize(
    ("key", "status"),
    [
        (Key.Key_Enter, ReviewStatus.ACCEPTED), (Key.Key_Plus, ReviewStatus.ACCEPTED),
        (Key.Key_Slash, ReviewStatus.NEEDS_FIX), (Key.Key_Minus, ReviewStatus.REJECTED),
    ],
)  # fmt: skip
def test_numpad_decides_and_goes_on(session, window, key, status):
    zoom = window.canvas.viewport.scale
    numpad(window, key)
    assert session.decisions.record("s0.png").status is status
    assert session.item.id == "s1.png"
    assert window.canvas.viewport.scale == pytest.approx(zoom), "plus and minus do not zoom"


@pytest.mark.parametrize(
    ("forward", "back"), [(Key.Key_6, Key.Key_4), (Key.Key_Right, Key.Key_Left)]
)
def test_numpad_walks_with_and_without_num_lock(session, window, forward, back):
    numpad(window, forward)
    numpad(window, forward)
    assert session.item.id == "s2.png"
    numpad(window, back)
    assert session.item.id == "s1.png"


@pytest.mark.parametrize(("up", "down"), [(Key.Key_8, Key.Key_2), (Key.Key_Up, Key.Key_Down)])
def test_numpad_moves_the_threshold_in_one_step_and_undoes_it(session, window, qtbot, up, down):
    ready(qtbot, session)
    start = session.spec.threshold
    for _ in range(3):
        numpad(window, up)
    numpad(window, down)
    assert session.spec.threshold == pytest.approx(start + 0.02)
    assert not session.decisions.has_unsaved, "saved when the pressing has ended"
    window.controller.review.threshold.timer.timeout.emit()
    assert session.document.undo_stack.count() == 1
    assert session.decisions.record("s0.png").source["threshold"] == pytest.approx(start + 0.02)
    saved(qtbot, session)
    numpad(window, Key.Key_0)
    assert session.spec.threshold == pytest.approx(start)


def test_threshold_moved_by_keys_is_saved_when_the_image_is_left(session, window, qtbot):
    ready(qtbot, session)
    numpad(window, Key.Key_8)
    numpad(window, Key.Key_6)
    assert session.decisions.record("s0.png").source["threshold"] == pytest.approx(0.56)
    assert not window.controller.review.threshold.timer.isActive()


@pytest.mark.parametrize("key", [Key.Key_Period, Key.Key_Delete])
def test_numpad_deletes_the_blob_under_the_cursor(session, window, qtbot, key):
    ready(qtbot, session)
    trigger(window, ActionId.BRUSH)
    drag(window, [(40, 35), (44, 35)])
    assert session.document.mask[35, 42]
    hover(window, 42, 35)
    numpad(window, key)
    qtbot.waitUntil(lambda: not session.document.mask[35, 42])


def test_numpad_tags_as_free_of_defects(session, window):
    numpad(window, Key.Key_Asterisk)
    assert session.tagging.tags("s0.png") == {"scratch": False, "blob": False}


def test_digits_of_the_row_choose_classes_and_those_of_the_numpad_do_not(session, window):
    table = window.inspector.table
    QTest.keyClick(window.canvas, Key.Key_2)
    assert table.currentIndex().row() == 1
    for key in (Key.Key_1, Key.Key_3, Key.Key_5, Key.Key_7, Key.Key_9):
        numpad(window, key)
    assert table.currentIndex().row() == 1
    threshold = session.spec.threshold
    QTest.keyClick(window.canvas, Key.Key_1)
    QTest.keyClick(window.canvas, Key.Key_8)
    assert session.spec.threshold == threshold
    assert session.item.id == "s0.png"
