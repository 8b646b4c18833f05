"""Brush, polygon and lasso as state machines on arrays, and by mouse and keys in the window."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton

from gui.driving import LEFT, at, drag, hover, pen_at, trigger, wheel
from gui.gestures import go
from stac_core.refine.refiner import MaskRecipe
from stac_core.types import ReviewStatus
from stac_gui.action_table import ActionId
from stac_gui.canvas.tools import (
    LARGEST_TIP,
    MAX_DIAMETER,
    NO_PREVIEW,
    BrushTool,
    Pointer,
    Scene,
    Tip,
    ToolKind,
    ToolOptions,
    resized,
)
from stac_gui.canvas.tools_outline import LassoTool, PolygonTool
from stac_gui.documents.mask_document import MaskDocument
from stac_gui.tools_desk import TOOL_ACTIONS

SHAPE = (60, 80)
RIGHT = Qt.MouseButton.RightButton


@pytest.fixture
def document(qapp):
    stored = np.zeros(SHAPE, np.uint8)
    stored[40:50, 40:60] = 2
    return MaskDocument("a.png", SHAPE, MaskRecipe(), stored=stored)


@pytest.fixture
def scene(document):
    return Scene(target=document, value=1)


def click(tool, *points, **kind):
    for point in points:
        pointer = Pointer(point, pixel=0.25, **kind)
        tool.move(pointer)
        tool.press(pointer)
        tool.release(pointer)


# ---- brush -------------------------------------------------------------------------------


def test_brush_gesture_joins_points_and_is_one_step(scene, document):
    tool = BrushTool(scene, ToolOptions(diameter=4))
    tool.move(Pointer((50, 5)))
    assert not (document.mask == 1).any(), "nothing is painted without a button"
    go(tool, [(5.5, 5.5), (20.5, 5.5), (20.5, 30.5)])
    assert (document.mask[5, 5:21] == 1).all()
    assert (document.mask[5:31, 20] == 1).all()
    assert document.undo_stack.count() == 1
    assert document.undo_stack.undoText() == "brush"


def test_square_brush_covers_its_corners(scene, document):
    go(BrushTool(scene, ToolOptions(diameter=6, square=True)), [(10, 10), (10, 10)])
    assert (document.mask[7:13, 7:13] == 1).all()
    assert (document.mask == 1).sum() == 36


def test_right_button_erases_and_so_does_the_eraser_with_any(scene, document):
    go(BrushTool(scene, ToolOptions(6)), [(50, 45), (50, 45)], subtracts=True)
    assert document.mask[45, 50] == 0
    assert document.undo_stack.undoText() == "erase"
    go(BrushTool(scene, ToolOptions(6), erases=True), [(42, 42), (42, 42)])
    assert document.mask[42, 42] == 0


def test_brush_of_one_size_on_the_screen_follows_the_zoom_up_to_a_limit(scene):
    tool = BrushTool(scene, ToolOptions(diameter=20, on_screen=True))
    tool.move(Pointer((10, 10), pixel=0.25))
    assert tool.preview().tips == (Tip((10, 10), 5),)
    tool.move(Pointer((10, 10), pixel=1000))
    assert tool.preview().tips[0].diameter == LARGEST_TIP


def test_pressure_of_a_pen_makes_the_brush_thinner(scene, document):
    tool = BrushTool(scene, ToolOptions(diameter=20))
    tool.press(Pointer((20, 20), pressure=0.2))
    assert (document.mask == 1).sum() < 20
    tool.move(Pointer((60, 20), pressure=1.0))
    tool.release(Pointer((60, 20)))
    assert (document.mask[11:29, 60] == 1).all()


def test_brush_size_steps_and_limits():
    assert resized(1, -5) == 1
    assert resized(1, 1) == 2
    assert resized(12, 100_000) == MAX_DIAMETER


def test_stroke_that_is_saved_half_way_goes_on_as_a_second_step(scene, document):
    tool = BrushTool(scene, ToolOptions(diameter=4))
    tool.press(Pointer((5.5, 5.5)))
    tool.move(Pointer((15.5, 5.5)))
    document.commit("edit")  # as saving does
    tool.move(Pointer((30.5, 5.5)))
    tool.release(Pointer((30.5, 5.5)))
    assert (document.mask[5, 5:31] == 1).all()
    assert document.undo_stack.count() == 2
    document.undo_stack.undo()
    document.undo_stack.undo()
    assert not (document.mask == 1).any()


# ---- polygon and lasso -------------------------------------------------------------------


def test_polygon_closes_at_its_first_corner(scene, document):
    tool = PolygonTool(scene, ToolOptions())
    click(tool, (10, 10), (30, 10), (30, 20), (10, 20))
    assert tool.is_pending
    assert not (document.mask == 1).any()
    click(tool, (11, 11))
    assert not tool.is_active
    assert (document.mask == 1).sum() == 200
    assert (document.mask[10:20, 10:30] == 1).all()
    assert document.undo_stack.count() == 1


def test_polygon_by_enter_with_corners_taken_back(scene, document):
    tool = PolygonTool(scene, ToolOptions())
    assert not tool.step_back()
    assert not tool.finish()
    click(tool, (10, 10), (30, 10), (70, 50))
    assert tool.step_back()
    click(tool, (30, 20))
    assert tool.finish()
    triangle = document.mask == 1
    assert 80 < triangle.sum() < 120
    assert not triangle[30:, :].any()


def test_polygon_takes_away_and_escape_forgets_it(scene, document):
    tool = PolygonTool(scene, ToolOptions())
    before = document.mask.copy()
    click(tool, (40, 40), (60, 40), (60, 45))
    tool.cancel()
    assert tool.preview() == NO_PREVIEW
    np.testing.assert_array_equal(document.mask, before)
    click(tool, (40, 40), subtracts=True)
    click(tool, (60, 40), (60, 45), (40, 45))
    tool.finish()
    assert (document.mask == 2).sum() == 100
    assert document.undo_stack.count() == 1


def test_polygon_shows_what_the_next_click_would_make(scene):
    tool = PolygonTool(scene, ToolOptions())
    click(tool, (10, 10), (30, 10))
    tool.move(Pointer((30, 30)))
    placed, edge, closing = tool.preview().lines
    assert placed.points == ((10, 10), (30, 10))
    assert edge.points == ((30, 10), (30, 30))
    assert closing.is_faint
    click(tool, (30, 30))
    tool.move(Pointer((11, 11), pixel=0.25))
    assert tool.preview().lines[-1].points == ((30, 30), (10, 10)), "near the first: it closes"
    tool.leave()
    assert len(tool.preview().lines) == 1


def test_lasso_paints_what_it_goes_around_and_takes_away_with_alt(scene, document):
    circle = [
        (30 + 15 * np.cos(angle), 20 + 15 * np.sin(angle)) for angle in np.linspace(0, 6.28, 100)
    ]
    tool = LassoTool(scene, ToolOptions())
    go(tool, circle)
    painted = document.mask == 1
    assert painted.sum() == pytest.approx(np.pi * 15**2, rel=0.02)
    inner = [((x - 30) / 3 + 30, (y - 20) / 3 + 20) for x, y in circle]
    go(tool, inner, subtracts=True)
    assert document.mask[20, 30] == 0
    assert document.undo_stack.count() == 2


def test_lasso_preview_is_made_of_pieces_that_stay(scene):
    tool = LassoTool(scene, ToolOptions())
    tool.press(Pointer((0, 0)))
    for x in range(1, 100):
        tool.move(Pointer((x, 0)))
    first = tool.preview().lines
    tool.move(Pointer((100, 1)))
    second = tool.preview().lines
    assert len(set(first) & set(second)) == len(first) - 2
    drawn = [point for line in second[:-1] for point in line.points]
    assert set(drawn) == {*((x, 0) for x in range(100)), (100, 1)}


places = st.tuples(st.floats(-10, 90), st.floats(-10, 70))
gestures = st.tuples(
    st.sampled_from(["brush", "square", "eraser", "polygon", "lasso"]),
    st.lists(places, min_size=1, max_size=6),
    st.booleans(),
    st.booleans(),
)


@given(made=st.lists(gestures, max_size=5))
def test_any_gestures_undone_are_the_original_and_escape_changes_nothing(made, qapp):
    stored = np.random.default_rng(3).integers(0, 3, SHAPE, dtype=np.uint8)
    document = MaskDocument("a.png", SHAPE, MaskRecipe(), stored=stored)
    scene = Scene(target=document, value=1)
    tools = {
        "brush": BrushTool(scene, ToolOptions(7)),
        "square": BrushTool(scene, ToolOptions(9, square=True)),
        "eraser": BrushTool(scene, ToolOptions(7), erases=True),
        "polygon": PolygonTool(scene, ToolOptions()),
        "lasso": LassoTool(scene, ToolOptions()),
    }
    for name, points, subtracts, escapes in made:
        tool, before = tools[name], document.mask.copy()
        tool.press(Pointer(points[0], subtracts))
        for point in points[1:]:
            tool.move(Pointer(point, subtracts))
            if name == "polygon":
                tool.press(Pointer(point, subtracts))
        if escapes and tool.is_active:  # a polygon may have closed by itself
            tool.cancel()
            if name != "polygon":
                np.testing.assert_array_equal(document.mask, before)
        tool.release(Pointer(points[-1], subtracts))
        tool.finish()
        assert not tool.is_active
    while document.undo_stack.canUndo():
        document.undo_stack.undo()
    np.testing.assert_array_equal(document.mask, stored)


# ---- in the window -----------------------------------------------------------------------


def click_at(window, *points, button=LEFT):
    for point in points:
        hover(window, *point)
        QTest.mouseClick(window.canvas, button, pos=at(window, *point))


def test_polygon_by_mouse_and_keys_leaves_the_decision_alone(window, open_project):
    session = open_project()
    QTest.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ShiftModifier)
    assert window.canvas.tool_kind is ToolKind.POLYGON
    QTest.keyClick(window, Qt.Key.Key_2)
    click_at(window, (30, 25), (45, 25), (5, 5))
    QTest.keyClick(window, Qt.Key.Key_Backspace)
    click_at(window, (45, 35))
    QTest.keyClick(window, Qt.Key.Key_Return)
    assert session.document.mask[28, 42] == 2
    assert session.document.undo_stack.count() == 1
    assert session.item.id == "s0.png"
    assert session.counts()[ReviewStatus.TODO] == 5, "neither accepted nor rejected"
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not (session.document.mask == 2).any()
    QTest.keyClick(window, Qt.Key.Key_Return)
    assert session.item.id == "s1.png", "without a polygon Enter accepts"


def test_polygon_by_double_click_and_escape(window, open_project):
    session = open_project()
    trigger(window, ActionId.POLYGON)
    before = session.document.mask.copy()
    click_at(window, (30, 25), (45, 25))
    QTest.keyClick(window, Qt.Key.Key_Escape)
    click_at(window, (30, 25), (45, 25), (45, 35))
    np.testing.assert_array_equal(session.document.mask, before)
    QTest.mouseDClick(window.canvas, LEFT, pos=at(window, 45, 35))
    assert session.document.mask[28, 42] == 1
    assert session.document.undo_stack.count() == 1


def test_lasso_by_mouse_with_the_right_button_takes_away(window, open_project):
    session = open_project()
    QTest.keyClick(window, Qt.Key.Key_L)
    around = [(12, 8), (22, 8), (22, 17), (12, 17)]
    assert session.document.mask[12, 15] == 1
    drag(window, around, RIGHT)
    assert session.document.mask[12, 15] == 0
    drag(window, around)
    assert session.document.mask[12, 15] == 1
    assert session.document.undo_stack.count() == 2


def test_right_button_erases_with_the_brush(window, open_project):
    session = open_project()
    trigger(window, ActionId.BRUSH)
    drag(window, [(15, 12), (17, 12)], RIGHT)
    assert session.document.mask[12, 16] == 0


def test_outline_is_drawn_and_goes_with_the_tool(window, open_project):
    open_project()
    trigger(window, ActionId.POLYGON)
    bare = window.canvas.grab().toImage()
    click_at(window, (30, 30), (45, 30))
    assert window.canvas.grab().toImage() != bare
    trigger(window, ActionId.PAN)
    QApplication.processEvents()
    assert window.canvas.grab().toImage() == bare


def test_bar_shows_only_what_the_tool_needs(window, open_project):
    open_project()
    bar = window.tool_options
    trigger(window, ActionId.POLYGON)
    assert not bar.size_px.isVisible()
    assert "Enter" in bar.hint.text()
    trigger(window, ActionId.BRUSH)
    assert bar.size_px.isVisible()
    bar.size_px.setValue(20)
    QTest.mouseClick(bar.square, LEFT)
    QTest.mouseClick(bar.on_screen, LEFT)
    options = window.canvas.tools.options
    assert (options.diameter, options.square, options.on_screen) == (20, True, True)
    hover(window, 20, 20)
    (tip,) = window.canvas.tools.tool.preview().tips
    before = tip.diameter
    wheel(window, 3)
    (tip,) = window.canvas.tools.tool.preview().tips
    assert tip.diameter < before, "the same on the screen is less of the image"


def test_strip_shows_every_tool_in_a_low_window(window, open_project):
    open_project()
    window.resize(1100, 640)
    QApplication.processEvents()
    strip = window.tools
    buttons = strip.findChildren(QToolButton)
    assert {button.defaultAction().objectName() for button in buttons} >= {
        action.value for action in TOOL_ACTIONS
    }
    assert all(strip.rect().contains(button.geometry()) for button in buttons)
    polygon = next(each for each in buttons if each.defaultAction().objectName() == "polygon")
    QTest.mouseClick(polygon, LEFT)
    assert window.canvas.tool_kind is ToolKind.POLYGON
    assert polygon.isChecked()


def test_window_is_no_wider_after_all_tools_were_taken(window, open_project):
    open_project()
    needed = []
    window.resize(window.minimumSizeHint())
    for action in TOOL_ACTIONS:
        trigger(window, action)
        QApplication.processEvents()
        needed.append(window.minimumSizeHint().width())
    assert window.width() <= max(needed), "the options of two tools are never there at once"


def test_pen_scales_the_brush_and_its_other_end_erases(window, open_project):
    session = open_project()
    trigger(window, ActionId.BRUSH)
    window.tool_options.size_px.setValue(9)
    pen_at(window, (30, 30), [1.0])
    assert (session.document.mask[26:35, 30] == 1).all()
    pen_at(window, (40, 30), [0.3])
    assert 3 < (session.document.mask[:, 36:] == 1).sum() < 20
    pen_at(window, (30, 30), [1.0], QPointingDevice.PointerType.Eraser)
    assert session.document.mask[30, 30] == 0
    assert session.document.undo_stack.count() == 3
