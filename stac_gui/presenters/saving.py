"""Saving what a person did to an image: its mask, decision and tags."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, Signal

from stac_gui.workers.save_queue import SaveRequest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stac_core.data.tags import Tags
    from stac_core.types import ImageItem, ReviewStatus
    from stac_gui.documents.mask_document import MaskDocument
    from stac_gui.presenters.decisions import Decisions
    from stac_gui.presenters.opening import Opened

LONGEST_VISIT: Final = 600.0
"""Seconds that one visit counts at most: an image left open over lunch was not worked on."""


class Saving(QObject):
    """Hands states of images to be written, where anything may be written.

    Args:
        decisions: Where they go.
        parent: Owner.

    Signals:
        message: Level and words.
    """

    message = Signal(str, str)

    def __init__(self, decisions: Decisions, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._decisions = decisions
        self._since = 0.0

    def start_visit(self) -> None:
        """Another image is at hand: from now on time counts for it."""
        self._since = time.monotonic()

    def save(
        self,
        opened: Opened | None,
        item: ImageItem,
        status: ReviewStatus,
        document: MaskDocument | None,
        source: Mapping[str, Any],
        *,
        is_decision: bool,
    ) -> bool:
        """Save an image's decision and mask; False where nothing may be written.

        Args:
            opened: What is open.
            item: The image.
            status: The decision.
            document: Its mask, where there is one.
            source: What the mask was made from and how.
            is_decision: Whether somebody decided, or the status only stays what it was.
        """
        if not self.may_write(opened):
            return False
        now = time.monotonic()
        visit, self._since = min(now - self._since, LONGEST_VISIT), now
        if document is None:
            # the mask that is stored, if any, stays whose it was
            origin = self._decisions.record(item.id).origin
            request = SaveRequest(
                item.id, status, None, origin, seconds=visit, is_decision=is_decision
            )
        else:
            request = SaveRequest(
                image_id=item.id,
                status=status,
                mask=document.packed(),
                origin="person" if document.is_by_person else "model",
                source=source,
                seconds=visit,
                proposal=document.proposal_maker(),
                is_decision=is_decision,
            )
        self._decisions.save(request)
        if document is not None and self._decisions.record(item.id).is_protected:
            document.keep()
        return True

    def save_note(self, opened: Opened | None, image_id: str, note: str) -> bool:
        """Save a note on an image; False where nothing may be written."""
        if not self.may_write(opened):
            return False
        record = self._decisions.record(image_id)
        self._decisions.save(
            SaveRequest(image_id, record.status, None, record.origin, note=note, is_decision=False)
        )
        return True

    def save_tags(self, opened: Opened, table: Mapping[str, Tags], *, more: bool = False) -> bool:
        """Save the tags of some images; False where nothing may be written.

        Args:
            opened: What is open.
            table: Image id -> tags.
            more: Whether others follow that are to be written together with these.
        """
        if not self.may_write(opened):
            return False
        opened.tags.update({image_id: dict(tags) for image_id, tags in table.items()})
        self._decisions.save_tags(table, more=more)
        return True

    def may_write(self, opened: Opened | None) -> bool:
        """Whether anything may be written; says so if not."""
        if opened is not None and not opened.read_only:
            return True
        if opened is not None and opened.owner is not None:
            text = self.tr("Somebody else has this project open: nothing is saved here.")
        else:
            text = self.tr("This project is open for reading only: nothing is saved. Copy it where "
                           "you may write.")  # fmt: skip
        self.message.emit("error", text)
        return False
