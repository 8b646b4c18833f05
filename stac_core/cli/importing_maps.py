"""The part of `stac import` that takes heat maps."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any, Final

from stac_core.cli import share
from stac_core.cli.options import warn_problems
from stac_core.engine.data import read_project_tags
from stac_core.errors import ConfigError
from stac_core.formats.map_registry import MAP_FORMATS, detect_map_format
from stac_core.formats.registry import readable
from stac_core.importing.map_values import MapValues
from stac_core.importing.maps import MapImport, MapImportReport, import_maps
from stac_core.labels.store import open_store
from stac_core.project import project_items
from stac_core.refine.steps import parse_steps

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from stac_core.cli import Output
    from stac_core.project import Project
    from stac_core.refine.steps import AnyStep

_AUTO: Final = "auto"
_SHOWN: Final = 3

OPTIONS: Final[dict[str, Any]] = {
    "threshold": None,
    "values": MapValues(),
    "refine": [],
    "name": None,
}
"""Options that mean nothing for labels -> their defaults."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options for heat maps."""
    group = parser.add_argument_group("heat maps")
    group.add_argument(
        "--threshold",
        type=share,
        metavar="T",
        help="also make proposals at this background threshold; masks that a person decided on or "
        "drew stay",
    )
    group.add_argument(
        "--values",
        type=_values,
        default=MapValues(),
        metavar="HOW",
        help="unit: they lie in 0..1 and others are refused (default); stretch: each map from its "
        "lowest to its highest value; LOW:HIGH: from one value to the other",
    )
    group.add_argument(
        "--refine",
        action="append",
        default=[],
        metavar="STEP[:KEY=VALUE,...]",
        help="a step of refinement for the proposals, as in stac predict; may be given several "
        "times; project takes the project's own steps (default: none)",
    )
    group.add_argument("--name", metavar="NAME", help="of the maps (default: the folder's)")


def are_meant(args: argparse.Namespace) -> bool:
    """Whether it is heat maps that are to be imported: by name, or as the files look."""
    if args.format != _AUTO:
        return args.format in MAP_FORMATS
    return not any(each.looks_like(args.path) for each in readable()) and (
        detect_map_format(args.path) is not None
    )


def run(
    args: argparse.Namespace, project: Project, root: Path, mapping: Mapping[str, str], out: Output
) -> dict[str, Any]:
    """Import heat maps and say what became of them."""
    items = project_items(project, root)
    tags = read_project_tags(project, root, items, store_root=root)
    wish = MapImport(
        args.path,
        None if args.format == _AUTO else args.format,
        name=args.name,
        classes=args.classes,
        mapping=mapping,
        values=args.values,
        threshold=args.threshold,
        steps=_steps(args.refine, project),
    )
    with open_store(root, project.class_names) as store, out.progress("import") as progress:
        report = import_maps(
            project, root, wish, items, store, tags, progress=progress, cancel=out.cancel
        )
    _say(report, out)
    return {
        "maps": str(report.folder),
        "images": len(report.images),
        "resized": {image_id: list(size) for image_id, size in report.resized.items()},
        "unknown": report.unknown,
        "ambiguous": report.ambiguous,
        "without": report.without,
        "proposed": report.proposed,
        "left_alone": report.left_alone,
        "skipped": report.damaged,
    }


def _say(report: MapImportReport, out: Output) -> None:
    for names, what in (
        (report.unknown, "maps belong to no image of the project"),
        (list(report.ambiguous), "maps could belong to several images, or several to one"),
    ):
        if names:
            out.warn(f"{len(names):,} {what}: {_first(names)}")
    warn_problems(report.damaged, out)
    if report.resized:
        out.line(
            f"{len(report.resized):,} images have maps of another size, which are resized: "
            f"{_first(list(report.resized))}"
        )
    out.line(f"maps of {len(report.images):,} images are in {report.folder}")
    if report.without:
        out.line(f"{report.without:,} images have none")
    if report.proposed or report.left_alone:
        out.line(f"{report.proposed:,} proposals")
    if report.left_alone:
        out.line(f"{report.left_alone:,} masks that a person decided on or edited were left alone")


def _first(names: list[str]) -> str:
    return ", ".join(names[:_SHOWN]) + (" ..." if len(names) > _SHOWN else "")


def _steps(texts: list[str], project: Project) -> tuple[AnyStep, ...]:
    if texts == ["project"]:
        return tuple(project.refine.steps)
    return parse_steps(texts, where="--refine")


def _values(text: str) -> MapValues:
    try:
        return MapValues.parse(text)
    except ConfigError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
