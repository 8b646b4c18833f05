"""Two sides with the same zoom and pan, the small map, and the pixel grid."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gui.driving import at, drag, pen_at, trigger
from stac_core.saliency.maps import map_path, write_saliency
from stac_gui import comparing_desk
from stac_gui.action_table import ActionId
from stac_gui.canvas import rendering
from stac_gui.canvas.rendering import Area
from stac_gui.canvas.viewport import Viewport, on_device_pixels
from stac_gui.presenters.comparing import Content

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
PLAIN = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def session(open_project):
    return open_project()


@pytest.fixture
def desk(window):
    return window.controller.seeing.sides


def mouse(widget, kind, place, held):
    button = NONE if kind == QEvent.Type.MouseMove else LEFT
    where = QPointF(widget.mapToGlobal(place))
    QApplication.sendEvent(widget, QMouseEvent(kind, QPointF(place), where, button, held, PLAIN))


def drag_on(widget, places):
    mouse(widget, QEvent.Type.MouseButtonPress, places[0], LEFT)
    for place in places[1:]:
        mouse(widget, QEvent.Type.MouseMove, place, LEFT)
    mouse(widget, QEvent.Type.MouseButtonRelease, places[-1], NONE)


def color(window, x, y, shift=0):
    """Of an image pixel's centre, on the canvas or so far to the right of it."""
    place = at(window, x, y) + QPoint(shift, 0)
    return window.canvas.grab().toImage().pixelColor(place).getRgb()[:3]


def choose(desk, name, content):
    """Choose from the box at a side, as a person does."""
    row = list(Content).index(content)
    name.box.setCurrentIndex(row)
    name.box.activated.emit(row)


class Spy(QObject):
    """Notes when a widget is painted."""

    def __init__(self, parent, seen):
        super().__init__(parent)
        self.seen = seen

    def eventFilter(self, watched, event):  # noqa: N802
        if event.type() == QEvent.Type.Paint:
            self.seen.append(event.region().boundingRect())
        return False


# ---- split -------------------------------------------------------------------------------


def test_split_shows_two_things_of_one_place(window, qtbot, session, desk):
    QTest.keyClick(window, Qt.Key.Key_Y)
    assert desk.side.isVisible()
    assert window.actions_by_id[ActionId.SPLIT].isChecked()
    choose(desk, desk.left_name, Content.IMAGE)
    choose(desk, desk.right_name, Content.HEAT)
    desk.side.move_border(at(window, 17, 0).x())
    assert color(window, 13, 12) == (220, 220, 220)
    assert color(window, 21, 12) != (220, 220, 220)
    desk.side.move_border(at(window, 24, 0).x())
    assert color(window, 21, 12) == (220, 220, 220)
    QTest.keyClick(window, Qt.Key.Key_Y)
    assert not desk.side.isVisible()
    assert not desk.left_name.isVisible()
    assert color(window, 13, 12) != (220, 220, 220)


def test_the_divider_is_dragged_and_moved_by_keys(window, qtbot, session, desk):
    trigger(window, ActionId.SPLIT)
    before = desk.side.border
    middle = desk.side.divider.rect().center()
    drag_on(desk.side.divider, [middle, middle + QPoint(60, 0)])
    assert desk.side.border == before + 60
    window.activateWindow()
    desk.side.divider.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(desk.side.divider.hasFocus)
    row = session.row
    QTest.keyClick(desk.side.divider, Qt.Key.Key_Left)
    assert desk.side.border == before + 44
    assert session.row == row
    drag_on(desk.side.divider, [middle, middle + QPoint(5000, 0)])
    assert desk.side.border <= window.canvas.width() - 60
    width = window.canvas.width()
    window.resize(1300, 640)
    qtbot.waitUntil(lambda: window.canvas.width() != width)
    assert desk.side.geometry().right() == window.canvas.width() - 1


def test_painting_on_either_side_of_a_split_is_seen_at_once(window, qtbot, session, desk):
    trigger(window, ActionId.SPLIT)
    choose(desk, desk.left_name, Content.IMAGE)
    choose(desk, desk.right_name, Content.MASK)
    trigger(window, ActionId.BRUSH)
    window.canvas.tools.options.diameter = 3
    desk.side.move_border(at(window, 30, 0).x())
    bare = color(window, 40, 30)
    drag(window, [(40, 30), (44, 30)])  # the window gives it to whatever is there
    drag(window, [(10, 33), (12, 33)])
    assert session.document.mask[30, 42] == 1
    assert session.document.mask[33, 11] == 1
    QApplication.processEvents()
    assert color(window, 40, 30) != bare
    assert color(window, 11, 33) == bare  # the left side shows the bare image
    shown = []
    desk.side.installEventFilter(Spy(desk.side, shown))
    trigger(window, ActionId.UNDO)
    trigger(window, ActionId.UNDO)
    for _ in range(3):  # each time it is painted, though the canvas beneath never is
        drag(window, [(40, 30), (44, 30)])
        QApplication.processEvents()
        trigger(window, ActionId.UNDO)
        QApplication.processEvents()
    assert len(shown) >= 6


# ---- side by side ------------------------------------------------------------------------


@pytest.fixture
def pair(window, session, desk):
    trigger(window, ActionId.SIDE_BY_SIDE)
    choose(desk, desk.left_name, Content.IMAGE)
    choose(desk, desk.right_name, Content.MASK)
    QApplication.processEvents()
    return desk.side


def test_both_sides_show_the_same_place(window, pair):
    canvas = window.canvas
    assert canvas.viewport.view[0] == pair.border
    assert canvas.viewport.shows_all
    assert color(window, 40, 30) == color(window, 40, 30, pair.border) == (90, 90, 90)
    assert color(window, 17, 12) == (220, 220, 220) != color(window, 17, 12, pair.border)
    trigger(window, ActionId.SIDE_BY_SIDE)
    assert canvas.viewport.view[0] == canvas.width()


def test_wheel_and_hand_work_on_the_second_side(window, pair):
    canvas = window.canvas
    before, place = canvas.viewport, at(window, 20, 20)
    event = QWheelEvent(
        QPointF(place), pair.mapToGlobal(QPointF(place)), QPoint(), QPoint(0, 240), NONE, PLAIN,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(pair, event)
    assert canvas.viewport.scale > before.scale
    assert at(window, 20, 20) == place
    origin = canvas.viewport.origin
    drag_on(pair, [QPoint(200, 200), QPoint(230, 190)])
    assert canvas.viewport.origin == (origin[0] + 30, origin[1] - 10)


def test_painting_on_the_second_side_and_edits_on_both(window, session, pair, desk):
    choose(desk, desk.left_name, Content.OVERLAY)
    trigger(window, ActionId.BRUSH)
    window.canvas.tools.options.diameter = 3
    bare = color(window, 35, 30), color(window, 35, 30, pair.border)
    drag_on(pair, [at(window, 35, 30), at(window, 42, 30)])
    assert session.document.mask[30, 40] == 1
    assert session.document.undo_stack.count() == 1
    QApplication.processEvents()
    assert color(window, 35, 30) != bare[0]
    assert color(window, 35, 30, pair.border) != bare[1]
    trigger(window, ActionId.UNDO)
    QApplication.processEvents()
    assert color(window, 35, 30, pair.border) == bare[1]


def test_a_pens_pressure_counts_on_the_second_side_and_its_hand_moves_the_image(
    window, session, pair
):
    trigger(window, ActionId.BRUSH)
    window.tool_options.size_px.setValue(9)
    painted = []
    for pressure in (0.3, 1.0):
        pen_at(window, (40, 30), [pressure], widget=pair)
        painted.append((session.document.mask[:, 35:] == 1).sum())
    assert 3 < painted[0] < painted[1] / 4
    trigger(window, ActionId.PAN)
    pen_at(window, (40, 30), [0.3], widget=pair)  # a mouse's events follow where nobody took it
    assert session.document.undo_stack.count() == 2


def test_h_shows_the_bare_image_on_both_sides(window, pair):
    QTest.keyPress(window, Qt.Key.Key_H)
    assert color(window, 17, 12, pair.border) == (220, 220, 220)
    QTest.keyRelease(window, Qt.Key.Key_H)
    assert color(window, 17, 12, pair.border) != (220, 220, 220)


# ---- what is made on demand --------------------------------------------------------------


def test_saliency_is_read_or_said_to_be_missing(window, qtbot, session, desk, project, pair):
    choose(desk, desk.right_name, Content.SALIENCY)
    qtbot.waitUntil(lambda: "Saliency" in desk.right_name.problem.text())
    assert desk.right_name.problem.isVisible()
    saliency = np.zeros((20, 25), np.float32)  # half the size: it is stretched
    saliency[10:, :] = 1
    write_saliency(map_path(project / "saliency", "s1"), saliency)
    session.next()
    qtbot.waitUntil(lambda: desk.comparing.picture(Content.SALIENCY) is not None)
    assert not desk.right_name.problem.isVisible()
    assert desk.comparing.picture(Content.SALIENCY).shape == (40, 50)
    bare = color(window, 40, 30)
    assert color(window, 40, 30, pair.border) != bare
    assert color(window, 40, 5, pair.border) == color(window, 40, 5)


def test_the_proposal_stays_while_the_mask_is_edited_and_follows_the_threshold(
    window, qtbot, session, desk, pair
):
    choose(desk, desk.right_name, Content.PROPOSAL)
    qtbot.waitUntil(lambda: desk.comparing.picture(Content.PROPOSAL) is not None)
    before = desk.comparing.picture(Content.PROPOSAL).copy()
    np.testing.assert_array_equal(before, session.document.mask)
    trigger(window, ActionId.BRUSH)
    drag(window, [(40, 30), (42, 30)])
    assert (session.document.mask != before).any()
    np.testing.assert_array_equal(desk.comparing.picture(Content.PROPOSAL), before)
    session.set_threshold(0.2)
    qtbot.waitUntil(lambda: (desk.comparing.picture(Content.PROPOSAL) == 1).all())
    trigger(window, ActionId.SIDE_BY_SIDE)
    session.set_threshold(0.55)
    assert desk.comparing.picture(Content.PROPOSAL) is None  # not made while nobody looks
    trigger(window, ActionId.SIDE_BY_SIDE)
    qtbot.waitUntil(lambda: desk.comparing.picture(Content.PROPOSAL) is not None)
    np.testing.assert_array_equal(desk.comparing.picture(Content.PROPOSAL), before)


def test_the_other_model_is_shown_once_there_is_one(window, qtbot, session, desk, weights, pair):
    choose(desk, desk.left_name, Content.OTHER_HEAT)
    choose(desk, desk.right_name, Content.OTHER_MASK)
    assert "no other model" in desk.right_name.problem.text()
    session.sources.load(weights, "segmenter")
    session.sources.show("cam")
    qtbot.waitUntil(lambda: desk.comparing.picture(Content.OTHER_MASK) is not None)
    assert (desk.comparing.picture(Content.OTHER_MASK) == 1).any()
    assert not desk.comparing.picture(Content.OTHER_MASK)[14:].any()  # the fake sees the top only
    assert "Segmenter" in desk.left_name.box.currentText()
    assert not desk.right_name.problem.isVisible()


def test_copies_of_large_pictures_are_made_in_a_thread(
    window, qtbot, session, desk, pair, monkeypatch
):
    monkeypatch.setattr(comparing_desk, "COPIED_AT_ONCE", 10)
    choose(desk, desk.right_name, Content.PROPOSAL)
    qtbot.waitUntil(lambda: Content.PROPOSAL in desk._pyramids)
    assert desk._pyramids[Content.PROPOSAL].base is desk.comparing.picture(Content.PROPOSAL)
    QApplication.processEvents()
    assert color(window, 17, 12, pair.border) != color(window, 17, 12)
    session.next()  # what was being made for the image before is not shown here
    qtbot.waitUntil(lambda: Content.PROPOSAL in desk._pyramids)
    assert desk._pyramids[Content.PROPOSAL].base is desk.comparing.picture(Content.PROPOSAL)


def test_contents_are_remembered(window, session, desk, pair):
    choose(desk, desk.right_name, Content.PROPOSAL)
    assert window.settings.sides() == ("image", "proposal")


# ---- small map ---------------------------------------------------------------------------


def test_the_small_map_is_there_while_something_is_out_of_sight(window, session):
    small = window.controller.seeing.mini_map
    assert not small.isVisible()
    window.canvas.zoom(8)
    assert small.isVisible()
    corner = window.canvas.rect().bottomRight() - small.geometry().bottomRight()
    assert corner == QPoint(16, 16)
    QTest.mouseClick(small, LEFT, pos=QPoint(4, 4))
    assert window.canvas.viewport.visible[:2] == (0, 0)
    drag_on(small, [QPoint(4, 4), small.rect().bottomRight() - QPoint(3, 3)])
    assert window.canvas.viewport.visible[2:] == (50, 40)
    QTest.keyClick(window, Qt.Key.Key_N)
    assert not small.isVisible()
    QTest.keyClick(window, Qt.Key.Key_N)
    assert small.isVisible()
    window.canvas.fit()
    assert not small.isVisible()


def test_the_small_map_shows_the_whole_image(window, session):
    trigger(window, ActionId.SHOW_HEAT)
    trigger(window, ActionId.SHOW_MASK)
    window.canvas.zoom(12)
    small = window.controller.seeing.mini_map
    picture = small.grab().toImage()
    scale = small.width() / 50
    assert picture.pixelColor(round(22 * scale), round(8 * scale)).red() == 220
    assert picture.pixelColor(round(45 * scale), round(36 * scale)).red() == 90


# ---- pure parts --------------------------------------------------------------------------


def test_grid_lines_are_where_pixels_begin_and_parts_join():
    view = Viewport((4, 4), (100, 100), 20.0, (3.0, 5.0))
    whole = rendering.grid_pixels(view, Area(0, 0, 100, 100))
    dark, light = whole[10, 23], whole[10, 24]
    assert dark >> 24 == light >> 24 == 70
    assert dark & 0xFF == 0 < light & 0xFF
    assert not whole[10, 25:43].any()
    assert whole[10, 43] == dark
    assert not whole[:, :3].any()
    assert not whole[85:].any()
    part = rendering.grid_pixels(view, Area(24, 30, 31, 17))
    np.testing.assert_array_equal(part, whole[30:47, 24:55])


def test_the_grid_is_seen_at_high_zoom_only(window, session):
    trigger(window, ActionId.SHOW_HEAT)
    trigger(window, ActionId.SHOW_MASK)
    window.canvas.actual_size()

    def shades():
        picture = window.canvas.grab().toImage()
        y = at(window, 40, 36).y()
        left, right = at(window, 40, 36).x(), at(window, 43, 36).x()
        return {picture.pixelColor(x, y).red() for x in range(left, right)}

    assert shades() == {90}
    window.canvas.zoom(14)
    window.canvas.centre_on((42, 36))
    assert window.canvas.viewport.scale > 16
    assert len(shades()) == 3
    trigger(window, ActionId.PIXEL_GRID)
    assert shades() == {90}


def test_what_is_in_sight():
    view = Viewport((100, 200), (50, 50), 1.0)
    assert view.visible == (0, 0, 50, 50)
    assert not view.shows_all
    assert view.centred_on((100, 50)).visible == (75, 25, 125, 75)
    assert view.fitted().shows_all
    assert Viewport((100, 200), (333, 77)).fitted().shows_all


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
def test_borders_begin_with_a_whole_device_pixel(ratio):
    for x in (0.0, 13.4, 401.0, 777.7):
        border = on_device_pixels(x, ratio)
        assert (border * ratio).is_integer()
        assert abs(border - x) <= 2
