"""What the label store keeps of an image: its current state, and what a model said about it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

from stac_core.types import ReviewStatus

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from stac_core.types import CamResult

Origin = Literal["none", "model", "person"]
"""Who shaped the mask: nobody yet, a model alone, or a person."""


@dataclass(frozen=True)
class LabelRecord:
    """The current state of one image.

    Attributes:
        image_id: Which image.
        status: What a person decided.
        mask_digest: Names the mask file; None while there is no mask.
        origin: Who shaped the mask.
        source: Model digest and parameters that the mask came from.
        revision: Counts the saves of this image from 1.
        who: Who saved it.
        time: When, in Unix seconds.
        seconds: How long a person worked on it, in all.
        pixels_changed: Pixels in which the mask differs from the model's proposal.
        note: Free text.
        agreement: Intersection over union of the model's proposal and the mask, the mean of the
            classes in either, in [0, 1]; None where it is not known.
        accepted_by: Who accepted the mask as it is; empty unless the status is accepted.
        confirmed_by: Who else accepted it after that; empty where nobody did.
    """

    image_id: str
    status: ReviewStatus = ReviewStatus.TODO
    mask_digest: str | None = None
    origin: Origin = "none"
    source: Mapping[str, Any] = field(default_factory=dict)
    revision: int = 0
    who: str = ""
    time: float = 0.0
    seconds: float = 0.0
    pixels_changed: int = 0
    note: str = ""
    agreement: float | None = None
    accepted_by: str = ""
    confirmed_by: str = ""

    @property
    def is_decided(self) -> bool:
        """Whether a person accepted, rejected or sent it back: inference must leave it alone."""
        return self.status is not ReviewStatus.TODO

    @property
    def is_protected(self) -> bool:
        """Whether a person decided on it or shaped its mask."""
        return self.is_decided or self.origin == "person"

    @property
    def waits_for_second(self) -> bool:
        """Whether it is accepted by one person only; counts where two have to."""
        return self.status is ReviewStatus.ACCEPTED and not self.confirmed_by


@dataclass(frozen=True)
class Prediction:
    """What a model said about an image.

    Attributes:
        scores: By class name, in [0, 1].
        model: Digest of the model.
        spec: Digest of how the maps were made.
        spread: By class name, in [0, 1]: how far the scores of scales and flips lie apart; empty
            where that is not known.
    """

    scores: Mapping[str, float]
    model: str
    spec: str
    spread: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def of(cls, result: CamResult, model: str, spec: str) -> Prediction:
        """What a model said by its result.

        Args:
            result: Its maps and scores.
            model: Digest of the model.
            spec: Digest of how the maps were made.
        """
        apart = () if result.spread is None else map(float, result.spread)
        scores = dict(zip(result.classes, map(float, result.scores), strict=True))
        return cls(scores, model, spec, dict(zip(result.classes, apart, strict=False)))


_TOGETHER: Final = 500

COLUMNS: Final = (
    "item, status, mask, origin, source, revision, who, t, seconds, pixels_changed, note, "
    "agreement, accepted_by, confirmed_by"
)
"""Of the tables of records and revisions, in the order of `row_of` and `record_of`."""


def row_of(record: LabelRecord) -> tuple[Any, ...]:
    """A record as a row of the database."""
    return (
        record.image_id,
        str(record.status),
        record.mask_digest,
        record.origin,
        json.dumps(dict(record.source), sort_keys=True),
        record.revision,
        record.who,
        record.time,
        record.seconds,
        record.pixels_changed,
        record.note,
        record.agreement,
        record.accepted_by,
        record.confirmed_by,
    )


def parse_many(texts: Sequence[str]) -> list[Any]:
    """Many small JSON texts at once; a third of the time that one by one takes.

    Some hundreds in one go: Python lets no other thread run while it parses.
    """
    found: list[Any] = []
    for start in range(0, len(texts), _TOGETHER):
        found += json.loads(f"[{','.join(texts[start : start + _TOGETHER])}]")
    return found


def record_of(row: tuple[Any, ...]) -> LabelRecord:
    """A row of the database as a record."""
    return LabelRecord(
        image_id=row[0],
        status=ReviewStatus(row[1]),
        mask_digest=row[2],
        origin=row[3],
        source=json.loads(row[4]),
        revision=row[5],
        who=row[6],
        time=row[7],
        seconds=row[8],
        pixels_changed=row[9],
        note=row[10],
        agreement=row[11],
        accepted_by=row[12],
        confirmed_by=row[13],
    )


def accepted_and_confirmed(
    old: LabelRecord,
    status: ReviewStatus,
    digest: str | None,
    who: str,
    *,
    is_decision: bool,
) -> tuple[str, str]:
    """Who accepted an image, and who accepted the same mask after somebody else had.

    Args:
        old: The record before.
        status: What it becomes.
        digest: Its mask from now on.
        who: Who does it.
        is_decision: Whether they decided on the image, or only painted or wrote a note.
    """
    if status is not ReviewStatus.ACCEPTED:
        return "", ""
    is_same = old.status is ReviewStatus.ACCEPTED and old.mask_digest == digest
    if not is_same or not old.accepted_by:
        return who, ""
    if is_decision and who != old.accepted_by:
        return old.accepted_by, who
    return old.accepted_by, old.confirmed_by
