"""What a thread makes of a proposal, so that a document only has to take it."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from stac_core.labels.mask_edit import diff_patch, found_marks
from stac_core.labels.packed_mask import PackedMask

if TYPE_CHECKING:
    from stac_core.labels.mask_edit import MaskPatch
    from stac_core.refine.refiner import MaskRecipe
    from stac_core.types import Mask

PACKED: Final = 1 << 22
"""Masks of more pixels are packed at once, since their first state takes long to pack."""


class Way(enum.Enum):
    """What a proposal becomes."""

    WHOLE = "whole"
    """The mask, of which nobody has touched anything."""
    MARKS = "marks"
    """What tells the strokes in a saved mask: they are where it differs."""
    STEP = "step"
    """A step in the history; pixels that a person painted stay as they are."""
    NONE = "none"
    """Nothing: what was undone could not be redone after it."""


class Settled(NamedTuple):
    """A proposal that is ready to be taken.

    Attributes:
        recipe: How it was made.
        revision: Of the document that it was made for.
        way: What it becomes.
        proposal: uint8 (H, W), as the model alone gives it.
        mask: uint8 (H, W), the document's after it; may be the same array.
        touched: uint8 (H, W), the marks after it; None where they stay.
        patch: What it changes in the mask, where it is a step.
        packed: The mask after it, where it is large.
        is_exact: Whether no step of the recipe is missing in it.
    """

    recipe: MaskRecipe
    revision: int
    way: Way
    proposal: Mask
    mask: Mask
    touched: Mask | None = None
    patch: MaskPatch | None = None
    packed: PackedMask | None = None
    is_exact: bool = True


class Settling(NamedTuple):
    """What has to be known of a document for it.

    Attributes:
        recipe: How it wants to be made.
        revision: Its revision.
        way: What a proposal becomes.
        mask: uint8 (H, W), its mask, which may go on changing: then the result is not taken.
        touched: uint8 (H, W), its marks, likewise.
    """

    recipe: MaskRecipe
    revision: int
    way: Way
    mask: Mask
    touched: Mask

    def with_proposal(self, proposal: Mask, *, is_exact: bool = True) -> Settled:
        """Make a proposal ready, in any thread; it may become the document's own array."""
        made = Settled(self.recipe, self.revision, self.way, proposal, self.mask)
        made = made._replace(is_exact=is_exact)
        if self.way is Way.WHOLE:
            made = made._replace(mask=proposal)
        elif self.way is Way.MARKS:
            made = made._replace(touched=found_marks(self.mask, proposal))
        elif self.way is Way.STEP:
            wanted = proposal.copy()
            np.copyto(wanted, self.mask, where=self.touched.astype(bool))
            made = made._replace(mask=wanted, patch=diff_patch(self.mask, wanted))
        if made.mask.size > PACKED:
            made = made._replace(packed=PackedMask.of(made.mask))
        return made
