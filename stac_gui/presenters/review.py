"""The review session: which image is at hand, its maps and mask, and what a person does to them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from stac_core.types import ReviewStatus
from stac_gui.presenters.at_hand import AtHand
from stac_gui.presenters.refining import Refining
from stac_gui.presenters.saving import Saving
from stac_gui.presenters.shelf import DocumentShelf
from stac_gui.presenters.tagging import Tagging
from stac_gui.presenters.walk import Walk

if TYPE_CHECKING:
    from collections.abc import Callable

    from stac_core.refine.refiner import MaskRecipe
    from stac_core.refine.steps import AnyStep
    from stac_core.types import CamResult
    from stac_gui.documents.mask_document import MaskDocument
    from stac_gui.outcome import ErrorInfo
    from stac_gui.presenters.decisions import Decisions
    from stac_gui.presenters.opening import Opened
    from stac_gui.presenters.services import Inference, Loader, Tasks
    from stac_gui.workers.engines import Source
    from stac_gui.workers.images import LoadedImage


class ReviewSession(AtHand):
    """Walks through the images of a project or a folder.

    Signals:
        opened: Another project or folder.
        items_changed: It has other images than before; the one at hand is the same if it is left.
        current_changed: Another image is at hand; it may not be decoded yet.
        image_changed: The image at hand is decoded, or cannot be (`problem` says why).
        maps_changed: Its maps arrived, or are gone.
        document_changed: Its mask can be edited, or not any more.
        spec_changed: The thresholds or steps that its mask is made with.
        row_changed: Row of an image whose status or score is different.
        rows_changed: List of the ids of images whose tags are different.
        leaving: What is open on the image at hand is about to be finished and saved.
        message: Level ("info", "warning", "error") and words.
    """

    leaving = Signal()
    opened = Signal()
    items_changed = Signal()
    current_changed = Signal()
    image_changed = Signal()
    maps_changed = Signal()
    document_changed = Signal()
    spec_changed = Signal()
    row_changed = Signal(int)
    rows_changed = Signal(object)
    message = Signal(str, str)

    def __init__(
        self,
        *,
        loader: Loader,
        inference: Inference,
        segmenter: Inference,
        maps: Inference,
        decisions: Decisions,
        tasks: Tasks,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(inference, segmenter, maps, decisions, tasks, parent)
        self._loader = loader
        self.shelf = DocumentShelf(tasks, self)
        self.saving = Saving(decisions, self)
        self.tagging = Tagging(self, self.saving)
        self.walk = Walk(self, tasks)
        self.refining = Refining(tasks, self)
        self._gesture_open = self._gesture_dirty = False
        self._is_showing = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._want_neighbours)
        loader.loaded.connect(self._on_image)
        loader.failed.connect(self._on_image_failed)
        decisions.changed.connect(self._on_record)
        self.sources.model_changed.connect(self._on_model_changed)
        self.sources.shown_changed.connect(self._on_shown)
        self.sources.arrived.connect(self._on_maps)
        self.sources.failed.connect(self._on_maps_failed)
        self.sources.message.connect(self.message)
        self.proposals.ready.connect(self._on_maps_ready)
        self.proposals.message.connect(self.message)
        self.shelf.ready.connect(self._on_document)
        self.shelf.edited.connect(self._on_edited)
        self.shelf.message.connect(self.message)
        self.saving.message.connect(self.message)
        self.tagging.changed.connect(self._on_tags)
        self.refining.message.connect(self.message)

    def counts(self) -> dict[ReviewStatus, int]:
        """Number of images by status."""
        return self.walk.counts()

    # ---- opening and walking -------------------------------------------------------------

    def open(self, opened: Opened) -> None:
        """Show another project or folder."""
        self.tagging.finish()
        self.leave()
        self.refining.stop()
        self._loader.clear()
        self._document = self._image = None
        self.proposals.open(opened)
        self.shelf.clear()
        self._opened = opened
        self.tagging.forget()
        self._row = -1
        self.decisions.start(opened.records)
        if opened.left is not None:
            opened.tags |= {each.image_id: dict(each.tags) for each in opened.left.tags.values()}
        if opened.root is not None and not opened.read_only:
            self.decisions.attach(opened.root, opened.class_names)
        elif opened.journal is not None:
            self.decisions.keep_in(opened.journal, str(opened.path), opened.left)
        self.walk.open(opened)
        kept = (self.sources["cam"].path, self.sources["segmenter"].path, None)
        self.sources.open(opened)
        self.opened.emit()
        # a folder has no models of its own: keep those in use
        is_folder = opened.project is None
        self.sources.use(*(kept if is_folder else (opened.model, opened.segmenter, opened.maps)))
        self.go_to(0)

    def fill(self, opened: Opened) -> None:
        """What is open has other images now: more were found, or files came and went.

        The image at hand stays there; if its file is gone, the next one takes its place.
        """
        now, at_hand, before = self._opened, self.item, self._row
        if now is None or at_hand is None or now.path != opened.path:
            return
        ids, is_listed = now.items.ids, self.walk.position(self._row) >= 0
        now.items, now.columns = opened.items, opened.columns
        now.bare_range, now.is_filling = opened.bare_range, opened.is_filling
        if opened.brings_facts:  # as they were read; what was done in the meantime is newer
            now.tags = {**opened.tags, **now.tags}
            now.predictions = {**opened.predictions, **now.predictions}
            self.decisions.add(opened.records)
        row = now.items.rows.get(at_hand.id)
        self._row = -1 if row is None else row
        keep = row if is_listed else None
        self.walk.fill(now, ids, keep, knows_facts=opened.brings_facts)
        self.items_changed.emit()
        if row is None:
            self.go_to(min(before, len(self.items) - 1))
        else:
            self._soon.start()

    def read_again(self) -> None:
        """The file of the image at hand has changed: show it as it is now."""
        if self.item is not None:
            self.leave()
            self._document = None
            row, self._row = self._row, -1
            self.go_to(row)

    def became_project(self, opened: Opened) -> None:
        """The folder at hand is a project now; for the person nothing else changes."""
        assert self._opened is not None
        assert opened.root is not None
        self.tagging.finish()
        # what was done while it was being made
        opened.predictions = {**opened.predictions, **self._opened.predictions}
        if opened.class_names == self._opened.class_names:
            opened.tags = {**opened.tags, **self._opened.tags}
        self._adopt(opened)

    def change_classes(self, opened: Opened) -> None:
        """The same images with other classes; models are asked anew whether they know them."""
        self._adopt(opened)
        self.sources.use(*(each.path for each in self.sources))

    def _adopt(self, opened: Opened) -> None:
        self.tagging.finish()
        self.tagging.forget()
        at_hand, self._opened = self.item, opened
        if at_hand is not None:  # files may have come or gone in the meantime
            self._row = opened.items.rows.get(at_hand.id, self._row)
        self.walk.adopt(opened)
        self.proposals.replace(opened)
        if opened.root is not None:
            self.decisions.attach(opened.root, opened.class_names)
        self.opened.emit()
        self.current_changed.emit()
        self.image_changed.emit()
        self.maps_changed.emit()
        self.spec_changed.emit()

    def use_model(self, opened: Opened, source: Source = "cam") -> None:
        """Use another model of the same project; masks that were decided on stay as they are."""
        self._opened = opened
        self.proposals.replace(opened)
        paths = {"cam": opened.model, "segmenter": opened.segmenter, "maps": opened.maps}
        path = paths[source]
        if path is not None:
            self.sources.load(path, source)

    def go_to(self, row: int) -> None:
        """Take another image in hand; never waits for anything."""
        if not 0 <= row < len(self.items) or row == self._row:
            return
        self.leave()
        self.refining.stop()
        self._row = row
        item = self.items[row]
        self.problem = None
        self._document = None
        self.proposals.clear()
        self._image = self._loader.get(item)
        self.saving.start_visit()
        if self._image is None:
            self._loader.request(item, urgent=True)
        self.walk.settle()
        self.current_changed.emit()
        if self._image is not None:
            self._show_image()
        # when it is painted: until then the threads that make these ready would be in its way
        self._soon.start()

    @Slot()
    def _want_neighbours(self) -> None:
        """Make ready what a person is about to look at."""
        if self.item is None:
            return
        neighbours = [self.items[row] for row in self.walk.neighbours(self._row)]
        for neighbour in neighbours:
            self._loader.request(neighbour)
        self.sources.want([self.item, *neighbours])

    def go_to_id(self, image_id: str) -> bool:
        """Take an image in hand by its id; False if there is none."""
        return self._go_on(self.items.rows.get(image_id))

    def next(self) -> bool:
        """The next image in the list's order; False if there is none."""
        return self._go_on(self.walk.next_row(self._row))

    def previous(self) -> bool:
        """The previous image in the list's order; False if there is none."""
        return self._go_on(self.walk.previous_row(self._row))

    def _go_on(self, row: int | None) -> bool:
        if row is not None:
            self.go_to(row)
        return row is not None

    def leave(self) -> None:
        """Finish what is open on the image at hand."""
        self.leaving.emit()
        if self._document is not None:
            self._document.commit("edit")
            self.end_gesture()

    # ---- decisions and edits -------------------------------------------------------------

    def decide(self, status: ReviewStatus) -> None:
        """Save a decision on the image at hand and go on to the next.

        While its mask is being refined the decision waits for that.
        """
        if self.item is None:
            return
        if self.refining.is_busy:
            self.refining.then(lambda: self.decide(status))
            return
        self.leave()
        if status is ReviewStatus.ACCEPTED and self._document is None:
            self.message.emit("warning", self.tr("There is no mask to accept yet."))
            return
        if self._save(status) and not self.next():
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

    def set_threshold(self, threshold: float, *, gesture: int | None = None) -> None:
        """Make the mask at hand with another background threshold.

        It also holds for what the same model proposes for images that nobody has looked at yet.
        `gesture` is the same number for all steps of one drag.
        """
        self._gesture_open = gesture is not None
        self._remake(self.proposals.with_threshold(self.mask_source, threshold), gesture)

    def set_ignore_from(self, value: float | None, *, gesture: int | None = None) -> None:
        """Let the ignore band begin elsewhere; None for no band. Else as `set_threshold`."""
        self._gesture_open = gesture is not None
        self._remake(self.proposals.with_ignore_from(self.mask_source, value), gesture)

    def set_steps(self, steps: tuple[AnyStep, ...], *, gesture: object = None) -> None:
        """Refine the mask at hand by other steps, and those that nobody has looked at yet.

        Args:
            steps: In their order, those on maps first.
            gesture: The same for all changes that one undo takes back.
        """
        self.proposals.steps = steps
        self._remake(lambda recipe: replace(recipe, steps=steps), gesture)

    def reset_threshold(self) -> None:
        """Make the mask at hand with the threshold that the project or the model names."""
        self.set_threshold(self.proposals.own_threshold(self.mask_source))

    def end_gesture(self) -> None:
        """The slider was let go: what it did is saved now."""
        if self._document is not None:
            self._document.commit("edit")
        self._gesture_open = False
        if self._gesture_dirty:
            self._gesture_dirty = False
            self._save_unchanged()

    def _remake(self, change: Callable[[MaskRecipe], MaskRecipe], gesture: object) -> None:
        if self._document is not None:
            self.refining.remake(self._document, change(self._document.recipe), gesture)
        self.spec_changed.emit()

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
            self.spec_changed.emit()

    def _show_image(self) -> None:
        item, image = self.item, self._image
        assert item is not None
        assert image is not None
        assert self._opened is not None
        self.image_changed.emit()
        record = self.decisions.record(item.id)
        # mask and maps are mostly there at once: what depends on them is told once, not by each
        self._is_showing = True
        try:
            self.shelf.open(
                item.id,
                image.size,
                record=record,
                request=self.decisions.request(item.id),
                recipe=self.proposals.first_recipe(record),
                root=self._opened.root,
            )
            self.proposals.start(image)
        finally:
            self._is_showing = False
        if self._document is not None:
            self.document_changed.emit()
        if self.maps is not None:
            self.maps_changed.emit()
        self.spec_changed.emit()

    @Slot(object)
    def _on_document(self, document: MaskDocument) -> None:
        if self.item is None or document.image_id != self.item.id:
            return  # read for an image that was left in the meantime
        self._document = document
        self._give_maps()
        if not self._is_showing:
            self.document_changed.emit()
            self.spec_changed.emit()

    # ---- inside: maps --------------------------------------------------------------------

    @Slot(str, str, object)
    def _on_maps(self, source: str, image_id: str, result: CamResult) -> None:
        if source == self.sources.shown:
            self._note_scores(image_id, result)
        if self.item is not None and image_id == self.item.id and self._image is not None:
            self.proposals.use(source)

    @Slot(str, str, object)
    def _on_maps_failed(self, source: str, image_id: str, error: ErrorInfo) -> None:
        if source != self.sources.shown:
            return  # it is tried again, and said, when somebody wants to see it
        if self.item is not None and image_id == self.item.id and self.problem is None:
            self.problem = error
            self.message.emit("error", error.message)
            self.maps_changed.emit()

    def _note_scores(self, image_id: str, result: CamResult) -> None:
        if image_id in self.items.rows and self.proposals.note_scores(image_id, result):
            self._on_record(image_id)

    def _give_maps(self) -> None:
        if self._document is not None:
            self.proposals.give(self._document)
            self.refining.follow(self._document)

    @Slot(str)
    def _on_maps_ready(self, source: str) -> None:
        self._give_maps()
        if self._is_showing:
            return
        self.spec_changed.emit()
        if source == self.sources.shown:
            self.maps_changed.emit()

    @Slot()
    def _on_shown(self) -> None:
        """The other model is shown: masks that nobody touched follow it, no others."""
        self._give_maps()
        item = self.item
        found = None if item is None else self.supply.get(item.id)
        if item is not None and found is not None:
            self._note_scores(item.id, found)
        elif item is not None and self._image is not None:
            self.problem = None
            self._soon.start()
        self._on_model_changed()

    # ---- inside: saving ------------------------------------------------------------------

    @Slot(object)
    def _on_edited(self, document: MaskDocument) -> None:
        if document is self._document:
            self.spec_changed.emit()
            self.refining.follow(document)
            if self._gesture_open:
                self._gesture_dirty = True
            else:
                self._save_unchanged()

    def _save_unchanged(self) -> None:
        # where a project is open for reading, another threshold is only looked at
        if self.item is not None and self.may_edit:
            self._save(self.decisions.record(self.item.id).status, is_decision=False)

    def _save(self, status: ReviewStatus, *, is_decision: bool = True) -> bool:
        item, document = self.item, self._document
        assert item is not None
        source = {} if document is None else self.proposals.values(document)
        return self.saving.save(
            self._opened, item, status, document, source, is_decision=is_decision
        )

    @Slot(object)
    def _on_tags(self, images: list[str]) -> None:
        self.rows_changed.emit(images)
        if self.item is not None and self.item.id in images:
            self.proposals.tags_changed()

    @Slot(str)
    def _on_record(self, image_id: str) -> None:
        row = self.items.rows.get(image_id)
        if row is not None:
            self.walk.note([image_id])
            self.row_changed.emit(row)

    # ---- inside: model -------------------------------------------------------------------

    @Slot()
    def _on_model_changed(self) -> None:
        if self.proposals.follow_models():
            assert self._opened is not None
            self.walk.adopt(self._opened)
            self.opened.emit()
        self.maps_changed.emit()
        self.spec_changed.emit()
