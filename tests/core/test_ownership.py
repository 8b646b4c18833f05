"""Who works on a project: one process, told by a lock that ends with it."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace

import pytest

from stac_core.labels import ownership
from stac_core.labels.ownership import OWNER_FILE, Claim, Claims, Owner, is_free, owner_of

HOLD = """
import sys, pathlib
from stac_core.labels.ownership import Claim, Claims
claim = Claims().take(pathlib.Path(sys.argv[1]))
print("has it" if isinstance(claim, Claim) else f"sees {claim.pid}", flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def other(tmp_path):
    """Another process that has the folder."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    process.word = process.stdout.readline().strip()
    yield process
    process.kill()
    process.communicate()


@pytest.fixture
def claims():
    claims = Claims()
    yield claims
    claims.close()


def test_another_process_is_named_and_its_death_frees_the_folder(tmp_path, other, claims):
    assert other.word == "has it"
    owner = claims.take(tmp_path)
    assert isinstance(owner, Owner)
    assert (owner.pid, owner.is_here) == (other.pid, True)
    assert not is_free(tmp_path)
    assert isinstance(claims.take(tmp_path, force=True), Owner), "it is alive, so it stays"
    other.kill()
    other.wait()
    assert is_free(tmp_path)
    assert isinstance(claims.take(tmp_path), Claim)


def test_claims_of_one_process_are_shared_until_the_last_is_released(tmp_path, claims):
    first, second = claims.take(tmp_path), claims.take(tmp_path)
    first.release()
    first.release()
    assert not is_free(tmp_path)
    assert owner_of(tmp_path) is not None
    second.release()
    assert is_free(tmp_path)
    assert not (tmp_path / OWNER_FILE).exists()


def write_owner(root, **changes):
    owner = replace(Owner("bob", "other-pc", 5, 100.0), **changes)
    values = {name: getattr(owner, name) for name in ("user", "host", "pid", "since")}
    (root / OWNER_FILE).write_text(json.dumps(values))
    return owner


def test_owner_on_another_computer_is_believed_until_somebody_says_otherwise(tmp_path, claims):
    owner = write_owner(tmp_path)
    assert claims.take(tmp_path) == owner
    assert not is_free(tmp_path)
    assert isinstance(claims.take(tmp_path, force=True), Claim)
    assert owner_of(tmp_path).is_here


def test_share_that_cannot_lock_goes_by_the_owner_file(tmp_path, claims, monkeypatch):
    monkeypatch.setattr(ownership.ProcessLock, "acquire", lambda path: None)
    here = ownership.socket.gethostname()
    alive = write_owner(tmp_path, host=here, pid=ownership.os.getpid())
    assert claims.take(tmp_path) == alive
    dead = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"],
                          capture_output=True, text=True, check=True)  # fmt: skip
    write_owner(tmp_path, host=here, pid=int(dead.stdout))
    assert isinstance(claims.take(tmp_path), Claim)


def test_damaged_owner_file_counts_as_none(tmp_path, claims):
    (tmp_path / OWNER_FILE).write_text("{")
    assert owner_of(tmp_path) is None
    assert isinstance(claims.take(tmp_path), Claim)


def test_a_claim_is_not_lost_when_the_other_holder_leaves_at_that_moment(tmp_path, claims):
    first, lock = claims.take(tmp_path), claims._lock

    class Leaves:
        """The first holder releases as soon as it can after the second has looked."""

        def __enter__(self):
            lock.acquire()

        def __exit__(self, *error):
            lock.release()
            claims._lock = lock
            first.release()

    claims._lock = Leaves()
    second = claims.take(tmp_path)
    assert isinstance(second, Claim)
    assert owner_of(tmp_path) is not None
    second.release()
    assert owner_of(tmp_path) is None
