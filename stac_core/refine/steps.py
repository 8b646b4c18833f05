"""The steps between a model's maps and a finished mask: what each is called and may hold.

Steps on maps come first, steps on masks after them. Lengths and areas are pixels of the image as it
is, whatever its size: the defaults suit images of some hundred pixels a side. The steps that cost
most look at images of over a million pixels in a reduced size.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Final, Literal, get_args

from pydantic import ConfigDict, Field, ValidationError, field_validator

from stac_core.errors import ConfigError
from stac_core.project_sections import Section

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class Step(Section):
    """Base of every step. Its title, its fields' titles and units are what the window shows.

    Attributes:
        on: What it works on.
        cost: Roughly how many nanoseconds it takes a pixel, and a present class where it works on
            maps, on one core; tells whether a result can be shown at once.
    """

    model_config = ConfigDict(frozen=True)

    on: ClassVar[Literal["maps", "mask"]]
    cost: ClassVar[float]


def _number(
    default: Any, title: str, unit: str = "", *, advanced: bool = False, **limits: Any
) -> Any:
    return Field(
        default=default,
        title=title,
        json_schema_extra={"unit": unit, "advanced": advanced},
        **limits,
    )


class Smooth(Step):
    """Gaussian blur of the maps."""

    model_config = ConfigDict(title="Smooth")
    on = "maps"
    cost = 8

    step: Literal["smooth"] = "smooth"
    sigma: float = _number(1.5, "Sigma", "px", gt=0, le=100)


class Guided(Step):
    """Guided filter: the maps follow the image's edges (He, Sun & Tang, ECCV 2010).

    `eps` is the variance, of image values in [0, 1], below which a window counts as flat.
    """

    model_config = ConfigDict(title="Guided filter")
    on = "maps"
    cost = 300

    step: Literal["guided"] = "guided"
    radius: int = _number(4, "Radius", "px", ge=1, le=500)
    eps: float = _number(0.001, "Flatness", gt=0, le=1)


class Bilateral(Step):
    """Joint bilateral filter: a mean over near pixels of a similar colour in the image.

    `color` is the difference, in grey levels of 0..255, at which pixels stop being similar.
    """

    model_config = ConfigDict(title="Bilateral filter")
    on = "maps"
    cost = 1000

    step: Literal["bilateral"] = "bilateral"
    sigma: float = _number(3.0, "Sigma", "px", ge=1, le=500)
    color: float = _number(10.0, "Grey levels", ge=1, le=255)


class Adaptive(Step):
    """Pixel-adaptive refinement (PAMR; Araslanov & Roth, CVPR 2020); on a GPU where there is one.

    Values wander, again and again, to neighbours that look alike. `reach` is the distance of the
    farthest neighbours, a power of two; nearer ones are at half of it, a quarter ... and 1.
    """

    model_config = ConfigDict(title="Pixel-adaptive")
    on = "maps"
    cost = inf  # torch never runs in the window's own thread

    step: Literal["adaptive"] = "adaptive"
    iterations: int = _number(10, "Rounds", "×", ge=1, le=100)
    reach: int = _number(8, "Reach", "px", ge=1, le=64)


class Crf(Step):
    """Dense conditional random field by mean field (Kraehenbuehl & Koltun, NeurIPS 2011).

    `sigma` and `color` are the ranges of the appearance kernel, in pixels and grey levels;
    `weight` is its strength relative to what the maps say.
    """

    model_config = ConfigDict(title="Dense CRF")
    on = "maps"
    cost = 2000

    step: Literal["crf"] = "crf"
    weight: float = _number(3.0, "Weight", gt=0, le=100)
    color: float = _number(10.0, "Grey levels", ge=1, le=255)
    sigma: float = _number(5.0, "Sigma", "px", advanced=True, ge=1, le=1000)
    iterations: int = _number(5, "Rounds", "×", advanced=True, ge=1, le=50)


class Grabcut(Step):
    """GrabCut of each blob by its own colours (Rother et al., SIGGRAPH 2004).

    Only pixels within `band` of a blob's outline can change.
    """

    model_config = ConfigDict(title="GrabCut")
    on = "mask"
    cost = 500

    step: Literal["grabcut"] = "grabcut"
    band: int = _number(2, "Band", "px", ge=1, le=100)
    iterations: int = _number(2, "Rounds", "×", ge=1, le=20)


class Specks(Step):
    """Drops blobs of a class that are small, or small beside the class's largest one.

    A blob stays if it has at least `pixels` pixels and `share` of the largest blob's.
    """

    model_config = ConfigDict(title="Drop specks")
    on = "mask"
    cost = 20

    step: Literal["specks"] = "specks"
    pixels: int = _number(40, "Under", "px", ge=0)
    share: float = _number(0.05, "Share of largest", ge=0, le=1)


class Holes(Step):
    """Fills holes in a class's blob of up to so many pixels."""

    model_config = ConfigDict(title="Fill holes")
    on = "mask"
    cost = 20

    step: Literal["holes"] = "holes"
    pixels: int = _number(40, "Up to", "px", ge=1)


AnyStep = Smooth | Guided | Bilateral | Adaptive | Crf | Grabcut | Specks | Holes
RefineStep = Annotated[AnyStep, Field(discriminator="step")]

STEP_KINDS: Final[dict[str, type[AnyStep]]] = {
    kind.model_fields["step"].default: kind for kind in get_args(AnyStep)
}
"""Every kind of step by its name, in the order in which they are usually applied."""

DEFAULT_STEPS: Final[tuple[AnyStep, ...]] = (Adaptive(),)
"""The one step that helps the maps of a segmenter and, more so, heat maps; see the benchmarks."""


class RefineSection(Section):
    """How maps are refined before, and masks after, the thresholds: steps in their order."""

    steps: list[RefineStep] = Field(default=list(DEFAULT_STEPS))

    @field_validator("steps")
    @classmethod
    def _maps_before_masks(cls, steps: list[AnyStep]) -> list[AnyStep]:
        problem = order_problem(steps)
        if problem:
            raise ValueError(problem)
        return steps


def order_problem(steps: Sequence[AnyStep]) -> str | None:
    """What is wrong with the order of some steps; None where nothing is."""
    on_mask: AnyStep | None = None
    for step in steps:
        if step.on == "mask":
            on_mask = step
        elif on_mask is not None:
            return (
                f"'{step.step}' works on maps and cannot come after '{on_mask.step}', which works "
                f"on masks; put '{step.step}' before it"
            )
    return None


def with_step(steps: Sequence[AnyStep], step: AnyStep) -> tuple[AnyStep, ...]:
    """Steps with one more in its usual place, or with the first of its kind replaced."""
    kinds = [each.step for each in steps]
    if step.step in kinds:
        place = kinds.index(step.step)
        return (*steps[:place], step, *steps[place + 1 :])
    usual = list(STEP_KINDS)
    later = usual[usual.index(step.step) + 1 :]
    place = next((index for index, kind in enumerate(kinds) if kind in later), len(kinds))
    if step.on == "maps":  # a list in an unusual order still has its steps on maps first
        place = min(place, sum(each.on == "maps" for each in steps))
    else:
        place = max(place, sum(each.on == "maps" for each in steps))
    return (*steps[:place], step, *steps[place:])


def without_step(steps: Sequence[AnyStep], kind: str) -> tuple[AnyStep, ...]:
    """Steps without those of a kind."""
    return tuple(step for step in steps if step.step != kind)


def steps_as_values(steps: Sequence[AnyStep]) -> list[dict[str, Any]]:
    """Steps as in the project file."""
    return [step.model_dump(mode="json") for step in steps]


def steps_from_values(values: Any, *, where: Path | str) -> tuple[AnyStep, ...]:
    """Steps as in the project file.

    Raises:
        ConfigError: Naming everything that is wrong.
    """
    try:
        return tuple(RefineSection.model_validate({"steps": values}).steps)
    except ValidationError as error:
        problems = "; ".join(_describe(problem) for problem in error.errors())
        known = ", ".join(STEP_KINDS)
        raise ConfigError(problems, where=where, fix=f"Steps are {known}") from error


def parse_steps(texts: Sequence[str], *, where: str) -> tuple[AnyStep, ...]:
    """Steps from texts such as "specks:pixels=20,share=0"; "none" alone is no step.

    Raises:
        ConfigError: If one is not possible, or the order is not.
    """
    if list(texts) == ["none"]:
        return ()
    values = []
    for text in texts:
        name, _, rest = text.partition(":")
        fields: dict[str, str] = {}
        for part in filter(None, rest.split(",")):
            key, sign, value = part.partition("=")
            if not sign:
                raise ConfigError(
                    f"{text!r}: {part!r} sets nothing", where=where, fix=f"Write {part}=VALUE"
                )
            fields[key.strip()] = value.strip()
        if name == "none":
            raise ConfigError("'none' goes with no other step", where=where)
        if name not in STEP_KINDS:
            raise ConfigError(
                f"there is no step {name!r}",
                where=where,
                fix=f"Steps are {', '.join(STEP_KINDS)}, or none",
            )
        values.append({"step": name, **fields})
    return steps_from_values(values, where=where)


def _describe(problem: Any) -> str:
    message = problem["msg"].removeprefix("Value error, ")
    if problem["type"] == "extra_forbidden":
        message = "there is no such field"
    message = message[0].lower() + message[1:]
    place = ".".join(str(part) for part in problem["loc"][2:])  # after "steps" and its number
    return f"{place}: {message}" if place else message


MAP_STEPS: Final = tuple(name for name, kind in STEP_KINDS.items() if kind.on == "maps")
MASK_STEPS: Final = tuple(name for name, kind in STEP_KINDS.items() if kind.on == "mask")
