"""Tagging images: one, or many in one go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from stac_core.data.tags import Tags
    from stac_gui.presenters.review import ReviewSession
    from stac_gui.presenters.saving import Saving


class Tagging(QObject):
    """Sets tags of what is open, and hands them to be written.

    Args:
        session: What is open and which image is at hand.
        saving: Writes them, where anything may be written.

    Signals:
        changed: List of the ids of images whose tags are different.
    """

    changed = Signal(list)

    def __init__(self, session: ReviewSession, saving: Saving) -> None:
        super().__init__(session)
        self._session, self._saving = session, saving

    def tags(self, image_id: str) -> dict[str, bool]:
        """Tags of an image: class name -> present."""
        data = self._session.data
        return {} if data is None else dict(data.tags.get(image_id, {}))

    def set_tag(
        self, name: str, present: bool | None, images: Collection[str] | None = None
    ) -> None:
        """Tag images, by default the one at hand, with a class; None means not known."""
        table = {}
        for image_id in self._at_hand() if images is None else images:
            table[image_id] = self.tags(image_id)
            table[image_id].pop(name, None)
            if present is not None:
                table[image_id][name] = present
        self.set_tags(table)

    def set_defect_free(self, images: Collection[str] | None = None) -> None:
        """Tag images, by default the one at hand, as without any defect."""
        chosen = self._at_hand() if images is None else images
        free = dict.fromkeys(self._session.class_names, False)
        self.set_tags({image_id: dict(free) for image_id in chosen})

    def set_tags(self, table: Mapping[str, Tags]) -> None:
        """Replace the tags of some images, all in one step."""
        data = self._session.data
        if data is not None and table and self._saving.save_tags(data, table):
            self.changed.emit(list(table))

    def _at_hand(self) -> list[str]:
        item = self._session.item
        return [] if item is None else [item.id]
