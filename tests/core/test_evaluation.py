from __future__ import annotations

import json

import numpy as np
import pytest
from conftest import SHARED_DATA
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from PIL import Image

from stac_core import cli
from stac_core.errors import DataError
from stac_core.evaluation.run import Request, compare
from stac_core.evaluation.sides import open_sides
from stac_core.formats import maps, mask_png
from stac_core.metrics import (
    average_precision,
    confusion_matrix,
    f1_scores,
    mean_of_known,
    scores_of,
)
from stac_core.metrics_maps import CURVE
from stac_core.types import CamResult

CLASSES = ["scratch", "blob"]


def naive_scores(predicted, actual, labels):
    """IoU, FP and FN by sets of pixels, written out."""
    iou, fp, fn = [], [], []
    kept = actual != 255
    for label in range(labels):
        p, t = (predicted == label) & kept, (actual == label) & kept
        union = (p | t).sum()
        if union:
            iou.append((p & t).sum() / union)
            fp.append((p & ~t).sum() / union)
            fn.append((t & ~p).sum() / union)
    return np.mean(iou), np.mean(fp), np.mean(fn)


def evaluate(predictions, truth, classes=CLASSES, **options):
    return compare(Request(*open_sides(predictions, truth, classes), classes=classes, **options))


label_maps = hnp.arrays(np.uint8, (6, 7), elements=st.integers(0, 2))


@given(
    predicted=label_maps,
    actual=hnp.arrays(np.uint8, (6, 7), elements=st.sampled_from([0, 1, 2, 255])),
)
def test_scores_agree_with_pixel_sets(predicted, actual):
    scores = scores_of(confusion_matrix(predicted, actual, 3))
    if (actual == 255).all():
        assert np.isnan(scores.miou)
        return
    expected = naive_scores(predicted, actual, 3)
    np.testing.assert_allclose((scores.miou, scores.fp, scores.fn), expected)


def test_scores_by_hand():
    confusion = np.array([[6, 2], [1, 3]])
    scores = scores_of(confusion)
    np.testing.assert_allclose(scores.iou, [6 / 9, 3 / 6])
    assert scores.fp == pytest.approx((1 / 9 + 2 / 6) / 2)
    assert scores.fn == pytest.approx((2 / 9 + 1 / 6) / 2)


def test_absent_class_is_nan_and_left_out_of_the_mean():
    scores = scores_of(confusion_matrix(np.zeros(4, np.uint8), np.zeros(4, np.uint8), 3))
    assert np.isnan(scores.iou[1:]).all()
    assert scores.miou == 1


def test_confusion_rejects_what_does_not_fit():
    with pytest.raises(ValueError, match="shapes differ"):
        confusion_matrix(np.zeros(3, np.uint8), np.zeros(4, np.uint8), 2)
    with pytest.raises(ValueError, match="predicted label 255"):
        confusion_matrix(np.array([255], np.uint8), np.array([0], np.uint8), 2)


@pytest.fixture
def truth(tmp_path, rng):
    folder = tmp_path / "gt"
    for key in ("a", "sub/b"):
        mask_png.write_mask(folder / f"{key}.png", rng.integers(0, 3, (8, 9), dtype=np.uint8))
    return folder


def cam_of(mask):
    cam = np.stack([(mask == index + 1) * 0.9 for index in range(2)]).astype(np.float32)
    return CamResult(cam, np.ones(2, np.float32), np.ones(2, bool), tuple(CLASSES))


def write_predictions(folder, truth, kind):
    for path in truth.rglob("*.png"):
        mask = mask_png.read_mask(path)
        target = folder / path.relative_to(truth)
        if kind == "png":
            mask_png.write_mask(target, mask)
        elif kind == "npz":
            maps.write_cam(target.with_suffix(".npz"), cam_of(mask))
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            values = {index: cam_of(mask).cam[index] for index in range(2)}
            np.save(target.with_suffix(".npy"), values, allow_pickle=True)
    return folder


@pytest.mark.parametrize("kind", ["png", "npz", "npy"])
def test_perfect_predictions_of_each_kind_score_100(tmp_path, truth, kind):
    predictions = write_predictions(tmp_path / "pred", truth, kind)
    (values,) = evaluate(predictions, truth).as_json()
    assert values["miou"] == 100
    assert values["images"] == 2
    assert (values["threshold"] is None) == (kind == "png")


def test_curve_scores_every_threshold(tmp_path, truth):
    predictions = write_predictions(tmp_path / "pred", truth, "npz")
    found = evaluate(predictions, truth, thresholds=CURVE)
    assert [values["threshold"] for values in found.as_json()] == list(CURVE)
    assert CURVE[0] == 0.2
    assert CURVE[-1] == 0.8
    assert found.scores(found.best).miou == 1


def test_list_names_the_images_and_extra_predictions_are_counted(tmp_path, truth):
    predictions = write_predictions(tmp_path / "pred", truth, "png")
    mask_png.write_mask(predictions / "c.png", np.zeros((2, 2), np.uint8))
    found = evaluate(predictions, truth, names=["sub/b.jpg"])
    assert found.names == ("sub/b",)
    assert found.extra == ("c",)
    with pytest.raises(DataError, match="no mask for zzz"):
        evaluate(predictions, truth, names=["zzz"])


def test_problems_name_the_file(tmp_path, truth):
    predictions = write_predictions(tmp_path / "pred", truth, "png")
    mask_png.write_mask(predictions / "a.png", np.zeros((3, 3), np.uint8))
    with pytest.raises(DataError, match=r"a\.png: its size \(3, 3\) is not the mask's \(8, 9\)"):
        evaluate(predictions, truth)
    mask_png.write_mask(predictions / "a.png", np.full((8, 9), 7, np.uint8))
    with pytest.raises(DataError, match=r"a\.png: holds the value 7"):
        evaluate(predictions, truth)
    (predictions / "a.png").unlink()
    with pytest.raises(DataError, match="no prediction for 1 of 2 images, the first is a"):
        evaluate(predictions, truth)


def test_ambiguous_missing_and_empty_folders(tmp_path, truth):
    predictions = write_predictions(tmp_path / "pred", truth, "png")
    write_predictions(predictions, truth, "npz")
    with pytest.raises(DataError, match="two files for one image"):
        evaluate(predictions, truth)
    with pytest.raises(DataError, match="no such folder"):
        evaluate(tmp_path / "none", truth)
    (tmp_path / "empty").mkdir()
    with pytest.raises(DataError, match="holds no"):
        evaluate(tmp_path / "empty", truth)


def test_maps_of_other_classes_are_refused(tmp_path, truth):
    predictions = write_predictions(tmp_path / "pred", truth, "npz")
    with pytest.raises(DataError, match="its classes are scratch, blob"):
        evaluate(predictions, truth, ["blob", "scratch"])
    legacy = write_predictions(tmp_path / "legacy", truth, "npy")
    with pytest.raises(DataError, match="class index 1, but there are 1"):
        maps.read_legacy_cam(legacy / "a.npy", 1)


@given(mask=hnp.arrays(np.uint8, st.tuples(st.integers(1, 9), st.integers(1, 9))))
def test_mask_png_round_trip(mask):
    data = mask_png.encode_mask(mask)
    np.testing.assert_array_equal(mask_png.decode_mask(data, where="m"), mask)
    assert mask_png.encode_mask(mask) == data


def test_mask_png_is_8_bit_palette_with_vocs_first_colours(tmp_path):
    mask_png.write_mask(tmp_path / "m.png", np.array([[0, 1, 255]], np.uint8))
    with Image.open(tmp_path / "m.png") as image:
        assert image.mode == "P"
        palette = image.getpalette()
    # the first nine colours of PASCAL VOC 2012
    known = [0, 0, 0, 128, 0, 0, 0, 128, 0, 128, 128, 0, 0, 0, 128, 128, 0, 128, 0, 128, 128]
    assert palette[:27] == [*known, 128, 128, 128, 64, 0, 0]
    assert palette[-3:] == [224, 224, 192]
    assert (tmp_path / "m.png").read_bytes()[24:26] == b"\x08\x03"  # bit depth 8, colour type 3


def test_masks_that_are_none_are_refused(tmp_path, save_image, rng):
    colour = save_image(tmp_path / "c.png", rng.integers(0, 255, (4, 4, 3), dtype=np.uint8))
    with pytest.raises(DataError, match="colour image"):
        mask_png.read_mask(colour)
    deep = save_image(tmp_path / "d.png", np.full((2, 2), 300, np.uint16))
    with pytest.raises(DataError, match="label 300"):
        mask_png.read_mask(deep)
    noise = mask_png.encode_mask(rng.integers(0, 255, (40, 40), dtype=np.uint8))
    (tmp_path / "t.png").write_bytes(noise[:-300])
    with pytest.raises(DataError, match="damaged"):
        mask_png.read_mask(tmp_path / "t.png")


def test_cam_file_round_trip_and_damage(tmp_path, rng):
    cam = rng.random((2, 5, 6), dtype=np.float32)
    result = CamResult(
        cam, np.array([0.2, 0.9], np.float32), np.array([False, True]), ("a", "é"), True
    )
    path = tmp_path / "sub" / "x.npz"
    maps.write_cam(path, result)
    read = maps.read_cam(path)
    np.testing.assert_array_equal(read.cam, cam)
    np.testing.assert_array_equal(read.scores, result.scores)
    assert read.present.tolist() == [False, True]
    assert (read.classes, read.reduced) == (("a", "é"), True)
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(DataError, match="damaged"):
        maps.read_cam(path)
    with pytest.raises(DataError, match="cannot be read"):
        maps.read_cam(tmp_path / "none.npz")


@pytest.mark.shared_data
def test_authors_maps_score_what_the_authors_report(capsys):
    root = SHARED_DATA / "reference_maps"
    arguments = ["--pred", str(root / "npy-patchcam"), "--gt", str(root / "masks")]
    arguments += ["--classes", "inclusion,patches,scratches", "--json", "-"]
    for threshold, miou in ((None, 76.337), ("0.5", 73.911), ("0.7", 71.633)):
        chosen = [] if threshold is None else ["--threshold", threshold]
        assert cli.main(["evaluate", *arguments, *chosen]) == 0
        result = json.loads(capsys.readouterr().out)
        assert round(result["miou"], 3) == miou
        if threshold is None:
            rounded = [round(value, 3) for value in result["iou"].values()]
            assert rounded == [96.394, 66.330, 80.943, 61.683]
            assert (round(result["fp"], 3), round(result["fn"], 3)) == (13.699, 9.964)
            assert result["images"] == 24


def test_evaluate_prints_a_table_and_json_list(tmp_path, truth, capsys):
    predictions = write_predictions(tmp_path / "pred", truth, "npz")
    arguments = ["evaluate", "--pred", str(predictions), "--gt", str(truth), "--classes"]
    arguments.append("scratch,blob")
    assert cli.main([*arguments, "--curve", "--json", str(tmp_path / "r.json")]) == 0
    assert "best mIoU 100.000" in capsys.readouterr().out
    results = json.loads((tmp_path / "r.json").read_text())
    assert len(results) == 13
    assert list(results[0])[:6] == ["threshold", "images", "iou", "miou", "fp", "fn"]
    assert list(results[0]["iou"]) == ["background", "scratch", "blob"]
    assert cli.main([*arguments, "--curve", "--threshold", "0.5"]) == 2
    assert cli.main([*arguments, "--threshold", "1.5"]) == 2


def test_average_precision_worked_by_hand():
    scores = np.array([[0.9, 0.2], [0.8, 0.2], [0.7, 0.2], [0.1, 0.2]], np.float32)
    present = np.array([[1, 1], [0, 0], [1, 0], [0, 0]], bool)
    known = np.ones_like(present)
    # ranks 1 and 3 of class 1 are hits: (1/1 + 2/3) / 2; class 2 is one tie of four with one hit
    np.testing.assert_allclose(average_precision(scores, present, known), [5 / 6, 1 / 4])
    np.testing.assert_allclose(
        average_precision(scores[::-1], present[::-1], known), [5 / 6, 1 / 4]
    )
    known[1, 0] = False
    np.testing.assert_allclose(average_precision(scores, present, known)[0], 1.0)
    assert np.isnan(average_precision(scores, np.zeros_like(present), known)).all()


def test_f1_worked_by_hand():
    decided = np.array([[1, 0], [1, 0], [0, 0], [1, 0]], bool)
    present = np.array([[1, 0], [0, 0], [1, 0], [1, 0]], bool)
    known = np.array([[1, 1], [1, 1], [1, 1], [0, 1]], bool)
    found = f1_scores(decided, present, known)  # one hit, one wrong call, one miss
    assert found[0] == pytest.approx(2 / 4)
    assert np.isnan(found[1])
    assert mean_of_known(found) == pytest.approx(0.5)
    assert mean_of_known(np.array([np.nan])) is None
