"""A segmenter that learns in rounds."""

from __future__ import annotations

import contextlib
import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import torch

from stac_core.engine.batches import (
    batch_rows,
    epoch_order,
    repeat_masked,
    seeded,
    stream_generator,
)
from stac_core.engine.learner import Beginning
from stac_core.engine.reports import RoundReport
from stac_core.engine.schedule import base_rate, make_optimiser
from stac_core.segmentation.batches import SegmentBatch, make_segment_batch
from stac_core.segmentation.loss import SegmentTerms, SegmentWeights, segment_loss
from stac_core.segmentation.predictor import two_views
from stac_core.segmentation.targets import (
    Evidence,
    Targets,
    first_targets,
    load_targets,
    next_targets,
    save_targets,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from stac_core.engine.average import WeightAverage
    from stac_core.engine.preparation import Rows
    from stac_core.engine.ranks import Ranks
    from stac_core.project_sections import SegmentSection

TARGET_FOLDER: Final = "targets"

_AUGMENT, _CONTRAST, _DROPOUT = range(3)  # separate random streams of one seed


class SegmentLearner:
    """Trains a segmenter on targets that it makes better itself, round by round.

    Args:
        net: Changed in place.
        spec: The segment section of the project.
        rows: Images with their saliency, tags and masks.
        classes: Names.
        folder: The run folder; receives the targets of each round.
        device: Where to train.
        dtype: Of automatic mixed precision; float32 for none.
        ranks: The processes that train together; each looks at its part of a batch.
        begun: Told about each round that begins.
        evidence: Tells classes apart on images that show several, for the first round.

    Raises:
        TrainingError: If some class cannot be told from others.
    """

    def __init__(
        self,
        net: torch.nn.Module,
        spec: SegmentSection,
        *,
        rows: Rows,
        classes: list[str],
        folder: Path,
        device: torch.device,
        dtype: torch.dtype,
        ranks: Ranks,
        begun: Callable[[RoundReport], None],
        evidence: Evidence | None = None,
    ) -> None:
        self.net, self.spec = net.to(device), spec
        # convolutions on CPUs are faster where the channels of a pixel lie side by side
        self.net.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self._samples, self._classes = rows.samples, classes
        self._unusable = np.array(sorted(rows.unusable), np.intp)
        self._masked = rows.masked
        self._folder, self._device, self._dtype = folder / TARGET_FOLDER, device, dtype
        self._ranks, self._begun, self._evidence = ranks, begun, evidence
        self._round = -1
        self._targets: Targets | None = None
        self._weights = SegmentWeights(spec.dice_weight, spec.image_weight, spec.contrast_weight)

    @property
    def steps_per_epoch(self) -> int:
        """Steps in which all images would be seen at least once; all epochs have as many."""
        return self.spec.steps_per_epoch(len(repeat_masked(self._masked, self.spec.mask_repeat)))

    @property
    def smallest_batch(self) -> int:
        """Images in the smallest batch."""
        return min(self.spec.batch_size, len(self._samples))

    @property
    def _round_epochs(self) -> int:
        return self.spec.epochs // self.spec.rounds

    def make_optimiser(self) -> torch.optim.Optimizer:
        """AdamW with the project's settings."""
        return make_optimiser(self.net, self.spec)

    def rate(self, step: int) -> float:
        """Warm-up in each round, then half a cosine or nothing else."""
        progress = step / self.steps_per_epoch % self._round_epochs
        peak, warm = base_rate(self.spec), min(self.spec.warmup_epochs, self._round_epochs / 2)
        if progress < warm:
            return self.spec.warmup_lr + (peak - self.spec.warmup_lr) * progress / warm
        if self.spec.schedule == "constant":
            return peak
        done = (progress - warm) / (self._round_epochs - warm)
        least = self.spec.min_lr
        return least + (peak - least) * (1 + math.cos(math.pi * done)) / 2

    def begin_epoch(self, epoch: int, average: WeightAverage | None) -> Beginning:
        """Make or read the targets of the epoch's round."""
        number = epoch // self._round_epochs
        starts = epoch % self._round_epochs == 0
        settled = ""
        if number != self._round:
            last = self._targets
            if starts and number and last is None:  # the run was resumed right here
                last = self._targets_of(number - 1, average)
            targets = self._targets_of(number, average)
            self._targets, self._round = targets, number
            if starts:
                settled = self._report(number, targets, last)
        return Beginning(is_new_round=starts and number > 0, settled=settled)

    def steps_from(self, step: int) -> Iterator[list[SegmentBatch]]:
        """The rest of a step's epoch, drawn from the images that have targets."""
        spec, targets = self.spec, self._targets
        assert targets is not None, "begin_epoch comes first"
        usable = np.setdiff1d(targets.rows, self._unusable)
        pool = usable[repeat_masked(self._masked[usable], spec.mask_repeat)]
        epoch = step // self.steps_per_epoch
        size = spec.batch_size * spec.accumulate
        needed = self.steps_per_epoch * size
        passes = [
            pool[epoch_order(len(pool), seed=spec.seed, epoch=epoch + again * spec.epochs)]
            for again in range(math.ceil(needed / len(pool)))
        ]
        order: NDArray[np.intp] = np.concatenate(passes)[:needed]
        first = epoch * self.steps_per_epoch
        for index, chunk in list(enumerate(batch_rows(order, size)))[step - first :]:
            number = (first + index) * spec.accumulate
            yield [
                self._batch(rows, number + place, targets)
                for place, rows in enumerate(batch_rows(chunk, spec.batch_size))
            ]

    def losses(self, model: Any, batch: SegmentBatch, number: int) -> SegmentTerms:
        """The loss of the whole batch, of which each process looks at its part."""
        count, ranks = len(batch.images), self._ranks
        # processes draw differently, or images at the same place in their parts would be alike
        drawn = stream_generator(self.spec.seed, _DROPOUT, number * ranks.world + ranks.rank)
        mixed = self._dtype is not torch.float32
        with (
            seeded(drawn.initial_seed(), self._device),
            torch.autocast(self._device.type, dtype=self._dtype, enabled=mixed),
        ):
            output = model(batch.images[ranks.part(count)])
        output = ranks.gather_output(output, count)
        generator = stream_generator(self.spec.seed, _CONTRAST, number, self._device)
        return segment_loss(output, batch, self._weights, generator)

    # ---- rounds ------------------------------------------------------------------------------

    def _targets_of(self, number: int, average: WeightAverage | None) -> Targets:
        if number == 0 and self._evidence is None:
            return first_targets(self._samples, self._classes)
        path = self._folder / f"round-{number + 1}.npz"
        if self._ranks.is_main and not path.exists():
            if number == 0:
                # written down, so that a run goes on without the model that told classes apart
                save_targets(path, first_targets(self._samples, self._classes, self._evidence))
            else:
                self._make_targets(path, number, average)
        self._ranks.wait()
        found = load_targets(path, len(self._samples))
        assert found is not None
        return found

    def _make_targets(self, path: Path, number: int, average: WeightAverage | None) -> None:
        self.net.eval()
        with contextlib.nullcontext() if average is None else average.applied():
            targets = next_targets(self._samples, self._predict, seed_share=self.spec.seed_share)
        save_targets(path, targets)
        # the round before stays too: the latest checkpoint may be of it
        (self._folder / f"round-{number - 1}.npz").unlink(missing_ok=True)

    def _report(self, number: int, targets: Targets, last: Targets | None) -> str:
        """Tell what a round begins with.

        Returns:
            Why no round is needed any more, in words; empty where one is.
        """
        agreement = {} if last is None else self._by_class(targets.agreement(last))
        epoch = number * self._round_epochs
        self._begun(
            RoundReport(
                round=number + 1,
                of=self.spec.rounds,
                epoch=epoch + 1,
                step=epoch * self.steps_per_epoch,
                images=len(targets.rows),
                areas=self._by_class(targets.areas(self._samples.present)),
                agreement=agreement,
                vanished={name: int(n) for name, n in self._by_class(targets.vanished).items()},
            )
        )
        if agreement and self.spec.settled < 1 and min(agreement.values()) >= self.spec.settled:
            return f"the targets have settled (segment.settled is {self.spec.settled:g})"
        return ""

    def _by_class(self, values: NDArray[Any]) -> dict[str, float]:
        return {name: float(value) for name, value in zip(self._classes, values, strict=True)}

    def _predict(self, images: NDArray[np.uint8]) -> torch.Tensor:
        pixels = torch.from_numpy(images).permute(0, 3, 1, 2).float().to(self._device)
        return two_views(self.net, pixels, self._dtype)[0].cpu()

    def _batch(self, rows: NDArray[np.intp], number: int, targets: Targets) -> SegmentBatch:
        return make_segment_batch(
            self._samples,
            targets,
            rows,
            flips=self.spec.flips,
            mosaic=self.spec.mosaic,
            generator=stream_generator(self.spec.seed, _AUGMENT, number),
            device=self._device,
        )
