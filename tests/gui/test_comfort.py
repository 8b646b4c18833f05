"""Commands, keys and settings: found by typing, changed by hand, remembered."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest

from gui.driving import saved, trigger
from stac_core.types import ReviewStatus
from stac_gui.action_table import ACTIONS, ActionId
from stac_gui.main_window import MainWindow
from stac_gui.models.keymap import Keymap, held_key_words, same_key
from stac_gui.models.palette import Command, find, match
from stac_gui.services import WindowServices

PLAIN, SHIFT, CTRL = (
    Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)  # fmt: skip


# ---- finding commands ------------------------------------------------------------------------


def test_letters_match_in_order_and_say_where():
    assert match("tm", "From tags to masks")[1] == (5, 13)
    assert match("mask", "From tags to masks")[1] == (13, 14, 15, 16)
    assert match("sm", "From tags to masks")[1] == (8, 13)
    assert match("zz", "From tags to masks") is None
    assert match("ms", "sm") is None


def test_starts_of_words_and_runs_of_letters_count_more():
    for query, better, worse in (
        ("mask", "Mask", "Move a task"), ("ob", "Outline bold", "Hobby"),
        ("zoom", "Zoom in", "Size of room"),
    ):  # fmt: skip
        assert match(query, better)[0] > match(query, worse)[0], query


@given(st.text("abc ", max_size=6), st.text("abcd -", max_size=12))
def test_match_is_what_trying_all_places_says(query, text):
    letters = query.replace(" ", "")
    found = match(query, text)

    def fits(rest, start):
        return not rest or any(
            text[place] == rest[0] and fits(rest[1:], place + 1)
            for place in range(start, len(text))
        )

    assert (found is not None) == fits(letters, 0)
    if found is not None:
        places = found[1]
        assert list(places) == sorted(set(places))
        assert "".join(text[place] for place in places) == letters


def test_recent_commands_come_first_and_help_is_searched_last():
    commands = [
        Command("a", "Brush", "Paint"), Command("b", "Bare", "Hide"),
        Command("c", "Fit", "brush it"),
    ]  # fmt: skip
    assert [hit.command.key for hit in find("", commands, ["c", "b"])] == ["c", "b", "a"]
    assert [hit.command.key for hit in find("b", commands, ["b"])] == ["b", "a", "c"]
    assert [hit.command.key for hit in find("brush", commands, [])] == ["a", "c"]
    assert find("xyz", commands, []) == []


def open_palette(window, qtbot):
    trigger(window, ActionId.PALETTE)
    palette = window.controller.comfort.palette
    qtbot.waitUntil(palette.search.hasFocus)
    return palette


def test_a_command_is_found_by_typing_and_run_by_enter(qtbot, window, open_project):
    session = open_project()
    palette = open_palette(window, qtbot)
    QTest.keyClicks(palette.search, "reject")
    assert palette.shown[0].text == "Reject"
    QTest.keyClick(palette.search, Qt.Key.Key_Return)
    assert session.row == 1
    assert session.decisions.record("s0.png").status is ReviewStatus.REJECTED
    saved(qtbot, session)
    again = open_palette(window, qtbot)
    assert again.shown[0].text == "Reject"
    QTest.keyClick(again.search, Qt.Key.Key_Down)
    assert again.list.currentIndex().row() == 1
    QTest.keyClick(again.search, Qt.Key.Key_Up)
    QTest.keyClick(again.search, Qt.Key.Key_Up)
    assert again.list.currentIndex().row() == len(again.shown) - 1
    QTest.keyClick(again.search, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.controller.comfort.palette is None)


def test_what_cannot_be_done_now_says_why_and_does_nothing(qtbot, window):
    palette = open_palette(window, qtbot)
    QTest.keyClicks(palette.search, "undo")
    assert palette.shown[0].why_not == "nothing to undo"
    assert palette.hint.text() == "Not now: nothing to undo"
    QTest.keyClick(palette.search, Qt.Key.Key_Return)
    assert palette.isVisible()
    QTest.keyClicks(palette.search, "qqq")
    assert palette.hint.text() == "No command fits."
    palette.close()


def test_every_action_is_a_command_with_its_key(window):
    commands = {each.key: each for each in window.controller.comfort.commands()}
    assert set(commands) == {spec.id.value for spec in ACTIONS} - {"palette"}
    assert commands["brush"].keys == "B"
    assert commands["show-mask"].is_on


# ---- keys ------------------------------------------------------------------------------------


def test_no_key_of_the_table_belongs_to_two_actions_or_is_held():
    owners = {}
    for spec in ACTIONS:
        for key in spec.keys:
            assert same_key(key), f"{spec.id}: {key} is no key"
            assert not held_key_words(same_key(key)), f"{spec.id}: {key} is held"
            assert owners.setdefault(same_key(key), spec.id) is spec.id, f"{key} is there twice"


def test_keymap_takes_a_key_from_its_owner_and_remembers_it(qapp):
    keymap = Keymap()
    keymap.set_keys(ActionId.BRUSH, ["e", "Ctrl+b"])
    assert keymap.keys(ActionId.BRUSH) == ("E", "Ctrl+B")
    assert keymap.keys(ActionId.ERASER) == ()
    keymap.set_keys(ActionId.REDO, ["Ctrl+Y"])
    again = Keymap()
    assert again.keys(ActionId.BRUSH) == ("E", "Ctrl+B")
    assert again.keys(ActionId.ERASER) == ()
    assert again.keys(ActionId.REDO) == ("Ctrl+Y",)
    assert again.owner("ctrl+B") is ActionId.BRUSH
    again.reset(ActionId.ERASER)
    assert again.keys(ActionId.BRUSH) == ("Ctrl+B",)
    again.reset_all()
    assert all(Keymap().is_default(spec.id) for spec in ACTIONS)
    for held in ("H", "3", "Shift+3", "Space", "Esc"):
        with pytest.raises(ValueError, match="no shortcut"):
            again.set_keys(ActionId.BRUSH, [held])


@pytest.fixture
def keys(window, qtbot):
    trigger(window, ActionId.SHORTCUTS)
    dialog = window.controller.comfort.keys
    qtbot.waitUntil(dialog.search.hasFocus)
    return dialog


def test_keys_dialog_lists_every_action_and_held_keys(keys):
    words = {keys.table.item(row, 1).text() for row in range(keys.table.rowCount())}
    assert {spec.help for spec in ACTIONS} | {"Bare image"} <= words


def test_a_key_is_recorded_named_with_its_owner_and_used(qtbot, window, keys, open_project):
    keys.choose(ActionId.FIT)
    QTest.keyClick(keys.recorder, Qt.Key.Key_E)
    assert "Eraser" in keys.note.text()
    QTest.mouseClick(keys.use, Qt.MouseButton.LeftButton)
    actions = window.actions_by_id
    assert actions[ActionId.FIT].shortcut() == QKeySequence("E")
    assert actions[ActionId.FIT].toolTip() == "Show the whole image  (E)"
    assert actions[ActionId.ERASER].shortcuts() == []
    assert actions[ActionId.ERASER].toolTip() == "Paint background"
    row = keys.table.currentRow()
    assert keys.table.item(row, 2).text() == "E"
    keys.close()
    open_project(model=False)
    window.canvas.zoom(4)
    zoomed = window.canvas.viewport.scale
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, Qt.Key.Key_E)
    assert window.canvas.viewport.scale < zoomed


@pytest.mark.parametrize(
    ("key", "modifiers", "text"),
    [
        (Qt.Key.Key_B, CTRL, "Ctrl+B"), (Qt.Key.Key_B, SHIFT, "Shift+B"),
        (Qt.Key.Key_Return, PLAIN, "Return"), (Qt.Key.Key_F5, SHIFT, "Shift+F5"),
        (Qt.Key.Key_8, Qt.KeyboardModifier.KeypadModifier, "Num+8"),
    ],
)  # fmt: skip
def test_recorder_understands_keys(keys, key, modifiers, text):
    keys.choose(ActionId.FIT)
    QTest.keyClick(keys.recorder, key, modifiers)
    assert keys.recorder.key == text


def test_held_keys_are_refused_by_name(keys):
    keys.choose(ActionId.FIT)
    QTest.keyClick(keys.recorder, Qt.Key.Key_3, SHIFT)
    assert "digits choose and tag classes" in keys.note.text()
    assert not keys.use.isEnabled()
    QTest.keyClick(keys.recorder, Qt.Key.Key_Shift)
    assert keys.recorder.key == "Shift+3"


def test_keys_are_added_removed_and_restored(qtbot, window, keys):
    keymap = window.actions_by_id.keymap
    keys.choose(ActionId.FIT)
    QTest.keyClick(keys.recorder, Qt.Key.Key_F9)
    assert keys.note.text() == "This key is free."
    QTest.mouseClick(keys.add, Qt.MouseButton.LeftButton)
    assert keymap.keys(ActionId.FIT) == ("F", "F9")
    QTest.mouseClick(keys.remove, Qt.MouseButton.LeftButton)
    assert keymap.keys(ActionId.FIT) == ()
    assert Keymap().keys(ActionId.FIT) == ()
    QTest.mouseClick(keys.reset, Qt.MouseButton.LeftButton)
    assert keymap.is_default(ActionId.FIT)
    assert not keys.reset.isEnabled()
    keymap.set_keys(ActionId.FIT, ["B"])
    QTest.mouseClick(keys.reset_all, Qt.MouseButton.LeftButton)
    assert keymap.keys(ActionId.BRUSH) == ("B",)


def test_keys_are_searched_by_word_and_by_key(keys):
    def shown():
        rows = range(keys.table.rowCount())
        return [keys.table.item(row, 1).text() for row in rows if not keys.table.isRowHidden(row)]

    QTest.keyClicks(keys.search, "eraser")
    assert set(shown()) == {"Paint background", "Swap brush and eraser"}
    keys.search.clear()
    QTest.keyClicks(keys.search, "ctrl+e")
    assert shown() == ["Write reviewed masks for other programs"]


# ---- in the window ---------------------------------------------------------------------------


def test_buttons_elsewhere_tell_the_key_that_was_chosen(window):
    keymap = window.actions_by_id.keymap
    assert window.welcome.project.toolTip() == "Open a project  (Ctrl+O)"
    keymap.set_keys(ActionId.OPEN_PROJECT, ["F4"])
    assert window.welcome.project.toolTip() == "Open a project  (F4)"


def test_window_is_laid_out_as_it_was_left(qtbot, engine, dialogs):
    def new_window():
        window = MainWindow(WindowServices(make_engine=engine), dialogs)
        qtbot.addWidget(window)
        window.show()
        qtbot.waitExposed(window)
        return window

    window = new_window()
    assert window.docks[0].isVisible()
    window.docks[0].toggleViewAction().trigger()
    window.close()
    again = new_window()
    assert not again.docks[0].isVisible()
    assert again.docks[1].isVisible()
    again.close()


def test_commands_keys_and_settings_have_keys_of_their_own(qtbot, window, open_project):
    open_project(model=False)

    def back():
        """A screen's window manager does this when a dialog closes."""
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        window.canvas.setFocus()

    back()
    comfort = window.controller.comfort
    QTest.keyClick(window.canvas, Qt.Key.Key_K, CTRL)
    qtbot.waitUntil(lambda: comfort.palette is not None and comfort.palette.search.hasFocus())
    QTest.keyClicks(comfort.palette.search, "3h")  # digits and held keys are letters here
    assert comfort.palette.search.text() == "3h"
    QTest.keyClick(comfort.palette.search, Qt.Key.Key_Escape)
    back()
    QTest.keyClick(window.canvas, Qt.Key.Key_F1)
    qtbot.waitUntil(lambda: comfort.keys is not None and comfort.keys.isVisible())
    comfort.keys.close()
    back()
    QTest.keyClick(window.canvas, Qt.Key.Key_Comma, CTRL)
    qtbot.waitUntil(lambda: comfort.settings is not None and comfort.settings.isVisible())
