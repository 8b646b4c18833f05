"""Settings: shown, changed, remembered, and the restart that some of them need."""

from __future__ import annotations

import argparse
import os
import sys

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox

from gui.driving import drag, trigger
from stac_core.labels.store import open_store
from stac_gui.action_table import ActionId
from stac_gui.panels.keys import KeysDialog
from stac_gui.panels.settings import SettingsDialog
from stac_gui.preferences import PREFERENCES, Preference, Preferences
from stac_gui.restart import arguments_for, environment, scale_window, start_again
from stac_gui.theme import DARK, LIGHT, current_colors

CLASSES = ("scratch", "blob")


@pytest.mark.parametrize("preference", PREFERENCES, ids=lambda each: each.key)
def test_damaged_settings_count_as_the_default(qapp, preference):
    for damaged in ("nonsense", b"\xff", [], -99_999):
        QSettings().setValue(preference.key, damaged)
        value = Preferences()[preference.key]
        assert type(value) is type(preference.default)
        is_free_text = isinstance(value, str) and not preference.choices
        if not isinstance(value, bool) and not is_free_text:
            assert value == preference.default


def test_settings_are_remembered_and_told_once(qapp):
    preferences, told = Preferences(), []
    preferences.changed.connect(told.append)
    for _ in range(2):
        preferences.set("window/scale", 150)
    assert told == ["window/scale"]
    assert Preferences()["window/scale"] == 150
    preferences.reset()
    assert Preferences()["window/scale"] == 100


@pytest.fixture
def settings(window, qtbot):
    trigger(window, ActionId.SETTINGS)
    dialog = window.controller.comfort.settings
    qtbot.waitExposed(dialog)
    yield dialog
    dialog.reset.click()


def choose(field, value):
    """Choose in a box by keys, as a person does."""
    field.setFocus()
    for _ in range(field.count()):
        if field.currentData() == value:
            return
        QTest.keyClick(field, Qt.Key.Key_Down)
    pytest.fail(f"{value} cannot be chosen")


def test_dialog_has_a_field_for_each_setting(settings):
    assert set(settings.fields) == {each.key for each in PREFERENCES}
    for preference in PREFERENCES:
        assert settings.fields[preference.key].accessibleName() == preference.text


def test_theme_counts_at_once(settings):
    choose(settings.fields["window/theme"], "dark")
    assert current_colors() is DARK
    settings.reset.click()
    choose(settings.fields["window/theme"], "light")
    assert current_colors() is LIGHT


def test_settings_that_count_after_a_restart_say_so_and_offer_it(settings):
    size = settings.sizeHint()
    assert not settings.restart.isVisible()
    choose(settings.fields["window/language"], "de")
    assert settings.note.text() == "After a restart: Language. Everything is saved first."
    choose(settings.fields["window/scale"], 150)
    assert "Language, Size of text and controls" in settings.note.text()
    assert settings.restart.isVisible()
    assert settings.sizeHint().height() == size.height(), "nothing moves"
    assert Preferences()["window/language"] == "de"
    settings.reset.click()
    assert not settings.restart.isVisible()
    assert settings.note.text() == ""


@pytest.fixture
def started(monkeypatch):
    """The programs that are started anew, as their arguments."""
    found = []
    monkeypatch.setattr("stac_gui.comfort_desk.start_again", lambda each: not found.append(each))
    return found


def test_restart_saves_everything_and_comes_back_to_the_image(
    open_project, window, project, surfaces, settings, started
):
    session = open_project()
    session.go_to(3)
    trigger(window, ActionId.BRUSH)
    drag(window, [(30, 30), (35, 30)])
    choose(settings.fields["window/language"], "de")
    settings.restart.click()
    assert not window.isVisible()
    assert started == [["gui", str(project), "--image", str(surfaces / "s3.png")]]
    with open_store(project, CLASSES) as store:  # which is free, and has the stroke
        assert store.record("s3.png").origin == "person"


def test_nothing_is_restarted_where_somebody_goes_back_to_save(
    open_project, window, settings, started, dialogs, monkeypatch
):
    open_project()

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("stac_core.io.os.replace", full)
        trigger(window, ActionId.ACCEPT)
        dialogs.answers["ask_unsaved"] = "cancel"
        window.controller.comfort.restart()
        assert started == []
        assert window.isVisible()


def test_the_program_comes_back_at_the_image(qtbot, window, project, surfaces):
    from stac_gui.commands.gui import add_arguments

    parser = argparse.ArgumentParser()
    add_arguments(parser)
    args = parser.parse_args(arguments_for(project, surfaces / "s3.png")[1:])
    with qtbot.waitSignal(window.canvas.painted, timeout=5000):
        window.controller.open_path(args.path, image=args.image)
    qtbot.waitUntil(lambda: window.current() == "s3.png")
    assert arguments_for(None, None) == ["gui"]


def test_size_of_the_settings_is_not_handed_on_but_the_systems_is(monkeypatch):
    monkeypatch.delenv("QT_SCALE_FACTOR", raising=False)
    monkeypatch.delenv("STAC_SCALE_FACTOR", raising=False)
    monkeypatch.setattr(os, "environ", os.environ.copy())
    scale_window(100)
    assert "QT_SCALE_FACTOR" not in os.environ
    scale_window(150)
    assert os.environ["QT_SCALE_FACTOR"] == "1.5"


@pytest.mark.parametrize(("ours", "left"), [("1.5", ""), ("", "2")])
def test_environment_of_the_program_started_anew(monkeypatch, ours, left):
    monkeypatch.setenv("QT_SCALE_FACTOR", ours or "2")
    monkeypatch.setenv("STAC_SCALE_FACTOR", ours)
    assert environment().value("QT_SCALE_FACTOR") == left


def test_program_is_started_anew(tmp_path, monkeypatch, qtbot):
    mark = tmp_path / "started"
    code = "import sys, pathlib; pathlib.Path(sys.argv[1]).write_text('yes')"
    monkeypatch.setattr("stac_gui.restart.PROGRAM", (sys.executable, "-c", code))
    assert start_again([str(mark)])
    qtbot.waitUntil(mark.exists)
    monkeypatch.setattr("stac_gui.restart.PROGRAM", (str(tmp_path / "nowhere"),))
    assert not start_again([])


def test_look_of_overlays_counts_at_once(window, settings):
    toolbox = window.controller.toolbox
    settings.fields["look/contour"].click()
    assert toolbox.look.contour
    assert window.actions_by_id[ActionId.CONTOUR].isChecked()
    choose(settings.fields["look/color_map"], "viridis")
    assert window.inspector.chosen_color_map() == "viridis"


def test_dialog_shows_what_was_changed_elsewhere(window, settings, qtbot):
    trigger(window, ActionId.CONTOUR)
    trigger(window, ActionId.SETTINGS)
    assert settings.fields["look/contour"].isChecked()


def test_dialog_leads_to_the_keys(window, settings):
    settings.keys.click()
    assert isinstance(window.controller.comfort.keys, KeysDialog)
    assert window.controller.comfort.keys.isVisible()


def test_a_new_setting_of_any_kind_gets_its_field(qtbot, monkeypatch):
    table = (
        Preference("x/choice", "G", "Choice", "", "a", (("a", "A"), ("b", "B"))),
        Preference("x/switch", "G", "Switch", "", False),
        Preference("x/number", "G", "Number", "", 5, limits=(1, 9), unit=" px"),
    )
    monkeypatch.setattr("stac_gui.preferences.PREFERENCES", table)
    monkeypatch.setattr("stac_gui.panels.settings.PREFERENCES", table)
    preferences = Preferences()
    dialog = SettingsDialog(preferences, None)
    qtbot.addWidget(dialog)
    assert isinstance(dialog.fields["x/choice"], QComboBox)
    dialog.fields["x/choice"].setCurrentIndex(1)
    dialog.fields["x/switch"].click()
    dialog.fields["x/number"].setValue(7)
    assert [preferences[each.key] for each in table] == ["b", True, 7]


def test_enter_by_chance_resets_nothing(settings):
    settings.fields["look/contour"].click()
    assert settings.focusWidget() is not settings.reset
    QTest.keyClick(settings, Qt.Key.Key_Return)
    assert settings.fields["look/contour"].isChecked()
