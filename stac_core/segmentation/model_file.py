"""The segmenter's model file: safetensors with one JSON text that says all about it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, ValidationError
from safetensors.torch import save as save_tensors

from stac_core import __version__
from stac_core.errors import WeightsError
from stac_core.io import atomic_write_bytes, file_digest
from stac_core.models.backbones import IMAGENET_MEAN, IMAGENET_STD
from stac_core.models.header import METADATA_KEY, SEGMENTER_FORMAT
from stac_core.models.weights import read_weights
from stac_core.project_sections import SegmenterArch
from stac_core.segmentation.compact import CompactNet
from stac_core.segmentation.hub import HubNet

if TYPE_CHECKING:
    from pathlib import Path

    from torch import nn

SEGMENTER_VERSION: Final = 2
"""Version 1 knew the compact network alone; its files are read as they are."""


class SegmenterInfo(BaseModel):
    """What a segmenter's file says about itself.

    Attributes:
        arch: One of the names that `segment.arch` can have.
        classes: Names of the C classes in mask order.
        channels: 1 for grey images, 3 for colour.
        input_size: (height, width) in pixels that images are resized to.
        mean: Subtracted from RGB in [0, 1]; the compact network looks at each image's own.
        std: Divides what is left.
        value_ranges: Pixel values for black and white by image folder, where not the full range.
        saliency: Where its first targets came from.
        segment: The segment section that it was trained with.
        result: What training reached.
    """

    model_config = ConfigDict(extra="ignore")

    format: Literal["stac.segmenter"] = "stac.segmenter"
    version: Literal[1, 2] = 2
    program: str = __version__
    arch: SegmenterArch = "compact"
    classes: list[str]
    channels: Literal[1, 3] = 1
    input_size: tuple[int, int]
    mean: tuple[float, float, float] = IMAGENET_MEAN
    std: tuple[float, float, float] = IMAGENET_STD
    value_ranges: dict[str, tuple[float, float]] = {}
    saliency: dict[str, Any] = {}
    segment: dict[str, Any] = {}
    result: dict[str, Any] = {}


@dataclass(frozen=True)
class LoadedSegmenter:
    """A segmenter that is ready to use.

    Attributes:
        net: In evaluation mode, float32, on the CPU.
        info: What the file says.
        digest: First 16 hexadecimal digits of the file's SHA-256.
    """

    net: nn.Module
    info: SegmenterInfo
    digest: str


def build_segmenter(info: SegmenterInfo) -> CompactNet | HubNet:
    """The network that `info` names, without weights."""
    if info.arch == "compact":
        return CompactNet(len(info.classes), channels=info.channels)
    return HubNet(info.arch, len(info.classes), mean=info.mean, std=info.std)


def save_segmenter(path: Path, net: nn.Module, info: SegmenterInfo, *, half: bool = False) -> None:
    """Write a model file, whole or not at all.

    Args:
        path: The file.
        net: Its weights are saved.
        info: All else.
        half: Store floating-point weights in 16 bits.

    Raises:
        StorageError: If it cannot be written.
    """
    state = {name: value.detach().cpu().contiguous() for name, value in net.state_dict().items()}
    if half:
        state = {k: v.half() if v.is_floating_point() else v for k, v in state.items()}
    text = json.dumps(info.model_dump(mode="json"), ensure_ascii=False)
    atomic_write_bytes(path, save_tensors(state, metadata={METADATA_KEY: text}))


def load_segmenter(path: Path, *, classes: list[str] | None = None) -> LoadedSegmenter:
    """Load a segmenter.

    Args:
        path: The file.
        classes: Class names that are expected.

    Raises:
        WeightsError: If it is no segmenter of ours, is damaged, or has other classes.
    """
    file = read_weights(path)
    try:
        values = json.loads(file.metadata[METADATA_KEY])
        if values.get("format") != SEGMENTER_FORMAT:
            raise WeightsError("is no segmenter", where=path, fix="Train one: stac segment PROJECT")
        if int(values["version"]) > SEGMENTER_VERSION:
            raise WeightsError(
                f"was written by a newer program (segmenter version {values['version']})",
                where=path,
                fix="Update STAC Studio",
            )
        info = SegmenterInfo.model_validate(values)
    except ValidationError as error:
        field = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise WeightsError(f"its description is damaged (field {field})", where=path) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise WeightsError("is no segmenter of STAC Studio", where=path) from error
    if classes is not None and classes != info.classes:
        raise WeightsError(
            f"its classes are {', '.join(info.classes)}, not {', '.join(classes)}",
            where=path,
            fix="Train again: stac segment PROJECT",
        )
    net = build_segmenter(info)
    try:
        net.load_state_dict(dict(file.state))
    except RuntimeError as error:
        raise WeightsError("its weights do not fit its description", where=path) from error
    net.eval().requires_grad_(requires_grad=False)
    return LoadedSegmenter(net, info, file_digest(path)[:16])
