"""The tools of the mask editor as the main window has them, with their options."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Slot

from stac_gui.action_table import ActionId
from stac_gui.canvas.tools import ToolKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from stac_gui.main_window import MainWindow
    from stac_gui.presenters.review import ReviewSession

TOOL_ACTIONS: Final = {
    ActionId.PAN: ToolKind.PAN,
    ActionId.BRUSH: ToolKind.BRUSH,
    ActionId.ERASER: ToolKind.ERASER,
    ActionId.POLYGON: ToolKind.POLYGON,
    ActionId.LASSO: ToolKind.LASSO,
}


class ToolsDesk(QObject):
    """Which tool is at hand, and how it is set.

    Args:
        window: Whose canvas and options bar.
        session: The review session.
    """

    def __init__(self, window: MainWindow, session: ReviewSession) -> None:
        super().__init__(window)
        self._window, self._session = window, session

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
        window.canvas.brush_resized.connect(window.tool_options.show_options)
        window.inspector.class_chosen.connect(self._on_class)
        self._session.opened.connect(self._on_opened)
        self._on_opened()
        self.choose(ToolKind.PAN)

    def close(self) -> None:
        """Remember the options."""
        self._window.settings.save_tools(self._window.canvas.tools.options)

    def choose(self, kind: ToolKind) -> None:
        """Take a tool."""
        self._window.canvas.set_tool(kind)
        self._window.tool_options.show_tool(kind)
        for action, each in TOOL_ACTIONS.items():
            self._window.actions_by_id[action].setChecked(each is kind)

    # ---- inside --------------------------------------------------------------------------

    def _swap(self) -> None:
        erases = self._window.canvas.tool_kind is ToolKind.BRUSH
        self.choose(ToolKind.ERASER if erases else ToolKind.BRUSH)

    @Slot(int)
    def _on_class(self, number: int) -> None:
        self._window.canvas.tools.scene.value = number
        self._window.canvas.tools.refresh()

    @Slot()
    def _on_opened(self) -> None:
        self._window.tool_options.setVisible(self._session.data is not None)
