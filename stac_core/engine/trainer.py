"""The training loop: every step depends on the seed, the step's number and the weights alone.

That is what lets a run go on from a checkpoint, or on another number of processes, as if nothing
had happened: the order of the images, their augmentation, stochastic depth and the contrast's
pixels are drawn anew for each step from (seed, step).
"""

from __future__ import annotations

import contextlib
import math
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

import torch
from torch.nn.parallel import DistributedDataParallel

from stac_core.engine.average import WeightAverage
from stac_core.engine.batches import read_ahead
from stac_core.engine.clock import Clock, memory_megabytes
from stac_core.engine.ranks import Ranks
from stac_core.engine.reports import EpochResult, ProgressReport, StepResult, Watcher, Wish
from stac_core.engine.schedule import set_rate
from stac_core.errors import Cancelled, DeviceError, NonFiniteLossError, TrainingError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from stac_core.engine.learner import Learner


MAX_SKIPPED: Final = 10
"""So many steps in a row may have a loss that is not finite before the run gives up."""

LOGGED_STEPS: Final = 20_000
"""Longer runs report the losses of every second, third ... step only."""


@dataclass
class _Position:
    """Where a run is."""

    step: int = 0
    epochs_done: int = 0
    best: float = math.inf
    since_best: int = 0
    skipped: int = 0
    seconds: float = 0.0
    is_over: bool = False


class Trainer:
    """Trains a learner's network.

    Args:
        learner: The network with its data and its loss; the network is changed in place.
        device: Where to train.
        dtype: Of automatic mixed precision; float32 for none.
        validate: Judges the network after each epoch; its `criterion` is lower the better.
        ranks: The processes that train together.

    Raises:
        TrainingError: If there are more processes than images in a batch.
    """

    def __init__(
        self,
        learner: Learner,
        *,
        device: torch.device,
        dtype: torch.dtype,
        validate: Callable[[Any], dict[str, float]],
        ranks: Ranks | None = None,
    ) -> None:
        self._ranks = ranks or Ranks()
        self._learner, self._net, self._spec = learner, learner.net, learner.spec
        self._device = device
        self._validate = validate
        self._check_batch()
        self._ranks.share_batch_norm(self._net)
        self._model: Any = self._net
        if self._ranks.world > 1:
            self._model = DistributedDataParallel(self._net)
        self._optimiser = learner.make_optimiser()
        self._scaler = torch.amp.GradScaler(device.type, enabled=dtype is torch.float16)
        self._average = WeightAverage(self._net, self._spec.ema) if self._spec.ema else None
        self._at = _Position()
        self._log_every = 1 + self.total_steps // LOGGED_STEPS

    @property
    def net(self) -> torch.nn.Module:
        """The network, with its own weights rather than their average."""
        return self._net

    @property
    def steps_per_epoch(self) -> int:
        """Steps that one epoch takes."""
        return self._learner.steps_per_epoch

    @property
    def total_steps(self) -> int:
        """Steps of the whole run."""
        return self.steps_per_epoch * self._spec.epochs

    # ---- state -----------------------------------------------------------------------------

    def state(self) -> dict[str, Any]:
        """All that decides how the run goes on.

        The learning rate, the order of the images and every random choice follow from the step.
        """
        return {
            "net": self._net.state_dict(),
            "average": None if self._average is None else self._average.values,
            "optimiser": self._optimiser.state_dict(),
            "scaler": self._scaler.state_dict(),
            "position": asdict(self._at),
            "steps": self.total_steps,
        }

    def load_state(self, state: dict[str, Any]) -> None:
        """Go on from a state.

        Raises:
            TrainingError: If it belongs to another run.
        """
        if state["steps"] != self.total_steps:
            raise TrainingError(
                f"the checkpoint is of a run of {state['steps']} steps, this one has "
                f"{self.total_steps}",
                fix="Start a new run: settings and images of a run cannot change",
            )
        self._net.load_state_dict(state["net"])
        self._optimiser.load_state_dict(state["optimiser"])
        if self._scaler.is_enabled():
            self._scaler.load_state_dict(state["scaler"])
        if self._average is not None:
            self._average.load(state["average"])
        self._at = _Position(**state["position"])

    # ---- the loop --------------------------------------------------------------------------

    def run(self, watcher: Watcher, wish: Callable[[], Wish]) -> None:
        """Train from where the state is to the end.

        Args:
            watcher: Is told how it goes, in every process.
            wish: Asked between steps.

        Raises:
            Cancelled: If somebody wishes so, after the step at hand and a checkpoint.
            NonFiniteLossError: If the loss is not finite several times in a row.
            DeviceError: If the memory does not suffice.
        """
        clock = Clock(self._at.step)
        if self._at.step == 0:
            watcher.on_checkpoint(0, self.state())
        while not self._at.is_over:
            epoch = self._at.step // self.steps_per_epoch
            if epoch > self._at.epochs_done:
                self._end_epoch(epoch, watcher)
                continue
            begun = self._learner.begin_epoch(epoch, self._average)
            if begun.settled:
                self._end_early(f"stopped after epoch {epoch}: {begun.settled}", watcher)
                watcher.on_checkpoint(self._at.step, self.state())
                continue
            if begun.is_new_round and self._at.step == epoch * self.steps_per_epoch:
                self._begin_round()
                clock.skip()
            self._net.train()
            for batches in read_ahead(self._learner.steps_from(self._at.step)):
                self._heed(wish, clock, watcher)
                self._one_step(epoch, batches, clock, watcher)

    def _one_step(self, epoch: int, batches: Sequence[Any], clock: Clock, watcher: Watcher) -> None:
        step = self._at.step
        rate = self._learner.rate(step)
        set_rate(self._optimiser, rate)
        try:
            values = self._learn(batches, step, watcher)
        except (torch.OutOfMemoryError, MemoryError, RuntimeError) as error:
            if not _is_out_of_memory(error):
                raise
            raise DeviceError(
                "the memory does not suffice for a training step",
                where=f"step {step + 1}",
                fix="Lower batch_size and raise accumulate by the same factor, or lower input_size",
            ) from error
        self._at.step = step + 1
        self._at.seconds += clock.lap(sum(len(batch.images) for batch in batches))
        if step % self._log_every == 0 or self._at.step == self.total_steps:
            watcher.on_step(StepResult(step + 1, epoch + 1, {**values, "lr": rate}))
        if clock.report_is_due or self._at.step == self.total_steps:
            watcher.on_progress(self._report(clock))

    def _begin_round(self) -> None:
        """Go on from the average of the weights, with an optimiser that remembers nothing."""
        if self._average is not None:
            self._net.load_state_dict(self._average.values, strict=False)
        self._optimiser = self._learner.make_optimiser()

    def _heed(self, wish: Callable[[], Wish], clock: Clock, watcher: Watcher) -> None:
        """Save and wait where that is due, and stop where somebody wants it."""
        is_inside = self._at.step % self.steps_per_epoch > 0  # an epoch's end saves anyway
        due = is_inside and clock.save_is_due(self._spec.checkpoint_minutes)
        # one message between the processes instead of two: a wish saves too, so the larger tells
        asked = self._ranks.largest(2 * wish() + due)
        wanted = Wish(asked // 2)
        if asked:
            watcher.on_checkpoint(self._at.step, self.state())
        if wanted is Wish.GO_ON:
            return
        if wanted is Wish.PAUSE:
            watcher.on_progress(self._report(clock, paused=True))
            while wanted is Wish.PAUSE:
                time.sleep(0.2)
                wanted = Wish(self._ranks.largest(wish()))
            clock.skip()
            watcher.on_progress(self._report(clock))
        if wanted is Wish.STOP:
            raise Cancelled

    def _end_epoch(self, epoch: int, watcher: Watcher) -> None:
        spec = self._spec
        started = time.monotonic()
        with contextlib.nullcontext() if self._average is None else self._average.applied():
            self._net.eval()
            values = self._ranks.from_main(self._validate(self._net))
            is_best = values["criterion"] <= self._at.best
            self._at.best = min(self._at.best, values["criterion"])
            self._at.since_best = 0 if is_best else self._at.since_best + 1
            self._at.epochs_done = epoch
            self._at.seconds += time.monotonic() - started
            watcher.on_epoch(EpochResult(epoch, self._at.step, values, is_best))
        is_late = bool(spec.max_minutes) and self._at.seconds > 60 * (spec.max_minutes or 0)
        self._at.is_over = epoch >= spec.epochs
        if not self._at.is_over and self._ranks.largest(is_late):
            self._end_early(f"stopped after epoch {epoch}: the time is up", watcher)
        elif not self._at.is_over and 0 < spec.early_stop <= self._at.since_best:
            since = self._at.since_best
            text = f"stopped after epoch {epoch}: no better one for {since} epochs"
            self._end_early(text, watcher)
        watcher.on_checkpoint(self._at.step, self.state())

    def _end_early(self, why: str, watcher: Watcher) -> None:
        watcher.on_warning(why)
        self._at.is_over = True

    # ---- one step --------------------------------------------------------------------------

    def _learn(self, batches: Sequence[Any], step: int, watcher: Watcher) -> dict[str, float]:
        self._optimiser.zero_grad(set_to_none=True)
        statistics = [buffer.clone() for buffer in self._net.buffers()]
        sums: dict[str, float] = {}
        for index, batch in enumerate(batches):
            is_last = index == len(batches) - 1
            number = step * self._spec.accumulate + index
            alone = contextlib.nullcontext() if is_last else self._without_sync()
            with alone:
                terms = self._learner.losses(self._model, batch, number)
                values = terms.numbers()
                if not math.isfinite(values["total"]):
                    self._skip(step, values, statistics, watcher)
                    return values
                # gradients are averaged over the processes, but are parts of one sum
                share = self._ranks.world / len(batches)
                torch.autograd.backward(self._scaler.scale(terms.total * share))
            for name, value in values.items():
                sums[name] = sums.get(name, 0.0) + value / len(batches)
        self._scaler.unscale_(self._optimiser)
        limit = self._spec.clip_grad or math.inf
        norm = float(torch.nn.utils.clip_grad_norm_(self._net.parameters(), limit))
        if not math.isfinite(norm) and not self._scaler.is_enabled():
            self._skip(step, {**sums, "grad_norm": norm}, statistics, watcher)
            return {**sums, "grad_norm": norm}
        self._at.skipped = 0
        self._scaler.step(self._optimiser)  # leaves the weights alone where a gradient overflowed
        self._scaler.update()
        if self._average is not None:
            self._average.follow(step)
        return {**sums, "grad_norm": norm}

    def _skip(
        self,
        step: int,
        values: dict[str, float],
        statistics: list[torch.Tensor],
        watcher: Watcher,
    ) -> None:
        """Leave a step out: the weights and the batch norm's statistics stay as they were."""
        for buffer, before in zip(self._net.buffers(), statistics, strict=True):
            buffer.copy_(before)
        parts = ", ".join(f"{name} {value:.4g}" for name, value in values.items())
        self._at.skipped += 1
        if self._at.skipped >= MAX_SKIPPED:
            raise NonFiniteLossError(
                f"the loss is not finite {MAX_SKIPPED} times in a row ({parts})",
                where=f"step {step + 1}",
                fix="Lower lr, set clip_grad to 1, or precision to fp32",
            )
        watcher.on_warning(f"step {step + 1} left out: its loss is not finite ({parts})")
        self._optimiser.zero_grad(set_to_none=True)

    def _without_sync(self) -> contextlib.AbstractContextManager[None]:
        if self._ranks.world == 1:
            return contextlib.nullcontext()
        context: contextlib.AbstractContextManager[None] = self._model.no_sync()
        return context

    # ---- reports -----------------------------------------------------------------------------

    def _report(self, clock: Clock, *, paused: bool = False) -> ProgressReport:
        step = self._at.step
        return ProgressReport(
            step=step,
            steps=self.total_steps,
            epoch=min(step // self.steps_per_epoch + 1, self._spec.epochs),
            images_per_s=clock.speed(),
            seconds_left=clock.left(step, self.total_steps),
            memory_mb=memory_megabytes(self._device),
            paused=paused,
        )

    def _check_batch(self) -> None:
        smallest = self._learner.smallest_batch
        if smallest < self._ranks.world:
            raise TrainingError(
                f"{self._ranks.world} processes cannot share batches of {smallest} images",
                fix="Start fewer processes or raise batch_size",
            )


def _is_out_of_memory(error: BaseException) -> bool:
    if isinstance(error, (torch.OutOfMemoryError, MemoryError)):
        return True
    text = str(error)
    return "allocate memory" in text or "not enough memory" in text
