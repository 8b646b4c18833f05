"""The smart brush: paints as a brush does, but stops at edges of the image."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stac_core.editing.edge_brush import edge_stroke
from stac_core.editing.region import NOTHING, Region
from stac_gui.canvas.tools import MAX_DIAMETER, BrushTool, Tip, Trouble

if TYPE_CHECKING:
    from stac_core.labels.mask_edit import Point
    from stac_gui.canvas.tools import Editable, Pointer


class EdgeBrushTool(BrushTool):
    """Paints what looks like the pixels under its centre, up to the brush's outline.

    Where the options say so, only pixels at which the heat map is unsure become different.
    """

    name = "smart brush"

    def press(self, pointer: Pointer) -> None:
        """Start a stroke, where there is what it looks at."""
        if self.options.unsure_only and (self.scene.heat is None or self.scene.unsure is None):
            self.scene.tell(Trouble.NO_UNSURE)
            return
        super().press(pointer)

    def paint(self, target: Editable, start: Point, end: Point, pointer: Pointer) -> None:
        """Stamp along a piece of the stroke."""
        image = self.scene.image
        if image is None:
            return
        region = edge_stroke(image, start, end, self.diameter(pointer))
        if not region.rect.is_empty and self.options.unsure_only:
            region = self._unsure(region)
        target.paint(region, self.value)

    def tip(self, pointer: Pointer) -> Tip:
        """Always round."""
        return super().tip(pointer)._replace(is_square=False)

    def diameter(self, pointer: Pointer) -> int:
        """At most what is painted without a stop."""
        return min(super().diameter(pointer), MAX_DIAMETER)

    def _unsure(self, region: Region) -> Region:
        heat, band = self.scene.heat, self.scene.unsure
        if heat is None or band is None:
            return NOTHING
        levels = heat[region.rect.slices]
        return Region(region.rect, region.inside & (levels >= band[0]) & (levels <= band[1]))
