"""The mask of the image at hand: the raster that a person edits, and its undo history."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QUndoStack

from stac_core.labels.mask_edit import (
    EMPTY,
    Brush,
    EditRecorder,
    MaskPatch,
    Point,
    Rect,
    diff_patch,
    paint_stroke,
)
from stac_gui.documents.commands import EditCommand, ProposalCommand

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from stac_core.pseudo_mask import MaskMaker, PseudoMaskSpec
    from stac_core.types import Mask
    from stac_gui.workers.engines import Source

UNDO_LIMIT = 100


class MaskDocument(QObject):
    """A mask being reviewed.

    Pixels that a person painted are remembered: a new threshold or a new model changes only the
    others, so no stroke is ever lost to a slider.

    Args:
        image_id: Whose mask.
        shape: (height, width) in pixels.
        spec: How masks are made from maps until somebody chooses otherwise.
        stored: The mask that is already in the label store, where there is one.
        stored_by_person: Whether a person shaped the stored mask.
        parent: Owner.

    Attributes:
        maps_source: The model whose maps the proposal is made from; None before maps arrive.

    Signals:
        changed: The `Rect` whose pixels may be different now.
        edited: After each finished gesture, undo and redo.
    """

    changed = Signal(object)
    edited = Signal()

    def __init__(
        self,
        image_id: str,
        shape: tuple[int, int],
        spec: PseudoMaskSpec,
        *,
        stored: Mask | None = None,
        stored_by_person: bool = False,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.image_id = image_id
        self.mask: Mask = np.zeros(shape, np.uint8) if stored is None else stored.copy()
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(UNDO_LIMIT)
        # not from within a command: while one is pushed, the stack still has its old index
        self.undo_stack.indexChanged.connect(self._on_index)
        self._spec = spec
        self._maker: MaskMaker | None = None
        self.maps_source: Source | None = None
        self._touched: NDArray[np.uint8] = np.zeros(shape, np.uint8)
        self._stored = stored is not None
        self._by_person = stored_by_person
        self._touches_known = not self._stored
        self._recorder: EditRecorder | None = None
        self._touch_recorder: EditRecorder | None = None

    # ---- state ---------------------------------------------------------------------------

    @property
    def spec(self) -> PseudoMaskSpec:
        """How the proposal is made now."""
        return self._spec

    @property
    def has_proposal(self) -> bool:
        """Whether maps have arrived."""
        return self._maker is not None

    @property
    def is_by_person(self) -> bool:
        """Whether a person shaped the mask, now or before."""
        return self._by_person or self.undo_stack.index() > 0

    @property
    def is_untouched(self) -> bool:
        """Whether it is nothing but a proposal."""
        return not (self._stored or self.undo_stack.count() or self.is_gesture_open)

    @property
    def is_gesture_open(self) -> bool:
        """Whether a stroke has begun but not ended."""
        return self._recorder is not None

    def proposal(self) -> Mask | None:
        """The mask that the model alone would give."""
        return None if self._maker is None else self._maker.make(self._spec)

    def proposal_maker(self) -> Callable[[], Mask] | None:
        """A function that makes the proposal as it is now, in any thread."""
        if self._maker is None:
            return None
        return partial(self._maker.make, self._spec)

    # ---- proposals -----------------------------------------------------------------------

    def set_maps(self, maker: MaskMaker | None, source: Source | None = "cam") -> None:
        """Take new maps: of a model's first look, another model, or other tags.

        A mask that nobody has touched follows; otherwise only pixels that no person painted do,
        as one undoable step.
        """
        if maker is self._maker:
            return
        self._maker, self.maps_source = maker, source
        proposal = self.proposal()
        if proposal is None:
            return
        if self._stored and not self._touches_known:
            # What was saved is kept as it is; where it differs from the proposal, somebody painted.
            self._touched[:] = self.mask != proposal
            self._touches_known = True
        elif not self._stored and self.undo_stack.count() == 0:
            self._replace(proposal)
        elif not self._stored:
            self._push_proposal(self._spec, "new heat map", gesture=None)

    def forget_maps(self) -> None:
        """Be empty again, because another model is asked; for masks that nobody touched."""
        self._maker = self.maps_source = None
        self._replace(np.zeros_like(self.mask))

    def keep(self) -> None:
        """Somebody decided on the mask as it is: from now on it follows no maps."""
        if not self._stored:
            self._stored = self._touches_known = True

    def set_spec(self, spec: PseudoMaskSpec, *, gesture: int | None = None) -> None:
        """Make the proposal differently; one undoable step for each gesture.

        Args:
            spec: Thresholds and cleaning.
            gesture: Calls with the same number are one step, as while a slider is dragged.
        """
        if spec == self._spec:
            return
        if self._maker is None:
            self._spec = spec
            return
        self._push_proposal(spec, "threshold", gesture=gesture)

    def follow_spec(self, spec: PseudoMaskSpec) -> None:
        """Start from another spec, without a step: for images that nobody has looked at yet."""
        if self._stored or self.undo_stack.count() or spec == self._spec:
            return
        self._spec = spec
        proposal = self.proposal()
        if proposal is not None:
            self._replace(proposal)

    # ---- gestures ------------------------------------------------------------------------

    def begin(self) -> None:
        """Start a gesture."""
        self.commit("edit")
        self._recorder = EditRecorder(self.mask)
        self._touch_recorder = EditRecorder(self._touched)

    def stroke(self, start: Point, end: Point, brush: Brush) -> None:
        """Paint a straight piece of the gesture; points are (x, y) in image pixels."""
        recorder, touches = self._recorder, self._touch_recorder
        assert recorder is not None
        assert touches is not None

        def touch(rect: Rect) -> None:
            recorder.touch(rect)
            touches.touch(rect)

        rect = paint_stroke(self.mask, start, end, brush, touch=touch)
        if not rect.is_empty:
            paint_stroke(self._touched, start, end, Brush(brush.diameter, 1))
            self.changed.emit(rect)

    def commit(self, text: str) -> None:
        """End the gesture: one step in the history, none if no pixel changed."""
        if self._recorder is None or self._touch_recorder is None:
            return
        patch, touches = self._recorder.finish(), self._touch_recorder.finish()
        self._recorder = self._touch_recorder = None
        if patch is not None:
            self.undo_stack.push(EditCommand(self, patch, touches, text))

    def abandon(self) -> None:
        """Break the gesture off: the mask is as it was."""
        if self._recorder is None or self._touch_recorder is None:
            return
        restored = self._recorder.abandon()
        self._touch_recorder.abandon()
        self._recorder = self._touch_recorder = None
        self.changed.emit(restored)

    # ---- for commands --------------------------------------------------------------------

    def apply(
        self, patches: Sequence[MaskPatch], touches: MaskPatch | None, *, forward: bool
    ) -> None:
        """Make or undo edits, in their order or the reverse; only commands call this."""
        area = EMPTY
        for patch in patches if forward else reversed(patches):
            (patch.apply if forward else patch.revert)(self.mask)
            area = area.united(patch.rect)
        if touches is not None:
            (touches.apply if forward else touches.revert)(self._touched)
        self.changed.emit(area)

    def assign_spec(self, spec: PseudoMaskSpec) -> None:
        """Set the spec without making a mask; only commands call this."""
        self._spec = spec

    # ---- inside --------------------------------------------------------------------------

    @Slot(int)
    def _on_index(self, index: int) -> None:
        self.edited.emit()

    def _push_proposal(self, spec: PseudoMaskSpec, text: str, *, gesture: int | None) -> None:
        assert self._maker is not None
        self.commit("edit")
        wanted = self._maker.make(spec)
        keep = self._touched.astype(bool)
        wanted[keep] = self.mask[keep]
        patch = diff_patch(self.mask, wanted)
        if patch is None and spec == self._spec:
            return
        self.undo_stack.push(ProposalCommand(self, patch, self._spec, spec, text, gesture))

    def _replace(self, mask: Mask) -> None:
        self.mask[:] = mask
        height, width = mask.shape
        self.changed.emit(Rect(0, 0, height, width) if mask.size else EMPTY)
