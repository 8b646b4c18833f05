"""The whole window with prepared answers: opening, walking, deciding, saving."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gui.driving import drag, saved, trigger
from stac_core.labels.store import open_store
from stac_core.types import ReviewStatus
from stac_gui.action_table import ActionId
from stac_gui.panels.exporting import ExportChoice
from stac_gui.panels.new_project import NewProject
from stac_gui.panels.weights import ModelChoice

CLASSES = ["scratch", "blob"]


# ---- the harness -------------------------------------------------------------------------


def test_programs_can_drive_the_window(window, qtbot, surfaces):
    assert window.list_count() == 0
    assert window.current() == ""
    with qtbot.waitSignal(window.canvas.painted):
        window.open_folder(surfaces)
    assert window.list_count() == 5
    assert window.current() == "s0.png"
    with qtbot.waitSignal(window.canvas.painted):
        window.next_image()
    assert window.current() == "s1.png"
    with qtbot.waitSignal(window.canvas.painted):
        window.open_image(surfaces / "s4.png")
    assert window.current() == "s4.png"


def test_open_image_opens_its_folder(window, qtbot, surfaces):
    window.open_image(surfaces / "s3.png")
    qtbot.waitUntil(lambda: window.current() == "s3.png")
    assert window.list_count() == 5


def test_start_returns_a_window_with_the_event_loop_not_entered(qtbot, surfaces):
    from stac_gui.app import start

    window = start([str(surfaces)])
    qtbot.addWidget(window)
    qtbot.waitUntil(lambda: window.current() == "s0.png")
    window.close()


# ---- opening -----------------------------------------------------------------------------


def test_project_opens_with_title_counts_and_scores(window, open_project):
    session = open_project()
    assert window.windowTitle() == "project[*] – STAC Studio"
    assert window.review_bar.counts.text() == "5 to do · 0 accepted · 0 to fix · 0 rejected"
    assert "model.bin" in window.model_label.text()
    assert session.row == 0
    rows = window.inspector._classes.rows
    assert [(row.name, row.tag) for row in rows] == [("scratch", True), ("blob", False)]
    assert rows[0].score == pytest.approx(0.9)


@pytest.mark.parametrize("kind", ["missing", "empty", "damaged"])
def test_what_cannot_be_opened_is_said_in_words(window, qtbot, tmp_path, dialogs, kind):
    path = tmp_path / "x"
    if kind != "missing":
        path.mkdir()
    if kind == "damaged":
        (path / "project.yaml").write_text("version: 1\nname: x\n")
    window.open_path(path)
    qtbot.waitUntil(lambda: bool(window.messages.text or dialogs.shown))
    if kind == "damaged":
        message, details = dialogs.shown[0][1]
        assert "2 problems" in message
        assert "classes: missing" in details
    else:
        assert "x" in window.messages.text
    assert window.pages.currentWidget() is window.welcome


def test_dialogs_lead_to_opening(window, qtbot, dialogs, project, surfaces):
    dialogs.answers |= {"ask_project": project / "project.yaml", "ask_folder": surfaces}
    with qtbot.waitSignal(window.canvas.painted):
        trigger(window, ActionId.OPEN_PROJECT)
    assert window.controller.session.data.project is not None
    with qtbot.waitSignal(window.controller.session.opened):
        window.welcome.folder.click()
    assert window.controller.session.data.project is None
    dialogs.answers |= {"ask_project": None, "ask_folder": None}
    trigger(window, ActionId.OPEN_PROJECT)
    trigger(window, ActionId.OPEN_FOLDER)


@pytest.mark.parametrize(("name", "current"), [("", "s0.png"), ("s2.png", "s2.png")])
def test_folder_or_image_can_be_dropped(window, qtbot, surfaces, name, current):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(surfaces / name if name else surfaces))])
    event = QDropEvent(
        QPointF(10, 10), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    window.dropEvent(event)
    qtbot.waitUntil(lambda: window.current() == current)


def test_dropping_something_else_is_explained(window, tmp_path):
    (tmp_path / "notes.txt").touch()
    window.controller.open_dropped([str(tmp_path / "notes.txt")])
    assert "Drop a project" in window.messages.text


# ---- walking and deciding ----------------------------------------------------------------


def test_keys_walk_and_decide(window, qtbot, open_project):
    session = open_project()
    window.activateWindow()
    window.canvas.setFocus()
    for key, row in (
        (Qt.Key.Key_D, 1), (Qt.Key.Key_Right, 2), (Qt.Key.Key_A, 1), (Qt.Key.Key_Left, 0),
    ):  # fmt: skip
        QTest.keyClick(window, key)
        assert session.row == row
    for key, status in (
        (Qt.Key.Key_Return, ReviewStatus.ACCEPTED),
        (Qt.Key.Key_Slash, ReviewStatus.NEEDS_FIX),
        (Qt.Key.Key_Backspace, ReviewStatus.REJECTED),
    ):
        item = session.item
        qtbot.waitUntil(lambda: session.document is not None)
        QTest.keyClick(window, key)
        assert session.decisions.record(item.id).status is status
    assert session.row == 3
    assert window.review_bar.counts.text() == "2 to do · 1 accepted · 1 to fix · 1 rejected"
    session.go_to(0)
    qtbot.waitUntil(lambda: session.document is not None)
    trigger(window, ActionId.RESET)
    assert session.decisions.record("s0.png").status is ReviewStatus.TODO


def test_list_and_image_at_hand_follow_each_other(window, qtbot, open_project):
    session = open_project()
    window.image_list.view.setCurrentIndex(window.controller.list_model.index(3, 0))
    assert session.row == 3
    session.previous()
    assert window.image_list.view.currentIndex().row() == 2
    assert "3 / 5" in window.image_list._count.text()


def test_last_image_says_so(window, qtbot, open_project):
    session = open_project()
    session.go_to(4)
    qtbot.waitUntil(lambda: session.document is not None)
    trigger(window, ActionId.ACCEPT)
    assert session.row == 4
    assert "last image" in window.messages.text


# ---- tags and threshold ------------------------------------------------------------------


def test_shift_digit_and_click_change_tags(window, qtbot, open_project):
    session = open_project()
    QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ShiftModifier)
    assert session.tagging.tags("s0.png") == {"scratch": True}
    window.inspector.defect_free_button.click()
    assert session.tagging.tags("s0.png") == {"scratch": False, "blob": False}
    assert "tagged without scratch, but scored 0.90" in window.inspector.note.text()


def test_threshold_slider_redraws_the_mask_live(window, qtbot, open_project):
    session = open_project()
    areas = []
    for value in (200, 500, 900):
        window.inspector.thresholds.threshold.setValue(value)
        areas.append(int((session.document.mask == 1).sum()))
    assert areas == [2000, 225, 0]
    window.inspector.thresholds.reset_button.click()
    assert session.spec.threshold == 0.55
    assert window.inspector.thresholds.threshold_value.value() == 0.55


# ---- model -------------------------------------------------------------------------------


def test_model_menu_chooses_and_says_what_is_loaded(window, qtbot, open_project, dialogs, tmp_path):
    session = open_project()
    other = tmp_path / "other.bin"
    other.touch()
    dialogs.answers["ask_model"] = ModelChoice(other, "cpu", "fp32")
    with qtbot.waitSignal(window.canvas.overlay_painted):
        trigger(window, ActionId.CHOOSE_MODEL)
    assert session.supply.model.path == other
    assert session.supply.run_on.device == "cpu"
    trigger(window, ActionId.MODEL_INFO)
    name, (title, facts) = dialogs.shown[-1]
    assert name == "show_facts"
    assert dict(facts)["Classes"] == "scratch, blob"
    dialogs.answers["ask_model"] = None
    trigger(window, ActionId.CHOOSE_MODEL)
    assert title


def test_note_says_what_to_do_without_a_model(window, open_project):
    open_project(model=False)
    assert "choose weights" in window.inspector.note.text()
    assert window.model_label.text() == "No model"
    assert not window.actions_by_id[ActionId.LOOK_AT_ALL].isEnabled()


def test_look_at_all_shows_progress_and_can_be_stopped(window, qtbot, open_project, held, engine):
    held.set()
    session = open_project()
    qtbot.waitUntil(lambda: len(session.data.predictions) == 4)
    engine.hold.clear()
    trigger(window, ActionId.LOOK_AT_ALL)
    assert window.review_bar.progress.isVisible()
    assert "0 of 1" in window.review_bar.activity.text()
    window.review_bar.stop.click()
    assert not window.review_bar.progress.isVisible()


def test_zoom_is_told_only_of_an_image(window, qtbot, surfaces):
    window.resize(window.width() + 40, window.height())
    assert window.review_bar.zoom.text() == ""
    with qtbot.waitSignal(window.canvas.painted):
        window.open_folder(surfaces)
    assert window.review_bar.zoom.text().endswith(" %")


# ---- saving, project and export ----------------------------------------------------------


def place_beside(surfaces):
    return surfaces.parent / f"{surfaces.name}-project"


def test_first_save_of_a_bare_folder_makes_a_project_beside_it(window, qtbot, surfaces, dialogs):
    with qtbot.waitSignal(window.canvas.painted):
        window.open_folder(surfaces)
    session = window.controller.session
    qtbot.waitUntil(lambda: session.document is not None)
    trigger(window, ActionId.BRUSH)
    drag(window, [(30, 30), (33, 30)])
    qtbot.waitUntil(lambda: session.data.project is not None)
    trigger(window, ActionId.ACCEPT)
    saved(qtbot, session)
    assert dialogs.asked == []
    root = place_beside(surfaces)
    assert root.name in window.messages.text
    with open_store(root, ["defect"], read_only=True) as store:
        assert store.record("s0.png").status is ReviewStatus.ACCEPTED
    with qtbot.waitSignal(session.opened):
        window.open_folder(surfaces)
    assert session.data.root == root.resolve(), "the folder's project is found again"
    assert session.decisions.record("s0.png").status is ReviewStatus.ACCEPTED


def test_where_no_project_can_be_beside_the_folder_its_place_is_asked_once(
    window, qtbot, surfaces, dialogs, tmp_path
):
    place_beside(surfaces).mkdir()  # somebody else's
    with qtbot.waitSignal(window.canvas.painted):
        window.open_folder(surfaces)
    session = window.controller.session
    qtbot.waitUntil(lambda: session.document is not None)
    root = tmp_path / "made"
    dialogs.answers["ask_new_project"] = NewProject(
        root, (("crack", "#E69F00"), ("pit", "#123456"))
    )
    trigger(window, ActionId.BRUSH)
    drag(window, [(30, 30), (33, 30)])
    qtbot.waitUntil(lambda: session.data.project is not None)
    trigger(window, ActionId.ACCEPT)
    saved(qtbot, session)
    assert len(dialogs.asked) == 1
    assert dialogs.asked[0][1][0] == surfaces.resolve()
    with open_store(root, ["crack", "pit"], read_only=True) as store:
        assert store.record("s0.png").status is ReviewStatus.ACCEPTED
    assert session.class_names == ["crack", "pit"]
    assert session.data.classes[1].color == "#123456"
    assert "made" in window.messages.text


def test_declining_a_project_is_not_asked_again_until_save(window, qtbot, surfaces, dialogs):
    place_beside(surfaces).mkdir()
    with qtbot.waitSignal(window.canvas.painted):
        window.open_folder(surfaces)
    session = window.controller.session
    qtbot.waitUntil(lambda: session.document is not None)
    dialogs.answers["ask_new_project"] = None
    trigger(window, ActionId.BRUSH)
    drag(window, [(30, 30), (33, 30)])
    qtbot.waitUntil(lambda: len(dialogs.asked) == 1)
    assert "Nothing is saved yet" in window.messages.text
    drag(window, [(10, 30), (13, 30)])
    QApplication.processEvents()
    assert len(dialogs.asked) == 1
    assert window.isWindowModified()
    trigger(window, ActionId.SAVE)
    qtbot.waitUntil(lambda: len(dialogs.asked) == 2)
    dialogs.answers["ask_unsaved"] = "cancel"
    window.close()
    assert window.isVisible(), "work would have been lost"
    dialogs.answers["ask_unsaved"] = "discard"
    window.close()
    assert not window.isVisible()


def test_full_disk_is_said_once_the_work_stays_and_closing_asks(
    window, qtbot, open_project, dialogs, monkeypatch, project
):
    open_project()
    trigger(window, ActionId.BRUSH)

    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("stac_core.io.os.fsync", full)
        drag(window, [(30, 30), (33, 30)])
        qtbot.waitUntil(lambda: "disk is full" in window.messages.text)
        assert window.review_bar.saving.text() == "not saved yet"
        dialogs.answers["ask_unsaved"] = "cancel"
        window.close()
        assert window.isVisible()
    window.close()
    assert not window.isVisible()
    with open_store(project, CLASSES, read_only=True) as store:
        assert store.record("s0.png").origin == "person"


def test_export_dialog_writes_what_was_accepted(window, qtbot, open_project, dialogs, tmp_path):
    open_project()
    trigger(window, ActionId.ACCEPT)
    out = tmp_path / "voc"
    dialogs.answers["ask_export"] = ExportChoice(out, (ReviewStatus.ACCEPTED,), False)
    trigger(window, ActionId.EXPORT)
    qtbot.waitUntil(lambda: "1 masks written" in window.messages.text)
    assert (out / "SegmentationClass" / "s0.png").is_file()
    trigger(window, ActionId.EXPORT)
    qtbot.waitUntil(lambda: "not empty" in window.messages.text)


def test_export_of_a_bare_folder_is_explained(window, qtbot, surfaces):
    with qtbot.waitSignal(window.canvas.painted):
        window.open_folder(surfaces)
    trigger(window, ActionId.EXPORT)
    assert "nothing to export yet" in window.messages.text


def test_read_only_project_says_so(window, qtbot, project, monkeypatch):
    monkeypatch.setattr("stac_core.labels.store.can_write", lambda path: False)
    window.open_path(project)
    qtbot.waitUntil(lambda: "reading only" in window.messages.text)


def test_help_says_the_version(window, dialogs):
    trigger(window, ActionId.ABOUT)
    assert [name for name, _ in dialogs.shown] == ["show_about"]


def test_unreadable_image_shows_its_reason_on_the_canvas(window, qtbot, surfaces):
    (surfaces / "s0.png").write_bytes(b"x")
    window.open_folder(surfaces)
    qtbot.waitUntil(lambda: "not an image" in window.canvas._message)
    assert "s0.png" in window.canvas._message
    window.next_image()
    qtbot.waitUntil(lambda: window.current() == "s1.png")
