"""CVAT for images 1.1: `annotations.xml` for all images, which lie below `images`.

As CVAT writes and reads it (`cvat/apps/dataset_manager/formats/cvat.py`): a project's file with its
labels and their colours, one task for each split, and in each `<image>` its shapes. A `<mask>` is
exact: its runs go row by row through a rectangle, the first one is of pixels outside. CVAT takes
masks into tasks; when it reads a whole project it passes over them and wants polygons.

For masks of its polygons CVAT calls pycocotools (Datumaro's `polygons_to_masks`), whose corners lie
between pixels: the first pixel is the square from (0, 0) to (1, 1). So polygons are written along
the edges of pixels and led into their holes by a line and back; pycocotools gets the same pixels
from them. Polygons that a person drew we fill by the pixels' centres, pycocotools by a grid of a
fifth of a pixel, which may differ on an edge. Boxes are filled as polygons, ellipses by OpenCV with
whole radii (`transformations.py`). The higher `z_order` has a pixel, of equal ones the later shape.

CVAT knows no ignored pixels: they are objects labelled `__ignore__`. Shapes labelled `background`
clear what lies under them, which is how its manual cuts holes. Lines, points, cuboids and skeletons
cover no pixels; tags are of the whole image.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, BinaryIO, Final, NamedTuple

import numpy as np

from stac_core.errors import DataError
from stac_core.formats.cvat_writer import FILE, CvatWriter
from stac_core.formats.fields import FARTHEST, Field, checked_points
from stac_core.formats.filling import opencv_ellipse
from stac_core.formats.label_set import (
    ImageLabels,
    LabelFormat,
    LabelSet,
    OpenOptions,
    Size,
)
from stac_core.formats.sidecars import Brush, values_of
from stac_core.formats.xml_fields import walk_xml
from stac_core.types import IGNORE_INDEX

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray


_SHAPES: Final = frozenset({"mask", "polygon", "box", "ellipse"})
_NO_PIXELS: Final = frozenset({"polyline", "points", "cuboid", "skeleton"})
_HEAD: Final = re.compile(rb"<annotations[\s>]")


class _Place(NamedTuple):
    """Where the `<image>` element of an image is.

    Attributes:
        file: The XML file.
        start: Its first byte.
        stop: The byte after it; other content than elements may lie before.
        line: The line it begins on.
        size: (H, W) of the image.
    """

    file: Path
    start: int
    stop: int | None
    line: int
    size: Size


class CvatLabels(LabelSet):
    """Shapes of CVAT; those of one image are read when they are asked for."""

    def __init__(
        self,
        root: Path,
        places: Mapping[str, _Place],
        values: Mapping[str, int],
        splits: Mapping[str, Sequence[str]],
    ) -> None:
        numbered = sorted((value, name) for name, value in values.items())
        classes = [name for value, name in numbered if 0 < value < IGNORE_INDEX]
        super().__init__(root, classes, list(places), splits)
        self._places, self._values = places, values

    def size(self, name: str) -> Size | None:
        """As the file states it."""
        return self._places[name].size

    def read(self, name: str, size: Size | None = None) -> ImageLabels:
        """The shapes of one image, laid over each other."""
        place = self._places[name]
        brush = Brush(place.size, self._values, where=f"{place.file}, line {place.line}")
        shapes: list[tuple[int, str, Field]] = []
        for tag, field in _children(place):
            if tag in _SHAPES:
                order = field.get("z_order")
                level = 0 if order is None else order.written().whole(-(2**31))
                shapes.append((level, tag, field))
            elif tag in _NO_PIXELS:
                brush.leave_out()
            elif tag != "tag":
                raise field.wrong("is a shape of a type that is not known")
        for _, tag, field in sorted(shapes, key=lambda shape: shape[0]):
            _paint(tag, field, brush)
        return brush.labels()


def open_cvat(path: Path, options: OpenOptions) -> LabelSet:
    """The labels in `annotations.xml` of a folder, or in the XML files in it, or in one file.

    Raises:
        DataError: If there are none, they are damaged, of a video, or name an image twice.
    """
    files = _xml_files(path)
    if not files:
        raise DataError(f"there is no {FILE} of CVAT here", where=path)
    index = _Index()
    for file in files:
        try:
            with file.open("rb") as stream:
                index.add(stream, file)
        except OSError as error:
            raise DataError(f"cannot be read ({error.strerror})", where=file) from error
    values = values_of(index.labels, index.used, where=path)
    return CvatLabels(path, index.places, values, index.splits)


def looks_like_cvat(path: Path) -> bool:
    """Whether an XML file begins as CVAT's do."""
    return bool(_xml_files(path))


class _Index:
    """Where the images of XML files are, and which labels there are."""

    def __init__(self) -> None:
        self.places: dict[str, _Place] = {}
        self.splits: dict[str, list[str]] = {}
        self.labels: list[str] = []
        self.used: set[str] = set()

    def add(self, stream: BinaryIO, file: Path) -> None:
        """Look through a file."""
        parents: list[str] = []
        name, ended = "", ""
        for event in walk_xml(stream, file):
            if ended:  # what follows an image begins where the image has ended
                self.places[ended] = self.places[ended]._replace(stop=event.place)
                ended = ""
            if event.begins:
                parents.append(event.tag)
                if parents == ["annotations", "image"]:
                    name, size = self._image(event.field)
                    self.places[name] = _Place(file, event.place, None, event.line, size)
                elif parents[:-1] == ["annotations", "image"] and event.tag in _SHAPES:
                    self.used.add(_label(event.field).text())
                elif parents == ["annotations", "track"]:
                    raise event.field.wrong(
                        "is a track of a video", fix="Export it as CVAT for images 1.1"
                    )
            else:
                parents.pop()
                if event.tag == "name" and parents[-2:] == ["labels", "label"]:
                    self.labels.append(event.text.strip())
                elif event.tag == "image" and parents == ["annotations"]:
                    ended = name

    def _image(self, field: Field) -> tuple[str, Size]:
        name = field["name"].text().replace("\\", "/")
        if name in self.places:
            raise field.wrong(
                f"names {name!r}, which was there before",
                fix="Import one task at a time",
            )
        size = (field["height"].written().whole(1), field["width"].written().whole(1))
        subset = field.get("subset")
        if subset is not None and subset.text():
            self.splits.setdefault(subset.text(), []).append(name)
        return name, size


def _xml_files(path: Path) -> list[Path]:
    """The file itself, or `annotations.xml` in a folder, or all its files that begin as CVAT's."""
    if path.is_dir():
        known = path / FILE
        try:
            files = [known] if known.is_file() else sorted(path.glob("*.xml"))
        except OSError:
            return []
    else:
        files = [path]
    return [file for file in files if _begins_right(file)]


def _begins_right(file: Path) -> bool:
    try:
        with file.open("rb") as stream:
            return _HEAD.search(stream.read(4096)) is not None
    except OSError:
        return False


def _children(place: _Place) -> Iterator[tuple[str, Field]]:
    """The elements directly in an image's."""
    depth = 0
    try:
        with place.file.open("rb") as stream:
            for event in walk_xml(
                stream, place.file, place=place.start, stop=place.stop, line=place.line
            ):
                if event.begins and depth == 1:
                    yield event.tag, event.field
                depth += 1 if event.begins else -1
    except OSError as error:
        raise DataError(f"cannot be read ({error.strerror})", where=place.file) from error


def _label(field: Field) -> Field:
    label = field["label"]
    if not label.text().strip():
        raise label.wrong("is empty")
    return label


def _paint(tag: str, field: Field, brush: Brush) -> None:
    label = _label(field)
    if tag == "mask":
        inside, top, left = _mask_pixels(field, brush.size)
        brush.painter.pixels(inside, brush.value(label), top=top, left=left)
    elif tag == "ellipse":
        x, y, wide, high = (_near(field, key) for key in ("cx", "cy", "rx", "ry"))
        box = np.array([(x - wide, y - high), (x + wide, y + high)])
        region = opencv_ellipse((x, y), (wide, high), _angle(field), brush.size)
        brush.paint(label, region, box)
    else:
        corners = _box(field) if tag == "box" else _points(field["points"])
        brush.painter.polygon([corners], brush.value(label), rule="even-odd")


def _near(field: Field, key: str) -> float:
    """A coordinate that is not absurd."""
    value = field[key].written()
    return float(checked_points(field, np.array([[value.number(), 0.0]]), 1)[0, 0])


def _angle(field: Field) -> float:
    rotation = field.get("rotation")
    return 0.0 if rotation is None else rotation.written().number() % 360


def _box(field: Field) -> NDArray[np.float64]:
    left, top, right, bottom = (_near(field, key) for key in ("xtl", "ytl", "xbr", "ybr"))
    corners = np.array([(left, top), (right, top), (right, bottom), (left, bottom)])
    angle = math.radians(_angle(field))
    if not angle:
        return corners
    middle = corners.mean(axis=0)
    cosine, sine = math.cos(angle), math.sin(angle)
    turn = np.array([(cosine, sine), (-sine, cosine)])
    return np.asarray((corners - middle) @ turn + middle)


def _points(field: Field) -> NDArray[np.float64]:
    pairs = [pair.split(",") for pair in field.text().split(";")]
    try:
        found = np.array([[float(x), float(y)] for x, y in pairs])
    except ValueError:
        raise field.wrong("is no list of points, each x,y and with ; between them") from None
    return checked_points(field, found, 1)


def _mask_pixels(field: Field, size: Size) -> tuple[NDArray[np.bool_], int, int]:
    """Bool (h, w), and the row and column it begins at."""
    height = field["height"].written().whole(1, size[0])
    width = field["width"].written().whole(1, size[1])
    top, left = (field[key].written().whole(-FARTHEST, FARTHEST) for key in ("top", "left"))
    rle = field["rle"]
    try:
        runs = np.array([int(run) for run in rle.text().split(",")], np.int64)
    except (ValueError, OverflowError):
        raise rle.wrong("is no list of whole numbers with commas between them") from None
    if (runs < 0).any() or (runs > height * width).any() or runs.sum() != height * width:
        raise rle.wrong(f"does not add up to {height * width} pixels, width times height")
    values = np.zeros(len(runs), bool)
    values[1::2] = True
    return np.repeat(values, runs).reshape(height, width), top, left


FORMAT: Final = LabelFormat(
    name="cvat",
    title="CVAT for images 1.1",
    summary="one XML file for all images, exact masks or polygons",
    open=open_cvat,
    looks_like=looks_like_cvat,
    writer=CvatWriter,
    polygon_limits=frozenset(),
)
