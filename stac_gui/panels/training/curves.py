"""Curves of a run: losses, validation, learning rate and speed, live."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any, Final

import pyqtgraph as pg
from PySide6.QtCore import QCoreApplication, QLocale, Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from stac_gui.theme import UNIT, current_colors
from stac_gui.translating import brief

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QEvent

    from stac_gui.models.curves import Curve, CurveSet, Group

PALETTE: Final = (
    "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#999999", "#8C6BB1",
)  # fmt: skip
"""Okabe and Ito's colours, which colour-blind people tell apart."""

TURN_MS: Final = 25
"""Between two plots: drawing all four at once would hold the window up."""

_WORDS: Final = {
    "total": "total", "class_logits": "tags, class tokens", "patch_logits": "tags, patches",
    "class_token": "class tokens apart", "saliency": "saliency", "defect_free": "defect-free",
    "contrast": "pixel contrast", "mask": "masks", "lr": "learning rate",
    "images_per_s": "images/s", "miou": "mIoU", "f1": "F1", "mAP": "mAP", "proxy": "proxy",
    "agreement": "agreement of views", "saliency_iou": "overlap with saliency",
    "criterion": "criterion", "pixels": "pixels", "dice": "Dice", "image": "tags",
}  # fmt: skip

_FIGURES: Final = {"miou", "mAP", "f1", "proxy", "agreement", "saliency_iou"}
"""Validation values between 0 and 1; the others are losses."""


def curve_words(name: str) -> str:
    """A curve's name for people."""
    return QCoreApplication.translate("Curves", _WORDS.get(name, name))


class _Axis(pg.AxisItem):  # type: ignore[misc]
    """Numbers with the language's decimal sign."""

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        point = QLocale().decimalPoint()
        return [each.replace(".", point) for each in super().tickStrings(values, scale, spacing)]


class CurvePlot(QWidget):
    """One plot with its title and a legend below.

    Args:
        title: Above the plot.
        parent: Owner.
    """

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = QLabel(title, self)
        self._title.setProperty("role", "heading")
        self._legend = QLabel(self)
        self._legend.setTextFormat(Qt.TextFormat.RichText)
        self._legend.setWordWrap(True)
        self._legend.setMinimumHeight(2 * self._legend.fontMetrics().height())
        self._legend.setAlignment(Qt.AlignmentFlag.AlignTop)
        axes = {side: _Axis(side) for side in ("left", "bottom")}
        self.plot = pg.PlotWidget(self, background=None, axisItems=axes)
        self.plot.setAccessibleName(title)
        for part in (self.plot, self.plot.viewport()):
            part.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # there is nothing to do with keys
        item = self.plot.getPlotItem()
        item.setMenuEnabled(False)
        item.hideButtons()
        item.showGrid(x=False, y=True, alpha=0.15)
        item.setMouseEnabled(x=False, y=False)
        item.getAxis("bottom").enableAutoSIPrefix(False)
        item.getAxis("left").enableAutoSIPrefix(False)
        item.getAxis("left").setWidth(56)
        item.setLabel("bottom", self.tr("step"))
        self._lines: dict[str, Any] = {}
        self._shown: list[tuple[str, Curve]] | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(UNIT // 2)
        column.addWidget(self._title)
        column.addWidget(self.plot, 1)
        column.addWidget(self._legend)
        self._paint_axes()

    def set_title(self, title: str) -> None:
        """What the plot shows."""
        self._title.setText(title)

    def show_curves(self, curves: Sequence[tuple[str, Curve]]) -> bool:
        """Draw these curves, each with its name in the legend; whether they are new."""
        if _same(curves, self._shown):
            return False
        self._shown = list(curves)
        wanted = [name for name, _ in curves]
        for gone in set(self._lines) - set(wanted):
            self.plot.removeItem(self._lines.pop(gone))
        legend = []
        for number, (name, curve) in enumerate(curves):
            color = PALETTE[number % len(PALETTE)]
            if name not in self._lines:
                self._lines[name] = self.plot.plot()
            symbol = "o" if len(curve.x) < 30 else None
            self._lines[name].setData(
                curve.x, curve.y, pen=pg.mkPen(color, width=1), connect="finite",
                symbol=symbol, symbolSize=5, symbolBrush=color, symbolPen=None,
            )  # fmt: skip
            legend.append(
                f'<span style="color:{color}">━</span>&nbsp;{_unbroken(name)}&nbsp;'
                f"<b>{brief(curve.last, 4)}</b>"
            )
        self._legend.setText("&nbsp;&nbsp; ".join(legend) or self.tr("no values so far"))
        return True

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == event.Type.PaletteChange:
            self._paint_axes()
        super().changeEvent(event)

    def _paint_axes(self) -> None:
        colors = current_colors()
        for side in ("left", "bottom"):
            axis = self.plot.getPlotItem().getAxis(side)
            axis.setPen(colors.line)
            axis.setTextPen(colors.muted)
            axis.setLabel(axis.labelText, **{"color": colors.muted, "font-size": "8pt"})


class CurvesPage(QWidget):
    """The four plots of a run.

    Signals:
        smooth_changed: Whether losses are averaged over neighbours.
    """

    smooth_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: CurveSet | None = None
        self.losses = CurvePlot(self.tr("Losses"), self)
        self.figures = CurvePlot(self.tr("Validation, 0 to 1"), self)
        self.validation = CurvePlot("", self)  # shows the speed where there are no such losses
        self.rate = CurvePlot(self.tr("Learning rate"), self)
        self.smooth = QCheckBox(self.tr("smooth"), self)
        self.smooth.setChecked(True)
        self.smooth.toggled.connect(self.smooth_changed)
        self.empty = QLabel(self.tr("Curves appear with the first steps."), self)
        self.empty.setProperty("role", "muted")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._waiting: dict[CurvePlot, list[tuple[str, Curve]]] = {}
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.setInterval(TURN_MS)
        self._turn.timeout.connect(self._draw_next)
        grid = QGridLayout()
        grid.setSpacing(2 * UNIT)
        grid.addWidget(self.losses, 0, 0)
        grid.addWidget(self.figures, 0, 1)
        grid.addWidget(self.validation, 1, 0)
        grid.addWidget(self.rate, 1, 1)
        for index in (0, 1):
            grid.setColumnStretch(index, 1)
            grid.setRowStretch(index, 1)
        top = QHBoxLayout()
        top.addWidget(self.empty)
        top.addStretch(1)
        top.addWidget(self.smooth)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * UNIT, UNIT, 2 * UNIT, UNIT)
        column.addLayout(top)
        column.addLayout(grid, 1)

    def show_curves(self, curves: CurveSet) -> None:
        """Draw a run's curves, unless they are drawn already."""
        if curves == self._shown:
            return
        self._shown = curves
        self.empty.setVisible(not curves.curves)
        validation = curves.group("validation")
        losses = [e for e in validation if e.name not in _FIGURES and e.name != "criterion"]
        has_losses = bool(losses) or not validation
        self.validation.set_title(
            self.tr("Validation losses") if has_losses else self.tr("Images a second")
        )
        wanted = (
            (self.losses, curves.group("loss")),
            (self.figures, [each for each in validation if each.name in _FIGURES]),
            (self.validation, losses if has_losses else curves.group("speed")),
            (self.rate, curves.group("lr")),
        )
        for plot, group in wanted:
            self._waiting[plot] = _named(group)
        if not self._turn.isActive():
            self._draw_next()

    def _draw_next(self) -> None:
        """Draw one plot; the next one has a turn of the window's loop for itself."""
        while self._waiting:
            plot = next(iter(self._waiting))
            if plot.show_curves(self._waiting.pop(plot)):
                break
        if self._waiting:
            self._turn.start()


def group_words(group: Group) -> str:
    """A group of curves for people."""
    words = {"loss": "training", "validation": "validation", "lr": "", "speed": ""}
    return QCoreApplication.translate("Curves", words[group])


def _same(one: Sequence[tuple[str, Curve]], other: Sequence[tuple[str, Curve]] | None) -> bool:
    return (
        other is not None
        and [name for name, _ in one] == [name for name, _ in other]
        and all(a.looks_like(b) for (_, a), (_, b) in zip(one, other, strict=True))
    )


def _named(curves: Sequence[Curve]) -> list[tuple[str, Curve]]:
    return [(curve_words(curve.name), curve) for curve in curves]


def _unbroken(text: str) -> str:
    """HTML of a text that stays on one line."""
    return html.escape(text).replace(" ", "&nbsp;").replace("-", "&#8209;")
