"""Compares variants fairly on a noisy machine.

Each variant runs in a process of its own with two threads. The processes take turns, one repeat
each, so that drift of the machine meets all alike; what counts is the ratio of the medians. Memory
is the peak of one call above the idle process with everything loaded, in fresh processes (Linux);
on a GPU, what torch's allocator hands out.
"""

from __future__ import annotations

import argparse
import ctypes
import gc
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

THREADS = 2


def measure(script, variants, repeats, device="cpu"):
    """Seconds of each repeat by variant, and megabytes of one call's peak by variant."""
    processes = {name: _start(script, name, device) for name in variants}
    times = {name: [] for name in variants}
    for _ in range(repeats):
        for name, process in processes.items():
            times[name].append(_ask(process, "run")["seconds"])
    for process in processes.values():
        _stop(process)
    memory = {}
    for name in variants:
        process = _start(script, name, device)
        memory[name] = _ask(process, "memory")["megabytes"]
        _stop(process)
    return times, memory


def serve(make_call, device="cpu"):
    """Run one variant: `make_call(name)` loads everything and returns the call to be timed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--variant", required=True)
    name = parser.parse_known_args()[0].variant
    import torch

    torch.set_num_threads(THREADS)
    on_gpu = device != "cpu"
    call = make_call(name)
    for line in sys.stdin:
        if line.strip() == "run":
            started = time.perf_counter()
            call()
            if on_gpu:
                torch.cuda.synchronize(device)
            _answer(seconds=time.perf_counter() - started)
        else:
            _answer(megabytes=_gpu_peak_of(call, device) if on_gpu else _peak_of(call))


def print_table(title, times, memory, base):
    """A row for each variant, relative to the variant `base`."""
    print(title)
    print(f"{'variant':<28}{'median ms':>11}{'min':>8}{'max':>8}{'ratio':>8}{'MB':>9}{'ratio':>8}")
    base_time, base_memory = statistics.median(times[base]), memory[base]
    for name, values in times.items():
        middle = statistics.median(values)
        print(
            f"{name:<28}{middle * 1e3:>11.1f}{min(values) * 1e3:>8.1f}{max(values) * 1e3:>8.1f}"
            f"{base_time / middle:>7.2f}x{memory[name]:>9.1f}{memory[name] / base_memory:>7.2f}x"
        )
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    print(
        f"ratio: how many times faster than, and how much of the memory of, '{base}'; "
        f"{len(values)} interleaved repeats, {THREADS} threads, load {load:.1f}\n"
    )


def _start(script, variant, device):
    environment = {**os.environ, "OMP_NUM_THREADS": str(THREADS)}
    process = subprocess.Popen(
        [sys.executable, script, "--variant", variant, "--device", device],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
        cwd=Path(__file__).resolve().parent,
    )
    _ask(process, "run")  # warm-up
    return process


def _ask(process, what):
    process.stdin.write(what + "\n")
    process.stdin.flush()
    line = process.stdout.readline()
    if not line:
        raise SystemExit("a variant ended early; its error is above")
    return json.loads(line)


def _stop(process):
    process.stdin.close()
    process.wait()


def _answer(**values):
    print(json.dumps(values), flush=True)


def _peak_of(call):
    """Megabytes by which one call raises the process's resident memory at most."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)  # what the warm-up left in the allocator would hide the need
    Path("/proc/self/clear_refs").write_text("5")  # forget the peak so far
    before = _status("VmRSS")
    call()
    return (_status("VmHWM") - before) / 1024


def _gpu_peak_of(call, device):
    """Megabytes by which one call raises the GPU memory in use at most."""
    import torch

    gc.collect()
    torch.cuda.reset_peak_memory_stats(device)
    before = torch.cuda.memory_allocated(device)
    call()
    return (torch.cuda.max_memory_allocated(device) - before) / 2**20


def _status(name):
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(name)).split()[1])
