"""From tags to masks in the window: real processes of a stand-in, and one of the real program."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices

from stac_core.pipeline.folder import Frozen, freeze, read_frozen, read_state
from stac_core.pipeline.recipe import load_recipe, parse_recipe
from stac_core.project import load_project
from stac_gui.action_table import ActionId

PROGRAM = (sys.executable, str(Path(__file__).parent / "fake_pipeline.py"))


@pytest.fixture
def desk(window, open_project, monkeypatch, project):
    """The pipeline's desk of an open project, with the stand-in as the program."""
    desk = window.controller.pipelines
    monkeypatch.setattr(desk.session._launcher, "_program", PROGRAM)
    monkeypatch.setattr(desk.session._estimator, "_program", PROGRAM)
    desk.session._estimator._delay.setInterval(10)
    open_project()
    yield desk
    for folder in (project / "pipelines").glob("*"):
        (folder / "cancel").touch()


@pytest.fixture
def session(desk):
    return desk.session


@pytest.fixture
def dialog(desk, qtbot):
    """The dialog, shown through its menu entry."""
    desk._window.actions_by_id[ActionId.PIPELINE].trigger()
    qtbot.waitExposed(desk.dialog)
    return desk.dialog


def click(qtbot, button):
    assert button.isVisible()
    assert button.isEnabled()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def wait_for(qtbot, session, *phases):
    qtbot.waitUntil(
        lambda: session.view is not None and session.view.phase in phases, timeout=20_000
    )


def start(qtbot, dialog, session):
    qtbot.waitUntil(lambda: dialog.start.isEnabled(), timeout=20_000)
    click(qtbot, dialog.start)
    wait_for(qtbot, session, "running")
    qtbot.waitUntil(lambda: session.view.number == 2 and dialog.rows[1].bar.isVisible())


def test_what_will_happen_is_said_before_it_starts(qtbot, dialog):
    assert dialog.rows[0].title.text() == "Look for what stands out"
    assert not dialog.start.isEnabled()
    qtbot.waitUntil(lambda: dialog.state.text().startswith("About"), timeout=20_000)
    assert dialog.state.text() == (
        "About 28 min in all and 900 MB of memory.\nEvery tagged image shows 'x'."
    )
    times = [each.time.text() for each in dialog.rows]
    assert times == ["about 1 min", "about 10 min", "about 15 min", "about 2 min", "about 30 s"]
    assert dialog.start.isEnabled()
    dialog.device.setCurrentIndex(dialog.device.findData("cuda"))
    qtbot.waitUntil(lambda: "no usable CUDA" in dialog.state.text(), timeout=20_000)
    assert not dialog.start.isEnabled()


def test_from_start_to_proposals(qtbot, window, desk, dialog, session, project, monkeypatch):
    start(qtbot, dialog, session)
    folder = session.view.path
    assert read_frozen(folder).estimate["segment"] == 900
    assert dialog.rows[0].mark.text() == "✓"
    assert dialog.rows[1].mark.text() == "●"
    assert dialog.rows[1].bar.isVisible()
    assert dialog.rows[1].time.text() == "3 min of about 10 min"
    assert dialog.state.text() == "About 13 min left. Now: train, 34 %."
    assert window.review_bar.pipeline.text() == "to masks: 2/5, 13 min"
    shown = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: shown.append(url) or True)
    with qtbot.waitSignal(window.controller.session.opened, timeout=20_000):  # the proposals
        (folder / "go").touch()
        wait_for(qtbot, session, "completed")
    assert "From tags to masks: done" in window.messages.text
    assert not window.review_bar.pipeline.isVisible()
    click(qtbot, dialog.report)
    assert shown[0].toLocalFile() == str(folder / "report.html")
    click(qtbot, dialog.again)
    assert dialog.start.isVisible()
    qtbot.waitUntil(lambda: dialog.start.isEnabled(), timeout=20_000)


def test_stopping_and_going_on(qtbot, dialog, session):
    start(qtbot, dialog, session)
    click(qtbot, dialog.stop)
    wait_for(qtbot, session, "cancelled")
    assert dialog.state.text() == "Stopped. It can go on where it was."
    click(qtbot, dialog.go_on)
    wait_for(qtbot, session, "running")
    qtbot.waitUntil(lambda: dialog.stop.isVisible())
    (session.view.path / "die").touch()
    wait_for(qtbot, session, "crashed")
    qtbot.waitUntil(lambda: "Killed by the test" in dialog.state.text())
    (session.view.path / "die").unlink()
    (session.view.path / "go").touch()
    click(qtbot, dialog.go_on)
    wait_for(qtbot, session, "completed")


def test_one_at_work_is_found_again(qtbot, window, desk, session, project):
    folder = project / "pipelines" / "old"
    recipe = load_recipe("tags-to-masks")
    freeze(folder, Frozen("tags-to-masks", recipe), load_project(project), project)
    process = subprocess.Popen([*PROGRAM, "pipeline", str(project), "--resume", "old"])
    session.watch_closely(True)
    wait_for(qtbot, session, "running")
    qtbot.waitUntil(lambda: window.review_bar.pipeline.isVisible())
    click(qtbot, window.review_bar.pipeline)
    qtbot.waitUntil(lambda: desk.dialog.stop.isVisible())
    desk.dialog.close()
    assert session.view.is_at_work, "closing the dialog stops nothing"
    session.stop()
    session.watch_closely(True)
    wait_for(qtbot, session, "cancelled")
    assert process.wait(20) == 0


def test_work_that_can_be_undone_is_not_lost(qtbot, window, desk, dialog, session):
    from gui.driving import drag, trigger

    trigger(window, ActionId.BRUSH)
    drag(window, [(5, 5), (12, 9)])
    qtbot.waitUntil(lambda: window.controller.session.document.undo_stack.count() > 0)
    start(qtbot, dialog, session)
    (session.view.path / "go").touch()
    wait_for(qtbot, session, "completed")
    assert "when you open the project again" in window.messages.text
    click(qtbot, dialog.proposals)
    assert "can still be undone" in window.messages.text
    assert window.controller.session.document.undo_stack.count() > 0


def test_without_a_project_there_is_nothing_to_start(qtbot, window, surfaces):
    action = window.actions_by_id[ActionId.PIPELINE]
    assert not action.isEnabled()
    with qtbot.waitSignal(window.canvas.painted, timeout=5000):
        window.open_path(surfaces)
    assert not action.isEnabled(), "a bare folder has no tags to learn from"


def test_the_real_program(qtbot, window, open_project, project):
    open_project()
    session = window.controller.pipelines.session
    folder = project / "pipelines" / "real"
    recipe = parse_recipe(
        {"version": 1, "about": "maps only", "stages": [{"stage": "saliency"}]}, where="test"
    )
    freeze(folder, Frozen("maps", recipe), load_project(project), project)
    session.watch_closely(True)
    wait_for(qtbot, session, "waiting")
    session.go_on()
    qtbot.waitUntil(lambda: session.view.phase == "completed", timeout=60_000)
    assert read_state(folder).stages[0].status == "completed"
    assert len(list((project / "saliency").glob("*.png"))) == 5
