"""Writing the page of a comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stac_core.colors import hex_to_rgb
from stac_core.evaluation.page import Heading, comparison_page
from stac_core.evaluation.pictures import draw_worst
from stac_core.io import atomic_write_text
from stac_core.types import CancelToken

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from stac_core.evaluation.result import Comparison
    from stac_core.evaluation.run import Request


def write_page(
    path: Path,
    request: Request,
    found: Comparison,
    heading: Heading,
    colors: Sequence[str],
    find_image: Callable[[str], Path | None],
    *,
    cancel: CancelToken | None = None,
) -> None:
    """Write the page of a comparison at the threshold whose shapes are known.

    Args:
        path: The file.
        request: What was compared.
        found: What came of it.
        heading: What is said of it.
        colors: ``#RRGGBB`` of each class.
        find_image: Gives the file of an image by the name that the truth has for it.
        cancel: Checked between images.

    Raises:
        StacError: If a mask can no longer be read, or the file cannot be written.
        Cancelled: If `cancel` says so.
    """
    at = found.shapes.at
    rgb = [hex_to_rgb(color) for color in colors]
    cases = draw_worst(request, found, at, rgb, find_image, cancel=cancel or CancelToken())
    atomic_write_text(path, comparison_page(found, at, heading, colors, cases))
