"""What the models propose for the image at hand: maps ready to be shown, and how masks are made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from stac_core.data.images import to_model_rgb
from stac_core.imported_maps import ANY_SCORE
from stac_core.imported_maps import KIND as IMPORTED
from stac_core.labels.store import Prediction
from stac_core.presence import Tags
from stac_core.project import make_classes
from stac_core.refine.steps import steps_as_values
from stac_gui.presenters.mask_spec import choose_recipe, recorded_steps
from stac_gui.presenters.prepared_maps import MapPreparation, MapSource, PreparedMaps

if TYPE_CHECKING:
    from collections.abc import Callable

    from stac_core.labels.store import LabelRecord
    from stac_core.refine.refiner import MaskRecipe
    from stac_core.refine.steps import AnyStep
    from stac_core.types import CamResult
    from stac_gui.documents.mask_document import MaskDocument
    from stac_gui.presenters.decisions import Decisions
    from stac_gui.presenters.opening import Opened
    from stac_gui.presenters.services import Tasks
    from stac_gui.presenters.sources import MapSources
    from stac_gui.workers.engines import Source
    from stac_gui.workers.images import LoadedImage


class Proposals(QObject):
    """The maps of the image at hand by each model, each model's threshold, and refinement.

    Attributes:
        steps: Of refinement, for masks of either model.

    Args:
        sources: The models.
        decisions: What a person decided.
        tasks: Makes large maps ready.
        parent: Owner.

    Signals:
        ready: Source whose maps of the image at hand are there.
        message: Level and words.
    """

    ready = Signal(str)
    message = Signal(str, str)

    def __init__(
        self,
        sources: MapSources,
        decisions: Decisions,
        tasks: Tasks,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._sources, self._decisions = sources, decisions
        self._opened: Opened | None = None
        self._image: LoadedImage | None = None
        self._chosen: dict[str, float | None] = {}
        self._ignore_from: dict[str, float | None] = {}
        self.steps: tuple[AnyStep, ...] = ()
        self._made_by: dict[str, dict[str, Any]] = {}
        self._preparations: dict[str, MapPreparation] = {}
        for supply in sources:
            self._add(supply.source, tasks)

    def open(self, opened: Opened) -> None:
        """Another project or folder, with its own thresholds."""
        self._opened = opened
        self._chosen = {"cam": opened.cam.threshold}
        self._ignore_from = {"cam": opened.cam.ignore_from}  # a level of heat, as the threshold is
        self.steps = tuple(opened.refine.steps)
        self.clear()

    def replace(self, opened: Opened) -> None:
        """The same images with other settings."""
        self._opened = opened

    def follow_models(self) -> bool:
        """Forget maps of models that are gone; whether the classes are others now."""
        for supply in self._sources:
            if supply.model is None:
                self.clear(supply.source)
        opened, model = self._opened, self._sources.supply.model
        if (
            model is None
            or opened is None
            or opened.project is not None
            or opened.class_names == list(model.classes)
            or self._decisions.has_unsaved
        ):
            return False
        # a bare folder has the classes of the model that looks at it
        opened.classes = make_classes(list(model.classes))
        return True

    # ---- maps ----------------------------------------------------------------------------

    def clear(self, source: Source | None = None) -> None:
        """Forget the maps of the image at hand: of one model, or all and the image too."""
        if source is not None:
            self._preparations[source].clear()
            return
        self._image = None
        for each in self._preparations.values():
            each.clear()

    def start(self, image: LoadedImage) -> None:
        """Another image is at hand: make ready what there is of it."""
        self._image = image
        for source in self._preparations:
            self.use(source)

    def use(self, source: str) -> None:
        """Make ready what a model says about the image at hand, if it has looked at it."""
        image, opened, supply = self._image, self._opened, self._sources[source]
        found = None if image is None else supply.get(image.item.id)
        if found is None or opened is None or image is None or supply.model is None:
            return
        if found.cam.shape[1:] != image.size or len(found.classes) != len(opened.classes):
            return  # of the file as it was, or of other classes; new maps are on their way
        model = supply.model
        self._made_by[source] = {
            "model": model.digest, "maps": model.identity, "kind": model.kind,
        }  # fmt: skip
        self._prepare(source, found)

    def tags_changed(self) -> None:
        """Other maps count for the image at hand."""
        for source, preparation in self._preparations.items():
            if preparation.source is not None:
                self._prepare(source, preparation.source.full)

    def maps(self, source: str) -> PreparedMaps | None:
        """A model's maps of the image at hand."""
        return self._preparations[source].maps

    def note_scores(self, image_id: str, result: CamResult) -> bool:
        """Remember what the shown model says about an image; whether that is news."""
        opened, model = self._opened, self._sources.supply.model
        if opened is None or model is None:
            return False
        new = Prediction.of(result, model.digest, model.identity)
        old = opened.predictions.get(image_id)
        if old is not None and not new.spread:  # maps that were kept before it was measured
            same = (old.scores, old.model, old.spec) == (new.scores, new.model, new.spec)
            new = old if same else new
        if opened.predictions.get(image_id) == new:
            return False
        opened.predictions[image_id] = new
        self._decisions.save_prediction(image_id, new)
        return True

    # ---- masks ---------------------------------------------------------------------------

    def recipe(self, source: Source) -> MaskRecipe:
        """How masks are made from a model's maps: as was chosen, else as project or model say."""
        return self._recipe(
            source, self._chosen.get(source), self._ignore_from.get(source), self.steps
        )

    def with_threshold(
        self, source: Source, threshold: float
    ) -> Callable[[MaskRecipe], MaskRecipe]:
        """Choose the background threshold of a model's masks.

        Returns:
            Gives another recipe that threshold. An ignore band that a lower threshold closed opens
            again with a higher one.
        """
        self._chosen[source] = threshold

        def change(recipe: MaskRecipe) -> MaskRecipe:
            band, wish = recipe.spec.ignore_from, self._ignore_from.get(source)
            if band is not None and wish is not None and band == min(wish, recipe.spec.threshold):
                band = wish
            return self._recipe(source, threshold, band, recipe.steps)

        return change

    def with_ignore_from(
        self, source: Source, value: float | None
    ) -> Callable[[MaskRecipe], MaskRecipe]:
        """Choose where the ignore band of a model's masks begins; None for no band.

        Returns:
            Gives another recipe that band.
        """
        self._ignore_from[source] = value
        return lambda recipe: self._recipe(source, recipe.spec.threshold, value, recipe.steps)

    def own_threshold(self, source: Source) -> float:
        """The threshold that the project or the model names."""
        named = self._opened.cam.threshold if self._opened and source == "cam" else None
        return self._recipe(source, named, None, ()).spec.threshold

    # ---- the mask at hand ----------------------------------------------------------------

    def follows(self, document: MaskDocument) -> bool:
        """Whether a mask is the shown model's proposal: nobody decided on it or touched it."""
        return document.is_untouched and not self._decisions.record(document.image_id).is_protected

    def source_for(self, document: MaskDocument) -> Source:
        """The model that a mask begins with."""
        if self.follows(document):
            return self._sources.shown
        return document.maps_source or self._source_of(self._decisions.record(document.image_id))

    def give(self, document: MaskDocument) -> None:
        """Give a mask the maps that it begins with; one that nobody touched follows them."""
        source, follows = self.source_for(document), self.follows(document)
        maps = self.maps(source)
        if maps is not None:
            if follows:
                document.follow_recipe(self.recipe(source))
            document.set_maps(maps.refiner, source)
        elif follows and document.maps_source not in {None, source}:
            document.forget_maps()

    def first_recipe(self, record: LabelRecord) -> MaskRecipe:
        """How a mask is made when its image is opened: as chosen, or as a saved one was."""
        if not record.is_protected:
            return self.recipe(self._sources.shown)
        source, said, steps = self._source_of(record), record.source, recorded_steps(record.source)
        return self._recipe(
            source,
            said.get("threshold", self._chosen.get(source)),
            said.get("ignore_from", self._ignore_from.get(source)),
            self.steps if steps is None else steps,
        )

    def values(self, document: MaskDocument) -> dict[str, Any]:
        """What a mask was made from and how, for its record."""
        made_by = self._made_by.get(document.maps_source or "", {})
        return {
            **made_by,
            "threshold": document.spec.threshold,
            "ignore_from": document.spec.ignore_from,
            "refine": steps_as_values(document.recipe.steps),
        }

    def _source_of(self, record: LabelRecord) -> Source:
        """The model that a saved mask began with; the one that is shown where it is not there."""
        if not record.source.get("model"):
            return self._sources.shown
        kinds: dict[Any, Source] = {"segmenter": "segmenter", IMPORTED: "maps"}
        named = kinds.get(record.source.get("kind"), "cam")
        return named if self._sources.has(named) else self._sources.shown

    # ---- inside --------------------------------------------------------------------------

    def _recipe(
        self,
        source: Source,
        threshold: float | None,
        ignore_from: float | None,
        steps: tuple[AnyStep, ...],
    ) -> MaskRecipe:
        model = self._sources[source].model
        return choose_recipe(threshold, ignore_from, steps, source, model, self._opened)

    def _add(self, source: Source, tasks: Tasks) -> None:
        preparation = MapPreparation(tasks, self)
        preparation.ready.connect(lambda: self.ready.emit(source))
        preparation.message.connect(self.message)
        self._preparations[source] = preparation

    def _prepare(self, source: str, full: CamResult) -> None:
        assert self._opened is not None
        assert self._image is not None
        tags = self._opened.tags.get(self._image.item.id, {})
        known = Tags.from_names(tags, self._opened.class_names) if tags else None
        pixels, value_range = self._image.pixels, self._opened.value_range(self._image.item.id)
        given = MapSource(
            full, lambda: to_model_rgb(pixels, value_range), self._sources[source].run_on.device
        )
        model, threshold = self._sources[source].model, self._opened.cam.tag_threshold
        if model is not None and not model.scores_decide:
            threshold = ANY_SCORE
        self._preparations[source].start(given, known, threshold)
