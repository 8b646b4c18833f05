"""Two models, one shown: proposals by STAC's heat maps or by the segmenter, one key apart."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gui.driving import drag, saved, trigger
from stac_core.labels.store import open_store
from stac_core.project import load_project, save_project
from stac_core.types import ReviewStatus
from stac_gui.action_table import ActionId
from stac_gui.panels.weights import ModelChoice
from stac_gui.presenters.opening import open_path
from stac_gui.workers.engines import ModelRequest
from stac_gui.workers.inference import InferenceRequest, InferenceThread

CLASSES = ["scratch", "blob"]


@pytest.fixture
def both(project):
    """The project with a model and a segmenter to its name."""
    for name in ("cam.bin", "seg.bin"):
        (project / name).touch()
    values = load_project(project)
    model = values.model.model_copy(update={"current": "cam.bin"})
    segment = values.segment.model_copy(update={"current": "seg.bin"})
    save_project(values.model_copy(update={"model": model, "segment": segment}), project)
    return project


@pytest.fixture
def opened(window, qtbot, both):
    """The project with both models loaded and both proposals of the first image there."""
    window.open_path(both)
    session = window.controller.session
    wait_for_both(session, qtbot)
    return session


def wait_for_both(session, qtbot):
    def ready():
        return session.document is not None and all(
            session.proposals.maps(name) is not None for name in ("cam", "segmenter")
        )

    qtbot.waitUntil(ready)


def rows_of(mask):
    """How far down the mask reaches."""
    rows = np.flatnonzero(mask.any(axis=1))
    return 0 if not len(rows) else int(rows.max()) + 1


def press(window, key=Qt.Key.Key_P):
    window.activateWindow()
    window.canvas.setFocus()
    QTest.keyClick(window, key)


def test_segmenter_is_shown_first_and_a_key_changes_to_the_heat_maps(window, opened):
    switch = window.inspector.source
    assert opened.sources.shown == "segmenter"
    assert rows_of(opened.document.mask) == 13, "the fake segmenter sees the upper third only"
    assert opened.spec.threshold == 0.5
    assert switch.buttons["segmenter"].isChecked()
    assert "seg.bin" in window.model_label.text()
    press(window)
    assert opened.sources.shown == "cam"
    assert rows_of(opened.document.mask) == 20
    assert opened.spec.threshold == 0.55, "the project's, for its heat maps"
    assert switch.buttons["cam"].isChecked()
    assert "cam.bin" in window.model_label.text()
    QTest.mouseClick(switch.buttons["segmenter"], Qt.MouseButton.LeftButton)
    assert opened.sources.shown == "segmenter"
    assert rows_of(opened.document.mask) == 13


def test_each_source_keeps_its_own_threshold(window, qtbot, opened):
    window.inspector.thresholds.threshold_value.setValue(0.95)  # makes the mask a person's
    assert opened.mask_source == "segmenter"
    opened.go_to(1)
    assert opened.spec.threshold == 0.95
    press(window)
    qtbot.waitUntil(lambda: opened.maps is not None and opened.document is not None)
    assert opened.spec.threshold == 0.55
    press(window)
    assert opened.spec.threshold == 0.95
    window.inspector.thresholds.reset_button.click()
    assert opened.spec.threshold == 0.5


def test_edited_and_decided_masks_stay_whatever_is_shown(window, qtbot, opened, both):
    trigger(window, ActionId.BRUSH)
    drag(window, [(30, 30), (34, 30)])
    edited = opened.document.mask.copy()
    press(window)
    np.testing.assert_array_equal(opened.document.mask, edited)
    assert "began with the segmenter" in window.inspector.source.note.text()
    assert opened.spec.threshold == 0.5
    trigger(window, ActionId.ACCEPT)
    saved(qtbot, opened)
    with open_store(both, CLASSES, read_only=True) as store:
        record = store.record("s0.png")
    assert (record.source["model"], record.source["kind"]) == ("digest-seg", "segmenter")
    assert record.source["threshold"] == 0.5

    wait_for_both(opened, qtbot)  # the second image, by the heat maps, untouched
    accepted = opened.document.mask.copy()
    trigger(window, ActionId.ACCEPT)
    opened.go_to(1)
    press(window)
    np.testing.assert_array_equal(opened.document.mask, accepted)
    saved(qtbot, opened)
    opened.open(open_path(both))
    opened.go_to(1)
    wait_for_both(opened, qtbot)
    assert opened.sources.shown == "segmenter"
    np.testing.assert_array_equal(opened.document.mask, accepted)
    with open_store(both, CLASSES, read_only=True) as store:
        record = store.record("s1.png")
    assert (record.source["model"], record.source["kind"]) == ("digest-cam", "fused")
    assert (record.origin, record.pixels_changed) == ("model", 0)


def test_both_models_look_ahead_the_shown_one_first(opened, qtbot, engine):
    qtbot.waitUntil(lambda: len(engine.looked) == 4 and len(engine.segmented) == 4)
    assert engine.segmented[0] == "s0.png"
    # the engine has been asked; what it said is on its way
    qtbot.waitUntil(lambda: opened.sources["cam"].get("s1.png") is not None)
    opened.next()
    assert opened.proposals.maps("cam") is not None or opened.image is None
    wait_for_both(opened, qtbot)


def test_change_without_maps_shows_no_mask_until_they_arrive(window, qtbot, both, held, engine):
    held.set()
    window.open_path(both)
    session = window.controller.session
    wait_for_both(session, qtbot)
    engine.hold.clear()
    session.go_to(4)  # not looked at ahead
    qtbot.waitUntil(lambda: session.document is not None)
    press(window)
    assert not session.document.mask.any()
    assert session.is_waiting_for_maps
    engine.hold.set()
    wait_for_both(session, qtbot)
    assert session.document.maps_source == "cam"
    assert session.document.mask.any()


def test_missing_segmenter_is_said_and_its_button_is_off(window, open_project):
    session = open_project()
    switch = window.inspector.source
    assert not switch.buttons["segmenter"].isEnabled()
    assert "No segmenter yet" in switch.about.text()
    press(window)
    assert session.sources.shown == "cam"
    assert "No segmenter yet" in window.messages.text


def test_segmenter_that_cannot_be_loaded_says_why_and_heat_maps_are_a_key_away(
    window, qtbot, both, caplog
):
    (both / "seg.bin").unlink()
    window.open_path(both)
    session = window.controller.session
    qtbot.waitUntil(lambda: "cannot be read" in window.inspector.source.about.text())
    press(window)
    qtbot.waitUntil(lambda: session.document is not None and session.document.mask.any())
    assert session.document.maps_source == "cam"


def test_scores_follow_the_model_that_is_shown(window, qtbot, opened):
    assert opened.data.predictions["s0.png"].model == "digest-seg"
    press(window)
    assert opened.data.predictions["s0.png"].model == "digest-cam"


def test_weights_dialog_takes_a_segmenter_too(window, qtbot, open_project, dialogs, tmp_path):
    torch = pytest.importorskip("torch")
    from stac_core.segmentation.model_file import SegmenterInfo, build_segmenter, save_segmenter

    session = open_project()
    info = SegmenterInfo(classes=CLASSES, input_size=(32, 32))
    torch.manual_seed(0)
    path = tmp_path / "chosen.safetensors"
    save_segmenter(path, build_segmenter(info), info)
    dialogs.answers["ask_model"] = ModelChoice(path, "cpu", "fp32")
    trigger(window, ActionId.CHOOSE_MODEL)
    qtbot.waitUntil(lambda: session.sources.shown == "segmenter")
    qtbot.waitUntil(lambda: session.sources["segmenter"].model is not None)
    assert session.sources["cam"].model is not None, "the other model stays"


def test_change_takes_less_than_a_frame(opened):
    times = []
    for _ in range(6):
        started = time.thread_time()  # the clock would measure what else the machine does
        opened.sources.toggle()
        times.append(time.thread_time() - started)
    assert sorted(times)[len(times) // 2] < 0.016


def test_two_models_in_one_thread_take_turns(qtbot, engine, surfaces, weights):
    from stac_core.data.items import scan_folder

    first = InferenceThread(make_engine=engine)
    second = InferenceThread(beside=first)
    items = scan_folder(surfaces)
    ends = []
    first.finished.connect(lambda image_id, _: ends.append(("cam", image_id)))
    second.finished.connect(lambda image_id, _: ends.append(("segmenter", image_id)))
    with qtbot.waitSignals([first.model_loaded, second.model_loaded]):
        first.load(ModelRequest(weights))
        second.load(ModelRequest(weights, source="segmenter"))
    first.want([InferenceRequest(item, None, 2 * n) for n, item in enumerate(items[:2])])
    second.want([InferenceRequest(item, None, 2 * n + 1) for n, item in enumerate(items[:2])])
    qtbot.waitUntil(lambda: len(ends) == 4)
    assert set(ends) == {(s, i.id) for s in ("cam", "segmenter") for i in items[:2]}
    second.forget()
    first.want([InferenceRequest(items[2])])
    qtbot.waitUntil(lambda: ("cam", items[2].id) in ends)
    second.close()
    first.close()


def test_real_engine_makes_the_segmenters_maps_and_the_cache_tells_them_apart(
    project, surfaces, tmp_path
):
    torch = pytest.importorskip("torch")
    from stac_core.data.items import scan_folder
    from stac_core.segmentation.model_file import SegmenterInfo, build_segmenter, save_segmenter
    from stac_core.types import CancelToken
    from stac_gui.workers.engines import TorchEngine

    torch.manual_seed(0)
    info = SegmenterInfo(classes=CLASSES, input_size=(32, 32))
    path = tmp_path / "s.safetensors"
    save_segmenter(path, build_segmenter(info), info)
    request = ModelRequest(
        path, "segmenter", "cpu", "fp32", classes=tuple(CLASSES), cache_root=project
    )
    engine = TorchEngine(request, lambda text: None)
    assert (engine.summary.threshold, engine.summary.kind) == (0.5, "segmenter")
    item = scan_folder(surfaces)[0]
    first = engine.predict(item, None, CancelToken())
    assert first.cam.shape == (2, 40, 50)
    assert (project / "cache" / "cam" / engine.summary.identity / "s0.npz").is_file()
    again = TorchEngine(replace(request, precision="auto"), lambda text: None)
    assert again.summary.identity == engine.summary.identity
    np.testing.assert_allclose(again.predict(item, None, CancelToken()).cam, first.cam, atol=1e-3)


def test_back_to_undecided_keeps_the_mask(window, qtbot, opened):
    press(window)
    accepted = opened.document.mask.copy()
    opened.set_status(ReviewStatus.ACCEPTED)
    opened.set_status(ReviewStatus.TODO)
    press(window)
    np.testing.assert_array_equal(opened.document.mask, accepted)


def test_the_histogram_is_of_the_model_that_the_mask_is_made_with(window, qtbot, opened):
    histogram = window.inspector.thresholds.histogram
    of_segmenter = histogram.grab().toImage()
    press(window)
    qtbot.waitUntil(lambda: opened.mask_source == "cam")
    of_cam = histogram.grab().toImage()
    assert of_cam != of_segmenter
    press(window)
    window.inspector.thresholds.threshold_value.setValue(0.95)  # makes the mask a person's
    edited = histogram.grab().toImage()
    press(window)
    assert opened.sources.shown == "cam"
    assert opened.mask_source == "segmenter"
    assert histogram.grab().toImage() == edited
