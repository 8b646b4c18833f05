"""How long the window's thread is kept busy while the saliency window works.

Off-screen, in a demonstration project that it makes in a temporary folder: the window at rest, a
preview, and letting the tags choose operators: in a process of its own, as the window does it, and
for comparison in a thread. The thread's own computing time is told beside the time on the clock,
which on a busy machine is mostly waiting. Run: python benchmarks/saliency_window.py
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

LIMIT_MS = 16


def main():
    from stac_core.demo.project import make_demo
    from stac_gui.app import make_application
    from stac_gui.main_window import MainWindow
    from stac_gui.services import WindowServices

    with tempfile.TemporaryDirectory(prefix="stac-window-") as name:
        root = Path(name) / "demo"
        make_demo(root)
        app = make_application()
        services = WindowServices()
        window = MainWindow(services)
        window.resize(1440, 900)
        window.show()
        window.open_path(root)
        desk = window.controller.saliency
        spin(app, lambda: window.controller.session.document is not None)
        spin(app, pause(8))
        report("at rest", spin(app, pause(3)))
        desk.show_window()
        report("first preview", spin(app, lambda: is_drawn(desk.preview)))
        desk.session.change(polarity="dark")
        report("another preview", spin(app, lambda: is_drawn(desk.preview)))
        desk.session.choose()
        report("choosing, process", spin(app, lambda: desk.session.work is None))
        report("choosing, thread", choose_in_a_thread(app, window, services))
        window.close()
        spin(app, pause(0.3))


def choose_in_a_thread(app, window, services):
    from stac_core.data.images import read_image, to_model_rgb
    from stac_core.saliency.operators import choose_operators

    data, ends = window.controller.session.data, []
    services.tasks.submit(
        lambda: choose_operators(
            data.items,
            data.tags,
            data.class_names,
            lambda item: to_model_rgb(read_image(item.path)),
        ),
        ends.append,
        ends.append,
    )
    return spin(app, lambda: bool(ends))


def is_drawn(preview):
    return bool(preview.pictures) and all(each.image is not None for each in preview.pictures)


def pause(seconds):
    end = time.monotonic() + seconds
    return lambda: time.monotonic() > end


def spin(app, done, limit=600):
    """Milliseconds of each turn of the event loop, on the clock and of computing, until done."""
    slices, end = [], time.monotonic() + limit
    while not done() and time.monotonic() < end:
        clock, computing = time.perf_counter(), time.thread_time()
        app.processEvents()
        turn = (time.perf_counter() - clock, time.thread_time() - computing)
        slices.append([seconds * 1e3 for seconds in turn])
        time.sleep(0.001)
    return slices


def report(what, slices):
    words = []
    for name, values in zip(("clock", "computing"), zip(*slices, strict=True), strict=True):
        over = sum(value > LIMIT_MS for value in values)
        words.append(f"{name} longest {max(values):7.1f} ms, over {LIMIT_MS} ms: {over:3}")
    print(f"{what:<20}{'   '.join(words)}   of {len(slices):,} turns", flush=True)


if __name__ == "__main__":
    sys.exit(main())
