"""Making the smaller copies of what is shown in a thread, where that takes long."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from stac_gui.canvas.pyramid import Pyramid
    from stac_gui.canvas.tools import Scene


class LevelMaker:
    """The `maker` of pyramids.

    Args:
        scene: Says where work is run.
        made: Called when there are more levels to be shown.
    """

    def __init__(self, scene: Scene, made: Callable[[], object]) -> None:
        self._scene, self._made = scene, made

    def __call__(self, pyramid: Pyramid) -> None:
        """Make the levels of a pyramid."""

        def done(levels: list[NDArray[Any]]) -> None:
            pyramid.finish(levels)
            self._made()

        def failed() -> None:
            """Without memory for copies the picture itself goes on being shown."""

        self._scene.run(pyramid.begin(), done, failed)
