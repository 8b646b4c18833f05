"""Saliency of a project: where maps come from, which operators show a class, making all maps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from stac_core.errors import StacError
from stac_core.project import load_project, save_project, with_settings
from stac_core.saliency.maps import SALIENCY_FOLDER, generator_digest, manifest
from stac_core.saliency.picks import pick
from stac_core.saliency.report import read_evidence
from stac_core.saliency.spec import make_generator, with_choices
from stac_gui.models.saliency import OperatorRow, operator_rows
from stac_gui.translating import figure
from stac_gui.workers.commands import CommandProcess

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from stac_core.data.tags import TagTable
    from stac_core.project import Project
    from stac_core.project_sections import SaliencySection
    from stac_gui.outcome import ErrorInfo
    from stac_gui.presenters.opening import Opened
    from stac_gui.presenters.services import Tasks

DRAFTED = ("source", "scales", "polarity", "folder")
"""What the window changes of the saliency section; the rest is written at once or by the core."""


@dataclass(frozen=True)
class _State:
    """What the project's files say."""

    project: Project
    rows: list[OperatorRow]
    maps: str


@dataclass(frozen=True)
class Work:
    """What runs now: words, and how much is done of how much (0 of 0 before that is known)."""

    words: str
    done: int = 0
    total: int = 0


class SaliencySession(QObject):
    """The saliency section of the open project.

    Args:
        tasks: Runs what reads and writes small files.
        process: Runs `stac saliency`; tests give their own.
        when_saved: Calls a function as soon as all tags and masks are on the disk.
        has_masks: Whether there is a mask to learn from.
        parent: Owner.

    Signals:
        opened: Another project, a bare folder, or nothing.
        changed: Source, settings, operators or the state of the maps.
        work_changed: Work began, went on or ended.
        message: Level and words.
        project_changed: The `Project` as it is written now.
    """

    opened = Signal()
    changed = Signal()
    work_changed = Signal()
    message = Signal(str, str)
    project_changed = Signal(object)

    def __init__(
        self,
        tasks: Tasks,
        process: CommandProcess | None = None,
        when_saved: Callable[[Callable[[], None]], None] | None = None,
        has_masks: Callable[[], bool] = lambda: True,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._process = process or CommandProcess(self)
        self._has_masks = has_masks
        self._when_saved = when_saved or (lambda then: then())
        self._opening = 0
        self.data: Opened | None = None
        self.draft: SaliencySection | None = None
        self.rows: list[OperatorRow] = []
        self.maps = "none"
        self.work: Work | None = None
        self._done: Callable[[Mapping[str, Any]], None] = lambda values: None
        self._process.progress.connect(self._on_progress)
        self._process.finished.connect(self._on_finished)
        self._process.failed.connect(self._on_failed)
        self._process.cancelled.connect(self._on_cancelled)

    # ---- what is open --------------------------------------------------------------------

    @property
    def project(self) -> Project | None:
        """The project; None for a bare folder or nothing."""
        return None if self.data is None else self.data.project

    @property
    def is_editable(self) -> bool:
        """Whether anything can be changed now."""
        data = self.data
        return (
            data is not None
            and data.project is not None
            and not data.read_only
            and self.work is None
        )

    @property
    def has_tags(self) -> bool:
        """Whether any image shows a class by its tags."""
        data = self.data
        return data is not None and any(any(each.values()) for each in data.tags.values())

    @property
    def is_changed(self) -> bool:
        """Whether the choices in the window differ from the project's."""
        project, draft = self.project, self.draft
        return (
            project is not None
            and draft is not None
            and any(getattr(draft, name) != getattr(project.saliency, name) for name in DRAFTED)
        )

    def open(self, data: Opened | None) -> None:
        """Another project, a bare folder, or nothing."""
        if data is not self.data:
            self._process.close()
            self.work = None
        self.data = data
        self.draft = None if data is None or data.project is None else data.project.saliency
        self.rows, self.maps = [], "none"
        self._opening += 1
        self.opened.emit()
        self.changed.emit()
        self.work_changed.emit()
        self._read()

    def close(self) -> None:
        """End what runs."""
        self._process.close()

    # ---- settings ------------------------------------------------------------------------

    def change(self, **values: Any) -> None:
        """Change the draft; nothing is written before maps are made."""
        if self.draft is not None:
            new = self.draft.model_copy(update=values)
            if new != self.draft:
                self.draft = new
                self.changed.emit()

    def problem(self) -> str:
        """Why the chosen source cannot make maps now; empty where it can."""
        data, draft = self.data, self.draft
        if data is None or draft is None:
            return self.tr("Saliency maps are made for a project. Open one, or save something in "
                           "the open folder: that makes it a project.")  # fmt: skip
        if data.read_only:
            return self.tr("This project is open for reading only: nothing can be made here.")
        source: str = draft.source
        if source == "classes" and not self.has_tags:
            return self.tr("No image is tagged with a class yet. Tag some images first: Shift+1 "
                           "and so on.")  # fmt: skip
        if source == "folder" and not draft.folder:
            return self.tr("Choose the folder of the maps.")
        if source == "masks" and not self._has_masks():
            return self.tr("No mask is accepted yet. Accept some masks first: Enter.")
        return ""

    def image_count(self) -> int:
        """Images that maps are made for: operators of classes need a tag."""
        data, draft = self.data, self.draft
        if data is None or draft is None:
            return 0
        if draft.source != "classes":
            return len(data.items)
        return sum(any(data.tags.get(item.id, {}).values()) for item in data.items)

    # ---- work ----------------------------------------------------------------------------

    def choose(self) -> None:
        """Let the tags choose the operators of all classes; a person's picks stay."""
        self.change(source="classes")
        self._start(["--choose", "--no-maps"], self.tr("choosing operators"), self._on_chosen)

    def make_maps(self) -> None:
        """Write the settings into the project and make the maps of all images."""
        self._start([], self.tr("making saliency maps"), self._on_made)

    def train_net(self) -> None:
        """Train the net of the chosen source anew, then make the maps of all images."""
        self._start(["--train-net"], self.tr("training the net"), self._on_made)

    def cancel(self) -> None:
        """Stop what runs; what is made stays."""
        if self.work is not None:
            self.work = Work(self.tr("stopping …"), self.work.done, self.work.total)
            self._process.cancel()
            self.work_changed.emit()

    def pick(self, name: str, what: str) -> None:
        """Take what a person says for a class; see the core's `pick`."""
        data = self.data
        if not self.is_editable or data is None or data.root is None:
            return
        root, tags = data.root, data.tags
        self._submit(lambda: _pick(root, tags, name, what))

    # ---- inside --------------------------------------------------------------------------

    def _start(
        self, options: list[str], words: str, done: Callable[[Mapping[str, Any]], None]
    ) -> None:
        data, draft = self.data, self.draft
        if not self.is_editable or self.problem() or data is None or data.root is None:
            return
        assert draft is not None
        root, tags = data.root, data.tags
        wanted = {name: getattr(draft, name) for name in DRAFTED}
        self.work = Work(words)
        self._done = done
        self.work_changed.emit()
        self.changed.emit()

        def run() -> None:
            if self.work is not None:
                self._process.start(["saliency", str(root), *options])

        def save() -> None:
            self._submit(lambda: _write(root, tags, wanted), run, self._on_failed)

        self._when_saved(save)

    def _read(self) -> None:
        data = self.data
        if data is not None and data.root is not None:
            root, tags = data.root, data.tags
            self._submit(lambda: _look(load_project(root), root, tags))

    def _submit(
        self,
        work: Callable[[], _State],
        then: Callable[[], None] = lambda: None,
        failed: Callable[[ErrorInfo], None] | None = None,
    ) -> None:
        number = self._opening

        def done(state: _State) -> None:
            if number == self._opening:
                self._show(state)
                then()

        def complain(error: ErrorInfo) -> None:
            if number == self._opening:
                (failed or self._complain)(error)

        self._tasks.submit(work, done, complain)

    def _show(self, state: _State) -> None:
        assert self.data is not None
        follows = not self.is_changed
        self.data.project = state.project
        self.rows, self.maps = state.rows, state.maps
        section = state.project.saliency
        if follows or self.draft is None:
            self.draft = section
        else:
            kept = {name: getattr(self.draft, name) for name in DRAFTED}
            self.draft = section.model_copy(update=kept)
        self.project_changed.emit(state.project)
        self.changed.emit()

    def _complain(self, error: ErrorInfo) -> None:
        self.message.emit("error", error.message)

    def _end(self) -> None:
        self.work = None
        self.work_changed.emit()
        self.changed.emit()
        self._read()

    def _on_progress(self, what: str, done: int, total: int) -> None:
        if self.work is not None:
            words = {
                "choose operators": self.tr("choosing operators"),
                "train the net": self.tr("training the net"),
                "saliency": self.tr("making saliency maps"),
            }
            self.work = Work(words.get(what, self.work.words), done, total)
            self.work_changed.emit()

    def _on_finished(self, values: Mapping[str, Any]) -> None:
        self._end()
        self._done(values)

    def _on_failed(self, error: ErrorInfo) -> None:
        self._end()
        self._complain(error)

    def _on_cancelled(self) -> None:
        self._end()
        self.message.emit("info", self.tr("Stopped. What is made stays; it can go on later."))

    def _on_chosen(self, values: Mapping[str, Any]) -> None:
        classes = values.get("classes", {})
        weak = [name for name, each in classes.items() if each["weak"]]
        if weak:
            text = self.tr("The tags have chosen. The evidence is weak for {}: please look.")
            self.message.emit("warning", text.format(", ".join(weak)))
        else:
            self.message.emit("info", self.tr("The tags have chosen."))

    def _on_made(self, values: Mapping[str, Any]) -> None:
        failed = values.get("failed", {})
        text = self.tr("{} maps made, {} kept, {} failed.").format(
            figure(values.get("made", 0)), figure(values.get("kept", 0)), figure(len(failed))
        )
        if failed:
            reason = next(iter(failed.values()))
            text = f"{text} {self.tr('The first: {}').format(reason)}"
        self.message.emit("warning" if failed else "info", text)


def _look(project: Project, root: Path, tags: TagTable) -> _State:
    """What the files say about operators and maps."""
    rows = operator_rows(project, root, read_evidence(root))
    return _State(project, rows, _maps_state(project, root, tags))


def _maps_state(project: Project, root: Path, tags: TagTable) -> str:
    """Whether there are maps: "none", "other" (of other settings) or "current"."""
    values = manifest(root / SALIENCY_FOLDER)
    if project.saliency.source == "folder":
        return "current"
    if not values:
        return "none"
    try:
        wanted = generator_digest(make_generator(project, tags, root))
    except StacError:
        return "other"
    return "current" if values.get("digest") == wanted else "other"


def _write(root: Path, tags: TagTable, wanted: Mapping[str, Any]) -> _State:
    """Write settings into the project as it is on the disk now."""
    project = load_project(root)
    changed = with_settings(project, {"saliency": dict(wanted)}, where=str(root))
    if changed != project:
        save_project(changed, root)
    return _look(changed, root, tags)


def _pick(root: Path, tags: TagTable, name: str, what: str) -> _State:
    project = load_project(root)
    project = with_choices(project, [pick(project, root, name, what)])
    save_project(project, root)
    return _look(project, root, tags)
