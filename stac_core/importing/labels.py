"""Labels of other programs merged into a project's store, under a rule that a person picks.

First every file is read and compared with what is there (`compare_labels`); nothing is changed by
that. Then what was chosen is saved (`save_labels`), each mask as a new revision: what was there
before stays in the image's history.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from stac_core.data.images import image_size
from stac_core.errors import DataError, LabelStoreError
from stac_core.formats.matching import match_names
from stac_core.labels.agreement import agreement
from stac_core.types import BACKGROUND, CancelToken, ReviewStatus, no_progress

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from numpy.typing import NDArray

    from stac_core.formats.label_set import LabelSet
    from stac_core.labels.records import LabelRecord
    from stac_core.labels.store import LabelStore
    from stac_core.types import ImageItem, Mask, Progress

LEAVE_OUT: Final = ""
"""Given as the class that a class of the labels becomes: its pixels become background."""


class Change(str, enum.Enum):
    """What taking over an image's labels would do.

    NEW: nobody has decided on the image or drawn in it. SAME: its mask is the same already.
    CONFLICT: a person has decided on it or drawn in it, and the masks differ.
    """

    NEW = "new"
    SAME = "same"
    CONFLICT = "conflict"

    def __str__(self) -> str:
        return self.value


class Rule(str, enum.Enum):
    """Which mask counts where both sides have one and they differ."""

    KEEP = "keep"
    REPLACE = "replace"
    ASK = "ask"

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True)
class Incoming:
    """The labels that one image would get.

    Attributes:
        image_id: Which image.
        name: What the labels call it.
        change: What taking them over would do.
        agreement: Of the mask that is there and the new one (see `agreement`), in [0, 1]; None
            where there is none.
        overlap: Pixels that objects of different classes claimed.
        outside: Objects that were cut at the image's border.
        left_out: Objects that cover no pixels, such as points and lines.
        revision: Of the record that was compared with.
    """

    image_id: str
    name: str
    change: Change
    agreement: float | None = None
    overlap: int = 0
    outside: int = 0
    left_out: int = 0
    revision: int = 0


@dataclass
class Comparison:
    """What there is to take over.

    Attributes:
        images: By image, in the order of the labels.
        unknown: Names in the labels for which the project has no image.
        ambiguous: Name in the labels -> images that it could mean.
        damaged: Image id -> why its labels cannot be taken over.
    """

    images: list[Incoming] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    ambiguous: dict[str, list[str]] = field(default_factory=dict)
    damaged: dict[str, str] = field(default_factory=dict)

    def of(self, change: Change) -> list[Incoming]:
        """Images of one kind."""
        return [image for image in self.images if image.change is change]

    def chosen(self, rule: Rule, ask: Callable[[Incoming], bool] | None = None) -> list[Incoming]:
        """Images to take over under a rule.

        Args:
            rule: For conflicts.
            ask: Says whether to take theirs; for `Rule.ASK`.
        """
        return [
            image
            for image in self.images
            if image.change is Change.NEW
            or (
                image.change is Change.CONFLICT
                and (rule is Rule.REPLACE or (rule is Rule.ASK and ask is not None and ask(image)))
            )
        ]


def class_table(
    theirs: Sequence[str], ours: Sequence[str], mapping: Mapping[str, str] | None = None
) -> NDArray[np.uint8]:
    """Which value each value of the labels becomes.

    Classes are matched by name, whatever their capital letters, unless the mapping names them.

    Args:
        theirs: Class names of the labels, for the values 1..n.
        ours: The project's class names.
        mapping: Class of the labels -> class of the project, or `LEAVE_OUT`.

    Returns:
        uint8 (256,).

    Raises:
        DataError: If a class has no counterpart, or the mapping names one that is not there.
    """
    mapping = mapping or {}
    for name, target in mapping.items():
        if name not in theirs:
            raise DataError(
                f"the labels have no class {name!r}", fix=f"Their classes are {', '.join(theirs)}"
            )
        if target not in {*ours, LEAVE_OUT}:
            raise DataError(
                f"the project has no class {target!r}", fix=f"Its classes are {', '.join(ours)}"
            )
    by_name = {name.casefold(): name for name in reversed(ours)}
    table = np.arange(256, dtype=np.uint8)
    for value, name in enumerate(theirs, start=1):
        same = name if name in ours else by_name.get(name.casefold())
        becomes = mapping.get(name)
        becomes = same if becomes is None else becomes
        if becomes is None:
            raise DataError(
                f"the project has no class {name!r}",
                fix=f"Say which of its classes ({', '.join(ours)}) it is, or leave it out",
            )
        table[value] = BACKGROUND if becomes == LEAVE_OUT else ours.index(becomes) + 1
    return table


def compare_labels(
    labels: LabelSet,
    items: Sequence[ImageItem],
    store: LabelStore,
    table: NDArray[np.uint8],
    *,
    progress: Progress = no_progress,
    cancel: CancelToken | None = None,
) -> Comparison:
    """Read all labels and compare them with the project's. Nothing is changed.

    Args:
        labels: What is to be taken over.
        items: The project's images.
        store: The project's labels.
        table: See `class_table`.
        progress: Told after each image.
        cancel: Checked before each image.

    Raises:
        Cancelled: If `cancel` says so.
    """
    token = cancel or CancelToken()
    by_id = {item.id: item for item in items}
    matching = match_names(labels.names, by_id)
    result = Comparison(unknown=matching.unknown, ambiguous=matching.ambiguous)
    records = store.records()
    for done, (name, image_id) in enumerate(matching.found.items()):
        token.check()
        try:
            incoming = labels.read_fitting(name, image_size(by_id[image_id].path))
        except DataError as error:
            result.damaged[image_id] = str(error)
        else:
            change, alike = _change(table[incoming.mask], records.get(image_id), store)
            revision = records[image_id].revision if image_id in records else 0
            result.images.append(
                Incoming(
                    image_id,
                    name,
                    change,
                    alike,
                    overlap=incoming.overlap,
                    outside=incoming.outside,
                    left_out=incoming.left_out,
                    revision=revision,
                )
            )
        progress(done + 1, len(matching.found))
    return result


def save_labels(
    labels: LabelSet,
    chosen: Collection[Incoming],
    items: Sequence[ImageItem],
    store: LabelStore,
    table: NDArray[np.uint8],
    *,
    status: ReviewStatus = ReviewStatus.TODO,
    tag: bool = True,
    who: str | None = None,
    progress: Progress = no_progress,
    cancel: CancelToken | None = None,
) -> dict[str, str]:
    """Save the labels of chosen images.

    Args:
        labels: As compared.
        chosen: See `Comparison.chosen`.
        items: The project's images.
        store: The project's labels.
        table: As compared.
        status: What the images become.
        tag: Also tag images that have no tags with the classes in their masks, and the others as
            absent.
        who: Who takes them over; the system's user by default.
        progress: Told after each image.
        cancel: Checked before each image; what is saved stays.

    Returns:
        Image id -> why it was left alone after all: it was saved by somebody else in between, or
        its labels can no longer be read.

    Raises:
        LabelStoreError: If the store is read-only or damaged.
        StorageError: If the disk is full.
        Cancelled: If `cancel` says so.
    """
    token = cancel or CancelToken()
    by_id = {item.id: item for item in items}
    left, tags = {}, {}
    tagged = store.tags() if tag else {}
    try:
        for done, image in enumerate(chosen):
            token.check()
            try:
                size = image_size(by_id[image.image_id].path)
                mask = table[labels.read_fitting(image.name, size).mask]
            except DataError as error:
                left[image.image_id] = str(error)
                continue
            if store.record(image.image_id).revision != image.revision:
                left[image.image_id] = f"{image.image_id}: it was changed in the meantime"
                continue
            store.save(
                image.image_id,
                status=status,
                mask=mask,
                origin="person",
                source={"imported": {"from": str(labels.root), "name": image.name}},
                pixels_changed=None,
                who=who,
                is_decision=status is not ReviewStatus.TODO,
            )
            if tag and not tagged.get(image.image_id):
                present = np.bincount(mask.ravel(), minlength=256)[1 : len(store.classes) + 1] > 0
                tags[image.image_id] = dict(zip(store.classes, map(bool, present), strict=True))
            progress(done + 1, len(chosen))
    finally:
        if tags:
            store.set_tags(tags, who=who)
    return left


def _change(
    new: Mask, record: LabelRecord | None, store: LabelStore
) -> tuple[Change, float | None]:
    if record is None or record.mask_digest is None:
        # a decision without a mask, such as "rejected", is a person's word as well
        return (Change.CONFLICT if record and record.is_protected else Change.NEW), None
    try:
        old = store.load_mask(record.mask_digest)
    except LabelStoreError:
        # a mask that cannot be read is not thrown away unasked
        return (Change.CONFLICT if record.is_protected else Change.NEW), None
    if old.shape != new.shape:
        return (Change.CONFLICT if record.is_protected else Change.NEW), None
    alike = agreement(old, new)
    if not record.is_protected:
        return Change.NEW, alike
    return (Change.SAME if np.array_equal(old, new) else Change.CONFLICT), alike
