"""A mask that a person edits in gestures and steps, with its undo history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QUndoStack

from stac_core.editing.region import Region, stroke_region
from stac_core.labels.mask_edit import (
    DRAWN,
    Brush,
    Change,
    EditPatches,
    MaskPatch,
    Point,
    Rect,
    edit_patches,
    paint_stroke,
)
from stac_core.labels.patch_memory import PatchMemory
from stac_gui.documents.commands import EditCommand
from stac_gui.documents.gesture import Gesture
from stac_gui.documents.snapshot import Snapshot

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stac_core.editing.limits import EditGuard
    from stac_core.labels.packed_mask import PackedMask
    from stac_core.labels.patch_memory import Run
    from stac_core.types import Mask

UNDO_LIMIT: Final = 100


class EditedMask(QObject):
    """A mask with gestures, steps and marks of whose its pixels are.

    Args:
        mask: uint8 (H, W), which is changed in place from now on, until another takes its place.
        parent: Owner.
        run: Packs large steps of the history (see `PatchMemory`); at once where None.

    Attributes:
        memory: Of the steps in the history; the oldest go to the disk where they are large.
        guard: Limits that every edit keeps to; thresholds and new maps do not.

    Signals:
        changed: The `Rect` whose pixels may be different now.
        replaced: The array that `mask` is now; `changed` follows.
        edited: After each finished gesture, undo and redo.
    """

    changed = Signal(object)
    replaced = Signal(object)
    edited = Signal()

    def __init__(
        self, mask: Mask, parent: QObject | None = None, *, run: Run | None = None
    ) -> None:
        super().__init__(parent)
        self.mask = mask
        self.memory = PatchMemory() if run is None else PatchMemory(run=run)
        self.guard: EditGuard | None = None
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(UNDO_LIMIT)
        # not from within a command: while one is pushed, the stack still has its old index
        self.undo_stack.indexChanged.connect(self._on_index)
        self._touched: Mask = np.zeros(mask.shape, np.uint8)  # its memory is taken when it is used
        self._gesture: Gesture | None = None
        self._revision = 0
        self._snapshot = Snapshot()
        self.changed.connect(self._snapshot.note)

    @property
    def revision(self) -> int:
        """Another number after each change of the mask: tells whether a slow edit came too late."""
        return self._revision

    @property
    def touched(self) -> NDArray[np.uint8]:
        """uint8 (H, W): MODELS where thresholds and models decide, else how a person did."""
        return self._touched

    @property
    def is_gesture_open(self) -> bool:
        """Whether a stroke has begun but not ended."""
        return self._gesture is not None

    def packed(self) -> PackedMask:
        """The mask as it is now, to be kept; costs what was changed since it was last asked for."""
        return self._snapshot.take(self.mask)

    # ---- gestures ------------------------------------------------------------------------

    def begin(self) -> None:
        """Start a gesture."""
        self.commit("edit")
        self._gesture = Gesture(self.mask, self._touched)

    def stroke(self, start: Point, end: Point, brush: Brush) -> None:
        """Paint a straight piece of the gesture; points are (x, y) in image pixels."""
        if self.guard is not None:
            self.paint(stroke_region(start, end, brush, self.mask.shape), brush.value)
            return
        rect = paint_stroke(self.mask, start, end, brush, touch=self._keep_old)
        if not rect.is_empty:
            paint_stroke(self._touched, start, end, brush._replace(value=DRAWN))
            self._report(rect)

    def paint(self, region: Region, value: int) -> None:
        """Give pixels of the mask a label, as a part of the gesture, where the limits allow it."""
        if region.rect.is_empty:
            return
        window, allowed = region.rect.slices, self.editable(region.rect)
        inside = region.inside if allowed is None else region.inside & allowed
        self._keep_old(region.rect)
        self.mask[window][inside] = value
        self._touched[window][inside] = DRAWN
        self._report(region.rect)

    def edit(
        self,
        change: Change,
        text: str,
        *,
        editable: NDArray[np.bool_] | None = None,
        gesture: object = None,
        keeps_limits: bool = False,
    ) -> bool:
        """Make a change as one step in the history.

        Args:
            change: New pixels; those that a person decided on survive new thresholds and models.
            text: For the menu.
            editable: bool (h, w), where the change's rectangle may become different; None is
                everywhere.
            gesture: Edits with the same one that follow each other are one step; None never is.
            keeps_limits: Whether the change was made so that it keeps to the limits.

        Returns:
            Whether any pixel is different; there is no step otherwise.

        Raises:
            ValueError: If shapes do not fit.
        """
        self.commit("edit")
        if not keeps_limits:
            editable = self._limited(change.rect, editable)
        patches = edit_patches(self.mask, self._touched, change, editable)
        if patches is not None:
            self.take(patches, text, gesture=gesture)
        return patches is not None

    def patches(
        self, change: Change, *, editable: NDArray[np.bool_] | None = None
    ) -> EditPatches | None:
        """What `edit` would do, for `take`; in any thread, while the mask stays the same."""
        editable = self._limited(change.rect, editable)
        patches = edit_patches(self.mask, self._touched, change, editable)
        return None if patches is None else patches.packed()

    def editable(self, rect: Rect) -> NDArray[np.bool_] | None:
        """Bool (h, w): where the limits allow edits now; None where there are none."""
        return None if self.guard is None else self.guard.allowed(self.mask, rect)

    def take(self, patches: EditPatches, text: str, *, gesture: object = None) -> None:
        """Make an edit whose patches were made before, of this `revision`; see `edit`.

        Whoever made them has kept to what is `editable`.
        """
        self.commit("edit")
        made = patches.made
        if made is not None:
            assert made.marks is not None, "patches know whose each pixel is"
            self.mask[made.rect.slices] = made.pixels
            self._touched[made.rect.slices] = made.marks
            self._report(patches.mask.rect)
        else:  # before anybody packs them
            self.apply(patches.mask, patches.touched, forward=True)
        self.undo_stack.push(EditCommand(self, patches, text, gesture=gesture, is_made=True))

    def commit(self, text: str) -> bool:
        """End the gesture: one step in the history, none and False if no pixel changed."""
        self._before_step()
        if self._gesture is None:
            return False
        patches, self._gesture = self._gesture.finish(), None
        if patches is not None:
            self.undo_stack.push(EditCommand(self, patches, text, is_made=True))
        self._after_gesture()
        return patches is not None

    def undo(self) -> None:
        """Undo the last step, finished or not."""
        self.commit("edit")
        self.undo_stack.undo()

    def redo(self) -> None:
        """Make the step again that was undone last."""
        self.commit("edit")
        self.undo_stack.redo()

    def abandon(self) -> None:
        """Break the gesture off: the mask is as it was."""
        if self._gesture is None:
            return
        restored, self._gesture = self._gesture.abandon(), None
        self._report(restored)
        self._after_gesture()

    # ---- for commands --------------------------------------------------------------------

    def apply(self, patch: MaskPatch | None, touches: MaskPatch | None, *, forward: bool) -> None:
        """Make or undo an edit; only commands call this."""
        if touches is not None:
            (touches.apply if forward else touches.revert)(self._touched)
        if patch is not None:
            (patch.apply if forward else patch.revert)(self.mask)
            for rect in patch.parts():
                self._report(rect)

    # ---- inside --------------------------------------------------------------------------

    def _before_step(self) -> None:
        """Before a gesture ends or a step is made."""

    def _after_gesture(self) -> None:
        """After a gesture has ended or was abandoned."""

    @Slot(int)
    def _on_index(self, index: int) -> None:
        self.edited.emit()

    def _report(self, rect: Rect) -> None:
        self._revision += 1
        self.changed.emit(rect)

    def _limited(self, rect: Rect, editable: NDArray[np.bool_] | None) -> NDArray[np.bool_] | None:
        allowed = self.editable(rect)
        if allowed is None or editable is None:
            return editable if allowed is None else allowed
        return allowed & editable

    def _keep_old(self, rect: Rect) -> None:
        """Before pixels are changed by a gesture; saving may have ended it, then it begins anew."""
        if self._gesture is None:
            self._gesture = Gesture(self.mask, self._touched)
        self._gesture.touch(rect)
