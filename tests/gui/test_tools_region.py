"""Fill, magic wand and limits: state machines on arrays, and by mouse and keys in the window."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gui.driving import LEFT, at, drag, hover, trigger
from gui.gestures import Later
from stac_core.editing.limits import EditGuard, EditLimits
from stac_core.refine.refiner import MaskRecipe
from stac_gui.action_table import ActionId
from stac_gui.canvas import jobs
from stac_gui.canvas.jobs import Latest
from stac_gui.canvas.tools import (
    NO_PREVIEW,
    BrushTool,
    Pointer,
    Scene,
    ToolKind,
    ToolOptions,
    Trouble,
)
from stac_gui.canvas.tools_edge import EdgeBrushTool
from stac_gui.canvas.tools_outline import LassoTool, PolygonTool
from stac_gui.canvas.tools_pieces import PieceTool
from stac_gui.canvas.tools_region import FillTool, WandTool
from stac_gui.canvas.tools_scribble import ScribbleTool
from stac_gui.documents.mask_document import MaskDocument

SHAPE = (60, 80)
RIGHT = Qt.MouseButton.RightButton


@pytest.fixture
def document(qapp):
    stored = np.zeros(SHAPE, np.uint8)
    stored[20:40, 20:50] = 2
    stored[25:30, 30:35] = 0  # a hole
    return MaskDocument("a.png", SHAPE, MaskRecipe(), stored=stored)


@pytest.fixture
def scene(document):
    image = np.full(SHAPE, 100, np.uint8)
    image[20:40, 20:50] = 110
    image[25:30, 30:35] = 130
    heat = np.zeros(SHAPE, np.uint8)
    heat[10:15, 10:15] = 200
    return Scene(target=document, value=1, image=image, heat=heat)


@pytest.fixture
def later(scene, monkeypatch):
    """Every image counts as a large one, and its work waits."""
    monkeypatch.setattr(jobs, "QUICK", 0)
    scene.run = Later()
    return scene.run


def press(tool, x, y, **kind):
    tool.press(Pointer((x + 0.5, y + 0.5), **kind))


def release(tool, x, y, **kind):
    tool.release(Pointer((x + 0.5, y + 0.5), **kind))


def click(tool, x, y, **kind):
    press(tool, x, y, **kind)
    release(tool, x, y, **kind)


# ---- work that takes long ----------------------------------------------------------------


def test_of_many_wishes_only_the_first_and_the_last_are_worked_on():
    later, got = Later(), []
    work = Latest(Scene(run=later))
    for number in range(5):
        work.ask(lambda number=number: number, got.append)
    assert len(later.jobs) == 1
    later.run()
    assert got == [], "something newer was asked for"
    later.run()
    assert got == [4]
    assert not work.is_busy
    work.ask(lambda: 5, got.append)
    work.forget()
    later.run()
    assert got == [4]


def test_failed_work_lets_the_next_one_run():
    later, got = Later(), []
    work = Latest(Scene(run=later))
    work.ask(lambda: 1, got.append)
    work.ask(lambda: 2, got.append)
    later.jobs.pop(0)[2]()
    later.run()
    assert got == [2]


# ---- fill --------------------------------------------------------------------------------


def test_fill_shows_the_outline_and_fills_the_hole_as_one_step(scene, document):
    scene.value = 2
    tool = FillTool(scene, ToolOptions())
    tool.move(Pointer((32, 27)))
    assert tool.preview().region.pixels == 25
    assert tool.preview().is_hint
    click(tool, 32, 27)
    assert (document.mask[20:40, 20:50] == 2).all()
    assert document.undo_stack.count() == 1
    assert tool.preview() == NO_PREVIEW, "it is of that class now"


def test_fill_relabels_a_blob_and_takes_it_away(scene, document):
    tool = FillTool(scene, ToolOptions())
    click(tool, 21, 21)
    assert (document.mask == 1).sum() == 20 * 30 - 25
    assert document.mask[27, 32] == 0
    click(tool, 21, 21, subtracts=True)
    assert not document.mask.any()
    assert document.undo_stack.count() == 2


def test_fill_in_a_large_image_waits_for_the_region(scene, document, later):
    tool = FillTool(scene, ToolOptions())
    tool.move(Pointer((5, 5)))
    press(tool, 32, 27)
    release(tool, 32, 27)
    assert tool.is_active
    later.run()
    later.run()
    assert not tool.is_active
    assert not document.undo_stack.count()
    later.run()
    assert (document.mask == 1).sum() == 25
    assert document.undo_stack.count() == 1


def test_fill_that_comes_after_escape_or_another_edit_changes_nothing(scene, document, later):
    tool = FillTool(scene, ToolOptions())
    before = document.mask.copy()
    press(tool, 32, 27)
    tool.cancel()
    later.run()
    np.testing.assert_array_equal(document.mask, before)
    press(tool, 32, 27)
    BrushTool(scene, ToolOptions(3)).press(Pointer((32, 27)))
    changed = document.mask.copy()
    later.run()
    np.testing.assert_array_equal(document.mask, changed)


# ---- wand --------------------------------------------------------------------------------


def test_wand_takes_more_when_dragged_and_shows_it(scene, document):
    options = ToolOptions(tolerance=5)
    tool = WandTool(scene, options)
    chosen = []
    scene.chosen = lambda: chosen.append(options.tolerance)
    press(tool, 32, 27)
    assert tool.preview().region.pixels == 25
    assert tool.preview().text == "± 5"
    tool.move(Pointer((32.5 + 40, 27.5)))
    assert options.tolerance == 25
    assert chosen == [25]
    assert tool.preview().region.pixels == 600
    tool.move(Pointer((32.5 + 40, 27.5), pixel=4.0))
    assert options.tolerance == 10, "drags are measured on the screen"
    tool.move(Pointer((32.5 + 4000, 27.5)))
    assert options.tolerance == 255
    tool.move(Pointer((32.5 + 40, 27.5)))
    assert not document.undo_stack.count()
    tool.release(Pointer((72.5, 27.5)))
    assert (document.mask == 1).sum() == 600
    assert document.undo_stack.count() == 1
    assert tool.preview() == NO_PREVIEW


def test_wand_takes_away_and_escape_leaves_the_mask(scene, document):
    tool = WandTool(scene, ToolOptions(tolerance=3))
    before = document.mask.copy()
    press(tool, 22, 22, subtracts=True)
    tool.cancel()
    release(tool, 22, 22, subtracts=True)
    np.testing.assert_array_equal(document.mask, before)
    click(tool, 22, 22, subtracts=True)
    assert not (document.mask == 2).any()


def test_wand_on_the_heat_map_and_in_the_whole_image(scene, document):
    tool = WandTool(scene, ToolOptions(tolerance=51, on_heat=True))
    press(tool, 12, 12)
    assert tool.preview().text == "± 0.20"
    release(tool, 12, 12)
    assert (document.mask == 1).sum() == 25
    scene.image[0, 0] = scene.image[50:52, 70:73] = 130
    whole = WandTool(scene, ToolOptions(tolerance=5, connected=False))
    click(whole, 32, 27)
    assert document.mask[0, 0] == document.mask[51, 71] == 1


def test_wand_without_a_heat_map_says_so(scene, document):
    told = []
    scene.heat, scene.tell = None, told.append
    tool = WandTool(scene, ToolOptions(on_heat=True))
    click(tool, 12, 12)
    assert told == [Trouble.NO_HEAT]
    assert not tool.is_active


def test_wand_let_go_too_early_paints_the_last_tolerance(scene, document, later):
    tool = WandTool(scene, ToolOptions(tolerance=5))
    press(tool, 32, 27)
    tool.move(Pointer((72.5, 27.5)))
    release(tool, 72, 27)
    assert not document.undo_stack.count()
    for _ in range(3):
        later.run()
    assert (document.mask == 1).sum() == 600
    assert document.undo_stack.count() == 1


def test_paint_that_is_ready_after_another_edit_is_dropped_and_said_to_be(scene, document, later):
    told = []
    scene.tell = told.append
    tool = LassoTool(scene, ToolOptions())
    tool.press(Pointer((2, 2)))
    tool.move(Pointer((12, 2)))
    tool.move(Pointer((12, 12)))
    tool.release(Pointer((12, 12)))
    brush = BrushTool(scene, ToolOptions(3))
    click(brush, 70, 50)
    changed = document.mask.copy()
    later.run()
    np.testing.assert_array_equal(document.mask, changed)
    assert told == [Trouble.TOO_LATE]


# ---- limits ------------------------------------------------------------------------------

places = st.tuples(st.floats(-10, 90), st.floats(-10, 70))
gestures = st.tuples(
    st.sampled_from(
        [
            "brush",
            "square",
            "eraser",
            "polygon",
            "lasso",
            "fill",
            "wand",
            "smart",
            "pieces",
            "marks",
        ]
    ),
    st.lists(places, min_size=1, max_size=6),
    st.booleans(),
)
limits = st.builds(
    EditLimits,
    label=st.sampled_from([None, 0, 1, 2]),
    brightness=st.sampled_from([None, (80.0, 200.0)]),
    heat=st.sampled_from([None, (0.3, 0.7)]),
)


@given(made=st.lists(gestures, min_size=1, max_size=4), chosen=limits, has_heat=st.booleans())
def test_no_pixel_outside_the_limits_ever_changes(made, chosen, has_heat, qapp):
    rng = np.random.default_rng(5)
    stored = np.kron(rng.integers(0, 3, (6, 8)), np.ones((10, 10))).astype(np.uint8)
    image = rng.integers(0, 256, SHAPE, dtype=np.uint8)
    heat = rng.random(SHAPE, dtype=np.float32)
    document = MaskDocument("a.png", SHAPE, MaskRecipe(), stored=stored)
    document.guard = EditGuard(chosen, image, heat if has_heat else None)
    scene = Scene(target=document, value=1, image=image // 64 * 64)
    tools = {
        "brush": BrushTool(scene, ToolOptions(12)),
        "square": BrushTool(scene, ToolOptions(9, square=True)),
        "eraser": BrushTool(scene, ToolOptions(12), erases=True),
        "polygon": PolygonTool(scene, ToolOptions()),
        "lasso": LassoTool(scene, ToolOptions()),
        "fill": FillTool(scene, ToolOptions()),
        "wand": WandTool(scene, ToolOptions(tolerance=70)),
        "smart": EdgeBrushTool(scene, ToolOptions(14)),
        "pieces": PieceTool(scene, ToolOptions(piece=9)),
        "marks": ScribbleTool(scene, ToolOptions(5)),
    }
    may = np.ones(SHAPE, bool)
    if chosen.brightness is not None:
        may &= (image >= 80) & (image <= 200)
    if chosen.heat is not None:
        may &= (heat >= 0.3) & (heat <= 0.7) & has_heat
    for name, points, subtracts in made:
        allowed = may & (True if chosen.label is None else document.mask == chosen.label)
        before, touched = document.mask.copy(), document.touched.copy()
        tool = tools[name]
        tool.press(Pointer(points[0], subtracts))
        for point in points[1:]:
            tool.move(Pointer(point, subtracts))
            if name == "polygon":
                tool.press(Pointer(point, subtracts))
        tool.release(Pointer(points[-1], subtracts))
        tool.finish()
        if name != "polygon":  # it may have closed more than once
            assert not (document.mask != before)[~allowed].any()
            assert not (document.touched != touched)[~allowed].any()
        assert not (document.mask != before)[~may].any()
    while document.undo_stack.canUndo():
        document.undo_stack.undo()
    np.testing.assert_array_equal(document.mask, stored)


# ---- in the window -----------------------------------------------------------------------


def test_fill_by_mouse_and_key(window, open_project):
    session = open_project()
    QTest.keyClick(window, Qt.Key.Key_G)
    assert window.canvas.tool_kind is ToolKind.FILL
    QTest.keyClick(window, Qt.Key.Key_2)
    assert session.document.mask[12, 15] == 1
    hover(window, 15, 12)
    QTest.mouseClick(window.canvas, LEFT, pos=at(window, 15, 12))
    assert (session.document.mask == 2).sum() == 15 * 15
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert session.document.mask[12, 15] == 1
    QTest.mouseClick(window.canvas, RIGHT, pos=at(window, 15, 12))
    assert not session.document.mask.any()


def test_wand_by_dragging_sets_the_bar_too(window, open_project):
    session = open_project()
    QTest.keyClick(window, Qt.Key.Key_W)
    bar = window.tool_options
    bar.tolerance.setValue(0)
    drag(window, [(45, 30), (40, 30), (46, 30)])
    assert bar.tolerance.value() == window.canvas.tools.options.tolerance > 0
    assert session.document.mask[30, 45] == 1
    assert session.document.mask[12, 15] == 1
    assert session.document.undo_stack.count() == 1
    assert session.document.mask[0, 0] == 1
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    bar.look_at.setCurrentIndex(1)
    QTest.mousePress(window.canvas, LEFT, pos=at(window, 15, 12))
    assert window.canvas.tools.tool.preview().text.startswith("± 0.")
    QTest.keyClick(window, Qt.Key.Key_Escape)
    QTest.mouseRelease(window.canvas, LEFT, pos=at(window, 15, 12))
    assert session.document.undo_stack.count() == 1
    assert not session.document.undo_stack.canUndo()


def test_limits_keep_the_brush_to_background_and_are_seen(window, open_project):
    session = open_project()
    trigger(window, ActionId.BRUSH)
    QTest.keyClick(window, Qt.Key.Key_2)
    limits = window.tool_options.limits
    assert limits.button.text() == "Limits"
    assert not limits.remove.isVisible()
    limits.choices.where.setCurrentText("background")
    assert limits.button.text() == "Only background"
    before = session.document.mask.copy()
    drag(window, [(5, 12), (45, 12)])
    after = session.document.mask
    assert (after[before == 1] == 1).all()
    assert after[12, 5] == after[12, 40] == 2
    window.next_image()
    assert session.item.id == "s1.png"
    limits.choices.brightness.setChecked(True)
    limits.choices.darkest.setValue(200)
    limits.choices.where.setCurrentIndex(0)
    assert limits.button.accessibleName() == "Only brightness 200 to 255"
    limits.choices.where.setCurrentText("background")
    limits.choices.heat.setChecked(True)
    assert limits.button.text().endswith("…")
    words = "Only background, brightness 200 to 255, heat map 0.25 to 1.00"
    assert limits.button.accessibleName() == words
    assert limits.button.toolTip().startswith(words)


def test_what_limits_let_not_through_is_said(window, open_project):
    open_project()
    limits = window.tool_options.limits
    limits.choices.where.setCurrentText("blob")
    for action in (ActionId.BRUSH, ActionId.LASSO):
        window.messages.hide()
        trigger(window, action)
        drag(window, [(30, 30), (40, 30), (40, 35), (30, 35)])
        assert window.messages.text.startswith("Nothing was changed: limits")
    window.messages.hide()
    limits.choices.clear()
    drag(window, [(30, 30), (40, 30), (40, 35), (30, 35)])
    assert window.messages.text == ""


def test_limits_follow_to_the_next_image_and_end_with_one_click(window, qtbot, open_project):
    session = open_project()
    limits = window.tool_options.limits
    limits.choices.brightness.setChecked(True)
    limits.choices.darkest.setValue(200)
    window.next_image()
    qtbot.waitUntil(lambda: session.document is not None and session.maps is not None)
    trigger(window, ActionId.ERASER)
    before = session.document.mask.copy()
    drag(window, [(5, 12), (45, 12)])
    bright = session.image.pixels >= 200
    assert not session.document.mask[12][bright[12]].any()
    trigger(window, ActionId.BRUSH)
    drag(window, [(5, 30), (45, 30)])
    np.testing.assert_array_equal(session.document.mask[~bright], before[~bright])
    QTest.mouseClick(limits.remove, LEFT)
    assert session.document.guard is None
    drag(window, [(5, 30), (45, 30)])
    assert session.document.mask[30, 20] == 1


def test_limit_on_the_heat_map_looks_at_the_class_at_hand(window, open_project):
    session = open_project()
    limits = window.tool_options.limits
    limits.choices.coldest.setValue(0.5)
    limits.choices.heat.setChecked(True)
    trigger(window, ActionId.BRUSH)
    QTest.keyClick(window, Qt.Key.Key_2)  # hot where the image is dark
    before = session.document.mask.copy()
    drag(window, [(5, 12), (45, 12)])
    changed = session.document.mask != before
    assert changed.any()
    assert (session.image.pixels[changed] < 128).all()
