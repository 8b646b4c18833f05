"""Changing a project's classes: new names and colours, and further classes at the end.

A class's number is its value in masks and its key in the store of tags, so numbers never change and
no class is taken away; a new name takes along what is kept under the old one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import ValidationError

from stac_core.errors import ConfigError
from stac_core.project import Project, validate_project
from stac_core.project_sections import ClassSpec

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from stac_core.data.tags import TagTable

NameAndColor = tuple[str, str]
"""Name and `#RRGGBB` of a class."""


def make_specs(wanted: Sequence[NameAndColor]) -> list[ClassSpec]:
    """Classes with these names and colours, numbered from 1.

    Raises:
        ConfigError: Naming the first class that cannot be, and why.
    """
    specs = []
    for number, (name, color) in enumerate(wanted, start=1):
        try:
            specs.append(ClassSpec(id=number, name=name, color=color))
        except ValidationError as error:
            reason = error.errors()[0]["msg"].removeprefix("Value error, ")
            raise ConfigError(reason, where=f"class {number}") from error
        earlier = next((each.id for each in specs[:-1] if each.name == name), None)
        if earlier is not None:
            raise ConfigError(
                f"{name!r} is the name of class {earlier} already", where=f"class {number}"
            )
    return specs


def renamed(old: Sequence[ClassSpec], new: Sequence[ClassSpec]) -> dict[str, str]:
    """Old name -> new name of the classes that were there before."""
    return {before.name: after.name for before, after in zip(old, new, strict=False)}


def with_classes(project: Project, wanted: Sequence[NameAndColor]) -> Project:
    """A copy of a project with other names and colours of its classes, or with more of them.

    Args:
        project: Left as it is.
        wanted: All classes in the order of their numbers, those that are there first.

    Raises:
        ConfigError: If a name cannot be used, or a class is left out.
    """
    specs = make_specs(wanted)
    if len(specs) < len(project.classes):
        raise ConfigError(
            "a class cannot be taken away: masks and tags are kept by its number",
            where="classes",
            fix="Give it another name, or start a new project",
        )
    names = renamed(project.classes, specs)
    values = project.model_dump(mode="json")
    values["classes"] = [spec.model_dump() for spec in specs]
    for section, field in (("cam", "class_thresholds"), ("saliency", "operators")):
        kept = values[section][field]
        values[section][field] = {names.get(name, name): value for name, value in kept.items()}
    return validate_project(values, where="classes")


def renamed_tags(tags: TagTable, names: Mapping[str, str]) -> TagTable:
    """Tags under the classes' new names."""
    return {
        image_id: {names.get(name, name): present for name, present in each.items()}
        for image_id, each in tags.items()
    }
