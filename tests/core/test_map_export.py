"""Heat maps that a project keeps, written for other programs and read again."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from stac_core import cli
from stac_core.cam_cache import CamCache, cache_identity
from stac_core.errors import DataError
from stac_core.exporting.run import ExportRequest, export_labels
from stac_core.formats.label_set import OpenOptions
from stac_core.formats.map_registry import MAP_FORMATS
from stac_core.formats.maps import write_cam
from stac_core.importing.maps import MapImport, import_maps
from stac_core.labels.records import Prediction
from stac_core.labels.store import open_store
from stac_core.new_project import make_project
from stac_core.project import load_project, project_items, save_project
from stac_core.types import CamResult, ReviewStatus

CLASSES = ["scratch", "Fleck? ü"]
COLORS = [(230, 159, 0), (86, 180, 233)]
NAMES = ("a", "line 2/böse")
SIZE = (6, 8)


def maps(seed):
    values = np.random.default_rng(seed).random((2, *SIZE), dtype=np.float32)
    values[1] *= seed % 2
    scores = np.array([0.9, 0.2], np.float32)
    return CamResult(values, scores, scores > 0.5, tuple(CLASSES))


@pytest.fixture
def root(tmp_path):
    """A project of two images with proposals, and of the first with maps in the cache."""
    for name in NAMES:
        path = tmp_path / "images" / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(np.zeros(SIZE, np.uint8)).save(path)
    root = tmp_path / "project"
    project = make_project(root, [tmp_path / "images"], CLASSES)
    root.mkdir()
    save_project(project, root)
    items = project_items(project, root)
    with open_store(root, CLASSES) as store:
        for seed, item in enumerate(items):
            store.propose(item.id, np.ones(SIZE, np.uint8), {"model": "f00d"})
            store.set_predictions({item.id: Prediction.of(maps(seed), "f00d", "spec")})
        CamCache(root).put(items[0], cache_identity("f00d", "spec"), maps(1))
    return root


def export(root, out, name, classes=CLASSES):
    with open_store(root, classes, read_only=True) as store:
        items = project_items(load_project(root), root)
        request = ExportRequest(out, name, [ReviewStatus.TODO])
        return export_labels(store, items, COLORS, request)


@pytest.mark.parametrize(
    ("name", "files", "error"),
    [
        ("maps-npz", {"cam/a.npz"}, 0),
        ("maps-png", {"scratch/a.png", "Fleck_ ü/a.png"}, 0.5 / 65_535),
        ("maps-tiff", {"scratch/a.tif", "Fleck_ ü/a.tif"}, 0),
    ],
)
def test_maps_come_back_as_they_were(root, tmp_path, name, files, error):
    report = export(root, tmp_path / "out", name)
    assert report.written == ["a.png"]
    assert list(report.skipped) == ["line 2/böse.png"]
    assert "stac predict" in report.skipped["line 2/böse.png"]
    found = {
        path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*")
    }
    assert files <= found
    back = MAP_FORMATS[name].open(tmp_path / "out", OpenOptions(CLASSES))
    assert back.names == ("a",)
    assert back.classes == tuple(CLASSES)
    assert np.abs(back.read("a").maps - maps(1).cam).max() <= error + 1e-7


def test_png_holds_sixteen_bits(root, tmp_path):
    export(root, tmp_path / "out", "maps-png")
    with Image.open(tmp_path / "out" / "scratch" / "a.png") as picture:
        assert picture.mode == "I;16"
        assert np.array_equal(np.asarray(picture), np.rint(maps(1).cam[0] * 65_535))


def test_imported_maps_are_found(root, tmp_path):
    for seed, name in enumerate(NAMES):
        write_cam(tmp_path / "theirs" / f"{name}.npz", maps(seed + 3))
    project = load_project(root)
    items = project_items(project, root)
    with open_store(root, CLASSES) as store:
        wish = MapImport(tmp_path / "theirs", threshold=0.5)
        import_maps(project, root, wish, items, store, store.tags())
    assert export(root, tmp_path / "out", "maps-npz").written == ["a.png", "line 2/böse.png"]
    back = MAP_FORMATS["maps-npz"].open(tmp_path / "out", OpenOptions())
    assert np.allclose(back.read("line 2/böse").maps, maps(4).cam)


def test_two_classes_of_one_folder_are_refused(root, tmp_path):
    with pytest.raises(DataError, match="would lie in one folder"):
        export(root, tmp_path / "out", "maps-tiff", ["Fleck* ü", "Fleck? Ü"])
    assert not (tmp_path / "out").exists()


def test_command_line_writes_maps(root, tmp_path, capsys):
    out = tmp_path / "out"
    assert cli.main(["export", str(root), "--format", "maps-npz", "--status", "todo", "--out",
                     str(out)]) == 0  # fmt: skip
    assert "read back" not in capsys.readouterr().out  # there is no mask in it
    assert (out / "cam" / "a.npz").is_file()
