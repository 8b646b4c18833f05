"""Our model file: safetensors with one JSON text that says all that is needed to use it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, ValidationError
from safetensors.torch import save as save_tensors

from stac_core import __version__
from stac_core.errors import WeightsError
from stac_core.io import atomic_write_bytes, file_digest
from stac_core.models.backbones import (
    GENERIC,
    IMAGENET_MEAN,
    IMAGENET_STD,
    is_convolutional,
    normalisation_of,
)
from stac_core.models.header import METADATA_KEY
from stac_core.models.pretrained import (
    LoadReport,
    assumed_heads,
    build_from_state,
    kind_of,
    load_matching,
    require_fit,
)
from stac_core.models.stac import StacNet
from stac_core.models.stac_cnn import StacCnn
from stac_core.models.weights import WeightsFile, read_weights

if TYPE_CHECKING:
    from pathlib import Path

    from stac_core.cam import CamKind
    from stac_core.models.cam_net import CamNet
    from stac_core.project import Project

MODEL_VERSION: Final = 2
"""Convolutional networks came with version 2; a file has the oldest version that can hold it."""

DEFAULT_THRESHOLD: Final = 0.6
"""Background threshold of the paper on NEU-Seg, for files that name none."""


class ModelInfo(BaseModel):
    """What a model file says about itself.

    Attributes:
        arch: Architecture name, with `options` its sizes where they differ.
        heads: Number of attention heads; None is the architecture's own.
        classes: Names of the C classes in mask order.
        input_size: (height, width) in pixels that it was trained at.
        mean: Subtracted from RGB in [0, 1].
        std: Divides what is left.
        threshold: Background threshold for its maps.
        value_ranges: Pixel values for black and white by image folder, where not the full range.
        scales: Image scales that its maps are meant to be made at.
        kind: CAM kind that its maps are meant to be made with.
        saliency: Where its saliency maps came from, and their parameters.
        train: The training section that it was trained with.
        result: What training reached: epochs, criterion and its value.
    """

    model_config = ConfigDict(extra="ignore")

    format: Literal["stac.model"] = "stac.model"
    version: Literal[1, 2] = 1
    program: str = __version__
    arch: str
    options: dict[str, Any] = {}
    heads: int | None = None
    classes: list[str]
    input_size: tuple[int, int]
    mean: tuple[float, float, float] = IMAGENET_MEAN
    std: tuple[float, float, float] = IMAGENET_STD
    threshold: float = DEFAULT_THRESHOLD
    value_ranges: dict[str, tuple[float, float]] = {}
    scales: list[float] = [1.0, 2.0]
    kind: Literal["fused", "patchcam", "mct"] = "fused"
    saliency: dict[str, Any] = {}
    train: dict[str, Any] = {}
    result: dict[str, Any] = {}


@dataclass(frozen=True)
class LoadedModel:
    """A network that is ready to use.

    Attributes:
        net: In evaluation mode, float32, on the CPU.
        info: What the file says, or what was inferred from its tensors.
        digest: First 16 hexadecimal digits of the file's SHA-256.
        origin: Whose file it is, in words.
        notes: What was assumed or left out, in words.
    """

    net: CamNet
    info: ModelInfo
    digest: str
    origin: str
    notes: tuple[str, ...]


def save_model(path: Path, net: CamNet, info: ModelInfo, *, half: bool = False) -> None:
    """Write a model file, whole or not at all.

    Args:
        path: Where to write.
        net: Its current weights are stored.
        info: Stored beside them.
        half: Store floating-point values in 16 bits, for half the size.

    Raises:
        StorageError: If it cannot be written.
    """
    state = {}
    for name, tensor in net.state_dict().items():
        kept = tensor.detach().cpu().contiguous()
        state[name] = kept.half() if half and kept.is_floating_point() else kept
    described = info.model_copy(update={"version": net.file_version})
    text = json.dumps(described.model_dump(mode="json"), ensure_ascii=False)
    atomic_write_bytes(path, save_tensors(state, metadata={METADATA_KEY: text}))


def load_model(
    path: Path,
    *,
    heads: int | None = None,
    classes: list[str] | None = None,
    rename: bool = False,
) -> LoadedModel:
    """Load a model for making maps: our own file, the STAC authors' or MCTformer's.

    Args:
        path: The file; its kind is found by content.
        heads: Overrides the number of attention heads.
        classes: Class names that are expected; taken over where the file does not say its own.
        rename: Let `classes` replace names that the file does say.

    Raises:
        WeightsError: If the file cannot be used, or has other classes: their order is that of the
            values in masks, so a mismatch would give masks that are silently wrong.
    """
    file = read_weights(path)
    if METADATA_KEY in file.metadata:
        net, info, notes = _own_model(file, path, heads)
        origin = f"STAC Studio {info.program}"
    else:
        net, info, origin, notes = _foreign_model(file, path, heads)
    if classes is not None and list(classes) != info.classes:
        if len(classes) != net.num_classes:
            raise WeightsError(
                f"has {net.num_classes} classes ({', '.join(info.classes)}), not {len(classes)}",
                where=path,
                fix="Name as many classes as the model has, in its order",
            )
        if METADATA_KEY in file.metadata and not rename:
            raise WeightsError(
                f"its classes are {', '.join(info.classes)}, not {', '.join(classes)}",
                where=path,
                fix="Train again, or if only the names changed, give them with --classes",
            )
        info = info.model_copy(update={"classes": list(classes)})
    net.eval().requires_grad_(requires_grad=False)
    return LoadedModel(net, info, file_digest(path)[:16], origin, tuple(notes))


def network_info(project: Project) -> ModelInfo:
    """What a project says about its network, without how it is trained."""
    model = project.model
    mean, std = normalisation_of(model.arch)
    stride = model.output_stride
    return ModelInfo(
        arch=model.arch,
        options={} if stride is None else {"output_stride": stride},
        heads=model.heads,
        classes=project.class_names,
        input_size=model.input_size,
        mean=_three(mean),
        std=_three(std),
    )


def build_model(info: ModelInfo, *, drop_path: float = 0.0) -> CamNet:
    """A network of the sizes that `info` names, without weights.

    Raises:
        WeightsError: If there is no such architecture.
    """
    return _network_class(info.arch)(
        info.arch,
        len(info.classes),
        input_size=info.input_size,
        heads=info.heads,
        drop_path=drop_path,
        options=info.options,
    )


def kinds_of(arch: str) -> tuple[CamKind, ...]:
    """The kinds of CAM that an architecture can give, the best first."""
    return _network_class(arch).cam_kinds


def _network_class(arch: str) -> type[StacCnn] | type[StacNet]:
    return StacCnn if is_convolutional(arch) else StacNet


def read_info(file: WeightsFile, path: Path) -> ModelInfo:
    """The JSON text of one of our own files.

    Raises:
        WeightsError: If it is damaged or of a newer version.
    """
    try:
        values = json.loads(file.metadata[METADATA_KEY])
        version, kind = values["version"], values.get("format")
    except (ValueError, KeyError, TypeError) as error:
        raise WeightsError("its description is damaged", where=path) from error
    if kind == "stac.segmenter":
        raise WeightsError(
            "is a segmenter, not a model of heat maps",
            where=path,
            fix="Use it with: stac predict --source segmenter",
        )
    if isinstance(version, int) and version > MODEL_VERSION:
        raise WeightsError(
            f"was written by a newer program (model version {version})",
            where=path,
            fix="Update STAC Studio",
        )
    try:
        return ModelInfo.model_validate(values)
    except ValidationError as error:
        field = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise WeightsError(f"its description is damaged (field {field})", where=path) from error


def _own_model(
    file: WeightsFile, path: Path, heads: int | None
) -> tuple[CamNet, ModelInfo, list[str]]:
    info = read_info(file, path)
    notes = []
    if heads is not None and heads != info.heads:
        notes.append(f"{heads} heads as asked for, instead of the file's own number")
        info = info.model_copy(update={"heads": heads})
    net = build_model(info)
    report = load_matching(net, file.state)
    require_fit(report, where=path)
    return net, info, notes


def _foreign_model(
    file: WeightsFile, path: Path, heads: int | None
) -> tuple[CamNet, ModelInfo, str, list[str]]:
    kind = kind_of(file.state)
    if kind == "vit":
        raise WeightsError(
            "is a backbone without class tokens: it can start a training but makes no maps",
            where=path,
            fix="Name it as model.weights in the project and train",
        )
    if kind == "unknown":
        raise WeightsError("holds no model that is known here", where=path)
    net = build_from_state(file.state, heads=heads, where=path)
    origin = {"stac": "STAC authors' checkpoint", "mctformer": "MCTformer checkpoint"}[kind]
    if file.epoch is not None:
        origin += f", epoch {file.epoch}"
    notes = []
    if heads is None:
        why = "as the STAC authors train" if kind == "stac" else "the backbone's own number"
        notes.append(f"{assumed_heads(file.state)} attention heads assumed ({why})")
    unused = [name for name in file.state if name not in net.state_dict()]
    if unused:
        notes.append(f"not needed by the method: {', '.join(unused)}")
    options = dict(net.options)
    info = ModelInfo(
        arch=GENERIC,
        options=options,
        heads=options["num_heads"],
        classes=[f"class {index + 1}" for index in range(net.num_classes)],
        input_size=net.input_size,
    )
    return net, info, origin, notes


def _three(values: tuple[float, ...]) -> tuple[float, float, float]:
    red, green, blue = values
    return red, green, blue


def load_report_lines(report: LoadReport) -> list[str]:
    """A report in words, for logs and `stac train`."""
    lines = [f"{len(report.loaded)} parameters taken from the file"]
    lines += [f"{name}: {how}" for name, how in report.adapted.items()]
    return lines + report.problems()
