from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stac_core.editing.region import NOTHING, region_at
from stac_core.labels.mask_edit import (
    MODELS,
    SCRUBBED,
    Brush,
    Change,
    Rect,
    edit_patches,
)
from stac_core.pseudo_mask import PseudoMaskSpec
from stac_core.refine.refiner import MaskRecipe, MaskRefiner
from stac_gui.documents.edited_mask import UNDO_LIMIT
from stac_gui.documents.mask_document import MaskDocument

RAMP = np.linspace(0, 1, 40, dtype=np.float32)[None, None].repeat(30, axis=1)  # (1, 30, 40)
IMAGE = np.zeros((30, 40, 3), np.uint8)


def at(threshold, *steps):
    return MaskRecipe(PseudoMaskSpec(threshold), steps)


def refiner(maps):
    return MaskRefiner(lambda: IMAGE, maps)


RECIPE = at(0.5)


@pytest.fixture
def document(qapp):
    document = MaskDocument("a.png", (30, 40), RECIPE)
    document.set_maps(refiner(RAMP))
    return document


def paint(document, where, value=2, diameter=5):
    document.begin()
    document.stroke(where, where, Brush(diameter, value))
    document.commit("brush")


def test_untouched_mask_is_the_proposal_and_follows(document):
    np.testing.assert_array_equal(document.mask, document.proposal())
    assert not document.is_by_person
    document.follow_recipe(at(0.8))
    assert document.mask.sum() == (RAMP[0] > 0.8).sum()
    document.set_maps(refiner(1 - RAMP))
    np.testing.assert_array_equal(document.mask, document.proposal())
    assert document.undo_stack.count() == 0


def test_strokes_survive_a_new_threshold(document):
    paint(document, (3, 15))
    painted = document.mask == 2
    assert painted.any()
    document.set_recipe(at(0.05))
    assert (document.mask[painted] == 2).all()
    assert document.mask.sum() > painted.sum()
    assert document.is_by_person
    document.undo_stack.undo()
    assert document.recipe == RECIPE
    document.undo_stack.undo()
    np.testing.assert_array_equal(document.mask, document.proposal())
    assert not document.is_by_person


def test_strokes_survive_a_late_heat_map(qapp):
    document = MaskDocument("a.png", (30, 40), RECIPE)
    paint(document, (3, 15))
    before = document.mask.copy()
    document.set_maps(refiner(RAMP))
    assert (document.mask[before == 2] == 2).all()
    assert (document.mask == 1).any()
    document.undo_stack.undo()
    np.testing.assert_array_equal(document.mask, before)


def test_one_drag_of_the_slider_is_one_step(document):
    for value in (0.4, 0.3, 0.2):
        document.set_recipe(at(value), gesture=7)
    document.set_recipe(at(0.1), gesture=8)
    assert document.undo_stack.count() == 1
    document.commit("edit")
    assert document.undo_stack.count() == 2
    document.undo_stack.undo()
    assert document.spec.threshold == 0.2
    document.undo_stack.undo()
    assert document.spec.threshold == 0.5
    np.testing.assert_array_equal(document.mask, document.proposal())
    document.undo_stack.redo()
    assert document.spec.threshold == 0.2
    np.testing.assert_array_equal(document.mask, document.proposal())


def test_drag_gives_the_masks_of_its_thresholds_and_keeps_strokes(qapp):
    ramp = np.linspace(0, 1, 400, dtype=np.float32)[None, None].repeat(300, axis=1)
    document = MaskDocument("a.png", (300, 400), RECIPE)
    document.set_maps(MaskRefiner(lambda: np.zeros((300, 400, 3), np.uint8), ramp))
    paint(document, (210, 150), value=2, diameter=40)
    before, strokes = document.mask.copy(), document.mask == 2
    for threshold in (0.45, 0.55, 0.3, 0.7):
        document.set_recipe(at(threshold), gesture=1)
        expected = np.where(strokes, 2, ramp[0] > threshold)
        np.testing.assert_array_equal(document.mask, expected)
    assert document.undo_stack.count() == 1, "the drag has not ended"
    after = document.mask.copy()
    document.commit("edit")
    assert document.undo_stack.count() == 2
    document.undo()
    np.testing.assert_array_equal(document.mask, before)
    assert document.recipe == RECIPE
    document.redo()
    np.testing.assert_array_equal(document.mask, after)
    assert document.recipe == at(0.7)


def test_undo_in_the_middle_of_a_drag_takes_the_drag_back(document):
    before = document.mask.copy()
    document.set_recipe(at(0.2), gesture=1)
    document.undo()
    np.testing.assert_array_equal(document.mask, before)
    document.set_recipe(at(0.8), gesture=1)
    document.commit("edit")
    document.undo()
    np.testing.assert_array_equal(document.mask, before)


def test_stroke_in_the_middle_of_a_drag_is_a_step_of_its_own(document):
    document.set_recipe(at(0.2), gesture=1)
    dragged = document.mask.copy()
    paint(document, (3, 15))
    assert document.undo_stack.count() == 2
    document.undo()
    np.testing.assert_array_equal(document.mask, dragged)


def test_stored_mask_is_kept_and_its_strokes_are_known(qapp):
    stored = (RAMP[0] > 0.5).astype(np.uint8)
    stored[2:5, 2:5] = 2
    document = MaskDocument("a.png", (30, 40), RECIPE, stored=stored, stored_by_person=True)
    document.set_maps(refiner(RAMP))
    np.testing.assert_array_equal(document.mask, stored)
    assert document.is_by_person
    document.set_recipe(at(0.9))
    assert (document.mask[2:5, 2:5] == 2).all()
    assert (document.mask == 1).sum() == (RAMP[0] > 0.9).sum()
    document.undo_stack.undo()
    np.testing.assert_array_equal(document.mask, stored)


def test_stored_mask_without_maps_ignores_the_threshold(qapp):
    stored = np.full((30, 40), 2, np.uint8)
    document = MaskDocument("a.png", (30, 40), RECIPE, stored=stored)
    document.set_recipe(at(0.9))
    assert document.spec.threshold == 0.9
    assert (document.mask == 2).all()


def test_gesture_without_change_is_no_step(document):
    value = int(document.mask[15, 35])
    paint(document, (35, 15), value=value, diameter=1)
    assert document.undo_stack.count() == 0


def test_abandoned_gesture_is_no_step_and_reports_the_area(document, qtbot):
    before = document.mask.copy()
    document.begin()
    document.stroke((5, 5), (20, 20), Brush(7, 2))
    assert document.is_gesture_open
    with qtbot.waitSignal(document.changed) as blocker:
        document.abandon()
    assert blocker.args[0].bottom > 20
    np.testing.assert_array_equal(document.mask, before)
    assert document.undo_stack.count() == 0
    document.abandon()


def test_signals_of_a_gesture(document):
    areas, edits = [], []
    document.changed.connect(areas.append)
    document.edited.connect(lambda: edits.append(1))
    paint(document, (10, 10))
    assert areas
    assert areas[0].top <= 8
    assert len(edits) == 1
    document.undo_stack.undo()
    assert len(edits) == 2


def test_changed_pixels_are_counted_against_the_proposal(document):
    paint(document, (3, 15), diameter=1)
    make = document.proposal_maker()
    assert np.count_nonzero(make() != document.mask) == 1


def test_undo_history_is_limited(document):
    for step in range(UNDO_LIMIT + 20):
        paint(document, (step % 40, 10), value=1 + step % 2, diameter=3)
    assert document.undo_stack.count() <= UNDO_LIMIT


# ---- changes of a rectangle -------------------------------------------------------------


def square(value, *, rect=(2, 3, 8, 9), **kwargs):
    rect = Rect(*rect)
    shape = (rect.bottom - rect.top, rect.right - rect.left)
    return Change(rect, np.full(shape, value, np.uint8), **kwargs)


def test_edit_is_one_step_and_survives_a_new_threshold(document, qtbot):
    before = document.mask.copy()
    with qtbot.waitSignal(document.changed) as blocker:
        assert document.edit(square(2), "polygon")
    assert blocker.args == [Rect(2, 3, 8, 9)]
    assert document.undo_stack.undoText() == "polygon"
    document.set_recipe(at(0.05))
    assert (document.mask[2:8, 3:9] == 2).all()
    document.undo_stack.undo()
    document.undo_stack.undo()
    np.testing.assert_array_equal(document.mask, before)
    assert not document.touched.any()
    document.undo_stack.redo()
    assert (document.mask[2:8, 3:9] == 2).all()


def test_edit_that_changes_nothing_is_no_step(document):
    assert not document.edit(square(0), "polygon")
    assert document.undo_stack.count() == 0
    assert not document.touched.any()


def test_edit_only_where_it_is_allowed(document):
    editable = np.zeros((6, 6), bool)
    editable[2, 3] = True
    document.edit(square(2), "polygon", editable=editable)
    assert document.mask[4, 6] == 2
    assert (document.mask == 2).sum() == document.touched.sum() == 1


def test_marks_say_whose_the_pixels_are(document):
    marks = np.full((6, 6), SCRUBBED, np.uint8)
    document.edit(square(2, marks=marks), "blob")
    document.set_recipe(at(0.0))
    assert (document.touched[2:8, 3:9] == SCRUBBED).all()
    assert (document.mask[2:8, 3:9] == 2).all()
    document.edit(square(0, marks=np.full((6, 6), MODELS, np.uint8)), "revert")
    assert not document.touched.any()
    document.set_recipe(at(0.01))
    assert (document.mask[2:8, 3:9] == 1).all()
    document.undo_stack.undo()
    document.undo_stack.undo()
    assert (document.touched[2:8, 3:9] == SCRUBBED).all()


def test_edits_of_one_gesture_are_one_step(document):
    before = document.mask.copy()
    document.edit(square(1), "blob", gesture="a")
    document.edit(square(2, rect=(2, 3, 12, 30)), "blob", gesture="a")
    after = document.mask.copy()
    assert document.undo_stack.count() == 1
    document.edit(square(1), "blob", gesture="b")
    assert document.undo_stack.count() == 2
    document.undo_stack.undo()
    np.testing.assert_array_equal(document.mask, after)
    document.undo_stack.undo()
    np.testing.assert_array_equal(document.mask, before)
    document.undo_stack.redo()
    np.testing.assert_array_equal(document.mask, after)


def test_gesture_that_comes_back_to_where_it_began_is_no_step(document):
    document.edit(square(2, marks=np.ones((6, 6), np.uint8)), "blob", gesture="a")
    assert document.is_by_person
    document.edit(square(0), "blob", gesture="a")
    assert document.undo_stack.count() == 0
    assert not document.touched.any()
    assert not document.is_by_person


def test_gesture_of_regions_and_strokes_is_one_step_or_abandoned(document):
    before = document.mask.copy()
    document.begin()
    document.paint(region_at(np.ones((6, 6), bool), 2, 3), 2)
    document.stroke((20, 20), (25, 20), Brush(3, 1))
    document.commit("brush")
    assert document.undo_stack.count() == 1
    after = document.mask.copy()
    document.begin()
    document.paint(NOTHING, 1)
    np.testing.assert_array_equal(document.mask, after)
    document.paint(region_at(np.ones((6, 6), bool), 2, 3), 1)
    assert (document.mask[2:8, 3:9] == 1).all()
    document.abandon()
    np.testing.assert_array_equal(document.mask, after)
    document.undo_stack.undo()
    np.testing.assert_array_equal(document.mask, before)
    assert not document.touched.any()


def test_slow_edit_can_tell_that_it_comes_too_late(document):
    revision = document.revision
    patches = edit_patches(document.mask, document.touched, square(2))
    assert document.revision == revision
    document.take(patches, "smooth")
    assert document.revision != revision
    for change in (document.undo_stack.undo, document.undo_stack.redo):
        revision = document.revision
        change()
        assert document.revision != revision
    revision = document.revision
    paint(document, (3, 15))
    assert document.revision != revision


def test_large_steps_go_to_the_disk_and_are_undone_from_there(qapp, monkeypatch):
    rng = np.random.default_rng(0)
    document = MaskDocument("a.png", (150, 150), RECIPE)
    monkeypatch.setattr(document.memory, "_budget", 50_000)
    states = [document.mask.copy()]
    for _ in range(UNDO_LIMIT + 10):
        pixels = rng.integers(0, 4, (150, 150), dtype=np.uint8)
        document.edit(Change(Rect(0, 0, 150, 150), pixels), "noise")
        states.append(document.mask.copy())
        assert document.memory.size < 75_000
    stack = document.undo_stack
    assert stack.count() == UNDO_LIMIT
    for state in states[-2 : -UNDO_LIMIT - 2 : -1]:
        stack.undo()
        np.testing.assert_array_equal(document.mask, state)
    for state in states[-UNDO_LIMIT:]:
        stack.redo()
        np.testing.assert_array_equal(document.mask, state)
    # steps that the limit pushed out are not held any more
    assert len(document.memory._alive()) == UNDO_LIMIT


def test_a_drag_over_many_thresholds_holds_one_patch(document):
    for value in np.linspace(0.1, 0.9, 60):
        document.set_recipe(at(float(value)), gesture=7)
    document.commit("edit")
    command = document.undo_stack.command(0)
    single = MaskDocument("b.png", (30, 40), RECIPE)
    single.set_maps(refiner(RAMP))
    single.set_recipe(at(0.9), gesture=7)
    single.commit("edit")
    assert command.patch.size == single.undo_stack.command(0).patch.size


edits = st.lists(
    st.one_of(
        st.tuples(st.just("paint"), st.integers(0, 39), st.integers(0, 29), st.integers(0, 3)),
        st.tuples(st.just("threshold"), st.sampled_from([0.1, 0.3, 0.7]), st.integers(0, 1)),
        st.tuples(st.just("maps"), st.booleans()),
        st.tuples(st.just("edit"), st.integers(0, 20), st.integers(0, 2), st.sampled_from("xy")),
    ),
    max_size=8,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(steps=edits)
def test_any_edits_undone_and_redone(qapp, steps):
    document = MaskDocument("a.png", (30, 40), RECIPE)
    document.set_maps(refiner(RAMP))
    states = [(document.mask.copy(), document.recipe)]
    for step in steps:
        count = document.undo_stack.count()
        if step[0] == "paint":
            paint(document, step[1:3], value=step[3])
        elif step[0] == "threshold":
            document.set_recipe(at(step[1]), gesture=step[2] or None)
            document.commit("edit")
        elif step[0] == "edit":
            rect = (step[1], 2, step[1] + 9, 30)
            document.edit(square(step[2], rect=rect), "edit", gesture=step[3])
        elif count:  # on a touched mask new maps are a step
            document.set_maps(refiner(RAMP if step[1] else 1 - RAMP))
        now = (document.mask.copy(), document.recipe)
        np.testing.assert_array_equal(document.packed().unpack(), document.mask)
        if document.undo_stack.count() > count:
            states.append(now)
        elif document.undo_stack.count() < count:  # a gesture came back to where it began
            states.pop()
        else:
            states[-1] = now  # joined with the step before, or nothing changed
    stack = document.undo_stack
    for mask, recipe in reversed(states[:-1]):
        stack.undo()
        np.testing.assert_array_equal(document.mask, mask)
        assert document.recipe == recipe
    for mask, recipe in states[1:]:
        stack.redo()
        np.testing.assert_array_equal(document.mask, mask)
        assert document.recipe == recipe


moves = st.lists(
    st.one_of(
        st.tuples(
            st.just("paint"), st.integers(0, 399), st.integers(0, 299), st.integers(0, 3),
            st.sampled_from([1, 9, 200]),
        ),
        st.tuples(st.sampled_from(["undo", "redo", "break off", "look"])),
    ),
    max_size=12,
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(steps=moves)
def test_what_is_kept_of_many_tiles_is_always_the_mask(qapp, steps):
    document = MaskDocument("a.png", (300, 400), RECIPE)
    kept = document.packed()
    for step in steps:
        if step[0] == "paint":
            paint(document, step[1:3], value=step[3], diameter=step[4])
        elif step[0] == "break off":
            document.begin()
            document.stroke((10, 10), (390, 290), Brush(30, 1))
            document.abandon()
        elif step[0] == "look":
            kept = document.packed()
            continue
        else:
            getattr(document.undo_stack, step[0])()
    before = kept.unpack()
    np.testing.assert_array_equal(document.packed().unpack(), document.mask)
    np.testing.assert_array_equal(kept.unpack(), before)  # what was taken does not change
