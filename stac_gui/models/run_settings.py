"""The few settings of a run that matter to an inspector."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from stac_core.presets import load_preset, preset_about, preset_names
from stac_core.project import with_settings

if TYPE_CHECKING:
    from stac_core.project import Project

OWN: Final = ""
"""Stands for the project's own settings in the place of a preset."""

DEVICES: Final = ("auto", "cpu", "cuda")


@dataclass(frozen=True)
class RunSettings:
    """What the form says.

    Attributes:
        preset: Name of a preset, or `OWN`.
        epochs: Passes over the images.
        batch_size: Images a step sees at once.
        lr: Learning rate as the project file names it.
        side: Height and width in pixels that images are resized to.
        use_masks: Whether accepted masks are learnt from.
        device: One of `DEVICES`.
        seed: Of all random choices.
    """

    preset: str
    epochs: int
    batch_size: int
    lr: float
    side: int
    use_masks: bool
    device: str = "auto"
    seed: int = 0


def choices() -> list[tuple[str, str]]:
    """The presets: name and what it is for, the project's own settings first."""
    return [(OWN, ""), *((name, preset_about(name)) for name in preset_names())]


def settings_of(project: Project, preset: str, device: str) -> RunSettings:
    """What a preset says for a project.

    Raises:
        ConfigError: If the preset does not fit.
    """
    if preset != OWN:
        project = with_settings(project, load_preset(preset), where=preset)
    train = project.train
    return RunSettings(
        preset=preset,
        epochs=train.epochs,
        batch_size=train.batch_size,
        lr=train.lr,
        side=project.model.input_size[0],
        use_masks=project.data.masks != "none",
        device=device,
        seed=train.seed,
    )


def project_for(project: Project, settings: RunSettings) -> Project:
    """The project as a run of these settings takes it.

    Raises:
        ConfigError: If a value is not possible.
    """
    if settings.preset != OWN:
        project = with_settings(project, load_preset(settings.preset), where=settings.preset)
    return with_settings(project, _fields(project, settings), where="settings")


def _fields(project: Project, settings: RunSettings) -> dict[str, dict[str, Any]]:
    """All that the form says, as fields of the project file with its preset applied."""
    masks = project.data.masks
    if settings.use_masks != (masks != "none"):
        masks = "store" if settings.use_masks else "none"
    size = list(project.model.input_size)
    if settings.side != size[0]:
        size = [settings.side, settings.side]
    return {
        "train": {
            "epochs": settings.epochs,
            "batch_size": settings.batch_size,
            "lr": settings.lr,
            "seed": settings.seed,
        },
        "model": {"input_size": size},
        "data": {"masks": masks},
    }


def arguments_of(project: Project, settings: RunSettings) -> list[str]:
    """The options of `stac train` that mean the same."""
    arguments = ["--device", settings.device]
    if settings.preset != OWN:
        arguments += ["--preset", settings.preset]
        project = with_settings(project, load_preset(settings.preset), where=settings.preset)
    for section, fields in _fields(project, settings).items():
        for name, value in fields.items():
            arguments += ["--set", f"{section}.{name}={value}"]
    return arguments
