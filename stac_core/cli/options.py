"""Options and steps that several verbs share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from stac_core.labels.recovery import recover_project
from stac_core.project import PROJECT_FILE, load_project, project_file

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

    from stac_core.cli import Output
    from stac_core.project import Project

SHOWN_PROBLEMS = 5


def add_project(parser: argparse.ArgumentParser, *, optional: bool = False) -> None:
    """The positional argument PROJECT."""
    parser.add_argument(
        "project",
        type=Path,
        metavar="PROJECT",
        nargs="?" if optional else None,
        help=f"project folder or its {PROJECT_FILE}",
    )


def add_device(parser: argparse.ArgumentParser) -> None:
    """The option --device."""
    parser.add_argument(
        "--device", default="auto", metavar="D", help="auto (default), cpu, cuda or cuda:1"
    )


def open_project(path: Path) -> tuple[Project, Path]:
    """The project and its folder."""
    file = project_file(path)
    return load_project(file), file.resolve().parent


def recover_labels(project: Project, root: Path, out: Output) -> None:
    """Take over what a window that crashed had not saved yet, and say so."""
    found = recover_project(root, project.class_names)
    if found.images:
        count = len(found.images)
        images = found.images[0] if count == 1 else f"{count:,} images"
        out.line(f"work on {images} that a crash had left was taken over")
    for path in found.damaged:
        out.warn(f"a part of a journal could not be read; it is kept: {path.name}.damaged")
    for path in found.newer:
        out.warn(f"a newer version left work in {path}: open the project with that one")


def warn_problems(problems: Mapping[str, str], out: Output) -> None:
    """Say which images were left out and why, the first few in full."""
    for image_id, text in list(problems.items())[:SHOWN_PROBLEMS]:
        out.warn(text if image_id in text else f"{image_id}: {text}")
    if len(problems) > SHOWN_PROBLEMS:
        out.warn(f"... and {len(problems) - SHOWN_PROBLEMS:,} more images")
