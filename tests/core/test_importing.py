"""Labels of other programs come into the store under a rule, and nobody's work is lost."""

from __future__ import annotations

import json

import numpy as np
import pytest
from PIL import Image

from stac_core import cli
from stac_core.errors import DataError
from stac_core.formats.mask_png import write_mask
from stac_core.formats.registry import open_labels
from stac_core.importing.labels import (
    LEAVE_OUT,
    Change,
    Rule,
    class_table,
    compare_labels,
    save_labels,
)
from stac_core.labels.ownership import Claims
from stac_core.labels.store import LabelStore, open_store
from stac_core.types import Cancelled, CancelToken, ReviewStatus

CLASSES = ["scratch", "pit"]
NAMES = ("a", "b", "sub/c", "d")


def mask_of(value, size=(6, 8)):
    mask = np.zeros(size, np.uint8)
    mask[2:4, 1:5] = value
    return mask


@pytest.fixture
def root(tmp_path):
    """A project of four images; `b` was drawn by a person, `sub/c` proposed by a model."""
    for name in NAMES:
        path = tmp_path / "images" / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(np.zeros((6, 8), np.uint8)).save(path)
    root = tmp_path / "project"
    arguments = ["init", str(root), "--images", str(tmp_path / "images"), "--classes"]
    assert cli.main([*arguments, ",".join(CLASSES)]) == 0
    with open_store(root, CLASSES) as store:
        store.save(
            "b.png", status=ReviewStatus.ACCEPTED, mask=mask_of(1), origin="person", who="Ada"
        )
        store.propose("sub/c.png", mask_of(2), {"model": "f00d"})
    return root


@pytest.fixture
def voc(tmp_path):
    """Labels in another order of classes: pits everywhere, nothing for `d`, one stranger."""
    folder = tmp_path / "labels ü"
    for name in ("a", "b", "sub/c", "stranger"):
        write_mask(folder / "SegmentationClass" / f"{name}.png", mask_of(1))
    (folder / "labelmap.txt").write_text("background:0,0,0::\nPIT:1,1,1::\ndirt:2,2,2::\n")
    return folder


@pytest.fixture
def opened(root, voc):
    from stac_core.project import load_project, project_items

    items = project_items(load_project(root / "project.yaml"), root)
    labels = open_labels(voc)
    table = class_table(labels.classes, CLASSES, {"dirt": LEAVE_OUT})
    with open_store(root, CLASSES) as store:
        yield labels, items, store, table


def test_comparing_changes_nothing_and_tells_what_would(opened):
    labels, items, store, table = opened
    before = store.records()
    found = compare_labels(labels, items, store, table)
    kinds = {image.image_id: image.change for image in found.images}
    assert kinds == {"a.png": Change.NEW, "b.png": Change.CONFLICT, "sub/c.png": Change.NEW}
    assert found.unknown == ["stranger"]
    assert {image.image_id: image.agreement for image in found.images} == {
        "a.png": None, "b.png": 0.0, "sub/c.png": 1.0,
    }  # fmt: skip
    assert store.records() == before


def test_mine_is_kept_or_theirs_taken_and_mine_stays_in_the_history(opened):
    labels, items, store, table = opened
    found = compare_labels(labels, items, store, table)
    kept = found.chosen(Rule.KEEP)
    assert save_labels(labels, kept, items, store, table) == {}
    assert store.record("b.png").revision == 1
    assert np.array_equal(store.load_mask(store.record("a.png").mask_digest), mask_of(2))
    assert store.record("a.png").origin == "person"  # no model will write over it
    assert not store.propose("a.png", mask_of(1), {})
    taken = [image for image in found.chosen(Rule.REPLACE) if image.change is Change.CONFLICT]
    save_labels(labels, taken, items, store, table, status=ReviewStatus.ACCEPTED, who="Bob")
    record = store.record("b.png")
    assert (record.revision, record.accepted_by) == (2, "Bob")
    assert record.source["imported"]["name"] == "b"
    first = store.history("b.png")[0]
    assert np.array_equal(store.load_mask(first.mask_digest), mask_of(1))
    again = compare_labels(labels, items, store, table)
    assert {image.change for image in again.images} == {Change.SAME}
    assert again.chosen(Rule.REPLACE) == []


def test_asking_decides_image_by_image(opened):
    labels, items, store, table = opened
    found = compare_labels(labels, items, store, table)
    asked = []
    chosen = found.chosen(Rule.ASK, lambda image: asked.append(image.image_id) or True)
    assert asked == ["b.png"]
    assert [image.image_id for image in chosen] == ["a.png", "b.png", "sub/c.png"]
    assert len(found.chosen(Rule.ASK, lambda _: False)) == 2


def test_what_somebody_saved_in_between_is_left_alone(opened):
    labels, items, store, table = opened
    found = compare_labels(labels, items, store, table)
    store.save("a.png", status=ReviewStatus.ACCEPTED, mask=mask_of(1), origin="person")
    left = save_labels(labels, found.chosen(Rule.KEEP), items, store, table)
    assert list(left) == ["a.png"]
    assert np.array_equal(store.load_mask(store.record("a.png").mask_digest), mask_of(1))


def test_masks_tag_untagged_images(opened):
    labels, items, store, table = opened
    store.set_tags({"a.png": {"scratch": True}})
    chosen = compare_labels(labels, items, store, table).chosen(Rule.REPLACE)
    save_labels(labels, chosen, items, store, table)
    assert store.tags()["a.png"] == {"scratch": True}
    assert store.tags()["b.png"] == {"scratch": False, "pit": True}


def test_stopping_keeps_what_is_saved(opened):
    labels, items, store, table = opened
    chosen = compare_labels(labels, items, store, table).chosen(Rule.REPLACE)
    token = CancelToken()
    with pytest.raises(Cancelled):
        save_labels(
            labels, chosen, items, store, table, cancel=token, progress=lambda *_: token.cancel()
        )
    assert store.record("a.png").revision == 1
    assert store.tags()["a.png"]["pit"]
    assert store.record("b.png").revision == 1


def test_a_rejected_image_without_a_mask_is_a_conflict(opened):
    labels, items, store, table = opened
    store.save("a.png", status=ReviewStatus.REJECTED, origin="none")
    kinds = {i.image_id: i.change for i in compare_labels(labels, items, store, table).images}
    assert kinds["a.png"] is Change.CONFLICT


def test_labels_of_another_size_are_named_and_left_out(opened, voc):
    labels, items, store, table = opened
    write_mask(voc / "SegmentationClass" / "a.png", mask_of(1, (7, 8)))
    found = compare_labels(labels, items, store, table)
    assert "7 x 8" in found.damaged["a.png"]
    assert "a.png" not in {image.image_id for image in found.images}


def test_classes_are_matched_by_name():
    table = class_table(["PIT", "dirt"], CLASSES, {"dirt": "scratch"})
    assert list(table[[0, 1, 2, 255]]) == [0, 2, 1, 255]
    with pytest.raises(DataError, match="no class 'dirt'"):
        class_table(["pit", "dirt"], CLASSES)
    with pytest.raises(DataError, match="labels have no class 'dirt'"):
        class_table(["pit"], CLASSES, {"dirt": "pit"})
    with pytest.raises(DataError, match="no class 'rust'"):
        class_table(["pit"], CLASSES, {"pit": "rust"})


# ---- the command -------------------------------------------------------------------------------


def stac(capsys, *arguments, exit_code=0):
    capsys.readouterr()
    assert cli.main([*map(str, arguments), "--json", "-"]) == exit_code
    captured = capsys.readouterr()
    return json.loads(captured.out) if exit_code == 0 else captured.err


def test_command_asks_for_a_rule_before_it_changes_anything(root, voc, capsys):
    arguments = ("import", root, voc, "--map", "dirt=")
    assert "--conflicts" in stac(capsys, *arguments, exit_code=1)
    with open_store(root, CLASSES, read_only=True) as store:
        assert store.record("a.png").revision == 0
    done = stac(capsys, *arguments, "--conflicts", "keep")
    assert (done["saved"], done["conflicts"], done["unknown"]) == (2, ["b.png"], ["stranger"])
    done = stac(capsys, *arguments, "--conflicts", "replace", "--status", "accepted")
    assert (done["saved"], done["same"]) == (1, 2)
    assert "dirt" in stac(capsys, "import", root, voc, exit_code=1)
    assert stac(capsys, "import", root, voc, "--map", "dirt", exit_code=2)


def test_command_leaves_a_project_alone_that_is_open_elsewhere(root, voc, capsys, monkeypatch):
    claims = Claims()
    claims.take(root)
    monkeypatch.setattr("stac_core.labels.ownership.os.getpid", lambda: 1)
    try:
        assert "open elsewhere" in stac(capsys, "import", root, voc, exit_code=1)
    finally:
        claims.close()


def test_own_export_imported_is_the_same(root, tmp_path, capsys):
    out = tmp_path / "out"
    stac(capsys, "export", root, "--format", "voc", "--out", out, "--status", "accepted,todo")
    done = stac(capsys, "import", root, out, "--conflicts", "replace")
    assert (done["images"], done["same"]) == (2, 1)
    assert done["saved"] == 1  # the model's proposal becomes a person's mask


def test_points_and_lines_are_counted_and_said(root, tmp_path, capsys):
    square = {"label": "pit", "points": [[1, 1], [3, 1], [3, 3]], "shape_type": "polygon"}
    line = {"label": "pit", "points": [[1, 1], [3, 1]], "shape_type": "line"}
    (tmp_path / "labelme").mkdir()
    document = {"shapes": [square, line, line], "imagePath": "a.png", "imageData": None}
    (tmp_path / "labelme" / "a.json").write_text(json.dumps(document), "utf-8")
    capsys.readouterr()
    assert cli.main(["import", str(root), str(tmp_path / "labelme")]) == 0
    said = capsys.readouterr().err
    assert "2 objects cover no pixels" in said
    assert "a.png" in said


def test_what_stays_and_what_a_stopped_import_took_over_is_said(root, voc, capsys, monkeypatch):
    command = ["import", str(root), str(voc), "--conflicts", "keep", "--map", "dirt="]
    real = LabelStore.save

    def stop_at_second(store, image_id, **values):
        if image_id == "sub/c.png":
            raise KeyboardInterrupt
        return real(store, image_id, **values)

    with monkeypatch.context() as patch:
        patch.setattr(LabelStore, "save", stop_at_second)
        assert cli.main(command) == cli.EXIT_CANCELLED
    assert "1 of 2 masks are taken over; they stay" in capsys.readouterr().err
    assert cli.main(command) == 0
    said = capsys.readouterr().out
    assert "1 masks taken over" in said
    assert "1 are the same here already" in said
    assert "1 differ from what somebody decided or drew here, which stays" in said


@pytest.mark.parametrize(
    "option",
    [("--threshold", "0.5"), ("--values", "stretch"), ("--name", "x"), ("--refine", "crf")],
)
def test_options_for_heat_maps_are_refused_with_labels(root, voc, capsys, option):
    said = stac(capsys, "import", root, voc, "--map", "dirt=", *option, exit_code=2)
    assert f"{option[0]} is for heat maps" in said


@pytest.mark.parametrize(
    "option", [("--conflicts", "keep"), ("--status", "accepted"), ("--no-tags",)]
)
def test_options_for_labels_are_refused_with_heat_maps(root, tmp_path, capsys, option):
    maps = tmp_path / "maps"
    maps.mkdir()
    np.save(maps / "a.npy", np.zeros((2, 6, 8), np.float32))
    said = stac(capsys, "import", root, maps, *option, exit_code=2)
    assert f"{option[0]} is for labels" in said
