from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from core.helpers import CLASSES
from stac_core.engine.data import choose_data, freeze_data, read_frozen, split_rows
from stac_core.engine.samples import load_samples
from stac_core.errors import DataError, TrainingError
from stac_core.labels.store import open_store
from stac_core.new_project import make_project
from stac_core.project import rebase, save_project, with_settings
from stac_core.saliency.maps import ContrastGenerator, make_maps
from stac_core.types import ReviewStatus

NAMES = ["a.jpg", "img1.png", "img2.png", "img10.png", "sub/b.png", "sub/c.png"]
TAGS = {
    "a.jpg": {"scratch": True, "blob": False},
    "img1.png": {"scratch": False, "blob": True},
    "img2.png": {"scratch": False, "blob": False},
    "img10.png": {"scratch": True},
    "sub/b.png": {"scratch": True, "blob": True},
}


@pytest.fixture
def root(tmp_path, image_folder):
    root = tmp_path / "project"
    root.mkdir()
    with open_store(root, CLASSES) as store:
        store.set_tags(TAGS)
    return root


@pytest.fixture
def project(root, image_folder):
    project = make_project(root, [image_folder], CLASSES)
    return with_data(project, validation_share=0.0)


def with_data(project, **fields):
    return with_settings(project, {"data": fields}, where="test")


def ids(items):
    return [item.id for item in items]


def accept(root, image_id, mask, status=ReviewStatus.ACCEPTED):
    with open_store(root, CLASSES) as store:
        store.save(image_id, status=status, mask=mask, origin="person")


def square(label, size=(40, 48)):
    mask = np.zeros(size, np.uint8)
    mask[5:15, 5:20] = label
    return mask


def test_tagged_defect_free_and_untagged_images(project, root):
    data = choose_data(project, root)
    assert sorted(ids(data.training)) == sorted(TAGS)
    assert data.untagged == 1
    assert data.counts() == {
        "training": 5, "validation": 0, "masks": 0, "tags_only": 5, "defect_free": 1, "untagged": 1,
    }  # fmt: skip


def test_tags_from_a_csv_from_folders_and_from_an_authors_file(project, root, image_folder):
    (root / "tags.csv").write_text("image,blob,scratch\nimg1.png,1,0\nsub/c,0,0\n")
    data = choose_data(with_data(project, tags="tags.csv"), root)
    assert data.tags == {
        "img1.png": {"blob": True, "scratch": False}, "sub/c.png": {"blob": False, "scratch": False}
    }  # fmt: skip
    np.save(root / "labels.npy", {"img2": np.array([1.0, 0.0], np.float32)})
    data = choose_data(with_data(project, tags="labels.npy"), root)
    assert data.tags == {"img2.png": {"scratch": True, "blob": False}}
    (image_folder / "blob").mkdir()
    (image_folder / "img1.png").rename(image_folder / "blob" / "img1.png")
    data = choose_data(with_data(project, tags="folders"), root)
    assert data.tags == {"blob/img1.png": {"scratch": False, "blob": True}}


def test_lists_name_what_trains_and_what_validates(project, root):
    (root / "train.txt").write_text("img1\na.jpg\nsub/c.png\n")
    (root / "val.txt").write_text("img2.png\n")
    listed = with_data(project, train_list="train.txt", validation_list="val.txt")
    data = choose_data(listed, root)
    assert ids(data.training) == ["img1.png", "a.jpg"], "untagged ones stay out"
    assert ids(data.validation) == ["img2.png"]
    data = choose_data(with_data(project, validation_list="val.txt"), root)
    assert "img2.png" not in ids(data.training)
    assert len(data.training) == 4
    (root / "val.txt").write_text("img1\n")
    with pytest.raises(DataError, match=r"img1\.png is in both lists.*remove it from one"):
        choose_data(listed, root)
    (root / "val.txt").write_text("nobody\n")
    with pytest.raises(DataError, match="nobody: no such image"):
        choose_data(listed, root)


def test_split_takes_the_same_share_of_each_kind_and_keeps_rare_ones():
    kinds = np.repeat(np.array([[1, 0], [0, 1], [1, 1]], bool), [20, 10, 3], axis=0)
    aside = split_rows(kinds, 0.2, seed=0)
    assert [int(aside[part].sum()) for part in (slice(20), slice(20, 30), slice(30, 33))] == [
        4, 2, 0,
    ]  # fmt: skip
    np.testing.assert_array_equal(aside, split_rows(kinds, 0.2, seed=0))
    assert (aside != split_rows(kinds, 0.2, seed=1)).any()
    assert not split_rows(kinds, 0.0, seed=0).any()


def test_accepted_masks_are_targets_and_others_are_not(project, root):
    accept(root, "a.jpg", square(1))
    accept(root, "sub/c.png", square(2))  # untagged: the mask says what is there
    accept(root, "img1.png", square(2), ReviewStatus.NEEDS_FIX)
    accept(root, "img2.png", square(2), ReviewStatus.REJECTED)
    data = choose_data(project, root)
    assert sorted(data.masks) == ["a.jpg", "sub/c.png"]
    assert data.counts()["masks"] == 2
    assert "sub/c.png" in ids(data.training)
    assert choose_data(with_data(project, masks="none"), root).masks == {}


def test_masks_from_a_folder(project, root, tmp_path):
    folder = tmp_path / "masks"
    folder.mkdir()
    with pytest.raises(DataError, match="no mask of any image"):
        choose_data(with_data(project, masks=str(folder)), root)
    Image.fromarray(square(1)).save(folder / "img10.png")
    data = choose_data(with_data(project, masks=str(folder)), root)
    assert data.masks == {"img10.png": folder / "img10.png"}


def test_frozen_data_is_read_back_whatever_happens_to_the_store(project, root, image_folder):
    accept(root, "a.jpg", square(1))
    folder = root / "runs" / "r"
    data = choose_data(with_data(project, validation_share=0.5), root)
    frozen = freeze_data(data, rebase(project, root, folder), folder)
    save_project(frozen, folder)
    with open_store(root, CLASSES) as store:
        store.set_tags({name: {"blob": True} for name in NAMES})
    accept(root, "a.jpg", square(2))
    again = read_frozen(frozen, folder)
    assert (ids(again.training), ids(again.validation)) == (
        ids(data.training), ids(data.validation),
    )  # fmt: skip
    assert {key: tags for key, tags in again.tags.items() if tags} == TAGS
    assert again.masks == data.masks
    assert np.unique(np.asarray(Image.open(again.masks["a.jpg"]))).tolist() == [0, 1]
    (image_folder / "a.jpg").unlink()
    later = read_frozen(frozen, folder)
    assert later.missing == ["a.jpg"]
    assert later.training_ids == data.training_ids


def test_nothing_to_learn_from_says_so(project, root):
    with open_store(root, CLASSES) as store:
        store.set_tags({name: {"scratch": False, "blob": False} for name in NAMES})
    with pytest.raises(TrainingError, match="nothing to learn"):
        choose_data(project, root)


def test_masks_become_targets_and_settle_the_tags(project, root, tmp_path):
    unsure = square(2)
    unsure[20:] = 255
    accept(root, "a.jpg", square(2))  # the tags say scratch
    accept(root, "img10.png", unsure)
    accept(root, "img1.png", square(1, (10, 10)))
    accept(root, "img2.png", square(7))
    data = choose_data(project, root)
    items = list(data.training)
    make_maps(items, tmp_path / "s", ContrastGenerator())
    present = np.array([[True, False]] * len(items))
    known = np.array([[True, False]] * len(items))
    problems = []
    samples = load_samples(
        items, present, known, saliency_folder=tmp_path / "s", size=(20, 24), masks=data.masks,
        on_problem=lambda item, text: problems.append(f"{item.id} {text}"),
    )  # fmt: skip
    rows = {item.id: row for row, item in enumerate(samples.items)}
    assert len(problems) == 2
    assert any("img1.png" in text and "its size (10, 10)" in text for text in problems)
    assert any("img2.png" in text and "holds the value 7" in text for text in problems)
    assert samples.masks.shape == (2, 20, 24)
    assert samples.mask_row[rows["img1.png"]] == samples.mask_row[rows["sub/b.png"]] == -1
    target = samples.masks[samples.mask_row[rows["img10.png"]]]
    assert np.unique(target).tolist() == [0, 2, 255]
    np.testing.assert_array_equal(target, unsure[::2, ::2])
    assert samples.present[rows["a.jpg"]].tolist() == [False, True]
    assert samples.known[rows["a.jpg"]].tolist() == [True, True]
    # what lies in the ignore band may be the tagged class: the tag still counts
    assert samples.present[rows["img10.png"]].tolist() == [True, True]
    assert samples.known[rows["img10.png"]].tolist() == [True, True]
    assert present.all(axis=0).tolist() == [True, False], "the caller's arrays stay as they are"
