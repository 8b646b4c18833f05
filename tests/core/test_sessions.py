"""Sittings of reviewing: where they begin and end, their pace, and how well proposals were."""

from __future__ import annotations

import numpy as np
import pytest

from stac_core.labels.sessions import PAUSE, Session, WorkStep, sessions_of
from stac_core.labels.store import open_store
from stac_core.types import ReviewStatus

ACCEPTED, TODO, REJECTED = ReviewStatus.ACCEPTED, ReviewStatus.TODO, ReviewStatus.REJECTED


def step(image_id, t, status=ACCEPTED, *, seconds=10.0, agreement=None, who="ann"):
    return WorkStep(image_id, status, t, who, seconds, agreement)


def test_pause_begins_another_session():
    first, second = sessions_of(
        [
            step("a", 0.0, agreement=0.5),
            step("b", PAUSE, REJECTED, agreement=0.0),
            step("c", PAUSE * 2 + 1, agreement=1.0, who="bob"),
        ]
    )
    assert first == Session(0.0, PAUSE, ("ann",), 2, 20.0, 0.5, 2)
    assert first.per_hour == 360
    assert second == Session(PAUSE * 2 + 1, PAUSE * 2 + 1, ("bob",), 1, 10.0, 1.0, 3)
    assert sessions_of([]) == []


def test_each_image_counts_once_as_it_is_at_the_end():
    steps = [
        step("a", 1.0, TODO, agreement=0.1), step("a", 2.0, agreement=0.2),
        step("a", 3.0, agreement=0.4), step("b", 4.0), step("b", 5.0, TODO),
    ]  # fmt: skip
    (session,) = sessions_of(steps)
    assert (session.decided, session.total, session.agreement) == (1, 1, 0.4)


def test_note_on_a_decided_image_is_no_decision():
    _, later = sessions_of([step("a", 0.0), step("a", 9999.0)])
    assert (later.decided, later.total) == (0, 1)
    assert later.per_hour is None


def test_store_tells_what_people_did(tmp_path):
    mask = np.ones((3, 3), np.uint8)
    with open_store(tmp_path, ["a"]) as store:
        store.propose("x", mask, {"model": "m"})
        store.save("x", status=TODO, mask=mask, origin="person", seconds=4.0, when=20.0, who="ann")
        store.save("y", status=ACCEPTED, origin="model", seconds=2.0, when=10.0, who="bob",
                   alike=0.5)  # fmt: skip
        store.save("x", status=ACCEPTED, origin="person", seconds=5.0, when=30.0, who="ann")
        assert store.work() == [
            step("y", 10.0, seconds=2.0, agreement=0.5, who="bob"),
            step("x", 20.0, TODO, seconds=4.0),
            step("x", 30.0, seconds=5.0),
        ]


@pytest.mark.parametrize("seconds", [0.0, 3600.0])
def test_pace_needs_time(seconds):
    session = Session(0.0, 1.0, (), 5, seconds, None, 5)
    assert session.per_hour == (5.0 if seconds else None)
