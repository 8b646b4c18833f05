"""Puts what a crash left in the journal into the label store."""

from __future__ import annotations

import contextlib
import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from stac_core.labels.database import can_write
from stac_core.labels.journal import (
    JOURNAL_FOLDER,
    SaveEntry,
    TagsEntry,
    left_journals,
    read_journal,
)
from stac_core.labels.ownership import Claims, Owner
from stac_core.labels.store import STORE_FILE, open_store

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from stac_core.labels.store import LabelRecord, LabelStore

logger = logging.getLogger(__name__)

DAMAGED_SUFFIX: Final = ".damaged"


@dataclass(frozen=True)
class Recovered:
    """What was found in the journals of processes that ended without saving.

    Attributes:
        images: Images whose mask, decision or tags went from a journal into the store.
        kept_as_history: Those of them that somebody had saved again since: the newer state stays,
            the one of the journal is in the history.
        damaged: Journals of which a part could not be read; they are kept beside the others.
        newer: Journals that a newer program wrote; they are left as they are.
    """

    images: tuple[str, ...] = ()
    kept_as_history: tuple[str, ...] = ()
    damaged: tuple[Path, ...] = ()
    newer: tuple[Path, ...] = ()

    def __add__(self, other: Recovered) -> Recovered:
        return Recovered(
            tuple(dict.fromkeys(self.images + other.images)),
            self.kept_as_history + other.kept_as_history,
            self.damaged + other.damaged,
            self.newer + other.newer,
        )

    @property
    def says_nothing(self) -> bool:
        """Whether there is nothing to tell anybody."""
        return self == Recovered()


@dataclass(frozen=True)
class LeftWork:
    """The entries of several journals together, and the files they are from."""

    saves: dict[str, list[SaveEntry]]
    tags: dict[str, TagsEntry]
    files: tuple[Path, ...]
    damaged: tuple[Path, ...]
    newer: tuple[Path, ...]

    @property
    def images(self) -> tuple[str, ...]:
        """Images that somebody did something to."""
        return tuple(dict.fromkeys([*self.saves, *self.tags]))

    def set_aside(self) -> None:
        """Remove the files, now that everything that could be read is safe elsewhere.

        Damaged ones are renamed instead, so that nothing a person did is ever deleted unread.
        """
        for path in self.files:
            with contextlib.suppress(OSError):
                if path in self.damaged:
                    path.rename(path.with_name(path.name + DAMAGED_SUFFIX))
                else:
                    path.unlink()
        if self.files:
            with contextlib.suppress(OSError):
                self.files[0].parent.rmdir()  # only where nothing else is in it


def read_left_work(folder: Path) -> LeftWork:
    """Everything that other processes left in a journal folder.

    Raises:
        DataError: If a file cannot be opened.
    """
    saves: dict[str, list[SaveEntry]] = {}
    tags: dict[str, TagsEntry] = {}
    files, damaged, newer = [], [], []
    for path in left_journals(folder):
        content = read_journal(path)
        if content.is_newer:
            newer.append(path)
            continue
        files.append(path)
        if content.lost_bytes:
            logger.warning("%s: %d bytes cannot be read", path.name, content.lost_bytes)
            damaged.append(path)
        if content.torn_bytes:
            logger.info("%s: the entry at its end is unfinished", path.name)
        for entry in content.entries:
            if isinstance(entry, SaveEntry):
                earlier = saves.setdefault(entry.image_id, [])
                # a file that was copied into another one before a crash says things twice
                if all(each.time != entry.time for each in earlier):
                    earlier.append(entry)
            elif entry.image_id not in tags or tags[entry.image_id].time <= entry.time:
                tags[entry.image_id] = entry
    return LeftWork(saves, tags, tuple(files), tuple(damaged), tuple(newer))


def recover(store: LabelStore, folder: Path) -> Recovered:
    """Put what is left in a project's journal folder into its store, and empty the folder.

    Whoever calls this owns the project: no other process writes to it. An entry that is in the
    store already, which its time tells, is not saved again; so it does no harm if this is itself
    cut short and done again.

    Raises:
        LabelStoreError: If the store cannot be written; the journal stays.
        StorageError: If the disk is full; the journal stays.
    """
    work = read_left_work(folder)
    images, older = [], []
    for image_id, entries in work.saves.items():
        history = store.history(image_id)
        left = _not_in_store(entries, history)
        if not left:
            continue
        images.append(image_id)
        now = history[-1] if history else None
        state = joined(left)
        _save(store, state)
        if now is not None and now.is_protected and now.time > state.time:
            _save_again(store, now)
            older.append(image_id)
    known = store.tags()
    for image_id, entry in work.tags.items():
        # a class that was renamed or removed since has no tags any more
        tags = {name: entry.tags[name] for name in entry.tags if name in store.classes}
        if known.get(image_id, {}) != tags and store.tags_time(image_id) < entry.time:
            store.set_tags({image_id: tags}, who=entry.who or None, times={image_id: entry.time})
            images.append(image_id)
    work.set_aside()
    unique = tuple(dict.fromkeys(images))
    return Recovered(unique, tuple(older), work.damaged, work.newer)


def recover_project(root: Path, classes: Sequence[str]) -> Recovered:
    """Put what a crashed window left into a project's store, unless a window owns the project.

    For programs that read labels without opening a window, so that they miss none.

    Args:
        root: The project's folder.
        classes: Its class names in the order of their ids.

    Raises:
        LabelStoreError: As `recover`.
        StorageError: As `recover`.
    """
    folder = root / JOURNAL_FOLDER
    if not left_journals(folder) or not can_write(root / STORE_FILE):
        return Recovered()
    claims = Claims()
    if isinstance(claims.take(root), Owner):
        return Recovered()  # what is there is that window's, which saves it itself
    try:
        with open_store(root, classes) as store:
            return recover(store, folder)
    finally:
        claims.close()


def joined(entries: Sequence[SaveEntry]) -> SaveEntry:
    """Several states of one image as one: nothing that only an earlier one says is lost."""
    first, *rest = entries
    for later in rest:
        first = replace(
            later,
            mask=first.mask if later.mask is None else later.mask,
            source=first.source if later.source is None else later.source,
            note=first.note if later.note is None else later.note,
            seconds=first.seconds + later.seconds,
            is_decision=first.is_decision or later.is_decision,
        )
    return first


def _not_in_store(
    entries: Sequence[SaveEntry], history: Iterable[LabelRecord]
) -> Sequence[SaveEntry]:
    """The entries after the last one that was saved; each save holds all that came before it."""
    saved = {record.time for record in history}
    last = max((index for index, each in enumerate(entries) if each.time in saved), default=-1)
    return entries[last + 1 :]


def _save(store: LabelStore, entry: SaveEntry) -> None:
    store.save(
        entry.image_id,
        status=entry.status,
        mask=None if entry.mask is None else entry.mask.unpack(),
        origin=entry.origin,
        source=entry.source,
        seconds=entry.seconds,
        pixels_changed=None,
        note=entry.note,
        who=entry.who or None,
        when=entry.time,
        is_decision=entry.is_decision,
    )


def _save_again(store: LabelStore, record: LabelRecord) -> None:
    """Make what was current before the recovery current again."""
    digest = record.mask_digest
    store.save(
        record.image_id,
        status=record.status,
        mask=None if digest is None else store.load_mask(digest),
        origin=record.origin,
        source=record.source,
        pixels_changed=record.pixels_changed,
        note=record.note,
        who=record.who,
        when=record.time,
        alike=record.agreement,
        is_decision=False,
    )
