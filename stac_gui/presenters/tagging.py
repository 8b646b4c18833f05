"""Tagging images: one, or many in one go, with undo."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from stac_core.data.tags import Tags
    from stac_gui.presenters.review import ReviewSession
    from stac_gui.presenters.saving import Saving

    Change = Callable[[str, dict[str, bool]], Tags]

SLICE: Final = 1000
"""Images tagged in one go: about five milliseconds."""
STEPS: Final = 20
"""Steps that can be undone."""


@dataclass
class _Job:
    """Tagging of some images.

    Attributes:
        images: Their ids.
        change: Makes an image's tags from its id and its tags.
        words: What is done, for people.
        step: What kind of step it is for undo.
        done: How many are tagged.
        before: Tags of those whose tags were different.
    """

    images: Sequence[str]
    change: Change
    words: str
    step: str = "new"
    done: int = 0
    before: dict[str, Tags] = field(default_factory=dict)


class Tagging(QObject):
    """Sets tags of what is open, and hands them to be written.

    Many images are tagged in slices, so that the window goes on working.

    Args:
        session: What is open and which image is at hand.
        saving: Writes them, where anything may be written.

    Signals:
        changed: List of the ids of images whose tags are different.
        done: Words for what was done to several images, and how many.
        progress_changed: Tagging goes on, or has ended.
    """

    changed = Signal(object)  # as it is: Qt would convert a list item by item
    done = Signal(str, int)
    progress_changed = Signal()

    def __init__(self, session: ReviewSession, saving: Saving) -> None:
        super().__init__(session)
        self._session, self._saving = session, saving
        self._job: _Job | None = None
        self._undo: list[tuple[str, dict[str, Tags]]] = []
        self._redo: list[tuple[str, dict[str, Tags]]] = []
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._step)

    def forget(self) -> None:
        """Another project or folder, or other classes: nothing can be undone any more."""
        self._undo.clear()
        self._redo.clear()

    def tags(self, image_id: str) -> dict[str, bool]:
        """Tags of an image: class name -> present."""
        data = self._session.data
        return {} if data is None else dict(data.tags.get(image_id, {}))

    # ---- tagging -------------------------------------------------------------------------

    def set_tag(self, name: str, present: bool | None, images: Sequence[str] | None = None) -> None:
        """Tag images, by default the one at hand, with a class; None means not known."""

        def change(image_id: str, tags: dict[str, bool]) -> Tags:
            tags.pop(name, None)
            if present is not None:
                tags[name] = present
            return tags

        words = self.tr("{}: tag removed") if present is None else self.tr("{}: tagged")
        self._start(_Job(self._chosen(images), change, words.format(name)))

    def set_defect_free(self, images: Sequence[str] | None = None) -> None:
        """Tag images, by default the one at hand, as without any defect."""
        free = dict.fromkeys(self._session.class_names, False)
        words = self.tr("tagged as free of defects")
        self._start(_Job(self._chosen(images), lambda image_id, tags: dict(free), words))

    def set_tags(self, table: Mapping[str, Tags], words: str) -> None:
        """Replace the tags of some images, in one step.

        Args:
            table: Image id -> tags.
            words: What is done, for people.
        """
        self._start(_Job(list(table), lambda image_id, tags: table[image_id], words))

    def toggle_tag(self, name: str, images: Sequence[str]) -> None:
        """Tag images with a class; if all of them are, take that tag from them."""
        data = self._session.data
        known = {} if data is None else data.tags
        has = all(known.get(image_id, {}).get(name) is True for image_id in images)
        self.set_tag(name, None if has else True, images)

    def toggle_defect_free(self, images: Sequence[str]) -> None:
        """Tag images as without any defect; if all of them are, they become untagged."""
        free = dict.fromkeys(self._session.class_names, False)
        if free and all(self.tags(image_id) == free for image_id in images):
            words = self.tr("tags removed")
            self._start(_Job(images, lambda image_id, tags: {}, words))
        else:
            self.set_defect_free(images)

    # ---- undo ----------------------------------------------------------------------------

    @property
    def can_undo(self) -> bool:
        """Whether a step can be undone."""
        return bool(self._undo)

    @property
    def can_redo(self) -> bool:
        """Whether a step can be made again."""
        return bool(self._redo)

    def undo(self) -> None:
        """Take the last step back."""
        self.finish()
        if self._undo:
            words, before = self._undo.pop()
            self._restore(before, words, "undo")

    def redo(self) -> None:
        """Make the step again that was taken back last."""
        self.finish()
        if self._redo:
            words, before = self._redo.pop()
            self._restore(before, words, "redo")

    def _restore(self, before: dict[str, Tags], words: str, step: str) -> None:
        self._start(_Job(list(before), lambda image_id, tags: before[image_id], words, step))

    # ---- many images ---------------------------------------------------------------------

    @property
    def progress(self) -> tuple[int, int] | None:
        """Images done and in all, while many are tagged."""
        return None if self._job is None else (self._job.done, len(self._job.images))

    def cancel(self) -> None:
        """Tag no more; what is done stays, and can be undone."""
        if self._job is not None:
            self._end(self._job)

    def finish(self) -> None:
        """Tag what is left at once: the window closes, or another step follows."""
        while self._job is not None:
            self._step()

    def _start(self, job: _Job) -> None:
        self.finish()
        data = self._session.data
        if data is None or not job.images or not self._saving.may_write(data):
            return
        self._job = job
        self._step()
        if self._job is not None:
            self._timer.start()
            self.progress_changed.emit()

    @Slot()
    def _step(self) -> None:
        job, data = self._job, self._session.data
        if job is None or data is None:
            return
        table: dict[str, Tags] = {}
        for image_id in job.images[job.done : job.done + SLICE]:
            old = data.tags.get(image_id, {})
            new = job.change(image_id, dict(old))
            if new != old:
                table[image_id] = new
                job.before[image_id] = old
        job.done += SLICE
        is_last = job.done >= len(job.images)
        if table:
            self._session.walk.note_tags(table)
        if table or (is_last and job.before):
            self._saving.save_tags(data, table, more=not is_last)
        if is_last:
            self._end(job)
        else:
            self.progress_changed.emit()

    def _end(self, job: _Job) -> None:
        self._job = None
        self._timer.stop()
        data = self._session.data
        if data is not None and job.before and job.done < len(job.images):  # it was stopped
            self._saving.save_tags(data, {})
        if job.before:
            back = self._undo if job.step != "undo" else self._redo
            back.append((job.words, job.before))
            del back[:-STEPS]
            if job.step == "new":
                self._redo.clear()
            self.changed.emit(list(job.before))
        if len(job.images) > 1:
            words = self.tr("undone: {}") if job.step == "undo" else "{}"
            self.done.emit(words.format(job.words), len(job.before))
        self.progress_changed.emit()

    def _chosen(self, images: Collection[str] | None) -> list[str]:
        item = self._session.item
        if images is not None:
            return list(images)
        return [] if item is None else [item.id]
