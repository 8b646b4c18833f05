"""Small data sets in every layout that is known, as their makers lay them out."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path


class Expected(NamedTuple):
    """What a data set made here should be read as.

    Attributes:
        make: Makes it in a folder.
        images: How many.
        counts: Class -> images tagged with it, in the order of the masks' values.
        free: Images known to have no defect.
        splits: Subset -> how many images.
        masks: How many images have a mask of their own, also an empty one.
        shown: Id of an image and the class of its mask's pixel (row 1, column 2).
    """

    make: Callable[[Path], None]
    images: int
    counts: dict[str, int]
    free: int = 0
    splits: Mapping[str, int] = MappingProxyType({})
    masks: int = 0
    shown: tuple[str, int] | None = None


SIZE = (5, 7)


def picture(path: Path) -> None:
    """A grey image."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(np.full(SIZE, 90, np.uint8)).save(path)


def mask(path: Path, value: int, *, palette: bool = False) -> None:
    """A mask with some pixels of a value; none for 0."""
    pixels = np.zeros(SIZE, np.uint8)
    pixels[1:3, 2:5] = value
    path.parent.mkdir(parents=True, exist_ok=True)
    image = Image.fromarray(pixels)
    if palette:
        image.putpalette(bytes(range(256)) * 3)
    image.save(path)


def text(path: Path, *lines: str) -> None:
    """A text file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def vectors(path: Path, table: dict[str, list[float]]) -> None:
    """The authors' tags."""
    path.parent.mkdir(parents=True, exist_ok=True)
    np.save(path, {k: np.array(v, np.float32) for k, v in table.items()}, allow_pickle=True)


def folder(root: Path) -> None:
    for name in ("a.png", "2024-05-01/b.jpg", "2024-05-02/c.bmp"):
        picture(root / name)


def class_folders(root: Path) -> None:
    for name in ("train/scratch/1.png", "train/good/1.png", "train/deep pit/2.png",
                 "test/scratch/3.png", "test/good/9.png"):  # fmt: skip
        picture(root / name)


def stac(root: Path) -> None:
    for number in range(4):
        picture(root / f"JPEGImages/00000{number}.jpg")
        picture(root / f"SALmapsALL/00000{number}.png")
        mask(root / f"SegmentationMASK/00000{number}.png", number % 3)
    tags = {f"00000{n}.jpg": [float(n % 3 == 1), float(n % 3 == 2)] for n in range(4)}
    vectors(root / "cls_labels_all_images.npy", tags)
    text(root / "labels.txt", "0 background", "1 inclusion", "2 patches")
    text(root / "train.txt", "000000", "000001")
    text(root / "val.txt", "000001")
    text(root / "test.txt", "000002", "000003", "000009")
    text(root / "README.txt", "This is no list of images.")
    (root / "npy-fused").mkdir()
    maps = {0: np.zeros(SIZE, np.float32)}
    np.save(root / "npy-fused/000001.npy", maps, allow_pickle=True)


def stac_flat(root: Path) -> None:
    for number in range(3):
        picture(root / f"images/{number}.jpg")
    mask(root / "val_masks/1.png", 2)
    text(root / "tags.csv", "image,inclusion,patches", "0.jpg,1,0", "1.jpg,0,1", "2.jpg,0,0")
    text(root / "train.txt", "0", "2")


def neu_seg(root: Path) -> None:
    for subset, numbers in (("training", (201, 202, 203)), ("test", (601,))):
        for number in numbers:
            picture(root / f"images/{subset}/000{number}.jpg")
            mask(root / f"annotations/{subset}/000{number}.png", number % 4)


def mtd(root: Path) -> None:
    for name, values in (("Free", (0, 0)), ("Break", (255, 255)), ("Blowhole", (255,))):
        for number, value in enumerate(values):
            picture(root / f"MT_{name}/Imgs/exp{number}.jpg")
            mask(root / f"MT_{name}/Imgs/exp{number}.png", value)
    # soft edges, as the real ones have
    path = root / "MT_Break/Imgs/exp0.png"
    pixels = np.array(Image.open(path))
    pixels[0, :] = 60
    Image.fromarray(pixels).save(path)


def dagm(root: Path) -> None:
    for name in ("Class2", "Class10"):
        for subset in ("Train", "Test"):
            here = root / name / subset
            for number in (1, 2):
                picture(here / f"000{number}.PNG")
            mask(here / "Label/0001_label.PNG", 255)
            text(here / "Label/Labels.txt", "1", "1\t1\t0001.PNG\t0\t0001_label.PNG",
                 "2\t0\t0002.PNG\t0\t0")  # fmt: skip


def mvtec(root: Path) -> None:
    for name in ("train/good/000.png", "test/good/000.png", "test/crack/000.png",
                 "test/crack/001.png", "test/poke/000.png"):  # fmt: skip
        picture(root / name)
    for name in ("crack/000", "crack/001", "poke/000"):
        mask(root / f"ground_truth/{name}_mask.png", 255)


def mvtec_categories(root: Path) -> None:
    mvtec(root / "pill")
    mvtec(root / "tile")


def kolektor(root: Path) -> None:
    for name, value in (("train/10000", 0), ("train/10001", 255), ("test/20000", 255)):
        picture(root / f"{name}.png")
        mask(root / f"{name}_GT.png", value)


def severstal(root: Path) -> None:
    for name in ("train_images/a.jpg", "train_images/b.jpg", "test_images/c.jpg"):
        picture(root / name)
    # rows 1 and 2 of columns 2 to 4, counted from 1 down each column of 5
    text(root / "train.csv", "ImageId,ClassId,EncodedPixels", "a.jpg,3,12 2 17 2 22 2",
         "a.jpg,1,1 1")  # fmt: skip


def severstal_first(root: Path) -> None:
    severstal(root)
    rows = [f"{name}.jpg_{number}," for name in "ab" for number in (1, 2, 3, 4)]
    rows[2] += "12 2 17 2 22 2"
    text(root / "train.csv", "ImageId_ClassId,EncodedPixels", *rows)


def voc(root: Path) -> None:
    for number, name in ((1, "bird"), (2, "bird"), (3, "tvmonitor")):
        stem = f"2007_00000{number}"
        picture(root / f"JPEGImages/{stem}.jpg")
        text(root / f"Annotations/{stem}.xml",
             f"<annotation><object><name>{name}</name></object></annotation>")  # fmt: skip
    mask(root / "SegmentationClass/2007_000001.png", 3, palette=True)
    text(root / "ImageSets/Segmentation/train.txt", "2007_000001")
    # as lists of weakly supervised work do, it names images without a mask
    text(root / "ImageSets/Segmentation/train_aug.txt", "2007_000001", "2007_000002")


_MVTEC = ("crack", "poke")
EXPECTED: dict[str, tuple[str, Expected]] = {
    "folder": ("folder", Expected(folder, 3, {"defect": 0})),
    "class-folders": ("class-folders", Expected(
        class_folders, 5, {"scratch": 2, "deep pit": 1}, 2, {"train": 3, "test": 2})),
    "stac": ("stac", Expected(
        stac, 4, {"inclusion": 1, "patches": 1}, 2, {"train": 2, "val": 1, "test": 2}, 4,
        ("000002.jpg", 2))),
    "stac-flat": ("stac", Expected(
        stac_flat, 3, {"inclusion": 1, "patches": 1}, 1, {"train": 2}, 1, ("1.jpg", 2))),
    "neu-seg": ("neu-seg", Expected(
        neu_seg, 4, {"inclusion": 2, "patches": 1, "scratches": 1}, 0,
        {"train": 3, "test": 1}, 4, ("training/000203.jpg", 3))),
    "mtd": ("mtd", Expected(
        mtd, 5, {"Blowhole": 1, "Break": 2}, 2, {}, 5, ("MT_Break/Imgs/exp0.jpg", 2))),
    "dagm": ("dagm", Expected(
        dagm, 8, {"class2": 2, "class10": 2}, 4, {"train": 4, "test": 4}, 8,
        ("Class10/Test/0001.PNG", 2))),
    "mvtec": ("mvtec", Expected(
        mvtec, 5, dict(zip(_MVTEC, (2, 1), strict=True)), 2, {"train": 1, "test": 4}, 5,
        ("test/poke/000.png", 2))),
    "mvtec-categories": ("mvtec", Expected(
        mvtec_categories, 10, {"pill_crack": 2, "pill_poke": 1, "tile_crack": 2, "tile_poke": 1},
        4, {"train": 2, "test": 8}, 10, ("tile/test/poke/000.png", 4))),
    "kolektor": ("kolektor", Expected(
        kolektor, 3, {"defect": 2}, 1, {"train": 2, "test": 1}, 3, ("test/20000.png", 1))),
    "severstal": ("severstal", Expected(
        severstal, 3, {"class1": 1, "class2": 0, "class3": 1, "class4": 0}, 1,
        {"train": 2, "test": 1}, 2, ("train_images/a.jpg", 3))),
    "severstal-first": ("severstal", Expected(
        severstal_first, 3, {"class1": 0, "class2": 0, "class3": 1, "class4": 0}, 1,
        {"train": 2, "test": 1}, 2, ("train_images/a.jpg", 3))),
}  # fmt: skip
"""Name -> layout, and what it should be read as; VOC, with its twenty classes, is tested apart."""
