"""What label formats and their limits are called in the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from stac_core.formats.label_set import Limit

if TYPE_CHECKING:
    from collections.abc import Iterable


def format_summary(name: str) -> str:
    """What a label format is, in a sentence; empty for one that has no words here."""
    words = {
        "voc": _tr("Palette PNGs whose values are class numbers, with lists and class names."),
        "grey": _tr("Grey PNGs and a file that says which value is which class."),
        "mvtec": _tr("Black and white PNGs in a folder for each kind of defect, as MVTec AD."),
        "npy": _tr("A numpy array of class numbers for each image."),
        "npz": _tr("A compressed numpy file with mask and class names for each image."),
        "tiff": _tr("A TIFF of class numbers for each image."),
        "coco": _tr("One JSON file for each split, with the pixels of each object."),
        "yolo": _tr("A text file of outlines for each image, ready to train YOLO models."),
        "datumaro": _tr("One JSON file for each split, as Datumaro reads it."),
        "labelme": _tr("A JSON file beside each image, as labelme opens it."),
        "xanylabeling": _tr(
            "A JSON file of outlines beside each image, as X-AnyLabeling opens it."
        ),
        "isat": _tr("A JSON file of outlines for each image, as ISAT opens it."),
        "cvat": _tr("One XML file for all images, as CVAT takes it in."),
        "overlay": _tr("For reports: each image with outlines, a light fill and a legend."),
        "overlay-jpeg": _tr("The same pictures in smaller files."),
        "maps-npz": _tr("The heat maps: a numpy file for each image, with all classes."),
        "maps-png": _tr("The heat maps: a 16-bit grey PNG for each class and image."),
        "maps-tiff": _tr("The heat maps: a TIFF of numbers for each class and image."),
    }
    return words.get(name, "")


def limit_words(limits: Iterable[Limit]) -> str:
    """What cannot be kept, as a list in the shown language."""
    words = {
        Limit.HOLES: _tr("holes"),
        Limit.ISLANDS: _tr("small islands"),
        Limit.IGNORE: _tr("ignored pixels"),
        Limit.CLASSES: _tr("which class it is"),
        Limit.EDGES: _tr("exact edges"),
    }
    wanted = set(limits)
    return ", ".join(text for limit, text in words.items() if limit in wanted)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Formats", text)
