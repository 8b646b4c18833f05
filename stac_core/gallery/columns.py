"""What is known of all images, as arrays: a question to 100,000 of them takes milliseconds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from stac_core.types import ReviewStatus

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from stac_core.data.tags import Tags
    from stac_core.labels.store import LabelRecord, Prediction

STATUSES: Final = tuple(ReviewStatus)
"""A status is stored as its place in here."""

LOW: Final = 0.3
"""Scores below it contradict a tag that says present."""
HIGH: Final = 0.7
"""Scores above it contradict a tag that says absent."""

ALL: Final = slice(None)
"""All images; the functions below also answer for some, by a slice of rows."""

_UNKNOWN: Final = -1


class Columns:
    """Facts by row; a row is an image's place in the folder's natural order.

    Args:
        ids: Of the images.
        classes: Class names in mask order.
        names: The ids with capital letters folded, where somebody has them already.

    Attributes:
        names: The ids with capital letters folded, for searching.
        status: uint8 (n,), index into `STATUSES`.
        scores: float32 (n, C) in [0, 1]; NaN where no model has looked.
        spread: float32 (n,) in [0, 1], how far the scores of scales and flips lie apart; NaN where
            that is not known.
        tags: int8 (n, C): 1 present, 0 absent, -1 not known.
        edited: bool (n,): a person shaped the mask.
        noted: bool (n,): there is a note.
        confirmed: bool (n,): a second person accepted the mask too.
        accepted_by: object (n,), name of who accepted the mask first; empty where nobody did.
        time: float64 (n,), Unix seconds of the last save; NaN where there is none.
        sets: Images that were put together for a while, by name: bool (n,) each.
    """

    def __init__(
        self, ids: Sequence[str], classes: Sequence[str], *, names: list[str] | None = None
    ) -> None:
        count, width = len(ids), len(classes)
        self.classes = tuple(classes)
        self._places = {name: place for place, name in enumerate(classes)}
        self.names = [each.casefold() for each in ids] if names is None else names
        self.status = np.zeros(count, np.uint8)
        self.scores = np.full((count, width), np.nan, np.float32)
        self.spread = np.full(count, np.nan, np.float32)
        self.tags = np.full((count, width), _UNKNOWN, np.int8)
        self.edited = np.zeros(count, bool)
        self.noted = np.zeros(count, bool)
        self.confirmed = np.zeros(count, bool)
        self.accepted_by = np.full(count, "", object)
        self.time = np.full(count, np.nan)
        self.sets: dict[str, NDArray[np.bool_]] = {}

    def __len__(self) -> int:
        return len(self.names)

    def fill(
        self,
        rows: Mapping[str, int],
        records: Mapping[str, LabelRecord],
        predictions: Mapping[str, Prediction],
        tags: Mapping[str, Tags],
    ) -> None:
        """Take what is known of many images; those without a row are left out.

        Args:
            rows: Row by image id.
            records: Records by image id.
            predictions: Scores by image id.
            tags: Tags by image id.
        """
        for image_id, record in records.items():
            if image_id in rows:
                self.set_record(rows[image_id], record)
        # class by class: numpy takes a whole column in the time of a few single values
        said = [(rows[key], each) for key, each in predictions.items() if key in rows]
        where = np.array([row for row, _ in said], np.int64)
        known = [(rows[key], each) for key, each in tags.items() if key in rows]
        tagged = np.array([row for row, _ in known], np.int64)
        for name, place in self._places.items():
            scores = [each.scores.get(name, np.nan) for _, each in said]
            self.scores[where, place] = scores
            apart = np.array([each.spread.get(name, np.nan) for _, each in said], np.float32)
            self.spread[where] = np.fmax(self.spread[where], apart)
            self.tags[tagged, place] = [each.get(name, _UNKNOWN) for _, each in known]

    def set_record(self, row: int, record: LabelRecord) -> None:
        """Take another record of an image."""
        self.status[row] = STATUSES.index(record.status)
        self.edited[row] = record.origin == "person"
        self.noted[row] = bool(record.note)
        self.confirmed[row] = bool(record.confirmed_by)
        self.accepted_by[row] = record.accepted_by
        self.time[row] = record.time or np.nan

    def set_scores(
        self, row: int, scores: Mapping[str, float], spread: Mapping[str, float] | None = None
    ) -> None:
        """Take other scores of an image; classes that the project lacks are left out.

        Args:
            row: Of the image.
            scores: By class name.
            spread: How far the scores of scales and flips lie apart, by class name.
        """
        self.scores[row] = np.nan
        known = [apart for name, apart in (spread or {}).items() if name in self._places]
        self.spread[row] = max(known, default=np.nan)
        for name, score in scores.items():
            if name in self._places:
                self.scores[row, self._places[name]] = score

    def set_tags(self, row: int, tags: Tags) -> None:
        """Take other tags of an image; classes that the project lacks are left out."""
        self.tags[row] = _UNKNOWN
        for name, present in tags.items():
            if name in self._places:
                self.tags[row, self._places[name]] = present

    def copy_rows(
        self, rows: NDArray[np.int64], other: Columns, other_rows: NDArray[np.int64]
    ) -> None:
        """Take what other columns, of the same classes, know of images.

        Args:
            rows: Of the images in these columns.
            other: What is known.
            other_rows: Of the same images there.
        """
        for name in (
            "status", "scores", "spread", "tags", "edited", "noted", "confirmed", "accepted_by",
            "time",
        ):  # fmt: skip
            getattr(self, name)[rows] = getattr(other, name)[other_rows]
        for name, members in other.sets.items():
            mine = self.sets.setdefault(name, np.zeros(len(self), bool))
            mine[rows] = members[other_rows]

    # ---- what follows from them ----------------------------------------------------------

    def score(self) -> NDArray[np.float32]:
        """The highest class score: float32 (n,), NaN where no model has looked."""
        return _highest(self.scores)

    def uncertainty(self, rows: slice = ALL) -> NDArray[np.float32]:
        """How near to undecided the model is: float32 (n,) in [0, 1], NaN without scores.

        1 where a class scores 0.5, 0 where all score 0 or 1; at least as far as scales and flips
        are apart in their scores.
        """
        return np.fmax(_highest(1 - np.abs(2 * self.scores[rows] - 1)), self.spread[rows])

    def dispute(self, rows: slice = ALL) -> NDArray[np.float32]:
        """How much the scores speak against the tags: float32 (n,) in [0, 1], NaN without scores.

        0.9 where a class that is tagged present scores 0.1, or one tagged absent scores 0.9.
        """
        scores, tags = self.scores[rows], self.tags[rows]
        against = np.where(tags == 1, 1 - scores, scores)
        return _highest(np.where((tags == _UNKNOWN) & ~np.isnan(against), 0, against))

    def contradicts(self) -> NDArray[np.bool_]:
        """Images whose scores clearly contradict their tags: bool (n,)."""
        low, high = self.scores < LOW, self.scores > HIGH
        clash = ((self.tags == 1) & low) | ((self.tags == 0) & high)
        return np.asarray(clash.any(axis=1), bool)

    def worth(self, rows: slice = ALL) -> NDArray[np.float32]:
        """How much a decision on each image would tell: float32 (n,) in [0, 1].

        What the model is unsure of, or what contradicts a tag. NaN where a decision was made or no
        model has looked: there is nothing to gain, or nobody knows.
        """
        worth = np.fmax(self.uncertainty(rows), self.dispute(rows))
        worth[self.status[rows] != 0] = np.nan
        return worth

    def waits_for(self, person: str) -> NDArray[np.bool_]:
        """Images that somebody else accepted and this person could confirm: bool (n,)."""
        accepted = self.status == STATUSES.index(ReviewStatus.ACCEPTED)
        others = np.asarray(self.accepted_by != person, bool)
        return np.asarray(accepted & ~self.confirmed & others, bool)

    def shows(self, place: int, threshold: float = 0.5) -> NDArray[np.bool_]:
        """Images that show a class: tagged present, or not tagged and scored so: bool (n,).

        Args:
            place: Of the class, from 0.
            threshold: Score from which an untagged class counts.
        """
        tags = self.tags[:, place]
        scored = (tags == _UNKNOWN) & (self.scores[:, place] >= threshold)
        return np.asarray((tags == 1) | scored, bool)


def _highest(values: NDArray[np.float32]) -> NDArray[np.float32]:
    if values.shape[1] == 0:
        return np.full(len(values), np.nan, np.float32)
    # fmax passes over NaN without the warning of nanmax
    return np.asarray(np.fmax.reduce(values, axis=1), np.float32)
