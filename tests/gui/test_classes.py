"""Naming and colouring classes in the window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gui.driving import drag, trigger
from stac_core.labels.store import open_store
from stac_core.project import load_project
from stac_gui.action_table import ActionId


@pytest.fixture
def opened(window, qtbot, project):
    session = window.controller.session
    with qtbot.waitSignal(session.opened):
        window.open_path(project)
    qtbot.waitUntil(lambda: session.document is not None)
    return session


def type_into(edit, text):
    edit.setFocus()
    edit.selectAll()
    QTest.keyClicks(edit, text)


def ask(window, qtbot):
    trigger(window, ActionId.CLASSES)
    dialog = window.controller.classes.dialog
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def test_new_name_and_new_class_reach_file_store_and_window(window, qtbot, opened, project):
    window.inspector.tag_changed.emit("blob", True)
    image = opened.item.id
    dialog = ask(window, qtbot)
    assert not dialog.ok.isEnabled(), "nothing is different yet"
    type_into(dialog.rows[1].name, "pit")
    QTest.mouseClick(dialog.add, Qt.MouseButton.LeftButton)
    type_into(dialog.rows[2].name, "stain")
    with qtbot.waitSignal(opened.opened):
        QTest.mouseClick(dialog.ok, Qt.MouseButton.LeftButton)
    assert opened.class_names == ["scratch", "pit", "stain"]
    assert load_project(project).class_names == ["scratch", "pit", "stain"]
    assert opened.tagging.tags(image)["pit"] is True
    window.inspector.tag_changed.emit("stain", True)
    qtbot.waitUntil(lambda: not opened.decisions.has_unsaved)
    with open_store(project, opened.class_names, read_only=True) as store:
        assert store.tags()[image]["stain"] is True
        assert store.tags()[image]["pit"] is True


def test_painted_pixels_keep_their_number(window, qtbot, opened):
    window.inspector.table.choose(2)
    trigger(window, ActionId.BRUSH)
    drag(window, [(20, 20), (24, 20)])
    before = opened.document.mask.copy()
    dialog = ask(window, qtbot)
    type_into(dialog.rows[1].name, "pit")
    with qtbot.waitSignal(opened.opened):
        QTest.keyClick(dialog.rows[1].name, Qt.Key.Key_Return)
    assert (opened.document.mask == before).all()
    assert (before == 2).any()


def test_bare_folder_takes_names_before_it_has_a_project(window, qtbot, surfaces):
    session = window.controller.session
    with qtbot.waitSignal(session.opened):
        window.open_path(surfaces)
    dialog = ask(window, qtbot)
    type_into(dialog.rows[0].name, "crack")
    with qtbot.waitSignal(session.opened):
        QTest.mouseClick(dialog.ok, Qt.MouseButton.LeftButton)
    assert session.class_names == ["crack"]
    assert session.data.project is None


@pytest.mark.parametrize(
    ("name", "words"), [("scratch", "already"), ("background", "always there"), ("a/b", "hold")]
)
def test_impossible_name_is_said_and_cannot_be_used(window, qtbot, opened, name, words):
    dialog = ask(window, qtbot)
    type_into(dialog.rows[1].name, name)
    assert words in dialog.problem.text(), dialog.rows[1].name.text()
    assert not dialog.ok.isEnabled()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert opened.class_names == ["scratch", "blob"]


def test_empty_new_line_does_not_count(window, qtbot, opened):
    dialog = ask(window, qtbot)
    QTest.mouseClick(dialog.add, Qt.MouseButton.LeftButton)
    assert dialog.wanted() == [(spec.name, spec.color) for spec in opened.data.classes]
    assert not dialog.ok.isEnabled()
    dialog.reject()
