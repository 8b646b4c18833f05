"""Keeping projects: backups that are whole, image folders found again, diagnostics for helpers."""

from __future__ import annotations

import json
import shutil
import sqlite3
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stac_core import backup
from stac_core.backup import back_up
from stac_core.cli import main
from stac_core.diagnostics import gather, versions, write_bundle
from stac_core.errors import ConfigError, DataError, StacError, StorageError
from stac_core.gpu import Card, GpuState, gpu_state, parse_cards, why_no_gpu
from stac_core.labels.store import open_store
from stac_core.project import load_project, project_items, save_project
from stac_core.relink import folder_places, guess_folder, match_folder, relink
from stac_core.types import Cancelled, CancelToken, ReviewStatus

CLASSES = ("scratch", "blob")


@pytest.fixture
def project(tmp_path, image_folder):
    """A project with two decided images, files beside them, and a cache."""
    root = tmp_path / "project"
    arguments = ["init", root, "--images", image_folder, "--classes", ",".join(CLASSES)]
    assert main([str(each) for each in arguments]) == 0
    with open_store(root, CLASSES) as store:
        store.set_tags({"img1.png": {"scratch": True}, "sub/b.png": {"blob": True}})
        for number, name in enumerate(("img1.png", "img2.png")):
            mask = np.full((40, 48), number + 1, np.uint8)
            store.save(name, status=ReviewStatus.ACCEPTED, mask=mask, origin="person")
    (root / "runs" / "one").mkdir(parents=True)
    (root / "runs" / "one" / "model.safetensors").write_bytes(b"weights" * 1000)
    (root / "runs" / "one" / "log.txt").write_text("epoch 1\n")
    (root / "cache").mkdir(exist_ok=True)
    (root / "cache" / "map.npz").write_bytes(b"later")
    return root


def lost_folders(root):
    return [place for place in folder_places(root) if not place.is_there]


def opened(root):
    project = load_project(root)
    with open_store(root, project.class_names, read_only=True) as store:
        records = store.records()
        masks = {name: store.load_mask(each.mask_digest) for name, each in records.items()}
        return project, store.tags(), {n: r.status for n, r in records.items()}, masks


def same(one, other):
    assert one[1:3] == other[1:3]
    assert all(np.array_equal(one[3][name], other[3][name]) for name in one[3])
    assert one[0].class_names == other[0].class_names


# ---- backups ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["copy", "copy.zip"])
@pytest.mark.parametrize("images", [True, False])
def test_backup_opens_elsewhere_with_everything(project, tmp_path, name, images, image_folder):
    target, steps = tmp_path / "away" / name, []
    report = back_up(
        project, target, images=images, progress=lambda done, total: steps.append((done, total))
    )
    assert report.target == target
    assert report.images == (6 if images else 0)
    assert report.missing == ()
    assert steps == sorted(steps)
    assert sorted(each.name for each in target.parent.iterdir()) == [name]
    place = target
    if name.endswith(".zip"):
        place = tmp_path / "unpacked"
        with zipfile.ZipFile(target) as packed:
            packed.extractall(place)
    same(opened(place), opened(project))
    assert (place / "runs/one/model.safetensors").read_bytes() == b"weights" * 1000
    assert not (place / "cache").exists()
    assert len([each for each in place.rglob("*") if each.is_file()]) == report.files
    if images:
        shutil.rmtree(image_folder)
    items = project_items(load_project(place), place)
    assert [item.id for item in items if item.path.is_file()] == [
        "a.jpg", "img1.png", "img2.png", "img10.png", "sub/b.png", "sub/c.png",
    ]  # fmt: skip


def test_backup_while_somebody_decides_is_of_one_moment(project, tmp_path, monkeypatch):
    with open_store(project, CLASSES) as store:
        add = backup._Folder.add

        def decide_meanwhile(self, name, path, counter):
            if name.startswith("runs/one/model"):
                mask = np.full((40, 48), 2, np.uint8)
                mask[:5] = 1
                store.save("img10.png", status=ReviewStatus.REJECTED, mask=mask, origin="person")
            add(self, name, path, counter)

        monkeypatch.setattr(backup._Folder, "add", decide_meanwhile)
        report = back_up(project, tmp_path / "copy")
        assert report.missing == ()
    copied = opened(tmp_path / "copy")
    assert copied[2]["img10.png"] is ReviewStatus.REJECTED
    same(copied, opened(project))
    assert not list((tmp_path / "copy").glob("labels.sqlite-*"))


def test_images_inside_the_project_are_left_out_or_taken_along(tmp_path, image_folder):
    root = tmp_path / "project"
    shutil.copytree(image_folder, root / "pictures")
    arguments = ["init", root, "--images", root / "pictures", "--classes", "a"]
    assert main([str(each) for each in arguments]) == 0
    assert back_up(root, tmp_path / "without").images == 0
    assert not (tmp_path / "without" / "pictures").exists()
    assert len(project_items(load_project(tmp_path / "without"), tmp_path / "without")) == 6
    back_up(root, tmp_path / "with", images=True)
    shutil.rmtree(root)
    assert len(project_items(load_project(tmp_path / "with"), tmp_path / "with")) == 6


def test_what_an_image_folder_leaves_out_is_the_projects_and_kept(tmp_path, save_image):
    root = tmp_path / "project"
    for name in ("line/a.png", "line/a_GT.png", "line/Label/b.png"):
        save_image(root / "pictures" / name, np.zeros((4, 4), np.uint8))
    (root / "pictures/line/Label/list.txt").write_text("b")
    assert main(["init", str(root), "--images", str(root / "pictures"), "--classes", "a"]) == 0
    project = load_project(root)
    folder = project.image_folders[0].model_copy(update={"exclude": ["*_GT.png", "Label/"]})
    save_project(project.model_copy(update={"image_folders": [folder]}), root)
    for images in (False, True):
        copy = tmp_path / f"copy{images}"
        assert back_up(root, copy, images=images).images == images
        found = {each.relative_to(copy).as_posix() for each in copy.rglob("*.*")}
        assert {
            "pictures/line/a_GT.png", "pictures/line/Label/b.png", "pictures/line/Label/list.txt",
        } == {name for name in found if name.startswith("pictures/")}  # fmt: skip
        assert [item.id for item in project_items(load_project(copy), copy)] == ["line/a.png"]


def test_moved_folder_with_masks_beside_the_images_is_looked_at_without_them(tmp_path, save_image):
    root, folder = tmp_path / "project", tmp_path / "pictures"
    for name in ("a.png", "a_GT.png"):
        save_image(folder / name, np.zeros((4, 4), np.uint8))
    assert main(["init", str(root), "--images", str(folder), "--classes", "a"]) == 0
    project = load_project(root)
    left = project.image_folders[0].model_copy(update={"exclude": ["*_GT.png"]})
    save_project(project.model_copy(update={"image_folders": [left]}), root)
    (place,) = folder_places(root)
    assert match_folder(folder, {"a.png"}, exclude=place.exclude).images == 1


def test_missing_masks_are_named_not_hidden(project, tmp_path):
    mask = next((project / "masks").rglob("*.png"))
    mask.unlink()
    assert back_up(project, tmp_path / "copy").missing == (mask.stem,)


def left(tmp_path):
    return sorted(path.name for path in tmp_path.iterdir())


@pytest.mark.parametrize("name", ["copy", "copy.zip"])
def test_cancelled_backup_leaves_nothing(project, tmp_path, name):
    token, before = CancelToken(), left(tmp_path)

    def stop(done, total):
        if done > 10:
            token.cancel()

    with pytest.raises(Cancelled):
        back_up(project, tmp_path / name, images=True, progress=stop, cancel=token)
    assert left(tmp_path) == before


@pytest.mark.parametrize("name", ["copy", "copy.zip"])
def test_spoilt_copy_is_found_out_and_not_kept(project, tmp_path, name, monkeypatch):
    kind, before = backup._Zip if name.endswith("zip") else backup._Folder, left(tmp_path)
    check = kind.check

    def spoil(self, counter):
        self.close()
        if self._path.is_dir():
            victim = next(self._path.rglob("model.safetensors"))
            victim.write_bytes(b"x" + victim.read_bytes()[1:])
        else:
            data = bytearray(self._path.read_bytes())
            place = data.index(b"weightsweights")
            data[place] ^= 255
            self._path.write_bytes(data)
        check(self, counter)

    monkeypatch.setattr(kind, "check", spoil)
    with pytest.raises(DataError, match="not what was copied"):
        back_up(project, tmp_path / name)
    assert left(tmp_path) == before


def test_full_disk_says_so_and_leaves_nothing(project, tmp_path, monkeypatch):
    before = left(tmp_path)

    def full(self, name, path, counter):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup._Folder, "add", full)
    with pytest.raises(StorageError, match="disk is full"):
        back_up(project, tmp_path / "copy")
    assert left(tmp_path) == before


def test_backup_never_replaces_or_lies_inside(project, tmp_path):
    (tmp_path / "there.zip").touch()
    with pytest.raises(StorageError, match="something already"):
        back_up(project, tmp_path / "there.zip")
    with pytest.raises(StorageError, match="inside the project"):
        back_up(project, project / "copy.zip")


def test_damaged_store_is_not_backed_up_in_silence(project, tmp_path):
    for path in project.glob("labels.sqlite-*"):
        path.unlink()
    store = project / "labels.sqlite"
    data = bytearray(store.read_bytes())
    data[4096 : 4096 * 4] = b"\xff" * (4096 * 3)
    store.write_bytes(data)
    with pytest.raises(StacError):
        back_up(project, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


# ---- image folders that moved ----------------------------------------------------------------


def test_moved_folder_is_lost_found_and_written_down(project, image_folder, tmp_path):
    assert lost_folders(project) == []
    moved = tmp_path / "archive" / "2026"
    moved.parent.mkdir()
    image_folder.rename(moved)
    (lost,) = lost_folders(project)
    assert (lost.name, lost.path) == ("images", image_folder)
    assert lost.known == {"img1.png", "img2.png", "sub/b.png"}
    match = match_folder(moved, lost.known)
    assert (match.images, match.known, match.found) == (6, 3, 3)
    assert match.is_whole
    relink(project, {"images": moved})
    assert lost_folders(project) == []
    assert load_project(project).image_folders[0].path == "../archive/2026"
    assert len(project_items(load_project(project), project)) == 6


def test_one_too_high_or_too_deep_is_put_right(project, image_folder, tmp_path):
    moved = tmp_path / "archive" / "2026"
    moved.parent.mkdir()
    image_folder.rename(moved)
    (lost,) = lost_folders(project)
    for chosen in (moved.parent, moved / "sub"):
        assert match_folder(chosen, lost.known).folder == moved


def test_wrong_folder_is_refused_by_its_numbers(project, image_folder, tmp_path, save_image):
    image_folder.rename(tmp_path / "gone")
    (lost,) = lost_folders(project)
    other = tmp_path / "elsewhere" / "other"
    save_image(other / "x.png", np.zeros((8, 8), np.uint8))
    match = match_folder(other, lost.known)
    assert (match.images, match.found, match.fits) == (1, 0, False)
    save_image(other / "img1.png", np.zeros((8, 8), np.uint8))
    match = match_folder(other, lost.known)
    assert (match.found, match.fits, match.is_whole) == (1, True, False)
    assert match.missing == ("img2.png", "sub/b.png")
    assert not match_folder(tmp_path / "elsewhere" / "other", {"y.png"}).fits
    assert match_folder(other, set()).fits


def test_other_images_of_the_same_names_are_noticed_by_their_size(
    project, image_folder, tmp_path, save_image
):
    image_folder.rename(tmp_path / "gone")
    (lost,) = lost_folders(project)
    assert set(lost.masks) == {"img1.png", "img2.png"}
    other = tmp_path / "batch 2"
    save_image(other / "img1.png", np.zeros((40, 48), np.uint8))
    save_image(other / "img2.png", np.zeros((48, 40), np.uint8))
    match = match_folder(other, lost.known, masks=lost.masks)
    assert match.other_size == ("img2.png",)
    assert match_folder(tmp_path / "gone", lost.known, masks=lost.masks).other_size == ()


def test_lost_folder_is_guessed_beside_the_project(project, image_folder, tmp_path):
    moved = project / "images"
    image_folder.rename(moved)
    (lost,) = lost_folders(project)
    assert guess_folder(project, lost) == moved
    shutil.rmtree(moved)
    moved.mkdir()
    assert guess_folder(project, lost) is None


def test_only_the_lost_one_of_several_folders_changes(tmp_path, save_image):
    for name in ("one", "two"):
        save_image(tmp_path / name / "same.png", np.zeros((8, 8), np.uint8))
    root = tmp_path / "project"
    folders = [str(tmp_path / "one"), str(tmp_path / "two")]
    assert main(["init", str(root), "--images", *folders, "--classes", "a"]) == 0
    with open_store(root, ["a"]) as store:
        store.set_tags({"one/same.png": {"a": True}, "two/same.png": {"a": False}})
    (tmp_path / "two").rename(tmp_path / "zwei")
    (lost,) = lost_folders(root)
    assert (lost.name, lost.known) == ("two", {"same.png"})
    relink(root, {"two": tmp_path / "zwei"})
    items = project_items(load_project(root), root)
    assert [item.id for item in items] == ["one/same.png", "two/same.png"]


def test_relinking_refuses_what_is_not_there_and_changes_nothing(project, tmp_path, monkeypatch):
    before = (project / "project.yaml").read_bytes()
    with pytest.raises(ConfigError, match="no image folder"):
        relink(project, {"other": tmp_path})
    with pytest.raises(DataError, match="does not exist"):
        relink(project, {"images": tmp_path / "nowhere"})

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", fail)
    with pytest.raises(StorageError, match="disk is full"):
        relink(project, {"images": tmp_path / "images"})
    assert (project / "project.yaml").read_bytes() == before


# ---- the GPU in a sentence -------------------------------------------------------------------

CARD = Card("RTX 4000", "550.1", 20_000.0, 18_000.0)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (GpuState(torch="2.13", cuda="12.8", usable=True, cards=(CARD,)), ""),
        (GpuState(torch="2.13"), "no NVIDIA GPU here"),
        (GpuState(torch="2.13", cards=(CARD,)), "built for the CPU only"),
        (GpuState(torch="2.13", cuda="12.8"), "No NVIDIA GPU or driver"),
        (GpuState(torch="2.13", cuda="12.8", cards=(CARD,), hidden=True), "CUDA_VISIBLE_DEVICES"),
        (
            GpuState(torch="2.13", cuda="12.8", cards=(CARD,),
                     problem="The NVIDIA driver on your system is too old"),
            "driver (550.1) is too old for CUDA 12.8",
        ),
        (
            GpuState(torch="2.13", cuda="12.8", usable=True, cards=(CARD,), too_old=("GTX 780",)),
            "GTX 780 is too old",
        ),
        (
            GpuState(torch="2.13", cuda="12.8", usable=True,
                     cards=(Card("RTX 4000", "550.1", 20_000.0, 120.0),)),
            "120 of 20000 MB are free",
        ),
        (
            GpuState(torch="2.13", cuda="12.8", cards=(CARD,), problem="CUDA out of memory"),
            "is full",
        ),
        (
            GpuState(torch="2.13", cuda="12.8", cards=(CARD,), problem="unknown error"),
            "does not answer (unknown error)",
        ),
        (GpuState(problem="torch cannot be loaded (no)"), "torch cannot be loaded"),
    ],
)  # fmt: skip
def test_every_way_to_have_no_gpu_is_said_in_a_sentence(state, words):
    sentence = why_no_gpu(state)
    assert words in sentence
    assert (sentence == "") == (words == "")


def test_answer_of_the_driver_is_read_whatever_it_is():
    assert parse_cards("RTX 4000, 550.1, 20000, 18000\nNVIDIA-SMI has failed\n") == (CARD,)


@given(st.text(max_size=60))
def test_answer_of_the_driver_never_breaks(text):
    assert all(isinstance(card, Card) for card in parse_cards(text))


def test_torch_is_asked_in_a_process_of_its_own():
    import torch

    state = gpu_state()
    assert state.torch == str(torch.__version__)
    assert state.usable == torch.cuda.is_available()
    assert bool(why_no_gpu(state)) != state.usable


# ---- diagnostics -----------------------------------------------------------------------------


def test_bundle_says_what_is_in_it_and_holds_no_image(project, tmp_path):
    log = tmp_path / "log.txt"
    log.write_text("line\n" * 10)
    parts = gather(
        root=project, logs=[log, tmp_path / "none.txt"], settings={"window/theme": "dark"},
        window={"platform": "offscreen"}, gpu=GpuState(torch="2.13"),
    )  # fmt: skip
    target = tmp_path / "help.zip"
    write_bundle(target, parts)
    with zipfile.ZipFile(target) as bundle:
        names = set(bundle.namelist())
        text = bundle.read("READ ME.txt").decode()
        assert json.loads(bundle.read("project.json"))["records"] == {"accepted": 2}
        assert json.loads(bundle.read("project.json"))["integrity"] == "ok"
        assert "no NVIDIA GPU here" in json.loads(bundle.read("gpu.json"))["why not"]
        assert json.loads(bundle.read("versions.json")) == versions()
        assert bundle.read("project.yaml") == (project / "project.yaml").read_bytes()
    assert {"system.json", "settings.json", "window.json", "logs/log.txt"} <= names
    assert "runs/one/log.txt" in names
    assert not [name for name in names if Path(name).suffix in {".png", ".jpg", ".sqlite"}]
    assert all(name in text for name in names - {"READ ME.txt"})


def test_bundle_of_a_broken_project_is_still_made(tmp_path):
    root = tmp_path / "broken"
    root.mkdir()
    (root / "labels.sqlite").write_bytes(b"no database" * 100)
    parts = {part.name: part for part in gather(root=root, gpu=GpuState())}
    assert "cannot be read" in json.loads(parts["project.json"].data)["store"]
    with pytest.raises(sqlite3.Error), sqlite3.connect(root / "labels.sqlite") as db:
        db.execute("SELECT * FROM records")
