"""The training loop."""

from __future__ import annotations

import logging
import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import torch

from stac_core.engine.batches import (
    Augmentation,
    Batch,
    batch_rows,
    epoch_order,
    make_batch,
    read_ahead,
)
from stac_core.engine.schedule import make_optimiser, rate_at
from stac_core.errors import NonFiniteLossError
from stac_core.losses import LossTerms, LossWeights, stac_loss
from stac_core.pixel_contrast import PixelContrastSpec

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from stac_core.engine.samples import Samples
    from stac_core.models.stac import StacNet
    from stac_core.project_sections import TrainSection
    from stac_core.types import CancelToken

logger = logging.getLogger(__name__)

_AUGMENT, _CONTRAST, _VALIDATE = range(3)  # separate random streams of one seed


@dataclass(frozen=True)
class StepResult:
    """One training step.

    Attributes:
        step: Counted from 1.
        total_steps: In the whole run.
        epoch: Counted from 1.
        rate: Learning rate.
        losses: By name, unweighted terms and their weighted total.
        images_per_second: Since the last report.
    """

    step: int
    total_steps: int
    epoch: int
    rate: float
    losses: dict[str, float]
    images_per_second: float


@dataclass(frozen=True)
class EpochResult:
    """What validation found after an epoch.

    Attributes:
        epoch: Counted from 1.
        step: Steps done.
        values: By name; `criterion` decides which epoch is best, lower is better.
        is_best: Whether this epoch is the best so far.
    """

    epoch: int
    step: int
    values: dict[str, float]
    is_best: bool


class Watcher(Protocol):
    """Is told how the training goes."""

    def on_step(self, result: StepResult) -> None:
        """After some of the steps, about twice a second."""

    def on_epoch(self, result: EpochResult) -> None:
        """After each epoch's validation; the net still has that epoch's weights."""


class Trainer:
    """Trains a StacNet on samples.

    Args:
        net: Changed in place.
        spec: The training section of the project.
        training: Samples to learn from.
        validation: Samples that decide which epoch is best; may be empty.
        mean: Of RGB in [0, 1].
        std: Of RGB in [0, 1].
        device: Where to train.
        dtype: Of automatic mixed precision; float32 for none.
        criterion: Replaces the validation loss; lower is better.
    """

    def __init__(
        self,
        net: StacNet,
        spec: TrainSection,
        *,
        training: Samples,
        validation: Samples,
        mean: tuple[float, ...],
        std: tuple[float, ...],
        device: torch.device,
        dtype: torch.dtype,
        criterion: Callable[[StacNet], dict[str, float]] | None = None,
    ) -> None:
        self._net = net.to(device)
        self._spec = spec
        self._training = training
        self._validation = validation
        self._mean, self._std = mean, std
        self._device, self._dtype = device, dtype
        self._criterion = criterion
        self._weights = LossWeights(spec.cct_weight, spec.saliency_weight, spec.contrast_weight)
        self._contrast = PixelContrastSpec(
            temperature=spec.temperature,
            queries=spec.queries,
            negatives=spec.negatives,
            valid_threshold=spec.valid_threshold,
            strong_threshold=spec.strong_threshold,
        )
        brightness, contrast, saturation, hue = spec.color_jitter
        self._augmentation = Augmentation(spec.flips, brightness, contrast, saturation, hue)

    @property
    def steps_per_epoch(self) -> int:
        """Steps that one pass over the samples takes."""
        return max(1, len(self._training) // self._spec.batch_size)

    def run(self, watcher: Watcher, cancel: CancelToken) -> None:
        """Train.

        Raises:
            Cancelled: If `cancel` says so, after the step at hand.
            NonFiniteLossError: If the loss is not finite.
        """
        spec = self._spec
        optimiser = make_optimiser(self._net, spec)
        scaler = torch.amp.GradScaler(self._device.type, enabled=self._dtype is torch.float16)
        total = self.steps_per_epoch * spec.epochs
        best = math.inf
        started = reported = time.monotonic()
        images_since = 0
        step = 0
        for epoch in range(spec.epochs):
            self._net.train()
            for batch in read_ahead(self._epoch_batches(epoch)):
                cancel.check()
                rate = rate_at(step / self.steps_per_epoch, spec)
                for group in optimiser.param_groups:
                    group["lr"] = rate
                terms = self._step(batch, step, optimiser, scaler)
                step += 1
                images_since += len(batch.images)
                now = time.monotonic()
                if now - reported >= 0.5 or step in {1, total}:
                    speed = images_since / max(now - reported, 1e-9)
                    losses = {
                        name: float(value.detach()) for name, value in terms._asdict().items()
                    }
                    watcher.on_step(StepResult(step, total, epoch + 1, rate, losses, speed))
                    reported, images_since = now, 0
            values = self._validate()
            is_best = values["criterion"] <= best
            best = min(best, values["criterion"])
            watcher.on_epoch(EpochResult(epoch + 1, step, values, is_best))
            if spec.max_minutes and time.monotonic() - started > 60 * spec.max_minutes:
                logger.warning("stopped after epoch %d: the time is up", epoch + 1)
                return

    def _step(
        self,
        batch: Batch,
        step: int,
        optimiser: torch.optim.Optimizer,
        scaler: torch.amp.GradScaler,
    ) -> LossTerms:
        terms = self._losses(batch, self._generator(_CONTRAST, step, self._device), self._weights)
        if not torch.isfinite(terms.total):
            parts = ", ".join(f"{name} {value:.4g}" for name, value in terms.numbers().items())
            raise NonFiniteLossError(
                f"the loss is not finite ({parts})",
                where=f"step {step + 1}",
                fix="Lower train.lr, set train.clip_grad to 1, or train.precision to fp32",
            )
        optimiser.zero_grad(set_to_none=True)
        torch.autograd.backward(scaler.scale(terms.total))
        if self._spec.clip_grad:
            scaler.unscale_(optimiser)
            torch.nn.utils.clip_grad_norm_(self._net.parameters(), self._spec.clip_grad)
        scaler.step(optimiser)
        scaler.update()
        return terms

    def _losses(self, batch: Batch, generator: torch.Generator, weights: LossWeights) -> LossTerms:
        mixed = self._dtype is not torch.float32
        with torch.autocast(self._device.type, dtype=self._dtype, enabled=mixed):
            output = self._net(batch.images)
        return stac_loss(
            output,
            batch.present,
            batch.saliency,
            known=batch.known,
            weights=weights,
            contrast=self._contrast,
            generator=generator,
        )

    def _epoch_batches(self, epoch: int) -> Iterator[Batch]:
        order = epoch_order(len(self._training), seed=self._spec.seed, epoch=epoch)
        first = epoch * self.steps_per_epoch
        for index, rows in enumerate(batch_rows(order, self._spec.batch_size)):
            yield make_batch(
                self._training,
                rows,
                mean=self._mean,
                std=self._std,
                augmentation=self._augmentation,
                generator=self._generator(_AUGMENT, first + index, torch.device("cpu")),
                device=self._device,
            )

    @torch.no_grad()
    def _validate(self) -> dict[str, float]:
        """Mean validation losses, and the criterion: the total without its sampled term."""
        self._net.eval()
        if self._criterion is not None:
            return self._criterion(self._net)
        if not len(self._validation):
            return {"criterion": 0.0}  # nothing to compare: all are equal and the last one counts
        weights = self._weights._replace(contrast=0.0)
        sums: dict[str, float] = {}
        for start in range(0, len(self._validation), self._spec.batch_size):
            rows = range(start, min(start + self._spec.batch_size, len(self._validation)))
            batch = make_batch(
                self._validation, rows, mean=self._mean, std=self._std, device=self._device
            )
            terms = self._losses(batch, self._generator(_VALIDATE, 0, self._device), weights)
            for name, value in terms.numbers().items():
                sums[name] = sums.get(name, 0.0) + value * len(rows)
        values = {name: total / len(self._validation) for name, total in sums.items()}
        values.pop("contrast")
        return {**values, "criterion": values["total"]}

    def _generator(self, stream: int, step: int, device: torch.device) -> torch.Generator:
        """Randomness that depends on the seed and the step alone, whatever ran before."""
        state = torch.Generator(device)
        key = (self._spec.seed << 34) ^ (step << 2) ^ stream
        return state.manual_seed(key & (2**63 - 1))
