"""Pipelines that take a few seconds: stages in forks of a process that has imported everything."""

from __future__ import annotations

import io
import os
import signal
import sys

from core.run_workers import SMALL
from stac_core import cli
from stac_core.models import backbones
from stac_core.pipeline import child
from stac_core.saliency import bank, choice, operators

FEW = ("residual-dark-2-2.5", "residual-bright-2-1")
"""Operators that stand in for the bank, which takes long."""

SETTINGS = (
    "train.epochs=1", "train.batch_size=8", "train.samples=0", "train.precision=fp32",
    "train.queries=8", "train.negatives=8", "train.checkpoint_minutes=0.000001",
    "model.input_size=[32,32]", "cam.scales=[1.0]",
    "segment.epochs=4", "segment.rounds=2", "segment.batch_size=8", "segment.input_size=[32,32]",
    "segment.precision=fp32", "segment.samples=0", "segment.checkpoint_minutes=0.000001",
    "segment.least_steps=1",
)  # fmt: skip

CHANGED = (
    (backbones, "_MICRO_SIZES"), (child, "spawn"), (bank, "BANK"), (choice, "BANK"),
    (choice, "CANDIDATES"), (operators, "PER_CLASS"),
)  # fmt: skip
"""What `make_quick` changes."""


class Fork:
    """A stage in a fork of this process."""

    def __init__(self, arguments, stdin, output):
        self.returncode = None
        sys.stdout.flush()
        sys.stderr.flush()
        self.pid = os.fork()
        if self.pid == 0:
            code = 1
            try:
                code = _be(arguments, stdin, output)
            finally:
                os._exit(code)

    def poll(self):
        return self.returncode

    def kill(self):
        os.kill(self.pid, signal.SIGKILL)


def _be(arguments, stdin, output):
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    os.dup2(stdin, 0)
    sys.stdin = io.TextIOWrapper(io.FileIO(0, closefd=False))  # its own is closed
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.closerange(3, 256)  # no lock of the parent's may outlive it
    sys.stdout, sys.stderr = (io.TextIOWrapper(io.FileIO(n, "w", closefd=False)) for n in (1, 2))
    os.setsid()
    code = cli.main(arguments)
    sys.stdout.flush()
    sys.stderr.flush()
    return code


def make_quick():
    """Let a pipeline of this process be quick."""
    import torch

    import stac_core.engine.run  # noqa: F401 - before any fork

    torch.set_num_threads(1)
    backbones._MICRO_SIZES = SMALL
    child.spawn = Fork
    few = tuple(each for each in bank.BANK if each.name in FEW)
    for module in (bank, choice):
        module.BANK = few
    choice.CANDIDATES = tuple(
        choice.Candidate(each.name, rule.name) for each in few for rule in choice.RULES
    )
    operators.PER_CLASS = (2, 6)


def command(root, *more):
    """The arguments of a quick pipeline."""
    settings = [part for text in SETTINGS for part in ("--set", text)]
    return ["pipeline", str(root), *settings, "--device", "cpu", *map(str, more)]


def work(arguments):
    """Be `stac` in a process of its own."""
    make_quick()
    os._exit(cli.main(arguments))
