"""How much memory and processor time processes have needed."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from stac_core.pipeline.child import Process


class Usage(NamedTuple):
    """What a process needed.

    Attributes:
        cpu_seconds: Of all its threads.
        memory_mb: The most memory that it held, in MiB.
    """

    cpu_seconds: float
    memory_mb: float


def peak_megabytes() -> float:
    """The most memory that this process has held so far, in MiB."""
    if sys.platform == "win32":
        return _windows_peak(_this_process())
    import resource

    return _megabytes(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def usage_of(process: Process) -> Usage | None:
    """See whether a process that this one started has ended, and what it needed.

    Returns:
        None while it runs; then its `returncode` is set.
    """
    if sys.platform == "win32":
        if process.poll() is None:
            return None
        handle = int(process._handle)  # type: ignore[attr-defined]  # noqa: SLF001
        return Usage(_windows_seconds(handle), _windows_peak(handle))
    pid, status, used = os.wait4(process.pid, os.WNOHANG)
    if pid == 0:
        return None
    process.returncode = os.waitstatus_to_exitcode(status)
    return Usage(used.ru_utime + used.ru_stime, _megabytes(used.ru_maxrss))


def _megabytes(maxrss: int) -> float:
    return maxrss / 2**20 if sys.platform == "darwin" else maxrss / 2**10


def _this_process() -> int:
    import ctypes

    windows = ctypes.windll  # type: ignore[attr-defined,unused-ignore]
    return int(windows.kernel32.GetCurrentProcess())


def _windows_peak(process: int) -> float:
    import ctypes
    from ctypes import wintypes

    class Counters(ctypes.Structure):
        _fields_ = (
            ("size", wintypes.DWORD),
            ("page_faults", wintypes.DWORD),
            ("peak_working_set", ctypes.c_size_t),
            *((f"other_{index}", ctypes.c_size_t) for index in range(7)),
        )

    counters = Counters()
    counters.size = ctypes.sizeof(counters)
    windows = ctypes.windll  # type: ignore[attr-defined,unused-ignore]
    handle = wintypes.HANDLE(process)
    windows.psapi.GetProcessMemoryInfo(handle, ctypes.byref(counters), counters.size)
    return float(counters.peak_working_set) / 2**20


def _windows_seconds(process: int) -> float:
    import ctypes
    from ctypes import wintypes

    times = [wintypes.FILETIME() for _ in range(4)]  # made, ended, in the kernel, in the program
    windows = ctypes.windll  # type: ignore[attr-defined,unused-ignore]
    windows.kernel32.GetProcessTimes(wintypes.HANDLE(process), *map(ctypes.byref, times))
    ticks = sum((each.dwHighDateTime << 32) + each.dwLowDateTime for each in times[2:])
    return float(ticks) / 1e7
