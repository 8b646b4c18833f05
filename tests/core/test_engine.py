from __future__ import annotations

import json
import math
from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from core.helpers import CLASSES, TINY, tiny_info, tiny_net
from stac_core.data.items import scan_folder
from stac_core.engine import batches
from stac_core.engine.batches import Augmentation, make_batch, read_ahead
from stac_core.engine.events import EventReader, EventWriter
from stac_core.engine.samples import load_samples
from stac_core.engine.schedule import base_rate, make_optimiser, rate_at
from stac_core.errors import DataError, StorageError
from stac_core.models.backbones import IMAGENET_MEAN, IMAGENET_STD
from stac_core.project_sections import TrainSection
from stac_core.saliency.maps import ContrastGenerator, make_maps

MEAN, STD = IMAGENET_MEAN, IMAGENET_STD


# ---- events ------------------------------------------------------------------------------


def test_events_are_lines_in_order(tmp_path):
    path = tmp_path / "run" / "events.jsonl"
    writer = EventWriter(path)
    writer.write("run_start", project="p")
    writer.write("scalar", step=1, values={"loss": math.nan, "lr": 0.1})
    writer.close()
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert [line["seq"] for line in lines] == [1, 2]
    assert lines[1]["values"] == {"loss": None, "lr": 0.1, "non_finite": ["loss"]}
    assert {"v", "t", "type"} <= lines[0].keys()


@given(cuts=st.lists(st.integers(0, 400), max_size=8))
def test_any_chunking_gives_the_same_events(tmp_path, cuts):
    path = tmp_path / "events.jsonl"
    path.unlink(missing_ok=True)
    writer = EventWriter(path)
    for step in range(5):
        writer.write("scalar", step=step, note="ä")
    writer.close()
    data = path.read_bytes()
    reader, found, start = EventReader(), [], 0
    for cut in [*sorted(cuts), len(data)]:
        found += reader.feed(data[start:cut])
        start = max(start, cut)
    assert [event.fields["step"] for event in found] == [0, 1, 2, 3, 4]
    assert reader.gaps == []
    assert not reader.pending


def test_reader_reports_gaps_damage_and_skips_unknown_types():
    def line(seq, kind="scalar"):
        return json.dumps({"v": 1, "seq": seq, "t": 0, "type": kind}).encode() + b"\n"

    reader = EventReader()
    events = reader.feed(line(1) + b"garbage\n" + line(2, "hologram") + line(5) + b'{"v":1,')
    assert [event.seq for event in events] == [1, 5]
    assert reader.gaps == [(3, 5)]
    assert reader.damaged == 1
    assert reader.pending


def test_writer_goes_on_after_a_killed_one(tmp_path):
    path = tmp_path / "events.jsonl"
    writer = EventWriter(path)
    writer.write("message")
    writer.close()
    with path.open("ab") as file:
        file.write(b'{"v":1,"seq":2,"t"')
    writer = EventWriter(path)
    writer.write("message")
    writer.close()
    reader = EventReader()
    assert [event.seq for event in reader.feed(path.read_bytes())] == [1, 2]
    assert reader.gaps == []


def test_full_disk_while_writing_an_event_names_the_file(tmp_path):
    writer = EventWriter(tmp_path / "events.jsonl")

    class Full:
        def write(self, data):
            raise OSError(28, "No space left on device")

    writer._file.close()
    writer._file = Full()
    with pytest.raises(StorageError, match=r"events\.jsonl.*disk is full"):
        writer.write("message")


# ---- samples and batches -----------------------------------------------------------------


@pytest.fixture
def samples(tmp_path, image_folder):
    items = scan_folder(image_folder)
    make_maps(items, tmp_path / "saliency", ContrastGenerator())
    present = np.array([[1, 0], [0, 1], [1, 1], [0, 0], [1, 0], [0, 1]], bool)
    known = np.ones_like(present)
    return load_samples(
        items, present, known, saliency_folder=tmp_path / "saliency", size=(32, 32),
        on_problem=lambda item, text: pytest.fail(text),
    )  # fmt: skip


def test_samples_are_resized_and_grey_keeps_one_channel(samples):
    assert samples.images.shape == (6, 32, 32, 1)
    assert samples.saliency.shape == (6, 32, 32)
    assert len(samples.subset([4, 1])) == 2
    assert samples.subset([4, 1]).items[0] == samples.items[4]


def test_colour_samples_keep_three_channels(tmp_path, image_folder, rng, save_image):
    save_image(image_folder / "c.png", rng.integers(0, 255, (9, 9, 3), dtype=np.uint8))
    items = scan_folder(image_folder)
    make_maps(items, tmp_path / "s", ContrastGenerator())
    tags = np.ones((len(items), 2), bool)
    loaded = load_samples(
        items, tags, tags, saliency_folder=tmp_path / "s", size=(16, 16), on_problem=print
    )
    assert loaded.images.shape == (7, 16, 16, 3)


def test_unreadable_samples_are_left_out_and_all_unreadable_is_an_error(tmp_path, image_folder):
    items = scan_folder(image_folder)
    make_maps(items, tmp_path / "s", ContrastGenerator())
    items[0].path.write_bytes(b"broken")
    (tmp_path / "s" / "img2.png").unlink()
    tags = np.ones((len(items), 2), bool)
    problems = []
    options = {"size": (16, 16), "on_problem": lambda item, text: problems.append(item.id)}
    loaded = load_samples(items, tags, tags, saliency_folder=tmp_path / "s", **options)
    assert problems == ["a.jpg", "img2.png"]
    assert [item.id for item in loaded.items] == ["img1.png", "img10.png", "sub/b.png", "sub/c.png"]
    with pytest.raises(DataError, match="none of the tagged images"):
        load_samples(items, tags, tags, saliency_folder=tmp_path / "none", **options)


def test_too_many_samples_go_to_disk(samples, monkeypatch):
    monkeypatch.setattr("stac_core.engine.samples._free_memory", lambda: 0.0)
    from stac_core.engine.samples import _allocate

    array = _allocate((3, 4))
    assert isinstance(array, np.memmap)
    array[1] = 7
    assert array.sum() == 28


def test_flips_move_image_and_saliency_together(samples):
    marked = samples.saliency.copy()
    marked[:] = 0
    marked[:, 3, 5] = 255
    images = np.zeros_like(samples.images)
    images[:, 3, 5] = 255
    moved = replace(samples, images=images, saliency=marked)
    places = set()
    for seed in range(12):
        batch = make_batch(
            moved, [0, 1, 2], mean=(0, 0, 0), std=(1, 1, 1),
            augmentation=Augmentation(flips="both"),
            generator=torch.Generator().manual_seed(seed),
        )  # fmt: skip
        np.testing.assert_array_equal(batch.images[:, :1].numpy(), batch.saliency.numpy())
        places |= {tuple(place[2:].tolist()) for place in batch.saliency.nonzero()}
    assert places == {(3, 5), (3, 26), (28, 5), (28, 26)}


def test_plain_batch_is_normalised_pixels(samples):
    batch = make_batch(samples, [2], mean=MEAN, std=STD)
    grey = samples.images[2, :, :, 0] / 255
    for channel in range(3):
        expected = (grey - MEAN[channel]) / STD[channel]
        np.testing.assert_allclose(batch.images[0, channel].numpy(), expected, atol=1e-5)
    assert set(batch.saliency.unique().tolist()) <= {0.0, 1.0}
    assert batch.present.tolist() == [[True, True]]


def test_jitter_stays_in_range_and_grey_stays_grey(samples):
    colour = np.random.default_rng(0).integers(0, 255, (6, 32, 32, 3), dtype=np.uint8)
    for images in (samples.images, colour):
        changed = replace(samples, images=images)
        batch = make_batch(
            changed, range(6), mean=(0, 0, 0), std=(1, 1, 1),
            augmentation=Augmentation("none", 0.3, 0.3, 0.3, 0.1),
            generator=torch.Generator().manual_seed(0),
        )  # fmt: skip
        assert 0 <= batch.images.min() < batch.images.max() <= 1
        plain = torch.from_numpy(images).permute(0, 3, 1, 2) / 255
        assert (batch.images - plain).abs().max() > 0.05
        if images.shape[-1] == 1:
            torch.testing.assert_close(batch.images[:, 0], batch.images[:, 2])


def test_hue_rotation_keeps_grey_and_luma():
    grey = torch.full((1, 3, 2, 2), 0.4)
    torch.testing.assert_close(
        batches._rotate_hue(grey, torch.tensor([0.3])), grey, atol=1e-4, rtol=0
    )
    colour = torch.rand(2, 3, 4, 4)
    turned = batches._rotate_hue(colour, torch.tensor([0.1, -0.1]))
    torch.testing.assert_close(batches._grey(turned), batches._grey(colour), atol=1e-4, rtol=0)
    back = batches._rotate_hue(turned, torch.tensor([-0.1, 0.1]))
    torch.testing.assert_close(back, colour, atol=1e-4, rtol=0)


def test_order_depends_on_seed_and_epoch_alone():
    order = batches.epoch_order(10, seed=3, epoch=1)
    assert sorted(order) == list(range(10))
    np.testing.assert_array_equal(order, batches.epoch_order(10, seed=3, epoch=1))
    assert any(order != batches.epoch_order(10, seed=3, epoch=2))
    assert [len(rows) for rows in batches.batch_rows(order, 4)] == [4, 4]
    assert [len(rows) for rows in batches.batch_rows(order[:3], 4)] == [3]


def test_read_ahead_keeps_order_raises_and_stops():
    assert list(read_ahead(iter(range(20)))) == list(range(20))

    def failing():
        yield 1
        raise DataError("gone")

    ahead = read_ahead(failing())
    assert next(ahead) == 1
    with pytest.raises(DataError):
        next(ahead)
    endless = read_ahead(iter(int, 1))
    assert next(endless) == 0
    endless.close()  # joins its thread: hangs if the thread does not stop


# ---- schedule ----------------------------------------------------------------------------


def test_rate_of_the_paper():
    spec = TrainSection()
    assert base_rate(spec) == pytest.approx(1.5625e-4)
    assert rate_at(0, spec) == pytest.approx(1e-6)
    assert rate_at(5, spec) == pytest.approx(1.5625e-4)
    assert rate_at(42.5, spec) == pytest.approx((1.5625e-4 + 1e-6) / 2)
    assert rate_at(80, spec) == pytest.approx(1e-6)
    assert rate_at(99, spec) == pytest.approx(1e-6)
    assert base_rate(TrainSection(lr=1e-3, lr_per=0)) == 1e-3


def test_tables_norms_and_biases_are_not_decayed():
    net = tiny_net()
    names = {id(value): name for name, value in net.named_parameters()}
    decayed, kept = sorted(
        make_optimiser(net, TrainSection()).param_groups, key=lambda group: -group["weight_decay"]
    )
    assert decayed["weight_decay"] == 0.05
    assert kept["weight_decay"] == 0
    assert {"cls_token", "pos_embed_cls", "pos_embed_pat", "head.bias"} <= {
        names[id(value)] for value in kept["params"]
    }
    assert all(names[id(value)].endswith("weight") for value in decayed["params"])
    assert len(decayed["params"]) + len(kept["params"]) == len(names)


def test_tiny_info_is_what_the_trainer_needs():
    assert tiny_info().options == TINY
    assert tiny_info().classes == CLASSES
