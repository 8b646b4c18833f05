"""Files of X-AnyLabeling: written by hand as it writes them, and ours as it reads them."""

from __future__ import annotations

import json

import numpy as np
import pytest

from stac_core.errors import DataError
from stac_core.formats.label_set import OpenOptions, OutImage, WritePlan
from stac_core.formats.registry import detect_format
from stac_core.formats.xanylabeling import FORMAT, XAnyWriter
from stac_core.opencv import cv2

OPTIONS = OpenOptions()


def shape(label, points, kind="polygon", **more):
    return {
        "label": label, "score": None, "points": points, "group_id": None, "description": None,
        "difficult": False, "shape_type": kind, "flags": None, "attributes": {}, "kie_linking": [],
        **more,
    }  # fmt: skip


def put(folder, *shapes, **more):
    document = {
        "version": "2.5.4", "flags": {}, "shapes": list(shapes), "imagePath": "a.png",
        "imageData": None, "imageHeight": 6, "imageWidth": 8, **more,
    }  # fmt: skip
    (folder / "a.json").write_text(json.dumps(document, ensure_ascii=False), "utf-8")
    return folder


def masks_of(folder):
    labels = FORMAT.open(folder, OPTIONS)
    found = labels.read_fitting("a", (6, 8))
    return {name: found.mask == value for value, name in enumerate(labels.classes, 1)}, found


def test_every_type_of_shape(tmp_path):
    put(
        tmp_path,
        shape("Fleck ü", [[1.9, 1.2], [3.9, 1], [3, 2], [1, 2]]),
        shape("box", [[5, 4], [6.5, 4], [6.5, 5], [5, 5.5]], "rectangle"),
        shape("turned", [[0, 4], [1, 3], [2, 4], [1, 5]], "rotation"),
        shape("line", [[0, 0], [5, 5]], "line"),
        shape("dot", [[1, 1]], "point"),
    )
    masks, found = masks_of(tmp_path)
    assert list(masks) == ["Fleck ü", "box", "turned"]
    assert np.argwhere(masks["Fleck ü"]).tolist() == [[y, x] for y in (1, 2) for x in (1, 2, 3)]
    assert np.argwhere(masks["box"]).tolist() == [[4, 5], [4, 6], [5, 5], [5, 6]]
    assert np.argwhere(masks["turned"]).tolist() == [[3, 1], [4, 0], [4, 1], [4, 2], [5, 1]]
    assert found.left_out == 2


def test_corners_are_moved_into_the_image(tmp_path):
    put(tmp_path, shape("pit", [[5, 3], [20, 3], [20, 20], [5, 20]]))
    masks, found = masks_of(tmp_path)
    assert np.argwhere(masks["pit"]).tolist() == [[y, x] for y in (3, 4, 5) for x in (5, 6, 7)]
    assert found.outside == 1
    put(tmp_path, shape("pit", [[4, 2], [12, 6], [4, 6]]))  # its slanted edge becomes steeper
    assert masks_of(tmp_path)[0]["pit"].sum() == 10


def test_later_shape_wins(tmp_path):
    square = [[0, 0], [3, 0], [3, 3], [0, 3]]
    put(tmp_path, shape("large", [[x * 1.5, y] for x, y in square]), shape("small", square))
    masks, found = masks_of(tmp_path)
    assert (masks["small"].sum(), found.overlap) == (16, 16)


@pytest.mark.parametrize(
    "more", [{"checked": True}, {"vqaData": {}}, {"shapes": [shape("a", [[1, 1]])]}]
)
def test_told_from_labelme_by_its_fields(tmp_path, more):
    assert detect_format(put(tmp_path, **more)).name == "xanylabeling"


def test_plain_files_are_labelme_and_refused(tmp_path):
    plain = {"label": "a", "points": [[1, 1]], "shape_type": "polygon"}
    folder = put(tmp_path, plain)
    assert detect_format(folder).name == "labelme"
    with pytest.raises(DataError, match="no files of X-AnyLabeling"):
        FORMAT.open(folder, OPTIONS)


def test_written_file(tmp_path):
    mask = np.zeros((5, 6), np.uint8)
    mask[0:4, 0:4], mask[1:3, 1:3], mask[4, 5], mask[2, 5] = 1, 0, 2, 255
    image = OutImage("line 2/böse.png", tmp_path / "images" / "line 2" / "böse.png", "train")
    folder = tmp_path / "out"
    folder.mkdir()
    classes = ("pit", "Fleck ü")
    writer = XAnyWriter(WritePlan(folder, classes, ((1, 2, 3), (4, 5, 6)), (image,)))
    writer.add(image, mask)
    writer.finish([image])
    found = json.loads((folder / "line 2" / "böse.json").read_text("utf-8"))
    assert list(found)[:5] == ["version", "flags", "checked", "shapes", "imagePath"]
    assert [list(each) for each in found["shapes"]] == [list(shape("", []))] * 3
    assert [each["label"] for each in found["shapes"]] == ["pit", "Fleck ü", "__ignore__"]
    assert found["shapes"][1]["points"] == [[5, 4]] * 3
    assert (folder / "classes.txt").read_text("utf-8") == "pit\nFleck ü\n"
    # as its own export of masks fills them
    back = np.zeros_like(mask)
    for value, each in zip((1, 2, 255), found["shapes"], strict=True):
        cv2.fillPoly(back, [np.array(each["points"], np.int32)], value)
    assert np.array_equal(back, mask)
