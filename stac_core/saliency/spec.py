"""From the project file's saliency section to a generator's parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stac_core.saliency.contrast import ContrastSpec

if TYPE_CHECKING:
    from stac_core.project_sections import SaliencySection


def contrast_spec(section: SaliencySection) -> ContrastSpec:
    """The contrast generator's parameters that the project asks for."""
    return ContrastSpec(scales=tuple(section.scales), polarity=section.polarity)
