"""The grid, and tags of several images at once, by real mouse and key events."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gui.driving import saved, trigger
from stac_core.data.folder_tags import plan_folder_tags
from stac_core.labels.store import Prediction, open_store
from stac_core.types import ReviewStatus
from stac_gui.action_table import ActionId
from stac_gui.models.image_list import Role
from stac_gui.panels.folder_tags import FolderTagsDialog
from stac_gui.presenters import tagging as tagging_module

SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
PLAIN = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def session(window, open_project):
    session = open_project()
    window.activateWindow()
    window.canvas.setFocus()
    return session


@pytest.fixture
def grid(window, session):
    """The grid's view, shown and with the focus."""
    QTest.keyClick(window, Qt.Key.Key_G, CONTROL)
    view = window.gallery.view
    assert view.hasFocus()
    return view


def click(view, place, modifier=PLAIN):
    area: QRect = view.visualRect(view.model().index(place, 0))
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, modifier, area.center())


def scratches(session):
    return [session.tagging.tags(f"s{n}.png").get("scratch") for n in range(5)]


# ---- the grid ----------------------------------------------------------------------------


def test_grid_and_list_show_the_same(window, qtbot, session, grid):
    assert window.pages.currentWidget() is window.gallery
    assert window.actions_by_id[ActionId.GALLERY].isChecked()
    click(grid, 3)
    assert session.item.id == "s3.png"
    assert window.image_list.view.currentIndex().row() == 3
    QTest.keyClick(grid, Qt.Key.Key_A)
    assert session.item.id == "s2.png"
    assert grid.currentIndex().row() == 2
    QTest.keyClick(grid, Qt.Key.Key_Return)
    assert window.pages.currentWidget() is window.canvas
    assert session.decisions.record("s2.png").status is ReviewStatus.TODO, "Enter accepted a mask"
    trigger(window, ActionId.GALLERY)
    area = grid.visualRect(grid.model().index(4, 0))
    QTest.mouseDClick(grid.viewport(), Qt.MouseButton.LeftButton, PLAIN, area.center())
    assert window.pages.currentWidget() is window.canvas


def test_thumbnails_of_what_is_seen_only_and_in_the_size_that_is_needed(
    window, qtbot, tmp_path, save_image
):
    root = tmp_path / "many"
    for number in range(300):
        save_image(root / f"i{number}.png", np.zeros((300, 300), np.uint8))
    asked = []
    thumbnails = window.controller._services.thumbnails
    request = thumbnails.request
    thumbnails.request = lambda item, side: (asked.append((item.id, side)), request(item, side))
    window.open_folder(root)
    qtbot.waitUntil(lambda: window.list_count() == 300)
    trigger(window, ActionId.GALLERY)
    qtbot.waitUntil(lambda: bool(asked) and thumbnails.is_idle)
    assert {side for _, side in asked[-5:]} == {256}
    assert len({image_id for image_id, _ in asked}) < 60
    window.gallery.view.scrollToBottom()
    window.gallery.view.viewport().repaint()
    waiting = set(thumbnails._waiting)
    shown = {window.gallery.view.model().index(n, 0).data() for n in range(200, 300)}
    assert waiting <= shown | {f"i{n}.png" for n in range(20)}, "what scrolled away is dropped"
    window.gallery.slider.setValue(100)
    assert window.gallery.view.columns > 3


def test_list_keeps_the_size_of_its_thumbnails_when_the_grid_is_left(
    window, qtbot, tmp_path, save_image
):
    for number in range(40):
        save_image(tmp_path / "many" / f"i{number}.png", np.zeros((300, 300), np.uint8))
    window.open_folder(tmp_path / "many")
    qtbot.waitUntil(lambda: window.list_count() == 40)
    trigger(window, ActionId.GALLERY)
    trigger(window, ActionId.GALLERY)
    asked = []
    thumbnails = window.controller._services.thumbnails
    thumbnails.request = lambda item, side: asked.append(side)
    window.controller.list_model.reload()
    window.image_list.view.viewport().repaint()
    assert set(asked) == {96}


def test_grid_takes_no_more_room_than_there_is(window, session, grid):
    window.resize(1280, 800)
    size = window.size()
    names = [f"a class with a rather long name, number {number}" for number in range(9)]
    window.gallery.show_classes(names)
    trigger(window, ActionId.GALLERY)
    trigger(window, ActionId.GALLERY)
    QApplication.processEvents()
    assert window.size() == size
    assert window.gallery.minimumSizeHint().width() < 700


def test_selecting_all_that_is_listed(window, session, grid):
    window.controller.session.walk.filter("s1")
    QTest.keyClick(grid, Qt.Key.Key_A, CONTROL)
    assert window.controller.gallery.selected() == ["s1.png"]
    assert "1 selected" in window.gallery.selected.text()


def test_selection_stays_when_the_order_changes(window, session, grid):
    click(grid, 1)
    click(grid, 3, CONTROL)
    keys = window.image_list.filter.keys
    window.image_list.filter.direction.click()
    assert keys.currentData() == "name"
    assert grid.selected_rows() == [1, 3]
    assert window.controller.gallery.selected() == ["s3.png", "s1.png"]
    assert session.item.id == "s3.png"


# ---- tags of several images --------------------------------------------------------------


def test_digits_tag_all_that_is_selected_and_undo(window, qtbot, session, grid, project):
    click(grid, 1)
    click(grid, 3, SHIFT)
    QTest.keyClick(grid, Qt.Key.Key_1)  # all are scratches by their tags: they lose it
    assert scratches(session) == [True, None, None, None, True]
    assert "3 images" in window.messages.text
    QTest.keyClick(grid, Qt.Key.Key_2)
    assert session.tagging.tags("s2.png") == {"blob": True}
    saved(qtbot, session)
    with open_store(project, ["scratch", "blob"], read_only=True) as store:
        assert store.tags()["s3.png"] == {"blob": True}
        assert [each["images"] for each in store.events() if each.get("images")][-1] == 3
    QTest.keyClick(window, Qt.Key.Key_Z, CONTROL)
    QTest.keyClick(window, Qt.Key.Key_Z, CONTROL)
    assert session.tagging.tags("s2.png") == {"scratch": True, "blob": False}
    QTest.keyClick(window, Qt.Key.Key_Z, CONTROL | SHIFT)
    assert scratches(session) == [True, None, None, None, True]
    window.messages.action.click()  # Undo
    assert scratches(session) == [True] * 5
    saved(qtbot, session)


def test_shift_digit_tags_several_in_the_list(window, session):
    view = window.image_list.view
    click(view, 0)
    click(view, 2, CONTROL)
    QTest.keyClick(window, Qt.Key.Key_2, SHIFT)
    assert [session.tagging.tags(f"s{n}.png")["blob"] for n in range(3)] == [True, False, True]
    # one alone goes through present, absent and not known
    click(view, 1)
    QTest.keyClick(window, Qt.Key.Key_1, SHIFT)
    assert session.tagging.tags("s1.png")["scratch"] is False


def test_defect_free_is_a_tag_of_its_own(window, session, grid):
    QTest.keyClick(grid, Qt.Key.Key_A, CONTROL)
    window.gallery.free.click()
    assert scratches(session) == [False] * 5
    assert grid.model().index(0, 0).data(Role.STATE).is_free
    session.walk.filter("tag:free")
    assert window.list_count() == 5
    trigger(window, ActionId.DEFECT_FREE)
    assert session.tagging.tags("s0.png") == {}


def test_many_images_are_tagged_in_slices_with_progress(window, qtbot, session, monkeypatch):
    monkeypatch.setattr(tagging_module, "SLICE", 2)
    tagging = session.tagging
    images = [f"s{n}.png" for n in range(5)]
    tagging.set_tag("blob", True, images)
    assert tagging.progress == (2, 5)
    tagging.cancel()
    assert [session.tagging.tags(each)["blob"] for each in images].count(True) == 2
    tagging.undo()
    assert not any(session.tagging.tags(each)["blob"] for each in images)
    tagging.set_tag("blob", True, images)
    qtbot.waitUntil(lambda: tagging.progress is None)
    assert all(session.tagging.tags(each)["blob"] for each in images)
    tagging.set_tag("blob", False, images)
    assert window.controller.may_leave(), "closing waits for the rest"
    assert not any(session.tagging.tags(each)["blob"] for each in images)


def test_contradictions_stand_out(window, session, grid):
    session.data.predictions["s1.png"] = Prediction({"scratch": 0.1, "blob": 0.9}, "m", "s")
    session._on_record("s1.png")
    index = grid.model().index(1, 0)
    assert "tagged scratch, but scored 0.10" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert "tagged without blob, but scored 0.90" in index.data(Role.STATE).contradiction
    session.data.predictions["s0.png"] = Prediction({"scratch": 0.9, "blob": 0.1}, "m", "s")
    session._on_record("s0.png")
    session.walk.filter("contradiction:yes")
    assert grid.model().index(0, 0).data() == "s1.png"
    session.go_to(1)
    assert "tagged scratch" in window.inspector.note.text()


# ---- tags from folders -------------------------------------------------------------------


@pytest.fixture
def sorted_folder(tmp_path, save_image):
    root = tmp_path / "sorted"
    for name in ("scratch/1", "scratch/2", "good/3", "pit/4"):
        save_image(root / f"{name}.png", np.zeros((20, 20), np.uint8))
    return root


def test_bare_folder_is_tagged_by_its_folders(window, qtbot, sorted_folder, dialogs):
    window.open_folder(sorted_folder)
    session = window.controller.session
    qtbot.waitUntil(lambda: session.document is not None)
    dialogs.answers["ask_folder_tags"] = True
    trigger(window, ActionId.TAGS_FROM_FOLDERS)
    qtbot.waitUntil(lambda: session.data.project is not None)
    plan = dialogs.asked[0][1][0]
    assert plan.counts == {"pit": 1, "scratch": 2}
    assert session.class_names == ["pit", "scratch"]
    assert session.tagging.tags("scratch/1.png") == {"pit": False, "scratch": True}
    saved(qtbot, session)


def test_declining_changes_nothing_and_wrong_folders_are_explained(window, qtbot, session, dialogs):
    trigger(window, ActionId.TAGS_FROM_FOLDERS)
    qtbot.waitUntil(lambda: "Expected folders such as scratch/" in window.messages.text)
    assert scratches(session) == [True] * 5


def test_preview_says_what_happens(qtbot):
    ids = ["scratch/1.png", "good/2.png", "3.png"]
    plan = plan_folder_tags(ids, ["scratch"], {"scratch/1.png": {"scratch": False}})
    dialog = FolderTagsDialog(plan, makes_classes=False)
    qtbot.addWidget(dialog)
    cells = [[dialog.table.item(row, column).text() for column in (0, 1)] for row in range(3)]
    assert cells == [["scratch", "1"], ["without any defect", "1"], ["left as they are", "1"]]
    assert dialog.answer() is True
    dialog.keep.setChecked(False)
    assert dialog.answer() is False
