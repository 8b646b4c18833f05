"""What is opened: a project or a bare folder, read off the GUI thread."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from stac_core.class_list import with_classes
from stac_core.data.images import ValueRange, folder_value_range
from stac_core.data.items import FolderItems, find_images, is_image, natural_first, natural_sorted
from stac_core.errors import Cancelled, DataError, StorageError
from stac_core.gallery.columns import Columns
from stac_core.imported_maps import list_maps
from stac_core.labels.database import can_write
from stac_core.labels.journal import JOURNAL_FOLDER
from stac_core.labels.ownership import Claim, Claims, Owner
from stac_core.labels.recovery import LeftWork, Recovered, recover
from stac_core.labels.store import STORE_FILE, open_store
from stac_core.new_project import make_project
from stac_core.project import (
    Project,
    is_project,
    load_project,
    make_classes,
    project_file,
    project_images,
    resolve,
    save_project,
    value_range_of,
)
from stac_core.project_sections import CamSection, ClassSpec
from stac_core.refine.steps import RefineSection
from stac_core.runs import current_model, current_segmenter
from stac_gui.presenters.beside import project_of
from stac_gui.presenters.left_work import find_left_work, place_of, recover_left_work

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from stac_core.data.tags import TagTable
    from stac_core.labels.store import LabelRecord, Prediction
    from stac_core.types import CancelToken, ImageItem

logger = logging.getLogger(__name__)

DEFAULT_CLASS = "defect"
FEW: Final = 2000
"""So many images are listed before anybody could notice."""
RANGE_SAMPLE: Final = 24
"""Images of a folder that its value range is taken from."""
PATIENCE: Final = 0.3
"""Seconds of listing after which the first image that was found is shown."""

# of a bare folder; made once, since they are asked for with every row of the list
_PLAIN_CAM: Final = CamSection()
_PLAIN_REFINE: Final = RefineSection()


@dataclass
class Opened:
    """A project or a bare folder.

    Attributes:
        path: The project's folder, or the image folder.
        name: For the title.
        items: The images, in natural order.
        classes: The classes; of a bare folder those of the model, or one of our own.
        project: None for a bare folder.
        tags: Image id -> class name -> present.
        records: Image id -> record.
        predictions: Image id -> scores.
        model: The model in use; None where there is none yet.
        segmenter: The segmenter in use; None where there is none yet.
        maps: The heat maps that were imported last; None where there are none.
        all_maps: All that were imported, the last first.
        read_only: Whether nothing can be saved here.
        claim: The right to write; None where nothing is claimed.
        owner: Who else has the project open, so that it is read only here.
        recovered: What a crash had left in the journal.
        journal: Where a bare folder's work is written down until it has a project.
        left: What a crash left there; it waits to be saved again.
        bare_range: Value range of a bare folder's images.
        is_filling: Whether more images are on their way.
        brings_facts: Whether it follows one that was filling, and brings the tags, records and
            scores of all images along, which the columns know already.
        listed_at: When listing its images began, in Unix seconds.
        columns: What is known of all images, for filtering and sorting; None until it is made.
    """

    path: Path
    name: str
    items: FolderItems
    classes: list[ClassSpec]
    project: Project | None = None
    tags: TagTable = field(default_factory=dict)
    records: dict[str, LabelRecord] = field(default_factory=dict)
    predictions: dict[str, Prediction] = field(default_factory=dict)
    model: Path | None = None
    segmenter: Path | None = None
    maps: Path | None = None
    all_maps: tuple[Path, ...] = ()
    read_only: bool = False
    claim: Claim | None = None
    owner: Owner | None = None
    recovered: Recovered = field(default_factory=Recovered)
    journal: Path | None = None
    left: LeftWork | None = None
    bare_range: ValueRange | None = None
    is_filling: bool = False
    brings_facts: bool = False
    columns: Columns | None = None
    listed_at: float = field(default_factory=time.time)

    @property
    def root(self) -> Path | None:
        """The project's folder; None for a bare folder."""
        return None if self.project is None else self.path

    @property
    def class_names(self) -> list[str]:
        """Names of the classes in mask order."""
        return [spec.name for spec in self.classes]

    @property
    def cam(self) -> CamSection:
        """How maps and masks are made."""
        return _PLAIN_CAM if self.project is None else self.project.cam

    @property
    def refine(self) -> RefineSection:
        """How maps and masks are refined."""
        return _PLAIN_REFINE if self.project is None else self.project.refine

    def image_folder(self, item: ImageItem) -> Path:
        """The image folder that an image belongs to."""
        several = self.project is not None and len(self.project.image_folders) > 1
        # the folder's own name is the first part of the id where there are several folders
        return item.path.parents[item.id.count("/") - several]

    def value_range(self, image_id: str) -> ValueRange | None:
        """Pixel values for black and white of an image."""
        if self.project is None:
            return self.bare_range
        return value_range_of(self.project, image_id)

    def make_columns(self, *, filled: bool = False) -> Columns:
        """Columns of all images; takes a third of a second where 100,000 are to be filled in."""
        columns = Columns(self.items.ids, self.class_names)
        if filled:
            columns.fill(self.items.rows, self.records, self.predictions, self.tags)
        return columns

    def give_up(self) -> None:
        """Give the right to write back: something else is opened."""
        if self.claim is not None:
            self.claim.release()


def _tell_nobody(count: int) -> None:
    pass


def open_path(
    path: Path,
    claims: Claims | None = None,
    *,
    unsaved: Path | None = None,
    force: bool = False,
) -> Opened:
    """Open a project folder, a project file, or a folder of images.

    An image folder whose project lies beside it is opened as that project.

    Args:
        path: What to open.
        claims: Claims the project for this window; without them nobody is kept from writing.
        unsaved: Where work on bare folders is written down until they have a project.
        force: Take it from a window on another computer: somebody says that it is off.

    Raises:
        StacError: If it cannot be opened.
    """
    known = path if is_project(path) else project_of(path.resolve())
    if known is not None:
        return open_project(known, claims, unsaved=unsaved, force=force)
    *_, opened = _folder_in_steps(path.resolve(), None, None, _tell_nobody, at_once=True)
    if claims is not None and unsaved is not None:
        _find_left_work(opened, claims, unsaved)
    return opened


def open_in_steps(
    path: Path,
    claims: Claims | None = None,
    *,
    unsaved: Path | None = None,
    force: bool = False,
    wanted: Path | None = None,
    cancel: CancelToken | None = None,
    found: Callable[[int], None] = _tell_nobody,
) -> Iterator[Opened]:
    """As `open_path`; of a large folder the first image comes at once, then all of them.

    Args:
        path: What to open.
        claims: As in `open_path`; the first step has the claim.
        unsaved: As in `open_path`.
        force: As in `open_path`.
        wanted: An image in it that is to come first; else the first in natural order.
        cancel: Stops listing; what was found until then is opened.
        found: Told how many images are known.

    Raises:
        StacError: If it cannot be opened.
        Cancelled: If nothing was found before `cancel` said so.
    """
    known = path if is_project(path) else project_of(path.resolve())
    if known is not None:
        yield from _project_in_steps(known, claims, unsaved=unsaved, force=force, wanted=wanted)
        return
    steps = _folder_in_steps(path.resolve(), wanted, cancel, found)
    for number, opened in enumerate(steps):
        if number == 0 and claims is not None and unsaved is not None:
            _find_left_work(opened, claims, unsaved)
        yield opened


def open_project(
    path: Path,
    claims: Claims | None = None,
    *,
    unsaved: Path | None = None,
    force: bool = False,
) -> Opened:
    """Open a project with its tags, records and scores; the arguments are those of `open_path`.

    What a crash left in the project's journal is put into its store first.

    Raises:
        StacError: If it is damaged, of a newer version, or its images are gone.
    """
    *_, opened = _project_in_steps(path, claims, unsaved=unsaved, force=force, at_once=True)
    return opened


def _project_in_steps(
    path: Path,
    claims: Claims | None,
    *,
    unsaved: Path | None,
    force: bool,
    wanted: Path | None = None,
    at_once: bool = False,
) -> Iterator[Opened]:
    """A project: of many images the first one, then all; only the first step has the claim."""
    file = project_file(path).resolve()
    project, root = load_project(file), file.parent
    listed_at = time.time()
    listing = _list_project(project, root, wanted, at_once=at_once)
    items, is_last = next(listing)
    claim: Claim | Owner | None = None
    is_refused = False
    if claims is not None and can_write(root / STORE_FILE):
        try:
            claim = claims.take(root, force=force)
        except StorageError:  # its lock is another user's: nobody could tell who else writes
            logger.warning("%s cannot be claimed", root, exc_info=True)
            is_refused = True
    ours = claim if isinstance(claim, Claim) else None
    owner = claim if isinstance(claim, Owner) else None
    read_only = is_refused or owner is not None
    try:
        with open_store(root, project.class_names, read_only=read_only) as store:
            recovered = Recovered()
            if ours is not None and claims is not None:
                recovered = recover(store, root / JOURNAL_FOLDER)
                if unsaved is not None and len(project.image_folders) == 1:
                    images = resolve(root, project.image_folders[0].path)
                    recovered += recover_left_work(store, place_of(images, unsaved), claims)
            only = None if is_last else items.ids[0]
            imported = list_maps(root)
            opened = Opened(
                path=root,
                name=project.name,
                items=items,
                classes=project.classes,
                project=project,
                tags=store.tags(only),
                records=store.records(only),
                predictions=store.predictions(only),
                model=current_model(project, root),
                segmenter=current_segmenter(project, root),
                maps=next(iter(imported), None),
                all_maps=tuple(imported),
                read_only=store.read_only,
                claim=ours,
                owner=owner,
                recovered=recovered,
                listed_at=listed_at,
                is_filling=not is_last,
            )
            # made here, off the window's thread
            opened.columns = opened.make_columns(filled=True)
    except BaseException:
        if ours is not None:
            ours.release()
        raise
    yield opened  # from now on the claim is the window's
    for each, _ in listing:
        yield _filled(opened, each, read_only=read_only)


def _filled(first: Opened, items: FolderItems, *, read_only: bool) -> Opened:
    """All of a project of which the first image was opened."""
    assert first.project is not None
    with open_store(first.path, first.class_names, read_only=read_only) as store:
        opened = replace(
            first,
            items=items,
            tags=store.tags(),
            records=store.records(),
            predictions=store.predictions(),
            claim=None,
            is_filling=False,
            brings_facts=True,
        )
    opened.columns = opened.make_columns(filled=True)
    return opened


def _list_project(
    project: Project, root: Path, wanted: Path | None, *, at_once: bool
) -> Iterator[tuple[FolderItems, bool]]:
    """Images of a project, and whether these are all; of a large folder its first one before."""
    folder, *others = project.image_folders
    images, names = resolve(root, folder.path), list[str]()
    if others or at_once:
        yield project_images(project, root), True
        return

    def first() -> FolderItems:
        name = natural_first(names)
        if wanted is not None and wanted.is_relative_to(images) and wanted.is_file():
            below = wanted.relative_to(images).as_posix()
            name = below if is_image(below, folder.exclude) else name
        return FolderItems([name], {"": images}, {"": folder.exclude})

    shown, started = False, time.monotonic()
    for batch in find_images(images, exclude=folder.exclude):
        names += batch
        if not shown and time.monotonic() - started > PATIENCE:
            shown = True
            yield first(), False
    if not shown and len(names) > FEW:
        yield first(), False
    if not names:
        project_images(project, root)  # says that there are none
    items = FolderItems(natural_sorted(names), {"": images}, {"": folder.exclude})
    len(items.rows)  # made here, off the window's thread
    yield items, True


def _folder_in_steps(
    folder: Path,
    wanted: Path | None,
    cancel: CancelToken | None,
    found: Callable[[int], None],
    *,
    at_once: bool = False,
) -> Iterator[Opened]:
    """A bare folder; nothing is written to it."""
    names: list[str] = []
    shown = at_once
    started, listed_at = time.monotonic(), time.time()
    try:
        for batch in find_images(folder, cancel=cancel):
            names += batch
            found(len(names))
            if not shown and time.monotonic() - started > PATIENCE:
                shown = True
                yield from _first_of_folder(folder, names, wanted)
    except Cancelled:
        if not names:
            raise
    if not names:
        raise DataError("there are no images here", where=folder, fix="Choose another folder")
    if not shown and len(names) > FEW:
        yield from _first_of_folder(folder, names, wanted)
    items = FolderItems(natural_sorted(names), {"": folder})
    len(items.rows)  # made here, off the window's thread
    opened = _bare(items, folder)
    opened.listed_at = listed_at
    yield opened


def _first_of_folder(folder: Path, names: Sequence[str], wanted: Path | None) -> Iterator[Opened]:
    """A folder as far as its first image, if that can be shown before the others are known."""
    first = natural_first(names)
    if wanted is not None and wanted.is_relative_to(folder) and wanted.is_file():
        first = wanted.relative_to(folder).as_posix()
    items = FolderItems([first], {"": folder})
    if folder_value_range([items[0].path]) is None:  # else a sample of all images decides
        opened = _bare(items, folder)
        opened.is_filling = True
        yield opened


def _bare(items: FolderItems, folder: Path) -> Opened:
    # the whole sample is looked at only where the first image says that there is a question
    bare_range = folder_value_range([items[0].path])
    if bare_range is not None:
        step = max(1, len(items) // RANGE_SAMPLE)
        sample = [items[row].path for row in range(0, len(items), step)]
        bare_range = folder_value_range(sample[:RANGE_SAMPLE])
    opened = Opened(
        path=folder,
        name=folder.name,
        items=items,
        classes=make_classes([DEFAULT_CLASS]),
        bare_range=bare_range,
    )
    opened.columns = opened.make_columns()
    return opened


def _find_left_work(opened: Opened, claims: Claims, unsaved: Path) -> None:
    """Look what a crash left of the work on a bare folder."""
    opened.journal = place_of(opened.path, unsaved)
    opened.claim, opened.left = find_left_work(opened.journal, claims)


def create_project(
    folder: Path,
    root: Path,
    classes: Sequence[ClassSpec],
    tags: TagTable,
    model: Path | None,
    segmenter: Path | None = None,
    *,
    claims: Claims | None = None,
) -> Opened:
    """Make a project of a bare folder and open it.

    Args:
        folder: The image folder.
        root: The new project's folder.
        classes: In mask order.
        tags: Tags given so far.
        model: The model in use, which the project remembers.
        segmenter: The segmenter in use, likewise.
        claims: Claims the project for this window.

    Raises:
        StacError: If it cannot be made.
    """
    names = [spec.name for spec in classes]
    project = make_project(root, [folder], names)
    project = with_classes(project, [(spec.name, spec.color) for spec in classes])
    if model is not None:
        section = project.model.model_copy(update={"current": str(model)})
        project = project.model_copy(update={"model": section})
    if segmenter is not None:
        stage = project.segment.model_copy(update={"current": str(segmenter)})
        project = project.model_copy(update={"segment": stage})
    root.mkdir(parents=True, exist_ok=True)
    with open_store(root, names) as store:
        if tags:
            store.set_tags(tags)
    save_project(project, root)
    return open_project(root, claims)
