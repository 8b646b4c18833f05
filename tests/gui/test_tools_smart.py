"""The smart brush as a state machine, and by mouse and keys in the window."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gui.driving import LEFT, at, drag, hover, trigger
from gui.gestures import go
from stac_core.refine.refiner import MaskRecipe
from stac_gui.action_table import ActionId
from stac_gui.canvas.tools import Pointer, Scene, ToolKind, ToolOptions, Trouble
from stac_gui.canvas.tools_edge import EdgeBrushTool
from stac_gui.documents.mask_document import MaskDocument

SHAPE = (60, 80)


@pytest.fixture
def document(qapp):
    return MaskDocument("a.png", SHAPE, MaskRecipe(), stored=np.zeros(SHAPE, np.uint8))


@pytest.fixture
def scene(document):
    image = np.full(SHAPE, 150, np.uint8)
    image[20:40, 20:60] = 90
    return Scene(target=document, value=1, image=image)


def test_sloppy_stroke_stays_inside_the_edges_as_one_step(scene, document):
    go(EdgeBrushTool(scene, ToolOptions(24)), [(28, 30), (52, 28)])
    painted = document.mask == 1
    assert not painted[:19].any()
    assert not painted[41:].any()
    assert painted[22:38, 25:55].mean() > 0.97
    assert document.undo_stack.undoText() == "smart brush"
    document.undo_stack.undo()
    assert not document.mask.any()


def test_right_button_takes_away_up_to_the_edge(scene, document):
    go(EdgeBrushTool(scene, ToolOptions(24)), [(28, 30), (52, 30)])
    before = document.mask.copy()
    go(EdgeBrushTool(scene, ToolOptions(20)), [(40, 16)], subtracts=True)
    np.testing.assert_array_equal(document.mask[21:], before[21:])


def test_only_where_the_heat_map_is_unsure(scene, document):
    scene.heat = np.full(SHAPE, 20, np.uint8)
    scene.heat[:, 40:50] = 128
    scene.heat[:, 50:] = 250
    scene.unsure = (64, 191)
    go(EdgeBrushTool(scene, ToolOptions(16, unsure_only=True)), [(30, 30), (55, 30)])
    assert (document.mask[30] == 1).sum() == 10
    assert (document.mask[30, 40:50] == 1).all()


def test_without_a_heat_map_it_says_that_nothing_is_unsure(scene, document):
    told = []
    scene.tell = told.append
    tool = EdgeBrushTool(scene, ToolOptions(16, unsure_only=True))
    go(tool, [(30, 30), (55, 30)])
    assert told == [Trouble.NO_UNSURE]
    assert not document.mask.any()


places = st.tuples(st.floats(-10, 90), st.floats(-10, 70))


@given(
    strokes=st.lists(
        st.tuples(st.lists(places, min_size=1, max_size=4), st.booleans(), st.booleans()),
        max_size=4,
    )
)
def test_any_strokes_undone_are_the_original_and_escape_changes_nothing(strokes, qapp):
    rng = np.random.default_rng(2)
    stored = rng.integers(0, 3, SHAPE, dtype=np.uint8)
    document = MaskDocument("a.png", SHAPE, MaskRecipe(), stored=stored)
    image = np.kron(rng.integers(0, 256, (6, 8)), np.ones((10, 10))).astype(np.uint8)
    tool = EdgeBrushTool(Scene(target=document, image=image), ToolOptions(15))
    for points, subtracts, escapes in strokes:
        before = document.mask.copy()
        tool.press(Pointer(points[0], subtracts))
        for point in points[1:]:
            tool.move(Pointer(point, subtracts))
        if escapes:
            tool.cancel()
            np.testing.assert_array_equal(document.mask, before)
        tool.release(Pointer(points[-1], subtracts))
    while document.undo_stack.canUndo():
        document.undo_stack.undo()
    np.testing.assert_array_equal(document.mask, stored)


def test_smart_brush_by_key_and_mouse(window, open_project):
    session = open_project()
    QTest.keyClick(window, Qt.Key.Key_S)
    assert window.canvas.tool_kind is ToolKind.SMART
    QTest.keyClick(window, Qt.Key.Key_2)
    window.tool_options.size_px.setValue(16)
    drag(window, [(17, 9), (17, 15)])
    bright = session.image.pixels > 128
    painted = session.document.mask == 2
    assert painted[12, 17]
    assert (painted & ~bright).sum() < 0.05 * painted.sum()
    assert session.document.undo_stack.count() == 1
    QTest.keyClick(window, Qt.Key.Key_X)
    assert window.canvas.tool_kind is ToolKind.ERASER
    QTest.keyClick(window, Qt.Key.Key_X)
    assert window.canvas.tool_kind is ToolKind.SMART, "back to the brush that it was swapped with"
    before = session.document.mask.copy()
    QTest.mousePress(window.canvas, LEFT, pos=at(window, 40, 30))
    hover(window, 45, 33, held=LEFT)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    np.testing.assert_array_equal(session.document.mask, before)
    QTest.mouseRelease(window.canvas, LEFT, pos=at(window, 45, 33))


def test_band_of_the_unsure_follows_the_threshold(window, open_project):
    session = open_project()
    trigger(window, ActionId.SMART)
    session.set_threshold(0.4)
    assert window.canvas.tools.scene.unsure == (51, 178)
    assert "0.20 and 0.70" in window.tool_options.unsure.toolTip()
    window.tool_options.unsure.setChecked(True)
    before = session.document.mask.copy()
    drag(window, [(17, 12), (40, 30)])
    changed = session.document.mask != before
    heat = session.maps.levels
    assert ((heat[changed] >= 51) & (heat[changed] <= 178)).all()
