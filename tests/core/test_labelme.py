"""Files of labelme: written by hand as it writes them, and ours as it reads them."""

from __future__ import annotations

import base64
import io
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from stac_core.errors import DataError
from stac_core.formats.label_set import OpenOptions, OutImage, WritePlan
from stac_core.formats.labelme import FORMAT, LabelmeWriter

OPTIONS = OpenOptions()


def png(rows):
    buffer = io.BytesIO()
    Image.fromarray(np.array(rows, np.uint8)).save(buffer, "PNG")
    return base64.b64encode(buffer.getvalue()).decode()


def shape(label, points, kind="polygon", **more):
    return {
        "label": label,
        "points": points,
        "group_id": None,
        "description": "",
        "shape_type": kind,
        "flags": {},
        "mask": None,
        **more,
    }


def document(*shapes, **more):
    return {
        "version": "5.4.1",
        "flags": {"blurred": False},
        "shapes": list(shapes),
        "imagePath": "..\\images\\a.png",
        "imageData": None,
        "imageHeight": 6,
        "imageWidth": 8,
        **more,
    }


@pytest.fixture
def put(tmp_path):
    """Write a file of labelme; gives the folder."""

    def put(*shapes, name="a", **more):
        path = tmp_path / "labels" / f"{name}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(document(*shapes, **more), ensure_ascii=False), "utf-8")
        return tmp_path / "labels"

    return put


def mask_of(folder, name="a"):
    labels = FORMAT.open(folder, OPTIONS)
    found = labels.read_fitting(name, (6, 8))
    return {name: found.mask == value for value, name in enumerate(labels.classes, 1)}, found


def test_every_type_of_shape(put):
    folder = put(
        shape("Fleck ü", [[1.7, 1.2], [3, 1], [3, 2], [1, 2]]),
        shape("box", [[7, 5], [6.5, 4]], "rectangle"),
        shape("dot", [[1, 4], [1, 5]], "circle"),
        shape("mark", [[5, 0], [6, 1]], "mask", mask=png([[1, 0], [1, 1]])),
        shape("a way", [[0, 0], [5, 5]], "line"),
        shape("a place", [[0, 0]], "point"),
    )
    masks, found = mask_of(folder)
    assert list(masks) == ["Fleck ü", "box", "dot", "mark"]
    assert np.argwhere(masks["Fleck ü"]).tolist() == [[y, x] for y in (1, 2) for x in (1, 2, 3)]
    assert np.argwhere(masks["box"]).tolist() == [[4, 6], [4, 7], [5, 6], [5, 7]]
    assert masks["dot"][4, :3].all()
    assert masks["dot"][3:6, 1].all()
    assert np.argwhere(masks["mark"]).tolist() == [[0, 5], [1, 5], [1, 6]]
    assert (found.left_out, found.overlap, found.outside) == (2, 0, 0)


def test_later_shape_wins_and_names_that_are_no_class(put):
    square = [[1, 1], [4, 1], [4, 4], [1, 4]]
    folder = put(
        shape("pit", square),
        shape("scratch", [[3, 3], [5, 3], [5, 5], [3, 5]]),
        shape("_background_", [[2, 2]] * 3),
        shape("__ignore__", [[7, 0]] * 3),
    )
    masks, found = mask_of(folder)
    assert list(masks) == ["pit", "scratch"]
    assert masks["scratch"].sum() == 9
    assert masks["pit"].sum() == 16 - 4 - 1
    assert found.mask[2, 2] == 0
    assert found.mask[0, 7] == 255
    assert found.overlap == 4  # not the one that was cleared


def test_shapes_out_of_the_image_are_cut_and_counted(put):
    folder = put(
        shape("pit", [[5, 3], [20, 3], [20, 20], [5, 20]]),
        shape("pit", [[-3, 0], [-2, 1]], "mask", mask=png([[1, 1], [1, 1]])),
    )
    masks, found = mask_of(folder)
    assert np.argwhere(masks["pit"]).tolist() == [[y, x] for y in (3, 4, 5) for x in (5, 6, 7)]
    assert found.outside == 2


def test_mask_between_pixels_keeps_its_own_extent(put):
    whole = png([[1, 1, 1], [1, 1, 1]])
    folder = put(shape("pit", [[1.6, 2.4], [4.4, 3.6]], "mask", mask=whole))
    masks, _ = mask_of(folder)
    assert np.argwhere(masks["pit"]).tolist() == [[y, x] for y in (2, 3) for x in (2, 3, 4)]


def test_class_list_gives_the_order(put):
    folder = put(shape("b", [[1, 1]] * 3), shape("c", [[2, 1]] * 3))
    assert FORMAT.open(folder, OPTIONS).classes == ("b", "c")
    (folder / "labels.txt").write_text("__ignore__\n_background_\nc\na\n", "utf-8")
    assert FORMAT.open(folder, OPTIONS).classes == ("c", "a", "b")


def test_image_without_shapes_is_empty_and_old_files_have_polygons(put):
    old = {"label": "pit", "points": [[1, 1], [1, 1], [1, 1]]}
    folder = put(name="line 2/leer")
    put(old, name="alt", version="3.0.0")
    labels = FORMAT.open(folder, OPTIONS)
    assert labels.names == ("alt", "line 2/leer")
    assert not labels.read_fitting("line 2/leer", (6, 8)).mask.any()
    assert labels.read_fitting("alt", (6, 8)).mask.sum() == 1


def test_size_may_be_left_out(put):
    folder = put(shape("pit", [[1, 1]] * 3), imageHeight=None)
    labels = FORMAT.open(folder, OPTIONS)
    assert labels.size("a") is None
    assert labels.read_fitting("a", (6, 8)).mask[1, 1] == 1
    with pytest.raises(DataError, match="how large"):
        labels.read("a")


def test_one_file_can_be_opened(put):
    folder = put(shape("pit", [[1, 1]] * 3))
    assert FORMAT.looks_like(folder / "a.json")
    assert FORMAT.open(folder / "a.json", OPTIONS).names == ("a",)


def test_json_of_others_is_passed_over(put):
    folder = put(shape("pit", [[1, 1]] * 3), name="x")
    (folder / "manifest.json").write_text('{"version": 1, "files": {}}', "utf-8")
    assert FORMAT.looks_like(folder)
    assert FORMAT.open(folder, OPTIONS).names == ("x",)


def test_damaged_file_fails_alone(put):
    folder = put(shape("pit", [[1, 1]] * 3))
    (folder / "b.json").write_text('{"shapes": [', "utf-8")
    labels = FORMAT.open(folder, OPTIONS)
    assert labels.names == ("a", "b")
    labels.read_fitting("a", (6, 8))
    with pytest.raises(DataError, match=r"b\.json"):
        labels.read_fitting("b", (6, 8))


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        (shape("pit", [[1, 1], [2]]), r"shapes\[0\]\.points"),
        (shape("pit", [[1, "2"], [2, 3]]), r"shapes\[0\]\.points"),
        (shape("pit", [[1e300, 2]]), r"shapes\[0\]\.points: has a point farther"),
        (shape("pit", []), r"shapes\[0\]\.points"),
        (shape(" ", [[1, 1]]), r"shapes\[0\]\.label"),
        (shape("pit", [[1, 1]], "spline"), r"shapes\[0\]: is of a type"),
        (shape("pit", [[0, 0], [1, 1]], "mask"), r"shapes\[0\]: has no 'mask'"),
        (shape("pit", [[0, 0], [1, 1]], "mask", mask="a"), r"shapes\[0\]\.mask"),
        (shape("pit", [[0, 0], [1, 1]], "mask", mask="aGk="), r"shapes\[0\]\.mask"),
        (shape("pit", [[0, 0], [2, 1]], "mask", mask=png([[1, 1], [1, 1]])), r"2 x 2 pixels"),
    ],
)
def test_wrong_field_is_named(put, bad, field):
    folder = put(bad)
    with pytest.raises(DataError, match=field) as error:
        FORMAT.open(folder, OPTIONS).read_fitting("a", (6, 8))
    assert str(folder / "a.json") in str(error.value)


# ---- writing -----------------------------------------------------------------------------------


def written(tmp_path, mask, *, copy=False, polygons=False, image=None):
    path = image or tmp_path / "images" / "line 2" / "böse.v2.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(np.zeros_like(mask)).save(path)
    out = OutImage("line 2/böse.v2.png", path, "train")
    folder = tmp_path / ".out.tmp"
    folder.mkdir()
    plan = WritePlan(folder, ("pit", "Fleck ü"), ((1, 2, 3), (4, 5, 6)), (out,), copy, polygons)
    writer = LabelmeWriter(plan)
    writer.add(out, mask)
    if copy:
        writer.copy_image(out)
    writer.finish([out])
    return folder, json.loads((folder / "line 2" / "böse.v2.json").read_text("utf-8"))


MASK = np.zeros((5, 6), np.uint8)
MASK[1:4, 1:4], MASK[2, 2], MASK[0, 5], MASK[4, 4:] = 1, 0, 2, 255


def test_written_masks(tmp_path):
    folder, found = written(tmp_path, MASK)
    assert list(found) == [
        "version", "flags", "shapes", "imagePath", "imageData", "imageHeight", "imageWidth",
    ]  # fmt: skip
    assert (found["imageHeight"], found["imageWidth"], found["imageData"]) == (5, 6, None)
    assert [(each["label"], each["points"]) for each in found["shapes"]] == [
        ("pit", [[1, 1], [3, 3]]),
        ("Fleck ü", [[5, 0], [5, 0]]),
        ("__ignore__", [[4, 4], [5, 4]]),
    ]
    first = found["shapes"][0]
    assert list(first) == list(shape("", []))
    assert first["shape_type"] == "mask"
    crop = np.asarray(Image.open(io.BytesIO(base64.b64decode(first["mask"]))))
    assert crop.tolist() == [[1, 1, 1], [1, 0, 1], [1, 1, 1]]
    names = (folder / "labels.txt").read_text("utf-8").splitlines()
    assert names == ["__ignore__", "_background_", "pit", "Fleck ü"]


def test_written_polygons_have_holes_and_three_corners(tmp_path):
    _, found = written(tmp_path, MASK, polygons=True)
    assert [each["shape_type"] for each in found["shapes"]] == ["polygon"] * 3
    assert all(each["mask"] is None and len(each["points"]) >= 3 for each in found["shapes"])
    assert found["shapes"][1]["points"] == [[5, 0]] * 3


def test_text_is_as_labelme_writes_it(tmp_path):
    folder, found = written(tmp_path, MASK)
    text = (folder / "line 2" / "böse.v2.json").read_text("utf-8")
    assert text == json.dumps(found, ensure_ascii=False, indent=2)
    assert "Fleck ü" in text


def test_image_is_found_from_where_the_export_ends_up(tmp_path):
    folder, found = written(tmp_path, MASK)
    final = folder.rename(tmp_path / "out")
    assert found["imagePath"] == "../../images/line 2/böse.v2.png"
    assert (final / "line 2" / found["imagePath"]).is_file()


def test_image_is_found_behind_a_linked_folder(tmp_path):
    (tmp_path / "real" / "deep").mkdir(parents=True)
    (tmp_path / "short").symlink_to(tmp_path / "real" / "deep", target_is_directory=True)
    image = tmp_path / "images" / "böse.v2.png"
    folder, found = written(tmp_path / "short", MASK, image=image)
    assert (folder / "line 2" / found["imagePath"]).is_file()


def test_copied_image_lies_beside(tmp_path):
    folder, found = written(tmp_path, MASK, copy=True)
    assert found["imagePath"] == "böse.v2.png"
    assert (folder / "line 2" / "böse.v2.png").is_file()


def test_image_on_another_drive_has_its_whole_path(tmp_path, monkeypatch):
    def no_way(path, start):
        raise ValueError("path is on mount 'D:', start on mount 'C:'")

    monkeypatch.setattr("stac_core.formats.sidecars.os.path.relpath", no_way)
    _, found = written(tmp_path, MASK)
    assert Path(found["imagePath"]).is_absolute()
    assert "\\" not in found["imagePath"]
