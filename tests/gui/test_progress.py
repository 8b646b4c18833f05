"""The figures of reviewing: read off the window's thread, shown as a chart and a table."""

from __future__ import annotations

import time

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip

from gui.driving import saved, trigger
from stac_core.labels.sessions import Session
from stac_core.labels.store import open_store
from stac_core.types import ReviewStatus
from stac_gui import progress_desk
from stac_gui.action_table import ActionId
from stac_gui.panels.progress import Series, SessionChart
from stac_gui.presenters.progress import Report, details, headline, session_cells

CLASSES = ("scratch", "blob")
ACCEPTED = ReviewStatus.ACCEPTED
DAY = 86_400


@pytest.fixture
def reviewed(project):
    """A project in which ann worked yesterday."""
    now = time.time()
    with open_store(project, CLASSES) as store:
        for number, alike in enumerate((0.5, 0.7)):
            store.save(
                f"s{number}.png", status=ACCEPTED, mask=np.ones((40, 50), np.uint8),
                origin="person", seconds=30.0, who="ann", when=now - DAY + number, alike=alike,
            )  # fmt: skip
    return project


def rows(window):
    table = window.controller.progress.window.table
    return [
        [table.item(row, column).text() for column in range(table.columnCount())]
        for row in range(table.rowCount())
    ]


def test_progress_shows_sessions_and_follows_decisions(reviewed, open_project, window, qtbot):
    session = open_project(reviewed)
    session.go_to(2)
    trigger(window, ActionId.PROGRESS)
    shown = window.controller.progress.window
    qtbot.waitUntil(lambda: shown.table.rowCount() == 1)
    assert shown.headline.text() == "2 of 5 images decided"
    assert rows(window)[0][1:] == ["ann", "2", "1 min", "120", "60 %"]
    qtbot.waitUntil(lambda: session.document is not None)
    trigger(window, ActionId.ACCEPT)
    saved(qtbot, session)
    qtbot.waitUntil(lambda: shown.table.rowCount() == 2)
    assert shown.headline.text() == "3 of 5 images decided"
    assert rows(window)[0][2] == "1"
    assert rows(window)[0][5] == "100 %"
    assert rows(window)[1][1] == "ann"
    assert "Images: 2, 1" in shown.chart.accessibleDescription()


def test_figures_are_read_one_at_a_time_with_a_break(open_project, window, qtbot, monkeypatch):
    session = open_project()
    reads = []
    read = progress_desk.read_report
    monkeypatch.setattr(
        progress_desk, "read_report", lambda *args, **kw: reads.append(1) or read(*args, **kw)
    )
    monkeypatch.setattr(progress_desk, "BREAK", 100_000)
    desk = window.controller.progress
    trigger(window, ActionId.PROGRESS)
    desk._read()
    desk._read()
    qtbot.waitUntil(lambda: desk.timer.isActive())
    assert len(reads) == 1
    trigger(window, ActionId.REJECT)
    saved(qtbot, session)
    assert len(reads) == 1, "in the break nothing is read"
    desk.timer.stop()
    desk.timer.timeout.emit()
    qtbot.waitUntil(lambda: len(reads) == 2)
    qtbot.waitUntil(lambda: desk.window.headline.text() == "1 of 5 images decided")


def test_progress_of_nothing_says_what_to_do(open_project, window, qtbot):
    open_project()
    trigger(window, ActionId.PROGRESS)
    shown = window.controller.progress.window
    qtbot.waitUntil(lambda: shown.headline.text() == "0 of 5 images decided")
    assert "Decide on some more images" in shown.details.text()
    assert not shown.chart.isVisible()


def test_folder_has_no_progress_and_another_project_closes_it(
    open_project, window, qtbot, surfaces, project, tmp_path
):
    assert not window.actions_by_id[ActionId.PROGRESS].isEnabled()
    session = open_project()
    trigger(window, ActionId.PROGRESS)
    with qtbot.waitSignal(session.opened):
        window.open_path(surfaces)
    assert not window.controller.progress.window.isVisible()


def sitting(decided=10, seconds=600.0, agreement=0.9):
    return Session(0.0, 9.0, ("ann", "bob"), decided, seconds, agreement, 10)


def test_words_of_a_report():
    report = Report((sitting(), sitting(decided=2)), 10, 40, 3)
    assert headline(report) == "10 of 40 images decided"
    assert report.seconds_left == 30 * 60, "the short session at the end says nothing"
    assert details(report) == (
        "3 accepted images wait for another person. "
        "The rest takes about 30 min at the pace of the last session."
    )
    assert session_cells(sitting(seconds=0.0, agreement=None))[1:] == [
        "ann, bob", "10", "0 s", "–", "–",
    ]  # fmt: skip
    assert details(Report((sitting(),), 40, 40, 0)) == ""
    assert headline(Report((), 0, 0, 0)) == "There are no images."


def test_chart_draws_a_bar_for_each_session_and_tells_its_figures(qtbot):
    chart = SessionChart()
    qtbot.addWidget(chart)
    chart.show_sessions(
        ["1. May", "2. May"],
        [Series("Images", (4.0, 8.0), ("4", "8")), Series("Pace", (None, 3.0), ("–", "3"))],
    )
    chart.resize(400, chart.sizeHint().height())
    picture = chart.grab().toImage()
    tall = [
        sum(picture.pixelColor(x, y) == picture.pixelColor(216, 62) for y in range(72))
        for x in (152, 216)
    ]
    assert tall[1] > 1.5 * tall[0] > 0
    place = QPoint(216, 40)
    QApplication.sendEvent(chart, QHelpEvent(QEvent.Type.ToolTip, place, chart.mapToGlobal(place)))
    assert QToolTip.text() == "2. May\nImages: 8\nPace: 3"
    QToolTip.hideText()
