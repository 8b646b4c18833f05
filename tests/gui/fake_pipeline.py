"""Stands in for `stac pipeline`: writes a pipeline's folder as the real one does, in a moment.

It waits in its second stage until the file `go` is in the folder, or it is asked to stop.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

from stac_core.engine.events import EventWriter
from stac_core.pipeline.folder import read_state, write_state
from stac_core.process_lock import ProcessLock

STAGES = {"saliency": 60, "train": 600, "segment": 900, "predict": 90, "report": 30}


def main():
    root, options = Path(sys.argv[2]), sys.argv[3:]
    assert sys.argv[1] == "pipeline"
    if "--estimate" in options:
        estimate(options)
    else:
        work(root / "pipelines" / options[options.index("--resume") + 1])


def estimate(options):
    if "cuda" in options:
        sys.exit("stac pipeline: project: 1 problem:\n  - --device: no usable CUDA GPU was found")
    stages = [{"name": name, "seconds": seconds, "memory_mb": 900.0, "what": ""}
              for name, seconds in STAGES.items()]  # fmt: skip
    values = {"stages": stages, "seconds": 1680.0, "memory_mb": 900.0, "gpu": False}
    print(json.dumps({"estimate": {**values, "warnings": ["every tagged image shows 'x'"]}}))


def work(folder):
    lock = ProcessLock.acquire(folder / "lock")
    assert lock, "somebody else works on it"
    (folder / "pid").write_text(f"{os.getpid()}\n")
    (folder / "cancel").unlink(missing_ok=True)
    state, events = read_state(folder), EventWriter(folder / "events.jsonl")
    state.status = "running"
    events.write("run_start", pipeline=folder.name)
    while state.at < len(state.stages):
        stage = state.stages[state.at]
        stage.status, stage.attempt = "running", time.time()
        write_state(folder, state)
        events.write("progress", stage=stage.name, number=state.at, stages=5, what="train",
                     done=34, total=100, stage_seconds=200.0, seconds_left=780.0)  # fmt: skip
        while stage.name == "train" and not (folder / "go").exists():
            if (folder / "cancel").exists():
                stage.status = state.status = "cancelled"
                write_state(folder, state)
                events.write("run_end", status="cancelled")
                return
            if (folder / "die").exists():
                print("Killed by the test", flush=True)
                os._exit(9)
            time.sleep(0.02)
        stage.status, stage.seconds = "completed", 61.0
        write_state(folder, state)
    (folder / "report.html").write_text("<p>report")
    state.status = "completed"
    write_state(folder, state)
    events.write("run_end", status="completed")


if __name__ == "__main__":
    main()
