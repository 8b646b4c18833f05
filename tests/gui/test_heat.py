"""Which heat map is on the screen, and on which scale."""

import numpy as np
import pytest

from gui.driving import at, hover, trigger
from stac_core.types import CamResult
from stac_gui.action_table import ActionId
from stac_gui.presenters import heat
from stac_gui.presenters.heat import HeatLevels, heat_levels
from stac_gui.presenters.prepared_maps import MapSource, prepare_maps


def prepared(cam, scores, limit=0.3):
    result = CamResult(
        np.asarray(cam, np.float32), np.asarray(scores, np.float32), np.ones(len(cam), bool),
        tuple("abc"[: len(cam)]),
    )  # fmt: skip
    return prepare_maps(MapSource(result, lambda: None), None, limit)


CAM = [[[1.0, 0.2]], [[0.4, 1.0]], [[1.0, 1.0]]]


def test_by_image_or_by_score():
    maps = prepared(CAM, [0.5, 0.9, 0.1])
    assert heat_levels(maps, None, fixed=False).tolist() == [[255, 255]]
    assert heat_levels(maps, 0, fixed=False).tolist() == [[255, 51]]
    assert heat_levels(maps, 0, fixed=True).tolist() == [[128, 26]]
    # 0.5 * 1 against 0.9 * 0.4: the strongest by score
    assert heat_levels(maps, None, fixed=True).tolist() == [[128, 230]]
    assert heat_levels(maps, 2, fixed=False) is None  # it does not count
    assert heat_levels(maps, 2, fixed=True) is None


@pytest.mark.parametrize("fixed", [False, True])
def test_where_no_class_counts_there_is_no_heat(fixed):
    assert heat_levels(prepared(CAM, [0.1, 0.1, 0.1]), None, fixed=fixed) is None


class Later:
    """Runs tasks when the test says so."""

    def __init__(self):
        self.waiting = []

    def submit(self, work, done, failed, *, priority=0):
        self.waiting.append((work, done))

    def run(self):
        waiting, self.waiting = self.waiting, []
        for work, done in waiting:
            done(work())


def test_large_maps_are_made_in_a_thread_and_the_last_wish_wins(qtbot, monkeypatch):
    monkeypatch.setattr(heat, "PREPARED_AT_ONCE", 3)
    tasks, maps = Later(), prepared(CAM, [0.5, 0.9, 0.4])
    shown = HeatLevels(tasks)
    shown.show(maps, None, fixed=False)
    assert shown.levels is maps.levels
    shown.show(maps, 0, fixed=False)
    shown.show(maps, 1, fixed=True)
    shown.show(maps, 1, fixed=True)
    assert len(tasks.waiting) == 2
    assert shown.levels is maps.levels  # until the others are there
    with qtbot.waitSignal(shown.changed):
        tasks.run()
    np.testing.assert_array_equal(shown.levels, heat_levels(maps, 1, fixed=True))
    shown.show(None, 1, fixed=True)
    assert shown.levels is None


def test_on_one_scale_for_all_images_a_weak_class_stays_dark(window, qtbot, open_project, engine):
    engine.scores = (0.5, 0.2)
    session = open_project()
    trigger(window, ActionId.SHOW_MASK)
    box, inspector = window.inspector.fixed_scale, window.inspector

    def red():
        return window.canvas.grab().toImage().pixelColor(at(window, 17, 12)).red()

    counted = inspector.thresholds.histogram.grab().toImage()
    by_image = red(), session.document.mask.copy()
    assert "in each image" in inspector.badge.text()
    box.setChecked(True)
    assert red() != by_image[0]
    assert "same for all images" in inspector.badge.text()
    np.testing.assert_array_equal(session.document.mask, by_image[1])
    assert session.spec.threshold == 0.55
    # the threshold is held against the map as it is, so that is what is counted
    assert inspector.thresholds.histogram.grab().toImage() == counted
    box.setChecked(False)
    assert red() == by_image[0]
    box.setChecked(True)
    window.controller.close()
    assert window.settings.look().fixed_scale


def test_the_cursor_says_what_the_colours_say(window, qtbot, open_project, engine):
    engine.scores = (0.5, 0.2)
    open_project()

    def value():
        hover(window, 17, 12)
        return window.review_bar.pixel.text().rpartition("·")[2].strip()

    assert value() == "0.86"
    window.inspector.fixed_scale.setChecked(True)
    assert value() == "0.43"
    trigger(window, ActionId.UNCERTAINTY)
    why = window.controller.seeing.why.explaining
    qtbot.waitUntil(lambda: why.levels is not None)
    assert value() == "0.00"


def test_going_back_to_a_map_makes_no_new_copies_of_it(window, open_project):
    open_project()
    canvas, first = window.canvas, np.zeros((40, 50), np.uint8)
    canvas.set_heat(first)
    copies = canvas.layers_of(None).heat
    canvas.set_heat(first + 1)
    assert canvas.layers_of(None).heat is not copies
    canvas.set_heat(first)
    assert canvas.layers_of(None).heat is copies
