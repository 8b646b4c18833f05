"""What every test may rely on."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, settings
from PIL import Image

REPOSITORY = Path(__file__).resolve().parent.parent
SHARED_DATA = REPOSITORY.parent / "shared" / "data"

settings.register_profile(
    "default", deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.load_profile("default")


def pytest_configure(config):
    # before any QApplication exists; the user's own display is never touched
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_API"] = "pyside6"
    os.environ["LC_ALL"] = os.environ["LANGUAGE"] = "C.UTF-8"  # tests read the words of the source
    # the tests run side by side: more threads than cores would only slow them down
    os.environ.setdefault("OMP_NUM_THREADS", "1")


def pytest_collection_modifyitems(items):
    missing = pytest.mark.skip(reason="the real data is not beside this checkout")
    for item in items:
        if "shared_data" in item.keywords and not SHARED_DATA.is_dir():
            item.add_marker(missing)


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory, monkeypatch):
    """No test reads or writes the settings of the person who runs it."""
    home = tmp_path_factory.mktemp("home")
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "APPDATA"):
        monkeypatch.setenv(name, str(home))


@pytest.fixture
def shared_data():
    return SHARED_DATA


@pytest.fixture
def rng():
    return np.random.default_rng(0)


@pytest.fixture
def save_image():
    """Writes an array as an image file and returns its path."""

    def save(path, array, **options):
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(np.asarray(array)).save(path, **options)
        return path

    return save


@pytest.fixture
def image_folder(tmp_path, rng, save_image):
    """Six small grey images, two of them in a sub-folder."""
    root = tmp_path / "images"
    for name in ("img1.png", "img2.png", "img10.png", "a.jpg", "sub/b.png", "sub/c.png"):
        save_image(root / name, rng.integers(0, 255, (40, 48), dtype=np.uint8))
    return root
