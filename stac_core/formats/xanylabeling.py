"""The files of X-AnyLabeling: those of labelme with more fields, and polygons in place of masks.

When it exports masks (`custom_to_mask` in `label_converter.py`, 4.2.1) it moves the corners of a
polygon into the image, cuts their fractions off, and fills by OpenCV with the pixels on the
outline. The later of two shapes has a pixel; before August 2026 the larger one had it (its issue
1431).

So polygons through the centres of border pixels, led into their holes by a line and back, are
exact. It exports masks of polygons only; boxes, turned boxes and circles are filled all the same
when we read them, as labelme fills its own. Ignored pixels are objects labelled `__ignore__`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from stac_core.formats.filling import opencv_polygon, pillow_rectangle
from stac_core.formats.label_set import LabelFormat, LabelSet, OpenOptions, OutImage, Size
from stac_core.formats.labelme import LabelmeLabels, LabelmeWriter, polygons_of
from stac_core.formats.sidecars import looks_like_sidecars, open_sidecars
from stac_core.io import atomic_write_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from stac_core.editing.parts import Part
    from stac_core.editing.region import Region
    from stac_core.formats.fields import Field
    from stac_core.types import Mask

VERSION: Final = "4.2.1"
"""Of X-AnyLabeling, in the files."""

_MARKS: Final = frozenset({"checked", "tags", "vqaData", "chat_history"})
_SHAPE_MARKS: Final = frozenset({"score", "difficult", "attributes", "kie_linking"})


class XAnyLabels(LabelmeLabels):
    """Shapes of X-AnyLabeling."""

    title = "X-AnyLabeling"
    names_file = "classes.txt"
    polygons = frozenset({"polygon", "rotation"})

    @classmethod
    def owns(cls, document: Field) -> bool:
        """Whether it has one of the fields that X-AnyLabeling adds."""
        if not super().owns(document):
            return False
        if any(mark in document for mark in _MARKS):
            return True
        shapes = document["shapes"].value
        return isinstance(shapes, list) and any(
            isinstance(shape, dict) and not _SHAPE_MARKS.isdisjoint(shape) for shape in shapes
        )

    def fill(self, kind: str, corners: NDArray[np.float64], size: Size) -> Region:
        """The pixels of a shape with these corners."""
        if kind == "rectangle":
            return pillow_rectangle(corners, size)
        if kind not in self.polygons:
            return super().fill(kind, corners, size)
        limits = (size[1] - 1, size[0] - 1)
        return opencv_polygon(np.clip(corners, 0, limits), size)


class XAnyWriter(LabelmeWriter):
    """Writes a polygon for each connected part of a label."""

    version = VERSION

    def finish(self, added: Sequence[OutImage]) -> None:
        """Write `classes.txt`, a name a line."""
        names = "".join(f"{name}\n" for name in self.plan.classes)
        atomic_write_text(self.folder / XAnyLabels.names_file, names)

    def document(
        self, image: OutImage, mask: Mask, shapes: Sequence[dict[str, Any]]
    ) -> dict[str, Any]:
        """What the file of an image holds."""
        found = super().document(image, mask, shapes)
        return {
            "version": found.pop("version"),
            "flags": found.pop("flags"),
            "checked": False,
            **found,
            "description": "",
            "tags": [],
        }

    def shapes(self, part: Part) -> Iterator[dict[str, Any]]:
        """The polygons of one part."""
        for points in polygons_of(part):
            yield {
                "label": self.name(part.value),
                "score": None,
                "points": points,
                "group_id": None,
                "description": "",
                "difficult": False,
                "shape_type": "polygon",
                "flags": {},
                "attributes": {},
                "kie_linking": [],
            }


def open_xanylabeling(path: Path, options: OpenOptions) -> LabelSet:
    """The labels of a folder of its files; `classes.txt` in it tells the order of classes.

    Raises:
        DataError: If there are none.
    """
    return open_sidecars(XAnyLabels, path)


def looks_like_xanylabeling(path: Path) -> bool:
    """Whether a JSON file has shapes and fields that only X-AnyLabeling adds."""
    return looks_like_sidecars(XAnyLabels, path)


FORMAT: Final = LabelFormat(
    name="xanylabeling",
    title="X-AnyLabeling",
    summary="one JSON file an image, polygons",
    open=open_xanylabeling,
    looks_like=looks_like_xanylabeling,
    writer=XAnyWriter,
)
