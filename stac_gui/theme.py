"""Colours, sizes and icons: neutral greys so that colour means data, light and dark."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QStyleFactory

from stac_core.resources import resource_path
from stac_core.types import ReviewStatus

UNIT: Final = 8
"""Pixels of the grid that everything is laid out on."""


@dataclass(frozen=True)
class Colors:
    """One theme. Text on surfaces has a contrast of at least 4.5 to 1."""

    window: str
    surface: str
    field: str
    raised: str
    canvas: str
    line: str
    text: str
    muted: str
    accent: str
    on_accent: str
    accepted: str
    needs_fix: str
    rejected: str


LIGHT: Final = Colors(
    window="#F1F1F2",
    surface="#FFFFFF",
    field="#FFFFFF",
    raised="#E6E6E8",
    canvas="#D2D2D5",
    line="#C6C6CA",
    text="#1B1B1E",
    muted="#5C5C63",
    accent="#1F66C1",
    on_accent="#FFFFFF",
    accepted="#166534",
    needs_fix="#875000",
    rejected="#B3261E",
)

DARK: Final = Colors(
    window="#242427",
    surface="#1C1C1F",
    field="#333338",
    raised="#343438",
    canvas="#131315",
    line="#46464B",
    text="#ECECEE",
    muted="#A2A2AA",
    accent="#5B9DF0",
    on_accent="#0C1420",
    accepted="#5CC883",
    needs_fix="#F0B050",
    rejected="#FF8A80",
)


def current_colors() -> Colors:
    """The theme that the application has now."""
    window = QApplication.palette().color(QPalette.ColorRole.Window)
    return DARK if window.lightness() < 128 else LIGHT


def status_color(status: ReviewStatus) -> QColor:
    """The colour of a decision."""
    colors = current_colors()
    return QColor(
        {
            ReviewStatus.TODO: colors.muted,
            ReviewStatus.ACCEPTED: colors.accepted,
            ReviewStatus.NEEDS_FIX: colors.needs_fix,
            ReviewStatus.REJECTED: colors.rejected,
        }[status]
    )


def apply_theme(app: QApplication, theme: str = "system") -> None:
    """Give the application its style; light or dark as chosen, or as the system is and becomes."""
    app.setStyle(QStyleFactory.create("Fusion"))
    app.styleHints().colorSchemeChanged.connect(lambda scheme: set_colors(app, scheme))
    choose_theme(app, theme)


def choose_theme(app: QApplication, theme: str) -> None:
    """Be "light", "dark" or as the "system" is, from now on."""
    hints = app.styleHints()
    schemes = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
    chosen = schemes.get(theme, Qt.ColorScheme.Unknown)
    hints.setColorScheme(chosen)
    # a platform without such schemes leaves the hint alone
    set_colors(app, hints.colorScheme() if chosen is Qt.ColorScheme.Unknown else chosen)


def set_colors(app: QApplication, scheme: Qt.ColorScheme) -> None:
    """Give the application the colours of a light or dark system."""
    colors = DARK if scheme is Qt.ColorScheme.Dark else LIGHT
    app.setPalette(_palette(colors))
    app.setStyleSheet(_style_sheet(colors))


def _palette(colors: Colors) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for which, value in (
        (role.Window, colors.window),
        (role.WindowText, colors.text),
        (role.Base, colors.field),
        (role.AlternateBase, colors.window),
        (role.Text, colors.text),
        (role.Button, colors.raised),
        (role.ButtonText, colors.text),
        (role.BrightText, colors.rejected),
        (role.ToolTipBase, colors.raised),
        (role.ToolTipText, colors.text),
        (role.PlaceholderText, colors.muted),
        (role.Highlight, colors.accent),
        (role.HighlightedText, colors.on_accent),
        (role.Link, colors.accent),
        (role.Mid, colors.line),
        (role.Midlight, colors.raised),
        (role.Light, colors.surface),
        (role.Dark, colors.canvas),
        (role.Shadow, colors.line),
        (role.Accent, colors.accent),
    ):
        palette.setColor(which, QColor(value))
    for which in (role.WindowText, role.Text, role.ButtonText):
        faded = QColor(colors.muted)
        faded.setAlpha(150)
        palette.setColor(QPalette.ColorGroup.Disabled, which, faded)
    return palette


def _style_sheet(colors: Colors) -> str:
    tick = resource_path(f"icons/tick-{'dark' if colors is DARK else 'light'}.svg").as_posix()
    return f"""
    QLineEdit {{ padding: 1px 4px; }}
    QAbstractSpinBox QLineEdit, QComboBox QLineEdit {{ padding: 0; }}
    QTableView::item {{ padding: 0 6px; }}
    QCheckBox::indicator, QAbstractItemView::indicator, QRadioButton::indicator {{
        border: 1px solid {colors.muted};
        background: {colors.field}; width: 12px; height: 12px; border-radius: 3px; }}
    QRadioButton::indicator {{ border-radius: 7px; }}
    QCheckBox::indicator:checked, QAbstractItemView::indicator:checked {{
        border-color: {colors.accent}; background: {colors.accent};
        image: url("{tick}"); }}
    QRadioButton::indicator:checked {{ border: 4px solid {colors.accent};
        background: {colors.on_accent}; width: 6px; height: 6px; }}
    QCheckBox::indicator:disabled, QRadioButton::indicator:disabled {{
        border-color: {colors.line}; }}
    QCheckBox::indicator:focus {{ border: 2px solid {colors.accent}; width: 10px; height: 10px; }}
    QRadioButton::indicator:unchecked:focus {{ border: 2px solid {colors.accent};
        width: 10px; height: 10px; }}
    QCheckBox::indicator:checked:focus {{ border-color: {colors.text}; }}
    QRadioButton::indicator:checked:focus {{ background: {colors.text}; }}
    QCheckBox::indicator:checked:disabled {{ background: {colors.line}; }}
    QMainWindow::separator {{ background: {colors.line}; width: 1px; height: 1px; }}
    QDockWidget {{ titlebar-close-icon: none; }}
    QToolBar {{ border: none; padding: 4px; spacing: 4px; background: {colors.window}; }}
    QToolBar QToolButton {{ padding: 5px; }}
    QToolBar QToolButton, #tool-strip QToolButton {{ border-radius: 4px;
        border: 1px solid transparent; }}
    QToolBar QToolButton:hover, #tool-strip QToolButton:hover {{ background: {colors.raised}; }}
    QToolBar QToolButton:checked, #tool-strip QToolButton:checked {{
        background: {colors.raised}; border: 1px solid {colors.accent}; }}
    QToolBar QToolButton:focus, #tool-strip QToolButton:focus {{
        border: 1px solid {colors.accent}; }}
    QToolButton[role="badge"] {{ border: 1px solid {colors.needs_fix}; border-radius: 4px;
        color: {colors.needs_fix}; font-weight: 600; }}
    QToolButton[popupMode="2"] {{ padding: 4px 20px 4px 8px; }}
    QToolButton[popupMode="2"]::menu-indicator {{ subcontrol-position: right center; right: 6px; }}
    QMenuBar {{ background: {colors.window}; padding: 2px 4px; }}
    QMenuBar::item {{ padding: 4px 10px; border-radius: 4px; background: transparent; }}
    QMenuBar::item:selected {{ background: {colors.raised}; }}
    QStatusBar {{ background: {colors.window}; }}
    QStatusBar::item {{ border: none; }}
    QLabel[role="heading"] {{ font-weight: 600; }}
    QLabel[role="muted"] {{ color: {colors.muted}; }}
    QLabel[role="warning"] {{ color: {colors.needs_fix}; }}
    QFrame[role="line"] {{ background: {colors.line}; max-height: 1px; border: none; }}
    QFrame[role="column"] {{ background: {colors.line}; max-width: 1px; border: none; }}
    QLabel[role="problem"] {{ background: {colors.window}; color: {colors.text};
        border: 1px solid {colors.line}; border-radius: 4px; padding: 3px 8px; }}
    QToolButton[role="card"] {{ border: 2px solid transparent; border-radius: 4px; padding: 2px; }}
    QToolButton[role="card"]:hover {{ background: {colors.raised}; }}
    QToolButton[role="card"]:checked {{ border-color: {colors.accent}; }}
    QToolButton[role="card"]:focus {{ border-color: {colors.muted}; }}
    QFrame[role="card"] {{ background: {colors.window}; border: 1px solid {colors.line};
        border-radius: 4px; }}
    QTableView {{ background: {colors.surface}; outline: none;
        selection-background-color: {colors.raised}; selection-color: {colors.text}; }}
    QHeaderView::section {{ background: {colors.window}; color: {colors.muted}; border: none;
        padding: 4px 8px; }}
    QTableCornerButton::section {{ background: {colors.window}; border: none; }}
    QListView, TileView {{ border: none; background: {colors.surface}; outline: none; }}
    QPushButton {{ padding: 5px 14px; border: 1px solid {colors.line}; border-radius: 4px;
        background: {colors.raised}; }}
    QPushButton:hover {{ border-color: {colors.muted}; }}
    QPushButton:focus {{ border: 1px solid {colors.accent}; }}
    QPushButton:disabled {{ color: {colors.muted}; }}
    QPushButton[role="primary"] {{ background: {colors.accent}; color: {colors.on_accent};
        border-color: {colors.accent}; font-weight: 600; }}
    QPushButton[role="link"] {{ background: transparent; border-color: transparent;
        color: {colors.accent}; }}
    QPushButton[role="link"]:hover {{ border-color: {colors.line}; }}
    QPushButton[role="link"]:focus {{ border-color: {colors.accent}; }}
    QPushButton[role="segment"] {{ border-radius: 0; background: {colors.window};
        padding: 5px 8px; }}
    QPushButton[role="segment"]:checked {{ background: {colors.raised}; font-weight: 600;
        border-color: {colors.accent}; }}
    QPushButton[role="segment"]:disabled {{ border-color: {colors.line}; }}
    QPushButton[role="primary"]:disabled {{ background: {colors.raised}; color: {colors.muted};
        border-color: {colors.line}; }}
    """


class _SvgEngine(QIconEngine):
    """Draws an SVG in the colour of the text around it, whatever the theme."""

    def __init__(self, source: bytes) -> None:
        super().__init__()
        self._source = source

    def paint(self, painter: QPainter, rect: object, mode: QIcon.Mode, state: QIcon.State) -> None:
        group = (
            QPalette.ColorGroup.Disabled
            if mode is QIcon.Mode.Disabled
            else QPalette.ColorGroup.Active
        )
        color = QApplication.palette().color(group, QPalette.ColorRole.WindowText)
        name = f'"{color.name()}" opacity="{color.alphaF():.2f}"'.encode()
        data = self._source.replace(b'"currentColor"', name)
        QSvgRenderer(QByteArray(data)).render(painter, QRectF(rect))  # type: ignore[call-overload]

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, pixmap.rect(), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        return _SvgEngine(self._source)


def icon(name: str) -> QIcon:
    """The icon of this name, drawn with the text colour."""
    return QIcon(_SvgEngine(resource_path(f"icons/{name}.svg").read_bytes()))
