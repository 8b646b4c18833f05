"""Screen readers have a name for every control, and every control is reached by Tab."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QRadioButton,
    QToolButton,
    QWidget,
)

from gui.driving import trigger
from stac_core.gpu import GpuState
from stac_core.types import ReviewStatus
from stac_gui.action_table import ActionId
from stac_gui.panels.backup import BackupDialog
from stac_gui.panels.dialogs import FactsDialog
from stac_gui.panels.exporting import Exportable, ExportDialog
from stac_gui.panels.new_project import NewProjectDialog
from stac_gui.panels.weights import ModelDialog
from stac_gui.settings import Settings
from stac_gui.theme import set_colors


@pytest.mark.parametrize("scheme", [Qt.ColorScheme.Light, Qt.ColorScheme.Dark])
@pytest.mark.parametrize("kind", [QCheckBox, QRadioButton])
@pytest.mark.parametrize("is_on", [False, True])
def test_boxes_and_rings_show_their_focus(qapp, qtbot, kind, is_on, scheme):
    set_colors(qapp, scheme)
    page = QWidget()
    qtbot.addWidget(page)
    other, box = QLineEdit(page), kind("words", page)
    box.setGeometry(0, 40, 90, 24)
    box.setAutoExclusive(False)
    box.setChecked(is_on)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    other.setFocus()
    plain = box.grab().toImage()
    box.setFocus()
    qtbot.waitUntil(box.hasFocus)
    assert box.grab().toImage() != plain
    set_colors(qapp, Qt.ColorScheme.Light)


def takes_focus(widget):
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def is_part_of_another(widget):
    """Parts that Qt itself makes: the list of a combo box, the field of a number."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QComboBox):
            return True
        parent = parent.parentWidget()
    return widget.objectName().startswith("qt_")


def gets_words_when_shown(widget):
    """Buttons with words only, that are hidden while there is nothing to say."""
    is_words = isinstance(widget, QAbstractButton) and widget.icon().isNull()
    return is_words and not widget.isVisible() and not widget.text()


def name_of(widget):
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name).strip()


def nameless(top):
    """Controls that a screen reader has no name for."""
    found = []
    for widget in (top, *top.findChildren(QWidget)):
        if not takes_focus(widget) or is_part_of_another(widget) or gets_words_when_shown(widget):
            continue
        if not name_of(widget):
            parents = [type(widget).__name__]
            parent = widget.parentWidget()
            while parent is not None:
                parents.append(type(parent).__name__)
                parent = parent.parentWidget()
            found.append(" in ".join(parents))
    return found


def by_tab(top, start):
    """The controls that Tab goes to, from one on until it comes round."""
    start.setFocus(Qt.FocusReason.OtherFocusReason)
    seen = []
    for _ in range(500):
        widget = QApplication.focusWidget()
        assert widget is not None, f"Tab leads nowhere after {type(seen[-1]).__name__}"
        if widget in seen:
            return seen
        seen.append(widget)
        QTest.keyClick(widget, Qt.Key.Key_Tab)
    pytest.fail("Tab never comes round")


def unreached(top, reached):
    return [
        f"{type(widget).__name__} {name_of(widget)}"
        for widget in top.findChildren(QWidget)
        if takes_focus(widget) and widget.isVisible() and widget.isEnabled()
        and not is_part_of_another(widget) and widget.window() is top.window()
        and widget not in reached
    ]  # fmt: skip


def test_every_control_of_the_window_has_a_name(window, open_project):
    assert nameless(window) == []  # without images
    open_project()
    assert nameless(window) == []
    assert name_of(window.canvas) == "Image s0.png"


def test_every_control_of_the_window_is_reached_by_tab(qtbot, window, open_project):
    open_project()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    reached = by_tab(window, window.canvas)
    assert unreached(window, reached) == []
    tools = window.tools.findChildren(QToolButton)
    assert any(button in reached for button in tools)


def test_space_presses_a_button_that_tab_went_to_and_else_moves_the_image(
    qtbot, window, open_project
):
    open_project()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    box = window.inspector.all_classes
    box.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert not box.isChecked()
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=box.rect().center() - box.rect().topRight()
                     / 3)  # fmt: skip
    checked = box.isChecked()
    window.canvas.setFocus(Qt.FocusReason.MouseFocusReason)
    box.setFocus(Qt.FocusReason.MouseFocusReason)
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert box.isChecked() == checked


@pytest.fixture
def dialogs_of_the_window(qtbot, window, open_project, project, tmp_path):
    """Every dialog and window that can be open beside the main window."""
    open_project()
    controller = window.controller
    controller.help.ask_gpu = lambda: GpuState(torch="2.13")
    for action in (
        ActionId.SHORTCUTS, ActionId.SETTINGS, ActionId.PIPELINE, ActionId.NEW_RUN,
        ActionId.SALIENCY, ActionId.DIAGNOSTICS, ActionId.IMAGE_FOLDERS, ActionId.NEW_PROJECT,
    ):  # fmt: skip
        trigger(window, action)
    qtbot.waitUntil(lambda: controller.keeping.dialog is not None)
    trigger(window, ActionId.PALETTE)
    settings, counts = Settings(), {ReviewStatus.TODO: 5}
    made = [
        ExportDialog(Exportable(counts), settings, window),
        NewProjectDialog(tmp_path, [("a", "#E69F00")], window),
        ModelDialog(None, "auto", "auto", settings, window),
        BackupDialog(project, settings, window), FactsDialog("Facts", [("name", "value")], window),
    ]  # fmt: skip
    opened = [
        controller.comfort.keys, controller.comfort.settings, controller.comfort.palette,
        controller.pipelines.dialog, controller.training.window, controller.saliency.window,
        controller.help.dialog, controller.keeping.dialog, controller.making.dialog,
    ]  # fmt: skip
    return [*made, *opened]


def test_every_control_of_the_dialogs_has_a_name(dialogs_of_the_window):
    for dialog in dialogs_of_the_window:
        assert nameless(dialog) == [], type(dialog).__name__


@pytest.mark.parametrize("action", [ActionId.SHORTCUTS, ActionId.SETTINGS])
def test_every_control_of_a_dialog_is_reached_by_tab(qtbot, window, action):
    trigger(window, action)
    comfort = window.controller.comfort
    dialog = comfort.keys if action is ActionId.SHORTCUTS else comfort.settings
    qtbot.waitUntil(dialog.isActiveWindow)
    start = dialog.search if action is ActionId.SHORTCUTS else next(iter(dialog.fields.values()))
    assert unreached(dialog, by_tab(dialog, start)) == []
