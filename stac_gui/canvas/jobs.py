"""Work of a tool that may take long: one piece at a time, and only the latest wish counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from stac_core.editing.region import fill_of
from stac_gui.canvas.tools import Trouble

if TYPE_CHECKING:
    from collections.abc import Callable

    from stac_core.editing.region import Region
    from stac_core.labels.mask_edit import EditPatches
    from stac_gui.canvas.tools import Editable, Scene

QUICK: Final = 1 << 20
"""Up to so many pixels something is done at once; with more it is done in a thread."""


class Latest:
    """Runs one piece of work at a time; of those asked for meanwhile only the last is done.

    Args:
        scene: Says where work is run.
    """

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._wish = 0
        self._running = False
        self._waiting: tuple[Callable[[], Any], Callable[[Any], None]] | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a result is still to come."""
        return self._running

    def ask(
        self, work: Callable[[], Any], done: Callable[[Any], None], *, is_quick: bool = False
    ) -> None:
        """Do some work; `done` gets its result unless something else is asked for before.

        Args:
            work: May run in a thread.
            done: Called in the GUI thread.
            is_quick: Do it right now.
        """
        self._wish += 1
        self._waiting = None
        if is_quick:
            done(work())
        elif self._running:
            self._waiting = work, done
        else:
            self._start(work, done)

    def forget(self) -> None:
        """Want nothing any more."""
        self._wish += 1
        self._waiting = None

    def _start(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        self._running, wish = True, self._wish

        def arrived(result: Any) -> None:
            if not go_on() and wish == self._wish:
                done(result)
                self._scene.changed()

        def go_on() -> bool:
            self._running = False
            waiting, self._waiting = self._waiting, None
            if waiting is not None:
                self._start(*waiting)
            return waiting is not None

        self._scene.run(work, arrived, go_on)


def to_show(scene: Scene, region: Region) -> Region:
    """The region, ready to be shown at any zoom; for workers, which have the time."""
    if not region.rect.is_empty:
        scene.levels.of(region).build()
    return region


def paint(
    scene: Scene,
    target: Editable,
    find: Callable[[], Region],
    value: int,
    text: str,
    *,
    pixels: int,
) -> None:
    """Give a region a label, as one step of undo; in a thread where that takes long.

    Args:
        scene: Says where work is run.
        target: The mask.
        find: Gives the region; may run in a thread.
        value: The label.
        text: For the menu.
        pixels: Of the region's rectangle, roughly.
    """
    if pixels <= QUICK:
        region = find()
        if region.rect.is_empty:
            return
        changed = target.edit(fill_of(region, value), text, editable=region.inside)
        if not changed and target.guard is not None:
            scene.tell(Trouble.LIMITED)
        return
    revision = target.revision

    def work() -> EditPatches | None:
        region = find()
        if region.rect.is_empty:
            return None
        return target.patches(fill_of(region, value), editable=region.inside)

    def done(patches: EditPatches | None) -> None:
        if scene.target is not target or target.revision != revision:
            scene.tell(Trouble.TOO_LATE)
        elif patches is not None:
            target.take(patches, text)
        elif target.guard is not None:
            scene.tell(Trouble.LIMITED)

    scene.run(work, done, lambda: None)
