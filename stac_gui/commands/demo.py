"""`stac demo`: a small project with a trained model, to look around in."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stac_core.demo.project import make_demo
from stac_gui.commands.display import has_display

if TYPE_CHECKING:
    import argparse

    from stac_core.cli import Output

HELP = "make a demonstration project and open it"

DEFAULT_FOLDER = Path("stac-demo")
DEFAULT_PICTURE = Path("demo.png")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `stac demo`."""
    parser.add_argument(
        "--dir", type=Path, default=DEFAULT_FOLDER, metavar="D", help="(default stac-demo)"
    )
    parser.add_argument(
        "--screenshot", type=Path, metavar="PNG", help="only draw the window into this file"
    )


def run(args: argparse.Namespace, out: Output) -> dict[str, Any]:
    """Make the project if need be, and open it, or draw the window where there is no screen."""
    folder: Path = args.dir.resolve()
    with out.progress("demo") as progress:
        made = make_demo(folder, progress=progress)
    out.line(f"{'made' if made else 'found'} the demonstration project in {folder}")
    picture: Path | None = args.screenshot
    if picture is None and not has_display():
        picture = DEFAULT_PICTURE
        out.line(f"there is no display here: drawing the window into {picture} instead")
    if picture is None:
        from stac_gui.app import main

        return {"project": str(folder), "exit": main([str(folder)])}
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from stac_gui.screenshot import draw_window

    draw_window(folder, picture)
    out.line(f"wrote {picture}")
    return {"project": str(folder), "screenshot": str(picture)}
