"""MVTec AD: read as it is published, written so that anomaly detection programs read it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from stac_core.data.images import read_image
from stac_core.errors import DataError, ExportError
from stac_core.exporting.manifest import PROOF_FOLDER
from stac_core.exporting.run import ExportRequest, export_labels
from stac_core.formats.label_set import Limit, OpenOptions, OutImage, WritePlan
from stac_core.formats.mvtec import MvtecWriter
from stac_core.formats.registry import detect_format, open_labels
from stac_core.labels.store import open_store
from stac_core.types import ImageItem, ReviewStatus

CLASSES = ("scratch", "Fleck ü")
COLORS = ((230, 159, 0), (86, 180, 233))


def save(path, values):
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(np.asarray(values, np.uint8)).save(path)


def category(folder):
    """As published: two kinds of defects, good images, one defect image that nobody marked."""
    image, mask = np.full((3, 4, 3), 90), np.zeros((3, 4))
    mask[1, 1:3] = 255
    for name in ("train/good/000", "test/good/000", "test/bent/000", "test/bent/001"):
        save(folder / f"{name}.png", image)
    save(folder / "test/combined/000.png", image)
    save(folder / "ground_truth/bent/000_mask.png", mask)
    save(folder / "ground_truth/combined/000_mask.png", 255 - mask)
    return mask


def test_published_category_is_read(tmp_path):
    mask = category(tmp_path)
    labels = open_labels(tmp_path)
    assert detect_format(tmp_path).name == "mvtec"
    assert labels.classes == ("bent", "combined")
    assert set(labels.names) == {
        "train/good/000", "test/good/000", "test/bent/000", "test/combined/000",
    }  # fmt: skip
    assert labels.splits["train"] == ("train/good/000",)
    assert labels.read("test/bent/000").mask.tolist() == (mask / 255).tolist()
    assert set(labels.read("test/combined/000").mask.ravel()) == {0, 2}
    assert not labels.read_fitting("train/good/000", (3, 4)).mask.any()
    with pytest.raises(DataError, match="test/good/000 are 3 x 4 pixels"):
        labels.read_fitting("test/good/000", (4, 4))


def test_folder_of_categories_is_read_with_the_known_classes_first(tmp_path):
    category(tmp_path / "bottle")
    category(tmp_path / "wood plank")
    labels = open_labels(tmp_path, options=OpenOptions(["hole", "bent"]))
    assert labels.classes == ("hole", "bent", "combined")
    assert "wood plank/test/bent/000" in labels.names
    assert set(labels.read("bottle/test/bent/000").mask.ravel()) == {0, 2}


@pytest.fixture
def exported(tmp_path):
    """An export of images in several folders, formats and with all that can be in a mask."""
    with open_store(tmp_path / "project", list(CLASSES)) as store:
        items = []
        masks = {
            "a.jpg": {1: 1}, "a1.png": {1: 1}, "line 2/a.png": {2: 2},
            "line 2/böse.tif": {0: 1, 3: 2},
            "b.png": {}, "c.png": {}, "d.png": {1: 255}, "e.png": {1: 1, 2: 255},
        }  # fmt: skip
        for image_id, columns in masks.items():
            path = tmp_path / "images" / image_id
            path.parent.mkdir(parents=True, exist_ok=True)
            pixels = np.arange(20, dtype=np.uint8).reshape(4, 5)
            deep = image_id.endswith(".tif")
            Image.fromarray(pixels.astype(np.uint16) * 1000 if deep else pixels).save(path)
            mask = np.zeros((4, 5), np.uint8)
            for column, value in columns.items():
                mask[1:3, column] = value
            store.save(
                image_id, status=ReviewStatus.ACCEPTED, mask=mask, origin="person",
                source={}, pixels_changed=0, seconds=0.0, who="Ada",
            )  # fmt: skip
            items.append(ImageItem(image_id, path))
        request = ExportRequest(
            tmp_path / "out", "mvtec", [ReviewStatus.ACCEPTED], subsets={"c.png": "val"}
        )
        report = export_labels(store, items, COLORS, request)
    return tmp_path / "out", report


def test_export_has_the_layout(exported):
    out, _ = exported
    files = {
        path.relative_to(out).as_posix()
        for path in out.rglob("*")
        if path.is_file() and path.parent.name != PROOF_FOLDER
    }
    assert files == {
        "train/good/004_b.png",
        "test/good/005_c.png",
        "test/good/006_d.png",
        "test/scratch/000_a.png",
        "test/scratch/001_a1.png",
        "test/scratch/007_e.png",
        "test/Fleck ü/002_line 2_a.png",
        "test/combined/003_line 2_böse.png",
        "ground_truth/scratch/000_a_mask.png",
        "ground_truth/scratch/001_a1_mask.png",
        "ground_truth/scratch/007_e_mask.png",
        "ground_truth/Fleck ü/002_line 2_a_mask.png",
        "ground_truth/combined/003_line 2_böse_mask.png",
    }
    assert np.unique(read_image(out / "ground_truth/scratch/000_a_mask.png")).tolist() == [0, 255]


def test_images_keep_their_depth(exported):
    out, _ = exported
    deep = read_image(out / "test/combined/003_line 2_böse.png")
    assert (deep.dtype, deep[3, 4]) == (np.uint16, 19_000)
    assert read_image(out / "test/scratch/000_a.png").dtype == np.uint8
    source = out.parent / "images/a1.png"
    assert (out / "test/scratch/001_a1.png").read_bytes() == source.read_bytes()


def test_masks_go_with_their_images_when_paired_by_order(exported):
    """As anomalib does it: three folders deep, sorted, paired, the name within the mask's."""
    out, _ = exported
    samples = sorted(path.relative_to(out).parts for path in out.glob("**/*.png"))
    assert all(len(parts) == 3 for parts in samples)
    images = [parts for parts in samples if parts[0] == "test" and parts[1] != "good"]
    masks = [parts for parts in samples if parts[0] == "ground_truth"]
    assert len(images) == len(masks) == 5
    for (_, defect, image), (_, of, mask) in zip(images, masks, strict=True):
        assert defect == of
        assert Path(image).stem in Path(mask).stem
        assert mask == f"{Path(image).stem}_mask.png"


def test_certificate_says_which_classes_and_ignored_pixels_are_lost(exported):
    _, report = exported
    lost = {proof.image_id: proof.lost for proof in report.certificate.inexact}
    assert lost == {
        "line 2/böse.tif": {Limit.CLASSES: 4},
        "d.png": {Limit.IGNORE: 2},
        "e.png": {Limit.IGNORE: 2},
    }


@pytest.mark.parametrize("classes", [("Good", "b"), ("a*", "A?")])
def test_class_that_cannot_have_a_folder_is_an_error(tmp_path, classes):
    with pytest.raises(ExportError, match="Give it another name"):
        MvtecWriter(WritePlan(tmp_path, classes, COLORS, ()))


def test_class_whose_name_no_folder_can_have_comes_back(tmp_path):
    classes = ("cut <2 mm?", "b")
    save(tmp_path / "a.png", np.zeros((2, 2)))
    image = OutImage("a.png", tmp_path / "a.png", "train")
    out = tmp_path / "out"
    writer = MvtecWriter(WritePlan(out, classes, COLORS, (image,)))
    writer.add(image, np.ones((2, 2), np.uint8))
    writer.copy_image(image)
    writer.finish([image])
    assert (out / "test/cut _2 mm_/a.png").is_file()
    labels = open_labels(out, options=OpenOptions(classes))
    assert labels.classes == classes
    assert labels.read(writer.name_of(image)).mask.all()


def test_float_images_cannot_be_exported(tmp_path):
    Image.fromarray(np.zeros((2, 2), np.float32)).save(tmp_path / "a.tif")
    image = OutImage("a.tif", tmp_path / "a.tif", "train")
    writer = MvtecWriter(WritePlan(tmp_path / "out", CLASSES, COLORS, (image,)))
    writer.add(image, np.ones((2, 2), np.uint8))
    with pytest.raises(DataError, match=r"a\.tif: holds fractions"):
        writer.copy_image(image)


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (["b", "a"], ["b", "a"]),
        (["a", "a1"], ["000_a", "001_a1"]),  # a_mask.png comes after a1_mask.png
        (["x/a", "x_a"], ["000_x_a", "001_x_a"]),
        (["a", "A"], ["000_a", "001_A"]),  # one file where capital letters do not count
    ],
)
def test_images_keep_their_names_where_readers_pair_them_rightly(tmp_path, keys, expected):
    images = tuple(OutImage(f"{key}.png", tmp_path / f"{key}.png", "test") for key in keys)
    writer = MvtecWriter(WritePlan(tmp_path, ("cut",), COLORS, images))
    for image in images:
        writer.add(image, np.ones((2, 2), np.uint8))
    assert [writer.name_of(image) for image in images] == [f"test/cut/{n}" for n in expected]
