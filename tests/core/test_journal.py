"""The journal: entries come back, damage costs what it hits, the store takes over what is left."""

from __future__ import annotations

import os
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stac_core.cli import main
from stac_core.errors import StorageError
from stac_core.labels import journal as journals
from stac_core.labels.journal import Journal, SaveEntry, TagsEntry, left_journals, read_journal
from stac_core.labels.ownership import Claims
from stac_core.labels.packed_mask import PackedMask
from stac_core.labels.recovery import Recovered, recover, recover_project
from stac_core.labels.store import open_store
from stac_core.types import ReviewStatus

CLASSES = ["scratch", "blob"]
ACCEPTED, TODO = ReviewStatus.ACCEPTED, ReviewStatus.TODO


def mask_of(value, shape=(150, 140)):
    mask = np.zeros(shape, np.uint8)
    mask[20:40, 100:135] = value
    return mask


def save(image_id="a.png", value=1, t=1.0, **changes):
    values = {"status": ACCEPTED, "origin": "person", "who": "ann", "seconds": 2.0}
    mask = None if value is None else PackedMask.of(mask_of(value))
    return SaveEntry(image_id, time=t, mask=mask, **{**values, **changes})


def write(folder, *entries):
    """A journal that a process left when it was killed."""
    journal = Journal(folder)
    for entry in entries:
        journal.append(entry)
    journal.sync()
    os.close(journal._descriptor)
    left = journal.path.with_name(re.sub(r"-\w+\.journal$", "-dead.journal", journal.path.name))
    return journal.path.rename(left)


# ---- the file --------------------------------------------------------------------------------


def test_entries_come_back_in_their_order(tmp_path):
    entries = (
        save(value=1, source={"model": "m", "threshold": 0.5}, note="rim"),
        save("b/ü.png", value=2, t=2.5),
        TagsEntry("a.png", {"blob": True, "scratch": False}, 3.0, "ann"),
        save(value=255, t=4.0),
        save(value=None, t=5.0, status=ReviewStatus.REJECTED),
    )
    content = read_journal(write(tmp_path, *entries))
    assert content.entries == entries
    assert content.lost_bytes == 0


def test_an_entry_holds_only_what_changed_since_the_one_before(tmp_path, rng):
    mask = rng.integers(0, 2, (1024, 1024), dtype=np.uint8)
    first = PackedMask.of(mask)
    mask[5:9, 5:9] = 2
    journal = Journal(tmp_path)
    whole = journal.append(SaveEntry("a.png", TODO, "person", 1.0, first))
    change = journal.append(SaveEntry("a.png", TODO, "person", 2.0, PackedMask.of(mask)))
    assert change < whole / 20
    journal.clear()
    again = journal.append(SaveEntry("a.png", TODO, "person", 3.0, PackedMask.of(mask)))
    assert again > whole / 2, "what it built upon is gone from the file"
    journal.close()


def test_a_cleared_journal_goes_away_and_takes_the_folder_along(tmp_path):
    journal = Journal(tmp_path / "journal")
    assert not (tmp_path / "journal").exists(), "made when there is something to write"
    journal.append(save())
    journal.sync()
    journal.clear()
    assert journal.is_empty
    assert read_journal(journal.path).entries == ()
    journal.close()
    assert not (tmp_path / "journal").exists()


def test_a_process_never_takes_its_own_journal_for_a_left_one(tmp_path):
    journal = Journal(tmp_path)
    journal.append(save())
    assert left_journals(tmp_path) == []
    journal.close()
    assert left_journals(tmp_path / "none") == []


@settings(max_examples=60)
@given(cut=st.floats(0, 1))
def test_a_torn_end_costs_what_it_tears(tmp_path_factory, cut):
    folder = tmp_path_factory.mktemp("j")
    path = write(folder, save(), save("b.png", t=2.0), save("c.png", t=3.0))
    data = path.read_bytes()
    path.write_bytes(data[: round(cut * len(data))])
    content = read_journal(path)
    names = [entry.image_id for entry in content.entries]
    assert names == ["a.png", "b.png", "c.png"][: len(names)]
    assert content.lost_bytes == 0, "what was never finished is no damage"
    assert (len(names) == 3) == (cut == 1 or round(cut * len(data)) == len(data))


@settings(max_examples=60)
@given(place=st.floats(0, 1, exclude_max=True), value=st.integers(1, 255))
def test_damage_never_gives_wrong_entries(tmp_path_factory, place, value):
    folder = tmp_path_factory.mktemp("j")
    good = (save(), save("b.png", t=2.0), save(value=2, t=3.0))
    path = write(folder, *good)
    data = bytearray(path.read_bytes())
    data[int(place * len(data))] ^= value
    path.write_bytes(data)
    content = read_journal(path)
    assert set(map(repr, content.entries)) <= set(map(repr, good))
    assert content.is_newer or len(content.entries) >= 1
    if len(content.entries) < 3 and not content.is_newer:
        assert content.lost_bytes + content.torn_bytes > 0


@given(data=st.binary(max_size=300))
def test_any_bytes_can_be_read(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("j") / "x.journal"
    path.write_bytes(data)
    content = read_journal(path)
    assert content.entries == ()


def test_full_disk_leaves_what_was_there_readable(tmp_path, monkeypatch):
    journal = Journal(tmp_path)
    journal.append(save())
    real = os.write

    def full(descriptor, data):
        real(descriptor, data[:10])  # some of it still fits
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(journals.os, "write", full)
        with pytest.raises(StorageError, match="disk is full"):
            journal.append(save("b.png", t=2.0))
    journal.append(save("c.png", t=3.0))
    content = read_journal(journal.path)
    assert [entry.image_id for entry in content.entries] == ["a.png", "c.png"]
    assert content.lost_bytes == 0
    journal.close()


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "journal").write_text("a file is in the way")
    with pytest.raises(StorageError, match="journal"):
        Journal(tmp_path / "journal").append(save())


# ---- into the store --------------------------------------------------------------------------


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path, CLASSES) as store:
        yield store


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "journal"


def shown(store, image_id="a.png"):
    record = store.record(image_id)
    mask = None if record.mask_digest is None else store.load_mask(record.mask_digest)
    return record.status, None if mask is None else int(mask.max())


def test_what_a_crash_left_goes_into_the_store_once(store, folder):
    write(
        folder,
        save(value=1, status=TODO),
        save(value=2, t=2.0, source={"model": "m"}),
        TagsEntry("b.png", {"blob": True}, 3.0, "ann"),
    )
    found = recover(store, folder)
    assert found == Recovered(images=("a.png", "b.png"))
    assert shown(store) == (ACCEPTED, 2)
    record = store.record("a.png")
    assert (record.revision, record.seconds, record.who, record.time) == (1, 4.0, "ann", 2.0)
    assert store.tags() == {"b.png": {"blob": True}}
    assert not folder.exists()
    assert recover(store, folder).says_nothing


def test_tags_of_a_class_that_is_gone_do_not_keep_the_rest_from_coming_back(store, folder):
    write(folder, save(), TagsEntry("a.png", {"dent": True, "blob": True}, 3.0))
    assert recover(store, folder).images == ("a.png",)
    assert store.tags() == {"a.png": {"blob": True}}


def test_what_is_in_the_store_already_is_not_saved_again(store, folder):
    entries = (save(value=1), save(value=2, t=2.0), save(value=None, t=3.0, status=TODO))
    write(folder, *entries)
    # the store had taken the first two, as one, when the process was killed
    store.save("a.png", status=ACCEPTED, mask=mask_of(2), origin="person", seconds=4.0, when=2.0)
    recover(store, folder)
    assert [record.revision for record in store.history("a.png")] == [1, 2]
    assert shown(store) == (TODO, 2)
    assert store.record("a.png").seconds == 6.0


def test_cut_short_recovery_done_again_gives_the_same(store, folder, monkeypatch):
    write(folder, save(), save("b.png", t=2.0))
    kept = type(store).save

    def fails_on_b(self, image_id, **options):
        if image_id == "b.png":
            raise StorageError("the disk is full")
        return kept(self, image_id, **options)

    with monkeypatch.context() as patch:
        patch.setattr(type(store), "save", fails_on_b)
        with pytest.raises(StorageError):
            recover(store, folder)
    assert recover(store, folder).images == ("b.png",)
    assert [store.record(each).revision for each in ("a.png", "b.png")] == [1, 1]


def test_newer_work_of_others_stays_and_the_journals_is_in_the_history(store, folder):
    write(folder, save(value=1, t=5.0))
    store.save("a.png", status=TODO, mask=mask_of(2), origin="person", who="bob", when=9.0)
    found = recover(store, folder)
    assert found.kept_as_history == ("a.png",)
    assert shown(store) == (TODO, 2)
    assert [record.who for record in store.history("a.png")] == ["bob", "ann", "bob"]
    write(folder, TagsEntry("a.png", {"blob": True}, 5.0))
    store.set_tags({"a.png": {"blob": False}}, times={"a.png": 9.0})
    assert recover(store, folder).images == ()
    assert store.tags() == {"a.png": {"blob": False}}


def test_what_a_model_proposed_since_never_hides_a_persons_work(store, folder):
    write(folder, save(value=1, t=5.0, status=TODO))
    store.propose("a.png", mask_of(2), {"model": "m"})
    assert store.record("a.png").time > 5.0
    assert recover(store, folder).kept_as_history == ()
    assert shown(store) == (TODO, 1)
    assert store.record("a.png").origin == "person"


def test_changed_pixels_are_counted_against_the_models_mask(store, folder):
    store.propose("a.png", mask_of(0), {"model": "m"})
    write(folder, save(value=1, t=store.record("a.png").time + 1))
    recover(store, folder)
    assert store.record("a.png").pixels_changed == 20 * 35


def test_unfinished_entry_at_the_end_is_no_damage(store, folder):
    torn = write(folder, save(), save("b.png", t=2.0))
    torn.write_bytes(torn.read_bytes()[:-5])
    assert recover(store, folder) == Recovered(images=("a.png",))
    assert not folder.exists()


def test_damaged_journals_are_kept_and_newer_ones_left(store, folder):
    damaged = write(folder, save(), save("b.png", t=2.0))
    data = damaged.read_bytes()
    damaged.write_bytes(data[:-5] + b"x" + data[-4:])
    newer = folder / "9-host-1-dead.journal"
    newer.write_bytes(b'{"stac_journal": 99}\nsomething else')
    found = recover(store, folder)
    assert (found.images, found.damaged, found.newer) == (("a.png",), (damaged,), (newer,))
    assert not damaged.exists()
    assert damaged.with_name(damaged.name + ".damaged").exists()
    assert newer.exists()
    assert recover(store, folder) == Recovered(newer=(newer,))


# ---- on the command line ---------------------------------------------------------------------


@pytest.fixture
def left_project(tmp_path, image_folder):
    """A project whose window crashed before it had saved an accepted mask."""
    root = tmp_path / "project"
    arguments = ["init", root, "--images", image_folder, "--classes", "scratch,blob"]
    assert main([str(each) for each in arguments]) == 0
    mask = PackedMask.of(mask_of(2, (40, 48))[:40, :48])
    write(root / journals.JOURNAL_FOLDER, SaveEntry("a.jpg", ACCEPTED, "person", 5.0, mask))
    return root


def test_export_misses_nothing_that_a_crash_left(left_project, tmp_path, capsys):
    arguments = ["export", left_project, "--format", "voc", "--out", tmp_path / "voc"]
    assert main([str(each) for each in arguments]) == 0
    printed = capsys.readouterr().out
    assert "work on a.jpg that a crash had left was taken over" in printed
    assert "1 masks written" in printed
    assert not (left_project / journals.JOURNAL_FOLDER).exists()


def test_what_a_living_window_writes_down_is_its_own(left_project):
    claims = Claims()
    claims.take(left_project)
    try:
        assert recover_project(left_project, CLASSES) == Recovered()
    finally:
        claims.close()
    assert recover_project(left_project, CLASSES).images == ("a.jpg",)
    assert recover_project(left_project, CLASSES) == Recovered()
