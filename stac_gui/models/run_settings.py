"""The few settings of a run that matter to an inspector."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, get_args

from stac_core.presets import load_preset, preset_about, preset_names
from stac_core.project import with_settings
from stac_core.project_sections import SegmenterArch

if TYPE_CHECKING:
    from stac_core.project import Project
    from stac_core.runs import Stage

OWN: Final = ""
"""Stands for the project's own settings in the place of a preset."""

DEVICES: Final = ("auto", "cpu", "cuda")
STAGES: Final[tuple[Stage, ...]] = ("train", "segment")
ARCHS: Final[tuple[str, ...]] = get_args(SegmenterArch)
COMPACT: Final = "compact"
"""The network that has no encoder with weights of others."""

RANDOM: Final = ""
HUB: Final = "hub"
"""What an encoder starts from: random numbers, the published weights, or else a file."""

USUAL_SIZE: Final = 0
"""Stands for the images' usual size."""


@dataclass(frozen=True)
class RunSettings:
    """What the form says.

    Attributes:
        preset: Name of a preset, or `OWN`.
        epochs: Passes over the images, in all rounds together.
        batch_size: Images a step sees at once.
        lr: Learning rate as the project file names it.
        side: Height and width in pixels that images are resized to; `USUAL_SIZE` only for
            segmenters.
        use_masks: Whether accepted masks are learnt from.
        device: One of `DEVICES`.
        seed: Of all random choices.
        stage: What the run trains.
        arch: A segmenter's network.
        weights: What its encoder starts from.
        rounds: Of its self-training.
    """

    preset: str
    epochs: int
    batch_size: int
    lr: float
    side: int
    use_masks: bool
    device: str = "auto"
    seed: int = 0
    stage: Stage = "train"
    arch: str = COMPACT
    weights: str = RANDOM
    rounds: int = 1


def choices(stage: Stage) -> list[tuple[str, str]]:
    """A stage's presets: name and what it is for, the project's own settings first."""
    return [(OWN, ""), *((name, preset_about(name)) for name in preset_names(stage))]


def settings_of(project: Project, preset: str, device: str, stage: Stage = "train") -> RunSettings:
    """What a preset says for a project.

    Raises:
        ConfigError: If the preset does not fit.
    """
    if preset != OWN:
        project = with_settings(project, load_preset(preset), where=preset)
    segment = project.segment
    section = project.train if stage == "train" else segment
    size = project.model.input_size if stage == "train" else segment.input_size
    return RunSettings(
        preset=preset,
        epochs=section.epochs,
        batch_size=section.batch_size,
        lr=section.lr,
        side=USUAL_SIZE if size is None else size[0],
        use_masks=project.data.masks != "none",
        device=device,
        seed=section.seed,
        stage=stage,
        arch=segment.arch,
        weights=segment.weights or RANDOM,
        rounds=segment.rounds,
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
    common: dict[str, Any] = {
        "epochs": settings.epochs,
        "batch_size": settings.batch_size,
        "lr": settings.lr,
        "seed": settings.seed,
    }
    data = {"masks": masks}
    if settings.stage == "train":
        size = _size(settings.side, project.model.input_size)
        return {"train": common, "model": {"input_size": size}, "data": data}
    own = {
        "arch": settings.arch,
        "weights": None if settings.arch == COMPACT else settings.weights or None,
        "rounds": settings.rounds,
        "input_size": _size(settings.side, project.segment.input_size),
    }
    return {"segment": {**common, **own}, "data": data}


def _size(side: int, before: tuple[int, int] | None) -> list[int] | None:
    """The size that the form means; one that is not square stays as it is."""
    if side == USUAL_SIZE:
        return None
    return list(before) if before is not None and side == before[0] else [side, side]


def arguments_of(project: Project, settings: RunSettings) -> list[str]:
    """The options of `stac train` or `stac segment` that mean the same."""
    arguments = ["--device", settings.device]
    if settings.preset != OWN:
        arguments += ["--preset", settings.preset]
        project = with_settings(project, load_preset(settings.preset), where=settings.preset)
    for section, fields in _fields(project, settings).items():
        for name, value in fields.items():
            text = "null" if value is None else value
            arguments += ["--set", f"{section}.{name}={text}"]
    return arguments
