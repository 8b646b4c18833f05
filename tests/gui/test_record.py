"""The record of each image: note, who did what when, second review."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gui.driving import drag, saved, trigger
from stac_core.labels.records import LabelRecord
from stac_core.labels.store import open_store
from stac_core.project import load_project
from stac_core.types import ReviewStatus
from stac_gui.action_table import ActionId
from stac_gui.models.revisions import RevisionsModel, small_picture
from stac_gui.panels.exporting import Exportable, ExportDialog
from stac_gui.preferences import REVIEWER
from stac_gui.presenters.record_words import duration_words, record_lines, revision_lines

CLASSES = ("scratch", "blob")
ACCEPTED = ReviewStatus.ACCEPTED


@pytest.fixture
def session(open_project, window):
    window.preferences.set(REVIEWER, "ann")
    return open_project()


def facts(window):
    return window.inspector.record.facts.text().splitlines()


def record_of(project, image_id="s0.png"):
    with open_store(project, CLASSES, read_only=True) as store:
        return store.record(image_id)


def type_note(window, text):
    field = window.inspector.record.note
    field.setFocus()
    QTest.keyClicks(field, text)
    return field


# ---- notes -----------------------------------------------------------------------------------


def test_note_is_saved_while_it_is_typed_and_shown_again(session, window, qtbot, project):
    field = type_note(window, "at the rim, b1")
    window.controller.review.notes.timer.timeout.emit()
    assert field.hasFocus(), "saving does not move the focus"
    saved(qtbot, session)
    assert record_of(project).note == "at the rim, b1"
    assert record_of(project).status is ReviewStatus.TODO
    session.next()
    assert field.text() == ""
    session.previous()
    assert field.text() == "at the rim, b1"


def test_note_goes_to_the_image_it_was_typed_for_however_it_is_left(
    session, window, qtbot, project
):
    type_note(window, "first")
    session.next()
    type_note(window, "second")
    qtbot.waitUntil(lambda: session.document is not None)
    trigger(window, ActionId.ACCEPT)
    saved(qtbot, session)
    assert record_of(project).note == "first"
    second = record_of(project, "s1.png")
    assert (second.note, second.status) == ("second", ACCEPTED)
    type_note(window, "third")
    window.close()
    assert record_of(project, "s2.png").note == "third"


def test_enter_in_a_note_decides_nothing_and_gives_the_keyboard_back(session, window, project):
    field = type_note(window, "x")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert session.item.id == "s0.png"
    assert not field.hasFocus()
    assert session.decisions.record("s0.png").note == "x"
    QTest.keyClick(window, Qt.Key.Key_Return)
    assert session.item.id == "s1.png"


def test_note_never_makes_a_persons_mask_a_models(session, window, qtbot, project):
    trigger(window, ActionId.BRUSH)
    drag(window, [(30, 30), (35, 30)])
    type_note(window, "mine")
    window.controller.review.notes.save()
    saved(qtbot, session)
    record = record_of(project)
    assert (record.origin, record.note) == ("person", "mine")
    assert record.mask_digest is not None


def test_decision_before_the_mask_is_read_keeps_whose_it_is(
    session, window, qtbot, project, surfaces
):
    trigger(window, ActionId.BRUSH)
    drag(window, [(30, 30), (35, 30)])
    saved(qtbot, session)
    (surfaces / "s0.png").write_bytes(b"")  # it cannot be shown any more
    with qtbot.waitSignal(session.opened):
        window.open_path(project)
    qtbot.waitUntil(lambda: session.problem is not None)
    trigger(window, ActionId.REJECT)
    saved(qtbot, session)
    assert record_of(project).origin == "person"


# ---- the record ------------------------------------------------------------------------------


def test_record_says_who_did_what_from_which_model(session, window, qtbot, weights):
    assert facts(window) == ["Nobody has worked on this image yet."]
    trigger(window, ActionId.BRUSH)
    drag(window, [(30, 30), (35, 30)])
    trigger(window, ActionId.ACCEPT)
    saved(qtbot, session)
    session.previous()
    first, _, work, model = facts(window)
    assert first == "Accepted by ann"
    assert "px changed" in work
    assert "% as proposed" in work
    assert model == f"From {weights.name} at 0.55"
    details = window.inspector.record.facts.toolTip()
    assert "model: digest-model" in details
    assert "refine: []" in details


def test_durations_are_short():
    assert [duration_words(each) for each in (0, 59, 61, 3599, 3600, 7290)] == [
        "0 s", "59 s", "1 min", "1 h 0 min", "1 h 0 min", "2 h 2 min",
    ]  # fmt: skip


def test_unknown_model_is_named_by_its_digest():
    record = LabelRecord("a.png", revision=1, who="bob", source={"model": "abcdef0123456789"})
    assert record_lines(record, second_review=False, models={})[-1] == "From abcdef012345"


# ---- second review ---------------------------------------------------------------------------


def test_second_person_accepts_what_the_first_did(session, window, qtbot, project):
    trigger(window, ActionId.SECOND_REVIEW)
    qtbot.waitUntil(lambda: load_project(project).review.second)
    qtbot.waitUntil(lambda: window.actions_by_id[ActionId.SECOND_REVIEW].isChecked())
    trigger(window, ActionId.ACCEPT)
    saved(qtbot, session)
    session.go_to(0)
    assert "Waits for another person to accept it too" in facts(window)
    qtbot.waitUntil(lambda: session.document is not None)
    trigger(window, ActionId.ACCEPT)  # the same person again
    saved(qtbot, session)
    assert record_of(project).waits_for_second

    window.preferences.set(REVIEWER, "bob")
    session.go_to(0)
    qtbot.waitUntil(lambda: session.document is not None)
    trigger(window, ActionId.ACCEPT)
    saved(qtbot, session)
    record = record_of(project)
    assert (record.accepted_by, record.confirmed_by) == ("ann", "bob")
    session.go_to(0)
    assert facts(window)[0] == "Accepted by ann and bob"
    assert not any("Waits" in line for line in facts(window))
    trigger(window, ActionId.SECOND_REVIEW)
    qtbot.waitUntil(lambda: not load_project(project).review.second)


def test_images_that_wait_for_a_second_person_are_found(session, window, qtbot, project):
    trigger(window, ActionId.SECOND_REVIEW)
    qtbot.waitUntil(lambda: session.data.project.review.second)
    for row in range(5):
        session.go_to(row)
        qtbot.waitUntil(lambda: session.document is not None)
        trigger(window, ActionId.ACCEPT if row in {1, 3} else ActionId.REJECT)
    saved(qtbot, session)
    walk = session.walk
    assert walk.next_undecided(0) is None, "ann has done her part"
    window.preferences.set(REVIEWER, "bob")
    assert (walk.next_undecided(1), walk.next_undecided(3)) == (3, 1)
    session.go_to(1)
    qtbot.waitUntil(lambda: session.document is not None)
    trigger(window, ActionId.ACCEPT)
    saved(qtbot, session)
    assert walk.next_undecided(0) == 3
    assert walk.unconfirmed() == 1
    walk.filter("confirmed:yes")
    assert walk.rows.tolist() == [1]
    walk.filter("status:accepted confirmed:no")
    assert walk.rows.tolist() == [3]
    trigger(window, ActionId.SECOND_REVIEW)
    qtbot.waitUntil(lambda: not session.data.project.review.second)
    assert walk.next_undecided(0) is None
    assert walk.unconfirmed() == 0


def test_export_says_how_many_wait_for_a_second_person(window, qtbot, tmp_path):
    counts = {ACCEPTED: 3, ReviewStatus.TODO: 1}
    dialog = ExportDialog(Exportable(counts, 2), window.settings, window)
    qtbot.addWidget(dialog)
    dialog.folder.setText(str(tmp_path / "out"))
    assert dialog.problem.text() == (
        "1 images are still undecided and will not be exported. "
        "2 accepted images still wait for another person."
    )
    assert dialog.ok.isEnabled()


# ---- history ---------------------------------------------------------------------------------


@pytest.fixture
def with_history(session, window, qtbot):
    """Two strokes on the first image, each saved; the history open."""
    trigger(window, ActionId.BRUSH)
    masks = []
    for x in (30, 38):
        drag(window, [(x, 30), (x + 3, 30)])
        saved(qtbot, session)
        masks.append(session.document.mask.copy())
    trigger(window, ActionId.HISTORY)
    history = window.controller.review.history
    qtbot.waitUntil(lambda: history.model.rowCount() == 2)
    return history, masks


def choose(history, row):
    history.list.setCurrentIndex(history.model.index(row))


def shown_mask(window):
    return window.canvas.layers_of(None).mask.base


def test_saved_masks_can_be_looked_at_without_changing_anything(
    with_history, session, window, qtbot
):
    history, masks = with_history
    assert "ann" in history.model.index(0).data()
    choose(history, 1)
    qtbot.waitUntil(lambda: (shown_mask(window) == masks[0]).all())
    assert "only to look at" in window.messages.text
    drag(window, [(5, 5), (8, 5)])  # it cannot be painted on
    np.testing.assert_array_equal(session.document.mask, masks[1])
    assert session.document.undo_stack.count() == 2
    choose(history, 0)
    qtbot.waitUntil(lambda: (shown_mask(window) == masks[1]).all())
    history.close()
    assert shown_mask(window) is session.document.mask
    assert window.messages.text == ""


def test_restored_mask_is_a_new_revision_and_can_be_undone(
    with_history, session, window, qtbot, project
):
    history, masks = with_history
    choose(history, 1)
    with qtbot.waitSignal(session.document.edited):
        QTest.mouseClick(history.restore, Qt.MouseButton.LeftButton)
    np.testing.assert_array_equal(session.document.mask, masks[0])
    assert shown_mask(window) is session.document.mask
    saved(qtbot, session)
    qtbot.waitUntil(lambda: history.model.rowCount() == 3)
    with open_store(project, CLASSES, read_only=True) as store:
        first, second, third = store.history("s0.png")
    assert third.mask_digest == first.mask_digest != second.mask_digest
    trigger(window, ActionId.UNDO)
    np.testing.assert_array_equal(session.document.mask, masks[1])
    qtbot.waitUntil(lambda: history.model.rowCount() == 4)
    choose(history, 0)
    qtbot.waitUntil(lambda: "only to look at" in window.messages.text)
    QTest.mouseClick(window.messages.action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "like that already" in window.messages.text)


def test_history_follows_the_image_at_hand(with_history, session, window, qtbot, weights):
    history, masks = with_history
    choose(history, 1)
    qtbot.waitUntil(lambda: (shown_mask(window) == masks[0]).all())
    session.next()
    assert history.model.rowCount() == 0
    qtbot.waitUntil(lambda: "No mask" in history.about.text())
    qtbot.waitUntil(lambda: session.document is not None)
    assert shown_mask(window) is session.document.mask
    session.previous()
    qtbot.waitUntil(lambda: history.model.rowCount() == 2)
    qtbot.waitUntil(lambda: orange_pixels(history.model.index(0)) > 20)


def orange_pixels(index):
    image = index.data(Qt.ItemDataRole.DecorationRole).pixmap(72, 72).toImage()
    places = [(x, y) for x in range(image.width()) for y in range(image.height())]
    return sum(image.pixelColor(*place).red() > 200 for place in places)


def test_small_pictures_keep_the_smallest_defect(qapp):
    mask = np.zeros((1000, 700), np.uint8)
    mask[999, 350] = 2
    picture = small_picture(mask, ((9, 9, 9), (255, 0, 0)))
    assert (picture.width(), picture.height()) == (50, 72)
    reds = [
        picture.pixelColor(x, y).red() == 255
        for x in range(picture.width())
        for y in range(picture.height())
    ]
    assert sum(reds) == 1


def test_models_rows_are_a_proper_model(qapp, qtmodeltester):
    model = RevisionsModel(lambda digest, done: None, revision_lines)
    model.show([LabelRecord("a.png", mask_digest="d", who="ann", time=5.0)], ())
    qtmodeltester.check(model)
