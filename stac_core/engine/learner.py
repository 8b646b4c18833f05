"""What a trainer trains: a network with its data and its loss."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import torch

from stac_core.engine.objective import loss_of
from stac_core.engine.schedule import make_optimiser, rate_at
from stac_core.engine.step_data import StepData

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from stac_core.engine.average import WeightAverage
    from stac_core.engine.batches import Batch
    from stac_core.engine.ranks import Ranks
    from stac_core.engine.samples import Samples
    from stac_core.losses import LossTerms
    from stac_core.models.cam_net import CamNet
    from stac_core.project_sections import ScheduleSection, TrainSection


class Terms(Protocol):
    """A loss with its parts."""

    @property
    def total(self) -> torch.Tensor:
        """What is minimised: a scalar with a graph."""

    def numbers(self) -> dict[str, float]:
        """The parts and their `total`, for people."""


class ImageBatch(Protocol):
    """Anything with images."""

    @property
    def images(self) -> torch.Tensor:
        """(B, channels, H, W)."""


class Beginning(NamedTuple):
    """How an epoch begins.

    Attributes:
        is_new_round: Training starts again from the average of the weights, with a fresh optimiser.
        settled: Why there is nothing left to learn, in words; empty otherwise.
    """

    is_new_round: bool = False
    settled: str = ""


class Learner(Protocol):
    """A network that a trainer can train.

    All that a step learns from follows from its number: that is what lets a run go on.
    """

    @property
    def net(self) -> torch.nn.Module:
        """The network, on its device."""

    @property
    def spec(self) -> ScheduleSection:
        """Epochs, rates and the like."""

    @property
    def steps_per_epoch(self) -> int:
        """Steps that one epoch takes."""

    @property
    def smallest_batch(self) -> int:
        """Images in the smallest batch."""

    def make_optimiser(self) -> torch.optim.Optimizer:
        """A fresh optimiser; its groups have a `scale`."""

    def rate(self, step: int) -> float:
        """Learning rate of a step, counted from 0."""

    def begin_epoch(self, epoch: int, average: WeightAverage | None) -> Beginning:
        """Called before an epoch, counted from 0, is begun or gone on with."""

    def steps_from(self, step: int) -> Iterator[Sequence[Any]]:
        """The rest of a step's epoch; each step is batches whose gradients are added."""

    def losses(self, model: Any, batch: Any, number: int) -> Terms:
        """The loss of a batch, `number` of the run.

        Args:
            model: The network, perhaps wrapped for several processes.
            batch: From `steps_from`.
            number: Counted over all batches of the run.
        """


class StacLearner:
    """A STAC network that learns from tags, saliency and masks.

    Args:
        net: Changed in place.
        spec: The training section of the project.
        training: Samples to learn from.
        mean: Of RGB in [0, 1].
        std: Of RGB in [0, 1].
        device: Where to train.
        dtype: Of automatic mixed precision; float32 for none.
        unusable: Rows of `training` whose images are gone: left out without changing the order
            of the others.
        masked: (n,), which images count as having a mask, also where it is gone: the number of
            steps depends on it. By default those whose mask is there.
        ranks: The processes that train together.
    """

    def __init__(
        self,
        net: CamNet,
        spec: TrainSection,
        *,
        training: Samples,
        mean: tuple[float, ...],
        std: tuple[float, ...],
        device: torch.device,
        dtype: torch.dtype,
        ranks: Ranks,
        unusable: frozenset[int] = frozenset(),
        masked: NDArray[np.bool_] | None = None,
    ) -> None:
        self.net, self.spec = net.to(device), spec
        self._device, self._dtype, self._ranks = device, dtype, ranks
        self._data = StepData(
            spec,
            training,
            mean=mean,
            std=std,
            device=device,
            unusable=unusable,
            masked=masked,
            fewest=ranks.world,
        )

    @property
    def steps_per_epoch(self) -> int:
        """Steps that one pass over the samples takes."""
        return self._data.steps_per_epoch

    @property
    def smallest_batch(self) -> int:
        """Images in the smallest batch."""
        return min(self.spec.batch_size, len(self._data))

    def make_optimiser(self) -> torch.optim.Optimizer:
        """AdamW with the project's settings."""
        return make_optimiser(self.net, self.spec, depths=self.net.depths())

    def rate(self, step: int) -> float:
        """Warm-up, then half a cosine."""
        return rate_at(step / self.steps_per_epoch, self.spec)

    def begin_epoch(self, epoch: int, average: WeightAverage | None) -> Beginning:
        """All epochs are alike."""
        return Beginning()

    def steps_from(self, step: int) -> Iterator[list[Batch]]:
        """The rest of a step's epoch."""
        return self._data.steps_from(step)

    def losses(self, model: Any, batch: Batch, number: int) -> LossTerms:
        """The loss of the whole batch, of which each process looks at its part."""
        count = len(batch.images)
        noise = self._data.drop_noise(self.net.drop_branches, count, number)
        part = self._ranks.part(count)
        mixed = self._dtype is not torch.float32
        with torch.autocast(self._device.type, dtype=self._dtype, enabled=mixed):
            output = model(batch.images[part], None if noise is None else noise[:, part])
        output = self._ranks.gather_output(output, count)
        return loss_of(self.spec, output, batch, self._data.contrast_generator(number))
