"""STAC on convolutional backbones: shapes, parts, loss, what is refused."""

from __future__ import annotations

import numpy as np
import pytest
import timm
import torch
import torch.distributed as dist
from torch.nn import functional as F

from core.run_workers import SMALL_CNN
from stac_core import losses
from stac_core.cam import normalise_cam
from stac_core.engine.ranks import _shared
from stac_core.engine.schedule import make_optimiser
from stac_core.errors import TrainingError, WeightsError
from stac_core.models.backbones import is_convolutional
from stac_core.models.stac import StacNet
from stac_core.models.stac_cnn import StacCnn
from stac_core.project_sections import TrainSection


def tiny_cnn(classes=2, seed=0, drop_path=0.0, **options):
    torch.manual_seed(seed)
    net = StacCnn("stac_cnn_micro", classes, drop_path=drop_path, options=SMALL_CNN | options)
    for name, parameter in net.named_parameters():  # untrained maps are nearly constant
        if name.startswith(("head", "mid_projection")):
            torch.nn.init.normal_(parameter, std=0.5)
    return net


@pytest.mark.parametrize("classes", [1, 3])
@pytest.mark.parametrize("stride", [8, 16, 32])
def test_micro_runs_at_any_size(classes, stride):
    net = tiny_cnn(classes, output_stride=stride).eval()
    with torch.inference_mode():
        for height, width in ((32, 32), (47, 101), (96, 33)):
            found = net.localise(torch.randn(2, 3, height, width))
            assert found.patch_map.shape == (2, classes, height // stride, width // stride)
            assert found.logits.shape == (2, classes)
            assert found.class_attention is found.class_logits is found.affinity is None
            output = net(torch.randn(2, 3, height, width))
            assert output.patch_map.shape == found.patch_map.shape
            assert output.projection.shape == (2, 256, height // stride, width // stride)
            assert output.mid_patch_map.shape[:2] == (2, classes)


def test_micro_is_compact_and_its_cells_have_their_pixels_in_the_middle():
    net = StacCnn("stac_cnn_micro", 1)
    assert 1e6 < sum(value.numel() for value in net.backbone.parameters()) < 3e6
    net = tiny_cnn(1).eval()
    image = torch.zeros(1, 3, 112, 112, requires_grad=True)
    for parameter in net.parameters():  # nothing cancels out
        parameter.data.abs_()
    found = net._stages(image + 1)[1][0, :, 3, 3].sum()
    (gradient,) = torch.autograd.grad(found, image)
    weight = gradient.abs().sum(dim=(0, 1))
    places = torch.arange(112.0)
    middle = [(weight.sum(dim=axis) * places).sum() / weight.sum() for axis in (1, 0)]
    assert middle == pytest.approx([55.5, 55.5], abs=4), "cell 3 of 7 stands for pixels 48..63"


@pytest.mark.parametrize("arch", ["resnet10t", "convnext_atto", "mobilenetv2_035", "resnest14d"])
def test_timm_networks_run_and_all_that_learns_has_gradients(arch):
    net = StacCnn(arch, 2, drop_path=0.1).train()
    noise = torch.rand(net.drop_branches, 2)
    output = net(torch.randn(2, 3, 70, 50), noise)
    assert output.patch_map.shape in {(2, 2, 5, 4), (2, 2, 4, 3)}
    sum(part.square().sum() for part in output if part is not None).backward()
    # DistributedDataParallel waits for every gradient
    assert [n for n, p in net.named_parameters() if p.requires_grad and p.grad is None] == []
    assert not any(name.startswith(("backbone.fc", "backbone.head")) for name in net.state_dict())
    assert net.drop_branches > 0


def test_strides_that_a_network_cannot_have_are_refused():
    assert StacCnn("mobilenetv3_small_050", 1, options={"output_stride": 32}).patch_size == (32, 32)
    with pytest.raises(WeightsError, match=r"output stride of 16 .*output_stride to 32"):
        StacCnn("mobilenetv3_small_050", 1)
    with pytest.raises(WeightsError, match="output stride of 4 .*8, 16 or 32"):
        StacCnn("stac_cnn_micro", 1, options={"output_stride": 4})
    with pytest.raises(WeightsError, match="transformer.*patch size.*output_stride empty"):
        StacNet("stac_micro", 1, options={"output_stride": 16})


@pytest.mark.parametrize(
    ("arch", "words"),
    [
        ("deit_tiny_patch16_224", "neither a plain vision .* nor a conv.*Attention"),
        ("swin_tiny_patch4_window7_224", "WindowAttention"),
        ("resmlp_12_224", "cannot look at images of 160 x 256"),
        ("inception_v3", "no map of the whole image"),
        ("resnet5000", "no model of this name"),
    ],
)
def test_unsuitable_backbones_are_refused_by_name(arch, words):
    with pytest.raises(WeightsError, match=words) as caught:
        StacCnn(arch, 2)
    assert arch in str(caught.value)


def test_convolutional_names_are_refused_where_a_transformer_is_meant():
    with pytest.raises(WeightsError, match="not a plain vision transformer"):
        StacNet("resnet18", 2)
    with pytest.raises(WeightsError, match="no attention heads"):
        StacCnn("stac_cnn_micro", 2, heads=4)
    with pytest.raises(WeightsError, match="no stochastic depth.*drop_path to 0"):
        StacCnn("vgg11", 2, drop_path=0.1, options={"output_stride": 32})
    names = ["stac_cnn_micro", "resnet50", "convnext_tiny.fb_in1k", "efficientnet_b0"]
    assert all(map(is_convolutional, names))
    names = ["stac_micro", "vit", "deit_small_patch16_224", "vit_small_r26_s32_224", "resnet5000"]
    assert not any(map(is_convolutional, names))


def test_cam2_is_the_same_head_on_the_stage_before():
    net = tiny_cnn().eval()
    images = torch.randn(2, 3, 64, 48)
    with torch.inference_mode():
        output = net(images)
        mid, last = net.backbone.forward_intermediates(images, indices=2, intermediates_only=True)
        head, bridge = net.head, net.mid_projection
        expected = F.conv2d(last, head.weight, head.bias, padding=1)
        torch.testing.assert_close(output.patch_map, expected, rtol=1e-4, atol=1e-5)
        bridged = torch.einsum("dm,bmhw->bdhw", bridge.weight[..., 0, 0], mid)
        bridged = bridged + bridge.bias[:, None, None]
        expected = F.conv2d(bridged, head.weight, head.bias, padding=1)
        torch.testing.assert_close(output.mid_patch_map, expected, rtol=1e-4, atol=1e-5)
        cam, mid_cam = output.training_cams()
        assert torch.equal(cam, output.patch_map.clamp(min=0))
        assert torch.equal(mid_cam, output.mid_patch_map.clamp(min=0))
        assert torch.equal(output.logits, output.patch_logits)
        assert torch.equal(net.localise(images).patch_map, output.patch_map)


@pytest.fixture
def batch():
    torch.manual_seed(3)
    present = torch.tensor([[True, False], [True, True], [False, True]])
    saliency = (torch.rand(3, 1, 32, 48) > 0.7).float()
    return torch.randn(3, 3, 32, 48), present, saliency


def reference_tags_and_saliency(output, present, saliency):
    """L_pat and L_sal, image by image, as the paper words them."""
    scores = output.patch_map.flatten(2).numpy()
    logits = np.empty(scores.shape[:2])
    for image in range(len(scores)):
        for each in range(scores.shape[1]):
            ordered = np.sort(scores[image, each])[::-1]
            weights = 0.996 ** np.arange(len(ordered))
            logits[image, each] = (ordered * weights).sum() / weights.sum()
    targets = present.numpy().astype(float)
    chance = 1 / (1 + np.exp(-logits))
    tags = -(targets * np.log(chance) + (1 - targets) * np.log(1 - chance)).mean()
    guided = 0.0
    for raw in (output.patch_map, output.mid_patch_map):
        errors = []
        for image in range(len(raw)):
            total = np.zeros(saliency.shape[-2:])
            for each in np.flatnonzero(targets[image]):
                cam = F.interpolate(
                    raw[image, each].clamp(min=0)[None, None], size=saliency.shape[-2:],
                    mode="bilinear", align_corners=False,
                )[0, 0].numpy()  # fmt: skip
                total += (cam - cam.min()) / (cam.max() - cam.min())
            errors.append(((total - saliency[image, 0].numpy()) ** 2).mean())
        guided += np.mean(errors)
    return tags, guided


def test_loss_is_patches_plus_twice_saliency_plus_a_fifth_contrast(batch):
    images, present, saliency = batch
    net = tiny_cnn(output_stride=8).train()
    with torch.no_grad():
        output = net(images)
        terms = losses.stac_loss(
            output, present, saliency, generator=torch.Generator().manual_seed(5)
        )
    tags, guided = reference_tags_and_saliency(output, present, saliency)
    assert float(terms.patch_logits) == pytest.approx(tags, rel=1e-5)
    assert float(terms.saliency) == pytest.approx(guided, rel=1e-4)
    assert terms.contrast > 0
    assert terms.defect_free == terms.mask == 0
    expected = tags + 2 * guided + 0.2 * float(terms.contrast)
    assert float(terms.total) == pytest.approx(expected, rel=1e-5)
    assert terms.class_logits is terms.class_token is None
    names = ["total", "patch_logits", "saliency", "defect_free", "contrast", "mask"]
    assert list(terms.numbers()) == names, "terms that do not exist are not logged"


def test_every_term_reaches_the_backbone(batch):
    images, present, saliency = batch
    present = present.clone()
    present[0] = False
    for name in ("patch_logits", "saliency", "defect_free", "contrast"):
        net = tiny_cnn(output_stride=8).train()
        terms = losses.stac_loss(
            net(images), present, saliency, generator=torch.Generator().manual_seed(5)
        )
        getattr(terms, name).backward()
        reached = [p.grad.abs().max() for p in net.backbone.parameters() if p.grad is not None]
        assert reached, name
        assert max(reached) > 0, name


def test_a_few_steps_find_the_defects():
    rng = torch.Generator().manual_seed(0)
    images = 0.3 * torch.randn(4, 3, 64, 64, generator=rng)
    present = torch.tensor([[True, False], [False, True], [True, False], [False, True]])
    saliency = torch.zeros(4, 1, 64, 64)
    for index, (row, column) in enumerate(((8, 8), (32, 16), (24, 40), (0, 32))):
        images[index, :, row : row + 16, column : column + 16] += 3 if index % 2 else -3
        saliency[index, :, row : row + 16, column : column + 16] = 1
    net = tiny_cnn(output_stride=8).train()
    optimiser = make_optimiser(net, TrainSection(lr=1e-2, lr_per=0))
    for _ in range(60):
        optimiser.zero_grad()
        terms = losses.stac_loss(net(images), present, saliency, generator=rng)
        terms.total.backward()
        optimiser.step()
    with torch.inference_mode():
        found = net.eval().localise(images)
        maps = F.interpolate(found.patch_map.relu(), size=(64, 64), mode="bilinear")
        maps = normalise_cam(maps, present).amax(dim=1, keepdim=True)
    assert torch.equal(found.logits > 0, present)
    both, either = torch.minimum(maps, saliency).sum(), torch.maximum(maps, saliency).sum()
    assert both / either > 0.4, "of at most 0.5 or so: the maps are bilinear"


def test_stochastic_depth_goes_by_the_given_noise():
    net = tiny_cnn(drop_path=0.5).train()
    assert net.drop_branches == 3  # the first block's rate is 0
    for module in net.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.eval()  # images shall not see each other here
            torch.nn.init.uniform_(module.weight, 0.5, 1.0)
    images = torch.randn(2, 3, 32, 32)
    with torch.no_grad():
        kept = net(images, torch.ones(3, 2)).patch_map
        none = net(images, torch.zeros(3, 2)).patch_map
        mixed = net(images, torch.tensor([[1.0, 0.0]]).expand(3, 2)).patch_map
        assert not torch.allclose(kept, none)
        torch.testing.assert_close(mixed[0], kept[0])
        torch.testing.assert_close(mixed[1], none[1])
        free = [net(images).patch_map for _ in range(8)]
        assert any(not torch.equal(each, free[0]) for each in free[1:])
        assert torch.equal(net.eval()(images).patch_map, net(images).patch_map)


@pytest.mark.parametrize("arch", ["stac_cnn_micro", "resnet10t"])
def test_layer_decay_slows_layers_near_the_image(arch):
    net = StacCnn(arch, 2, options=SMALL_CNN if arch == "stac_cnn_micro" else None)
    optimiser = make_optimiser(net, TrainSection(layer_decay=0.5), depths=net.depths())
    names = {id(value): name for name, value in net.named_parameters()}
    scale = {names[id(p)]: g["scale"] for g in optimiser.param_groups for p in g["params"]}
    assert scale.keys() == dict(net.named_parameters()).keys()
    assert scale["head.weight"] == scale["mid_projection.weight"] == 1
    backbone = [value for name, value in scale.items() if name.startswith("backbone.")]
    assert max(backbone) == 0.5
    assert backbone[0] == min(backbone) < 0.1


def test_training_output_under_autocast_keeps_maps_in_float32():
    net = tiny_cnn().train()
    with torch.autocast("cpu", dtype=torch.bfloat16):
        output = net(torch.randn(2, 3, 32, 32))
    for name in ("patch_map", "mid_patch_map", "projection", "patch_logits"):
        assert getattr(output, name).dtype == torch.float32, name


@pytest.fixture
def alone(tmp_path):
    """A process group of one process."""
    dist.init_process_group("gloo", init_method=f"file://{tmp_path}/store", rank=0, world_size=1)
    yield
    dist.destroy_process_group()


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("act", [None, torch.nn.PReLU, torch.nn.SiLU])
def test_shared_batch_norm_does_all_that_the_own_one_does(act):
    def make():
        torch.manual_seed(0)
        if act is None:
            return torch.nn.BatchNorm2d(3)
        return timm.layers.BatchNormAct2d(3, act_layer=act)

    own, shared = make(), _shared(make())
    assert shared.state_dict().keys() == own.state_dict().keys()
    images = torch.randn(4, 3, 5, 6, requires_grad=True)
    results = []
    for norm in (own, shared):
        value = norm.train()(images)
        (gradient,) = torch.autograd.grad(value.pow(3).sum(), images)
        results.append((value, gradient, norm.running_mean, norm.running_var, norm.eval()(images)))
    for mine, theirs in zip(*results, strict=True):
        torch.testing.assert_close(mine, theirs, rtol=1e-4, atol=1e-5)
    assert shared.running_var.var() > 0


def test_batch_norms_that_cannot_be_shared_are_refused():
    class Odd(torch.nn.BatchNorm2d):
        pass

    with pytest.raises(TrainingError, match="Odd cannot be shared"):
        _shared(Odd(3))
