"""Deciding on the operators of a class: let the tags choose, or take what a person says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from stac_core.errors import ConfigError
from stac_core.saliency.choice import ClassChoice
from stac_core.saliency.operators import choose_operators, parse_candidate
from stac_core.saliency.report import read_evidence, write_report
from stac_core.saliency.spec import synthetic_net, with_choices

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from stac_core.data.tags import TagTable
    from stac_core.project import Project
    from stac_core.saliency.choice import Candidate
    from stac_core.types import CancelToken, ImageItem, Progress

NONE: Final = "none"
"""A pick: no operator shows the class, so it has the class-agnostic contrast."""

AUTOMATIC: Final = "auto"
"""A pick: back to what the tags chose."""


def choose_for_project(
    project: Project,
    root: Path,
    items: Sequence[ImageItem],
    tags: TagTable,
    read: Callable[[ImageItem], NDArray[Any]],
    *,
    progress: Progress,
    cancel: CancelToken | None = None,
) -> tuple[Project, list[ClassChoice]]:
    """Let the tags choose the operators of all classes; what a person picked stays.

    Args:
        project: Not written; save what is returned.
        root: Its folder; receives the report.
        items: Its images.
        tags: Which classes they show.
        read: Gives an image: uint8 (H, W, 3) RGB.
        progress: Told after each image.
        cancel: Checked between images.

    Returns:
        The project with the choices, and all that the tags chose.

    Raises:
        Cancelled: If `cancel` says so; nothing is written then.
        StorageError: If the report cannot be written.
        DataError: If an image cannot be read.
    """
    network = synthetic_net(project.saliency, root)
    choices = choose_operators(
        items, tags, project.class_names, read, network=network, progress=progress, cancel=cancel
    )
    write_report(root, project, choices, items, tags, read, network)
    picked = picked_classes(project)
    return with_choices(project, [each for each in choices if each.name not in picked]), choices


def picked_classes(project: Project) -> set[str]:
    """The classes whose operators a person picked."""
    return {name for name, each in project.saliency.operators.items() if each.by == "person"}


def pick(project: Project, root: Path, name: str, what: str) -> ClassChoice:
    """What a person wants for a class; `with_choices` writes it into the project.

    Args:
        project: With the class.
        root: The project's folder, with the report of the last choice.
        name: The class.
        what: The number of a picture in the report, "operator/rule", `NONE` or `AUTOMATIC`.

    Raises:
        ConfigError: If there is no such class, picture or operator.
    """
    if name not in project.class_names:
        raise ConfigError(
            f"there is no class {name!r}",
            where="operators",
            fix=f"Classes: {', '.join(project.class_names)}",
        )
    values = read_evidence(root).get(name, {})
    if what == NONE:
        return ClassChoice(name, (), by="person")
    if what == AUTOMATIC:
        if "voters" not in values:
            raise ConfigError(
                f"the tags have not chosen for {name!r} yet",
                where="operators",
                fix="Let them: stac saliency PROJECT --choose",
            )
        return ClassChoice(name, tuple(_candidate(text) for text in values["voters"]), by="tags")
    if what.isdigit():
        ranked = values.get("ranked", [])
        if not 1 <= int(what) <= len(ranked):
            raise ConfigError(
                f"the report has {len(ranked)} pictures of {name!r}, not {what}",
                where="operators",
                fix="Make it with --choose, or name an operator",
            )
        what = str(ranked[int(what) - 1]["candidate"])
    return ClassChoice(name, (_candidate(what),), by="person")


def _candidate(text: str) -> Candidate:
    try:
        return parse_candidate(text)
    except ValueError as error:
        raise ConfigError(
            str(error), where="operators", fix="Give a number of the report"
        ) from error
