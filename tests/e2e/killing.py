"""A window that draws and decides until it is killed, and the proof that nothing finished is lost.

The window runs in a process of its own, off-screen, driven by mouse and keys as a person does. It
says on its output when a gesture begins and what an image's state is when it has ended. Its
process is killed at a random moment; the next one says what it finds. A state that was reported
must be there; only of a gesture that had begun but not ended may be there what was before or what
it did.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import sqlite3
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
SIZE = (240, 320)
CLASSES = ("scratch", "blob")
PATIENCE = 60.0


@dataclass
class Outcome:
    """What came of it.

    Attributes:
        kills: Processes that were killed.
        while_starting: Those of them that were still opening the project.
        gestures: Gestures that were reported as finished.
        recovered: Restarts that found work in a journal.
        lost: Images whose state was not what had been reported, in words.
        damaged: Files that could not be read, in words.
        unused_masks: Mask files that no row names, at the end.
        damaged_journals: Journals of which a part could not be read, but for an unfinished end.
    """

    kills: int = 0
    while_starting: int = 0
    gestures: int = 0
    recovered: int = 0
    lost: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)
    unused_masks: int = 0
    damaged_journals: int = 0


def make_project(root, images=6):
    """A project of plain grey images, without a model."""
    import numpy as np
    from PIL import Image

    from stac_core.new_project import make_project as new_project
    from stac_core.project import save_project

    folder = root.parent / "images"
    folder.mkdir(parents=True)
    for number in range(images):
        Image.fromarray(np.full(SIZE, 100 + number, np.uint8)).save(folder / f"s{number}.png")
    root.mkdir()
    save_project(new_project(root, [folder], list(CLASSES)), root)


def kill_often(root, kills, *, seed=0, tell=lambda outcome: None):
    """Start the window, kill it, and look what the next one finds; `kills` times and once more."""
    moments, outcome, expected = random.Random(seed), Outcome(), {}
    unsure = None
    for number in range(kills + 1):
        is_last = number == kills
        if number % 2:  # every other time the window itself meets what the kill left
            check_files(root, outcome)
        slow = moments.choice([0, 0, 20, 60])  # milliseconds that a save takes longer
        process = subprocess.Popen(
            [sys.executable, __file__, str(root), str(seed * 1000 + number), str(slow)],
            stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True, env=_environment(root),
        )  # fmt: skip
        started = time.monotonic()
        watchdog = threading.Timer(PATIENCE, process.kill)
        watchdog.start()
        killer = None
        if not is_last and moments.random() < 0.2:
            killer = threading.Timer(moments.uniform(0.2, 1.5), process.kill)
            killer.start()
        was_ready = False
        for line in process.stdout:
            try:
                word = json.loads(line)
            except ValueError:  # cut off by the kill
                break
            if word["word"] == "ready":
                was_ready = True
                found = word["states"]
                _compare(number, expected, found, unsure, outcome)
                expected, unsure = found, None
                outcome.recovered += word["recovered"]
                if is_last:
                    process.kill()
                    break
                if killer is None:
                    killer = threading.Timer(moments.uniform(0, 0.5), process.kill)
                    killer.start()
            elif word["word"] == "begin":
                unsure = word["image"]
            else:
                expected[word["image"]], unsure = word["state"], None
                outcome.gestures += 1
        process.wait()
        process.stdout.close()
        watchdog.cancel()
        if killer is not None:
            killer.cancel()
        if time.monotonic() - started > PATIENCE:
            outcome.damaged.append(f"start {number}: the window did not open the project")
        outcome.kills += not is_last
        outcome.while_starting += not was_ready
        tell(outcome)
    check_files(root, outcome)
    return outcome


def _environment(root):
    home = str(root.parent / "home")
    names = ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "APPDATA")
    paths = os.pathsep.join([str(TESTS), str(TESTS.parent)])
    return {
        **os.environ, **dict.fromkeys(names, home), "PYTHONPATH": paths,
        "QT_QPA_PLATFORM": "offscreen", "QT_API": "pyside6", "OMP_NUM_THREADS": "1",
    }  # fmt: skip


def _compare(number, expected, found, unsure, outcome):
    for image, state in expected.items():
        if found[image] != state and image != unsure:
            outcome.lost.append(f"start {number}: {image} is {found[image]}, it was {state}")


def check_files(root, outcome):
    """Look through every file of the project."""
    from stac_core.errors import StacError
    from stac_core.labels.store import open_store

    path = root / "labels.sqlite"
    if not path.exists():
        return
    connection = sqlite3.connect(path)
    (verdict,) = connection.execute("PRAGMA integrity_check").fetchone()
    connection.close()
    if verdict != "ok":
        outcome.damaged.append(f"labels.sqlite: {verdict}")
    with open_store(root, CLASSES) as store:
        unused = set(store.unused_masks())
        outcome.unused_masks = len(unused)
        for mask in (root / "masks").glob("*/*.png"):
            try:
                store.load_mask(mask.stem)
            except StacError as error:
                outcome.damaged.append(str(error))
    outcome.damaged_journals = len(list(root.glob("journal/*.damaged")))


# ---- in the process that is killed ---------------------------------------------------------------


def say(**word):
    print(json.dumps(word), flush=True)


def state_of(status, mask, tags):
    """An image's state; a mask that nobody made is the same as an empty one."""
    pixels = bytes(SIZE[0] * SIZE[1]) if mask is None else mask.tobytes()
    return [str(status), hashlib.sha256(pixels).hexdigest()[:16], dict(sorted(tags.items()))]


def draw_until_killed(root, seed, slow_ms):
    from gui.driving import drag
    from PySide6.QtCore import QEventLoop, Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from stac_core.labels.store import LabelStore, load_mask
    from stac_gui.app import make_application
    from stac_gui.main_window import MainWindow
    from stac_gui.services import WindowServices

    app = make_application()
    window = MainWindow(WindowServices())
    window.resize(900, 700)
    window.show()
    session = window.controller.session

    def until(reached):
        while not reached():
            app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)

    window.open_path(root)
    until(lambda: session.document is not None)
    data = session.data
    states = {}
    for item in data.items:
        record, request = session.decisions.record(item.id), session.decisions.request(item.id)
        mask = None
        if request is not None and request.mask is not None:
            mask = request.mask.unpack()
        elif record.mask_digest is not None:
            mask = load_mask(data.root, record.mask_digest)
        states[item.id] = state_of(record.status, mask, data.tags.get(item.id, {}))
    left = data.recovered.images or (data.left is not None and data.left.images)
    say(word="ready", states=states, recovered=bool(left))

    save = LabelStore.save

    def slow_save(self, *arguments, **options):
        time.sleep(slow_ms / 2000)
        record = save(self, *arguments, **options)
        time.sleep(slow_ms / 2000)
        return record

    LabelStore.save = slow_save
    chance = random.Random(seed)
    press = QTest.keyClick
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    while True:
        kind = chance.choices(["stroke", "undo", "tag", "decide", "walk"], [6, 1, 1, 2, 1])[0]
        until(lambda: session.document is not None)
        item, document = session.item, session.document
        if kind == "walk":
            session.go_to(chance.randrange(len(session.items)))
            continue
        say(word="begin", image=item.id)
        if kind == "stroke":
            press(window, chance.choice([Qt.Key.Key_B, Qt.Key.Key_E]))
            press(window, chance.choice([Qt.Key.Key_1, Qt.Key.Key_2]))
            points = [
                (chance.randrange(SIZE[1]), chance.randrange(SIZE[0]))
                for _ in range(chance.randint(2, 6))
            ]
            drag(window, points)
        elif kind == "undo":
            press(window, Qt.Key.Key_Z, control)
        elif kind == "tag":
            press(window, chance.choice([Qt.Key.Key_1, Qt.Key.Key_2]), shift)
        else:
            keys = [Qt.Key.Key_Return, Qt.Key.Key_Slash, Qt.Key.Key_Backspace]
            press(window, chance.choice(keys))
        status = session.decisions.record(item.id).status
        state = state_of(status, document.mask, session.tagging.tags(item.id))
        say(word="done", image=item.id, state=state)
        if chance.random() < 0.7:
            QApplication.processEvents()
        if session.row == len(session.items) - 1 and kind == "decide":
            session.go_to(0)


if __name__ == "__main__":
    draw_until_killed(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
