"""YOLO segmentation: files as Ultralytics, CVAT, Roboflow and X-AnyLabeling lay them out."""

from __future__ import annotations

import numpy as np
import pytest
import yaml
from hypothesis import given
from PIL import Image

from core.test_label_formats import CLASSES, IDS, masks, quick, write
from stac_core.errors import DataError
from stac_core.formats.label_set import OpenOptions, OutImage, WritePlan
from stac_core.formats.registry import detect_format, open_labels
from stac_core.formats.yolo import YoloWriter
from stac_core.opencv import cv2

NAMES = "names:\n  0: scratch\n  1: pit\n"
LINE = "1 0.25 0.25 0.75 0.25 0.75 0.75 0.25 0.75\n"
PIXELS = [[0, 0, 0, 0], [0, 2, 2, 0], [0, 2, 2, 0], [0, 0, 0, 0]]


def text_at(folder, name, text):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def image_at(folder, name, size=(4, 4)):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("L", size[::-1]).save(path)


def read(folder, name, size=(4, 4), options=None):
    return open_labels(folder, None, options).read(name, size).mask.tolist()


# ---- what we write -----------------------------------------------------------------------


def test_files_are_where_ultralytics_looks_for_them(tmp_path):
    mask = np.zeros((4, 8), np.uint8)
    mask[1:3, 2:6] = 2
    out = tmp_path / "out"
    write("yolo", out, {IDS[0]: mask, IDS[1]: mask * 0, IDS[2]: mask})
    assert (out / "labels/train/a.txt").read_text() == (
        "1 0.2812500 0.3125000 0.7187500 0.3125000 0.7187500 0.6875000 0.2812500 0.6875000\n"
    )
    assert (out / "labels/val/line 2/böse datei.v2.txt").read_bytes() == b""
    assert (out / "train.txt").read_text() == "./images/train/a.png\n./images/train/line 3/a.png\n"
    assert (out / "images/val/line 2/böse datei.v2.png").is_file()
    data = yaml.safe_load((out / "data.yaml").read_text(encoding="utf-8"))
    assert data == {"train": "train.txt", "val": "val.txt", "names": dict(enumerate(CLASSES))}


def ultralytics_masks(path, shape):
    """What it trains with, at the image's own size (ultralytics/data/utils.py)."""
    mask = np.zeros(shape, np.uint8)
    for line in path.read_text().splitlines():
        words = np.array(line.split(), np.float32)
        corners = words[1:].reshape(-1, 2) * (shape[1], shape[0])
        drawn = np.zeros(shape, np.uint8)
        cv2.fillPoly(drawn, corners.astype(np.int32)[None], 1)
        mask[drawn > 0] = words[0] + 1
    return mask


@given(mask=masks())
@quick
def test_ultralytics_fills_to_the_same_pixels(mask, tmp_path_factory):
    folder = tmp_path_factory.mktemp("yolo") / "out"
    write("yolo", folder, {IDS[0]: mask})
    drawn = ultralytics_masks(folder / "labels/train/a.txt", mask.shape)
    np.testing.assert_array_equal(drawn, np.where(mask == 255, 0, mask))


@pytest.mark.parametrize("shape", [(65_535, 2), (2, 65_535)])
def test_ultralytics_fills_long_sides_to_the_same_pixels(shape, tmp_path):
    mask = np.zeros(shape, np.uint8)
    mask.ravel()[::97] = 1
    write("yolo", tmp_path / "out", {IDS[0]: mask})
    drawn = ultralytics_masks(tmp_path / "out/labels/train/a.txt", shape)
    np.testing.assert_array_equal(drawn, mask)


def test_holes_are_bridged_and_parts_have_a_line_each(tmp_path):
    mask = np.zeros((8, 8), np.uint8)
    mask[1:6, 1:6], mask[3, 3], mask[7, 7] = 1, 0, 1
    write("yolo", tmp_path / "out", {IDS[0]: mask})
    lines = (tmp_path / "out/labels/train/a.txt").read_text().splitlines()
    assert [len(line.split()) for line in lines] == [1 + 2 * 11, 1 + 2 * 4]
    back = open_labels(tmp_path / "out").read("a").mask
    np.testing.assert_array_equal(back, mask)


@pytest.mark.parametrize("subset", ["train", "trainval", "test", "line 4"])
def test_sets_without_a_split_train_and_validate_with_the_same_list(subset, tmp_path):
    image = OutImage("a.png", tmp_path / "a.png", subset)
    writer = YoloWriter(WritePlan(tmp_path, ("pit",), ((1, 2, 3),), (image,)))
    writer.add(image, np.eye(4, dtype=np.uint8))
    writer.finish([image])
    data = yaml.safe_load((tmp_path / "data.yaml").read_text(encoding="utf-8"))
    assert data["train"] == data["val"] == f"{subset}.txt"
    labels = open_labels(tmp_path)
    assert labels.splits == {subset: ("a",)}
    assert labels.read("a", (4, 4)).mask.tolist() == np.eye(4).tolist()


# ---- what we read ------------------------------------------------------------------------


def test_folders_of_images_in_data_yaml(tmp_path):
    text_at(tmp_path, "data.yaml", f"path: ../gone\ntrain: images/train\nval: images/val\n{NAMES}")
    text_at(tmp_path, "labels/train/sub dir/bild ü.txt", LINE)
    text_at(tmp_path, "labels/val/b.txt", "")
    for place in (tmp_path, tmp_path / "data.yaml"):
        assert detect_format(place).name == "yolo"
        labels = open_labels(place)
        assert labels.classes == ("scratch", "pit")
        assert labels.splits == {"train": ("sub dir/bild ü",), "val": ("b",)}
        assert labels.read("sub dir/bild ü", (4, 4)).mask.tolist() == PIXELS
        assert labels.read("b", (2, 3)).mask.tolist() == [[0, 0, 0]] * 2


def test_list_as_cvat_writes_it(tmp_path):
    text_at(tmp_path, "data.yaml", f"path: .\ntrain: train.txt\n{NAMES}")
    text_at(
        tmp_path,
        "train.txt",
        "data/images/train/a.png\r\ndata\\images\\train\\c d.png\n\n/\n.\nimages/\n",
    )
    text_at(tmp_path, "labels/train/a.txt", LINE)
    labels = open_labels(tmp_path)
    assert labels.splits == {"train": ("a",)}, "an image without a file is not labelled"
    assert labels.read("a", (4, 4)).mask.tolist() == PIXELS


def test_roboflow_has_the_split_first(tmp_path):
    data = "train: ../train/images\nval: ../valid/images\nnc: 2\nnames: ['scratch', 'pit']\n"
    text_at(tmp_path, "data.yaml", data)
    text_at(tmp_path, "train/labels/a.txt", LINE)
    text_at(tmp_path, "valid/labels/a.txt", "")
    image_at(tmp_path, "train/images/a.jpg", (4, 8))
    labels = open_labels(tmp_path)
    assert labels.splits == {"train": ("train/a",), "val": ("val/a",)}, "two images called a"
    assert labels.size("train/a") == (4, 8)
    assert labels.size("val/a") is None
    assert labels.read("train/a").mask.sum() == 2 * 8


def test_folder_with_a_list_of_classes(tmp_path):
    text_at(tmp_path, "classes.txt", "scratch\n_background_\n\n__ignore__\n")
    text_at(tmp_path, "a.txt", LINE + LINE.replace("1", "0", 1) + LINE.replace("1", "2", 1))
    image_at(tmp_path, "a.PNG")
    assert detect_format(tmp_path).name == "yolo"
    labels = open_labels(tmp_path)
    assert (labels.classes, labels.names) == (("scratch",), ("a",))
    assert np.unique(labels.read("a").mask).tolist() == [0, 255]


def test_labels_beside_images_without_any_list(tmp_path):
    text_at(tmp_path, "labels/a.txt", LINE)
    assert detect_format(tmp_path).name == "yolo"
    assert read(tmp_path, "a", options=OpenOptions(classes=("scratch", "pit"))) == PIXELS
    with pytest.raises(DataError, match="Give the class names"):
        open_labels(tmp_path)


def test_splits_are_folders_where_nothing_else_says_so(tmp_path):
    text_at(tmp_path, "classes.txt", "scratch\npit\n")
    text_at(tmp_path, "labels/train/x/a.txt", LINE)
    text_at(tmp_path, "labels/val/b.txt", LINE)
    labels = open_labels(tmp_path)
    assert labels.splits == {"train": ("x/a",), "val": ("b",)}


def test_sizes_may_be_known_elsewhere(tmp_path):
    text_at(tmp_path, "data.yaml", f"train: images\n{NAMES}")
    text_at(tmp_path, "labels/a.txt", LINE)
    labels = open_labels(tmp_path, None, OpenOptions(find_size={"a": (4, 4)}.get))
    assert labels.size("a") == (4, 4)
    assert labels.read("a").mask.tolist() == PIXELS
    with pytest.raises(DataError, match="its image is not here"):
        open_labels(tmp_path).read("a")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("1 0.5 0.5 0.2 0.2", "is a box, not an outline"),
        ("1 0.5 0.5 0.2 0.2 0.1", "has 5 numbers"),
        ("1 0.5 0.5 0.2 0.2 0.1 0.1 0.3", "has 7 numbers"),
        ("2 0.5 0.5 0.2 0.2 0.1 0.1", "names class 2, there are 2"),
        ("-1 0.5 0.5 0.2 0.2 0.1 0.1", "names class -1"),
        ("0.5 0.5 0.5 0.2 0.2 0.1 0.1", "names class 0.5"),
        ("pit 0.5 0.5 0.2 0.2 0.1 0.1", "no number"),
        ("1 0.5 nan 0.2 0.2 0.1 0.1", "no finite number"),
        ("1 10 20 30 20 30 40", "holds 40: corners are shares"),
    ],
)
def test_damage_is_named(line, said, tmp_path):
    text_at(tmp_path, "data.yaml", f"train: images\n{NAMES}")
    text_at(tmp_path, "labels/a.txt", f"{LINE}\n{line}\n")
    with pytest.raises(DataError, match=said) as error:
        read(tmp_path, "a")
    assert error.value.where == f"{tmp_path / 'labels/a.txt'}, line 3"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("names: {0: a, 2: b}\ntrain: images", "without gaps"),
        ("names: {0: a, x: b}\ntrain: images", "without gaps"),
        ("names: [a, true]\ntrain: images", "not a text"),
        ("names: 7\ntrain: images", "not an object"),
        ("names: [a\ntrain: images", "is no YAML"),
        ("- a", "describes no set"),
    ],
)
def test_damage_in_data_yaml_is_named(data, said, tmp_path):
    text_at(tmp_path, "data.yaml", data)
    text_at(tmp_path, "labels/a.txt", LINE)
    with pytest.raises(DataError, match=said) as error:
        open_labels(tmp_path, "yolo")
    assert error.value.where.startswith(str(tmp_path / "data.yaml"))


def test_names_of_digits_are_names(tmp_path):
    text_at(tmp_path, "data.yaml", "train: images\nnames: [17, 4.5]\n")
    text_at(tmp_path, "labels/a.txt", LINE)
    assert open_labels(tmp_path).classes == ("17", "4.5")
