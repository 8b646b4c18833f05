"""`stac gui`: open the window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from stac_gui.commands.display import require_display

if TYPE_CHECKING:
    import argparse

    from stac_core.cli import Output

HELP = "open the window, with a project or a folder of images"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `stac gui`."""
    parser.add_argument("path", type=Path, nargs="?", metavar="PROJECT|FOLDER", help="what to open")
    parser.add_argument("--image", type=Path, metavar="FILE", help="the image to show first")


def run(args: argparse.Namespace, out: Output) -> dict[str, Any]:
    """Run the window until it is closed."""
    require_display()
    from stac_gui.app import main

    image = [] if args.image is None else ["--image", str(args.image)]
    return {"exit": main([*([] if args.path is None else [str(args.path)]), *image])}
