"""From the project file's saliency section to a generator of maps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stac_core.errors import ConfigError
from stac_core.project_sections import OperatorsOfClass
from stac_core.saliency.contrast import ContrastSpec
from stac_core.saliency.maps import ContrastGenerator
from stac_core.saliency.operators import SeedGenerator, parse_candidate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stac_core.data.tags import TagTable
    from stac_core.project import Project
    from stac_core.project_sections import SaliencySection
    from stac_core.saliency.choice import ClassChoice
    from stac_core.saliency.maps import Generator


def make_generator(project: Project, tags: TagTable) -> Generator:
    """The generator that the project asks for.

    Args:
        project: Its saliency section does not name a folder.
        tags: Which classes the images show.

    Raises:
        ConfigError: If an operator is named that the bank does not have.
    """
    section = project.saliency
    if section.source != "classes":
        return ContrastGenerator(
            ContrastSpec(scales=tuple(section.scales), polarity=section.polarity)
        )
    problems = operator_problems(section)
    if problems:
        raise ConfigError(problems[0], fix="Choose anew: stac saliency PROJECT --choose")
    voters = {
        name: tuple(parse_candidate(text) for text in chosen.voters)
        for name, chosen in section.operators.items()
    }
    return SeedGenerator(tuple(project.class_names), voters, tags)


def operator_problems(section: SaliencySection) -> list[str]:
    """Operators that the bank does not have: "field: what" each."""
    found = []
    for name, chosen in section.operators.items():
        for text in chosen.voters:
            try:
                parse_candidate(text)
            except ValueError as error:
                found.append(f"saliency.operators.{name}: {error}")
    return found


def undecided_classes(project: Project) -> list[str]:
    """Classes for which no operator was chosen so far, though the project wants some."""
    if project.saliency.source != "classes":
        return []
    return [name for name in project.class_names if name not in project.saliency.operators]


def choice_warnings(choices: Sequence[ClassChoice]) -> list[str]:
    """What to tell a person about choices that the tags say little about."""
    found = []
    for choice in choices:
        if not choice.voters:
            found.append(f"no operator shows {choice.name!r}: its maps are class-agnostic contrast")
        elif choice.is_weak:
            found.append(
                f"the tags say little about which operator shows {choice.name!r} (score "
                f"{choice.ranked[0].score:.2f}): look at the pictures and pick one"
            )
    return found


def with_choices(project: Project, choices: Sequence[ClassChoice]) -> Project:
    """The project with these operators written down."""
    operators = dict(project.saliency.operators)
    for choice in choices:
        voters = [str(voter) for voter in choice.voters]
        operators[choice.name] = OperatorsOfClass(voters=voters, by=choice.by)
    section = project.saliency.model_copy(update={"operators": operators})
    return project.model_copy(update={"saliency": section})
