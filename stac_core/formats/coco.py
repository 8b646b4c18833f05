"""The layout of COCO instances: one JSON file a split, beside the images.

`annotations/instances_<subset>.json` and, on request, `images/<image id>`. Category ids count from
1 in the order of the classes, and every connected part of a class (8 neighbours) is an annotation
of its own, with its own `area` and `bbox`, since readers count, match and crop them one by one.

`segmentation` is compressed run-length text, which is exact; on request polygons, in which a level
bridge of no width leads to each hole: pycocotools fills those to the same pixels. `iscrowd` is 0
for both: torchvision's, Detectron2's and pycocotools' evaluation leave out whatever has it set. The
ignore label has no place in these files.
"""

from __future__ import annotations

from operator import itemgetter
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
    Limit,
    OpenOptions,
    OutImage,
    Size,
    WritePlan,
    by_subset,
)
from stac_core.formats.lists import class_names, number_classes
from stac_core.formats.outlines import bridged, trace
from stac_core.formats.painter import Painter
from stac_core.formats.rle import encode_runs, pack_runs, read_rle

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from stac_core.types import Mask

FOLDER: Final = "annotations"
IMAGE_FOLDER: Final = "images"

_PREFIX: Final = "instances_"
_KIND: Final = JsonKind(has=("image_id", "file_name", "supercategory"), lacks=("items", "shapes"))


class CocoLabels(LabelSet):
    """The annotations of one or several COCO files, painted when they are asked for."""

    def __init__(self, root: Path, files: Sequence[_CocoFile]) -> None:
        self._entries: dict[str, tuple[_CocoFile, Field]] = {}
        splits = {}
        for file in files:
            for name, entry in file.images.items():
                if name in self._entries:
                    raise entry.wrong(
                        f"is {name}, which {self._entries[name][1].path.name} lists too",
                        fix="Choose one of the files instead of the folder",
                    )
                self._entries[name] = file, entry
            if file.subset is not None:
                splits[file.subset] = tuple(file.images)
        names = (name for file in files for name in file.categories.values())
        self._labels = number_classes(names, where=root)
        super().__init__(root, class_names(self._labels), natural_sorted(self._entries), splits)

    def size(self, name: str) -> Size | None:
        """As the entry of the image states it."""
        return _size(self._entries[name][1])

    def read(self, name: str, size: Size | None = None) -> ImageLabels:
        """The annotations of one image, the later ones over the earlier ones.

        Polygons of one annotation are filled each for itself by the even-odd rule, as pycocotools
        does.
        """
        file, entry = self._entries[name]
        shape = _size(entry) or size
        if shape is None:
            raise entry.wrong("has no width and height")
        painter = Painter(shape, where=f"{entry.path}, {entry.name}")
        for annotation in file.annotations_of(entry):
            self._paint(painter, annotation, file, shape)
        return painter.labels()

    def _paint(self, painter: Painter, annotation: Field, file: _CocoFile, size: Size) -> None:
        category = annotation["category_id"]
        name = file.categories.get(category.whole())
        if name is None:
            raise category.wrong(f"is {category.value}, which is no category's id")
        value = self._labels[name]
        segmentation = annotation.get("segmentation")
        if segmentation is None or segmentation.value in ([], ""):
            raise annotation.wrong("has a box but no segmentation, so nobody knows its pixels")
        if isinstance(segmentation.value, list):
            for ring in segmentation.items():
                painter.polygon([_corners(ring)], value, rule="even-odd")
        else:
            region = read_rle(segmentation, size)
            painter.pixels(region.inside, value, top=region.rect.top, left=region.rect.left)


class _CocoFile:
    """One file: its categories, its images by name, and where each one's annotations are.

    Attributes:
        subset: The split that it holds; None if its name does not tell.
        categories: Id -> name, in the order of the ids.
        images: Name -> entry.
    """

    def __init__(self, path: Path, subset: str | None) -> None:
        self.subset = subset
        whole = read_json(path)
        named = [(each["id"].whole(), each) for each in whole["categories"].items()]
        self.categories: dict[int, str] = {}
        for number, each in sorted(named, key=itemgetter(0)):
            if number in self.categories:
                raise each["id"].wrong(f"is {number}, as that of another category")
            self.categories[number] = each["name"].text()
        self.images: dict[str, Field] = {}
        names: dict[int | str, str] = {}
        for entry in whole["images"].items():
            image = _id(entry["id"])
            name = entry["file_name"].text().replace("\\", "/")
            if image in names or name in self.images:
                raise entry.wrong("has the id or the file name of another image")
            names[image] = name
            self.images[name] = entry
        self._annotations: dict[int | str, list[int]] = {}
        self._list = whole["annotations"]
        for index, annotation in enumerate(self._list.items()):
            image = _id(annotation["image_id"])
            if image not in names:
                raise annotation["image_id"].wrong(f"is {image}, which is no image's id")
            self._annotations.setdefault(image, []).append(index)

    def annotations_of(self, entry: Field) -> Iterator[Field]:
        for index in self._annotations.get(_id(entry["id"]), []):
            yield Field(self._list.value[index], self._list.path, f"annotations[{index}]")


def _id(field: Field) -> int | str:
    """An image's id: a number, in some programs' files a text."""
    return field.value if isinstance(field.value, str) else field.whole()


def _size(entry: Field) -> Size | None:
    height, width = entry.get("height"), entry.get("width")
    if height is None or width is None:
        return None
    return height.whole(1), width.whole(1)


def _corners(ring: Field) -> Any:
    numbers = ring.numbers()
    if len(numbers) % 2:
        raise ring.wrong(f"has {len(numbers)} numbers, not two for each corner")
    return np.reshape(numbers, (-1, 2))


class CocoWriter(LabelWriter):
    """Writes annotations to the disk as they come, and puts each split's file together at the end.

    Memory does not follow the number of images.
    """

    def __init__(self, plan: WritePlan) -> None:
        super().__init__(plan)
        self._ids = {image: number for number, image in enumerate(plan.images, start=1)}
        self._annotations = 0
        self._lists = {
            subset: {
                name: JsonList(self.folder / FOLDER / f".{number}.{name}")
                for name in ("images", "annotations")
            }
            for number, subset in enumerate(by_subset(plan.images))
        }

    def add(self, image: OutImage, mask: Mask) -> None:
        """Add an image and the parts of its mask."""
        lists, size = self._lists[image.subset], (mask.shape[0], mask.shape[1])
        entry = {
            "id": self._ids[image],
            "width": size[1],
            "height": size[0],
            "file_name": image.id,
            "license": 0,
            "flickr_url": "",
            "coco_url": "",
            "date_captured": 0,
        }
        lists["images"].extend([entry])
        lists["annotations"].extend(self._parts(image, mask, size))

    def _parts(self, image: OutImage, mask: Mask, size: Size) -> Iterator[dict[str, Any]]:
        for value, rect, inside in class_parts(mask, len(self.plan.classes)):
            self._annotations += 1
            region = Region(rect, inside)
            yield {
                "id": self._annotations,
                "image_id": self._ids[image],
                "category_id": value,
                "segmentation": self._segmentation(region, size),
                "area": region.pixels,
                "bbox": [rect.left, rect.top, rect.shape[1], rect.shape[0]],
                "iscrowd": 0,
            }

    def _segmentation(self, region: Region, size: Size) -> Any:
        if not self.plan.polygons:
            return {"size": list(size), "counts": pack_runs(encode_runs(region, size))}
        corner = (region.rect.left, region.rect.top)
        rings = (bridged(each) + corner for each in trace(region.inside))
        return [ring.astype(int).ravel().tolist() for ring in rings]

    def finish(self, added: Sequence[OutImage]) -> None:
        """Write the file of each split."""
        categories = [
            {"id": number, "name": name, "supercategory": ""}
            for number, name in enumerate(self.plan.classes, start=1)
        ]
        for subset in by_subset(added):
            write_json_object(
                self.folder / FOLDER / f"{_PREFIX}{subset}.json",
                {
                    "info": {
                        "description": "Labels from STAC Studio",
                        "url": "",
                        "version": "1.0",
                        "contributor": "",
                        "date_created": "",
                    },
                    "licenses": [{"id": 0, "name": "", "url": ""}],
                    "categories": categories,
                    **self._lists[subset],
                },
            )

    def image_file(self, image: OutImage) -> str:
        """In `images`, under its id."""
        return f"{IMAGE_FOLDER}/{image.id}"

    def name_of(self, image: OutImage) -> str:
        """Its `file_name`, relative to `images`."""
        return image.id


def open_coco(path: Path, options: OpenOptions) -> LabelSet:
    """The annotations of a COCO file, or of all of them in a folder.

    Args:
        path: A JSON file; a folder with such files, or with `annotations/`, of which only those
            named `instances_*` count where there are any; or Roboflow's, with a file a split.
        options: Nothing more needs to be known.

    Raises:
        DataError: If there is no such file, one is damaged, or two list the same image.
    """
    found = _files(path)
    if not found:
        raise DataError("there is no JSON file with COCO's annotations", where=path)
    return CocoLabels(path, [_CocoFile(*each) for each in found])


def looks_like_coco(path: Path) -> bool:
    """Whether a file, or a file in a folder, has COCO's keys."""
    return bool(_files(path, quick=True))


def _files(path: Path, *, quick: bool = False) -> list[tuple[Path, str | None]]:
    """COCO files at a place, each with the split that it holds."""
    if path.is_file():
        return [(path, _subset(path))] if not quick or _KIND.matches(path) else []
    for folder in (path / FOLDER, path):
        found = _KIND.files(folder, quick=quick)
        instances = [file for file in found if file.name.startswith(_PREFIX)]
        if found:
            return [(file, _subset(file)) for file in instances or found]
    return [(file, file.parent.name) for file in sorted(path.glob("*/_annotations.coco.json"))]


def _subset(path: Path) -> str | None:
    return path.stem.removeprefix(_PREFIX) if path.name.startswith(_PREFIX) else None


FORMAT: Final = LabelFormat(
    name="coco",
    title="COCO",
    summary="a JSON file with an annotation for every object, as run-length text or polygons",
    open=open_coco,
    looks_like=looks_like_coco,
    writer=CocoWriter,
    limits=frozenset({Limit.IGNORE}),
    polygon_limits=frozenset(),
)
