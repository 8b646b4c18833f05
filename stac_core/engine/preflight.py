"""What would keep a run from starting: found before it starts, all at once."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

import torch

from stac_core.cam import choose_kind
from stac_core.devices import choose_device, choose_dtype
from stac_core.errors import StacError
from stac_core.models.model_file import build_model, network_info
from stac_core.models.pretrained import HUB
from stac_core.project import MASK_WORDS, TAG_WORDS, resolve
from stac_core.saliency.spec import operator_problems

if TYPE_CHECKING:
    from pathlib import Path

    from stac_core.project import Project
    from stac_core.runs import Stage


def training_problems(
    project: Project, root: Path, *, device: str = "auto", stage: Stage = "train"
) -> list[str]:
    """Files and means that a run needs and that are not there.

    Args:
        project: To be trained.
        root: The folder that its paths are relative to.
        device: As for `choose_device`.
        stage: What the run trains.

    Returns:
        "field: what; cure" each.
    """
    return [
        *_missing_files(project, root),
        *(
            f"{problem}; choose anew with: stac saliency PROJECT --choose"
            for problem in operator_problems(project.saliency)
        ),
        *_missing_net(project),
        *(_impossible_network(project) if stage == "train" else ()),
        *_impossible_device(project, device, stage),
    ]


def _missing_files(project: Project, root: Path) -> list[str]:
    data, saliency = project.data, project.saliency
    folders = {
        f"image_folders.{index}.path": folder.path
        for index, folder in enumerate(project.image_folders)
    }
    folders["data.validation_masks"] = data.validation_masks or ""
    if saliency.source == "folder":
        folders["saliency.folder"] = saliency.folder or ""
    files = {
        "data.train_list": data.train_list or "",
        "data.validation_list": data.validation_list or "",
        "segment.cam_model": project.segment.cam_model or "",
        "data.tags": "" if data.tags in TAG_WORDS else data.tags,
    }
    if saliency.source in {"classes", "synthetic"}:
        files["saliency.network"] = saliency.network or ""
    if saliency.source == "masks":
        files["saliency.mask_network"] = saliency.mask_network or ""
    for field, weights in (
        ("model.weights", project.model.weights),
        ("segment.weights", project.segment.weights),
    ):
        if weights != HUB:
            files[field] = weights or ""
    found = []
    for field, path in folders.items():
        if path and not resolve(root, path).is_dir():
            found.append(f"{field}: there is no folder {path}; correct it or restore the folder")
    for field, path in files.items():
        if path and not resolve(root, path).is_file():
            found.append(f"{field}: there is no file {path}; correct it or restore the file")
    if data.masks not in MASK_WORDS and not resolve(root, data.masks).exists():
        found.append(f"data.masks: there is no {data.masks}; name a folder, 'store' or 'none'")
    return found


def _missing_net(project: Project) -> list[str]:
    section = project.saliency
    if section.source == "masks" and section.mask_network is None:
        return [
            "saliency.mask_network: no net is trained yet; train it with: stac saliency PROJECT "
            "--train-net"
        ]
    return []


def _impossible_network(project: Project) -> list[str]:
    model = project.model
    try:
        with torch.device("meta"):  # sizes only, no memory
            net = build_model(network_info(project), drop_path=project.train.drop_path)
    except StacError as error:
        return [
            f"{_blamed(project, error)}: {error.where}: {error.what}; "
            f"{error.fix or 'choose another'}"
        ]
    found = []
    if min(s // p for s, p in zip(model.input_size, net.patch_size, strict=True)) < 1:
        patch = net.patch_size[0]
        found.append(
            f"model.input_size: {list(model.input_size)} is smaller than a patch of {patch} "
            "pixels; raise it"
        )
    try:
        choose_kind(project.cam.kind, net.cam_kinds, where=model.arch)
    except StacError as error:
        found.append(f"cam.kind: {error.where}: {error.what}; {error.fix}")
    if project.cam.affinity and not net.has_affinity:
        found.append(f"cam.affinity: {model.arch} has no patch-to-patch attention; set it to false")
    return found


def _blamed(project: Project, error: StacError) -> str:
    """The field that keeps a network from being built."""
    model = project.model
    if model.heads is not None and "heads" in error.what:
        return "model.heads"
    if model.output_stride is not None and "output stride" in error.what:
        return "model.output_stride"
    return "train.drop_path" if "stochastic depth" in error.what else "model.arch"


def _impossible_device(project: Project, device: str, stage: Stage) -> list[str]:
    section = project.train if stage == "train" else project.segment
    found = []
    try:
        choose_dtype(section.precision, choose_device(device))
    except StacError as error:
        place = f"{stage}.precision" if "fp16" in error.what else "--device"
        found.append(f"{place}: {error.what}; {error.fix or 'use auto'}")
    if section.tensorboard and find_spec("tensorboard") is None:
        found.append(
            f"{stage}.tensorboard: the package tensorboard is not installed; install it with "
            "pip install tensorboard, or set this to false"
        )
    return found
