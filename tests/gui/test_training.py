"""Training in the window: real processes of a stand-in for `stac train`."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt

from stac_core.engine.events import EventWriter
from stac_core.labels.store import open_store
from stac_core.project import load_project
from stac_core.runs import queue_run, read_run
from stac_gui.action_table import ActionId
from stac_gui.models.curves import BUCKETS, moving_average, thin_out
from stac_gui.models.runs import duration, memory
from stac_gui.presenters.training.scanner import RunScanner

PROGRAM = (sys.executable, str(Path(__file__).parent / "fake_trainer.py"))


@pytest.fixture
def desk(window, open_project, monkeypatch):
    """The training desk of an open project, with the stand-in as the program."""
    desk = window.controller.training
    monkeypatch.setattr(desk.session._launcher, "_program", PROGRAM)
    monkeypatch.setattr(desk.session._estimator, "_program", PROGRAM)
    desk.session._estimator._delay.setInterval(10)
    open_project()
    yield desk
    for row in desk.session.rows:
        if row.is_active:
            (row.path / "cancel").touch()
            (row.path / "pause").unlink(missing_ok=True)


@pytest.fixture
def session(desk):
    return desk.session


@pytest.fixture
def training(desk, qtbot):
    """The training window, shown through its menu entry."""
    desk._window.actions_by_id[ActionId.TRAINING].trigger()
    qtbot.waitExposed(desk.window)
    return desk.window


def phase(session, name):
    row = session.row(name)
    return None if row is None else row.phase


def wait_for(qtbot, session, name, *wanted):
    qtbot.waitUntil(lambda: phase(session, name) in wanted, timeout=15_000)


def start(session, name, **changes):
    from dataclasses import replace

    session.start(replace(session.settings(""), **changes), name)


def click(qtbot, button):
    assert button.isVisible()
    assert button.isEnabled()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


# ---- starting ------------------------------------------------------------------------------


def test_the_form_starts_a_run_with_what_it_says(qtbot, training, session, project):
    training.new_run()
    form = training.form
    form.preset.setCurrentIndex(form.preset.findData("cpu-quick"))
    form.epochs.setValue(7)
    form.side.setValue(96)
    form.use_masks.setChecked(False)
    form.device.setCurrentIndex(form.device.findData("cpu"))
    form.name.setText("first")
    click(qtbot, form.start)
    wait_for(qtbot, session, "first", "running")
    frozen = load_project(project / "runs" / "first")
    assert (frozen.train.epochs, frozen.model.input_size) == (7, (96, 96))
    assert frozen.data.masks == "none"
    assert frozen.train.batch_size == 24
    assert load_project(project).train.epochs == 5, "the project itself stays as it is"
    assert training.pages.currentWidget() is training.page
    assert training.page.name.text() == "first"
    qtbot.waitUntil(lambda: "cpu" in training.page.facts.text())
    assert "48 images/s" in training.page.facts.text()
    assert "700 MB" in training.page.facts.text()


def test_estimate_and_its_problems_are_beside_the_form(qtbot, training):
    training.new_run()
    form = training.form
    qtbot.waitUntil(lambda: form.estimate.text().startswith("About"), timeout=10_000)
    assert form.estimate.text() == (
        "About 6 min and 1.1 GB of memory on CPU bf16: 5 images, 2 of them with a mask, 715 steps."
    )
    form.lr.setValue(0.5)
    qtbot.waitUntil(lambda: "too large" in form.estimate.text(), timeout=10_000)
    form.lr.setValue(0.001)
    qtbot.waitUntil(lambda: form.estimate.text().startswith("About"), timeout=10_000)


def test_a_name_that_is_taken_is_said_and_nothing_is_started(qtbot, training, session):
    start(session, "quick")
    wait_for(qtbot, session, "quick", "completed")
    start(session, "quick")
    qtbot.waitUntil(lambda: "there already" in training.messages.text)
    start(session, "../x")
    qtbot.waitUntil(lambda: "cannot name a run" in training.messages.text)
    assert len(session.rows) == 1


# ---- the queue -----------------------------------------------------------------------------


def test_runs_are_worked_off_one_after_the_other(qtbot, training, session, project):
    start(session, "long-1")
    wait_for(qtbot, session, "long-1", "running")
    start(session, "quick-2")
    wait_for(qtbot, session, "quick-2", "queued")
    assert training.form.start.text() == "Add to the queue"
    assert training.queue.isVisible()
    assert not training.queue_start.isVisible()
    (project / "runs" / "long-1" / "cancel").touch()  # ended from elsewhere: the queue goes on
    wait_for(qtbot, session, "quick-2", "completed")
    first, second = (read_run(project / "runs" / name).history for name in ("long-1", "quick-2"))
    assert second.started >= first.ended


def test_a_queue_from_before_waits_until_it_is_started(qtbot, training, session, project):
    queue_run(load_project(project), project, "quick-old")
    wait_for(qtbot, session, "quick-old", "queued")
    assert session.queue_is_halted
    qtbot.waitUntil(lambda: training.queue_start.isVisible())
    assert training.queue_text.text() == "1 run waits"
    click(qtbot, training.queue_start)
    wait_for(qtbot, session, "quick-old", "completed")
    assert not training.queue.isVisible()


def test_a_queue_behind_a_run_of_another_window_can_be_let_go(
    qtbot, window, training, session, project
):
    for name in ("long", "quick-next"):
        queue_run(load_project(project), project, name, device="cpu")
    process = subprocess.Popen([*PROGRAM, "train", str(project), "--resume", "long"])
    wait_for(qtbot, session, "long", "running")
    qtbot.waitUntil(lambda: training.queue_start.isVisible())
    qtbot.waitUntil(lambda: window.review_bar.training.text().endswith("1 waiting"))
    click(qtbot, training.queue_start)
    qtbot.waitUntil(lambda: not training.queue_start.isVisible())
    (project / "runs" / "long" / "cancel").touch()
    wait_for(qtbot, session, "quick-next", "completed")
    assert process.wait(10) == 0


def test_a_queued_run_keeps_its_device(qtbot, desk, session, project):
    queue_run(load_project(project), project, "quick", device="cuda:1")  # by an earlier window
    wait_for(qtbot, session, "quick", "queued")
    session.start_queue()
    wait_for(qtbot, session, "quick", "completed")
    assert read_run(project / "runs" / "quick").history.start["device"] == "cuda:1"


def test_a_waiting_run_can_be_taken_out(qtbot, training, session, project):
    queue_run(load_project(project), project, "later")
    wait_for(qtbot, session, "later", "queued")
    session.select("later")
    training._select("later")
    qtbot.waitUntil(lambda: training.page.remove.isVisible())
    click(qtbot, training.page.remove)
    qtbot.waitUntil(lambda: session.row("later") is None)
    assert not (project / "runs" / "later").exists()


# ---- steering ------------------------------------------------------------------------------


def test_pause_resume_and_stop(qtbot, training, session):
    start(session, "long")
    wait_for(qtbot, session, "long", "running")
    page = training.page
    qtbot.waitUntil(lambda: page.pause.isVisible())
    click(qtbot, page.pause)
    wait_for(qtbot, session, "long", "paused")
    qtbot.waitUntil(lambda: page.resume.isVisible())
    steps = session.row("long").share
    qtbot.wait(300)
    assert session.row("long").share == steps
    click(qtbot, page.resume)
    wait_for(qtbot, session, "long", "running")
    qtbot.waitUntil(lambda: page.stop.isVisible())
    click(qtbot, page.stop)
    assert page.stop.text() == "Really stop?"
    assert phase(session, "long") == "running", "asked in place before anything happens"
    click(qtbot, page.stop)
    wait_for(qtbot, session, "long", "cancelled")
    qtbot.waitUntil(lambda: page.go_on.isVisible())
    click(qtbot, page.go_on)
    wait_for(qtbot, session, "long", "running")


def test_a_run_that_does_not_stop_can_be_killed(qtbot, training, session, monkeypatch):
    start(session, "deaf")
    wait_for(qtbot, session, "deaf", "running")
    qtbot.waitUntil(lambda: training.page.stop.isVisible())
    click(qtbot, training.page.stop)
    click(qtbot, training.page.stop)
    wait_for(qtbot, session, "deaf", "stopping")
    assert not training.page.kill.isVisible(), "it gets the time to end by itself"
    monkeypatch.setattr("stac_gui.presenters.training.session.PATIENCE", 0.0)
    qtbot.waitUntil(lambda: training.page.kill.isVisible())
    click(qtbot, training.page.kill)
    wait_for(qtbot, session, "deaf", "crashed")


def test_runs_that_fail_break_off_or_never_begin_say_why(qtbot, training, session):
    for name, wanted, words in (
        ("broken", "failed", "the loss is not finite"),
        ("killed", "crashed", "Killed by the test"),
        ("silent", "refused", "ImportError: something is missing"),
    ):
        start(session, name)
        wait_for(qtbot, session, name, wanted)
        assert words in session.row(name).error
        qtbot.waitUntil(lambda words=words: words in training.page.error.text())
        assert training.page.go_on.isVisible()


# ---- found again ---------------------------------------------------------------------------


def test_a_run_started_in_a_shell_is_watched_like_any_other(qtbot, training, session, project):
    queue_run(load_project(project), project, "shell")
    process = subprocess.Popen(
        [*PROGRAM, "train", str(project), "--resume", "shell", "--device", "cpu"]
    )
    wait_for(qtbot, session, "shell", "running")
    (project / "runs" / "shell" / "cancel").touch()
    wait_for(qtbot, session, "shell", "cancelled")
    assert process.wait(10) == 0


def test_a_run_survives_the_window_and_is_found_again(qtbot, window, desk, session, project):
    start(session, "long")
    wait_for(qtbot, session, "long", "running")
    line = window.review_bar.training
    qtbot.waitUntil(lambda: line.isVisible() and "epoch" in line.text())
    assert line.text().endswith("2 min left") or "90 s left" in line.text()
    window.close()
    steps = len(read_run(project / "runs" / "long").history.scalars["total"])
    time.sleep(0.4)
    assert len(read_run(project / "runs" / "long").history.scalars["total"]) > steps
    found = RunScanner(project).scan(["long"])
    assert found.rows[0].phase == "running"
    assert found.details["long"].curves.find("loss/total") is not None
    (project / "runs" / "long" / "cancel").touch()


# ---- what a run shows ----------------------------------------------------------------------


def test_curves_samples_and_log_of_a_run(qtbot, training, session):
    start(session, "quick")
    wait_for(qtbot, session, "quick", "completed")
    page = training.page
    qtbot.waitUntil(lambda: session.details is not None and len(session.details.samples) == 2)
    qtbot.waitUntil(lambda: "total" in page.curves.losses._lines)
    x, _ = page.curves.losses._lines["total"].getData()
    assert len(x) == 8
    assert "mIoU" in page.curves.figures._legend.text()
    page.tabs.setCurrentWidget(page.samples)
    model = page.samples.model
    assert (model.rowCount(), model.columnCount()) == (1, 2)
    assert model.headerData(1, Qt.Orientation.Horizontal) == "epoch 2\nmIoU 50.0 %"
    index = model.index(0, 1)
    qtbot.waitUntil(lambda: model.data(index, Qt.ItemDataRole.DecorationRole) is not None)
    picture = model.data(index, Qt.ItemDataRole.DecorationRole).toImage()
    assert picture.pixelColor(3, 3).red() == 200
    page.tabs.setCurrentWidget(page.log)
    assert page.log.model.rowCount() == 2
    page.log.level.setCurrentIndex(1)
    assert page.log.model.rowCount() == 1
    qtbot.keyClicks(page.log.search, "S9")
    assert page.log.found.text() == "1 of 1"
    page.log.search.setText("nowhere")
    assert page.log.found.text() == "not found"


def test_use_this_model_leaves_decided_masks(qtbot, window, training, session, project):
    review = window.controller.session
    with open_store(project, ["scratch", "blob"]) as store:
        before = store.records()
    start(session, "quick")
    wait_for(qtbot, session, "quick", "completed")
    qtbot.waitUntil(lambda: "is done" in window.messages.text)
    qtbot.waitUntil(lambda: training.page.use.isVisible() and training.page.use.isEnabled())
    click(qtbot, training.page.use)
    qtbot.waitUntil(lambda: review.supply.model is not None
                    and review.supply.model.path.parent.name == "quick")  # fmt: skip
    assert load_project(project).model.current == "runs/quick/model.safetensors"
    qtbot.waitUntil(lambda: training.page.use.text() == "In use")
    with open_store(project, ["scratch", "blob"]) as store:
        assert store.records() == before


def test_two_runs_are_compared_on_the_image_at_hand(qtbot, window, training, session):
    for name in ("quick-a", "quick-b"):
        start(session, name)
        wait_for(qtbot, session, name, "completed")
    page = training.page
    page.tabs.setCurrentWidget(page.compare)
    compare = page.compare
    qtbot.waitUntil(lambda: compare.other.count() == 2)
    compare.other.setCurrentIndex(1)
    qtbot.waitUntil(lambda: len(compare.plot._lines) == 2)
    assert set(compare.plot._lines) == {"quick-a", "quick-b"}
    comparison = window.controller.training.comparison
    qtbot.waitUntil(lambda: all(comparison.picture(n) is not None for n in (0, 1)), timeout=10_000)
    both = [comparison.picture(n).copy() for n in (0, 1)]
    assert both[0].shape == (40, 50, 3)
    np.testing.assert_array_equal(*both)  # the stand-in's two models are the same
    compare.class_box.setCurrentIndex(2)
    qtbot.waitUntil(lambda: not np.array_equal(comparison.picture(0), both[0]))
    window.next_image()
    qtbot.waitUntil(lambda: comparison.picture(0) is None or comparison.picture(0) is not both[0])


def test_training_needs_a_project(qtbot, window, surfaces):
    with qtbot.waitSignal(window.canvas.painted, timeout=5000):
        window.open_path(surfaces)
    window.actions_by_id[ActionId.NEW_RUN].trigger()
    training = window.controller.training.window
    assert training.pages.currentWidget() is training.nothing
    assert not training.new.isEnabled()


def test_closing_hides_and_the_runs_are_looked_at_less_often(qtbot, training, session):
    assert session._timer.interval() == 500
    training.close()
    assert session._timer.interval() == 5000


# ---- large histories -----------------------------------------------------------------------


def test_a_long_run_reaches_the_window_thinned_out(tmp_path, project):
    folder = queue_run(load_project(project), project, "huge")
    (folder / "queued").unlink()
    events = EventWriter(folder / "events.jsonl")
    events.write("run_start", epochs=80)
    for step in range(1, 5001):
        events.write("scalar", step=step, epoch=1, values={"total": float(step % 7), "lr": 0.1})
    events.close()
    details = RunScanner(project).scan(["huge"]).details["huge"]
    curve = details.curves.find("loss/total")
    assert len(curve.x) <= 2 * BUCKETS
    assert (curve.y.min(), curve.y.max()) == (0.0, 6.0), "peaks stay"
    assert details.curves.find("lr/lr").last == pytest.approx(0.1)


def test_thinning_keeps_extremes_and_gaps():
    y = np.zeros(10_000)
    y[5000], y[7777] = 9, -9
    x, thin = thin_out(np.arange(10_000.0), y, 50)
    assert len(x) <= 100
    assert (thin.max(), thin.min()) == (9, -9)
    assert (np.diff(x) >= 0).all()
    average = moving_average(np.array([1.0, np.nan, 3.0, 5.0]), 3)
    np.testing.assert_allclose(average, [1.0, np.nan, 4.0, 4.0])


def test_numbers_are_said_as_a_person_would():
    assert [duration(value) for value in (40, 364, 3900, 200_000)] == [
        "40 s", "6 min", "1 h 05 min", "2 d 7 h",
    ]  # fmt: skip
    assert (memory(640), memory(1126.4)) == ("640 MB", "1.1 GB")


def test_services_can_be_closed_twice(window):
    window.close()
    window.controller._services.close()
