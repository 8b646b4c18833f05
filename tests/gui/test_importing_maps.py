"""Importing heat maps in the window: a dialog that looks before it takes, then the maps at once."""

from __future__ import annotations

import numpy as np
import pytest

from gui.driving import drag, saved, trigger
from stac_core.labels.store import open_store
from stac_core.types import ReviewStatus
from stac_gui.action_table import ActionId

CLASSES = ["scratch", "blob"]


@pytest.fixture
def theirs(tmp_path):
    """Maps that fall from 8 at the top to 0, of three images and a stranger."""
    folder = tmp_path / "their maps"
    folder.mkdir()
    fall = np.repeat(np.linspace(8, 0, 20, dtype=np.float32)[:, None], 25, axis=1)
    for name in ("s0", "s1", "s2", "stranger"):
        np.save(folder / f"{name}.npy", {0: fall}, allow_pickle=True)
    return folder


@pytest.fixture
def dialog(window, qtbot, open_project, theirs):
    open_project(model=False)
    trigger(window, ActionId.IMPORT_MAPS)
    dialog = window.controller.importing.dialog
    dialog.place.setText(str(theirs))
    qtbot.waitUntil(lambda: bool(dialog.state.text()) and "Looking" not in dialog.state.text())
    return dialog


def choose(box, data):
    row = box.findData(data)
    assert row >= 0
    box.setCurrentIndex(row)


def finish(window, qtbot, dialog):
    """Import, and wait until the maps are shown."""
    assert dialog.ok.isEnabled()
    dialog.ok.click()
    session = window.controller.session
    qtbot.waitUntil(lambda: session.sources.shown == "maps" and session.maps is not None)
    qtbot.waitUntil(lambda: session.document is not None)
    return session


def test_dialog_says_what_there_is_and_asks_what_values_mean(dialog):
    text = dialog.state.text()
    assert "4 files or entries, 3 of them belong" in text
    assert "Values from 0 to 8" in text
    assert "Without an image: stranger" in text
    assert dialog.name.text() == "their maps"
    assert not dialog.ok.isEnabled()
    assert "do not lie in 0 to 1" in dialog.problem.text()
    dialog.range.setChecked(True)
    assert (dialog.low.value(), dialog.high.value()) == (0, 8), "as they were found"
    dialog.low.setValue(9)
    dialog.high.setValue(8)
    assert "lower value comes first" in dialog.problem.text()
    dialog.low.setValue(0)
    assert dialog.ok.isEnabled()
    dialog.name.setText(" ")
    assert "a name" in dialog.problem.text()
    choose(dialog.class_boxes["scratch"], "")
    choose(dialog.class_boxes["blob"], "")
    assert "left out" in dialog.problem.text()
    dialog.reject()


def test_imported_maps_are_shown_and_proposed_at_once(window, qtbot, dialog, project, theirs):
    dialog.stretch.setChecked(True)
    dialog.threshold.setValue(0.25)
    session = finish(window, qtbot, dialog)
    assert "Heat maps of 3 images were imported. 3 proposals" in window.messages.text
    assert "2 images have no maps" in window.messages.text
    assert session.spec.threshold == 0.25
    assert np.unique(session.document.mask).tolist() == [0, 1]
    with open_store(project, CLASSES, read_only=True) as store:
        record = store.record("s0.png")
        assert record.source["name"] == "their maps"
        np.testing.assert_array_equal(store.load_mask(record.mask_digest), session.document.mask)
    trigger(window, ActionId.IMPORT_MAPS)
    again = window.controller.importing.dialog
    again.place.setText(str(theirs))
    again.stretch.setChecked(True)
    qtbot.waitUntil(lambda: "already" in again.problem.text())
    again.name.setText("their maps 2")
    assert again.ok.isEnabled()
    again.reject()


def test_masks_that_somebody_drew_stay(window, qtbot, open_project, project, theirs):
    session = open_project(model=False)
    trigger(window, ActionId.BRUSH)
    drag(window, [(30, 30), (34, 30)])
    trigger(window, ActionId.ACCEPT)
    saved(qtbot, session)
    trigger(window, ActionId.IMPORT_MAPS)
    dialog = window.controller.importing.dialog
    dialog.stretch.setChecked(True)
    dialog.place.setText(str(theirs))
    qtbot.waitUntil(dialog.ok.isEnabled)
    finish(window, qtbot, dialog)
    assert "1 masks of people left alone" in window.messages.text
    with open_store(project, CLASSES, read_only=True) as store:
        records = store.records()
    assert records["s0.png"].status is ReviewStatus.ACCEPTED
    assert records["s0.png"].origin != "model"
    assert records["s1.png"].origin == "model"


def test_without_proposals_only_the_maps_come(window, qtbot, dialog, project):
    dialog.stretch.setChecked(True)
    dialog.propose.setChecked(False)
    assert not dialog.threshold.isEnabled()
    session = finish(window, qtbot, dialog)
    assert session.document.mask.any(), "the window proposes what it shows"
    with open_store(project, CLASSES, read_only=True) as store:
        assert store.record("s1.png").mask_digest is None


def test_folder_without_maps_says_what_to_do(window, qtbot, dialog, tmp_path):
    (tmp_path / "empty").mkdir()
    dialog.place.setText(str(tmp_path / "empty"))
    qtbot.waitUntil(lambda: "no known format" in dialog.problem.text())
    assert not dialog.ok.isEnabled()
    dialog.reject()


def test_a_folder_of_images_has_no_place_for_maps(window, open_project, surfaces):
    open_project(surfaces, model=False)
    assert not window.actions_by_id[ActionId.IMPORT_MAPS].isEnabled()
