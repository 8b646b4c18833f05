"""`stac demo` as a newcomer runs it."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from PIL import Image

from stac_core import cli
from stac_gui.commands.display import has_display
from stac_gui.screenshot import ScreenshotError, draw_window


def test_demo_draws_the_window_with_heat_maps_and_masks(tmp_path, capsys):
    picture = tmp_path / "demo.png"
    command = ["demo", "--dir", str(tmp_path / "demo"), "--screenshot", str(picture)]
    assert cli.main(command) == 0
    with Image.open(picture) as drawn:
        assert drawn.size == (1600, 1000)
        # the colours of the heat map are in the middle of the window, where else all is grey
        middle = drawn.convert("HSV").crop((500, 200, 1100, 800)).split()[1]
    assert sum(middle.histogram()[100:]) > 1000
    assert "made the demonstration project" in capsys.readouterr().out
    assert cli.main(command) == 0
    assert "found the demonstration project" in capsys.readouterr().out


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is a screen")
def test_without_a_display_the_window_is_drawn_into_a_file(tmp_path):
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    done = subprocess.run(
        [sys.executable, "-m", "stac_core", "demo"],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=240,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "there is no display here" in done.stdout
    with Image.open(tmp_path / "demo.png") as drawn:
        assert drawn.size == (1600, 1000)


def test_window_without_heat_map_is_given_up_with_an_error(image_folder, tmp_path, qapp):
    with pytest.raises(ScreenshotError, match="no heat map"):
        draw_window(image_folder, tmp_path / "never.png", timeout_ms=200)
    assert not (tmp_path / "never.png").exists()


@pytest.mark.parametrize(
    ("platform", "variables", "expected"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("linux", {"QT_QPA_PLATFORM": "offscreen"}, True),
        ("win32", {}, True),
        ("darwin", {}, True),
    ],
)
def test_display_is_looked_for_before_qt_starts(monkeypatch, platform, variables, expected):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", platform)
    assert has_display() is expected


def test_window_without_a_display_is_a_clear_error(monkeypatch, capsys):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    assert cli.main(["gui"]) == 1
    assert "stac predict" in capsys.readouterr().err
