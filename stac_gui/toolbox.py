"""How things look: connects the inspector's controls with the canvas."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from stac_core.colors import hex_to_rgb
from stac_core.histogram import every_nth, level_counts
from stac_gui.action_table import ActionId
from stac_gui.canvas.rendering import HeatStyle, MaskStyle, palette_of
from stac_gui.presenters.heat import HeatLevels
from stac_gui.presenters.prepared_maps import to_levels
from stac_gui.presenters.source_words import scale_words
from stac_gui.translating import brief, decimal

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from stac_core.refine.steps import AnyStep
    from stac_gui.main_window import MainWindow
    from stac_gui.presenters.prepared_maps import PreparedMaps
    from stac_gui.presenters.review import ReviewSession
    from stac_gui.presenters.services import Tasks


class Toolbox(QObject):
    """Looks, thresholds and what is under the cursor.

    Args:
        window: Whose canvas and inspector.
        session: The review session.
        tasks: Makes large heat maps.

    Attributes:
        instead: Levels to show in place of the heat map, uint8 (H, W).

    Signals:
        heat_shown: Another heat map is shown, or one of another class.
    """

    heat_shown = Signal()

    def __init__(self, window: MainWindow, session: ReviewSession, tasks: Tasks) -> None:
        super().__init__(window)
        self._window, self._session = window, session
        self.look = window.settings.look()
        self._heat = HeatLevels(tasks, self)
        self._counted: tuple[PreparedMaps | None, int | None] = (None, None)
        self.instead: NDArray[np.uint8] | None = None
        self._class = 1

    @property
    def heat_class(self) -> int | None:
        """Class whose heat map is shown, from 0; None for the strongest everywhere."""
        return None if self.look.all_classes else self._class - 1

    def connect_widgets(self) -> None:
        """Connect the controls, once."""
        inspector, canvas, session = self._window.inspector, self._window.canvas, self._session
        inspector.class_chosen.connect(self._on_class)
        thresholds = inspector.thresholds
        thresholds.threshold_moved.connect(self._on_threshold)
        thresholds.band_moved.connect(self._on_band)
        thresholds.released.connect(session.end_gesture)
        thresholds.reset.connect(self._on_threshold_reset)
        inspector.style_changed.connect(self._on_style)
        inspector.all_classes.toggled.connect(self._on_all_classes)
        inspector.fixed_scale.toggled.connect(self._on_fixed_scale)
        self._heat.changed.connect(self.show_heat)
        canvas.hovered.connect(self._on_hover)
        canvas.zoom_changed.connect(self._on_zoom)
        inspector.refine.steps_chosen.connect(self._on_steps)
        inspector.refine.keep_clicked.connect(self._keep_steps)
        session.refining.kept.connect(self.show_threshold)
        session.refining.busy_changed.connect(inspector.refine.show_busy)
        session.spec_changed.connect(self.show_threshold)
        session.opened.connect(self.show_look)
        self.show_look()

    def handlers(self) -> dict[ActionId, Callable[[], object]]:
        """What this part's actions do."""
        canvas = self._window.canvas
        return {
            ActionId.FIT: canvas.fit,
            ActionId.ACTUAL: canvas.actual_size,
            ActionId.ZOOM_IN: lambda: canvas.zoom(1),
            ActionId.ZOOM_OUT: lambda: canvas.zoom(-1),
            ActionId.SHOW_HEAT: lambda: self._toggle("show_heat"),
            ActionId.SHOW_MASK: lambda: self._toggle("show_mask"),
            ActionId.CONTOUR: lambda: self._toggle("contour"),
            ActionId.ALL_CLASSES: lambda: self._toggle("all_classes"),
        }

    # ---- what is shown -------------------------------------------------------------------

    @Slot()
    def show_look(self) -> None:
        """Bring canvas, controls and menus to the look."""
        look, inspector, canvas = self.look, self._window.inspector, self._window.canvas
        data = self._session.data
        colors = [] if data is None else [hex_to_rgb(spec.color) for spec in data.classes]
        outline = 2 * max(1, round(canvas.devicePixelRatioF()))
        fill = 0.0 if look.contour else look.mask_fill
        canvas.set_styles(
            MaskStyle(palette_of(colors), fill, outline),
            HeatStyle(look.color_map, look.heat_opacity),
        )
        canvas.show_layers(heat=look.show_heat, mask=look.show_mask)
        inspector.show_look(
            color_map=look.color_map,
            opacity=look.heat_opacity,
            fill=look.mask_fill,
            all_classes=look.all_classes,
            fixed_scale=look.fixed_scale,
        )
        actions = self._window.actions_by_id
        actions[ActionId.SHOW_HEAT].setChecked(look.show_heat)
        actions[ActionId.SHOW_MASK].setChecked(look.show_mask)
        actions[ActionId.CONTOUR].setChecked(look.contour)
        actions[ActionId.ALL_CLASSES].setChecked(look.all_classes)
        self.show_threshold()

    @Slot()
    def show_threshold(self) -> None:
        """Show how the mask at hand is made: its thresholds and steps."""
        recipe, inspector = self._session.recipe, self._window.inspector
        spec = recipe.spec
        inspector.show_thresholds(spec.threshold, spec.ignore_from)
        # on the scale of scores the threshold is elsewhere for each class
        by_score = self.look.fixed_scale and self._session.sources.shown == "cam"
        inspector.legend.show_scale(self.look.color_map, None if by_score else spec.threshold)
        data = self._session.data
        kept = () if data is None else tuple(data.refine.steps)
        inspector.refine.show_steps(recipe.steps, kept)
        self._show_counts()

    @Slot()
    def show_heat(self) -> None:
        """Show the heat map of the image at hand, of the chosen class or of all."""
        session, inspector = self._session, self._window.inspector
        by_score = session.sources.shown == "cam" and self.look.fixed_scale
        self._heat.show(session.maps, self.heat_class, fixed=by_score)
        levels = self._heat.levels
        inspector.badge.setText(scale_words(session.sources.shown, fixed=by_score))
        inspector.fixed_scale.setEnabled(session.sources.shown == "cam")
        self._window.canvas.set_heat(levels if self.instead is None else self.instead)
        self._show_counts()
        self.heat_shown.emit()

    def _show_counts(self) -> None:
        """Count the values that the thresholds are held against: of the mask's own model."""
        session, index = self._session, self.heat_class
        maps = session.proposals.maps(session.mask_source)
        if (maps, index) == self._counted:
            return
        self._counted = maps, index
        counts = None
        if maps is not None and index is None and maps.present.any():
            counts = maps.counts
        elif maps is not None and index is not None and maps.present[index]:
            counts = level_counts(to_levels(every_nth(maps.full.cam[index])))
        self._window.inspector.thresholds.show_levels(counts)

    # ---- controls ------------------------------------------------------------------------

    def _toggle(self, name: str) -> None:
        setattr(self.look, name, not getattr(self.look, name))
        self.show_look()
        if name == "all_classes":
            self.show_heat()

    @Slot()
    def _on_style(self) -> None:
        inspector = self._window.inspector
        self.look.color_map = inspector.chosen_color_map()
        self.look.heat_opacity = inspector.opacity.value() / 100
        self.look.mask_fill = inspector.fill.value() / 100
        self.show_look()

    @Slot(bool)
    def _on_fixed_scale(self, on: bool) -> None:
        self.look.fixed_scale = on
        self.show_threshold()
        self.show_heat()

    @Slot(bool)
    def _on_all_classes(self, on: bool) -> None:
        if on != self.look.all_classes:
            self._toggle("all_classes")

    @Slot(int)
    def _on_class(self, number: int) -> None:
        self._class = number
        if not self.look.all_classes:
            self.show_heat()

    @Slot(float, object)
    def _on_threshold(self, value: float, drag: int | None) -> None:
        self._session.set_threshold(value, gesture=drag)

    @Slot(object, object)
    def _on_band(self, value: float | None, drag: int | None) -> None:
        self._session.set_ignore_from(value, gesture=drag)

    @Slot(object, object)
    def _on_steps(self, steps: tuple[AnyStep, ...], gesture: object) -> None:
        self._session.set_steps(steps, gesture=gesture)

    @Slot()
    def _keep_steps(self) -> None:
        self._session.refining.keep(self._session.data, self._session.recipe.steps)

    @Slot()
    def _on_threshold_reset(self) -> None:
        self._session.reset_threshold()

    # ---- under the cursor ----------------------------------------------------------------

    @Slot(object)
    def _on_hover(self, place: tuple[int, int] | None) -> None:
        self._window.review_bar.pixel.setText("" if place is None else self._pixel_text(*place))

    def _pixel_text(self, x: int, y: int) -> str:
        image = self._session.image
        if image is None or not (y < image.size[0] and x < image.size[1]):
            return ""
        value = image.pixels[y, x]
        shown = "  ".join(brief(each) for each in np.atleast_1d(value))
        text = f"x {x}  y {y}  =  {shown}"
        heat = self._heat.levels if self.instead is None else self.instead
        if heat is not None:  # what the colours say, whatever map and scale they are of
            text += f"  ·  {decimal(heat[y, x] / 255, 2)}"
        return text

    @Slot(float)
    def _on_zoom(self, scale: float) -> None:
        shown = "" if self._session.item is None else f"{decimal(scale * 100, 0)} %"
        self._window.review_bar.zoom.setText(shown)
