"""Checkpoints: all that a run needs to go on as if it had never stopped."""

from __future__ import annotations

import io
import pickle
from typing import TYPE_CHECKING, Any, Final

import torch

from stac_core.errors import TrainingError
from stac_core.io import atomic_write_bytes

if TYPE_CHECKING:
    from pathlib import Path

CHECKPOINT_FILE: Final = "checkpoints/last.pt"
CHECKPOINT_VERSION: Final = 1


def save_checkpoint(path: Path, state: dict[str, Any]) -> None:
    """Write a checkpoint, whole or not at all: the one before stays until this one is complete.

    Args:
        path: The file.
        state: Tensors, numbers and texts in dictionaries and lists.

    Raises:
        StorageError: If it cannot be written.
    """
    buffer = io.BytesIO()  # torch's own file writer hides why a write failed
    torch.save({"version": CHECKPOINT_VERSION, **state}, buffer)
    atomic_write_bytes(path, buffer.getvalue())


def load_checkpoint(path: Path) -> dict[str, Any] | None:
    """Read a checkpoint, its tensors on the CPU; None where there is none yet.

    Raises:
        TrainingError: If it is damaged or was written by a newer program.
    """
    if not path.exists():
        return None
    try:
        state = torch.load(path, map_location="cpu", weights_only=True)
        version = int(state["version"])
    except (OSError, RuntimeError, EOFError, ValueError, KeyError, TypeError,
            pickle.UnpicklingError) as error:  # fmt: skip
        raise TrainingError(
            "the checkpoint is damaged",
            where=path,
            fix="Remove it to start the run again from its beginning",
        ) from error
    if version > CHECKPOINT_VERSION:
        raise TrainingError(
            f"the checkpoint was written by a newer program (version {version})",
            where=path,
            fix="Update STAC Studio",
        )
    loaded: dict[str, Any] = state
    return loaded
