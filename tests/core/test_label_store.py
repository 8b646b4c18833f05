from __future__ import annotations

import os
import sqlite3
import threading

import numpy as np
import pytest

from stac_core.errors import LabelStoreError, StorageError
from stac_core.labels import database
from stac_core.labels.store import STORE_FILE, LabelRecord, Prediction, open_store
from stac_core.types import ReviewStatus

CLASSES = ["scratch", "blob"]
ACCEPTED, TODO = ReviewStatus.ACCEPTED, ReviewStatus.TODO


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path, CLASSES) as store:
        yield store


def mask_of(value, shape=(6, 7)):
    return np.full(shape, value, np.uint8)


def accept(store, image_id="a.png", value=1, **options):
    return store.save(
        image_id, status=ACCEPTED, mask=mask_of(value), origin="person", who="ann", **options
    )


def test_saved_record_and_mask_are_there_after_reopening(tmp_path, store):
    accept(store, source={"model": "m1"}, seconds=4.5, pixels_changed=9, note="rim")
    with open_store(tmp_path, CLASSES) as again:
        record = again.record("a.png")
        np.testing.assert_array_equal(again.load_mask(record.mask_digest), mask_of(1))
    assert (record.status, record.origin, record.who) == (ACCEPTED, "person", "ann")
    assert (record.source, record.seconds, record.pixels_changed) == ({"model": "m1"}, 4.5, 9)
    assert (record.note, record.revision) == ("rim", 1)


def test_unknown_image_has_an_empty_record(store):
    assert store.record("none.png") == LabelRecord("none.png")
    assert store.records() == {}


def test_every_save_is_a_revision_and_old_masks_stay(store):
    accept(store, value=1, seconds=1)
    accept(store, value=2, seconds=2)
    store.save("a.png", status=ReviewStatus.REJECTED, origin="person")
    history = store.history("a.png")
    assert [record.revision for record in history] == [1, 2, 3]
    assert [store.load_mask(record.mask_digest).max() for record in history] == [1, 2, 2]
    assert store.record("a.png").seconds == 3
    assert [event["type"] for event in store.events()] == ["save"] * 3


def test_equal_masks_share_one_file(tmp_path, store):
    accept(store, "a.png")
    accept(store, "b.png")
    assert len(list((tmp_path / "masks").rglob("*.png"))) == 1


def test_tags_are_replaced_and_unknown_stays_unknown(store):
    store.set_tags({"a.png": {"scratch": True, "blob": False}, "b.png": {"blob": True}})
    store.set_tags({"a.png": {"scratch": False}})
    assert store.tags() == {"a.png": {"scratch": False}, "b.png": {"blob": True}}
    with pytest.raises(LabelStoreError, match="unknown class 'dent'"):
        store.set_tags({"a.png": {"dent": True}})
    assert store.tags()["a.png"] == {"scratch": False}


def test_renamed_class_keeps_its_tags(tmp_path, store):
    store.set_tags({"a.png": {"blob": True}})
    with open_store(tmp_path, ["scratch", "pit"]) as renamed:
        assert renamed.tags() == {"a.png": {"pit": True}}


def test_inference_never_touches_what_a_person_did(store):
    assert store.propose("a.png", mask_of(1), {"model": "m1"})
    assert store.propose("a.png", mask_of(2), {"model": "m2"})
    assert store.record("a.png").origin == "model"
    store.save("a.png", status=TODO, mask=mask_of(1), origin="person")
    assert not store.propose("a.png", mask_of(2), {"model": "m3"})
    for status in (ACCEPTED, ReviewStatus.NEEDS_FIX, ReviewStatus.REJECTED):
        store.save("b.png", status=status, origin="model")
        before = store.record("b.png")
        assert not store.propose("b.png", mask_of(2), {"model": "m3"})
        assert store.record("b.png") == before


def test_same_proposal_again_makes_no_revision(store):
    for _ in range(3):
        assert store.propose("a.png", mask_of(1), {"model": "m1"})
    assert store.record("a.png").revision == 1


def test_predictions_are_replaced(store):
    store.set_predictions({"a.png": Prediction({"blob": 0.5}, "m1", "s")})
    store.set_predictions({"a.png": Prediction({"blob": 0.25}, "m2", "s")})
    assert store.predictions() == {"a.png": Prediction({"blob": 0.25}, "m2", "s")}


def test_missing_and_damaged_masks_are_named(store):
    record = accept(store)
    path = store.mask_path(record.mask_digest)
    data = path.read_bytes()
    path.write_bytes(data[:-1] + b"x")
    with pytest.raises(LabelStoreError, match="damaged"):
        store.load_mask(record.mask_digest)
    path.unlink()
    with pytest.raises(LabelStoreError, match="missing"):
        store.load_mask(record.mask_digest)


def test_full_disk_while_the_mask_is_written_changes_nothing(store, monkeypatch):
    accept(store, value=1)
    before = store.record("a.png")

    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("stac_core.io.os.fsync", full)
        with pytest.raises(StorageError, match="disk is full"):
            accept(store, value=2)
    assert store.record("a.png") == before
    assert store.unused_masks() == []
    accept(store, value=2)
    assert store.record("a.png").revision == 2


class FailingConnection:
    """Fails at one statement as SQLite does on a full disk."""

    def __init__(self, connection, start):
        self._connection, self._start = connection, start

    def execute(self, query, *values):
        if query.startswith(self._start):
            raise sqlite3.OperationalError("database or disk is full")
        return self._connection.execute(query, *values)

    def __getattr__(self, name):
        return getattr(self._connection, name)


@pytest.mark.parametrize(
    "statement",
    ["BEGIN", "INSERT INTO revisions", "INSERT OR REPLACE INTO records", "INSERT INTO events",
     "COMMIT"],
)  # fmt: skip
def test_full_disk_at_each_statement_gives_the_old_state(tmp_path, store, statement):
    accept(store, value=1)
    before = store.record("a.png")
    connection = store._db
    store._db = FailingConnection(connection, statement)
    with pytest.raises(StorageError, match="disk is full"):
        accept(store, value=2)
    store._db = connection
    with open_store(tmp_path, CLASSES) as again:
        assert again.record("a.png") == before
        assert len(again.history("a.png")) == 1
        assert len(again.unused_masks()) == 1  # the mask came first; no row names it
    accept(store, value=2)
    assert store.record("a.png").revision == 2


def test_newer_store_other_database_and_damage_are_refused(tmp_path):
    path = tmp_path / STORE_FILE
    open_store(tmp_path, CLASSES).close()
    db = sqlite3.connect(path)
    db.execute("PRAGMA user_version = 99")
    db.commit()
    db.close()
    for read_only in (False, True):
        with pytest.raises(LabelStoreError, match="newer program"):
            open_store(tmp_path, CLASSES, read_only=read_only)
    path.write_bytes(b"not a database, but long enough to be looked at " * 30)
    with pytest.raises(LabelStoreError, match="damaged"):
        open_store(tmp_path, CLASSES)
    path.unlink()
    db = sqlite3.connect(path)
    db.execute("PRAGMA application_id = 7")
    db.commit()
    db.close()
    with pytest.raises(LabelStoreError, match="another program's"):
        open_store(tmp_path, CLASSES)


VERSION_1 = """
CREATE TABLE tags (item TEXT NOT NULL, class INTEGER NOT NULL, present INTEGER NOT NULL,
    who TEXT NOT NULL, t REAL NOT NULL, PRIMARY KEY (item, class)) WITHOUT ROWID;
CREATE TABLE records (item TEXT PRIMARY KEY, status TEXT NOT NULL, mask TEXT,
    origin TEXT NOT NULL, source TEXT NOT NULL, revision INTEGER NOT NULL, who TEXT NOT NULL,
    t REAL NOT NULL, seconds REAL NOT NULL, pixels_changed INTEGER NOT NULL, note TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE revisions (item TEXT NOT NULL, status TEXT NOT NULL, mask TEXT,
    origin TEXT NOT NULL, source TEXT NOT NULL, revision INTEGER NOT NULL, who TEXT NOT NULL,
    t REAL NOT NULL, seconds REAL NOT NULL, pixels_changed INTEGER NOT NULL, note TEXT NOT NULL,
    PRIMARY KEY (item, revision)) WITHOUT ROWID;
CREATE TABLE predictions (item TEXT PRIMARY KEY, scores TEXT NOT NULL, model TEXT NOT NULL,
    spec TEXT NOT NULL, t REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE events (seq INTEGER PRIMARY KEY AUTOINCREMENT, t REAL NOT NULL, who TEXT NOT NULL,
    type TEXT NOT NULL, item TEXT, data TEXT NOT NULL);
INSERT INTO tags VALUES ('a.png', 2, 1, 'ann', 0);
INSERT INTO predictions VALUES ('a.png', '{"blob": 0.5}', 'm', 's', 0);
INSERT INTO records VALUES
    ('a.png', 'accepted', NULL, 'person', '{"model": "m"}', 2, 'bob', 9.5, 3.0, 7, 'rim'),
    ('b.png', 'rejected', NULL, 'model', '{}', 1, 'bob', 9.0, 1.0, 0, '');
INSERT INTO revisions VALUES
    ('a.png', 'todo', NULL, 'person', '{"model": "m"}', 1, 'ann', 8.5, 2.0, 5, ''),
    ('a.png', 'accepted', NULL, 'person', '{"model": "m"}', 2, 'bob', 9.5, 3.0, 7, 'rim'),
    ('b.png', 'rejected', NULL, 'model', '{}', 1, 'bob', 9.0, 1.0, 0, '');
PRAGMA application_id = 0x53544143;
PRAGMA user_version = 1;
"""


@pytest.fixture
def version_1(tmp_path):
    """A store as version 1 of its tables wrote it."""
    db = sqlite3.connect(tmp_path / STORE_FILE)
    db.executescript(VERSION_1)
    db.commit()
    db.close()
    return tmp_path


@pytest.mark.parametrize("read_only", [False, True])
def test_store_of_version_1_is_brought_to_the_current_one(version_1, read_only):
    before = (version_1 / STORE_FILE).read_bytes()
    with open_store(version_1, CLASSES, read_only=read_only) as store:
        assert store.tags() == {"a.png": {"blob": True}}
        assert store.predictions() == {"a.png": Prediction({"blob": 0.5}, "m", "s", {})}
        if not read_only:
            said = Prediction({"blob": 0.25}, "m", "s", {"blob": 0.125})
            store.set_predictions({"a.png": said})
            assert store.predictions() == {"a.png": said}
        record = store.record("a.png")
        assert (record.revision, record.who, record.note) == (2, "bob", "rim")
        assert (record.accepted_by, record.confirmed_by, record.agreement) == ("bob", "", None)
        assert [each.accepted_by for each in store.history("a.png")] == ["", "bob"]
        assert store.record("b.png").accepted_by == ""
        if not read_only:
            accept(store, alike=0.5)
            assert store.record("a.png").agreement == 0.5
    if read_only:
        assert (version_1 / STORE_FILE).read_bytes() == before
    assert set(database.MIGRATIONS) == set(range(1, database.STORE_VERSION + 1))


def test_migration_that_fails_changes_nothing(version_1, monkeypatch):
    def half_way(connection):
        connection.execute("ALTER TABLE records ADD COLUMN agreement REAL")
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setitem(database.MIGRATIONS, 2, half_way)
    with pytest.raises(StorageError, match="disk is full"):
        open_store(version_1, CLASSES)
    monkeypatch.undo()
    with open_store(version_1, CLASSES) as store:
        assert store.record("a.png").accepted_by == "bob"


def test_two_people_have_to_accept_the_same_mask(store):
    def save(who, value=1, **options):
        record = store.save(
            "a.png", mask=None if value is None else mask_of(value), origin="person", who=who,
            **{"status": ACCEPTED, **options},
        )  # fmt: skip
        return record.accepted_by, record.confirmed_by

    assert save("ann") == ("ann", "")
    assert store.record("a.png").waits_for_second
    assert save("ann") == ("ann", ""), "one person twice is one person"
    assert save("bob", None, note="nice", is_decision=False) == ("ann", "")
    assert save("bob", None) == ("ann", "bob")
    assert not store.record("a.png").waits_for_second
    assert save("ann", None, note="thanks", is_decision=False) == ("ann", "bob")
    assert save("bob", 2, is_decision=False) == ("bob", ""), "another mask waits again"
    assert save("ann", 2) == ("bob", "ann")
    assert save("ann", None, status=TODO) == ("", "")
    assert not store.record("a.png").waits_for_second


def test_agreement_is_kept_with_the_mask_it_is_about(store):
    accept(store, value=1, alike=0.75)
    store.save("a.png", status=ACCEPTED, origin="person", note="n")
    assert store.record("a.png").agreement == 0.75
    accept(store, value=2)
    assert store.record("a.png").agreement is None


def test_read_only_store_reads_and_refuses_to_write(tmp_path):
    with open_store(tmp_path, CLASSES) as store:
        accept(store)
    with open_store(tmp_path, CLASSES, read_only=True) as store:
        assert store.record("a.png").status is ACCEPTED
        for write in (
            lambda: accept(store),
            lambda: store.propose("a.png", mask_of(1), {}),
            lambda: store.set_tags({"a.png": {}}),
            lambda: store.set_predictions({}),
        ):
            with pytest.raises(LabelStoreError, match="reading only"):
                write()


def test_read_only_without_a_store_is_empty(tmp_path):
    with open_store(tmp_path, CLASSES, read_only=True) as store:
        assert store.records() == {}
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_folder_without_write_permission_opens_read_only(tmp_path):
    open_store(tmp_path, CLASSES).close()
    tmp_path.chmod(0o555)
    try:
        with open_store(tmp_path, CLASSES) as store:
            assert store.read_only
    finally:
        tmp_path.chmod(0o755)


def test_folder_that_cannot_be_written_opens_read_only(tmp_path, monkeypatch):
    with open_store(tmp_path, CLASSES) as store:
        accept(store)
    monkeypatch.setattr("stac_core.labels.store.can_write", lambda path: False)
    with open_store(tmp_path, CLASSES) as store:
        assert store.read_only
        assert store.record("a.png").status is ACCEPTED


def test_two_windows_write_one_after_the_other(tmp_path, store):
    accept(store, value=1)
    done = []

    def other_window():
        with open_store(tmp_path, CLASSES) as other:
            done.append(accept(other, value=2))

    thread = threading.Thread(target=other_window)
    thread.start()
    thread.join(20)
    assert done[0].revision == 2
    assert accept(store, value=1).revision == 3


def test_network_share_is_told_from_mounts(monkeypatch, tmp_path):
    mounts = f"dev / ext4 rw 0 0\nnas {tmp_path}/my\\040share nfs4 rw 0 0\n"
    monkeypatch.setattr("stac_core.labels.database.Path.read_text", lambda *_, **__: mounts)
    assert database.on_network_share(tmp_path / "my share" / "labels.sqlite")
    assert not database.on_network_share(tmp_path / "labels.sqlite")
