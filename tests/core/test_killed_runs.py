"""Runs whose process is killed at any moment lose nothing: real processes, real kills."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import shutil
import subprocess
import sys
import time

import numpy as np
import pytest
import torch

from core.conftest import CLASSES
from core.run_workers import hold, nothing, work
from stac_core.engine import recorder
from stac_core.engine.run import RunCallbacks, resume_run, train_project
from stac_core.errors import Cancelled, DeviceError, StacError, StorageError, TrainingError
from stac_core.io import storage_error
from stac_core.labels.store import open_store
from stac_core.models.model_file import load_model
from stac_core.process_lock import ProcessLock, is_locked
from stac_core.project import load_project, with_settings
from stac_core.runs import queue_run, read_run
from stac_core.types import ReviewStatus
from stac_core.work_folder import LOCK_FILE, ask_to_go_on, ask_to_pause, ask_to_stop, kill

pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="fork servers and SIGKILL are POSIX"),
    pytest.mark.usefixtures("small_network"),
]

SETTINGS = {
    "model": {"arch": "stac_micro", "input_size": [32, 32]},
    "data": {"validation_share": 0.25},
    "train": {
        "epochs": 3, "batch_size": 4, "queries": 8, "negatives": 8, "precision": "fp32",
        "ema": 0.9, "drop_path": 0.2, "warmup_epochs": 0, "checkpoint_minutes": 1e-6, "samples": 1,
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def server():
    """Starts processes from one that has imported everything, in a fraction of a second."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["core.run_workers"])
    with pytest.MonkeyPatch.context() as patch:
        # the server passes over what it cannot import, and knows no path but this one
        patch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
        process = context.Process(target=nothing)
        process.start()
    process.join()
    return context


@pytest.fixture
def root(rng, make_root):
    images = [rng.integers(0, 255, (36, 40), dtype=np.uint8) for _ in range(16)]
    tags = [{"scratch": bool(i % 2), "blob": bool(i % 3)} for i in range(16)]
    root = make_root(images, tags, SETTINGS)
    for name in ("whole", "broken"):
        queue_run(load_project(root), root, name)
    return root


def run_through(server, folder):
    process = server.Process(target=work, args=(folder,))
    process.start()
    process.join(120)
    assert process.exitcode == 0


def losses_of(folder):
    return read_run(folder).history.scalars


def test_killed_twenty_times_and_still_the_same_run(server, root):
    whole, broken = root / "runs" / "whole", root / "runs" / "broken"
    started = time.monotonic()
    run_through(server, whole)
    duration = time.monotonic() - started
    expected = read_run(whole)
    assert expected.state == "completed"
    assert len(expected.history.scalars["total"]) == 9

    chance = random.Random(0)
    kills, crashes = 0, 0
    while kills < 20:
        process = server.Process(target=work, args=(broken,))
        process.start()
        if kills % 4:  # a quarter of the kills may hit it before it has begun
            wait_for_begin(process, broken)
        process.join(chance.uniform(0, 0.7 * duration))
        if process.is_alive():
            process.kill()
            kills += 1
        process.join()
        state = read_run(broken).state
        crashes += state == "crashed"
        assert state in {"queued", "crashed", "completed"}
        if state == "completed":  # quicker than the kill: begin another one
            compare(broken, whole)
            shutil.rmtree(broken)
            queue_run(load_project(root), root, "broken")
    if read_run(broken).state != "completed":
        run_through(server, broken)
    compare(broken, whole)
    assert crashes >= 8, "most kills must hit a run at work"


def wait_for_begin(process, folder):
    wait_until(lambda: (folder / "pid").exists() or not process.is_alive())


def compare(broken, whole):
    one, other = load_model(whole / "model.safetensors"), load_model(broken / "model.safetensors")
    for name, value in one.net.state_dict().items():
        assert torch.equal(value, other.net.state_dict()[name]), name
    assert one.info == other.info
    history, expected = read_run(broken).history, read_run(whole).history
    assert history.scalars == expected.scalars
    assert history.evaluations == expected.evaluations
    one, other = (
        torch.load(folder / "checkpoints" / "last.pt", weights_only=True)
        for folder in (whole, broken)
    )
    assert_equal(one["optimiser"], other["optimiser"])
    assert_equal(one["average"], other["average"])


def assert_equal(one, other):
    if isinstance(one, torch.Tensor):
        assert torch.equal(one, other)
    elif isinstance(one, dict):
        assert one.keys() == other.keys()
        for name in one:
            assert_equal(one[name], other[name])
    elif isinstance(one, list):
        for left, right in zip(one, other, strict=True):
            assert_equal(left, right)
    else:
        assert one == other


def start_and_wait_for(server, folder, steps):
    process = server.Process(target=work, args=(folder,))
    process.start()
    deadline = time.monotonic() + 60
    while len(losses_of(folder).get("total", [])) < steps:
        assert process.is_alive()
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return process


@pytest.fixture
def long_run(root):
    project = with_settings(load_project(root), {"train": {"epochs": 10_000}}, where="test")
    return queue_run(project, root, "long")


def test_a_run_is_paused_goes_on_and_stops_by_files(server, long_run):
    process = start_and_wait_for(server, long_run, 2)
    assert read_run(long_run).state == "running"
    assert is_locked(long_run / LOCK_FILE)
    assert int((long_run / "pid").read_text()) == process.pid
    ask_to_pause(long_run)
    wait_until(lambda: read_run(long_run).state == "paused")
    done = len(losses_of(long_run)["total"])
    time.sleep(0.5)
    assert len(losses_of(long_run)["total"]) == done
    ask_to_go_on(long_run)
    wait_until(lambda: len(losses_of(long_run)["total"]) > done + 2)
    assert read_run(long_run).state == "running"
    with pytest.raises(TrainingError, match="another process works on this"):
        resume_run(long_run)
    ask_to_stop(long_run)
    process.join(30)
    assert read_run(long_run).state == "cancelled"
    assert not (long_run / "pid").exists()
    # and it can go on from there
    step = read_run(long_run).history.checkpoint_step
    process = start_and_wait_for(server, long_run, step + 2)
    process.kill()
    process.join()
    assert read_run(long_run).state == "crashed"
    assert read_run(long_run).history.start["resumed_step"] == step


def wait_until(condition):
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_finished_run_is_not_started_again(server, root):
    whole = root / "runs" / "whole"
    run_through(server, whole)
    with pytest.raises(TrainingError, match="the run is completed"):
        resume_run(whole)


def test_images_that_vanish_or_break_during_a_run(server, root, tmp_path):
    folder = root / "runs" / "broken"
    process = start_and_wait_for(server, folder, 4)
    (tmp_path / "images" / "3.png").unlink()
    (tmp_path / "images" / "8.png").write_bytes(b"broken")
    time.sleep(0.1)
    process.kill()
    process.join()
    if read_run(folder).state == "completed":
        pytest.skip("the run was quicker than the test")
    run_through(server, folder)
    run = read_run(folder)
    assert run.state == "completed"
    said = [each.text for each in run.history.messages if each.level == "warning"]
    listed = (folder / "train.txt").read_text() + (folder / "validation.txt").read_text()
    assert "3.png" in listed
    assert any("2 images that the run began with cannot be read any more" in t for t in said), said
    assert [step for step, _ in run.history.scalars["total"]] == list(range(1, 10))


def test_an_image_with_a_mask_that_vanishes_changes_no_other_step(root, tmp_path):
    with open_store(root, CLASSES) as store:
        for name in ("3.png", "8.png"):
            mask = np.full((36, 40), 1, np.uint8)
            store.save(name, status=ReviewStatus.ACCEPTED, mask=mask, origin="person")
    folder = root / "runs" / "broken"

    def stop(step):
        ask_to_stop(folder)
        time.sleep(0.6)

    with pytest.raises(Cancelled):
        resume_run(folder, device="cpu", callbacks=RunCallbacks(step=stop))
    steps = read_run(folder).history.progress["steps"]
    assert steps > 9, "images with a mask are seen more often"
    (tmp_path / "images" / "3.png").unlink()  # one gone, one that cannot be read
    (tmp_path / "images" / "8.png").write_bytes(b"broken")
    resume_run(folder, device="cpu")
    assert read_run(folder).state == "completed"
    assert read_run(folder).history.progress["steps"] == steps


def test_a_damaged_checkpoint_is_named(server, root):
    folder = root / "runs" / "broken"
    process = start_and_wait_for(server, folder, 2)
    process.kill()
    process.join()
    checkpoint = folder / "checkpoints" / "last.pt"
    checkpoint.write_bytes(checkpoint.read_bytes()[:-200])
    with pytest.raises(StacError, match=r"last\.pt: the checkpoint is damaged.*Remove it"):
        resume_run(folder, device="cpu")
    assert read_run(folder).state == "failed"
    checkpoint.unlink()
    run_through(server, folder)
    assert read_run(folder).state == "completed"


def test_full_disk_keeps_the_checkpoint_before_and_says_so(root, monkeypatch):
    folder = root / "runs" / "broken"
    real, count = recorder.save_checkpoint, [0]

    def save(path, state):
        count[0] += 1
        if count[0] in {3, 4}:
            raise storage_error(path, OSError(28, "No space left on device"))
        real(path, state)

    monkeypatch.setattr(recorder, "save_checkpoint", save)
    resume_run(folder, device="cpu")
    run = read_run(folder)
    assert run.state == "completed"
    warnings = [each.text for each in run.history.messages if each.level == "warning"]
    assert len(warnings) == 2
    assert "no checkpoint could be written, the one before stays" in warnings[0]
    assert "the disk is full" in warnings[0]


def test_a_disk_that_stays_full_ends_the_run_with_its_last_checkpoint(root, monkeypatch):
    folder = root / "runs" / "broken"

    def save_model(path, net, info):
        raise StorageError("the disk is full, nothing was changed", where=path)

    with monkeypatch.context() as patch:
        patch.setattr(recorder, "save_model", save_model)
        with pytest.raises(StorageError, match="disk is full"):
            resume_run(folder, device="cpu")
    assert read_run(folder).state == "failed"
    assert "disk is full" in read_run(folder).error
    resume_run(folder, device="cpu")
    assert read_run(folder).state == "completed"


def test_a_run_goes_on_where_it_was_queued_for(root, monkeypatch):
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    folder = queue_run(load_project(root), root, "elsewhere", device="cuda")
    with pytest.raises(DeviceError, match="cuda"):
        resume_run(folder)
    assert read_run(folder).state == "queued"
    resume_run(folder, device="cpu")
    assert read_run(folder).state == "completed"


def test_only_a_process_that_works_on_the_run_is_killed(root):
    folder = root / "runs" / "whole"
    bystander = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    (folder / "pid").write_text(f"{bystander.pid}\n")  # left by a process that is gone
    with pytest.raises(TrainingError, match="no process works on this"):
        kill(folder)
    assert bystander.poll() is None
    bystander.communicate(b"\n")
    assert bystander.returncode == 0


def test_the_frozen_project_alone_repeats_a_run(root, tmp_path):
    whole = root / "runs" / "whole"
    resume_run(whole, device="cpu")
    with open_store(root, CLASSES) as store:  # what changes in the project later does not matter
        store.set_tags({f"{i}.png": {"scratch": True, "blob": False} for i in range(16)})
    result = train_project(load_project(whole), whole, "again", device="cpu")
    one, other = load_model(whole / "model.safetensors"), load_model(result.model)
    for name, value in one.net.state_dict().items():
        assert torch.equal(value, other.net.state_dict()[name]), name


def test_lock_is_gone_with_its_process(server, tmp_path):
    path = tmp_path / "lock"
    assert not is_locked(path)
    assert not path.exists(), "looking writes nothing"
    process = server.Process(target=hold, args=(path,))
    process.start()
    wait_until(lambda: is_locked(path))
    assert ProcessLock.acquire(path) is None
    process.kill()
    process.join()
    assert not is_locked(path)
    lock = ProcessLock.acquire(path)
    assert is_locked(path)
    lock.release()
    assert not is_locked(path)


def test_events_are_numbered_without_gaps_over_kills(server, root):
    folder = root / "runs" / "broken"
    for steps in (1, 3):
        process = start_and_wait_for(server, folder, steps)
        process.kill()
        process.join()
    lines = (folder / "events.jsonl").read_bytes().split(b"\n")
    numbers = []
    for line in lines:
        try:
            numbers.append(json.loads(line)["seq"])
        except ValueError:
            continue  # cut by the kill
    assert numbers == list(range(1, len(numbers) + 1))
