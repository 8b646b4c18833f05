"""`stac evaluate`: scores of predictions against masks, of any label format."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from stac_core.cli import class_list, share

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from stac_core.cli import Output
    from stac_core.evaluation.result import Comparison

HELP = "score predictions against masks: IoU per class, mIoU, FP, FN, boundaries, regions"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `stac evaluate`."""
    parser.add_argument(
        "--pred",
        type=Path,
        required=True,
        metavar="PATH",
        help="labels of any format, a folder of mask PNGs, or of .npz or .npy maps",
    )
    parser.add_argument(
        "--gt",
        type=Path,
        required=True,
        metavar="PATH",
        help="labels of any format, or a folder of mask PNGs",
    )
    parser.add_argument(
        "--classes",
        type=class_list,
        metavar="A,B,C",
        help="in mask order; not needed where the labels name their classes",
    )
    for name, what in (("pred", "predictions"), ("gt", "masks")):
        parser.add_argument(
            f"--{name}-format",
            metavar="FORMAT",
            help=f"of the {what}: maps, masks, a label or map format (default: what it looks like)",
        )
    parser.add_argument("--list", type=Path, metavar="FILE", help="images to score, one a line")
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument(
        "--threshold", type=share, metavar="T", help="background threshold for maps (default 0.6)"
    )
    choice.add_argument(
        "--curve", action="store_true", help="score maps at the thresholds 0.20, 0.25 ... 0.80"
    )
    parser.add_argument(
        "--html", type=Path, metavar="FILE", help="write a report that needs no other file"
    )
    parser.add_argument(
        "--images",
        type=Path,
        metavar="DIR",
        help="the images that the report shows (default: images or JPEGImages beside the labels)",
    )
    parser.add_argument("--table", type=Path, metavar="CSV", help="write the scores of each image")


def run(args: argparse.Namespace, out: Output) -> Any:
    """Score and print a table."""
    from stac_core.colors import default_color
    from stac_core.data.items import read_list
    from stac_core.evaluation.page import Heading
    from stac_core.evaluation.report import write_page
    from stac_core.evaluation.run import DEFAULT_THRESHOLD, Request, compare
    from stac_core.evaluation.sides import open_sides
    from stac_core.evaluation.table import write_table
    from stac_core.metrics_maps import CURVE

    thresholds = (DEFAULT_THRESHOLD if args.threshold is None else args.threshold,)
    predicted, actual = open_sides(
        args.pred, args.gt, args.classes, formats=(args.pred_format, args.gt_format)
    )
    request = Request(
        predicted,
        actual,
        classes=args.classes,
        names=None if args.list is None else read_list(args.list),
        thresholds=CURVE if args.curve else thresholds,
    )
    with out.progress("evaluate") as progress:
        found = compare(request, progress=progress, cancel=out.cancel)
    _print(found, out)
    if args.table is not None:
        write_table(args.table, found)
    if args.html is not None:
        files = _images(args, found.names)
        classes = [default_color(index) for index in range(len(found.classes))]
        heading = Heading(f"Evaluation of {args.pred.name}", str(args.pred), str(args.gt))
        write_page(args.html, request, found, heading, classes, files.get, cancel=out.cancel)
        out.line(f"report: {args.html}")
    results = found.as_json()
    return results if args.curve else results[0]


def _images(args: argparse.Namespace, names: Sequence[str]) -> dict[str, Path]:
    """The image files of names."""
    from stac_core.evaluation.pictures import images_beside, images_in

    if args.images is not None:
        return images_in(args.images, names)
    return images_beside((args.gt, args.pred), names)


def _print(found: Comparison, out: Output) -> None:
    names = [*found.labels, "mIoU", "FP", "FN"]
    rows = []
    for at, threshold in enumerate(found.thresholds):
        scores = found.scores(at)
        values = [*scores.iou, scores.miou, scores.fp, scores.fn]
        shown = "-" if threshold is None else f"{threshold:.2f}"
        rows.append([shown, *(f"{value * 100:.3f}" for value in values)])
    out.line(f"{len(found.names):,} images, percent")
    _lines(["threshold", *names], rows, out)
    out.line()
    at, best = found.shapes.at, found.thresholds[found.shapes.at]
    if len(found.thresholds) > 1:
        miou = found.scores(at).miou
        out.line(f"best mIoU {miou * 100:.3f} at threshold {best:.2f}; there:")
    _classes(found, at, out)
    if found.extra:
        out.line(f"{len(found.extra):,} predictions have no mask and were not scored")
    for note in found.notes:
        out.line(note)


def _classes(found: Comparison, at: int, out: Output) -> None:
    """What the shapes and the direction of the errors say of each class."""
    more, boundary = found.class_scores(at), found.shapes.boundary_f1()
    head = ["class", "Dice", "precision", "recall", "boundary F1", "regions", "found", "false"]
    if found.aupro:
        head.append("AUPRO")
    rows = []
    for index, name in enumerate(found.classes):
        actual, hit, _, false = found.shapes.totals()[index]
        shares = (more.dice[index + 1], more.precision[index + 1], more.recall[index + 1])
        row = [name, *map(_share, shares), _share(boundary[index])]
        row += [f"{actual:,.0f}", f"{hit:,.0f}", f"{false:,.0f}"]
        rows.append([*row, _share(found.aupro[index])] if found.aupro else row)
    _lines(head, rows, out)


def _share(value: float) -> str:
    return "-" if value != value else f"{value * 100:.3f}"


def _lines(head: list[str], rows: list[list[str]], out: Output) -> None:
    """A table whose columns are as wide as they have to be."""
    widths = [max(7, *(len(row[place]) for row in (head, *rows))) for place in range(len(head))]
    for row in (head, *rows):
        out.line("  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)))
