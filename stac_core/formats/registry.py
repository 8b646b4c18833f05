"""All label formats, by name; and which one a file or folder is in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stac_core.errors import DataError
from stac_core.formats import (
    coco,
    cvat,
    data_set,
    datumaro,
    grey,
    isat,
    labelme,
    map_writers,
    mvtec,
    npy,
    npz,
    overlay,
    tiff,
    voc,
    xanylabeling,
    yolo,
)
from stac_core.formats.label_set import LabelFormat, LabelSet, OpenOptions

if TYPE_CHECKING:
    from pathlib import Path

FORMATS: Final[dict[str, LabelFormat]] = {
    each.name: each
    for each in (
        # those that are told by their own marks come first, folders of plain pictures last
        cvat.FORMAT,
        data_set.FORMAT,
        isat.FORMAT,
        xanylabeling.FORMAT,  # before labelme: its files are labelme's with more fields
        labelme.FORMAT,
        voc.FORMAT,
        mvtec.FORMAT,
        coco.FORMAT,
        datumaro.FORMAT,
        yolo.FORMAT,
        grey.FORMAT,
        npz.FORMAT,
        npy.FORMAT,
        tiff.FORMAT,
        grey.PLAIN_FORMAT,
        # only written
        overlay.FORMAT,
        overlay.JPEG_FORMAT,
        *map_writers.FORMATS,
    )
}


def readable() -> list[LabelFormat]:
    """Formats that can be read."""
    return [each for each in FORMATS.values() if each.open is not None]


def writable() -> list[LabelFormat]:
    """Formats that can be written."""
    return [each for each in FORMATS.values() if each.writer is not None]


def detect_format(path: Path) -> LabelFormat:
    """The format that a file or folder of labels seems to be in.

    Raises:
        DataError: If it does not exist or looks like none.
    """
    if not path.exists():
        raise DataError("there is no such file or folder", where=path)
    for each in readable():
        if each.looks_like(path):
            return each
    raise DataError(
        "these labels are in no known format",
        where=path,
        fix=f"Name the format: {', '.join(each.name for each in readable())}",
    )


def open_labels(
    path: Path, format_name: str | None = None, options: OpenOptions | None = None
) -> LabelSet:
    """Labels of any format.

    Args:
        path: The file or folder.
        format_name: One of `FORMATS`; None looks what it is.
        options: What is known besides.

    Raises:
        DataError: If there is nothing to read, or it is damaged.
    """
    if format_name is None:
        chosen = detect_format(path)
    elif format_name in FORMATS:
        chosen = FORMATS[format_name]
    else:
        raise DataError(
            f"unknown label format {format_name!r}", where=path, fix=f"Use {', '.join(FORMATS)}"
        )
    if chosen.open is None:
        raise DataError(f"{chosen.title} can only be written", where=path)
    if not path.exists():
        raise DataError("there is no such file or folder", where=path)
    return chosen.open(path, options or OpenOptions())
