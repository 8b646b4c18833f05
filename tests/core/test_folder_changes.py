from __future__ import annotations

import os

import pytest

from stac_core.data.folder_changes import changed_files, folder_times, list_again, stamp_of
from stac_core.data.items import FolderItems
from stac_core.errors import DataError


@pytest.fixture
def items(tmp_path):
    for name in ("l/a.png", "l/deep/er/b.png", "r/c.png"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"1")
    ids = ["left/a.png", "left/deep/er/b.png", "right/c.png"]
    return FolderItems(ids, {"left": tmp_path / "l", "right": tmp_path / "r"})


def test_times_of_all_folders_that_can_hold_images(items, tmp_path):
    before = folder_times(items)
    assert set(before) == {tmp_path / each for each in ("l", "l/deep", "l/deep/er", "r")}
    for folder in ("l/deep", "r"):  # a new folder, a new file
        os.utime(tmp_path / folder, ns=(1, 1))
        assert folder_times(items) != before
        before = folder_times(items)
    (tmp_path / "r" / "c.png").unlink()
    (tmp_path / "r").rmdir()
    assert folder_times(items)[tmp_path / "r"] == 0


def test_listing_again(items, tmp_path):
    assert list(list_again(items).ids) == list(items.ids)
    (tmp_path / "r" / "c2.png").write_bytes(b"1")
    (tmp_path / "l" / "a.png").unlink()
    assert list(list_again(items).ids) == ["left/deep/er/b.png", "right/c2.png", "right/c.png"]
    (tmp_path / "r").rename(tmp_path / "elsewhere")
    with pytest.raises(DataError, match="does not exist"):
        list_again(items)


def test_files_that_are_not_what_they_were(tmp_path):
    same, other, gone = (tmp_path / each for each in ("same", "other", "gone"))
    for path in (same, other, gone):
        path.write_bytes(b"1")
    stamps = {path.name: (path, stamp_of(path)) for path in (same, other, gone)}
    other.write_bytes(b"22")
    gone.unlink()
    assert changed_files(stamps) == ["other"]
