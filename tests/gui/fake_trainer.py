"""Stands in for `stac train` and `stac segment`: writes a run's folder as they do, in a moment.

What it does is said by the run's name: "quick" ends by itself, "broken" fails, "silent" dies before
it has begun, "killed" breaks off, "deaf" does not stop when it is asked to, others go on until they
are stopped.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

from PIL import Image

from stac_core.engine.events import EventWriter
from stac_core.process_lock import ProcessLock
from stac_core.runs import model_file_of, run_device, run_stage

STEPS, PER_EPOCH = 400, 4


def main():
    verb, root, options = sys.argv[1], Path(sys.argv[2]), sys.argv[3:]
    if "--estimate" in options:
        estimate(verb, options)
        return
    folder = root / "runs" / options[options.index("--resume") + 1]
    assert verb == run_stage(folder)
    train(folder, options)


def estimate(verb, options):
    if "train.lr=0.5" in options:
        sys.exit("stac train: project.yaml: 1 problem:\n  - train.lr: too large")
    values = {"images": 5, "masks": 2, "steps": 715, "seconds": 364.0, "memory_mb": 1126.4,
              "step_seconds": 0.5, "device": "CPU bf16"}  # fmt: skip
    if verb == "segment":
        if "segment.lr=0.5" in options:
            sys.exit("stac segment: project.yaml: 1 problem:\n  - segment.lr: too large")
        values |= {"seconds": 900.0, "preparation_seconds": 120.0, "masks": 0}
    print(json.dumps({"estimate": values}))


def train(folder, options):
    name = folder.name
    if name.startswith("silent"):
        print("Traceback ...\nImportError: something is missing")
        sys.exit(1)
    lock = ProcessLock.acquire(folder / "lock")
    assert lock, "somebody else works on it"
    (folder / "pid").write_text(f"{os.getpid()}\n")
    events = EventWriter(folder / "events.jsonl")
    (folder / "queued").unlink(missing_ok=True)
    (folder / "cancel").unlink(missing_ok=True)
    events.write(
        "run_start",
        epochs=STEPS // PER_EPOCH,
        device=run_device(folder),
        images=5,
        masks=2,
        arch="compact" if run_stage(folder) == "segment" else "stac_micro",
    )
    events.write("message", level="info", message="training on 5 images")
    events.write("message", level="warning", message="left out: s9.png cannot be read")
    status = work(folder, name, events)
    if status == "failed":
        events.write("error", message="the loss is not finite. Lower train.lr.")
    events.write("run_end", status=status)


def work(folder, name, events):
    segments = run_stage(folder) == "segment"
    parts = {"pixels": 0.5, "dice": 0.4, "image": 0.3} if segments else {}
    for step in range(1, STEPS + 1):
        epoch = (step - 1) // PER_EPOCH + 1
        progress(events, step, epoch)
        events.write(
            "scalar",
            step=step,
            epoch=epoch,
            values={"total": 3 / step, **parts, "contrast": 1.0, "lr": 1e-3},
        )
        if step % PER_EPOCH == 0:
            finish_epoch(folder, events, step, epoch)
        if name.startswith("quick") and step == 2 * PER_EPOCH:
            return "completed"
        if name.startswith("broken") and step == 2:
            return "failed"
        if name.startswith("killed") and step == 2:
            print("Killed by the test")
            sys.stdout.flush()
            os._exit(9)
        if (folder / "pause").exists():
            progress(events, step, epoch, paused=True)
            while (folder / "pause").exists():
                time.sleep(0.02)
        if (folder / "cancel").exists() and not name.startswith("deaf"):
            return "cancelled"
        time.sleep(0.05)
    return "completed"


def progress(events, step, epoch, *, paused=False):
    events.write("progress", step=step, steps=STEPS, epoch=epoch, images_per_s=48.0,
                 seconds_left=90.0, memory_mb=700.0, paused=paused)  # fmt: skip


def finish_epoch(folder, events, step, epoch):
    events.write("evaluation", step=step, epoch=epoch, is_best=True,
                 values={"miou": 0.5, "mAP": 0.9, "criterion": 1 / step})  # fmt: skip
    (folder / model_file_of(run_stage(folder))).write_bytes(b"weights")
    (folder / "samples").mkdir(exist_ok=True)
    path = f"samples/{epoch:04d}-0.png"
    Image.new("RGB", (16, 16), (200, 30, 30)).save(folder / path)
    events.write("sample", step=step, epoch=epoch, images=[{"image": "s0.png", "path": path}])


if __name__ == "__main__":
    main()
