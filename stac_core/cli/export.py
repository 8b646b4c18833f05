"""`stac export`: write reviewed masks as labels for other programs."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stac_core.cli.options import add_project, open_project, recover_labels, warn_problems
from stac_core.formats.voc import export_voc
from stac_core.labels.exports import note_export
from stac_core.labels.store import open_store
from stac_core.project import project_items
from stac_core.types import ReviewStatus

if TYPE_CHECKING:
    from stac_core.cli import Output

HELP = "write masks as segmentation labels"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `stac export`."""
    add_project(parser)
    parser.add_argument("--format", choices=("voc",), required=True, help="layout of the labels")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="a new folder")
    parser.add_argument(
        "--status",
        type=_statuses,
        metavar="LIST",
        help="any of todo,accepted,needs-fix,rejected (default: the project's, else accepted)",
    )
    parser.add_argument("--copy-images", action="store_true", help="also copy the image files")


def run(args: argparse.Namespace, out: Output) -> dict[str, Any]:
    """Export and say what was left out."""
    project, root = open_project(args.project)
    recover_labels(project, root, out)
    items = project_items(project, root)
    statuses = args.status or project.export.statuses
    with (
        open_store(root, project.class_names, read_only=True) as store,
        out.progress("export") as progress,
    ):
        report = export_voc(
            store,
            items,
            project.class_names,
            args.out,
            statuses=statuses,
            copy_images=args.copy_images,
            progress=progress,
        )
    note_export(root, project.class_names, args.out, len(report.written))
    warn_problems(report.skipped, out)
    out.line(f"{len(report.written):,} masks written to {args.out}")
    return {"out": str(args.out), "written": len(report.written), "skipped": report.skipped}


def _statuses(text: str) -> list[ReviewStatus]:
    try:
        return [ReviewStatus(name.strip()) for name in text.split(",")]
    except ValueError as error:
        known = ",".join(str(status) for status in ReviewStatus)
        raise argparse.ArgumentTypeError(f"{text!r}: use any of {known}") from error
