"""Painting and looking: the canvas driven by mouse and keys."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gui.driving import at, drag, hover, saved, trigger, wheel
from stac_core.labels.store import open_store
from stac_gui.action_table import ActionId
from stac_gui.canvas.tools import ToolKind

CLASSES = ["scratch", "blob"]


# ---- painting ----------------------------------------------------------------------------


def test_brush_paints_with_the_mouse_and_undo_takes_it_back(window, qtbot, open_project, project):
    session = open_project()
    window.canvas.setFocus()
    QTest.keyClick(window, Qt.Key.Key_B)
    QTest.keyClick(window, Qt.Key.Key_2)
    assert window.canvas.tool_kind is ToolKind.BRUSH
    before = session.document.mask.copy()
    drag(window, [(30, 30), (36, 33), (42, 30)])
    painted = session.document.mask == 2
    assert painted[30, 30]
    assert painted[30, 42]
    assert painted[31, 33]
    assert session.document.undo_stack.count() == 1
    saved(qtbot, session)
    with open_store(project, CLASSES, read_only=True) as store:
        record = store.record("s0.png")
        np.testing.assert_array_equal(store.load_mask(record.mask_digest), session.document.mask)
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    np.testing.assert_array_equal(session.document.mask, before)
    assert not window.actions_by_id[ActionId.UNDO].isEnabled()
    trigger(window, ActionId.REDO)
    np.testing.assert_array_equal(session.document.mask == 2, painted)


def test_eraser_and_swap(window, qtbot, open_project):
    session = open_project()
    QTest.keyClick(window, Qt.Key.Key_E)
    drag(window, [(17, 12), (18, 12)])
    assert session.document.mask[12, 17] == 0
    QTest.keyClick(window, Qt.Key.Key_X)
    assert window.canvas.tool_kind is ToolKind.BRUSH
    QTest.keyClick(window, Qt.Key.Key_X)
    assert window.canvas.tool_kind is ToolKind.ERASER


def test_escape_abandons_the_stroke(window, open_project):
    session = open_project()
    trigger(window, ActionId.BRUSH)
    before = session.document.mask.copy()
    canvas = window.canvas
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=at(window, 30, 30))
    hover(window, 40, 33, held=Qt.MouseButton.LeftButton)
    assert (session.document.mask != before).any()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    np.testing.assert_array_equal(session.document.mask, before)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=at(window, 40, 33))
    assert session.document.undo_stack.count() == 0


def test_brush_size_by_keys_and_shift_wheel(window, open_project):
    open_project()
    size = window.canvas.tools.options.diameter
    QTest.keyClick(window, Qt.Key.Key_BracketRight)
    assert window.canvas.tools.options.diameter > size
    QTest.keyClick(window, Qt.Key.Key_BracketLeft)
    assert window.tool_options.size_px.value() == window.canvas.tools.options.diameter
    scale, size = window.canvas.viewport.scale, window.canvas.tools.options.diameter
    wheel(window, 1, Qt.KeyboardModifier.ShiftModifier)
    assert window.canvas.viewport.scale == scale
    assert window.canvas.tools.options.diameter > size
    window.tool_options.size_px.setValue(33)
    assert window.canvas.tools.options.diameter == 33


def test_painting_repaints_only_what_changed(window, open_project, monkeypatch):
    open_project()
    trigger(window, ActionId.BRUSH)
    window.tool_options.size_px.setValue(3)
    QApplication.processEvents()
    areas = []
    paint = window.canvas.paintEvent

    def spy(event):
        areas.append(event.region().boundingRect())
        paint(event)

    monkeypatch.setattr(window.canvas, "paintEvent", spy)
    drag(window, [(30, 30), (31, 30)])
    QApplication.processEvents()
    whole = window.canvas.width() * window.canvas.height()
    assert areas
    assert max(area.width() * area.height() for area in areas) < 0.1 * whole


# ---- view --------------------------------------------------------------------------------


def test_wheel_zooms_at_the_cursor_and_fit_comes_back(window, open_project):
    open_project()
    canvas = window.canvas
    fitted = canvas.viewport
    place = at(window, 10, 10)
    wheel(window, 2, place=place)
    assert canvas.viewport.scale > fitted.scale
    assert at(window, 10, 10) == place
    QTest.keyClick(window, Qt.Key.Key_F)
    assert canvas.viewport == fitted
    trigger(window, ActionId.ACTUAL)
    assert canvas.viewport.scale == 1
    trigger(window, ActionId.ZOOM_IN)
    assert canvas.viewport.scale > 1
    trigger(window, ActionId.ZOOM_OUT)
    assert canvas.viewport.scale == pytest.approx(1)
    assert window.review_bar.zoom.text() == "100 %"


def test_dragging_moves_the_image_with_hand_space_and_middle_button(window, open_project):
    session = open_project()
    canvas = window.canvas
    origin = canvas.viewport.origin
    drag(window, [(10, 10), (14, 12)])
    moved = canvas.viewport.origin
    assert moved != origin
    trigger(window, ActionId.BRUSH)
    drag(window, [(10, 10), (14, 12)], Qt.MouseButton.MiddleButton)
    assert canvas.viewport.origin != moved
    QTest.keyPress(window, Qt.Key.Key_Space)
    drag(window, [(10, 10), (14, 12)])
    QTest.keyRelease(window, Qt.Key.Key_Space)
    assert session.document.undo_stack.count() == 0
    drag(window, [(30, 30), (31, 31)])
    assert session.document.undo_stack.count() == 1


def pixel(window, x, y):
    place = at(window, x, y)
    return window.canvas.grab().toImage().pixelColor(place).getRgb()[:3]


def test_overlays_are_drawn_where_they_are_and_h_shows_the_bare_image(window, open_project):
    open_project()
    bare = (220, 220, 220)
    inside, outside = (17, 12), (45, 35)
    assert pixel(window, *inside) != bare
    ground = pixel(window, *outside)
    QTest.keyPress(window, Qt.Key.Key_H)
    assert pixel(window, *inside) == bare
    assert pixel(window, *outside) == (90, 90, 90)
    QTest.keyRelease(window, Qt.Key.Key_H)
    assert pixel(window, *inside) != bare
    trigger(window, ActionId.SHOW_HEAT)
    without_heat = pixel(window, *inside)
    trigger(window, ActionId.SHOW_MASK)
    assert pixel(window, *inside) == bare
    trigger(window, ActionId.SHOW_MASK)
    assert pixel(window, *inside) == without_heat
    trigger(window, ActionId.CONTOUR)
    assert pixel(window, *inside) == bare, "an outline has no inside"
    edge = window.canvas.grab().toImage().pixelColor(at(window, 10, 12) - QPoint(4, 0))
    assert ground is not None
    assert edge.isValid()


def test_look_is_kept_for_the_next_window(window, open_project):
    open_project()
    trigger(window, ActionId.CONTOUR)
    window.inspector.opacity.setValue(77)
    window.inspector.color_map.setCurrentText("Viridis")
    window.close()
    look = window.settings.look()
    assert (look.contour, look.heat_opacity, look.color_map) == (True, 0.77, "viridis")


def test_pixel_under_the_cursor_is_named(window, open_project):
    open_project()
    hover(window, 17, 12)
    assert window.review_bar.pixel.text().startswith("x 17  y 12  =  220  ·  0.86")
    QApplication.sendEvent(window.canvas, QEvent(QEvent.Type.Leave))
    assert window.review_bar.pixel.text() == ""


def test_heat_map_of_one_class_or_of_all(window, open_project, qtbot):
    session = open_project()
    session.tagging.set_tag("blob", present=True)
    all_classes = window.canvas.layers_of(None).heat.base.copy()
    trigger(window, ActionId.ALL_CLASSES)
    assert not window.inspector.all_classes.isChecked()
    QTest.keyClick(window, Qt.Key.Key_1)
    one = window.canvas.layers_of(None).heat.base.copy()
    QTest.keyClick(window, Qt.Key.Key_2)
    other = window.canvas.layers_of(None).heat.base.copy()
    np.testing.assert_array_equal(all_classes, np.maximum(one, other))
    assert (one != other).any()
