"""The report of a pipeline: what each stage did, took and reached, as values and as a page."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from stac_core import __version__
from stac_core.engine.data import read_project_tags
from stac_core.errors import StacError
from stac_core.inference import Predictor, PredictSpec
from stac_core.io import atomic_write_json, atomic_write_text
from stac_core.models.model_file import load_model
from stac_core.pipeline.figures import draw_examples, label_free
from stac_core.pipeline.folder import (
    REPORT_FILE,
    REPORT_PAGE,
    Frozen,
    Measure,
    PipelineState,
    StageState,
    read_frozen,
    read_state,
)
from stac_core.pipeline.measure import PARTIAL_FILE, Models, measure
from stac_core.pipeline.page import report_page
from stac_core.pipeline.plan import measured_items
from stac_core.presence import Tags
from stac_core.project import load_project, project_items
from stac_core.runs import MODEL_FILE, RUN_FOLDER, SEGMENTER_FILE, is_run, read_run
from stac_core.saliency.report import read_evidence
from stac_core.segmentation.predictor import THRESHOLD

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    from stac_core.data.tags import TagTable
    from stac_core.project import Project
    from stac_core.run_history import RunHistory
    from stac_core.types import CancelToken, ImageItem, Progress

REPORT_VERSION: Final = 1

_POINTS: Final = 160
"""Points of a curve that the page draws."""


def write_report(
    folder: Path,
    *,
    device: str = "auto",
    measured: Measure | None = None,
    progress: Callable[[str], Progress],
    cancel: CancelToken,
) -> dict[str, Any]:
    """Write `report.json` and `report.html` of a pipeline, finished or not.

    Args:
        folder: Of the pipeline.
        device: Where to measure, as for `choose_device`.
        measured: Masks to measure by instead of those that it was begun with.
        progress: Gives the progress of a piece of work by its name.
        cancel: Checked between images.

    Returns:
        What `report.json` holds.

    Raises:
        StacError: If something cannot be read, measured or written.
        Cancelled: If `cancel` says so.
    """
    frozen, state = read_frozen(folder), read_state(folder)
    if measured is not None:
        frozen = replace(frozen, measure=measured)
    root = folder.parent.parent
    project = load_project(root)
    items = project_items(project, root)
    tags = read_project_tags(project, root, items, store_root=root)
    models = _models(frozen, state, root)
    values: dict[str, Any] = {
        "version": REPORT_VERSION,
        "program": __version__,
        "pipeline": folder.name,
        "project": project.name,
        "recipe": frozen.recipe,
        "about": frozen.stages.about,
        "device": _device(state, root) or frozen.device,
        "gpu": frozen.gpu,
        "written": time.time(),
        "images": len(items),
        "tagged": sum(any(tags.get(item.id, {}).values()) for item in items),
        "classes": {spec.name: spec.color for spec in project.classes},
        "stages": [_stage(frozen, stage, root) for stage in state.stages],
        "operators": _operators(project, root),
        "quality": None,
        "measured": None,
    }
    values["seconds"] = sum(each["seconds"] for each in values["stages"])
    if _has_run(state, "predict"):
        threshold = THRESHOLD if models.segmenter is not None else _threshold(models)
        values["quality"] = label_free(
            project, root, items, tags, threshold=threshold, cancel=cancel
        )
    pairs = measured_items(frozen, items)
    if pairs and (models.cam is not None or models.segmenter is not None):
        with_bar = progress("measure")
        values["measured"] = {
            "masks": frozen.measure.masks,
            "list": frozen.measure.names,
            "images": len(pairs),
            "learnt_from": _learnt_from([item.id for item, _ in pairs], state, root),
            "variants": measure(
                project, root, pairs, tags, models, partial=folder / PARTIAL_FILE, device=device,
                progress=with_bar, cancel=cancel,
            ),
        }  # fmt: skip
    heat = _heat(models, project, tags, device)
    examples = draw_examples(project, root, items, tags, heat, cancel=cancel)
    atomic_write_json(folder / REPORT_FILE, values)
    settings = (folder / "pipeline.yaml").read_text(encoding="utf-8")
    atomic_write_text(folder / REPORT_PAGE, report_page(values, examples, settings))
    return values


# ---- stages --------------------------------------------------------------------------------------


def _stage(frozen: Frozen, stage: StageState, root: Path) -> dict[str, Any]:
    spec = next(each for each in frozen.stages.stages if each.name == stage.name)
    seconds = stage.seconds
    if stage.status == "running":  # it is this very report
        seconds += time.time() - stage.attempt
    values: dict[str, Any] = {
        "name": stage.name,
        "kind": stage.kind,
        "about": spec.about,
        "status": stage.status,
        "seconds": seconds,
        "expected": frozen.estimate.get(stage.name),
        "cpu_seconds": stage.cpu_seconds,
        "memory_mb": stage.memory_mb,
        "result": stage.result,
    }
    folder = root / RUN_FOLDER / stage.run
    if stage.run and is_run(folder):
        values["run"] = _run(folder)
    return values


def _run(folder: Path) -> dict[str, Any]:
    """Curves, rounds and figures of a training run."""
    history = read_run(folder).history
    project = load_project(folder)
    values: dict[str, Any] = {
        "name": folder.name,
        "images": history.start.get("images"),
        "epochs": history.start.get("epochs"),
        "arch": history.start.get("arch"),
        "device": history.start.get("device"),
        "best": dict(history.best.values) if history.best else {},
        "loss": thin(history.scalars.get("total", [])),
        "evaluations": [{"epoch": each.epoch, **each.values} for each in history.evaluations],
        "warnings": [each.text for each in history.messages if each.level == "warning"],
        "gpu_memory_mb": _gpu_memory(history),
    }
    if history.start.get("stage") == "segment":
        values["rounds"] = _rounds(history, project)
    return values


def _gpu_memory(history: RunHistory) -> float | None:
    if str(history.start.get("device", "CPU")).startswith("CPU"):
        return None
    return history.progress.get("memory_mb")


def _rounds(history: RunHistory, project: Project) -> list[dict[str, Any]]:
    """What each round began with, and what was measured at its end."""
    each = project.segment.epochs // project.segment.rounds
    ends = {
        evaluation.epoch // each: {
            name: value for name, value in evaluation.values.items() if name != "criterion"
        }
        for evaluation in history.evaluations
        if evaluation.epoch % each == 0
    }
    numbers = sorted({*history.rounds, *ends})
    return [
        {"round": number, **history.rounds.get(number, {}), "reached": ends.get(number, {})}
        for number in numbers
    ]


def thin(points: list[tuple[int, float]]) -> list[tuple[int, float]]:
    """A curve of few points: each the mean of its neighbours."""
    kept = [point for point in points if np.isfinite(point[1])]
    if len(kept) <= _POINTS:
        return kept
    parts = np.array_split(np.array(kept, float), _POINTS)
    return [(int(part[-1, 0]), float(part[:, 1].mean())) for part in parts]


def _operators(project: Project, root: Path) -> dict[str, Any]:
    """Which operators show each class, with the evidence of the last choice."""
    if project.saliency.source != "classes":
        return {}
    evidence = read_evidence(root)
    found = {}
    for name in project.class_names:
        chosen = project.saliency.operators.get(name)
        known = evidence.get(name, {})
        found[name] = {
            "voters": [] if chosen is None else list(chosen.voters),
            "by": "tags" if chosen is None else chosen.by,
            "weak": bool(known.get("weak", False)) and (chosen is None or chosen.by == "tags"),
            "ranked": known.get("ranked", []),
        }
    return found


def _has_run(state: PipelineState, kind: str) -> bool:
    return any(each.kind == kind and each.status == "completed" for each in state.stages)


def _device(state: PipelineState, root: Path) -> str | None:
    """Where the runs computed, in words."""
    for stage in state.stages:
        folder = root / RUN_FOLDER / stage.run
        if stage.run and is_run(folder):
            return read_run(folder).history.start.get("device")
    return None


# ---- models --------------------------------------------------------------------------------------


def _models(frozen: Frozen, state: PipelineState, root: Path) -> Models:
    """The latest finished models of the pipeline."""
    cam, segmenter = None, None
    for stage in state.stages:
        folder = root / RUN_FOLDER / stage.run
        if stage.kind == "train" and stage.run and (folder / MODEL_FILE).is_file():
            cam = (folder / MODEL_FILE, load_project(folder))
        if stage.kind == "segment" and stage.run and (folder / SEGMENTER_FILE).is_file():
            segmenter = folder / SEGMENTER_FILE
    return Models(cam, segmenter)


def _threshold(models: Models) -> float:
    if models.cam is None:
        return THRESHOLD
    path, _ = models.cam
    return load_model(path).info.threshold


def _learnt_from(ids: list[str], state: PipelineState, root: Path) -> int:
    """How many of the measured images the runs learnt from: with tags only, but seen."""
    seen: set[str] = set()
    for stage in state.stages:
        listed = root / RUN_FOLDER / stage.run / "train.txt"
        if stage.run and listed.is_file():
            seen.update(listed.read_text(encoding="utf-8").splitlines())
    return sum(each in seen for each in ids)


def _heat(
    models: Models, project: Project, tags: TagTable, device: str
) -> Callable[[NDArray[np.uint8], ImageItem], NDArray[np.float32]] | None:
    """Makes the strongest heat map of an image's classes."""
    if models.cam is None:
        return None
    path, trained_with = models.cam
    try:
        predictor = Predictor(load_model(path, classes=project.class_names), device=device)
    except StacError:
        return None  # classes were added since: there is nothing to draw
    cam = trained_with.cam
    spec = PredictSpec(kind=cam.kind, scales=tuple(cam.scales), flip=cam.flip)

    def heat(image: NDArray[np.uint8], item: ImageItem) -> NDArray[np.float32]:
        known = Tags.from_names(tags.get(item.id, {}), project.class_names)
        strongest: NDArray[np.float32] = predictor.predict([image], spec, tags=[known])[0].cam.max(
            axis=0
        )
        return strongest

    return heat
