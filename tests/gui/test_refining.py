"""Refining the mask at hand: the document, the background work, the panel, the whole window."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QSpinBox

from gui.driving import drag, saved, trigger
from stac_core.labels.mask_edit import Brush
from stac_core.labels.store import open_store
from stac_core.project import load_project
from stac_core.pseudo_mask import PseudoMaskSpec
from stac_core.refine.refiner import MaskRecipe, MaskRefiner
from stac_core.refine.steps import STEP_KINDS, Grabcut, Guided, Holes, Smooth, Specks
from stac_core.types import ReviewStatus
from stac_gui.action_table import ActionId
from stac_gui.documents.mask_document import MaskDocument
from stac_gui.outcome import ErrorInfo
from stac_gui.panels.refine import RefinePanel
from stac_gui.presenters import refining as refining_module
from stac_gui.presenters.refining import Refining

CLASSES = ["scratch", "blob"]


@pytest.fixture
def _slow(monkeypatch):
    """No step is quick enough to be part of a mask at once."""
    monkeypatch.setattr("stac_core.refine.refiner.AT_ONCE", 0.0)


def spotted():
    """A ramp and a lone pixel (1, 30, 40)."""
    maps = np.linspace(0, 1, 40, dtype=np.float32)[None, None].repeat(30, axis=1)
    maps[0, 15, 3] = 1
    return maps


def at(threshold, *steps):
    return MaskRecipe(PseudoMaskSpec(threshold), steps)


SPECKS = Specks(pixels=2, share=0)


def document(recipe, **options):
    made = MaskDocument("a.png", (30, 40), recipe, **options)
    made.set_maps(MaskRefiner(lambda: np.zeros((30, 40, 3), np.uint8), spotted()))
    return made


def paint(made, where=(20, 10), value=2):
    made.begin()
    made.stroke(where, where, Brush(3, value))
    made.commit("brush")


# ---- the document ------------------------------------------------------------------------


@pytest.mark.usefixtures("_slow")
def test_untouched_mask_is_rough_first_and_refined_without_a_step(qapp):
    made = document(at(0.5, SPECKS))
    assert made.is_rough
    assert made.mask[15, 3] == 1
    other = made.settling()._replace(recipe=at(0.4, SPECKS))
    assert made.take_settled(other.with_proposal(np.zeros((30, 40), np.uint8))), "nobody wants it"
    assert made.mask.any()
    made.settle(made.proposal())
    assert made.mask[15, 3] == 0
    assert not made.is_rough
    assert made.undo_stack.count() == 0


@pytest.mark.usefixtures("_slow")
def test_threshold_and_its_refinement_are_one_step(qapp):
    made = document(at(0.5))
    for value in (0.4, 0.3):
        made.set_recipe(at(value, SPECKS), gesture=1)
    made.settle(made.proposal())
    assert made.undo_stack.count() == 1
    assert made.mask[15, 3] == 0
    made.undo_stack.undo()
    assert made.recipe == at(0.5)
    assert not made.is_rough
    assert made.mask[15, 3] == 1
    made.undo_stack.redo()
    assert made.recipe == at(0.3, SPECKS)
    assert not made.is_rough
    np.testing.assert_array_equal(made.mask, made.proposal())


@pytest.mark.usefixtures("_slow")
def test_refining_never_touches_painted_pixels(qapp):
    made = document(at(0.5))
    paint(made, (3, 15))
    painted = made.mask == 2
    made.set_recipe(at(0.5, SPECKS))
    made.settle(made.proposal())
    assert (made.mask[painted] == 2).all()
    assert not made.is_rough


@pytest.mark.usefixtures("_slow")
def test_refined_mask_waits_for_the_end_of_a_stroke(qapp):
    made = document(at(0.5))
    made.set_recipe(at(0.3, SPECKS))
    made.begin()
    made.stroke((10, 5), (12, 5), Brush(3, 2))
    made.settle(made.proposal())
    assert made.is_rough
    made.stroke((12, 5), (14, 5), Brush(3, 2))
    made.commit("brush")
    assert not made.is_rough
    assert made.mask[15, 3] == 0
    assert (made.mask[5, 10:15] == 2).all()
    made.undo_stack.undo()  # the refinement, which came after the stroke began
    made.undo_stack.undo()
    assert not (made.mask == 2).any()


@pytest.mark.usefixtures("_slow")
def test_what_was_undone_can_still_be_redone_when_refinement_arrives(qapp):
    made = document(at(0.5))
    made.set_recipe(at(0.3, SPECKS))
    paint(made)
    made.undo_stack.undo()
    assert made.is_rough
    made.settle(made.proposal())
    assert made.undo_stack.canRedo()


@pytest.mark.usefixtures("_slow")
def test_stored_mask_is_kept_and_only_its_strokes_are_protected(qapp):
    recipe = at(0.5, SPECKS)
    stored = document(recipe).proposal()
    stored[2:5, 2:5] = 2
    made = document(recipe, stored=stored, stored_by_person=True)
    assert made.is_rough
    made.settle(made.proposal())
    np.testing.assert_array_equal(made.mask, stored)
    made.set_recipe(at(0.5))  # the lone pixel is no stroke: it comes back
    assert made.mask[15, 3] == 1
    assert (made.mask[2:5, 2:5] == 2).all()


# ---- in the background -------------------------------------------------------------------


class HeldTasks:
    """Jobs that end when the test says so."""

    def __init__(self):
        self.jobs = []

    def submit(self, work, done, failed, *, priority=0):
        self.jobs.append((work, done, failed))

    def finish(self):
        work, done, _ = self.jobs.pop(0)
        done(work())


@pytest.mark.usefixtures("_slow")
def test_the_latest_wish_wins_and_only_one_runs(qtbot):
    tasks = HeldTasks()
    refining = Refining(tasks)
    made = document(at(0.5))
    for value in (0.4, 0.3, 0.2):
        made.set_recipe(at(value, SPECKS), gesture=1)
        refining.follow(made)
        qtbot.waitUntil(lambda: len(tasks.jobs) == 1)
    assert refining.is_busy
    assert made.mask[15, 3] == 1
    tasks.finish()  # of the first wish: dropped, the last one follows
    assert refining.is_busy
    assert len(tasks.jobs) == 1
    tasks.finish()
    assert not refining.is_busy
    assert made.mask[15, 3] == 0
    assert made.spec.threshold == 0.2
    assert made.undo_stack.count() == 1


@pytest.mark.usefixtures("_slow")
def test_a_mask_that_does_not_stay_is_not_refined(qtbot, monkeypatch):
    monkeypatch.setattr(refining_module, "REST", 10_000)
    tasks = HeldTasks()
    refining = Refining(tasks)
    made, decided = document(at(0.5)), []
    made.set_recipe(at(0.4, SPECKS))
    refining.follow(made)
    assert refining.is_busy, "a decision would be made on the rough mask"
    refining.stop()
    assert not refining.is_busy
    refining.follow(made)
    assert not tasks.jobs
    refining.then(lambda: decided.append(made.mask[15, 3]))
    tasks.finish()  # at once, since somebody waits for it
    assert decided == [0]


@pytest.mark.usefixtures("_slow")
def test_refinement_that_fails_is_said_and_the_rough_mask_stays(qtbot):
    tasks = HeldTasks()
    refining = Refining(tasks)
    said = []
    refining.message.connect(lambda level, text: said.append((level, text)))
    made = document(at(0.5))
    made.set_recipe(at(0.5, SPECKS))
    refining.follow(made)
    qtbot.waitUntil(lambda: len(tasks.jobs) == 1)
    _, _, failed = tasks.jobs.pop()
    failed(ErrorInfo("no memory"))
    assert said == [("error", "no memory")]
    assert not refining.is_busy
    assert made.is_rough


def test_bare_folder_has_no_project_to_keep_steps_for(qapp):
    said = []
    refining = Refining(HeldTasks())
    refining.message.connect(lambda level, text: said.append(text))
    refining.keep(None, (SPECKS,))
    assert "Make a project" in said[0]


# ---- the panel ---------------------------------------------------------------------------


@pytest.fixture
def panel(qtbot):
    panel = RefinePanel()
    qtbot.addWidget(panel)
    panel.resize(280, 300)
    panel.show()
    return panel


def test_panel_is_made_from_the_steps_and_says_their_names(panel):
    assert list(panel.checks) == list(STEP_KINDS)
    for name, row in panel.rows.items():
        assert 1 <= len(row.boxes) <= 2
        for box in row.boxes.values():
            assert panel.checks[name].text() in box.accessibleName()
            assert box.minimum() < box.maximum()
            assert box.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert panel.rows["specks"].boxes["pixels"].suffix() == " px"


def test_every_number_that_the_panel_allows_is_possible(panel):
    for name, row in panel.rows.items():
        for field, box in row.boxes.items():
            for value in (box.minimum(), box.maximum()):
                STEP_KINDS[name](**{field: value})
            default = STEP_KINDS[name].model_fields[field].default
            box.setValue(default)
            assert box.value() == pytest.approx(default)


def test_steps_go_on_and_off_and_keep_their_numbers(panel):
    chosen = []
    panel.steps_chosen.connect(lambda steps, gesture: chosen.append((steps, gesture)))
    panel.show_steps((Smooth(sigma=3), Specks()), (Smooth(sigma=3), Specks()))
    assert not panel.keep_button.isEnabled()
    assert panel.rows["smooth"].isVisible()
    assert not panel.rows["guided"].isVisible()
    panel.checks["grabcut"].click()
    assert chosen[-1] == ((Smooth(sigma=3), Grabcut(), Specks()), None)
    panel.checks["smooth"].click()
    panel.show_steps((Specks(),), ())
    assert panel.keep_button.isEnabled()
    panel.checks["smooth"].click()
    assert chosen[-1][0] == (Smooth(sigma=3), Specks())
    panel.show_steps(chosen[-1][0], ())
    panel.rows["specks"].boxes["pixels"].setValue(7)
    assert chosen[-1] == ((Smooth(sigma=3), Specks(pixels=7)), ("specks", "pixels"))


def test_numbers_are_reached_by_keys(panel, qtbot):
    panel.show_steps((Guided(),), ())
    panel.activateWindow()
    panel.checks["guided"].setFocus()
    QTest.keyClick(panel.checks["guided"], Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: isinstance(panel.focusWidget(), QAbstractSpinBox))
    assert panel.focusWidget() is panel.rows["guided"].boxes["radius"]
    chosen = []
    panel.steps_chosen.connect(lambda steps, gesture: chosen.append(steps))
    QTest.keyClick(panel.focusWidget(), Qt.Key.Key_Up)
    assert chosen == [(Guided(radius=Guided().radius + 1),)]


# ---- the window --------------------------------------------------------------------------


def click(widget, place=None):
    place = QPoint(8, widget.height() // 2) if place is None else place
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=place)


@pytest.mark.usefixtures("_slow")
def test_steps_are_tried_on_the_image_at_hand_and_kept(window, qtbot, open_project, project):
    session = open_project()
    qtbot.waitUntil(lambda: not session.document.is_rough)
    panel = window.inspector.refine
    session.set_steps(())
    assert not panel.checks["specks"].isChecked()
    qtbot.waitUntil(lambda: not session.document.is_rough)
    square = int((session.document.mask == 1).sum())
    assert square == 15 * 15
    trigger(window, ActionId.BRUSH)
    drag(window, [(40, 30), (42, 30)])
    painted = session.document.mask[30, 40]
    assert painted == 1
    click(panel.checks["smooth"])
    box = panel.rows["smooth"].boxes["sigma"]
    box.setFocus()
    for _ in range(7):
        QTest.keyClick(box, Qt.Key.Key_Up)
    assert session.recipe.steps == (Smooth(sigma=5.0),)
    qtbot.waitUntil(lambda: not session.document.is_rough)
    square_now = session.document.mask[5:20, 10:25]
    assert square_now[0, 0] == 0, "a corner is smoothed away"
    assert session.document.mask[30, 40] == painted
    session.document.undo_stack.undo()  # all the numbers at once
    assert session.recipe.steps == (Smooth(),)
    session.document.undo_stack.redo()
    click(panel.keep_button, panel.keep_button.rect().center())
    qtbot.waitUntil(lambda: not panel.keep_button.isEnabled())
    assert load_project(project).refine.steps == [Smooth(sigma=5.0)]
    assert session.data.refine.steps == [Smooth(sigma=5.0)]
    saved(qtbot, session)
    with open_store(project, CLASSES, read_only=True) as store:
        record = store.record("s0.png")
        stored = store.load_mask(record.mask_digest)
    assert record.source["refine"] == [{"step": "smooth", "sigma": 5.0}]
    np.testing.assert_array_equal(stored, session.document.mask)


@pytest.mark.usefixtures("_slow")
def test_decision_waits_for_the_refined_mask(window, qtbot, open_project, project):
    session = open_project()
    qtbot.waitUntil(lambda: not session.document.is_rough)
    session.set_steps((Smooth(), Holes()))
    assert session.refining.is_busy
    trigger(window, ActionId.ACCEPT)
    assert session.item.id == "s0.png"
    qtbot.waitUntil(lambda: session.item.id == "s1.png")
    saved(qtbot, session)
    with open_store(project, CLASSES, read_only=True) as store:
        record = store.record("s0.png")
        assert record.status is ReviewStatus.ACCEPTED
        assert record.pixels_changed == 0
        assert [step["step"] for step in record.source["refine"]] == ["smooth", "holes"]


@pytest.mark.usefixtures("_slow")
def test_steps_hold_for_images_that_nobody_has_looked_at(window, qtbot, open_project):
    session = open_project()
    session.set_steps((Specks(pixels=1000, share=0),))
    qtbot.waitUntil(lambda: not session.document.is_rough)
    assert not session.document.mask.any()
    session.next()
    qtbot.waitUntil(lambda: session.document is not None and session.maps is not None)
    qtbot.waitUntil(lambda: not session.document.is_rough)
    assert session.recipe.steps == (Specks(pixels=1000, share=0),)
    assert not session.document.mask.any()
    assert isinstance(window.inspector.refine.rows["specks"].boxes["pixels"], QSpinBox)
    assert window.inspector.refine.rows["specks"].boxes["pixels"].value() == 1000
