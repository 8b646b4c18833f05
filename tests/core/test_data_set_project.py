"""Projects of data sets: what is written down, copied, moved, backed up, and measured with."""

from __future__ import annotations

import json
import shutil

import layouts
import numpy as np
import pytest
import yaml
from layouts import EXPECTED, SIZE

from stac_core import data_set_project as making
from stac_core.backup import back_up
from stac_core.cli import main
from stac_core.data.layouts.base import ReadOptions
from stac_core.data.layouts.registry import read_data_set
from stac_core.engine.data import choose_data
from stac_core.errors import ConfigError, DataError, StorageError
from stac_core.formats.registry import detect_format, open_labels
from stac_core.imported_maps import ImportedMaps, current_maps
from stac_core.labels.store import open_store
from stac_core.project import load_project, project_items, rebase
from stac_core.reference import reference_labels
from stac_core.relink import relink
from stac_core.types import Cancelled, CancelToken


def init(*arguments):
    return main(["init", *map(str, arguments)])


def made(tmp_path, name, *options):
    """A data set and the project that `stac init` makes of it."""
    source, root = tmp_path / "data set ü", tmp_path / "project"
    source.mkdir(parents=True)
    (layouts.voc if name == "voc" else EXPECTED[name][1].make)(source)
    assert init(root, "--images", source, *options) == 0
    return source, root


@pytest.mark.parametrize("name", EXPECTED)
def test_init_takes_everything_over_and_changes_nothing(name, tmp_path):
    source, root = tmp_path / "data", tmp_path / "project"
    layout, expected = EXPECTED[name]
    source.mkdir()
    expected.make(source)
    before = {each: each.stat().st_mtime_ns for each in sorted(source.rglob("*"))}
    report = tmp_path / "report.json"
    assert init(root, "--images", source, "--json", report) == 0
    assert {each: each.stat().st_mtime_ns for each in sorted(source.rglob("*"))} == before
    found = json.loads(report.read_text("utf-8"))
    assert (found["layout"], found["images"]) == (layout, expected.images)
    assert (found["present"], found["masks"]) == (expected.counts, expected.masks)
    assert (found["splits"], found["defect_free"]) == (expected.splits, expected.free)

    project = load_project(root)
    items = project_items(project, root)
    assert len(items) == expected.images
    with open_store(root, project.class_names, read_only=True) as store:
        assert set(store.tags()) <= {item.id for item in items}
        assert sum(any(tags.values()) for tags in store.tags().values()) + expected.free == len(
            store.tags()
        )
        assert store.records() == {}  # masks only measure
    assert set(project.reference.splits) == set(expected.splits)
    for split, count in expected.splits.items():
        names = (root / project.reference.splits[split]).read_text("utf-8").split("\n")[:-1]
        assert len(names) == count
        assert set(names) <= {item.id for item in items}
    labels = reference_labels(project, root)
    if not expected.masks:
        assert labels is None
    else:
        assert len(labels.names) == expected.masks
        assert list(labels.classes) == project.class_names
    if expected.shown is not None:
        image, value = expected.shown
        assert labels.read_fitting(image, SIZE).mask[1, 2] == value


def test_old_form_is_as_it_was(tmp_path, image_folder):
    root = tmp_path / "project"
    assert init(root, "--images", image_folder, "--classes", "a,b") == 0
    project = load_project(root)
    assert (project.class_names, project.reference.layout) == (["a", "b"], None)
    assert not (root / "splits").exists()
    assert reference_labels(project, root) is None


def test_lists_that_both_train_and_judge_are_told_apart(tmp_path):
    source = tmp_path / "data"
    source.mkdir()
    layouts.stac(source)
    layouts.text(source / "train.txt", "000001", "000002", "000000")
    layouts.text(source / "val.txt", "000000")
    layouts.text(source / "test.txt", "000002")
    root = tmp_path / "project"
    assert init(root, "--images", source) == 0
    project = load_project(root)
    assert project.data.train_list == "splits/training.txt"
    data = choose_data(project, root)
    assert [item.id for item in data.training] == ["000001.jpg"]
    assert [item.id for item in data.validation] == ["000000.jpg"]
    assert project.saliency.source == "folder"


def test_test_images_are_not_trained_on_where_no_list_says_what_is(tmp_path):
    source = tmp_path / "data"
    source.mkdir()
    layouts.stac(source)
    (source / "train.txt").unlink()
    (source / "val.txt").unlink()
    found = read_data_set(source)
    assert making.training_ids(found) == ("000000.jpg", "000001.jpg")


def test_training_images_without_any_defect_leave_the_choice_open(tmp_path):
    source, root = made(tmp_path, "mvtec")
    assert load_project(root).data.train_list is None
    assert "trained on as well" in making.notes_of(read_data_set(source))[-1]
    source, root = made(tmp_path / "b", "stac")  # the one that shows a defect validates
    project = load_project(root)
    assert project.data.train_list is None
    data = choose_data(project, root)
    assert [item.id for item in data.validation] == ["000001.jpg"]
    assert "000001.jpg" not in {item.id for item in data.training}


def test_names_of_classes_may_be_given(tmp_path, capsys):
    source, root = made(tmp_path, "mtd", "--layout", "auto", "--classes", "hole,crack")
    project = load_project(root)
    assert project.class_names == ["hole", "crack"]
    assert project.reference.classes == ["Blowhole", "Break"]
    labels = reference_labels(project, root)
    assert labels.read("MT_Break/Imgs/exp1.jpg").mask.max() == 2
    assert labels.classes == ("hole", "crack")
    # the numbers are those of the day it was made, whatever is in the folder now
    shutil.rmtree(source / "MT_Blowhole")
    assert reference_labels(project, root).read("MT_Break/Imgs/exp1.jpg").mask.max() == 2
    assert init(tmp_path / "b", "--images", source, "--layout", "mtd", "--classes", "a,b") == 1
    assert "has 1 classes (Break), not 2" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--images", "IN", "IN"], 2, "a data set is one folder"),
        (["--images", "IN", "--layout", "mvtec"], 1, "not laid out like MVTec AD"),
        (["--images", "gone"], 1, "does not exist"),
        (["--images", "IN", "--classes", "a;b", "--layout", "folder"], 2, "cannot hold"),
        (["--images", "IN", "--layout", "coco"], 2, "invalid choice"),
    ],
)
def test_what_cannot_be_is_said(arguments, code, words, tmp_path, capsys, image_folder):
    arguments = [str(image_folder) if each == "IN" else each for each in arguments]
    assert init(tmp_path / "project", *arguments) == code
    assert words in capsys.readouterr().err
    assert not (tmp_path / "project" / "project.yaml").exists()


@pytest.mark.parametrize("name", ["mtd", "stac", "severstal", "mvtec", "voc"])
def test_copied_data_set_stands_on_its_own(name, tmp_path):
    source, root = made(tmp_path, name, "--copy")
    before = {each.relative_to(source) for each in source.rglob("*") if each.is_file()}
    shutil.rmtree(source)
    assert {
        each.relative_to(root / "data") for each in (root / "data").rglob("*") if each.is_file()
    } == before
    moved = tmp_path / "elsewhere"
    root.rename(moved)
    project = load_project(moved)
    assert all(item.path.is_file() for item in project_items(project, moved))
    labels = reference_labels(project, moved)
    for each in labels.names:
        labels.read_fitting(each, SIZE)
    # a backup holds it as well, with the images or without
    for images in (True, False):
        copy = tmp_path / f"copy{images}"
        back_up(moved, copy, images=images)
        measured = reference_labels(load_project(copy), copy)
        assert measured.names == labels.names
        for each in measured.names:
            mask = labels.read(each).mask
            assert (measured.read(each, SIZE).mask == mask).all()


def test_stopped_copy_leaves_nothing(tmp_path):
    source = tmp_path / "data"
    source.mkdir()
    layouts.mtd(source)
    data, token = read_data_set(source), CancelToken()

    def stop(done, total):
        token.cancel()

    with pytest.raises(Cancelled):
        making.copy_data_set(data, tmp_path / "project", progress=stop, cancel=token)
    assert not list((tmp_path / "project").iterdir())


def test_copy_that_cannot_be_made_says_why(tmp_path, monkeypatch):
    source = tmp_path / "data"
    source.mkdir()
    layouts.mtd(source)
    data = read_data_set(source)
    with pytest.raises(ConfigError, match="would lie in the folder"):
        making.copy_data_set(data, source / "project")
    usage = shutil.disk_usage(tmp_path)._replace(free=10)
    monkeypatch.setattr(making.shutil, "disk_usage", lambda path: usage)
    with pytest.raises(StorageError, match="more than the disk has"):
        making.copy_data_set(data, tmp_path / "project")
    assert not list((tmp_path / "project").iterdir())


def test_masks_follow_images_that_were_found_elsewhere(tmp_path):
    for name in ("mtd", "stac"):
        place = tmp_path / name
        place.mkdir()
        source, root = made(place, name)
        source.rename(place / "moved")
        with pytest.raises(DataError, match="does not exist"):
            reference_labels(load_project(root), root)
        folder = load_project(root).image_folders[0]
        below = "JPEGImages" if name == "stac" else ""
        relink(root, {folder.name: place / "moved" / below})
        assert len(reference_labels(load_project(root), root).names) == EXPECTED[name][1].masks


def test_info_says_what_a_project_was_made_of(tmp_path, capsys):
    source, root = made(tmp_path, "stac")
    report = tmp_path / "info.json"
    assert main(["info", str(root), "--json", str(report)]) == 0
    facts = json.loads(report.read_text("utf-8"))
    assert (facts["data set"], facts["masks that only measure"]) == ("stac", 4)
    assert facts["subsets"] == ["test", "train", "val"]
    shutil.rmtree(source / "SegmentationMASK")
    (source / "labels.txt").unlink()
    assert main(["info", str(root), "--json", str(report)]) == 0
    assert json.loads(report.read_text("utf-8"))["masks that only measure"] == 0


def test_paths_are_right_from_another_folder(tmp_path):
    _, root = made(tmp_path, "stac")
    project = load_project(root)
    run = rebase(project, root, root / "runs/one")
    assert run.reference.folder == "../../../data set ü"
    assert run.reference.splits["train"] == "../../splits/train.txt"
    assert run.reference.maps == "../../../data set ü/npy-fused"


def test_masks_of_the_first_of_two_folders_have_its_name_in_front(tmp_path, image_folder):
    _, root = made(tmp_path, "mtd")
    values = yaml.safe_load((root / "project.yaml").read_text("utf-8"))
    values["image_folders"].append({"name": "more", "path": str(image_folder)})
    values["classes"].append({"id": 3, "name": "later", "color": "#123456"})
    (root / "project.yaml").write_text(yaml.safe_dump(values), "utf-8")
    labels = reference_labels(load_project(root), root)
    name = "data set ü/MT_Break/Imgs/exp1.jpg"
    assert name in labels.names
    assert labels.read(name).mask.max() == 2
    assert labels.classes == ("Blowhole", "Break")


def test_evaluate_takes_the_project_for_its_masks(tmp_path, capsys):
    source, root = made(tmp_path, "stac")
    assert detect_format(root).name == "data-set"
    assert len(open_labels(root).names) == 4
    report = tmp_path / "scores.json"
    arguments = ["evaluate", "--pred", source / "SegmentationMASK", "--gt", root, "--json", report]
    assert main([*map(str, arguments)]) == 0
    assert json.loads(report.read_text())["miou"] == pytest.approx(100)
    (root / "project.yaml").write_text("version: 5\nreference:\n  layout: null\n")
    with pytest.raises(DataError, match="no known format"):
        detect_format(root)


def test_maps_that_came_with_it_are_imported_when_asked(tmp_path, capsys):
    _, root = made(tmp_path, "stac", "--maps")
    maps = current_maps(root)
    assert maps.name == "npy-fused"
    assert ImportedMaps(maps, ["inclusion", "patches"]).info.images == 1
    assert init(tmp_path / "b", "--images", tmp_path / "data set ü/SALmapsALL", "--maps") == 1
    assert "no localisation maps here" in capsys.readouterr().err
    assert not (tmp_path / "b").exists()


def test_reference_of_an_unknown_layout_is_explained(tmp_path):
    _, root = made(tmp_path, "mtd")
    file = root / "project.yaml"
    file.write_text(file.read_text("utf-8").replace("layout: mtd", "layout: new"), "utf-8")
    with pytest.raises(DataError, match=r"reference\.layout: unknown layout 'new'"):
        reference_labels(load_project(root), root)


def test_colours_and_names_may_be_chosen(tmp_path):
    source = tmp_path / "data"
    source.mkdir()
    layouts.mtd(source)
    data = read_data_set(source, options=ReadOptions(["a", "b"]))
    classes = [("hole", "#112233"), ("b", "#445566")]
    project = making.data_set_project(tmp_path / "p", data, classes=classes)
    assert [(each.name, each.color) for each in project.classes] == classes
    assert project.reference.classes == ["Blowhole", "Break"]


def test_twelve_bit_images_of_a_data_set_get_their_range(tmp_path, save_image):
    for name in ("scratch/a.png", "good/b.png"):
        save_image(tmp_path / "data" / name, np.full(SIZE, 4000, np.uint16))
    data = read_data_set(tmp_path / "data")
    project = making.data_set_project(tmp_path / "p", data)
    assert project.image_folders[0].value_range == (0, 4095)
