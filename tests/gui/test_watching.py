"""The watcher beneath the training and the pipeline session."""

from __future__ import annotations

from pathlib import Path

import pytest

from stac_gui.outcome import ErrorInfo
from stac_gui.presenters.watching import Watcher


class SlowTasks:
    """Tasks that end when the test says so."""

    def __init__(self):
        self.waiting = []

    def submit(self, work, done, failed, **_):
        self.waiting.append((done, failed))


class FakeLauncher:
    def close(self):
        pass


class FolderWatcher(Watcher):
    def __init__(self, tasks, parent):
        super().__init__(tasks, FakeLauncher(), parent=parent)
        self.seen = []

    def open(self, root):
        self._follow(None, root, False)
        self.look()

    def _scan_of(self):
        return lambda: None

    def _on_seen(self, seen):
        self.seen.append(seen)


@pytest.fixture
def tasks():
    return SlowTasks()


@pytest.fixture
def watcher(qapp, tasks):
    watcher = FolderWatcher(tasks, None)
    yield watcher
    watcher.close()


def test_failed_look_is_said(qtbot, watcher, tasks):
    watcher.open(Path("first"))
    with qtbot.waitSignal(watcher.message) as said:
        tasks.waiting.pop()[1](ErrorInfo("cannot be read"))
    assert said.args == ["warning", "cannot be read"]
    assert not tasks.waiting, "the timer looks again"


@pytest.mark.parametrize("works", [True, False])
def test_project_left_during_a_look_says_nothing_and_the_next_is_looked_at_once(
    qtbot, watcher, tasks, works
):
    watcher.open(Path("first"))
    watcher.open(Path("second"))
    assert len(tasks.waiting) == 1
    with qtbot.assertNotEmitted(watcher.message):
        done, failed = tasks.waiting.pop()
        done("first") if works else failed(ErrorInfo("cannot be read"))
    assert watcher.seen == []
    tasks.waiting.pop()[0]("second")
    assert watcher.seen == ["second"]
