"""The tools of the mask editor as the main window has them, with their options."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, Signal, Slot

from stac_core.data.images import full_range
from stac_core.editing.limits import EditGuard
from stac_gui.action_table import ActionId
from stac_gui.canvas.tools import ToolKind, Trouble

if TYPE_CHECKING:
    from collections.abc import Callable

    from stac_gui.main_window import MainWindow
    from stac_gui.outcome import ErrorInfo
    from stac_gui.presenters.review import ReviewSession
    from stac_gui.workers.tasks import TaskPool

TOOL_ACTIONS: Final = {
    ActionId.PAN: ToolKind.PAN,
    ActionId.BRUSH: ToolKind.BRUSH,
    ActionId.ERASER: ToolKind.ERASER,
    ActionId.POLYGON: ToolKind.POLYGON,
    ActionId.LASSO: ToolKind.LASSO,
    ActionId.FILL: ToolKind.FILL,
    ActionId.WAND: ToolKind.WAND,
    ActionId.SMART: ToolKind.SMART,
    ActionId.SCRIBBLE: ToolKind.SCRIBBLE,
    ActionId.PIECES: ToolKind.PIECES,
}


class ToolsDesk(QObject):
    """Which tool is at hand, and how it is set.

    Args:
        window: Whose canvas and options bar.
        session: The review session.
        tasks: Where tools do what takes long.

    Signals:
        pending_changed: Whether something is begun that Enter completes.
    """

    pending_changed = Signal(bool)

    def __init__(self, window: MainWindow, session: ReviewSession, tasks: TaskPool) -> None:
        super().__init__(window)
        self._window, self._session, self._tasks = window, session, tasks
        self._brush = ToolKind.BRUSH  # that the eraser is swapped with

    def handlers(self) -> dict[ActionId, Callable[[], object]]:
        """What the tools' actions do."""
        canvas = self._window.canvas
        choices: dict[ActionId, Callable[[], object]] = {
            action: lambda kind=kind: self.choose(kind)  # type: ignore[misc]
            for action, kind in TOOL_ACTIONS.items()
        }
        return {
            **choices,
            ActionId.SWAP: self._swap,
            ActionId.SMALLER: lambda: canvas.resize_brush(-1),
            ActionId.LARGER: lambda: canvas.resize_brush(1),
        }

    def connect_widgets(self) -> None:
        """Connect everything, once."""
        window = self._window
        window.tool_options.changed.connect(window.canvas.tools.refresh)
        window.canvas.tool_set.connect(window.tool_options.show_options)
        window.canvas.tools.scene.run = self._run
        window.canvas.tools.scene.tell = self._tell
        window.tool_options.limits.changed.connect(self._guard)
        window.canvas.tools.scene.pending = self.pending_changed.emit
        self.pending_changed.connect(window.tool_options.take.setEnabled)
        window.tool_options.take.clicked.connect(window.canvas.tools.finish)
        window.inspector.class_chosen.connect(self._on_class)
        session = self._session
        session.opened.connect(self._on_opened)
        session.image_changed.connect(self._on_image)
        for signal in (session.maps_changed, session.document_changed):
            signal.connect(self._guard)
        for signal in (session.maps_changed, session.spec_changed):
            signal.connect(self._on_threshold)
        self._on_opened()
        self.choose(ToolKind.PAN)

    def close(self) -> None:
        """Remember the options."""
        self._window.settings.save_tools(self._window.canvas.tools.options)

    def choose(self, kind: ToolKind) -> None:
        """Take a tool."""
        if kind in {ToolKind.BRUSH, ToolKind.SMART}:
            self._brush = kind
        self._window.canvas.set_tool(kind)
        self._window.tool_options.show_tool(kind)
        for action, each in TOOL_ACTIONS.items():
            self._window.actions_by_id[action].setChecked(each is kind)

    # ---- inside --------------------------------------------------------------------------

    def _swap(self) -> None:
        kind = self._window.canvas.tool_kind
        self.choose(self._brush if kind is ToolKind.ERASER else ToolKind.ERASER)

    @Slot(int)
    def _on_class(self, number: int) -> None:
        self._window.canvas.tools.scene.value = number
        self._window.canvas.tools.refresh()
        self._on_threshold()
        self._guard()

    @Slot()
    def _on_opened(self) -> None:
        data = self._session.data
        self._window.tool_options.setVisible(data is not None)
        classes = [] if data is None else [(spec.name, spec.color) for spec in data.classes]
        self._window.tool_options.limits.choices.show_classes(classes)

    @Slot()
    def _on_image(self) -> None:
        data, image = self._session.data, self._session.image
        if data is not None and image is not None:
            low, high = data.value_range(image.item.id) or full_range(image.pixels.dtype)
            whole = image.pixels.dtype.kind != "f"
            self._window.tool_options.limits.choices.show_values(low, high, whole=whole)
            self._guard()

    @Slot()
    def _on_threshold(self) -> None:
        """The heat map is unsure half way from the threshold to its ends."""
        spec, number = self._session.spec, self._window.canvas.tools.scene.value
        threshold = spec.class_thresholds.get(number - 1, spec.threshold)
        low, high = threshold / 2, (1 + threshold) / 2
        self._window.canvas.tools.scene.unsure = (round(low * 255), round(high * 255))
        self._window.tool_options.show_unsure(low, high)

    @Slot()
    def _guard(self) -> None:
        """Keep edits of the mask at hand within the limits."""
        document, image, maps = self._session.document, self._session.image, self._session.maps
        limits = self._window.tool_options.limits.limits
        if document is None or image is None:
            return
        heat = None if maps is None else maps.full.cam[self._window.canvas.tools.scene.value - 1]
        document.guard = EditGuard(limits, image.pixels, heat) if limits.is_on else None

    def _run(
        self, work: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[], object]
    ) -> None:
        def on_failed(error: ErrorInfo) -> None:
            self._window.messages.say("error", error.message)
            failed()

        self._tasks.submit(work, done, on_failed, priority=2)

    def _tell(self, trouble: Trouble) -> None:
        words = {
            Trouble.LIMITED: self.tr("Nothing was changed: limits are set, above the image."),
            Trouble.TOO_LATE: self.tr("The mask changed meanwhile; nothing was painted."),
            Trouble.NO_UNSURE: self.tr(
                "There is no heat map here that could be unsure; take the tick away to paint."
            ),
            Trouble.REDUCED: self.tr(
                "So large a part is looked at in a smaller size; its border follows each pixel."
            ),
            Trouble.NO_HEAT: self.tr("There is no heat map here; let the wand look at the image."),
        }
        self._window.messages.say("info", words[trouble])
