"""Projects whose runs take a second."""

from __future__ import annotations

import pytest

from core.run_workers import SMALL, SMALL_CNN
from stac_core.labels.store import open_store
from stac_core.new_project import make_project
from stac_core.project import save_project, with_settings

CLASSES = ["scratch", "blob"]


@pytest.fixture
def small_network(monkeypatch):
    """Let the compact networks be so small that their checkpoints are written in no time."""
    monkeypatch.setattr("stac_core.models.backbones._MICRO_SIZES", SMALL)
    monkeypatch.setattr("stac_core.models.cnn_backbones._MICRO_SIZES", SMALL_CNN)


@pytest.fixture
def make_root(tmp_path, save_image):
    """Makes a project folder of images (a list, named 0.png, 1.png ...), tags and settings."""

    def make(images, tags, settings):
        for index, image in enumerate(images):
            save_image(tmp_path / "images" / f"{index}.png", image)
        root = tmp_path / "project"
        project = make_project(root, [tmp_path / "images"], CLASSES)
        root.mkdir()
        save_project(with_settings(project, settings, where="test"), root)
        with open_store(root, CLASSES) as store:
            store.set_tags({f"{index}.png": each for index, each in enumerate(tags)})
        return root

    return make
