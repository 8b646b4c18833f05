"""Windows without a screen, with workers that do what the test says."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QSettings, QThread
from PySide6.QtWidgets import QFileDialog, QMessageBox

from stac_core.errors import Cancelled, DataError
from stac_core.project import load_project, save_project, with_settings
from stac_core.types import CamResult, Explanation, MapPart
from stac_gui.app import make_application
from stac_gui.main_window import MainWindow
from stac_gui.services import WindowServices
from stac_gui.workers.engines import ModelSummary

CLASSES = ("scratch", "blob")


@pytest.fixture(scope="session")
def qapp_cls():
    return type(make_application())


@pytest.fixture(autouse=True)
def _own_settings(tmp_path):
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(
        QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path / "settings")
    )


@pytest.fixture(autouse=True)
def _no_real_dialogs(monkeypatch):
    """A dialog that nobody answers would hang the tests."""

    def refuse(*_, **__):
        pytest.fail("a modal dialog was opened")

    for name in ("exec", "about", "question", "critical", "warning", "information"):
        monkeypatch.setattr(QMessageBox, name, refuse)
    for name in ("getOpenFileName", "getExistingDirectory", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, name, refuse)


class FakeDialogs:
    """Answers questions; what was not prepared fails the test."""

    def __init__(self):
        self.answers = {}
        self.asked = []
        self.shown = []

    def __getattr__(self, name):
        if name.startswith("ask_"):
            return lambda *args: self._ask(name, args)
        if name.startswith("show_"):
            return lambda *args: self.shown.append((name, args))
        raise AttributeError(name)

    def _ask(self, name, args):
        self.asked.append((name, args))
        assert name in self.answers, f"{name} was asked and has no answer"
        return self.answers[name]


class FakeEngine:
    """Maps made of the image itself: class 1 where it is bright, class 2 where it is dark."""

    hold = None
    scores = (0.9, 0.8)
    looked = []  # noqa: RUF012 - shared with the tests on purpose
    segmented = []  # noqa: RUF012
    explained = []  # noqa: RUF012
    fail_on = frozenset()

    def __init__(self, request, on_fallback):
        if not Path(request.path).is_file():
            raise DataError("the weights file cannot be read", where=request.path)
        self.on_fallback = on_fallback
        self.source = request.source
        self.summary = ModelSummary(
            path=request.path,
            digest="digest-" + Path(request.path).stem,
            identity="identity",
            kind="segmenter" if request.source == "segmenter" else "fused",
            classes=CLASSES,
            threshold=0.5 if request.source == "segmenter" else 0.6,
            architecture="fake",
            origin="test",
            runs_on="CPU fp32",
            parameters=1234,
        )

    def predict(self, item, value_range, cancel):
        from stac_core.data.images import read_image

        if self.source == "cam":
            FakeEngine.looked.append(item.id)
        else:
            FakeEngine.segmented.append(item.id)
        if FakeEngine.hold is not None:
            while not FakeEngine.hold.wait(0.005):
                if cancel.is_cancelled:
                    raise Cancelled
        if item.id in FakeEngine.fail_on:
            raise DataError("cannot be looked at", where=item.id)
        grey = read_image(item.path).astype(np.float32) / 255
        grey = grey if grey.ndim == 2 else grey.mean(axis=2)
        if self.source == "segmenter":
            grey = grey * (np.arange(grey.shape[0]) < grey.shape[0] // 3)[:, None]  # the top
        cam = np.stack([grey, 1 - grey]).astype(np.float32)
        scores = np.array(FakeEngine.scores, np.float32)
        return CamResult(cam, scores, np.ones(2, bool), CLASSES)

    def explain(self, item, value_range, cancel):
        from stac_core.data.images import read_image

        FakeEngine.explained.append(item.id)
        if item.id in FakeEngine.fail_on:
            raise DataError("cannot be looked at", where=item.id)
        grey = read_image(item.path)[::2, ::2].astype(np.float32) / 255
        low = np.zeros_like(grey)
        low[-5:] = 1  # the views disagree at the bottom
        parts = [
            MapPart("scale", 1.0, np.stack([grey, 1 - grey])),
            MapPart("block", 1, np.stack([1 - grey, grey])),
            MapPart("spread", 0, np.stack([low, low])),
        ]
        return Explanation(tuple(parts), CLASSES)

    def describe(self):
        return "CPU fp32"


@pytest.fixture
def engine(monkeypatch):
    """The fake engine's class, reset; `hold` with an Event makes it wait."""
    monkeypatch.setattr(FakeEngine, "hold", None)
    monkeypatch.setattr(FakeEngine, "scores", (0.9, 0.8))
    monkeypatch.setattr(FakeEngine, "looked", [])
    monkeypatch.setattr(FakeEngine, "segmented", [])
    monkeypatch.setattr(FakeEngine, "explained", [])
    monkeypatch.setattr(FakeEngine, "fail_on", frozenset())
    return FakeEngine


@pytest.fixture
def held(engine):
    """Makes the engine wait until the test lets it go on."""
    engine.hold = threading.Event()
    yield engine.hold
    engine.hold.set()


@pytest.fixture
def dialogs():
    return FakeDialogs()


@pytest.fixture
def window(qtbot, engine, dialogs):
    """A shown window; its threads have ended when the test is over."""
    services = WindowServices(make_engine=engine)
    window = MainWindow(services, dialogs)
    window.resize(1100, 700)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    yield window
    dialogs.answers.setdefault("ask_unsaved", "discard")
    if window.isVisible():
        window.close()
    for thread in window.findChildren(QThread):
        assert not thread.isRunning()


@pytest.fixture
def weights(tmp_path):
    path = tmp_path / "model.bin"
    path.touch()
    return path


@pytest.fixture
def surfaces(tmp_path, save_image):
    """Five images: a bright square on grey, in different places."""
    root = tmp_path / "surfaces"
    for number in range(5):
        image = np.full((40, 50), 90, np.uint8)
        image[5 + number : 20 + number, 10:25] = 220
        save_image(root / f"s{number}.png", image)
    return root


@pytest.fixture
def project(tmp_path, surfaces):
    from stac_core.cli import main

    root = tmp_path / "project"
    tags = tmp_path / "tags.csv"
    lines = [f"s{number}.png,1,0" for number in range(5)]
    tags.write_text("\n".join(["image,scratch,blob", *lines]) + "\n")
    arguments = ["init", root, "--images", surfaces, "--classes", "scratch,blob", "--tags", tags]
    assert main([str(each) for each in arguments]) == 0
    plain = {"refine": {"steps": []}}  # masks follow maps at once
    save_project(with_settings(load_project(root), plain, where="test"), root)
    return root


@pytest.fixture
def open_project(qtbot, window, project, weights):
    """Opens the project with the fake model and waits for the first heat map."""

    def open_it(path=project, *, model=True):
        with qtbot.waitSignal(window.canvas.painted, timeout=5000):
            window.open_path(path)
        if model:
            with qtbot.waitSignal(window.canvas.overlay_painted, timeout=5000):
                window.controller.session.supply.load(weights)
        qtbot.waitUntil(lambda: window.controller.session.document is not None)
        return window.controller.session

    return open_it
