"""A project that is open for reading: everything is seen, nothing can be changed."""

from __future__ import annotations

import numpy as np
import pytest
from core.test_ownership import write_owner
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gui.driving import at, drag, hover, trigger, wheel
from stac_core.labels.mask_edit import Rect
from stac_core.labels.ownership import LOCK_FILE, OWNER_FILE
from stac_gui.action_table import ActionId
from stac_gui.canvas.tools import ToolKind
from stac_gui.reading_desk import CHANGES, TOOLS


@pytest.fixture
def reading(open_project, window, project):
    """The session of a project that another computer has open."""
    write_owner(project)
    session = open_project()
    assert session.data.read_only
    window.messages.hide()
    return session


def test_editing_is_off_and_says_why(reading, window):
    actions = window.actions_by_id
    for action in CHANGES:
        assert not actions[action].isEnabled(), action
        assert "another window has this project open" in actions[action].toolTip(), action
    assert not window.inspector.defect_free_button.isEnabled()
    assert window.review_bar.saving.text() == "For reading: nothing is changed or saved"
    (brush,) = [each for each in window.controller.comfort.commands() if each.key == "brush"]
    assert "another window has this project open" in brush.why_not


def test_no_gesture_changes_the_mask(reading, window):
    mask = reading.document.mask
    before = mask.copy()
    QTest.keyClick(window.canvas, Qt.Key.Key_B)
    assert window.canvas.tool_kind is ToolKind.PAN
    for kind in ToolKind:  # as if a tool had come into the hand in another way
        window.controller.tools.choose(kind)
        drag(window, [(15, 12), (18, 14), (30, 30)])
        window.canvas.tools.finish()
    window.controller.tools.choose(ToolKind.PAN)
    hover(window, 15, 10)
    wheel(window, 2, Qt.KeyboardModifier.AltModifier, at(window, 15, 10))
    operations = window.controller.masks.operations
    for operation in (operations.grow, operations.delete, operations.revert_blob):
        operation((15, 10))
    operations.copy_previous()
    operations.revert()
    assert "nothing is saved" in window.messages.text
    QTest.keyClick(window.canvas, Qt.Key.Key_Return)
    QTest.keyClick(window.canvas, Qt.Key.Key_Delete)
    np.testing.assert_array_equal(mask, before)
    assert reading.document.undo_stack.count() == 0
    assert reading.row == 0
    assert reading.decisions.records == {}


def test_looking_stays_and_is_silent(reading, window):
    mask, before = reading.document.mask, reading.document.mask.copy()
    thresholds = window.inspector.thresholds
    thresholds.threshold_moved.emit(0.2, 1)
    thresholds.threshold_moved.emit(0.1, 1)
    thresholds.released.emit()
    assert not np.array_equal(mask, before), "the threshold shows what it would do"
    trigger(window, ActionId.RAISE_THRESHOLD)
    window.controller.session.end_gesture()
    trigger(window, ActionId.UNDO)
    trigger(window, ActionId.ZOOM_IN)
    trigger(window, ActionId.SPLIT)
    trigger(window, ActionId.NEXT)
    assert reading.item.id == "s1.png"
    assert window.messages.text == ""
    assert not reading.decisions.has_unsaved


def test_masks_of_threads_and_thresholds_are_seen(reading, window):
    mask = reading.document.mask
    window.canvas.show_layers(heat=False, mask=True)
    before = window.canvas.grab().toImage()
    reading.document._take_array(np.ones_like(mask), Rect(0, 0, *mask.shape), None)
    assert reading.document.mask is not mask
    assert window.canvas.grab().toImage() != before
    assert window.canvas.tools.scene.target is None


def test_all_is_possible_again_when_the_project_is_free(reading, window, qtbot, project):
    reading.set_threshold(0.2)  # only looked at, so it holds nothing up
    (project / OWNER_FILE).unlink()
    with qtbot.waitSignal(reading.opened):
        window.controller.safety.timer.timeout.emit()
    actions = window.actions_by_id
    for action in (*TOOLS, ActionId.GROW, ActionId.ACCEPT, ActionId.DEFECT_FREE):
        assert actions[action].isEnabled(), action
        assert "open" not in actions[action].toolTip(), action
    assert window.inspector.defect_free_button.isEnabled()
    assert window.review_bar.saving.text() == ""
    qtbot.waitUntil(lambda: reading.document is not None)
    trigger(window, ActionId.BRUSH)
    drag(window, [(30, 30), (35, 30)])
    assert reading.document.undo_stack.count() == 1


def test_disk_that_refuses_writing_is_told_apart(window, qtbot, project):
    (project / LOCK_FILE).mkdir()
    with qtbot.waitSignal(window.controller.session.opened):
        window.open_path(project)
    tip = window.actions_by_id[ActionId.BRUSH].toolTip()
    assert tip.endswith("Not possible: this project is open for reading only.")
