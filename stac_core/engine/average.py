"""A moving average of a network's weights."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import torch

if TYPE_CHECKING:
    from collections.abc import Iterator


class WeightAverage:
    """Follows the weights of a network.

    Args:
        net: Whose weights.
        decay: Share of the average that stays at each step.

    Attributes:
        values: The average by name, on the network's device.
    """

    def __init__(self, net: torch.nn.Module, decay: float) -> None:
        self._net, self._decay = net, decay
        self.values = _copy_of(net)

    @torch.no_grad()
    def follow(self, step: int) -> None:
        """Take the weights after a step, counted from 0, into the average."""
        # at first the average follows closely: it shall not remember the random start
        decay = min(self._decay, (1 + step) / (10 + step))
        weights = self._net.state_dict()
        for name, value in self.values.items():
            value.lerp_(weights[name].to(value.dtype), 1 - decay)

    def load(self, values: dict[str, torch.Tensor]) -> None:
        """Go on from a saved average."""
        for name, value in values.items():
            self.values[name].copy_(value)

    @contextlib.contextmanager
    def applied(self) -> Iterator[None]:
        """The network has the averaged weights."""
        own = _copy_of(self._net)
        self._net.load_state_dict(self.values, strict=False)
        try:
            yield
        finally:
            self._net.load_state_dict(own, strict=False)


def _copy_of(net: torch.nn.Module) -> dict[str, torch.Tensor]:
    return {
        name: value.detach().clone()
        for name, value in net.state_dict().items()
        if value.is_floating_point()
    }
