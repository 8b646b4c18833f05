"""Very large masks: proposals and copies are made in threads, the window only takes them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.gestures import Later
from stac_core.labels.mask_edit import DRAWN, FOUND, Brush, Rect
from stac_core.labels.packed_mask import PackedMask
from stac_core.pseudo_mask import PseudoMaskSpec
from stac_core.refine.refiner import MaskRecipe, MaskRefiner
from stac_core.refine.steps import Specks
from stac_gui.canvas import pyramid as pyramids
from stac_gui.canvas.level_making import LevelMaker
from stac_gui.canvas.pyramid import Pyramid
from stac_gui.canvas.tools import Scene
from stac_gui.documents import mask_document, settling
from stac_gui.documents.mask_document import MaskDocument
from stac_gui.presenters.refining import Refining

SHAPE = (300, 400)
RAMP = np.linspace(0, 1, 400, dtype=np.float32)[None, None].repeat(300, axis=1)
RAMP[0, 100, 10] = 1


def at(threshold, *steps, ignore_from=None):
    return MaskRecipe(PseudoMaskSpec(threshold, ignore_from=ignore_from), steps)


@pytest.fixture
def huge(monkeypatch):
    """Everything counts as huge."""
    monkeypatch.setattr("stac_core.refine.refiner.PEEKED", 0)
    monkeypatch.setattr("stac_core.refine.refiner.DRAGGED", 0)
    monkeypatch.setattr(mask_document, "PACKED", 0)
    monkeypatch.setattr(settling, "PACKED", 0)


class Held:
    """Tasks that end when the test says so; their work can be done before that."""

    def __init__(self):
        self.jobs = []

    def submit(self, work, done, failed, *, priority=0):
        self.jobs.append((work, done))

    def finish(self):
        work, done = self.jobs.pop(0)
        done(work())


class Bench:
    """A document whose proposals are made by held tasks, as the session has it."""

    def __init__(self, recipe, **options):
        self.tasks = Held()
        self.refining = Refining(self.tasks)
        self.document = MaskDocument("a.png", SHAPE, recipe, **options)
        self.document.edited.connect(self.follow)
        self.refiner = MaskRefiner(lambda: np.zeros((*SHAPE, 3), np.uint8), RAMP)

    def follow(self):
        self.refining.follow(self.document)

    def give_maps(self):
        self.document.set_maps(self.refiner)
        self.follow()

    def start(self):
        """Begin what the session begins after a moment."""
        if self.refining._soon.isActive():
            self.refining._soon.stop()
            self.refining._start()

    def finish(self):
        self.start()
        self.tasks.finish()

    def finish_all(self):
        self.start()
        while self.tasks.jobs:
            self.finish()
            self.start()

    def want(self, recipe, gesture=None):
        self.refining.remake(self.document, recipe, gesture)

    def paint(self, where=(200, 150), value=2, diameter=40):
        self.document.begin()
        self.document.stroke(where, where, Brush(diameter, value))
        self.document.commit("brush")

    def expected(self, recipe, strokes=None):
        wanted = self.refiner.make(recipe)
        return wanted if strokes is None else np.where(strokes, 2, wanted)

    def check(self, wanted):
        document = self.document
        np.testing.assert_array_equal(document.mask, wanted)
        assert document.packed() == PackedMask.of(wanted)


@pytest.mark.usefixtures("huge")
def test_a_huge_mask_comes_from_a_thread_and_is_swapped_in(qapp):
    bench = Bench(at(0.5))
    arrays = []
    bench.document.replaced.connect(arrays.append)
    bench.give_maps()
    assert not bench.document.mask.any()
    assert bench.document.is_rough
    assert bench.refining.is_busy
    bench.finish_all()
    assert not bench.document.is_rough
    assert not bench.refining.is_busy
    assert bench.document.undo_stack.count() == 0
    assert bench.document.is_untouched
    assert arrays == [bench.document.mask]
    bench.check(bench.expected(at(0.5)))


@pytest.mark.usefixtures("huge")
def test_thresholds_are_shown_before_the_steps_that_take_long(qapp, monkeypatch):
    monkeypatch.setattr("stac_core.refine.refiner.AT_ONCE", 0.0)
    recipe = at(0.5, Specks(pixels=5, share=0))
    bench = Bench(recipe)
    bench.give_maps()
    bench.finish()
    np.testing.assert_array_equal(bench.document.mask, bench.expected(at(0.5)))
    assert bench.document.is_rough
    assert bench.refining.is_busy
    bench.finish_all()
    assert not bench.document.is_rough
    bench.check(bench.expected(recipe))
    assert bench.document.mask[100, 10] == 0
    later = at(0.3, Specks(pixels=5, share=0))
    bench.want(later)
    bench.finish()
    assert bench.document.mask[100, 10] == 1
    bench.finish_all()
    assert bench.document.undo_stack.count() == 1, "both make one step"
    bench.check(bench.expected(later))
    bench.document.undo()
    bench.check(bench.expected(recipe))


@pytest.mark.usefixtures("huge")
def test_an_ignore_band_is_one_exact_step(qapp):
    bench = Bench(at(0.6))
    bench.give_maps()
    bench.finish_all()
    bench.paint()
    strokes = bench.document.mask == 2
    before = bench.document.mask.copy()
    band = at(0.6, ignore_from=0.4)
    bench.want(band)
    np.testing.assert_array_equal(bench.document.mask, before)
    bench.finish_all()
    wanted = bench.expected(band, strokes)
    assert (wanted == 255).any()
    bench.check(wanted)
    assert bench.document.undo_stack.count() == 2
    for _ in range(2):
        bench.document.undo()
        bench.check(before)
        assert bench.document.recipe == at(0.6)
        bench.document.redo()
        bench.check(wanted)
        assert bench.document.recipe == band
        assert not bench.document.is_rough
    bench.document.undo()
    bench.document.undo()
    bench.check(bench.expected(at(0.6)))


@pytest.mark.usefixtures("huge")
def test_a_drag_is_one_step_and_its_last_place_counts(qapp):
    bench = Bench(at(0.5))
    bench.give_maps()
    bench.finish_all()
    for value in (0.4, 0.3, 0.7):
        bench.want(at(value), gesture=1)
        bench.start()
    assert len(bench.tasks.jobs) == 1
    bench.finish_all()
    bench.check(bench.expected(at(0.7)))
    assert bench.document.undo_stack.count() == 1
    bench.document.undo()
    bench.check(bench.expected(at(0.5)))


@pytest.mark.usefixtures("huge")
@pytest.mark.parametrize("abandons", [False, True])
@pytest.mark.parametrize("arrives", ["before", "during", "after"])
def test_a_stroke_while_a_proposal_is_made_is_kept(qapp, abandons, arrives):
    bench = Bench(at(0.5))
    bench.give_maps()
    bench.finish_all()
    document = bench.document
    bench.want(at(0.3))
    bench.start()
    work, done = bench.tasks.jobs.pop(0)
    made = work() if arrives == "before" else None
    document.begin()
    document.stroke((60, 50), (90, 50), Brush(21, 2))
    strokes = document.mask == 2
    if arrives == "during":
        made = work()
        done(made)
        assert document.is_rough, "not in the middle of a stroke"
    if abandons:
        document.abandon()
    else:
        document.commit("brush")
    if arrives != "during":
        done(work() if made is None else made)
    bench.finish_all()
    assert not document.is_rough
    assert not bench.refining.is_busy
    bench.check(bench.expected(at(0.3), None if abandons else strokes))


@pytest.mark.usefixtures("huge")
def test_strokes_from_before_the_heat_map_survive_it(qapp):
    bench = Bench(at(0.5))
    document = bench.document
    document.begin()
    document.stroke((60, 50), (90, 50), Brush(21, 2))
    strokes = document.mask == 2
    bench.give_maps()  # in the middle of a stroke
    document.stroke((90, 50), (120, 50), Brush(21, 2))
    strokes |= document.mask == 2
    document.commit("brush")
    bench.finish_all()
    bench.check(bench.expected(at(0.5), strokes))
    while document.undo_stack.canUndo():
        document.undo()
    assert not document.mask.any()


def test_a_stroke_that_a_heat_map_interrupts_is_kept_in_small_masks_too(qapp):
    bench = Bench(at(0.5))
    document = bench.document
    document.begin()
    document.stroke((60, 50), (90, 50), Brush(21, 2))
    strokes = document.mask == 2
    bench.give_maps()
    document.stroke((90, 50), (120, 50), Brush(21, 2))
    strokes |= document.mask == 2
    document.commit("brush")
    bench.check(bench.expected(at(0.5), strokes))


@pytest.mark.usefixtures("huge")
def test_a_saved_mask_is_kept_and_its_strokes_are_told_in_a_thread(qapp):
    stored = (RAMP[0] > 0.5).astype(np.uint8)
    stored[20:50, 20:50] = 2
    bench = Bench(at(0.5), stored=stored, stored_by_person=True)
    bench.give_maps()
    assert (bench.document.touched == DRAWN).all(), "nothing may be lost until that is known"
    bench.finish_all()
    bench.check(stored)
    np.testing.assert_array_equal(bench.document.touched == FOUND, stored == 2)
    bench.want(at(0.3))
    bench.finish_all()
    bench.check(bench.expected(at(0.3), stored == 2))


@pytest.mark.usefixtures("huge")
@pytest.mark.parametrize("undoes", [False, True])
def test_what_is_done_to_a_saved_mask_before_its_strokes_are_told_is_safe(qapp, undoes):
    stored = (RAMP[0] > 0.5).astype(np.uint8)
    stored[20:50, 20:50] = 2
    bench = Bench(at(0.5), stored=stored, stored_by_person=True)
    bench.give_maps()
    bench.paint((35, 35), value=0)  # over what a person had painted, back to the proposal
    painted = bench.document.mask.copy()
    bench.want(at(0.3))
    if undoes:
        bench.document.undo()
        bench.document.undo()
    bench.finish_all()
    if undoes:
        bench.check(stored)
        bench.want(at(0.3))
        bench.finish_all()
    kept = stored == 2
    assert not bench.document.is_rough
    np.testing.assert_array_equal(bench.document.mask[kept], (stored if undoes else painted)[kept])
    other = np.zeros(SHAPE, bool)
    other[:70, :70] = True
    wanted = bench.expected(at(0.3))
    np.testing.assert_array_equal(bench.document.mask[~other], wanted[~other])


# ---- smaller copies ------------------------------------------------------------------------

rects = st.tuples(st.integers(0, 690), st.integers(0, 590), st.integers(1, 90), st.integers(1, 90))


@given(before=st.lists(rects, max_size=3), during=st.lists(rects, max_size=3),
       after=st.lists(rects, max_size=3), kind=st.sampled_from(["max", "mean"]))  # fmt: skip
def test_copies_made_in_a_thread_are_those_made_at_once(before, during, after, kind):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pyramids, "QUICK", 1000)
        patch.setattr(pyramids, "QUICK_AGAIN", 1000)
        patch.setattr(pyramids, "SMALLEST", 32)
        base = np.random.default_rng(0).integers(0, 255, (700, 600), dtype=np.uint8)
        later = Later()
        made = []
        scene = Scene(run=later)
        levels = Pyramid(base, kind, maker=LevelMaker(scene, lambda: made.append(1)))

        def change(parts):
            for row, column, high, wide in parts:
                rect = Rect(row, column, row + high, column + wide).clipped(base.shape)
                base[rect.slices] += 77
                levels.update(rect)

        change(before)
        assert levels.at_hand(4) == 0
        change(during[:1])
        assert levels.at_hand(4) == 0, "they are being made"
        work, done, _ = later.jobs.pop()
        finished = work()
        change(during)
        done(finished)
        assert made == [1]
        change(after)
        while levels.at_hand(4) == 0:
            later.run()
        assert not later.jobs
        for index in range(5):
            expected = Pyramid(base.copy(), kind).level(index)
            np.testing.assert_array_equal(levels.level(index), expected)


def test_small_pictures_and_those_without_a_maker_are_made_at_once():
    base = np.zeros((2000, 1600), np.uint8)
    later = Later()
    assert Pyramid(base, "max", maker=LevelMaker(Scene(run=later), list)).at_hand(2) == 2
    assert Pyramid(np.zeros((3000, 3000), np.uint8), "max").at_hand(2) == 2
    assert not later.jobs
