"""What somebody who helps needs to know about this installation: one zip file without images."""

from __future__ import annotations

import contextlib
import importlib.metadata
import json
import os
import platform
import shutil
import sqlite3
import sys
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from stac_core import __version__
from stac_core.gpu import GpuState, gpu_state, why_no_gpu
from stac_core.io import atomic_writer, storage_error
from stac_core.labels.store import STORE_FILE
from stac_core.project import PROJECT_FILE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PACKAGES: Final = (
    "stac-studio", "PySide6-Essentials", "torch", "torchvision", "timm", "numpy", "opencv-python",
    "pillow", "scipy", "pydantic", "safetensors", "segmentation-models-pytorch", "pyqtgraph",
    "qimage2ndarray", "pyyaml", "natsort", "tqdm",
)  # fmt: skip

_VARIABLES: Final = ("QT_", "CUDA_", "OMP_", "MKL_", "XDG_SESSION", "LANG", "LC_ALL", "DISPLAY",
                     "WAYLAND_DISPLAY", "STAC_")  # fmt: skip

_MOST_LOG: Final = 4 << 20
"""Bytes of a log's end that are kept."""


@dataclass(frozen=True)
class Part:
    """A file of the bundle.

    Attributes:
        name: In the zip file.
        about: What it is, for the person who gives it away.
        data: Its content.
    """

    name: str
    about: str
    data: bytes


def versions() -> dict[str, str]:
    """Versions of the program, of Python, the system and the packages; nothing is loaded."""
    found = {
        "STAC Studio": __version__,
        "Python": platform.python_version(),
        "System": platform.platform(),
    }
    for package in PACKAGES:
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            found[package] = importlib.metadata.version(package)
    return found


def gather(
    *,
    root: Path | None = None,
    logs: Sequence[Path] = (),
    settings: Mapping[str, Any] | None = None,
    window: Mapping[str, Any] | None = None,
    gpu: GpuState | None = None,
) -> list[Part]:
    """Everything that the bundle holds. Takes seconds: not for a window's own thread.

    Args:
        root: The folder of the open project.
        logs: Log files of the program, the latest first; those that are not there are left out.
        settings: Settings of the person.
        window: What the window knows: platform, screens.
        gpu: What is known of the GPUs; None asks.
    """
    gpu = gpu or gpu_state()
    state = {"why not": why_no_gpu(gpu), **gpu.values}
    parts = [
        Part("versions.json", "versions of the program and of what it is built on",
             _json(versions())),
        Part("system.json", "processor, memory, free disk, and variables for Qt and CUDA",
             _json(_system(root))),
        Part("gpu.json", "graphics cards and whether they can be used", _json(state)),
    ]  # fmt: skip
    if window is not None:
        parts.append(Part("window.json", "how the window is drawn", _json(window)))
    if settings is not None:
        parts.append(Part("settings.json", "your settings of the program", _json(settings)))
    for log in logs:
        with contextlib.suppress(OSError):
            parts.append(Part(f"logs/{log.name}", "what the program wrote down", _tail(log)))
    if root is not None:
        with contextlib.suppress(OSError):
            about = "the settings of the open project: names of classes and folders, no images"
            parts.append(Part(PROJECT_FILE, about, (root / PROJECT_FILE).read_bytes()))
        parts.append(
            Part("project.json", "how many images, decisions and files the open project has",
                 _json(_project(root)))
        )  # fmt: skip
        parts += _runs(root)
    return parts


def write_bundle(target: Path, parts: Sequence[Part]) -> None:
    """Write the parts and a page that says what they are, whole or not at all.

    Raises:
        StorageError: If it cannot be written.
    """
    lines = [f"STAC Studio {__version__}, {time.strftime('%Y-%m-%d %H:%M')}", ""]
    lines += [f"{part.name}: {part.about} ({len(part.data):,} bytes)" for part in parts]
    lines += ["", "It holds no images and no masks. File names and your user name may be in it."]
    try:
        with (
            atomic_writer(target) as file,
            zipfile.ZipFile(file, "w", compression=zipfile.ZIP_DEFLATED) as bundle,
        ):
            bundle.writestr("READ ME.txt", "\n".join(lines) + "\n")
            for part in parts:
                bundle.writestr(part.name, part.data)
    except OSError as error:
        raise storage_error(target, error) from error


def _system(root: Path | None) -> dict[str, Any]:
    variables = {
        name: value for name, value in sorted(os.environ.items()) if name.startswith(_VARIABLES)
    }
    found: dict[str, Any] = {
        "machine": platform.machine(),
        "processor": platform.processor(),
        "cores": os.cpu_count(),
        "memory_mb": _memory_mb(),
        "python": sys.executable,
        "encoding": sys.getfilesystemencoding(),
        "variables": variables,
    }
    if root is not None:
        with contextlib.suppress(OSError):
            found["free_disk_mb"] = shutil.disk_usage(root).free >> 20
    return found


def _memory_mb() -> int | None:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 20
    except (AttributeError, ValueError, OSError):  # Windows has no sysconf
        return None


def _project(root: Path) -> dict[str, Any]:
    found: dict[str, Any] = {"folder": str(root)}
    try:
        uri = f"{(root / STORE_FILE).resolve().as_uri()}?mode=ro"
        with contextlib.closing(sqlite3.connect(uri, uri=True)) as db:
            found["store_version"] = db.execute("PRAGMA user_version").fetchone()[0]
            found["integrity"] = db.execute("PRAGMA integrity_check").fetchone()[0]
            statuses = db.execute("SELECT status, count(*) FROM records GROUP BY status")
            found["records"] = dict(statuses.fetchall())
            for table in ("tags", "revisions", "predictions", "events"):
                found[table] = db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    except sqlite3.Error as error:
        found["store"] = f"cannot be read: {error}"
    sizes: dict[str, dict[str, int]] = {}
    for folder, _, names in os.walk(root):
        top = Path(folder).relative_to(root).parts[:1]
        entry = sizes.setdefault(top[0] if top else ".", {"files": 0, "bytes": 0})
        for name in names:
            with contextlib.suppress(OSError):
                entry["bytes"] += (Path(folder) / name).stat().st_size
                entry["files"] += 1
    found["sizes"] = sizes
    return found


def _runs(root: Path) -> list[Part]:
    """Logs and console output of the last few training runs."""
    runs = sorted((root / "runs").glob("*/"), key=lambda each: each.stat().st_mtime, reverse=True)
    parts = []
    for run in runs[:3]:
        for name in ("log.txt", "console.txt"):
            with contextlib.suppress(OSError):
                data = _tail(run / name)
                parts.append(Part(f"runs/{run.name}/{name}", "what a training run said", data))
    return parts


def _tail(path: Path) -> bytes:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _MOST_LOG))
        return file.read()


def _json(value: Any) -> bytes:
    return (json.dumps(value, indent=2, ensure_ascii=False, default=str) + "\n").encode()
