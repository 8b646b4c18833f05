"""Connects the explanation of heat maps with the window: the strip, the canvas and its caption."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtWidgets import QDockWidget, QLabel, QWidget

from stac_gui.action_table import ActionId
from stac_gui.panels.explaining import ExplainStrip, SmallMap
from stac_gui.presenters.explaining import SPREAD, Explaining
from stac_gui.theme import UNIT

if TYPE_CHECKING:
    from collections.abc import Callable

    from stac_gui.main_window import MainWindow
    from stac_gui.presenters.review import ReviewSession
    from stac_gui.services import WindowServices
    from stac_gui.toolbox import Toolbox


class ExplainingDesk(QObject):
    """Why is this hot?

    Args:
        window: The main window.
        session: What is open and which image is at hand.
        services: The workers.
        toolbox: Shows a map in the heat map's place.
    """

    def __init__(
        self,
        window: MainWindow,
        session: ReviewSession,
        services: WindowServices,
        toolbox: Toolbox,
    ) -> None:
        super().__init__(window)
        self._window, self._session, self._toolbox = window, session, toolbox
        self.explaining = Explaining(session, services.inference, services.tasks, self)

    def handlers(self) -> dict[ActionId, Callable[[], object]]:
        """What the actions do."""
        return {
            ActionId.EXPLAIN: lambda: self.dock.setVisible(self.dock.isHidden()),
            ActionId.UNCERTAINTY: lambda: self.explaining.show(SPREAD),
        }

    def connect_widgets(self) -> None:
        """Connect everything, once."""
        window, explaining = self._window, self.explaining
        self.strip = ExplainStrip(window)
        self.dock = QDockWidget(self.tr("Why is this hot?"), window)
        self.dock.setObjectName("explain")
        self.dock.setWidget(self.strip)
        self.dock.setFeatures(QDockWidget.DockWidgetFeature.DockWidgetClosable)
        self.dock.setTitleBarWidget(QWidget(self.dock))  # the strip says itself what it is
        window.setCorner(Qt.Corner.BottomLeftCorner, Qt.DockWidgetArea.LeftDockWidgetArea)
        window.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.RightDockWidgetArea)
        window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, self.dock)
        self.dock.hide()
        self.caption = QLabel(window.canvas)
        self.caption.setProperty("role", "problem")
        self.caption.hide()
        window.canvas.installEventFilter(self)
        self.dock.visibilityChanged.connect(lambda on: explaining.open(not self.dock.isHidden()))
        self.strip.chosen.connect(explaining.show)
        self.strip.closed.connect(self.dock.hide)
        explaining.changed.connect(self._show)
        self._toolbox.heat_shown.connect(self._follow_class)
        self._session.opened.connect(self._on_opened)
        self._on_opened()

    def close(self) -> None:
        """There is nothing to end."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place_caption()
        return False

    # ---- inside --------------------------------------------------------------------------

    @Slot()
    def _on_opened(self) -> None:
        has_images = bool(self._session.items)
        for each in (ActionId.EXPLAIN, ActionId.UNCERTAINTY):
            self._window.actions_by_id[each].setEnabled(has_images)
        if not has_images:
            self.dock.hide()

    @Slot()
    def _follow_class(self) -> None:
        self.explaining.set_class(self._toolbox.heat_class)

    @Slot()
    def _show(self) -> None:
        explaining, toolbox, actions = self.explaining, self._toolbox, self._window.actions_by_id
        maps = [
            SmallMap(
                each.key, explaining.words(each.key), explaining.meaning(each.key), each.picture
            )
            for each in explaining.evidence
        ]
        note = explaining.problem
        if explaining.is_waiting:
            note = self.tr("looking closer …")
        elif maps:
            note = self.tr("What the heat-map model saw, each map on its own scale. Click one to "
                           "see it large.")  # fmt: skip
        self.strip.show_maps(maps, explaining.shown, note)
        actions[ActionId.EXPLAIN].setChecked(explaining.is_open)
        actions[ActionId.UNCERTAINTY].setChecked(explaining.shown == SPREAD)
        if explaining.shown and not toolbox.look.show_heat:
            actions[ActionId.SHOW_HEAT].trigger()
        if explaining.levels is not toolbox.instead:
            toolbox.instead = explaining.levels
            toolbox.show_heat()
        self._show_caption()

    def _show_caption(self) -> None:
        explaining = self.explaining
        text = ""
        if explaining.shown:
            text = f"{explaining.words(explaining.shown)}: {explaining.meaning(explaining.shown)}"
            if explaining.problem:
                text = explaining.problem
            elif explaining.levels is None:
                text = self.tr("looking closer …")
        self.caption.setText(text)
        self.caption.setVisible(bool(text))
        self._place_caption()

    def _place_caption(self) -> None:
        canvas = self._window.canvas
        self.caption.adjustSize()
        width = min(self.caption.width(), canvas.width() - 4 * UNIT)
        top = canvas.height() - self.caption.height() - 2 * UNIT
        self.caption.setGeometry(2 * UNIT, top, width, self.caption.height())
        self.caption.raise_()
