"""Steps of a mask's undo history: each knows how to make and unmake one change of the document.

They do not keep the document alive: it owns them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import proxy

from PySide6.QtGui import QUndoCommand

if TYPE_CHECKING:
    from stac_core.labels.mask_edit import EditPatches, MaskPatch
    from stac_gui.documents.edited_mask import EditedMask
    from stac_gui.documents.mask_document import Made, MaskDocument


class EditCommand(QUndoCommand):
    """A gesture: what it changed in the mask, and which pixels a person decided on with it.

    Args:
        document: Whose mask.
        patches: What changes.
        text: For the menu.
        gesture: Commands with the same one join; None never does.
        is_made: Whether the mask has been changed already.
    """

    def __init__(
        self,
        document: EditedMask,
        patches: EditPatches,
        text: str,
        *,
        gesture: object = None,
        is_made: bool = False,
    ) -> None:
        super().__init__(text)
        self._document, self._gesture = proxy(document), gesture
        self._kept = document.memory.keep(patches.mask, patches.touched)
        self._is_made = is_made

    def id(self) -> int:
        """Commands with the same id may join."""
        return 2

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take the next step of the same gesture into this one."""
        if not isinstance(other, EditCommand) or self._gesture is None:
            return False
        if other._gesture != self._gesture:  # noqa: SLF001 - of the same class
            return False
        (first, marks), (later, more) = self._kept.patches, other._kept.patches  # noqa: SLF001
        patch, touches = _joined(first, later), _joined(marks, more)
        if patch is None:  # the mask is as it was before: there is no step
            self._document.apply(None, touches, forward=False)
            self.setObsolete(True)
        else:
            self._kept = self._document.memory.keep(patch, touches)
        return True

    def redo(self) -> None:
        """Make it."""
        if self._is_made:
            self._is_made = False
            return
        self._document.apply(*self._kept.patches, forward=True)

    def undo(self) -> None:
        """Unmake it."""
        self._document.apply(*self._kept.patches, forward=False)


def _joined(first: MaskPatch | None, later: MaskPatch | None) -> MaskPatch | None:
    if first is None or later is None:
        return later if first is None else first
    return first.joined(later)


class ProposalCommand(QUndoCommand):
    """Another threshold, refinement or heat map: the proposal's pixels, and how it is made.

    Steps of one drag of the slider join: undoing gives the mask from before the drag. So does a
    rough proposal with the refined one that follows it.

    Args:
        document: Whose mask.
        patch: What changes; None where only the recipe does.
        old: How the mask was made before.
        new: How it is made after.
        text: For the menu.
        gesture: Commands with the same number join; None never does.
        is_made: Whether the mask has been changed already.
    """

    def __init__(
        self,
        document: MaskDocument,
        patch: MaskPatch | None,
        old: Made,
        new: Made,
        text: str,
        gesture: object,
        *,
        is_made: bool = False,
    ) -> None:
        super().__init__(text)
        self._document = proxy(document)
        self._old = old
        self._kept = document.memory.keep(patch)
        self.new = new
        self.gesture = gesture
        self._is_made = is_made

    @property
    def patch(self) -> MaskPatch | None:
        """What changes in the mask."""
        return self._kept.patches[0]

    def id(self) -> int:
        """Commands with the same id may join; -1 never does."""
        return 1

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take the next step of the same drag, or the refined mask, into this one."""
        if not isinstance(other, ProposalCommand):
            return False
        refines = self.new.is_rough and other.new.recipe == self.new.recipe
        if not refines and (self.gesture is None or other.gesture != self.gesture):
            return False
        self._kept = self._document.memory.keep(_joined(self.patch, other.patch))
        self.new = other.new
        return True

    def redo(self) -> None:
        """Make it."""
        if self._is_made:
            self._is_made = False
            return
        self._document.assign_made(self.new)
        self._document.apply(self.patch, None, forward=True)

    def undo(self) -> None:
        """Unmake it."""
        self._document.assign_made(self._old)
        self._document.apply(self.patch, None, forward=False)
