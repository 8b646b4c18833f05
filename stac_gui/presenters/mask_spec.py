"""How masks are made from the maps: what a person chose, else what the project or model says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stac_core.pseudo_mask import PseudoMaskSpec, spec_for_classes

if TYPE_CHECKING:
    from stac_gui.presenters.opening import Opened
    from stac_gui.workers.inference import ModelSummary

DEFAULT_THRESHOLD: Final = 0.6


def choose_mask_spec(
    threshold: float | None, model: ModelSummary | None, opened: Opened | None
) -> PseudoMaskSpec:
    """How the mask at hand is made.

    Args:
        threshold: What was chosen, in [0, 1]; the model's own where None.
        model: The model in use.
        opened: What is open; brings thresholds per class, the ignore band and the clean-up.
    """
    if threshold is None:
        threshold = DEFAULT_THRESHOLD if model is None else model.threshold
    if opened is None:
        return PseudoMaskSpec(threshold)
    cam = opened.cam
    return spec_for_classes(
        opened.class_names,
        threshold=threshold,
        class_thresholds=cam.class_thresholds,
        ignore_from=cam.ignore_from,
        min_blob=cam.min_blob,
        fill_holes=cam.fill_holes,
    )
