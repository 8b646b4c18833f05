"""The review session as the list of images sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from stac_core.gallery.columns import HIGH, LOW
from stac_gui.models.image_list import RowState
from stac_gui.translating import decimal

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from stac_core.types import ImageItem
    from stac_gui.presenters.review import ReviewSession


def _tr(text: str) -> str:
    return QCoreApplication.translate("ListRows", text)


class ListRows:
    """What the list shows of each image.

    Args:
        session: What is open.
    """

    def __init__(self, session: ReviewSession) -> None:
        self._session = session

    @property
    def items(self) -> Sequence[ImageItem]:
        """The images."""
        return self._session.items

    @property
    def ids(self) -> Sequence[str]:
        """Their ids."""
        return self._session.items.ids

    @property
    def order(self) -> NDArray[np.int32]:
        """Rows of the images that are listed, in the list's order."""
        return self._session.walk.rows

    def position(self, row: int) -> int:
        """Place of a row in the list; -1 where it is not listed."""
        return self._session.walk.position(row)

    def positions(self, rows: NDArray[np.int32]) -> NDArray[np.int64]:
        """Places of those rows that are listed, ascending."""
        return self._session.walk.positions(rows)

    def row_of(self, image_id: str) -> int | None:
        """Row of an image."""
        return self._session.items.rows.get(image_id)

    def state(self, image_id: str) -> RowState:
        """What is known of an image."""
        data, session = self._session.data, self._session
        record, scores = session.decisions.record(image_id), session.scores(image_id)
        if data is None:
            return RowState(status=record.status)
        tags = data.tags.get(image_id, {})
        threshold = data.cam.tag_threshold
        dots = tuple(
            (spec.color, tags.get(spec.name) is True)
            for spec in data.classes
            if tags.get(spec.name, scores.get(spec.name, 0.0) >= threshold)
        )
        score = max(scores.values()) if scores else None
        if session.walk.sorting.key in {"uncertainty", "worth"}:  # one sees what one sorts by
            score = session.walk.sorted_value(session.items.rows.get(image_id, -1))
        return RowState(
            status=record.status,
            score=score,
            edited=record.origin == "person",
            dots=dots,
            is_free=bool(tags) and all(tags.get(spec.name) is False for spec in data.classes),
            contradiction=contradiction_words(tags, scores),
        )


def contradiction_words(tags: dict[str, bool], scores: dict[str, float]) -> str:
    """How the model's scores contradict an image's tags; empty where they do not."""
    words = []
    for name, present in tags.items():
        score = scores.get(name)
        if score is None:
            continue
        if present and score < LOW:
            words.append(_tr("tagged {}, but scored {}").format(name, decimal(score, 2)))
        elif not present and score > HIGH:
            words.append(_tr("tagged without {}, but scored {}").format(name, decimal(score, 2)))
    return "; ".join(words)
