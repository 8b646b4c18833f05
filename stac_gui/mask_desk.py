"""Connects the operations on masks with the main window: menu, keys and the blob pointed at."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, Slot

from stac_core.labels.mask_edit import Rect
from stac_gui.action_table import ActionId
from stac_gui.canvas.blob_wheel import BlobWheel
from stac_gui.panels.blob_note import BlobNote, BlobPlace
from stac_gui.panels.mask_amounts import MaskAmounts
from stac_gui.presenters.mask_operations import MaskOperations
from stac_gui.presenters.scrubbing import Scrubbing
from stac_gui.translating import figure

if TYPE_CHECKING:
    from collections.abc import Callable

    from stac_core.editing.scrub import Reading
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
            if name != "over":
                setattr(amounts, name, max(1, value))
        self.amounts: MaskAmounts | None = None
        self.scrubbing = Scrubbing(session, services.tasks, self)
        self._wheel = BlobWheel(window.canvas)
        self._pixel = (0, 0)
        self._note = BlobNote(window.canvas)

    def handlers(self) -> dict[ActionId, Callable[[], object]]:
        """What the actions do."""
        does = self.operations

        def there(operation: Callable[[Point | None], None]) -> Callable[[], object]:
            return lambda: operation(self._window.canvas.pixel_under_cursor())

        return {
            ActionId.DELETE_BLOB: there(does.delete),
            ActionId.RELABEL_BLOB: there(does.relabel),
            ActionId.LOWER_BLOB: lambda: self._scrub_at_cursor(1),
            ActionId.RAISE_BLOB: lambda: self._scrub_at_cursor(-1),
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
        self._wheel.turned.connect(self._scrub)
        self._window.canvas.hovered.connect(self._note.leave)
        self._session.current_changed.connect(self._note.leave)
        for action in (ActionId.UNDO, ActionId.REDO):  # the blob is elsewhere then
            self._window.actions_by_id[action].triggered.connect(self._note.leave)
        self._window.inspector.class_chosen.connect(self._on_class)
        self._session.opened.connect(self._on_opened)
        self._on_opened()
        self._name_amounts()

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

    @Slot(str, object)
    def _on_amount(self, name: str, value: int | bool) -> None:
        setattr(self.operations.amounts, name, value)
        self._name_amounts()

    def _name_amounts(self) -> None:
        """Say in the menu how much the operations do."""
        amounts, actions = self.operations.amounts, self._window.actions_by_id
        for action, words, pixels in (
            (ActionId.GROW, self.tr("Grow by {} px"), amounts.grow),
            (ActionId.SHRINK, self.tr("Shrink by {} px"), amounts.grow),
            (ActionId.SMOOTH, self.tr("Smooth outline by {} px"), amounts.smooth),
            (ActionId.GRABCUT, self.tr("Fit to the image within {} px (GrabCut)"), amounts.cut),
            (ActionId.REMOVE_ISLANDS, self.tr("Remove islands under {} px"), amounts.island),
        ):
            actions[action].setText(words.format(figure(pixels)))

    @Slot(int)
    def _on_class(self, number: int) -> None:
        self.operations.active_class = self.scrubbing.active_class = number

    def _scrub_at_cursor(self, steps: int) -> None:
        pixel = self._window.canvas.pixel_under_cursor()
        if pixel is None:
            self._window.messages.say("info", self.tr("Point at a blob first."))
        else:
            self._scrub(*pixel, steps)

    @Slot(int, int, int)
    def _scrub(self, x: int, y: int, steps: int) -> None:
        self._pixel = (x, y)
        self.scrubbing.move(x, y, steps)

    @Slot(str, object)
    def _show_note(self, words: str, reading: Reading) -> None:
        place = BlobPlace(words, reading.level, reading.vanishes, reading.splits, reading.meets)
        x, y = self._pixel
        cursor = self._on_canvas(Rect(y, x, y + 1, x + 1)).center()
        self._note.say(place, cursor, self._on_canvas(reading.rect))

    def _on_canvas(self, rect: Rect) -> QRect:
        """Where pixels of the image are on the canvas."""
        canvas = self._window.canvas
        ratio = canvas.devicePixelRatioF()
        left, top = canvas.viewport.to_view((rect.left, rect.top))
        right, bottom = canvas.viewport.to_view((rect.right, rect.bottom))
        return QRectF(QPointF(left, top) / ratio, QPointF(right, bottom) / ratio).toAlignedRect()

    @Slot()
    def _on_opened(self) -> None:
        for action in self.handlers():
            self._window.actions_by_id[action].setEnabled(bool(self._session.items))
