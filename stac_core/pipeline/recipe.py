"""Recipes: which stages a pipeline has and with what settings, kept as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

import yaml
from pydantic import Field, ValidationError, field_validator, model_validator

from stac_core.errors import ConfigError
from stac_core.presets import load_preset, preset_names
from stac_core.project_sections import Section
from stac_core.resources import resource_path

if TYPE_CHECKING:
    from pathlib import Path

RECIPE_FOLDER: Final = "recipes"
DEFAULT_RECIPE: Final = "tags-to-masks"

StageKind = Literal["saliency", "train", "segment", "predict", "report"]

Settings = dict[str, dict[str, Any]]
"""Section of the project file -> field -> value."""

KEPT: Final[dict[StageKind, tuple[str, ...]]] = {
    "saliency": ("saliency",),
    "predict": ("cam", "refine"),
}
"""Sections whose settings become the project's own: the window shows maps and masks by them."""


class Variant(Section):
    """What is different on a GPU."""

    preset: str | None = None
    settings: Settings = Field(default_factory=dict)


class StageSpec(Section):
    """One stage.

    Attributes:
        stage: What it does.
        name: What it is called; `stage` where that is enough.
        about: What it does, for people.
        preset: Settings to begin with.
        settings: Over those of the preset.
        gpu: Over these, where the device is a GPU; its preset instead of the other one.
    """

    stage: StageKind
    name: str = Field(default="", pattern=r"^[a-z0-9-]{0,20}$")
    about: str = ""
    preset: str | None = None
    settings: Settings = Field(default_factory=dict)
    gpu: Variant | None = None

    @model_validator(mode="after")
    def _named(self) -> StageSpec:
        if not self.name:
            self.name = self.stage
        for preset in (self.preset, self.gpu and self.gpu.preset):
            if preset and preset not in preset_names():
                raise ValueError(f"there is no preset {preset!r}")
        return self

    def changes(self, *, gpu: bool) -> Settings:
        """What it changes in the project's settings."""
        variant = self.gpu if gpu and self.gpu is not None else Variant()
        preset = variant.preset or self.preset
        return merged(load_preset(preset) if preset else {}, self.settings, variant.settings)


class Recipe(Section):
    """Stages in their order."""

    version: Literal[1]
    about: str
    stages: list[StageSpec] = Field(min_length=1)

    @field_validator("stages")
    @classmethod
    def _in_order(cls, stages: list[StageSpec]) -> list[StageSpec]:
        names = [each.name for each in stages]
        double = next((name for name in names if names.count(name) > 1), None)
        if double:
            raise ValueError(f"two stages are called {double!r}")
        trained = False
        for each in stages:
            trained |= each.stage in {"train", "segment"}
            if each.stage == "predict" and not trained:
                raise ValueError("'predict' comes before anything is trained")
        return stages


def merged(*parts: Settings) -> Settings:
    """Settings of which the later ones go before the earlier ones."""
    result: Settings = {}
    for part in parts:
        for section, fields in part.items():
            result.setdefault(section, {}).update(fields)
    return result


def recipe_names() -> list[str]:
    """Names of the recipes that come with the program."""
    return sorted(path.stem for path in resource_path(RECIPE_FOLDER).glob("*.yaml"))


def load_recipe(name: str) -> Recipe:
    """A recipe that comes with the program.

    Raises:
        ConfigError: If there is none of this name, or it cannot be used.
    """
    if name not in recipe_names():
        raise ConfigError(
            f"there is no recipe {name!r}", where="recipe", fix=f"Use {', '.join(recipe_names())}"
        )
    path = resource_path(RECIPE_FOLDER) / f"{name}.yaml"
    return parse_recipe(yaml.safe_load(path.read_text(encoding="utf-8")), where=path)


def parse_recipe(values: Any, *, where: Path | str) -> Recipe:
    """Check a recipe.

    Raises:
        ConfigError: Naming what is wrong.
    """
    try:
        return Recipe.model_validate(values)
    except ValidationError as error:
        problem = error.errors()[0]
        place = ".".join(str(part) for part in problem["loc"])
        text = problem["msg"].removeprefix("Value error, ")
        raise ConfigError(f"{place}: {text}", where=where) from error
