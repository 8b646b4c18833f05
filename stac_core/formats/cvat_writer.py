"""Writing `annotations.xml` of CVAT for images 1.1 (see `cvat`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

import numpy as np

from stac_core.errors import DataError
from stac_core.formats.label_set import LabelWriter, OutImage, WritePlan
from stac_core.formats.lists import IGNORED_NAME
from stac_core.formats.outlines import bridged, trace
from stac_core.formats.pixel_outlines import parts_of
from stac_core.io import atomic_writer, storage_error
from stac_core.types import IGNORE_INDEX

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from stac_core.editing.parts import Part
    from stac_core.types import Mask

FILE: Final = "annotations.xml"
IMAGES: Final = "images"

_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_COPIED: Final = 1 << 20
"""Bytes that are copied at a time."""


class CvatWriter(LabelWriter):
    """Writes a shape for each connected part of a label."""

    def __init__(self, plan: WritePlan) -> None:
        super().__init__(plan)
        subsets = dict.fromkeys(image.subset for image in plan.images)
        self._tasks = {subset: number for number, subset in enumerate(subsets, start=1)}
        self._body = self.folder / f"{FILE}.part"
        self._count = 0
        self._ignored = False

    def add(self, image: OutImage, mask: Mask) -> None:
        """Add the element of one image to those that wait for the head."""
        lines = [self._element(image, mask)]
        for part in parts_of(mask):
            self._ignored |= part.value == IGNORE_INDEX
            label = _quoted(self._name(part.value))
            lines.extend(f'    <{shape} z_order="0"/>' for shape in self._shapes(part, label))
        lines.append("  </image>\n")
        try:
            with self._body.open("ab") as file:
                file.write("\n".join(lines).encode())
        except OSError as error:
            raise storage_error(self._body, error) from error
        self._count += 1

    def finish(self, added: Sequence[OutImage]) -> None:
        """Put the head before the images, now that all labels are known."""
        with atomic_writer(self.folder / FILE) as file:
            file.write(self._head(added).encode())
            if added:
                with self._body.open("rb") as body:
                    while block := body.read(_COPIED):
                        file.write(block)
            file.write(b"</annotations>\n")
        self._body.unlink(missing_ok=True)

    def image_file(self, image: OutImage) -> str:
        """Below the folder of its split."""
        return f"{IMAGES}/{image.subset}/{image.id}"

    def name_of(self, image: OutImage) -> str:
        """Its id."""
        return image.id

    def _name(self, value: int) -> str:
        return IGNORED_NAME if value == IGNORE_INDEX else self.plan.classes[value - 1]

    def _element(self, image: OutImage, mask: Mask) -> str:
        return (
            f'  <image id="{self._count}" name={_quoted(image.id)} subset={_quoted(image.subset)}'
            f' task_id="{self._tasks[image.subset]}"'
            f' width="{mask.shape[1]}" height="{mask.shape[0]}">'
        )

    def _shapes(self, part: Part, label: str) -> Iterator[str]:
        top, left, bottom, right = part.rect
        common = f'label={label} source="manual" occluded="0"'
        if not self.plan.polygons:
            runs = ", ".join(map(str, _runs(part.inside)))
            yield (
                f'mask {common} rle="{runs}" left="{left}" top="{top}"'
                f' width="{right - left}" height="{bottom - top}"'
            )
            return
        for outline in trace(part.inside):
            points = bridged(outline) + np.array([left, top])
            text = ";".join(f"{x:.2f},{y:.2f}" for x, y in points.tolist())
            yield f'polygon {common} points="{text}"'

    def _head(self, added: Sequence[OutImage]) -> str:
        names = [*self.plan.classes, *([IGNORED_NAME] if self._ignored else [])]
        colors = [*self.plan.colors, (255, 255, 255)]
        labels = "".join(
            f"        <label><name>{_escaped(name)}</name><color>#{bytes(color).hex()}</color>"
            "<type>any</type><attributes></attributes></label>\n"
            for name, color in zip(names, colors, strict=False)
        )
        counts = dict.fromkeys(self._tasks, 0)
        for image in added:
            counts[image.subset] += 1
        tasks = "".join(
            f"        <task><id>{number}</id><name>{_escaped(subset)}</name>"
            f"<size>{counts[subset]}</size><mode>annotation</mode>"
            f"<subset>{_escaped(subset)}</subset></task>\n"
            for subset, number in self._tasks.items()
        )
        return (
            '<?xml version="1.0" encoding="utf-8"?>\n<annotations>\n  <version>1.1</version>\n'
            "  <meta>\n    <project>\n      <id>1</id>\n      <name>STAC Studio</name>\n"
            f"      <labels>\n{labels}      </labels>\n"
            f"      <subsets>{_escaped(chr(10).join(self._tasks))}</subsets>\n"
            f"      <tasks>\n{tasks}      </tasks>\n    </project>\n  </meta>\n"
        )


def _runs(inside: NDArray[np.bool_]) -> list[int]:
    """Lengths of the runs of equal pixels, row by row, the first one of pixels outside."""
    flat = inside.ravel()
    changes = np.flatnonzero(flat[1:] != flat[:-1]) + 1
    edges = np.concatenate([[0], changes, [len(flat)]])
    lengths: list[int] = np.diff(edges).tolist()
    return [0, *lengths] if flat[0] else lengths


def _quoted(text: str) -> str:
    return quoteattr(_checked(text))


def _escaped(text: str) -> str:
    return escape(_checked(text))


def _checked(text: str) -> str:
    if _NOT_XML.search(text):
        raise DataError("has a character that XML cannot hold", where=repr(text), fix="Rename it")
    return text
