"""What goes to other programs and comes from them, through the window."""

from __future__ import annotations

import json

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gui.driving import trigger
from stac_core.exporting.certificate import Certificate, compare
from stac_core.exporting.manifest import MANIFEST_FILE
from stac_core.formats.mask_png import write_mask
from stac_core.formats.registry import writable
from stac_core.importing.labels import LEAVE_OUT, Rule
from stac_core.labels.store import open_store
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
    with qtbot.waitSignal(window.controller.exporting.exported) as blocker:
        trigger(window, ActionId.EXPORT)
    assert dialogs.asked[-1][1][0].listed == 2
    assert blocker.args[1] == 2
    assert "All were read again and are exact" in window.messages.text
    manifest = json.loads((tmp_path / "out" / MANIFEST_FILE).read_text())
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


# ---- import ------------------------------------------------------------------------------------


@pytest.fixture
def labels(tmp_path):
    """Masks for three of the images and a stranger, in other words for the classes."""
    folder = tmp_path / "their labels"
    mask = np.zeros((40, 50), np.uint8)
    mask[2:6, 2:9], mask[30:35, 30:40] = 1, 2
    for name in ("s0", "s1", "s2", "stranger"):
        write_mask(folder / "SegmentationClass" / f"{name}.png", mask)
    (folder / "labelmap.txt").write_text("background:0,0,0::\nSCRATCH:1,1,1::\nhole:2,2,2::\n")
    lists = folder / "ImageSets/Segmentation"
    lists.mkdir(parents=True)
    (lists / "train.txt").write_text("s0\ns3\n")
    return folder


def begin_import(qtbot, window, labels):
    trigger(window, ActionId.IMPORT)
    dialog = window.controller.importing.dialog
    qtbot.waitExposed(dialog)
    assert not dialog.ok.isEnabled()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.place.setFocus()
    QTest.keyClicks(dialog.place, str(labels))
    qtbot.waitUntil(lambda: dialog.found is not None)
    return dialog


def choose(box, value):
    box.setCurrentIndex(box.findData(value))


def test_labels_are_imported_image_by_image(window, qtbot, open_project, project, labels):
    session = open_project()
    trigger(window, ActionId.ACCEPT)  # s0: a person's word
    dialog = begin_import(qtbot, window, labels)
    assert "PASCAL VOC: 4 files or entries, 3 of them" in dialog.state.text()
    assert "stranger" in dialog.state.text()
    assert "Listed without a mask and left as they are: s3 …" in dialog.state.text()
    assert dialog.class_boxes["SCRATCH"].currentData() == "scratch"
    assert "hole" in dialog.problem.text()
    assert not dialog.ok.isEnabled()
    choose(dialog.class_boxes["hole"], "blob")
    dialog.ok.click()
    qtbot.waitUntil(lambda: window.controller.importing.conflicts is not None)
    conflicts = window.controller.importing.conflicts
    qtbot.waitUntil(lambda: not conflicts.pictures[1].pixmap().isNull())
    assert [image.image_id for image in conflicts.images] == ["s0.png"]
    conflicts.take_all.click()
    conflicts.ok.click()
    qtbot.waitUntil(lambda: "3 masks were imported" in window.messages.text)
    qtbot.waitUntil(lambda: session.decisions.record("s1.png").origin == "person")
    with open_store(project, ("scratch", "blob"), read_only=True) as store:
        masks = [store.load_mask(store.record(f"s{n}.png").mask_digest) for n in range(3)]
        assert all((mask[3, 3], mask[32, 33]) == (1, 2) for mask in masks)
        assert len(store.history("s0.png")) == 2
        assert store.record("s3.png").revision == 0


def test_what_is_here_stays_unless_it_is_ticked(window, qtbot, open_project, project, labels):
    open_project()
    trigger(window, ActionId.ACCEPT)
    dialog = begin_import(qtbot, window, labels)
    choose(dialog.class_boxes["hole"], LEAVE_OUT)
    dialog.rules[Rule.KEEP].setChecked(True)
    dialog.ok.click()
    qtbot.waitUntil(lambda: "2 masks were imported" in window.messages.text)
    with open_store(project, ("scratch", "blob"), read_only=True) as store:
        assert store.record("s0.png").revision == 1
        assert set(np.unique(store.load_mask(store.record("s1.png").mask_digest))) == {0, 1}


def test_what_is_no_label_is_said_in_the_dialog(window, qtbot, open_project, labels, tmp_path):
    open_project()
    dialog = begin_import(qtbot, window, labels)
    (tmp_path / "empty").mkdir()
    dialog.place.setText(str(tmp_path / "empty"))
    qtbot.waitUntil(lambda: "no known format" in dialog.problem.text())
    assert not dialog.ok.isEnabled()
    assert dialog.found is None
    dialog.place.setText(str(tmp_path / "gone"))
    qtbot.waitUntil(lambda: "no such file" in dialog.problem.text())
    dialog.reject()
    assert window.controller.importing.dialog is None


def test_without_a_project_there_is_nothing_to_import_into(window):
    assert not window.actions_by_id[ActionId.IMPORT].isEnabled()


def test_a_data_sets_own_splits_come_first(qtbot, tmp_path):
    what = Exportable(COUNTS, splits=("train", "test"))
    dialog = ExportDialog(what, Settings(), None)
    qtbot.addWidget(dialog)
    assert dialog.splits.currentText() == "The data set's own: train, test"
    assert (dialog.answer().own_splits, dialog.answer().shares) == (True, {})
    dialog.splits.setCurrentIndex(2)
    assert (dialog.answer().own_splits, dialog.answer().shares) == (
        False,
        {"train": 0.8, "val": 0.2},
    )


# ---- heat maps ---------------------------------------------------------------------------------


@pytest.fixture
def maps(tmp_path):
    """Maps in 0..255 for two of the images: class 1 in a corner."""
    folder = tmp_path / "their maps"
    folder.mkdir()
    for name in ("s0", "s1"):
        values = np.zeros((2, 40, 50), np.float32)
        values[0, :10, :10] = 255
        values[0, 10:20, :10] = 100
        np.save(folder / f"{name}.npy", values)
    return folder


def test_heat_maps_are_imported_and_become_proposals(window, qtbot, open_project, project, maps):
    open_project(model=False)
    trigger(window, ActionId.IMPORT_MAPS)
    dialog = window.controller.importing.dialog
    dialog.place.setText(str(maps))
    qtbot.waitUntil(lambda: dialog.found is not None)
    assert "NumPy maps: 2 files or entries, 2 of them" in dialog.state.text()
    dialog.range.setChecked(True)
    dialog.high.setValue(-1)
    assert "lower value" in dialog.problem.text()
    assert not dialog.ok.isEnabled()
    dialog.high.setValue(255)
    dialog.threshold.setValue(0.5)
    dialog.ok.click()
    qtbot.waitUntil(lambda: "Heat maps of 2 images were imported" in window.messages.text)
    assert "2 proposals were made" in window.messages.text
    with open_store(project, ("scratch", "blob"), read_only=True) as store:
        record = store.record("s0.png")
        assert record.origin == "model"
        mask = store.load_mask(record.mask_digest)
        assert (mask[5, 5], mask[15, 5]) == (1, 0)


def test_values_beyond_one_are_refused_unless_somebody_says_what_they_mean(
    window, qtbot, open_project, maps
):
    open_project(model=False)
    trigger(window, ActionId.IMPORT_MAPS)
    dialog = window.controller.importing.dialog
    dialog.place.setText(str(maps))
    qtbot.waitUntil(lambda: dialog.found is not None)
    assert "Values from 0 to 255" in dialog.state.text()
    assert "do not lie in 0 to 1" in dialog.problem.text()
    assert not dialog.ok.isEnabled()
    dialog.range.setChecked(True)
    assert dialog.high.value() == 255
    assert dialog.ok.isEnabled()
    dialog.reject()
