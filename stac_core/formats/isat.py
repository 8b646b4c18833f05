"""The files of ISAT: `<key>.json` for each image, and `isat.yaml` with the classes and colours.

When ISAT makes masks (`ISAT/formats/voc.py`) it paints its polygons by rising `layer`, cuts the
fractions of corners off, and fills by scikit-image: corners, outline and inside, but of a line that
is followed to its end and back the corners only. A polygon cannot have a hole; ISAT's own way, and
the only one that its author stands by (issues 15, 268, 303), is a polygon of `__background__` on a
higher layer.

So regions are written from the largest to the smallest, each as the line around it, holes as
`__background__`, and a corner on every border pixel where the outline meets itself. It comes out
exact, which is tried while writing. `group` numbers the objects; a hole has its object's. A file is
for one folder, so `isat.yaml` lies in each. Ignored pixels are objects of `__ignore__`.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

import numpy as np
import yaml

from stac_core.editing.parts import Part
from stac_core.errors import DataError
from stac_core.formats.fields import Field, read_text
from stac_core.formats.filling import scikit_polygon
from stac_core.formats.label_set import (
    LabelFormat,
    LabelSet,
    OpenOptions,
    OutImage,
    Size,
    WritePlan,
)
from stac_core.formats.lists import IGNORED_NAME
from stac_core.formats.pixel_outlines import parts_of, pixel_outlines
from stac_core.formats.sidecars import (
    Brush,
    SidecarLabels,
    SidecarWriter,
    looks_like_sidecars,
    open_sidecars,
)
from stac_core.io import atomic_write_text
from stac_core.types import BACKGROUND, IGNORE_INDEX

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from stac_core.editing.region import Region
    from stac_core.types import Mask

BACKGROUND_CATEGORY: Final = "__background__"
_LAYER: Final = 2.0
"""Of objects that have none."""


class IsatLabels(SidecarLabels):
    """Polygons of ISAT."""

    title = "ISAT"
    names_file = "isat.yaml"

    @classmethod
    def owns(cls, document: Field) -> bool:
        """Whether it says so, and has objects."""
        info = document.get("info") if "objects" in document else None
        return info is not None and "description" in info and info["description"].value == "ISAT"

    @classmethod
    def names_in(cls, document: Field) -> Iterator[str]:
        """The categories of the objects."""
        for item in document["objects"].items():
            yield _category(item).text()

    @classmethod
    def size_in(cls, document: Field) -> Size | None:
        """Of `info`."""
        info = document["info"]
        height, width = info.get("height"), info.get("width")
        if height is None or width is None:
            return None
        return height.whole(1), width.whole(1)

    @classmethod
    def listed(cls, folder: Path) -> list[str]:
        """The names in `isat.yaml`."""
        path = folder / cls.names_file
        if not path.is_file():
            return []
        try:
            content = yaml.safe_load(read_text(path))
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            raise DataError(f"is no YAML ({error})", where=path) from error
        labels = None if content is None else Field(content, path).get("label")
        return [] if labels is None else [item["name"].text() for item in labels.items()]

    def draw(self, document: Field, brush: Brush) -> None:
        """Paint the objects, those of higher layers last."""
        found: list[tuple[float, Field, NDArray[np.float64]]] = []
        for item in document["objects"].items():
            layer, outline = item.get("layer"), item["segmentation"]
            if outline.value == []:
                brush.leave_out()
                continue
            level = _LAYER if layer is None else layer.number()
            found.append((level, _category(item), outline.points(1)))
        for _, category, corners in sorted(found, key=lambda each: each[0]):
            brush.paint(category, scikit_polygon(corners, brush.size), corners)


class IsatWriter(SidecarWriter):
    """Writes regions on layers."""

    indent = 4

    def __init__(self, plan: WritePlan) -> None:
        super().__init__(plan)
        self._ignored = False

    def add(self, image: OutImage, mask: Mask) -> None:
        """Write the file of one image."""
        reference = PurePosixPath(self.image_reference(image))
        self._ignored |= bool((mask == IGNORE_INDEX).any())
        info = {
            "description": "ISAT",
            "folder": "" if reference.parent == PurePosixPath(".") else str(reference.parent),
            "name": reference.name,
            "width": mask.shape[1],
            "height": mask.shape[0],
            "depth": None,
            "note": "",
        }
        objects = [
            self._object(layer, level) for level, layer in enumerate(layers_of(mask), start=1)
        ]
        self.write(image, {"info": info, "objects": objects})

    def finish(self, added: Sequence[OutImage]) -> None:
        """Write the classes and their colours into each folder."""
        named = [(BACKGROUND_CATEGORY, (0, 0, 0))]
        named += zip(self.plan.classes, self.plan.colors, strict=True)
        named += [(IGNORED_NAME, (255, 255, 255))] if self._ignored else []
        labels = [{"name": name, "color": f"#{bytes(color).hex()}"} for name, color in named]
        text = yaml.safe_dump({"label": labels}, allow_unicode=True, sort_keys=False)
        for folder in {self.folder, *(self.json_path(image).parent for image in added)}:
            atomic_write_text(folder / IsatLabels.names_file, text)

    def _object(self, layer: Layer, level: int) -> dict[str, Any]:
        low, high = layer.ring.min(axis=0), layer.ring.max(axis=0)
        is_hole = layer.value == BACKGROUND
        return {
            "category": BACKGROUND_CATEGORY if is_hole else self.name(layer.value),
            "group": layer.group,
            "segmentation": layer.ring.astype(float).tolist(),
            "area": float(layer.pixels),
            "layer": float(level),
            "bbox": [*low.astype(float).tolist(), *high.astype(float).tolist()],
            "iscrowd": False,
            "note": "",
        }


class Layer(NamedTuple):
    """A polygon that is painted over those before it.

    Attributes:
        value: Label of the region, the background's for a hole.
        group: Number of the object, from 1.
        ring: int32 (n, 2), its corners, pixels of the region.
        pixels: How many pixels the region has.
    """

    value: int
    group: int
    ring: NDArray[np.int32]
    pixels: int


def layers_of(mask: Mask) -> list[Layer]:
    """Polygons that give a mask when they are painted one after the other.

    Regions lie beside each other or one inside the other, so the larger ones come first. Pixels
    that touch at a corner are one region, unless two regions cross at such a corner.

    Args:
        mask: uint8 (H, W).
    """
    layers, painted = _painted(mask, 8)
    if not np.array_equal(painted, mask):
        layers, _ = _painted(mask, 4)
    return layers


def _painted(mask: Mask, neighbours: Literal[4, 8]) -> tuple[list[Layer], Mask]:
    size: Size = (mask.shape[0], mask.shape[1])
    filled = [
        (part, *_line_around(part, size))
        for part in [*parts_of(mask, neighbours=neighbours), *_holes(mask)]
    ]
    canvas, groups = np.zeros_like(mask), np.zeros(size, np.int32)
    layers: list[Layer] = []
    count = 0
    for part, ring, region in sorted(filled, key=lambda each: -each[2].pixels):
        under = canvas[part.rect.slices]
        if part.value == BACKGROUND:
            if not under[part.inside].any():
                continue  # nothing was painted there
            group = int(groups[part.rect.slices][part.inside][0])
        else:
            count += 1
            group = count
        canvas[region.rect.slices][region.inside] = part.value
        groups[region.rect.slices][region.inside] = group
        layers.append(Layer(part.value, group, ring, int(np.count_nonzero(part.inside))))
    return layers, canvas


def _line_around(part: Part, size: Size) -> tuple[NDArray[np.int32], Region]:
    """The corners of the line around a part, and what ISAT fills with them."""
    offset = np.array([part.rect.left, part.rect.top], np.int32)
    few, every = (
        pixel_outlines(part.inside, every_pixel=each)[0].outer + offset for each in (False, True)
    )
    region, whole = scikit_polygon(few, size), scikit_polygon(every, size)
    if region.rect == whole.rect and np.array_equal(region.inside, whole.inside):
        return few, region
    return every, whole


def _holes(mask: Mask) -> Iterator[Part]:
    """The connected parts of the background that do not reach the image's border."""
    free = (mask == BACKGROUND).astype(np.uint8)
    for part in parts_of(free, neighbours=4):
        top, left, bottom, right = part.rect
        if top > 0 and left > 0 and bottom < mask.shape[0] and right < mask.shape[1]:
            yield Part(BACKGROUND, part.rect, part.inside)


def _category(item: Field) -> Field:
    category = item["category"]
    if not category.text().strip():
        raise category.wrong("is empty")
    return category


def open_isat(path: Path, options: OpenOptions) -> LabelSet:
    """The labels of a folder of ISAT's files; `isat.yaml` in it tells the order of classes.

    Raises:
        DataError: If there are none.
    """
    return open_sidecars(IsatLabels, path)


def looks_like_isat(path: Path) -> bool:
    """Whether a JSON file says that it is ISAT's."""
    return looks_like_sidecars(IsatLabels, path)


FORMAT: Final = LabelFormat(
    name="isat",
    title="ISAT",
    summary="one JSON file an image, polygons on layers",
    open=open_isat,
    looks_like=looks_like_isat,
    writer=IsatWriter,
)
