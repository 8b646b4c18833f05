"""Comparing what a project has with masks that measure: what is asked for, at work, and found."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QObject, Signal

from stac_core.colors import default_color
from stac_core.errors import DataError
from stac_core.evaluation.page import Heading
from stac_core.evaluation.pictures import images_beside
from stac_core.evaluation.project import CacheSide, StoreSide, measuring_side
from stac_core.evaluation.report import write_page
from stac_core.evaluation.run import Request, compare, shapes_at
from stac_core.evaluation.sides import Side, open_side, open_sides
from stac_core.formats.matching import match_names
from stac_core.metrics_maps import CURVE
from stac_core.types import ReviewStatus
from stac_gui.models.evaluation_choice import Choice, Found, Kind
from stac_gui.translating import decimal, figure

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from stac_core.evaluation.result import Comparison, Shapes
    from stac_core.labels.store import LabelRecord
    from stac_core.types import CancelToken, Progress
    from stac_gui.outcome import ErrorInfo
    from stac_gui.presenters.activities import Activities
    from stac_gui.presenters.opening import Opened
    from stac_gui.presenters.review import ReviewSession


class Evaluation(QObject):
    """One comparison at a time, and the threshold of it that is looked at.

    Args:
        review: What is open.
        activities: Runs what takes long, and shows how far it is.
        parent: Owner.

    Signals:
        changed: Something is at work, was found, or could not be done (`problem`).
        message: Level and words.
    """

    changed = Signal()
    message = Signal(str, str)

    def __init__(
        self, review: ReviewSession, activities: Activities, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._review, self._activities = review, activities
        self._job = ""
        self._data: Opened | None = None
        self.found: Found | None = None
        self.at = 0
        self.problem = ""

    # ---- what there is to compare ------------------------------------------------------------

    def open(self) -> None:
        """Another project or folder may be open: what was found of the last one is gone."""
        if self._review.data is not self._data:
            self.stop()
            self._data, self.found, self.problem = self._review.data, None, ""
            self.changed.emit()

    def can_choose(self, kind: Kind) -> bool:
        """Whether there is such a side here."""
        data = self._review.data
        if kind == "file" or kind == "folder":
            return True
        if data is None or data.root is None or data.project is None:
            return False
        if kind == "cam" or kind == "segmenter":
            return self._review.sources[kind].path is not None
        if kind == "reference":
            project = data.project
            return project.reference.layout is not None or bool(project.data.validation_masks)
        return True

    @property
    def is_at_work(self) -> bool:
        """Whether something is being compared or written."""
        return bool(self._job)

    def progress(self) -> tuple[int, int]:
        """Steps that are done, and all of them; 0 while that is not known."""
        for each in self._activities.current():
            if each.key == self._job:
                return each.done, each.total
        return 0, 0

    # ---- comparing ---------------------------------------------------------------------------

    def start(self, predicted: Choice, actual: Choice) -> None:
        """Compare two sides."""
        if self._job:
            return
        data = self._review.data
        identity = ""
        if predicted.kind == "cam" or predicted.kind == "segmenter":
            supply = self._review.sources[predicted.kind]
            supply.ensure()
            if supply.model is None:
                self.problem = self.tr("The model is not loaded yet. Try again in a moment.")
                self.changed.emit()
                return
            identity = supply.model.identity
        records = dict(self._review.decisions.records)
        work = _Work(data, records, identity, predicted, actual)
        self.problem = ""
        self._run(self.tr("Evaluating"), work, self._on_found)

    def choose(self, at: int) -> None:
        """Look at another threshold; boundaries and regions follow when they are known."""
        found = self.found
        if found is None or self._job or at == self.at:
            return
        self.at = at
        if at != found.comparison.shapes.at:

            def work(progress: Progress, cancel: CancelToken) -> Shapes:
                found.comparison.image_scores(at)  # kept for the window
                return shapes_at(
                    found.request, found.comparison, at, progress=progress, cancel=cancel
                )

            def done(shapes: Shapes) -> None:
                if self.found is found:
                    self.found = Found(
                        found.request, found.comparison.with_shapes(shapes), found.ids,
                        found.heading, found.colors,
                    )  # fmt: skip

            self._run(self.tr("Evaluating"), work, done)
        self.changed.emit()

    def stop(self) -> None:
        """Ask what is at work to stop."""
        if self._job:
            self._activities.stop(self._job)

    def export(self, path: Path) -> None:
        """Write the report."""
        found, data = self.found, self._review.data
        if found is None or self._job:
            return

        def work(progress: Progress, cancel: CancelToken) -> None:
            del progress
            files = {} if data is None else {item.id: item.path for item in data.items}
            images = {
                name: files[image_id]
                for name, image_id in zip(found.comparison.names, found.ids, strict=True)
                if image_id in files
            }
            if not images and isinstance(found.request.actual.where, Path):
                images = images_beside([found.request.actual.where], found.comparison.names)
            write_page(
                path, found.request, found.comparison, found.heading, found.colors, images.get,
                cancel=cancel,
            )  # fmt: skip

        def done(_: object) -> None:
            self.message.emit("info", self.tr("The report is {}.").format(path))

        self._run(self.tr("Writing the report"), work, done)

    # ---- images ------------------------------------------------------------------------------

    def images_of_class(self, label: int) -> tuple[str, list[str]]:
        """Name and ids of the images that show a label on either side."""
        comparison = self._found().comparison
        shows = comparison.image_scores(self.at).shows[:, label]
        return self._named(comparison.labels[label]), self._ids(shows)

    def images_of_cell(self, actual: int, predicted: int) -> tuple[str, list[str]]:
        """Name and ids of the images in which pixels of a label are predicted as another."""
        comparison = self._found().comparison
        pixels = comparison.counts.pixels_of(actual, predicted, self.at)
        labels = comparison.labels
        return self._named(f"{labels[actual]} → {labels[predicted]}"), self._ids(pixels > 0)

    def images_below(self) -> tuple[str, list[str]]:
        """Name and ids of the images that are worse than the whole set at this threshold."""
        comparison = self._found().comparison
        own, all_of_them = comparison.image_scores(self.at).miou, comparison.scores(self.at).miou
        words = self.tr("mIoU below {} %").format(decimal(100 * all_of_them, 1))
        return self._named(words), self._ids(own < all_of_them)

    def summary(self) -> str:
        """What was found, in a line."""
        comparison = self._found().comparison
        threshold = comparison.thresholds[self.at]
        text = self.tr("{} images").format(figure(len(comparison.names)))
        if threshold is not None:
            text += ", " + self.tr("threshold {}").format(decimal(threshold, 2))
        if comparison.missing:
            count = figure(len(comparison.missing))
            text += ", " + self.tr("{} without a prediction left out").format(count)
        return text

    # ---- inside ------------------------------------------------------------------------------

    def _found(self) -> Found:
        assert self.found is not None
        return self.found

    def _named(self, words: str) -> str:
        threshold = self._found().comparison.thresholds[self.at]
        return words if threshold is None else f"{words} ({decimal(threshold, 2)})"

    def _ids(self, chosen: NDArray[np.bool_]) -> list[str]:
        ids = self._found().ids
        return [ids[place] for place in np.flatnonzero(chosen) if ids[place]]

    def _run(
        self,
        words: str,
        work: Callable[[Progress, CancelToken], Any],
        done: Callable[[Any], None],
    ) -> None:
        def end() -> None:
            self._job = ""
            if self.found is not None:  # another threshold may have been given up
                self.at = self.found.comparison.shapes.at
            self.changed.emit()

        def ended(result: Any) -> None:
            done(result)
            end()

        def failed(error: ErrorInfo) -> None:
            self.problem = error.message
            end()

        self._job = self._activities.run(words, work, ended, failed, end)
        self.changed.emit()

    def _on_found(self, found: Found) -> None:
        if self._review.data is self._data:
            self.found = found


class _Work:
    """A comparison, done in a thread."""

    def __init__(
        self,
        data: Opened | None,
        records: Mapping[str, LabelRecord],
        identity: str,
        predicted: Choice,
        actual: Choice,
    ) -> None:
        self._data, self._records, self._identity = data, records, identity
        self._predicted, self._actual = predicted, actual

    def __call__(self, progress: Progress, cancel: CancelToken) -> Found:
        predicted, actual = self._sides(cancel)
        request = Request(predicted, actual, self._classes(actual), thresholds=CURVE, lenient=True)
        comparison = compare(request, progress=progress, cancel=cancel)
        comparison.image_scores(comparison.best)  # kept for the window
        name = "" if self._data is None else f" in {self._data.name}"
        heading = Heading(f"Evaluation{name}", str(predicted.where), str(actual.where))
        return Found(request, comparison, self._ids(comparison), heading, self._colors(comparison))

    def _sides(self, cancel: CancelToken) -> tuple[Side, Side]:
        known = None if self._data is None or self._data.project is None else self._data.class_names
        if self._predicted.path is not None and self._actual.path is not None:
            return open_sides(self._predicted.path, self._actual.path, known)
        actual = self._side(self._actual, known, cancel)
        return self._side(self._predicted, known, cancel), actual

    def _side(self, choice: Choice, known: Sequence[str] | None, cancel: CancelToken) -> Side:
        data, words = self._data, choice.words()
        if choice.path is not None:
            return open_side(choice.path, None, known)
        if data is None or data.root is None or data.project is None:
            raise DataError("no project is open", where=words)
        if choice.kind == "reference":
            side = measuring_side(data.project, data.root, cancel)
            if side is None:
                raise DataError("the project has none", where=words)
            return side
        if choice.kind in {"cam", "segmenter"}:
            return CacheSide(
                data.root, data.class_names, data.items, self._identity, data.tags,
                data.project.cam.tag_threshold, words, cancel,
            )  # fmt: skip
        wanted = ReviewStatus.ACCEPTED if choice.kind == "accepted" else ReviewStatus.TODO
        digests = {
            image_id: record.mask_digest
            for image_id, record in self._records.items()
            if record.status is wanted and record.mask_digest is not None
        }
        return StoreSide(data.root, data.class_names, digests, words)

    def _classes(self, actual: Side) -> Sequence[str] | None:
        """The project's where one side holds numbers only and the other is the project's own."""
        if actual.classes is not None or self._data is None or self._data.project is None:
            return None
        return self._data.class_names

    def _ids(self, comparison: Comparison) -> tuple[str, ...]:
        """Of the compared images in the project."""
        if self._data is None:
            return ("",) * len(comparison.names)
        found = match_names(comparison.names, self._data.items.ids).found
        return tuple(found.get(name, "") for name in comparison.names)

    def _colors(self, comparison: Comparison) -> tuple[str, ...]:
        own = {} if self._data is None else {spec.name: spec.color for spec in self._data.classes}
        return tuple(
            own.get(name, default_color(place)) for place, name in enumerate(comparison.classes)
        )
