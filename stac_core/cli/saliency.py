"""`stac saliency`: make the saliency maps that training is guided by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stac_core.cli.options import add_project, open_project, warn_problems
from stac_core.errors import DataError
from stac_core.project import project_items, resolve, value_range_of
from stac_core.saliency.maps import SALIENCY_FOLDER, make_maps, missing_maps
from stac_core.saliency.spec import contrast_spec

if TYPE_CHECKING:
    import argparse

    from stac_core.cli import Output

HELP = "make the saliency maps of a project's images, or check the folder that it names"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `stac saliency`."""
    add_project(parser)
    parser.add_argument("--force", action="store_true", help="make every map anew")


def run(args: argparse.Namespace, out: Output) -> dict[str, Any]:
    """Make the maps that are missing or out of date."""
    project, root = open_project(args.project)
    items = project_items(project, root)
    if project.saliency.source == "folder":
        assert project.saliency.folder is not None
        folder = resolve(root, project.saliency.folder)
        missing = missing_maps(items, folder)
        if missing:
            raise DataError(
                f"{len(missing):,} of {len(items):,} images have no saliency map here, the first "
                f"is {missing[0].id}",
                where=folder,
                fix="A map is named after its image: KEY.png",
            )
        out.line(f"all {len(items):,} images have a saliency map in {folder}")
        return {"made": 0, "kept": len(items), "failed": {}}
    with out.progress("saliency") as progress:
        report = make_maps(
            items,
            root / SALIENCY_FOLDER,
            contrast_spec(project.saliency),
            value_range=lambda image_id: value_range_of(project, image_id),
            force=args.force,
            progress=progress,
        )
    warn_problems(report.failed, out)
    out.line(f"{report.made:,} maps made, {report.kept:,} kept, {len(report.failed):,} failed")
    return {"made": report.made, "kept": report.kept, "failed": report.failed}
