"""How long the window's thread is kept busy while the training window shows a run of 20,000 steps.

Off-screen, in a demonstration project that it makes in a temporary folder: the window at rest, the
run being opened, and 40 new steps a second. Run: python benchmarks/training_window.py
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

STEPS, LIMIT_MS = 20_000, 16
TERMS = ("total", "class_logits", "patch_logits", "class_token", "saliency", "defect_free",
         "contrast", "mask", "lr", "grad_norm")  # fmt: skip


def main():
    from stac_core.demo.project import make_demo
    from stac_core.engine.events import EventWriter
    from stac_core.project import load_project
    from stac_core.runs import queue_run
    from stac_gui.app import make_application
    from stac_gui.main_window import MainWindow
    from stac_gui.services import WindowServices

    with tempfile.TemporaryDirectory(prefix="stac-window-") as name:
        root = Path(name) / "demo"
        make_demo(root)
        folder = queue_run(load_project(root), root, "long")
        (folder / "queued").unlink()
        events = EventWriter(folder / "events.jsonl")
        events.write("run_start", epochs=80)
        for step in range(1, STEPS + 1):
            write_step(events, step)

        app = make_application()
        window = MainWindow(WindowServices())
        window.resize(1440, 900)
        window.show()
        window.open_path(root)
        spin(app, 5)
        report("at rest", spin(app, 3))
        window.controller.training.show_window()
        report("opening the run", spin(app, 6))
        slices = []
        for step in range(STEPS, STEPS + 320, 10):
            for number in range(1, 11):
                write_step(events, step + number)
            slices += spin(app, 0.25)
        report("40 steps a second", slices)
        window.close()
        spin(app, 0.3)
        events.close()


def write_step(events, step):
    values = {name: (step % 50) / 50 + index for index, name in enumerate(TERMS)}
    events.write("scalar", step=step, epoch=1, values=values)


def spin(app, seconds):
    """Milliseconds of each turn of the event loop."""
    slices, end = [], time.monotonic() + seconds
    while time.monotonic() < end:
        started = time.perf_counter()
        app.processEvents()
        slices.append((time.perf_counter() - started) * 1e3)
        time.sleep(0.001)
    return slices


def report(what, slices):
    over = sum(value > LIMIT_MS for value in slices)
    print(f"{what:<20}longest {max(slices):6.1f} ms, over {LIMIT_MS} ms: {over} of {len(slices):,}")


if __name__ == "__main__":
    sys.exit(main())
