"""Steps of a mask's undo history: each knows how to make and unmake one change of the document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QUndoCommand

if TYPE_CHECKING:
    from stac_core.labels.mask_edit import MaskPatch
    from stac_gui.documents.mask_document import Made, MaskDocument


class EditCommand(QUndoCommand):
    """A gesture: what it changed in the mask, and which pixels it touched."""

    def __init__(
        self, document: MaskDocument, patch: MaskPatch, touches: MaskPatch | None, text: str
    ) -> None:
        super().__init__(text)
        self._document, self._patch, self._touches = document, patch, touches

    def redo(self) -> None:
        """Make it; on the first push it is made already, and only the same pixels are assigned."""
        self._document.apply([self._patch], self._touches, forward=True)

    def undo(self) -> None:
        """Unmake it."""
        self._document.apply([self._patch], self._touches, forward=False)


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
    """

    def __init__(
        self,
        document: MaskDocument,
        patch: MaskPatch | None,
        old: Made,
        new: Made,
        text: str,
        gesture: object,
    ) -> None:
        super().__init__(text)
        self._document = document
        self._old = old
        self.patches = [] if patch is None else [patch]
        self.new = new
        self.gesture = gesture

    def id(self) -> int:
        """Commands with the same id may join; -1 never does."""
        return 1

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take the next step of the same drag, or the refined mask, into this one."""
        if not isinstance(other, ProposalCommand):
            return False
        refines = self.new.is_rough and other.new == self.new.settled()
        if not refines and (self.gesture is None or other.gesture != self.gesture):
            return False
        self.patches += other.patches
        self.new = other.new
        return True

    def redo(self) -> None:
        """Make it."""
        self._document.assign_made(self.new)
        self._document.apply(self.patches, None, forward=True)

    def undo(self) -> None:
        """Unmake it."""
        self._document.assign_made(self._old)
        self._document.apply(self.patches, None, forward=False)
