"""Files of ISAT: written by hand as it writes them, and ours as it reads them."""

from __future__ import annotations

import json

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from stac_core.errors import DataError
from stac_core.formats.filling import scikit_polygon
from stac_core.formats.isat import FORMAT, IsatWriter, _painted, layers_of
from stac_core.formats.label_set import OpenOptions, OutImage, WritePlan

OPTIONS = OpenOptions()
YAML = """contour_mode: external
label:
- color: '#000000'
  name: __background__
- color: '#ef2929'
  name: scratch
- color: '#fcaf3e'
  name: Fleck ü
mask_alpha: 0.6
"""


def item(category, segmentation, layer=1.0, **more):
    return {
        "category": category, "group": 1, "segmentation": segmentation, "area": 1.0,
        "layer": layer, "bbox": [], "iscrowd": False, "note": "", **more,
    }  # fmt: skip


def put(folder, *objects, **info):
    document = {
        "info": {
            "description": "ISAT", "folder": "C:/images", "name": "a.png", "width": 8,
            "height": 6, "depth": 3, "note": "", **info,
        },
        "objects": list(objects),
    }  # fmt: skip
    (folder / "a.json").write_text(json.dumps(document, ensure_ascii=False, indent=4), "utf-8")
    return folder


def masks_of(folder):
    labels = FORMAT.open(folder, OPTIONS)
    found = labels.read_fitting("a", (6, 8))
    return {name: found.mask == value for value, name in enumerate(labels.classes, 1)}, found


def square(left, top, right, bottom):
    return [[left, top], [right, top], [right, bottom], [left, bottom]]


def test_layers_decide_and_background_cuts(tmp_path):
    put(
        tmp_path,
        item("Fleck ü", square(3.9, 1.5, 5.9, 3.2), layer=3.0),
        item("__background__", square(1, 1, 1, 2), layer=2.5),
        item("scratch", square(0, 0, 4, 4), layer=2.0),
        item("scratch", [], layer=9.0),
    )
    (tmp_path / "isat.yaml").write_text(YAML, "utf-8")
    masks, found = masks_of(tmp_path)
    assert list(masks) == ["scratch", "Fleck ü"]
    assert np.argwhere(masks["Fleck ü"]).tolist() == [[y, x] for y in (1, 2, 3) for x in (3, 4, 5)]
    assert masks["scratch"].sum() == 25 - 6 - 2
    assert found.mask[1:3, 1].tolist() == [0, 0]
    assert (found.overlap, found.left_out) == (6, 1)


def test_line_there_and_back_has_its_corners_only(tmp_path):
    put(tmp_path, item("scratch", [[1, 1], [5, 1], [1, 1]]))
    masks, _ = masks_of(tmp_path)
    assert np.argwhere(masks["scratch"]).tolist() == [[1, 1], [1, 5]]


def test_without_class_list_and_with_new_names(tmp_path):
    put(tmp_path, item("pit", square(1, 1, 2, 2)), item("crack", square(4, 4, 5, 5)))
    assert FORMAT.open(tmp_path, OPTIONS).classes == ("crack", "pit")
    (tmp_path / "isat.yaml").write_text(YAML, "utf-8")
    assert FORMAT.open(tmp_path, OPTIONS).classes == ("scratch", "Fleck ü", "crack", "pit")


@pytest.mark.parametrize(
    "content", ["label: [", "label: 3", "- a", "label:\n- color: x", "!!python/object:os.system a"]
)
def test_damaged_class_list_is_named(tmp_path, content):
    put(tmp_path)
    (tmp_path / "isat.yaml").write_text(content, "utf-8")
    with pytest.raises(DataError, match=r"isat\.yaml"):
        FORMAT.open(tmp_path, OPTIONS)


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        (item("pit", [[1]]), r"objects\[0\]\.segmentation"),
        (item("", square(1, 1, 2, 2)), r"objects\[0\]\.category"),
        (item("pit", square(1, 1, 2, 2), layer="top"), r"objects\[0\]\.layer"),
    ],
)
def test_wrong_field_is_named(tmp_path, bad, field):
    with pytest.raises(DataError, match=field):
        masks_of(put(tmp_path, bad))


MASK = np.zeros((7, 9), np.uint8)
MASK[0:7, 0:7], MASK[1:6, 1:6], MASK[3, 3], MASK[2, 8], MASK[6, 8] = 1, 0, 2, 2, 255


def test_written_file(tmp_path):
    image = OutImage("line 2/böse.png", tmp_path / "images" / "line 2" / "böse.png", "train")
    folder = tmp_path / ".out.tmp"
    folder.mkdir()
    plan = WritePlan(folder, ("scratch", "Fleck ü"), ((239, 41, 41), (252, 175, 62)), (image,))
    writer = IsatWriter(plan)
    writer.add(image, MASK)
    writer.finish([image])
    text = (folder / "line 2" / "böse.json").read_text("utf-8")
    found = json.loads(text)
    assert text == json.dumps(found, ensure_ascii=False, indent=4)
    assert found["info"] == {
        "description": "ISAT", "folder": "../../images/line 2", "name": "böse.png", "width": 9,
        "height": 7, "depth": None, "note": "",
    }  # fmt: skip
    assert [list(each) for each in found["objects"]] == [list(item("", []))] * 5
    objects = [(each["category"], each["group"], each["layer"]) for each in found["objects"]]
    assert objects[:2] == [("scratch", 1, 1.0), ("__background__", 1, 2.0)]
    assert sorted(objects[2:]) == [
        ("Fleck ü", 2, 3.0), ("Fleck ü", 3, 4.0), ("__ignore__", 4, 5.0),
    ]  # fmt: skip
    assert found["objects"][0]["bbox"] == [0.0, 0.0, 6.0, 6.0]
    assert found["objects"][0]["area"] == 24.0
    for name in ("isat.yaml", "line 2/isat.yaml"):
        labels = yaml.safe_load((folder / name).read_text("utf-8"))["label"]
        assert labels[:2] == [
            {"name": "__background__", "color": "#000000"},
            {"name": "scratch", "color": "#ef2929"},
        ]
        assert [each["name"] for each in labels[2:]] == ["Fleck ü", "__ignore__"]


def painted(layers, shape):
    canvas = np.zeros(shape, np.uint8)
    for layer in layers:
        region = scikit_polygon(layer.ring, shape)
        canvas[region.rect.slices][region.inside] = layer.value
    return canvas


@given(st.lists(st.sampled_from([0, 0, 1, 1, 2, 255]), min_size=42, max_size=42))
@settings(max_examples=150, deadline=None)
def test_layers_give_the_mask_back(values):
    mask = np.array(values, np.uint8).reshape(6, 7)
    assert np.array_equal(painted(layers_of(mask), mask.shape), mask)


def test_a_scratch_that_touches_at_corners_is_one_polygon():
    assert len(layers_of(np.eye(9, dtype=np.uint8))) == 1


def test_regions_that_cross_at_corners_are_split():
    mask = np.array([[0, 0, 0, 1, 1], [0, 1, 2, 0, 0], [1, 2, 1, 2, 0], [0, 1, 2, 0, 0]], np.uint8)
    one_each, canvas = _painted(mask, 8)
    assert not np.array_equal(canvas, mask)  # the ring of 1 is left at a corner by its own pixels
    layers = layers_of(mask)
    assert len(layers) > len(one_each)
    assert np.array_equal(painted(layers, mask.shape), mask)
