"""Copying a project as a whole: into a folder or a zip file, also while it is open.

The copy is complete and checked, or it is not there: it grows beside its place under another name.
The label store is copied by SQLite itself, so that a decision made meanwhile is either wholly in
the copy or not at all. Caches are left out; they can be made again.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import shutil
import sqlite3
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from stac_core.data.items import is_image
from stac_core.errors import DataError, StorageError
from stac_core.io import file_digest, storage_error, sync_folder
from stac_core.labels.database import store_error
from stac_core.labels.journal import JOURNAL_FOLDER
from stac_core.labels.ownership import LOCK_FILE, OWNER_FILE
from stac_core.labels.store import MASK_FOLDER, STORE_FILE
from stac_core.project import (
    PROJECT_FILE,
    Project,
    load_project,
    project_items,
    project_yaml,
    resolve,
)
from stac_core.types import CancelToken, no_progress

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stac_core.types import Progress

LEFT_OUT: Final = frozenset({"cache", LOCK_FILE, OWNER_FILE})
"""What of a project's folder is not copied: it can be made again, or says who has it open."""

_BLOCK: Final = 1 << 20


@dataclass(frozen=True)
class BackupReport:
    """What was copied.

    Attributes:
        target: The zip file or folder.
        files: How many files.
        size: Of all of them, in bytes.
        images: How many of them are images.
        missing: Masks that the store names but that are not on the disk, in the project itself.
    """

    target: Path
    files: int
    size: int
    images: int
    missing: tuple[str, ...] = ()


def back_up(
    root: Path,
    target: Path,
    *,
    images: bool = False,
    progress: Progress = no_progress,
    cancel: CancelToken | None = None,
) -> BackupReport:
    """Copy a project and check the copy.

    Args:
        root: The project's folder.
        target: A zip file where it ends with .zip, else a new folder. Must not exist yet.
        images: Whether to copy the images as well. Without them the copy names their place, so
            that it opens on this computer.
        progress: Called as bytes are copied and checked, in KiB.
        cancel: Checked at every block.

    Raises:
        StacError: If the project cannot be read, the target exists or cannot be written, or the
            copy is not what it should be. The target is not there then.
        Cancelled: If `cancel` says so; likewise.
    """
    root, target, cancel = root.resolve(), target.absolute(), cancel or CancelToken()
    if target.exists():
        raise StorageError("there is something already", where=target, fix="Choose another name")
    if target.is_relative_to(root):
        raise StorageError(
            "this lies inside the project itself", where=target, fix="Choose another folder"
        )
    project = load_project(root)
    partial = target.parent / f".{target.name[:60]}.{secrets.token_hex(6)}.partial"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        sink: _Sink = _Zip(partial) if target.suffix.lower() == ".zip" else _Folder(partial)
        with contextlib.closing(sink):
            report = _copy(project, root, target, sink, images, progress, cancel)
        os.replace(partial, target)
        sync_folder(target.parent)
    except OSError as error:
        raise storage_error(target, error) from error
    finally:
        if partial.is_dir():
            shutil.rmtree(partial, ignore_errors=True)
        else:
            partial.unlink(missing_ok=True)
    return report


def _copy(
    project: Project,
    root: Path,
    target: Path,
    sink: _Sink,
    images: bool,
    progress: Progress,
    cancel: CancelToken,
) -> BackupReport:
    pictures = _pictures(project, root, cancel) if images else {}
    # in this order: what is committed to the store meanwhile was in the journal before
    files = dict(_files(root, project, cancel))
    total = sum(path.stat().st_size for path in (*files.values(), *pictures.values()))
    counter = _Counter(2 * total, progress, cancel)  # everything is read again
    for name, path in sorted(files.items(), key=lambda each: not _is_journal(each[0])):
        sink.add(name, path, counter)
    for name, path in pictures.items():
        sink.add(name, path, counter)
    with tempfile.TemporaryDirectory(prefix="stac-") as temporary:
        snapshot = Path(temporary) / STORE_FILE
        missing: tuple[str, ...] = ()
        if (root / STORE_FILE).is_file():
            _snapshot(root / STORE_FILE, snapshot)
            named = _masks_of(snapshot)
            # masks of decisions made since the files were listed
            for digest in named:
                name = f"{MASK_FOLDER}/{digest[:2]}/{digest}.png"
                if name not in files and (root / name).is_file():
                    sink.add(name, root / name, counter)
                    files[name] = root / name
            names = {Path(name).stem for name in files if name.startswith(f"{MASK_FOLDER}/")}
            missing = tuple(sorted(set(named) - names))
            sink.add(STORE_FILE, snapshot, counter)
        portable = Path(temporary) / PROJECT_FILE
        portable.write_text(project_yaml(_portable(project, root, images)), encoding="utf-8")
        sink.add(PROJECT_FILE, portable, counter)
        sink.check(counter)
    return BackupReport(target, len(sink.digests), sink.size, len(pictures), missing)


def _files(root: Path, project: Project, cancel: CancelToken) -> Iterator[tuple[str, Path]]:
    """What is copied as it is: name in the copy -> file.

    Of an image folder in the project only what it leaves out, such as masks beside the images, and
    what a data set's folder says of its images.
    """
    folders = {resolve(root, folder.path): folder for folder in project.image_folders}
    folders.pop(root, None)
    data_set = project.reference.folder and resolve(root, project.reference.folder)
    ours = {PROJECT_FILE, STORE_FILE, f"{STORE_FILE}-wal", f"{STORE_FILE}-shm"}
    for folder, below, names in os.walk(root):
        cancel.check()
        here = Path(folder)
        images = next((each for each in (here, *here.parents) if each in folders), None)
        if images is not None and not folders[images].exclude and images != data_set:
            below.clear()
            continue
        below[:] = [name for name in sorted(below) if here != root or name not in LEFT_OUT]
        for name in sorted(names):
            if name.endswith((".tmp", ".partial")) or (
                here == root and (name in LEFT_OUT or name in ours)
            ):
                continue
            path = here / name
            if images is not None and is_image(
                path.relative_to(images).as_posix(), folders[images].exclude
            ):
                continue
            if path.is_file():
                yield path.relative_to(root).as_posix(), path


def _pictures(project: Project, root: Path, cancel: CancelToken) -> dict[str, Path]:
    """The images: name in the copy -> file."""
    several = len(project.image_folders) > 1
    found = {}
    for item in project_items(project, root, cancel=cancel):
        name = item.id.partition("/")[2] if several else item.id
        folder = item.id.partition("/")[0] if several else project.image_folders[0].name
        found[f"images/{folder}/{name}"] = item.path
    return found


def _portable(project: Project, root: Path, images: bool) -> Project:
    """The project for the copy: images beside it where they were copied, else by their place."""
    values = project.model_dump(mode="json")
    for folder in values["image_folders"]:
        place = resolve(root, folder["path"])
        folder["path"] = f"images/{folder['name']}" if images else place.as_posix()

    def outside(path: str | None) -> str | None:
        """Paths inside the project stay; others are named by their place."""
        if not path:
            return path
        place = resolve(root, path)
        return path if place.is_relative_to(root) or not place.exists() else place.as_posix()

    for section, names in (
        ("saliency", ("folder", "network", "mask_network")),
        ("reference", ("folder", "maps")),
        ("data", ("train_list", "validation_list", "validation_masks", "tags", "masks")),
        ("model", ("weights", "current")),
        ("segment", ("weights", "cam_model", "current")),
    ):
        for name in names:
            values[section][name] = outside(values[section][name])
    reference = values["reference"]
    reference["splits"] = {name: outside(path) for name, path in reference["splits"].items()}
    return Project.model_validate(values)


def _snapshot(store: Path, target: Path) -> None:
    """Copy a store that may be written to meanwhile, by SQLite itself.

    Raises:
        StacError: If it is damaged.
    """
    try:
        with (
            contextlib.closing(sqlite3.connect(f"{store.as_uri()}?mode=ro", uri=True)) as source,
            contextlib.closing(sqlite3.connect(target)) as copy,
        ):
            source.backup(copy)
            # one file, that needs no log beside it
            copy.execute("PRAGMA journal_mode = DELETE")
            (found,) = copy.execute("PRAGMA integrity_check").fetchone()
    except sqlite3.Error as error:
        raise store_error(store, error) from error
    if found != "ok":
        raise DataError(f"is damaged ({found})", where=store, fix="Restore it from a backup")


def _masks_of(store: Path) -> list[str]:
    """Digests of all masks that a store names."""
    with contextlib.closing(sqlite3.connect(store)) as db:
        rows = db.execute("SELECT DISTINCT mask FROM revisions WHERE mask IS NOT NULL")
        return [str(row[0]) for row in rows]


def _is_journal(name: str) -> bool:
    return name.startswith(f"{JOURNAL_FOLDER}/")


class _Counter:
    """Counts bytes, tells somebody, and stops where asked to."""

    def __init__(self, total: int, progress: Progress, cancel: CancelToken) -> None:
        self._total, self._done = max(1, total), 0
        self._progress, self._cancel = progress, cancel

    def add(self, size: int) -> None:
        self._cancel.check()
        self._done += size
        self._progress(min(self._done, self._total) >> 10, self._total >> 10)


class _Sink(Protocol):
    """Where the copy goes."""

    digests: dict[str, str]
    size: int

    def add(self, name: str, path: Path, counter: _Counter) -> None:
        """Copy a file."""

    def check(self, counter: _Counter) -> None:
        """Read everything again.

        Raises:
            DataError: If a file is not what was copied.
        """

    def close(self) -> None:
        """Close what is open."""


class _Folder:
    def __init__(self, path: Path) -> None:
        self._path = path
        self.digests: dict[str, str] = {}
        self.size = 0
        path.mkdir()

    def add(self, name: str, path: Path, counter: _Counter) -> None:
        target, digest = self._path / name, hashlib.sha256()
        target.parent.mkdir(parents=True, exist_ok=True)
        with path.open("rb") as source, target.open("xb") as copy:
            while block := source.read(_BLOCK):
                copy.write(block)
                digest.update(block)
                self.size += len(block)
                counter.add(len(block))
            copy.flush()
            os.fsync(copy.fileno())
        self.digests[name] = digest.hexdigest()

    def check(self, counter: _Counter) -> None:
        for name, digest in self.digests.items():
            path = self._path / name
            if file_digest(path) != digest:
                raise _spoilt(name)
            counter.add(path.stat().st_size)

    def close(self) -> None:
        pass


class _Zip:
    # images and masks are compressed already, and models do not get smaller
    _PLAIN = frozenset({".png", ".jpg", ".jpeg", ".safetensors", ".pt", ".pth", ".npz", ".tif"})

    def __init__(self, path: Path) -> None:
        self._path = path
        self._zip: zipfile.ZipFile | None = zipfile.ZipFile(path, "x")
        self.digests: dict[str, str] = {}
        self.size = 0

    def add(self, name: str, path: Path, counter: _Counter) -> None:
        assert self._zip is not None
        info = zipfile.ZipInfo.from_file(path, name, strict_timestamps=False)
        plain = path.suffix.lower() in self._PLAIN
        info.compress_type = zipfile.ZIP_STORED if plain else zipfile.ZIP_DEFLATED
        with path.open("rb") as source, self._zip.open(info, "w") as copy:
            while block := source.read(_BLOCK):
                copy.write(block)
                self.size += len(block)
                counter.add(len(block))
        self.digests[name] = ""  # the zip keeps checksums itself

    def check(self, counter: _Counter) -> None:
        self.close()
        with zipfile.ZipFile(self._path) as copy:
            if sorted(copy.namelist()) != sorted(self.digests):
                raise _spoilt(self._path.name)
            for info in copy.infolist():
                try:
                    with copy.open(info) as file:
                        while block := file.read(_BLOCK):  # compares the checksum at its end
                            counter.add(len(block))
                except zipfile.BadZipFile:
                    raise _spoilt(info.filename) from None

    def close(self) -> None:
        if self._zip is not None:
            self._zip.close()
            self._zip = None
            with self._path.open("rb") as file:
                os.fsync(file.fileno())


def _spoilt(name: str) -> DataError:
    return DataError(
        "the copy is not what was copied; nothing was kept",
        where=name,
        fix="Try again, or use another disk",
    )
