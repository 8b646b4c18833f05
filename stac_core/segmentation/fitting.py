"""Training a small segmenter on labels that are known, in one go: minutes, not a run of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import torch

from stac_core.devices import choose_device, choose_dtype
from stac_core.engine.average import WeightAverage
from stac_core.engine.batches import read_ahead, stream_generator
from stac_core.engine.schedule import make_optimiser, rate_at, set_rate
from stac_core.errors import NonFiniteLossError
from stac_core.segmentation.batches import SegmentBatch
from stac_core.segmentation.loss import SegmentWeights, segment_loss
from stac_core.types import CancelToken, Progress, no_progress

if TYPE_CHECKING:
    from collections.abc import Callable

    from stac_core.project_sections import SegmentSection

_CONTRAST: Final = 1  # a random stream of the seed


def fit_segmenter(
    net: torch.nn.Module,
    spec: SegmentSection,
    make_batch: Callable[[int, torch.Generator], SegmentBatch],
    *,
    steps: int,
    device: str = "auto",
    progress: Progress = no_progress,
    cancel: CancelToken | None = None,
) -> None:
    """Train a segmenter; it ends with the moving average of its weights, on the CPU.

    Args:
        net: Changed in place.
        spec: Rates, decay, weights of the loss, precision and seed; its epochs stand for all steps.
        make_batch: The batch of a step, by its number and a source of randomness; called from
            another thread.
        steps: How many.
        device: As for `choose_device`.
        progress: Told after each step.
        cancel: Checked before each step.

    Raises:
        NonFiniteLossError: If the loss stops being a number.
        DeviceError: If the device is not there.
        Cancelled: If `cancel` says so; the network is then of no use.
    """
    token = cancel or CancelToken()
    place = choose_device(device)
    dtype = choose_dtype(spec.precision, place)
    if (
        dtype is torch.float16
    ):  # its gradients would need scaling, and so small a net is fast anyway
        dtype = torch.float32
    net.to(place).train()
    # convolutions on CPUs are faster where the channels of a pixel lie side by side
    net.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    optimiser = make_optimiser(net, spec)
    average = WeightAverage(net, spec.ema)
    weights = SegmentWeights(spec.dice_weight, spec.image_weight, spec.contrast_weight)
    batches = (make_batch(step, stream_generator(spec.seed, 0, step)) for step in range(steps))
    ahead = read_ahead(batches)
    try:
        for step, batch in enumerate(ahead):
            token.check()
            set_rate(optimiser, rate_at(step / steps * spec.epochs, spec))
            own = SegmentBatch(*(values.to(place) for values in batch))
            with torch.autocast(place.type, dtype=dtype, enabled=dtype is not torch.float32):
                output = net(own.images)
            draws = stream_generator(spec.seed, _CONTRAST, step, place)
            loss = segment_loss(output, own, weights, draws).total
            if not torch.isfinite(loss):
                raise NonFiniteLossError(
                    f"the loss became {loss.item()} in step {step + 1}",
                    fix="Train again with precision fp32, or with a lower rate",
                )
            optimiser.zero_grad(set_to_none=True)
            torch.autograd.backward(loss)
            torch.nn.utils.clip_grad_norm_(net.parameters(), spec.clip_grad)
            optimiser.step()
            average.follow(step)
            progress(step + 1, steps)
    finally:
        ahead.close()
    net.load_state_dict(average.values, strict=False)
    net.cpu().eval()
