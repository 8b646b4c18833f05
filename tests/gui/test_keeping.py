"""Projects are found again, copied whole, and described to a helper; long tasks can be stopped."""

from __future__ import annotations

import shutil
import threading
import zipfile
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gui.driving import saved, trigger
from stac_core.gpu import GpuState
from stac_core.project import load_project
from stac_core.relink import FolderMatch, FolderPlace
from stac_core.types import ReviewStatus
from stac_gui.action_table import ActionId
from stac_gui.panels.backup import BackupChoice, BackupDialog
from stac_gui.panels.exporting import ExportChoice
from stac_gui.panels.relink import RelinkDialog
from stac_gui.settings import Settings

LEFT = Qt.MouseButton.LeftButton


def click(button):
    assert button.isVisible()
    assert button.isEnabled()
    QTest.mouseClick(button, LEFT)


# ---- image folders that moved ----------------------------------------------------------------


def open_moved(qtbot, window, project):
    window.open_path(project)
    qtbot.waitUntil(lambda: window.controller.keeping.dialog is not None)
    dialog = window.controller.keeping.dialog
    qtbot.waitExposed(dialog)
    return dialog


def test_project_whose_images_moved_opens_after_saying_where_they_are(
    qtbot, window, project, surfaces, tmp_path
):
    moved = tmp_path / "archive" / "line 3"
    moved.parent.mkdir()
    surfaces.rename(moved)
    dialog = open_moved(qtbot, window, project)
    assert not dialog.ok.isEnabled()
    assert dialog.problem.text() == "Say where the images are now."
    row = dialog.rows["surfaces"]
    QTest.keyClicks(row.path, str(tmp_path))
    qtbot.waitUntil(lambda: "None of the 5 images" in row.state.text())
    assert not dialog.ok.isEnabled()
    assert "that the project knows" in dialog.problem.text()
    row.path.clear()
    QTest.keyClicks(row.path, str(moved.parent))
    qtbot.waitUntil(lambda: row.state.text().startswith("5 of 5 images"))
    assert str(moved) in row.state.text()
    with qtbot.waitSignal(window.canvas.painted, timeout=5000):
        click(dialog.ok)
    assert window.list_count() == 5
    assert load_project(project).image_folders[0].path == "../archive/line 3"


def test_images_beside_the_project_are_found_by_themselves(qtbot, window, project, surfaces):
    surfaces.rename(project / "surfaces")
    dialog = open_moved(qtbot, window, project)
    assert dialog.rows["surfaces"].path.text() == str(project / "surfaces")
    qtbot.waitUntil(dialog.ok.isEnabled)
    dialog.reject()
    assert window.controller.keeping.dialog is None
    assert load_project(project).image_folders[0].path == "../surfaces"


def test_some_missing_images_are_named_but_no_obstacle(qtbot, window, project, surfaces, tmp_path):
    moved = tmp_path / "moved"
    surfaces.rename(moved)
    (moved / "s3.png").unlink()
    dialog = open_moved(qtbot, window, project)
    row = dialog.rows["surfaces"]
    QTest.keyClicks(row.path, str(moved))
    qtbot.waitUntil(lambda: "4 of 5" in row.state.text())
    assert "s3.png" in row.state.text()
    assert dialog.ok.isEnabled()
    assert "come back with the images" in dialog.problem.text()
    dialog.reject()


def test_a_project_that_cannot_be_opened_for_another_reason_says_that(qtbot, window, project):
    (project / "project.yaml").write_text("version: 99\n")
    window.open_path(project)
    qtbot.waitUntil(lambda: "newer program" in window.messages.text)
    assert window.controller.keeping.dialog is None


def test_images_of_an_open_project_can_be_pointed_elsewhere(
    qtbot, window, open_project, project, surfaces, tmp_path
):
    open_project(model=False)
    copy = tmp_path / "copy"
    shutil.copytree(surfaces, copy)
    trigger(window, ActionId.IMAGE_FOLDERS)
    qtbot.waitUntil(lambda: window.controller.keeping.dialog is not None)
    dialog = window.controller.keeping.dialog
    row = dialog.rows["surfaces"]
    assert row.path.text() == str(surfaces)
    assert not dialog.ok.isEnabled()
    row.path.setText(str(copy))
    qtbot.waitUntil(dialog.ok.isEnabled)
    click(dialog.ok)
    qtbot.waitUntil(lambda: window.controller.session.item.path.parent == copy)


def test_an_answer_about_a_folder_that_is_no_longer_asked_for_is_dropped(qtbot, tmp_path):
    place = FolderPlace("images", tmp_path / "gone", frozenset({"a.png"}), is_there=False)
    dialog = RelinkDialog([place], {}, None)
    qtbot.addWidget(dialog)
    dialog.rows["images"].path.setText(str(tmp_path / "new"))
    dialog.show_match("images", tmp_path / "old", FolderMatch(tmp_path / "old", 1, 1, 1))
    assert not dialog.ok.isEnabled()
    dialog.show_match("images", tmp_path / "new", FolderMatch(tmp_path / "new", 1, 1, 1))
    assert dialog.ok.isEnabled()
    assert dialog.answer() == {"images": tmp_path / "new"}
    other = FolderMatch(tmp_path / "new", 1, 1, 1, other_size=("a.png",))
    dialog.show_match("images", tmp_path / "new", other)
    assert dialog.ok.isEnabled()
    assert "please check" in dialog.problem.text()
    assert "a.png has another size than its mask" in dialog.rows["images"].state.text()


# ---- backups ---------------------------------------------------------------------------------


def test_project_is_backed_up_while_it_is_open(qtbot, window, dialogs, open_project, tmp_path):
    session = open_project()
    trigger(window, ActionId.ACCEPT)
    saved(qtbot, session)
    target = tmp_path / "away" / "copy.zip"
    dialogs.answers["ask_backup"] = BackupChoice(target, images=True)
    trigger(window, ActionId.BACK_UP)
    assert window.review_bar.tasks.isVisible()
    assert window.review_bar.tasks.text() == "1 task"
    qtbot.waitUntil(lambda: "Backed up and compared" in window.messages.text, timeout=10_000)
    assert not window.review_bar.tasks.isVisible()
    with zipfile.ZipFile(target) as copy:
        names = copy.namelist()
    assert "images/surfaces/s0.png" in names
    assert [name for name in names if name.startswith("masks/")]


def test_backup_is_stopped_from_the_list_of_tasks(
    qtbot, window, dialogs, open_project, tmp_path, monkeypatch
):
    open_project(model=False)
    begun, go_on = threading.Event(), threading.Event()

    def slow(root, target, *, images, progress, cancel):
        progress(3, 10)
        begun.set()
        go_on.wait(10)
        cancel.check()

    monkeypatch.setattr("stac_gui.keeping_desk.back_up", slow)
    dialogs.answers["ask_backup"] = BackupChoice(tmp_path / "copy.zip", images=False)
    trigger(window, ActionId.BACK_UP)
    assert begun.wait(10)
    click(window.review_bar.tasks)
    tasks = window.controller.activity.list
    qtbot.waitUntil(tasks.isVisible)
    (row,) = tasks.rows.values()
    qtbot.waitUntil(lambda: row.share.text() == "30 %")
    assert row.bar.value() == 3
    click(row.stop)
    assert "stopping" in row.words.text()
    assert not row.stop.isEnabled()
    go_on.set()
    qtbot.waitUntil(lambda: "nothing was kept" in window.messages.text)
    qtbot.waitUntil(lambda: not tasks.isVisible())


def test_closing_the_window_stops_a_backup(
    qtbot, window, dialogs, open_project, monkeypatch, tmp_path
):
    open_project(model=False)
    tokens = []

    def endless(root, target, *, images, progress, cancel):
        tokens.append(cancel)
        while True:
            cancel._event.wait(10)
            cancel.check()

    monkeypatch.setattr("stac_gui.keeping_desk.back_up", endless)
    dialogs.answers["ask_backup"] = BackupChoice(tmp_path / "copy.zip", images=False)
    trigger(window, ActionId.BACK_UP)
    qtbot.waitUntil(lambda: tokens != [])
    window.close()
    assert tokens[0].is_cancelled


def test_looking_at_all_images_is_listed_and_stopped(qtbot, window, open_project, held, engine):
    held.set()
    session = open_project()
    qtbot.waitUntil(lambda: len(session.data.predictions) == 4)
    engine.hold.clear()
    trigger(window, ActionId.LOOK_AT_ALL)
    qtbot.waitUntil(window.review_bar.tasks.isVisible)
    click(window.review_bar.tasks)
    row = window.controller.activity.list.rows["look"]
    assert row.words.text() == "Looking at all images"
    assert row.stop.accessibleName() == "Stop: Looking at all images"
    click(row.stop)
    qtbot.waitUntil(lambda: not window.controller.activity.list.isVisible())
    assert session.supply.batch_progress is None


def test_dialog_says_what_is_wrong_with_a_place(qtbot, project, tmp_path):
    dialog = BackupDialog(project, Settings(), None)
    qtbot.addWidget(dialog)
    assert Path(dialog.target.text()).parent == project.parent
    assert dialog.ok.isEnabled()
    for text, words in (
        ("", "where the backup goes"), (str(project), "already"),
        (str(project / "in.zip"), "outside"), (str(tmp_path / "copy"), "ends with .zip"),
    ):  # fmt: skip
        dialog.target.setText(text)
        assert words in dialog.problem.text()
        assert not dialog.ok.isEnabled()
    dialog.target.setText(str(tmp_path / "copy.zip"))
    dialog.kind.setCurrentIndex(1)
    assert dialog.target.text() == str(tmp_path / "copy")
    assert dialog.answer() == BackupChoice(tmp_path / "copy", images=False)
    assert Settings().last_folder("backup") == str(tmp_path)


# ---- what was opened last --------------------------------------------------------------------


def recent_buttons(window):
    return window.welcome.recent.buttons


def test_what_was_opened_is_offered_and_what_is_gone_is_grey(
    qtbot, window, open_project, project, surfaces
):
    menu = window.controller.recent.menu
    assert not menu.menuAction().isEnabled()
    open_project(model=False)
    window.open_folder(surfaces)
    qtbot.waitUntil(lambda: Settings().recent() == [surfaces, project])
    entries = [action for action in menu.actions() if action.data() is not None]
    assert [action.text() for action in entries] == ["surfaces", "project"]
    entries[1].trigger()
    qtbot.waitUntil(lambda: window.controller.session.data.path == project)
    shutil.rmtree(surfaces)
    menu.aboutToShow.emit()
    actions = {action.text(): action for action in menu.actions()}
    qtbot.waitUntil(lambda: not actions["surfaces"].isEnabled())
    assert "not there now" in actions["surfaces"].toolTip()
    assert actions["project"].isEnabled()
    actions["Forget these"].trigger()
    assert Settings().recent() == []
    assert recent_buttons(window) == []


def test_welcome_page_opens_what_was_opened_last(qtbot, project, tmp_path, engine, dialogs):
    from stac_gui.main_window import MainWindow
    from stac_gui.services import WindowServices

    Settings().add_recent(tmp_path / "no & longer")
    Settings().add_recent(project)
    window = MainWindow(WindowServices(make_engine=engine), dialogs)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    first, gone = recent_buttons(window)
    qtbot.waitUntil(lambda: not gone.isEnabled())
    assert first.accessibleName() == f"project, {project.parent}"
    with qtbot.waitSignal(window.canvas.painted, timeout=5000):
        click(first)
    assert window.controller.session.data.path == project
    window.close()


def test_only_the_last_few_are_remembered_each_once(qapp, tmp_path):
    settings = Settings()
    for number in (*range(14), 5):
        settings.add_recent(tmp_path / str(number))
    names = [path.name for path in settings.recent()]
    assert names == ["5", "13", "12", "11", "10", "9", "8", "7", "6", "4"]


# ---- diagnostics -----------------------------------------------------------------------------


@pytest.fixture
def diagnostics(qtbot, window):
    window.controller.help.ask_gpu = lambda: GpuState(torch="2.13")
    trigger(window, ActionId.DIAGNOSTICS)
    dialog = window.controller.help.dialog
    qtbot.waitExposed(dialog)
    return dialog


def test_diagnostics_say_why_there_is_no_gpu_and_what_is_saved(
    qtbot, window, diagnostics, dialogs, tmp_path
):
    qtbot.waitUntil(diagnostics.save.isEnabled)
    assert diagnostics.gpu.text() == "There is no NVIDIA GPU here, so everything runs on the CPU."
    rows = range(diagnostics.table.rowCount())
    listed = {diagnostics.table.item(row, 0).text() for row in rows}
    assert {"versions.json", "gpu.json", "window.json", "settings.json"} <= listed
    target = tmp_path / "help.zip"
    dialogs.answers["ask_bundle_file"] = target
    click(diagnostics.save)
    qtbot.waitUntil(lambda: str(target) in window.messages.text)
    with zipfile.ZipFile(target) as bundle:
        assert set(bundle.namelist()) == listed | {"READ ME.txt"}


def test_export_is_listed_and_stopped(qtbot, window, dialogs, open_project, tmp_path, monkeypatch):
    session = open_project()
    trigger(window, ActionId.ACCEPT)
    saved(qtbot, session)
    begun, go_on = threading.Event(), threading.Event()

    def slow(*_, progress, cancel, **__):
        progress(1, 4)
        begun.set()
        go_on.wait(10)
        cancel.check()

    monkeypatch.setattr("stac_gui.export_desk.run_export", slow)
    choice = ExportChoice(tmp_path / "voc", (ReviewStatus.ACCEPTED,), copy_images=False)
    dialogs.answers["ask_export"] = choice
    trigger(window, ActionId.EXPORT)
    assert begun.wait(10)
    click(window.review_bar.tasks)
    (row,) = window.controller.activity.list.rows.values()
    assert row.words.text() == "Exporting labels"
    click(row.stop)
    go_on.set()
    qtbot.waitUntil(lambda: "nothing was written to" in window.messages.text)


def test_demonstration_is_made_among_the_documents_and_opened(qtbot, window, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr("stac_core.demo.project.DEMO_SEEDS", range(2, 5))
    folder = tmp_path / "Documents" / "STAC Studio demo"
    for _ in range(2):  # the second time it is there already
        click(window.welcome.demo) if window.welcome.isVisible() else trigger(window, ActionId.DEMO)
        data = window.controller.session.data
        qtbot.waitUntil(lambda: window.controller.session.data not in (None, data), timeout=20_000)  # noqa: B023
        assert window.controller.session.data.path == folder
        assert window.list_count() == 3
    assert str(folder) in window.messages.text
