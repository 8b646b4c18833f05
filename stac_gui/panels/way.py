"""The strip that shows the way: four steps, what is done and what is next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QToolBar,
    QToolButton,
    QWidget,
)

from stac_gui.models.way import Step, StepView
from stac_gui.theme import UNIT, current_colors, icon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

MARK = 20
"""Diameter of the mark before a step's words."""


class StepButton(QAbstractButton):
    """One step: a mark with its number or a tick, its name, and how far it is.

    Args:
        number: From 1.
        parent: Owner.
    """

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._number = number
        self._view: StepView | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @property
    def view(self) -> StepView | None:
        """What it shows."""
        return self._view

    def show_step(self, view: StepView) -> None:
        """Show how far the step is."""
        self._view = view
        states = {
            "done": self.tr("done"), "next": self.tr("next step"), "later": self.tr("later"),
        }  # fmt: skip
        self.setText(view.title)
        self.setAccessibleName(f"{view.title}: {view.detail}, {states[view.state]}")
        self.setToolTip(f"{view.help}\n{view.detail}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        view = self._view
        bold, plain = QFontMetrics(self._bold()), self.fontMetrics()
        words = 0
        if view is not None:
            words = bold.horizontalAdvance(view.title) + plain.horizontalAdvance(view.detail)
        # the words never jump when a figure gets another digit
        return QSize(MARK + 5 * UNIT + words, 4 * UNIT)

    def minimumSizeHint(self) -> QSize:
        return QSize(MARK + 5 * UNIT, 4 * UNIT)

    def paintEvent(self, event: QPaintEvent) -> None:
        view = self._view
        if view is None:
            return
        colors = current_colors()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        is_next = view.state == "next"
        if self.underMouse() or self.hasFocus() or is_next:
            edge = colors.accent if self.hasFocus() else colors.line if is_next else colors.raised
            painter.setPen(QPen(QColor(edge), 1))
            painter.setBrush(QColor(colors.raised))
            painter.drawRoundedRect(body, 4, 4)
        self._paint_mark(painter, view)
        left = UNIT + MARK + UNIT
        ink = colors.muted if view.state == "later" else colors.text
        painter.setPen(QColor(ink))
        painter.setFont(self._bold())
        width = painter.fontMetrics().horizontalAdvance(view.title)
        whole = QRect(left, 0, self.width() - left - UNIT, self.height())
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(whole, middle, view.title)
        rest = whole.adjusted(width + UNIT, 0, 0, 0)
        painter.setFont(self.font())
        painter.setPen(QColor(colors.muted))
        mode = Qt.TextElideMode.ElideRight
        painter.drawText(
            rest, middle, self.fontMetrics().elidedText(view.detail, mode, rest.width())
        )
        painter.end()

    def _paint_mark(self, painter: QPainter, view: StepView) -> None:
        colors = current_colors()
        circle = QRectF(UNIT, (self.height() - MARK) / 2, MARK, MARK)
        if view.state == "next":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colors.accent))
            painter.drawEllipse(circle)
            ink = QColor(colors.on_accent)
        else:
            ink = QColor(colors.accepted if view.state == "done" else colors.muted)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(ink, 1.5))
            painter.drawEllipse(circle.adjusted(0.75, 0.75, -0.75, -0.75))
        if view.state == "done":
            centre = circle.center()
            tick = [QPointF(-4, 0.5), QPointF(-1.2, 3.2), QPointF(4.2, -3)]
            painter.setPen(QPen(ink, 1.75, c=Qt.PenCapStyle.RoundCap))
            painter.drawPolyline([centre + each for each in tick])
        else:
            font = self._bold()
            font.setPointSizeF(font.pointSizeF() * 0.85)
            painter.setFont(font)
            painter.setPen(ink)
            painter.drawText(circle, int(Qt.AlignmentFlag.AlignCenter), str(self._number))

    def _bold(self) -> QFont:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def event(self, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.Enter, QEvent.Type.Leave}:
            self.update()
        return super().event(event)


class WayBar(QToolBar):
    """The strip under the menus.

    Args:
        title: Its name, for the window's own menu of strips.
        parent: Owner.

    Signals:
        step_clicked: A `Step`.
        ask_clicked: How long the first training takes is to be measured.
        closed: It is not wanted.
    """

    step_clicked = Signal(object)
    ask_clicked = Signal()
    closed = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.setObjectName("way")
        self.setMovable(False)
        self.steps = {step: StepButton(number + 1, self) for number, step in enumerate(Step)}
        self.ask = QPushButton(self.tr("How long?"), self)
        self.ask.setToolTip(self.tr("Measure how long the first training takes on this computer"))
        self.ask.clicked.connect(self.ask_clicked)
        self.ask.hide()
        self.close_button = QToolButton(self)
        self.close_button.setIcon(icon("reject"))
        self.close_button.setIconSize(QSize(16, 16))
        self.close_button.setAccessibleName(self.tr("Hide the steps"))
        self.close_button.setToolTip(self.tr("Hide the steps; Help shows them again"))
        self.close_button.clicked.connect(self.closed)
        box = QWidget(self)
        row = QHBoxLayout(box)
        row.setContentsMargins(UNIT, 0, UNIT, 0)
        row.setSpacing(UNIT)
        for step, button in self.steps.items():
            if step is not Step.TAG:
                row.addWidget(_Arrow(box))
            row.addWidget(button)
            if step is Step.TRAIN:
                row.addWidget(self.ask)
            button.clicked.connect(lambda _=False, step=step: self.step_clicked.emit(step))
        row.addStretch(1)
        row.addWidget(self.close_button)
        self.addWidget(box)

    @Slot(object)
    def show_way(self, views: Sequence[StepView], *, may_ask: bool) -> None:
        """Show how far each step is."""
        for view in views:
            self.steps[view.step].show_step(view)
        self.ask.setVisible(may_ask)


class _Arrow(QWidget):
    """Points from a step to the next."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedSize(8, 4 * UNIT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(current_colors().muted), 1.5, c=Qt.PenCapStyle.RoundCap))
        middle = self.height() / 2
        painter.drawPolyline([QPointF(2, middle - 4), QPointF(6, middle), QPointF(2, middle + 4)])
        painter.end()
