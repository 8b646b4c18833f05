"""Finding a command by a few of its letters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_LETTER: Final = 1.0
_NEXT_TO_LAST: Final = 4.0
_WORD_START: Final = 6.0
_NO_MATCH: Final = float("-inf")


@dataclass(frozen=True)
class Command:
    """Something that can be chosen.

    Attributes:
        key: Names it.
        text: As in the menus.
        help: What it does.
        keys: Its shortcuts, as they are shown.
        why_not: Why it cannot be chosen now; empty where it can.
        is_on: Whether it is switched on.
    """

    key: str
    text: str
    help: str
    keys: str = ""
    why_not: str = ""
    is_on: bool = False


@dataclass(frozen=True)
class Hit:
    """A command that fits what was typed.

    Attributes:
        command: Which.
        places: Places of the typed letters in its text; empty where its help fits.
    """

    command: Command
    places: tuple[int, ...] = ()


def match(query: str, text: str) -> tuple[float, tuple[int, ...]] | None:
    """How well letters fit a text, in this order but with others between.

    Letters at the start of words and beside each other count more.

    Returns:
        The score and the places of the letters in the text; None where they do not fit.
    """
    letters, words = query.casefold().replace(" ", ""), text.casefold()
    if not letters:
        return 0.0, ()
    if len(words) != len(text) or len(letters) > len(words):
        words = text.lower() if len(text.lower()) == len(text) else text
    # best[j]: best score with the letters so far where the last of them is at place j
    best = [_NO_MATCH] * len(words)
    came_from: list[list[int]] = []
    for number, letter in enumerate(letters):
        previous, best = best, [_NO_MATCH] * len(words)
        origin = [-1] * len(words)
        top, top_place = (0.0, -1) if number == 0 else (_NO_MATCH, -1)
        for place, other in enumerate(words):
            if number and place >= 2 and previous[place - 2] > top:
                top, top_place = previous[place - 2], place - 2
            if other != letter:
                continue
            score, origin_place = top, top_place
            if number and place and previous[place - 1] + _NEXT_TO_LAST > score:
                score, origin_place = previous[place - 1] + _NEXT_TO_LAST, place - 1
            if score == _NO_MATCH:
                continue
            starts = place == 0 or not words[place - 1].isalnum()
            best[place] = score + _LETTER + (_WORD_START if starts else 0.0)
            origin[place] = origin_place
        came_from.append(origin)
    score = max(best, default=_NO_MATCH)
    if score == _NO_MATCH:
        return None
    places = [best.index(score)]
    for origin in reversed(came_from[1:]):
        places.append(origin[places[-1]])
    # of two that fit alike, the shorter text is meant
    return score - 0.01 * len(text), tuple(reversed(places))


def find(query: str, commands: Sequence[Command], recent: Sequence[str]) -> list[Hit]:
    """Commands that fit, the best first; without a query the recent ones first.

    Args:
        query: What was typed.
        commands: All of them.
        recent: Keys of those used last, the latest first.
    """
    rank = {key: number for number, key in enumerate(recent)}

    def recency(command: Command) -> int:
        return rank.get(command.key, len(rank))

    if not query.strip():
        return [Hit(each) for each in sorted(commands, key=recency)]
    found: list[tuple[int, float, int, int, Hit]] = []
    for number, command in enumerate(commands):
        by_text, by_help = match(query, command.text), None
        if by_text is None:
            by_help = query.strip().casefold() in command.help.casefold()
        if by_text is not None:
            found.append((0, -by_text[0], recency(command), number, Hit(command, by_text[1])))
        elif by_help:
            found.append((1, 0.0, recency(command), number, Hit(command)))
    return [each[-1] for each in sorted(found, key=lambda each: each[:-1])]
