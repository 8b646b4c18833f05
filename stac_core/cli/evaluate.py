"""`stac evaluate`: IoU of predictions against masks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from stac_core.cli import class_list, share

if TYPE_CHECKING:
    import argparse

    from stac_core.cli import Output
    from stac_core.evaluation import Evaluation

HELP = "score predictions against masks: IoU per class, mIoU, FP, FN"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `stac evaluate`."""
    parser.add_argument(
        "--pred", type=Path, required=True, metavar="DIR", help="mask PNGs, .npz or .npy maps"
    )
    parser.add_argument("--gt", type=Path, required=True, metavar="DIR", help="mask PNGs")
    parser.add_argument(
        "--classes", type=class_list, required=True, metavar="A,B,C", help="in mask order"
    )
    parser.add_argument("--list", type=Path, metavar="FILE", help="images to score, one a line")
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument(
        "--threshold", type=share, metavar="T", help="background threshold for maps (default 0.6)"
    )
    choice.add_argument(
        "--curve", action="store_true", help="score maps at the thresholds 0.20, 0.25 ... 0.80"
    )


def run(args: argparse.Namespace, out: Output) -> Any:
    """Score and print a table."""
    from stac_core.data.items import read_list
    from stac_core.evaluation import CURVE, DEFAULT_THRESHOLD, best_of, evaluate_folders

    if args.curve:
        thresholds = CURVE
    else:
        thresholds = (DEFAULT_THRESHOLD if args.threshold is None else args.threshold,)
    with out.progress("evaluate") as progress:
        evaluations = evaluate_folders(
            args.pred,
            args.gt,
            args.classes,
            names=None if args.list is None else read_list(args.list),
            thresholds=thresholds,
            progress=progress,
        )
    _print(evaluations, out)
    if args.curve and len(evaluations) > 1:
        best = best_of(evaluations)
        out.line(f"best mIoU {best.scores.miou * 100:.3f} at threshold {best.threshold:.2f}")
    if evaluations[0].unmatched:
        out.line(f"{evaluations[0].unmatched} predictions have no mask and were not scored")
    results = [evaluation.as_json() for evaluation in evaluations]
    return results if args.curve else results[0]


def _print(evaluations: list[Evaluation], out: Output) -> None:
    names = ["background", *evaluations[0].classes, "mIoU", "FP", "FN"]
    widths = [max(len(name), 7) + 2 for name in names]
    out.line(f"{evaluations[0].images:,} images, percent")
    header = "".join(name.rjust(width) for name, width in zip(names, widths, strict=True))
    out.line("threshold" + header)
    for evaluation in evaluations:
        scores = evaluation.scores
        values = [*scores.iou, scores.miou, scores.fp, scores.fn]
        cells = "".join(
            f"{value * 100:.3f}".rjust(width) for value, width in zip(values, widths, strict=True)
        )
        shown = "-" if evaluation.threshold is None else f"{evaluation.threshold:.2f}"
        out.line(shown.rjust(9) + cells)
