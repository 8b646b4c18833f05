"""What was exported from a project, when and where to: so that people know what is still to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from stac_core.labels.store import open_store

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_EVENT: Final = "export"


@dataclass(frozen=True)
class LastExport:
    """An export that was made.

    Attributes:
        time: When, in Unix seconds.
        folder: Where to.
        masks: How many were written.
    """

    time: float
    folder: str
    masks: int


def note_export(root: Path, classes: Sequence[str], folder: Path, masks: int) -> None:
    """Remember an export; a project that cannot be written to forgets it.

    Args:
        root: The project's folder.
        classes: Its class names in mask order.
        folder: Where the labels are.
        masks: How many were written.

    Raises:
        StacError: If the store is damaged, or the disk is full.
    """
    with open_store(root, classes) as store:
        if not store.read_only:
            store.note_event(_EVENT, {"folder": str(folder.resolve()), "masks": masks})


def last_export(root: Path, classes: Sequence[str]) -> LastExport | None:
    """The last export of a project; None where there was none.

    Raises:
        StacError: If the store is damaged.
    """
    with open_store(root, classes, read_only=True) as store:
        event = store.last_event(_EVENT)
    if event is None:
        return None
    return LastExport(float(event["t"]), str(event["folder"]), int(event["masks"]))
