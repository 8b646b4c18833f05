"""Starting a segmenter's encoder from weights that others have trained."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

from stac_core.errors import WeightsError
from stac_core.models.pretrained import HUB, LoadReport, load_matching
from stac_core.models.timm_import import import_smp
from stac_core.models.weights import read_weights
from stac_core.segmentation.hub import HUB_ARCHS

if TYPE_CHECKING:
    from pathlib import Path

    from stac_core.models.weights import State
    from stac_core.segmentation.hub import HubNet

_ENCODER: Final = "encoder."
_COUNTER: Final = "num_batches_tracked"
_SHOWN: Final = 8


def initialise_encoder(net: HubNet, arch: str, source: Path | Literal["hub"]) -> LoadReport:
    """Load weights into the encoder; the decoder and the heads keep their random start.

    Args:
        net: Changed in place.
        arch: A key of `HUB_ARCHS`.
        source: "hub" for the ImageNet weights that segmentation-models-pytorch knows, from its
            cache or the network; or a file with the encoder's state dict, or with a whole
            segmenter's, whose encoder is taken.

    Returns:
        What was loaded and what the file did not give.

    Raises:
        WeightsError: If the weights cannot be had, or are of another network: if less than half of
            the encoder's tensors fit.
    """
    if source == HUB:
        where, state = arch, _hub_weights(arch)
    else:
        where, state = str(source), _of_encoder(read_weights(source).state)
    report = load_matching(net.encoder, state)
    report.missing = [name for name in report.missing if not name.endswith(_COUNTER)]
    loaded = [name for name in report.loaded if not name.endswith(_COUNTER)]
    if len(loaded) <= len(report.missing) + len(report.mismatched):
        raise WeightsError(
            f"these weights are not of the encoder of {arch}: {_some(report.problems())}",
            where=where,
            fix=f"Choose a state dict of {HUB_ARCHS[arch].encoder}, or another segment.arch",
        )
    return report


def encoder_report_lines(report: LoadReport) -> list[str]:
    """A report in words; long lists of keys are cut."""
    lines = [f"{len(report.loaded):,} tensors of the encoder taken over"]
    problems = report.problems()
    return [*lines, _some(problems)] if problems else lines


def _hub_weights(arch: str) -> State:
    encoder = HUB_ARCHS[arch].encoder
    try:
        model: Any = import_smp().encoders.get_encoder(encoder, weights="imagenet")
    except Exception as error:  # the hub's client raises whatever its network layer does
        raise WeightsError(
            f"the pretrained weights of {encoder} cannot be had ({type(error).__name__}: {error})",
            where=arch,
            fix="Without a network, copy the weights file here and name it as segment.weights",
        ) from error
    state: State = model.state_dict()
    return state


def _of_encoder(state: State) -> State:
    """The encoder's part of a whole segmenter's state dict; else all of it."""
    part = {
        name.removeprefix(_ENCODER): value
        for name, value in state.items()
        if name.startswith(_ENCODER)
    }
    return part or state


def _some(lines: list[str]) -> str:
    more = len(lines) - _SHOWN
    return "; ".join(lines[:_SHOWN]) + (f"; and {more:,} more" if more > 0 else "")
