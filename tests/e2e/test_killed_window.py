"""kill -9 while somebody draws and decides: what was finished is there after the restart."""

from __future__ import annotations

import os

import pytest

from e2e.killing import kill_often, make_project


@pytest.mark.skipif(os.name == "nt", reason="there is no kill -9")
def test_killed_windows_lose_nothing_that_was_finished(tmp_path):
    make_project(tmp_path / "project")
    outcome = kill_often(tmp_path / "project", 8, seed=3)
    assert outcome.lost == []
    assert outcome.damaged == []
    assert outcome.damaged_journals == 0
    assert outcome.gestures > 20
    assert outcome.recovered > 0, "the kills came when nothing was on its way"
