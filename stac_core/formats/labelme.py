"""The files of labelme: `<key>.json` beside each image, the shapes' labels are names of classes.

What labelme makes of its shapes (`shapes_to_label` and `shape_to_mask` in `labelme/utils/shape.py`,
6.3.1; `labelme/_utils/_shape.py`, 7.1): the later of two shapes has a pixel; polygons, rectangles
and circles are drawn by Pillow, with the pixels on their outline and the fractions of polygons'
corners cut off; a mask is a PNG that lies at two corners, both within it, which 7.1 rounds. Its
converters give `__ignore__` -1, which is 255 in a PNG, and `_background_` 0. Lines and points have
a width only there; here they cover nothing.

So masks are exact, and so are polygons through the centres of border pixels, led into their holes
by a line and back; a program that fills them by another rule sees them half a pixel narrower on
each side. Unknown keys and `imageData` are passed over. Shapes were given masks in labelme 5.3.
"""

from __future__ import annotations

import base64
import io
from typing import TYPE_CHECKING, Any, ClassVar, Final

import numpy as np
from PIL import Image

from stac_core.editing.region import Region
from stac_core.formats.filling import pillow_ellipse, pillow_polygon, pillow_rectangle
from stac_core.formats.label_set import (
    LabelFormat,
    LabelSet,
    OpenOptions,
    OutImage,
    Size,
)
from stac_core.formats.lists import IGNORED_NAME
from stac_core.formats.mask_png import decode_picture
from stac_core.formats.outlines import bridged
from stac_core.formats.pixel_outlines import parts_of, pixel_outlines
from stac_core.formats.sidecars import (
    Brush,
    SidecarLabels,
    SidecarWriter,
    looks_like_sidecars,
    open_sidecars,
)
from stac_core.io import atomic_write_text
from stac_core.labels.mask_edit import Rect

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from stac_core.editing.parts import Part
    from stac_core.formats.fields import Field
    from stac_core.types import Mask

VERSION: Final = "5.5.0"
"""Of labelme, in the files; its readers take files of any version."""

BACKGROUND_SHAPE: Final = "_background_"
"""Label of shapes that clear what lies under them."""


class LabelmeLabels(SidecarLabels):
    """Shapes of labelme."""

    title = "labelme"
    polygons: ClassVar[frozenset[str]] = frozenset({"polygon", "oriented_rectangle"})
    lines: ClassVar[frozenset[str]] = frozenset({"line", "linestrip", "point", "points"})
    """Types of shapes that cover no pixels."""

    @classmethod
    def owns(cls, document: Field) -> bool:
        """Whether it has shapes and says of which image."""
        return "shapes" in document and "imagePath" in document

    @classmethod
    def names_in(cls, document: Field) -> Iterator[str]:
        """The labels of shapes that cover pixels."""
        for shape in document["shapes"].items():
            if shape_type(shape) not in cls.lines:
                yield name_of(shape).text()

    @classmethod
    def size_in(cls, document: Field) -> Size | None:
        """`imageHeight` and `imageWidth`, which may be left out."""
        height, width = document.get("imageHeight"), document.get("imageWidth")
        if height is None or width is None:
            return None
        return height.whole(1), width.whole(1)

    def draw(self, document: Field, brush: Brush) -> None:
        """Paint the shapes in their order."""
        for shape in document["shapes"].items():
            kind = shape_type(shape)
            if kind in self.lines:
                brush.leave_out()
            elif kind == "mask":
                brush.paint(name_of(shape), _mask_region(shape))
            else:
                corners = self.corners(shape, kind)
                brush.paint(name_of(shape), self.fill(kind, corners, brush.size), corners)

    def corners(self, shape: Field, kind: str) -> NDArray[np.float64]:
        """The corners of a shape; of a circle those of the square around it.

        Raises:
            DataError: If they are damaged, or the shape is of an unknown type.
        """
        if kind in self.polygons:
            return shape["points"].points(1)
        if kind not in {"rectangle", "circle"}:
            raise shape.wrong(f"is of a type that is not known: {kind!r}")
        points = shape["points"].points(2)
        if kind == "rectangle":
            return points
        radius = np.hypot(*(points[1] - points[0]))
        return np.array([points[0] - radius, points[0] + radius])

    def fill(self, kind: str, corners: NDArray[np.float64], size: Size) -> Region:
        """The pixels of a shape with these corners."""
        fills = {"circle": pillow_ellipse, "rectangle": pillow_rectangle}
        return fills.get(kind, pillow_polygon)(corners, size)


class LabelmeWriter(SidecarWriter):
    """Writes a shape for each connected part of a label."""

    version = VERSION

    def add(self, image: OutImage, mask: Mask) -> None:
        """Write the file of one image."""
        shapes = [shape for part in parts_of(mask) for shape in self.shapes(part)]
        self.write(image, self.document(image, mask, shapes))

    def finish(self, added: Sequence[OutImage]) -> None:
        """Write `labels.txt` as labelme's converters want it, after two names of no class."""
        names = (IGNORED_NAME, BACKGROUND_SHAPE, *self.plan.classes)
        atomic_write_text(self.folder / "labels.txt", "".join(f"{name}\n" for name in names))

    def document(
        self, image: OutImage, mask: Mask, shapes: Sequence[dict[str, Any]]
    ) -> dict[str, Any]:
        """What the file of an image holds."""
        return {
            "version": self.version,
            "flags": {},
            "shapes": shapes,
            "imagePath": self.image_reference(image),
            "imageData": None,
            "imageHeight": mask.shape[0],
            "imageWidth": mask.shape[1],
        }

    def shapes(self, part: Part) -> Iterator[dict[str, Any]]:
        """The shapes of one part."""
        if self.plan.polygons:
            for points in polygons_of(part):
                yield self.shape(part, points, "polygon", None)
        else:
            top, left, bottom, right = part.rect
            corners = [[left, top], [right - 1, bottom - 1]]
            yield self.shape(part, corners, "mask", _png_text(part.inside))

    def shape(
        self, part: Part, points: list[list[int]], kind: str, mask: str | None
    ) -> dict[str, Any]:
        """A shape as labelme writes it."""
        return {
            "label": self.name(part.value),
            "points": points,
            "group_id": None,
            "description": "",
            "shape_type": kind,
            "flags": {},
            "mask": mask,
        }


def shape_type(shape: Field) -> str:
    """Its type; old files have polygons only and do not say so."""
    kind = shape.get("shape_type")
    return "polygon" if kind is None else kind.text()


def name_of(shape: Field) -> Field:
    """Its label.

    Raises:
        DataError: If it is empty.
    """
    label = shape["label"]
    if not label.text().strip():
        raise label.wrong("is empty")
    return label


def polygons_of(part: Part) -> Iterator[list[list[int]]]:
    """The part as polygons through the centres of its border pixels, each with its holes.

    A polygon has three corners at least, as readers want it: for a pixel one is repeated.
    """
    for outline in pixel_outlines(part.inside):
        points = bridged(outline).astype(int) + np.array([part.rect.left, part.rect.top])
        missing = np.repeat(points[-1:], max(3 - len(points), 0), axis=0)
        yield np.concatenate([points, missing]).tolist()


def _mask_region(shape: Field) -> Region:
    corners, field = shape["points"].points(2)[:2], shape["mask"]
    low, high = np.rint(corners.min(axis=0)).astype(int), np.rint(corners.max(axis=0)).astype(int)
    left, top = low.tolist()
    inside = _png_mask(field)
    if (corners == np.trunc(corners)).all():
        width, height = (high - low + 1).tolist()
        if inside.shape[0] < height or inside.shape[1] < width:
            raise field.wrong(
                f"is {inside.shape[0]} x {inside.shape[1]} pixels, the points say "
                f"{height} x {width} (height x width)"
            )
        inside = inside[:height, :width]
    height, width = inside.shape
    return Region(Rect(top, left, top + height, left + width), inside)


def _png_mask(field: Field) -> NDArray[np.bool_]:
    try:
        data = base64.b64decode(field.text())
    except ValueError as error:
        raise field.wrong(f"is no base 64 ({error})") from error
    picture = decode_picture(data, where=f"{field.path}, {field.name}")
    if picture.is_color:
        raise field.wrong("is a colour picture, not a mask")
    return np.asarray(picture.values != 0)


def _png_text(inside: NDArray[np.bool_]) -> str:
    buffer = io.BytesIO()
    Image.fromarray(inside.view(np.uint8)).save(buffer, "PNG")
    return base64.b64encode(buffer.getvalue()).decode()


def open_labelme(path: Path, options: OpenOptions) -> LabelSet:
    """The labels of a folder of labelme's files; `labels.txt` in it tells the order of classes.

    Raises:
        DataError: If there are none.
    """
    return open_sidecars(LabelmeLabels, path)


def looks_like_labelme(path: Path) -> bool:
    """Whether a JSON file has shapes of an image."""
    return looks_like_sidecars(LabelmeLabels, path)


FORMAT: Final = LabelFormat(
    name="labelme",
    title="labelme",
    summary="one JSON file an image, exact masks or polygons",
    open=open_labelme,
    looks_like=looks_like_labelme,
    writer=LabelmeWriter,
    polygon_limits=frozenset(),
)
