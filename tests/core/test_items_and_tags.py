from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from natsort import natsorted

from stac_core.data import items as item_list
from stac_core.data import tags as tag_files
from stac_core.errors import Cancelled, DataError
from stac_core.types import CancelToken, ImageItem, image_key

CLASSES = ["scratch", "blob"]


def test_scan_is_natural_and_keeps_folders(image_folder):
    (image_folder / "notes.txt").write_text("no image")
    (image_folder / ".hidden.png").write_bytes(b"")
    found = item_list.scan_folder(image_folder)
    ids = ["a.jpg", "img1.png", "img2.png", "img10.png", "sub/b.png", "sub/c.png"]
    assert [item.id for item in found] == ids
    assert found[-1].path == image_folder / "sub" / "c.png"
    assert item_list.scan_folder(image_folder, prefix="cam")[0].id == "cam/a.jpg"


def test_scan_missing_folder_and_cancel(tmp_path, image_folder):
    with pytest.raises(DataError, match="does not exist"):
        item_list.scan_folder(tmp_path / "none")
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        item_list.scan_folder(image_folder, cancel=token)


@pytest.mark.parametrize(
    ("image_id", "key"),
    [("a.png", "a"), ("x/a.b.png", "x/a.b"), ("x.y/a", "x.y/a"), (".png", ".png"), ("a", "a")],
)
def test_key_is_id_without_last_extension(image_id, key):
    assert image_key(image_id) == key


def make_items(tmp_path, *ids):
    return [ImageItem(image_id, tmp_path / image_id) for image_id in ids]


def test_two_images_with_one_key_are_refused(tmp_path):
    with pytest.raises(DataError, match=r"a\.png, a\.jpg|a\.jpg, a\.png"):
        item_list.check_unique_keys(make_items(tmp_path, "a.png", "b.png", "a.jpg"))


def test_list_selects_by_id_or_key(tmp_path):
    found = make_items(tmp_path, "a.png", "s/b.png", "c.png", "c.jpg")
    listed = tmp_path / "list.txt"
    listed.write_text("\ufeffs\\b\r\n\r\na.png\n", encoding="utf-8")
    names = item_list.read_list(listed)
    chosen = item_list.select_items(found, names, where=listed)
    assert [item.id for item in chosen] == ["s/b.png", "a.png"]
    with pytest.raises(DataError, match="zzz: no such image"):
        item_list.select_items(found, ["zzz"], where=listed)
    with pytest.raises(DataError, match="two images"):
        item_list.select_items(found, ["c"], where=listed)


def test_tags_csv_states(tmp_path):
    found = make_items(tmp_path, "a.png", "b.png", "c.png")
    path = tmp_path / "tags.csv"
    path.write_text("image,blob,scratch\na.png,1,0\nb,,1\nother.png,1,1\n")
    table = tag_files.read_tags(path, found, CLASSES)
    assert table == {"a.png": {"blob": True, "scratch": False}, "b.png": {"scratch": True}}
    present, known = tag_files.tags_to_arrays(table, ["a.png", "b.png", "c.png"], CLASSES)
    np.testing.assert_array_equal(present, [[False, True], [True, False], [False, False]])
    np.testing.assert_array_equal(known, [[True, True], [True, False], [False, False]])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("image,dent\na.png,1\n", "unknown class 'dent'"),
        ("name,blob\na.png,1\n", "first column"),
        ("", "first column"),
        ("image,blob\na.png,2\n", "line 2.*'2'"),
        ("image,blob\na.png,1,1\n", "line 2.*more cells"),
        ("image,blob\nx.png,1\n", "names none of the images"),
    ],
)
def test_tags_csv_problems_are_named(tmp_path, text, words):
    path = tmp_path / "tags.csv"
    path.write_text(text)
    with pytest.raises(DataError, match=words):
        tag_files.read_tags(path, make_items(tmp_path, "a.png"), CLASSES)


def test_tags_of_authors_dictionary(tmp_path):
    path = tmp_path / "cls_labels.npy"
    np.save(path, {"a": np.array([1.0, 0.0], np.float32)}, allow_pickle=True)
    found = make_items(tmp_path, "a.png")
    assert tag_files.read_tags(path, found, CLASSES) == {"a.png": {"scratch": True, "blob": False}}
    with pytest.raises(DataError, match="2 tags for 1 classes"):
        tag_files.read_tags(path, found, ["scratch"])


def test_tags_from_folders(tmp_path):
    found = make_items(tmp_path, "Blob/a.png", "good/b.png", "c.png", "x/scratch/d.png")
    assert tag_files.tags_from_folders(found, CLASSES) == {
        "Blob/a.png": {"scratch": False, "blob": True},
        "good/b.png": {"scratch": False, "blob": False},
        "x/scratch/d.png": {"scratch": True, "blob": False},
    }
    with pytest.raises(DataError, match="no image lies in a folder"):
        tag_files.tags_from_folders(make_items(tmp_path, "c.png"), CLASSES)


table_strategy = st.dictionaries(
    st.from_regex(r"[a-z ,\"é]{1,8}\.png", fullmatch=True).filter(
        lambda name: name == name.strip()
    ),
    st.dictionaries(st.sampled_from(CLASSES), st.booleans()),
)


@given(table=table_strategy)
def test_tags_csv_round_trip(tmp_path, table):
    path = tmp_path / "tags.csv"
    path.write_text(tag_files.format_tags_csv(table, CLASSES), encoding="utf-8")
    assert tag_files.read_tags(path, make_items(tmp_path, *table), CLASSES) == table


# ---- natural order and long lists --------------------------------------------------------


@given(st.lists(st.text(st.sampled_from("ab2019._-/é٣"), max_size=8), max_size=12))
def test_natural_order_is_the_one_that_people_know(names):
    assert [item_list.natural_key(name) for name in item_list.natural_sorted(names)] == [
        item_list.natural_key(name) for name in natsorted(sorted(names))
    ]


@given(st.lists(st.text(st.sampled_from("ab2019._-/é٣"), max_size=8), min_size=1, max_size=12))
def test_first_is_the_first_of_the_sorted(names):
    assert item_list.natural_first(names) == item_list.natural_sorted(names)[0]


def test_natural_order_of_numbers_of_one_width(monkeypatch):
    monkeypatch.setattr(item_list, "_RUN", 7)
    names = [f"cam{camera}/img_{number:03}.png" for camera in range(3) for number in range(20)]
    assert item_list.natural_sorted(reversed(names)) == names
    assert item_list.natural_first(names[::-1]) == names[0]
    mixed = [*names, "cam10/img_000.png", "cam0/img_5.png"]
    assert item_list.natural_sorted(mixed)[:7] == [*names[:6], "cam0/img_5.png"]
    assert item_list.natural_sorted(mixed)[-1] == "cam10/img_000.png"
    assert item_list.natural_sorted([]) == []


def test_natural_order_does_not_depend_on_the_order_of_finding(monkeypatch):
    monkeypatch.setattr(item_list, "_RUN", 7)
    names = [f"{folder}/img{number}.png" for folder in "ab" for number in range(40)]
    names += ["a/img007.png", "a/img07.png"]
    found = item_list.natural_sorted(reversed(names))
    assert found == item_list.natural_sorted(names)
    assert found[7:11] == ["a/img007.png", "a/img07.png", "a/img7.png", "a/img8.png"]


def test_items_of_folders_are_made_when_asked_for(tmp_path):
    one = item_list.FolderItems(["a.png", "s/b.png"], {"": tmp_path})
    assert one[1] == ImageItem("s/b.png", tmp_path / "s" / "b.png")
    assert [item.id for item in one[0:9]] == list(one.ids)
    assert [item.id for item in one] == ["a.png", "s/b.png"]
    assert one.rows == {"a.png": 0, "s/b.png": 1}
    two = item_list.FolderItems(
        ["left/a.png", "right/a.png"], {"left": tmp_path / "l", "right": tmp_path / "r"}
    )
    assert two[1].path == tmp_path / "r" / "a.png"
    assert two.find(tmp_path / "l" / "a.png") == "left/a.png"
    assert two.find(tmp_path / "l" / "b.png") is None
    assert two.find(tmp_path / "a.png") is None
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    linked = item_list.FolderItems(["a.png"], {"": tmp_path / "link"})
    assert linked.find(tmp_path / "real" / "a.png") == "a.png"


def test_images_come_in_batches_that_can_be_cancelled(tmp_path, monkeypatch):
    monkeypatch.setattr(item_list, "_BATCH", 2)
    for number in range(5):
        (tmp_path / f"{number}.png").touch()
    (tmp_path / "folder.png").mkdir()
    (tmp_path / "png").touch()
    assert sorted(map(len, item_list.find_images(tmp_path))) == [1, 2, 2]
    token = CancelToken()
    batches = item_list.find_images(tmp_path, cancel=token)
    next(batches)
    token.cancel()
    with pytest.raises(Cancelled):
        next(batches)


@pytest.mark.parametrize(
    ("patterns", "left"),
    [
        ([], {"a.png", "a_GT.png", "s/b.PNG", "s/Label/b_label.PNG", "s/t/Label/c.png",
              "Label.png"}),
        (["*_GT.png"], {"a.png", "s/b.PNG", "s/Label/b_label.PNG", "s/t/Label/c.png", "Label.png"}),
        (["label/"], {"a.png", "a_GT.png", "s/b.PNG", "Label.png"}),
        (["s/Label/"], {"a.png", "a_GT.png", "s/b.PNG", "s/t/Label/c.png", "Label.png"}),
        (["?.png"], {"a_GT.png", "s/Label/b_label.PNG", "Label.png"}),
        (["s/*.png"], {"a.png", "a_GT.png", "s/Label/b_label.PNG", "s/t/Label/c.png", "Label.png"}),
        (["s/**/*.png"], {"a.png", "a_GT.png", "Label.png"}),
        (["[a.png", "a.pn"], {"a.png", "a_GT.png", "s/b.PNG", "s/Label/b_label.PNG",
                              "s/t/Label/c.png", "Label.png"}),
    ],
)  # fmt: skip
def test_patterns_leave_files_and_folders_out(tmp_path, patterns, left):
    everything = ["a.png", "a_GT.png", "s/b.PNG", "s/Label/b_label.PNG", "s/t/Label/c.png",
                  "Label.png"]  # fmt: skip
    for name in everything:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    found = {item.id for item in item_list.scan_folder(tmp_path, exclude=patterns)}
    assert found == left
    assert {name for name in everything if item_list.is_image(name, patterns)} == left


def test_names_that_no_file_can_have_are_sorted_whole():
    names = ["b\0 2.png", "b\0 10.png", "a.png", "\0", "ä\0\0.png"]
    assert sorted(item_list.natural_sorted(names)) == sorted(names)
