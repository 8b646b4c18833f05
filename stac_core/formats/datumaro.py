"""The layout of Datumaro: one JSON file a split, beside the images.

`annotations/<subset>.json` and, on request, `images/<subset>/<image id>`. Items are named by the
image's key; labels count from 0. Every connected part of a class (8 neighbours) is an annotation of
its own: a mask as COCO's run-length text, on request a polygon with a bridge into each hole, which
Datumaro fills with pycocotools, to the same pixels. Where a mask has ignored pixels there is one
more label, `__ignore__`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from stac_core.data.items import natural_sorted
from stac_core.editing.parts import class_parts
from stac_core.editing.region import Region
from stac_core.errors import DataError
from stac_core.formats.fields import Field, read_json
from stac_core.formats.json_parts import JsonKind, JsonList, write_json_object
from stac_core.formats.label_set import (
    ImageLabels,
    LabelFormat,
    LabelSet,
    LabelWriter,
    OpenOptions,
    OutImage,
    Size,
    WritePlan,
    by_subset,
)
from stac_core.formats.lists import IGNORED_NAME, class_names, number_classes
from stac_core.formats.outlines import bridged, trace
from stac_core.formats.painter import Painter
from stac_core.formats.rle import encode_runs, pack_runs, read_rle
from stac_core.types import IGNORE_INDEX

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from stac_core.types import Mask

FOLDER: Final = "annotations"
IMAGE_FOLDER: Final = "images"

_KIND: Final = JsonKind(
    has=("dm_format_version", "label_groups", "label_id", "parent"),
    lacks=("image_id", "file_name", "shapes"),
)
_VERSION: Final = "1.0"
_IMAGE_MEDIA: Final = 2
_OF_THE_IMAGE: Final = frozenset({"label", "caption"})
_WITH_PIXELS: Final = frozenset({"mask", "polygon"})


class DatumaroLabels(LabelSet):
    """The items of one or several files, painted when they are asked for."""

    def __init__(self, root: Path, files: Sequence[Path]) -> None:
        self._items: dict[str, tuple[Field, tuple[str, ...]]] = {}
        listed: dict[str, tuple[tuple[str, ...], dict[str, Field]]] = {}
        for path in files:
            whole = read_json(path)
            labels = whole["categories"]["label"]["labels"]
            names = tuple(each["name"].text() for each in labels.items())
            listed[path.stem] = names, _by_id(whole["items"])
        splits: dict[str, list[str]] = {subset: [] for subset in listed}
        for subset, (names, items) in listed.items():
            for name, item in items.items():
                shared = sum(name in others for _, others in listed.values()) > 1
                splits[subset].append(f"{subset}/{name}" if shared else name)
                self._items[splits[subset][-1]] = item, names
        every_name = (name for names, _ in listed.values() for name in names)
        self._labels = number_classes(every_name, where=root)
        super().__init__(root, class_names(self._labels), natural_sorted(self._items), splits)

    def size(self, name: str) -> Size | None:
        """As the item states it; else as its first mask does."""
        item, _ = self._items[name]
        image = item.get("image")
        stated = None if image is None else image.get("size")
        if stated is None:
            rles = (each.get("rle") for each in _annotations(item))
            stated = next((rle["size"] for rle in rles if rle is not None), None)
        if stated is None:
            return None
        sides = [each.whole(1) for each in stated.items()]
        if len(sides) != 2:
            raise stated.wrong("is not a height and a width")
        return sides[0], sides[1]

    def read(self, name: str, size: Size | None = None) -> ImageLabels:
        """The annotations of one image, those of a higher `z_order` over the others.

        Of equal ones the later wins. Polygons are filled by the even-odd rule, as pycocotools does.
        Labels and captions of the whole image are passed over, and the box of an object that is in
        one group with its pixels.
        """
        item, names = self._items[name]
        shape = self.size(name) or size
        if shape is None:
            raise item.wrong("states no size of its image")
        painter = Painter(shape, where=f"{item.path}, {item.name}")
        annotations = [(each["type"].text(), each) for each in _annotations(item)]
        drawn = {_group(each) for kind, each in annotations if kind in _WITH_PIXELS}
        for kind, annotation in sorted(annotations, key=lambda each: _layer(each[1])):
            if kind in _OF_THE_IMAGE or (kind == "bbox" and _group(annotation) in drawn - {0}):
                continue
            number = annotation["label_id"].whole()
            if number >= len(names):
                raise annotation["label_id"].wrong(f"is {number}, there are {len(names)} labels")
            value = self._labels[names[number]]
            if kind == "mask":
                region = read_rle(annotation["rle"], shape)
                painter.pixels(region.inside, value, top=region.rect.top, left=region.rect.left)
            elif kind == "polygon":
                points = annotation["points"]
                numbers = points.numbers()
                if len(numbers) % 2:
                    raise points.wrong(f"has {len(numbers)} numbers, not two for each corner")
                painter.polygon([np.reshape(numbers, (-1, 2))], value, rule="even-odd")
            else:
                raise annotation.wrong(f"is a {kind}, so nobody knows its pixels")
        return painter.labels()


def _by_id(items: Field) -> dict[str, Field]:
    found: dict[str, Field] = {}
    for item in items.items():
        name = item["id"].text().replace("\\", "/")
        if name in found:
            raise item["id"].wrong(f"is {name}, as that of another item")
        found[name] = item
    return found


def _annotations(item: Field) -> list[Field]:
    annotations = item.get("annotations")
    return [] if annotations is None else list(annotations.items())


def _layer(annotation: Field) -> float:
    order = annotation.get("z_order")
    return 0 if order is None else order.number()


def _group(annotation: Field) -> int:
    """What the annotations of one object share; 0 where it stands alone."""
    group = annotation.get("group")
    return 0 if group is None else group.whole()


class DatumaroWriter(LabelWriter):
    """Writes items to the disk as they come, and puts each split's file together at the end."""

    def __init__(self, plan: WritePlan) -> None:
        super().__init__(plan)
        self._ids = 0
        self._has_ignore = False
        self._items = {
            subset: JsonList(self.folder / FOLDER / f".{number}.items")
            for number, subset in enumerate(by_subset(plan.images))
        }

    def add(self, image: OutImage, mask: Mask) -> None:
        """Add an item with the parts of a mask."""
        size = (mask.shape[0], mask.shape[1])
        item = {
            "id": image.key,
            "annotations": list(self._parts(mask, size)),
            "image": {"path": image.id, "size": list(size)},
        }
        self._items[image.subset].extend([item])

    def _parts(self, mask: Mask, size: Size) -> Iterator[dict[str, Any]]:
        for value, rect, inside in class_parts(mask, len(self.plan.classes), with_ignore=True):
            self._has_ignore |= value == IGNORE_INDEX
            outlines = trace(inside) if self.plan.polygons else []
            corner = np.array([rect.left, rect.top])
            shapes: list[dict[str, Any]] = [
                {"type": "polygon", "points": (bridged(each) + corner).ravel().tolist()}
                for each in outlines
            ]
            if not self.plan.polygons:
                counts = pack_runs(encode_runs(Region(rect, inside), size))
                shapes = [{"type": "mask", "rle": {"counts": counts, "size": list(size)}}]
            for shape in shapes:
                self._ids += 1
                yield {
                    "id": self._ids,
                    "attributes": {},
                    "group": 0,
                    "label_id": len(self.plan.classes) if value == IGNORE_INDEX else value - 1,
                    "z_order": 0,
                    **shape,
                }

    def finish(self, added: Sequence[OutImage]) -> None:
        """Write the file of each split."""
        names = [*self.plan.classes, *([IGNORED_NAME] if self._has_ignore else [])]
        labels = [{"name": name, "parent": "", "attributes": []} for name in names]
        colors = [
            {"label_id": number, "r": red, "g": green, "b": blue}
            for number, (red, green, blue) in enumerate(self.plan.colors)
        ]
        for subset in by_subset(added):
            write_json_object(
                self.folder / FOLDER / f"{subset}.json",
                {
                    "dm_format_version": _VERSION,
                    "media_type": _IMAGE_MEDIA,
                    "infos": {},
                    "categories": {
                        "label": {"labels": labels, "label_groups": [], "attributes": []},
                        "mask": {"colormap": colors},
                    },
                    "items": self._items[subset],
                },
            )

    def image_file(self, image: OutImage) -> str:
        """In `images/<subset>`, under its id."""
        return f"{IMAGE_FOLDER}/{image.subset}/{image.id}"


def open_datumaro(path: Path, options: OpenOptions) -> LabelSet:
    """The items of a Datumaro file, or of all of them in a folder or its `annotations/`.

    Raises:
        DataError: If there is no such file, or one is damaged.
    """
    found = _files(path)
    if not found:
        raise DataError("there is no JSON file with Datumaro's items", where=path)
    return DatumaroLabels(path, found)


def looks_like_datumaro(path: Path) -> bool:
    """Whether a file, or a file in a folder, has Datumaro's keys."""
    return bool(_files(path, quick=True))


def _files(path: Path, *, quick: bool = False) -> list[Path]:
    if path.is_file():
        return [path] if not quick or _KIND.matches(path) else []
    return _KIND.files(path / FOLDER, quick=quick) or _KIND.files(path, quick=quick)


FORMAT: Final = LabelFormat(
    name="datumaro",
    title="Datumaro",
    summary="a JSON file a split with exact masks or polygons, as CVAT and OpenVINO exchange them",
    open=open_datumaro,
    looks_like=looks_like_datumaro,
    writer=DatumaroWriter,
    polygon_limits=frozenset(),
)
