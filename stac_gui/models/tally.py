"""Which images are tagged and decided, as arrays: counting 100,000 of them takes no time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from stac_core.types import ReviewStatus

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from stac_core.labels.store import LabelRecord


class Tally:
    """Counts by image. Made in a thread from copies, then kept up to date image by image.

    Args:
        ids: Of the images; row n is the n-th.
        tags: Image id -> tags.
        records: Image id -> record.
    """

    def __init__(
        self,
        ids: Sequence[str],
        tags: Mapping[str, Mapping[str, bool]],
        records: Mapping[str, LabelRecord],
    ) -> None:
        self._tagged = np.zeros(len(ids), bool)
        self._accepted = np.zeros(len(ids), bool)
        self._decided_at = np.zeros(len(ids), np.float64)
        for row, image_id in enumerate(ids):
            self.update(row, tags.get(image_id), records.get(image_id))

    def __len__(self) -> int:
        return len(self._tagged)

    def update(self, row: int, tags: Mapping[str, Any] | None, record: LabelRecord | None) -> None:
        """Take another state of an image."""
        decided = record is not None and record.is_decided
        self._tagged[row] = bool(tags)
        self._accepted[row] = record is not None and record.status is ReviewStatus.ACCEPTED
        # a record without a time was decided, too
        self._decided_at[row] = max(record.time, 1.0) if decided and record is not None else 0.0

    @property
    def tagged(self) -> int:
        """Images with a tag."""
        return int(np.count_nonzero(self._tagged))

    @property
    def decided(self) -> int:
        """Images that a person decided on."""
        return int(np.count_nonzero(self._decided_at))

    @property
    def accepted(self) -> int:
        """Images whose mask was accepted."""
        return int(np.count_nonzero(self._accepted))

    def decided_since(self, time: float) -> int:
        """Images decided after a moment in Unix seconds."""
        return int(np.count_nonzero(self._decided_at > time))

    def first(self, what: str, start: int) -> int:
        """The first image, from a row on and around, that is not "tagged" or "decided"; or -1."""
        done = self._tagged if what == "tagged" else self._decided_at > 0
        missing = np.flatnonzero(~done)
        if not missing.size:
            return -1
        return int(missing[np.searchsorted(missing, start) % missing.size])
