"""Heat maps of any program become maps of a project, shown and thresholded like our own."""

from __future__ import annotations

import json

import numpy as np
import pytest
from conftest import SHARED_DATA
from PIL import Image

from stac_core import cli
from stac_core.errors import ConfigError, DataError
from stac_core.formats.label_set import OpenOptions
from stac_core.formats.map_registry import MAP_FORMATS, choose_map_format
from stac_core.formats.maps import read_cam, write_cam
from stac_core.imported_maps import ImportedMaps, current_maps, list_maps, read_info
from stac_core.importing.map_values import MapValues
from stac_core.importing.maps import MapImport, import_maps
from stac_core.labels.store import open_store
from stac_core.new_project import make_project
from stac_core.project import load_project, project_items, save_project
from stac_core.types import CamResult, Cancelled, CancelToken, ReviewStatus

CLASSES = ["scratch", "Fleck ü"]
NAMES = ("a", "line 2/b", "line 2/c")
SIZE = (6, 8)


def ramp(size=SIZE, low=0.0, high=1.0):
    """From `low` at the left to `high` at the right."""
    return np.tile(np.linspace(low, high, size[1], dtype=np.float32), (size[0], 1))


@pytest.fixture
def root(tmp_path):
    """A project of three images, one with a mask that a person accepted."""
    for name in NAMES:
        path = tmp_path / "images" / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(np.zeros(SIZE, np.uint8)).save(path)
    root = tmp_path / "project"
    project = make_project(root, [tmp_path / "images"], CLASSES)
    root.mkdir()
    save_project(project, root)
    with open_store(root, CLASSES) as store:
        store.save(
            "a.png", status=ReviewStatus.ACCEPTED, mask=np.ones(SIZE, np.uint8),
            origin="person", who="Ada",
        )  # fmt: skip
    return root


def take(root, path, format_name=None, *, cancel=None, **wishes):
    project = load_project(root)
    items = project_items(project, root)
    wish = MapImport(path, format_name, **wishes)
    with open_store(root, project.class_names) as store:
        return import_maps(project, root, wish, items, store, store.tags(), cancel=cancel)


def maps_of(root, name):
    """The maps of an image as the window gets them."""
    items = {item.id: item for item in project_items(load_project(root), root)}
    return ImportedMaps(current_maps(root), CLASSES).read(items[f"{name}.png"])


def save_picture(path, values):
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(values).save(path)


def save_array(path, values, *, pickled=False):
    path.parent.mkdir(parents=True, exist_ok=True)
    np.save(path, values, allow_pickle=pickled)


def legacy(folder, **maps):
    """As STAC's authors have it: keys from 0 of the classes that are there."""
    for name, each in maps.items():
        save_array(folder / f"{name}.npy", each, pickled=True)
    return folder


# ---- formats ------------------------------------------------------------------------------------


def write_legacy(folder):
    for name in NAMES:
        save_array(folder / f"{name}.npy", {1: ramp()}, pickled=True)


def write_arrays(folder):
    for name in NAMES:
        save_array(folder / f"{name}.npy", np.stack([0 * ramp(), ramp()]).astype(np.float64))


def write_npz(folder):
    for name in NAMES:
        cam = np.stack([ramp(), 0 * ramp()])
        write_cam(
            folder / "cam" / f"{name}.npz",
            CamResult(cam, np.array([0.9, 0.1], np.float32), np.array([True, False]),
                      tuple(CLASSES[::-1])),
        )  # fmt: skip


def write_pages(folder):
    for name in NAMES:
        path = folder / f"{name}.tif"
        path.parent.mkdir(parents=True, exist_ok=True)
        first, second = Image.fromarray(0 * ramp()), Image.fromarray(ramp())
        first.save(path, save_all=True, append_images=[second])


def write_tiff_by_ending(folder):
    for name in NAMES:
        save_picture(folder / f"{name}_fleck ü.tiff", ramp())


def write_png_by_folder(folder):
    for name in NAMES:
        levels = np.rint(ramp() * 65_535).astype(np.uint16)
        save_picture(folder / "Fleck ü" / f"{name}.png", levels)


def write_png_by_ending(folder):
    for name in NAMES:
        save_picture(folder / f"{name}_Fleck ü.png", np.rint(ramp() * 255).astype(np.uint8))
        save_picture(folder / f"{name}_scratch.png", np.zeros(SIZE, np.uint8))


FORMATS = [
    (write_legacy, "maps-npy", True),
    (write_arrays, "maps-npy", True),
    (write_npz, "maps-npz", True),
    (write_pages, "maps-tiff", True),
    (write_tiff_by_ending, "maps-tiff", True),
    (write_png_by_folder, "maps-png", False),
    (write_png_by_ending, "maps-png", False),
]


@pytest.mark.parametrize(
    ("write", "name", "found"), FORMATS, ids=[each[0].__name__ for each in FORMATS]
)
def test_maps_of_every_format_arrive_under_the_projects_classes(root, tmp_path, write, name, found):
    write(tmp_path / "their maps")
    report = take(root, tmp_path / "their maps", None if found else name)
    assert sorted(report.images) == sorted(f"{each}.png" for each in NAMES)
    assert (report.resized, report.unknown, report.damaged, report.without) == ({}, [], {}, 0)
    assert read_info(current_maps(root)).format == name
    result = maps_of(root, "line 2/b")
    assert result.classes == tuple(CLASSES)
    assert np.allclose(result.cam[1], ramp(), atol=1 / 255)
    assert not result.cam[0].any()
    assert result.present.tolist() == [False, True]


def test_maps_that_are_no_maps_are_named(root, tmp_path):
    with pytest.raises(DataError, match="no such folder"):
        choose_map_format(tmp_path / "gone")
    (tmp_path / "empty").mkdir()
    with pytest.raises(DataError, match="no known format.*maps-npy"):
        choose_map_format(tmp_path / "empty")
    for each in MAP_FORMATS.values():
        assert not each.looks_like(tmp_path / "empty")
        with pytest.raises(DataError, match="empty"):
            each.open(tmp_path / "empty", OpenOptions(CLASSES))
    with pytest.raises(DataError, match="no format 'maps-xyz'"):
        take(root, tmp_path / "empty", "maps-xyz")


@pytest.mark.parametrize(
    ("name", "write", "reason"),
    [
        ("maps-npy", lambda f: save_array(f / "a.npy", {2: ramp()}, pickled=True), "index 2"),
        ("maps-npy", lambda f: save_array(f / "a.npy", ramp()), "not maps of 2 classes"),
        ("maps-npy", lambda f: (f / "a.npy").write_bytes(b"\x93NUMPY"), "a.npy"),
        ("maps-tiff", lambda f: save_picture(f / "a.tif", ramp()), "1 pages, but there are 2"),
        ("maps-tiff", lambda f: save_picture(f / "a.tif", np.zeros((2, 2, 3), np.uint8)), "Colour"),
        ("maps-png", lambda f: (f / "a_scratch.png").write_bytes(b"\x89PNG"), "a_scratch.png"),
        ("maps-npy", lambda f: save_array(f / "a.npy", {0: ramp() * np.nan}, pickled=True), "no n"),
    ],
)  # fmt: skip
def test_damaged_maps_are_named_and_the_others_taken(root, tmp_path, name, write, reason):
    folder = tmp_path / "maps"
    folder.mkdir()
    write(folder)
    with pytest.raises(DataError, match=rf"none of these maps can be used; the first: .*{reason}"):
        take(root, folder, name)
    assert list_maps(root) == []
    if name == "maps-npy":
        save_array(folder / "line 2/b.npy", {0: ramp()}, pickled=True)
        report = take(root, folder, name)
        assert report.images == ["line 2/b.png"]
        assert reason in report.damaged["a.png"]


def test_file_that_would_run_code_is_refused(root, tmp_path):
    (tmp_path / "maps").mkdir()
    np.save(tmp_path / "maps/a.npy", {0: open}, allow_pickle=True)
    with pytest.raises(DataError, match="refused as unsafe"):
        take(root, tmp_path / "maps")


def test_folders_of_classes_that_the_project_has_not_need_a_word(root, tmp_path):
    for name in ("scratch", "crack"):
        save_picture(tmp_path / "maps" / name / "a.png", np.full(SIZE, 255, np.uint8))
    with pytest.raises(DataError, match="the project has no class 'crack'"):
        take(root, tmp_path / "maps", "maps-png")
    take(root, tmp_path / "maps", "maps-png", mapping={"crack": "Fleck ü", "scratch": ""})
    assert maps_of(root, "a").present.tolist() == [False, True]


def test_two_classes_that_become_one_keep_the_higher_value(root, tmp_path):
    legacy(tmp_path / "maps", a={0: ramp(), 1: ramp()[:, ::-1]})
    take(root, tmp_path / "maps", classes=["x", "y"], mapping={"x": "scratch", "y": "scratch"})
    assert np.array_equal(maps_of(root, "a").cam[0], np.maximum(ramp(), ramp()[:, ::-1]))


# ---- values and sizes ---------------------------------------------------------------------------


def test_values_out_of_range_are_refused_until_somebody_says_what_to_do(root, tmp_path):
    folder = legacy(tmp_path / "maps", a={0: ramp(low=-2, high=6)}, **{"line 2/b": {0: ramp()}})
    with pytest.raises(ConfigError, match=r"values from -2 to 6, not 0 to 1.*--values"):
        take(root, folder)
    assert list_maps(root) == []
    take(root, folder, values=MapValues.parse("stretch"), name="stretched")
    assert np.allclose(maps_of(root, "a").cam[0], ramp())
    take(root, folder, values=MapValues.parse("0:4"), name="cut")
    assert np.allclose(maps_of(root, "a").cam[0], np.clip(ramp(low=-2, high=6) / 4, 0, 1))
    assert np.allclose(maps_of(root, "line 2/b").cam[0], ramp() / 4)
    assert [read_info(each).values for each in list_maps(root)] == ["0:4", "stretch"]


def test_stretching_a_flat_map_leaves_nothing(root, tmp_path):
    take(root, legacy(tmp_path / "maps", a={0: ramp(low=7, high=7)}), values=MapValues("stretch"))
    assert not maps_of(root, "a").present.any()


@pytest.mark.parametrize("text", ["", "1", "1:0", "a:b", "0:inf", "nan:1", "0:1:2"])
def test_wrong_way_to_bring_values_is_an_error(text):
    with pytest.raises(ConfigError, match="no way to bring maps"):
        MapValues.parse(text)


def test_other_sizes_are_resized_bilinearly_and_reported(root, tmp_path):
    small = np.array([[0, 1], [0, 1]], np.float32)
    report = take(root, legacy(tmp_path / "maps", a={0: small}))
    assert report.resized == {"a.png": (2, 2)}
    row = np.clip((np.arange(8) + 0.5) / 4 - 0.5, 0, 1)
    assert np.allclose(maps_of(root, "a").cam[0], np.tile(row, (6, 1)), atol=1e-6)


def test_maps_of_strangers_and_images_without_maps_are_counted(root, tmp_path):
    folder = legacy(tmp_path / "maps", a={0: ramp()}, stranger={0: ramp()})
    report = take(root, folder)
    assert (report.unknown, report.without) == (["stranger"], 2)
    with pytest.raises(DataError, match=r"line 2/b\.png: there are no maps of this image in maps"):
        maps_of(root, "line 2/b")
    (folder / "a.npy").unlink()
    with pytest.raises(DataError, match="none of these maps belongs"):
        take(root, folder, name="again")


# ---- the project --------------------------------------------------------------------------------


def test_name_that_is_taken_is_refused_and_the_latest_maps_are_current(root, tmp_path):
    folder = legacy(tmp_path / "maps", a={0: ramp()})
    first = take(root, folder)
    with pytest.raises(DataError, match="has maps of the name 'maps' already"):
        take(root, folder)
    second = take(root, folder, name="CAM: v2/x")
    assert second.folder.name == "CAM_ v2_x"
    assert list_maps(root) == [second.folder, first.folder]
    assert read_info(first.folder).digest == read_info(second.folder).digest


def test_cancelled_import_leaves_nothing(root, tmp_path):
    folder = legacy(tmp_path / "maps", a={0: ramp()})
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        take(root, folder, cancel=token)
    assert list((root / "maps").iterdir()) == []


def test_classes_may_get_other_names_and_more_of_them_later(root, tmp_path):
    take(root, legacy(tmp_path / "maps", a={1: ramp()}))
    item = project_items(load_project(root), root)[0]
    later = ImportedMaps(current_maps(root), ["cut", "stain", "hole"]).read(item)
    assert later.classes == ("cut", "stain", "hole")
    assert later.cam.shape == (3, *SIZE)
    assert (later.present.tolist(), later.scores.tolist()) == ([False, True, False], [0, 1, 0])
    with pytest.raises(DataError, match="maps of 2 classes"):
        ImportedMaps(current_maps(root), ["one"])


def test_maps_of_a_newer_program_are_refused(root, tmp_path):
    take(root, legacy(tmp_path / "maps", a={1: ramp()}))
    path = current_maps(root) / "maps.json"
    values = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps(values | {"version": 2}), "utf-8")
    with pytest.raises(DataError, match="newer program"):
        ImportedMaps(current_maps(root))


# ---- proposals ----------------------------------------------------------------------------------


def test_threshold_makes_proposals_and_leaves_peoples_masks_alone(root, tmp_path):
    low = ramp(high=0.4)
    folder = legacy(
        tmp_path / "maps", a={0: ramp()}, **{"line 2/b": {0: ramp()}, "line 2/c": {1: low}}
    )
    report = take(root, folder, threshold=0.3)
    assert (report.proposed, report.left_alone) == (2, 1)
    digest = read_info(report.folder).digest
    with open_store(root, CLASSES) as store:
        assert store.load_mask(store.record("a.png").mask_digest).all()
        record = store.record("line 2/b.png")
        assert (record.origin, record.status) == ("model", ReviewStatus.TODO)
        assert (record.source["kind"], record.source["model"]) == ("imported", digest)
        assert np.array_equal(store.load_mask(record.mask_digest), ramp() > 0.3)
        # a low map counts as well: nobody said how sure its model is of the class
        other = store.load_mask(store.record("line 2/c.png").mask_digest)
        assert np.array_equal(other, 2 * (low > 0.3))
        scores = store.predictions()["line 2/c.png"]
        assert scores.model == digest
        assert scores.scores == pytest.approx({"scratch": 0, "Fleck ü": 0.4})


def test_proposals_are_refined_as_asked_for(root, tmp_path):
    dot = np.zeros(SIZE, np.float32)
    dot[2, 2] = dot[4, 5] = dot[4, 6] = 1
    folder = legacy(tmp_path / "maps", **{"line 2/b": {0: dot}})
    arguments = ["import", str(root), str(folder), "--threshold", "0.5"]
    for name, extra, pixels in (("plain", [], 3), ("clean", ["--refine", "specks:pixels=2"], 2)):
        assert cli.main([*arguments, "--name", name, *extra]) == 0
        with open_store(root, CLASSES) as store:
            record = store.record("line 2/b.png")
            assert np.count_nonzero(store.load_mask(record.mask_digest)) == pixels
            assert len(record.source["refine"]) == len(extra) // 2


def test_class_that_is_tagged_as_absent_gets_no_proposal(root, tmp_path):
    with open_store(root, CLASSES) as store:
        store.set_tags({"line 2/b.png": {"scratch": False}})
    folder = legacy(tmp_path / "maps", **{"line 2/b": {0: ramp(), 1: ramp()[:, ::-1]}})
    take(root, folder, threshold=0.5)
    with open_store(root, CLASSES) as store:
        mask = store.load_mask(store.record("line 2/b.png").mask_digest)
    assert np.array_equal(mask, 2 * (ramp()[:, ::-1] > 0.5))


def test_scores_that_say_how_sure_a_model_is_decide_what_counts(root, tmp_path):
    write_npz(tmp_path / "maps")  # the class that is sure of 0.1 only has a hot map, too
    for path in (tmp_path / "maps").rglob("*.npz"):
        found = read_cam(path)
        write_cam(path, CamResult(np.stack([ramp(), ramp()]), found.scores, found.present,
                                  found.classes))  # fmt: skip
    take(root, tmp_path / "maps", threshold=0.5)
    with open_store(root, CLASSES) as store:
        mask = store.load_mask(store.record("line 2/b.png").mask_digest)
    assert np.array_equal(mask, 2 * (ramp() > 0.5))


def test_command_imports_maps_and_says_so(root, tmp_path, capsys):
    folder = legacy(tmp_path / "their maps", a={0: ramp()}, **{"line 2/b": {0: ramp((3, 4))}})
    arguments = ["import", str(root), str(folder), "--threshold", "0.5", "--json", "-"]
    assert cli.main(arguments) == 0
    result = json.loads(capsys.readouterr().out)
    assert (result["proposed"], result["left_alone"], result["without"]) == (1, 1, 1)
    assert result["resized"] == {"line 2/b.png": [3, 4]}
    assert cli.main([*arguments[:3], "--format", "maps-npy"]) == 1
    assert "--name" in capsys.readouterr().err
    assert cli.main([*arguments[:3], "--values", "wide"]) == 2


def test_threshold_is_no_option_for_labels(root, tmp_path, capsys):
    save_picture(tmp_path / "masks/a.png", np.zeros(SIZE, np.uint8))
    assert cli.main(["import", str(root), str(tmp_path / "masks"), "--threshold", "0.5"]) == 2
    assert "--threshold is for heat maps" in capsys.readouterr().err


@pytest.mark.shared_data
def test_authors_maps_through_a_project_score_what_the_authors_report(tmp_path, capsys):
    data, root, out = SHARED_DATA / "reference_maps", tmp_path / "project", tmp_path / "voc"
    classes = "inclusion,patches,scratches"
    for arguments in (
        ["init", str(root), "--images", str(data / "images"), "--classes", classes],
        ["import", str(root), str(data / "npy-patchcam"), "--threshold", "0.6"],
        ["export", str(root), "--format", "voc", "--out", str(out), "--status", "todo"],
    ):
        assert cli.main(arguments) == 0
    capsys.readouterr()
    arguments = ["evaluate", "--pred", str(out / "SegmentationClass"), "--gt", str(data / "masks")]
    assert cli.main([*arguments, "--classes", classes, "--json", "-"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert (result["images"], round(result["miou"], 3)) == (24, 76.337)
