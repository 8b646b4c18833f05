"""The histogram of the heat map, the threshold and the ignore band on it."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gui.driving import saved, trigger
from stac_core.labels.store import open_store
from stac_gui.action_table import ActionId
from stac_gui.panels.histogram import STEPS, Histogram

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
CLASSES = ["scratch", "blob"]


def at(histogram, share):
    plot = histogram.plot()
    return QPoint(round(plot.left() + share * plot.width()), plot.center().y())


def drag(histogram, *shares):
    """Press at the first share of the width, move over the others, release at the last."""
    places = [at(histogram, share) for share in shares]
    QTest.mousePress(histogram, LEFT, pos=places[0])
    for place in places[1:]:
        where = QPointF(histogram.mapToGlobal(place))
        event = QMouseEvent(
            QEvent.Type.MouseMove, QPointF(place), where, NONE, LEFT,
            Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        QApplication.sendEvent(histogram, event)
    QTest.mouseRelease(histogram, LEFT, pos=places[-1])


@pytest.fixture
def session(open_project):
    return open_project()


@pytest.fixture
def panel(window):
    return window.inspector.thresholds


# ---- the widget --------------------------------------------------------------------------


@pytest.fixture
def histogram(qtbot):
    widget = Histogram("values")
    widget.add_line("low")
    widget.add_line("high")
    widget.lines[0].setValue(200)
    widget.lines[1].setValue(700)
    widget.resize(414, widget.height())
    qtbot.addWidget(widget)
    widget.show()
    return widget


def values(histogram):
    return [line.value() for line in histogram.lines]


def test_a_press_takes_the_nearest_line(histogram):
    drag(histogram, 0.3, 0.4)
    assert values(histogram) == [400, 700]
    drag(histogram, 0.9)
    assert values(histogram) == [400, 900]
    histogram.lines[0].hide()
    drag(histogram, 0.1)
    assert values(histogram) == [400, 100]


def test_of_two_lines_in_one_place_the_side_decides(histogram):
    histogram.lines[0].setValue(700)
    drag(histogram, 0.8)
    assert values(histogram) == [700, 800]
    histogram.lines[1].setValue(700)
    drag(histogram, 0.2)
    assert values(histogram) == [200, 700]


def test_lines_stay_within_the_histogram(histogram):
    drag(histogram, 0.7, 5.0)
    assert values(histogram) == [200, STEPS]
    drag(histogram, 0.2, -5.0)
    assert values(histogram) == [0, STEPS]


def test_a_line_moves_with_its_value_even_when_nobody_is_told(histogram):
    line = histogram.lines[0]
    line.blockSignals(True)
    line.setValue(500)
    assert abs(line.geometry().center().x() - at(histogram, 0.5).x()) <= 1


def test_bars_are_logarithmic_and_empty_says_so(histogram):
    counts = np.zeros(256, np.int64)
    counts[10], counts[200] = 1_000_000, 1_000
    histogram.show_counts(counts, "nothing")
    picture = histogram.grab().toImage()
    plot = histogram.plot()
    bottom = plot.bottom() - 2

    def height(share):
        x = at(histogram, share).x()
        background = picture.pixelColor(at(histogram, 0.5).x(), bottom)
        rows = range(plot.top() + 1, plot.bottom() - 1)
        return sum(picture.pixelColor(x, y) != background for y in rows)

    assert 0.3 * height(10.5 / 256) < height(200.5 / 256) < 0.7 * height(10.5 / 256)
    histogram.show_counts(None, "nothing")
    assert histogram.grab().toImage() != picture


# ---- in the window -----------------------------------------------------------------------


def test_dragging_the_threshold_is_one_step_and_saved_at_the_end(
    window, qtbot, session, panel, project
):
    before = session.document.mask.copy()
    drag(panel.histogram, 0.55, 0.5, 0.4, 0.3)
    assert session.spec.threshold == pytest.approx(0.3, abs=0.01)
    assert (session.document.mask == 1).sum() > (before == 1).sum()
    assert session.document.undo_stack.count() == 1
    saved(qtbot, session)
    with open_store(project, CLASSES, read_only=True) as store:
        assert store.record("s0.png").source["threshold"] == session.spec.threshold
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    np.testing.assert_array_equal(session.document.mask, before)
    assert panel.threshold_value.value() == 0.55


def test_the_ignore_band_is_drawn_saved_and_undone(window, qtbot, session, panel, project):
    panel.has_band.click()
    assert panel.band.isVisible()
    assert session.spec.ignore_from == pytest.approx(0.4)
    assert session.document.undo_stack.count() == 1
    drag(panel.histogram, 0.4, 0.35, 0.3)
    assert session.document.undo_stack.count() == 2
    # the background is 90 / 255 = 0.35: unsure with a band from 0.3
    assert session.document.mask[35, 40] == 255
    assert session.document.mask[10, 15] == 1
    saved(qtbot, session)
    with open_store(project, CLASSES, read_only=True) as store:
        record = store.record("s0.png")
        assert record.source["ignore_from"] == pytest.approx(0.3, abs=0.01)
        assert (store.load_mask(record.mask_digest) == 255).sum() == 2000 - 225
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not (session.document.mask == 255).any()
    assert session.spec.ignore_from == pytest.approx(0.4)
    panel.has_band.click()
    assert session.spec.ignore_from is None
    assert not panel.band.isVisible()


def test_the_band_ends_at_the_threshold_and_opens_again(session, panel):
    panel.has_band.click()
    drag(panel.histogram, 0.4, 0.9)
    assert session.spec.ignore_from == session.spec.threshold == 0.55
    assert panel.band.value() == panel.threshold.value()
    drag(panel.histogram, 0.5, 0.3)
    drag(panel.histogram, 0.55, 0.2)
    assert session.spec.threshold == pytest.approx(0.2, abs=0.01)
    assert session.spec.ignore_from == session.spec.threshold
    drag(panel.histogram, 0.22, 0.6)
    assert session.spec.threshold == pytest.approx(0.6, abs=0.01)
    assert session.spec.ignore_from == pytest.approx(0.3, abs=0.01)


def test_the_band_holds_for_the_next_image_and_comes_back_with_a_saved_one(
    window, qtbot, session, panel
):
    panel.has_band.click()
    drag(panel.histogram, 0.4, 0.3)
    saved(qtbot, session)
    session.next()
    qtbot.waitUntil(lambda: session.maps is not None and session.document is not None)
    assert (session.document.mask == 255).any()
    panel.has_band.click()
    session.previous()
    qtbot.waitUntil(lambda: session.maps is not None and session.document is not None)
    assert session.spec.ignore_from == pytest.approx(0.3, abs=0.01)
    assert panel.has_band.isChecked()


def test_arrow_keys_move_the_line_that_has_the_focus(window, qtbot, session, panel):
    window.activateWindow()
    panel.threshold.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(panel.threshold.hasFocus)
    row, before = session.row, panel.threshold.value()
    QTest.keyClick(panel.threshold, Qt.Key.Key_Right)
    QTest.keyClick(panel.threshold, Qt.Key.Key_PageDown)
    assert panel.threshold.value() == before + STEPS // 100 - STEPS // 20
    assert session.row == row
    assert session.document.undo_stack.count() == 2
    # with the focus elsewhere the arrows walk through the images
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, Qt.Key.Key_Right)
    assert session.row == row + 1


def test_tab_reaches_both_lines_and_they_have_names(window, qtbot, session, panel):
    panel.has_band.click()
    window.activateWindow()
    panel.band.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(panel.band.hasFocus)
    QTest.keyClick(panel.band, Qt.Key.Key_Tab)
    assert panel.threshold.hasFocus()
    names = {panel.band.accessibleName(), panel.threshold.accessibleName()}
    assert len(names) == 2
    assert all(names)


def test_the_histogram_shows_what_the_heat_map_shows(window, session, panel):
    whole = panel.histogram.grab().toImage()
    QTest.keyClick(window, Qt.Key.Key_0)  # only the chosen class
    QTest.keyClick(window, Qt.Key.Key_2)
    session.tagging.set_tag("scratch", present=False)
    assert panel.histogram.grab().toImage() != whole
    session.tagging.set_defect_free()
    assert panel.histogram._heights is None


def test_enter_in_a_field_takes_the_number_and_decides_nothing(window, open_project):
    session = open_project()
    box = window.inspector.thresholds.threshold_value
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, "0.35")
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert session.spec.threshold == 0.35
    assert session.row == 0
    assert session.decisions.record("s0.png").status.value == "todo"
    assert window.canvas.hasFocus()
    QTest.keyClick(window.canvas, Qt.Key.Key_Return)  # and the next one accepts what is seen
    assert session.row == 1
    assert session.decisions.record("s0.png").status.value == "accepted"
    assert session.decisions.record("s0.png").source["threshold"] == 0.35


def test_enter_in_the_search_field_decides_nothing(window, open_project):
    session = open_project()
    trigger(window, ActionId.FILTER)
    field = window.focusWidget()
    QTest.keyClicks(field, "s")
    QTest.keyClick(field, Qt.Key.Key_Return)
    QTest.keyClick(field, Qt.Key.Key_Enter)
    assert session.decisions.records == {}
