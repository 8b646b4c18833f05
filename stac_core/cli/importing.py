"""`stac import`: take labels of other programs into a project."""

from __future__ import annotations

import argparse
import contextlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from stac_core.cli import UsageError, class_list, importing_maps
from stac_core.cli.options import add_project, open_project, recover_labels, warn_problems
from stac_core.errors import Cancelled, DataError
from stac_core.formats.label_set import OpenOptions
from stac_core.formats.map_registry import MAP_FORMATS
from stac_core.formats.registry import open_labels, readable
from stac_core.importing.labels import (
    Change,
    Comparison,
    Rule,
    class_table,
    compare_labels,
    save_labels,
)
from stac_core.labels.ownership import Claims, Owner
from stac_core.labels.store import open_store
from stac_core.project import project_items
from stac_core.types import ReviewStatus

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from stac_core.cli import Output
    from stac_core.importing.labels import Incoming

HELP = "take labels of other programs into a project"

_AUTO: Final = "auto"
_SHOWN = 5

_FOR_LABELS: Final = {
    "conflicts": str(Rule.ASK),
    "status": ReviewStatus.TODO,
    "no_tags": False,
}
"""Options that mean nothing for heat maps -> their defaults."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `stac import`."""
    add_project(parser)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = "".join(
        f"formats of {what}:\n"
        + "".join(f"  {each.name:<14}{each.title}: {each.summary}\n" for each in formats)
        for what, formats in (("labels", readable()), ("heat maps", MAP_FORMATS.values()))
    )
    parser.add_argument("path", type=Path, metavar="PATH", help="labels or heat maps")
    parser.add_argument(
        "--format",
        choices=[_AUTO, *(each.name for each in readable()), *MAP_FORMATS],
        default=_AUTO,
        metavar="F",
        help="see below (default: found by looking at the files)",
    )
    parser.add_argument(
        "--classes",
        type=class_list,
        metavar="A,B,C",
        help="of labels that hold numbers only, in their order (default: the project's)",
    )
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="THEIRS=OURS",
        help="a class that has another name here; with nothing behind = it is left out",
    )
    parser.add_argument(
        "--conflicts",
        choices=[str(rule) for rule in Rule],
        default=str(Rule.ASK),
        help="where somebody here has decided or drawn already: keep that, replace it, or ask "
        "(default); what is replaced stays in the image's history",
    )
    parser.add_argument(
        "--status",
        type=ReviewStatus,
        choices=list(ReviewStatus),
        default=ReviewStatus.TODO,
        help="what the images become (default todo: somebody still looks at them)",
    )
    parser.add_argument(
        "--no-tags", action="store_true", help="do not tag untagged images with their classes"
    )
    importing_maps.add_arguments(parser)


def run(args: argparse.Namespace, out: Output) -> dict[str, Any]:
    """Compare, ask where a person has been at work, and save."""
    project, root = open_project(args.project)
    mapping = _mapping(args.map)
    if importing_maps.are_meant(args):
        _refuse(args, _FOR_LABELS, "labels, and these are heat maps")
        with claimed(root):
            recover_labels(project, root, out)
            return importing_maps.run(args, project, root, mapping, out)
    _refuse(args, importing_maps.OPTIONS, "heat maps, and these are labels")
    with claimed(root):
        recover_labels(project, root, out)
        items = project_items(project, root)
        labels = open_labels(
            args.path,
            None if args.format == _AUTO else args.format,
            OpenOptions(args.classes or project.class_names),
        )
        _warn_of(labels.unlabeled, "images are listed without labels and left as they are", out)
        table = class_table(labels.classes, project.class_names, mapping)
        with open_store(root, project.class_names) as store:
            with out.progress("read") as progress:
                found = compare_labels(
                    labels, items, store, table, progress=progress, cancel=out.cancel
                )
            _say(found, out)
            rule = Rule(args.conflicts)
            chosen = found.chosen(rule, _asker(found, out) if rule is Rule.ASK else None)
            taken = 0

            def count(done: int, total: int) -> None:
                nonlocal taken
                taken += 1  # not `done`: an image that was left alone is not taken over
                progress(done, total)

            with out.progress("import") as progress:
                try:
                    left = save_labels(
                        labels, chosen, items, store, table,
                        status=args.status, tag=not args.no_tags, progress=count, cancel=out.cancel,
                    )  # fmt: skip
                except (Cancelled, KeyboardInterrupt):
                    out.warn(f"{taken:,} of {len(chosen):,} masks are taken over; they stay")
                    raise
    warn_problems({**found.damaged, **left}, out)
    saved = len(chosen) - len(left)
    out.line(f"{saved:,} masks taken over")
    same, kept = len(found.of(Change.SAME)), len(found.images) - len(chosen)
    if same:
        out.line(f"{same:,} are the same here already")
    if kept > same:
        out.line(f"{kept - same:,} differ from what somebody decided or drew here, which stays")
    return {
        "images": len(found.images),
        "saved": saved,
        "same": same,
        "conflicts": [image.image_id for image in found.of(Change.CONFLICT)],
        "unknown": found.unknown,
        "ambiguous": found.ambiguous,
        "skipped": {**found.damaged, **left},
    }


@contextlib.contextmanager
def claimed(root: Path) -> Iterator[None]:
    """Keep others from writing to a project meanwhile.

    Raises:
        DataError: If somebody else has it open.
    """
    claims = Claims()
    claim = claims.take(root)
    if isinstance(claim, Owner):
        raise DataError(
            f"the project is open elsewhere ({claim.user} on {claim.host})",
            where=root,
            fix="Close it there first, or import in that window",
        )
    try:
        yield
    finally:
        claims.close()


def _refuse(args: argparse.Namespace, defaults: Mapping[str, Any], reason: str) -> None:
    """Make sure that no option was given that would do nothing."""
    for name, default in defaults.items():
        if getattr(args, name) != default:
            raise UsageError(f"--{name.replace('_', '-')} is for {reason}")


def _mapping(pairs: list[str]) -> dict[str, str]:
    mapping = {}
    for pair in pairs:
        theirs, sign, ours = pair.partition("=")
        if not sign or not theirs:
            raise UsageError(f"--map {pair}: write THEIRS=OURS")
        mapping[theirs.strip()] = ours.strip()
    return mapping


def _warn_of(names: Sequence[str], what: str, out: Output) -> None:
    if names:
        shown = ", ".join(names[:_SHOWN]) + (" ..." if len(names) > _SHOWN else "")
        out.warn(f"{len(names):,} {what}: {shown}")


def _say(found: Comparison, out: Output) -> None:
    for names, what in (
        (found.unknown, "labels belong to no image of the project"),
        (list(found.ambiguous), "labels could belong to several images, or several to one"),
    ):
        _warn_of(names, what, out)
    overlaps = [image for image in found.images if image.overlap]
    if overlaps:
        out.warn(
            f"objects overlap in {len(overlaps):,} images, the upper one counts; the first is "
            f"{overlaps[0].image_id} ({overlaps[0].overlap:,} pixels)"
        )
    lines = [image for image in found.images if image.left_out]
    if lines:
        count = sum(image.left_out for image in lines)
        out.warn(
            f"{count:,} objects cover no pixels, such as points and lines, and are left out; the "
            f"first image with some is {lines[0].image_id}"
        )
    if not found.images and not found.damaged:
        raise DataError(
            "none of these labels belongs to an image of the project",
            fix="Their names must be the images' paths, or at least their file names",
        )


def _asker(found: Comparison, out: Output) -> Any:
    conflicts = found.of(Change.CONFLICT)
    if not conflicts:
        return None
    if not sys.stdin.isatty():
        shown = ", ".join(image.image_id for image in conflicts[:_SHOWN])
        raise DataError(
            f"somebody has decided on {len(conflicts):,} of these images or drawn in them: {shown}",
            fix="Choose with --conflicts keep or --conflicts replace; nothing was changed",
        )
    always: list[bool] = []

    def ask(image: Incoming) -> bool:
        if always:
            return always[0]
        alike = "" if image.agreement is None else f" (IoU {image.agreement:.3f})"
        while True:
            out.line(f"{image.image_id}: the masks differ{alike}")
            try:
                answer = input("  keep yours, take theirs, keep all, take all? [k/t/K/T] ").strip()
            except EOFError:  # nobody answers any more
                raise Cancelled from None
            if answer in {"K", "T"}:
                always.append(answer == "T")
            if answer in {"k", "t", "K", "T"}:
                return answer in {"t", "T"}

    return ask
