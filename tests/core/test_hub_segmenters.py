"""Segmenters on the field's usual encoders: shapes, weights of others, files, runs."""

from __future__ import annotations

import json
from typing import get_args

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from core.surfaces import draw
from stac_core.engine.preflight import training_problems
from stac_core.engine.run import RunCallbacks, resume_run, train_project
from stac_core.errors import Cancelled, ConfigError, WeightsError
from stac_core.inference import PredictSpec
from stac_core.models.timm_import import import_smp
from stac_core.project import load_project, with_settings
from stac_core.project_sections import SegmenterArch
from stac_core.runs import queue_run, read_run
from stac_core.segmentation.encoder_weights import encoder_report_lines, initialise_encoder
from stac_core.segmentation.hub import HUB_ARCHS, HubNet
from stac_core.segmentation.model_file import (
    LoadedSegmenter,
    SegmenterInfo,
    build_segmenter,
    load_segmenter,
    save_segmenter,
)
from stac_core.segmentation.predictor import SegmenterPredictor

SMALL = ("deeplabv3plus-resnet18", "deeplabv3plus-efficientnet-b0", "segformer-mit-b0")
RESNET, MIT = SMALL[0], SMALL[2]


@pytest.fixture(scope="module")
def nets():
    torch.manual_seed(0)
    return {arch: HubNet(arch, 2) for arch in SMALL}


def test_the_project_file_knows_every_network():
    assert {*HUB_ARCHS, "compact"} == set(get_args(SegmenterArch))


@pytest.mark.parametrize("arch", SMALL)
@pytest.mark.parametrize(("channels", "size"), [(1, (32, 32)), (3, (45, 70))])
def test_every_kind_of_network_takes_any_size_and_learns_in_all_its_parts(
    nets, arch, channels, size
):
    net = nets[arch].train()
    images = torch.rand(2, channels, *size) * 255
    output = net(images.contiguous(memory_format=torch.channels_last))
    assert output.logits.shape == (2, 3, *size)
    assert output.class_logits.shape == (2, 2)
    high, wide = (-(-side // net.multiple) * net.multiple // 4 for side in size)
    assert output.features.shape == (2, 32, high, wide)
    net.zero_grad()
    sum(value.square().mean() for value in output).backward()
    without = [name for name, each in net.named_parameters() if each.grad is None]
    assert without == [], "several processes would wait for them for ever"


def test_levels_are_normalised_for_the_encoder(nets):
    net = nets[RESNET].eval()
    seen = []
    hook = net.encoder.register_forward_pre_hook(lambda module, given: seen.append(given[0]))
    net(torch.full((1, 1, 20, 40), 255.0))
    hook.remove()
    assert seen[0].shape == (1, 3, 32, 48)
    white = [(1 - mean) / std for mean, std in ((0.485, 0.229), (0.456, 0.224), (0.406, 0.225))]
    torch.testing.assert_close(seen[0][0, :, 31, 47], torch.tensor(white))


def test_a_grey_image_and_its_colours_look_alike(nets):
    net = nets[MIT].eval()
    grey = torch.rand(1, 1, 32, 64) * 255
    with torch.no_grad():
        one, three = net(grey), net(grey.expand(1, 3, 32, 64))
    torch.testing.assert_close(one.logits, three.logits)


# ---- weights of others ---------------------------------------------------------------------


def encoder_file(net, path, prefix="", drop=(), **more):
    state = {prefix + name: value.clone() for name, value in net.encoder.state_dict().items()}
    state = {name: value for name, value in state.items() if not name.endswith(tuple(drop))}
    state.update(more)
    if path.suffix == ".pth":
        torch.save(state, path)
    else:
        save_file(state, path)
    return path


@pytest.mark.parametrize("name", ["a.pth", "a.safetensors"])
@pytest.mark.parametrize("arch", SMALL)
def test_an_encoder_starts_from_a_file(nets, arch, name, tmp_path):
    extra = {"fc.weight": torch.zeros(3, 3)}
    path = encoder_file(nets[arch], tmp_path / name, **extra)
    torch.manual_seed(1)
    net = HubNet(arch, 3)
    head = net.head[0].weight.clone()
    report = initialise_encoder(net, arch, path)
    for key, value in net.encoder.state_dict().items():
        assert torch.equal(value, nets[arch].encoder.state_dict()[key]), key
    assert torch.equal(net.head[0].weight, head)
    assert (report.missing, report.mismatched, report.unused) == ([], {}, ["fc.weight"])
    assert encoder_report_lines(report)[1] == "fc.weight: not used by the model"


def test_a_whole_segmenter_gives_its_encoder_and_gaps_are_reported(nets, tmp_path):
    more = {"decoder.x": torch.zeros(2), "encoder.layer1.0.bn1.bias": torch.zeros(7)}
    path = encoder_file(
        nets[RESNET], tmp_path / "a.pth", "encoder.", ("encoder.conv1.weight",), **more
    )
    report = initialise_encoder(HubNet(RESNET, 2), RESNET, path)
    assert "conv1.weight" in report.missing
    assert report.mismatched == {"layer1.0.bn1.bias": ((7,), (64,))}
    assert report.unused == []
    text = encoder_report_lines(report)[1]
    assert "conv1.weight: missing in the file" in text
    assert "layer1.0.bn1.bias: shape 7 in the file, 64 in the model" in text


def test_weights_of_another_network_are_refused_by_their_keys(nets, tmp_path):
    path = encoder_file(nets[MIT], tmp_path / "mit.safetensors")
    net = HubNet(RESNET, 2)
    before = net.encoder.conv1.weight.clone()
    with pytest.raises(WeightsError, match="not of the encoder of .*conv1.weight: missing.* more"):
        initialise_encoder(net, RESNET, path)
    assert torch.equal(net.encoder.conv1.weight, before)
    (tmp_path / "x.pth").write_bytes(b"nonsense")
    with pytest.raises(WeightsError, match="is not a weights file"):
        initialise_encoder(net, RESNET, tmp_path / "x.pth")


def test_published_weights_come_through_the_hub_or_their_absence_is_said(nets, monkeypatch):
    asked = []

    def no_network(name, *, weights):
        asked.append((name, weights))
        raise ConnectionError("no route to host")

    encoders = import_smp().encoders
    monkeypatch.setattr(encoders, "get_encoder", no_network)
    with pytest.raises(WeightsError, match="of mit_b0 cannot be had.*no route.*segment.weights"):
        initialise_encoder(HubNet(MIT, 2), MIT, "hub")
    assert asked == [("mit_b0", "imagenet")]
    monkeypatch.setattr(encoders, "get_encoder", lambda name, weights: nets[MIT].encoder)
    net = HubNet(MIT, 2)  # decoders look the function up in their own modules
    assert initialise_encoder(net, MIT, "hub").missing == []
    for key, value in net.encoder.state_dict().items():
        assert torch.equal(value, nets[MIT].encoder.state_dict()[key])


# ---- files -----------------------------------------------------------------------------------


def test_a_model_file_says_all_that_makes_the_network_again(nets, tmp_path):
    info = SegmenterInfo(arch=MIT, classes=["a", "b"], input_size=(40, 56), channels=1,
                         mean=(0.5, 0.5, 0.5), std=(0.2, 0.2, 0.2))  # fmt: skip
    net = build_segmenter(info).eval()
    net.load_state_dict(nets[MIT].state_dict())
    save_segmenter(tmp_path / "s.safetensors", net, info)
    loaded = load_segmenter(tmp_path / "s.safetensors", classes=["a", "b"])
    assert loaded.info == info
    images = torch.rand(1, 1, 40, 56) * 255
    with torch.no_grad():
        assert torch.equal(loaded.net(images).logits, net(images).logits)
    predictor = SegmenterPredictor(loaded, device="cpu")
    rgb = np.random.default_rng(0).integers(0, 255, (61, 83, 3), dtype=np.uint8)
    (found,) = predictor.predict([rgb], PredictSpec())
    assert found.cam.shape == (2, 61, 83)


def rewritten(path, target, change):
    from safetensors import safe_open

    with safe_open(path, framework="pt") as file:
        metadata = dict(file.metadata())
    values = json.loads(metadata["stac_studio"])
    change(values)
    save_file(load_file(path), target, metadata={"stac_studio": json.dumps(values)})
    return target


def test_files_of_version_1_are_read_and_newer_ones_refused(tmp_path):
    info = SegmenterInfo(classes=["a"], input_size=(32, 32))
    new = tmp_path / "new.safetensors"
    save_segmenter(new, build_segmenter(info), info)

    def as_version_1(values):
        values["version"] = 1
        for name in ("mean", "std"):
            del values[name]

    old = load_segmenter(rewritten(new, tmp_path / "old.safetensors", as_version_1))
    assert isinstance(old, LoadedSegmenter)
    assert (old.info.arch, old.info.version) == ("compact", 1)
    newer = rewritten(new, tmp_path / "n.safetensors", lambda values: values.update(version=3))
    with pytest.raises(WeightsError, match="newer program .segmenter version 3"):
        load_segmenter(newer)
    odd = rewritten(new, tmp_path / "o.safetensors", lambda values: values.update(arch="unet"))
    with pytest.raises(WeightsError, match="its description is damaged .field arch"):
        load_segmenter(odd)


# ---- projects and runs -------------------------------------------------------------------------


@pytest.fixture
def root(make_root):
    rng = np.random.default_rng(3)
    kinds = ("bright lines", "dark blobs")
    images = [draw(kinds[number % 2], rng)[0] for number in range(12)]
    tags = [{"scratch": number % 2 == 0, "blob": number % 2 == 1} for number in range(12)]
    settings = {"data": {"validation_share": 0.0}, "segment": {
        "arch": MIT, "epochs": 2, "rounds": 2, "batch_size": 4, "input_size": [32, 32],
        "precision": "fp32", "samples": 0, "ema": 0.8, "checkpoint_minutes": 1e-6,
        "least_steps": 1,
    }}  # fmt: skip
    return make_root(images, tags, settings)


def test_unknown_networks_and_impossible_weights_are_refused(root):
    project = load_project(root)
    with pytest.raises(ConfigError, match="segment.arch.*'deeplabv3plus-resnet18'.*'segformer"):
        with_settings(project, {"segment": {"arch": "unet"}}, where="test")
    with pytest.raises(ConfigError, match="no encoder that others have trained"):
        with_settings(project, {"segment": {"arch": "compact", "weights": "hub"}}, where="test")
    gone = with_settings(project, {"segment": {"weights": "none.pth"}}, where="test")
    assert any(each.startswith("segment.weights: there is no file none.pth")
               for each in training_problems(gone, root))  # fmt: skip
    hub = with_settings(project, {"segment": {"weights": "hub"}}, where="test")
    assert training_problems(hub, root) == []


def test_the_rate_may_stay_constant(root):
    project = with_settings(load_project(root), {"segment": {"schedule": "constant", "lr": 2e-4,
                            "warmup_epochs": 0}}, where="test")  # fmt: skip
    folder = train_project(project, root, "c", device="cpu", stage="segment").folder
    assert {value for _, value in read_run(folder).history.scalars["lr"]} == {2e-4}


def test_a_run_with_dropout_goes_on_bit_for_bit(root, nets):
    """MiT has stochastic depth; the second process draws as the first one would have."""
    encoder_file(nets[MIT], root / "mit.pth")
    project = with_settings(load_project(root), {"segment": {"weights": "mit.pth"}}, where="test")
    whole = train_project(project, root, "whole", device="cpu", stage="segment")
    history = read_run(whole.folder).history
    said = [each.text for each in history.messages]
    assert any("tensors of the encoder taken over" in text for text in said)
    assert any("research and evaluation only" in text for text in said)
    assert (history.start["arch"], history.start["weights"]) == (MIT, "../../mit.pth")
    folder = queue_run(project, root, "broken", stage="segment")

    def stop(step):
        if step.step == 2:
            steering[0].cancel()

    steering = []
    with pytest.raises(Cancelled):
        resume_run(folder, device="cpu", callbacks=RunCallbacks(step=stop), control=steering.append)
    torch.manual_seed(77)
    result = resume_run(folder, device="cpu")
    losses = [read_run(each).history.scalars["total"] for each in (whole.folder, folder)]
    assert losses[0] == losses[1]
    assert len(losses[0]) == 6
    one, other = (load_segmenter(each.model).net.state_dict() for each in (whole, result))
    for name, value in one.items():
        assert torch.equal(value, other[name]), name
