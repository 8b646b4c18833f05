"""What the canvas shows: the image, what lies over it, and how that looks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from stac_gui.canvas.painting import Layers
from stac_gui.canvas.pyramid import Pyramid
from stac_gui.canvas.rendering import HeatStyle, MaskStyle

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from stac_core.data.images import ValueRange
    from stac_core.types import Mask
    from stac_gui.canvas.comparison import SideContent


@dataclass
class Shown:
    """The layers that there are, and which of them are switched on.

    Attributes:
        image: None without an image.
        window: Values of the image that are black and white.
        heat: The heat map.
        mask: The mask, which is edited in place.
        heat_style: How the heat map looks.
        mask_style: How the mask looks.
        heat_on: Whether the heat map is switched on.
        mask_on: Whether the mask is.
        bare: Whether nothing is shown over the image for now.
        grid: Whether pixels are told apart where they are large enough.
        maker: Makes smaller copies of large overlays in a thread.
    """

    image: Pyramid | None = None
    window: ValueRange = (0.0, 255.0)
    heat: Pyramid | None = None
    mask: Pyramid | None = None
    heat_style: HeatStyle = field(default_factory=HeatStyle)
    mask_style: MaskStyle = field(default_factory=lambda: MaskStyle(()))
    heat_on: bool = True
    mask_on: bool = True
    bare: bool = False
    grid: bool = True
    maker: Callable[[Pyramid], None] | None = None
    _heats: list[Pyramid] = field(default_factory=list)

    def set_image(self, image: Pyramid | None) -> None:
        """Show another image, without anything over it."""
        self.image, self.heat, self.mask, self._heats = image, None, None, []

    def set_heat(self, levels: NDArray[np.uint8] | None) -> None:
        """Show a heat map, uint8 (H, W).

        Its smaller copies are there already where one goes back to the other model's map.
        """
        self.heat = None
        if levels is not None:
            known = [each for each in self._heats if each.base is levels]
            self.heat = known[0] if known else Pyramid(levels, "mean", maker=self.maker)
            self._heats = [*(each for each in self._heats if each is not self.heat), self.heat][-2:]

    def set_mask(self, mask: Mask | None, *, blank: bool = False) -> None:
        """Show a mask; a blank one is 0 everywhere so far."""
        self.mask = None if mask is None else Pyramid(mask, "max", blank=blank, maker=self.maker)

    def layers(self, content: SideContent | None) -> Layers | None:
        """What is painted for a content, or as layers are switched on; None without an image."""
        if self.image is None:
            return None
        heat, mask = self.heat if self.heat_on else None, self.mask if self.mask_on else None
        if content is not None:
            heat = self.heat if content.heat is True else content.heat or None
            mask = self.mask if content.mask is True else content.mask or None
        if self.bare:
            heat = mask = None
        return Layers(
            self.image, self.window, heat, mask, self.heat_style, self.mask_style, self.grid
        )
