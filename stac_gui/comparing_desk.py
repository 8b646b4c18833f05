"""Connects the comparison of two sides with the window: its layout, names and pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Slot

from stac_gui.action_table import ActionId
from stac_gui.canvas.comparison import SideContent, SideView
from stac_gui.canvas.pyramid import Pyramid
from stac_gui.panels.comparing import SideName
from stac_gui.presenters.comparing import MADE, MASKS, Comparing, Content

if TYPE_CHECKING:
    from collections.abc import Callable

    from stac_gui.main_window import MainWindow
    from stac_gui.outcome import ErrorInfo
    from stac_gui.presenters.comparing import Layout
    from stac_gui.presenters.review import ReviewSession
    from stac_gui.services import WindowServices

COPIED_AT_ONCE: Final = 4_000_000
"""Smaller copies of pictures with more pixels are made in a thread."""

_ON_CANVAS = {
    Content.IMAGE: SideContent(),
    Content.HEAT: SideContent(heat=True),
    Content.MASK: SideContent(mask=True),
}


class ComparingDesk(QObject):
    """Two sides with the same zoom and pan.

    Args:
        window: The main window.
        session: What is open and which image is at hand.
        services: The workers.
    """

    def __init__(
        self, window: MainWindow, session: ReviewSession, services: WindowServices
    ) -> None:
        super().__init__(window)
        self._window, self._session = window, session
        self.comparing = Comparing(session, services.tasks, self)
        self._tasks = services.tasks
        self._pyramids: dict[Content, Pyramid] = {}

    def handlers(self) -> dict[ActionId, Callable[[], object]]:
        """What the actions do."""
        return {
            ActionId.SPLIT: lambda: self._toggle("split"),
            ActionId.SIDE_BY_SIDE: lambda: self._toggle("side"),
        }

    def connect_widgets(self) -> None:
        """Connect everything, once."""
        canvas = self._window.canvas
        self.side = SideView(canvas)
        canvas.add_follower(self.side)
        self.left_name = SideName(self.tr("Shown on the left"), canvas)
        self.right_name = SideName(self.tr("Shown on the right"), canvas)
        self.left_name.chosen.connect(lambda row: self._choose(0, row))
        self.right_name.chosen.connect(lambda row: self._choose(1, row))
        left, right = self._window.settings.sides()
        self.comparing.left, self.comparing.right = _content(left), _content(right)
        self.comparing.changed.connect(self._show)
        self.comparing.arrived.connect(self._on_picture)
        self._session.opened.connect(self._on_opened)
        self._session.sources.shown_changed.connect(self._show)
        self.side.installEventFilter(self)
        self._on_opened()

    def close(self) -> None:
        """There is nothing to end."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.Move, QEvent.Type.Resize}:
            self._place_names()
        return False

    # ---- inside --------------------------------------------------------------------------

    def _toggle(self, layout: Layout) -> None:
        self.comparing.show("off" if self.comparing.layout == layout else layout)

    def _choose(self, which: int, row: int) -> None:
        sides = [self.comparing.left, self.comparing.right]
        sides[which] = list(Content)[row]
        self.comparing.choose(*sides)
        self._window.settings.save_sides(*(side.value for side in sides))
        self._window.canvas.setFocus()

    @Slot()
    def _on_opened(self) -> None:
        has_images = bool(self._session.items)
        for each in (ActionId.SPLIT, ActionId.SIDE_BY_SIDE):
            self._window.actions_by_id[each].setEnabled(has_images)
        if not has_images:
            self.comparing.show("off")

    @Slot()
    def _show(self) -> None:
        comparing, canvas = self.comparing, self._window.canvas
        layout = comparing.layout
        actions = self._window.actions_by_id
        actions[ActionId.SPLIT].setChecked(layout == "split")
        actions[ActionId.SIDE_BY_SIDE].setChecked(layout == "side")
        names = [comparing.words(content) for content in Content]
        for widget, content in (
            (self.left_name, comparing.left),
            (self.right_name, comparing.right),
        ):
            row = list(Content).index(content)
            widget.show_side(names, row, comparing.problem(content))
            widget.setVisible(layout != "off")
        if layout == "off":
            self.side.hide_side()
            canvas.show_content(None, columns=1)
            return
        canvas.show_content(self._content(comparing.left), columns=2 if layout == "side" else 1)
        self.side.set_content(self._content(comparing.right))
        self.side.show_side(layout)
        self._place_names()

    @Slot(object)
    def _on_picture(self, content: Content) -> None:
        picture = self.comparing.picture(content)
        if picture is None:
            self._pyramids.pop(content, None)
            self._show_if_seen(content)
            return
        pyramid = Pyramid(picture, "max" if content in MASKS else "mean")

        def done(_: object) -> None:
            if self.comparing.picture(content) is picture:
                self._pyramids[content] = pyramid
                self._show_if_seen(content)

        if picture.size <= COPIED_AT_ONCE:
            done(None)
        else:
            self._tasks.submit(pyramid.build, done, self._on_failed, priority=2)

    def _show_if_seen(self, content: Content) -> None:
        if content in {self.comparing.left, self.comparing.right}:
            self._show()

    def _on_failed(self, error: ErrorInfo) -> None:
        self._window.messages.say("error", error.message)

    def _content(self, content: Content) -> SideContent | None:
        """What the canvas paints; None where it is as the layers are."""
        if content in MADE:
            made = self._pyramids.get(content)
            return SideContent(mask=made) if content in MASKS else SideContent(heat=made)
        return _ON_CANVAS.get(content)

    def _place_names(self) -> None:
        border = self.side.border
        self.left_name.place(0, border)
        self.right_name.place(border, self._window.canvas.width() - border)


def _content(name: str) -> Content:
    try:
        return Content(name)
    except ValueError:  # written by another version
        return Content.OVERLAY
