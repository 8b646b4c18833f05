"""`stac export`: write reviewed masks as labels for other programs."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stac_core.cli import UsageError, class_list, share
from stac_core.cli.options import add_project, open_project, recover_labels, warn_problems
from stac_core.colors import hex_to_rgb
from stac_core.errors import ConfigError
from stac_core.exporting.manifest import CERTIFICATE_FILE
from stac_core.exporting.run import ExportRequest, export_labels
from stac_core.exporting.selection import filtered, own_splits, split_by_lists, split_by_share
from stac_core.formats.registry import FORMATS, writable
from stac_core.labels.exports import note_export
from stac_core.labels.store import open_store
from stac_core.project import project_items, resolve
from stac_core.types import ReviewStatus

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stac_core.cli import Output
    from stac_core.exporting.certificate import Certificate
    from stac_core.types import ImageItem

HELP = "write masks as segmentation labels"

_SHOWN = 5


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `stac export`."""
    add_project(parser)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = "formats:\n" + "".join(
        f"  {each.name:<14}{each.title}: {each.summary}\n" for each in writable()
    )
    parser.add_argument(
        "--format",
        choices=[each.name for each in writable()],
        required=True,
        metavar="F",
        help="see below",
    )
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="a new folder")
    parser.add_argument(
        "--status",
        type=statuses,
        metavar="LIST",
        help="any of todo,accepted,needs-fix,rejected (default: the project's, else accepted)",
    )
    parser.add_argument(
        "--filter",
        metavar="EXPRESSION",
        help="only images that fit it, such as 'class:scratch score:>0.8'",
    )
    parser.add_argument(
        "--with-classes",
        type=class_list,
        default=[],
        metavar="A,B",
        help="only images whose mask holds one of these classes",
    )
    parser.add_argument(
        "--split",
        nargs="+",
        metavar="NAME=SHARE|NAME=FILE|own",
        help="such as train=0.8 val=0.2, dealt out by the images' names, or a list file each; own: "
        "those that the project's data set came with",
    )
    parser.add_argument("--copy-images", action="store_true", help="also copy the image files")
    parser.add_argument(
        "--polygons",
        action="store_true",
        help="write outlines even where the format can hold the pixels themselves",
    )


def run(args: argparse.Namespace, out: Output) -> dict[str, Any]:
    """Export, say what was left out and what did not come back as it was."""
    project, root = open_project(args.project)
    unknown = [name for name in args.with_classes if name not in project.class_names]
    if unknown:
        known = ", ".join(project.class_names)
        raise UsageError(f"--with-classes: unknown class {unknown[0]!r}; the classes are {known}")
    recover_labels(project, root, out)
    items = project_items(project, root)
    with open_store(root, project.class_names, read_only=True) as store:
        request = ExportRequest(
            args.out,
            args.format,
            args.status or project.export.statuses,
            only=None if args.filter is None else filtered(store, items, args.filter),
            with_classes=args.with_classes,
            subsets=own_splits(project, root, items)
            if args.split == ["own"]
            else _subsets(args.split, items),
            copy_images=args.copy_images,
            polygons=args.polygons,
            image_folders=[resolve(root, folder.path) for folder in project.image_folders],
        )
        with out.progress("export") as progress:
            report = export_labels(
                store,
                items,
                [hex_to_rgb(spec.color) for spec in project.classes],
                request,
                project=project.name,
                progress=progress,
                cancel=out.cancel,
            )
    note_export(root, project.class_names, args.out, len(report.written))
    warn_problems(report.skipped, out)
    what = "images" if FORMATS[args.format].open is None else "masks"
    out.line(f"{len(report.written):,} {what} written to {args.out}")
    _say_losses(report.certificate, out)
    return {
        "out": str(args.out),
        "written": len(report.written),
        "skipped": report.skipped,
        "certificate": report.certificate.as_json(),
    }


def _say_losses(certificate: Certificate, out: Output) -> None:
    inexact = certificate.inexact
    if not certificate.proofs:
        return  # pictures and heat maps hold no masks to read back
    if not inexact:
        out.line("read back: every pixel as it was")
        return
    lost = ", ".join(f"{limit} in {count:,}" for limit, count in certificate.lost.items())
    out.warn(f"{len(inexact):,} masks came back changed when read again ({lost})")
    for proof in inexact[:_SHOWN]:
        parts = ", ".join(f"{limit} {pixels:,}" for limit, pixels in proof.lost.items())
        out.warn(f"  {proof.image_id}: IoU {proof.iou:.4f}, pixels lost: {parts}")
    if len(inexact) > _SHOWN:
        out.warn(f"  ... and {len(inexact) - _SHOWN:,} more: see {CERTIFICATE_FILE}")


def _subsets(wishes: Sequence[str] | None, items: Sequence[ImageItem]) -> dict[str, str]:
    if not wishes:
        return {}
    pairs = dict(wish.partition("=")[::2] for wish in wishes)
    if len(pairs) < len(wishes) or not all(pairs) or not all(pairs.values()):
        raise UsageError("--split: give NAME=SHARE or NAME=FILE for each split, each name once")
    wrong = next((name for name in pairs if not name.isidentifier()), None)
    if wrong is not None:
        raise UsageError(f"--split: {wrong!r} cannot be the name of a split; use letters only")
    try:
        shares = {name: share(value) for name, value in pairs.items()}
    except argparse.ArgumentTypeError:
        return split_by_lists(items, {name: Path(value) for name, value in pairs.items()})
    try:
        return split_by_share([item.id for item in items], shares)
    except ConfigError as error:
        raise UsageError(str(error)) from error


def statuses(text: str) -> list[ReviewStatus]:
    """Argument type: review states separated by commas."""
    try:
        return [ReviewStatus(name.strip()) for name in text.split(",")]
    except ValueError as error:
        known = ",".join(str(status) for status in ReviewStatus)
        raise argparse.ArgumentTypeError(f"{text!r}: use any of {known}") from error
