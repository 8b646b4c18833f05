"""What a trainer tells those who follow it, and what they can wish of it."""

from __future__ import annotations

import enum
from typing import Any, NamedTuple, Protocol


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


class RoundReport(NamedTuple):
    """What a round of self-training begins with.

    Attributes:
        round: Counted from 1.
        of: Rounds in the whole run.
        epoch: Its first epoch, counted from 1.
        step: Steps done.
        images: Images that there are targets for.
        areas: Class name -> its mean share of the images that are tagged with it.
        agreement: Class name -> IoU of these targets with those of the round before; empty in the
            first.
        vanished: Class name -> images that nearly lost it, where it was raised.
    """

    round: int
    of: int
    epoch: int
    step: int
    images: int
    areas: dict[str, float]
    agreement: dict[str, float]
    vanished: dict[str, int]

    def words(self) -> str:
        """For people."""
        text = f"round {self.round} of {self.of}: targets for {self.images:,} images"
        if self.agreement:
            least = min(self.agreement, key=lambda name: self.agreement[name])
            text += f", like the last ones by {self.agreement[least]:.2f} ({least})"
        lost = ", ".join(f"{name} on {count:,}" for name, count in self.vanished.items() if count)
        return f"{text}; nearly lost and raised: {lost}" if lost else text


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
