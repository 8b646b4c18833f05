"""Black and white on the screen: chosen, remembered for each folder, never seen by a model."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gui.driving import at, hover, trigger
from gui.test_thresholds import drag
from stac_core.data.images import to_display
from stac_core.types import ImageItem
from stac_gui.action_table import ActionId
from stac_gui.canvas.pyramid import Pyramid
from stac_gui.presenters.grey_window import GreyWindow
from stac_gui.settings import Settings
from stac_gui.workers.images import LoadedImage, load_image


class Memory(dict):
    def grey_window(self, folder, kind):
        return self.get((folder, kind), "")

    def save_grey_window(self, folder, kind, text):
        self[folder, kind] = text


def loaded(pixels, window=(0.0, 255.0)):
    extremes = float(pixels.min()), float(pixels.max())
    return LoadedImage(ImageItem("a", None), pixels, Pyramid(pixels, "mean"), window, extremes)


DEEP = loaded(np.linspace(100, 900, 10_000, dtype=np.uint16).reshape(100, 100), (101.0, 899.0))
OTHER = loaded(np.full((4, 4), 3000, np.uint16), (3000.0, 3000.0))
BYTES = loaded(np.full((4, 4), 90, np.uint8))
FLOATS = loaded(np.linspace(-1, 1, 100, dtype=np.float32).reshape(10, 10), (-0.9, 0.9))


# ---- the rules ---------------------------------------------------------------------------


def test_rules_and_values_by_hand():
    grey = GreyWindow(Memory())
    grey.look_at(DEEP, "camera", (0.0, 4095.0))
    assert (grey.mode, grey.window, grey.axis) == ("auto", (101.0, 899.0), (100.0, 900.0))
    grey.choose("full")
    assert (grey.window, grey.axis) == ((0.0, 4095.0), (0.0, 4095.0))
    grey.set_black(200.4)
    assert (grey.mode, grey.window) == ("manual", (200.0, 4095.0))
    grey.set_white(150)
    assert grey.window == (200.0, 201.0)
    grey.set_black(9999)
    assert grey.window == (200.0, 201.0)


def test_values_of_float_images_are_not_rounded():
    grey = GreyWindow(Memory())
    grey.look_at(FLOATS, "camera", (0.0, 1.0))
    grey.set_black(-0.25)
    assert grey.window == (-0.25, 0.9)
    assert not grey.is_whole


def test_each_folder_and_kind_of_pixels_has_its_own_memory():
    memory = Memory()
    grey = GreyWindow(memory)
    grey.look_at(DEEP, "left", (0.0, 65535.0))
    grey.set_black(300)
    assert not memory
    grey.keep()
    grey.look_at(OTHER, "left", (0.0, 65535.0))
    assert (grey.mode, grey.window) == ("manual", (300.0, 899.0))
    grey.look_at(BYTES, "left", (0.0, 255.0))
    assert (grey.mode, grey.window) == ("auto", (0.0, 255.0))
    grey.look_at(OTHER, "right", (0.0, 65535.0))
    assert grey.mode == "auto"
    assert grey.axis[1] > grey.axis[0]
    grey.choose("full")
    again = GreyWindow(memory)
    again.look_at(DEEP, "right", (0.0, 65535.0))
    assert (again.mode, again.window) == ("full", (0.0, 65535.0))


@pytest.mark.parametrize("text", ["", "1", "a b", "nan 3", "9 2", "1 2 3", "inf inf"])
def test_a_damaged_memory_counts_as_none(text):
    grey = GreyWindow(Memory({("camera", "uint16"): text}))
    grey.look_at(DEEP, "camera", (0.0, 4095.0))
    assert (grey.mode, grey.window) == ("auto", DEEP.window)


def test_settings_remember_by_folder(tmp_path):
    Settings().save_grey_window(tmp_path / "a", "uint16", "full")
    assert Settings().grey_window(tmp_path / "a", "uint16") == "full"
    assert Settings().grey_window(tmp_path / "b", "uint16") == ""


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
@pytest.mark.parametrize("window", [(0.0, 255.0), (20.0, 180.0), (-40.0, 90.0), (60.0, 60.0)])
def test_parts_are_shown_as_the_whole_and_as_arithmetic_says(rng, dtype, window):
    image = rng.integers(0, 256, (30, 40, 3)).astype(dtype)
    shown = to_display(image, window)
    gain = 255 / (window[1] - window[0]) if window[1] > window[0] else 0
    wanted = np.clip((image.astype(float) - window[0]) * gain, 0, 255)
    assert shown.dtype == np.uint8
    assert np.abs(shown - wanted).max() <= 0.5 + 1e-3
    np.testing.assert_array_equal(to_display(image[3:9, 5:7], window), shown[3:9, 5:7])


# ---- in the window -----------------------------------------------------------------------


@pytest.fixture
def surfaces(tmp_path, save_image):
    """Three 16-bit images of a 12-bit camera, all of them dark: 400 on 200."""
    root = tmp_path / "surfaces"
    for number in range(5):
        image = np.full((40, 50), 200, np.uint16)
        image[5 + number : 20 + number, 10:25] = 400
        image[0, 0] = 2100  # one bright pixel: it is not what auto looks at
        save_image(root / f"s{number}.png", image)
    return root


def grey_at(window, x, y):
    return window.canvas.grab().toImage().pixelColor(at(window, x, y)).red()


@pytest.fixture
def session(window, open_project):
    session = open_project(model=False)
    window.canvas.show_layers(heat=False, mask=False)
    return session


def test_the_screen_shows_the_window_and_the_cursor_the_value(window, qtbot, session):
    assert (grey_at(window, 12, 10), grey_at(window, 40, 30)) == (255, 0)
    trigger(window, ActionId.BRIGHTNESS)
    panel = window.controller.seeing.grey_panel
    assert panel.isVisible()
    panel.buttons["full"].click()
    assert grey_at(window, 12, 10) == round(400 / 4095 * 255)
    panel.black_value.setValue(100)
    panel.white_value.setValue(500)
    assert grey_at(window, 12, 10) == pytest.approx(300 / 400 * 255, abs=1)
    assert not any(button.isChecked() for button in panel.buttons.values())
    hover(window, 12, 10)
    assert "=  400" in window.review_bar.pixel.text()


def test_lines_are_dragged_and_the_next_images_look_the_same(window, qtbot, session):
    QTest.keyClick(window, Qt.Key.Key_T)
    panel = window.controller.seeing.grey_panel
    window.controller.seeing.grey.choose("full")
    panel.mode_chosen.emit("full")
    drag(panel.histogram, 1.0, 0.4, 0.2)
    white = panel.white_value.value()
    assert white == pytest.approx(0.2 * 4095, abs=10)
    shown = grey_at(window, 12, 10)
    assert shown == pytest.approx(400 / white * 255, abs=1)
    with qtbot.waitSignal(window.canvas.painted):
        session.next()
    assert grey_at(window, 12, 12) == shown
    panel.buttons["auto"].click()
    assert grey_at(window, 12, 12) == 255
    QTest.keyClick(window, Qt.Key.Key_T)
    assert panel.isHidden()
    assert not window.actions_by_id[ActionId.BRIGHTNESS].isChecked()


def test_escape_closes_the_panel_and_the_canvas_has_the_keys_again(window, qtbot, session):
    window.activateWindow()
    trigger(window, ActionId.BRIGHTNESS)
    panel = window.controller.seeing.grey_panel
    panel.white_value.setFocus()
    qtbot.waitUntil(panel.white_value.hasFocus)
    QTest.keyClick(panel.white_value, Qt.Key.Key_Escape)
    assert panel.isHidden()
    assert window.canvas.hasFocus()


def test_the_model_sees_the_same_whatever_the_screen_shows(window, session, monkeypatch):
    from stac_core.data.images import to_model_rgb

    image, data = session.image, session.data
    before = to_model_rgb(image.pixels, data.value_range(image.item.id))
    window.controller.seeing.grey.choose("full")
    window.controller.seeing.grey.set_white(300)
    np.testing.assert_array_equal(
        to_model_rgb(image.pixels, data.value_range(image.item.id)), before
    )
    assert data.value_range(image.item.id) == (0.0, 4095.0)


def test_panel_stays_at_the_corner(window, qtbot, session):
    trigger(window, ActionId.BRIGHTNESS)
    panel = window.controller.seeing.grey_panel
    window.resize(1300, 640)
    qtbot.waitUntil(lambda: panel.geometry().right() == window.pages.width() - 17)
    assert panel.geometry().topLeft().y() == 56
    assert QPoint(panel.width(), 0).x() == 312


def test_loading_keeps_the_pixels_only_once(tmp_path, save_image):
    save_image(tmp_path / "a.png", np.full((600, 700), 300, np.uint16))
    image = load_image(ImageItem("a.png", tmp_path / "a.png"))
    assert image.display.base is image.pixels
    assert image.memory == image.pixels.nbytes + image.display.level(1).nbytes


# ---- dragged on the image ----------------------------------------------------------------

WIDE = {
    "bytes": (BYTES, (0.0, 255.0)),
    "12 bits": (DEEP, (0.0, 4095.0)),
    "16 bits": (DEEP, (0.0, 65535.0)),
    "floats": (FLOATS, (-1.0, 1.0)),
}


@pytest.mark.parametrize(("image", "full"), WIDE.values(), ids=WIDE)
def test_drag_changes_contrast_sideways_and_brightness_upwards(image, full):
    grey = GreyWindow(Memory())
    grey.look_at(image, "camera", full)
    low, high = grey.window
    grey.begin_drag()
    grey.drag(200, 0)
    assert grey.window[1] - grey.window[0] == pytest.approx((high - low) * np.e, rel=0.01)
    assert sum(grey.window) == pytest.approx(low + high, abs=2)
    grey.drag(-200, 0)
    assert grey.window[1] - grey.window[0] == pytest.approx((high - low) / np.e, rel=0.01)
    grey.drag(0, 100)  # from where it began, not from there
    shift = (high - low) / 4
    assert grey.window == pytest.approx((low - shift, high - shift), abs=0.5)
    grey.drag(0, 0)
    assert grey.window == pytest.approx((low, high), abs=0.5)


@pytest.mark.parametrize(("image", "full"), WIDE.values(), ids=WIDE)
@pytest.mark.parametrize("way", [(-1e6, 0), (1e6, 0), (0, 1e6), (0, -1e6), (-1e6, -1e6)])
def test_no_drag_is_too_long(image, full, way):
    grey = GreyWindow(Memory())
    grey.look_at(image, "camera", full)
    grey.begin_drag()
    grey.drag(*way)
    low, high = grey.window
    span = max(full[1], grey.axis[1]) - min(full[0], grey.axis[0])
    assert low < high <= low + 4 * span + 1
    assert min(full[0], grey.axis[0]) <= (low + high) / 2 <= max(full[1], grey.axis[1]) + 1
    if grey.is_whole:
        assert (low, high) == (round(low), round(high))


def test_drag_is_remembered_when_it_ends_and_taken_back_when_abandoned():
    memory = Memory()
    grey = GreyWindow(memory)
    grey.look_at(DEEP, "camera", (0.0, 4095.0))
    grey.begin_drag()
    grey.drag(50, 50)
    assert not memory
    grey.end_drag(keep=False)
    assert (grey.mode, grey.window) == ("auto", (101.0, 899.0))
    grey.begin_drag()
    grey.end_drag(keep=True)  # a click
    assert not memory
    assert grey.mode == "auto"
    grey.begin_drag()
    grey.drag(50, 50)
    dragged = grey.window
    grey.end_drag(keep=True)
    grey.drag(90, 90)  # nothing is dragged any more
    again = GreyWindow(memory)
    again.look_at(DEEP, "camera", (0.0, 4095.0))
    assert (again.mode, again.window) == ("manual", dragged)


CTRL = Qt.KeyboardModifier.ControlModifier


def ctrl_drag(window, right, up, widget=None):
    widget = widget or window.canvas
    start = at(window, 30, 30)
    QTest.mousePress(widget, Qt.MouseButton.LeftButton, CTRL, start)
    for share in (0.5, 1.0):
        position = QPointF(start) + QPointF(right, -up) * share
        event = QMouseEvent(
            QEvent.Type.MouseMove, position, widget.mapToGlobal(position),
            Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton, CTRL,
        )  # fmt: skip
        QApplication.sendEvent(widget, event)
    return position.toPoint()


def test_drag_with_ctrl_is_seen_and_no_tool_notices(open_project, window):
    session = open_project()
    grey, note = window.controller.seeing.grey, window.controller.seeing.grey_note
    trigger(window, ActionId.BRUSH)
    trigger(window, ActionId.SHOW_MASK)
    trigger(window, ActionId.SHOW_HEAT)

    def shown():
        return window.canvas.grab().toImage().pixelColor(at(window, 30, 30)).lightness()

    before = shown()
    place = ctrl_drag(window, 0, 100)
    assert note.isVisible()
    assert note.text() == "Black 150, white 350"
    assert shown() > before
    QTest.mouseRelease(window.canvas, Qt.MouseButton.LeftButton, CTRL, place)
    assert not note.isVisible()
    assert (grey.mode, grey.window) == ("manual", (150.0, 350.0))
    assert session.document.undo_stack.count() == 0
    assert window.settings.grey_window(session.data.image_folder(session.item), "uint16")
    place = ctrl_drag(window, 80, 0)
    QTest.keyClick(window.canvas, Qt.Key.Key_Escape)
    assert grey.window == (150.0, 350.0)
    QTest.mouseRelease(window.canvas, Qt.MouseButton.LeftButton, CTRL, place)
    assert session.document.undo_stack.count() == 0


def test_drag_with_ctrl_on_the_second_side_moves_the_panels_lines(open_project, window):
    open_project()
    seeing = window.controller.seeing
    trigger(window, ActionId.BRIGHTNESS)
    trigger(window, ActionId.SIDE_BY_SIDE)
    place = ctrl_drag(window, 0, -100, seeing.sides.side)
    assert not seeing.grey_note.isVisible()
    assert seeing.grey_panel.black_value.value() == 250
    QTest.mouseRelease(seeing.sides.side, Qt.MouseButton.LeftButton, CTRL, place)
    assert seeing.grey.window == (250.0, 450.0)
