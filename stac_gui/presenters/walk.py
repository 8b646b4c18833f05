"""Which images are listed and walked through, and in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from stac_core.gallery.columns import STATUSES, Columns
from stac_core.gallery.order import Order, Sorting, arrange
from stac_core.gallery.query import Query, QueryError, parse_query
from stac_core.labels.database import user_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from stac_core.data.tags import Tags
    from stac_core.types import ReviewStatus
    from stac_gui.outcome import ErrorInfo
    from stac_gui.presenters.opening import Opened
    from stac_gui.presenters.review import ReviewSession
    from stac_gui.presenters.services import Tasks

AHEAD: Final = 3
BEHIND: Final = 1
SMALL: Final = 20_000
"""Images that are filtered and sorted at once; more of them in a thread."""
SETTLE_MS: Final = 3000
"""Facts that come in the background change the list at most this often."""


class Walk(QObject):
    """The order of the list, which is the order of next and previous.

    What a person decides changes the list when another image is taken in hand, so that nothing
    moves under the hand; an image stays listed while it is at hand.

    Args:
        session: What is open.
        tasks: Filters and sorts many images.

    Attributes:
        columns: What is known of all images.
        sorting: What the list is sorted by.
        query: What it is filtered by.

    Signals:
        changed: Other images are listed, or in another order.
        failed: `ErrorInfo`.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(self, session: ReviewSession, tasks: Tasks) -> None:
        super().__init__(session)
        self._session, self._tasks = session, tasks
        self.columns = Columns((), ())
        self.sorting = Sorting()
        self.query = Query("")
        self._order = arrange(self.columns, self.query, self.sorting)
        self._number = 0
        self._is_stale = self._is_filtering = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLE_MS)
        self._timer.timeout.connect(self.settle)

    # ---- the images ----------------------------------------------------------------------

    def open(self, opened: Opened) -> None:
        """Another project or folder: all its images, sorted as before."""
        self.query = Query("")
        self._take_columns(opened)
        self.note(() if opened.left is None else opened.left.images)
        self._arrange(None, at_once=True)

    def adopt(self, opened: Opened) -> None:
        """The same images, in a project or with other classes now."""
        if opened.columns is not self.columns or self.columns.classes != tuple(opened.class_names):
            self._take_columns(opened)
            self.note([*self._session.decisions.waiting, *opened.predictions])
            self._parse_again()
            self._arrange(None, at_once=True)

    def fill(
        self,
        opened: Opened,
        before: Iterable[str],
        keep: int | None,
        *,
        knows_facts: bool = False,
    ) -> None:
        """The same project or folder with other images.

        Args:
            opened: With all images.
            before: Ids of the images that were there until now.
            keep: Row of the image at hand, if it is to stay listed.
            knows_facts: Whether its columns know what is known of the images.
        """
        old = self.columns
        if opened.columns is None or opened.columns.classes != old.classes:
            names = None if opened.columns is None else opened.columns.names
            opened.columns = Columns(opened.items.ids, old.classes, names=names)
            knows_facts = False
        self.columns, rows = opened.columns, opened.items.rows
        known = set(before)
        places = np.fromiter((rows.get(each, -1) for each in before), np.int64)
        kept = np.flatnonzero(places >= 0)
        self.columns.copy_rows(places[kept], old, kept)
        # what is remembered of images that were gone for a while, or not listed yet
        told = (self._session.decisions.records, opened.tags, opened.predictions)
        for facts in () if knows_facts else told:
            # of a folder little is known yet: much less than it has images
            self.note([each for each in facts if each in rows and each not in known])
        self._arrange(keep, at_once=True)

    def note(self, images: Iterable[str]) -> None:
        """Take what is known of these images now."""
        session, data = self._session, self._session.data
        rows = session.items.rows
        for image_id in images:
            row = rows.get(image_id)
            if row is not None and row < len(self.columns) and data is not None:
                self.columns.set_record(row, session.decisions.record(image_id))
                said = data.predictions.get(image_id)
                if said is None:
                    self.columns.set_scores(row, {})
                else:
                    self.columns.set_scores(row, said.scores, said.spread)
                self.columns.set_tags(row, data.tags.get(image_id, {}))
                self._is_stale = True
        if self._is_stale and self._depends_on_facts() and not self._timer.isActive():
            self._timer.start()

    def note_tags(self, table: Mapping[str, Tags]) -> None:
        """Take other tags of images, by image id."""
        rows = self._session.items.rows
        for image_id, tags in table.items():
            row = rows.get(image_id)
            if row is not None:
                self.columns.set_tags(row, tags)
        self._is_stale = True

    # ---- the order -----------------------------------------------------------------------

    @property
    def rows(self) -> NDArray[np.int32]:
        """Rows of the listed images, in the list's order."""
        return self._order.rows

    def position(self, row: int) -> int:
        """Place of a row in the list; -1 where it is not listed."""
        return self._order.position(row)

    def positions(self, rows: NDArray[np.int32]) -> NDArray[np.int64]:
        """Places of those rows that are listed, ascending."""
        return self._order.positions(rows)

    def sort(self, sorting: Sorting) -> None:
        """Sort the list by something else."""
        if sorting != self.sorting:
            self.sorting = sorting
            self._arrange(self._at_hand())

    def filter(self, text: str) -> None:
        """List only images for which an expression holds.

        Raises:
            QueryError: If it cannot be understood; the list stays as it is.
        """
        query = parse_query(text, self.columns.classes)
        if query.text.split() != self.query.text.split():
            self.query = query
            self._is_filtering = True
            self._arrange(None)

    def show_set(self, name: str, images: Iterable[str]) -> str:
        """List these images only, as ``set:"name"`` does from now on.

        Args:
            name: Of the set; another one of this name is replaced.
            images: Their ids; those that are not here are left out.

        Returns:
            The expression that the list is filtered by now.
        """
        name = name.replace('"', "").replace(",", " ")
        members, rows = np.zeros(len(self.columns), bool), self._session.items.rows
        members[[rows[each] for each in images if each in rows]] = True
        self.columns.sets[name] = members
        self.query = parse_query(f'set:"{name}"', self.columns.classes)
        self._is_filtering = True
        self._arrange(None)
        return self.query.text

    @Slot()
    def settle(self) -> None:
        """Another image is at hand: the list may follow what was decided."""
        if self._is_stale and self._depends_on_facts():
            self._arrange(self._at_hand())

    def sorted_value(self, row: int) -> float | None:
        """What the list is sorted by, of an image, where that is no score; None if not known."""
        ask = {"uncertainty": self.columns.uncertainty, "worth": self.columns.worth}
        if self.sorting.key not in ask or not 0 <= row < len(self.columns):
            return None
        (value,) = ask[self.sorting.key](slice(row, row + 1)).tolist()
        return None if np.isnan(value) else value

    def counts(self) -> dict[ReviewStatus, int]:
        """Number of images by status, listed or not."""
        found = np.bincount(self.columns.status, minlength=len(STATUSES))
        return {status: int(count) for status, count in zip(STATUSES, found, strict=True)}

    # ---- walking -------------------------------------------------------------------------

    def next_row(self, row: int) -> int | None:
        """The listed row after this one; None at the end."""
        return self._order.after(row)

    def previous_row(self, row: int) -> int | None:
        """The listed row before this one; None at the beginning."""
        return self._order.before(row)

    def next_undecided(self, row: int) -> int | None:
        """The next listed row without a decision, from the beginning again after the end.

        Where two people have to accept a mask, those that wait for this person count too.
        """
        undecided = self._undecided()
        found = self._order.after(row, undecided)
        return self._order.after(-1, undecided) if found is None else found

    def previous_undecided(self, row: int) -> int | None:
        """The listed row without a decision before this one, from the end again."""
        undecided = self._undecided()
        found = self._order.before(row, undecided)
        return self._order.before(len(self.columns), undecided) if found is None else found

    def unconfirmed(self) -> int:
        """Accepted images that wait for another person; 0 where one is enough."""
        return int(self.columns.waits_for("").sum()) if self._needs_second() else 0

    def most_worthwhile(self, row: int) -> int | None:
        """The listed row, other than this one, on which a decision tells most; None without any."""
        worth = self.columns.worth()[self.rows]
        worth[self.rows == row] = np.nan
        if not len(worth) or np.isnan(worth).all():
            return None
        return int(self.rows[np.nanargmax(worth)])

    def neighbours(self, row: int) -> list[int]:
        """Rows that a person is about to look at, soonest first."""
        found: list[int] = []
        for step, count in ((self.next_row, AHEAD), (self.previous_row, BEHIND)):
            at: int | None = row
            for _ in range(count):
                at = None if at is None else step(at)
                if at is None:
                    break
                found.append(at)
        return found

    # ---- inside --------------------------------------------------------------------------

    def _undecided(self) -> NDArray[np.bool_]:
        """Rows that this person has to decide on: bool (n,)."""
        undecided = self.columns.status == 0
        if self._needs_second():
            undecided |= self.columns.waits_for(self._session.decisions.who or user_name())
        return np.asarray(undecided, bool)

    def _needs_second(self) -> bool:
        data = self._session.data
        return data is not None and data.project is not None and data.project.review.second

    def _take_columns(self, opened: Opened) -> None:
        if opened.columns is None or opened.columns.classes != tuple(opened.class_names):
            opened.columns = opened.make_columns(filled=True)
        self.columns = opened.columns

    def _parse_again(self) -> None:
        try:
            self.query = parse_query(self.query.text, self.columns.classes)
        except QueryError:  # it asks for a class that is not there any more
            self.query = Query("")

    def _depends_on_facts(self) -> bool:
        return bool(self.query) or self.sorting.key != "name"

    def _at_hand(self) -> int | None:
        """The row at hand, if it is listed: it stays so as long as it is at hand."""
        row = self._session.row
        return row if self.position(row) >= 0 and not self._is_filtering else None

    def _arrange(self, keep: int | None, *, at_once: bool = False) -> None:
        """Filter and sort; what was asked for last counts."""
        self._number += 1
        self._is_stale = False
        self._timer.stop()
        number, columns, query, sorting = self._number, self.columns, self.query, self.sorting

        def done(order: Order) -> None:
            if number == self._number:
                self._order, self._is_filtering = order, False
                self.changed.emit()

        def failed(error: ErrorInfo) -> None:
            self.failed.emit(error)

        if at_once or len(columns) <= SMALL:
            done(arrange(columns, query, sorting, keep))
        else:
            self._tasks.submit(lambda: arrange(columns, query, sorting, keep), done, failed)
