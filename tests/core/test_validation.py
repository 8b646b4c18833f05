from __future__ import annotations

import numpy as np
import pytest
import torch
from PIL import Image

from core.helpers import CLASSES, tiny_net
from stac_core.engine.batches import Batch
from stac_core.engine.run import resume_run
from stac_core.engine.validation import find_truths, map_quality
from stac_core.errors import DataError
from stac_core.labels.store import open_store
from stac_core.models.model_file import load_model
from stac_core.new_project import make_project
from stac_core.project import with_settings
from stac_core.runs import queue_run, read_run
from stac_core.types import ImageItem, ReviewStatus


@pytest.fixture
def root(tmp_path, rng, save_image):
    root = tmp_path / "project"
    root.mkdir()
    tags = {}
    for index in range(20):
        save_image(
            tmp_path / "images" / f"{index}.png", rng.integers(0, 255, (40, 40), dtype=np.uint8)
        )
        tags[f"{index}.png"] = {"scratch": True, "blob": index % 2 == 0}
    with open_store(root, CLASSES) as store:
        store.set_tags(tags)
    return root


def project_of(root, **sections):
    project = make_project(root, [root.parent / "images"], CLASSES)
    base = {
        "model": {"input_size": [32, 32]},
        "train": {"epochs": 2, "batch_size": 8, "queries": 8, "negatives": 8, "samples": 2,
                  "precision": "fp32", "warmup_epochs": 0},
        "data": {"validation_share": 0.3},
    }  # fmt: skip
    for name, fields in sections.items():
        base[name] |= fields
    return with_settings(project, base, where="test")


def train(root, name, **sections):
    folder = queue_run(project_of(root, **sections), root, name)
    resume_run(folder, device="cpu")
    return read_run(folder)


def test_each_epoch_is_judged_on_tags_and_its_maps_are_drawn(root):
    run = train(root, "r")
    assert [each.epoch for each in run.history.evaluations] == [1, 2]
    values = run.history.evaluations[-1].values
    assert {
        "total",
        "mAP",
        "f1",
        "proxy",
        "agreement",
        "saliency_iou",
        "criterion",
    } <= values.keys()
    assert all(0 <= values[name] <= 1 for name in ("mAP", "f1", "proxy", "agreement"))
    assert "miou" not in values, "there is no mask to measure with"
    assert values["criterion"] == values["total"]
    assert [each.epoch for each in run.history.samples] == [1, 2]
    validation = set((run.path / "validation.txt").read_text().split())
    for image_id, path in run.history.samples[-1].images:
        assert image_id in validation
        assert np.asarray(Image.open(run.path / path)).shape == (32, 32, 3)


def test_accepted_masks_of_held_out_images_measure_and_those_of_others_train(root):
    mask = np.zeros((40, 40), np.uint8)
    mask[10:20, 10:20] = 1
    with open_store(root, CLASSES) as store:
        for index in range(20):
            store.save(f"{index}.png", status=ReviewStatus.ACCEPTED, mask=mask, origin="person")
    run = train(root, "r")
    counts = run.history.start["supervision"]
    assert (counts["training"], counts["validation"], counts["masks"]) == (14, 6, 14)
    values = run.history.evaluations[-1].values
    assert 0 <= values["miou"] <= 1
    assert 0.2 <= values["threshold"] <= 0.8
    assert run.history.scalars["mask"][-1][1] > 0
    assert run.history.scalars["saliency"][-1][1] == 0, "masks take the saliency's place"
    # measured, not chosen by: the model keeps the project's threshold
    assert load_model(run.model).info.threshold == 0.55


@pytest.mark.parametrize(
    ("select", "name", "sign"),
    [("proxy", "proxy", -1), ("loss", "total", 1), ("masks", "miou", -1)],
)
def test_what_makes_an_epoch_the_best(root, tmp_path, select, name, sign):
    masks = tmp_path / "measure"
    masks.mkdir()
    for index in (0, 3):
        Image.fromarray(np.eye(40, dtype=np.uint8)).save(masks / f"{index}.png")
    run = train(root, "r", train={"select_by": select}, data={"validation_masks": str(masks)})
    for each in run.history.evaluations:
        assert each.values["criterion"] == sign * each.values[name]
    assert run.history.start["masks"] == 0, "masks that measure do not train"
    info = load_model(run.model).info
    best = min(run.history.evaluations, key=lambda each: each.values["criterion"])
    assert info.result["epoch"] == best.epoch
    if select == "masks":
        assert info.threshold == best.values["threshold"]


def test_the_last_epoch_counts_when_asked_or_when_nothing_can_be_compared(root):
    run = train(root, "r", train={"select_by": "last"})
    assert [each.is_best for each in run.history.evaluations] == [True, True]
    run = train(root, "n", data={"validation_share": 0.0})
    assert [each.is_best for each in run.history.evaluations] == [True, True]


def test_deterministic_algorithms_are_on_during_the_run_only(root, monkeypatch):
    seen = []
    from stac_core.engine import learner

    real = learner.loss_of

    def spy(*arguments, **options):
        seen.append(torch.are_deterministic_algorithms_enabled())
        return real(*arguments, **options)

    monkeypatch.setattr(learner, "loss_of", spy)
    train(root, "r", train={"deterministic": True, "epochs": 1})
    assert seen
    assert all(seen)
    assert not torch.are_deterministic_algorithms_enabled()


def test_truths_must_be_there_and_fit(root, tmp_path):
    items = [ImageItem("0.png", root.parent / "images" / "0.png")]
    (tmp_path / "m").mkdir()
    with pytest.raises(DataError, match="no mask of any tagged image"):
        find_truths(project_of(root), tmp_path / "m", items, {}, {})
    Image.fromarray(np.zeros((7, 7), np.uint8)).save(tmp_path / "m" / "0.png")
    with pytest.raises(DataError, match=r"0\.png: its size \(7, 7\) is not the image's \(40, 40\)"):
        train(root, "r", data={"validation_masks": str(tmp_path / "m")})


def test_map_quality_is_1_for_perfect_maps_and_low_for_noise(monkeypatch):
    net = tiny_net(input_size=(32, 32)).eval()
    images = torch.randn(3, 3, 32, 32)
    present = torch.tensor([[True, False], [True, True], [False, False]])
    saliency = torch.zeros(3, 1, 32, 32)
    saliency[:, :, :, :16] = 1
    batch = Batch(images, saliency, present, torch.ones_like(present))
    noisy = map_quality(net, batch, torch.float32)
    assert len(noisy) == 2, "an image without a class has no map to judge"
    assert all(0 <= value < 0.9 for each in noisy for value in each.values())

    class Perfect:
        cam_kinds = ("fused", "patchcam", "mct")

        def localise(self, pixels):
            side = pixels.shape[-1]
            half = torch.zeros(len(pixels), 2, side, side)
            if side == 32:
                half[..., : side // 2] = 1
            else:  # it is asked for the mirrored image
                half[..., side // 2 :] = 1
            return type("Features", (), {
                "class_attention": half, "patch_map": half, "affinity": None,
            })  # fmt: skip

    perfect = map_quality(Perfect(), batch, torch.float32)
    # the enlarged map is shrunk bilinearly: its edge is a little soft
    assert all(value > 0.97 for each in perfect for value in each.values())
