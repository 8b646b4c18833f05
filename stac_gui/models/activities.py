"""Something that takes long, as the window shows it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Activity:
    """Something that takes long.

    Attributes:
        key: Names it.
        words: What it is.
        done: Steps that are done.
        total: All steps; 0 while that is not known.
        is_stopping: Whether it was asked to stop.
        can_stop: Whether it can be asked.
    """

    key: str
    words: str
    done: int = 0
    total: int = 0
    is_stopping: bool = False
    can_stop: bool = True
