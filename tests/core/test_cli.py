from __future__ import annotations

import json
import os
import threading

import pytest
from conftest import SHARED_DATA

from core.helpers import save_tiny_model
from stac_core import cli, project
from stac_core.errors import Cancelled


@pytest.fixture
def project_dir(tmp_path, image_folder):
    spec = project.Project(
        name="steel",
        classes=project.make_classes(["scratch", "blob"]),
        image_folders=[project.ImageFolder(name="images", path="../images")],
    )
    project.save_project(spec, tmp_path / "steel" / project.PROJECT_FILE)
    return tmp_path / "steel"


def test_info_of_a_project(project_dir, capsys):
    assert cli.main(["info", str(project_dir)]) == 0
    text = capsys.readouterr().out
    assert "scratch, blob" in text
    assert "6" in text


def test_json_to_standard_output_is_pure(project_dir, capsys):
    assert cli.main(["info", str(project_dir), "--json", "-"]) == 0
    captured = capsys.readouterr()
    assert json.loads(captured.out)["images"] == 6
    assert "scratch, blob" in captured.err


def test_json_to_a_file(project_dir, tmp_path):
    assert cli.main(["info", str(project_dir), "--json", str(tmp_path / "out.json")]) == 0
    assert json.loads((tmp_path / "out.json").read_text())["kind"] == "project"


def test_failure_is_one_line_and_exit_1(tmp_path, capsys):
    assert cli.main(["info", str(tmp_path / "none")]) == 1
    error = capsys.readouterr().err
    assert error.startswith("stac info: ")
    assert error.count("\n") == 1


def test_wrong_usage_is_exit_2(capsys):
    assert cli.main([]) == 2
    assert cli.main(["dance"]) == 2
    assert "invalid choice" in capsys.readouterr().err


@pytest.mark.parametrize("stop", [Cancelled, KeyboardInterrupt])
def test_cancelled_is_exit_130(project_dir, monkeypatch, stop):
    def give_up(args, out):
        raise stop

    monkeypatch.setattr("stac_core.cli.info.run", give_up)
    assert cli.main(["info", str(project_dir)]) == 130


def test_version(capsys):
    assert cli.main(["--version"]) == 0
    assert "STAC Studio" in capsys.readouterr().out


def test_info_of_a_weights_file_says_what_was_assumed(capsys, tmp_path):
    path = save_tiny_model(tmp_path / "m.safetensors")
    assert cli.main(["info", str(path), "--json", "-"]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert (facts["heads"], facts["classes"]) == (2, ["scratch", "blob"])


@pytest.mark.shared_data
def test_info_of_the_authors_checkpoint(capsys):
    path = SHARED_DATA / "reference_parity" / "checkpoint_fp16.pth"
    assert cli.main(["info", str(path)]) == 0
    text = capsys.readouterr().out
    assert "STAC authors' checkpoint, epoch 3" in text
    assert "8 attention heads assumed" in text
    assert cli.main(["info", str(path), "--heads", "6"]) == 0
    assert "assumed" not in capsys.readouterr().out


def test_programs_are_told_how_far_it_is(project_dir, capsys):
    arguments = ["saliency", str(project_dir), "--json", "-", "--progress-lines"]
    assert cli.main(arguments) == 0
    captured = capsys.readouterr()
    assert json.loads(captured.out)["made"] == 6
    lines = [json.loads(line) for line in captured.err.splitlines() if line.startswith("{")]
    assert lines[0] == {"progress": "saliency", "done": 0, "total": 6}
    assert lines[-1] == {"progress": "saliency", "done": 6, "total": 6}


def test_end_of_input_stops_a_verb(project_dir, capsys, monkeypatch):
    reader, writer = os.pipe()
    os.close(writer)

    seen = threading.Event()

    def wait_for_end(args, out):
        while not out.cancel.is_cancelled:
            seen.wait(0.005)
        raise Cancelled

    monkeypatch.setattr("stac_core.cli.info.run", wait_for_end)
    with os.fdopen(reader) as ended:
        monkeypatch.setattr("sys.stdin", ended)
        assert cli.main(["info", str(project_dir), "--stop-with-input"]) == 130
    assert "cancelled" in capsys.readouterr().err
