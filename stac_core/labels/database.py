"""The label store's database: tables, versions, and how it is opened."""

from __future__ import annotations

import errno
import getpass
import os
import sqlite3
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from stac_core.errors import LabelStoreError, StorageError

if TYPE_CHECKING:
    from collections.abc import Callable

APPLICATION_ID: Final = int.from_bytes(b"STAC", "big")
STORE_VERSION: Final = 3

_VERSION_1: Final = """
CREATE TABLE tags (
    item TEXT NOT NULL, class INTEGER NOT NULL, present INTEGER NOT NULL,
    who TEXT NOT NULL, t REAL NOT NULL,
    PRIMARY KEY (item, class)
) WITHOUT ROWID;
CREATE TABLE records (
    item TEXT PRIMARY KEY, status TEXT NOT NULL, mask TEXT, origin TEXT NOT NULL,
    source TEXT NOT NULL, revision INTEGER NOT NULL, who TEXT NOT NULL, t REAL NOT NULL,
    seconds REAL NOT NULL, pixels_changed INTEGER NOT NULL, note TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE revisions (
    item TEXT NOT NULL, status TEXT NOT NULL, mask TEXT, origin TEXT NOT NULL,
    source TEXT NOT NULL, revision INTEGER NOT NULL, who TEXT NOT NULL, t REAL NOT NULL,
    seconds REAL NOT NULL, pixels_changed INTEGER NOT NULL, note TEXT NOT NULL,
    PRIMARY KEY (item, revision)
) WITHOUT ROWID;
CREATE TABLE predictions (
    item TEXT PRIMARY KEY, scores TEXT NOT NULL, model TEXT NOT NULL, spec TEXT NOT NULL,
    t REAL NOT NULL
) WITHOUT ROWID;
CREATE TABLE events (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, t REAL NOT NULL, who TEXT NOT NULL,
    type TEXT NOT NULL, item TEXT, data TEXT NOT NULL
);
"""


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the tables to the current version, each step in one transaction."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    for target in range(version + 1, STORE_VERSION + 1):
        connection.execute("BEGIN IMMEDIATE")
        try:
            # another process may have taken the step while this one waited for the lock
            (now,) = connection.execute("PRAGMA user_version").fetchone()
            if now < target:
                MIGRATIONS[target](connection)
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                connection.execute(f"PRAGMA user_version = {target}")
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise


def connect_to_write(path: Path) -> sqlite3.Connection:
    """Open a store for writing, made or migrated to the current version where needed.

    Raises:
        LabelStoreError: If it was written by a newer or another program.
        sqlite3.Error: If it cannot be opened.
    """
    connection = sqlite3.connect(path, isolation_level=None, timeout=10)
    try:
        journal = "DELETE" if on_network_share(path) else "WAL"
        connection.execute(f"PRAGMA journal_mode = {journal}")
        connection.execute("PRAGMA synchronous = FULL")
        _check_version(connection, path)
        migrate(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def connect_to_read(path: Path) -> sqlite3.Connection:
    """Open a store for reading only; an empty one in memory where there is none.

    Raises:
        LabelStoreError: If it was written by a newer or another program.
        sqlite3.Error: If it cannot be opened.
    """
    if not path.exists():
        empty = sqlite3.connect(":memory:", isolation_level=None)
        migrate(empty)
        return empty
    try:
        connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, isolation_level=None)
        connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
    except sqlite3.OperationalError:
        # A write-ahead log needs a shared-memory file beside it, which this folder does not allow.
        uri = f"{path.as_uri()}?mode=ro&immutable=1"
        connection = sqlite3.connect(uri, uri=True, isolation_level=None)
    try:
        _check_version(connection, path)
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version == STORE_VERSION:
            return connection
        # an older one is brought to the current version in memory: here nothing may be written
        copy = sqlite3.connect(":memory:", isolation_level=None)
        connection.backup(copy)
        migrate(copy)
    except BaseException:
        connection.close()
        raise
    connection.close()
    return copy


def _check_version(connection: sqlite3.Connection, path: Path) -> None:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application not in {0, APPLICATION_ID}:
        raise LabelStoreError("is another program's database", where=path)
    if version > STORE_VERSION:
        raise LabelStoreError(
            f"was written by a newer program (store version {version}; this one reads up to "
            f"{STORE_VERSION})",
            where=path,
            fix="Update STAC Studio",
        )


def can_write(path: Path) -> bool:
    """Whether a store can be written; tried, since permissions alone do not tell on every disk."""
    probe = path.parent / f".write-test-{time.monotonic_ns()}"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
        if path.exists():
            with path.open("r+b"):
                pass
    except OSError as error:
        # a full disk is no reason to call the project read-only
        return error.errno in {errno.ENOSPC, errno.EDQUOT}
    return True


def store_error(path: Path, error: sqlite3.Error) -> LabelStoreError | StorageError:
    """What an SQLite error means to a person."""
    text = str(error)
    if "disk is full" in text:
        return StorageError(
            "the disk is full, nothing was changed", where=path, fix="Free some space and try again"
        )
    if "locked" in text:
        return LabelStoreError(
            "another program is writing to it", where=path, fix="Wait a moment and try again"
        )
    if "readonly" in text or "unable to open" in text:
        return LabelStoreError(
            "it cannot be written to", where=path, fix="Check the folder's permissions"
        )
    if isinstance(error, sqlite3.DatabaseError) and (
        "not a database" in text or "malformed" in text
    ):
        return LabelStoreError(f"is damaged ({text})", where=path, fix="Restore it from a backup")
    return LabelStoreError(f"failed ({text})", where=path)


def user_name() -> str:
    """The system's name of who is at work."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no such user in a container
        return "unknown"


def on_network_share(path: Path) -> bool:
    """Whether a file lies on a network share, where SQLite's write-ahead log is not safe."""
    resolved = path.resolve()
    if sys.platform == "win32":
        import ctypes

        drive_remote = 4
        anchor = resolved.anchor
        return anchor.startswith("\\\\") or (
            ctypes.windll.kernel32.GetDriveTypeW(anchor) == drive_remote
        )
    try:
        lines = Path("/proc/mounts").read_text(encoding="utf-8").splitlines()
    except OSError:
        return False
    best, kind = "", ""
    for line in lines:
        fields = line.split()
        mount = fields[1].encode().decode("unicode_escape")  # spaces are written as \\040
        inside = str(resolved) == mount or str(resolved).startswith(mount.rstrip(os.sep) + os.sep)
        if inside and len(mount) >= len(best):
            best, kind = mount, fields[2]
    return kind.startswith(("nfs", "cifs", "smb", "9p", "fuse.sshfs", "afs", "davfs"))


def _create(connection: sqlite3.Connection) -> None:
    for statement in _VERSION_1.split(";\n"):
        if statement.strip():
            connection.execute(statement)


def _add_second_review(connection: sqlite3.Connection) -> None:
    """1 -> 2: how far mask and proposal agree, who accepted, and who did so after them."""
    for table in ("records", "revisions"):
        for column in (
            "agreement REAL", "accepted_by TEXT NOT NULL DEFAULT ''",
            "confirmed_by TEXT NOT NULL DEFAULT ''",
        ):  # fmt: skip
            connection.execute(f"ALTER TABLE {table} ADD COLUMN {column}")
        connection.execute(f"UPDATE {table} SET accepted_by = who WHERE status = 'accepted'")


def _add_spread(connection: sqlite3.Connection) -> None:
    """2 -> 3: how far the scores of scales and flips lie apart."""
    connection.execute("ALTER TABLE predictions ADD COLUMN spread TEXT NOT NULL DEFAULT '{}'")


MIGRATIONS: Final[dict[int, Callable[[sqlite3.Connection], None]]] = {
    1: _create,
    2: _add_second_review,
    3: _add_spread,
}
