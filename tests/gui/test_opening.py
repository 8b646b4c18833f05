"""Opening large folders: the first image at once, the list when it is there."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QSize, QStringListModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView

from stac_core.errors import Cancelled, DataError
from stac_core.labels.ownership import Claims
from stac_core.labels.store import Prediction, open_store
from stac_core.new_project import make_project
from stac_core.project import save_project
from stac_core.types import CancelToken, ReviewStatus
from stac_gui.panels.tile_view import TileView
from stac_gui.presenters import opening
from stac_gui.presenters.opener import Opener
from stac_gui.workers.tasks import TaskPool


@pytest.fixture
def large(tmp_path, save_image):
    """A folder of twelve images that counts as large: its first image is the last one found."""
    root = tmp_path / "large"
    for number in range(12):
        save_image(root / f"i{number}.png", np.full((20, 30), 20 * number, np.uint8))
    return root


@pytest.fixture
def few(monkeypatch):
    monkeypatch.setattr(opening, "FEW", 3)


# ---- steps -------------------------------------------------------------------------------


def test_a_large_folder_gives_its_first_image_before_the_list(large, few):
    first, full = opening.open_in_steps(large)
    assert (list(first.items.ids), first.is_filling) == (["i0.png"], True)
    assert (full.items.ids[1], full.items.ids[2], full.is_filling) == ("i1.png", "i2.png", False)
    assert full.items.ids[-1] == "i11.png"
    assert opening.open_path(large).items.ids == full.items.ids


def test_the_image_that_was_asked_for_comes_first(large, few, tmp_path):
    steps = opening.open_in_steps(large, wanted=large / "i7.png")
    assert list(next(steps).items.ids) == ["i7.png"]
    elsewhere = opening.open_in_steps(large, wanted=tmp_path / "i7.png")
    assert list(next(elsewhere).items.ids) == ["i0.png"]


def test_a_slow_disk_does_not_keep_the_first_image_waiting(large, monkeypatch):
    monkeypatch.setattr(opening, "PATIENCE", -1)
    monkeypatch.setattr("stac_core.data.items._BATCH", 4)
    first, full = opening.open_in_steps(large)
    assert len(first.items) == 1
    assert len(full.items) == 12


def test_a_sample_decides_the_value_range_before_the_first_deep_image_is_shown(
    tmp_path, save_image, few
):
    for number in range(6):
        save_image(tmp_path / f"{number}.png", np.full((9, 9), 1000 * number, np.uint16))
    (only,) = opening.open_in_steps(tmp_path)  # no step with a guess
    assert only.bare_range == (0.0, 16383.0)


def test_listing_that_is_stopped_keeps_what_it_has(large, monkeypatch):
    monkeypatch.setattr("stac_core.data.items._BATCH", 4)
    token = CancelToken()
    (part,) = opening.open_in_steps(large, cancel=token, found=lambda count: token.cancel())
    assert len(part.items) == 4
    with pytest.raises(Cancelled):
        list(opening.open_in_steps(large, cancel=token))
    with pytest.raises(DataError, match="does not exist"):
        list(opening.open_in_steps(large / "none"))


def test_only_the_folder_that_was_chosen_last_is_opened(qtbot, large, tmp_path, save_image, few):
    other = tmp_path / "other"
    save_image(other / "a.png", np.zeros((9, 9), np.uint8))
    tasks = TaskPool(2)
    opener = Opener(tasks, Claims(), tmp_path / "unsaved")
    seen = []
    opener.opened.connect(lambda opened: seen.append(opened.name))
    opener.filled.connect(lambda opened: seen.append(len(opened.items)))
    opener.open(large)
    opener.open(other)
    assert opener.is_busy
    qtbot.waitUntil(lambda: not opener.is_busy)
    assert seen == ["other"]
    opener.open(large)
    qtbot.waitUntil(lambda: not opener.is_busy)
    assert seen == ["other", "large", 12]
    with qtbot.waitSignal(opener.failed):
        opener.open(large / "none")
    assert not opener.is_busy
    tasks.close()


# ---- in the window -----------------------------------------------------------------------


@pytest.fixture
def stopped(monkeypatch):
    """The full list waits until the test lets it come."""
    go_on = threading.Event()
    sort = opening.natural_sorted
    monkeypatch.setattr(opening, "natural_sorted", lambda names: go_on.wait(10) and sort(names))
    yield go_on
    go_on.set()


def test_the_list_settles_without_moving_the_image_at_hand(window, qtbot, large, few, stopped):
    window.open_image(large / "i7.png")
    qtbot.waitUntil(lambda: window.current() == "i7.png")
    assert window.list_count() == 1
    session = window.controller.session
    qtbot.waitUntil(lambda: session.document is not None)
    document = session.document
    with qtbot.waitSignal(session.items_changed):
        stopped.set()
    assert window.list_count() == 12
    assert session.item.id == window.image_list.view.currentIndex().data() == "i7.png"
    assert session.document is document, "the image at hand was opened again"
    assert window.review_bar.counts.text().startswith("12 to do")
    QTest.keyClick(window, Qt.Key.Key_D)
    assert session.item.id == "i8.png"


def test_the_first_image_is_the_only_one_that_opening_takes_in_hand(window, qtbot, large):
    window.activateWindow()
    window.welcome.project.setFocus()  # it goes on to the list when this page goes
    session, rows = window.controller.session, []
    session.current_changed.connect(lambda: rows.append(session.row))
    with qtbot.waitSignal(window.canvas.painted):
        window.open_folder(large)
    assert rows == [0]


def test_listing_goes_on_when_the_first_image_had_its_time(window, qtbot, large, few, monkeypatch):
    monkeypatch.setattr("stac_gui.presenters.opener.LONGEST_WAIT", 60)
    for _ in range(2):  # the second time the same image is on the screen already
        with qtbot.waitSignal(window.controller.opener.filled):
            window.open_folder(large)
        assert window.list_count() == 12
    (large / "i0.png").write_bytes(b"no image")
    (large / "i1.png").touch()
    with qtbot.waitSignal(window.controller.opener.filled):
        window.open_folder(large)


def test_stopping_the_listing_of_a_large_folder(window, qtbot, large, few, monkeypatch):
    monkeypatch.setattr("stac_core.data.items._BATCH", 4)
    go_on, walk = threading.Event(), opening.find_images

    def slow(folder, *, cancel=None):
        for number, batch in enumerate(walk(folder, cancel=cancel)):
            yield batch
            if number == 0:
                go_on.wait(10)

    monkeypatch.setattr(opening, "find_images", slow)
    window.open_folder(large)
    qtbot.waitUntil(lambda: "listing images: 4" in window.review_bar.activity.text())
    (activity,) = window.controller.activity.activities.current()
    assert activity.words == "Listing images: 4"
    window.review_bar.stop.click()
    go_on.set()
    qtbot.waitUntil(lambda: window.list_count() == 4)
    qtbot.waitUntil(lambda: not window.review_bar.stop.isVisible())
    assert "stopped at 4 images" in window.messages.text


def test_closing_the_window_while_a_folder_is_listed(window, qtbot, large, few, stopped):
    window.open_folder(large)
    qtbot.waitUntil(lambda: window.current() == "i0.png")
    opener = window.controller.opener
    assert opener.is_busy
    stopped.set()  # what the thread hands over now arrives after the end
    window.close()
    qtbot.wait(1)
    assert not opener.is_busy
    assert len(window.controller.session.items) == 1


# ---- the view ----------------------------------------------------------------------------


@pytest.fixture
def tiles(qtbot):
    view = TileView()
    view.setModel(QStringListModel([str(number) for number in range(1000)], view))
    view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    qtbot.addWidget(view)
    view.resize(410, 300)
    view.show()
    qtbot.waitExposed(view)
    return view


@pytest.mark.parametrize("wraps", [False, True])
def test_places_of_tiles_and_back(tiles, wraps):
    tiles.set_tiles(QSize(100, 50), wraps=wraps)
    assert tiles.columns == (4 if wraps else 1)
    tiles.scrollTo(tiles.model().index(500, 0))
    visible = tiles.visible_rows()
    assert 500 in visible
    assert len(visible) <= 8 * tiles.columns
    for row in visible[tiles.columns : -tiles.columns]:
        area = tiles.visualRect(tiles.model().index(row, 0))
        assert tiles.indexAt(area.center()).row() == row
    assert not tiles.indexAt(QPoint(-5, 10)).isValid()


def test_the_tile_at_hand_stays_where_it_is_when_tiles_change(tiles):
    tiles.set_tiles(QSize(100, 50), wraps=True)
    index = tiles.model().index(400, 0)
    tiles.setCurrentIndex(index)
    tiles.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
    top = tiles.visualRect(index).top()
    tiles.set_tiles(QSize(50, 80), wraps=True)
    assert tiles.visualRect(index).top() == top
    tiles.resize(230, 300)
    assert tiles.columns == 4
    assert tiles.visualRect(index).top() == top


def test_selecting_with_mouse_and_keys(tiles):
    tiles.set_tiles(QSize(100, 50), wraps=True)

    def click(row, modifier=Qt.KeyboardModifier.NoModifier):
        place = tiles.visualRect(tiles.model().index(row, 0)).center()
        QTest.mouseClick(tiles.viewport(), Qt.MouseButton.LeftButton, modifier, place)

    shift, control = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
    click(6)
    click(9, shift)
    assert tiles.selected_rows() == [6, 7, 8, 9]  # along the lines, not a block
    click(5, shift)
    assert tiles.selected_rows() == [5, 6]
    click(12, control)
    assert tiles.selected_rows() == [5, 6, 12]
    QTest.keyClick(tiles, Qt.Key.Key_Down)
    assert tiles.selected_rows() == [16]
    QTest.keyClick(tiles, Qt.Key.Key_Down, shift)
    assert tiles.selected_rows() == [16, 17, 18, 19, 20]
    QTest.keyClick(tiles, Qt.Key.Key_End)
    assert tiles.currentIndex().row() == 999
    QTest.keyClick(tiles, Qt.Key.Key_Down)
    assert tiles.currentIndex().row() == 999
    QTest.keyClick(tiles, Qt.Key.Key_Home)
    assert tiles.selected_rows() == [0]
    QTest.keyClick(tiles, Qt.Key.Key_A, control)
    assert len(tiles.selected_rows()) == 1000


# ---- projects ----------------------------------------------------------------------------


@pytest.fixture
def known(large, tmp_path):
    """A project of these images: half of them are tagged, one is decided, all are scored."""
    names = ("scratch", "blob")
    root = tmp_path / "known"
    project = make_project(root, [large], names)
    root.mkdir()
    with open_store(root, names) as store:
        store.set_tags({f"i{number}.png": {"scratch": True} for number in range(6)})
        mask = np.ones((20, 30), np.uint8)
        store.save("i3.png", status=ReviewStatus.ACCEPTED, mask=mask, origin="person")
        said = Prediction({"scratch": 0.9, "blob": 0.1}, "digest", "identity")
        store.set_predictions({f"i{number}.png": said for number in range(12)})
    save_project(project, root)
    return root


def test_a_large_project_gives_its_first_image_before_the_others(known, large, few):
    claims = Claims()
    first, full = opening.open_in_steps(known, claims)
    assert (list(first.items.ids), first.is_filling) == (["i0.png"], True)
    assert (list(first.tags), list(first.predictions)) == (["i0.png"], ["i0.png"])
    assert first.claim is not None
    assert full.claim is None, "the window has it already"
    assert (full.is_filling, full.items.ids[2]) == (False, "i2.png")
    assert (len(full.tags), len(full.predictions), len(full.records)) == (6, 12, 1)
    at_once = opening.open_project(known)
    assert (full.items.ids, full.tags) == (at_once.items.ids, at_once.tags)
    assert next(opening.open_in_steps(known, wanted=large / "i7.png")).items.ids == ["i7.png"]
    claims.close()


def test_a_project_that_stays_small_is_opened_in_one_step(known):
    (opened,) = opening.open_in_steps(known)
    assert (len(opened.items), opened.is_filling, opened.brings_facts) == (12, False, False)


def test_what_is_done_before_a_project_is_whole_stays(window, qtbot, known, few, monkeypatch):
    whole, read = threading.Event(), opening._filled

    def read_early(*args, **kwargs):
        made = read(*args, **kwargs)
        whole.wait(9)
        return made

    monkeypatch.setattr(opening, "_filled", read_early)
    session = window.controller.session
    with qtbot.waitSignal(window.canvas.painted):
        window.open_path(known)
    qtbot.waitUntil(lambda: session.document is not None)
    assert session.data.is_filling
    session.tagging.set_tag("blob", True)
    session.set_status(ReviewStatus.NEEDS_FIX)
    with qtbot.waitSignal(window.controller.opener.filled):
        whole.set()
    data, columns = session.data, session.walk.columns
    assert (window.list_count(), session.item.id, data.is_filling) == (12, "i0.png", False)
    assert data.tags["i0.png"] == {"scratch": True, "blob": True}
    assert data.tags["i5.png"] == {"scratch": True}
    records = session.decisions.records
    assert records["i0.png"].status is ReviewStatus.NEEDS_FIX
    assert records["i3.png"].status is ReviewStatus.ACCEPTED
    assert session.counts()[ReviewStatus.TODO] == 10
    assert columns.tags[0].tolist() == [1, 1]
    assert columns.scores[7, 0] == pytest.approx(0.9)
    session.go_to(3)
    qtbot.waitUntil(lambda: session.document is not None)
    assert session.document.mask.all(), "its own mask is not shown"
    qtbot.waitUntil(lambda: not session.decisions.has_unsaved)
    with open_store(known, ("scratch", "blob")) as store:
        assert store.record("i0.png").status is ReviewStatus.NEEDS_FIX
        assert store.tags("i0.png") == {"i0.png": {"scratch": True, "blob": True}}


def test_a_project_whose_classes_change_before_it_is_whole_is_read_again(window, qtbot, known, few):
    session, opener = window.controller.session, window.controller.opener
    with qtbot.waitSignal(opener.filled):
        window.open_path(known)
    stale = opening.open_project(known)
    stale.brings_facts, stale.classes = True, stale.classes[:1]
    with qtbot.waitSignal(opener.opened):
        opener.filled.emit(stale)
    assert session.class_names == ["scratch", "blob"]
