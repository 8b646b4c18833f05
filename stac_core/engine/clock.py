"""The pace of a training session, and what memory it takes."""

from __future__ import annotations

import time

import torch

from stac_core.process_memory import peak_megabytes


class Clock:
    """Pace of a session, without the time it waited."""

    def __init__(self, step: int) -> None:
        now = time.monotonic()
        self._first_step = step
        self._started = self._lap = self._reported = self._saved = now
        self._images = 0
        self._speed = 0.0

    def lap(self, images: int) -> float:
        """Seconds since the last lap."""
        now = time.monotonic()
        seconds, self._lap = now - self._lap, now
        self._images += images
        return seconds

    @property
    def report_is_due(self) -> bool:
        """Whether half a second has passed since the last report."""
        return time.monotonic() - self._reported >= 0.5

    def save_is_due(self, minutes: float) -> bool:
        """Whether so many minutes have passed since this last said yes."""
        if time.monotonic() - self._saved < 60 * minutes:
            return False
        self._saved = time.monotonic()
        return True

    def skip(self) -> None:
        """The time since the last lap does not count."""
        waited = time.monotonic() - self._lap
        self._lap += waited
        self._started += waited
        self._reported = time.monotonic()
        self._images = 0

    def speed(self) -> float:
        """Images a second since this was last asked."""
        now = time.monotonic()
        if self._images:
            self._speed = self._images / max(now - self._reported, 1e-9)
            self._reported, self._images = now, 0
        return self._speed

    def left(self, step: int, steps: int) -> float | None:
        """Seconds to the end, validation included."""
        done = step - self._first_step
        if done <= 0:
            return None
        return (time.monotonic() - self._started) / done * (steps - step)


def memory_megabytes(device: torch.device) -> float:
    """The most memory needed so far: the GPU's by tensors, or the whole process's on a CPU."""
    if device.type == "cuda":
        return torch.cuda.max_memory_allocated(device) / 2**20
    return peak_megabytes()
