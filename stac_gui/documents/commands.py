"""Steps of a mask's undo history: each knows how to make and unmake one change of the document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QUndoCommand

if TYPE_CHECKING:
    from stac_core.labels.mask_edit import MaskPatch
    from stac_core.pseudo_mask import PseudoMaskSpec
    from stac_gui.documents.mask_document import MaskDocument

_NO_MERGE = -1


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
    """Another threshold or heat map: the proposal's pixels, and how it is made.

    Steps of one drag of the slider join: undoing gives the mask from before the drag.

    Args:
        document: Whose mask.
        patch: What changes; None where only the spec does.
        old: The spec before.
        new: The spec after.
        text: For the menu.
        gesture: Commands with the same number join; None never does.
    """

    def __init__(
        self,
        document: MaskDocument,
        patch: MaskPatch | None,
        old: PseudoMaskSpec,
        new: PseudoMaskSpec,
        text: str,
        gesture: int | None,
    ) -> None:
        super().__init__(text)
        self._document = document
        self._old = old
        self.patches = [] if patch is None else [patch]
        self.new = new
        self.gesture = gesture

    def id(self) -> int:
        """Commands with the same id may join; -1 never does."""
        return -1 if self.gesture is None else 1

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take the next step of the same drag into this one."""
        if not isinstance(other, ProposalCommand) or other.gesture != self.gesture:
            return False
        self.patches += other.patches
        self.new = other.new
        return True

    def redo(self) -> None:
        """Make it."""
        self._document.assign_spec(self.new)
        self._document.apply(self.patches, None, forward=True)

    def undo(self) -> None:
        """Unmake it."""
        self._document.assign_spec(self._old)
        self._document.apply(self.patches, None, forward=False)
