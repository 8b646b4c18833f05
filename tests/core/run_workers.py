"""What tests run in processes of their own."""

from __future__ import annotations

import os
import time
from pathlib import Path

import torch

from stac_core.engine import samples
from stac_core.engine.run import resume_run
from stac_core.errors import DataError
from stac_core.models import backbones, cnn_backbones
from stac_core.models.timm_import import import_timm
from stac_core.process_lock import ProcessLock

import_timm()  # once in the server instead of in each process

SMALL = {"patch_size": 16, "embed_dim": 32, "depth": 2, "num_heads": 2}
"""Sizes that stand in for those of `stac_micro`, whose checkpoints take long to write."""

SMALL_CNN = {"widths": (8, 8, 16, 16), "blocks": (1, 1, 1, 1)}
"""The same for `stac_cnn_micro`."""


def nothing():
    """Only start the server."""


def work(folder):
    """Start or go on with a run."""
    backbones._MICRO_SIZES = SMALL
    cnn_backbones._MICRO_SIZES = SMALL_CNN
    torch.set_num_threads(1)
    resume_run(folder, device="cpu")


def hold(path):
    """Hold a lock until killed."""
    assert ProcessLock.acquire(path)
    time.sleep(60)


def hide(names):
    """Let some images be unreadable in this process."""
    real = samples.read_image

    def read(path):
        if path.name in names:
            raise DataError("cannot be read here", where=path)
        return real(path)

    samples.read_image = read


def train_in_ranks(rank, world, port, folder, hidden=()):
    """Be one of several processes that train together; the second cannot read the hidden files."""
    if rank == 1 and hidden:
        hide(set(hidden))
    os.environ.update(
        RANK=str(rank), WORLD_SIZE=str(world), LOCAL_RANK=str(rank), MASTER_ADDR="127.0.0.1",
        MASTER_PORT=str(port),
    )  # fmt: skip
    work(Path(folder))
