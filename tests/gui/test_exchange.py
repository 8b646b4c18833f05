"""What goes to other programs and comes from them, through the window."""

from __future__ import annotations

import json

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gui.driving import trigger
from stac_core.exporting.certificate import Certificate, compare
from stac_core.formats.registry import writable
from stac_core.types import ReviewStatus
from stac_gui.action_table import ActionId
from stac_gui.format_words import format_summary
from stac_gui.panels.certificate import CertificateDialog
from stac_gui.panels.exporting import Exportable, ExportChoice, ExportDialog
from stac_gui.settings import Settings

COUNTS = {ReviewStatus.ACCEPTED: 3, ReviewStatus.TODO: 7}
CLASSES = ("scratch", "blob", "pit", "stain")


@pytest.fixture
def dialog(qtbot, tmp_path):
    dialog = ExportDialog(Exportable(COUNTS, 0, CLASSES, 5), Settings(), None)
    qtbot.addWidget(dialog)
    dialog.folder.setText(str(tmp_path / "out"))
    dialog.show()
    qtbot.waitExposed(dialog)
    return dialog


def test_every_format_can_be_chosen_and_says_what_it_is(dialog):
    names = [dialog.format.itemData(row) for row in range(dialog.format.count())]
    assert names == [each.name for each in writable()]
    for row, name in enumerate(names):
        dialog.format.setCurrentIndex(row)
        assert format_summary(name), name
        assert dialog.summary.text().startswith(format_summary(name))
        assert dialog.answer().format == name
    assert Settings().export_format() == names[-1]


def test_classes_filter_and_splits_are_in_the_answer(dialog):
    assert dialog.class_button.text() == "any class"
    for action in dialog.class_actions[:2]:
        action.trigger()
    assert dialog.class_button.text() == "scratch, blob"
    for action in dialog.class_actions[2:]:
        action.trigger()
    assert dialog.class_button.text() == "4 classes"
    assert dialog.only_listed.isChecked()
    assert "5 images" in dialog.only_listed.text()
    dialog.splits.setCurrentIndex(1)
    answer = dialog.answer()
    assert (answer.with_classes, answer.only_listed) == (CLASSES, True)
    assert answer.shares == {"train": 0.8, "val": 0.2}


def test_only_what_the_list_shows_is_exported(window, qtbot, open_project, dialogs, tmp_path):
    session = open_project()
    session.walk.filter("name:s1,s2")
    qtbot.waitUntil(lambda: len(session.walk.rows) == 2)
    choice = ExportChoice(
        tmp_path / "out",
        tuple(ReviewStatus),
        only_listed=True,
        shares={"train": 0.5, "val": 0.5},
    )
    dialogs.answers["ask_export"] = choice
    for _ in range(3):  # the image at hand is not in the list: it is accepted too
        trigger(window, ActionId.ACCEPT)
    with qtbot.waitSignal(window.controller.exchange.exported) as blocker:
        trigger(window, ActionId.EXPORT)
    assert dialogs.asked[-1][1][0].listed == 2
    assert blocker.args[1] == 2
    assert "All were read again and are exact" in window.messages.text
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert [entry["image"] for entry in manifest["images"]] == ["s1.png", "s2.png"]
    assert {entry["subset"] for entry in manifest["images"]} <= {"train", "val"}


def test_what_was_lost_is_listed_and_leads_to_the_image(qtbot, tmp_path):
    ones = np.ones((9, 9), np.uint8)
    worse, better = ones.copy(), ones.copy()
    worse[:4], better[0, 0] = 0, 0
    proofs = [compare("exact.png", ones, ones), compare("a/better.png", ones, better)]
    certificate = Certificate((*proofs, compare("worse.png", ones, worse)))
    dialog = CertificateDialog(certificate, tmp_path, None)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    cells = [[dialog.table.item(row, column).text() for column in range(4)] for row in range(2)]
    assert cells == [
        ["worse.png", "0.5556", "36", "exact edges"],
        ["a/better.png", "0.9877", "1", "exact edges"],
    ]
    assert "2 of 3 masks" in dialog.words.text()
    dialog.table.setFocus()
    dialog.table.selectRow(1)
    dialog.table.setCurrentCell(1, 0)
    with qtbot.waitSignal(dialog.image_wanted) as blocker:
        QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    assert blocker.args == ["a/better.png"]
