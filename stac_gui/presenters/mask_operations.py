"""Operations on the mask at hand: on a blob, on a class, on the whole of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from stac_core.data.images import to_model_rgb
from stac_core.editing import operations as ops
from stac_core.editing.parts import Part, blob_at, class_part
from stac_core.labels.store import load_mask
from stac_gui.presenters.mask_jobs import Job, Made, MaskJobs, NothingToDo, made
from stac_gui.translating import figure

if TYPE_CHECKING:
    from collections.abc import Callable

    from stac_core.labels.mask_edit import Change
    from stac_core.types import Mask
    from stac_gui.presenters.review import ReviewSession
    from stac_gui.presenters.services import Tasks

Point = tuple[int, int]
"""(x, y) of a pixel."""


@dataclass
class Amounts:
    """How much operations do, in pixels; remembered.

    Attributes:
        grow: How far a blob grows or shrinks.
        smooth: How strongly an outline is rounded.
        island: Blobs with fewer pixels are islands.
        cut: How far GrabCut may move an outline.
        over: Whether what grows takes pixels of other classes.
    """

    grow: int = 1
    smooth: int = 2
    island: int = 40
    cut: int = 6
    over: bool = False


class MaskOperations(QObject):
    """What can be done to blobs, classes and the whole mask, as undoable steps.

    Args:
        session: Which image is at hand.
        tasks: Runs what takes long.
        parent: Owner.

    Attributes:
        amounts: How much operations do.
        active_class: The class, from 1, that is worked on where no blob is pointed at.
        jobs: What is under way.

    Signals:
        message: Level and words.
    """

    message = Signal(str, str)

    def __init__(self, session: ReviewSession, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.amounts = Amounts()
        self.active_class = 1
        self.jobs = MaskJobs(session, tasks, self)
        self.jobs.message.connect(self.message)

    # ---- shape ---------------------------------------------------------------------------

    def grow(self, point: Point | None) -> None:
        """Make the blob at a point, or the active class, larger."""
        pixels, over = self.amounts.grow, self.amounts.over
        self._on_part(
            point,
            self.tr("grow"),
            lambda mask, part: ops.grow(mask, part, pixels=pixels, over_others=over),
            self.tr("There is no room to grow: other classes are all around."),
        )

    def shrink(self, point: Point | None) -> None:
        """Make the blob at a point, or the active class, smaller."""
        pixels, value = self.amounts.grow, self.active_class

        def make(mask: Mask) -> Made:
            part, note = self._part(mask, point, value)
            change = ops.shrink(mask, part, pixels=pixels)
            if change is None:
                raise NothingToDo(self.tr("The whole image is one blob: no outline can move."))
            return Made(change, self._lost_words(ops.lost_blobs(part, change)) or note)

        self.jobs.start(Job(self.tr("shrink"), make))

    def _lost_words(self, count: int) -> str:
        if count == 1:
            return self.tr("A blob was too thin and is gone. Undo brings it back.")
        text = self.tr("{} blobs were too thin and are gone. Undo brings them back.")
        return text.format(figure(count)) if count else ""

    def smooth(self, point: Point | None) -> None:
        """Round the outline of the blob at a point, or of the active class."""
        pixels = self.amounts.smooth
        self._on_part(
            point,
            self.tr("smooth"),
            lambda mask, part: ops.smooth(mask, part, pixels=pixels),
            self.tr("There is nothing to smooth: the outline is round or the blob too thin."),
        )

    def fill_holes(self, point: Point | None) -> None:
        """Fill the holes of the blob at a point, or of the active class."""
        self._on_part(
            point,
            self.tr("fill holes"),
            ops.fill_holes,
            self.tr("There is no hole to fill."),
        )

    def cut(self, point: Point | None) -> None:
        """Move the outline of the blob at a point, or the active class, to the image's edges."""
        session, pixels = self._session, self.amounts.cut
        if session.image is None or session.item is None or session.data is None:
            self.message.emit("info", self.tr("There is no mask to edit yet."))
            return
        image, value_range = session.image.pixels, session.data.value_range(session.item.id)
        self._on_part(
            point,
            self.tr("GrabCut"),
            lambda mask, part: ops.cut(
                mask, part, lambda rect: to_model_rgb(image[rect.slices], value_range),
                pixels=pixels, check=self.jobs.check,
            ),
            self.tr("GrabCut finds the outline that is there already."),
            is_slow=True,
        )  # fmt: skip

    # ---- blobs and classes ---------------------------------------------------------------

    def relabel(self, point: Point | None) -> None:
        """Give the blob at a point the active class."""
        value = self.active_class
        same = self.tr("The blob has the chosen class already.")

        def make(mask: Mask) -> Made:
            change = ops.relabel(mask, self._blob(mask, point), value=value)
            return made(change, same)

        self.jobs.start(Job(self.tr("other class"), make))

    def delete(self, point: Point | None) -> None:
        """Make the blob at a point background."""

        def make(mask: Mask) -> Made:
            return made(ops.delete(mask, self._blob(mask, point)))

        self.jobs.start(Job(self.tr("delete blob"), make))

    def erase_class(self) -> None:
        """Make the active class background."""
        value = self.active_class

        def make(mask: Mask) -> Made:
            return made(ops.delete(mask, self._class(mask, value)))

        self.jobs.start(Job(self.tr("erase class"), make))

    def remove_islands(self, point: Point | None) -> None:
        """Remove small blobs of the class at a point, or of the active class."""
        pixels = self.amounts.island
        self._on_class(
            point,
            self.tr("remove islands"),
            lambda mask, part: ops.remove_islands(mask, part, pixels=pixels),
            self.tr("No blob of the class has fewer than {} pixels.").format(figure(pixels)),
        )

    def keep_largest(self, point: Point | None) -> None:
        """Remove all blobs of the class at a point, or of the active class, but the largest."""
        self._on_class(
            point,
            self.tr("keep largest"),
            ops.keep_largest,
            self.tr("There is no smaller blob beside the largest one."),
        )

    # ---- whole masks ---------------------------------------------------------------------

    def copy_previous(self) -> None:
        """Take over the mask of the image before this one in the list."""
        session = self._session
        previous = session.walk.previous_row(session.row)
        if previous is None:
            self.message.emit("info", self.tr("There is no image before this one."))
            return
        before = session.items[previous].id
        request, record = session.decisions.request(before), session.decisions.record(before)
        root = None if session.data is None else session.data.root
        digest = record.mask_digest if record.is_protected else None
        none = self.tr("{} has no mask of its own yet: accept or edit it first.").format(before)
        same = self.tr("The mask is the same already.")

        def make(mask: Mask) -> Made:
            if request is not None and request.mask is not None:
                other = request.mask.unpack()
            elif root is not None and digest is not None:
                other = load_mask(root, digest)
            else:
                raise NothingToDo(none)
            return made(ops.copy_mask(mask, other), same)

        self.jobs.start(Job(self.tr("copy mask"), make, is_slow=True))

    def revert(self) -> None:
        """Go back to what the model proposes, also from a saved mask that cannot be read."""
        item = self._session.item
        if not self._session.saving.may_write(self._session.data):
            return
        if item is not None and self._session.shelf.start_anew(item.id):
            return
        same = self.tr("The mask is what the model proposes already.")
        self._against_proposal(
            self.tr("back to the proposal"),
            lambda mask, proposal: made(ops.revert(mask, proposal), same),
        )

    def revert_blob(self, point: Point | None) -> None:
        """Go back to what the model proposes for the blob at a point."""
        same = self.tr("There is no blob under the cursor that differs from the proposal.")

        def make(mask: Mask, proposal: Mask) -> Made:
            return made(None if point is None else ops.revert_blob(mask, proposal, *point), same)

        self._against_proposal(self.tr("blob back to the proposal"), make)

    def _against_proposal(self, text: str, make: Callable[[Mask, Mask], Made]) -> None:
        document = self._session.document
        maker = None if document is None else document.proposal_maker()
        if document is not None and maker is None:
            self.message.emit("info", self.tr("There is no heat map and so no proposal yet."))
            return

        def both(mask: Mask) -> Made:
            assert maker is not None
            return make(mask, maker())

        self.jobs.start(Job(text, both, is_slow=True))

    # ---- inside: what is worked on -------------------------------------------------------

    def _on_part(
        self,
        point: Point | None,
        text: str,
        make: Callable[[Mask, Part], Change | None],
        nothing: str,
        *,
        is_slow: bool = False,
    ) -> None:
        value = self.active_class  # as it is now, even if this has to wait

        def work(mask: Mask) -> Made:
            part, note = self._part(mask, point, value)
            return made(make(mask, part), nothing)._replace(note=note)

        self.jobs.start(Job(text, work, is_slow))

    def _on_class(
        self,
        point: Point | None,
        text: str,
        make: Callable[[Mask, Part], Change | None],
        nothing: str,
    ) -> None:
        chosen = self.active_class

        def work(mask: Mask) -> Made:
            blob = None if point is None else blob_at(mask, *point)
            value = chosen if blob is None else blob.value
            return made(make(mask, self._class(mask, value)), nothing)

        self.jobs.start(Job(text, work))

    def _blob(self, mask: Mask, point: Point | None) -> Part:
        blob = None if point is None else blob_at(mask, *point)
        if blob is None:
            raise NothingToDo(self.tr("There is no blob under the cursor."))
        return blob

    def _part(self, mask: Mask, point: Point | None, value: int) -> tuple[Part, str]:
        """The blob at a point, or else all of a class, and what is to be said of that."""
        blob = None if point is None else blob_at(mask, *point)
        if blob is not None:
            return blob, ""
        part = self._class(mask, value)
        name = self._session.class_names[value - 1]
        note = self.tr("No blob is under the cursor: all of “{}” was changed.")
        return part, note.format(name)

    def _class(self, mask: Mask, value: int) -> Part:
        part = class_part(mask, value)
        if part is None:
            raise NothingToDo(self.tr("There is no blob under the cursor and none of the class."))
        return part
