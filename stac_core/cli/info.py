"""`stac info`: what a project, a weights file or a run is."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stac_core.errors import DataError
from stac_core.labels.store import open_store
from stac_core.pipeline.folder import is_pipeline, list_pipelines, pipeline_facts
from stac_core.project import is_project, load_project, project_file, project_items
from stac_core.reference import reference_labels
from stac_core.runs import current_model, current_segmenter, is_run, list_runs, read_run, run_facts

if TYPE_CHECKING:
    import argparse

    from stac_core.cli import Output
    from stac_core.project import Project

HELP = "say what a weights file, a run, a pipeline or a project is"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `stac info`."""
    parser.add_argument("path", type=Path, metavar="FILE", help="project, weights file or run")
    parser.add_argument("--heads", type=int, metavar="N", help="assume so many attention heads")


def run(args: argparse.Namespace, out: Output) -> dict[str, Any]:
    """Describe the file and print what is known about it."""
    path: Path = args.path
    if is_pipeline(path):
        facts = {"kind": "pipeline", **pipeline_facts(path)}
    elif is_run(path):
        facts = _describe_run(path)
    elif is_project(path):
        facts = _describe_project(path)
    else:
        if not path.is_file():
            raise DataError(
                "is neither a project, a run, a pipeline nor a weights file", where=path
            )
        facts = _describe_weights(path, args.heads)
    for name, value in facts.items():
        if name == "stages":
            for stage in value:
                words = (
                    f"{stage['status']}, {stage['seconds']:,.0f} s, {stage['memory_mb']:,.0f} MB"
                )
                out.line(f"{'  ' + stage['name'] + ':':<16}{words}")
        else:
            out.line(f"{name + ':':<16}{_text(value)}")
    return facts


def _describe_project(path: Path) -> dict[str, Any]:
    project = load_project(path)
    root = project_file(path).resolve().parent
    items = project_items(project, root)
    with open_store(root, project.class_names, read_only=True) as store:
        tags, records = store.tags(), store.records()
    model, segmenter = current_model(project, root), current_segmenter(project, root)
    return {
        "kind": "project",
        "name": project.name,
        "classes": project.class_names,
        "images": len(items),
        "tagged": sum(bool(tags.get(item.id)) for item in items),
        **_data_set_facts(project, root),
        "reviewed": dict(Counter(str(record.status) for record in records.values())),
        "architecture": project.model.arch,
        "model": str(model) if model else "none yet",
        "segmenter": str(segmenter) if segmenter else "none yet",
        "runs": [f"{run.name} ({run.state})" for run in list_runs(root)],
        "pipelines": [
            f"{facts['name']} ({facts['state']})"
            for facts in map(pipeline_facts, list_pipelines(root))
        ],
    }


def _data_set_facts(project: Project, root: Path) -> dict[str, Any]:
    """What the project's data set brought along; nothing for a project of bare images."""
    if project.reference.layout is None:
        return {}
    try:
        labels = reference_labels(project, root)
        masks: int | str = 0 if labels is None else len(labels.names)
    except DataError as error:  # the data set was moved: the project is all right without it
        masks = str(error)
    return {
        "data set": project.reference.layout,
        "subsets": list(project.reference.splits),
        "masks that only measure": masks,
    }


def _describe_run(path: Path) -> dict[str, Any]:
    run = read_run(path)
    facts = run_facts(run)
    return {
        "kind": "run",
        **facts,
        "model": facts["model"] or "none yet",
        "started with": dict(run.history.start),
    }


def _describe_weights(path: Path, heads: int | None) -> dict[str, Any]:
    from stac_core.models.header import is_segmenter
    from stac_core.models.model_file import load_model

    if is_segmenter(path):
        return _describe_segmenter(path)
    model = load_model(path, heads=heads)
    info, net = model.info, model.net
    return {
        "kind": "weights",
        "origin": model.origin,
        "architecture": info.arch,
        "parameters": sum(value.numel() for value in net.parameters()),
        **net.facts(),
        "heat maps": list(net.cam_kinds),
        "input size": list(info.input_size),
        "classes": info.classes,
        "threshold": info.threshold,
        "digest": model.digest,
        "notes": list(model.notes),
        "saliency": info.saliency,
        "result": info.result,
    }


def _describe_segmenter(path: Path) -> dict[str, Any]:
    from stac_core.segmentation.model_file import load_segmenter

    model = load_segmenter(path)
    info = model.info
    return {
        "kind": "segmenter",
        "origin": f"STAC Studio {info.program}",
        "architecture": info.arch,
        "parameters": sum(value.numel() for value in model.net.parameters()),
        "channels": info.channels,
        "input size": list(info.input_size),
        "classes": info.classes,
        "digest": model.digest,
        "saliency": info.saliency,
        "result": info.result,
    }


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(part) for part in value)
    if isinstance(value, dict):
        return ", ".join(f"{name} {part}" for name, part in value.items())
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
