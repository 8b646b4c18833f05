"""Maps kept on disk so that they need not be computed again; may be deleted at any time."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from stac_core.errors import DataError, StorageError
from stac_core.formats.maps import read_cam, write_cam

if TYPE_CHECKING:
    from pathlib import Path

    from stac_core.types import CamResult, ImageItem

logger = logging.getLogger(__name__)

CACHE_FOLDER: Final = "cache/cam"


class CamCache:
    """The maps of all classes of a project's images, by model and way of making them.

    Args:
        root: The project's folder.
    """

    def __init__(self, root: Path) -> None:
        self._folder = root / CACHE_FOLDER
        self._works = True

    def path(self, item: ImageItem, identity: str) -> Path:
        """Where the maps of an image are kept."""
        return self._folder / identity / f"{item.key}.npz"

    def get(self, item: ImageItem, identity: str) -> CamResult | None:
        """The maps, unless there are none or the image is newer.

        Args:
            item: Which image.
            identity: As from `cache_identity`.
        """
        path = self.path(item, identity)
        try:
            if path.stat().st_mtime_ns < item.path.stat().st_mtime_ns:
                return None
        except OSError:
            return None
        try:
            return read_cam(path)
        except DataError as error:
            logger.warning("made again: %s", error)
            return None

    def put(self, item: ImageItem, identity: str, result: CamResult) -> None:
        """Keep maps. A cache that cannot be written is given up after one warning."""
        if not self._works:
            return
        try:
            write_cam(self.path(item, identity), result)
        except StorageError as error:
            self._works = False
            logger.warning("heat maps are not kept: %s", error)


def cache_identity(model_digest: str, spec_digest: str) -> str:
    """Name of all that shapes an image's maps beside the image."""
    return f"{model_digest}-{spec_digest}"
