from __future__ import annotations

import os
import sys
import threading
import time

import numpy as np
import pytest
import qimage2ndarray
from PySide6.QtCore import QThread

from stac_core.data.items import scan_folder
from stac_core.errors import DataError
from stac_core.types import ImageItem
from stac_gui.workers import images as workers
from stac_gui.workers.engines import ModelRequest
from stac_gui.workers.images import ByteCache, ImageLoader, ThumbnailLoader
from stac_gui.workers.inference import InferenceRequest, InferenceThread
from stac_gui.workers.tasks import NICENESS, TaskPool

CLASSES = ["scratch", "blob"]


def gui_thread():
    from PySide6.QtWidgets import QApplication

    return QThread.currentThread() is QApplication.instance().thread()


# ---- tasks -------------------------------------------------------------------------------


@pytest.fixture
def tasks(qapp):
    pool = TaskPool(2)
    yield pool
    pool.close()


def test_task_result_and_error_come_back_in_the_gui_thread(tasks, qtbot):
    seen = []

    def fail():
        raise DataError("broken", where="x", fix="Mend it")

    def record(value):
        seen.append((value, gui_thread()))

    tasks.submit(lambda: threading.current_thread() is threading.main_thread(), record, record)
    tasks.submit(fail, record, lambda error: record(error.message))
    qtbot.waitUntil(lambda: len(seen) == 2)
    assert set(seen) == {(False, True), ("x: broken. Mend it.", True)}
    assert tasks.running == 0


def test_unexpected_error_is_reported_and_logged(tasks, qtbot, caplog):
    seen = []
    tasks.submit(lambda: 1 / 0, seen.append, seen.append)
    qtbot.waitUntil(lambda: len(seen) == 1)
    assert not seen[0].is_expected
    assert "ZeroDivisionError" in seen[0].message
    assert "ZeroDivisionError" in caplog.text


def test_closed_pool_calls_nobody(qapp, qtbot):
    pool, seen, gate = TaskPool(1), [], threading.Event()
    pool.submit(gate.wait, seen.append, seen.append)
    pool.submit(lambda: 2, seen.append, seen.append)
    gate.set()
    pool.close()
    qapp.processEvents()
    assert seen == []


# ---- images ------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere Qt sets priorities of threads")
def test_threads_of_pools_step_aside_for_the_window(qtbot):
    def niceness():
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    before, pool, seen = niceness(), TaskPool(1), []
    for _ in range(2):  # once for each thread, not for each job
        pool.submit(niceness, seen.append, pytest.fail)
    qtbot.waitUntil(lambda: len(seen) == 2)
    assert seen == [min(19, before + NICENESS)] * 2
    assert niceness() == before
    pool.close()


def test_cache_keeps_the_newest_within_its_limit():
    cache = ByteCache(100)
    for name in "abc":
        cache.put(name, name.upper(), 40)
    assert cache.get("a") is None
    assert cache.get("b") == "B"
    cache.put("d", "D", 40)
    assert "c" not in cache
    cache.put("huge", "H", 1000)
    assert cache.get("huge") == "H"
    cache.put("huge", "h", 1)
    assert cache.get("huge") == "h"
    cache.clear()
    assert cache.get("huge") is None


def test_loader_decodes_once_and_reports_failures(qtbot, surfaces):
    (surfaces / "bad.png").write_bytes(b"x")
    items = {item.id: item for item in scan_folder(surfaces)}
    loader = ImageLoader()
    seen = []
    loader.loaded.connect(seen.append)
    with qtbot.waitSignal(loader.loaded):
        loader.request(items["s0.png"])
        loader.request(items["s0.png"], urgent=True)
    assert loader.get(items["s0.png"]).pixels.shape == (40, 50)
    loader.request(items["s0.png"])
    with qtbot.waitSignal(loader.failed) as blocker:
        loader.request(items["bad.png"])
    assert blocker.args[0] == "bad.png"
    assert "bad.png" in blocker.args[1].message
    loader.close()
    assert len(seen) == 1


def test_thumbnails_newest_first_and_unreadable_is_null(qtbot, surfaces):
    (surfaces / "bad.png").write_bytes(b"x")
    items = scan_folder(surfaces)
    images = ImageLoader()
    loader = ThumbnailLoader(images)
    order = []
    loader.loaded.connect(lambda image_id, picture: order.append((image_id, picture.isNull())))
    for item in items:
        loader.request(item, 96)
    assert not loader.is_idle
    assert not loader._busy, "it begins when what asks has been painted"
    qtbot.waitUntil(lambda: len(order) == len(items))
    assert [name for name, _ in order] == [item.id for item in reversed(items)]
    assert dict(order)["bad.png"]
    assert loader.is_idle
    loader.close()
    images.close()


@pytest.mark.parametrize("broken", [False, True])
def test_an_image_being_read_gives_its_thumbnail_so_no_file_is_decoded_twice(
    qtbot, surfaces, monkeypatch, broken
):
    if broken:
        (surfaces / "s1.png").write_bytes(b"x")
    items = {item.id: item for item in scan_folder(surfaces)}
    gate, alone = threading.Event(), []
    load, read = workers.load_image, workers.read_thumbnail
    monkeypatch.setattr(workers, "load_image", lambda item: gate.wait(10) and load(item))
    monkeypatch.setattr(
        workers, "read_thumbnail", lambda path, side: (alone.append(path.name), read(path, side))[1]
    )
    images = ImageLoader()
    loader, seen = ThumbnailLoader(images), {}
    loader.loaded.connect(seen.__setitem__)
    images.request(items["s1.png"])
    loader.request(items["s0.png"], 20)
    loader.request(items["s1.png"], 20)
    qtbot.waitUntil(lambda: "s0.png" in seen)  # the others do not wait for it
    assert alone == ["s0.png"]
    assert not loader.is_idle
    gate.set()
    qtbot.waitUntil(lambda: loader.is_idle)
    assert alone == ["s0.png", *["s1.png"] * broken]  # a broken file says so itself
    assert seen["s1.png"].isNull() == broken
    if not broken:
        assert max(seen["s1.png"].size().toTuple()) == 20
        assert loader.stamps()["s1.png"] == images.stamps()["s1.png"]
        shown = qimage2ndarray.rgb_view(seen["s1.png"])
        expected = read(items["s1.png"].path, 20)
        assert np.abs(shown.astype(int) - expected.astype(int)).max() <= 2
    loader.close()
    images.close()


# ---- inference ---------------------------------------------------------------------------


class Log:
    """The terminal signals of each request."""

    def __init__(self, thread):
        self.ends = []
        thread.finished.connect(lambda image_id, result: self.ends.append((image_id, "finished")))
        thread.failed.connect(lambda image_id, error: self.ends.append((image_id, "failed")))
        thread.cancelled.connect(lambda image_id: self.ends.append((image_id, "cancelled")))


@pytest.fixture
def inference(qapp, engine):
    thread = InferenceThread(make_engine=engine)
    yield thread
    if engine.hold is not None:
        engine.hold.set()
    thread.close()


@pytest.fixture
def requests(surfaces):
    items = scan_folder(surfaces)
    return [InferenceRequest(item, None, priority) for priority, item in enumerate(items)]


def load(inference, qtbot, weights):
    with qtbot.waitSignal(inference.model_loaded) as blocker:
        inference.load(ModelRequest(weights))
    return blocker.args[0]


def test_requests_wait_for_the_model_and_run_by_priority(
    inference, qtbot, weights, requests, engine
):
    log = Log(inference)
    inference.want(list(reversed(requests)))
    assert load(inference, qtbot, weights).classes == ("scratch", "blob")
    inference.want(list(reversed(requests)))
    qtbot.waitUntil(lambda: len(log.ends) >= 5 + len(requests))
    assert engine.looked == [each.item.id for each in requests]
    finished = [name for name, end in log.ends if end == "finished"]
    assert finished == [each.item.id for each in requests]


def test_what_nobody_wants_any_more_is_cancelled(inference, qtbot, weights, requests, engine):
    load(inference, qtbot, weights)
    engine.hold = threading.Event()
    log = Log(inference)
    with qtbot.waitSignal(inference.started):
        inference.want(requests[:3])
    inference.want(requests[3:4])
    with qtbot.waitSignal(inference.started):
        pass
    engine.hold.set()
    qtbot.waitUntil(lambda: len(log.ends) == 4)
    ends = dict(log.ends)
    assert len(ends) == 4, "one terminal signal each"
    assert ends == {"s0.png": "cancelled", "s1.png": "cancelled", "s2.png": "cancelled",
                    "s3.png": "finished"}  # fmt: skip


def test_what_was_looked_at_is_not_looked_at_again_before_it_arrives(
    inference, qtbot, weights, requests, engine
):
    load(inference, qtbot, weights)
    arrived = []
    inference.finished.connect(lambda image_id, _: arrived.append(image_id))
    inference.want(requests[:2])
    until = time.monotonic() + 5
    while len(engine.looked) < 2 and time.monotonic() < until:
        time.sleep(0.01)  # this thread takes no notice of results meanwhile
    time.sleep(0.05)
    assert arrived == []
    inference.want(requests[:3])
    qtbot.waitUntil(lambda: len(arrived) == 3)
    assert engine.looked == [request.item.id for request in requests[:3]]


def test_running_request_that_is_still_wanted_goes_on(inference, qtbot, weights, requests, engine):
    load(inference, qtbot, weights)
    engine.hold = threading.Event()
    log = Log(inference)
    with qtbot.waitSignal(inference.started):
        inference.want(requests[:1])
    inference.want(requests[:2])
    engine.hold.set()
    qtbot.waitUntil(lambda: len(log.ends) == 2)
    assert engine.looked == ["s0.png", "s1.png"]
    assert [end for _, end in log.ends] == ["finished", "finished"]


def test_results_of_a_forgotten_generation_count_as_cancelled(
    inference, qtbot, weights, requests, engine
):
    load(inference, qtbot, weights)
    log = Log(inference)
    entered, leave = threading.Event(), threading.Event()
    predict = engine.predict

    def late(self, item, value_range, cancel):
        entered.set()
        leave.wait(10)  # finishes although it was cancelled in the meantime
        return predict(self, item, value_range, cancel)

    engine.predict = late
    try:
        inference.want(requests[:1])
        assert entered.wait(10)
        inference.forget()
        leave.set()
        qtbot.waitUntil(lambda: log.ends == [("s0.png", "cancelled")])
    finally:
        engine.predict = predict


def test_failure_of_one_image_does_not_stop_the_others(inference, qtbot, weights, requests, engine):
    engine.fail_on = frozenset({"s1.png"})
    load(inference, qtbot, weights)
    log = Log(inference)
    inference.want(requests[:3])
    qtbot.waitUntil(lambda: len(log.ends) == 3)
    assert [end for _, end in log.ends] == ["finished", "failed", "finished"]


def test_missing_weights_are_reported_and_another_model_can_follow(
    inference, qtbot, weights, tmp_path
):
    with qtbot.waitSignal(inference.model_failed) as blocker:
        inference.load(ModelRequest(tmp_path / "none.bin"))
    assert "none.bin" in blocker.args[0].message
    load(inference, qtbot, weights)
    load(inference, qtbot, weights)


def test_results_cannot_be_changed_by_their_receivers(inference, qtbot, weights, requests):
    load(inference, qtbot, weights)
    with qtbot.waitSignal(inference.finished) as blocker:
        inference.want(requests[:1])
    with pytest.raises(ValueError, match="read-only"):
        blocker.args[1].cam[0] = 0


def test_closing_while_an_image_is_looked_at_does_not_wait_for_it(
    qapp, qtbot, engine, weights, requests
):
    thread = InferenceThread(make_engine=engine)
    load(thread, qtbot, weights)
    engine.hold = threading.Event()
    with qtbot.waitSignal(thread.started):
        thread.want(requests)
    thread.close()
    assert len(engine.looked) == 1
    engine.hold.set()


def test_the_real_engine_uses_the_cache(qtbot, tmp_path, surfaces):
    from core.helpers import save_tiny_model

    from stac_core.types import CancelToken
    from stac_gui.workers.engines import TorchEngine

    path = save_tiny_model(tmp_path / "m.safetensors")
    item = ImageItem("s0.png", surfaces / "s0.png")
    wanted = ModelRequest(path, device="cpu", precision="fp32", cache_root=tmp_path / "p")
    engine = TorchEngine(wanted, lambda text: None)
    first = engine.predict(item, None, CancelToken())
    assert first.present.all(), "the window needs the maps of all classes"
    engine._predictor = None  # a second look must not compute anything
    second = engine.predict(item, None, CancelToken())
    np.testing.assert_array_equal(first.cam, second.cam)
    assert engine.summary.runs_on == "CPU fp32"


def test_the_real_engine_settles_how_maps_of_a_convolutional_network_are_made(tmp_path, surfaces):
    from core.test_cnn_runs import save_cnn

    from stac_core.errors import ConfigError
    from stac_core.types import CancelToken
    from stac_gui.workers.engines import CamSettings, TorchEngine

    path = save_cnn(tmp_path / "cnn.safetensors")
    item = ImageItem("s0.png", surfaces / "s0.png")
    engines = [
        TorchEngine(ModelRequest(path, device="cpu", settings=settings), lambda text: None)
        for settings in (CamSettings(), CamSettings(kind="auto"), CamSettings(kind="patchcam"))
    ]
    assert len({engine.summary.identity for engine in engines}) == 1, "they share cached maps"
    assert engines[0].predict(item, None, CancelToken()).present.all()
    assert engines[0].summary.architecture == "stac_cnn_micro"
    with pytest.raises(ConfigError, match="has no class tokens"):
        TorchEngine(ModelRequest(path, settings=CamSettings(kind="fused")), lambda text: None)
