"""The training loop: every step depends on the seed, the step's number and the weights alone.

That is what lets a run go on from a checkpoint, or on another number of processes, as if nothing
had happened: the order of the images, their augmentation, stochastic depth and the contrast's
pixels are drawn anew for each step from (seed, step).
"""

from __future__ import annotations

import contextlib
import enum
import math
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

import torch
from torch.nn.parallel import DistributedDataParallel

from stac_core.engine.batches import (
    Augmentation,
    Batch,
    batch_rows,
    epoch_order,
    make_batch,
    read_ahead,
    repeat_masked,
)
from stac_core.engine.ranks import Ranks
from stac_core.engine.schedule import make_optimiser, rate_at, set_rate
from stac_core.errors import Cancelled, DeviceError, NonFiniteLossError, TrainingError
from stac_core.losses import LossTerms, LossWeights, stac_loss
from stac_core.pixel_contrast import PixelContrastSpec
from stac_core.process_memory import peak_megabytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from stac_core.engine.samples import Samples
    from stac_core.models.stac import StacNet
    from stac_core.project_sections import TrainSection

MAX_SKIPPED: Final = 10
"""So many steps in a row may have a loss that is not finite before the run gives up."""

LOGGED_STEPS: Final = 20_000
"""Longer runs report the losses of every second, third ... step only."""

_AUGMENT, _CONTRAST, _DROP = range(3)  # separate random streams of one seed


class Wish(enum.IntEnum):
    """What somebody wants of a run; the larger wins."""

    GO_ON = 0
    PAUSE = 1
    STOP = 2


class StepResult(NamedTuple):
    """One training step.

    Attributes:
        step: Counted from 1.
        epoch: Counted from 1.
        values: Unweighted loss terms, their weighted `total`, `lr` and `grad_norm`.
    """

    step: int
    epoch: int
    values: dict[str, float]


class ProgressReport(NamedTuple):
    """How the work goes on.

    Attributes:
        step: Steps done.
        steps: In the whole run.
        epoch: The epoch at hand, counted from 1.
        images_per_s: Since the last report.
        seconds_left: By the pace of this session; None before there is one.
        memory_mb: The most that was needed so far: the GPU's memory, or the process's on a CPU.
        paused: Whether the run waits.
    """

    step: int
    steps: int
    epoch: int
    images_per_s: float
    seconds_left: float | None
    memory_mb: float
    paused: bool = False


class EpochResult(NamedTuple):
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
        """After a step."""

    def on_progress(self, report: ProgressReport) -> None:
        """About twice a second, and when the run waits or goes on."""

    def on_epoch(self, result: EpochResult) -> None:
        """After each epoch's validation; the net has the weights that were judged."""

    def on_checkpoint(self, step: int, state: dict[str, Any]) -> None:
        """Time to save the state."""

    def on_warning(self, text: str) -> None:
        """Something went wrong and the run goes on."""


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
    """Trains a StacNet on samples.

    Args:
        net: Changed in place.
        spec: The training section of the project.
        training: Samples to learn from.
        mean: Of RGB in [0, 1].
        std: Of RGB in [0, 1].
        device: Where to train.
        dtype: Of automatic mixed precision; float32 for none.
        validate: Judges the network after each epoch; its `criterion` is lower the better.
        unusable: Rows of `training` whose images are gone: left out without changing the order
            of the others.
        ranks: The processes that train together.

    Raises:
        TrainingError: If there are more processes than images in a batch.
    """

    def __init__(
        self,
        net: StacNet,
        spec: TrainSection,
        *,
        training: Samples,
        mean: tuple[float, ...],
        std: tuple[float, ...],
        device: torch.device,
        dtype: torch.dtype,
        validate: Callable[[StacNet], dict[str, float]],
        unusable: frozenset[int] = frozenset(),
        ranks: Ranks | None = None,
    ) -> None:
        self._ranks = ranks or Ranks()
        self._net = net.to(device)
        self._spec = spec
        self._training = training
        self._mean, self._std = mean, std
        self._device, self._dtype = device, dtype
        self._validate = validate
        self._unusable = unusable
        self._rows = repeat_masked(training, spec.mask_repeat)
        self._check_batch()
        self._ranks.share_batch_norm(self._net)
        self._model: Any = self._net
        if self._ranks.world > 1:
            self._model = DistributedDataParallel(self._net)
        self._optimiser = make_optimiser(self._net, spec)
        self._scaler = torch.amp.GradScaler(device.type, enabled=dtype is torch.float16)
        self._average = self._copy_weights() if spec.ema else None
        self._at = _Position()
        self._log_every = 1 + self.total_steps // LOGGED_STEPS
        brightness, contrast, saturation, hue = spec.color_jitter
        self._augmentation = Augmentation(spec.flips, brightness, contrast, saturation, hue)

    @property
    def net(self) -> StacNet:
        """The network, with its own weights rather than their average."""
        return self._net

    @property
    def steps_per_epoch(self) -> int:
        """Steps that one pass over the samples takes."""
        return max(1, len(self._rows) // (self._spec.batch_size * self._spec.accumulate))

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
            "average": self._average,
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
            for name, value in state["average"].items():
                self._average[name].copy_(value)
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
        clock = _Clock(self._at.step)
        if self._at.step == 0:
            watcher.on_checkpoint(0, self.state())
        while not self._at.is_over:
            epoch = self._at.step // self.steps_per_epoch
            if epoch > self._at.epochs_done:
                self._end_epoch(epoch, watcher)
                continue
            self._net.train()
            for batches in read_ahead(self._steps_of(epoch)):
                self._heed(wish, clock, watcher)
                self._one_step(epoch, batches, clock, watcher)

    def _one_step(self, epoch: int, batches: list[Batch], clock: _Clock, watcher: Watcher) -> None:
        step = self._at.step
        rate = rate_at(step / self.steps_per_epoch, self._spec)
        set_rate(self._optimiser, rate)
        try:
            values = self._learn(batches, step, watcher)
        except (torch.OutOfMemoryError, MemoryError, RuntimeError) as error:
            if not _is_out_of_memory(error):
                raise
            raise DeviceError(
                "the memory does not suffice for a training step",
                where=f"step {step + 1}",
                fix="Lower train.batch_size and raise train.accumulate by the same factor, or "
                "lower model.input_size",
            ) from error
        self._at.step = step + 1
        self._at.seconds += clock.lap(sum(len(batch.images) for batch in batches))
        if step % self._log_every == 0 or self._at.step == self.total_steps:
            watcher.on_step(StepResult(step + 1, epoch + 1, {**values, "lr": rate}))
        if clock.report_is_due or self._at.step == self.total_steps:
            watcher.on_progress(self._report(clock))
        due = self._ranks.largest(clock.save_is_due(self._spec.checkpoint_minutes))
        if due and self._at.step % self.steps_per_epoch:  # else the epoch's end saves anyway
            watcher.on_checkpoint(self._at.step, self.state())

    def _heed(self, wish: Callable[[], Wish], clock: _Clock, watcher: Watcher) -> None:
        wanted = Wish(self._ranks.largest(wish()))
        if wanted is Wish.GO_ON:
            return
        watcher.on_checkpoint(self._at.step, self.state())
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
        with self._averaged():
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
            watcher.on_warning(f"stopped after epoch {epoch}: the time is up")
            self._at.is_over = True
        elif not self._at.is_over and 0 < spec.early_stop <= self._at.since_best:
            watcher.on_warning(
                f"stopped after epoch {epoch}: no better one for {self._at.since_best} epochs"
            )
            self._at.is_over = True
        watcher.on_checkpoint(self._at.step, self.state())

    # ---- one step --------------------------------------------------------------------------

    def _learn(self, batches: list[Batch], step: int, watcher: Watcher) -> dict[str, float]:
        self._optimiser.zero_grad(set_to_none=True)
        statistics = [buffer.clone() for buffer in self._net.buffers()]
        sums: dict[str, float] = {}
        for index, batch in enumerate(batches):
            is_last = index == len(batches) - 1
            number = step * self._spec.accumulate + index
            alone = contextlib.nullcontext() if is_last else self._without_sync()
            with alone:
                terms = self._losses(batch, number)
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
        self._follow_average(step)
        return {**sums, "grad_norm": norm}

    def _losses(self, batch: Batch, number: int) -> LossTerms:
        count = len(batch.images)
        noise = self._drop_noise(count, number)
        part = self._ranks.part(count)
        mixed = self._dtype is not torch.float32
        with torch.autocast(self._device.type, dtype=self._dtype, enabled=mixed):
            output = self._model(batch.images[part], None if noise is None else noise[:, part])
        output = self._ranks.gather_output(output, count)
        generator = self._generator(_CONTRAST, number, self._device)
        return loss_of(self._spec, output, batch, generator)

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
                fix="Lower train.lr, set train.clip_grad to 1, or train.precision to fp32",
            )
        watcher.on_warning(f"step {step + 1} left out: its loss is not finite ({parts})")
        self._optimiser.zero_grad(set_to_none=True)

    def _without_sync(self) -> contextlib.AbstractContextManager[None]:
        if self._ranks.world == 1:
            return contextlib.nullcontext()
        context: contextlib.AbstractContextManager[None] = self._model.no_sync()
        return context

    # ---- data ------------------------------------------------------------------------------

    def _steps_of(self, epoch: int) -> Iterator[list[Batch]]:
        """The rest of an epoch's steps, each a list of batches whose gradients are added up."""
        spec = self._spec
        order = self._rows[epoch_order(len(self._rows), seed=spec.seed, epoch=epoch)]
        first = epoch * self.steps_per_epoch
        chunks = batch_rows(order, spec.batch_size * spec.accumulate)
        for index, chunk in list(enumerate(chunks))[self._at.step - first :]:
            number = (first + index) * spec.accumulate
            yield [
                self._batch(rows, number + place)
                for place, rows in enumerate(batch_rows(chunk, spec.batch_size))
            ]

    def _batch(self, rows: Any, number: int) -> Batch:
        kept = [row for row in rows if row not in self._unusable] if self._unusable else rows
        return make_batch(
            self._training,
            kept if len(kept) >= self._ranks.world else rows,
            mean=self._mean,
            std=self._std,
            augmentation=self._augmentation,
            generator=self._generator(_AUGMENT, number, torch.device("cpu")),
            device=self._device,
        )

    def _drop_noise(self, count: int, number: int) -> torch.Tensor | None:
        if not self._spec.drop_path:
            return None
        generator = self._generator(_DROP, number, torch.device("cpu"))
        noise = torch.rand(2 * len(self._net.blocks), count, generator=generator)
        return noise.to(self._device)

    def _generator(self, stream: int, number: int, device: torch.device) -> torch.Generator:
        """Randomness that depends on the seed and the batch's number alone."""
        state = torch.Generator(device)
        key = (self._spec.seed << 34) ^ (number << 2) ^ stream
        return state.manual_seed(key & (2**63 - 1))

    # ---- moving average ----------------------------------------------------------------------

    def _copy_weights(self) -> dict[str, torch.Tensor]:
        return {
            name: value.detach().clone()
            for name, value in self._net.state_dict().items()
            if value.is_floating_point()
        }

    @torch.no_grad()
    def _follow_average(self, step: int) -> None:
        if self._average is None:
            return
        # at first the average follows closely: it shall not remember the random start
        decay = min(self._spec.ema, (1 + step) / (10 + step))
        weights = self._net.state_dict()
        for name, value in self._average.items():
            value.lerp_(weights[name].to(value.dtype), 1 - decay)

    @contextlib.contextmanager
    def _averaged(self) -> Iterator[None]:
        """The network has its averaged weights, where there are any."""
        if self._average is None:
            yield
            return
        own = self._copy_weights()
        self._net.load_state_dict(self._average, strict=False)
        try:
            yield
        finally:
            self._net.load_state_dict(own, strict=False)

    # ---- reports -----------------------------------------------------------------------------

    def _report(self, clock: _Clock, *, paused: bool = False) -> ProgressReport:
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
        smallest = min(self._spec.batch_size, len(self._rows))
        if smallest < self._ranks.world:
            raise TrainingError(
                f"{self._ranks.world} processes cannot share batches of {smallest} images",
                fix="Start fewer processes or raise train.batch_size",
            )


class _Clock:
    """Pace of a session, without the time it waited."""

    def __init__(self, step: int) -> None:
        now = time.monotonic()
        self._first_step = step
        self._started = self._lap = self._reported = self._saved = now
        self._images = 0
        self._speed = 0.0

    def lap(self, images: int) -> float:
        """Seconds since the last lap."""
        now = time.monotonic()
        seconds, self._lap = now - self._lap, now
        self._images += images
        return seconds

    @property
    def report_is_due(self) -> bool:
        """Whether half a second has passed since the last report."""
        return time.monotonic() - self._reported >= 0.5

    def save_is_due(self, minutes: float) -> bool:
        """Whether so many minutes have passed since this last said yes."""
        if time.monotonic() - self._saved < 60 * minutes:
            return False
        self._saved = time.monotonic()
        return True

    def skip(self) -> None:
        """The time since the last lap does not count."""
        waited = time.monotonic() - self._lap
        self._lap += waited
        self._started += waited
        self._reported = time.monotonic()
        self._images = 0

    def speed(self) -> float:
        """Images a second since this was last asked."""
        now = time.monotonic()
        if self._images:
            self._speed = self._images / max(now - self._reported, 1e-9)
            self._reported, self._images = now, 0
        return self._speed

    def left(self, step: int, steps: int) -> float | None:
        """Seconds to the end, validation included."""
        done = step - self._first_step
        if done <= 0:
            return None
        return (time.monotonic() - self._started) / done * (steps - step)


def loss_of(
    spec: TrainSection,
    output: Any,
    batch: Batch,
    generator: torch.Generator | None,
    *,
    with_contrast: bool = True,
) -> LossTerms:
    """The training loss with the weights and sampling that a project names."""
    return stac_loss(
        output,
        batch.present,
        batch.saliency,
        known=batch.known,
        weights=LossWeights(
            class_token=spec.cct_weight,
            saliency=spec.saliency_weight,
            contrast=spec.contrast_weight if with_contrast else 0.0,
            mask=spec.mask_weight,
        ),
        contrast=PixelContrastSpec(
            temperature=spec.temperature,
            queries=spec.queries,
            negatives=spec.negatives,
            valid_threshold=spec.valid_threshold,
            strong_threshold=spec.strong_threshold,
        ),
        generator=generator,
        targets=batch.targets,
    )


def memory_megabytes(device: torch.device) -> float:
    """The most memory needed so far: the GPU's by tensors, or the whole process's on a CPU."""
    if device.type == "cuda":
        return torch.cuda.max_memory_allocated(device) / 2**20
    return peak_megabytes()


def _is_out_of_memory(error: BaseException) -> bool:
    if isinstance(error, (torch.OutOfMemoryError, MemoryError)):
        return True
    text = str(error)
    return "allocate memory" in text or "not enough memory" in text
