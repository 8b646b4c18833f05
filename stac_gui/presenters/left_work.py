"""What crashes left of work on folders that had no project yet."""

from __future__ import annotations

import hashlib
import logging
from typing import TYPE_CHECKING

from stac_core.errors import StorageError
from stac_core.labels.journal import left_journals
from stac_core.labels.ownership import Claim
from stac_core.labels.recovery import LeftWork, Recovered, read_left_work, recover

if TYPE_CHECKING:
    from pathlib import Path

    from stac_core.labels.ownership import Claims
    from stac_core.labels.store import LabelStore

logger = logging.getLogger(__name__)


def place_of(images: Path, unsaved: Path) -> Path:
    """Where work on a bare folder of images is written down.

    Args:
        images: The folder, resolved.
        unsaved: The person's folder for such work.
    """
    return unsaved / hashlib.sha256(str(images).encode()).hexdigest()[:16]


def find_left_work(place: Path, claims: Claims) -> tuple[Claim | None, LeftWork | None]:
    """What a crash left of the work on a bare folder, and the right to take it over.

    Nothing where another window works on that folder: what is there is its own.

    Raises:
        DataError: If a journal cannot be opened.
    """
    try:
        claim = claims.take(place, is_transient=True)
    except StorageError:
        logger.warning("work on a folder cannot be written down", exc_info=True)
        return None, None
    return (claim, read_left_work(place)) if isinstance(claim, Claim) else (None, None)


def recover_left_work(store: LabelStore, place: Path, claims: Claims) -> Recovered:
    """Put what is left of the work on a folder into the project that it has by now.

    The window may have crashed after the project was made and before it had everything.

    Raises:
        LabelStoreError: As `recover`.
        StorageError: As `recover`.
    """
    if not left_journals(place):
        return Recovered()
    claim = claims.take(place, is_transient=True)
    if not isinstance(claim, Claim):
        return Recovered()
    try:
        return recover(store, place)
    finally:
        claim.release()
