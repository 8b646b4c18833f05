"""How masks are made from the maps: what a person chose, else what the project or model says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stac_core.pseudo_mask import PseudoMaskSpec, spec_for_classes

if TYPE_CHECKING:
    from stac_gui.presenters.opening import Opened
    from stac_gui.workers.engines import ModelSummary, Source

DEFAULT_THRESHOLDS: Final = {"cam": 0.6, "segmenter": 0.5}
"""Until a model is loaded and names its own."""


def choose_mask_spec(
    threshold: float | None, source: Source, model: ModelSummary | None, opened: Opened | None
) -> PseudoMaskSpec:
    """How the mask at hand is made.

    Args:
        threshold: What was chosen, in [0, 1]; the model's own where None.
        source: What makes the maps.
        model: The model in use.
        opened: What is open; brings the clean-up and, for heat maps, thresholds per class and the
            ignore band: those are levels of heat and mean nothing to a segmenter.
    """
    if threshold is None:
        threshold = DEFAULT_THRESHOLDS[source] if model is None else model.threshold
    if opened is None:
        return PseudoMaskSpec(threshold)
    cam, heat = opened.cam, source == "cam"
    return spec_for_classes(
        opened.class_names,
        threshold=threshold,
        class_thresholds=cam.class_thresholds if heat else {},
        ignore_from=cam.ignore_from if heat else None,
        min_blob=cam.min_blob,
        fill_holes=cam.fill_holes,
    )
