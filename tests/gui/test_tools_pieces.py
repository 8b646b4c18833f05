"""Superpixel paint as a state machine, and by mouse and keys in the window."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gui.driving import LEFT, at, drag, hover, wheel
from gui.gestures import Later, go
from stac_core.editing import superpixels as cutting
from stac_core.refine.refiner import MaskRecipe
from stac_gui.canvas.tools import Pointer, Scene, ToolKind, ToolOptions
from stac_gui.canvas.tools_pieces import PieceTool
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
    image = np.clip(image + rng.normal(0, 3, SHAPE), 0, 255).astype(np.uint8)
    return Scene(target=document, value=1, image=image)


def test_hovering_outlines_the_piece_and_a_press_paints_it(scene, document):
    tool = PieceTool(scene, ToolOptions(piece=10))
    tool.move(Pointer((40.5, 30.5)))
    shown = tool.preview()
    assert shown.is_hint
    assert shown.region is tool.preview().region
    go(tool, [(40.5, 30.5)])
    painted = np.zeros(SHAPE, bool)
    painted[shown.region.rect.slices] = shown.region.inside
    np.testing.assert_array_equal(document.mask == 1, painted)
    assert document.undo_stack.undoText() == "superpixels"


def test_a_fast_drag_misses_no_piece_and_is_one_step(scene, document):
    tool = PieceTool(scene, ToolOptions(piece=10))
    go(tool, [(25.5, 30.5), (55.5, 30.5)])
    assert (document.mask[30, 25:56] == 1).all()
    assert (document.mask == 1)[20:40, 20:60].sum() / (document.mask == 1).sum() > 0.9
    assert document.undo_stack.count() == 1
    go(tool, [(25.5, 30.5), (40.5, 30.5)], subtracts=True)
    assert document.mask[30, 30] == 0
    assert document.mask[30, 55] == 1
    document.undo_stack.undo()
    document.undo_stack.undo()
    assert not document.mask.any()


def test_escape_abandons(scene, document):
    tool = PieceTool(scene, ToolOptions(piece=10))
    tool.press(Pointer((30, 30)))
    tool.move(Pointer((50, 30)))
    assert document.mask.any()
    tool.cancel()
    tool.release(Pointer((50, 30)))
    assert not document.mask.any()
    assert document.undo_stack.count() == 0


def test_what_is_dragged_over_too_early_is_painted_when_the_pieces_are_there(scene, document):
    scene.run = later = Later()
    tool = PieceTool(scene, ToolOptions(piece=10))
    tool.move(Pointer((30, 30)))
    assert tool.preview().text == "…"
    go(tool, [(25.5, 30.5), (55.5, 30.5)])
    assert tool.is_active
    assert not document.mask.any()
    assert len(later.jobs) == 1
    later.run()
    assert not tool.is_active
    assert (document.mask[30, 25:56] == 1).all()
    assert document.undo_stack.count() == 1


def test_large_images_are_cut_tile_by_tile(scene, document, monkeypatch):
    monkeypatch.setattr(cutting, "TILE", 20)
    scene.run = later = Later()
    tool = PieceTool(scene, ToolOptions(piece=10))
    go(tool, [(5.5, 30.5), (75.5, 30.5)])
    runs = 0
    while later.jobs:
        later.run()
        runs += 1
    assert runs == 4
    assert (document.mask[30, 5:76] == 1).all()
    assert document.undo_stack.count() == 1


def test_another_image_has_other_pieces(scene):
    tool = PieceTool(scene, ToolOptions(piece=10))
    tool.move(Pointer((40.5, 30.5)))
    before = tool.preview().region
    scene.image = scene.image[::-1].copy()
    tool.move(Pointer((40.5, 30.5)))
    assert tool.preview().region is not before


places = st.tuples(st.floats(-10, 90), st.floats(-10, 70))


@given(
    drags=st.lists(
        st.tuples(st.lists(places, min_size=1, max_size=4), st.booleans(), st.booleans()),
        max_size=4,
    ),
    size=st.integers(4, 30),
)
def test_any_drags_undone_are_the_original_and_escape_changes_nothing(drags, size, qapp):
    rng = np.random.default_rng(6)
    stored = rng.integers(0, 3, SHAPE, dtype=np.uint8)
    document = MaskDocument("a.png", SHAPE, MaskRecipe(), stored=stored)
    image = rng.integers(0, 256, SHAPE, dtype=np.uint8)
    tool = PieceTool(Scene(target=document, image=image), ToolOptions(piece=size))
    for points, subtracts, escapes in drags:
        before = document.mask.copy()
        tool.press(Pointer(points[0], subtracts))
        for point in points[1:]:
            tool.move(Pointer(point, subtracts))
        if escapes:
            tool.cancel()
            np.testing.assert_array_equal(document.mask, before)
        tool.release(Pointer(points[-1], subtracts))
        assert not tool.is_active
    while document.undo_stack.canUndo():
        document.undo_stack.undo()
    np.testing.assert_array_equal(document.mask, stored)


# ---- in the window -----------------------------------------------------------------------


def test_superpixels_by_key_mouse_and_wheel(window, qtbot, open_project):
    session = open_project()
    QTest.keyClick(window, Qt.Key.Key_Q)
    assert window.canvas.tool_kind is ToolKind.PIECES
    QTest.keyClick(window, Qt.Key.Key_2)
    bar, options = window.tool_options, window.canvas.tools.options
    bar.piece.setValue(6)
    diameter = options.diameter
    wheel(window, 1, Qt.KeyboardModifier.ShiftModifier)
    assert bar.piece.value() == options.piece == 7
    assert options.diameter == diameter
    tool = window.canvas.tools.tool
    hover(window, 17, 12)
    qtbot.waitUntil(lambda: tool.preview().region is not None)
    drag(window, [(13, 8), (21, 8), (21, 15)])
    qtbot.waitUntil(lambda: not tool.is_active)
    assert session.document.mask[8, 17] == session.document.mask[12, 21] == 2
    bright = session.image.pixels > 128
    assert (session.document.mask == 2)[bright].sum() > 0.9 * (session.document.mask == 2).sum()
    assert session.document.undo_stack.count() == 1
    drag(window, [(17, 8), (18, 8)], RIGHT)
    assert session.document.mask[8, 17] == 0
    before = session.document.mask.copy()
    QTest.mousePress(window.canvas, LEFT, pos=at(window, 40, 30))
    hover(window, 45, 33, held=LEFT)
    assert (session.document.mask != before).any()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    np.testing.assert_array_equal(session.document.mask, before)
    QTest.mouseRelease(window.canvas, LEFT, pos=at(window, 45, 33))
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert session.document.mask[8, 17] == 2
