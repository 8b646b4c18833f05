"""How far the open project is on the way from tags to labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from stac_core.labels.exports import LastExport, last_export, note_export
from stac_gui.models.runs import duration, epoch_words
from stac_gui.models.tally import Tally
from stac_gui.models.way import WayFacts

if TYPE_CHECKING:
    from pathlib import Path

    from stac_gui.outcome import ErrorInfo
    from stac_gui.presenters.pipelines import PipelineSession
    from stac_gui.presenters.review import ReviewSession
    from stac_gui.presenters.services import Tasks
    from stac_gui.presenters.training.session import TrainingSession

GATHER_MS: Final = 150
MANY: Final = 1000
"""Images from which counting all anew is quicker than one by one."""
"""Changes come in bursts; the images are counted once for each burst."""


class Way(QObject):
    """Counts what is done.

    Args:
        review: What is open.
        pipelines: Its pipeline.
        training: Its training runs.
        tasks: Runs functions in threads.
        parent: Owner.

    Signals:
        changed: See `facts`.
        message: Level and words.
    """

    changed = Signal()
    message = Signal(str, str)

    def __init__(
        self,
        review: ReviewSession,
        pipelines: PipelineSession,
        training: TrainingSession,
        tasks: Tasks,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._review, self._pipelines, self._training = review, pipelines, training
        self._tasks = tasks
        self._export: LastExport | None = None
        self._tally: Tally | None = None
        self._changed_rows: set[int] = set()
        self._wanted_estimate = False
        self.facts = WayFacts()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(GATHER_MS)
        self._timer.timeout.connect(self._gather)
        review.opened.connect(self._on_opened)
        review.items_changed.connect(self._recount)
        review.row_changed.connect(self._on_row)
        review.rows_changed.connect(self._on_tags)
        for signal in (
            review.sources.model_changed, pipelines.changed,
            pipelines.estimate_changed, training.rows_changed,
        ):  # fmt: skip
            signal.connect(self._soon)

    def ask_how_long(self) -> None:
        """Measure how long the first training takes; the answer comes with `changed`."""
        self._wanted_estimate = True
        self._pipelines.ask_estimate("auto")

    def next_untagged(self) -> int:
        """Row of the next image without a tag, from the one at hand on; -1 if all are tagged."""
        return -1 if self._tally is None else self._tally.first("tagged", self._review.row)

    def next_undecided(self) -> int:
        """Row of the next image that nobody decided on; -1 if all are decided."""
        return -1 if self._tally is None else self._tally.first("decided", self._review.row)

    def note_export(self, folder: Path, masks: int) -> None:
        """Remember that labels were written."""
        data = self._review.data
        if data is not None and data.root is not None and not data.read_only:
            root, classes = data.root, data.class_names
            self._tasks.submit(
                lambda: note_export(root, classes, folder, masks),
                lambda _: self._read_export(),
                self._complain,
            )

    @Slot()
    def _on_opened(self) -> None:
        self._export = self._tally = None
        self._wanted_estimate = False
        self._read_export()
        self._recount()

    @Slot()
    def _recount(self) -> None:
        """Count all images anew, in a thread and from copies; what changes meanwhile is kept."""
        data = self._review.data
        if data is None:
            self._gather()
            return
        ids, tags = data.items.ids, dict(data.tags)
        records = dict(self._review.decisions.records)
        self._changed_rows.clear()

        def done(tally: Tally) -> None:
            if self._review.data is data:
                self._tally = tally
                for row in self._changed_rows:
                    self._update(row)
                self._changed_rows.clear()
                self._gather()

        self._tasks.submit(lambda: Tally(ids, tags, records), done, self._complain)

    @Slot(int)
    def _on_row(self, row: int) -> None:
        if self._tally is None:
            self._changed_rows.add(row)
        else:
            self._update(row)
        self._soon()

    @Slot(object)
    def _on_tags(self, images: list[str]) -> None:
        if len(images) > MANY:
            self._recount()
        for row in map(self._review.items.rows.get, images[:MANY]):
            if row is not None:
                self._on_row(row)

    def _update(self, row: int) -> None:
        data, tally = self._review.data, self._tally
        if data is not None and tally is not None and 0 <= row < min(len(tally), len(data.items)):
            image_id = data.items[row].id
            record = self._review.decisions.record(image_id)
            tally.update(row, data.tags.get(image_id), record)

    def _read_export(self) -> None:
        data = self._review.data
        if data is None or data.root is None:
            return
        root, classes = data.root, data.class_names

        def done(found: LastExport | None) -> None:
            if self._review.data is data:
                self._export = found
                self._gather()

        self._tasks.submit(lambda: last_export(root, classes), done, self._complain)

    @Slot()
    def _soon(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    @Slot()
    def _gather(self) -> None:
        data = self._review.data
        if data is not None and self._tally is not None and len(self._tally) != len(data.items):
            self._tally = None  # images came or went
            self._recount()
        before, self.facts = self.facts, self._count()
        if self.facts != before:
            self.changed.emit()

    def _count(self) -> WayFacts:
        data, tally = self._review.data, self._tally
        if data is None:
            return WayFacts()
        if tally is None:
            return self.facts
        estimate, problem = self._pipelines.estimate, self._pipelines.estimate_problem
        return WayFacts(
            images=len(tally),
            tagged=tally.tagged,
            decided=tally.decided,
            accepted=tally.accepted,
            has_model=any(
                each.model is not None or each.is_loading for each in self._review.sources
            ),
            has_project=data.root is not None,
            work=self._work(),
            estimate=None if estimate is None else float(estimate["seconds"]),
            is_estimating=self._wanted_estimate and self._pipelines.is_estimating,
            # the pipeline's dialog asks too, for other devices, and says itself what is wrong
            obstacle=problem if self._wanted_estimate else "",
            exported=None if self._export is None else self._export.masks,
            decided_since=0 if self._export is None else tally.decided_since(self._export.time),
        )

    def _work(self) -> str:
        view, row = self._pipelines.view, self._training.active
        if view is not None and view.is_at_work:
            words = self.tr("stage {} of {}").format(view.number, len(view.stages))
            left = view.seconds_left
        elif row is not None:
            words, left = epoch_words(row) or self.tr("training"), row.seconds_left
        else:
            return ""
        return words if left is None else self.tr("{}, {} left").format(words, duration(left))

    def _complain(self, error: ErrorInfo) -> None:
        self.message.emit("warning", error.message)
