"""What is open and which image is at hand, to be asked by everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from stac_core.data.items import FolderItems
from stac_gui.presenters.proposals import Proposals
from stac_gui.presenters.sources import MapSources

if TYPE_CHECKING:
    from stac_core.pseudo_mask import PseudoMaskSpec
    from stac_core.refine.refiner import MaskRecipe
    from stac_core.types import ImageItem
    from stac_gui.documents.mask_document import MaskDocument
    from stac_gui.outcome import ErrorInfo
    from stac_gui.presenters.decisions import Decisions
    from stac_gui.presenters.maps import MapSupply
    from stac_gui.presenters.opening import Opened
    from stac_gui.presenters.prepared_maps import PreparedMaps
    from stac_gui.presenters.services import Inference, Tasks
    from stac_gui.workers.engines import Source
    from stac_gui.workers.images import LoadedImage

_NO_ITEMS: Final = FolderItems((), {})


class AtHand(QObject):
    """Answers questions about what is open; `ReviewSession` changes it.

    Args:
        inference: Where the first model runs.
        segmenter: Where the segmenter runs.
        maps: Where imported maps are read.
        decisions: The records.
        tasks: Runs functions in threads.
        parent: Owner.

    Attributes:
        decisions: The records, as they are or soon will be on the disk.
        sources: The models.
        proposals: What they say about the image at hand.
        problem: Why the image at hand or its maps cannot be shown.
    """

    def __init__(
        self,
        inference: Inference,
        segmenter: Inference,
        maps: Inference,
        decisions: Decisions,
        tasks: Tasks,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.decisions = decisions
        self.sources = MapSources(inference, segmenter, maps, self)
        self.proposals = Proposals(self.sources, decisions, tasks, self)
        self.problem: ErrorInfo | None = None
        self._opened: Opened | None = None
        self._row = -1
        self._known: tuple[FolderItems, int, ImageItem] | None = None
        self._image: LoadedImage | None = None
        self._document: MaskDocument | None = None

    @property
    def data(self) -> Opened | None:
        """The project or folder."""
        return self._opened

    @property
    def may_edit(self) -> bool:
        """Whether masks, decisions and tags may be changed: not where a project is for reading."""
        return self._opened is None or not self._opened.read_only

    @property
    def items(self) -> FolderItems:
        """The images, in order."""
        return _NO_ITEMS if self._opened is None else self._opened.items

    @property
    def class_names(self) -> list[str]:
        """The classes in mask order."""
        return [] if self._opened is None else self._opened.class_names

    @property
    def row(self) -> int:
        """Row of the image at hand; -1 without one."""
        return self._row

    @property
    def item(self) -> ImageItem | None:
        """The image at hand."""
        items, row = self.items, self._row
        if not 0 <= row < len(items):
            return None
        known = self._known  # everybody asks for it, and it is made anew each time
        if known is None or known[0] is not items or known[1] != row:
            known = self._known = items, row, items[row]
        return known[2]

    @property
    def image(self) -> LoadedImage | None:
        """The image at hand, decoded."""
        return self._image

    @property
    def supply(self) -> MapSupply:
        """The model whose maps are shown."""
        return self.sources.supply

    @property
    def maps(self) -> PreparedMaps | None:
        """The maps of the image at hand, by the model that is shown."""
        return self.proposals.maps(self.sources.shown)

    @property
    def document(self) -> MaskDocument | None:
        """The mask of the image at hand."""
        return self._document

    @property
    def recipe(self) -> MaskRecipe:
        """How the mask at hand is made from the maps."""
        if self._document is None:
            return self.proposals.recipe(self.sources.shown)
        return self._document.recipe

    @property
    def spec(self) -> PseudoMaskSpec:
        """The thresholds of the mask at hand."""
        return self.recipe.spec

    @property
    def mask_source(self) -> Source:
        """The model that the mask at hand begins with; not the shown one once it was edited."""
        document = self._document
        return self.sources.shown if document is None else self.proposals.source_for(document)

    def scores(self, image_id: str) -> dict[str, float]:
        """What a model said about an image, by class name; empty where none has looked yet."""
        prediction = None if self._opened is None else self._opened.predictions.get(image_id)
        return {} if prediction is None else dict(prediction.scores)

    @property
    def is_waiting_for_maps(self) -> bool:
        """Whether maps of the image at hand are on their way."""
        has_model = self.supply.model is not None or self.supply.is_loading
        return has_model and self.maps is None and self.item is not None and self.problem is None
