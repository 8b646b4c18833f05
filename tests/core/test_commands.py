"""The verbs end to end on small folders, with the tiny model."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest
import yaml
from PIL import Image

from core.helpers import CLASSES, TINY, save_tiny_model
from stac_core import cli
from stac_core.data.images import image_size
from stac_core.engine.events import EventReader
from stac_core.formats.maps import read_cam
from stac_core.formats.mask_png import read_mask
from stac_core.inference import Predictor
from stac_core.labels.store import open_store
from stac_core.models.model_file import load_model
from stac_core.project import SCHEMA_VERSION, load_project
from stac_core.runs import list_runs, read_run
from stac_core.types import ReviewStatus

TAGS = "image,scratch,blob\na.jpg,1,0\nimg1.png,0,1\nimg2.png,1,1\nimg10.png,0,0\nsub/b.png,1,0\n"


def stac(*arguments):
    return cli.main([str(argument) for argument in arguments])


def stac_json(capsys, *arguments, exit_code=0):
    capsys.readouterr()
    assert stac(*arguments, "--json", "-") == exit_code
    return json.loads(capsys.readouterr().out)


@pytest.fixture
def tags(tmp_path):
    path = tmp_path / "tags.csv"
    path.write_text(TAGS)
    return path


@pytest.fixture
def project(tmp_path, image_folder, tags):
    root = tmp_path / "steel"
    assert (
        stac("init", root, "--images", image_folder, "--classes", "scratch,blob", "--tags", tags)
        == 0
    )
    file = root / "project.yaml"
    values = yaml.safe_load(file.read_text())
    values["model"] |= {"arch": "stac_micro", "input_size": [32, 32]}
    values["train"] |= {
        "epochs": 2, "batch_size": 2, "queries": 8, "negatives": 4, "precision": "fp32",
    }  # fmt: skip
    values["data"]["validation_share"] = 0.0
    file.write_text(yaml.safe_dump(values))
    return root


@pytest.fixture
def weights(tmp_path):
    return save_tiny_model(tmp_path / "tiny.safetensors")


def test_init_writes_project_and_tags(project, capsys):
    spec = load_project(project)
    assert spec.class_names == ["scratch", "blob"]
    assert spec.image_folders[0].path == "../images"
    with open_store(project, spec.class_names) as store:
        assert store.tags()["img2.png"] == {"scratch": True, "blob": True}
        assert "sub/c.png" not in store.tags()
    facts = stac_json(capsys, "info", project)
    assert (facts["images"], facts["tagged"], facts["model"]) == (6, 5, "none yet")


def test_init_twice_bad_class_and_empty_folder(project, tmp_path, image_folder, capsys):
    base = ("--images", image_folder, "--classes")
    assert stac("init", project, *base, "a") == 1
    assert "already" in capsys.readouterr().err
    assert stac("init", tmp_path / "x", *base, "a,background") == 2
    assert "always there" in capsys.readouterr().err
    (tmp_path / "empty").mkdir()
    assert stac("init", tmp_path / "x", "--images", tmp_path / "empty", "--classes", "a") == 1
    assert "no images" in capsys.readouterr().err
    assert not (tmp_path / "x").exists()


def test_init_notes_camera_depth(tmp_path, save_image, rng):
    deep = rng.integers(0, 4000, (8, 8), dtype=np.uint16)
    save_image(tmp_path / "deep" / "a.png", deep)
    assert stac("init", tmp_path / "p", "--images", tmp_path / "deep", "--classes", "a") == 0
    assert load_project(tmp_path / "p").image_folders[0].value_range == (0, 4095)


def test_saliency_then_train_then_predict_then_export(project, tmp_path, capsys):
    assert stac_json(capsys, "saliency", project)["made"] == 6
    result = stac_json(capsys, "train", project, "--run", "r1", "--device", "cpu")
    model = load_model(project / "runs" / "r1" / "model.safetensors")
    assert model.info.classes == CLASSES
    assert model.info.saliency["generator"] == "contrast"
    assert model.info.threshold == 0.55
    assert result["model"].endswith("model.safetensors")

    predicted = stac_json(capsys, "predict", project, "--device", "cpu")
    assert (predicted["images"], predicted["proposed"]) == (6, 6)
    with open_store(project, CLASSES) as store:
        mask = store.load_mask(store.record("a.jpg").mask_digest)
        assert set(np.unique(mask)) <= {0, 1}  # its tags say: a scratch and no blob
        assert set(store.predictions()) == {
            "a.jpg", "img1.png", "img2.png", "img10.png", "sub/b.png", "sub/c.png",
        }  # fmt: skip
        edited = np.full_like(mask, 2)
        store.save("a.jpg", status=ReviewStatus.ACCEPTED, mask=edited, origin="person")
        store.save("img1.png", status=ReviewStatus.REJECTED, origin="model")
    again = stac_json(capsys, "predict", project, "--device", "cpu", "--threshold", "0.3")
    assert (again["proposed"], again["left_alone"]) == (4, 2)

    out = tmp_path / "voc"
    exported = stac_json(capsys, "export", project, "--format", "voc", "--out", out)
    assert exported["written"] == 1
    np.testing.assert_array_equal(read_mask(out / "SegmentationClass" / "a.png"), edited)
    assert (out / "ImageSets" / "Segmentation" / "trainval.txt").read_text() == "a\n"
    assert (out / "labelmap.txt").read_text() == (
        "background:0,0,0::\nscratch:128,0,0::\nblob:0,128,0::\n"
    )
    assert (out / "class_names.txt").read_text() == "background\nscratch\nblob\n"
    assert stac("export", project, "--format", "voc", "--out", out) == 1
    assert "not empty" in capsys.readouterr().err
    assert (
        stac("export", project, "--format", "voc", "--out", tmp_path / "n", "--status", "needs-fix")
        == 1
    )
    assert stac("export", project, "--format", "voc", "--out", tmp_path / "n", "--status", "x") == 2
    both = tmp_path / "both"
    assert stac("export", project, "--format", "voc", "--out", both, "--status", "accepted,todo",
                "--copy-images") == 0  # fmt: skip
    assert (tmp_path / "both" / "JPEGImages" / "sub" / "b.png").is_file()


def test_train_settings_presets_and_run_folder(project, capsys):
    assert stac("train", project, "--run", "r", "--set", "train.epochs=1", "--device", "cpu") == 0
    run = read_run(project / "runs" / "r")
    assert (run.state, run.history.epochs_done) == ("completed", 1)
    frozen = load_project(project / "runs" / "r")
    assert frozen.train.epochs == 1
    assert frozen.image_folders[0].path == "../../../images"
    assert "training on 5 images" in (project / "runs" / "r" / "log.txt").read_text()
    assert stac_json(capsys, "info", project / "runs" / "r")["state"] == "completed"
    assert stac("train", project, "--run", "r") == 1
    assert "there already" in capsys.readouterr().err
    assert stac("train", project, "--run", "../evil") == 1
    assert stac("train", project, "--set", "train.epoch=1") == 2
    assert "train.epoch: unknown field" in capsys.readouterr().err
    assert stac("train", project, "--set", "nonsense") == 2
    assert stac("train", project, "--preset", "fancy") == 2
    assert len(list_runs(project)) == 1


def test_train_chosen_by_masks_only_when_asked(project, tmp_path, capsys):
    for key in ("a", "img1"):
        Image.fromarray(np.eye(40, 48, dtype=np.uint8)).save(tmp_path / f"{key}.png")
    masks = f"data.validation_masks={tmp_path}"
    assert (
        stac("train", project, "--run", "m", "--set", masks, "--set", "train.select_by=masks") == 0
    )
    info = load_model(project / "runs" / "m" / "model.safetensors").info
    assert 0 <= info.result["miou"] <= 1
    assert info.threshold == info.result["threshold"]
    assert stac("train", project, "--run", "l") == 0
    assert "miou" not in load_model(project / "runs" / "l" / "model.safetensors").info.result


def test_train_without_tags_or_without_defects_says_so(tmp_path, image_folder, capsys):
    root = tmp_path / "p"
    assert stac("init", root, "--images", image_folder, "--classes", "a") == 0
    assert stac("train", root, "--run", "r") == 1
    assert "no image is tagged" in capsys.readouterr().err
    assert read_run(root / "runs" / "r").state == "failed"
    assert "no image is tagged" in read_run(root / "runs" / "r").error
    with open_store(root, ["a"]) as store:
        store.set_tags({"img1.png": {"a": False}})
    assert stac("train", root) == 1
    assert "nothing to learn" in capsys.readouterr().err


def test_failed_run_shows_one_line_and_logs_the_rest(project):
    (project / "masks").mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "stac_core", "train", project, "--run", "r",
         "--set", "saliency.source=folder", "--set", "saliency.folder=masks"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert "no saliency map" in done.stderr
    assert "Traceback" in (project / "runs" / "r" / "log.txt").read_text()


def test_train_goes_on_past_a_broken_image(project, image_folder, capsys):
    assert stac("saliency", project) == 0
    (image_folder / "img2.png").write_bytes(b"broken")
    assert stac("train", project, "--run", "r") == 0
    assert "left out" in capsys.readouterr().out
    events = EventReader().feed((project / "runs" / "r" / "events.jsonl").read_bytes())
    assert any("img2.png" in str(event.fields) for event in events if event.type == "message")


def test_train_from_a_folder_of_maps(project, image_folder, tmp_path, capsys):
    (tmp_path / "maps").mkdir()
    settings = ["--set", "saliency.source=folder", "--set", f"saliency.folder={tmp_path / 'maps'}"]
    assert stac("train", project, *settings) == 1
    assert "no saliency map of any image" in capsys.readouterr().err
    for name in ("a", "img1", "img2", "img10", "sub/b", "sub/c"):
        path = tmp_path / "maps" / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(np.eye(40, 48, dtype=np.uint8) * 255).save(path)
    assert stac("train", project, "--run", "r", *settings) == 0
    assert not (project / "saliency").exists()


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_sigterm_and_cancel_file_end_a_run_in_order(project):
    for how in ("signal", "file"):
        process = subprocess.Popen(
            [sys.executable, "-m", "stac_core", "train", project, "--run", how,
             "--set", "train.epochs=100000", "--device", "cpu"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        events = project / "runs" / how / "events.jsonl"
        deadline = time.monotonic() + 60
        while not (events.exists() and '"scalar"' in events.read_text()):
            assert process.poll() is None, process.communicate()
            assert time.monotonic() < deadline
            time.sleep(0.05)
        if how == "signal":
            process.send_signal(signal.SIGTERM)
        else:
            (project / "runs" / how / "cancel").touch()
        assert process.wait(60) == 130
        process.communicate()
        assert read_run(project / "runs" / how).state == "cancelled"


def test_predict_weights_into_a_folder(tmp_path, image_folder, weights, tags, capsys):
    out = tmp_path / "out"
    result = stac_json(
        capsys, "predict", "--weights", weights, "--images", image_folder, "--out", out,
        "--tags", tags, "--save", "cam,mask,overlay,scores", "--device", "cpu",
        "--refine", "none",
    )  # fmt: skip
    assert result["images"] == 6
    cam = read_cam(out / "cam" / "sub" / "b.npz")
    assert cam.cam.shape == (2, 40, 48)
    assert cam.classes == ("scratch", "blob")
    assert not cam.cam[1].any()
    expected = np.where(cam.cam[0] > 0.6, 1, 0)
    np.testing.assert_array_equal(read_mask(out / "mask" / "sub" / "b.png"), expected)
    assert image_size(out / "overlay" / "img10.png") == (40, 48)
    lines = (out / "scores.csv").read_text().splitlines()
    assert lines[0] == "image,scratch,blob"
    assert [line.split(",")[0] for line in lines[1:4]] == ["a.jpg", "img1.png", "img2.png"]


def test_predict_list_threshold_kind_and_scales(tmp_path, image_folder, weights, capsys):
    (tmp_path / "list.txt").write_text("img2\nsub/c.png\n")
    base = ("predict", "--weights", weights, "--images", image_folder, "--list",
            tmp_path / "list.txt", "--device", "cpu", "--tag-threshold", "0")  # fmt: skip
    result = stac_json(capsys, *base, "--out", tmp_path / "a", "--threshold", "1")
    assert result["images"] == 2
    assert not read_mask(tmp_path / "a" / "mask" / "img2.png").any()
    assert stac(*base, "--out", tmp_path / "b", "--kind", "mct", "--scales", "1", "--affinity") == 0
    one, other = (read_cam(tmp_path / name / "cam" / "img2.npz").cam for name in "ab")
    assert np.abs(one - other).max() > 0.05


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "give a project"),
        (["--weights", "w"], "needs --images and --out"),
        (["P", "--images", "i"], "--images needs --out"),
        (["P", "--scales", "0"], "above 0"),
        (["P", "--save", "cam,video"], "use any of"),
    ],
)
def test_predict_wrong_usage(arguments, words, capsys):
    assert stac("predict", *arguments) == 2
    assert words in capsys.readouterr().err


def test_predict_into_a_project_goes_on_where_it_stopped(project, weights, capsys, monkeypatch):
    looked = []
    real = Predictor.predict

    def predict(self, images, *args, **kwargs):
        looked.append(len(images))
        return real(self, images, *args, **kwargs)

    monkeypatch.setattr(Predictor, "predict", predict)
    base = ("predict", project, "--weights", weights, "--device", "cpu")
    first = stac_json(capsys, *base)
    assert (first["images"], sum(looked)) == (6, 6), "weights that the project does not name"
    digest = load_model(weights).digest
    with open_store(project, CLASSES, read_only=True) as store:
        before = store.records()
    assert {record.source["model"] for record in before.values()} == {digest}
    next((project / "cache" / "cam").rglob("img2.npz")).unlink()  # as if it had been killed
    again = stac_json(capsys, *base)
    assert (again["proposed"], sum(looked)) == (6, 7), "only what is missing is looked at"
    with open_store(project, CLASSES, read_only=True) as store:
        assert store.records() == before


def test_predict_takes_the_tags_that_the_project_names(project, weights, tags, capsys):
    file = project / "project.yaml"
    values = yaml.safe_load(file.read_text())
    values["data"]["tags"] = str(tags)
    file.write_text(yaml.safe_dump(values))
    tags.write_text(TAGS.replace("img2.png,1,1", "img2.png,0,0"))
    stac_json(capsys, "predict", project, "--weights", weights, "--device", "cpu",
              "--threshold", "0")  # fmt: skip
    with open_store(project, CLASSES, read_only=True) as store:
        assert not store.load_mask(store.record("img2.png").mask_digest).any()
        assert store.load_mask(store.record("a.jpg").mask_digest).any()


def test_a_program_that_starts_a_verb_is_told_and_can_stop_it(project, image_folder, tmp_path):
    started = [sys.executable, "-m", "stac_core", "saliency", str(project), "--progress-lines"]
    process = subprocess.Popen([*started, "--stop-with-input"], stdin=subprocess.PIPE,
                               stderr=subprocess.PIPE, text=True)  # fmt: skip
    text = process.stderr.read()  # its input stays open all the while
    assert process.wait(30) == 0, text
    process.stdin.close()
    process.stderr.close()
    told = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
    assert told[-1] == {"progress": "saliency", "done": 6, "total": 6}
    done = subprocess.run([*started, "--stop-with-input", "--force"], input="", text=True,
                          capture_output=True, check=False)  # fmt: skip
    assert done.returncode == 130
    assert "cancelled" in done.stderr


def test_predict_without_a_model_and_with_other_classes(
    project, weights, tmp_path, image_folder, capsys
):
    assert stac("predict", project) == 1
    assert "no model yet" in capsys.readouterr().err
    base = ("predict", "--weights", weights, "--images", image_folder, "--out", tmp_path / "o")
    assert stac(*base, "--classes", "a,b,c") == 1
    assert "has 2 classes" in capsys.readouterr().err


def test_predict_reports_unreadable_images_and_goes_on(tmp_path, image_folder, weights, capsys):
    (image_folder / "bad.png").write_bytes(b"")
    base = ("predict", "--weights", weights, "--images", image_folder, "--device", "cpu")
    result = stac_json(capsys, *base, "--out", tmp_path / "o")
    assert result["images"] == 6
    assert list(result["failed"]) == ["bad.png"]
    (image_folder / "a.png").write_bytes((image_folder / "img1.png").read_bytes())
    assert stac(*base, "--out", tmp_path / "p") == 1
    assert "differ in their extension" in capsys.readouterr().err
    assert not (tmp_path / "p").exists()
    only_bad = tmp_path / "only"
    only_bad.mkdir()
    (only_bad / "bad.png").write_bytes(b"x")
    assert stac("predict", "--weights", weights, "--images", only_bad, "--out", tmp_path / "q") == 1


def test_newer_project_and_read_only_project(project, tmp_path, capsys, monkeypatch, weights):
    text = (project / "project.yaml").read_text()
    (project / "project.yaml").write_text(text.replace(f"version: {SCHEMA_VERSION}", "version: 99"))
    assert stac("saliency", project) == 1
    assert "newer program" in capsys.readouterr().err
    (project / "project.yaml").write_text(text)
    monkeypatch.setattr("stac_core.labels.store.can_write", lambda path: False)
    spec = load_project(project)
    spec.model.current = str(weights)
    monkeypatch.setattr("stac_core.cli.predict.open_project", lambda path: (spec, project))
    assert stac("predict", project) == 1
    assert "reading only" in capsys.readouterr().err


def test_cached_maps_are_used_until_the_image_changes(tmp_path, image_folder):
    from stac_core.cam_cache import CamCache, cache_identity
    from stac_core.data.items import scan_folder
    from stac_core.types import CamResult

    item = scan_folder(image_folder)[0]
    cache, identity = CamCache(tmp_path), cache_identity("m", "s")
    assert cache.get(item, identity) is None
    cam = np.random.default_rng(0).random((2, 3, 4), np.float32)
    result = CamResult(cam, np.ones(2, np.float32), np.ones(2, bool), ("a", "b"), reduced=True)
    cache.put(item, identity, result)
    found = cache.get(item, identity)
    np.testing.assert_array_equal(found.cam, cam)
    assert found.reduced
    assert cache.get(item, cache_identity("m2", "s")) is None
    cache.path(item, identity).write_bytes(b"damaged")
    assert cache.get(item, identity) is None
    cache.put(item, identity, result)
    os.utime(item.path, ns=(2**62, 2**62))
    assert cache.get(item, identity) is None


def test_tiny_sizes_are_known():
    assert TINY["patch_size"] == 8


def test_export_names_what_it_leaves_out_and_claims_nothing_of_pictures(project, tmp_path, capsys):
    with open_store(project, CLASSES) as store:
        mask = np.zeros((40, 48), np.uint8)
        store.save("img1.png", status=ReviewStatus.ACCEPTED, mask=mask, origin="person")
        store.save("img2.png", status=ReviewStatus.ACCEPTED, origin="model")
    assert stac("export", project, "--format", "overlay", "--out", tmp_path / "out") == 0
    said = capsys.readouterr()
    assert "1 images written" in said.out
    assert "read back" not in said.out  # pictures are not read back
    assert "img2.png: it has no mask" in said.err


def test_data_in_and_out_stop_when_they_are_told_to(project, tmp_path, capsys, monkeypatch):
    with open_store(project, CLASSES) as store:
        mask = np.ones((40, 48), np.uint8)
        store.save("img1.png", status=ReviewStatus.ACCEPTED, mask=mask, origin="person")
    out = tmp_path / "out"
    assert stac("export", project, "--format", "voc", "--out", out) == 0
    monkeypatch.setattr(cli.Output, "stop_with_input", lambda self: self.cancel.cancel())
    again = tmp_path / "again"
    stop = "--stop-with-input"
    assert stac("export", project, "--format", "voc", "--out", again, stop) == cli.EXIT_CANCELLED
    assert not again.exists()
    assert stac("import", project, out, "--conflicts", "replace", stop) == cli.EXIT_CANCELLED
    assert "cancelled" in capsys.readouterr().err


def test_no_project_and_no_export_among_the_images(project, image_folder, capsys):
    before = sorted(image_folder.rglob("*"))
    for place in (image_folder, image_folder / "p", image_folder / "sub" / "p"):
        for more in (["--classes", "a"], ["--layout", "folder", "--classes", "a"]):
            assert stac("init", place, "--images", image_folder, *more) == 2
            assert "would lie in its image folder" in capsys.readouterr().err
        assert stac("export", project, "--format", "voc", "--out", place / "out") == 1
        assert "lies in the image folder" in capsys.readouterr().err
    assert sorted(image_folder.rglob("*")) == before
