"""How much memory this process has needed."""

from __future__ import annotations

import sys


def peak_megabytes() -> float:
    """The most memory that this process has held so far, in MiB."""
    if sys.platform == "win32":
        return _windows_peak()
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 2**10


def _windows_peak() -> float:
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
    process = wintypes.HANDLE(windows.kernel32.GetCurrentProcess())
    windows.psapi.GetProcessMemoryInfo(process, ctypes.byref(counters), counters.size)
    return float(counters.peak_working_set) / 2**20
