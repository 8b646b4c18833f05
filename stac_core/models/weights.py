"""Reading weights: the kind of file is found by its content, and no code in it is run."""

from __future__ import annotations

import argparse
import pickle
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from safetensors import SafetensorError, safe_open
from torch import Tensor

from stac_core.errors import WeightsError

if TYPE_CHECKING:
    from pathlib import Path

State = dict[str, Tensor]

_WRAPPERS = ("model", "state_dict", "model_state_dict", "teacher", "student", "model_ema")
_PREFIXES = ("module.", "_orig_mod.", "model.", "backbone.", "encoder.")

# What training scripts put beside the tensors: options and counters, as data.
_SAFE_TYPES: list[Any] = [argparse.Namespace, np.dtype, np.ndarray, np.float64, np.float32]
_SAFE_TYPES += [type(np.dtype(kind)) for kind in ("f8", "f4", "f2", "i8", "i4", "u1", "?")]
_SAFE_TYPES += [np.float64(0).__reduce__()[0], np.zeros(1).__reduce__()[0]]


@dataclass(frozen=True)
class WeightsFile:
    """Content of a weights file.

    Attributes:
        state: Tensors by name; floating-point values as float32.
        metadata: Texts stored beside them (safetensors only).
        epoch: The epoch that a training script noted, if any.
    """

    state: State
    metadata: dict[str, str]
    epoch: int | None = None


def read_weights(path: Path) -> WeightsFile:
    """Read a safetensors file or a torch checkpoint, whatever its name.

    Raises:
        WeightsError: If the file is missing, damaged, of another kind, or would run code.
    """
    try:
        with path.open("rb") as file:
            head = file.read(9)
    except OSError as error:
        raise WeightsError(
            f"the weights file cannot be read ({error.strerror})",
            where=path,
            fix="Check its path",
        ) from error
    if not head:
        raise WeightsError("the file is empty", where=path, fix="Copy it again from its source")
    if len(head) == 9 and head[8:] == b"{":
        return _read_safetensors(path)
    return _read_torch(path)


def _read_safetensors(path: Path) -> WeightsFile:
    try:
        with safe_open(path, framework="pt") as file:
            metadata = dict(file.metadata() or {})
            state = {name: _as_float32(file.get_tensor(name)) for name in file.keys()}  # noqa: SIM118
    except (SafetensorError, OSError, ValueError) as error:
        raise _damaged(path, error) from error
    return WeightsFile(state, metadata)


def _read_torch(path: Path) -> WeightsFile:
    try:
        with torch.serialization.safe_globals(_SAFE_TYPES):
            content = torch.load(path, map_location="cpu", weights_only=True)
    except pickle.UnpicklingError as error:
        if "unsupported global" in str(error).lower():
            raise WeightsError(
                "refused as unsafe: it holds more than tensors and plain values",
                where=path,
                fix="Save only the state dict: torch.save(model.state_dict(), FILE)",
            ) from error
        raise _damaged(path, error) from error
    except _DAMAGED as error:
        raise _damaged(path, error) from error
    epoch = content.get("epoch") if isinstance(content, dict) else None
    state = _find_state(content)
    if state is None:
        raise WeightsError("holds no state dict", where=path, fix="Choose another file")
    return WeightsFile(
        {name: _as_float32(tensor) for name, tensor in _strip_prefixes(state).items()},
        metadata={},
        epoch=epoch if isinstance(epoch, int) else None,
    )


# What reading a damaged file can raise; torch promises nothing narrower.
_DAMAGED = (
    RuntimeError, ValueError, EOFError, OSError, TypeError, AttributeError, LookupError,
    AssertionError, MemoryError, OverflowError, struct.error,
)  # fmt: skip


def _find_state(content: Any) -> State | None:
    if not isinstance(content, dict):
        return None
    for name in _WRAPPERS:
        inner = content.get(name)
        if isinstance(inner, dict) and any(isinstance(value, Tensor) for value in inner.values()):
            return _find_state(inner)
    tensors = {
        name: value
        for name, value in content.items()
        if isinstance(name, str) and isinstance(value, Tensor)
    }
    return tensors or None


def _strip_prefixes(state: State) -> State:
    """Remove what wrappers such as DistributedDataParallel put before every name."""
    for prefix in _PREFIXES:
        if all(name.startswith(prefix) for name in state):
            return _strip_prefixes({name[len(prefix) :]: value for name, value in state.items()})
    return state


def _as_float32(tensor: Tensor) -> Tensor:
    return tensor.float() if tensor.is_floating_point() else tensor


def _damaged(path: Path, error: BaseException) -> WeightsError:
    reason = str(error).partition("\n")[0][:120]
    return WeightsError(
        f"is not a weights file, or is damaged ({reason})",
        where=path,
        fix="Copy it again from its source",
    )
