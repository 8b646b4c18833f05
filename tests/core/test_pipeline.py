"""From tags to masks in one go: every stage, and going on after a kill at any moment."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import shutil
import signal
import sys
import time

import numpy as np
import pytest
from PIL import Image

from core import pipelines
from core.pipelines import command, work
from core.run_workers import hold, nothing
from core.surfaces import draw
from stac_core import cli
from stac_core.engine.events import EventReader
from stac_core.errors import ConfigError
from stac_core.formats.mask_png import write_mask
from stac_core.labels.store import open_store
from stac_core.new_project import make_project
from stac_core.pipeline import folder as folders
from stac_core.pipeline.folder import find_pipeline, read_frozen, read_state
from stac_core.pipeline.recipe import load_recipe, parse_recipe, recipe_names
from stac_core.project import load_project, save_project, with_settings
from stac_core.runs import current_segmenter, read_run
from stac_core.segmentation.model_file import load_segmenter
from stac_core.types import ReviewStatus
from stac_core.work_folder import ask_to_stop

CLASSES = ["blob", "line"]
KINDS = ("dark blobs", "bright lines")
COUNT = 18
PERSON = np.full((96, 96), 2, np.uint8)

posix = pytest.mark.skipif(os.name == "nt", reason="forks and SIGKILL are POSIX")


def make_root(place):
    """A project of small images: its folder. The masks that measure are beside it, in `truth`."""
    rng = np.random.default_rng(1)
    tags = {}
    (place / "images").mkdir()
    for number in range(COUNT):
        name = f"{number:02}.png"
        shown = [number % 2] if number < 14 else [0, 1] if number < 16 else []
        image = np.clip(128 + rng.normal(0, 10, (96, 96)), 0, 255)
        truth = np.zeros((96, 96), np.uint8)
        for index in shown:
            drawn, mask = draw(KINDS[index], rng)
            image, truth[mask] = np.where(mask, drawn, image), index + 1
        Image.fromarray(image.astype(np.uint8)).save(place / "images" / name)
        write_mask(place / "truth" / name, truth)
        tags[name] = {each: index in shown for index, each in enumerate(CLASSES)}
    root = place / "project"
    root.mkdir()
    project = make_project(root, [place / "images"], CLASSES)
    save_project(with_settings(project, {"data": {"validation_share": 0.2}}, where="test"), root)
    with open_store(root, CLASSES) as store:
        store.set_tags(tags)
        store.save("03.png", status=ReviewStatus.REJECTED, mask=PERSON, origin="person")
    return root


@pytest.fixture
def root(tmp_path):
    return make_root(tmp_path)


@pytest.fixture(scope="module")
def finished(server, tmp_path_factory):
    """A project with a pipeline "first" that was never interrupted."""
    place = tmp_path_factory.mktemp("finished")
    root = make_root(place)
    process = start(server, *command(root, "--run", "first", "--measure-masks", place / "truth"))
    process.join(120)
    assert process.exitcode == 0
    return root


@pytest.fixture(scope="module")
def server():
    """Starts processes from one that has imported everything."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["core.run_workers", "core.pipelines"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
        process = context.Process(target=nothing)
        process.start()
    process.join()
    return context


@pytest.fixture
def stac(server):
    """Runs `stac` with quick stages in a process of its own; returns its exit code."""

    def run(*arguments):
        process = start(server, *arguments)
        process.join(120)
        assert process.exitcode is not None
        return process.exitcode

    return run


def start(server, *arguments):
    process = server.Process(target=work, args=([str(each) for each in arguments],))
    process.start()
    return process


def events_of(folder):
    return EventReader().feed((folder / "events.jsonl").read_bytes())


@posix
def test_from_tags_to_masks_and_a_report(finished):
    root = finished
    folder = find_pipeline(root, "first")
    state = read_state(folder)
    assert [stage.status for stage in state.stages] == ["completed"] * 5
    assert all(stage.cpu_seconds > 0 and stage.memory_mb > 10 for stage in state.stages)

    project = load_project(root)
    assert project.saliency.source == "classes"
    assert set(project.saliency.operators) == set(CLASSES)
    assert project.train.epochs == 5, "the settings of runs are not the project's"
    assert load_project(root / "runs" / "first-train").train.epochs == 1
    segmented = load_project(root / "runs" / "first-segment")
    assert segmented.segment.cam_model == "../first-train/model.safetensors"
    assert (
        current_segmenter(project, root)
        == root / "runs" / "first-segment" / "segmenter.safetensors"
    )

    with open_store(root, CLASSES, read_only=True) as store:
        records, digest = store.records(), load_segmenter(current_segmenter(project, root)).digest
        assert {record.source["model"] for name, record in records.items() if name != "03.png"} == {
            digest
        }
        assert len(records) == COUNT
        assert np.array_equal(store.load_mask(records["03.png"].mask_digest), PERSON)
    assert len(list((root / "cache" / "cam").rglob("*.npz"))) == COUNT

    values = json.loads((folder / "report.json").read_text())
    stages = {stage["name"]: stage for stage in values["stages"]}
    assert all(stage["expected"] > 0 for stage in values["stages"])
    assert len(stages["segment"]["run"]["rounds"]) == 2
    assert "agreement" in stages["segment"]["run"]["rounds"][1]
    assert all(each["reached"]["miou"] > 0 for each in stages["segment"]["run"]["rounds"])
    variants = [(each["name"], each["tags"]) for each in values["measured"]["variants"]]
    assert variants == [("seeds", True), ("heat maps", True), ("heat maps", False),
                        ("segmenter", True), ("refined", True),
                        ("segmenter", False), ("refined", False)]  # fmt: skip
    assert values["measured"]["variants"][0]["miou"] > 50
    assert values["quality"]["images"] == 16
    page = (folder / "report.html").read_text()
    assert page.count("data:image/jpeg;base64,") == 6
    assert "Measured on 18 masks" in page
    assert "http" not in page.replace("http-equiv", "")

    told = events_of(folder)
    assert (told[0].type, told[-1].type) == ("run_start", "run_end")
    progress = [event.fields for event in told if event.type == "progress"]
    assert {each["stage"] for each in progress} == {stage.name for stage in state.stages}
    assert all(each["seconds_left"] >= 0 for each in progress)


@posix
def test_the_same_command_goes_on_and_others_are_refused(finished, stac, capsys):
    root = finished
    folder = root / "pipelines" / "first"
    again = command(root, "--run", "first", "--measure-masks", root.parent / "truth")
    before = (folder / "state.json").read_bytes()
    assert stac(*again) == 0
    assert (folder / "state.json").read_bytes() == before, "nothing is repeated"
    assert cli.main([*again, "--set", "train.seed=3"]) == 1
    assert "with other settings" in capsys.readouterr().err
    assert cli.main(["info", str(folder)]) == 0
    assert "segment:" in capsys.readouterr().out
    assert cli.main(["runs", str(root)]) == 0
    assert "pipeline first: completed, 5 of 5 stages done" in capsys.readouterr().out


@posix
def test_killed_in_every_stage_it_goes_on(root, finished, server, stac):
    chance, kills = random.Random(3), 0
    again = command(root, "--run", "broken", "--measure-masks", root.parent / "truth")
    folder = root / "pipelines" / "broken"
    for number in range(5):
        process = start(server, *again)
        wait_until(lambda n=number, p=process: at(folder) >= n or p.exitcode is not None)
        process.join(chance.uniform(0, 0.4))
        if process.is_alive():
            process.kill()
            kills += 1
        process.join()
        if read_state(folder).status != "completed":
            assert folders.status_of(folder, read_state(folder)) in {"crashed", "waiting"}
    assert stac(*again) == 0
    assert kills >= 3
    assert [stage.status for stage in read_state(folder).stages] == ["completed"] * 5
    whole, broken = (
        read_run(each / "runs" / f"{name}-segment")
        for each, name in ((finished, "first"), (root, "broken"))
    )
    assert whole.history.scalars["total"] == broken.history.scalars["total"]
    one, other = (
        json.loads((each / "pipelines" / name / "report.json").read_text())["measured"]["variants"]
        for each, name in ((finished, "first"), (root, "broken"))
    )
    assert one == other, "the same masks come out"


def at(folder):
    """Number of the stage at hand; -1 before there is a pipeline."""
    return read_state(folder).at if folders.is_pipeline(folder) else -1


@posix
def test_a_model_that_is_gone_is_made_again(finished, tmp_path, stac):
    root = tmp_path / "copy"
    shutil.copytree(finished.parent, root)
    root = root / "project"
    model = root / "runs" / "first-segment" / "segmenter.safetensors"
    model.unlink()
    folder = root / "pipelines" / "first"
    state = read_state(folder)
    state.status, state.stages[-1].status = "cancelled", "cancelled"
    folders.write_state(folder, state)
    assert stac("pipeline", root, "--resume", "first") == 0
    assert model.is_file()
    redone = [event.fields["message"] for event in events_of(folder) if event.type == "message"]
    assert any("model of stage segment is gone" in text for text in redone)
    assert sum(text.endswith(": train") for text in redone) == 1, "what is there is not repeated"


@posix
def test_stopping_in_order_and_only_one_process(root, server, stac):
    process = start(server, *command(root, "--run", "a", "--set", "train.epochs=2000"))
    folder = root / "pipelines" / "a"
    run = root / "runs" / "a-train"
    wait_until(
        lambda: (run / "events.jsonl").exists() and b"scalar" in (run / "events.jsonl").read_bytes()
    )
    assert stac("pipeline", root, "--resume", "a") == 1, "another process works on it"
    os.kill(process.pid, signal.SIGINT)
    process.join(30)
    assert process.exitcode == 130
    state = read_state(folder)
    assert (state.status, state.stages[1].status) == ("cancelled", "cancelled")
    assert read_run(run).state == "cancelled", "the run has stopped in order too"
    process = start(server, "pipeline", root, "--resume", "a")
    wait_until(lambda: read_run(run).state == "running")
    ask_to_stop(folder)
    process.join(30)
    assert process.exitcode == 130
    assert read_state(folder).stages[0].status == "completed"


def test_everything_that_is_in_the_way_is_said_before_it_starts(root, tmp_path, capsys):
    with open_store(root, CLASSES) as store:
        store.set_tags({name: {"blob": True} for name in store.tags()})
    (root / "runs" / "p-train").mkdir(parents=True)
    arguments = command(root, "--run", "p", "--measure-masks", tmp_path / "nowhere", "--estimate",
                        "--set", "model.arch=huge")  # fmt: skip
    assert cli.main(arguments) == 1
    text = capsys.readouterr().err
    for words in ("there is a run p-train already", "no image is tagged with 'line'",
                  "there is no folder", "model.arch"):  # fmt: skip
        assert words in text
    assert not (root / "pipelines").exists()
    with open_store(root, CLASSES) as store:
        store.set_tags({name: {} for name in store.tags()})
    assert cli.main(command(root, "--estimate")) == 1
    assert "no image is tagged" in capsys.readouterr().err


def test_wrong_usage(root, capsys):
    for more, words in (
        (["--resume", "a", "--run", "b"], "give no others"),
        (["--measure-list", "x"], "needs --measure-masks"),
        (["--set", "train"], "section.key=value"),
    ):
        assert cli.main(["pipeline", str(root), *more]) == 2
        assert words in capsys.readouterr().err
    assert cli.main(["pipeline", str(root), "--resume", "a"]) == 1
    assert "there is no pipeline 'a'" in capsys.readouterr().err


def test_estimate_says_what_each_stage_takes(root, tmp_path, capsys, monkeypatch):
    for module, name in pipelines.CHANGED:  # all are put back afterwards
        monkeypatch.setattr(module, name, getattr(module, name))
    pipelines.make_quick()
    arguments = command(root, "--estimate", "--measure-masks", root.parent / "truth", "--json", "-")
    assert cli.main(arguments) == 0
    captured = capsys.readouterr()
    values = json.loads(captured.out)["estimate"]
    stages = {stage["name"]: stage for stage in values["stages"]}
    assert list(stages) == ["saliency", "train", "segment", "predict", "report"]
    assert values["seconds"] == pytest.approx(sum(each["seconds"] for each in stages.values()))
    assert "operators from 18 images, 16 maps" in stages["saliency"]["what"]
    assert "18 images, 2 steps" in stages["train"]["what"]
    assert "measured on 18 masks" in stages["report"]["what"]
    assert not values["gpu"]
    assert "all" in captured.err
    assert not (root / "pipelines").exists(), "nothing is written"


# ---- recipes -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", recipe_names())
def test_every_recipe_makes_settings(name, root):
    project = load_project(root)
    for gpu in (False, True):
        for spec in load_recipe(name).stages:
            with_settings(project, spec.changes(gpu=gpu), where=spec.name)
            assert 0 < len(spec.about) <= 80, "a line in the window"


def test_settings_apply_in_their_order():
    recipe = parse_recipe(
        {"version": 1, "about": "x", "stages": [
            {"stage": "train", "preset": "cpu-quick", "settings": {"train": {"epochs": 2}},
             "gpu": {"preset": "paper", "settings": {"train": {"seed": 1}}}},
            {"stage": "segment", "name": "again"},
        ]},
        where="test",
    )  # fmt: skip
    plain, gpu = (recipe.stages[0].changes(gpu=each) for each in (False, True))
    assert (plain["train"]["epochs"], plain["model"]["arch"]) == (2, "stac_micro")
    assert (gpu["train"]["epochs"], gpu["train"]["seed"]) == (2, 1)
    assert gpu["model"]["arch"] != "stac_micro"
    assert [stage.name for stage in recipe.stages] == ["train", "again"]


@pytest.mark.parametrize(
    ("stages", "words"),
    [
        ([{"stage": "train"}, {"stage": "train"}], "two stages are called 'train'"),
        ([{"stage": "predict"}], "before anything is trained"),
        ([{"stage": "train", "preset": "huge"}], "no preset 'huge'"),
        ([{"stage": "dance"}], "stages.0.stage"),
        ([], "stages"),
    ],
)
def test_recipes_that_cannot_be_are_refused(stages, words):
    with pytest.raises(ConfigError, match=words):
        parse_recipe({"version": 1, "about": "x", "stages": stages}, where="test")


@posix
def test_a_stage_of_somebody_who_is_gone_is_waited_for(tmp_path, server, monkeypatch):
    output = tmp_path / "x.out"
    holder = server.Process(target=hold, args=(output,))
    holder.start()
    wait_until(lambda: output.exists() and pipelines.child.is_locked(output))
    monkeypatch.setattr(pipelines.child, "_PATIENCE", 0.2)
    with pytest.raises(pipelines.child.TrainingError, match="an earlier attempt still works"):
        pipelines.child.Child(["info"], output)
    holder.kill()
    holder.join()


def test_a_pipeline_of_a_newer_program_is_refused(root):
    folder = root / "pipelines" / "p"
    frozen = folders.Frozen("tags-to-masks", load_recipe("tags-to-masks"))
    folders.freeze(folder, frozen, load_project(root), root)
    assert read_frozen(folder) == frozen
    text = (folder / "pipeline.yaml").read_text()
    (folder / "pipeline.yaml").write_text(text.replace("version: 1", "version: 9", 1))
    with pytest.raises(ConfigError, match="newer program"):
        read_frozen(folder)


def wait_until(condition):
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)
