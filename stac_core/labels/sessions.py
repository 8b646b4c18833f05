"""How reviewing goes: the label store's revisions as sittings, with pace and agreement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from stac_core.types import ReviewStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

PAUSE: Final = 1800.0
"""Seconds without a save after which a new session begins."""


class WorkStep(NamedTuple):
    """One save by a person.

    Attributes:
        image_id: Of which image.
        status: What it became.
        time: When, in Unix seconds.
        who: By whom.
        seconds: Time worked on the image since the save before.
        agreement: Of proposal and mask, in [0, 1]; None where it is not known.
    """

    image_id: str
    status: ReviewStatus
    time: float
    who: str
    seconds: float
    agreement: float | None


@dataclass(frozen=True)
class Session:
    """Saves without a long pause between them.

    Attributes:
        start: First save, in Unix seconds.
        end: Last save.
        people: Who worked, in the order they began.
        decided: Images that were decided on in it, each counted once.
        seconds: Time that people worked on images.
        agreement: Mean agreement of proposal and mask of the images accepted in it, each as it was
            at the end; None where it is not known of any.
        total: Images that were decided on at its end, of all there are.
    """

    start: float
    end: float
    people: tuple[str, ...]
    decided: int
    seconds: float
    agreement: float | None
    total: int

    @property
    def per_hour(self) -> float | None:
        """Decided images per hour of work; None where no time was counted."""
        return 3600 * self.decided / self.seconds if self.seconds > 0 and self.decided else None


def sessions_of(steps: Iterable[WorkStep], *, pause: float = PAUSE) -> list[Session]:
    """Sittings, oldest first.

    Args:
        steps: Saves in the order of their time.
        pause: Seconds without a save after which a new one begins.
    """
    parts: list[list[WorkStep]] = []
    for step in steps:
        if not parts or step.time - parts[-1][-1].time > pause:
            parts.append([])
        parts[-1].append(step)
    decided_now: dict[str, bool] = {}
    return [_session(part, decided_now) for part in parts]


def _session(steps: Sequence[WorkStep], decided_now: dict[str, bool]) -> Session:
    decided, last = set(), {}
    for step in steps:
        is_decided = step.status is not ReviewStatus.TODO
        # what is saved again with the status it had, such as a note, is no decision
        if is_decided and not decided_now.get(step.image_id):
            decided.add(step.image_id)
        decided_now[step.image_id] = is_decided
        last[step.image_id] = step
    figures = [
        step.agreement
        for step in last.values()
        if step.status is ReviewStatus.ACCEPTED and step.agreement is not None
    ]
    return Session(
        start=steps[0].time,
        end=steps[-1].time,
        people=tuple(dict.fromkeys(step.who for step in steps)),
        decided=sum(decided_now[image_id] for image_id in decided),
        seconds=sum(step.seconds for step in steps),
        agreement=sum(figures) / len(figures) if figures else None,
        total=sum(decided_now.values()),
    )
