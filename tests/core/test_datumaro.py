"""Datumaro: files as Datumaro and CVAT write them, and ours as they read them."""

from __future__ import annotations

import json

import numpy as np
import pytest

from core.test_label_formats import CLASSES, IDS, write
from stac_core.errors import DataError
from stac_core.formats.registry import detect_format, open_labels

BOX = [1.0, 1.0, 4.0, 1.0, 4.0, 3.0, 1.0, 3.0]
RLE = {"counts": "5220007", "size": [4, 6]}  # the same pixels
PIXELS = [[0, 0, 0, 0, 0, 0], [0, 1, 1, 1, 0, 0], [0, 1, 1, 1, 0, 0], [0, 0, 0, 0, 0, 0]]
NAME = "sub dir/bild ü"


def annotation(kind, **values):
    common = {"id": 0, "attributes": {"occluded": False}, "group": 0, "label_id": 1, "z_order": 0}
    return {**common, "type": kind, **values}


def content(*annotations, items=None, names=("background", "pit", "scratch")):
    """As CVAT 2 writes it."""
    image = {"path": f"{NAME}.png", "size": [4, 6]}
    return {
        "info": {},
        "categories": {
            "label": {
                "labels": [{"name": name, "parent": "", "attributes": []} for name in names],
                "attributes": ["occluded"],
            },
            "points": {"items": []},
        },
        "items": items or [
            {
                "id": NAME,
                "annotations": list(annotations),
                "attr": {"frame": 0},
                "image": image,
                "media": {"path": ""},
            }
        ],
    }  # fmt: skip


def saved(folder, made, name="annotations/default.json"):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(made), encoding="utf-8")
    return path


# ---- what we write -----------------------------------------------------------------------


def test_files_are_as_datumaro_writes_them(tmp_path):
    mask = np.zeros((4, 6), np.uint8)
    mask[1:3, 1:4], mask[0, 5] = 2, 3
    out = tmp_path / "out"
    write("datumaro", out, {IDS[0]: mask, IDS[1]: mask * 0, IDS[2]: mask})
    train = json.loads((out / "annotations/train.json").read_text(encoding="utf-8"))
    assert train["dm_format_version"] == "1.0"
    assert [each["name"] for each in train["categories"]["label"]["labels"]] == list(CLASSES)
    assert train["categories"]["mask"]["colormap"][1] == {
        "label_id": 1,
        "r": 86,
        "g": 180,
        "b": 233,
    }
    first, second = train["items"]
    assert (first["id"], second["id"]) == ("a", "line 3/a")
    assert first["image"] == {"path": "a.png", "size": [4, 6]}
    assert first["annotations"][0] == {
        "id": 1, "type": "mask", "attributes": {}, "group": 0, "label_id": 1, "z_order": 0,
        "rle": RLE,
    }  # fmt: skip
    ids = [each["id"] for item in train["items"] for each in item["annotations"]]
    assert ids == [1, 2, 3, 4]
    val = json.loads((out / "annotations/val.json").read_text(encoding="utf-8"))
    assert val["items"][0]["annotations"] == []
    assert (out / "images/val" / IDS[1]).is_file()
    assert len(list((out / "annotations").iterdir())) == 2


def test_ignored_pixels_are_one_more_label_of_all_splits(tmp_path):
    mask = np.zeros((4, 6), np.uint8)
    mask[1:3, 1:4] = 255
    write("datumaro", tmp_path / "out", {IDS[0]: mask, IDS[1]: mask * 0})
    for split, count in (("train", 1), ("val", 0)):
        made = json.loads((tmp_path / f"out/annotations/{split}.json").read_text(encoding="utf-8"))
        labels = [each["name"] for each in made["categories"]["label"]["labels"]]
        assert labels == [*CLASSES, "__ignore__"]
        assert [each["label_id"] for each in made["items"][0]["annotations"]] == [3] * count


def test_polygons_on_request(tmp_path):
    mask = np.zeros((4, 6), np.uint8)
    mask[1:3, 1:4] = 2
    write("datumaro", tmp_path / "out", {IDS[0]: mask}, polygons=True)
    made = json.loads((tmp_path / "out/annotations/train.json").read_text(encoding="utf-8"))
    (polygon,) = made["items"][0]["annotations"]
    assert (polygon["type"], polygon["points"], polygon["label_id"]) == ("polygon", BOX, 1)


# ---- what we read ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "shape",
    [annotation("mask", rle=RLE), annotation("polygon", points=BOX)],
    ids=["mask", "polygon"],
)
def test_each_way_to_give_pixels(shape, tmp_path):
    tag = annotation("label", label_id=2)
    path = saved(tmp_path, content(shape, tag))
    for place in (tmp_path, path):
        assert detect_format(place).name == "datumaro"
        labels = open_labels(place)
        assert (labels.classes, labels.names) == (("pit", "scratch"), (NAME,))
        assert labels.splits == {"default": (NAME,)}
        assert labels.size(NAME) == (4, 6)
        assert labels.read(NAME).mask.tolist() == PIXELS


def test_higher_layers_win_then_later_ones(tmp_path):
    left = [0, 0, 3, 0, 3, 4, 0, 4]
    right = [2, 0, 6, 0, 6, 4, 2, 4]
    shapes = [
        annotation("polygon", points=left, z_order=1),
        annotation("polygon", points=right, label_id=2),
        annotation("polygon", points=[5, 0, 7, 0, 7, 1, 5, 1], label_id=0),
    ]
    saved(tmp_path, content(*shapes))
    labels = open_labels(tmp_path).read(NAME)
    assert labels.mask.tolist() == [[1, 1, 1, 2, 2, 0]] + [[1, 1, 1, 2, 2, 2]] * 3
    assert (labels.overlap, labels.outside) == (4, 1)  # background only takes away


def test_boxes_count_only_where_nothing_else_shows_the_object(tmp_path):
    box = annotation("bbox", bbox=[0, 0, 6, 4], group=3)
    saved(tmp_path, content(box, annotation("mask", rle=RLE, group=3)))
    assert open_labels(tmp_path).read(NAME).mask.tolist() == PIXELS
    saved(tmp_path, content({**box, "group": 0}, annotation("mask", rle=RLE)))
    with pytest.raises(DataError, match="is a bbox"):
        open_labels(tmp_path).read(NAME)


def test_items_of_one_name_in_two_splits_are_two_images(tmp_path):
    saved(tmp_path, content(annotation("mask", rle=RLE)), "annotations/train.json")
    other = content(annotation("mask", rle=RLE), names=("crack", "scratch"))
    saved(tmp_path, other, "annotations/val.json")
    labels = open_labels(tmp_path)
    assert labels.classes == ("pit", "scratch", "crack")
    assert labels.splits == {"train": (f"train/{NAME}",), "val": (f"val/{NAME}",)}
    assert labels.read(f"train/{NAME}").mask.max() == 1
    assert labels.read(f"val/{NAME}").mask.max() == 2


def test_sizes_come_from_a_mask_or_from_elsewhere(tmp_path):
    item = {"id": "a", "annotations": [annotation("mask", rle=RLE)], "image": {"path": "a.png"}}
    bare = {"id": "b", "annotations": [annotation("polygon", points=BOX)]}
    saved(tmp_path, content(items=[item, bare, {"id": "c"}]))
    labels = open_labels(tmp_path)
    assert [labels.size(name) for name in "abc"] == [(4, 6), None, None]
    assert labels.read("b", (4, 6)).mask.tolist() == PIXELS
    assert labels.read("c", (2, 2)).mask.tolist() == [[0, 0]] * 2
    with pytest.raises(DataError, match="states no size"):
        labels.read("b")


@pytest.mark.parametrize(
    ("made", "said", "field"),
    [
        (content(annotation("bbox", bbox=[1, 1, 2, 2])), "is a bbox", "annotations[0]"),
        (content(annotation("polygon", points=[1, 2, 3])), "3 numbers", "annotations[0].points"),
        (content(annotation("polygon")), "no 'points'", "annotations[0]"),
        (content(annotation("mask", rle={"counts": "1", "size": [4, 6]})), "describes 1 pixels",
         "annotations[0].rle.counts"),
        (content(annotation("mask", rle=RLE, label_id=3)), "there are", "annotations[0].label_id"),
        (content(annotation("mask", rle=RLE, label_id=None)), "no 'label_id'", "annotations[0]"),
        (content(items=[{"id": "a", "image": {"size": [4]}}]), "a height and", "image.size"),
    ],
)  # fmt: skip
def test_damage_is_named(made, said, field, tmp_path):
    path = saved(tmp_path, made)
    with pytest.raises(DataError, match=said) as error:
        labels = open_labels(tmp_path)
        labels.read(labels.names[0], (4, 6))
    assert error.value.where == f"{path}, items[0].{field}"


def test_two_items_of_one_name_are_refused(tmp_path):
    saved(tmp_path, content(items=[{"id": "a"}, {"id": "a"}]))
    with pytest.raises(DataError, match="another item"):
        open_labels(tmp_path)
