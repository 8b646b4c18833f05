"""What the window's marks are, and what it does: how long a person waits for each action.

Off-screen, in folders that it makes in a temporary place: images of 200 x 200 by hard links (10,000
and 100,000), and one of 8192 x 8192. Heat maps come from a stand-in that smooths noise, since the
window is measured here and not a model. The disk cache is warm: files are read once before.

Each action is done as a person does it and timed until its pixels are painted, in a running event
loop whose longest freeze is watched by a timer. Told are the median, the window thread's own
computing time, and the load of the machine. Run: python benchmarks/gui.py [--quick] [--json FILE]
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from window_images import make_folder, make_huge

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

SMALL, LARGE = 10_000, 100_000
OPENINGS = 5
LIMIT_S = 60
IGNORE = 255

MARKS = {  # milliseconds; megabytes for memory
    "start to painted window": 1500,
    "open 10,000 images, first painted": 100,
    "open 10,000 images, longest freeze": 50,
    "open 100,000 images, first painted": 300,
    "open 100,000 images, longest freeze": 50,
    "next image of 10,000": 10,
    "next image of 100,000": 10,
    "open 8192 x 8192 PNG": 900,
    "open 8192 x 8192 PNG, longest freeze": 50,
    "brush move of 128 px at 8192 x 8192": 8,
    "mask shown or hidden at 8192 x 8192": 30,
    "threshold step at 1024 x 1024": 16,
    "threshold step at 8192 x 8192": 50,
}


@dataclass
class Figure:
    """One action's times in milliseconds: on the clock, and computing of the window's thread."""

    clock: list[float]
    computing: list[float]


class Bench:
    """Drives a window and keeps the figures."""

    def __init__(self, folder, repeats):
        from PySide6.QtCore import QEventLoop, QSettings, QTimer

        from stac_gui.app import make_application
        from stac_gui.main_window import MainWindow
        from stac_gui.services import WindowServices

        QSettings.setDefaultFormat(QSettings.Format.IniFormat)
        QSettings.setPath(
            QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(folder / "settings")
        )
        self.repeats, self.figures, self.memory = repeats, {}, {}
        self.app = make_application()
        self.window = MainWindow(WindowServices(make_engine=SmoothNoise))
        self.window.resize(1600, 1000)
        self.window.show()
        self.loop = QEventLoop()
        self.beat = QTimer(interval=1)
        self.beat.timeout.connect(self._on_beat)
        self.done, self.last, self.freeze, self.until = None, 0.0, 0.0, 0.0
        self.spin(lambda: False, limit=0.3)

    # ---- the event loop --------------------------------------------------------------------

    def spin(self, done, limit=LIMIT_S, must=False):
        """Run the event loop until something is so; returns its longest freeze in ms."""
        self.done, self.freeze = done, 0.0
        self.last = time.perf_counter()
        self.until = self.last + limit
        if not done():
            self.beat.start()
            self.loop.exec()
            self.beat.stop()
        if must and not done():
            raise SystemExit("an action did not end; this is a defect of the window or the script")
        return self.freeze * 1e3

    def _on_beat(self):
        now = time.perf_counter()
        self.freeze = max(self.freeze, now - self.last - 1e-3)
        self.last = now
        if self.done() or now > self.until:
            self.loop.quit()

    def rest(self, seconds=0.5):
        self.spin(lambda: False, limit=seconds)

    # ---- timing ------------------------------------------------------------------------------

    def timed(self, name, action, is_painted):
        """Do something and time it until it is painted, without the watching timer's delays."""
        clock, computing = time.perf_counter(), time.thread_time()
        action()
        end = clock + LIMIT_S
        while not is_painted():
            self.app.processEvents()
            if time.perf_counter() > end:
                raise SystemExit(f"{name}: nothing was painted")
        self.note(name, time.perf_counter() - clock, time.thread_time() - computing)

    def note(self, name, clock, computing):
        figure = self.figures.setdefault(name, Figure([], []))
        figure.clock.append(clock * 1e3)
        figure.computing.append(computing * 1e3)

    def report(self):
        load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
        print(f"{'action':<42}{'median ms':>11}{'computing':>11}{'max':>9}{'mark':>7}  times")
        for name, figure in self.figures.items():
            middle, mark = statistics.median(figure.clock), MARKS.get(name)
            verdict = "" if mark is None else f"{mark:>7}" + ("" if middle <= mark else " !")
            print(
                f"{name:<42}{middle:>11.1f}{statistics.median(figure.computing):>11.1f}"
                f"{max(figure.clock):>9.1f}{verdict:<9}{len(figure.clock):>3}"
            )
        for name, megabytes in self.memory.items():
            print(f"{name:<42}{megabytes:>9.0f} MB")
        print(f"\n! is above the mark. {os.cpu_count()} cores, load {load:.1f}")


class SmoothNoise:
    """A stand-in for a model: smooth maps, at once, whatever the image."""

    def __init__(self, request, on_fallback):
        from stac_gui.workers.engines import ModelSummary

        self.source = request.source
        self.summary = ModelSummary(
            path=request.path, digest="noise", identity="noise", classes=("a", "b"), threshold=0.6,
            architecture="noise", origin="benchmark", runs_on="CPU fp32", parameters=0,
        )  # fmt: skip

    def predict(self, item, value_range, cancel):
        import numpy as np

        from stac_core.data.images import image_size
        from stac_core.opencv import cv2
        from stac_core.types import CamResult

        height, width = image_size(item.path)
        rng = np.random.default_rng(0)
        maps = np.empty(
            (2, height, width), np.float32
        )  # in place: to free memory stops all threads
        for each in maps:
            cv2.resize(rng.random((9, 9), np.float32), (width, height), dst=each)
            low, high = float(each.min()), float(each.max())
            each -= low
            each /= max(high - low, 1e-6)
        return CamResult(
            maps, np.array([0.9, 0.8], np.float32), np.ones(2, bool), ("a", "b"),
        )  # fmt: skip

    def describe(self):
        return "CPU fp32"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="fewer repeats, no 100,000 images")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.add_argument("--start", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.start:
        return start_once()
    with tempfile.TemporaryDirectory(prefix="stac-gui-") as name:
        folder = Path(name)
        bench = Bench(folder, repeats=5 if args.quick else 25)
        start_up(bench, 3 if args.quick else 7)
        sizes = [SMALL] if args.quick else [SMALL, LARGE]
        for count in sizes:
            big_folder(bench, make_folder(folder / f"{count}", count), count)
        huge_image(bench, folder)
        thresholds(bench, folder)
        bench.report()
        bench.window.controller.decisions.discard()
        bench.window.close()
        bench.rest(0.3)
        if args.json is not None:
            values = {name: vars(each) for name, each in bench.figures.items()}
            args.json.write_text(json.dumps({"figures": values, "memory": bench.memory}))
    return 0


# ---- the actions ---------------------------------------------------------------------------------


def start_up(bench, repeats):
    """A new process, from its start to the first painted window."""
    command = [sys.executable, str(Path(__file__).resolve()), "--start"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path[1:])}
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)  # warm cache
    for _ in range(repeats):
        started = time.perf_counter()
        process = subprocess.run(
            command, check=True, stdout=subprocess.PIPE, text=True, env=environment
        )
        # what comes after the painting (ending threads) is told by the child and taken off
        after, computing = map(float, process.stdout.split())
        bench.note("start to painted window", time.perf_counter() - started - after, computing)


def start_once():
    from stac_gui.app import start

    window = start([])
    watch = paint_watch(window.welcome)
    window.repaint()
    from PySide6.QtWidgets import QApplication

    while not watch.painted:
        QApplication.processEvents()
    painted, computing = time.perf_counter(), time.process_time()
    window.close()
    QApplication.processEvents()
    print(time.perf_counter() - painted, computing, flush=True)
    os._exit(0)  # only the way up is measured


def big_folder(bench, folder, count):
    window, session = bench.window, bench.window.controller.session
    use_model(bench, folder.parent)
    name = f"open {count:,} images"
    # the first opening warms the disk cache; those after it count
    for number in range(OPENINGS + 1):
        bench.rest(0.3)
        clock, computing = time.perf_counter(), time.thread_time()
        painted = []
        connection = window.canvas.painted.connect(
            lambda _, painted=painted: painted.append(time.perf_counter())
        )
        window.open_folder(folder)
        # the first image is painted; the list may still be filling: wait for that, too
        freeze = bench.spin(
            lambda p=painted: bool(p) and window.list_count() >= count and not is_busy(session),
            must=True,
        )
        window.canvas.painted.disconnect(connection)
        if number:
            bench.note(f"{name}, first painted", painted[0] - clock, time.thread_time() - computing)
            bench.note(f"{name}, longest freeze", freeze / 1e3, 0.0)
        if number < OPENINGS:
            elsewhere(bench, folder.parent)
    bench.memory[f"memory with {count:,} images open"] = resident()
    for _ in range(bench.repeats):
        bench.spin(lambda: next_is_ready(session), must=True)
        wanted = session.items[session.row + 1].id
        bench.timed(
            f"next image of {count:,}", window.next_image, lambda w=wanted: window.current() == w
        )
    bench.memory[f"memory after {bench.repeats} images of {count:,}"] = resident()


def elsewhere(bench, folder):
    """Open another folder, so that the next opening is one."""
    bench.window.open_folder(make_folder(folder / "other", 3))
    bench.spin(lambda: bench.window.current().startswith("other"), must=True)
    bench.rest(0.3)


def huge_image(bench, folder):
    window, session = bench.window, bench.window.controller.session
    path = make_huge(folder / "huge")
    path.read_bytes()  # warm
    for _ in range(3):
        elsewhere(bench, folder)
        bench.rest(1.0)
        painted = []
        connection = window.canvas.painted.connect(
            lambda image, painted=painted: painted.append((image, time.perf_counter()))
        )
        clock, computing = time.perf_counter(), time.thread_time()
        window.open_image(path)
        freeze = bench.spin(lambda p=painted: any(each[0] == path.name for each in p), must=True)
        window.canvas.painted.disconnect(connection)
        at = next(moment for image, moment in painted if image == path.name)
        bench.note("open 8192 x 8192 PNG", at - clock, time.thread_time() - computing)
        bench.note("open 8192 x 8192 PNG, longest freeze", freeze / 1e3, 0.0)
        freeze = bench.spin(lambda: has_mask(session), must=True)
        bench.note("its heat map and mask, longest freeze", freeze / 1e3, 0.0)
    bench.rest(2.0)
    ignore_band(bench)
    brush(bench)
    mask_layer(bench)
    slider(bench, "threshold step at 8192 x 8192")


def has_mask(session):
    """Whether the heat map and the mask, with all its steps, have arrived."""
    there = session.document is not None and session.maps is not None
    return there and not session.refining.is_busy


def ignore_band(bench):
    """Switch the ignore band on and off, and undo that: how long the window stops."""
    session = bench.window.controller.session
    document = session.document
    for _ in range(3):
        for name, act, band in (
            ("ignore band at 8192 x 8192", lambda: session.set_ignore_from(0.35), True),
            ("ignore band undone there", document.undo, False),
        ):
            clock = time.perf_counter()
            act()
            called = time.perf_counter() - clock
            freeze = bench.spin(
                lambda band=band: (
                    (document.mask[::64, ::64] == IGNORE).any() == band and has_mask(session)
                ),
                must=True,
            )
            bench.note(f"{name}, longest freeze", max(called, freeze / 1e3), 0.0)
            bench.note(name, time.perf_counter() - clock, 0.0)
            bench.rest(2.0)


def brush(bench):
    """Moves of 128 image pixels at 1:1 with a brush of 64, as real mouse events."""
    from PySide6.QtCore import QEvent, QPointF, Qt
    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QApplication

    from stac_gui.action_table import ActionId

    window, canvas = bench.window, bench.window.canvas
    window.actions_by_id[ActionId.ACTUAL].trigger()
    window.actions_by_id[ActionId.BRUSH].trigger()
    while canvas.tools.options.diameter < 64:
        window.actions_by_id[ActionId.LARGER].trigger()
    bench.rest(0.5)
    watch = paint_watch(canvas)
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton

    def send(kind, x, y, button, held):
        place = QPointF(x, y)
        event = QMouseEvent(
            kind, place, canvas.mapToGlobal(place), button, held, Qt.KeyboardModifier.NoModifier
        )
        QApplication.sendEvent(canvas, event)

    for row in range(bench.repeats // 5 or 1):
        y = 100 + 30 * row
        send(QEvent.Type.MouseButtonPress, 60, y, left, left)
        bench.rest(0.05)
        for step in range(1, 6):
            watch.painted = False
            bench.timed(
                "brush move of 128 px at 8192 x 8192",
                lambda s=step, y=y: send(QEvent.Type.MouseMove, 60 + 128 * s, y, none, left),
                lambda: watch.painted,
            )
        send(QEvent.Type.MouseButtonRelease, 700, y, left, none)
        bench.rest(0.3)
    window.actions_by_id[ActionId.PAN].trigger()
    window.actions_by_id[ActionId.FIT].trigger()
    bench.rest(2.0)


def mask_layer(bench):
    from stac_gui.action_table import ActionId

    watch = paint_watch(bench.window.canvas)
    for _ in range(bench.repeats):
        watch.painted = False
        bench.timed(
            "mask shown or hidden at 8192 x 8192",
            bench.window.actions_by_id[ActionId.SHOW_MASK].trigger,
            lambda: watch.painted,
        )
        bench.rest(0.02)
    if not bench.window.controller.toolbox.look.show_mask:
        bench.window.actions_by_id[ActionId.SHOW_MASK].trigger()


def thresholds(bench, folder):
    window, session = bench.window, bench.window.controller.session
    path = make_huge(folder / "middle", 1024)
    window.open_image(path)
    bench.spin(lambda: window.current() == path.name and session.maps is not None, must=True)
    bench.spin(lambda: session.document is not None, must=True)
    bench.rest(1.0)
    slider(bench, "threshold step at 1024 x 1024")


def slider(bench, name):
    """Steps of the slider in one drag."""
    watch = paint_watch(bench.window.canvas)
    session = bench.window.controller.session
    for step in range(bench.repeats):
        watch.painted = False
        threshold = 0.4 + 0.2 * (step + 1) / bench.repeats
        bench.timed(
            name, lambda t=threshold: session.set_threshold(t, gesture=1), lambda: watch.painted
        )
        bench.rest(0.02)
    session.end_gesture()
    bench.rest(1.0)


# ---- helpers -------------------------------------------------------------------------------------


def paint_watch(widget):
    """Sees whether a widget was painted."""
    from PySide6.QtCore import QEvent, QObject

    class Watch(QObject):
        painted = False

        def eventFilter(self, watched, event):  # noqa: N802 - Qt's name
            self.painted = self.painted or event.type() == QEvent.Type.Paint
            return False

    watch = Watch(widget)
    widget.installEventFilter(watch)
    return watch


def use_model(bench, folder):
    weights = folder / "noise.safetensors"
    if not weights.exists():
        weights.write_bytes(b"")
        bench.window.controller.session.sources.use(weights, None, None)


def is_busy(session):
    return session.document is None


def next_is_ready(session):
    """Whether the next image is decoded and its maps are there, as they are after a moment."""
    item = session.items[session.row + 1]
    return session.supply.get(item.id) is not None and session._loader.get(item) is not None  # noqa: SLF001


def resident():
    try:
        text = Path("/proc/self/status").read_text()
    except OSError:
        return float("nan")
    return int(text.split("VmRSS:")[1].split()[0]) / 1024


if __name__ == "__main__":
    sys.exit(main())
