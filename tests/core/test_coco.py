"""COCO: what pycocotools reads of our files, and what we read of other programs' files."""

from __future__ import annotations

import contextlib
import io
import json

import numpy as np
import pytest
from pycocotools.coco import COCO

from core.test_label_formats import CLASSES, IDS, write
from stac_core.errors import DataError
from stac_core.formats.registry import detect_format, open_labels


def coco_with(path):
    with contextlib.redirect_stdout(io.StringIO()):  # it talks
        return COCO(str(path))


def saved(folder, content, name="annotations/instances_default.json"):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def content(*annotations, images=None, categories=None):
    return {
        "images": images
        or [{"id": 7, "file_name": "sub dir\\bild ü.png", "width": 6, "height": 4}],
        "annotations": [
            {"id": number, "image_id": 7, "category_id": 30, "iscrowd": 0, **each}
            for number, each in enumerate(annotations)
        ],
        "categories": categories or [
            {"id": 30, "name": "pit", "supercategory": "defect"},
            {"id": 4, "name": "scratch", "supercategory": "defect"},
        ],
    }  # fmt: skip


def mask_of(folder, name="sub dir/bild ü.png"):
    return open_labels(folder).read(name)


BOX = [1, 1, 4, 1, 4, 3, 1, 3]
TEXT = "5220007"
BOX_PIXELS = [[0, 0, 0, 0, 0, 0], [0, 2, 2, 2, 0, 0], [0, 2, 2, 2, 0, 0], [0, 0, 0, 0, 0, 0]]


# ---- what we write -----------------------------------------------------------------------


@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
@pytest.mark.parametrize("polygons", [False, True])
def test_pycocotools_finds_the_same_pixels(polygons, tmp_path, rng):
    mask = rng.choice(np.array([0, 0, 1, 1, 2, 3], np.uint8), (40, 31))
    mask[5:20, 5:25], mask[8:16, 9:20], mask[11:13, 13:15] = 3, 0, 3
    write("coco", tmp_path / "out", {IDS[0]: mask, IDS[1]: mask.T.copy()}, polygons=polygons)
    loaded = coco_with(tmp_path / "out/annotations/instances_train.json")
    assert [each["name"] for each in loaded.loadCats(loaded.getCatIds())] == list(CLASSES)
    (entry,) = loaded.imgs.values()
    assert entry["file_name"] == IDS[0]
    assert (tmp_path / "out/images" / IDS[0]).is_file()
    back = np.zeros(mask.shape, np.uint8)
    for annotation in loaded.loadAnns(loaded.getAnnIds(imgIds=entry["id"])):
        pixels = loaded.annToMask(annotation).astype(bool)
        assert annotation["area"] == pixels.sum()
        y, x = np.nonzero(pixels)
        corner = [x.min(), y.min()]
        assert annotation["bbox"] == [*corner, x.max() + 1 - corner[0], y.max() + 1 - corner[1]]
        assert not back[pixels].any()
        back[pixels] = annotation["category_id"]
    np.testing.assert_array_equal(back, mask)


def test_every_part_is_an_annotation(tmp_path):
    mask = np.zeros((6, 9), np.uint8)
    mask[0, 0] = mask[1, 1] = mask[4, 4] = 1
    mask[0, 8], mask[5, 0] = 2, 255
    write("coco", tmp_path / "out", {IDS[0]: mask})
    loaded = coco_with(tmp_path / "out/annotations/instances_train.json")
    assert list(loaded.imgs) == [1]
    assert sorted(loaded.anns) == [1, 2, 3]
    areas = [(each["category_id"], each["area"]) for each in loaded.imgToAnns[1]]
    assert areas == [(1, 2), (1, 1), (2, 1)]


def test_ids_are_unique_over_the_splits_and_empty_images_are_listed(tmp_path):
    mask = np.ones((3, 3), np.uint8)
    write("coco", tmp_path / "out", {IDS[0]: mask, IDS[1]: mask, IDS[2]: mask * 0})
    folder = tmp_path / "out/annotations"
    train, val = (coco_with(folder / f"instances_{split}.json") for split in ("train", "val"))
    assert len({*train.imgs, *val.imgs}) == 3
    assert len({*train.anns, *val.anns}) == 2
    assert {each["file_name"] for each in train.imgs.values()} == {IDS[0], IDS[2]}
    assert sorted(path.name for path in folder.iterdir()) == [
        "instances_train.json", "instances_val.json",
    ]  # fmt: skip


# ---- what we read ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "segmentation",
    [
        [BOX],
        {"counts": [5, 2, 2, 2, 2, 2, 9], "size": [4, 6]},
        {"counts": TEXT, "size": [4, 6]},
    ],
    ids=["polygons", "list of runs", "text of runs"],
)
def test_each_way_to_give_pixels(segmentation, tmp_path):
    saved(tmp_path, content({"segmentation": segmentation}))
    labels = open_labels(tmp_path)
    assert labels.classes == ("scratch", "pit"), "in the order of their ids"
    assert labels.names == ("sub dir/bild ü.png",)
    assert labels.size(labels.names[0]) == (4, 6)
    assert labels.splits == {"default": labels.names}
    assert mask_of(tmp_path).mask.tolist() == BOX_PIXELS


def test_polygons_of_one_annotation_are_united_whatever_their_direction(tmp_path):
    backwards = [3, 0, 3, 4, 5, 4, 5, 0][::-1]
    backwards = [
        each for x, y in zip(backwards[1::2], backwards[::2], strict=True) for each in (x, y)
    ]
    saved(tmp_path, content({"segmentation": [BOX, backwards]}))
    mask = mask_of(tmp_path).mask
    assert mask[1].tolist() == [0, 2, 2, 2, 2, 0]


def test_later_annotations_win_and_disputed_pixels_are_counted(tmp_path):
    saved(
        tmp_path,
        content(
            {"segmentation": [BOX]}, {"segmentation": [[3, 0, 9, 0, 9, 2, 3, 2]], "category_id": 4}
        ),
    )
    labels = mask_of(tmp_path)
    assert labels.mask[1].tolist() == [0, 2, 2, 1, 1, 1]
    assert (labels.overlap, labels.outside) == (1, 1)


def test_background_category_is_no_class(tmp_path):
    categories = [{"id": 0, "name": "_background_"}, {"id": 30, "name": "pit"}]
    saved(tmp_path, content({"segmentation": [BOX]}, categories=categories))
    assert open_labels(tmp_path).classes == ("pit",)
    assert mask_of(tmp_path).mask.max() == 1


def test_classes_of_several_files_are_put_together_by_name(tmp_path):
    saved(tmp_path, content({"segmentation": [BOX]}), "annotations/instances_train.json")
    other = content(
        {"segmentation": [BOX], "category_id": 1},
        images=[{"id": 7, "file_name": "b.png", "width": 6, "height": 4}],
        categories=[{"id": 1, "name": "pit"}, {"id": 2, "name": "crack"}],
    )
    saved(tmp_path, other, "annotations/instances_val.json")
    saved(tmp_path, {"images": [{"file_name": "x"}]}, "annotations/captions_val.json")
    labels = open_labels(tmp_path)
    assert labels.classes == ("scratch", "pit", "crack")
    assert labels.splits == {"train": ("sub dir/bild ü.png",), "val": ("b.png",)}
    assert labels.read("b.png").mask.max() == 2


@pytest.mark.parametrize("name", ["labels.json", "sub/_annotations.coco.json"])
def test_files_at_other_places_are_found(name, tmp_path):
    path = saved(tmp_path, content({"segmentation": [BOX]}), name)
    for place in (tmp_path, path):
        assert detect_format(place).name == "coco"
        assert mask_of(place).mask.tolist() == BOX_PIXELS
    assert open_labels(path).splits == {}


def test_sizes_may_be_known_elsewhere(tmp_path):
    saved(tmp_path, content({"segmentation": [BOX]}, images=[{"id": 7, "file_name": "a.png"}]))
    labels = open_labels(tmp_path)
    assert labels.size("a.png") is None
    assert labels.read("a.png", (4, 6)).mask.tolist() == BOX_PIXELS
    with pytest.raises(DataError, match="no width and height"):
        labels.read("a.png")


def two_images(second):
    return [{"id": 7, "file_name": "a.png", "width": 6, "height": 4}, second]


@pytest.mark.parametrize(
    ("made", "said", "field"),
    [
        (content({"category_id": 5}), "is 5, which is no cat", "annotations[0].category_id"),
        (content({"image_id": 8}), "is 8, which is no image's id", "annotations[0].image_id"),
        (content({"bbox": [0, 0, 2, 2]}), "has a box but no segmentation", "annotations[0]"),
        (content({"segmentation": []}), "has a box but no segmentation", "annotations[0]"),
        (content({"segmentation": [[1, 2, 3]]}), "3 numbers", "annotations[0].segmentation[0]"),
        (content({"segmentation": [1, 2]}), "not a list", "annotations[0].segmentation[0]"),
        (content({"segmentation": 5}), "not an object", "annotations[0].segmentation"),
        (content(categories=[{"id": 1, "name": "a"}] * 2), "another category", "categories[1].id"),
        (content(images=two_images({"id": 7, "file_name": "b"})), "another image", "images[1]"),
        (content(images=two_images({"id": 8, "file_name": "a.png"})), "another image", "images[1]"),
        ({"images": [{"file_name": "a"}]}, "has no 'categories'", ""),
    ],
)  # fmt: skip
def test_damage_is_named(made, said, field, tmp_path):
    path = saved(tmp_path, made)
    with pytest.raises(DataError, match=said) as error:
        labels = open_labels(tmp_path, "coco")
        for name in labels.names:
            labels.read(name, (4, 6))
    assert error.value.where == (f"{path}, {field}" if field else str(path))


def test_an_image_in_two_files_is_refused(tmp_path):
    for split in ("train", "trainval"):
        saved(tmp_path, content(), f"annotations/instances_{split}.json")
    with pytest.raises(DataError, match="Choose one of the files"):
        open_labels(tmp_path)
