"""The mask of the image at hand: what a model proposes, and what a person made of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from PySide6.QtCore import Signal

from stac_core.labels.mask_edit import (
    DRAWN,
    EMPTY,
    EditRecorder,
    Rect,
    diff_patch,
    found_marks,
)
from stac_gui.documents.commands import ProposalCommand
from stac_gui.documents.edited_mask import EditedMask
from stac_gui.documents.settling import PACKED, Settled, Settling, Way

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QObject

    from stac_core.labels.packed_mask import PackedMask
    from stac_core.labels.patch_memory import Run
    from stac_core.pseudo_mask import PseudoMaskSpec
    from stac_core.refine.refiner import MaskRecipe, MaskRefiner
    from stac_core.types import Mask
    from stac_gui.workers.engines import Source


class Made(NamedTuple):
    """How a proposal was made: the recipe, and whether slow steps of it are still missing."""

    recipe: MaskRecipe
    is_rough: bool = False

    def settled(self) -> Made:
        """The same with no step missing."""
        return Made(self.recipe)


class _Unread(NamedTuple):
    """A saved mask of which nobody has told yet what a person painted.

    Attributes:
        recipe: What it was made by: where it differs from that, somebody painted.
        changed: What was changed since, which counts as painted for good.
    """

    recipe: MaskRecipe
    changed: list[Rect]


class _Drag(NamedTuple):
    """A slider that is being moved: how the mask was made before, and its tiles of then."""

    gesture: object
    made: Made
    recorder: EditRecorder


class MaskDocument(EditedMask):
    """A mask being reviewed.

    Pixels that a person painted are remembered: a new threshold or a new model changes only the
    others, so no stroke is ever lost to a slider.

    Where a recipe has steps that take long, the mask is rough at first, and a very large one stays
    as it is; somebody makes the proposal, with `refiner`, and brings it to `take_settled`.

    Args:
        image_id: Whose mask.
        shape: (height, width) in pixels.
        recipe: How masks are made from maps until somebody chooses otherwise.
        stored: The mask that is already in the label store, where there is one.
        stored_by_person: Whether a person shaped the stored mask.
        parent: Owner.
        run: As for `EditedMask`.

    Attributes:
        maps_source: The model whose maps the proposal is made from; None before maps arrive.

    Signals:
        unsettled: The mask is rough still, for a stroke changed it before a proposal was taken.
    """

    unsettled = Signal()

    def __init__(
        self,
        image_id: str,
        shape: tuple[int, int],
        recipe: MaskRecipe,
        *,
        stored: Mask | None = None,
        stored_by_person: bool = False,
        parent: QObject | None = None,
        run: Run | None = None,
    ) -> None:
        mask = np.zeros(shape, np.uint8) if stored is None else stored.copy()
        super().__init__(mask, parent, run=run)
        self.image_id = image_id
        self._made = Made(recipe)
        self._refiner: MaskRefiner | None = None
        self.maps_source: Source | None = None
        self._stored = stored is not None
        self._by_person = stored_by_person
        self._touches_known = not self._stored
        self._drag: _Drag | None = None
        self._late: Settled | None = None
        self._unread: _Unread | None = None
        self._is_missing = False

    # ---- state ---------------------------------------------------------------------------

    @property
    def recipe(self) -> MaskRecipe:
        """How the proposal is made now."""
        return self._made.recipe

    @property
    def spec(self) -> PseudoMaskSpec:
        """The thresholds of the recipe."""
        return self._made.recipe.spec

    @property
    def is_rough(self) -> bool:
        """Whether steps of the recipe are still missing in the mask."""
        return self._made.is_rough

    @property
    def wants_rough(self) -> bool:
        """Whether its pixels are of another recipe still, so that a rough proposal is welcome."""
        return self.is_rough and self._is_missing and self._unread is None

    @property
    def refiner(self) -> MaskRefiner | None:
        """Makes proposals from the maps; None before they arrive."""
        return self._refiner

    @property
    def has_proposal(self) -> bool:
        """Whether maps have arrived."""
        return self._refiner is not None

    @property
    def is_by_person(self) -> bool:
        """Whether a person shaped the mask, now or before."""
        return self._by_person or self._drag is not None or self.undo_stack.index() > 0

    @property
    def is_untouched(self) -> bool:
        """Whether it is nothing but a proposal."""
        return not (self._stored or self._has_steps or self.is_gesture_open)

    @property
    def is_blank(self) -> bool:
        """Whether it is background everywhere, because nothing was in it yet."""
        return not self._stored and self.revision == 0

    @property
    def _has_steps(self) -> bool:
        return self._drag is not None or self.undo_stack.count() > 0

    def proposal(self) -> Mask | None:
        """The mask that the model alone would give, with all steps; may take long."""
        return None if self._refiner is None else self._refiner.make(self.recipe)

    def proposal_maker(self) -> Callable[[], Mask] | None:
        """A function that makes the proposal as it is now, in any thread."""
        if self._refiner is None:
            return None
        return partial(self._refiner.make, self.recipe)

    # ---- proposals -----------------------------------------------------------------------

    def set_maps(self, refiner: MaskRefiner, source: Source = "cam") -> None:
        """Take new maps: of a model's first look, another model, or other tags.

        A mask that nobody has touched follows; otherwise only pixels that no person painted do,
        as one undoable step.
        """
        if self._refiner is not None and refiner.has_same_maps(self._refiner):
            return  # back at this image: the mask is made of them already
        self.commit("edit")  # its pixels are of the maps before
        self._refiner, self.maps_source = refiner, source
        if self._stored and not self._touches_known:
            # What was saved is kept as it is; where it differs from the proposal, somebody painted.
            # A rough proposal differs in more places: they are set free when it is settled.
            # All of a very large one are kept until then.
            proposal, exact = refiner.peek(self.recipe)
            if proposal is None:
                self._touched.fill(DRAWN)
                self._unread = _Unread(self.recipe, [])
            else:
                self._touched[:] = found_marks(self.mask, proposal)
            self._touches_known = True
            self._made = Made(self.recipe, not exact)
        elif not self._stored and self.undo_stack.count() == 0:
            self._start_from(self.recipe)
        elif not self._stored:
            self._push_proposal(self.recipe, "new heat map", gesture=None)

    def forget_maps(self) -> None:
        """Be empty again, because another model is asked; for masks that nobody touched."""
        self._refiner = self.maps_source = None
        self._made = self._made.settled()
        self._replace(np.zeros_like(self.mask))

    def keep(self) -> None:
        """Somebody decided on the mask as it is: from now on it follows no maps."""
        if not self._stored:
            self._stored = self._touches_known = True

    def set_recipe(self, recipe: MaskRecipe, *, gesture: object = None) -> None:
        """Make the proposal differently; one undoable step for each gesture.

        Args:
            recipe: Thresholds and steps.
            gesture: Calls with the same one are one step, as while a slider is dragged; it is in
                the history when it ends, by `commit` at the latest.
        """
        if recipe == self.recipe:
            return
        if self._refiner is None:
            self._made = Made(recipe)
            return
        if self._drag_to(recipe, object() if gesture is None else gesture):
            if gesture is None:
                self._before_step()
            return
        text = "threshold" if recipe.steps == self.recipe.steps else "refinement"
        self._push_proposal(recipe, text, gesture=gesture)

    def follow_recipe(self, recipe: MaskRecipe) -> None:
        """Start from another recipe, without a step: for images that nobody has looked at yet."""
        if self._stored or self._has_steps or recipe == self.recipe:
            return
        self._start_from(recipe)

    @property
    def wanted_recipe(self) -> MaskRecipe:
        """How the proposal is to be made that is missing next."""
        return self.recipe if self._unread is None else self._unread.recipe

    def settling(self) -> Settling:
        """What has to be known to make a proposal ready for `take_settled`."""
        recipe = self.wanted_recipe
        return Settling(recipe, self.revision, self._way(), self.mask, self._touched)

    def take_settled(self, made: Settled) -> bool:
        """Take a refined proposal; nothing happens where another recipe holds by now.

        It joins the step that it belongs to. Pixels that a person painted stay as they are. In the
        middle of a stroke it waits for the end of that.

        Returns:
            False where the mask has changed since, so that it has to be made ready again.
        """
        if not self.is_rough or made.recipe != self.wanted_recipe:
            return True
        self._before_step()
        if self.is_gesture_open:
            self._late = made
            return True
        if made.revision != self.revision or made.way is not self._way():
            return False
        if made.way is Way.WHOLE:
            self._made = Made(made.recipe, not made.is_exact)
            self._take_array(made.mask, Rect(0, 0, *made.mask.shape), made.packed)
            self._is_missing = False
        elif made.way is Way.MARKS:
            self._take_marks(made)
        elif made.way is Way.STEP:
            self._take_step(made)
        return True

    def settle(self, mask: Mask) -> None:
        """Make a proposal ready and take it at once: uint8 (H, W), as `refiner` makes it."""
        self.take_settled(self.settling().with_proposal(mask))

    # ---- for commands --------------------------------------------------------------------

    def assign_made(self, made: Made) -> None:
        """Set how the mask is made without making it; only commands call this."""
        self._made = made

    # ---- inside --------------------------------------------------------------------------

    def _way(self) -> Way:
        """What a refined proposal becomes now."""
        if self._unread is not None:
            return Way.MARKS
        if self.undo_stack.count() == 0:
            return Way.MARKS if self._stored else Way.WHOLE
        return Way.NONE if self.undo_stack.canRedo() else Way.STEP

    def _start_from(self, recipe: MaskRecipe) -> None:
        self._made = Made(recipe)
        if self._refiner is not None:
            proposal, exact = self._refiner.peek(recipe)
            self._made, self._is_missing = Made(recipe, not exact), proposal is None
            if proposal is not None:
                self._replace(proposal)

    def _push_proposal(self, recipe: MaskRecipe, text: str, *, gesture: object) -> None:
        """Make another proposal a step; a very large one only begins to be it."""
        assert self._refiner is not None
        self.commit("edit")
        wanted, exact = self._refiner.peek(recipe)
        made, patch = Made(recipe, not exact), None
        self._is_missing = wanted is None
        if wanted is not None:
            keep = self._touched.astype(bool)
            wanted[keep] = self.mask[keep]
            patch = diff_patch(self.mask, wanted)
        if patch is not None or made != self._made:
            self.undo_stack.push(ProposalCommand(self, patch, self._made, made, text, gesture))

    def _take_step(self, settled: Settled) -> None:
        made, patch, before = Made(settled.recipe, not settled.is_exact), settled.patch, self._made
        self._made, self._is_missing = made, False
        if patch is not None:
            self._take_array(settled.mask, patch.rect, settled.packed)
        command = ProposalCommand(self, patch, before, made, "refinement", None, is_made=True)
        self.undo_stack.push(command)

    def _take_marks(self, settled: Settled) -> None:
        assert settled.touched is not None, "it was made for this"
        unread, self._unread = self._unread, None
        self._touched = settled.touched
        for rect in () if unread is None else unread.changed:
            self._touched[rect.slices] = DRAWN
        self._revision += 1  # whoever has read the marks has to read them again
        if settled.packed is not None:
            self._snapshot.know(settled.packed)
        if self.recipe == settled.recipe:
            self._made = Made(self.recipe)
        else:
            self.unsettled.emit()

    def _drag_to(self, recipe: MaskRecipe, gesture: object) -> bool:
        """Make the mask differently where that changes it; False where all has to be made.

        The cost follows what changes, not the size of the image.
        """
        assert self._refiner is not None
        if self.is_rough and self._is_missing:
            return False
        parts = self._refiner.changes(self.recipe, recipe, rough=self.is_rough)
        if parts is None:
            return False
        if self._drag is None or self._drag.gesture != gesture:
            self.commit("edit")
            self._drag = _Drag(gesture, self._made, EditRecorder(self.mask))
        self._made = Made(recipe, self.is_rough)
        for (rows, columns), pixels in parts:
            rect = Rect(rows.start, columns.start, rows.stop, columns.stop)
            before, marks = self.mask[rect.slices], self._touched[rect.slices]
            if marks.any():
                pixels = np.where(marks, before, pixels)
            if not np.array_equal(pixels, before):
                self._drag.recorder.touch(rect)
                self.mask[rect.slices] = pixels
                self._report(rect)
        return True

    def _before_step(self) -> None:
        """What was dragged becomes a step in the history."""
        drag, self._drag = self._drag, None
        if drag is None:
            return
        patch = drag.recorder.finish()
        if patch is not None or drag.made != self._made:
            command = ProposalCommand(
                self, patch, drag.made, self._made, "threshold", drag.gesture, is_made=True
            )
            self.undo_stack.push(command)

    def _after_gesture(self) -> None:
        """A refined proposal that came in the middle of a stroke is taken now."""
        late, self._late = self._late, None
        if late is None or self.take_settled(late):
            return
        if self.mask.size <= PACKED:
            self.settle(late.proposal)
        else:
            self.unsettled.emit()

    def _replace(self, mask: Mask) -> None:
        height, width = mask.shape
        self._take_array(mask, Rect(0, 0, height, width) if mask.size else EMPTY)

    def _take_array(self, mask: Mask, rect: Rect, packed: PackedMask | None = None) -> None:
        """Let another array be the mask, which differs in a rectangle at most."""
        self.mask = mask
        self.replaced.emit(mask)
        self._report(rect)
        if packed is not None:
            self._snapshot.know(packed)

    def _report(self, rect: Rect) -> None:
        if self._unread is not None:
            self._unread.changed.append(rect)
        super()._report(rect)
