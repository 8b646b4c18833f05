"""Every label format: what is written comes back, and damaged files end in our own errors only."""

from __future__ import annotations

from pathlib import Path

import hypothesis.extra.numpy as arrays
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from stac_core.errors import DataError
from stac_core.exporting.certificate import compare
from stac_core.formats.label_set import OpenOptions, OutImage, WritePlan
from stac_core.formats.registry import detect_format, open_labels, readable, writable

CLASSES = ("scratch", "Fleck ü", "pit")
COLORS = ((230, 159, 0), (86, 180, 233), (0, 158, 115))
IDS = ("a.png", "line 2/böse datei.v2.png", "line 3/a.png")

WRITABLE = [each.name for each in writable()]
POLYGONS = [each.name for each in writable() if each.polygon_limits is not None]
BOTH = [each.name for each in writable() if each.open is not None]

quick = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def masks(most: int = 11) -> st.SearchStrategy[np.ndarray]:
    """Small masks with every label, in every shape."""
    labels = st.sampled_from([0, 0, 0, 1, 1, 2, 3, 255])
    return arrays.arrays(np.uint8, st.tuples(*[st.integers(1, most)] * 2), elements=labels)


def write(name, folder: Path, made, *, polygons=False, images=True):
    """Masks in a format.

    Args:
        made: Image id -> mask.
        images: Whether the image files lie beside the labels.
    """
    chosen = next(each for each in writable() if each.name == name)
    sources = folder.parent / f"{folder.name} images"
    out = []
    for place, (image_id, mask) in enumerate(made.items()):
        path = sources / image_id
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(np.zeros_like(mask)).save(path)
        out.append(OutImage(image_id, path, "val" if place == 1 else "train"))
    folder.mkdir()
    writer = chosen.writer(WritePlan(folder, CLASSES, COLORS, tuple(out), images, polygons))
    for image in out:
        writer.add(image, made[image.id])
        if images or writer.needs_images:
            writer.copy_image(image)
    writer.finish(out)
    return {image.id: writer.name_of(image) for image in out}


def read(labels, name, size):
    """A mask whose values are those of `CLASSES`; 254 is a class that is none of them."""
    table = np.arange(256, dtype=np.uint8)
    for value, each in enumerate(labels.classes, start=1):
        table[value] = CLASSES.index(each) + 1 if each in CLASSES else 254
    return table[labels.read_fitting(name, size).mask]


@pytest.fixture
def fresh(tmp_path):
    """A new folder at each call."""
    count = iter(range(10_000))
    return lambda: tmp_path / f"export {next(count)}"


@pytest.mark.parametrize("name", BOTH)
@given(first=masks(), second=masks())
@quick
def test_what_is_written_comes_back(name, fresh, first, second):
    made = dict(zip(IDS, (first, second, first), strict=True))
    folder = fresh()
    names = write(name, folder, made)
    labels = open_labels(folder, name, OpenOptions(CLASSES))
    limits = next(each.limits for each in writable() if each.name == name)
    assert set(names.values()) <= set(labels.names)
    for image_id, mask in made.items():
        back = read(labels, names[image_id], mask.shape)
        assert set(compare(image_id, mask, back).lost) <= limits


@pytest.mark.parametrize("name", POLYGONS)
@given(mask=masks())
@quick
def test_outlines_lose_only_what_is_said(name, fresh, mask):
    folder = fresh()
    names = write(name, folder, {IDS[0]: mask}, polygons=True)
    chosen = next(each for each in writable() if each.name == name)
    labels = open_labels(folder, name, OpenOptions(CLASSES))
    back = read(labels, names[IDS[0]], mask.shape)
    assert set(compare("a", mask, back).lost) <= chosen.limits | chosen.polygon_limits


@pytest.mark.parametrize("name", BOTH)
@pytest.mark.parametrize("images", [False, True])
def test_format_is_recognised(name, images, tmp_path):
    mask = np.zeros((6, 9), np.uint8)
    mask[1:4, 2:7] = 2
    write(name, tmp_path / "out", {IDS[0]: mask, IDS[1]: mask}, images=images)
    assert detect_format(tmp_path / "out").name == name


@pytest.mark.parametrize("name", BOTH)
def test_splits_come_back(name, tmp_path):
    mask = np.eye(5, dtype=np.uint8)
    names = write(name, tmp_path / "out", dict.fromkeys(IDS, mask))
    splits = open_labels(tmp_path / "out", name, OpenOptions(CLASSES)).splits
    if splits and name not in OTHER_SPLITS:  # not every format has them
        assert set(splits["val"]) == {names[IDS[1]]}
        assert set(splits["train"]) == {names[IDS[0]], names[IDS[2]]}


OTHER_SPLITS = {"mvtec"}
"""Formats that split images in a way of their own."""


@pytest.mark.parametrize("name", BOTH)
@pytest.mark.parametrize("shape", [(2, 65_535), (65_535, 2)])
def test_very_long_sides(name, shape, tmp_path):
    mask = np.zeros(shape, np.uint8)
    mask[0, 0] = mask[-1, -1] = 1
    mask[shape[0] // 2 :, shape[1] // 2 :] = 3
    names = write(name, tmp_path / "out", {IDS[0]: mask})
    labels = open_labels(tmp_path / "out", name, OpenOptions(CLASSES))
    back = read(labels, names[IDS[0]], shape)
    limits = next(each.limits for each in writable() if each.name == name)
    assert set(compare("a", mask, back).lost) <= limits


@pytest.mark.parametrize("name", BOTH)
def test_masks_one_row_too_large_are_refused(name, tmp_path):
    mask = np.zeros((7, 5), np.uint8)
    mask[2:5, 1:4] = 1
    names = write(name, tmp_path / "out", {IDS[0]: mask})
    labels = open_labels(tmp_path / "out", name, OpenOptions(CLASSES))
    stated = labels.size(names[IDS[0]])
    if stated is None and name in SIZELESS:
        return
    with pytest.raises(DataError) as error:
        labels.read_fitting(names[IDS[0]], (6, 5))
    assert str(tmp_path / "out") in str(error.value)


SIZELESS: set[str] = set()
"""Formats whose labels fit an image of any size."""


@pytest.mark.parametrize("name", BOTH)
@given(data=st.data())
@settings(quick, max_examples=60)
def test_damaged_files_end_in_our_errors(name, fresh, data):
    mask = np.zeros((6, 8), np.uint8)
    mask[1:5, 1:4], mask[2, 2], mask[0, 7] = 1, 0, 3
    folder = fresh()
    write(name, folder, {IDS[0]: mask, IDS[1]: mask})
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    path = data.draw(st.sampled_from(files))
    content = bytearray(path.read_bytes())
    places = st.integers(0, max(len(content) - 1, 0))
    if data.draw(st.booleans()):
        del content[data.draw(places) :]
    elif content:
        for _ in range(data.draw(st.integers(1, 6))):
            content[data.draw(places)] = data.draw(st.integers(0, 255))
    path.write_bytes(bytes(content))
    try:
        labels = open_labels(folder, name, OpenOptions(CLASSES))
        for each in labels.names:
            labels.read_fitting(each, mask.shape)
    except DataError as error:
        assert error.where, error


@pytest.mark.parametrize("each", readable(), ids=lambda each: each.name)
def test_nothing_there_is_an_error_with_a_name(each, tmp_path):
    with pytest.raises(DataError, match="no such"):
        open_labels(tmp_path / "gone", each.name)
    (tmp_path / "empty").mkdir()
    assert not each.looks_like(tmp_path / "empty")
    with pytest.raises(DataError, match="empty"):
        open_labels(tmp_path / "empty", each.name, OpenOptions(CLASSES))


def test_unknown_files_are_in_no_format(tmp_path):
    (tmp_path / "notes.txt").write_text("hello")
    with pytest.raises(DataError, match="no known format"):
        detect_format(tmp_path)
