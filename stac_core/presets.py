"""Presets: named settings for whole sections of the project file, kept as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from stac_core.errors import ConfigError
from stac_core.resources import resource_path

if TYPE_CHECKING:
    from stac_core.runs import Stage

PRESET_FOLDER = "presets"


def preset_names(stage: Stage | None = None) -> list[str]:
    """Names of the presets that come with the program; with a stage, those that set it."""
    names = sorted(path.stem for path in resource_path(PRESET_FOLDER).glob("*.yaml"))
    return [name for name in names if stage is None or stage in _read(name)]


def load_preset(name: str) -> dict[str, dict[str, Any]]:
    """A preset's settings: section -> field -> value.

    Raises:
        ConfigError: If there is no such preset.
    """
    if name not in preset_names():
        raise ConfigError(
            f"there is no preset {name!r}", where="preset", fix=f"Use {', '.join(preset_names())}"
        )
    values = _read(name)
    values.pop("about", None)
    return values


def preset_about(name: str) -> str:
    """What a preset is for, in a line."""
    return str(_read(name).get("about", ""))


def _read(name: str) -> dict[str, Any]:
    text = (resource_path(PRESET_FOLDER) / f"{name}.yaml").read_text(encoding="utf-8")
    values: dict[str, Any] = yaml.safe_load(text)
    return values
