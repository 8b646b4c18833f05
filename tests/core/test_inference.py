from __future__ import annotations

import numpy as np
import pytest
import torch

from core.helpers import load_tiny_model, random_rgb
from stac_core import inference
from stac_core.errors import Cancelled, DeviceError
from stac_core.inference import Predictor, PredictSpec, Tags
from stac_core.types import CancelToken
from stac_core.views import view_sizes

ALL = Tags(present=np.array([True, True]), known=np.array([True, True]))


@pytest.fixture
def predictor(tmp_path):
    return Predictor(load_tiny_model(tmp_path), device="cpu")


def test_batch_size_does_not_matter(predictor, rng):
    images = [random_rgb(rng, 40, 48) for _ in range(5)] + [random_rgb(rng, 33, 70)]
    alone = predictor.predict(images, tags=[ALL] * 6, batch_size=1)
    for batch_size in (2, 8):
        together = predictor.predict(images, tags=[ALL] * 6, batch_size=batch_size)
        for one, other, image in zip(alone, together, images, strict=True):
            assert one.cam.shape == (2, *image.shape[:2])
            assert one.cam.max() == 1, "a map without contrast would compare nothing"
            np.testing.assert_allclose(one.cam, other.cam, rtol=0, atol=1e-5)
            np.testing.assert_allclose(one.scores, other.scores, rtol=0, atol=1e-5)


@pytest.mark.parametrize("kind", ["fused", "patchcam", "mct"])
@pytest.mark.parametrize("affinity", [False, True])
def test_maps_are_in_range_and_mirror_with_the_image(predictor, rng, kind, affinity):
    image = random_rgb(rng, 41, 56)
    spec = PredictSpec(kind=kind, affinity=affinity)
    (plain,) = predictor.predict([image], spec, tags=[ALL])
    (mirrored,) = predictor.predict([image[:, ::-1].copy()], spec, tags=[ALL])
    assert plain.cam.dtype == np.float32
    assert (plain.cam.min(), plain.cam.max()) == (0, 1)
    np.testing.assert_allclose(plain.cam, mirrored.cam[:, :, ::-1], rtol=0, atol=1e-4)


def test_spread_is_how_far_scales_and_flips_are_apart(predictor, rng):
    image = random_rgb(rng, 40, 48)
    (both,) = predictor.predict([image], PredictSpec(scales=(1.0, 2.0)))
    (one,) = predictor.predict([image], PredictSpec(scales=(1.0,), flip=False))
    (other,) = predictor.predict([image], PredictSpec(scales=(2.0,), flip=False))
    (mirrored,) = predictor.predict([image[:, ::-1].copy()], PredictSpec(scales=(1.0,), flip=False))
    assert one.spread is None
    assert (both.spread >= np.abs(one.scores - other.scores) - 1e-6).all()
    (flips,) = predictor.predict([image], PredictSpec(scales=(1.0,)))
    np.testing.assert_allclose(flips.spread, np.abs(one.scores - mirrored.scores), atol=1e-6)


def test_tags_decide_where_known_and_scores_elsewhere(predictor, rng):
    image = random_rgb(rng, 40, 40)
    (free,) = predictor.predict([image], PredictSpec(tag_threshold=0.0))
    assert free.present.all()
    (strict,) = predictor.predict([image], PredictSpec(tag_threshold=1.0))
    assert not strict.present.any()
    assert not strict.cam.any()
    half = Tags(present=np.array([True, False]), known=np.array([True, False]))
    (mixed,) = predictor.predict([image], PredictSpec(tag_threshold=1.0), tags=[half])
    assert mixed.present.tolist() == [True, False]
    np.testing.assert_allclose(mixed.scores, free.scores, rtol=0, atol=1e-6)


@pytest.mark.parametrize("size", [(1, 1), (5, 40), (100, 2000)])
def test_extreme_sizes(predictor, rng, size):
    (result,) = predictor.predict([random_rgb(rng, *size)], tags=[ALL])
    assert result.cam.shape == (2, *size)
    assert np.isfinite(result.cam).all()
    assert result.reduced == (size == (100, 2000))


def test_cancel_stops_before_the_next_view(predictor, rng):
    token = CancelToken()
    seen = []
    look = predictor._look

    def cancelling_look(*args):
        seen.append(1)
        token.cancel()
        return look(*args)

    predictor._look = cancelling_look
    with pytest.raises(Cancelled):
        predictor.predict([random_rgb(rng, 40, 40)], cancel=token)
    assert len(seen) == 1


def test_progress_counts_images(predictor, rng):
    seen = []
    images = [random_rgb(rng, 16, 16) for _ in range(5)]
    predictor.predict(images, batch_size=2, progress=lambda *step: seen.append(step))
    assert seen == [(2, 5), (4, 5), (5, 5)]


@pytest.mark.parametrize("image", [np.zeros((4, 4), np.uint8), np.zeros((4, 4, 3), np.float32)])
def test_wrong_arrays_are_refused(predictor, image):
    with pytest.raises(ValueError, match="uint8 RGB"):
        predictor.predict([image])


def test_bf16_maps_stay_near_fp32(tmp_path, predictor, rng):
    images = [random_rgb(rng, 48, 48)]
    half = Predictor(load_tiny_model(tmp_path), device="cpu", precision="bf16")
    assert half.describe() == "CPU bf16"
    (expected,) = predictor.predict(images, tags=[ALL])
    (result,) = half.predict(images, tags=[ALL])
    assert result.cam.dtype == np.float32
    assert 0 < np.abs(result.cam - expected.cam).max() < 0.1


def test_out_of_memory_halves_the_batch_then_goes_to_the_cpu(tmp_path, rng, monkeypatch):
    told = []
    predictor = Predictor(load_tiny_model(tmp_path), device="cpu", on_fallback=told.append)
    images = [random_rgb(rng, 24, 24) for _ in range(4)]
    expected = predictor.predict(images, tags=[ALL] * 4)
    predictor.device = torch.device("cuda")  # as if it ran there; the arithmetic stays on the CPU
    localise = predictor._net.localise
    sizes = []

    def limited(batch, **options):
        sizes.append(len(batch))
        if predictor.device.type == "cuda":
            raise torch.OutOfMemoryError("out of memory")
        return localise(batch, **options)

    monkeypatch.setattr(predictor._net, "localise", limited)
    monkeypatch.setattr(torch.Tensor, "to", lambda self, *_, **__: self)
    result = predictor.predict(images, tags=[ALL] * 4)
    assert sizes[:3] == [8, 4, 2]
    assert ["fewer" in text for text in told] == [True, True, False]
    assert "going on with the CPU" in told[-1]
    for one, other in zip(result, expected, strict=True):
        np.testing.assert_allclose(one.cam, other.cam, atol=1e-5)


def test_out_of_memory_on_the_cpu_is_an_error(predictor, rng, monkeypatch):
    def fail(*_, **__):
        raise torch.OutOfMemoryError("out of memory")

    monkeypatch.setattr(predictor._net, "localise", fail)
    with pytest.raises(DeviceError, match=r"max_tokens"):
        predictor.predict([random_rgb(rng, 24, 24)])


def test_devices_that_are_not_there(tmp_path, monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    model = load_tiny_model(tmp_path)
    for device, words in (("cuda", "--device cpu"), ("warp", "not a device"), ("meta", "support")):
        with pytest.raises(DeviceError, match=words):
            Predictor(model, device=device)
    with pytest.raises(DeviceError, match="fp16 needs a GPU"):
        Predictor(model, device="cpu", precision="fp16")


@pytest.mark.parametrize(
    ("size", "scales", "expected"),
    [
        ((200, 200), (1.0, 2.0), [((200, 200), 1, False), ((400, 400), 1, False)]),
        ((91, 173), (0.5,), [((46, 86), 1, False)]),  # 45.5 and 86.5 round to even
        ((1024, 1024), (1.0, 2.0), [((1024, 1024), 1, False), ((1024, 1024), 1, True)]),
        ((1, 1), (1.0,), [((1, 1), 1, False)]),
    ],
)
def test_view_sizes(size, scales, expected):
    views = view_sizes(size, scales, patch_size=(16, 16), max_tokens=4096)
    merged = {}
    for view_size, count, reduced in expected:
        old = merged.get(view_size, (0, False))
        merged[view_size] = (old[0] + count, old[1] or reduced)
    assert {view.size: (view.count, view.reduced) for view in views} == merged


@pytest.mark.parametrize("size", [(20_000, 100), (100, 20_000), (8192, 8192), (9, 70_000)])
def test_views_respect_the_patch_budget(size):
    for view in view_sizes(size, (1.0, 2.0), patch_size=(16, 16), max_tokens=4096):
        high, wide = view.size
        assert max(1, high // 16) * max(1, wide // 16) <= 4096
        assert high >= 1
        assert wide >= 1


def test_equal_views_are_computed_once(predictor, rng, monkeypatch):
    looks = []
    look = predictor._look
    monkeypatch.setattr(predictor, "_look", lambda *args: looks.append(1) or look(*args))
    image = random_rgb(rng, 64, 64)
    predictor.predict([image], PredictSpec(scales=(1.0, 2.0), max_tokens=64))
    assert len(looks) == 1


def test_spec_digest_tells_specs_apart():
    digests = {PredictSpec().digest(), PredictSpec(flip=False).digest()}
    assert len(digests) == 2
    assert PredictSpec().digest() == inference.PredictSpec().digest()
