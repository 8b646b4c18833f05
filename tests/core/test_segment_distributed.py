"""Several processes train a segmenter like one: real processes over gloo."""

from __future__ import annotations

import socket

import numpy as np
import pytest
import torch

from core.conftest import CLASSES
from core.run_workers import train_in_ranks
from core.surfaces import draw
from stac_core.cli import main
from stac_core.engine.run import resume_run
from stac_core.formats.mask_png import write_mask
from stac_core.labels.store import open_store
from stac_core.project import load_project, with_settings
from stac_core.runs import queue_run, read_run
from stac_core.segmentation.model_file import load_segmenter
from stac_core.types import ReviewStatus

SETTINGS = {
    "data": {"validation_share": 0.3},
    "segment": {
        "epochs": 2, "rounds": 2, "batch_size": 7, "input_size": [32, 40], "precision": "fp32",
        "samples": 0, "ema": 0.8, "mask_repeat": 2, "contrast_weight": 0.5, "warmup_epochs": 0,
        "lr": 2e-4, "least_steps": 1,
    },
}  # fmt: skip


@pytest.fixture
def root(make_root, tmp_path):
    rng = np.random.default_rng(4)
    kinds = ("bright lines", "dark blobs")
    images, masks = zip(*(draw(kinds[number % 2], rng) for number in range(28)), strict=True)
    tags = [{"scratch": number % 2 == 0, "blob": number % 2 == 1} for number in range(28)]
    truth = tmp_path / "truth"
    for number, mask in enumerate(masks):
        write_mask(truth / f"{number}.png", mask.astype(np.uint8) * (number % 2 + 1))
    root = make_root(images, tags, {**SETTINGS, "data": {
        **SETTINGS["data"], "validation_masks": str(truth)}})  # fmt: skip
    mask = masks[1].astype(np.uint8) * 2
    mask[:4] = 255
    with open_store(root, CLASSES) as store:
        store.save("1.png", status=ReviewStatus.ACCEPTED, mask=mask, origin="person")
    return root


def segment_with(root, world, **settings):
    project = with_settings(load_project(root), {"segment": settings}, where="test")
    folder = queue_run(project, root, f"of{world}", stage="segment", device="cpu")
    if world == 1:
        resume_run(folder)
        return folder
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    torch.multiprocessing.spawn(train_in_ranks, (world, port, str(folder)), nprocs=world)
    return folder


def test_two_processes_give_the_segmenter_of_one(root):
    one, two = (segment_with(root, world) for world in (1, 2))
    history, other = read_run(one).history, read_run(two).history
    assert (read_run(two).state, other.start["world"]) == ("completed", 2)
    assert max(value for _, value in history.scalars["contrast"]) > 0
    assert other.scalars.keys() == history.scalars.keys()
    for name, points in history.scalars.items():
        # seen: 2e-5 in the gradients' norm, 5e-7 in the losses
        np.testing.assert_allclose(other.scalars[name], points, rtol=1e-4, atol=1e-5, err_msg=name)
    for mine, theirs in zip(history.evaluations, other.evaluations, strict=True):
        assert {"mAP", "miou"} <= mine.values.keys()
        assert dict(theirs.values) == pytest.approx(dict(mine.values), rel=1e-3, abs=1e-3)
    assert history.rounds.keys() == other.rounds.keys() == {1, 2}
    for number, values in history.rounds.items():
        for name in ("areas", "agreement"):
            assert other.rounds[number][name] == pytest.approx(values[name], abs=1e-3)
    weights, others = (
        load_segmenter(folder / "segmenter.safetensors").net.state_dict() for folder in (one, two)
    )
    for name, value in weights.items():
        # Adam divides by the gradients' size, which enlarges the rounding of tiny ones; seen: 5e-5
        torch.testing.assert_close(others[name], value, atol=5e-4, rtol=1e-3, msg=name)


def test_the_command_trains_a_network_with_dropout_in_two_processes(root):
    options = ["--run", "pair", "--nproc", "2", "--device", "cpu"]
    for text in ("arch=deeplabv3plus-efficientnet-b0", "batch_size=4", "epochs=1", "rounds=1"):
        options += ["--set", f"segment.{text}"]
    assert main(["segment", str(root), *options]) == 0
    run = read_run(root / "runs" / "pair")
    assert (run.state, run.history.start["world"]) == ("completed", 2)
    assert np.isfinite([value for _, value in run.history.scalars["total"]]).all()
    assert run.model.is_file()
