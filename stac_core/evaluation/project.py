"""What a project itself has to compare: its masks, its models' heat maps, masks that measure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stac_core.cam_cache import CamCache
from stac_core.errors import DataError, LabelStoreError
from stac_core.evaluation.sides import MASKS, FolderSide, LabelSide, Side
from stac_core.formats.maps import read_cam
from stac_core.labels.store import load_mask
from stac_core.presence import Tags, present_classes
from stac_core.project import resolve
from stac_core.reference import reference_labels

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from stac_core.data.tags import TagTable
    from stac_core.formats.label_set import Size
    from stac_core.project import Project
    from stac_core.types import CancelToken, FloatMap, ImageItem, Mask


class StoreSide(Side):
    """Masks that a project has stored.

    Args:
        root: The project's folder.
        classes: Its class names.
        digests: Image id -> digest of its mask.
        what: What they are, in words.

    Raises:
        DataError: If there are none.
    """

    def __init__(
        self, root: Path, classes: Sequence[str], digests: Mapping[str, str], what: str
    ) -> None:
        if not digests:
            raise DataError("there are none of these masks yet", where=what)
        super().__init__(what, classes, list(digests))
        self._root, self._digests = root, dict(digests)

    def mask(self, name: str, size: Size | None = None) -> Mask:
        """As it is stored."""
        try:
            return load_mask(self._root, self._digests[name])
        except LabelStoreError as error:
            raise DataError(error.what, where=error.where, fix=error.fix) from error


class CacheSide(Side):
    """Heat maps that a project keeps; those of classes that an image does not show count as 0.

    Args:
        root: The project's folder.
        classes: Its class names.
        items: Its images.
        identity: Of the maps, as from `cache_identity`.
        tags: Which classes the images show.
        tag_threshold: Score from which a class that is not tagged counts as present.
        what: What they are, in words.
        cancel: Checked while the files are looked for.

    Raises:
        DataError: If there are none.
    """

    def __init__(
        self,
        root: Path,
        classes: Sequence[str],
        items: Sequence[ImageItem],
        identity: str,
        tags: TagTable,
        tag_threshold: float,
        what: str,
        cancel: CancelToken,
    ) -> None:
        cache, self._files, self._tags = CamCache(root), dict[str, "Path"](), tags
        for item in items:
            cancel.check()
            path = cache.path(item, identity)
            if path.is_file():
                self._files[item.id] = path
        if not self._files:
            raise DataError(
                "there are no heat maps yet", where=what, fix="Let the model look at the images"
            )
        self._threshold, self._names = tag_threshold, tuple(classes)
        super().__init__(what, classes, list(self._files), has_maps=True)

    def place(self, name: str) -> Path:
        """The file."""
        return self._files[name]

    def mask(self, name: str, size: Size | None = None) -> Mask:
        """There are none: masks are made of the maps."""
        raise NotImplementedError

    def maps(self, name: str, num_classes: int) -> FloatMap:
        """The maps of the classes that the image shows; zero for the others."""
        found = read_cam(self._files[name])
        if found.classes != self._names:
            raise DataError(f"its classes are {', '.join(found.classes)}", where=self._files[name])
        known = self._tags.get(name)
        tags = Tags.from_names(known, self._names) if known else None
        present = present_classes(found.scores, tags, self._threshold)
        maps: FloatMap = found.cam * present[:, None, None].astype(np.float32)
        return maps


def measuring_side(project: Project, root: Path, cancel: CancelToken) -> Side | None:
    """The masks that a project measures by: its data set's own, else `data.validation_masks`.

    Raises:
        DataError: If they are gone or damaged.
        Cancelled: If `cancel` says so.
    """
    labels = reference_labels(project, root, cancel=cancel)
    if labels is not None:
        return LabelSide(labels)
    if project.data.validation_masks is None:
        return None
    side = FolderSide(resolve(root, project.data.validation_masks), MASKS)
    side.classes = tuple(project.class_names)
    return side
