"""Files that come, go and change while their folder is open."""

from __future__ import annotations

import os
import time

import numpy as np
import pytest

from gui.driving import drag, saved, trigger
from stac_core.types import ReviewStatus
from stac_gui.action_table import ActionId


@pytest.fixture
def session(window, open_project):
    return open_project()


@pytest.fixture
def look(window, qtbot):
    """Looks at the folder now, instead of in a few seconds."""
    watch = window.controller.walk.watch
    watch._timer.stop()

    def now():
        with qtbot.waitSignal(watch.looked):
            watch.look()
        watch._timer.stop()

    return now


def later(path):
    """Two changes in one tick of the file system's clock would look like one."""
    os.utime(path, ns=(time.time_ns() + 10**9, time.time_ns() + 10**9))


def listed(window):
    model = window.controller.list_model
    return [model.index(place, 0).data() for place in range(model.rowCount())]


def picture(value):
    image = np.full((40, 50), 90, np.uint8)
    image[5:20, 10:25] = value
    return image


def test_new_and_removed_files_are_noticed_and_records_stay(
    window, qtbot, session, look, surfaces, save_image
):
    look()
    assert window.messages.text == ""
    session.go_to(2)
    qtbot.waitUntil(lambda: session.document is not None)
    session.go_to(1)
    session.set_status(ReviewStatus.NEEDS_FIX)
    session.go_to(2)
    saved(qtbot, session)
    save_image(surfaces / "s1b.png", picture(220))
    (surfaces / "s1.png").rename(surfaces.parent / "kept.png")
    (surfaces / "s0.png").unlink()
    later(surfaces)
    look()
    assert listed(window) == ["s1b.png", "s2.png", "s3.png", "s4.png"]
    assert session.item.id == "s2.png"
    assert session.row == 1
    assert window.image_list.view.currentIndex().data() == "s2.png"
    assert "1 new, 2 gone" in window.messages.text
    assert window.review_bar.counts.text().startswith("4 to do")
    (surfaces.parent / "kept.png").rename(surfaces / "s1.png")
    later(surfaces)
    look()
    assert session.decisions.record("s1.png").status is ReviewStatus.NEEDS_FIX
    session.walk.filter("status:fix")
    assert listed(window) == ["s1.png"]


def test_the_next_image_takes_the_place_of_one_that_is_gone(window, qtbot, session, look, surfaces):
    look()
    session.go_to(2)
    qtbot.waitUntil(lambda: session.document is not None)
    trigger(window, ActionId.BRUSH)
    drag(window, [(30, 30), (33, 30)])
    (surfaces / "s2.png").unlink()
    later(surfaces)
    look()
    assert session.item.id == "s3.png"
    saved(qtbot, session)
    assert session.decisions.record("s2.png").origin == "person"


def test_changed_file_is_read_again(window, qtbot, session, look, surfaces, save_image):
    look()
    assert session.image.pixels[10, 15] == 220
    save_image(surfaces / "s0.png", picture(150))
    later(surfaces / "s0.png")
    look()
    qtbot.waitUntil(lambda: session.image is not None and session.image.pixels[10, 15] == 150)
    assert "s0.png has changed" in window.messages.text
    qtbot.waitUntil(lambda: session.maps is not None)
    assert session.maps.full.cam[0, 10, 15] == pytest.approx(150 / 255)


def test_a_folder_that_cannot_be_read_empties_no_list(window, qtbot, session, look, surfaces):
    look()
    surfaces.rename(surfaces.parent / "away")
    look()
    assert len(listed(window)) == 5
    assert "stays as it was" in window.messages.text
    window.messages.hide()
    look()
    assert window.messages.text == "", "it is said once"
    (surfaces.parent / "away").rename(surfaces)
    look()
    assert len(listed(window)) == 5


def test_what_came_while_the_images_were_listed_is_noticed_at_the_first_look(
    window, qtbot, session, look, surfaces, save_image
):
    session.data.listed_at = time.time() - 1
    save_image(surfaces / "s9.png", picture(220))
    later(surfaces)
    look()
    assert "s9.png" in listed(window)
