"""GrabCut by scribbles as a state machine, and by mouse and keys in the window."""

from __future__ import annotations

from functools import reduce

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gui.driving import LEFT, drag, trigger
from gui.gestures import Later, go
from stac_core.editing.region import NOTHING, fill_of, region_at, united
from stac_core.refine.refiner import MaskRecipe
from stac_core.types import ReviewStatus
from stac_gui.action_table import ActionId
from stac_gui.canvas.tools import Pointer, Scene, ToolKind, ToolOptions, Trouble
from stac_gui.canvas.tools_scribble import WIDEST, ScribbleTool
from stac_gui.documents.mask_document import MaskDocument

SHAPE = (60, 80)
RIGHT = Qt.MouseButton.RightButton


@pytest.fixture
def document(qapp):
    return MaskDocument("a.png", SHAPE, MaskRecipe(), stored=np.zeros(SHAPE, np.uint8))


@pytest.fixture
def scene(document, rng):
    image = np.full(SHAPE, 150.0)
    image[20:40, 20:60] = 90
    image = np.clip(image + rng.normal(0, 4, SHAPE), 0, 255).astype(np.uint8)
    return Scene(target=document, value=1, image=image)


def test_scribble_is_shown_first_and_taken_with_enter_as_one_step(scene, document):
    tool = ScribbleTool(scene, ToolOptions(3))
    go(tool, [(30, 30), (50, 30)])
    assert not document.mask.any()
    assert tool.is_pending
    assert tool.preview().region.pixels == pytest.approx(800, rel=0.05)
    assert tool.finish()
    assert (document.mask[20:40, 20:60] == 1).mean() > 0.95
    assert document.undo_stack.count() == 1
    assert document.undo_stack.undoText() == "GrabCut"
    assert not tool.is_active
    assert not tool.finish()


def test_scribbles_on_the_ground_and_taken_back(scene, document):
    tool = ScribbleTool(scene, ToolOptions(5))
    go(tool, [(30, 30), (34, 30)])
    whole = tool.preview().region
    go(tool, [(45, 25), (45, 35)], subtracts=True)
    assert tool.preview().lines[-1].value == 0
    cut = tool.preview().region
    x, y = 45 - cut.rect.left, 30 - cut.rect.top
    assert x >= cut.inside.shape[1] or not cut.inside[y, x]
    assert tool.step_back()
    again = tool.preview().region
    assert again.rect == whole.rect
    np.testing.assert_array_equal(again.inside, whole.inside)
    assert tool.step_back()
    assert not tool.is_active
    assert not tool.step_back()
    assert document.undo_stack.count() == 0


def test_blob_that_is_too_large_is_cut_in_the_same_step(scene, document):
    document.mask[15:45, 15:65] = 1
    before = document.mask.copy()
    tool = ScribbleTool(scene, ToolOptions(5))
    go(tool, [(30, 30), (50, 30)])
    go(tool, [(17, 17), (62, 17)], subtracts=True)
    tool.finish()
    assert (document.mask == 1).sum() == pytest.approx(800, rel=0.06)
    document.undo_stack.undo()
    np.testing.assert_array_equal(document.mask, before)


def test_it_is_said_once_that_a_large_part_is_looked_at_in_a_smaller_size(scene, monkeypatch):
    said = []
    scene.tell = said.append
    tool = ScribbleTool(scene, ToolOptions(3))
    go(tool, [(30, 30), (50, 30)])
    assert not said
    monkeypatch.setattr("stac_core.editing.scribbles.MOST_PIXELS", 500)
    go(tool, [(32, 32), (48, 32)])
    go(tool, [(32, 28), (48, 28)])
    assert said == [Trouble.REDUCED]
    tool.cancel()
    go(tool, [(30, 30), (50, 30)])
    assert said == [Trouble.REDUCED] * 2


def test_enter_before_the_result_takes_it_when_it_comes(scene, document):
    scene.run = later = Later()
    tool = ScribbleTool(scene, ToolOptions(3))
    go(tool, [(30, 30), (50, 30)])
    assert tool.preview().text == "…"
    assert tool.finish()
    assert not document.undo_stack.count()
    later.run()
    assert document.undo_stack.count() == 1
    assert not tool.is_active


def test_escape_forgets_the_result_that_is_on_its_way(scene, document):
    scene.run = later = Later()
    tool = ScribbleTool(scene, ToolOptions(3))
    go(tool, [(30, 30), (50, 30)])
    tool.finish()
    tool.cancel()
    later.run()
    assert not document.mask.any()
    assert tool.preview().region is None


def test_mask_that_changed_is_looked_at_again_before_it_is_taken(scene, document):
    tool = ScribbleTool(scene, ToolOptions(3))
    go(tool, [(30, 30), (50, 30)])
    region = region_at(np.ones((60, 40), bool), left=40)
    document.edit(fill_of(region, 2), "edit")
    tool.finish()
    assert (document.mask[20:40, 20:38] == 1).mean() > 0.9
    assert (document.mask[:, 52:] == 2).all()


def test_two_quick_scribbles_are_no_double_click_that_takes_the_result(scene, document):
    tool = ScribbleTool(scene, ToolOptions(3))
    go(tool, [(30, 30), (32, 30)])
    assert not tool.double_click()
    assert tool.is_active


def test_scribbles_are_never_wide(scene):
    tool = ScribbleTool(scene, ToolOptions(400))
    tool.move(Pointer((30, 30)))
    assert tool.preview().tips[0].diameter == WIDEST


places = st.tuples(st.floats(-10, 90), st.floats(-10, 70))


@given(
    scribbles=st.lists(
        st.tuples(
            st.lists(places, min_size=1, max_size=3), st.booleans(),
            st.sampled_from(["", "enter", "escape", "back"]),
        ),
        max_size=3,
    )
)  # fmt: skip
def test_any_scribbles_undone_are_the_original(scribbles, qapp):
    rng = np.random.default_rng(4)
    stored = np.kron(rng.integers(0, 3, (6, 8)), np.ones((10, 10))).astype(np.uint8)
    image = rng.integers(0, 256, SHAPE, dtype=np.uint8)
    document = MaskDocument("a.png", SHAPE, MaskRecipe(), stored=stored)
    tool = ScribbleTool(Scene(target=document, image=image), ToolOptions(5))
    for points, subtracts, ends in scribbles:
        before, steps = document.mask.copy(), document.undo_stack.count()
        go(tool, points, subtracts=subtracts)
        np.testing.assert_array_equal(document.mask, before)
        marked = reduce(united, [each.pixels for each in tool._scribbles], NOTHING)
        if ends == "enter":
            tool.finish()
            assert document.undo_stack.count() - steps <= 1
            outside = before == 2
            outside[marked.rect.slices] &= ~marked.inside
            assert (document.mask[outside] == 2).all(), "other classes stay"
        elif ends == "escape":
            tool.cancel()
            assert not tool.is_active
        elif ends == "back":
            tool.step_back()
    while document.undo_stack.canUndo():
        document.undo_stack.undo()
    np.testing.assert_array_equal(document.mask, stored)


# ---- in the window -----------------------------------------------------------------------


def test_scribbles_by_mouse_and_keys_leave_the_decision_alone(window, qtbot, open_project):
    session = open_project()
    QTest.keyClick(window, Qt.Key.Key_J)
    assert window.canvas.tool_kind is ToolKind.SCRIBBLE
    window.tool_options.size_px.setValue(3)
    take = window.tool_options.take
    assert not take.isEnabled()
    QTest.keyClick(window, Qt.Key.Key_2)
    drag(window, [(30, 25), (40, 33)])
    assert take.isEnabled()
    tool = window.canvas.tools.tool
    qtbot.waitUntil(lambda: tool.preview().region is not None)
    drag(window, [(12, 33), (22, 36)], RIGHT)
    before = session.document.undo_stack.index()
    QTest.keyClick(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: session.document.undo_stack.index() == before + 1)
    assert session.document.mask[30, 36] == 2
    assert session.document.mask[12, 15] == 1, "other classes stay"
    assert session.item.id == "s0.png"
    assert session.counts()[ReviewStatus.TODO] == 5
    assert not take.isEnabled()


def test_undo_takes_the_last_scribble_back_and_the_button_takes_the_rest(
    window, qtbot, open_project
):
    session = open_project()
    trigger(window, ActionId.SCRIBBLE)
    QTest.keyClick(window, Qt.Key.Key_2)
    drag(window, [(30, 25), (40, 33)])
    drag(window, [(30, 35), (40, 36)])
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(window.canvas.tools.tool._scribbles) == 1
    QTest.mouseClick(window.tool_options.take, LEFT)
    qtbot.waitUntil(lambda: session.document.undo_stack.count() == 1)
    assert session.document.mask[30, 36] == 2
