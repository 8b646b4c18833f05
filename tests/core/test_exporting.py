"""Exports from records: which images, whole or not at all, with manifest and certificate."""

from __future__ import annotations

import hashlib
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from stac_core.errors import ConfigError, ExportError
from stac_core.exporting.certificate import Certificate, compare
from stac_core.exporting.manifest import CERTIFICATE_FILE, MANIFEST_FILE
from stac_core.exporting.run import ExportRequest, export_labels
from stac_core.exporting.selection import filtered, own_splits, split_by_lists, split_by_share
from stac_core.formats.label_set import Limit
from stac_core.formats.mask_png import read_mask
from stac_core.gallery.query import QueryError
from stac_core.labels.store import open_store
from stac_core.new_project import make_project
from stac_core.types import Cancelled, CancelToken, ImageItem, ReviewStatus

CLASSES = ["scratch", "pit"]
COLORS = [(230, 159, 0), (86, 180, 233)]


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path / "project", CLASSES) as opened:
        yield opened


@pytest.fixture
def items(tmp_path, store):
    """Four images: two accepted (with a scratch, with a pit), one to do, one rejected."""
    found = []
    statuses = (
        ReviewStatus.ACCEPTED,
        ReviewStatus.ACCEPTED,
        ReviewStatus.TODO,
        ReviewStatus.REJECTED,
    )
    for number, status in enumerate(statuses):
        path = tmp_path / "images" / f"{number}.png"
        path.parent.mkdir(exist_ok=True)
        Image.fromarray(np.zeros((8, 9), np.uint8)).save(path)
        item = ImageItem(path.name, path)
        mask = np.zeros((8, 9), np.uint8)
        mask[2:5, 3:6] = 1 + number % 2
        store.save(
            item.id,
            status=status,
            mask=mask,
            origin="person",
            source={"model": "f00d", "threshold": 0.6},
            pixels_changed=7,
            seconds=3.0,
            who="Ada",
        )
        found.append(item)
    return found


def export(store, items, out, **wishes):
    wishes.setdefault("statuses", [ReviewStatus.ACCEPTED])
    request = ExportRequest(out, wishes.pop("format", "voc"), **wishes)
    return export_labels(store, items, COLORS, request, project="plates")


def test_export_holds_what_was_accepted_and_says_where_it_came_from(store, items, tmp_path):
    out = tmp_path / "out"
    report = export(store, items, out, subsets={"1.png": "val"})
    assert report.written == ["0.png", "1.png"]
    assert np.array_equal(
        read_mask(out / "SegmentationClass/0.png"),
        store.load_mask(store.record("0.png").mask_digest),
    )
    manifest = json.loads((out / MANIFEST_FILE).read_text())
    first, second = manifest["images"]
    assert first["source"] == {"model": "f00d", "threshold": 0.6}
    assert (first["accepted_by"], first["pixels_changed"], second["subset"]) == ("Ada", 7, "val")
    pixels = read_mask(out / "SegmentationClass/0.png").tobytes()
    assert first["pixels_sha256"] == hashlib.sha256(pixels).hexdigest()
    for name, digest in manifest["files"].items():
        assert hashlib.sha256((out / name).read_bytes()).hexdigest() == digest
    assert {"labelmap.txt", "SegmentationClass/0.png"} <= set(manifest["files"])
    proof = json.loads((out / CERTIFICATE_FILE).read_text())
    assert (proof["images"], proof["exact"], proof["inexact"]) == (2, 2, [])


def test_images_are_chosen_by_status_filter_and_class(store, items, tmp_path):
    everything = list(ReviewStatus)
    assert export(store, items, tmp_path / "a", statuses=everything).written == [
        item.id for item in items
    ]
    only = export(store, items, tmp_path / "b", statuses=everything, only={"2.png", "1.png"})
    assert only.written == ["1.png", "2.png"]
    pits = export(store, items, tmp_path / "c", statuses=everything, with_classes=["pit"])
    assert pits.written == ["1.png", "3.png"]
    assert pits.skipped == {}
    with pytest.raises(ExportError, match="no image has the status accepted"):
        export(store, items, tmp_path / "d", only={"3.png"})


def test_a_missing_mask_is_left_out_with_its_reason(store, items, tmp_path):
    store.mask_path(store.record("0.png").mask_digest).unlink()
    report = export(store, items, tmp_path / "out")
    assert report.written == ["1.png"]
    assert list(report.skipped) == ["0.png"]


@pytest.mark.parametrize("after", [1, 3])
def test_a_stopped_export_leaves_nothing(store, items, tmp_path, after):
    token = CancelToken()

    def progress(done, total):
        assert total == 4
        if done == after:
            token.cancel()

    request = ExportRequest(tmp_path / "to" / "out", "voc", [ReviewStatus.ACCEPTED])
    with pytest.raises(Cancelled):
        export_labels(store, items, COLORS, request, progress=progress, cancel=token)
    assert list((tmp_path / "to").iterdir()) == []


def test_an_export_never_mixes_with_what_is_there(store, items, tmp_path):
    (tmp_path / "out").mkdir()
    export(store, items, tmp_path / "out")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(ExportError, match="not empty"):
        export(store, items, tmp_path / "out")
    assert sorted(tmp_path.rglob("*")) == before


# ---- the certificate ---------------------------------------------------------------------------


def test_losses_are_told_apart():
    written = np.zeros((12, 12), np.uint8)
    written[1:6, 1:6] = 1
    written[3, 3] = 0  # a hole
    written[8, 8] = 2  # an island
    written[10, 0:3] = 255
    written[8:10, 1:3] = 1
    back = written.copy()
    back[3, 3], back[8, 8], back[10, 0:3], back[8:10, 1:3], back[5, 1:6] = 1, 0, 0, 2, 0
    proof = compare("a", written, back)
    assert proof.lost == {
        Limit.HOLES: 1, Limit.ISLANDS: 1, Limit.IGNORE: 3, Limit.CLASSES: 4, Limit.EDGES: 5,
    }  # fmt: skip
    assert proof.differing == 14
    # class 1: 19 of 28 + 1 pixels both ways; class 2: the island and the other's block do not meet
    assert proof.iou == pytest.approx((19 / 29 + 0) / 2)


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=40, deadline=None)
def test_every_differing_pixel_is_counted_once(seed):
    random = np.random.default_rng(seed)
    written, back = random.choice([0, 0, 1, 2, 255], (2, 9, 7)).astype(np.uint8)
    proof = compare("a", written, back)
    assert sum(proof.lost.values()) == proof.differing == np.count_nonzero(written != back)
    assert proof.is_exact == np.array_equal(written, back)


def test_the_worst_images_come_first():
    ones = np.ones((4, 4), np.uint8)
    worse, better = ones.copy(), ones.copy()
    worse[:2], better[0, 0] = 0, 0
    exact = compare("exact", ones, ones)
    found = Certificate((compare("better", ones, better), exact, compare("worse", ones, worse)))
    assert [proof.image_id for proof in found.inexact] == ["worse", "better"]
    assert found.as_json()["exact"] == 1


# ---- which images, and which split ---------------------------------------------------------------


def test_filter_reads_as_in_the_window(store, items):
    store.set_tags({"2.png": {"scratch": True}})
    assert filtered(store, items, "status:accepted") == ["0.png", "1.png"]
    assert filtered(store, items, "tag:scratch -status:accepted") == ["2.png"]
    with pytest.raises(QueryError):
        filtered(store, items, "status:maybe")


def test_an_image_keeps_its_split_when_others_come():
    ids = [f"{number}.png" for number in range(2000)]
    shares = {"train": 0.7, "val": 0.2, "test": 0.1}
    few, many = split_by_share(ids[:50], shares), split_by_share(ids, shares)
    assert few == {image_id: many[image_id] for image_id in ids[:50]}
    counts = [list(many.values()).count(name) for name in shares]
    # three standard deviations of 2,000 draws
    assert all(abs(n - 2000 * s) < 65 for n, s in zip(counts, shares.values(), strict=True))


@pytest.mark.parametrize("shares", [{}, {"a": 0.5}, {"a": 1.5, "b": -0.5}, {"a": 1.0, "b": 0.0}])
def test_shares_have_to_sum_to_one(shares):
    with pytest.raises(ConfigError, match="sum to 1"):
        split_by_share(["a"], shares)


def test_lists_name_the_images_of_splits(items, tmp_path):
    (tmp_path / "a.txt").write_text("0\n1.png\n")
    (tmp_path / "b.txt").write_text("1\n")
    assert split_by_lists(items, {"train": tmp_path / "a.txt"}) == {
        "0.png": "train",
        "1.png": "train",
    }
    with pytest.raises(ConfigError, match="1.png is in train already"):
        split_by_lists(items, {"train": tmp_path / "a.txt", "val": tmp_path / "b.txt"})


def test_own_splits_are_the_most_telling_lists(items, tmp_path):
    for name, text in {"trainval": "0\n1\n2\n", "train": "0\n", "val": "1.png\n"}.items():
        (tmp_path / f"{name}.txt").write_text(text)
    project = make_project(tmp_path, [tmp_path / "images"], CLASSES)
    project.reference.splits = {name: f"{name}.txt" for name in ("trainval", "train", "val")}
    assert own_splits(project, tmp_path, items) == {
        "0.png": "train",
        "1.png": "val",
        "2.png": "trainval",
    }


def test_image_that_cannot_be_drawn_is_left_out(store, items, tmp_path):
    items[0].path.write_bytes(b"no image")
    report = export(store, items, tmp_path / "out", format="overlay")
    assert list(report.skipped) == [items[0].id]
    assert report.written == ["1.png"]


def test_labels_never_lie_where_the_manifest_does(store, items, tmp_path):
    path = items[0].path.parent / "stac-export" / "manifest.png"
    path.parent.mkdir()
    items[0].path.rename(path)
    item = ImageItem("stac-export/manifest.png", path)
    mask = np.ones((8, 9), np.uint8)
    store.save(item.id, status=ReviewStatus.ACCEPTED, mask=mask, origin="person")
    with pytest.raises(ExportError, match=r"manifest\.json.*Rename that image"):
        export(store, [item], tmp_path / "out", format="labelme")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", ["back\\slash.png", " first.png", "last .png", "two\x85lines.png"])
@pytest.mark.parametrize("kind", ["voc", "coco", "yolo"])
def test_an_image_whose_name_no_reader_finds_is_left_out(store, items, tmp_path, name, kind):
    mask = np.ones((8, 9), np.uint8)
    store.save(name, status=ReviewStatus.ACCEPTED, mask=mask, origin="person")
    odd = ImageItem(name, items[0].path)
    report = export(store, [*items, odd], tmp_path / "out", format=kind)
    assert report.written == ["0.png", "1.png"]
    assert "rename" in report.skipped[name]


def test_an_export_of_nothing_is_an_error_not_an_empty_folder(store, items, tmp_path):
    out = tmp_path / "out"
    with pytest.raises(ExportError, match="nothing can be written of 2 images.*no heat maps"):
        export(store, items, out, format="maps-npz")
    assert not out.exists()


@pytest.mark.parametrize("place", ["images", "images/out", "images/a/../b/out", "link/out"])
def test_nothing_is_written_to_image_folders(store, items, tmp_path, place):
    (tmp_path / "link").symlink_to(tmp_path / "images")
    before = sorted((tmp_path / "images").rglob("*"))
    with pytest.raises(ExportError, match="lies in the image folder"):
        export(store, items, tmp_path / place, image_folders=[tmp_path / "images"])
    assert sorted((tmp_path / "images").rglob("*")) == before
