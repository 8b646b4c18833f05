"""The thread of the label store: what is saved, when, and what a failure leaves."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from PySide6.QtCore import QThread

from stac_core.labels.journal import read_journal
from stac_core.labels.packed_mask import PackedMask
from stac_core.labels.recovery import read_left_work
from stac_core.labels.store import LabelStore, Prediction, open_store
from stac_core.types import ReviewStatus
from stac_gui.workers.save_queue import AT_ONCE, SaveRequest
from stac_gui.workers.storage import StoreThread

CLASSES = ["scratch", "blob"]


def gui_thread():
    from PySide6.QtWidgets import QApplication

    return QThread.currentThread() is QApplication.instance().thread()


@pytest.fixture
def store(qapp, tmp_path):
    thread = StoreThread()
    yield thread
    thread.close()


def request(image_id="a.png", value=1, **changes):
    values = {
        "image_id": image_id, "status": ReviewStatus.ACCEPTED, "origin": "person",
        "mask": PackedMask.of(np.full((3, 4), value, np.uint8)), "serial": 1,
    }  # fmt: skip
    return SaveRequest(**values | changes)


def test_saves_wait_for_a_store_and_then_reach_the_disk(store, qtbot, tmp_path):
    store.save(request(serial=1))
    store.save_tags({"a.png": {"blob": True}})
    store.save_prediction("a.png", Prediction({"blob": 0.5}, "m", "s"))
    assert store.has_unsaved
    with qtbot.waitSignals([store.saved, store.idle]):
        store.open(tmp_path, CLASSES)
    assert not store.has_unsaved
    with open_store(tmp_path, CLASSES) as saved:
        record = saved.record("a.png")
        assert saved.load_mask(record.mask_digest).max() == 1
        assert saved.tags() == {"a.png": {"blob": True}}
        assert saved.predictions()["a.png"].scores == {"blob": 0.5}


def test_tags_count_as_unsaved_until_they_are_on_the_disk(store, qtbot, tmp_path, monkeypatch):
    entered, leave = threading.Event(), threading.Event()
    write = LabelStore.set_tags

    def slow(self, tags, **options):
        entered.set()
        assert leave.wait(10)
        write(self, tags, **options)

    monkeypatch.setattr(LabelStore, "set_tags", slow)
    store.open(tmp_path, CLASSES)
    store.save_tags({"a.png": {"blob": True}})
    assert entered.wait(10)
    assert store.has_unsaved
    with qtbot.waitSignal(store.idle):
        leave.set()
    assert not store.has_unsaved


def test_later_save_of_an_image_takes_over_but_loses_nothing(store, qtbot, tmp_path):
    store.save(request(value=1, seconds=2.0, source={"model": "m"}, serial=1))
    store.save(request(value=2, seconds=3.0, serial=2))
    store.save(request(mask=None, seconds=4.0, note="n", serial=3))
    with qtbot.waitSignal(store.saved) as blocker:
        store.open(tmp_path, CLASSES)
    record, serial = blocker.args
    assert (serial, record.revision, record.seconds, record.note) == (3, 1, 9.0, "n")
    assert record.source == {"model": "m"}
    with open_store(tmp_path, CLASSES) as saved:
        assert saved.load_mask(record.mask_digest).max() == 2


def test_changed_pixels_are_counted_in_the_thread(store, qtbot, tmp_path):
    where = []

    def proposal():
        where.append(gui_thread())
        return np.zeros((3, 4), np.uint8)

    store.save(request(proposal=proposal))
    with qtbot.waitSignal(store.saved) as blocker:
        store.open(tmp_path, CLASSES)
    assert blocker.args[0].pixels_changed == 12
    assert where == [False]


def test_failed_save_keeps_the_work_and_is_tried_again(store, qtbot, tmp_path, monkeypatch):
    with qtbot.waitSignal(store.idle):
        store.open(tmp_path, CLASSES)

    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("stac_core.io.os.fsync", full)
        with qtbot.waitSignal(store.failed) as blocker:
            store.save(request(value=2))
    assert "disk is full" in blocker.args[0].message
    assert store.has_unsaved
    with qtbot.waitSignal(store.saved):
        store.retry()
    assert not store.has_unsaved


def test_journal_that_does_not_reach_the_disk_is_told_once(store, qtbot, tmp_path, monkeypatch):
    told = []
    store.unguarded.connect(told.append)

    def broken(*_):
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr("stac_core.labels.journal.os.fsync", broken)
        store.open(tmp_path, CLASSES)
        for number in range(3):
            store.save(request(f"{number}.png"))
            store.flush()
    qtbot.waitUntil(lambda: len(told) == 1)
    assert "Input/output error" in told[0].message
    store.save(request())
    with qtbot.waitSignal(store.idle):
        store.retry()
    assert len(told) == 1


def test_flush_and_detach_block_until_written(store, tmp_path):
    store.open(tmp_path, CLASSES)
    store.save(request())
    store.flush()
    assert not store.has_unsaved
    store.save(request("b.png"))
    store.detach()
    with open_store(tmp_path, CLASSES) as saved:
        assert set(saved.records()) == {"a.png", "b.png"}
    store.save(request("c.png"))
    store.flush()
    assert store.has_unsaved
    store.discard()
    assert not store.has_unsaved


def test_tags_of_very_many_images_are_in_the_journal_without_holding_the_window_up(
    store, qtbot, tmp_path
):
    many = {f"{number}.png": {"blob": True} for number in range(5 * AT_ONCE)}
    store.save_tags(many)
    store.save_tags({"3.png": {"blob": False}})  # later, though it is in the file before the others
    store.keep_in(tmp_path / "journal", "", None)
    store.flush()
    (path,) = (tmp_path / "journal").glob("*.journal")
    entries = read_journal(path).entries
    assert len({entry.image_id for entry in entries}) == len(many)
    crashed = path.read_bytes()
    store.discard()
    store.detach()
    (tmp_path / "journal").mkdir()
    (tmp_path / "journal" / "0-pc-1-dead.journal").write_bytes(crashed)
    assert read_left_work(tmp_path / "journal").tags["3.png"].tags == {"blob": False}


def test_damaged_store_is_reported(store, qtbot, tmp_path):
    (tmp_path / "labels.sqlite").write_bytes(b"not a database, but long enough to be read" * 30)
    with qtbot.waitSignal(store.failed) as blocker:
        store.open(tmp_path, CLASSES)
    assert "damaged" in blocker.args[0].message
