"""Layouts of data sets: recognised, read with the right counts, and damaged ones explained."""

from __future__ import annotations

import random
import shutil
from dataclasses import replace
from pathlib import Path

import layouts
import numpy as np
import pytest
from layouts import EXPECTED, SIZE
from PIL import Image

from stac_core.data.layouts.base import Listing, ReadOptions
from stac_core.data.layouts.registry import LAYOUTS, detect, read_data_set
from stac_core.errors import ConfigError, DataError, StacError
from stac_core.types import Cancelled, CancelToken

CASES = [*EXPECTED, "voc"]


def make(name: str, root: Path) -> Path:
    root.mkdir(parents=True)
    (layouts.voc if name == "voc" else EXPECTED[name][1].make)(root)
    return root


@pytest.mark.parametrize("name", EXPECTED)
def test_every_layout_is_recognised_and_read(name, tmp_path):
    root = make(name, tmp_path / "Daten ü 1")
    layout, expected = EXPECTED[name]
    found = read_data_set(root)
    assert found.layout == layout
    assert len(found.ids) == expected.images
    assert all((found.images / each).is_file() for each in found.ids)
    assert found.counts() == expected.counts
    assert list(found.classes) == list(expected.counts)
    assert found.defect_free == expected.free
    assert {key: len(ids) for key, ids in found.splits.items()} == expected.splits
    assert (0 if found.labels is None else len(found.labels.names)) == expected.masks
    if found.labels is not None:
        assert set(found.labels.names) <= set(found.ids)
        for each in found.labels.names:
            found.labels.read_fitting(each, SIZE)
    if expected.shown is not None:
        image, value = expected.shown
        mask = found.labels.read_fitting(image, SIZE).mask
        assert mask[1, 2] == value
        assert mask[4, 6] == 0
    assert read_data_set(root, layout).counts() == expected.counts  # as well when it is named


def test_voc_has_its_twenty_classes_and_tags_from_annotations(tmp_path):
    make("voc", tmp_path / "VOCdevkit/VOC2012")
    found = read_data_set(tmp_path)  # the folder is further in
    assert (found.layout, found.root) == ("voc", (tmp_path / "VOCdevkit/VOC2012").resolve())
    assert len(found.classes) == 20
    assert {name: n for name, n in found.counts().items() if n} == {"bird": 2, "tvmonitor": 1}
    assert {name: len(ids) for name, ids in found.splits.items()} == {"train": 1, "train_aug": 2}
    assert found.labels.names == ("2007_000001.jpg",)
    assert found.labels.read_fitting("2007_000001.jpg", SIZE).mask[1, 2] == 3


def test_own_export_with_images_is_read_as_voc_with_its_names(tmp_path):
    root = tmp_path / "voc"
    layouts.picture(root / "JPEGImages/line 2/ü.png")
    layouts.mask(root / "SegmentationClass/line 2/ü.png", 2)
    layouts.text(root / "class_names.txt", "background", "scratch", "Fleck")
    found = read_data_set(root)
    assert (found.layout, found.classes) == ("voc", ("scratch", "Fleck"))
    assert found.counts() == {"scratch": 0, "Fleck": 1}
    assert found.notes == ("The tags are what the masks show.",)


def test_authors_data_say_where_maps_and_saliency_are(tmp_path):
    root = make("stac", tmp_path / "neu")
    found = read_data_set(root)
    assert found.saliency == root / "SALmapsALL"
    assert found.maps == root / "npy-fused"
    assert found.notes == ("The list test names images that are not there: 1.",)
    (root / "SALmapsALL/000002.png").unlink()
    found = read_data_set(root)
    assert found.saliency is None
    assert "Not every image has a map in SALmapsALL, so it is left alone." in found.notes


def test_unnamed_classes_are_said_and_can_be_named(tmp_path):
    root = make("stac", tmp_path / "neu")
    (root / "labels.txt").unlink()
    found = read_data_set(root)
    assert found.classes == ("class1", "class2")
    assert "The files do not name the classes: please name them." in found.notes
    named = read_data_set(root, options=ReadOptions(classes=["inclusion", "patches"]))
    assert named.counts() == {"inclusion": 1, "patches": 1}
    assert named.own_classes == ("class1", "class2")
    assert not any("please name them" in note for note in named.notes)
    assert named.labels.classes == ("inclusion", "patches")
    with pytest.raises(ConfigError, match=r"has 2 classes \(class1, class2\), not 3"):
        read_data_set(root, options=ReadOptions(classes=["a", "b", "c"]))


def test_masks_without_tags_tell_the_classes_by_their_values(tmp_path):
    root = make("stac", tmp_path / "neu")
    (root / "labels.txt").unlink()
    (root / "cls_labels_all_images.npy").unlink()
    found = read_data_set(root)
    assert found.counts() == {"class1": 1, "class2": 1}
    assert found.notes[:2] == (
        "The files do not name the classes: please name them.", "The tags are what the masks show.",
    )  # fmt: skip


def test_maps_alone_tell_how_many_classes_there_are(tmp_path):
    root = make("stac", tmp_path / "results")
    for name in ("SegmentationMASK", "SALmapsALL"):
        shutil.rmtree(root / name)
    (root / "labels.txt").unlink()
    (root / "cls_labels_all_images.npy").unlink()
    (root / "JPEGImages").rename(root / "images")
    np.save(root / "npy-fused/000002.npy", {2: np.zeros(SIZE, np.float32)}, allow_pickle=True)
    found = read_data_set(root)
    assert found.classes == ("class1", "class2", "class3")
    assert (found.tags, found.maps) == ({}, root / "npy-fused")
    np.save(root / "npy-fused/000003.npy", {"a": np.zeros(SIZE, np.float32)}, allow_pickle=True)
    with pytest.raises(DataError, match="000003.npy: a map for class index 'a'"):
        read_data_set(root)


@pytest.mark.parametrize(
    "names",
    [
        ["2024-05-01", "2024-05-02"], ["camera1", "camera2"], ["images", "raw"], ["scratch"],
        ["good"], ["train", "test"], ["17", "18"],
    ],
)  # fmt: skip
def test_folders_that_are_no_classes_are_not_taken_for_them(tmp_path, names):
    for name in names:
        layouts.picture(tmp_path / name / "a.png")
    assert detect(tmp_path)[0].name == "folder"


def test_images_beside_class_folders_make_them_no_classes(tmp_path):
    layouts.class_folders(tmp_path)
    layouts.picture(tmp_path / "here.png")
    assert detect(tmp_path)[0].name == "folder"
    assert read_data_set(tmp_path, "class-folders").notes == (
        "Images in no folder of a class, which stay untagged: 1.",
    )


def test_named_layout_that_does_not_fit_is_refused(tmp_path):
    layouts.folder(tmp_path)
    with pytest.raises(DataError, match="not laid out like MVTec AD"):
        read_data_set(tmp_path, "mvtec")
    with pytest.raises(ConfigError, match="unknown layout 'coco'"):
        read_data_set(tmp_path, "coco")
    with pytest.raises(DataError, match="does not exist"):
        read_data_set(tmp_path / "gone")
    (tmp_path / "empty").mkdir()
    with pytest.raises(DataError, match="no images"):
        read_data_set(tmp_path / "empty")


@pytest.mark.parametrize("name", CASES)
def test_reading_can_be_stopped(name, tmp_path):
    root = make(name, tmp_path / "data")
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        read_data_set(root, options=ReadOptions(cancel=token))


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("seed", range(6))
def test_damaged_data_sets_end_in_our_own_errors(name, seed, tmp_path):
    root = make(name, tmp_path / "data")
    rng = random.Random(seed)
    files = sorted(path for path in root.rglob("*") if path.is_file())
    for path in rng.sample(files, max(1, len(files) // 3)):
        data = path.read_bytes()
        kind = rng.choice(["cut", "noise", "empty", "gone", "folder"])
        if kind == "cut":
            path.write_bytes(data[: len(data) // 2])
        elif kind == "noise":
            path.write_bytes(
                bytes(b ^ rng.randrange(256) if rng.random() < 0.1 else b for b in data)
            )
        elif kind == "empty":
            path.write_bytes(b"")
        else:
            path.unlink()
            if kind == "folder":
                path.mkdir()
    try:
        found = read_data_set(root)
        for each in found.labels.names if found.labels is not None else ():
            with_size = rng.random() < 0.5
            found.labels.read(each, SIZE if with_size else None)
    except StacError as error:
        assert error.where


@pytest.mark.parametrize(
    ("name", "file", "lines", "words"),
    [
        ("dagm", "Class2/Train/Label/Labels.txt", ["1", "1\t7\tx\t0\t0"], "Labels.txt, line 2: is"),
        ("severstal", "train.csv", ["a,b"], "line 1: must start with"),
        ("severstal", "train.csv", ["ImageId,ClassId,EncodedPixels", "a.jpg,x,1 1"], "'x' is no"),
        ("severstal", "train.csv", ["ImageId,ClassId,EncodedPixels", "a.jpg,1,1 1", "a.jpg,1,3 1"],
         "class 1 of this image is there twice"),
        ("stac", "labels.txt", ["0 background", "2 a"], "labels.txt: the numbers"),
        ("stac", "labels.txt", ["0 background", "1 a"], "2 tags an image for 1 classes"),
        ("stac-flat", "tags.csv", ["image,a,b", "0.jpg,1,x"], "'x' for class 'b'"),
        ("voc", "Annotations/2007_000001.xml", ["<annotation>"], "is no XML"),
        ("voc", "Annotations/2007_000001.xml",
         ["<annotation><object><name>cow</name></object><object><name>x</name></object>"
          "</annotation>"], "object: unknown class 'x'"),
    ],
)  # fmt: skip
def test_damage_is_named(name, file, lines, words, tmp_path):
    root = make(name, tmp_path / "data")
    layouts.text(root / file, *lines)
    with pytest.raises(DataError, match=words):
        read_data_set(root)


@pytest.mark.parametrize(
    ("runs", "words"),
    [("36 1", "leaves"), ("35 2", "leaves"), ("0 1", "leaves"), ("1 0", "leaves"),
     ("1 x", "whole numbers"), ("1", "no length"), ("1 99999999999999999999", "whole numbers"),
     ("9223372036854775807 9223372036854775807", "leaves")],
)  # fmt: skip
def test_runs_that_leave_the_image_are_refused(runs, words, tmp_path):
    root = make("severstal", tmp_path / "data")
    layouts.text(root / "train.csv", "ImageId,ClassId,EncodedPixels", f"a.jpg,1,{runs}")
    labels = read_data_set(root).labels
    with pytest.raises(DataError, match=f"line 2: .*{words}"):
        labels.read("train_images/a.jpg")


def test_dagm_without_its_table_goes_by_the_masks(tmp_path):
    root = make("dagm", tmp_path / "data")
    for table in root.rglob("Labels.txt"):
        table.unlink()
    assert read_data_set(root).counts() == {"class2": 2, "class10": 2}
    one = read_data_set(root / "Class10")
    assert (one.layout, one.counts()) == ("dagm", {"class10": 2})
    assert {name: len(ids) for name, ids in one.splits.items()} == {"train": 2, "test": 2}


def test_masks_that_are_missing_are_counted(tmp_path):
    root = make("mvtec", tmp_path / "data")
    (root / "ground_truth/crack/001_mask.png").unlink()
    found = read_data_set(root)
    assert found.notes == ("Images without a mask: 1.",)
    assert "test/crack/001.png" not in found.labels.names


@pytest.mark.parametrize("high", [1, 255])
def test_masks_of_one_class_are_read_whatever_their_white_is(high, tmp_path):
    root = make("kolektor", tmp_path / "data")
    pixels = np.zeros(SIZE, np.uint8)
    pixels[0] = high
    Image.fromarray(pixels).save(root / "train/10000_GT.png")
    found = read_data_set(root)
    assert found.counts() == {"defect": 3}
    assert (found.labels.read("train/10000.png").mask == pixels // high).all()


def test_layouts_have_names_of_their_own_and_never_raise_when_asked(tmp_path):
    assert all(layout.name == name for name, layout in LAYOUTS.items())
    (tmp_path / "train.csv").mkdir()
    nothing = Listing(tmp_path / "gone")
    assert [each.name for each in LAYOUTS.values() if each.matches(nothing)] == ["folder"]
    assert replace(read_data_set(make("mtd", tmp_path / "m")), notes=()).exclude


# ---- real data -------------------------------------------------------------------------------


@pytest.mark.shared_data
def test_magnetic_tiles(shared_data):
    found = read_data_set(shared_data / "mtd_sample")
    assert (found.layout, len(found.ids), found.defect_free) == ("mtd", 72, 12)
    assert found.counts() == dict.fromkeys(("Blowhole", "Break", "Crack", "Fray", "Uneven"), 12)
    assert len(found.labels.names) == 72
    shown = {name: set(np.unique(found.labels.read(name).mask)) for name in found.labels.names}
    for image, values in shown.items():
        folder = image.split("/")[0].removeprefix("MT_")
        wanted = {0} if folder == "Free" else {0, found.classes.index(folder) + 1}
        assert values == wanted, image


@pytest.mark.shared_data
def test_neu_seg_with_tags_in_a_table(shared_data):
    found = read_data_set(shared_data / "neu_seg")
    assert (found.layout, len(found.ids)) == ("stac", 3630)
    assert found.counts() == {"inclusion": 1460, "patches": 1448, "scratches": 1429}
    assert {name: len(ids) for name, ids in found.splits.items()} == {
        "dev": 150, "fix": 100, "report": 150, "train": 3330,
    }  # fmt: skip
    assert len(found.labels.names) == 300


@pytest.mark.shared_data
def test_authors_results(shared_data):
    found = read_data_set(shared_data / "reference_maps")
    assert (found.layout, len(found.ids), len(found.labels.names)) == ("stac", 24, 24)
    assert found.counts() == {"class1": 12, "class2": 6, "class3": 13}
    assert found.maps == (shared_data / "reference_maps" / "npy-patchcam").resolve()


def test_link_to_nowhere_is_no_image(tmp_path):
    root = make("mtd", tmp_path / "data")
    (root / "MT_Break/Imgs/lost.jpg").symlink_to(tmp_path / "gone.jpg")
    assert len(read_data_set(root).ids) == 5
    shutil.rmtree(root)


@pytest.mark.parametrize("names", [None, ["dent", "pore", "rust"]])
def test_own_masks_in_vocs_folders_are_no_aeroplanes(tmp_path, names):
    for number in range(2):
        layouts.picture(tmp_path / f"JPEGImages/{number}.jpg")
        layouts.mask(tmp_path / f"SegmentationClass/{number}.png", number + 1, palette=True)
    found = read_data_set(tmp_path, "voc", ReadOptions(names))
    assert found.classes == tuple(names or ("class1", "class2"))
    assert [each for each, shown in found.tags["1.jpg"].items() if shown] == [found.classes[1]]
    assert found.labels.classes == found.classes
    assert ("The files do not name the classes: please name them." in found.notes) == (not names)
    assert found.labels.read_fitting("1.jpg", SIZE).mask[1, 2] == 2


@pytest.mark.parametrize("names", [None, ["dent"]])
def test_masks_of_0_and_255_beside_images_mark_the_one_class(tmp_path, names):
    for number, value in enumerate((255, 255, 0)):
        layouts.picture(tmp_path / f"images/{number}.jpg")
        layouts.mask(tmp_path / f"masks/{number}.png", value)
    found = read_data_set(tmp_path, options=ReadOptions(names))
    assert found.classes == tuple(names or ["class1"])
    assert found.counts() == {found.classes[0]: 2}
    assert found.labels.read_fitting("0.jpg", SIZE).mask[1, 2] == 1
    layouts.mask(tmp_path / "masks/0.png", 2)  # with another class 255 is what does not count
    found = read_data_set(tmp_path)
    assert found.counts() == {"class1": 0, "class2": 1}
    assert found.labels.read_fitting("1.jpg", SIZE).mask[1, 2] == 255


def test_pictures_in_annotations_are_masks_not_images(tmp_path):
    for number in range(2):
        layouts.picture(tmp_path / f"images/{number}.jpg")
        layouts.mask(tmp_path / f"annotations/{number}.png", number + 1)
    found = read_data_set(tmp_path)
    assert (found.layout, found.ids, len(found.labels.names)) == ("stac", ("0.jpg", "1.jpg"), 2)
    assert found.counts() == {"class1": 1, "class2": 1}
    shutil.rmtree(tmp_path / "annotations")
    layouts.text(tmp_path / "annotations/all.json", "{}")  # of COCO
    assert read_data_set(tmp_path).layout == "folder"
