"""What each step of a run learns from: drawn anew from the seed and the step's number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch

from stac_core.engine.batches import (
    Augmentation,
    Batch,
    batch_rows,
    epoch_order,
    make_batch,
    repeat_masked,
    stream_generator,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from stac_core.engine.samples import Samples
    from stac_core.project_sections import TrainSection

_AUGMENT, _CONTRAST, _DROP = range(3)  # separate random streams of one seed


class StepData:
    """The batches of a run and their random choices.

    Args:
        spec: The training section of the project.
        samples: To learn from.
        mean: Of RGB in [0, 1].
        std: Of RGB in [0, 1].
        device: Where the batches go.
        unusable: Rows of `samples` whose images are gone: left out without changing the order of
            the others.
        masked: (n,), which images count as having a mask; by default those whose mask is there.
        fewest: Images that a batch needs at least.
    """

    def __init__(
        self,
        spec: TrainSection,
        samples: Samples,
        *,
        mean: tuple[float, ...],
        std: tuple[float, ...],
        device: torch.device,
        unusable: frozenset[int],
        masked: NDArray[np.bool_] | None,
        fewest: int,
    ) -> None:
        self._spec, self._samples = spec, samples
        self._mean, self._std, self._device = mean, std, device
        self._unusable, self._fewest = unusable, fewest
        self._rows = repeat_masked(
            samples.mask_row >= 0 if masked is None else masked, spec.mask_repeat
        )
        brightness, contrast, saturation, hue = spec.color_jitter
        self._augmentation = Augmentation(spec.flips, brightness, contrast, saturation, hue)

    def __len__(self) -> int:
        """Images of an epoch; those with a mask count as often as they are repeated."""
        return len(self._rows)

    @property
    def steps_per_epoch(self) -> int:
        """Steps that one pass over the samples takes."""
        return max(1, len(self._rows) // (self._spec.batch_size * self._spec.accumulate))

    def steps_from(self, step: int) -> Iterator[list[Batch]]:
        """The rest of a step's epoch; each step is a list of batches whose gradients are added."""
        spec = self._spec
        epoch = step // self.steps_per_epoch
        order = self._rows[epoch_order(len(self._rows), seed=spec.seed, epoch=epoch)]
        first = epoch * self.steps_per_epoch
        chunks = batch_rows(order, spec.batch_size * spec.accumulate)
        for index, chunk in list(enumerate(chunks))[step - first :]:
            number = (first + index) * spec.accumulate
            yield [
                self._batch(rows, number + place)
                for place, rows in enumerate(batch_rows(chunk, spec.batch_size))
            ]

    def drop_noise(self, branches: int, count: int, number: int) -> torch.Tensor | None:
        """Noise (branches, count) of a batch's stochastic depth; None where there is none."""
        if not self._spec.drop_path:
            return None
        noise = torch.rand(
            branches, count, generator=stream_generator(self._spec.seed, _DROP, number)
        )
        return noise.to(self._device)

    def contrast_generator(self, number: int) -> torch.Generator:
        """Source of the pixels that a batch's contrast draws, on the batch's device."""
        return stream_generator(self._spec.seed, _CONTRAST, number, self._device)

    def _batch(self, rows: Any, number: int) -> Batch:
        kept = [row for row in rows if row not in self._unusable] if self._unusable else rows
        return make_batch(
            self._samples,
            kept if len(kept) >= self._fewest else rows,
            mean=self._mean,
            std=self._std,
            augmentation=self._augmentation,
            generator=stream_generator(self._spec.seed, _AUGMENT, number),
            device=self._device,
        )
