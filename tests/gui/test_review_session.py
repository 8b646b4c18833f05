"""The session and its parts with the real workers but a made-up model; no window."""

from __future__ import annotations

import numpy as np
import pytest

from stac_core.labels.mask_edit import Brush
from stac_core.labels.store import open_store
from stac_core.project import make_classes
from stac_core.types import ReviewStatus
from stac_gui.presenters.decisions import Decisions
from stac_gui.presenters.opening import create_project, open_path
from stac_gui.presenters.review import ReviewSession
from stac_gui.services import WindowServices
from stac_gui.workers.images import ByteCache

ACCEPTED, TODO = ReviewStatus.ACCEPTED, ReviewStatus.TODO
CLASSES = ["scratch", "blob"]


@pytest.fixture
def session(qapp, engine):
    services = WindowServices(make_engine=engine)
    decisions = Decisions(services.store)
    session = ReviewSession(
        loader=services.loader,
        inference=services.inference,
        segmenter=services.segmenter,
        maps=services.maps,
        decisions=decisions,
        tasks=services.tasks,
    )
    session.test_services = services
    yield session
    if engine.hold is not None:
        engine.hold.set()
    services.close()


@pytest.fixture
def opened(session, qtbot, project, weights):
    """The project open, its first image shown with maps."""
    session.open(open_path(project))
    session.supply.load(weights)
    wait_for_maps(session, qtbot)
    return session


def wait_for_maps(session, qtbot):
    qtbot.waitUntil(lambda: session.maps is not None and session.document is not None)


def wait_until_saved(session, qtbot):
    qtbot.waitUntil(lambda: not session.decisions.has_unsaved)


def paint(session, where=(30, 30), value=2):
    session.document.begin()
    session.document.stroke(where, where, Brush(6, value))
    session.document.commit("brush")


def stored(project):
    with open_store(project, CLASSES, read_only=True) as store:
        records = store.records()
        masks = {
            image_id: store.load_mask(record.mask_digest)
            for image_id, record in records.items()
            if record.mask_digest
        }
        return records, masks, store.tags()


def test_first_image_gets_its_mask_from_the_map_and_the_tags(opened):
    # the bright square is a scratch by its tag; the dark ground is tagged not to be a blob
    assert set(np.unique(opened.document.mask)) == {0, 1}
    assert opened.document.mask.sum() == 15 * 15
    assert opened.spec.threshold == 0.55
    assert opened.scores("s0.png") == pytest.approx({"scratch": 0.9, "blob": 0.8})


def test_accept_saves_and_goes_on_and_is_there_after_reopening(opened, qtbot, project):
    opened.decide(ACCEPTED)
    assert opened.item.id == "s1.png"
    wait_until_saved(opened, qtbot)
    records, masks, _ = stored(project)
    record = records["s0.png"]
    assert (record.status, record.origin, record.pixels_changed) == (ACCEPTED, "model", 0)
    assert record.source["threshold"] == 0.55
    assert record.source["model"] == "digest-model"
    assert masks["s0.png"].sum() == 225
    opened.open(open_path(project))
    wait_for_maps_of(opened, qtbot)
    assert opened.decisions.record("s0.png").status is ACCEPTED
    assert opened.counts() == {
        TODO: 4, ACCEPTED: 1, ReviewStatus.NEEDS_FIX: 0, ReviewStatus.REJECTED: 0,
    }  # fmt: skip


def wait_for_maps_of(session, qtbot):
    qtbot.waitUntil(lambda: session.document is not None)


def test_painting_is_saved_at_once_and_counts_as_a_persons(opened, qtbot, project):
    paint(opened)
    wait_until_saved(opened, qtbot)
    records, masks, _ = stored(project)
    assert (records["s0.png"].status, records["s0.png"].origin) == (TODO, "person")
    assert records["s0.png"].pixels_changed == (masks["s0.png"] == 2).sum() > 20
    opened.document.undo_stack.undo()
    wait_until_saved(opened, qtbot)
    assert not (stored(project)[1]["s0.png"] == 2).any()


def test_walking_never_waits_for_the_model(opened, qtbot, held):
    for row in range(1, 5):
        opened.go_to(row)
        assert opened.row == row
    opened.previous()
    assert opened.item.id == "s3.png"
    qtbot.waitUntil(lambda: opened.image is not None and opened.document is not None)
    if opened.maps is None:
        assert opened.is_waiting_for_maps
        held.set()
        wait_for_maps(opened, qtbot)


def test_large_maps_are_made_ready_in_a_thread(opened, qtbot, monkeypatch):
    monkeypatch.setattr("stac_gui.presenters.prepared_maps.PREPARED_AT_ONCE", 0)
    opened.next()
    qtbot.waitUntil(lambda: opened.document is not None)
    assert opened.maps is None
    opened.tagging.set_tag("blob", present=True)
    opened.next()  # what was being made ready for the image before must not be shown here
    wait_for_maps(opened, qtbot)
    assert opened.item.id == "s2.png"
    assert opened.maps.full is opened.supply.get("s2.png")
    np.testing.assert_array_equal(opened.document.mask, opened.document.proposal())


def test_neighbours_are_looked_at_ahead(opened, qtbot, engine):
    qtbot.waitUntil(lambda: len(set(engine.looked)) >= 4)
    assert set(engine.looked[:4]) == {"s0.png", "s1.png", "s2.png", "s3.png"}
    before = len(engine.looked)
    opened.next()
    wait_for_maps(opened, qtbot)
    assert "s1.png" not in engine.looked[before:]


@pytest.mark.parametrize("fit", [0, 1, 2])
def test_maps_of_which_few_fit_are_not_made_over_and_over(
    session, qtbot, project, weights, engine, monkeypatch, fit
):
    size = 2 * 40 * 50 * 4
    monkeypatch.setattr("stac_gui.presenters.maps.CAM_BYTES", fit * size + 100)
    monkeypatch.setattr(session.supply, "_memory", ByteCache(fit * size + 100))
    session.open(open_path(project))
    session.supply.load(weights)
    wait_for_maps(session, qtbot)
    kept = session.maps
    session.supply.look_at_all()
    qtbot.waitUntil(lambda: session.supply.batch_progress is None and len(engine.looked) >= 5)
    assert len(engine.looked) <= 5 + fit
    assert session.maps is kept
    session.next()
    wait_for_maps(session, qtbot)
    assert session.maps.full is session.supply.get("s1.png")


def test_threshold_holds_for_the_next_untouched_images_only(opened, qtbot):
    paint(opened)
    opened.next()
    wait_for_maps(opened, qtbot)
    opened.set_threshold(0.3)
    opened.next()
    wait_for_maps(opened, qtbot)
    assert opened.spec.threshold == 0.3
    opened.go_to(0)
    qtbot.waitUntil(lambda: opened.document is not None and opened.maps is not None)
    assert opened.spec.threshold == 0.55


def test_slider_is_saved_when_it_is_let_go(opened, qtbot, project):
    for value in (0.5, 0.4, 0.3):
        opened.set_threshold(value, gesture=1)
    assert not opened.decisions.has_unsaved
    opened.end_gesture()
    wait_until_saved(opened, qtbot)
    assert stored(project)[0]["s0.png"].source["threshold"] == 0.3
    assert opened.document.undo_stack.count() == 1


def test_tags_change_the_mask_and_are_saved(opened, qtbot, project):
    opened.tagging.set_tag("scratch", present=False)
    assert not opened.document.mask.any()
    opened.tagging.set_tag("blob", present=True)
    assert set(np.unique(opened.document.mask)) == {0, 2}
    opened.tagging.set_tag("blob", None)
    wait_until_saved(opened, qtbot)
    assert stored(project)[2]["s0.png"] == {"scratch": False}
    # not known: the score of 0.8 says that there is one
    assert set(np.unique(opened.document.mask)) == {0, 2}
    opened.tagging.set_defect_free()
    assert opened.tagging.tags("s0.png") == {"scratch": False, "blob": False}
    assert not opened.document.mask.any()


def test_new_model_never_touches_decided_or_painted_masks(opened, qtbot, project, tmp_path):
    opened.decide(ACCEPTED)
    wait_for_maps(opened, qtbot)
    paint(opened)
    painted = opened.document.mask.copy()
    wait_until_saved(opened, qtbot)
    before = stored(project)[1]
    other = tmp_path / "other.bin"
    other.touch()
    opened.supply.load(other)
    wait_for_maps(opened, qtbot)
    np.testing.assert_array_equal(opened.document.mask, painted)
    opened.go_to(0)
    wait_for_maps(opened, qtbot)
    np.testing.assert_array_equal(opened.document.mask, before["s0.png"])
    wait_until_saved(opened, qtbot)
    for image_id, mask in stored(project)[1].items():
        np.testing.assert_array_equal(mask, before[image_id])


def test_going_back_shows_what_is_still_on_its_way_to_the_disk(opened, qtbot, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    troubles = []
    opened.decisions.trouble.connect(troubles.append)
    with monkeypatch.context() as patch:
        patch.setattr("stac_core.io.os.fsync", full)
        paint(opened)
        painted = opened.document.mask.copy()
        opened.decide(ACCEPTED)
        qtbot.waitUntil(lambda: len(troubles) == 1)
        opened.shelf.clear()
        opened.go_to(0)
        wait_for_maps(opened, qtbot)
        np.testing.assert_array_equal(opened.document.mask, painted)
        paint(opened, (10, 30))
        opened.test_services.store.flush()
        assert opened.decisions.has_unsaved
    opened.test_services.store.retry()
    wait_until_saved(opened, qtbot)
    assert len(troubles) == 1, "one error, not one for each stroke"


def test_undo_history_survives_going_away_and_back(opened, qtbot):
    paint(opened)
    opened.next()
    wait_for_maps(opened, qtbot)
    opened.previous()
    assert opened.document.undo_stack.canUndo()
    opened.document.undo_stack.undo()
    assert not (opened.document.mask == 2).any()


def test_unreadable_image_is_a_problem_of_that_image_alone(
    session, qtbot, project, surfaces, weights
):
    (surfaces / "s1.png").write_bytes(b"broken")
    session.open(open_path(project))
    session.supply.load(weights)
    wait_for_maps(session, qtbot)
    session.next()
    qtbot.waitUntil(lambda: session.problem is not None)
    assert "s1.png" in session.problem.message
    assert session.document is None
    messages = []
    session.message.connect(lambda level, text: messages.append(text))
    session.decide(ACCEPTED)
    assert "no mask" in messages[-1]
    assert session.item.id == "s1.png"
    session.decide(ReviewStatus.REJECTED)
    assert session.item.id == "s2.png"
    wait_for_maps(session, qtbot)


def test_stored_mask_of_another_size_is_kept_and_said(session, qtbot, project, weights):
    with open_store(project, CLASSES) as store:
        odd = np.ones((41, 50), np.uint8)
        store.save("s0.png", status=ACCEPTED, mask=odd, origin="person")
    messages = []
    session.message.connect(lambda level, text: messages.append((level, text)))
    session.open(open_path(project))
    session.supply.load(weights)
    wait_for_maps(session, qtbot)
    assert messages[0][0] == "error"
    assert "another size" in messages[0][1]
    assert stored(project)[1]["s0.png"].shape == (41, 50)


def test_missing_mask_file_is_said_and_the_image_stays_usable(session, qtbot, project, weights):
    with open_store(project, CLASSES) as store:
        record = store.save(
            "s0.png", status=ACCEPTED, mask=np.ones((40, 50), np.uint8), origin="person"
        )
        store.mask_path(record.mask_digest).unlink()
    messages = []
    session.message.connect(lambda level, text: messages.append(text))
    session.open(open_path(project))
    session.supply.load(weights)
    qtbot.waitUntil(lambda: any("a mask is missing" in text for text in messages))
    qtbot.waitUntil(lambda: session.maps is not None)
    assert session.document is None, "nothing can be saved in its place by chance"
    assert session.shelf.start_anew("s0.png")
    wait_for_maps(session, qtbot)
    assert not session.shelf.start_anew("s0.png")


def test_look_at_all_scores_every_image_with_progress(opened, qtbot, project):
    seen = []
    opened.supply.progress_changed.connect(lambda: seen.append(opened.supply.batch_progress))
    opened.supply.look_at_all()
    qtbot.waitUntil(lambda: len(opened.data.predictions) == 5)
    qtbot.waitUntil(lambda: opened.supply.batch_progress is None)
    wait_until_saved(opened, qtbot)
    opened.test_services.store.flush()
    with open_store(project, CLASSES, read_only=True) as store:
        assert len(store.predictions()) == 5
    totals = {progress[1] for progress in seen if progress}
    assert len(totals) <= 1


def test_batch_can_be_cancelled(opened, qtbot, engine):
    import threading

    qtbot.waitUntil(lambda: len(opened.data.predictions) == 4)
    engine.hold = threading.Event()
    opened.supply.look_at_all()
    assert opened.supply.batch_progress == (0, 1)
    opened.supply.cancel_batch()
    assert opened.supply.batch_progress is None
    engine.hold.set()


def test_failing_image_does_not_block_the_batch(session, qtbot, project, weights, engine):
    engine.fail_on = frozenset({"s0.png", "s4.png"})
    session.open(open_path(project))
    session.supply.load(weights)
    qtbot.waitUntil(lambda: session.problem is not None)
    session.supply.look_at_all()
    qtbot.waitUntil(lambda: session.supply.batch_progress is None)
    assert set(session.data.predictions) == {"s1.png", "s2.png", "s3.png"}


def test_missing_model_is_a_message_and_masks_can_still_be_painted(
    session, qtbot, project, tmp_path
):
    messages = []
    session.message.connect(lambda level, text: messages.append(text))
    session.open(open_path(project))
    session.supply.load(tmp_path / "none.bin")
    qtbot.waitUntil(lambda: session.supply.problem is not None)
    qtbot.waitUntil(lambda: session.document is not None)
    assert "none.bin" in messages[0]
    paint(session)
    wait_until_saved(session, qtbot)
    assert stored(project)[0]["s0.png"].origin == "person"


def test_read_only_project_saves_nothing_and_says_so(session, qtbot, project, monkeypatch):
    monkeypatch.setattr("stac_core.labels.store.can_write", lambda path: False)
    data = open_path(project)
    assert data.read_only
    session.open(data)
    qtbot.waitUntil(lambda: session.document is not None)
    messages = []
    session.message.connect(lambda level, text: messages.append(text))
    session.decide(ACCEPTED)
    assert "reading only" in messages[-1]
    assert session.row == 0
    session.tagging.set_defect_free()
    assert stored(project)[0] == {}
    assert stored(project)[2]["s0.png"] == {"scratch": True, "blob": False}


def test_bare_folder_takes_the_models_classes_and_becomes_a_project(
    session, qtbot, surfaces, weights, tmp_path
):
    session.open(open_path(surfaces))
    assert session.class_names == ["defect"]
    session.set_steps(())
    session.supply.load(weights)
    qtbot.waitUntil(lambda: session.maps is not None)
    assert session.class_names == ["scratch", "blob"]
    asked = []
    session.decisions.project_needed.connect(lambda: asked.append(1))
    paint(session)
    paint(session, (10, 30))
    session.decide(ACCEPTED)
    assert asked == [1], "asked once"
    assert session.decisions.has_unsaved
    assert list(surfaces.glob("*.sqlite")) == [], "nothing is written beside the images"
    root = tmp_path / "made"
    made = create_project(surfaces, root, make_classes(list(CLASSES)), session.data.tags, weights)
    session.became_project(made)
    wait_until_saved(session, qtbot)
    records, masks, _ = stored(root)
    assert records["s0.png"].status is ACCEPTED
    assert (masks["s0.png"] == 2).any()
    assert open_path(root).model == weights


def test_work_of_one_folder_never_lands_in_another_project(
    session, qtbot, surfaces, project, weights
):
    session.open(open_path(surfaces))
    qtbot.waitUntil(lambda: session.document is not None)
    paint(session, value=1)
    assert session.decisions.has_unsaved
    session.decisions.discard()  # the person said so
    session.open(open_path(project))
    qtbot.waitUntil(lambda: session.document is not None)
    session.test_services.store.flush()
    assert stored(project)[0] == {}


def test_opening_reads_everything_that_is_stored(project, weights):
    with open_store(project, CLASSES) as store:
        store.save("s2.png", status=ACCEPTED, mask=np.ones((40, 50), np.uint8), origin="person")
    data = open_path(project)
    assert data.name == "project"
    assert len(data.items) == 5
    assert data.records["s2.png"].status is ACCEPTED
    assert data.tags["s0.png"] == {"scratch": True, "blob": False}
    assert data.model is None
    assert not data.read_only


def test_folder_of_deep_images_gets_one_range(tmp_path, save_image, rng):
    for number in range(3):
        save_image(tmp_path / "deep" / f"{number}.png", rng.integers(0, 4000, (9, 9), np.uint16))
    assert open_path(tmp_path / "deep").value_range("0.png") == (0, 4095)
