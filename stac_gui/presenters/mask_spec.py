"""How masks are made from the maps: what a person chose, else what the project or model says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from stac_core.errors import ConfigError
from stac_core.project import load_project, save_project, with_settings
from stac_core.pseudo_mask import PseudoMaskSpec, spec_for_classes
from stac_core.refine.refiner import MaskRecipe
from stac_core.refine.steps import AnyStep, steps_as_values, steps_from_values

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from stac_core.project import Project
    from stac_gui.presenters.opening import Opened
    from stac_gui.workers.engines import ModelSummary, Source

DEFAULT_THRESHOLDS: Final = {"cam": 0.6, "segmenter": 0.5, "maps": 0.6}
"""Until a model is loaded and names its own."""


def choose_recipe(
    threshold: float | None,
    ignore_from: float | None,
    steps: Sequence[AnyStep],
    source: Source,
    model: ModelSummary | None,
    opened: Opened | None,
) -> MaskRecipe:
    """How the mask at hand is made.

    Args:
        threshold: What was chosen, in [0, 1]; the model's own where None.
        ignore_from: Where the ignore band begins, in [0, 1]; None for no band. It ends at the
            threshold, so a lower threshold closes it.
        steps: Of refinement.
        source: What makes the maps.
        model: The model in use.
        opened: What is open; brings, for heat maps, thresholds per class: those are levels of heat
            and mean nothing to a segmenter.
    """
    if threshold is None:
        threshold = DEFAULT_THRESHOLDS[source] if model is None else model.threshold
    if ignore_from is not None:
        ignore_from = min(ignore_from, threshold)
    if opened is None:
        return MaskRecipe(PseudoMaskSpec(threshold, ignore_from=ignore_from), tuple(steps))
    spec = spec_for_classes(
        opened.class_names,
        threshold=threshold,
        class_thresholds=opened.cam.class_thresholds if source == "cam" else {},
        ignore_from=ignore_from,
    )
    return MaskRecipe(spec, tuple(steps))


def recorded_steps(source: Mapping[str, Any]) -> tuple[AnyStep, ...] | None:
    """The steps that a saved mask was made with; None where nothing usable is said."""
    values = source.get("refine")
    if values is None:
        return None
    try:
        return steps_from_values(values, where="record")
    except ConfigError:  # written by another version: the project's own steps stand in
        return None


def keep_steps(root: Path, steps: Sequence[AnyStep]) -> Project:
    """Make steps those of the project, in its file.

    Raises:
        StacError: If the project cannot be read or written.
    """
    changes = {"refine": {"steps": steps_as_values(steps)}}
    project = with_settings(load_project(root), changes, where=root)
    save_project(project, root)
    return project
