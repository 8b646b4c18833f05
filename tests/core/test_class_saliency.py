"""Saliency by operators that are chosen for each class: command line, project file, training."""

from __future__ import annotations

import json

import numpy as np
import pytest

from core.surfaces import KINDS, draw
from stac_core import cli
from stac_core.engine.preflight import training_problems
from stac_core.engine.run import train_project
from stac_core.errors import Cancelled, ConfigError
from stac_core.formats.mask_png import read_grey
from stac_core.labels.store import open_store
from stac_core.new_project import make_project
from stac_core.project import load_project, project_items, save_project, with_settings
from stac_core.run_history import RunHistory
from stac_core.runs import read_run
from stac_core.saliency import maps
from stac_core.saliency.picks import choose_for_project
from stac_core.saliency.spec import make_generator
from stac_core.types import CancelToken, no_progress

CLASSES = ["blob", "line"]


@pytest.fixture
def root(tmp_path, save_image):
    rng = np.random.default_rng(1)
    tags = {}
    for number in range(24):
        kind = number % 2
        save_image(tmp_path / "images" / f"{number:02}.png", draw(KINDS[kind], rng)[0])
        tags[f"{number:02}.png"] = {"blob": kind == 0, "line": kind == 1}
    root = tmp_path / "project"
    root.mkdir()
    save_project(make_project(root, [tmp_path / "images"], CLASSES), root)
    with open_store(root, CLASSES) as store:
        store.set_tags(tags)
    return root


def saliency(root, capsys, *options):
    code = cli.main(["saliency", str(root), "--json", "-", *options])
    output = capsys.readouterr()
    return code, json.loads(output.out) if code == 0 else output.err


def test_tags_choose_once_and_a_person_has_the_last_word(root, capsys):
    code, values = saliency(root, capsys, "--source", "classes")
    assert code == 0
    assert values["made"] == 24
    chosen = load_project(root).saliency
    assert chosen.source == "classes"
    assert [chosen.operators[name].by for name in CLASSES] == ["tags", "tags"]
    assert "dark" in chosen.operators["blob"].voters[0]
    assert "bright" in chosen.operators["line"].voters[0]
    page = (root / "operators" / "report.html").read_text(encoding="utf-8")
    assert page.count("<img") == 6
    for number in (1, 2, 3):
        assert (root / "operators" / f"class-1-{number}.png").is_file()

    code, values = saliency(root, capsys)
    assert (values["made"], values["kept"]) == (0, 24)
    assert "classes" not in values, "what was chosen stays"

    third = json.loads((root / "operators" / "evidence.json").read_text())["line"]["ranked"][2]
    code, values = saliency(root, capsys, "--pick", "line=3")
    assert load_project(root).saliency.operators["line"].voters == [third["candidate"]]
    assert values["made"] == 24, "other operators, other maps"
    saliency(root, capsys, "--choose", "--pick", "blob=spot-dark-4/grow35")
    operators = load_project(root).saliency.operators
    assert operators["line"].voters == [third["candidate"]], "choosing anew leaves picks alone"
    assert (operators["blob"].voters, operators["blob"].by) == (["spot-dark-4/grow35"], "person")


def test_none_of_them_and_back_to_what_the_tags_chose(root, capsys):
    saliency(root, capsys, "--source", "classes", "--no-maps")
    assert not (root / "saliency").exists(), "no maps were asked for"
    chosen = load_project(root).saliency.operators["blob"]
    saliency(root, capsys, "--pick", "blob=none", "--no-maps")
    none = load_project(root).saliency.operators["blob"]
    assert (none.voters, none.by) == ([], "person")
    saliency(root, capsys, "--pick", "blob=auto", "--no-maps")
    assert load_project(root).saliency.operators["blob"] == chosen
    (root / "operators" / "evidence.json").unlink()
    code, error = saliency(root, capsys, "--pick", "blob=auto")
    assert code == 1
    assert "the tags have not chosen for 'blob' yet" in error


def test_choice_that_is_cancelled_writes_nothing(root):
    items = project_items(load_project(root), root)
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        choose_for_project(
            load_project(root), root, items, {item.id: {"blob": True} for item in items},
            lambda item: np.zeros((8, 8, 3), np.uint8), progress=no_progress, cancel=token,
        )  # fmt: skip
    assert not (root / "operators").exists()


@pytest.mark.parametrize(
    ("options", "words", "expected"),
    [(["--choose"], "does not choose operators", 2),
     (["--source", "classes", "--pick", "nothing=1"], "there is no class 'nothing'", 1),
     (["--source", "classes", "--pick", "blob=7"], "3 pictures of 'blob', not 7", 1),
     (["--source", "classes", "--pick", "blob=magic/z3"], "there is no operator 'magic'", 1),
     (["--source", "classes", "--pick", "blob=spot-dark-4/z99"], "no threshold rule 'z99'", 1)],
)  # fmt: skip
def test_wrong_picks_are_explained(root, capsys, options, words, expected):
    code, error = saliency(root, capsys, *options)
    assert code == expected
    assert words in error


def test_a_map_follows_the_tags_of_its_image(root, capsys):
    saliency(root, capsys, "--source", "classes")
    path = root / "saliency" / "00.png"
    assert read_grey(path).max() == 255
    with open_store(root, CLASSES) as store:
        store.set_tags({"00.png": {"blob": False, "line": True}})
    code, values = saliency(root, capsys)
    assert code == 0
    assert (values["made"], values["kept"]) == (1, 23)
    assert (read_grey(path) > 127).mean() < 0.02, "there is no line in it"


def test_maps_that_are_made_count_although_the_process_is_killed(root, monkeypatch):
    monkeypatch.setattr(maps, "_MARKS_EVERY", -1.0)
    monkeypatch.setattr(maps.os, "cpu_count", lambda: 1)
    decided = {"source": "classes", "operators": {"line": {"voters": ["residual-bright-2-1/z4.5"]}}}
    project = with_settings(load_project(root), {"saliency": decided}, where="test")
    items = project_items(project, root)
    with open_store(root, project.class_names, read_only=True) as store:
        generator = make_generator(project, store.tags(), root)
    real, marked = type(generator).make, []

    def make(self, item, image):  # what is written down while the next maps are made
        marked.append(len(maps._read_marks(root / "saliency")))
        return real(self, item, image)

    monkeypatch.setattr(type(generator), "make", make)
    maps.make_maps(items[:12], root / "saliency", generator)
    assert marked[0] == 0
    assert marked[-1] >= 6


def test_a_class_without_operators_has_contrast_for_a_map(root):
    operators = {"line": {"voters": ["ridge-bright-1/grow35"]}, "blob": {"voters": []}}
    settings = {"saliency": {"source": "classes", "operators": operators}}
    project = with_settings(load_project(root), settings, where="test")
    tags = {"a": {"blob": True, "line": False}, "b": {"blob": False, "line": False}}
    generator = make_generator(project, tags, root)
    image, mask = draw("dark blobs", np.random.default_rng(4))
    rgb = np.repeat(image[..., None], 3, axis=2)

    class Item:
        id = key = "a"

    found = generator.make(Item, rgb) >= 0.5
    assert (found & mask).sum() / (found | mask).sum() > 0.5
    Item.id = "b"
    assert not generator.make(Item, rgb).any()


def test_a_run_chooses_what_nobody_chose_and_writes_it_down(root, small_network):
    settings = {
        "saliency": {"source": "classes"},
        "model": {"arch": "stac_micro", "input_size": [32, 32]},
        "train": {"epochs": 1, "batch_size": 8, "samples": 0, "precision": "fp32"},
    }
    project = with_settings(load_project(root), settings, where="test")
    run = train_project(project, root, "r", device="cpu").folder
    frozen = load_project(run).saliency
    assert sorted(frozen.operators) == sorted(CLASSES)
    assert {each.by for each in frozen.operators.values()} == {"tags"}
    history: RunHistory = read_run(run).history
    assert any("24 saliency maps made" in each.text for each in history.messages)
    again = train_project(load_project(run), run, "again", device="cpu").folder
    assert load_project(again).saliency.operators == frozen.operators


def test_operators_that_are_not_there_are_named_before_a_run(root):
    settings = {"saliency": {"source": "classes", "operators": {"blob": {"voters": ["x/z3"]}}}}
    project = with_settings(load_project(root), settings, where="test")
    problems = training_problems(project, root)
    assert any("saliency.operators.blob: there is no operator 'x'" in each for each in problems)
    with pytest.raises(ConfigError, match="there is no operator"):
        make_generator(project, {}, root)
    wrong = {"saliency": {"operators": {"dent": {"voters": ["x/z3"]}}}}
    with pytest.raises(ConfigError, match="unknown class 'dent'"):
        with_settings(load_project(root), wrong, where="test")
