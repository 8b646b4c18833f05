"""`stac export`: write reviewed masks as labels for other programs."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stac_core.cli.options import add_project, open_project, recover_labels, warn_problems
from stac_core.colors import hex_to_rgb
from stac_core.exporting.run import ExportRequest, export_labels
from stac_core.formats.registry import writable
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
    parser.add_argument(
        "--format",
        choices=[each.name for each in writable()],
        required=True,
        help="of the labels",
    )
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="a new folder")
    parser.add_argument(
        "--status",
        type=_statuses,
        metavar="LIST",
        help="any of todo,accepted,needs-fix,rejected (default: the project's, else accepted)",
    )
    parser.add_argument("--copy-images", action="store_true", help="also copy the image files")
    parser.add_argument(
        "--polygons",
        action="store_true",
        help="write outlines even where the format can hold the pixels themselves",
    )


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
        report = export_labels(
            store,
            items,
            [hex_to_rgb(spec.color) for spec in project.classes],
            ExportRequest(
                args.out,
                args.format,
                statuses,
                copy_images=args.copy_images,
                polygons=args.polygons,
            ),
            project=project.name,
            progress=progress,
        )
    note_export(root, project.class_names, args.out, len(report.written))
    warn_problems(report.skipped, out)
    out.line(f"{len(report.written):,} masks written to {args.out}")
    proof = report.certificate
    lost = ", ".join(f"{limit} in {count:,}" for limit, count in proof.lost.items())
    if proof.inexact:
        out.warn(f"{len(proof.inexact):,} masks came back changed when read again: {lost}")
    return {
        "out": str(args.out),
        "written": len(report.written),
        "skipped": report.skipped,
        "certificate": proof.as_json(),
    }


def _statuses(text: str) -> list[ReviewStatus]:
    try:
        return [ReviewStatus(name.strip()) for name in text.split(",")]
    except ValueError as error:
        known = ",".join(str(status) for status in ReviewStatus)
        raise argparse.ArgumentTypeError(f"{text!r}: use any of {known}") from error
