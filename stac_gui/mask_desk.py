"""Connects the operations on masks with the main window: menu, keys and the blob pointed at."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from stac_gui.action_table import ActionId
from stac_gui.canvas.blob_wheel import BlobWheel
from stac_gui.panels.cursor_note import CursorNote
from stac_gui.panels.mask_amounts import MaskAmounts
from stac_gui.presenters.mask_operations import MaskOperations
from stac_gui.presenters.scrubbing import Scrubbing

if TYPE_CHECKING:
    from collections.abc import Callable

    from stac_gui.main_window import MainWindow
    from stac_gui.presenters.mask_operations import Point
    from stac_gui.presenters.review import ReviewSession
    from stac_gui.services import WindowServices


class MaskDesk(QObject):
    """Operations on the mask at hand, as the main window has them.

    Args:
        window: The main window.
        session: Which image is at hand.
        services: The workers.
    """

    def __init__(
        self, window: MainWindow, session: ReviewSession, services: WindowServices
    ) -> None:
        super().__init__(window)
        self._window, self._session = window, session
        self.operations = MaskOperations(session, services.tasks, self)
        amounts = self.operations.amounts
        window.settings.load_amounts(amounts)
        for name, value in asdict(amounts).items():
            setattr(amounts, name, max(1, value))
        self.amounts: MaskAmounts | None = None
        self.scrubbing = Scrubbing(session, self)
        self._wheel = BlobWheel(window.canvas)
        self._note = CursorNote(window.canvas)

    def handlers(self) -> dict[ActionId, Callable[[], object]]:
        """What the actions do."""
        does = self.operations

        def there(operation: Callable[[Point | None], None]) -> Callable[[], object]:
            return lambda: operation(self._window.canvas.pixel_under_cursor())

        return {
            ActionId.DELETE_BLOB: there(does.delete),
            ActionId.RELABEL_BLOB: there(does.relabel),
            ActionId.GROW: there(does.grow),
            ActionId.SHRINK: there(does.shrink),
            ActionId.SMOOTH: there(does.smooth),
            ActionId.FILL_HOLES: there(does.fill_holes),
            ActionId.GRABCUT: there(does.cut),
            ActionId.REMOVE_ISLANDS: there(does.remove_islands),
            ActionId.KEEP_LARGEST: there(does.keep_largest),
            ActionId.ERASE_CLASS: does.erase_class,
            ActionId.COPY_PREVIOUS: does.copy_previous,
            ActionId.REVERT_BLOB: there(does.revert_blob),
            ActionId.REVERT_MASK: does.revert,
            ActionId.MASK_AMOUNTS: self.show_amounts,
        }

    def connect_widgets(self) -> None:
        """Connect everything, once."""
        self.operations.message.connect(self._window.messages.say)
        self.scrubbing.message.connect(self._window.messages.say)
        self.scrubbing.moved.connect(self._show_note)
        self._wheel.turned.connect(self.scrubbing.move)
        self._window.canvas.hovered.connect(self._note.leave)
        self._session.current_changed.connect(self._note.leave)
        self._window.inspector.class_chosen.connect(self._on_class)
        self._session.opened.connect(self._on_opened)
        self._on_opened()

    def close(self) -> None:
        """Remember the amounts."""
        self._window.settings.save_amounts(self.operations.amounts)
        if self.amounts is not None:
            self.amounts.close()

    def show_amounts(self) -> None:
        """Show the window of amounts; it is made when it is first wanted."""
        if self.amounts is None:
            self.amounts = MaskAmounts(asdict(self.operations.amounts), self._window)
            self.amounts.changed.connect(self._on_amount)
        self.amounts.show()
        self.amounts.raise_()
        self.amounts.activateWindow()

    @Slot(str, int)
    def _on_amount(self, name: str, value: int) -> None:
        setattr(self.operations.amounts, name, value)

    @Slot(int)
    def _on_class(self, number: int) -> None:
        self.operations.active_class = self.scrubbing.active_class = number

    @Slot(str)
    def _show_note(self, text: str) -> None:
        self._note.say(text, self._wheel.place)

    @Slot()
    def _on_opened(self) -> None:
        for action in self.handlers():
            self._window.actions_by_id[action].setEnabled(bool(self._session.items))
