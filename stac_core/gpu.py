"""Whether a GPU can be used, and if not, why: in a sentence.

torch is asked in a process of its own: it takes seconds to load, and a broken driver can end it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import warnings
from dataclasses import asdict, dataclass, field
from typing import Any, Final

_PATIENCE: Final = 60.0
"""Seconds that torch or the driver may take to answer."""

_LITTLE: Final = 1024.0
"""Free MiB below which nothing of use fits a GPU."""


@dataclass(frozen=True)
class Card:
    """A GPU, as its driver sees it.

    Attributes:
        name: Of the product.
        driver: Version of the driver.
        total_mb: Memory in MiB.
        free_mb: What of it is free.
    """

    name: str
    driver: str
    total_mb: float
    free_mb: float


@dataclass(frozen=True)
class GpuState:
    """What is known of the GPUs here.

    Attributes:
        cards: That the driver sees; empty without a driver.
        torch: Version of torch; empty if it could not be asked.
        cuda: Version of CUDA that torch was built with; empty for a build without.
        usable: Whether torch can use a GPU.
        problem: What torch said about it, or why it could not be asked.
        too_old: Names of cards that this build of torch no longer supports.
        hidden: Whether CUDA_VISIBLE_DEVICES hides all cards.
    """

    cards: tuple[Card, ...] = ()
    torch: str = ""
    cuda: str = ""
    usable: bool = False
    problem: str = ""
    too_old: tuple[str, ...] = ()
    hidden: bool = False

    @property
    def values(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


@dataclass(frozen=True)
class _Asked:
    torch: str = ""
    cuda: str = ""
    usable: bool = False
    problem: str = ""
    too_old: list[str] = field(default_factory=list)


def gpu_state() -> GpuState:
    """Ask the driver and torch. Takes seconds: not for a window's own thread."""
    asked = _ask_torch()
    return GpuState(
        cards=_ask_driver(),
        torch=asked.torch,
        cuda=asked.cuda,
        usable=asked.usable,
        problem=asked.problem,
        too_old=tuple(asked.too_old),
        hidden=os.environ.get("CUDA_VISIBLE_DEVICES", "all").strip() in {"", "-1"},
    )


def parse_cards(text: str) -> tuple[Card, ...]:
    """The answer of nvidia-smi to our question; lines of another form are left out."""
    cards = []
    for line in text.splitlines():
        parts = [part.strip() for part in line.split(",")]
        try:
            name, driver, total, free = parts
            cards.append(Card(name, driver, float(total), float(free)))
        except ValueError:
            continue
    return tuple(cards)


def _ask_driver() -> tuple[Card, ...]:
    program = shutil.which("nvidia-smi")
    if program is None:
        return ()
    question = "--query-gpu=name,driver_version,memory.total,memory.free"
    try:
        done = subprocess.run(
            [program, question, "--format=csv,noheader,nounits"],
            capture_output=True,
            text=True,
            timeout=_PATIENCE,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except (OSError, subprocess.TimeoutExpired):
        return ()
    return parse_cards(done.stdout)


def _ask_torch() -> _Asked:
    command = [sys.executable, "-c", "from stac_core.gpu import answer; answer()"]
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            timeout=_PATIENCE,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.TimeoutExpired:
        return _Asked(problem="torch did not answer in a minute")
    except OSError as error:
        return _Asked(problem=f"torch cannot be asked ({error})")
    try:
        return _Asked(**json.loads(done.stdout.splitlines()[-1]))
    except (ValueError, TypeError, IndexError):
        complaint = (done.stderr.strip() or "no answer").splitlines()[-1]
        return _Asked(problem=f"torch cannot be loaded ({complaint})")


def answer() -> None:
    """Say as JSON what torch makes of the GPUs; what the process of `gpu_state` runs."""
    import torch

    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        usable, problem = False, ""
        if torch.version.cuda is not None:
            try:
                torch.cuda.init()  # type: ignore[no-untyped-call]
                usable = torch.cuda.device_count() > 0
                if usable:
                    torch.zeros(1, device="cuda").add_(1).item()  # only work shows that it works
            except Exception as error:  # noqa: BLE001 - drivers fail in many ways; all are told
                usable, problem = False, str(error).splitlines()[0]
        if not problem and said and not usable:
            problem = str(said[0].message).splitlines()[0]
    too_old = []
    if torch.version.cuda is not None and torch.cuda.is_available():
        built_for = {arch.rpartition("_")[2] for arch in torch.cuda.get_arch_list()}
        oldest = min((int(arch) for arch in built_for if arch.isdigit()), default=0)
        for index in range(torch.cuda.device_count()):
            major, minor = torch.cuda.get_device_capability(index)
            if 10 * major + minor < oldest:
                too_old.append(torch.cuda.get_device_name(index))
    found = _Asked(str(torch.__version__), torch.version.cuda or "", usable, problem, too_old)
    sys.stdout.write(json.dumps(asdict(found)) + "\n")


def why_no_gpu(state: GpuState) -> str:
    """Why no GPU can be used, in a sentence or two; empty where one can."""
    card = max(state.cards, key=lambda each: each.total_mb, default=None)
    if not state.torch:
        return f"Nothing can be said about the GPU: {state.problem}."
    if state.usable and card is not None and card.free_mb < _LITTLE:
        return (
            f"The memory of the {card.name} is full: {card.free_mb:.0f} of {card.total_mb:.0f} MB "
            "are free. Close other programs that use it."
        )
    if state.usable and not state.too_old:
        return ""
    if not state.cuda:
        if card is None:
            return "There is no NVIDIA GPU here, so everything runs on the CPU."
        return (
            f"There is a {card.name}, but this installation of torch is built for the CPU only. "
            "Install torch with CUDA to use it."
        )
    if state.hidden:
        return "The variable CUDA_VISIBLE_DEVICES hides every GPU. Remove it to use one."
    if state.too_old:
        return f"The {state.too_old[0]} is too old for this version of torch."
    if card is None:
        return "No NVIDIA GPU or driver was found, so everything runs on the CPU."
    if "driver" in state.problem and "old" in state.problem:
        return f"The NVIDIA driver ({card.driver}) is too old for CUDA {state.cuda}. Update it."
    if "memory" in state.problem:
        return f"The memory of the {card.name} is full. Close other programs that use it."
    reason = f" ({state.problem})" if state.problem else ""
    return f"The {card.name} does not answer{reason}. Restarting the computer may help."
