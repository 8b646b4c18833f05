"""Making a project of a data set in the window: looked at first, then written and opened."""

from __future__ import annotations

import shutil
import threading

import layouts
import pytest
from layouts import EXPECTED
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gui.driving import trigger
from stac_core.data.layouts.registry import LAYOUTS
from stac_core.labels.store import open_store
from stac_core.project import load_project
from stac_core.types import CancelToken
from stac_gui.action_table import ActionId
from stac_gui.presenters import data_sets
from stac_gui.presenters.beside import project_of
from stac_gui.presenters.data_sets import DataSetReading, make_preview


@pytest.fixture
def dialog(window, qtbot):
    window.show()
    press(window.welcome.new)
    found = window.controller.making.dialog
    found._delay.setInterval(0)
    yield found
    if window.controller.making.dialog is not None:
        found.reject()


def made(tmp_path, name):
    root = tmp_path / "data"
    root.mkdir()
    EXPECTED[name][1].make(root)
    return root


def choose(qtbot, dialog, folder):
    """Type a folder and wait until it was looked at."""
    dialog.source.setFocus()
    dialog.source.selectAll()
    QTest.keyClicks(dialog.source, str(folder))
    qtbot.waitUntil(lambda: not dialog._is_looking)


def press(widget):
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def facts(dialog):
    grid = dialog.preview._facts
    return {
        grid.itemAtPosition(row, 0).widget().text(): grid.itemAtPosition(row, 1).widget().text()
        for row in range(grid.count() // 2)
    }


def test_data_set_is_shown_and_becomes_the_open_project(window, qtbot, dialog, tmp_path):
    source = made(tmp_path, "mtd")
    assert not dialog.ok.isEnabled()
    choose(qtbot, dialog, source)
    assert dialog.found.text() == "Magnetic tiles (MTD)"
    assert [row.name.text() for row in dialog.preview.classes.rows] == ["Blowhole", "Break"]
    assert [row.count.text() for row in dialog.preview.classes.rows] == ["1", "2"]
    assert facts(dialog) == {
        "Images": "5", "Without any defect": "2", "Masks, only to measure": "5",
    }  # fmt: skip
    captions = [cell.accessibleName().split(": ")[1] for cell in dialog.preview._cells]
    assert set(captions) == {"Blowhole", "Break", "no defect"}
    assert not dialog.preview.add.isVisible(), "the masks say how many classes there are"
    assert dialog.folder.text() == str(tmp_path / "data-project")
    name = dialog.preview.classes.rows[0].name
    name.setFocus()
    name.selectAll()
    QTest.keyClicks(name, "hole")
    captions = {cell.accessibleName().split(": ")[1] for cell in dialog.preview._cells}
    assert captions == {"hole", "Break", "no defect"}
    with qtbot.waitSignal(window.controller.session.opened):
        press(dialog.ok)
    root = tmp_path / "data-project"
    assert window.controller.session.data.root == root
    assert window.list_count() == 5
    project = load_project(root)
    assert project.class_names == ["hole", "Break"]
    assert project.reference.classes == ["Blowhole", "Break"]
    with open_store(root, project.class_names, read_only=True) as store:
        assert store.tags()["MT_Blowhole/Imgs/exp0.jpg"] == {"hole": True, "Break": False}
    assert window.controller.making.dialog is None


def test_bare_folder_takes_any_classes(window, qtbot, dialog, tmp_path):
    source = made(tmp_path, "folder")
    choose(qtbot, dialog, source)
    assert dialog.found.text() == "Folder of images"
    assert facts(dialog) == {"Images": "3", "Untagged": "3"}
    press(dialog.preview.add)
    QTest.keyClicks(dialog.preview.classes.rows[1].name, "pit")
    dialog.folder.selectAll()
    dialog.folder.setFocus()
    QTest.keyClicks(dialog.folder, str(tmp_path / "elsewhere"))
    with qtbot.waitSignal(window.controller.session.opened):
        press(dialog.ok)
    assert load_project(tmp_path / "elsewhere").class_names == ["defect", "pit"]


def test_other_layout_can_be_chosen(qtbot, dialog, tmp_path):
    source = made(tmp_path, "mtd")
    choose(qtbot, dialog, source)
    dialog.layouts.setCurrentIndex(dialog.layouts.findData("folder"))
    qtbot.waitUntil(lambda: not dialog._is_looking)
    assert facts(dialog)["Images"] == "10"  # then the masks are images as well
    dialog.layouts.setCurrentIndex(dialog.layouts.findData("mvtec"))
    qtbot.waitUntil(lambda: not dialog._is_looking)
    assert "not laid out like MVTec AD" in dialog.state.text()
    assert not dialog.ok.isEnabled()
    assert dialog.wish() is None
    assert dialog.layouts.count() == len(LAYOUTS) + 1


def test_folder_of_the_data_set_opens_its_project_again(window, qtbot, dialog, tmp_path):
    source = made(tmp_path, "stac")
    choose(qtbot, dialog, source)
    with qtbot.waitSignal(window.controller.session.opened):
        press(dialog.ok)
    window.controller.session.data.give_up()
    with qtbot.waitSignal(window.controller.session.opened):
        window.open_folder(source)
    assert window.controller.session.data.root == tmp_path / "data-project"
    assert project_of(source) == tmp_path / "data-project"
    assert project_of(source / "SALmapsALL") is None


def test_copy_stands_on_its_own(window, qtbot, dialog, tmp_path):
    source = made(tmp_path, "mvtec")
    choose(qtbot, dialog, source)
    assert "trained on as well" in dialog.notes.text()
    assert dialog.notes.isVisible()
    dialog.copies.setFocus()
    QTest.keyClick(dialog.copies, Qt.Key.Key_Space)
    assert dialog.copies.isChecked()
    with qtbot.waitSignal(window.controller.session.opened):
        press(dialog.ok)
    shutil.rmtree(source)
    root = tmp_path / "data-project"
    assert all(item.path.is_relative_to(root) for item in window.controller.session.items)
    assert load_project(root).reference.folder == "data"


def test_heat_maps_that_came_with_it_are_imported_unless_declined(window, qtbot, dialog, tmp_path):
    source = made(tmp_path, "mtd")
    choose(qtbot, dialog, source)
    assert not dialog.maps.isVisible()
    shutil.rmtree(source)
    choose(qtbot, dialog, made(tmp_path, "stac"))
    assert dialog.maps.isVisible()
    with qtbot.waitSignal(window.controller.session.opened):
        press(dialog.ok)
    assert (tmp_path / "data-project/maps/npy-fused").is_dir()


def test_bare_folder_that_is_a_data_set_is_noticed(window, qtbot, tmp_path):
    source = made(tmp_path, "mtd")
    with qtbot.waitSignal(window.controller.session.opened):
        window.open_folder(source)
    qtbot.waitUntil(lambda: "looks like a data set (Magnetic" in window.messages.text)
    trigger(window, ActionId.NEW_PROJECT)
    dialog = window.controller.making.dialog
    qtbot.waitUntil(lambda: not dialog._is_looking)
    assert dialog.source.text() == str(source)
    assert facts(dialog)["Images"] == "5"
    with qtbot.waitSignal(window.controller.session.opened):
        press(dialog.ok)
    assert window.list_count() == 5


def test_subsets_that_train_and_judge_come_first(qtbot, dialog, tmp_path):
    source = made(tmp_path, "stac")
    for name in ("alpha", "beta", "gamma"):
        layouts.text(source / f"{name}.txt", "000000")
    choose(qtbot, dialog, source)
    subsets = [name for name in facts(dialog) if "ubset" in name]
    assert subsets == [
        "Subset train", "Subset val", "Subset test", "Subset alpha", "2 more subsets",
    ]  # fmt: skip


def test_problems_are_said_in_words(window, qtbot, dialog, tmp_path):
    choose(qtbot, dialog, tmp_path / "gone")
    assert "this folder does not exist" in dialog.state.text()
    (tmp_path / "empty").mkdir()
    choose(qtbot, dialog, tmp_path / "empty")
    assert "there are no images here" in dialog.state.text()
    source = made(tmp_path, "severstal")
    layouts.text(source / "train.csv", "a,b")
    choose(qtbot, dialog, source)
    assert "line 1: must start with" in dialog.state.text()
    shutil.rmtree(source)
    source = made(tmp_path, "stac")
    layouts.picture(source / "JPEGImages/000002.jpg")
    layouts.mask(source / "SegmentationMASK/000002.png", 9)
    choose(qtbot, dialog, source)
    assert "000002.jpg holds the value 9, but there are 2 classes" in dialog.notes.text()
    assert dialog.notes.text().startswith(str(source))
    assert "SALmapsALL" not in dialog.notes.text()
    layouts.text(source / "more.txt", "000001", "x")
    (source / "SALmapsALL/000001.png").unlink()
    choose(qtbot, dialog, source)
    assert dialog.notes.text().endswith("… and 2 more")
    assert "SALmapsALL" in dialog.notes.toolTip()
    assert dialog.ok.isEnabled()
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "project.yaml").touch()
    dialog.folder.setText(str(tmp_path / "other"))
    assert "already" in dialog.problem.text()
    assert not dialog.ok.isEnabled()


def test_looking_can_be_stopped_and_says_how_far_it_is(
    window, qtbot, dialog, tmp_path, monkeypatch
):
    source = made(tmp_path, "kolektor")
    reached, go_on = threading.Event(), threading.Event()

    def read(folder, layout, options):
        options.progress(1, 3)
        reached.set()
        go_on.wait(10)
        options.cancel.check()

    monkeypatch.setattr(data_sets, "read_data_set", read)
    dialog.source.setText(str(source))
    qtbot.waitUntil(reached.is_set)
    qtbot.waitUntil(lambda: dialog.state.text() == "Looking at masks: 1 of 3")
    press(dialog.stop)
    go_on.set()
    qtbot.waitUntil(lambda: not dialog._is_looking)
    assert "Stopped" in dialog.state.text()
    assert not dialog.stop.isVisible()


def test_another_folder_takes_the_place_of_one_that_is_looked_at(
    qtbot, dialog, tmp_path, monkeypatch
):
    source = made(tmp_path, "kolektor")
    reached, go_on, read = threading.Event(), threading.Event(), data_sets.read_data_set

    def wait(folder, layout, options):
        if folder == source:
            reached.set()
            go_on.wait(10)
        return read(folder, layout, options)

    monkeypatch.setattr(data_sets, "read_data_set", wait)
    dialog.source.setText(str(source))
    qtbot.waitUntil(reached.is_set)
    said = []
    monkeypatch.setattr(dialog, "show_stopped", lambda: said.append("stopped"))
    (tmp_path / "other").mkdir()
    layouts.mtd(tmp_path / "other")
    dialog.source.setText(str(tmp_path / "other"))
    assert dialog.state.text() == "Looking …"
    go_on.set()
    qtbot.waitUntil(lambda: not dialog._is_looking)
    assert dialog.found.text() == "Magnetic tiles (MTD)"
    assert said == []


def test_only_the_latest_folder_counts(qtbot, tmp_path):
    waiting = []

    class Tasks:
        def submit(self, work, done, failed):
            waiting.append((work, done))

    reading, found = DataSetReading(Tasks()), []
    reading.found.connect(found.append)
    first, second = made(tmp_path, "mtd"), tmp_path / "second"
    second.mkdir()
    layouts.kolektor(second)
    reading.read(first, "auto")
    reading.read(second, "auto")
    results = [(done, work()) for work, done in waiting]
    assert results[0][1] is None, "it was stopped"
    for done, result in results:
        done(result)
    assert [each.data.layout for each in found] == ["kolektor"]


def test_closing_the_window_ends_looking(window, qtbot, dialog, tmp_path):
    dialog.source.setText(str(made(tmp_path, "mtd")))
    window.close()
    assert window.controller.making.dialog is None


@pytest.mark.parametrize("name", EXPECTED)
def test_every_layout_has_a_preview(name, tmp_path):
    data = data_sets.read_data_set(made(tmp_path, name))
    preview = make_preview(data, CancelToken())
    assert len(preview.examples) == min(6, len(data.ids))
    for example in preview.examples:
        assert example.picture.shape[2] == 3
        assert example.mask is None or example.mask.shape == example.picture.shape[:2]


def test_broken_picture_is_named_and_the_others_are_shown(tmp_path):
    source = made(tmp_path, "mtd")
    (source / "MT_Blowhole/Imgs/exp0.jpg").write_bytes(b"nothing")
    preview = make_preview(data_sets.read_data_set(source), CancelToken())
    assert len(preview.examples) == 4
    assert any("exp0.jpg" in note for note in preview.notes)
