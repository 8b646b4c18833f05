import numpy as np
import pytest
import torch

from core.helpers import load_tiny_model, random_rgb
from stac_core.cam import normalise_cam, resize_cam
from stac_core.errors import Cancelled, ConfigError, DeviceError
from stac_core.explanation import ViewLook, explanation_of
from stac_core.inference import Predictor, PredictSpec
from stac_core.models.cam_net import Localisation
from stac_core.presence import Tags
from stac_core.types import CancelToken


@pytest.fixture
def predictor(tmp_path):
    return Predictor(load_tiny_model(tmp_path), device="cpu")


@pytest.fixture
def image(rng):
    return random_rgb(rng, 48, 64)


def parts_of(explanation, kind):
    return [part for part in explanation.parts if part.kind == kind]


def test_every_part_is_there_and_in_range(predictor, image):
    found = predictor.explain(image, PredictSpec(scales=(1.0, 2.0)))
    kinds = [part.kind for part in found.parts]
    blocks = len(predictor.model.net.blocks)
    assert kinds == ["scale", "scale", "spread", "attention", "patches"] + ["block"] * blocks
    assert [part.number for part in parts_of(found, "scale")] == [1, 2]
    assert [part.number for part in parts_of(found, "block")] == list(range(1, blocks + 1))
    assert found.classes == predictor.classes
    for part in found.parts:
        assert part.maps.dtype == np.float32
        assert part.maps.shape[0] == len(found.classes)
        assert part.maps.min() >= 0
        assert part.maps.max() <= 1
    one, two = parts_of(found, "scale")
    assert two.maps.shape[1:] == tuple(2 * side for side in one.maps.shape[1:])


def test_one_scale_alone_is_the_heat_map_of_that_scale(predictor, image):
    spec = PredictSpec(scales=(1.0,))
    (scale,) = parts_of(predictor.explain(image, spec), "scale")
    everything = Tags.everything(len(predictor.classes))
    (result,) = predictor.predict([image], spec, tags=[everything])
    large = resize_cam(torch.from_numpy(scale.maps)[None], (48, 64))
    again = normalise_cam(large, torch.ones(1, len(predictor.classes), dtype=torch.bool))
    np.testing.assert_allclose(again[0].numpy(), result.cam, atol=1e-4)


def test_blocks_add_up_to_the_attention(predictor, image):
    found = predictor.explain(image, PredictSpec(scales=(1.0,), flip=False))
    net = predictor.model.net
    batch = torch.rand(1, 3, 48, 64)
    features = net.localise(batch, blocks=True)
    torch.testing.assert_close(features.block_attention.mean(dim=0), features.class_attention)
    assert net.localise(batch).block_attention is None
    assert len(parts_of(found, "block")) == len(features.block_attention)


def test_a_single_view_has_nothing_to_disagree_with(predictor, image):
    assert not parts_of(predictor.explain(image, PredictSpec(scales=(1.0,), flip=False)), "spread")
    (spread,) = parts_of(predictor.explain(image, PredictSpec(scales=(1.0,))), "spread")
    assert spread.maps.max() > 0


def test_views_that_agree_have_no_spread_and_opposites_the_most():
    ramp = torch.linspace(0, 1, 5).expand(1, 1, 4, 5)
    features = Localisation(None, torch.zeros(2, 1), ramp, None, None)
    for second, wanted in ((ramp.flip(-1), 0.0), (ramp, 1.0)):
        look = ViewLook(1.0, features, torch.cat([3 * ramp, second]))
        (spread,) = parts_of(explanation_of([look], ("a",)), "spread")
        assert spread.maps.max() == pytest.approx(wanted, abs=1e-6)


def test_parts_mirror_with_the_image(predictor, image):
    spec = PredictSpec(scales=(1.0, 0.5))
    plain = predictor.explain(image, spec)
    mirrored = predictor.explain(np.ascontiguousarray(image[:, ::-1]), spec)
    for one, other in zip(plain.parts, mirrored.parts, strict=True):
        np.testing.assert_allclose(one.maps, other.maps[..., ::-1], atol=2e-3)


def test_looking_closer_is_cancelled_and_fails_in_words(predictor, image, monkeypatch):
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        predictor.explain(image, cancel=token)

    def no_memory(*_, **__):
        raise torch.OutOfMemoryError

    monkeypatch.setattr(predictor._net, "localise", no_memory)
    with pytest.raises(DeviceError, match="max_tokens"):
        predictor.explain(image)


def test_networks_without_class_tokens_have_scales_and_patches(tmp_path, image):
    from core.test_cnn_runs import save_cnn
    from stac_core.models.model_file import load_model

    predictor = Predictor(load_model(save_cnn(tmp_path / "cnn.safetensors")), device="cpu")
    kinds = [part.kind for part in predictor.explain(image).parts]
    assert kinds == ["scale", "scale", "spread", "patches"]
    with pytest.raises(ConfigError):
        predictor.explain(image, PredictSpec(kind="mct"))
