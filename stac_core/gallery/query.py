"""Filter expressions for lists of images: ``status:todo score:>0.8 -tag:scratch "left camera"``."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from stac_core.errors import StacError
from stac_core.gallery.columns import STATUSES, Columns
from stac_core.types import ReviewStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Matches = Callable[[Columns], NDArray[np.bool_]]

_TOKEN: Final = re.compile(r'(?:[^\s"]|"[^"]*"?)+')
_FIELD: Final = re.compile(r"(-?)([^\W\d][\w-]*):(.*)", re.DOTALL)
_VALUE: Final = re.compile(r'((?:[^,"]|"[^"]*"?)*)(?:,|$)')
_NUMBER: Final = re.compile(r"(>=|<=|>|<|=)?(\d+(?:\.\d*)?|\.\d+)")
_DECIMAL_COMMA: Final = re.compile(r"(?:(?<![\d.])|(?<=\.\.))(\d*),(\d+)(?!\.?\d)")
"""0,8 as many languages write it; 0.1,0.8 are two numbers."""
_RANGE: Final = re.compile(r"(\d+(?:\.\d*)?|\.\d+)\.\.(\d+(?:\.\d*)?|\.\d+)")
SHOWN: Final = 0.005
"""Scores are shown with two digits: ``score:0.8`` means what looks like it."""

_STATUS: Final = {
    "todo": (ReviewStatus.TODO,),
    "accepted": (ReviewStatus.ACCEPTED,),
    "fix": (ReviewStatus.NEEDS_FIX,),
    "needs-fix": (ReviewStatus.NEEDS_FIX,),
    "rejected": (ReviewStatus.REJECTED,),
    "decided": (ReviewStatus.ACCEPTED, ReviewStatus.NEEDS_FIX, ReviewStatus.REJECTED),
}
_YES: Final = {"yes": True, "no": False}

FIELDS: Final = (
    "status", "score", "uncertainty", "class", "tag", "absent", "edited", "note", "confirmed",
    "contradiction", "set", "name",
)  # fmt: skip


class QueryError(StacError):
    """A filter expression that cannot be understood.

    Attributes:
        start: Where its wrong part begins.
        end: Where it ends.
        unfinished: Whether it may become right by typing on.
    """

    def __init__(
        self, what: str, *, fix: str, span: tuple[int, int], unfinished: bool = False
    ) -> None:
        super().__init__(what, fix=fix)
        self.start, self.end = span
        self.unfinished = unfinished


@dataclass(frozen=True)
class Query:
    """A filter expression: all of its terms have to hold.

    Attributes:
        text: As it was written.
    """

    text: str
    _terms: tuple[Matches, ...] = ()

    def __bool__(self) -> bool:
        return bool(self._terms)

    def select(self, columns: Columns) -> NDArray[np.bool_]:
        """Images for which it holds: bool (n,)."""
        found = np.ones(len(columns), bool)
        for term in self._terms:
            found &= term(columns)
        return found


def parse_query(text: str, classes: Sequence[str]) -> Query:
    """Read a filter expression.

    Words are looked for in names, whatever their capital letters. ``field:value`` asks for a fact;
    several values with commas mean any of them. A minus in front means not. Quotes keep blanks
    together. Fields are `FIELDS`.

    Args:
        text: The expression.
        classes: Class names, for ``class:``, ``tag:`` and ``absent:``.

    Raises:
        QueryError: Naming the wrong part and what is allowed instead.
    """
    terms = []
    for token in _TOKEN.finditer(text):
        part = token[0]
        if part.count('"') % 2:
            raise QueryError(
                f"{part} has no closing quote", fix='Add a "', span=token.span(), unfinished=True
            )
        terms.append(_term(part, token.span(), classes))
    return Query(text, tuple(terms))


def _term(part: str, span: tuple[int, int], classes: Sequence[str]) -> Matches:
    match = _FIELD.fullmatch(part)
    if match is None:
        minus = part.startswith("-") and len(part) > 1
        return _negated(_named(_bare(part[minus:])), minus)
    minus, field, rest = bool(match[1]), match[2].casefold(), match[3]
    if field not in FIELDS:
        near = difflib.get_close_matches(field, FIELDS, 1)
        fields, name = ", ".join(FIELDS), _bare(part)
        fix = f'Fields are {fields}; write "{name}" to search names for it'
        if near:
            fix = f'Did you mean {near[0]}:? Fields are {fields}; write "{name}" to search names'
        raise QueryError(f"{match[2]}: is no field", fix=fix, span=span)
    if field in {"score", "uncertainty"}:
        rest = _DECIMAL_COMMA.sub(r"\1.\2", rest)
    values = [_bare(each[1]) for each in _VALUE.finditer(rest)][: rest.count(",") + 1]
    if any(not value for value in values) or not values:
        raise QueryError(
            f"{field}: needs a value", fix=_allowed(field, classes), span=span, unfinished=True
        )
    matches = [_value(field, value, span, classes) for value in values]
    return _negated(_any_of(matches), minus)


def _value(field: str, value: str, span: tuple[int, int], classes: Sequence[str]) -> Matches:
    if field == "name":
        return _named(value)
    if field == "set":
        return lambda columns: columns.sets.get(value, np.zeros(len(columns), bool))
    if field in {"score", "uncertainty"}:
        return _number(field, value, span, classes)
    if field in {"class", "tag", "absent"}:
        return _class(field, value, span, classes)
    word = value.casefold()
    if field == "status" and word in _STATUS:
        codes = [STATUSES.index(each) for each in _STATUS[word]]
        return lambda columns: np.isin(columns.status, codes)
    if field != "status" and word in _YES:
        fact = {
            "edited": lambda columns: columns.edited,
            "note": lambda columns: columns.noted,
            "confirmed": lambda columns: columns.confirmed,
            "contradiction": lambda columns: columns.contradicts(),
        }[field]
        return _negated(fact, not _YES[word])
    raise _wrong(field, value, span, classes)


def _number(field: str, value: str, span: tuple[int, int], classes: Sequence[str]) -> Matches:
    def column(columns: Columns) -> NDArray[np.float32]:
        return columns.score() if field == "score" else columns.uncertainty()

    if value.casefold() == "none":
        return lambda columns: np.isnan(column(columns))
    between = _RANGE.fullmatch(value)
    if between is not None:
        low, high = sorted((float(between[1]), float(between[2])))
        return lambda columns: (column(columns) >= low) & (column(columns) <= high)
    match = _NUMBER.fullmatch(value)
    if match is None:
        unfinished = value in {">", "<", "=", ">=", "<="} or value.endswith("..")
        raise _wrong(field, value, span, classes, unfinished=unfinished)
    number = float(match[2])
    if number > 1:
        raise QueryError(
            f"{field}:{value}: {field} goes from 0 to 1",
            fix=_allowed(field, classes), span=span,
        )  # fmt: skip
    compare: dict[str | None, Matches] = {
        ">": lambda columns: column(columns) > number,
        ">=": lambda columns: column(columns) >= number,
        "<": lambda columns: column(columns) < number,
        "<=": lambda columns: column(columns) <= number,
    }
    return compare.get(match[1], lambda columns: np.abs(column(columns) - number) <= SHOWN)


def _class(field: str, value: str, span: tuple[int, int], classes: Sequence[str]) -> Matches:
    places = {name.casefold(): place for place, name in enumerate(classes)}
    place = places.get(value.casefold())
    if place is not None:
        return {
            "class": lambda columns: columns.shows(place),
            "tag": lambda columns: columns.tags[:, place] == 1,
            "absent": lambda columns: columns.tags[:, place] == 0,
        }[field]
    general: dict[str, Matches] = {
        "none": lambda columns: (columns.tags == -1).all(axis=1),
        "any": lambda columns: (columns.tags != -1).any(axis=1),
        "free": lambda columns: (columns.tags == 0).all(axis=1),
    }
    found = general.get(value.casefold()) if field == "tag" else None
    if found is None:
        raise _wrong(field, value, span, classes)
    return found


def _wrong(
    field: str, value: str, span: tuple[int, int], classes: Sequence[str], *,
    unfinished: bool = False,
) -> QueryError:  # fmt: skip
    kind = {"status": "status", "class": "class", "tag": "tag", "absent": "class"}.get(field)
    what = f"{field}:{value}: there is no such {kind}" if kind else f"{field}:{value} is no value"
    allowed = _choices(field, classes)
    # nobody has finished typing acc
    begun = any(each.startswith(value.casefold()) for each in allowed)
    return QueryError(what, fix=_allowed(field, classes), span=span, unfinished=unfinished or begun)


def _choices(field: str, classes: Sequence[str]) -> list[str]:
    names = [name.casefold() for name in classes]
    return {
        "status": list(_STATUS), "class": names, "absent": names, "tag": [*names, "none", "any",
        "free"], "edited": list(_YES), "note": list(_YES), "confirmed": list(_YES),
        "contradiction": list(_YES),
    }.get(field, ["none"])  # fmt: skip


def _allowed(field: str, classes: Sequence[str]) -> str:
    if field == "name":
        return "Write name:part-of-the-name"
    if field == "set":
        return "Sets are made by a click in the evaluation"
    if field in {"score", "uncertainty"}:
        return f"Write {field}:>0.8, {field}:<0.2, {field}:0.2..0.8 or {field}:none"
    words = {
        "status": "todo, accepted, fix, rejected, decided",
        "class": ", ".join(classes),
        "absent": ", ".join(classes),
        "tag": ", ".join(classes) + ", any, none, free",
    }.get(field, "yes, no")
    return f"Write {field}: and {words}"


def _bare(text: str) -> str:
    return text.replace('"', "")


def _named(word: str) -> Matches:
    wanted = word.casefold()
    return lambda columns: np.fromiter(
        (wanted in name for name in columns.names), bool, len(columns.names)
    )


def _negated(matches: Matches, negate: bool) -> Matches:
    return (lambda columns: ~matches(columns)) if negate else matches


def _any_of(matches: Sequence[Matches]) -> Matches:
    def any_of(columns: Columns) -> NDArray[np.bool_]:
        found = matches[0](columns).copy()
        for each in matches[1:]:
            found |= each(columns)
        return found

    return any_of
