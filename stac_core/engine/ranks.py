"""Several processes that train one model: who is who, and how they agree.

Each process runs its part of a batch through the network; what the losses need is then gathered, so
that every process computes the loss of the whole batch, with the same random choices. Gradients of
the parts add up to that loss's gradient: the number of processes does not change the result.
"""

from __future__ import annotations

import os
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, TypeVar

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.distributed.distributed_c10d import PrefixStore
from torch.distributed.rendezvous import rendezvous

from stac_core.errors import TrainingError
from stac_core.models.cam_net import StacOutput
from stac_core.models.timm_import import import_timm
from stac_core.segmentation.compact import SegmenterOutput

if TYPE_CHECKING:
    from collections.abc import Sequence

_T = TypeVar("_T")
_Output = TypeVar("_Output", StacOutput, SegmenterOutput)

TIMEOUT: Final = timedelta(hours=2)
"""One process may prepare data for so long while the others wait."""

_TOKENS_BATCH_AXIS: Final = 1  # StacOutput.class_tokens is (L, B, C, D)


class Ranks:
    """The processes of a run; this one alone unless `torchrun` started several.

    Attributes:
        rank: Number of this process.
        world: How many there are.
        local_rank: Number of this process on its machine.
    """

    def __init__(self) -> None:
        self.rank = int(os.environ.get("RANK", "0"))
        self.world = int(os.environ.get("WORLD_SIZE", "1"))
        self.local_rank = int(os.environ.get("LOCAL_RANK", "0"))
        self._joined = False

    @property
    def is_main(self) -> bool:
        """Whether this process writes the run's files."""
        return self.rank == 0

    def join(self, device: torch.device) -> None:
        """Meet the other processes: over NCCL on GPUs, gloo on CPUs."""
        if self.world > 1 and not self._joined:
            backend = "nccl" if device.type == "cuda" else "gloo"
            # torchrun keeps its store over restarts: without a prefix a process would take the
            # address of one that has died for its successor's
            store, _, _ = next(rendezvous("env://", timeout=TIMEOUT))
            attempt = os.environ.get("TORCHELASTIC_RESTART_COUNT", "0")
            dist.init_process_group(
                backend,
                store=PrefixStore(f"attempt-{attempt}", store),
                rank=self.rank,
                world_size=self.world,
                timeout=TIMEOUT,
            )
            # objects and flags travel on the CPU, whatever the network's device
            self._control = dist.new_group(backend="gloo", timeout=TIMEOUT)
            self._joined = True

    def leave(self) -> None:
        """Part from the other processes."""
        if self._joined:
            dist.destroy_process_group()
            self._joined = False

    def part(self, count: int) -> slice:
        """This process's part of `count` things."""
        sizes = self.sizes(count)
        start = sum(sizes[: self.rank])
        return slice(start, start + sizes[self.rank])

    def sizes(self, count: int) -> list[int]:
        """How many of `count` things each process takes."""
        return [count // self.world + (rank < count % self.world) for rank in range(self.world)]

    def largest(self, value: int) -> int:
        """The largest of the processes' values."""
        if self.world == 1:
            return value
        tensor = torch.tensor(value)
        dist.all_reduce(tensor, dist.ReduceOp.MAX, group=self._control)
        return int(tensor)

    def gather(self, values: Sequence[_T]) -> list[_T]:
        """The processes' values, one after the other in order of rank."""
        if self.world == 1:
            return list(values)
        parts: list[Any] = [None] * self.world
        dist.all_gather_object(parts, list(values), group=self._control)
        return [value for part in parts for value in part]

    def from_main(self, value: _T) -> _T:
        """The main process's value."""
        if self.world == 1:
            return value
        box = [value]
        dist.broadcast_object_list(box, src=0, group=self._control)
        return box[0]

    def wait(self) -> None:
        """Wait until all processes are here."""
        if self.world > 1:
            dist.barrier(group=self._control)

    def gather_output(self, output: _Output, count: int) -> _Output:
        """The whole batch's output, with gradients to this process's part.

        Args:
            output: Of this process's part: a named tuple of tensors, the batch first in all but
                `class_tokens`.
            count: Number of images in the whole batch.
        """
        if self.world == 1:
            return output
        sizes = self.sizes(count)
        gathered: dict[str, Any] = {
            name: None
            if value is None
            else _gather_along(
                value, sizes, self.rank, _TOKENS_BATCH_AXIS if name == "class_tokens" else 0
            )
            for name, value in output._asdict().items()
        }
        return type(output)(**gathered)

    def share_batch_norm(self, net: nn.Module) -> None:
        """Let the network's batch norms use the whole batch's statistics, on any device."""
        if self.world == 1:
            return
        for module in net.modules():
            for name, child in module.named_children():
                if isinstance(child, nn.BatchNorm2d):
                    setattr(module, name, _shared(child))


class SharedBatchNorm2d(nn.BatchNorm2d):
    """Batch norm over all processes' images; torch's SyncBatchNorm refuses CPU tensors."""

    def forward(self, input: Tensor) -> Tensor:  # noqa: A002 - the base class's name
        """Normalise (B, C, H, W); every process must call it."""
        if not self.training:
            return super().forward(input)
        values = input.float()
        axes = (0, 2, 3)
        count = values.new_tensor([float(values.numel() // values.shape[1])])
        total = _sum_over_ranks(torch.cat([values.sum(axes), count]))
        pixels = total[-1].detach()
        mean = total[:-1] / pixels
        centred = values - mean[:, None, None]
        variance = _sum_over_ranks(centred.square().sum(axes)) / pixels
        with torch.no_grad():
            assert self.running_mean is not None
            assert self.running_var is not None
            assert self.num_batches_tracked is not None
            momentum = 0.1 if self.momentum is None else self.momentum
            self.running_mean.lerp_(mean, momentum)
            self.running_var.lerp_(variance * (pixels / (pixels - 1)), momentum)
            self.num_batches_tracked += 1
        scaled = centred * (variance + self.eps).rsqrt()[:, None, None]
        result: Tensor = scaled * self.weight[:, None, None] + self.bias[:, None, None]
        return result.to(input.dtype)


class SharedBatchNormAct2d(SharedBatchNorm2d):
    """The same for timm's batch norm that ends with an activation."""

    drop: nn.Module
    act: nn.Module

    def forward(self, input: Tensor) -> Tensor:  # noqa: A002 - the base class's name
        """Normalise and activate (B, C, H, W)."""
        result: Tensor = self.act(self.drop(super().forward(input)))
        return result


def _shared(norm: nn.BatchNorm2d) -> SharedBatchNorm2d:
    """A batch norm over all processes with the parameters, buffers and parts of another."""
    kind: type[SharedBatchNorm2d] | None = None
    if type(norm) is nn.BatchNorm2d:
        kind = SharedBatchNorm2d
    elif type(norm) is import_timm().layers.BatchNormAct2d:
        kind = SharedBatchNormAct2d
    if kind is None or not (norm.affine and norm.track_running_stats):
        raise TrainingError(
            f"its {type(norm).__name__} cannot be shared by several processes",
            fix="Train with one process, or choose another network",
        )
    shared = kind(norm.num_features, norm.eps, norm.momentum)
    for name, parameter in norm.named_parameters(recurse=False):
        setattr(shared, name, parameter)
    for name, buffer in norm.named_buffers(recurse=False):
        setattr(shared, name, buffer)
    for name, part in norm.named_children():
        setattr(shared, name, part)
    return shared.train(norm.training)


class _AllSum(torch.autograd.Function):
    """Sum over the processes; the gradient is summed too."""

    @staticmethod
    def forward(ctx: Any, values: Tensor) -> Tensor:
        total = values.clone()
        dist.all_reduce(total)
        return total

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> Tensor:
        total = gradients[0].clone()
        dist.all_reduce(total)
        return total


def _sum_over_ranks(values: Tensor) -> Tensor:
    total: Tensor = _AllSum.apply(values)  # type: ignore[no-untyped-call]
    return total


class _Gather(torch.autograd.Function):
    """Concatenate the processes' parts along the first axis.

    Every process computes the same loss of the whole, so each already has its part's gradient.
    """

    @staticmethod
    def forward(ctx: Any, part: Tensor, sizes: list[int], rank: int) -> Tensor:
        ctx.sizes, ctx.rank = sizes, rank
        padded = part.new_zeros((max(sizes), *part.shape[1:]))
        padded[: len(part)] = part
        parts = [torch.empty_like(padded) for _ in sizes]
        dist.all_gather(parts, padded)
        return torch.cat([each[:size] for each, size in zip(parts, sizes, strict=True)])

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor, None, None]:
        start = sum(ctx.sizes[: ctx.rank])
        return gradients[0][start : start + ctx.sizes[ctx.rank]].contiguous(), None, None


def _gather_along(part: Tensor, sizes: list[int], rank: int, axis: int) -> Tensor:
    gathered: Tensor = _Gather.apply(  # type: ignore[no-untyped-call]
        part.movedim(axis, 0).contiguous(), sizes, rank
    )
    return gathered.movedim(0, axis)
