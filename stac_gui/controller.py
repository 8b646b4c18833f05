"""Connects the review session with the window: what is opened, and what is shown of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QApplication

from stac_core.data.images import IMAGE_SUFFIXES
from stac_core.project import is_project
from stac_core.types import ReviewStatus
from stac_gui.action_table import ActionId
from stac_gui.activity_desk import ActivityDesk
from stac_gui.classes_desk import ClassesDesk
from stac_gui.comfort_desk import ComfortDesk
from stac_gui.evaluation_desk import EvaluationDesk
from stac_gui.export_desk import ExportDesk
from stac_gui.gallery_desk import GalleryDesk
from stac_gui.help_desk import HelpDesk
from stac_gui.import_desk import ImportDesk
from stac_gui.keeping_desk import KeepingDesk
from stac_gui.keys import HeldKeys
from stac_gui.list_rows import ListRows
from stac_gui.mask_desk import MaskDesk
from stac_gui.models.image_list import ImageListModel
from stac_gui.new_project_desk import NewProjectDesk
from stac_gui.pipeline_desk import PipelineDesk
from stac_gui.presenters.decisions import Decisions
from stac_gui.presenters.opener import Opener
from stac_gui.presenters.review import ReviewSession
from stac_gui.presenters.source_words import (
    missing_words,
)
from stac_gui.progress_desk import ProgressDesk
from stac_gui.questions import Questions
from stac_gui.reading_desk import ReadingDesk
from stac_gui.recent_desk import RecentDesk
from stac_gui.review_desk import ReviewDesk
from stac_gui.safety_desk import SafetyDesk
from stac_gui.saliency_desk import SaliencyDesk
from stac_gui.seeing_desk import SeeingDesk
from stac_gui.session_facts import SessionFacts
from stac_gui.toolbox import Toolbox
from stac_gui.tools_desk import ToolsDesk
from stac_gui.training_desk import TrainingDesk
from stac_gui.walk_desk import WalkDesk
from stac_gui.way_desk import WayDesk

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from stac_gui.documents.mask_document import MaskDocument
    from stac_gui.main_window import MainWindow
    from stac_gui.outcome import ErrorInfo
    from stac_gui.presenters.opening import Opened
    from stac_gui.services import WindowServices

_NEEDS_IMAGES = (
    ActionId.SAVE, ActionId.EXPORT, ActionId.ACCEPT, ActionId.NEEDS_FIX, ActionId.REJECT,
    ActionId.RESET, ActionId.DEFECT_FREE, ActionId.NEXT, ActionId.PREVIOUS, ActionId.CHOOSE_MODEL,
)  # fmt: skip


class Desk(Protocol):
    """A part of the window with its own actions."""

    def handlers(self) -> Mapping[ActionId, Callable[[], object]]:
        """What its actions do."""

    def connect_widgets(self) -> None:
        """Connect everything, once."""

    def close(self) -> None:
        """End what it has started."""


class Controller(QObject):
    """The window's behaviour.

    Args:
        window: Laid out; its widgets are connected by `connect_widgets`.
        services: The workers.
    """

    def __init__(self, window: MainWindow, services: WindowServices) -> None:
        super().__init__(window)
        self._window, self._services = window, services
        self.decisions = Decisions(services.store, self)
        self.session = ReviewSession(
            loader=services.loader,
            inference=services.inference,
            segmenter=services.segmenter,
            maps=services.maps,
            decisions=self.decisions,
            tasks=services.tasks,
            parent=self,
        )
        self.opener = Opener(services.tasks, services.claims, services.unsaved, self)
        self.list_model = ImageListModel(ListRows(self.session), services.thumbnails, self)
        self.toolbox = Toolbox(window, self.session, services.tasks)
        self.questions = Questions(window, self, services)
        self.exporting = ExportDesk(window, self)
        self.importing = ImportDesk(window, self, services)
        self.saliency = SaliencyDesk(window, self.session, services, self.when_saved)
        self.facts = SessionFacts(window, self.session, self.saliency, self.opener)
        self.training = TrainingDesk(window, self.session, services)
        self.pipelines = PipelineDesk(window, self, services)
        self.way = WayDesk(window, self, services)
        self.comfort = ComfortDesk(window, self)
        self.activity = ActivityDesk(window, self, services)
        self.recent = RecentDesk(window, self, services)
        self.keeping = KeepingDesk(window, self, services)
        self.making = NewProjectDesk(window, self, services)
        self.help = HelpDesk(window, self)
        self.seeing = SeeingDesk(window, self.session, services, self.toolbox)
        self.safety = SafetyDesk(window, self, services.tasks)
        self.review = ReviewDesk(window, self, services)
        self.progress = ProgressDesk(window, self, services)
        self.tools = ToolsDesk(window, self.session, services.tasks)
        self.masks = MaskDesk(window, self.session, services)
        self.walk = WalkDesk(window, self, services)
        self.gallery = GalleryDesk(window, self, services)
        self.classes = ClassesDesk(window, self.session, services, self.when_saved)
        self.evaluation = EvaluationDesk(window, self)
        self.reading = ReadingDesk(window, self)
        self._desks: list[Desk] = [
            self.exporting, self.importing, self.way, self.comfort, self.activity, self.recent,
            self.keeping, self.making, self.help, self.safety, self.saliency, self.training,
            self.pipelines,
            self.seeing, self.tools, self.masks, self.classes, self.walk, self.gallery,
            self.review, self.progress, self.evaluation, self.reading,
        ]  # fmt: skip
        self._keys: HeldKeys | None = None
        self._go_to_after: Path | None = None
        self._waiting: list[Callable[[], None]] = []

    # ---- opening and leaving -------------------------------------------------------------

    def open_path(self, path: Path, *, image: Path | None = None, force: bool = False) -> None:
        """Open a project or folder in the background; the window stays usable meanwhile.

        Args:
            path: Project or folder.
            image: Which of its images to show first.
            force: Take it from a window on another computer.
        """
        if image is not None:
            self._go_to_after = image
        self.opener.open(path, image, force=force)

    def open_image(self, path: Path) -> None:
        """Show an image, opening its folder if it is not in the list."""
        resolved = path.resolve()
        image_id = self.session.items.find(resolved)
        if image_id is not None:
            self.session.go_to_id(image_id)
        else:
            self._go_to_after = resolved
            self.opener.open(resolved.parent, resolved)

    def reload(self) -> bool:
        """Open what is open again, at the same image, if nothing would be lost by it.

        Returns:
            Whether it is being opened.
        """
        data, document = self.session.data, self.session.document
        edited = (  # what is open for reading was only looked at
            self.session.may_edit and document is not None and document.undo_stack.count() > 0
        )
        if data is None or edited or self.decisions.has_unsaved:
            return False
        if self.session.item is not None:
            self._go_to_after = self.session.item.path
        self.opener.open(data.path, self._go_to_after)
        return True

    def open_dropped(self, names: Sequence[str]) -> None:
        """Open what was dropped on the window."""
        path = Path(names[0]) if names else None
        if path is None or not self.may_leave():
            return
        if path.is_dir() or is_project(path):
            self.open_path(path)
        elif path.suffix.lower() in IMAGE_SUFFIXES:
            self.open_image(path)
        else:
            self.say("warning", self.tr("Drop a project, a folder or an image here."))

    def may_leave(self) -> bool:
        """Whether what is open can be left without losing work; asks if it cannot."""
        self.session.leave()
        if self._everything_saved():
            return True
        if self._window.dialogs.ask_unsaved() == "discard":
            self.decisions.discard()
            return True
        return False

    def when_saved(self, then: Callable[[], None]) -> None:
        """Do something as soon as everything is on the disk."""
        if self.decisions.has_unsaved:
            self._waiting.append(then)
        else:
            then()

    def close(self) -> None:
        """End the threads."""
        self._window.settings.save_look(self.toolbox.look)
        if self._keys is not None:
            self._keys.close()
        self.opener.close()
        for desk in self._desks:
            desk.close()
        self._services.close()

    def _everything_saved(self) -> bool:
        """Whether nothing is left to save, after the store had its chance to write."""
        self.session.tagging.finish()
        data = self.session.data
        if self.decisions.has_unsaved and data is not None and data.root is not None:
            self._services.store.flush()
            QApplication.sendPostedEvents()  # the store's reports, which are queued to us
        return not self.decisions.has_unsaved

    # ---- connections ---------------------------------------------------------------------

    def connect_widgets(self) -> None:
        """Connect everything, once."""
        window, session = self._window, self.session
        self.opener.opened.connect(self._on_opened)
        self.opener.filled.connect(self._on_filled)
        self.opener.failed.connect(self._on_open_failed)
        self.opener.progress_changed.connect(self.facts.show_activity)
        session.opened.connect(self._on_session_opened)
        session.items_changed.connect(self._on_items_changed)
        session.current_changed.connect(self._on_current)
        session.image_changed.connect(self._on_image)
        session.maps_changed.connect(self._on_maps)
        session.document_changed.connect(self._on_document)
        session.spec_changed.connect(self.facts.show_sources)
        window.inspector.source.chosen.connect(session.sources.show)
        session.row_changed.connect(self._on_row)
        session.rows_changed.connect(self._on_tags)
        session.message.connect(self.say)
        session.sources.model_changed.connect(self.facts.show_model)
        session.sources.shown_changed.connect(self.facts.show_model)
        session.sources.progress_changed.connect(self.facts.show_activity)
        self.decisions.project_needed.connect(
            self.questions.make_project, Qt.ConnectionType.QueuedConnection
        )
        self.decisions.changed.connect(self.facts.show_counts)  # scores alone change none
        self.decisions.trouble.connect(self._on_trouble)
        self.decisions.unsaved_changed.connect(self._on_unsaved)
        window.image_list.chosen.connect(session.go_to)
        window.inspector.tag_changed.connect(session.tagging.set_tag)
        window.inspector.defect_free.connect(lambda: session.tagging.set_defect_free())
        window.review_bar.stop_clicked.connect(self._stop_work)
        window.welcome.project_clicked.connect(self.questions.ask_project)
        window.welcome.folder_clicked.connect(self.questions.ask_folder)
        self.toolbox.connect_widgets()
        window.actions_by_id.connect_all(
            {
                **self._handlers(),
                **self.toolbox.handlers(),
                **self.questions.handlers(),
                **{key: each for desk in self._desks for key, each in desk.handlers().items()},
            }
        )
        for desk in self._desks:
            desk.connect_widgets()
        self.tools.pending_changed.connect(self.show_undo)
        self.saliency.session.work_changed.connect(self.facts.show_activity)
        self._keys = HeldKeys(window)
        self._on_session_opened()
        self.facts.show_model()
        self._on_current()

    def _handlers(self) -> dict[ActionId, Callable[[], object]]:
        session = self.session
        return {
            ActionId.QUIT: self._window.close,
            ActionId.UNDO: self._undo,
            ActionId.REDO: self._redo,
            ActionId.NEXT: session.next,
            ActionId.PREVIOUS: session.previous,
            ActionId.ACCEPT: lambda: session.decide(ReviewStatus.ACCEPTED),
            ActionId.NEEDS_FIX: lambda: session.decide(ReviewStatus.NEEDS_FIX),
            ActionId.REJECT: lambda: session.decide(ReviewStatus.REJECTED),
            ActionId.RESET: lambda: session.set_status(ReviewStatus.TODO),
            ActionId.LOOK_AT_ALL: lambda: session.supply.look_at_all(),
            ActionId.STOP_LOOKING: self._stop_work,
            ActionId.SOURCE: self._toggle_source,
        }

    @Slot(str, str)
    def say(self, level: str, text: str) -> None:
        """Show a message of level "info", "warning" or "error"."""
        self._window.messages.say(level, text)

    @Slot(object)
    def on_failed(self, error: ErrorInfo) -> None:
        """Show an error, in a dialog where it takes more than a line."""
        self._go_to_after = None
        if error.details:
            self._window.dialogs.show_error(error.message, error.details)
        else:
            self.say("error", error.message)

    @Slot(object)
    def _on_open_failed(self, error: ErrorInfo) -> None:
        """Ask where a project's images are if that is why it cannot be opened, else say why."""
        self.keeping.on_open_failed(self.opener.path, error)

    # ---- session to widgets --------------------------------------------------------------

    @Slot(object)
    def _on_opened(self, opened: Opened) -> None:
        self._waiting = []
        before = self.session.data
        if before is not None and before.path != opened.path:
            self._window.messages.hide()  # it was about what was open before
        self.session.open(opened)
        if before is not None:  # in a thread, for it removes files
            self._services.tasks.submit(
                before.give_up,
                lambda _: None,
                lambda error: self.say("error", error.message),
                priority=4,
            )
        self.safety.welcome(opened)
        if self._go_to_after is not None:
            wanted, self._go_to_after = self._go_to_after, None
            image_id = opened.items.find(wanted)
            if image_id is not None:
                self.session.go_to_id(image_id)

    @Slot(object)
    def _on_filled(self, opened: Opened) -> None:
        """All images of what was opened; a project anew if its classes are others by now."""
        data, item = self.session.data, self.session.item
        changed = data is not None and data.path == opened.path and opened.brings_facts
        if changed and data is not None and data.class_names != opened.class_names:
            self.opener.open(opened.path, None if item is None else item.path)
        else:
            self.session.fill(opened)

    @Slot()
    def _on_items_changed(self) -> None:
        """The same project or folder has other images."""
        self.facts.show_counts()

    @Slot()
    def _on_session_opened(self) -> None:
        window, data = self._window, self.session.data
        window.pages.setCurrentWidget(window.welcome if data is None else window.canvas)
        self.list_model.reload()
        name = "" if data is None else data.name
        if data is not None and data.read_only:
            name = self.tr("{} (open for reading)").format(name)
        window.setWindowTitle(f"{name}[*] – STAC Studio" if name else "STAC Studio[*]")
        self.facts.show_classes()
        if self.session.row >= 0:
            window.image_list.select(self.session.row)
        self.facts.show_counts()
        has_images = bool(self.session.items)
        for each in _NEEDS_IMAGES:
            window.actions_by_id[each].setEnabled(has_images)
        window.inspector.setEnabled(has_images)

    @Slot()
    def _on_current(self) -> None:
        item = self.session.item
        if item is not None:
            self._window.image_list.select(self.session.row)
            if self.session.image is None:
                opening = self.tr("Opening {} …").format(item.id)
                self._window.canvas.set_image(item.id, None, opening)
        self.facts.show_classes()
        self.show_undo()

    @Slot()
    def _on_image(self) -> None:
        item, image, problem = self.session.item, self.session.image, self.session.problem
        if item is None:
            return
        if image is not None:
            self._window.canvas.set_image(item.id, image.display)
        elif problem is not None:
            self._window.canvas.set_image(item.id, None, problem.message)
            self.facts.show_activity()
        self.toolbox.show_heat()
        self.facts.show_classes()
        self._on_document()
        self.opener.go_on()

    @Slot()
    def _on_maps(self) -> None:
        self.toolbox.show_heat()
        self.facts.show_classes()
        self.facts.show_activity()

    @Slot()
    def _on_document(self) -> None:
        document, canvas = self.session.document, self._window.canvas
        if document is None:
            canvas.set_mask(None, None)
        else:
            self.show_mask(document)
            unique = Qt.ConnectionType.UniqueConnection
            document.changed.connect(canvas.mask_changed, unique)
            document.replaced.connect(canvas.mask_replaced, unique)
            document.undo_stack.indexChanged.connect(self.show_undo, unique)
        self.show_undo()

    def show_mask(self, document: MaskDocument) -> None:
        """Show a mask on the canvas, where tools may edit it unless it is for reading."""
        self._window.canvas.set_mask(
            document.mask, document, blank=document.is_blank, may_edit=self.session.may_edit
        )

    @Slot(int)
    def _on_row(self, row: int) -> None:
        self.list_model.row_changed(row)
        if row == self.session.row:
            self.facts.show_classes()

    @Slot(object)
    def _on_tags(self, images: list[str]) -> None:
        if len(images) == 1:
            self.list_model.row_changed(self.session.items.rows[images[0]])
        else:
            self._window.image_list.view.viewport().update()
        self.facts.show_classes()

    def _toggle_source(self) -> None:
        sources = self.session.sources
        if sources.has(sources.other.source):
            sources.toggle()
        elif self.session.items:
            self.say("info", missing_words(sources.other.source, self.session.data))

    @Slot(object)
    def _on_trouble(self, error: ErrorInfo) -> None:
        kept = self.tr("Your work is kept and will be tried again.")
        self.say("error", f"{error.message} {kept}")

    @Slot(bool)
    def _on_unsaved(self, unsaved: bool) -> None:
        self._window.setWindowModified(unsaved)
        self._window.review_bar.saving.setText(self.tr("not saved yet") if unsaved else "")
        if not unsaved:
            waiting, self._waiting = self._waiting, []
            for then in waiting:
                then()

    @Slot()
    def show_undo(self) -> None:
        """Say what can be undone: edits of the mask, or tagging where the grid is shown."""
        document, actions = self.session.document, self._window.actions_by_id
        stack = None if document is None else document.undo_stack
        begun = self._window.canvas.tools.is_pending
        can_undo = stack is not None and (stack.canUndo() or begun)
        can_redo = stack is not None and stack.canRedo()
        if self.gallery.is_shown:
            can_undo, can_redo = self.session.tagging.can_undo, self.session.tagging.can_redo
        actions[ActionId.UNDO].setEnabled(can_undo)
        actions[ActionId.REDO].setEnabled(can_redo)

    @Slot()
    def _stop_work(self) -> None:
        """Stop the background work that the bar shows."""
        if self.opener.is_busy:
            self.opener.cancel()
        elif self.saliency.activity() is not None:
            self.saliency.session.cancel()
        else:
            self.session.sources.cancel_batch()

    # ---- undo ----------------------------------------------------------------------------

    def _undo(self) -> None:
        if self.gallery.undo():
            return
        canvas = self._window.canvas
        if self.session.document is None or canvas.tools.step_back() or canvas.cancel_gesture():
            return
        self.session.document.undo()

    def _redo(self) -> None:
        if not self.gallery.redo() and self.session.document is not None:
            self.session.document.redo()
