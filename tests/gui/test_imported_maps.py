"""Heat maps of other programs in the window: shown, thresholded and decided on without a model."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from conftest import REPOSITORY
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gui.driving import drag, saved, trigger
from stac_core.imported_maps import list_maps, read_info
from stac_core.importing.maps import MapImport, import_maps
from stac_core.labels.store import open_store
from stac_core.project import load_project, project_items, save_project
from stac_core.types import ReviewStatus
from stac_gui.action_table import ActionId
from stac_gui.presenters.comparing import Content

CLASSES = ["scratch", "blob"]


def bring_in(project, tmp_path, names, *, name="theirs", threshold=None, height=40):
    """Maps that fall from 1 at the top to 0 at the bottom, of the class scratch."""
    folder = tmp_path / name
    folder.mkdir()
    fall = np.linspace(1, 0, height, dtype=np.float32)[:, None]
    for each in names:
        cam = {0: np.repeat(fall, 50 * height // 40, axis=1)}
        np.save(folder / f"{each}.npy", cam, allow_pickle=True)
    values = load_project(project)
    with open_store(project, CLASSES) as store:
        import_maps(
            values, project, MapImport(folder, threshold=threshold),
            project_items(values, project), store, store.tags(),
        )  # fmt: skip


def rows_of(mask):
    """How far down the mask reaches."""
    rows = np.flatnonzero(mask.any(axis=1))
    return 0 if not len(rows) else int(rows.max()) + 1


@pytest.fixture
def imported(project, tmp_path):
    """The project with maps of all images but the last, and no model."""
    bring_in(project, tmp_path, [f"s{number}" for number in range(4)])
    return project


@pytest.fixture
def opened(window, qtbot, imported):
    window.open_path(imported)
    session = window.controller.session
    qtbot.waitUntil(lambda: session.maps is not None and session.document is not None)
    return session


def press(window, key=Qt.Key.Key_P):
    window.activateWindow()
    window.canvas.setFocus()
    QTest.keyClick(window, key)


def test_project_without_a_model_shows_its_imported_maps(window, opened):
    switch = window.inspector.source
    assert opened.sources.shown == "maps"
    assert switch.buttons["maps"].isVisible()
    assert switch.buttons["maps"].isChecked()
    assert not switch.buttons["cam"].isEnabled()
    assert window.model_label.text() == "Imported maps: theirs"
    assert "as the maps were imported" in window.inspector.badge.text()
    assert opened.spec.threshold == 0.6
    assert rows_of(opened.document.mask) == 16, "the upper 40 % of 40 rows"
    trigger(window, ActionId.MODEL_INFO)
    ((_, (_, facts)),) = window.dialogs.shown
    assert dict(facts)["Format"] == "maps-npy"
    assert "Parameters" not in dict(facts)


def test_threshold_edit_and_decision_are_as_with_our_own_maps(window, qtbot, opened, imported):
    window.inspector.thresholds.threshold_value.setValue(0.5)
    assert rows_of(opened.document.mask) == 20
    trigger(window, ActionId.BRUSH)
    drag(window, [(30, 35), (34, 35)])
    assert rows_of(opened.document.mask) > 20
    trigger(window, ActionId.ACCEPT)
    saved(qtbot, opened)
    with open_store(imported, CLASSES, read_only=True) as store:
        record = store.record("s0.png")
    digest = read_info(list_maps(imported)[0]).digest
    assert record.status is ReviewStatus.ACCEPTED
    assert (record.source["model"], record.source["kind"]) == (digest, "imported")
    assert record.source["threshold"] == 0.5


def test_decided_mask_says_later_what_it_began_with(window, qtbot, opened, imported):
    trigger(window, ActionId.BRUSH)
    drag(window, [(30, 35), (34, 35)])
    trigger(window, ActionId.ACCEPT)
    saved(qtbot, opened)
    (imported / "cam.bin").touch()
    values = load_project(imported)
    model = values.model.model_copy(update={"current": "cam.bin"})
    save_project(values.model_copy(update={"model": model}), imported)
    assert window.controller.reload()
    qtbot.waitUntil(lambda: opened.sources.shown == "cam" and opened.maps is not None)
    opened.go_to_id("s0.png")
    qtbot.waitUntil(lambda: opened.document is not None)
    assert opened.mask_source == "maps"
    assert "began with imported maps" in window.inspector.source.note.text()


def test_image_without_maps_says_so_and_can_be_painted(window, qtbot, opened):
    opened.go_to(4)
    qtbot.waitUntil(lambda: opened.problem is not None and opened.document is not None)
    assert "there are no maps of this image" in window.messages.text
    assert not opened.document.mask.any()
    trigger(window, ActionId.BRUSH)
    drag(window, [(20, 20), (30, 20)])
    assert opened.document.mask.any()


def test_threshold_of_the_import_is_the_one_that_the_window_begins_with(
    window, qtbot, project, tmp_path
):
    bring_in(project, tmp_path, ["s0", "s1"], threshold=0.3)
    window.open_path(project)
    session = window.controller.session
    qtbot.waitUntil(lambda: session.maps is not None and session.document is not None)
    assert session.spec.threshold == 0.3
    with open_store(project, CLASSES, read_only=True) as store:
        proposed = store.load_mask(store.record("s0.png").mask_digest)
    np.testing.assert_array_equal(session.document.mask, proposed)


def test_maps_of_another_size_fit_the_image(window, qtbot, project, tmp_path):
    bring_in(project, tmp_path, ["s0"], height=20)
    window.open_path(project)
    session = window.controller.session
    qtbot.waitUntil(lambda: session.maps is not None)
    assert session.maps.full.cam.shape == (2, 40, 50)


def test_without_imported_maps_nobody_hears_of_them(window, open_project):
    open_project()
    assert not window.inspector.source.buttons["maps"].isVisible()
    assert "other programs" not in window.inspector.source.about.text()


def test_one_of_several_imports_can_be_chosen(window, qtbot, opened, imported, tmp_path):
    switch = window.inspector.source
    assert not switch.maps.isVisible(), "there is no choice yet"
    bring_in(imported, tmp_path, ["s0"], name="better maps", threshold=0.9)
    assert window.controller.reload()
    qtbot.waitUntil(lambda: switch.maps.isVisible() and opened.maps is not None)
    assert [switch.maps.itemText(row) for row in range(2)] == ["better maps", "theirs"]
    assert switch.maps.currentText() == "better maps"
    qtbot.waitUntil(lambda: opened.document is not None)
    assert rows_of(opened.document.mask) == 4
    switch.maps.setCurrentIndex(1)
    switch.maps.activated.emit(1)
    qtbot.waitUntil(lambda: opened.maps is not None and rows_of(opened.document.mask) == 16)
    assert window.model_label.text() == "Imported maps: theirs"
    assert switch.maps.currentText() == "theirs"


@pytest.fixture
def three(imported, window, qtbot):
    """The project with a model and a segmenter besides."""
    for name in ("cam.bin", "seg.bin"):
        (imported / name).touch()
    values = load_project(imported)
    model = values.model.model_copy(update={"current": "cam.bin"})
    segment = values.segment.model_copy(update={"current": "seg.bin"})
    save_project(values.model_copy(update={"model": model, "segment": segment}), imported)
    window.open_path(imported)
    session = window.controller.session
    qtbot.waitUntil(lambda: session.maps is not None and session.document is not None)
    return session


def test_key_goes_round_all_three(window, qtbot, three):
    seen = []
    for _ in range(4):
        qtbot.waitUntil(lambda: three.maps is not None)
        seen.append((three.sources.shown, rows_of(three.document.mask)))
        press(window)
    assert [name for name, _ in seen] == ["segmenter", "maps", "cam", "segmenter"]
    assert dict(seen)["maps"] == 16


def test_imported_maps_are_compared_with_the_model_shown_before(window, qtbot, three):
    QTest.mouseClick(window.inspector.source.buttons["cam"], Qt.MouseButton.LeftButton)
    QTest.mouseClick(window.inspector.source.buttons["maps"], Qt.MouseButton.LeftButton)
    QTest.mouseClick(window.inspector.source.buttons["cam"], Qt.MouseButton.LeftButton)
    assert three.sources.other.source == "maps"
    qtbot.waitUntil(lambda: three.proposals.maps("maps") is not None)
    comparing = window.controller.seeing.sides.comparing
    comparing.show("side")
    comparing.choose(Content.MASK, Content.OTHER_MASK)
    qtbot.waitUntil(lambda: comparing.picture(Content.OTHER_MASK) is not None)
    assert rows_of(comparing.picture(Content.OTHER_MASK)) == 16
    assert comparing.words(Content.OTHER_HEAT) == "Imported maps: heat map"


def test_looking_at_all_images_scores_those_that_have_maps(window, qtbot, opened):
    with qtbot.waitSignal(opened.message, check_params_cb=lambda _, text: "looked at" in text):
        trigger(window, ActionId.LOOK_AT_ALL)
    assert opened.scores("s3.png") == {"scratch": 1.0, "blob": 0.0}
    assert opened.scores("s4.png") == {}


def test_review_of_imported_maps_loads_no_torch(imported):
    code = f"""
import os, sys, time
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from PySide6.QtWidgets import QApplication
from stac_gui.app import start
window = start([{str(imported)!r}])
session = window.controller.session
end = time.monotonic() + 20
while time.monotonic() < end and (session.maps is None or session.document is None):
    QApplication.processEvents()
assert session.document.mask.any()
window.close()
print("torch" in sys.modules or "timm" in sys.modules)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=REPOSITORY
    )
    assert done.stdout.strip() == "False", done.stderr
