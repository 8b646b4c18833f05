"""How others steer a run: by files in its folder, from a window or a shell.

`cancel` stops it, `pause` makes it wait for as long as the file is there.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from stac_core.engine.reports import Wish
from stac_core.errors import Cancelled
from stac_core.types import CancelToken
from stac_core.work_folder import CANCEL_FILE, PAUSE_FILE

if TYPE_CHECKING:
    from pathlib import Path

_LOOK_EVERY = 0.5


class RunControl(CancelToken):
    """A token that is also cancelled by a file in the run folder, and that can ask for a pause."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._cancel_file, self._pause_file = folder / CANCEL_FILE, folder / PAUSE_FILE
        self._looked = 0.0
        self._pauses = False
        self._other: CancelToken | None = None

    @property
    def is_cancelled(self) -> bool:
        """Whether somebody asked to stop; the files are looked for twice a second."""
        self._look()
        return self._event.is_set()

    def check(self) -> None:
        """Stop here if stopping was asked for."""
        if self.is_cancelled:
            raise Cancelled

    def wish(self) -> Wish:
        """What somebody wants of the run now."""
        self._look()
        if self._event.is_set():
            return Wish.STOP
        return Wish.PAUSE if self._pauses else Wish.GO_ON

    def follow(self, other: CancelToken) -> None:
        """Stop when this token says so, too."""
        self._other = other

    def forget(self) -> None:
        """Remove what is left of wishes to an earlier process."""
        self._cancel_file.unlink(missing_ok=True)
        self._pause_file.unlink(missing_ok=True)

    def _look(self) -> None:
        now = time.monotonic()
        if now - self._looked > _LOOK_EVERY:
            self._looked = now
            self._pauses = self._pause_file.exists()
            if self._cancel_file.exists() or (self._other is not None and self._other.is_cancelled):
                self._event.set()
