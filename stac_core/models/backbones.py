"""Backbones: any plain timm ViT by name, one by its sizes, and a compact one of our own."""

from __future__ import annotations

from typing import Any, Final

import torch
from torch import Tensor, nn

from stac_core.errors import WeightsError
from stac_core.models.timm_import import import_timm

MICRO: Final = "stac_micro"
"""Our compact model for CPUs: convolutional stem, 6 blocks of width 192, patch 16."""

GENERIC: Final = "vit"
"""A plain ViT given by its sizes alone, for checkpoints that name no architecture."""

CNN_MICRO: Final = "stac_cnn_micro"
"""Our compact convolutional network for CPUs: see `MicroCnn`."""

_OURS: Final = (MICRO, GENERIC, CNN_MICRO)

_TRANSFORMERS: Final = ("vision_transformer", "deit", "beit", "eva")
"""How the names of timm's modules with transformers of one width begin."""

IMAGENET_MEAN: Final = (0.485, 0.456, 0.406)
IMAGENET_STD: Final = (0.229, 0.224, 0.225)

_MICRO_SIZES: dict[str, Any] = {
    "patch_size": 16,
    "embed_dim": 192,
    "depth": 6,
    "num_heads": 6,
}


class _StridedConvolutions(nn.Module):
    """3 x 3 convolutions with stride 2, one for each power of two in the patch size."""

    def __init__(self, patch_size: int, in_chans: int, embed_dim: int) -> None:
        super().__init__()
        steps = patch_size.bit_length() - 1
        if patch_size != 1 << steps:
            raise ValueError(f"patch_size {patch_size} is not a power of two")
        self.patch_size = patch_size
        widths = [max(24, embed_dim >> (steps - 1 - step)) for step in range(steps)]
        layers: list[nn.Module] = []
        for before, after in zip([in_chans, *widths[:-1]], widths, strict=True):
            layers += [
                nn.Conv2d(before, after, 3, stride=2, padding=1, bias=False),
                nn.GroupNorm(8, after),
                nn.GELU(),
            ]
        self.layers = nn.Sequential(*layers, nn.Conv2d(widths[-1], embed_dim, 1))

    def forward(self, images: Tensor) -> Tensor:
        """Images (B, 3, H, W) -> patch map (B, D, floor(H / p), floor(W / p))."""
        height, width = (side // self.patch_size * self.patch_size for side in images.shape[-2:])
        # strided convolutions round up where the patch convolution of a ViT floors
        patch_map: Tensor = self.layers(images[..., :height, :width])
        return patch_map


class ConvStem(nn.Module):
    """Patch embedding by a few strided convolutions: learns edges from little data.

    Has the place, the constructor arguments and the parts of timm's `PatchEmbed`.
    """

    def __init__(
        self,
        img_size: int | tuple[int, int] = 224,
        patch_size: int = 16,
        in_chans: int = 3,
        embed_dim: int = 192,
        **_: Any,
    ) -> None:
        super().__init__()
        height, width = (img_size, img_size) if isinstance(img_size, int) else img_size
        self.patch_size = (patch_size, patch_size)
        self.grid_size = (height // patch_size, width // patch_size)
        self.num_patches = self.grid_size[0] * self.grid_size[1]
        self.proj = _StridedConvolutions(patch_size, in_chans, embed_dim)
        self.norm = nn.Identity()


def create_backbone(
    arch: str, *, input_size: tuple[int, int], drop_path: float = 0.0, **sizes: Any
) -> Any:
    """A timm `VisionTransformer` without weights.

    Args:
        arch: Name of a timm model, `stac_micro`, or `vit` with its sizes given.
        input_size: (height, width) in pixels that the position embedding is made for.
        drop_path: Stochastic depth rate of the last block; grows linearly from 0 at the first.
        sizes: Arguments of timm's `VisionTransformer` that differ from the architecture's own.

    Raises:
        WeightsError: If the name is unknown or names another kind of model.
    """
    timm = import_timm()
    vision_transformer = timm.models.vision_transformer
    if "output_stride" in sizes:
        raise WeightsError(
            "is a transformer, whose output stride is its patch size",
            where=arch,
            fix="Leave model.output_stride empty",
        )
    common = {"img_size": input_size, "drop_path_rate": drop_path, "num_classes": 0}
    if arch == MICRO:
        sizes = {**_MICRO_SIZES, **sizes}
        return vision_transformer.VisionTransformer(embed_layer=ConvStem, **common, **sizes)
    if arch == GENERIC:
        return vision_transformer.VisionTransformer(**common, **sizes)
    require_known(arch)
    try:
        model = timm.create_model(arch, pretrained=False, **common, **sizes)
    except TypeError as error:  # the constructor of another family lacks one of the arguments
        raise _not_plain(arch, str(error)) from error
    reason = _why_not_plain(model)
    if reason:
        raise _not_plain(arch, reason)
    return model


def require_known(arch: str) -> None:
    """Refuse names that timm does not know.

    Raises:
        WeightsError: Naming similar ones.
    """
    timm = import_timm()
    if timm.is_model(arch):
        return
    close = timm.list_models(f"*{arch.split('.')[0]}*")[:5]
    raise WeightsError(
        f"there is no model of this name{'; similar: ' + ', '.join(close) if close else ''}",
        where=arch,
        fix=f"Choose {MICRO} or {CNN_MICRO}, a plain transformer of timm such as "
        "deit_small_patch16_224, or a convolutional network such as resnet50",
    )


def is_convolutional(arch: str) -> bool:
    """Whether a name is meant for `StacCnn` rather than for `StacNet`; unknown ones are not."""
    timm = import_timm()
    if arch in {MICRO, GENERIC} or not (arch == CNN_MICRO or timm.is_model(arch)):
        return False
    if arch == CNN_MICRO:
        return True
    family = timm.models.model_entrypoint(arch).__module__.rpartition(".")[2]
    return not family.startswith(_TRANSFORMERS)


def load_hub_weights(arch: str) -> dict[str, Tensor]:
    """The pretrained weights that timm knows for `arch`, from its cache or the hub.

    Raises:
        WeightsError: If there are none, or they are not in the cache and cannot be downloaded.
    """
    timm = import_timm()
    if arch in _OURS or not timm.models.get_pretrained_cfg(arch):
        raise WeightsError("no pretrained weights are published for it", where=arch)
    try:
        model = timm.create_model(arch, pretrained=True, num_classes=0)
    except Exception as error:  # the hub's client raises whatever its network layer does
        raise WeightsError(
            f"the pretrained weights cannot be had ({type(error).__name__}: {error})",
            where=arch,
            fix="Without a network, copy the weights file here and name it as model.weights",
        ) from error
    state: dict[str, Tensor] = model.state_dict()
    return state


def normalisation_of(arch: str) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """(mean, std) of RGB in [0, 1] that the architecture's published weights expect."""
    if arch in _OURS:
        return IMAGENET_MEAN, IMAGENET_STD
    config = import_timm().models.get_pretrained_cfg(arch)
    if config is None:
        return IMAGENET_MEAN, IMAGENET_STD
    return tuple(config.mean), tuple(config.std)


def _why_not_plain(model: nn.Module) -> str | None:
    """What sets a timm model apart from the plain ViT that class tokens can be put into."""
    vision_transformer = import_timm().models.vision_transformer
    if type(model) is not vision_transformer.VisionTransformer:
        return f"it is a {type(model).__name__}"
    blocks: Any = model.blocks
    if any(type(block) is not vision_transformer.Block for block in blocks):
        return f"its blocks are {type(blocks[0]).__name__}"
    attention = blocks[0].attn
    if type(attention) is not vision_transformer.Attention or getattr(attention, "gate", None):
        return f"its attention is {type(attention).__name__}"
    patch_embed: Any = model.patch_embed
    if type(patch_embed).__name__ != "PatchEmbed":
        return f"its patch embedding is {type(patch_embed).__name__}"
    if not isinstance(model.pos_embed, Tensor):
        return "it has no learned position embedding"
    return None


def _not_plain(arch: str, reason: str) -> WeightsError:
    return WeightsError(
        f"is not a plain vision transformer ({reason})",
        where=arch,
        fix="Windowed, rotary, distilled and hybrid models cannot carry class tokens; choose a "
        "deit_* or vit_* model",
    )


def resize_position_embedding(
    embedding: Tensor, old_grid: tuple[int, int], new_grid: tuple[int, int]
) -> Tensor:
    """Resample a patch position embedding to another grid, as the STAC authors do.

    Args:
        embedding: Float tensor (1, old_h * old_w, D).
        old_grid: (height, width) in patches.
        new_grid: (height, width) in patches.

    Returns:
        Float tensor (1, new_h * new_w, D) of the same type, bicubic without antialiasing, computed
        in float32.
    """
    if old_grid == new_grid:
        return embedding
    table = embedding.float().reshape(1, *old_grid, -1).permute(0, 3, 1, 2)
    table = nn.functional.interpolate(
        table, size=new_grid, mode="bicubic", align_corners=False, antialias=False
    )
    return table.permute(0, 2, 3, 1).reshape(1, new_grid[0] * new_grid[1], -1).to(embedding.dtype)


def square_grid(patches: int) -> tuple[int, int]:
    """Grid of a position embedding that was trained on square images.

    Raises:
        WeightsError: If the number of patches is not a square.
    """
    side = int(torch.tensor(float(patches)).sqrt().round())
    if side * side != patches:
        raise WeightsError(
            f"a position embedding of {patches} patches is not square; its grid is not known"
        )
    return side, side
