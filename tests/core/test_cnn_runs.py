"""Convolutional STAC through the program: files, training, prediction, evaluation."""

from __future__ import annotations

import json
import time

import numpy as np
import pytest
import timm
import torch
import yaml
from PIL import Image
from safetensors.torch import save_file

from core import surfaces
from core.conftest import CLASSES
from core.helpers import load_tiny_model, random_rgb, save_tiny_model
from core.run_workers import SMALL_CNN
from core.test_distributed import in_ranks
from core.test_stac_cnn import tiny_cnn
from stac_core import cli
from stac_core.engine.preflight import training_problems
from stac_core.engine.run import RunCallbacks, resume_run
from stac_core.errors import Cancelled, ConfigError, WeightsError
from stac_core.inference import Predictor, PredictSpec
from stac_core.models.model_file import ModelInfo, build_model, load_model, save_model
from stac_core.models.pretrained import initialise
from stac_core.models.weights import read_weights
from stac_core.project import load_project, with_settings
from stac_core.runs import queue_run, read_run
from stac_core.views import view_sizes
from stac_core.work_folder import ask_to_stop

SETTINGS = {
    "model": {"arch": "stac_cnn_micro", "input_size": [32, 32]},
    "cam": {"kind": "auto", "scales": [1.0]},
    "data": {"validation_share": 0.3},
    "train": {
        "epochs": 2, "batch_size": 7, "queries": 16, "negatives": 16, "precision": "fp32",
        "drop_path": 0.2, "warmup_epochs": 0, "clip_grad": 1.0, "lr": 1e-3, "lr_per": 0,
        "samples": 1,
    },
}  # fmt: skip


def stac(*arguments):
    return cli.main([str(argument) for argument in arguments])


def cnn_info(arch="stac_cnn_micro", options=SMALL_CNN, **changes):
    values = {"arch": arch, "options": options, "classes": CLASSES, "input_size": (32, 32)}
    return ModelInfo(**values | {"kind": "patchcam"} | changes)


def save_cnn(path, **options):
    options = SMALL_CNN | options
    save_model(path, tiny_cnn(**options), cnn_info(options=options))
    return path


@pytest.fixture
def predictor(tmp_path):
    return Predictor(load_model(save_cnn(tmp_path / "cnn.safetensors")), device="cpu")


# ---- model files and other people's weights --------------------------------------------------


def test_model_file_keeps_everything_and_has_the_version_that_it_needs(tmp_path, capsys):
    path = save_cnn(tmp_path / "cnn.safetensors", output_stride=8)
    model = load_model(path)
    assert model.net.patch_size == (8, 8)
    expected = tiny_cnn(output_stride=8).state_dict()
    assert expected.keys() == model.net.state_dict().keys()
    assert all(torch.equal(model.net.state_dict()[name], expected[name]) for name in expected)
    assert model.info.version == 2, "older programs do not know such networks"
    old = load_model(save_tiny_model(tmp_path / "vit.safetensors"))
    assert old.info.version == 1, "older programs can go on reading it"
    assert stac("info", path, "--json", "-") == 0
    facts = json.loads(capsys.readouterr().out)
    assert facts["architecture"] == "stac_cnn_micro"
    assert (facts["output stride"], facts["width"]) == (8, 16)
    assert facts["heat maps"] == ["patchcam"]
    assert stac("info", tmp_path / "vit.safetensors", "--json", "-") == 0
    facts = json.loads(capsys.readouterr().out)
    assert (facts["heads"], facts["patch size"]) == (2, 8)
    assert facts["heat maps"] == ["fused", "patchcam", "mct"]
    with pytest.raises(WeightsError, match="no attention heads"):
        load_model(path, heads=4)


@pytest.mark.parametrize("suffix", ["pth", "safetensors"])
def test_backbone_weights_of_timm_are_taken_over(tmp_path, suffix):
    torch.manual_seed(0)
    state = timm.create_model("resnet10t", pretrained=False).state_dict()
    path = tmp_path / f"resnet.{suffix}"
    if suffix == "pth":
        torch.save({"state_dict": {f"module.{name}": value for name, value in state.items()}}, path)
    else:
        save_file(state, path)
    net = build_model(cnn_info("resnet10t", {}))
    report = initialise(net, path)
    own = net.state_dict()
    assert torch.equal(own["backbone.layer3.0.conv1.weight"], state["layer3.0.conv1.weight"])
    assert torch.equal(own["backbone.bn1.running_var"], state["bn1.running_var"])
    assert len(report.loaded) == len(state) - 2
    assert report.unused == [], "a classifier is expected to have no place"
    assert {name.split(".")[0] for name in report.missing} == {
        "head", "mid_projection", "representation",
    }  # fmt: skip


def test_weights_that_do_not_fit_are_named(tmp_path):
    state = timm.create_model("resnet10t", pretrained=False).state_dict()
    state["layer1.0.conv1.weight"] = state["layer1.0.conv1.weight"][:5]
    state["extra.weight"] = state.pop("layer2.0.conv1.weight")
    path = tmp_path / "resnet.pth"
    torch.save(state, path)
    net = build_model(cnn_info("resnet10t", {}))
    lines = initialise(net, path).problems()
    assert any("layer1.0.conv1.weight: shape 5x64x3x3" in line for line in lines)
    assert "backbone.layer2.0.conv1.weight: missing in the file" in lines
    assert "backbone.extra.weight: not used by the model" in lines
    with pytest.raises(WeightsError, match=r"nothing that fits stac_cnn_micro.*begins with conv1"):
        initialise(tiny_cnn(), path)
    with pytest.raises(WeightsError, match="neither a vision transformer nor"):
        initialise(load_tiny_model(tmp_path).net, path)


def test_a_model_of_other_classes_gives_its_backbone(tmp_path):
    path = save_cnn(tmp_path / "cnn.safetensors")
    net = tiny_cnn(classes=5, seed=1)
    report = initialise(net, path)
    assert set(report.mismatched) == {"head.weight", "head.bias"}
    stored = read_weights(path).state
    assert torch.equal(net.state_dict()["backbone.stem.0.weight"], stored["backbone.stem.0.weight"])


# ---- prediction ------------------------------------------------------------------------------


def test_predictor_gives_the_kind_that_there_is_and_refuses_others_in_words(predictor, rng):
    image = random_rgb(rng, 48, 61)
    (auto,) = predictor.predict([image])
    (named,) = predictor.predict([image], PredictSpec(kind="patchcam"))
    np.testing.assert_array_equal(auto.cam, named.cam)
    assert auto.cam.shape == (2, 48, 61)
    assert predictor.settle(PredictSpec()).digest() == PredictSpec(kind="patchcam").digest()
    for kind in ("fused", "mct"):
        with pytest.raises(ConfigError, match=f"stac_cnn_micro: has no class tokens.*'{kind}'"):
            predictor.predict([image], PredictSpec(kind=kind))
    with pytest.raises(ConfigError, match=r"no patch-to-patch attention.*cam\.affinity to false"):
        predictor.predict([image], PredictSpec(affinity=True))


def test_auto_is_fused_where_there_are_class_tokens(tmp_path, rng):
    predictor = Predictor(load_tiny_model(tmp_path), device="cpu")
    images = [random_rgb(rng, 40, 48)]
    spec = PredictSpec(kind="fused")
    assert predictor.settle(PredictSpec()) == spec
    (auto,), (fused,) = predictor.predict(images), predictor.predict(images, spec)
    np.testing.assert_array_equal(auto.cam, fused.cam)


def test_maps_do_not_depend_on_mirroring_batches_or_much_on_precision(predictor, tmp_path, rng):
    images = [random_rgb(rng, 50, 39) for _ in range(3)]
    spec = PredictSpec(scales=(1.0, 2.0), tag_threshold=0.0)
    plain = predictor.predict(images, spec)
    mirrored = predictor.predict([image[:, ::-1].copy() for image in images], spec)
    single = predictor.predict(images, spec, batch_size=1)
    low = Predictor(load_model(tmp_path / "cnn.safetensors"), device="cpu", precision="bf16")
    halves = low.predict(images, spec)
    for one, other, alone, half in zip(plain, mirrored, single, halves, strict=True):
        np.testing.assert_allclose(one.cam, other.cam[..., ::-1], atol=1e-4)
        np.testing.assert_allclose(one.cam, alone.cam, atol=1e-4)
        assert not np.array_equal(one.cam, half.cam)
        np.testing.assert_allclose(one.cam, half.cam, atol=0.15)


def test_views_are_whole_patches_so_that_the_map_covers_the_image():
    options = {"patch_size": (16, 16), "max_tokens": 4096}
    views = view_sizes((200, 215), (1.0, 2.0, 0.02), snap=True, **options)
    assert [view.size for view in views] == [(208, 208), (400, 432), (16, 16)]
    assert not any(view.reduced for view in views)
    (small,) = view_sizes((200, 1000), (2.0,), snap=True, patch_size=(16, 16), max_tokens=64)
    assert small.reduced
    assert small.size[0] % 16 == small.size[1] % 16 == 0
    assert small.size[0] // 16 * small.size[1] // 16 <= 64


# ---- training --------------------------------------------------------------------------------


@pytest.fixture
def root(rng, make_root, small_network):
    images = []
    for index in range(24):
        image = rng.integers(0, 255, (36, 40), dtype=np.uint8)
        image[8:20, 8 + index % 5 : 24] //= 3
        images.append(image)
    tags = [{"scratch": i % 4 > 1, "blob": bool(i % 2)} for i in range(24)]
    return make_root(images, tags, SETTINGS)


def test_run_logs_the_terms_that_there_are_and_goes_on_bit_for_bit(root):
    whole, parts = (queue_run(load_project(root), root, name) for name in ("whole", "parts"))
    resume_run(whole, device="cpu")

    def stop_after_three(step):
        if step.step == 3:
            ask_to_stop(parts)
            time.sleep(0.6)  # the file is looked for twice a second

    with pytest.raises(Cancelled):
        resume_run(parts, device="cpu", callbacks=RunCallbacks(step=stop_after_three))
    resume_run(parts, device="cpu")
    history = read_run(whole).history
    terms = {"patch_logits", "saliency", "defect_free", "contrast", "mask"}
    assert set(history.scalars) == terms | {"total", "grad_norm", "lr"}
    assert {"mAP", "proxy", "patch_logits"} <= history.evaluations[-1].values.keys()
    assert read_run(parts).history.scalars == history.scalars
    models = [load_model(folder / "model.safetensors") for folder in (whole, parts)]
    for name, value in models[0].net.state_dict().items():
        assert torch.equal(value, models[1].net.state_dict()[name]), name
    assert models[0].info.kind == "patchcam"


def test_two_processes_give_the_result_of_one(root):
    changes = {"train": {"strong_threshold": 0.95, "lr": 1e-4}}
    project = with_settings(load_project(root), changes, where="t")
    one, two = (queue_run(project, root, name) for name in ("one", "two"))
    resume_run(one, device="cpu")
    in_ranks(two, 2)
    history, other = read_run(one).history, read_run(two).history
    assert (other.start["world"], read_run(two).state) == (2, "completed")
    assert other.scalars.keys() == history.scalars.keys()
    for name, points in history.scalars.items():
        # rounding can decide which pixels are valid, and then the contrast draws others: its first
        # step must agree. Seen: 4e-7; with each process's own batch statistics 1e-2
        steps = 1 if name in {"contrast", "total", "grad_norm"} else None
        np.testing.assert_allclose(
            other.scalars[name][:steps], points[:steps], rtol=1e-3, atol=1e-5, err_msg=name
        )
    mine, theirs = (load_model(folder / "model.safetensors").net for folder in (one, two))
    for name, value in mine.state_dict().items():
        torch.testing.assert_close(theirs.state_dict()[name], value, atol=1e-3, rtol=1e-3)


def test_what_keeps_a_convolutional_run_from_starting_is_named(root):
    project = load_project(root)
    assert training_problems(project, root, device="cpu") == []
    for changes, words in (
        ({"cam": {"kind": "fused"}}, "cam.kind: stac_cnn_micro: has no class tokens"),
        ({"cam": {"affinity": True}}, "cam.affinity: stac_cnn_micro has no patch-to-patch"),
        ({"model": {"heads": 4}}, "model.heads: stac_cnn_micro: is convolutional"),
        ({"model": {"output_stride": 5}}, "model.output_stride: stac_cnn_micro: cannot give"),
        (
            {"model": {"arch": "stac_micro", "output_stride": 8}},
            "model.output_stride: stac_micro: is a transformer",
        ),
        (
            {"model": {"arch": "densenet121", "output_stride": 32}},
            "train.drop_path: densenet121: has no stochastic depth",
        ),
        (
            {"model": {"arch": "tresnet_m"}},
            "model.arch: tresnet_m: cannot give maps with an output stride of 16 pixels; "
            "Set model.output_stride to 32",
        ),
    ):
        (problem,) = training_problems(with_settings(project, changes, where="t"), root)
        assert problem.startswith(words)


def test_older_projects_let_the_network_choose_its_maps(root):
    file = root / "project.yaml"
    values = yaml.safe_load(file.read_text())
    values["version"] = 2
    for old, new in (("fused", "auto"), ("mct", "mct")):
        values["cam"]["kind"] = old
        file.write_text(yaml.safe_dump(values))
        assert load_project(root).cam.kind == new


def test_from_tagged_images_to_measured_maps(tmp_path, save_image, capsys, small_network):
    rng = np.random.default_rng(1)
    kinds = surfaces.KINDS[:2]
    lines = ["image," + ",".join(kinds)]
    for index in range(24):
        kind = kinds[index % 2]
        image, mask = surfaces.draw(kind, rng)
        save_image(tmp_path / "images" / f"{index}.png", image)
        Image.fromarray(mask * np.uint8(1 + index % 2)).save(_folder(tmp_path) / f"{index}.png")
        lines.append(f"{index}.png,{int(index % 2 == 0)},{int(index % 2 == 1)}")
    (tmp_path / "tags.csv").write_text("\n".join(lines))
    root, classes = tmp_path / "project", ",".join(kinds)
    arguments = ("--images", tmp_path / "images", "--classes", classes)
    assert stac("init", root, *arguments, "--tags", tmp_path / "tags.csv") == 0
    changes = [
        "train.epochs=8", "model.input_size=[96, 96]", "train.batch_size=6", "train.queries=32",
        "train.negatives=32", "cam.scales=[1.0]", "train.precision=fp32", "train.lr=0.01",
        "train.warmup_epochs=0", "train.samples=1",
    ]  # fmt: skip
    settings = [part for change in changes for part in ("--set", change)]
    assert stac("train", root, "--preset", "cnn-quick", "--device", "cpu", *settings) == 0
    assert stac("predict", root, "--device", "cpu") == 0, "the run's model, into the project"
    out = tmp_path / "out"
    assert stac("predict", root, "--out", out, "--save", "cam,mask,overlay,scores") == 0
    capsys.readouterr()
    measure = ("--pred", out / "cam", "--gt", tmp_path / "masks", "--classes", classes)
    assert stac("evaluate", *measure, "--curve", "--json", "-") == 0
    best = max(json.loads(capsys.readouterr().out), key=lambda each: each["miou"])
    assert best["images"] == 24
    assert best["miou"] > 40, "guessing gives the background alone, 32"
    assert stac("predict", root, "--out", out, "--kind", "mct") == 1
    assert "no class tokens" in capsys.readouterr().err
    assert stac("predict", root, "--out", out, "--affinity") == 1
    assert "no patch-to-patch attention" in capsys.readouterr().err


def _folder(tmp_path):
    folder = tmp_path / "masks"
    folder.mkdir(exist_ok=True)
    return folder
