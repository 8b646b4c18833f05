"""Gestures of mask tools as state machines, and work that waits until a test says so."""

from __future__ import annotations

from stac_gui.canvas.tools import Pointer


def go(tool, points, **kind):
    """Press at the first point, move over the others, release at the last."""
    pointers = [Pointer(point, **kind) for point in points]
    tool.press(pointers[0])
    for pointer in pointers[1:]:
        tool.move(pointer)
    tool.release(pointers[-1])


class Later:
    """Runs work when the test says so."""

    def __init__(self):
        self.jobs = []

    def __call__(self, work, done, failed):
        self.jobs.append((work, done, failed))

    def run(self):
        work, done, _ = self.jobs.pop(0)
        done(work())
