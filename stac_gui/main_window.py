"""The main window: lays out menus, docks and the canvas. What they do is in the controller."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import (
    QDockWidget,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QMenu,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from stac_gui.action_table import ActionId
from stac_gui.actions import Actions
from stac_gui.canvas.view import Canvas
from stac_gui.controller import Controller
from stac_gui.menus import MENUS, TOOLS
from stac_gui.panels.bars import MessageBar, ReviewBar, WelcomePage
from stac_gui.panels.dialogs import Dialogs
from stac_gui.panels.gallery import GalleryPanel
from stac_gui.panels.image_list import ImageListPanel
from stac_gui.panels.inspector import Inspector
from stac_gui.panels.tool_options import ToolOptionsBar
from stac_gui.panels.tool_strip import ToolStrip
from stac_gui.preferences import Preferences
from stac_gui.settings import Settings
from stac_gui.theme import UNIT

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent

    from stac_gui.services import WindowServices

DOCK_WIDTHS = [264, 304]


class MainWindow(QMainWindow):
    """The window.

    Args:
        services: Workers; they live as long as the window.
        dialogs: Asks the person; the real dialogs by default.

    Attributes:
        canvas: The widget that shows the image.

    Signals:
        closed: The window is gone and its threads have ended.
    """

    closed = Signal()

    def __init__(self, services: WindowServices, dialogs: Dialogs | None = None) -> None:
        super().__init__()
        self.settings = Settings()
        self.preferences = Preferences(self)
        self.dialogs = dialogs or Dialogs(self, self.settings)
        self.actions_by_id = Actions(self)
        self.canvas = Canvas(self)
        self.settings.load_tools(self.canvas.tools.options)
        self.tool_options = ToolOptionsBar(self.canvas.tools.options, self)
        self.welcome = WelcomePage(self)
        self.inspector = Inspector(self)
        self.review_bar = ReviewBar(self.tr("Review"), self)
        self.model_label = QLabel(self)
        self.model_label.setProperty("role", "muted")
        self.model_label.setContentsMargins(0, 0, 2 * UNIT, 0)
        self.controller = Controller(self, services)
        self.image_list = ImageListPanel(self.controller.list_model, self)
        self.gallery = GalleryPanel(
            self.controller.list_model, self.image_list.view.selectionModel(), self
        )
        self.image_list.follow_model()
        self._lay_out()
        self.messages = MessageBar(self.pages)
        self.controller.connect_widgets()
        self._restore()

    # ---- for programs that drive the window ----------------------------------------------

    def open_path(self, path: str | Path) -> None:
        """Open a project or a folder of images, without asking anything."""
        self.controller.open_path(Path(path))

    def open_folder(self, path: str | Path) -> None:
        """Open a folder of images, without asking anything."""
        self.controller.open_path(Path(path))

    def open_image(self, path: str | Path) -> None:
        """Show an image, opening its folder if it is not in the list."""
        self.controller.open_image(Path(path))

    def next_image(self) -> None:
        """Go to the next image."""
        self.controller.session.next()

    def list_count(self) -> int:
        """Number of images in the list."""
        return self.controller.list_model.rowCount()

    def current(self) -> str:
        """Id of the image that was painted last; empty before the first one."""
        return self.canvas.painted_id

    def show_model(self, text: str) -> None:
        """Say at the right of the menus which model is in use."""
        bar = self.menuBar()
        self.model_label.setText(text)
        # as high as the menus' titles, so that all words are on one line
        self.model_label.setFixedHeight(bar.actionGeometry(bar.actions()[0]).bottom() + 1)
        bar.setCornerWidget(self.model_label)  # lays the corner out anew
        self.model_label.show()

    # ---- events --------------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.controller.may_leave():
            event.ignore()
            return
        self.settings.save_window(self.saveGeometry(), self.saveState())
        self.hide()
        self.controller.close()
        event.accept()
        self.closed.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.controller.open_dropped([url.toLocalFile() for url in event.mimeData().urls()])

    # ---- layout --------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.setAcceptDrops(True)
        self.resize(1440, 900)
        self.setDockNestingEnabled(False)
        self.pages = QStackedWidget(self)
        self.pages.addWidget(self.welcome)
        self.pages.addWidget(self.canvas)
        self.pages.addWidget(self.gallery)
        self.tools = ToolStrip(
            [None if each is None else self.actions_by_id[each] for each in TOOLS], self
        )
        centre = QWidget(self)
        row = QHBoxLayout(centre)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.tools)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.tool_options)
        column.addWidget(self.pages, 1)
        row.addLayout(column, 1)
        self.setCentralWidget(centre)
        images = self._dock("images", self.tr("Images"), self.image_list)
        scroll = QScrollArea(self)
        scroll.setWidget(self.inspector)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it follows the control that has the focus
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # never so narrow that controls are cut off, with the vertical bar beside them
        bar = scroll.verticalScrollBar().sizeHint().width()
        scroll.setMinimumWidth(self.inspector.minimumWidth() + bar)
        inspector = self._dock("inspector", self.tr("Image at hand"), scroll)
        self.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, images)
        self.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, inspector)
        self.docks = [images, inspector]
        self.restore_defaults()
        decisions = (ActionId.ACCEPT, ActionId.NEEDS_FIX, ActionId.REJECT)
        self.review_bar.fill([self.actions_by_id[each] for each in decisions])
        self.addToolBar(Qt.ToolBarArea.BottomToolBarArea, self.review_bar)
        self._fill_menus(images, inspector)

    def _dock(self, name: str, title: str, widget: QWidget) -> QDockWidget:
        dock = QDockWidget(title, self)
        dock.setObjectName(name)
        dock.setWidget(widget)
        dock.setFeatures(
            QDockWidget.DockWidgetFeature.DockWidgetMovable
            | QDockWidget.DockWidgetFeature.DockWidgetClosable
        )
        # the panels say themselves what they are; a title bar would only take room
        dock.setTitleBarWidget(QWidget(dock))
        return dock

    def _fill_menus(self, *docks: QDockWidget) -> None:
        for title, entries in MENUS:
            menu: QMenu = self.menuBar().addMenu(QCoreApplication.translate("Menus", title))
            menu.setToolTipsVisible(True)
            for each in entries:
                if each is None:
                    menu.addSeparator()
                else:
                    menu.addAction(self.actions_by_id[each])
            if title == "&View":
                menu.addSeparator()
                for dock in docks:
                    menu.addAction(dock.toggleViewAction())
        # shortcuts work whether or not their menu was ever opened
        for spec in ActionId:
            self.addAction(self.actions_by_id[spec])

    def restore_defaults(self) -> None:
        """Lay the window out as it is the first time, for pictures and tests."""
        self.resizeDocks(self.docks, DOCK_WIDTHS, Qt.Orientation.Horizontal)

    def _restore(self) -> None:
        saved = self.settings.window()
        if saved is not None:
            self.restoreGeometry(saved[0])
            self.restoreState(saved[1])
            self.controller.way.show()  # it depends on what is open, not on what was
