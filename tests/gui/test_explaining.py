"""Why is this hot: small maps on demand, one of them large, and the uncertainty."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gui.driving import at, trigger
from stac_core.saliency.maps import map_path, write_saliency
from stac_gui.action_table import ActionId
from stac_gui.presenters.comparing import Content
from stac_gui.workers.inference import InferenceRequest, InferenceThread

SCALE, BLOCK, SPREAD = "scale-1", "block-1", "spread-0"


@pytest.fixture
def session(open_project):
    return open_project()


@pytest.fixture
def desk(window):
    return window.controller.seeing.why


@pytest.fixture
def strip(window, qtbot, session, desk):
    QTest.keyClick(window, Qt.Key.Key_U, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: bool(desk.strip.buttons))
    return desk.strip


def color(window, x, y):
    return window.canvas.grab().toImage().pixelColor(at(window, x, y)).getRgb()[:3]


def test_nothing_is_asked_before_somebody_wants_to_know(session, engine, desk):
    assert engine.explained == []
    assert desk.dock.isHidden()


def test_the_strip_shows_the_parts_and_a_click_shows_one_large(window, qtbot, strip, desk, engine):
    assert list(strip.buttons) == [SCALE, BLOCK, SPREAD]
    assert engine.explained == ["s0.png"]
    trigger(window, ActionId.SHOW_MASK)
    heat = color(window, 17, 12), color(window, 40, 30)
    QTest.mouseClick(strip.buttons[BLOCK], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.explaining.levels is not None)
    assert desk.explaining.levels.shape == (40, 50)
    # the block looks where the heat map does not
    assert color(window, 17, 12) != heat[0]
    assert desk.caption.isVisible()
    assert "Block 1" in desk.caption.text()
    QTest.mouseClick(strip.buttons[BLOCK], Qt.MouseButton.LeftButton)
    assert (color(window, 17, 12), color(window, 40, 30)) == heat
    assert not desk.caption.isVisible()
    assert not strip.buttons[BLOCK].isChecked()


def test_the_next_image_is_explained_in_its_turn(window, qtbot, session, strip, desk, engine):
    QTest.mouseClick(strip.buttons[BLOCK], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.explaining.levels is not None)
    first = desk.explaining.levels
    session.next()
    assert window.controller.toolbox.instead is None
    qtbot.waitUntil(lambda: desk.explaining.levels is not None)
    assert engine.explained == ["s0.png", "s1.png"]
    assert (desk.explaining.levels != first).any()
    strip.closed.emit()
    assert desk.dock.isHidden()
    assert window.controller.toolbox.instead is None
    session.next()
    qtbot.waitUntil(lambda: session.maps is not None)
    assert engine.explained == ["s0.png", "s1.png"]


def test_the_chosen_class_is_explained(window, qtbot, strip, desk):
    QTest.mouseClick(strip.buttons[SCALE], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.explaining.levels is not None)
    assert desk.explaining.levels[12, 17] == 220  # scratch alone is tagged
    QTest.keyClick(window, Qt.Key.Key_0)
    QTest.keyClick(window, Qt.Key.Key_2)
    qtbot.waitUntil(
        lambda: desk.explaining.levels is not None and desk.explaining.levels[12, 17] == 35
    )


def test_saliency_comes_first_where_there_is_a_map(window, qtbot, session, strip, desk, project):
    write_saliency(map_path(project / "saliency", "s1"), np.eye(40, 50, dtype=np.float32))
    session.next()
    qtbot.waitUntil(lambda: "saliency" in strip.buttons)
    assert next(iter(strip.buttons)) == "saliency"
    QTest.mouseClick(strip.buttons["saliency"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.explaining.levels is not None)
    np.testing.assert_array_equal(desk.explaining.levels, 255 * np.eye(40, 50, dtype=np.uint8))


def test_u_shows_the_uncertainty_and_the_heat_map_again(window, qtbot, session, desk, engine):
    trigger(window, ActionId.SHOW_MASK)
    trigger(window, ActionId.SHOW_HEAT)
    bare = color(window, 40, 36)
    QTest.keyClick(window, Qt.Key.Key_U)
    qtbot.waitUntil(lambda: desk.explaining.levels is not None)
    assert window.controller.toolbox.look.show_heat  # else nothing would be seen
    assert desk.dock.isHidden()
    assert window.actions_by_id[ActionId.UNCERTAINTY].isChecked()
    assert color(window, 40, 36) != bare
    assert "Disagreement" in desk.caption.text()
    QTest.keyClick(window, Qt.Key.Key_U)
    assert window.controller.toolbox.instead is None
    assert not window.actions_by_id[ActionId.UNCERTAINTY].isChecked()


def test_failure_is_said_once_and_not_tried_over_and_over(window, qtbot, session, desk, engine):
    engine.fail_on = frozenset({"s0.png"})
    QTest.keyClick(window, Qt.Key.Key_U)
    qtbot.waitUntil(lambda: "cannot be looked at" in desk.caption.text())
    session.maps_changed.emit()
    assert engine.explained == ["s0.png"]


def test_without_a_model_the_strip_says_so(window, qtbot, open_project, desk):
    open_project(model=False)
    trigger(window, ActionId.EXPLAIN)
    assert "no heat-map model" in desk.strip.note.text()


def test_the_heat_map_of_the_image_at_hand_goes_first(window, qtbot, session, desk, engine):
    QTest.keyClick(window, Qt.Key.Key_U)
    qtbot.waitUntil(lambda: desk.explaining.levels is not None)
    session._loader.request(session.items[4])
    qtbot.waitUntil(lambda: session._loader.get(session.items[4]) is not None)
    order = []
    desk.explaining._inference.explained.connect(lambda image_id, _: order.append("explained"))
    session.maps_changed.connect(lambda: order.append("maps") if session.maps is not None else None)
    session.go_to(4)  # not looked at ahead
    assert desk.explaining.is_waiting
    assert "looking closer" in desk.caption.text()
    qtbot.waitUntil(lambda: desk.explaining.levels is not None)
    assert order[0] == "maps"
    assert order.count("explained") == 1


def test_a_side_makes_room_for_what_was_asked_for(window, qtbot, session, desk):
    sides = window.controller.seeing.sides.comparing
    trigger(window, ActionId.SPLIT)
    sides.choose(Content.IMAGE, Content.MASK)
    QTest.keyClick(window, Qt.Key.Key_U)
    assert (sides.left, sides.right) == (Content.HEAT, Content.MASK)
    sides.choose(Content.IMAGE, Content.MASK)
    qtbot.waitUntil(lambda: desk.explaining.levels is not None)
    assert sides.left is Content.IMAGE  # only once: the person decides


def test_each_request_ends_once_and_the_latest_wins(qtbot, engine, surfaces, weights):
    from stac_core.data.items import scan_folder
    from stac_gui.workers.engines import ModelRequest

    thread = InferenceThread(make_engine=engine)
    ended = []
    thread.explained.connect(lambda image_id, found: ended.append((image_id, True)))
    thread.not_explained.connect(lambda image_id, error: ended.append((image_id, error)))
    items = scan_folder(surfaces)
    for item in items[:3]:
        thread.explain(InferenceRequest(item))  # no model yet: each takes the place of the last
    assert ended == [("s0.png", None), ("s1.png", None)]
    thread.load(ModelRequest(weights))
    assert ended[-1] == ("s2.png", None)
    with qtbot.waitSignal(thread.model_loaded):
        pass
    with qtbot.waitSignal(thread.explained):
        thread.explain(InferenceRequest(items[3]))
    assert ended[-1] == ("s3.png", True)
    assert len(ended) == 4
    thread.close()
