"""`stac segment`: train a segmenter from saliency, tags and corrected masks, in rounds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stac_core.cli.train import add_run_arguments, run_stage

if TYPE_CHECKING:
    import argparse

    from stac_core.cli import Output

HELP = "train a segmenter from saliency, tags and corrected masks, in rounds of self-training"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `stac segment`."""
    add_run_arguments(parser, "segment")


def run(args: argparse.Namespace, out: Output) -> dict[str, Any]:
    """Train, with a progress bar."""
    return run_stage("segment", args, out)
