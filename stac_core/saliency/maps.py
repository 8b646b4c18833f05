"""Saliency maps on disk: made for all images of a project, or read from a folder of maps."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import time
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Final, Protocol

import numpy as np

from stac_core.data.images import ValueRange, read_image, to_model_rgb
from stac_core.errors import DataError
from stac_core.formats.mask_png import read_grey
from stac_core.io import atomic_write_bytes, atomic_write_json
from stac_core.opencv import cv2
from stac_core.saliency.contrast import ContrastSpec, contrast_saliency
from stac_core.types import CancelToken, ImageItem, Progress, no_progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

logger = logging.getLogger(__name__)

MANIFEST: Final = "manifest.json"
MANIFEST_VERSION: Final = 1
MARKS: Final = "marks.json"
SALIENCY_FOLDER: Final = "saliency"

_MARKS_EVERY: Final = 5.0
"""Seconds between two writes of the marks while maps are made."""


@dataclass
class SaliencyReport:
    """What `make_maps` did.

    Attributes:
        made: Maps written.
        kept: Maps that were there already and still fit.
        failed: Image id -> why it has no map.
    """

    made: int = 0
    kept: int = 0
    failed: dict[str, str] = field(default_factory=dict)


class Generator(Protocol):
    """Makes saliency maps."""

    @property
    def name(self) -> str:
        """For the manifest."""

    @property
    def parameters(self) -> dict[str, Any]:
        """All that decides what the maps look like, beside the image and its `mark`."""

    def mark(self, item: ImageItem) -> str:
        """What else the map of an image depends on, such as its tags.

        The map is made anew when this changes.
        """

    def make(self, item: ImageItem, image: NDArray[np.uint8]) -> NDArray[np.float32]:
        """The map of an image, uint8 (H, W, 3) RGB: float32 (H, W) in [0, 1]."""


@dataclass(frozen=True)
class ContrastGenerator:
    """Maps from each image alone; see `contrast`."""

    spec: ContrastSpec = ContrastSpec()
    name: str = "contrast"

    @property
    def parameters(self) -> dict[str, Any]:
        """The generator's parameters."""
        return asdict(self.spec)

    def mark(self, item: ImageItem) -> str:
        """Nothing but the image counts."""
        return ""

    def make(self, item: ImageItem, image: NDArray[np.uint8]) -> NDArray[np.float32]:
        """The map of an image."""
        return contrast_saliency(image, self.spec)


def generator_digest(generator: Generator) -> str:
    """16 hexadecimal digits that tell one generator and its parameters from another."""
    values = {"generator": generator.name, **generator.parameters}
    text = json.dumps(values, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def make_maps(
    items: Sequence[ImageItem],
    folder: Path,
    generator: Generator,
    *,
    value_range: Callable[[str], ValueRange | None] = lambda image_id: None,
    force: bool = False,
    progress: Progress = no_progress,
    cancel: CancelToken | None = None,
) -> SaliencyReport:
    """Write the saliency map of every image, on all cores.

    Maps that are newer than their image and were made with the same parameters are kept, so an
    interrupted run goes on where it stopped. An unreadable image is reported and left out.

    Args:
        items: The images.
        folder: Receives `<key>.png` and the manifest.
        generator: Makes a map.
        value_range: Pixel values for black and white by image id.
        force: Make every map anew.
        progress: Told after each image.
        cancel: Checked between images.

    Raises:
        DataError: If the folder holds maps that somebody else put there.
        StorageError: If a map cannot be written.
        Cancelled: If `cancel` says so; the maps made so far stay.
    """
    report = SaliencyReport()
    token = cancel or CancelToken()
    same = not force and _manifest_digest(folder) == generator_digest(generator)
    marks = _read_marks(folder) if same else {}
    wanted = {item.key: generator.mark(item) for item in items}
    todo = [
        item
        for item in items
        if not (same and _is_current(item, folder) and marks.get(item.key, "") == wanted[item.key])
    ]
    report.kept = len(items) - len(todo)
    if not same:
        _write_manifest(folder, generator)
    if any(wanted.values()) or marks:
        # those about to be made are nobody's until they are
        pending = {item.key for item in todo}
        _write_marks(folder, {key: mark for key, mark in marks.items() if key not in pending})
    progress(report.kept, len(items))

    def make(item: ImageItem) -> None:
        token.check()
        rgb = to_model_rgb(read_image(item.path), value_range(item.id))
        write_saliency(map_path(folder, item.key), generator.make(item, rgb))

    made: dict[str, str] = {}
    written = time.monotonic()
    try:
        for item, error in _in_parallel(make, todo):
            if error is None:
                report.made += 1
                made[item.key] = wanted[item.key]
                if wanted[item.key] and time.monotonic() - written > _MARKS_EVERY:
                    # whoever is killed loses little
                    _write_marks(folder, {**_read_marks(folder), **made})
                    written = time.monotonic()
            elif isinstance(error, DataError):
                report.failed[item.id] = str(error)
            else:
                raise error
            progress(report.kept + report.made + len(report.failed), len(items))
    finally:
        if any(made.values()):
            _write_marks(folder, {**_read_marks(folder), **made})
    return report


def map_path(folder: Path, key: str) -> Path:
    """Where the saliency map of an image is."""
    return folder / f"{key}.png"


def write_saliency(path: Path, saliency: NDArray[np.float32]) -> None:
    """Write a map in [0, 1] as an 8-bit grey PNG.

    Raises:
        StorageError: If it cannot be written.
    """
    levels = np.rint(saliency * 255).astype(np.uint8)
    atomic_write_bytes(path, cv2.imencode(".png", levels)[1].tobytes())


def read_saliency(path: Path) -> NDArray[np.uint8]:
    """Read a map: uint8 (H, W), 0..255 = 0..1. Colour files are read as grey.

    Raises:
        DataError: If it is missing or damaged.
    """
    return read_grey(path)


def missing_maps(items: Iterable[ImageItem], folder: Path) -> list[ImageItem]:
    """Images without a map in the folder."""
    return [item for item in items if not map_path(folder, item.key).is_file()]


def manifest(folder: Path) -> dict[str, Any]:
    """What the maps of a folder were made with; empty where nobody wrote it down."""
    try:
        values = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return values if isinstance(values, dict) else {}


def _manifest_digest(folder: Path) -> str | None:
    values = manifest(folder)
    return values.get("digest") if values.get("version") == MANIFEST_VERSION else None


def _write_manifest(folder: Path, generator: Generator) -> None:
    found = list(folder.rglob("*.png"))
    if found and not manifest(folder):
        raise DataError(
            f"holds {len(found):,} maps that were not made here",
            where=folder,
            fix="To use them set saliency.source to folder and saliency.folder to their place; to "
            "replace them move them away",
        )
    values = {
        "version": MANIFEST_VERSION,
        "generator": generator.name,
        "parameters": generator.parameters,
        "digest": generator_digest(generator),
    }
    # Maps of other parameters must not be taken for ours: they go before the manifest says so.
    for path in found:
        path.unlink()
    atomic_write_json(folder / MANIFEST, values)


def _read_marks(folder: Path) -> dict[str, str]:
    try:
        values = json.loads((folder / MARKS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return values if isinstance(values, dict) else {}


def _write_marks(folder: Path, marks: dict[str, str]) -> None:
    atomic_write_json(folder / MARKS, marks)


def _is_current(item: ImageItem, folder: Path) -> bool:
    try:
        made = map_path(folder, item.key).stat().st_mtime_ns
        return made >= item.path.stat().st_mtime_ns
    except OSError:
        return False


def _in_parallel(
    work: Callable[[ImageItem], None], items: Sequence[ImageItem]
) -> Iterable[tuple[ImageItem, BaseException | None]]:
    """Run `work` on each item in threads (OpenCV and numpy release the lock), as they end."""
    workers = os.cpu_count() or 1
    waiting: dict[Future[None], ImageItem] = {}
    rest = iter(items)
    with ThreadPoolExecutor(workers) as pool:
        try:
            while True:
                for item in rest:
                    waiting[pool.submit(work, item)] = item
                    if len(waiting) >= 4 * workers:
                        break
                if not waiting:
                    return
                done, _ = wait(waiting, return_when=FIRST_COMPLETED)
                for future in done:
                    yield waiting.pop(future), future.exception()
        finally:
            for future in waiting:
                future.cancel()
