"""Two label sets of different formats, class orders and names; what is counted in each image."""

from __future__ import annotations

import csv
import json
import shutil

import numpy as np
import pytest
from PIL import Image

from core.test_label_formats import BOTH, CLASSES, write
from stac_core import cli
from stac_core.errors import DataError
from stac_core.evaluation.counts import PixelCounts, sparse
from stac_core.evaluation.run import Request, compare, shapes_at
from stac_core.evaluation.sides import open_side, open_sides
from stac_core.formats import maps, mask_png
from stac_core.metrics_maps import CURVE
from stac_core.types import CamResult, Cancelled, CancelToken

SIZE = (12, 15)


@pytest.fixture
def masks(rng):
    return {f"line {n}/{n}": rng.integers(0, 3, SIZE, dtype=np.uint8) for n in range(5)}


def write_voc(folder, masks, classes):
    for name, mask in masks.items():
        mask_png.write_mask(folder / "SegmentationClass" / f"{name}.png", mask)
    (folder / "class_names.txt").write_text("\n".join(["background", *classes]) + "\n")
    return folder


def write_plain(folder, masks):
    for name, mask in masks.items():
        mask_png.write_mask(folder / f"{name}.png", mask)
    return folder


def write_maps(folder, masks, rng, classes=("scratch", "blob")):
    for name, mask in masks.items():
        cam = rng.random((2, *mask.shape), dtype=np.float32) * 0.6
        for index in range(2):
            cam[index][mask == index + 1] += 0.3
        result = CamResult(cam, np.ones(2, np.float32), np.ones(2, bool), classes)
        maps.write_cam(folder / f"{name}.npz", result)
    return folder


def test_classes_match_by_name_whatever_their_order(tmp_path, masks):
    truth = write_voc(tmp_path / "gt", masks, ["scratch", "blob"])
    swapped = {name: np.array([0, 2, 1], np.uint8)[mask] for name, mask in masks.items()}
    other = write_voc(tmp_path / "pred", swapped, ["Blob", "scratch"])
    found = compare(Request(*open_sides(other, truth)))
    assert found.classes == ("scratch", "blob")
    assert found.scores().miou == 1


def test_a_class_that_only_the_predictions_know_counts_as_wrong(tmp_path, masks):
    truth = write_voc(tmp_path / "gt", {"a": np.array([[0, 1, 1, 0]], np.uint8)}, ["scratch"])
    guess = {"a": np.array([[0, 2, 1, 0]], np.uint8)}
    found = compare(
        Request(*open_sides(write_voc(tmp_path / "p", guess, ["scratch", "dent"]), truth))
    )
    assert found.classes == ("scratch", "dent")
    np.testing.assert_allclose(found.scores().iou, [1, 0.5, 0])
    chosen = compare(Request(*open_sides(tmp_path / "p", truth), classes=["scratch"]))
    assert "dent count as background" in chosen.notes[0]
    np.testing.assert_allclose(chosen.scores().iou, [2 / 3, 0.5])


def test_no_class_in_common_is_refused(tmp_path, masks):
    truth = write_voc(tmp_path / "gt", masks, ["scratch", "blob"])
    other = write_voc(tmp_path / "pred", masks, ["x", "y"])
    with pytest.raises(DataError, match="x, y are none of scratch, blob"):
        compare(Request(*open_sides(other, truth)))
    # nor may all of a side count as background because nobody asked for its classes
    for asked, lost in ((["scratch", "blob"], "pred"), (["x", "y"], "gt"), (["z"], "pred")):
        sides = open_sides(other, truth, asked)
        with pytest.raises(DataError, match=f"are none of {', '.join(asked)}.*in --classes") as no:
            compare(Request(*sides, classes=asked))
        assert str(no.value.where).endswith(lost)


def test_numbers_take_the_names_of_the_other_side(tmp_path, masks):
    named, plain = write_voc(tmp_path / "v", masks, ["s", "b"]), write_plain(tmp_path / "p", masks)
    for sides in (open_sides(plain, named), open_sides(named, plain)):
        found = compare(Request(*sides))
        assert found.classes == ("s", "b")
        assert found.scores().miou == 1
    with pytest.raises(DataError, match="neither the predictions nor the masks name"):
        compare(Request(*open_sides(plain, plain)))


def test_a_folder_of_masks_may_say_what_its_values_are(tmp_path, masks):
    write_plain(tmp_path / "p", masks)
    (tmp_path / "p" / "class_names.txt").write_text("background\nb\ns\n")
    found = compare(Request(*open_sides(tmp_path / "p", write_voc(tmp_path / "v", masks, "sb"))))
    assert found.classes == ("s", "b")
    assert found.counts.confusion()[1, 1] == 0
    assert found.counts.confusion()[1, 2] == sum(int((mask == 1).sum()) for mask in masks.values())


def test_images_match_by_their_last_parts_and_clashes_are_named(tmp_path, masks):
    truth = write_plain(tmp_path / "gt", {"a/x": masks["line 0/0"], "b/x": masks["line 1/1"]})
    deeper = write_plain(
        tmp_path / "p", {"run/a/x": masks["line 0/0"], "run/b/x": masks["line 1/1"]}
    )
    sides = open_sides(deeper, truth)
    assert compare(Request(*sides, classes=["s", "b"])).scores().miou == 1
    flat = write_plain(tmp_path / "q", {"x": masks["line 0/0"]})
    with pytest.raises(DataError, match=r"x could be a/x or b/x"):
        compare(Request(*open_sides(flat, truth), classes=["s", "b"]))


def test_lenient_leaves_out_what_is_missing_and_open(tmp_path, masks):
    truth = write_plain(tmp_path / "gt", masks)
    guess = dict(masks)
    del guess["line 3/3"]
    guess["line 0/0"] = guess["line 0/0"].copy()
    guess["line 0/0"][0, :4] = 255
    sides = open_sides(write_plain(tmp_path / "p", guess), truth)
    with pytest.raises(DataError, match="no prediction for 1 of 5"):
        compare(Request(*sides, classes=["s", "b"]))
    found = compare(Request(*sides, classes=["s", "b"], lenient=True))
    assert found.missing == ("line 3/3",)
    assert found.notes == ("4 pixels that the predictions leave open count as background",)
    wrong = int((masks["line 0/0"][0, :4] != 0).sum())
    assert found.image_scores().wrong.tolist() == [wrong, 0, 0, 0]


def test_open_pixels_are_refused_where_the_mask_is_not_open(tmp_path, masks):
    guess = dict(masks) | {"line 0/0": np.full(SIZE, 255, np.uint8)}
    truth = write_plain(tmp_path / "gt", masks)
    sides = open_sides(write_plain(tmp_path / "p", guess), truth)
    with pytest.raises(DataError, match=r"0\.png: holds the value 255"):
        compare(Request(*sides, classes=["s", "b"]))


def test_counts_of_images_and_cells(rng):
    dense = rng.integers(0, 4, (6, 3, 3, 5))
    counts = PixelCounts(3, 4, [sparse(image) for image in dense])
    for at in range(4):
        tables = np.zeros((6, 3, 3), np.int64)
        for image, actual, winner, level in np.ndindex(dense.shape):
            predicted = winner if level > at else 0
            tables[image, actual, predicted] += dense[image, actual, winner, level]
        np.testing.assert_array_equal(counts.confusion(at), tables.sum(axis=0))
        hits, actual, predicted = counts.by_image(at)
        np.testing.assert_array_equal(hits, tables.diagonal(axis1=1, axis2=2))
        np.testing.assert_array_equal(actual, tables.sum(axis=2))
        np.testing.assert_array_equal(predicted, tables.sum(axis=1))
        np.testing.assert_array_equal(counts.pixels_of(1, 2, at), tables[:, 1, 2])
        np.testing.assert_array_equal(counts.pixels_of(2, 0, at), tables[:, 2, 0])


def test_a_curve_equals_one_comparison_for_each_threshold(tmp_path, masks, rng):
    truth = write_voc(tmp_path / "gt", masks, ["blob", "scratch"])  # another order than the maps
    sides = open_sides(write_maps(tmp_path / "p", masks, rng), truth)
    curve = compare(Request(*sides, thresholds=CURVE))
    for at, threshold in enumerate(CURVE):
        one = compare(Request(*sides, thresholds=(threshold,)))
        np.testing.assert_array_equal(one.counts.confusion(), curve.counts.confusion(at))
        again = shapes_at(Request(*sides, thresholds=CURVE), curve, at)
        np.testing.assert_array_equal(again.values, one.shapes.values)
        assert one.aupro == curve.aupro
    assert curve.best == np.argmax([curve.scores(at).miou for at in range(13)])
    assert curve.shapes.at == curve.best


def test_progress_and_cancel(tmp_path, masks, rng):
    truth = write_plain(tmp_path / "gt", masks)
    sides = open_sides(write_maps(tmp_path / "p", masks, rng), truth)
    told = []
    compare(Request(*sides, thresholds=CURVE), progress=lambda *step: told.append(step))
    assert told == [(done, 10) for done in range(1, 11)]
    token = CancelToken()

    def stop(done, total):
        token.cancel()

    with pytest.raises(Cancelled):
        compare(Request(*sides), progress=stop, cancel=token)


def test_table_and_json_of_the_command(tmp_path, masks, rng, capsys):
    truth = write_voc(tmp_path / "gt", masks, ["scratch", "blob"])
    guess = write_maps(tmp_path / "p", masks, rng)
    table, values = tmp_path / "t.csv", tmp_path / "v.json"
    arguments = ["evaluate", "--pred", str(guess), "--gt", str(truth), "--gt-format", "voc"]
    assert cli.main([*arguments, "--curve", "--table", str(table), "--json", str(values)]) == 0
    assert "boundary F1" in capsys.readouterr().out
    results = json.loads(values.read_text())
    best = max(results, key=lambda each: each["miou"])
    assert [each for each in results if "per_image" in each] == [best]
    assert best["regions"]["blob"]["actual"] >= best["regions"]["blob"]["found"] > 0
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["image"] for row in rows] == list(masks)
    for row, each in zip(rows, best["per_image"], strict=True):
        assert float(row["iou blob"]) == each["iou"]["blob"]
        assert int(row["wrong_pixels"]) == each["wrong_pixels"]
    assert cli.main([*arguments, "--pred-format", "nonsense"]) == 1
    error = capsys.readouterr().err
    assert "unknown format 'nonsense'" in error
    assert "maps, " in error


@pytest.mark.parametrize("name", BOTH)
def test_every_format_can_be_either_side(tmp_path, name):
    made = {}
    # the layout of MVTec AD has folders for defects only
    folders = ("", "", "") if name == "mvtec" else ("", "line 2/", "line 3/")
    for number, file in enumerate(("a.png", "böse datei.v2.png", "b.png")):
        image_id = folders[number] + file
        mask = np.zeros((40, 50), np.uint8)
        mask[8:30, 5 + number : 25] = number + 1
        made[image_id] = mask
    write(name, tmp_path / "own", made)
    write("voc", tmp_path / "voc", made)
    other = dict(made)
    other["a.png"] = np.roll(made["a.png"], 4, axis=1)
    write(name, tmp_path / "worse", other)
    own = tmp_path / "own"
    for sides in ((own, tmp_path / "voc"), (tmp_path / "voc", own), (own, own)):
        found = compare(Request(*open_sides(*sides, CLASSES, formats=_formats(sides, own, name))))
        assert len(found.names) == 3
        assert found.missing == found.extra == ()
        assert found.scores().miou > 0.9
    sides = (tmp_path / "worse", own)
    worse = compare(Request(*open_sides(*sides, CLASSES, formats=(name, name))))
    assert worse.scores().miou < 0.95
    assert worse.names[worse.worst()[0]].rpartition("/")[2].startswith("a")


def _formats(sides, own, name):
    return tuple(name if side == own else None for side in sides)


def test_maps_do_not_measure_and_files_of_two_kinds_are_refused(tmp_path, masks, rng):
    guess = write_maps(tmp_path / "p", masks, rng)
    with pytest.raises(DataError, match="heat maps, not masks"):
        compare(Request(open_side(guess), open_side(guess)))
    broken = maps.read_cam(guess / "line 1/1.npz")
    broken.cam[0, 3, 3] = np.nan
    maps.write_cam(guess / "line 1/1.npz", broken)
    truth = write_voc(tmp_path / "v", masks, ["scratch", "blob"])
    with pytest.raises(DataError, match=r"1\.npz: holds values that are no numbers"):
        compare(Request(*open_sides(guess, truth)))
    mask_png.write_mask(guess / "other.png", masks["line 0/0"])
    with pytest.raises(DataError, match=r"holds \.npz and \.png files"):
        open_side(guess)


@pytest.mark.parametrize("kind", [None, "maps-tiff"])
def test_maps_of_other_programs(tmp_path, masks, rng, kind):
    for name, mask in masks.items():
        for number, label in enumerate(("scratch", "blob"), start=1):
            heat = (mask == number).astype(np.float32) * 0.9
            path = tmp_path / "p" / label / f"{name}.tiff"
            path.parent.mkdir(parents=True, exist_ok=True)
            Image.fromarray(heat).save(path)
    truth = write_voc(tmp_path / "v", masks, ["scratch", "blob"])
    sides = open_sides(tmp_path / "p", truth, formats=(kind, None))
    found = compare(Request(*sides, thresholds=CURVE))
    assert found.scores(found.best).miou == 1
    assert found.aupro == pytest.approx((1, 1))
    Image.fromarray(np.full(SIZE, 7, np.float32)).save(tmp_path / "p/blob/line 0/0.tiff")
    with pytest.raises(DataError, match=r"line 0/0: the values go from 0 to 7"):
        compare(Request(*sides))


def test_outlines_in_shares_of_a_size_measure_masks_that_have_one(tmp_path, masks):
    write("yolo", tmp_path / "yolo", {f"{name}.png": mask for name, mask in masks.items()})
    shutil.rmtree(tmp_path / "yolo/images")
    truth = write_voc(tmp_path / "v", masks, CLASSES)
    for sides in ((tmp_path / "yolo", truth), (truth, tmp_path / "yolo")):
        assert compare(Request(*open_sides(*sides))).scores().miou == 1
    with pytest.raises(DataError, match="image is not here"):
        compare(Request(*open_sides(tmp_path / "yolo", tmp_path / "yolo")))
