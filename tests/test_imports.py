"""Who may import whom: read from the source, and tried in a fresh interpreter."""

from __future__ import annotations

import ast
import subprocess
import sys

import pytest
from conftest import REPOSITORY

QT = ("PySide6", "shiboken6", "qimage2ndarray", "pyqtgraph")
TORCH = ("torch", "timm", "torchvision", "segmentation_models_pytorch")

RULES = [
    ("stac_core", (*QT, "stac_gui")),
    ("stac_core/labels", (*TORCH, "stac_core.models", "stac_core.engine", "stac_core.inference")),
    ("stac_core/formats", (*TORCH, "stac_core.models", "stac_core.engine", "stac_core.inference")),
    ("stac_gui/presenters", ("PySide6.QtWidgets", "stac_gui.panels", "stac_gui.canvas", *TORCH)),
    ("stac_gui/documents", ("PySide6.QtWidgets", *TORCH)),
    ("stac_gui/models", ("stac_gui.presenters", "stac_gui.workers", "stac_gui.panels", *TORCH)),
    ("stac_gui/panels", ("stac_gui.presenters", "stac_gui.workers", *TORCH)),
    ("stac_gui/canvas", ("stac_gui.presenters", "stac_gui.workers", *TORCH)),
]


def imported_names(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize(("folder", "forbidden"), RULES)
def test_folder_imports_nothing_forbidden(folder, forbidden):
    files = sorted((REPOSITORY / folder).rglob("*.py"))
    assert files, f"{folder} holds no module: the rule checks nothing"
    found = [
        f"{path.relative_to(REPOSITORY)} imports {name}"
        for path in files
        for name in imported_names(path)
        if any(name == bad or name.startswith(bad + ".") for bad in forbidden)
    ]
    assert found == []


def test_opencv_is_imported_in_one_place():
    files = [
        path.relative_to(REPOSITORY).as_posix()
        for package in ("stac_core", "stac_gui")
        for path in (REPOSITORY / package).rglob("*.py")
        if "cv2" in imported_names(path)
    ]
    assert files == ["stac_core/opencv.py"]


def loaded_modules(code):
    """The top-level names of all modules that are loaded after running `code` afresh."""
    script = f"{code}\nimport sys; print(*sorted({{n.partition('.')[0] for n in sys.modules}}))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=REPOSITORY
    )
    return set(done.stdout.split())


def test_command_line_starts_without_heavy_packages():
    code = "import stac_core.cli as c; c.main(['--help'])"
    assert loaded_modules(code).isdisjoint({"torch", "timm", "PySide6"})


def test_showing_the_main_window_loads_no_heavy_package():
    code = (
        "import os; os.environ['QT_QPA_PLATFORM'] = 'offscreen'\n"
        "from PySide6.QtWidgets import QApplication\n"
        "from stac_gui.app import start\n"
        "window = start([])\n"
        "QApplication.processEvents()\n"
        "assert window.isVisible()\n"
        "window.close()"
    )
    loaded = loaded_modules(code)
    assert "PySide6" in loaded
    assert loaded.isdisjoint({"torch", "timm", "torchvision", "pyqtgraph", "scipy"})


def test_opencv_threads_sleep_while_they_have_nothing_to_do():
    code = (
        "import os; os.environ['OPENCV_THREAD_POOL_ACTIVE_WAIT_MAIN'] = '7'\n"
        "import stac_core.opencv\n"
        "assert os.environ['OPENCV_THREAD_POOL_ACTIVE_WAIT_WORKER'] == '0'\n"
        "assert os.environ['OPENCV_THREAD_POOL_ACTIVE_WAIT_MAIN'] == '7'"  # somebody's own wish
    )
    assert "cv2" in loaded_modules(code)


def test_opencv_leaves_qt_variables_alone():
    code = (
        "import os; os.environ['QT_QPA_FONTDIR'] = 'mine'\n"
        "import stac_core.opencv\n"
        "assert os.environ['QT_QPA_FONTDIR'] == 'mine'\n"
        "assert 'QT_QPA_PLATFORM_PLUGIN_PATH' not in os.environ"
    )
    assert "cv2" in loaded_modules(code)
