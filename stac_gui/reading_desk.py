"""The window where a project is open for reading: it looks at everything and changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Slot

from stac_gui.action_table import ActionId
from stac_gui.canvas.tools import ToolKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from stac_gui.controller import Controller
    from stac_gui.main_window import MainWindow

_A = ActionId
TOOLS: Final = (
    _A.BRUSH, _A.ERASER, _A.POLYGON, _A.LASSO, _A.FILL, _A.WAND, _A.SMART, _A.SCRIBBLE, _A.PIECES,
    _A.SWAP, _A.SMALLER, _A.LARGER,
)  # fmt: skip
"""Nobody else switches these on and off."""
CHANGES: Final = (
    *TOOLS, _A.DELETE_BLOB, _A.RELABEL_BLOB, _A.LOWER_BLOB, _A.RAISE_BLOB, _A.GROW, _A.SHRINK,
    _A.SMOOTH, _A.FILL_HOLES, _A.GRABCUT, _A.REMOVE_ISLANDS, _A.KEEP_LARGEST, _A.ERASE_CLASS,
    _A.COPY_PREVIOUS, _A.REVERT_BLOB, _A.REVERT_MASK, _A.ACCEPT, _A.NEEDS_FIX, _A.REJECT, _A.RESET,
    _A.SAVE, _A.DEFECT_FREE, _A.TAGS_FROM_FOLDERS, _A.SECOND_REVIEW, _A.IMPORT, _A.IMPORT_MAPS,
)  # fmt: skip
"""What changes masks, decisions or tags. Thresholds only show what they would do."""


class ReadingDesk(QObject):
    """Switches off what would change a project that is open for reading, and says why.

    Args:
        window: The main window.
        controller: Its behaviour.
    """

    def __init__(self, window: MainWindow, controller: Controller) -> None:
        super().__init__(window)
        self._window, self._controller = window, controller
        self._is_reading = False

    def handlers(self) -> dict[ActionId, Callable[[], object]]:
        """It has no actions of its own."""
        return {}

    def connect_widgets(self) -> None:
        """Connect everything, once; after the desks whose actions it switches off."""
        self._controller.session.opened.connect(self._on_opened)
        self._on_opened()

    def close(self) -> None:
        """There is nothing to end."""

    @Slot()
    def _on_opened(self) -> None:
        reading, actions = not self._controller.session.may_edit, self._window.actions_by_id
        why = self._why() if reading else ""
        for each in CHANGES:
            actions.explain(each, why)
            if reading:
                actions[each].setEnabled(False)
            elif each in TOOLS:
                actions[each].setEnabled(True)
        self._window.inspector.show_reading(why)
        if reading and self._window.canvas.tool_kind is not ToolKind.PAN:
            self._controller.tools.choose(ToolKind.PAN)
        if reading != self._is_reading:
            self._is_reading = reading
            line = self._window.review_bar.saving
            line.setText(self.tr("For reading: nothing is changed or saved") if reading else "")
            line.setToolTip(why)

    def _why(self) -> str:
        data = self._controller.session.data
        if data is not None and data.owner is not None:
            return self.tr("Not now: another window has this project open; here it is for reading.")
        return self.tr("Not possible: this project is open for reading only.")
