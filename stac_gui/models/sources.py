"""The models that can make proposals, as the panel shows them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SourceState:
    """One model, or its absence.

    Attributes:
        model: Its name; empty where there is none.
        problem: Why it cannot be shown, in words; empty where it can.
    """

    model: str = ""
    problem: str = ""

    @property
    def can_be_chosen(self) -> bool:
        """Whether its maps can be shown."""
        return bool(self.model)
