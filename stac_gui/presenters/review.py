"""The review session: which image is at hand, its maps and mask, and what a person does to them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, Signal, Slot

from stac_core.labels.store import Prediction
from stac_core.presence import Tags
from stac_core.project import make_classes
from stac_core.types import ReviewStatus
from stac_gui.presenters.maps import MapSupply
from stac_gui.presenters.mask_spec import choose_mask_spec
from stac_gui.presenters.prepared_maps import MapPreparation, PreparedMaps
from stac_gui.presenters.shelf import DocumentShelf
from stac_gui.workers.storage import SaveRequest

if TYPE_CHECKING:
    from stac_core.pseudo_mask import PseudoMaskSpec
    from stac_core.types import CamResult, ImageItem
    from stac_gui.documents.mask_document import MaskDocument
    from stac_gui.outcome import ErrorInfo
    from stac_gui.presenters.decisions import Decisions
    from stac_gui.presenters.opening import Opened
    from stac_gui.presenters.services import Inference, Loader, Tasks
    from stac_gui.workers.images import LoadedImage

AHEAD: Final = 3
BEHIND: Final = 1
LONGEST_VISIT: Final = 600.0
"""Seconds that one visit counts at most: an image left open over lunch was not worked on."""


class ReviewSession(QObject):
    """Walks through the images of a project or a folder.

    Signals:
        opened: Another list of images.
        current_changed: Another image is at hand; it may not be decoded yet.
        image_changed: The image at hand is decoded, or cannot be (`problem` says why).
        maps_changed: Its maps arrived, or are gone.
        document_changed: Its mask can be edited, or not any more.
        spec_changed: The threshold that its mask is made with.
        row_changed: Row of an image whose status, tags or score are different.
        message: Level ("info", "warning", "error") and words.
    """

    opened = Signal()
    current_changed = Signal()
    image_changed = Signal()
    maps_changed = Signal()
    document_changed = Signal()
    spec_changed = Signal()
    row_changed = Signal(int)
    message = Signal(str, str)

    def __init__(
        self,
        *,
        loader: Loader,
        inference: Inference,
        decisions: Decisions,
        tasks: Tasks,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._loader = loader
        self.decisions = decisions
        self.supply = MapSupply(inference, self)
        self._preparation = MapPreparation(tasks, self)
        self._shelf = DocumentShelf(tasks, self)
        self._opened: Opened | None = None
        self._rows: dict[str, int] = {}
        self._row = -1
        self._image: LoadedImage | None = None
        self._document: MaskDocument | None = None
        self._threshold: float | None = None
        self._since = 0.0
        self._gesture_open = self._gesture_dirty = False
        self.problem: ErrorInfo | None = None
        loader.loaded.connect(self._on_image)
        loader.failed.connect(self._on_image_failed)
        decisions.changed.connect(self._on_record)
        self.supply.model_changed.connect(self._on_model_changed)
        self.supply.arrived.connect(self._on_maps)
        self.supply.failed.connect(self._on_maps_failed)
        self.supply.message.connect(self.message)
        self._preparation.ready.connect(self._on_maps_ready)
        self._preparation.message.connect(self.message)
        self._shelf.ready.connect(self._on_document)
        self._shelf.edited.connect(self._on_edited)
        self._shelf.message.connect(self.message)

    # ---- what is open --------------------------------------------------------------------

    @property
    def data(self) -> Opened | None:
        """The project or folder."""
        return self._opened

    @property
    def items(self) -> list[ImageItem]:
        """The images, in order."""
        return [] if self._opened is None else self._opened.items

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
        return self.items[self._row] if 0 <= self._row < len(self.items) else None

    @property
    def image(self) -> LoadedImage | None:
        """The image at hand, decoded."""
        return self._image

    @property
    def maps(self) -> PreparedMaps | None:
        """The maps of the image at hand."""
        return self._preparation.maps

    @property
    def document(self) -> MaskDocument | None:
        """The mask of the image at hand."""
        return self._document

    @property
    def spec(self) -> PseudoMaskSpec:
        """How the mask at hand is made from the maps."""
        return self._spec() if self._document is None else self._document.spec

    def tags(self, image_id: str) -> dict[str, bool]:
        """Tags of an image: class name -> present."""
        return {} if self._opened is None else dict(self._opened.tags.get(image_id, {}))

    def scores(self, image_id: str) -> dict[str, float]:
        """What a model said about an image, by class name; empty where none has looked yet."""
        prediction = None if self._opened is None else self._opened.predictions.get(image_id)
        return {} if prediction is None else dict(prediction.scores)

    @property
    def is_waiting_for_maps(self) -> bool:
        """Whether maps of the image at hand are on their way."""
        has_model = self.supply.model is not None or self.supply.is_loading
        return has_model and self.maps is None and self.item is not None and self.problem is None

    def counts(self) -> dict[ReviewStatus, int]:
        """Number of images by status."""
        counts = dict.fromkeys(ReviewStatus, 0)
        for image_id, record in self.decisions.records.items():
            if image_id in self._rows:
                counts[record.status] += 1
        decided = sum(counts.values()) - counts[ReviewStatus.TODO]
        counts[ReviewStatus.TODO] = len(self.items) - decided
        return counts

    # ---- opening and walking -------------------------------------------------------------

    def open(self, opened: Opened) -> None:
        """Show another project or folder."""
        self.leave()
        self._loader.clear()
        self._document = self._image = None
        self._preparation.clear()
        self._shelf.clear()
        self._opened = opened
        self._rows = {item.id: row for row, item in enumerate(opened.items)}
        self._row = -1
        self._threshold = opened.cam.threshold
        self.decisions.start(opened.records)
        if opened.root is not None and not opened.read_only:
            self.decisions.attach(opened.root, opened.class_names)
        model = self.supply.model
        self.supply.open(opened)
        self.opened.emit()
        if opened.model is not None:
            self.supply.load(opened.model)
        elif opened.project is None and model is not None:
            self.supply.load(model.path)  # a folder has no model of its own: keep the one in use
        else:
            self.supply.drop()
        self.go_to(0)

    def became_project(self, opened: Opened) -> None:
        """The folder at hand is a project now; for the person nothing else changes."""
        assert self._opened is not None
        assert opened.root is not None
        opened.predictions = {**opened.predictions, **self._opened.predictions}
        self._opened = opened
        self.decisions.attach(opened.root, opened.class_names)
        self.opened.emit()
        self.current_changed.emit()
        self.image_changed.emit()

    def use_model(self, opened: Opened) -> None:
        """Use another model of the same project; masks that were decided on stay as they are."""
        self._opened = opened
        if opened.model is not None:
            self.supply.load(opened.model)

    def go_to(self, row: int) -> None:
        """Take another image in hand; never waits for anything."""
        if not 0 <= row < len(self.items) or row == self._row:
            return
        self.leave()
        self._row = row
        item = self.items[row]
        self.problem = None
        self._document = None
        self._preparation.clear()
        self._image = self._loader.get(item)
        self._since = time.monotonic()
        if self._image is None:
            self._loader.request(item, urgent=True)
        self.current_changed.emit()
        if self._image is not None:
            self._show_image()
        around = [row + step for step in range(1, AHEAD + 1)]
        around += [row - step for step in range(1, BEHIND + 1)]
        neighbours = [self.items[each] for each in around if 0 <= each < len(self.items)]
        for neighbour in neighbours:
            self._loader.request(neighbour)
        self.supply.want([item, *neighbours])

    def go_to_id(self, image_id: str) -> bool:
        """Take an image in hand by its id; False if there is none."""
        row = self._rows.get(image_id)
        if row is not None:
            self.go_to(row)
        return row is not None

    def next(self) -> None:
        """The next image."""
        self.go_to(self._row + 1)

    def previous(self) -> None:
        """The previous image."""
        self.go_to(self._row - 1)

    def leave(self) -> None:
        """Finish what is open on the image at hand."""
        if self._document is not None:
            self._document.commit("edit")
            self.end_gesture()

    def look_at_all(self) -> None:
        """Look at every image that the model has not seen, in the background."""
        model, opened = self.supply.model, self._opened
        if model is not None and opened is not None:
            seen = {key for key, each in opened.predictions.items() if each.model == model.digest}
            self.supply.start_batch([item for item in opened.items if item.id not in seen])

    # ---- decisions and edits -------------------------------------------------------------

    def decide(self, status: ReviewStatus) -> None:
        """Save a decision on the image at hand and go on to the next."""
        if self.item is None:
            return
        self.leave()
        if status is ReviewStatus.ACCEPTED and self._document is None:
            self.message.emit("warning", self.tr("There is no mask to accept yet."))
            return
        if self._save(status):
            if self._row + 1 < len(self.items):
                self.next()
            else:
                self.message.emit("info", self.tr("This was the last image."))

    def set_status(self, status: ReviewStatus) -> None:
        """Save a status of the image at hand and stay there."""
        if self.item is not None:
            self.leave()
            self._save(status)

    def save_now(self) -> None:
        """Save the mask at hand as it is, with its status unchanged."""
        if self._document is not None:
            self.leave()
            self._save_unchanged()

    def set_tag(self, name: str, present: bool | None) -> None:
        """Tag the image at hand; None means not known."""
        if self.item is not None:
            tags = self.tags(self.item.id)
            tags.pop(name, None)
            if present is not None:
                tags[name] = present
            self._set_tags(self.item, tags)

    def set_defect_free(self) -> None:
        """Tag the image at hand as without any defect."""
        if self.item is not None:
            self._set_tags(self.item, dict.fromkeys(self.class_names, False))

    def set_threshold(self, threshold: float, *, gesture: int | None = None) -> None:
        """Make the mask at hand with another background threshold.

        It also holds for images that nobody has looked at yet.

        Args:
            threshold: In [0, 1].
            gesture: The same number for all steps of one drag.
        """
        self._threshold = threshold
        self._gesture_open = gesture is not None
        if self._document is not None:
            self._document.set_spec(self._spec(), gesture=gesture)
        self.spec_changed.emit()

    def end_gesture(self) -> None:
        """The slider was let go: what it did is saved now."""
        self._gesture_open = False
        if self._gesture_dirty:
            self._gesture_dirty = False
            self._save_unchanged()

    # ---- inside: image and mask ----------------------------------------------------------

    @Slot(object)
    def _on_image(self, image: LoadedImage) -> None:
        if image.item == self.item and self._image is None:
            self._image = image
            self._show_image()

    @Slot(str, object)
    def _on_image_failed(self, image_id: str, error: ErrorInfo) -> None:
        if self.item is not None and image_id == self.item.id:
            self.problem = error
            self.image_changed.emit()

    def _show_image(self) -> None:
        item, image = self.item, self._image
        assert item is not None
        assert image is not None
        assert self._opened is not None
        self.image_changed.emit()
        record = self.decisions.record(item.id)
        self._shelf.open(
            item.id,
            image.size,
            record=record,
            request=self.decisions.request(item.id),
            spec=self._spec(record.source.get("threshold") if record.is_protected else None),
            root=self._opened.root,
        )
        found = self.supply.get(item.id)
        if found is not None:
            self._use_maps(found)

    @Slot(object)
    def _on_document(self, document: MaskDocument) -> None:
        if self.item is None or document.image_id != self.item.id:
            return  # read for an image that was left in the meantime
        self._document = document
        self._give_maps()
        self.document_changed.emit()
        self.spec_changed.emit()

    def _spec(self, threshold: float | None = None) -> PseudoMaskSpec:
        chosen = self._threshold if threshold is None else threshold
        return choose_mask_spec(chosen, self.supply.model, self._opened)

    # ---- inside: maps --------------------------------------------------------------------

    @Slot(str, object)
    def _on_maps(self, image_id: str, result: CamResult) -> None:
        self._note_scores(image_id, result)
        if self.item is not None and image_id == self.item.id and self._image is not None:
            self._use_maps(result)

    @Slot(str, object)
    def _on_maps_failed(self, image_id: str, error: ErrorInfo) -> None:
        if self.item is not None and image_id == self.item.id and self.problem is None:
            self.problem = error
            self.message.emit("error", error.message)
            self.maps_changed.emit()

    def _note_scores(self, image_id: str, result: CamResult) -> None:
        opened, model = self._opened, self.supply.model
        if opened is None or model is None or image_id not in self._rows:
            return
        scores = dict(zip(result.classes, map(float, result.scores), strict=True))
        new = Prediction(scores, model.digest, model.identity)
        if opened.predictions.get(image_id) != new:
            opened.predictions[image_id] = new
            self.decisions.save_prediction(image_id, new)
            self.row_changed.emit(self._rows[image_id])

    def _use_maps(self, full: CamResult) -> None:
        item, image, opened = self.item, self._image, self._opened
        assert item is not None
        assert image is not None
        assert opened is not None
        if full.cam.shape[1:] != image.size or len(full.classes) != len(self.class_names):
            return  # of the file as it was, or of other classes; new maps are on their way
        self._prepare(full)

    def _prepare(self, full: CamResult) -> None:
        assert self.item is not None
        assert self._opened is not None
        tags = self.tags(self.item.id)
        known = Tags.from_names(tags, self.class_names) if tags else None
        self._preparation.start(full, known, self._opened.cam.tag_threshold)

    @Slot()
    def _on_maps_ready(self) -> None:
        self._give_maps()
        self.maps_changed.emit()

    def _give_maps(self) -> None:
        if self.maps is not None and self._document is not None:
            self._document.follow_spec(self._spec())
            self._document.set_maps(self.maps.maker)
            self.spec_changed.emit()

    # ---- inside: saving ------------------------------------------------------------------

    @Slot(object)
    def _on_edited(self, document: MaskDocument) -> None:
        if document is self._document:
            self.spec_changed.emit()
            if self._gesture_open:
                self._gesture_dirty = True
            else:
                self._save_unchanged()

    def _save_unchanged(self) -> None:
        if self.item is not None:
            self._save(self.decisions.record(self.item.id).status)

    def _save(self, status: ReviewStatus) -> bool:
        item, document, model = self.item, self._document, self.supply.model
        assert item is not None
        if not self._may_write():
            return False
        source: dict[str, Any] = {}
        if model is not None:
            source = {"model": model.digest, "maps": model.identity}
        if document is not None:
            source["threshold"] = document.spec.threshold
        now = time.monotonic()
        visit, self._since = min(now - self._since, LONGEST_VISIT), now
        if document is None:
            request = SaveRequest(item.id, status, None, "none", seconds=visit)
        else:
            request = SaveRequest(
                image_id=item.id,
                status=status,
                mask=document.mask.copy(),
                origin="person" if document.is_by_person else "model",
                source=source,
                seconds=visit,
                proposal=document.proposal_maker(),
            )
        self.decisions.save(request)
        return True

    def _may_write(self) -> bool:
        if self._opened is not None and not self._opened.read_only:
            return True
        text = (
            "This project is open for reading only: nothing is saved. Copy it where you may write."
        )
        self.message.emit("error", self.tr(text))
        return False

    def _set_tags(self, item: ImageItem, tags: dict[str, bool]) -> None:
        assert self._opened is not None
        if self._may_write():
            self._opened.tags[item.id] = tags
            self.decisions.save_tags(item.id, tags)
            self.row_changed.emit(self._row)
            if self._preparation.full is not None:
                self._prepare(self._preparation.full)

    @Slot(str)
    def _on_record(self, image_id: str) -> None:
        row = self._rows.get(image_id)
        if row is not None:
            self.row_changed.emit(row)

    # ---- inside: model -------------------------------------------------------------------

    @Slot()
    def _on_model_changed(self) -> None:
        model, opened = self.supply.model, self._opened
        if model is None:
            self._preparation.clear()
        elif (
            opened is not None
            and opened.project is None
            and opened.class_names != list(model.classes)
            and not self.decisions.has_unsaved
        ):  # a bare folder has the classes of the model that looks at it
            opened.classes = make_classes(list(model.classes))
            self.opened.emit()
        self.maps_changed.emit()
        self.spec_changed.emit()
