"""What a person did and the disk does not have yet: a queue, with a journal beside it."""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict, deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from stac_core.errors import StorageError
from stac_core.labels.agreement import agreement
from stac_core.labels.journal import Journal, SaveEntry, TagsEntry
from stac_core.labels.recovery import joined

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from stac_core.labels.packed_mask import PackedMask
    from stac_core.labels.store import Origin, Prediction
    from stac_core.types import Mask, ReviewStatus


logger = logging.getLogger(__name__)

AT_ONCE: Final = 100
"""Entries of the journal that are written without anybody noticing the time."""
YIELD: Final = 0.0005
"""Seconds between writing so many: time for another thread to take the lock."""


@dataclass(frozen=True)
class SaveRequest:
    """One image's new state.

    Attributes:
        image_id: Which image.
        status: The decision.
        mask: None keeps what is stored.
        origin: Who shaped it.
        source: Model and parameters; None keeps what is stored.
        seconds: Time worked on it since the last save.
        proposal: Makes the model's proposal, to count what was changed; may take its time.
        serial: Grows with every request; tells which of an image's requests were written.
        note: Free text; None keeps what is stored.
        time: When it was done, in Unix seconds; different for every request.
        who: Who did it; the system's user where empty.
        is_decision: Whether they decided on the image, or only painted or wrote a note.
    """

    image_id: str
    status: ReviewStatus
    mask: PackedMask | None
    origin: Origin
    source: Mapping[str, Any] | None = None
    seconds: float = 0.0
    proposal: Callable[[], Mask] | None = None
    serial: int = 0
    note: str | None = None
    time: float = 0.0
    who: str = ""
    is_decision: bool = True

    @classmethod
    def of(cls, entry: SaveEntry) -> SaveRequest:
        """A request that a journal kept."""
        return cls(
            image_id=entry.image_id,
            status=entry.status,
            mask=entry.mask,
            origin=entry.origin,
            source=entry.source,
            seconds=entry.seconds,
            note=entry.note,
            time=entry.time,
            who=entry.who,
            is_decision=entry.is_decision,
        )

    def entry(self) -> SaveEntry:
        """The request as the journal keeps it."""
        return SaveEntry(
            image_id=self.image_id,
            status=self.status,
            origin=self.origin,
            time=self.time,
            mask=self.mask,
            source=self.source,
            seconds=self.seconds,
            note=self.note,
            who=self.who,
            is_decision=self.is_decision,
        )

    def after(self, earlier: SaveRequest) -> SaveRequest:
        """This and an earlier state as one: nothing that only the earlier one says is lost."""
        both = joined([earlier.entry(), self.entry()])
        return replace(
            self,
            mask=both.mask,
            source=both.source,
            seconds=both.seconds,
            note=both.note,
            is_decision=both.is_decision,
            proposal=earlier.proposal if self.proposal is None else self.proposal,
        )

    def changed_and_agreement(self, mask: Mask | None) -> tuple[int | None, float | None]:
        """How far the unpacked mask is from the model's proposal; None where there is none.

        Returns:
            Pixels that differ, and the intersection over union.
        """
        if self.proposal is None or mask is None:
            return None, None
        proposal = self.proposal()
        return int(np.count_nonzero(proposal != mask)), agreement(proposal, mask)


class SaveQueue:
    """What waits to be written; a later request for the same image takes over the earlier one.

    What a person did is in the journal before it is in the queue, and stays there until the store
    has everything. Any thread may call.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._saves: OrderedDict[str, SaveRequest] = OrderedDict()
        self._tags: dict[str, TagsEntry] = {}
        self._predictions: dict[str, Prediction] = {}
        self._on_their_way: Sequence[SaveRequest | TagsEntry] = ()
        """Taken out to be written, but not in the store yet."""
        self._late: deque[TagsEntry] = deque()
        """Not in the journal yet."""
        self._journal: Journal | None = None
        self._journal_failed = False

    # ---- from the person -----------------------------------------------------------------

    def add(self, request: SaveRequest) -> StorageError | None:
        """Queue an image's state.

        Returns:
            Why the journal could not be written, the first time that happens; the request is in
            the queue all the same.
        """
        with self._lock:
            problem = self._write_down(request.entry())
            earlier = self._saves.pop(request.image_id, None)
            self._saves[request.image_id] = request if earlier is None else request.after(earlier)
        return problem

    def add_tags(self, entries: Sequence[TagsEntry]) -> StorageError | None:
        """Queue the tags of some images; returns as `add`.

        The tags of very many images are written down by the next `sync`, as the person would
        notice the time.
        """
        with self._lock:
            self._tags.update({entry.image_id: entry for entry in entries})
            if len(entries) > AT_ONCE:
                self._late.extend(entries)
                return None
            return self._write_down_all(entries)

    def add_prediction(self, image_id: str, prediction: Prediction) -> None:
        """Queue an image's scores; they can be made again and need no journal."""
        with self._lock:
            self._predictions[image_id] = prediction

    def forget(self) -> None:
        """Drop everything that waits, and the journal's entries with it."""
        with self._lock:
            self._saves.clear()
            self._tags.clear()
            self._late.clear()
            self._predictions.clear()
            self._clear_journal()

    @property
    def has_work(self) -> bool:
        """Whether something waits that a person did; scores can be made again."""
        with self._lock:
            return self._has_work()

    # ---- the journal ---------------------------------------------------------------------

    def use_journal(self, journal: Journal | None) -> StorageError | None:
        """Write down in another file from now on, what waits too; returns as `add`."""
        with self._lock:
            old, self._journal = self._journal, journal
            self._journal_failed = False
            self._late.clear()
            waiting = self._waiting()
            problem = self._write_down_all(waiting)
            if old is not None:
                if not waiting or (journal is not None and problem is None):
                    _cleared(old)  # nothing waits, or the new one has it
                old.close()
        return problem

    def sync(self) -> None:
        """Make the journal reach the disk.

        Raises:
            StorageError: If it cannot.
        """
        problem = None
        while self._late:
            with self._lock:  # a few at a time: the person goes on working
                part = [self._late.popleft() for _ in range(min(AT_ONCE, len(self._late)))]
                problem = self._write_down_all(part) or problem
            time.sleep(YIELD)  # else this thread has the lock again before anybody wakes up
        if problem is not None:
            raise problem
        # without the lock: the person goes on working while the disk is slow
        journal = self._journal
        if journal is not None:
            journal.sync()

    def settle(self) -> None:
        """Empty the journal if the store has everything by now."""
        with self._lock:
            if not self._has_work():
                self._clear_journal()

    # ---- for the thread that writes ------------------------------------------------------

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits."""
        with self._lock:
            return not (self._saves or self._tags or self._predictions)

    def take_save(self) -> SaveRequest | None:
        """The request that waits longest; `end` follows."""
        with self._lock:
            if not self._saves:
                return None
            request = self._saves.popitem(last=False)[1]
            self._on_their_way = (request,)
            return request

    def take_tags(self) -> list[TagsEntry]:
        """All tags; `end` follows."""
        with self._lock:
            tags = list(self._tags.values())
            self._tags = {}
            self._on_their_way = tags
            return tags

    def take_predictions(self) -> dict[str, Prediction]:
        """All scores."""
        with self._lock:
            predictions, self._predictions = self._predictions, {}
            return predictions

    def end(self, *, failed: bool) -> None:
        """What was taken out is in the store, or could not be written and waits again."""
        with self._lock:
            taken, self._on_their_way = self._on_their_way, ()
            for each in taken if failed else ():
                if isinstance(each, TagsEntry):
                    self._tags.setdefault(each.image_id, each)
                else:
                    later = self._saves.get(each.image_id)
                    self._saves[each.image_id] = each if later is None else later.after(each)
                    self._saves.move_to_end(each.image_id, last=False)

    # ---- inside: the caller has the lock -------------------------------------------------

    def _has_work(self) -> bool:
        return bool(self._saves or self._tags or self._on_their_way)

    def _waiting(self) -> list[SaveEntry | TagsEntry]:
        waiting = [*self._on_their_way, *self._saves.values(), *self._tags.values()]
        return [each if isinstance(each, TagsEntry) else each.entry() for each in waiting]

    def _write_down_all(self, entries: Sequence[SaveEntry | TagsEntry]) -> StorageError | None:
        problems = [self._write_down(each) for each in entries]
        return next((each for each in problems if each is not None), None)

    def _write_down(self, entry: SaveEntry | TagsEntry) -> StorageError | None:
        if self._journal is None:
            return None
        try:
            self._journal.append(entry)
        except StorageError as error:
            told, self._journal_failed = self._journal_failed, True
            return None if told else error
        self._journal_failed = False
        return None

    def _clear_journal(self) -> None:
        if self._journal is not None:
            _cleared(self._journal)


def _cleared(journal: Journal) -> None:
    try:
        journal.clear()
    except StorageError:
        # the next start finds entries that the store has already: that does no harm
        logger.warning("the journal could not be emptied", exc_info=True)
