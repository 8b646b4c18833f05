"""Evaluating in the window: figures, and clicks that list the images behind them."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from gui.driving import trigger
from stac_core.cam_cache import CamCache
from stac_core.formats.mask_png import write_mask
from stac_core.labels.store import open_store
from stac_core.project import load_project, save_project, with_settings
from stac_core.types import CamResult, ImageItem, ReviewStatus
from stac_gui.action_table import ActionId
from stac_gui.panels.evaluation_plot import ThresholdPlot

CLASSES = ("scratch", "blob")
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def measured(project, surfaces):
    """The square of each image is a scratch; accepted masks of three, one of them wrong."""
    for number in range(4):
        mask = np.zeros((40, 50), np.uint8)
        mask[5 + number : 20 + number, 10:25] = 1
        write_mask(project / "val" / f"s{number}.png", mask)
        cam = np.zeros((2, 40, 50), np.float32)
        cam[0] = 0.9 * (mask > 0)
        cam[0, 30:, :10] = 0.1 + 0.1 * number  # a false region that thresholds take away
        cam[1, :3, :3] = 0.99  # of a class that the image is tagged not to show
        result = CamResult(cam, np.array([0.9, 0.8], np.float32), np.ones(2, bool), CLASSES)
        item = ImageItem(f"s{number}.png", surfaces / f"s{number}.png")
        CamCache(project).put(item, "identity", result)
    with open_store(project, CLASSES) as store:
        for number in range(3):
            mask = np.zeros((40, 50), np.uint8)
            mask[5 + number : 20 + number, 10:25] = 2 if number == 1 else 1
            store.save(f"s{number}.png", status=ReviewStatus.ACCEPTED, mask=mask, origin="person")
    settings = {"data": {"validation_masks": "val"}}
    save_project(with_settings(load_project(project), settings, where="test"), project)
    return project


@pytest.fixture
def shown(measured, window, open_project):
    open_project(measured)
    trigger(window, ActionId.EVALUATE)
    return window.controller.evaluation.window


def choose(shown, number, words):
    side = shown.sides[number]
    side.setCurrentIndex([side.itemText(row) for row in range(side.count())].index(words))


def evaluate(qtbot, window, shown):
    QTest.mouseClick(shown.start, LEFT)
    session = window.controller.evaluation.session
    qtbot.waitUntil(lambda: not session.is_at_work)
    assert session.problem == ""
    return session


def cells(table, row):
    return [table.item(row, column).text() for column in range(table.columnCount())]


def click_cell(table, row, column):
    place = table.visualItemRect(table.item(row, column)).center()
    QTest.mouseClick(table.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, place)


def listed(window):
    model = window.controller.list_model
    return [model.index(place, 0).data() for place in range(model.rowCount())]


def test_accepted_masks_against_masks_that_measure(shown, window, qtbot):
    assert not shown.body.isVisible()
    choose(shown, 0, "accepted masks")
    evaluate(qtbot, window, shown)
    assert shown.body.isVisible()
    assert not shown.plot.isVisible()  # masks have no threshold
    area = 15 * 15
    iou = 100 * (2 * area) / (3 * area)  # one of three squares is called a blob
    assert shown.figures.text().startswith(f"mIoU {(100 + iou + 0) / 3:.1f} %")
    assert "1 without a prediction left out" in shown.state.text()
    row = cells(shown.classes, 1)
    assert row[:5] == ["scratch", f"{iou:.1f}", "80.0", "100.0", f"{iou:.1f}"]
    assert row[6:8] == ["2 of 3", "0"]
    assert cells(shown.classes, 2)[7] == "1"
    assert cells(shown.matrix, 1) == ["scratch", "0.0", "66.7", "33.3"]
    assert shown.model.index(0, 0).data() == "s1"  # the worst one


def test_clicks_list_the_images_behind_a_figure(shown, window, qtbot):
    choose(shown, 0, "accepted masks")
    evaluate(qtbot, window, shown)
    click_cell(shown.matrix, 1, 3)  # scratch taken for blob
    assert listed(window) == ["s1.png"]
    assert window.image_list.filter.field.text() == 'set:"scratch → blob"'
    assert window.controller.gallery.is_shown
    click_cell(shown.matrix, 1, 2)
    assert listed(window) == ["s0.png", "s2.png"]
    click_cell(shown.classes, 2, 1)
    assert listed(window) == ["s1.png"]
    click_cell(shown.matrix, 2, 1)  # nothing is there
    assert listed(window) == ["s1.png"]
    assert window.messages.text == "There is no such image here."
    window.image_list.filter.field.clear()
    assert len(listed(window)) == 5


def test_set_can_be_joined_with_other_filters(shown, window, qtbot):
    choose(shown, 0, "accepted masks")
    evaluate(qtbot, window, shown)
    click_cell(shown.classes, 0, 0)
    assert listed(window) == ["s0.png", "s1.png", "s2.png"]
    field = window.image_list.filter.field
    text = field.text()
    field.setText(f"-{text} status:todo")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert listed(window) == ["s3.png", "s4.png"]


def test_heat_maps_by_threshold(shown, window, qtbot):
    choose(shown, 0, "the model's heat maps")
    session = evaluate(qtbot, window, shown)
    comparison = session.found.comparison
    assert len(comparison.names) == 4
    assert comparison.scores(0).iou[2] != comparison.scores(0).iou[2]  # tags rule the blob out
    assert shown.threshold.count() == 13
    assert shown.plot.isVisible()
    best = session.at
    assert comparison.scores(best).miou == 1
    x = next(x for x in range(40, shown.plot.width()) if shown.plot.place_at(x) == 0) + 2
    QTest.mouseClick(shown.plot.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, QPoint(x, 60))
    qtbot.waitUntil(lambda: not session.is_at_work)
    assert session.at == 0
    assert shown.threshold.currentText() == "0.20"
    # above 0.20: the false region of the images 2 and 3
    assert listed(window) == ["s2.png", "s3.png"]
    assert cells(shown.classes, 1)[7] == "2"
    assert "(0.20)" in window.image_list.filter.field.text()


def test_a_threshold_that_is_given_up_is_not_looked_at(shown, window, qtbot, monkeypatch):
    from stac_gui.presenters import evaluation

    def forever(request, comparison, at, *, progress, cancel):
        while True:
            cancel.check()

    choose(shown, 0, "the model's heat maps")
    session = evaluate(qtbot, window, shown)
    best = session.at
    monkeypatch.setattr(evaluation, "shapes_at", forever)
    session.choose(0)
    assert session.at == 0
    assert cells(shown.classes, 1)[5] == "–"  # boundaries are not known yet
    QTest.mouseClick(shown.stop, LEFT)
    qtbot.waitUntil(lambda: not session.is_at_work)
    assert session.at == best
    assert cells(shown.classes, 1)[5] == "100.0"
    assert shown.threshold.currentIndex() == best


def test_double_click_opens_the_image(shown, window, qtbot):
    choose(shown, 0, "accepted masks")
    evaluate(qtbot, window, shown)
    place = shown.images.visualRect(shown.model.index(0, 0)).center()
    QTest.mouseClick(shown.images.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, place)
    QTest.mouseDClick(shown.images.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, place)
    assert window.controller.session.item.id == "s1.png"
    assert not window.controller.gallery.is_shown


def test_images_sort_by_what_is_clicked(shown, window, qtbot):
    choose(shown, 0, "accepted masks")
    evaluate(qtbot, window, shown)
    header = shown.images.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(0) + 8, 8)
    for expected in (["s0", "s1", "s2"], ["s2", "s1", "s0"]):
        QTest.mouseClick(header.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, place)
        if [shown.model.index(row, 0).data() for row in range(3)] != expected:
            QTest.mouseClick(header.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, place)
        assert [shown.model.index(row, 0).data() for row in range(3)] == expected


def test_two_folders_and_the_report(shown, window, qtbot, dialogs, measured, tmp_path):
    dialogs.answers["ask_labels"] = measured / "val"
    choose(shown, 0, "labels in a folder …")
    assert shown.sides[0].currentText() == str(measured / "val")
    choose(shown, 1, "labels in a folder …")
    session = evaluate(qtbot, window, shown)
    assert session.found.comparison.scores().miou == 1
    dialogs.answers["ask_report"] = tmp_path / "r.html"
    QTest.mouseClick(shown.report, LEFT)
    qtbot.waitUntil(lambda: not session.is_at_work)
    assert "Evaluation in" in (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "r.html" in window.messages.text


def test_a_choice_that_was_not_made_changes_nothing(shown, dialogs):
    dialogs.answers["ask_labels"] = None
    before = shown.sides[0].itemText(0)
    choose(shown, 0, "labels in a file …")
    assert shown.sides[0].currentText() == before
    assert shown.start.isEnabled()


def test_what_cannot_be_compared_is_said(shown, window, qtbot):
    choose(shown, 0, "proposals that nobody has decided on")
    QTest.mouseClick(shown.start, LEFT)
    qtbot.waitUntil(lambda: not window.controller.evaluation.session.is_at_work)
    assert "there are none of these masks yet" in shown.problem.text()
    assert shown.problem.isVisible()
    assert not shown.report.isEnabled()


def test_cancel_ends_it_without_a_result(shown, window, qtbot, monkeypatch):
    from stac_gui.presenters import evaluation

    def forever(request, *, progress, cancel):
        progress(1, 100)
        while True:
            cancel.check()

    monkeypatch.setattr(evaluation, "compare", forever)
    choose(shown, 0, "accepted masks")
    QTest.mouseClick(shown.start, LEFT)
    session = window.controller.evaluation.session
    qtbot.waitUntil(lambda: session.progress() == (1, 100))
    assert shown.stop.isVisible()
    assert not shown.start.isEnabled()
    QTest.mouseClick(shown.stop, LEFT)
    qtbot.waitUntil(lambda: not session.is_at_work)
    assert session.found is None
    assert session.problem == ""


def test_another_project_forgets_the_last_one(shown, window, qtbot, surfaces):
    choose(shown, 0, "accepted masks")
    session = evaluate(qtbot, window, shown)
    with qtbot.waitSignal(window.controller.session.opened):
        window.open_path(surfaces)
    assert session.found is None
    assert not shown.body.isVisible()
    offered = [shown.sides[0].itemText(row) for row in range(shown.sides[0].count())]
    assert offered == ["labels in a file …", "labels in a folder …"]
    assert not shown.start.isEnabled()


def test_names_of_curves_that_end_close_together_do_not_run_into_each_other(qtbot):
    plot = ThresholdPlot()
    qtbot.addWidget(plot)
    plot.show_scores([0.2, 0.5, 0.8], [[50, 60, 35], [40, 30, 33], [5, 20, 34]], 1)
    heights = sorted(name.pos().y() for name in plot._names)
    assert min(np.diff(heights)) >= 9
    assert plot._names[0].pos().y() == 35
