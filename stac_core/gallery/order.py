"""The order in which images are listed and walked through."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, get_args

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stac_core.gallery.columns import Columns
    from stac_core.gallery.query import Query

SortKey = Literal["name", "score", "uncertainty", "worth", "status", "time"]
SORT_KEYS: Final = get_args(SortKey)

_FINEST: Final = 65534


@dataclass(frozen=True)
class Sorting:
    """What a list is sorted by.

    Attributes:
        key: Which fact; images that are equal in it keep their natural order.
        descending: Whether the highest comes first.
    """

    key: SortKey = "name"
    descending: bool = False


class Order:
    """Rows that are listed, in their order; next and previous also of a row that is not.

    Args:
        everything: int32 (n,): all rows in the order.
        shown: bool (n,), by row: those that are listed.
    """

    def __init__(self, everything: NDArray[np.int32], shown: NDArray[np.bool_]) -> None:
        self.rows: NDArray[np.int32] = everything[shown[everything]]
        self._rank = np.empty(len(everything), np.int32)
        self._rank[everything] = np.arange(len(everything), dtype=np.int32)
        self._ranks = self._rank[self.rows]
        self._shown = shown

    def __len__(self) -> int:
        return len(self.rows)

    def position(self, row: int) -> int:
        """Place of a row in the list; -1 where it is not listed."""
        if not 0 <= row < len(self._rank) or not self._shown[row]:
            return -1
        return int(np.searchsorted(self._ranks, self._rank[row]))

    def positions(self, rows: NDArray[np.int32]) -> NDArray[np.int64]:
        """Places of those rows that are listed, ascending."""
        listed = rows[self._shown[rows]]
        return np.searchsorted(self._ranks, np.sort(self._rank[listed]))

    def after(self, row: int, among: NDArray[np.bool_] | None = None) -> int | None:
        """The listed row that follows; None at the end.

        Args:
            row: From where; it need not be listed itself. -1 is before the first.
            among: bool (n,), by row: only these count.
        """
        start = 0 if row < 0 else np.searchsorted(self._ranks, self._rank[row], "right")
        return _first(self.rows[start:], among)

    def before(self, row: int, among: NDArray[np.bool_] | None = None) -> int | None:
        """The listed row in front of a row; None at the beginning. Arguments as of `after`.

        A row beyond all others is after the last.
        """
        if row < 0:
            return None
        stop = len(self.rows)
        if row < len(self._rank):
            stop = int(np.searchsorted(self._ranks, self._rank[row]))
        return _first(self.rows[:stop][::-1], among)


def arrange(columns: Columns, query: Query, sorting: Sorting, keep: int | None = None) -> Order:
    """Filter and sort images. Those of which the fact is not known come last either way.

    Args:
        columns: What is known of them.
        query: Those for which it holds are listed.
        sorting: Their order.
        keep: A row that is listed in any case.
    """
    everything = np.arange(len(columns), dtype=np.int32)
    if sorting.key == "name":
        everything = everything[::-1] if sorting.descending else everything
    else:
        keys = _keys(columns, sorting)
        everything = np.argsort(keys, kind="stable").astype(np.int32)
    shown = query.select(columns)
    if keep is not None:
        shown[keep] = True
    return Order(everything, shown)


def _keys(columns: Columns, sorting: Sorting) -> NDArray[np.generic]:
    """Values to sort by, ascending; what is not known is last."""
    if sorting.key == "time":
        return -columns.time if sorting.descending else columns.time  # NaN goes last
    if sorting.key == "status":
        status = columns.status
        return status.max(initial=0) - status if sorting.descending else status
    values = {
        "score": columns.score, "uncertainty": columns.uncertainty, "worth": columns.worth,
    }[sorting.key]()  # fmt: skip
    # 16 bits are sorted ten times faster than floats, and tell more apart than is shown
    fine = np.round((1 - values if sorting.descending else values) * _FINEST)
    return np.where(np.isnan(fine), _FINEST + 1, fine).astype(np.uint16)


def _first(rows: NDArray[np.int32], among: NDArray[np.bool_] | None) -> int | None:
    if among is not None:
        rows = rows[among[rows]]
    return int(rows[0]) if len(rows) else None
