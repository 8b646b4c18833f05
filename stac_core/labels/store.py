"""The label store: tags, decisions and masks of a project, in SQLite and content-addressed PNGs.

A mask file is written and flushed before the row that names it, and the row's transaction is the
moment at which a decision exists. Nothing is ever overwritten: each save is a new revision. All
calls on one store must come from one thread.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import time
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from stac_core.errors import DataError, LabelStoreError
from stac_core.formats.mask_png import decode_mask, encode_mask
from stac_core.io import atomic_write_bytes, bytes_digest
from stac_core.labels.agreement import agreement
from stac_core.labels.database import (
    can_write,
    connect_to_read,
    connect_to_write,
    store_error,
    user_name,
)
from stac_core.labels.records import (
    COLUMNS,
    LabelRecord,
    Origin,
    Prediction,
    accepted_and_confirmed,
    parse_many,
    record_of,
    row_of,
)
from stac_core.labels.sessions import WorkStep
from stac_core.types import ReviewStatus

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from stac_core.data.tags import Tags, TagTable
    from stac_core.types import Mask

__all__ = ["LabelRecord", "LabelStore", "Origin", "Prediction", "load_mask", "open_store"]

STORE_FILE: Final = "labels.sqlite"
MASK_FOLDER: Final = "masks"


class LabelStore:
    """Tags, records and masks of one project. Use `open_store`; close it when done."""

    def __init__(
        self, connection: sqlite3.Connection, root: Path, classes: Sequence[str], *, read_only: bool
    ) -> None:
        self._db = connection
        self._root = root
        self._classes = tuple(classes)
        self._class_ids = {name: index for index, name in enumerate(classes, start=1)}
        self.read_only = read_only
        self._who = user_name()

    def __enter__(self) -> LabelStore:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def root(self) -> Path:
        """The project's folder."""
        return self._root

    @property
    def classes(self) -> tuple[str, ...]:
        """The project's class names in the order of their ids."""
        return self._classes

    def close(self) -> None:
        """Close the database."""
        self._db.close()

    # ---- tags ----------------------------------------------------------------------------

    def tags(self, image_id: str | None = None) -> TagTable:
        """All tags, or those of one image: image id -> class name -> present, else unknown."""
        table: TagTable = {}
        rows = self._read(*_of("SELECT item, class, present FROM tags", image_id))
        for image_id, class_id, present in rows:
            if class_id <= len(self._classes):
                table.setdefault(image_id, {})[self._classes[class_id - 1]] = bool(present)
        return table

    def tags_time(self, image_id: str) -> float:
        """When an image's tags were last set, in Unix seconds; 0 where it has none."""
        rows = self._read("SELECT max(t) FROM tags WHERE item = ?", (image_id,))
        return float(rows[0][0] or 0)

    def set_tags(
        self,
        table: Mapping[str, Tags],
        *,
        who: str | None = None,
        times: Mapping[str, float] | None = None,
    ) -> None:
        """Replace the tags of some images.

        Args:
            table: Image id -> class name -> present; classes that are left out become unknown.
            who: Who says so; the system's user by default.
            times: Image id -> when it was said, in Unix seconds; now where it is not named.

        Raises:
            LabelStoreError: If a class is not one of the project's, or the store is read-only.
            StorageError: If the disk is full.
        """
        now, who, times = time.time(), who or self._who, times or {}
        rows = [
            (image_id, self._class_id(name), int(present), who, times.get(image_id, now))
            for image_id, tags in table.items()
            for name, present in tags.items()
        ]
        with self._transaction() as db:
            db.executemany("DELETE FROM tags WHERE item = ?", [(image_id,) for image_id in table])
            db.executemany("INSERT INTO tags VALUES (?, ?, ?, ?, ?)", rows)
            if len(table) == 1:
                ((image_id, tags),) = table.items()
                self._log(db, "tags", image_id, dict(tags), who, now)
            else:
                self._log(db, "tags", None, {"images": len(table)}, who, now)

    # ---- records -------------------------------------------------------------------------

    def records(self, image_id: str | None = None) -> dict[str, LabelRecord]:
        """The current record of every image that has one, or of one."""
        rows = self._read(*_of(f"SELECT {COLUMNS} FROM records", image_id))
        return {row[0]: record_of(row) for row in rows}

    def record(self, image_id: str) -> LabelRecord:
        """The current record of an image; an empty one where nothing was saved yet."""
        rows = self._read(f"SELECT {COLUMNS} FROM records WHERE item = ?", (image_id,))
        return record_of(rows[0]) if rows else LabelRecord(image_id)

    def history(self, image_id: str) -> list[LabelRecord]:
        """Every revision of an image, oldest first."""
        rows = self._read(
            f"SELECT {COLUMNS} FROM revisions WHERE item = ? ORDER BY revision", (image_id,)
        )
        return [record_of(row) for row in rows]

    def work(self) -> list[WorkStep]:
        """Every save by a person, in the order of their time."""
        rows = self._read("SELECT item, status, t, who, seconds, agreement, origin FROM revisions "
                          "ORDER BY item, revision")  # fmt: skip
        steps, before = [], ("", 0.0)
        for item, status, t, who, seconds, alike, origin in rows:
            worked = seconds - (before[1] if before[0] == item else 0.0)
            before = (item, seconds)
            if status != ReviewStatus.TODO or origin == "person":  # else a model's proposal
                steps.append(WorkStep(item, ReviewStatus(status), t, who, worked, alike))
        return sorted(steps, key=lambda step: step.time)

    def load_mask(self, digest: str) -> Mask:
        """The mask with this digest: uint8 (H, W).

        Raises:
            LabelStoreError: If the file is gone or damaged.
        """
        return load_mask(self._root, digest)

    def mask_path(self, digest: str) -> Path:
        """Where the mask with this digest is kept."""
        return mask_path(self._root, digest)

    def save(
        self,
        image_id: str,
        *,
        status: ReviewStatus,
        mask: Mask | None = None,
        origin: Origin,
        source: Mapping[str, Any] | None = None,
        seconds: float = 0.0,
        pixels_changed: int | None = 0,
        note: str | None = None,
        who: str | None = None,
        when: float | None = None,
        alike: float | None = None,
        is_decision: bool = True,
    ) -> LabelRecord:
        """Save a new revision of an image. When this returns, it is on the disk.

        Args:
            image_id: Which image.
            status: The decision.
            mask: uint8 (H, W); None keeps the mask that is there.
            origin: Who shaped the mask.
            source: Model digest and parameters; None keeps what is there.
            seconds: Time worked on it since the last save.
            pixels_changed: Pixels that differ from the model's proposal; None counts those that
                differ from the last mask that a model saved, where there is one.
            note: Free text; None keeps what is there.
            who: Who decides; the system's user by default.
            when: When they did, in Unix seconds; now by default.
            alike: Agreement of the model's proposal and the mask (see `agreement`); None where it
                is not known.
            is_decision: Whether somebody decided on the image, or only painted or wrote a note:
                only a decision confirms what another person accepted.

        Raises:
            LabelStoreError: If the store is read-only or damaged. Nothing is changed.
            StorageError: If the disk is full. Nothing is changed.
        """
        self._check_writable()
        digest = None if mask is None else self._write_mask(mask)
        now, who = time.time() if when is None else when, who or self._who
        if pixels_changed is None:
            pixels_changed, alike = self._against_model(image_id, mask)
        with self._transaction() as db:
            # read inside the transaction: another window may have saved in between
            old = self.record(image_id)
            digest = old.mask_digest if digest is None else digest
            accepted, confirmed = accepted_and_confirmed(
                old, status, digest, who, is_decision=is_decision
            )
            new = LabelRecord(
                image_id=image_id,
                status=status,
                mask_digest=digest,
                origin=origin,
                source=old.source if source is None else dict(source),
                revision=old.revision + 1,
                who=who,
                time=now,
                seconds=old.seconds + seconds,
                pixels_changed=pixels_changed,
                note=old.note if note is None else note,
                agreement=old.agreement if alike is None and digest == old.mask_digest else alike,
                accepted_by=accepted,
                confirmed_by=confirmed,
            )
            self._insert(db, new)
            self._log(db, "save", image_id, {"status": str(status), "mask": digest}, who, now)
        return new

    def propose(
        self, image_id: str, mask: Mask, source: Mapping[str, Any], *, who: str = "model"
    ) -> bool:
        """Save a model's mask, unless a person has decided on the image or shaped its mask.

        Returns:
            Whether it was saved.

        Raises:
            LabelStoreError: As `save`.
            StorageError: As `save`.
        """
        self._check_writable()
        if self.record(image_id).is_protected:
            return False
        digest = self._write_mask(mask)
        now = time.time()
        with self._transaction() as db:
            old = self.record(image_id)
            if old.is_protected:  # decided while the mask was being written
                return False
            if old.mask_digest == digest and dict(old.source) == dict(source):
                return True
            record = LabelRecord(
                image_id=image_id,
                status=old.status,
                mask_digest=digest,
                origin="model",
                source=dict(source),
                revision=old.revision + 1,
                who=who,
                time=now,
                seconds=old.seconds,
                note=old.note,
            )
            self._insert(db, record)
        return True

    # ---- predictions and events ----------------------------------------------------------

    def predictions(self, image_id: str | None = None) -> dict[str, Prediction]:
        """What the last model that looked at each image, or at one, said."""
        query = "SELECT item, scores, model, spec, spread FROM predictions"
        rows = self._read(*_of(query, image_id))
        scores = parse_many([row[1] for row in rows])
        spread = parse_many([row[4] for row in rows])
        return {
            row[0]: Prediction(said, row[2], row[3], apart)
            for row, said, apart in zip(rows, scores, spread, strict=True)
        }

    def set_predictions(self, predictions: Mapping[str, Prediction]) -> None:
        """Remember scores, replacing older ones.

        Raises:
            LabelStoreError: If the store is read-only.
            StorageError: If the disk is full.
        """
        now = time.time()
        rows = [
            (
                image_id, json.dumps(dict(each.scores)), each.model, each.spec, now,
                json.dumps(dict(each.spread)),
            )
            for image_id, each in predictions.items()
        ]  # fmt: skip
        columns = "item, scores, model, spec, t, spread"
        with self._transaction() as db:
            db.executemany(
                f"INSERT OR REPLACE INTO predictions ({columns}) VALUES (?, ?, ?, ?, ?, ?)", rows
            )

    def events(self) -> list[dict[str, Any]]:
        """Who did what when, oldest first."""
        rows = self._read("SELECT seq, t, who, type, item, data FROM events ORDER BY seq")
        names = ("seq", "t", "who", "type", "item")
        return [{**dict(zip(names, row[:5], strict=True)), **json.loads(row[5])} for row in rows]

    def note_event(self, event_type: str, data: Mapping[str, Any]) -> None:
        """Remember that something was done with the project as a whole.

        Raises:
            LabelStoreError: If the store is read-only.
            StorageError: If the disk is full.
        """
        with self._transaction() as db:
            self._log(db, event_type, None, data, self._who, time.time())

    def last_event(self, event_type: str) -> dict[str, Any] | None:
        """The last event of a type, with its time `t`; None where there is none."""
        rows = self._read(
            "SELECT t, who, data FROM events WHERE type = ? ORDER BY seq DESC LIMIT 1",
            (event_type,),
        )
        return {"t": rows[0][0], "who": rows[0][1], **json.loads(rows[0][2])} if rows else None

    def unused_masks(self) -> list[Path]:
        """Mask files that no revision names: left by a crash between file and row."""
        used = {row[0] for row in self._read("SELECT DISTINCT mask FROM revisions")}
        folder = self._root / MASK_FOLDER
        return [path for path in sorted(folder.glob("*/*.png")) if path.stem not in used]

    # ---- inside --------------------------------------------------------------------------

    def _class_id(self, name: str) -> int:
        try:
            return self._class_ids[name]
        except KeyError:
            raise LabelStoreError(
                f"unknown class {name!r}", fix=f"Classes are {', '.join(self._classes)}"
            ) from None

    def _against_model(self, image_id: str, mask: Mask | None) -> tuple[int, float | None]:
        """Pixels changed since, and agreement with, the last mask that a model saved."""
        history = self.history(image_id)
        made = [each.mask_digest for each in history if each.origin == "model"]
        if mask is not None and made and made[-1] is not None:
            # a proposal that cannot be read must not keep a person's mask from being saved
            with contextlib.suppress(LabelStoreError):
                proposal = self.load_mask(made[-1])
                if proposal.shape == mask.shape:
                    return int(np.count_nonzero(proposal != mask)), agreement(proposal, mask)
        return history[-1].pixels_changed if history else 0, None

    def _write_mask(self, mask: Mask) -> str:
        data = encode_mask(mask)
        digest = bytes_digest(data)
        path = self.mask_path(digest)
        if not path.exists():
            atomic_write_bytes(path, data)
        return digest

    def _insert(self, db: sqlite3.Connection, record: LabelRecord) -> None:
        row = row_of(record)
        marks = ", ".join("?" * len(row))
        db.execute(f"INSERT INTO revisions ({COLUMNS}) VALUES ({marks})", row)
        db.execute(f"INSERT OR REPLACE INTO records ({COLUMNS}) VALUES ({marks})", row)

    @staticmethod
    def _log(
        db: sqlite3.Connection,
        event_type: str,
        image_id: str | None,
        data: Mapping[str, Any],
        who: str,
        now: float,
    ) -> None:
        db.execute(
            "INSERT INTO events (t, who, type, item, data) VALUES (?, ?, ?, ?, ?)",
            (now, who, event_type, image_id, json.dumps(dict(data))),
        )

    def _read(self, query: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        with self._errors():
            return self._db.execute(query, values).fetchall()

    def _check_writable(self) -> None:
        if self.read_only:
            raise LabelStoreError(
                "the project is open for reading only",
                where=self._root,
                fix="Copy it to a place where you may write, or change its permissions",
            )

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        self._check_writable()
        with self._errors():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
                self._db.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):  # a full disk has rolled back already
                    self._db.execute("ROLLBACK")
                raise

    @contextlib.contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise store_error(self._root / STORE_FILE, error) from error


def _of(query: str, image_id: str | None) -> tuple[str, tuple[str, ...]]:
    """A query for all images, or for one."""
    return (query, ()) if image_id is None else (f"{query} WHERE item = ?", (image_id,))


def open_store(root: Path, classes: Sequence[str], *, read_only: bool = False) -> LabelStore:
    """Open the label store of a project folder; a new one is made where there is none.

    Args:
        root: The project's folder.
        classes: The project's class names in the order of their ids.
        read_only: Do not write; also so where the folder cannot be written to.

    Raises:
        LabelStoreError: If it is damaged or was written by a newer program.
        StorageError: If the disk is full.
    """
    path = root / STORE_FILE
    if not read_only and not can_write(path):
        read_only = True
    try:
        connection = connect_to_read(path) if read_only else connect_to_write(path)
    except sqlite3.Error as error:
        raise store_error(path, error) from error
    return LabelStore(connection, root, classes, read_only=read_only)


def mask_path(root: Path, digest: str) -> Path:
    """Where a project keeps the mask with this digest."""
    return root / MASK_FOLDER / digest[:2] / f"{digest}.png"


def load_mask(root: Path, digest: str) -> Mask:
    """A project's mask by its digest: uint8 (H, W). Any thread may call this.

    Raises:
        LabelStoreError: If the file is gone or damaged.
    """
    path = mask_path(root, digest)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise LabelStoreError(
            f"a mask is missing ({error.strerror})", where=path, fix="Restore it from a backup"
        ) from error
    if bytes_digest(data) != digest:
        raise LabelStoreError("a mask is damaged", where=path, fix="Restore it from a backup")
    try:
        return decode_mask(data, where=path)
    except DataError as error:
        raise LabelStoreError(error.what, where=path) from error
