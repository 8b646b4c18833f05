"""Nothing is lost: journals of crashed sessions, two windows on one project, disks that fail."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading

import numpy as np
import pytest
from core.test_ownership import HOLD, write_owner
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gui.driving import drag, saved, trigger
from stac_core.labels.journal import JOURNAL_FOLDER, Journal, SaveEntry, left_journals
from stac_core.labels.ownership import LOCK_FILE, OWNER_FILE, Claim
from stac_core.labels.packed_mask import PackedMask
from stac_core.labels.store import LabelStore, open_store
from stac_core.types import ReviewStatus
from stac_gui.action_table import ActionId
from stac_gui.presenters.left_work import place_of

CLASSES = ("scratch", "blob")
ACCEPTED = ReviewStatus.ACCEPTED


def journal_files(project):
    return list((project / JOURNAL_FOLDER).glob("*")) if (project / JOURNAL_FOLDER).exists() else []


def leave_behind(project, *entries, folder=JOURNAL_FOLDER):
    """The journal of a session that was killed."""
    journal = Journal(project / folder)
    for entry in entries:
        journal.append(entry)
    os.close(journal._descriptor)
    left = re.sub(r"-\w+\.journal$", "-dead.journal", journal.path.name)
    journal.path.rename(journal.path.with_name(left))


# ---- the journal -----------------------------------------------------------------------------


def test_a_stroke_is_in_the_journal_when_it_ends_and_gone_when_the_store_has_it(
    open_project, window, qtbot, project, monkeypatch
):
    session = open_project()
    at_that_moment = []
    write = LabelStore.save

    def looks(self, image_id, **options):
        (path,) = journal_files(project)
        at_that_moment.append(path.stat().st_size)
        return write(self, image_id, **options)

    monkeypatch.setattr(LabelStore, "save", looks)
    trigger(window, ActionId.BRUSH)
    drag(window, [(30, 30), (35, 30)])
    saved(qtbot, session)
    qtbot.waitUntil(lambda: all(path.stat().st_size < 200 for path in journal_files(project)))
    assert at_that_moment[0] > 200
    window.close()
    assert journal_files(project) == []


def test_what_a_killed_session_left_is_back_and_told(open_project, window, project):
    mask = np.zeros((40, 50), np.uint8)
    mask[1:4, 1:9] = 2
    entry = SaveEntry("s0.png", ReviewStatus.NEEDS_FIX, "person", 5.0, PackedMask.of(mask))
    leave_behind(project, entry)
    session = open_project()
    np.testing.assert_array_equal(session.document.mask, mask)
    assert session.decisions.record("s0.png").status is ReviewStatus.NEEDS_FIX
    assert "its work on s0.png is back" in window.messages.text


def test_work_that_could_not_be_saved_survives_a_crash(
    open_project, window, qtbot, project, monkeypatch
):
    session = open_project()

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("stac_core.io.os.replace", full)  # masks cannot be written, the journal can
        trigger(window, ActionId.ACCEPT)
        qtbot.waitUntil(lambda: "disk is full" in window.messages.text)
        window.messages.hide()
        qtbot.waitUntil(lambda: session.document is not None)
        with qtbot.waitSignal(window.controller._services.store.failed):
            trigger(window, ActionId.ACCEPT)
        assert window.messages.text == "", "it is told once"
        assert window.isWindowModified()
        (path,) = journal_files(project)
        crashed = path.read_bytes()
        window.controller._services.store.flush()  # no try may be left for the disk with room
        session.decisions.discard()
    window.close()
    (project / JOURNAL_FOLDER).mkdir(exist_ok=True)
    (project / JOURNAL_FOLDER / "0-pc-1-dead.journal").write_bytes(crashed)
    from stac_core.labels.recovery import recover

    with open_store(project, CLASSES) as store:
        assert recover(store, project / JOURNAL_FOLDER).images == ("s0.png", "s1.png")
        assert store.record("s1.png").status is ACCEPTED


def test_journal_that_cannot_be_written_is_told_once_and_saving_goes_on(
    open_project, window, qtbot, project
):
    (project / JOURNAL_FOLDER).write_text("in the way")
    session = open_project()
    trigger(window, ActionId.ACCEPT)
    assert "A crash would lose" in window.messages.text
    window.messages.hide()
    qtbot.waitUntil(lambda: session.document is not None)
    trigger(window, ActionId.ACCEPT)
    assert window.messages.text == ""
    saved(qtbot, session)
    with open_store(project, CLASSES, read_only=True) as store:
        assert set(store.records()) == {"s0.png", "s1.png"}


def test_folder_that_loses_its_write_permission_keeps_the_work_until_it_can_be_saved(
    open_project, window, qtbot, project, monkeypatch
):
    session = open_project()
    trigger(window, ActionId.ACCEPT)
    saved(qtbot, session)
    qtbot.waitUntil(lambda: session.document is not None)

    def refused(*_, **__):
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr("stac_core.io.os.replace", refused)
        trigger(window, ActionId.BRUSH)
        drag(window, [(30, 30), (35, 30)])
        qtbot.waitUntil(lambda: "cannot be written to" in window.messages.text)
        assert "Your work is kept" in window.messages.text
        assert window.isWindowModified()
    window.controller.decisions._retry.timeout.emit()
    saved(qtbot, session)
    assert not window.isWindowModified()
    with open_store(project, CLASSES, read_only=True) as store:
        assert store.record("s1.png").origin == "person"


def test_what_cannot_be_saved_when_another_project_is_opened_stays_in_the_journal(
    open_project, window, qtbot, project, monkeypatch, surfaces
):
    session = open_project()

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("stac_core.io.os.replace", full)
        trigger(window, ActionId.ACCEPT)
        qtbot.waitUntil(lambda: "disk is full" in window.messages.text)
        with qtbot.waitSignal(session.opened):
            window.open_path(surfaces)  # as a program would: nobody was asked
    assert not session.decisions.has_unsaved
    assert len(journal_files(project)) == 1


# ---- two windows -----------------------------------------------------------------------------


@pytest.fixture
def other_window(project):
    """Another process that has the project open."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(project)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout.readline().strip() == "has it"
    yield process
    process.kill()
    process.communicate()


def test_second_window_reads_and_takes_over_when_the_first_is_gone(
    other_window, window, qtbot, project
):
    session = window.controller.session
    with qtbot.waitSignal(window.canvas.painted, timeout=5000):
        window.open_path(project)
    user = json.loads((project / OWNER_FILE).read_text())["user"]
    assert f"{user} in another window has this project open since " in window.messages.text
    assert window.actions_by_id[ActionId.EDIT_HERE].isEnabled()
    assert "(open for reading)" in window.windowTitle()
    assert window.inspector.record.note.isReadOnly()
    session.go_to(2)
    session.decide(ReviewStatus.REJECTED)
    assert "nothing is saved" in window.messages.text
    assert session.decisions.records == {}
    assert not session.decisions.has_unsaved
    trigger(window, ActionId.EDIT_HERE)
    qtbot.waitUntil(lambda: "as soon as it is closed there" in window.messages.text)

    other_window.kill()
    other_window.wait()
    with qtbot.waitSignal(session.opened):
        window.controller.safety.timer.timeout.emit()
    assert "edit it here now" in window.messages.text
    assert "(open for reading)" not in window.windowTitle()
    assert not window.inspector.record.note.isReadOnly()
    assert not window.actions_by_id[ActionId.EDIT_HERE].isEnabled()
    assert session.item.id == "s2.png"
    trigger(window, ActionId.REJECT)
    saved(qtbot, session)
    with open_store(project, CLASSES, read_only=True) as store:
        assert store.record("s2.png").status is ReviewStatus.REJECTED


def test_window_on_another_computer_is_asked_about(window, qtbot, project, dialogs):
    session = window.controller.session
    write_owner(project)
    with qtbot.waitSignal(session.opened):
        window.open_path(project)
    assert "bob on other-pc has this project open since " in window.messages.text
    window.controller.safety.timer.timeout.emit()
    dialogs.answers["ask_take_over"] = False
    trigger(window, ActionId.EDIT_HERE)
    qtbot.waitUntil(lambda: dialogs.asked == [("ask_take_over", ("bob on other-pc",))])
    assert session.data.read_only
    dialogs.answers["ask_take_over"] = True
    with qtbot.waitSignal(session.opened):
        trigger(window, ActionId.EDIT_HERE)
    assert not session.data.read_only


def test_project_whose_lock_cannot_be_taken_is_open_for_reading(window, qtbot, project):
    (project / LOCK_FILE).mkdir()  # as a file that belongs to another user
    with qtbot.waitSignal(window.controller.session.opened):
        window.open_path(project)
    assert window.controller.session.data.read_only
    assert "open for reading only" in window.messages.text


def test_message_about_another_computer_offers_to_edit_here(window, qtbot, project, dialogs):
    write_owner(project)
    dialogs.answers["ask_take_over"] = True
    with qtbot.waitSignal(window.controller.session.opened):
        window.open_path(project)
    with qtbot.waitSignal(window.controller.session.opened):
        QTest.mouseClick(window.messages.action, Qt.MouseButton.LeftButton)
    assert not window.controller.session.data.read_only


def test_project_is_free_when_it_is_left_or_the_window_closes(
    open_project, window, qtbot, project, surfaces, monkeypatch
):
    session, released, release = open_project(), [], Claim.release
    monkeypatch.setattr(
        Claim, "release", lambda each: (released.append(threading.current_thread()), release(each))
    )
    assert (project / OWNER_FILE).exists()
    with qtbot.waitSignal(session.opened):
        window.open_path(surfaces)
    qtbot.waitUntil(lambda: not (project / OWNER_FILE).exists())
    assert threading.main_thread() not in released  # a slow disk does not stop the window
    for _ in range(2):  # the second time it is ours already, and stays so
        with qtbot.waitSignal(session.opened):
            window.open_path(project)
    assert (project / OWNER_FILE).exists()
    assert not session.data.read_only
    window.close()
    assert not (project / OWNER_FILE).exists()
    assert left_journals(project / JOURNAL_FOLDER) == []


def test_project_made_of_a_folder_is_owned(window, qtbot, surfaces):
    made = surfaces.parent / f"{surfaces.name}-project"
    with qtbot.waitSignal(window.controller.session.opened):
        window.open_path(surfaces)
    trigger(window, ActionId.REJECT)
    qtbot.waitUntil(lambda: (made / OWNER_FILE).exists())
    saved(qtbot, window.controller.session)


# ---- a folder without a project --------------------------------------------------------------


@pytest.fixture
def unsaved(window):
    """Where work without a project is written down."""
    return window.controller._services.unsaved


def open_folder(window, qtbot, path):
    session = window.controller.session
    with qtbot.waitSignal(session.opened):
        window.open_path(path)
    qtbot.waitUntil(lambda: session.document is not None)
    return session


def crash(unsaved):
    """A copy of what a killed process leaves there, put back after the window has ended."""
    (folder,) = unsaved.iterdir()
    (path,) = folder.glob("*.journal")
    kept = path.read_bytes()

    def put_back():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "0-pc-1-dead.journal").write_bytes(kept)

    return put_back


def test_work_without_a_project_survives_a_crash_and_becomes_one(
    window, qtbot, surfaces, tmp_path, dialogs, unsaved, save_image
):
    (surfaces.parent / f"{surfaces.name}-project").mkdir()  # somebody else's: the place is asked
    dialogs.answers["ask_new_project"] = None  # not now
    session = open_folder(window, qtbot, surfaces)
    trigger(window, ActionId.BRUSH)
    drag(window, [(30, 30), (35, 30)])
    painted = session.document.mask.copy()
    window.inspector.tag_changed.emit("defect", True)
    put_back = crash(unsaved)
    session.decisions.discard()
    save_image(tmp_path / "elsewhere" / "e.png", np.zeros((9, 9), np.uint8))
    open_folder(window, qtbot, tmp_path / "elsewhere")
    qtbot.waitUntil(lambda: len(list(unsaved.iterdir())) == 1)  # of the folder that is open

    put_back()
    session = open_folder(window, qtbot, surfaces)
    assert "its work on s0.png had a project" in window.messages.text
    np.testing.assert_array_equal(session.document.mask, painted)
    assert session.tagging.tags("s0.png") == {"defect": True}
    assert window.isWindowModified()
    assert len(dialogs.asked) == 1, "opening asks nothing"

    from stac_gui.panels.new_project import NewProject

    dialogs.answers["ask_new_project"] = NewProject(tmp_path / "new", (("defect", "#E69F00"),))
    trigger(window, ActionId.SAVE)
    qtbot.waitUntil(lambda: session.data.root is not None)
    saved(qtbot, session)
    with open_store(tmp_path / "new", ["defect"], read_only=True) as store:
        record = store.record("s0.png")
        np.testing.assert_array_equal(store.load_mask(record.mask_digest), painted)
        assert store.tags() == {"s0.png": {"defect": True}}
    qtbot.waitUntil(lambda: not list(unsaved.glob("*/*.journal")))


def test_crash_between_making_the_project_and_filling_it_loses_nothing(
    window, qtbot, project, surfaces, unsaved
):
    mask = np.zeros((40, 50), np.uint8)
    mask[1:4, 1:9] = 1
    place = place_of(surfaces.resolve(), unsaved)
    entry = SaveEntry("s1.png", ACCEPTED, "person", 5.0, PackedMask.of(mask))
    leave_behind(place, entry, folder="")
    with qtbot.waitSignal(window.controller.session.opened):
        window.open_path(project)
    assert "its work on s1.png is back" in window.messages.text
    assert window.controller.session.decisions.record("s1.png").status is ACCEPTED
    assert list(unsaved.iterdir()) == []


# ---- what is damaged, and what is gone -------------------------------------------------------


@pytest.fixture
def with_damaged_mask(open_project, window, qtbot, project):
    """s0.png has two saved masks; the file of the second is damaged. Gives both."""
    session = open_project()
    masks = []
    trigger(window, ActionId.BRUSH)
    for x in (30, 38):
        drag(window, [(x, 30), (x + 3, 30)])
        saved(qtbot, session)
        masks.append(session.document.mask.copy())
    with open_store(project, CLASSES, read_only=True) as store:
        path = store.mask_path(store.record("s0.png").mask_digest)
    path.write_bytes(b"x" + path.read_bytes()[1:])
    with qtbot.waitSignal(session.opened):
        window.open_path(project)
    qtbot.waitUntil(lambda: "a mask is damaged" in window.messages.text)
    return session, masks, path


def test_damaged_mask_blocks_and_is_never_overwritten(with_damaged_mask, window, qtbot, project):
    session, _, path = with_damaged_mask
    damaged = path.read_bytes()
    assert "nothing is changed" in window.messages.text
    drag(window, [(5, 5), (9, 5)])
    trigger(window, ActionId.ACCEPT)
    assert "no mask to accept" in window.messages.text
    assert session.item.id == "s0.png"
    assert session.decisions.record("s0.png").status is ReviewStatus.TODO
    session.next()
    qtbot.waitUntil(lambda: session.document is not None)
    assert path.read_bytes() == damaged
    with open_store(project, CLASSES, read_only=True) as store:
        assert len(store.history("s0.png")) == 2


def test_older_mask_takes_the_place_of_a_damaged_one(with_damaged_mask, window, qtbot, project):
    session, masks, _ = with_damaged_mask
    trigger(window, ActionId.HISTORY)
    history = window.controller.review.history
    qtbot.waitUntil(lambda: history.model.rowCount() == 2)
    history.list.setCurrentIndex(history.model.index(1))
    history.restore.click()
    qtbot.waitUntil(lambda: session.document is not None)
    np.testing.assert_array_equal(session.document.mask, masks[0])
    saved(qtbot, session)
    with open_store(project, CLASSES, read_only=True) as store:
        record = store.record("s0.png")
        np.testing.assert_array_equal(store.load_mask(record.mask_digest), masks[0])
        assert (record.origin, record.revision) == ("person", 3)


def test_damaged_mask_can_be_begun_anew(with_damaged_mask, window, qtbot, weights):
    session, *_ = with_damaged_mask
    trigger(window, ActionId.REVERT_MASK)
    assert session.document is not None
    assert session.decisions.record("s0.png").revision == 2, "nothing is saved yet"
    trigger(window, ActionId.ACCEPT)
    assert session.decisions.record("s0.png").status is ACCEPTED


def test_damaged_store_is_told_and_left_as_it_is(window, qtbot, project):
    path = project / "labels.sqlite"
    path.write_bytes(b"not a database, but long enough to be looked at " * 30)
    before = path.read_bytes()
    window.open_path(project)
    qtbot.waitUntil(lambda: "damaged" in window.messages.text)
    assert "Restore it from a backup" in window.messages.text
    assert window.controller.session.data is None
    assert path.read_bytes() == before
    assert not (project / OWNER_FILE).exists(), "others may try"


def test_images_that_are_gone_keep_their_records(open_project, window, qtbot, project, surfaces):
    session = open_project()
    trigger(window, ActionId.ACCEPT)
    saved(qtbot, session)
    image = (surfaces / "s0.png").read_bytes()
    (surfaces / "s0.png").unlink()
    with qtbot.waitSignal(session.opened):
        window.open_path(project)
    assert len(session.items) == 4
    assert session.counts()[ACCEPTED] == 0
    qtbot.waitUntil(lambda: session.document is not None)
    trigger(window, ActionId.REJECT)
    saved(qtbot, session)
    (surfaces / "s0.png").write_bytes(image)
    with qtbot.waitSignal(session.opened):
        window.open_path(project)
    assert session.decisions.record("s0.png").status is ACCEPTED
    assert session.counts()[ACCEPTED] == 1


def test_folder_whose_project_is_damaged_is_not_opened_as_if_it_had_none(window, qtbot, surfaces):
    place = surfaces.parent / f"{surfaces.name}-project"
    place.mkdir()
    (place / "project.yaml").write_text("classes: [", encoding="utf-8")
    window.open_path(surfaces)
    qtbot.waitUntil(lambda: "project.yaml" in told(window))
    assert window.controller.session.data is None


def told(window):
    """What was said, in the bar or in a dialog."""
    return window.messages.text + "".join(str(each) for each in window.dialogs.shown)
