"""The label store against a simple model of itself, whatever happens in whatever order."""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from core.test_journal import write
from stac_core.labels.journal import JOURNAL_FOLDER, SaveEntry, TagsEntry
from stac_core.labels.packed_mask import PackedMask
from stac_core.labels.recovery import recover
from stac_core.labels.store import open_store
from stac_core.types import ReviewStatus

CLASSES = ["scratch", "blob"]
ACCEPTED, TODO = ReviewStatus.ACCEPTED, ReviewStatus.TODO


def mask_of(value):
    return np.full((6, 7), value, np.uint8)


@dataclass
class Model:
    """What the store should know of an image."""

    status: ReviewStatus = TODO
    value: int | None = None
    origin: str = "none"
    note: str = ""
    people: tuple[str, str] = ("", "")
    past: list[tuple[ReviewStatus, int | None]] = field(default_factory=list)

    def save(self, status, value, origin, who, *, is_decision=True):
        same = value is None or value == self.value
        if status is not ACCEPTED:
            self.people = ("", "")
        elif self.status is not ACCEPTED or not same:
            self.people = (who, "")
        elif is_decision and who != self.people[0]:
            self.people = (self.people[0], who)
        self.status, self.origin = status, origin
        self.value = self.value if value is None else value
        self.past.append((self.status, self.value))


class Killed(Exception):  # noqa: N818 - the end of the process is no error
    """The process ends here."""


class StoreMachine(RuleBasedStateMachine):
    """Saves, proposals, tags, notes, restored masks, journals, restarts and kills."""

    images = st.sampled_from(["a.png", "b/c.png"])
    people = st.sampled_from(["ann", "bob"])
    statuses = st.sampled_from(list(ReviewStatus))
    values = st.integers(0, 2)
    tag_sets = st.dictionaries(st.sampled_from(CLASSES), st.booleans())

    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.root = Path(self.folder.name)
        self.store = open_store(self.root, CLASSES)
        self.model, self.tags, self.clock = {}, {}, 0.0

    def of(self, image):
        return self.model.setdefault(image, Model())

    def now(self):
        self.clock = max(time.time(), self.clock + 1e-6)
        return self.clock

    @rule(image=images, status=statuses, value=values, who=people)
    def save(self, image, status, value, who):
        self.store.save(
            image, status=status, mask=mask_of(value), origin="person", who=who, when=self.now()
        )
        self.of(image).save(status, value, "person", who)

    @rule(image=images, who=people, note=st.text(max_size=5))
    def write_note(self, image, who, note):
        record, model = self.store.record(image), self.of(image)
        self.store.save(
            image, status=record.status, origin=record.origin, note=note, who=who,
            is_decision=False, when=self.now(),
        )  # fmt: skip
        model.save(model.status, None, model.origin, who, is_decision=False)
        model.note = note

    @rule(image=images, value=values)
    def propose(self, image, value):
        model = self.model.get(image, Model())
        allowed = model.status is TODO and model.origin != "person"
        assert self.store.propose(image, mask_of(value), {"model": "m"}) == allowed
        if allowed and (model.value, model.origin) != (value, "model"):
            self.of(image).save(TODO, value, "model", "model")

    @rule(image=images, tags=tag_sets)
    def tag(self, image, tags):
        self.store.set_tags({image: tags}, times={image: self.now()})
        self.tags[image] = tags

    @precondition(lambda self: self.model)
    @rule(data=st.data(), who=people)
    def restore(self, data, who):
        image = data.draw(st.sampled_from(sorted(self.model)))
        past = [each for each in self.store.history(image) if each.mask_digest is not None]
        if past:
            record = data.draw(st.sampled_from(past))
            mask = self.store.load_mask(record.mask_digest)
            model = self.of(image)
            self.store.save(
                image, status=model.status, mask=mask, origin="person", who=who,
                is_decision=False, when=self.now(),
            )  # fmt: skip
            model.save(model.status, int(mask.max()), "person", who, is_decision=False)

    @rule()
    def reopen(self):
        self.store.close()
        self.store = open_store(self.root, CLASSES)

    @rule(image=images, status=statuses, value=values,
          statement=st.sampled_from(["BEGIN", "INSERT INTO revisions", "INSERT OR REPLACE",
                                     "INSERT INTO events", "COMMIT"]))  # fmt: skip
    def is_killed_between_file_and_row(self, image, status, value, statement):
        connection = self.store._db

        class Dying:
            def execute(self, query, *values):
                if query.startswith((statement, "ROLLBACK")):
                    raise Killed
                return connection.execute(query, *values)

        self.store._db = Dying()
        with pytest.raises(Killed):
            self.store.save(image, status=status, mask=mask_of(value), origin="person")
        connection.close()  # as the system does at the end of a process
        self.store = open_store(self.root, CLASSES)

    @rule(image=images, status=statuses, value=values, who=people, tags=tag_sets,
          twice=st.booleans())  # fmt: skip
    def journal_is_taken_over(self, image, status, value, who, tags, twice):
        entries = (
            SaveEntry(image, status, "person", self.now(), PackedMask.of(mask_of(value)), who=who),
            TagsEntry(image, tags, self.now(), who),
        )
        for _ in range(1 + twice):  # the second time the store has it already
            write(self.root / JOURNAL_FOLDER, *entries)
            recover(self.store, self.root / JOURNAL_FOLDER)
        self.of(image).save(status, value, "person", who)
        self.tags[image] = tags

    @invariant()
    def agrees(self):
        records = self.store.records()
        assert set(records) == {image for image, model in self.model.items() if model.past}
        for image, record in records.items():
            model = self.model[image]
            assert (record.status, record.origin, record.note) == (
                model.status, model.origin, model.note
            )  # fmt: skip
            assert (record.accepted_by, record.confirmed_by) == model.people
            assert self.value_of(record) == model.value
            history = self.store.history(image)
            assert [each.revision for each in history] == list(range(1, len(model.past) + 1))
            assert [(each.status, self.value_of(each)) for each in history] == model.past
        assert self.store.tags() == {image: tags for image, tags in self.tags.items() if tags}

    @invariant()
    def no_row_names_a_mask_that_is_gone(self):
        unused = {path.stem for path in self.store.unused_masks()}
        named = {path.stem for path in (self.root / "masks").rglob("*.png")} - unused
        for image in self.model:
            assert {each.mask_digest for each in self.store.history(image)} - {None} <= named

    def value_of(self, record):
        digest = record.mask_digest
        return None if digest is None else int(self.store.load_mask(digest).max())

    def teardown(self):
        self.store.close()
        self.folder.cleanup()


TestStoreMachine = StoreMachine.TestCase
TestStoreMachine.settings = settings(max_examples=25, stateful_step_count=15, deadline=None)
