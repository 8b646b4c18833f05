from __future__ import annotations

import argparse
import os

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from core.helpers import CLASSES, TINY, load_tiny_model, save_tiny_model, tiny_info, tiny_net
from stac_core.errors import WeightsError
from stac_core.models import pretrained
from stac_core.models.backbones import create_backbone, load_hub_weights
from stac_core.models.model_file import load_model, save_model
from stac_core.models.stac import StacNet
from stac_core.models.timm_import import import_timm
from stac_core.models.weights import read_weights


def authors_state(classes=3, width=64, representation=True):
    net = StacNet(
        "vit", classes, input_size=(64, 64),
        options={"embed_dim": width, "depth": 2, "num_heads": 8, "patch_size": 16},
    )  # fmt: skip
    state = {name: value.clone() for name, value in net.state_dict().items()}
    state |= {"pos_embed": torch.zeros(1, 17, width), "norm.weight": torch.ones(width)}
    if not representation:
        state = {k: v for k, v in state.items() if not k.startswith("representation.")}
    return state


@pytest.mark.parametrize("legacy", [False, True])
def test_authors_checkpoint_loads_by_content(tmp_path, legacy):
    state = authors_state()
    path = tmp_path / "whatever.bin"
    content = {"model": {k: v.half() if v.is_floating_point() else v for k, v in state.items()}}
    torch.save(content | {"epoch": 7}, path, _use_new_zipfile_serialization=not legacy)
    model = load_model(path)
    assert model.origin == "STAC authors' checkpoint, epoch 7"
    assert model.net.heads == 8
    assert model.net.input_size == (64, 64)
    assert all(value.dtype != torch.float16 for value in model.net.state_dict().values())
    torch.testing.assert_close(model.net.head.weight, state["head.weight"].half().float())
    assert not model.net.training


def test_mctformer_checkpoint_has_the_backbones_own_heads(tmp_path):
    path = tmp_path / "m.pth"
    state = {f"module.{k}": v for k, v in authors_state(width=128, representation=False).items()}
    torch.save({"model": state, "args": argparse.Namespace(lr=1e-3)}, path)
    model = load_model(path)
    assert model.origin == "MCTformer checkpoint"
    assert model.net.heads == 2
    assert load_model(path, heads=4).net.heads == 4


def test_missing_and_misshapen_keys_are_named(tmp_path):
    state = authors_state()
    del state["blocks.1.mlp.fc2.bias"]
    state["head.bias"] = torch.zeros(5)
    torch.save(state, tmp_path / "m.pth")
    with pytest.raises(WeightsError) as caught:
        load_model(tmp_path / "m.pth")
    text = str(caught.value)
    assert "blocks.1.mlp.fc2.bias: missing" in text
    assert "head.bias: shape 5 in the file, 3 in the model" in text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"not weights at all, just text", "not a weights file"),
        (b"PK\x03\x04broken zip", "not a weights file"),
        (b"\x10\0\0\0\0\0\0\0{broken json....", "not a weights file"),
    ],
)
def test_unusable_files_say_so(tmp_path, content, words):
    path = tmp_path / "bad.pth"
    path.write_bytes(content)
    with pytest.raises(WeightsError, match=words) as caught:
        load_model(path)
    assert "bad.pth" in str(caught.value)


class Exploit:
    def __reduce__(self):
        return os.system, ("touch exploited",)


def test_checkpoint_with_code_is_refused(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    torch.save({"model": authors_state(), "hook": Exploit()}, "evil.pth")
    with pytest.raises(WeightsError, match="refused as unsafe"):
        load_model(tmp_path / "evil.pth")
    assert not (tmp_path / "exploited").exists()


def test_numpy_values_beside_the_tensors_are_fine(tmp_path):
    content = {"model": authors_state(), "best": np.float64(0.7), "curve": np.zeros(3)}
    torch.save(content, tmp_path / "m.pth")
    assert load_model(tmp_path / "m.pth").net.num_classes == 3


def test_missing_file_and_state(tmp_path):
    with pytest.raises(WeightsError, match="cannot be read"):
        load_model(tmp_path / "none.pth")
    torch.save([1, 2], tmp_path / "list.pth")
    with pytest.raises(WeightsError, match="no state dict"):
        load_model(tmp_path / "list.pth")
    torch.save({"a.weight": torch.zeros(2)}, tmp_path / "other.pth")
    with pytest.raises(WeightsError, match="no model that is known"):
        load_model(tmp_path / "other.pth")


def test_model_file_round_trip(tmp_path):
    net, info = tiny_net(), tiny_info(threshold=0.45, value_ranges={"cam": (0, 4095)})
    save_model(tmp_path / "m.safetensors", net, info)
    model = load_model(tmp_path / "m.safetensors")
    assert model.info == info
    for name, value in net.state_dict().items():
        torch.testing.assert_close(model.net.state_dict()[name], value, rtol=0, atol=0)
    save_model(tmp_path / "half.safetensors", net, info, half=True)
    sizes = [(tmp_path / f"{n}.safetensors").stat().st_size for n in ("half", "m")]
    assert sizes[0] < 0.6 * sizes[1]
    assert load_model(tmp_path / "half.safetensors").net.head.weight.dtype == torch.float32


def test_model_file_of_newer_version_or_damaged(tmp_path):
    path = tmp_path / "m.safetensors"
    for text, words in (
        ('{"format": "stac.model", "version": 9}', "newer program"),
        ("{", "damaged"),
        ('{"version": 1, "arch": 3}', "field"),
    ):
        save_file({"a": torch.zeros(1)}, path, metadata={"stac_studio": text})
        with pytest.raises(WeightsError, match=words):
            load_model(path)


def test_weights_of_another_shape_are_named(tmp_path):
    other = tiny_info(options=TINY | {"embed_dim": 16})
    save_model(tmp_path / "m.safetensors", tiny_net(), other)
    with pytest.raises(WeightsError, match=r"cls_token: shape 1x2x32 in the file, 1x2x16"):
        load_model(tmp_path / "m.safetensors")


def test_class_names_can_be_given_but_not_miscounted(tmp_path):
    path = save_tiny_model(tmp_path / "m.safetensors")
    assert load_model(path, classes=["a", "b"], rename=True).info.classes == ["a", "b"]
    with pytest.raises(WeightsError, match="its classes are scratch, blob, not blob, scratch"):
        load_model(path, classes=["blob", "scratch"])
    assert load_tiny_model(tmp_path).info.classes == CLASSES
    with pytest.raises(WeightsError, match="has 2 classes"):
        load_model(path, classes=["a"])


def vit_state(arch="vit", **options):
    torch.manual_seed(3)
    backbone = create_backbone(arch, input_size=(32, 32), **(TINY | options))
    for value in backbone.parameters():
        torch.nn.init.normal_(value)
    return backbone.state_dict() | {"head.weight": torch.zeros(10, 32)}


def test_plain_vit_starts_a_model(tmp_path):
    state = vit_state()
    torch.save({"model": state}, tmp_path / "vit.pth")
    net = StacNet("vit", 3, input_size=(48, 32), options=TINY)
    report = pretrained.initialise(net, tmp_path / "vit.pth")
    for index in range(3):
        torch.testing.assert_close(net.cls_token[:, index], state["cls_token"][:, 0])
        torch.testing.assert_close(net.pos_embed_cls[:, index], state["pos_embed"][:, 0])
    torch.testing.assert_close(net.blocks[1].mlp.fc1.weight, state["blocks.1.mlp.fc1.weight"])
    assert report.adapted["pos_embed_pat"] == "resized from (4, 4) to (6, 4) patches"
    assert sorted({name.partition(".")[0] for name in report.missing}) == ["head", "representation"]
    assert report.unused == []
    with pytest.raises(WeightsError, match="can start a training"):
        load_model(tmp_path / "vit.pth")


def test_plain_vit_with_registers(tmp_path):
    state = vit_state(reg_tokens=2)
    save_file(state, tmp_path / "vit.safetensors")
    net = StacNet("vit", 2, input_size=(32, 32), options=TINY | {"reg_tokens": 2})
    pretrained.initialise(net, tmp_path / "vit.safetensors")
    torch.testing.assert_close(
        net.reg_token.detach(), state["reg_token"] + state["pos_embed"][:, 1:3]
    )
    torch.testing.assert_close(net.pos_embed_pat.detach(), state["pos_embed"][:, 3:])


def test_plain_vit_whose_class_token_has_no_position(tmp_path):
    state = vit_state(no_embed_class=True, reg_tokens=1)
    save_file(state, tmp_path / "vit.safetensors")
    options = TINY | {"reg_tokens": 1, "no_embed_class": True}
    net = StacNet("vit", 2, input_size=(32, 32), options=options)
    pretrained.initialise(net, tmp_path / "vit.safetensors")
    assert not net.pos_embed_cls.any()
    torch.testing.assert_close(net.pos_embed_pat.detach(), state["pos_embed"])


def test_vit_of_another_width_is_refused_key_by_key(tmp_path):
    torch.save(vit_state(embed_dim=16), tmp_path / "vit.pth")
    net = StacNet("vit", 3, input_size=(32, 32), options=TINY)
    with pytest.raises(WeightsError, match=r"patch_embed.proj.weight: shape 16x3x8x8 in the file"):
        pretrained.initialise(net, tmp_path / "vit.pth")


def test_class_token_model_of_other_classes_gives_what_fits(tmp_path):
    path = save_tiny_model(tmp_path / "m.safetensors")
    net = StacNet("vit", 5, input_size=(32, 32), options=TINY)
    report = pretrained.initialise(net, path)
    assert {"cls_token", "pos_embed_cls", "head.weight", "head.bias"} == set(report.mismatched)
    assert "head.bias: shape 2 in the file, 5 in the model" in report.problems()


def test_weights_from_the_hub(tmp_path, monkeypatch):
    state = vit_state()
    monkeypatch.setattr(pretrained, "load_hub_weights", lambda arch: state)
    net = StacNet("vit", 2, input_size=(32, 32), options=TINY)
    assert "blocks.0.attn.qkv.weight" in pretrained.initialise(net, "hub").loaded


def test_hub_without_network_says_what_to_do(monkeypatch):
    def no_network(*_, **__):
        raise OSError("no route to host")

    monkeypatch.setattr(import_timm(), "create_model", no_network)
    with pytest.raises(WeightsError, match="no route to host.*copy the weights file here|Without"):
        load_hub_weights("deit_tiny_patch16_224")
    with pytest.raises(WeightsError, match="no pretrained weights"):
        load_hub_weights("stac_micro")


def test_state_is_found_in_wrappers(tmp_path):
    state = {"x.weight": torch.zeros(2, dtype=torch.float16)}
    torch.save({"state_dict": {f"model.{k}": v for k, v in state.items()}}, tmp_path / "w.pth")
    read = read_weights(tmp_path / "w.pth")
    assert read.state.keys() == {"x.weight"}
    assert read.state["x.weight"].dtype == torch.float32
