"""From the project file's saliency section to a generator of maps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stac_core.errors import ConfigError
from stac_core.project import resolve
from stac_core.project_sections import OperatorsOfClass
from stac_core.saliency.contrast import ContrastSpec
from stac_core.saliency.maps import ContrastGenerator
from stac_core.saliency.nets import MaskNetGenerator, Net, SyntheticGenerator, shipped_net
from stac_core.saliency.operators import SeedGenerator, parse_candidate

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from stac_core.data.tags import TagTable
    from stac_core.project import Project
    from stac_core.project_sections import SaliencySection
    from stac_core.saliency.choice import ClassChoice
    from stac_core.saliency.maps import Generator


def make_generator(project: Project, tags: TagTable, root: Path) -> Generator:
    """The generator that the project asks for.

    Args:
        project: Its saliency section does not name a folder.
        tags: Which classes the images show.
        root: The folder that the project's paths are relative to.

    Raises:
        ConfigError: If an operator is named that the bank does not have, or there is no net for
            corrected masks yet.
        DataError: If a net cannot be read.
    """
    section = project.saliency
    if section.source == "contrast":
        spec = ContrastSpec(scales=tuple(section.scales), polarity=section.polarity)
        return ContrastGenerator(spec)
    if section.source == "classes":
        return _seed_generator(project, tags, root)
    if section.source == "synthetic":
        return SyntheticGenerator(synthetic_net(section, root) or shipped_net())
    if section.source == "masks":
        if section.mask_network is None:
            raise ConfigError(
                "no net is trained yet",
                where="saliency.mask_network",
                fix="Train it: stac saliency PROJECT --train-net",
            )
        return MaskNetGenerator(Net(resolve(root, section.mask_network)))
    raise ValueError(f"maps of the source {section.source!r} are read, not made")


def _seed_generator(project: Project, tags: TagTable, root: Path) -> SeedGenerator:
    section = project.saliency
    problems = operator_problems(section)
    if problems:
        raise ConfigError(problems[0], fix="Choose anew: stac saliency PROJECT --choose")
    voters = {
        name: tuple(parse_candidate(text) for text in chosen.voters)
        for name, chosen in section.operators.items()
    }
    classes = tuple(project.class_names)
    return SeedGenerator(classes, voters, tags, synthetic_net(section, root))


def synthetic_net(section: SaliencySection, root: Path) -> Net | None:
    """The project's own synthetic-defect net; None for the one that comes with the program."""
    return Net(resolve(root, section.network)) if section.network else None


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
