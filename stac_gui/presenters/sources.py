"""Where maps come from, STAC, the segmenter or other programs: which a person looks at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from stac_gui.presenters.maps import MapSupply

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from stac_core.types import ImageItem
    from stac_gui.presenters.maps import RunOn
    from stac_gui.presenters.opening import Opened
    from stac_gui.presenters.services import Inference
    from stac_gui.workers.engines import Source


class MapSources(QObject):
    """Keeps the models at hand, one of them shown.

    Another one, that was shown before it, is loaded when the shown one has looked at the image at
    hand: from then on changing between them costs nothing.

    Args:
        cam: The place of STAC's model in the inference thread.
        segmenter: The place of the segmenter.
        maps: The place of imported maps.
        parent: Owner.

    Signals:
        shown_changed: The other model is shown.
        model_changed: Of either: another model, none, or one is being loaded.
        arrived: Source, image id and `CamResult` with the maps of all classes.
        failed: Source, image id and `ErrorInfo`.
        progress_changed: Something is being looked at, or no longer.
        message: Level and words.
    """

    shown_changed = Signal()
    model_changed = Signal()
    arrived = Signal(str, str, object)
    failed = Signal(str, str, object)
    progress_changed = Signal()
    message = Signal(str, str)

    def __init__(
        self,
        cam: Inference,
        segmenter: Inference,
        maps: Inference,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.shown: Source = "cam"
        self._before: Source = "segmenter"
        self._supplies: dict[str, MapSupply] = {
            "cam": MapSupply(cam, "cam", self),
            "segmenter": MapSupply(segmenter, "segmenter", self),
            "maps": MapSupply(maps, "maps", self),
        }
        self._wanted: Sequence[ImageItem] = ()
        for each in self:
            self._connect(each)
            each.set_shown(shown=each.source == self.shown)

    def __getitem__(self, source: str) -> MapSupply:
        return self._supplies[source]

    def __iter__(self) -> Iterator[MapSupply]:
        return iter(self._supplies.values())

    @property
    def supply(self) -> MapSupply:
        """The model that is shown, with its maps."""
        return self._supplies[self.shown]

    @property
    def other(self) -> MapSupply:
        """The model to compare with: the one shown before, if it is there, else any that is."""
        rest = [each for each in self if each is not self.supply]
        return min(rest, key=lambda each: (each.path is None, each.source != self._before))

    def has(self, source: str) -> bool:
        """Whether there is such a model, loaded or not."""
        return self[source].path is not None

    # ---- what is open --------------------------------------------------------------------

    def open(self, opened: Opened) -> None:
        """Another project or folder: forget all maps."""
        self._wanted = ()
        for each in self:
            each.open(opened)

    def use(self, cam: Path | None, segmenter: Path | None, maps: Path | None) -> None:
        """Have these at hand; the segmenter is shown where there is one, else STAC's model."""
        offered: dict[Source, Path | None] = {"cam": cam, "segmenter": segmenter, "maps": maps}
        order: tuple[Source, ...] = ("segmenter", "cam", "maps")
        self.show(next((each for each in order if offered[each] is not None), "cam"))
        for source, path in offered.items():
            self[source].offer(path)
        self.supply.ensure()

    def load(self, path: Path, source: Source) -> None:
        """Use another model and show it."""
        self[source].load(path)
        self.show(source)

    def show(self, source: Source) -> None:
        """Look at the maps of this model from now on."""
        if source == self.shown:
            return
        self._before, self.shown = self.shown, source
        for each in self:
            if each is not self.supply:
                each.cancel_batch()
            each.set_shown(shown=each is self.supply)
        self.want(self._wanted)
        self.supply.ensure()
        self.shown_changed.emit()

    def toggle(self) -> None:
        """Look at the next model's maps, if there is another one."""
        order = [each for each in self if each.path is not None]
        if order:
            place = order.index(self.supply) + 1 if self.supply in order else 0
            self.show(order[place % len(order)].source)

    def want(self, items: Sequence[ImageItem]) -> None:
        """These images are looked at now or soon, the first one most urgently."""
        self._wanted = items
        for each in self:
            each.want(items if each in (self.supply, self.other) else ())
        self._ensure_other()

    def cancel_batch(self) -> None:
        """Stop looking at all images."""
        for each in self:
            each.cancel_batch()

    def set_run_on(self, run_on: RunOn) -> None:
        """Where models that are loaded from now on run."""
        for each in self:
            each.run_on = run_on

    # ---- inside --------------------------------------------------------------------------

    def _connect(self, supply: MapSupply) -> None:
        source = supply.source

        def on_arrived(image_id: str, result: object) -> None:
            self.arrived.emit(source, image_id, result)
            self._ensure_other()

        def on_failed(image_id: str, error: object) -> None:
            self.failed.emit(source, image_id, error)

        supply.arrived.connect(on_arrived)
        supply.failed.connect(on_failed)
        supply.model_changed.connect(self.model_changed)
        supply.progress_changed.connect(self.progress_changed)
        supply.message.connect(self.message)

    def _ensure_other(self) -> None:
        """Load the other model, unless the shown one still has the image at hand to look at."""
        if self._wanted and self.supply.get(self._wanted[0].id) is not None:
            self.other.ensure()
