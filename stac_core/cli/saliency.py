"""`stac saliency`: make the saliency maps that training is guided by."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from stac_core.cli import UsageError
from stac_core.cli.options import add_device, add_project, open_project, warn_problems
from stac_core.data.images import read_image, to_model_rgb
from stac_core.errors import DataError
from stac_core.project import project_items, resolve, save_project, value_range_of, with_settings
from stac_core.saliency.maps import SALIENCY_FOLDER, make_maps, missing_maps
from stac_core.saliency.operators import evidence_values
from stac_core.saliency.picks import choose_for_project, pick, picked_classes
from stac_core.saliency.report import FOLDER, REPORT
from stac_core.saliency.spec import (
    choice_warnings,
    make_generator,
    undecided_classes,
    with_choices,
)

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from numpy.typing import NDArray

    from stac_core.cli import Output
    from stac_core.data.tags import TagTable
    from stac_core.project import Project
    from stac_core.types import ImageItem

HELP = "make the saliency maps of a project's images, or check the folder that it names"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `stac saliency`."""
    add_project(parser)
    parser.add_argument("--force", action="store_true", help="make every map anew")
    parser.add_argument(
        "--source",
        choices=("contrast", "classes", "synthetic", "masks", "folder"),
        help="from now on make maps from each image's contrast, by operators chosen for each "
        "class, by a net that knows made-up defects, by a net that learns from accepted masks, or "
        "read them from the folder that the project names",
    )
    parser.add_argument(
        "--train-net",
        action="store_true",
        help="train the net of the source anew: on made-up defects on the project's own images, "
        "or on its accepted masks",
    )
    add_device(parser)
    parser.add_argument(
        "--choose",
        action="store_true",
        help="let the tags choose the operators of each class anew; a person's picks stay",
    )
    parser.add_argument(
        "--pick",
        action="append",
        default=[],
        metavar="CLASS=N|OPERATOR/RULE|none|auto",
        help="take the N-th picture of the report for a class, an operator by its name, none of "
        "them, or again what the tags chose",
    )
    parser.add_argument(
        "--no-maps", action="store_true", help="decide on operators, but make no maps yet"
    )


def run(args: argparse.Namespace, out: Output) -> dict[str, Any]:
    """Make the maps that are missing or out of date."""
    from stac_core.engine.data import read_project_tags

    project, root = open_project(args.project)
    if args.source and args.source != project.saliency.source:
        change = {"saliency": {"source": args.source}}
        project = with_settings(project, change, where="--source")
        save_project(project, root)
    if args.train_net and project.saliency.source in {"contrast", "folder"}:
        raise UsageError("there is no net to train: give --source synthetic or masks")
    if (args.choose or args.pick) and project.saliency.source != "classes":
        raise UsageError(
            "the project does not choose operators for its classes: give --source classes"
        )
    items = project_items(project, root)
    if project.saliency.source == "folder":
        return _check_folder(project, root, items, out)
    tags = read_project_tags(project, root, items, store_root=root)
    values: dict[str, Any] = {}
    if args.train_net or _needs_first_net(project):
        project, values["net"] = _train_net(project, root, items, tags, args.device, out)
    elif project.saliency.source == "masks":
        values["newer_masks"] = _warn_of_newer_masks(project, root, items, out)
    if project.saliency.source == "classes":
        if args.choose or undecided_classes(project):
            project, values["classes"] = _choose(project, root, items, tags, out)
        if args.pick:
            project = _pick(project, root, args.pick, out)
        items = [item for item in items if any(tags.get(item.id, {}).values())]
    if args.no_maps:
        return values
    with out.progress("saliency") as progress:
        report = make_maps(
            items,
            root / SALIENCY_FOLDER,
            make_generator(project, tags, root),
            value_range=lambda image_id: value_range_of(project, image_id),
            force=args.force,
            progress=progress,
            cancel=out.cancel,
        )
    warn_problems(report.failed, out)
    out.line(f"{report.made:,} maps made, {report.kept:,} kept, {len(report.failed):,} failed")
    return {**values, "made": report.made, "kept": report.kept, "failed": report.failed}


def _needs_first_net(project: Project) -> bool:
    section = project.saliency
    return section.source == "masks" and section.mask_network is None


def _train_net(
    project: Project,
    root: Path,
    items: list[ImageItem],
    tags: TagTable,
    device: str,
    out: Output,
) -> tuple[Project, dict[str, Any]]:
    """Train the net of the project's source; its place is written into the project."""
    from stac_core.saliency.project_nets import train_project_mask_net, train_project_net

    with out.progress("train the net", unit="step") as progress:
        if project.saliency.source != "masks":
            project = train_project_net(
                project, root, items, tags, device=device, progress=progress, cancel=out.cancel
            )
            save_project(project, root)
            return project, {"network": project.saliency.network}
        project, reached = train_project_mask_net(
            project, root, items, device=device, progress=progress, cancel=out.cancel
        )
    save_project(project, root)
    warn_problems(reached.left_out, out)
    judged = "too few to hold any out"
    if reached.iou is not None:
        judged = f"IoU {100 * reached.iou:.1f} on {reached.held_out:,} held out"
    out.line(f"trained on {reached.trained_on:,} masks; {judged}")
    return project, {"network": project.saliency.mask_network, **asdict(reached)}


def _warn_of_newer_masks(project: Project, root: Path, items: list[ImageItem], out: Output) -> int:
    from stac_core.saliency.project_nets import newer_project_masks

    newer = newer_project_masks(project, root, items)
    if newer:
        out.warn(
            f"{newer:,} masks have changed since the net was trained; to train it again give "
            "--train-net"
        )
    return newer


def _check_folder(
    project: Project, root: Path, items: list[ImageItem], out: Output
) -> dict[str, Any]:
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


def _choose(
    project: Project, root: Path, items: list[ImageItem], tags: TagTable, out: Output
) -> tuple[Project, dict[str, Any]]:
    """Let the tags choose, write the project and the report."""

    def read(item: ImageItem) -> NDArray[Any]:
        return to_model_rgb(read_image(item.path), value_range_of(project, item.id))

    with out.progress("choose operators") as progress:
        project, choices = choose_for_project(
            project, root, items, tags, read, progress=progress, cancel=out.cancel
        )
    save_project(project, root)
    for choice in choices:
        best = str(choice.voters[0]) if choice.voters else "none"
        score = f"{choice.ranked[0].score:.2f}" if choice.ranked else "-"
        out.line(f"{choice.name}: {best}, {len(choice.voters)} vote, score {score}")
    for text in choice_warnings(choices):
        out.warn(text)
    for name in sorted(picked_classes(project)):
        out.line(f"{name}: a person's pick stays")
    out.line(f"pictures of the best three for each class: {root / FOLDER / REPORT}")
    return project, evidence_values(choices)


def _pick(project: Project, root: Path, picks: list[str], out: Output) -> Project:
    """Take what a person says."""
    chosen = []
    for text in picks:
        name, _, what = text.partition("=")
        choice = pick(project, root, name, what)
        chosen.append(choice)
        words = ", ".join(map(str, choice.voters)) or "none of the operators"
        by = "a person" if choice.by == "person" else "the tags"
        out.line(f"{name}: {words}, picked by {by}")
    project = with_choices(project, chosen)
    save_project(project, root)
    return project
