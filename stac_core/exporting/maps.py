"""The heat maps that a project has kept, found for an export."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stac_core.cam_cache import CamCache, cache_identity
from stac_core.errors import DataError
from stac_core.imported_maps import ImportedMaps, list_maps
from stac_core.types import ImageItem

if TYPE_CHECKING:
    from pathlib import Path

    from stac_core.formats.label_set import OutImage
    from stac_core.labels.records import Prediction
    from stac_core.labels.store import LabelStore
    from stac_core.types import CamResult


class KeptMaps:
    """The maps of the last model that looked at each image, or those that were imported.

    Args:
        store: The project's labels.
    """

    def __init__(self, store: LabelStore) -> None:
        self._store = store
        self._cache = CamCache(store.root)
        self._predictions: dict[str, Prediction] | None = None
        self._imported: dict[str, ImportedMaps] = {}

    def __call__(self, image: OutImage) -> CamResult:
        """The maps of an image.

        Raises:
            DataError: If none are kept.
        """
        if self._predictions is None:
            self._predictions = self._store.predictions()
            self._imported = _imported(self._store.root)
        item = ImageItem(image.id, image.path)
        prediction = self._predictions.get(image.id)
        found: CamResult | None = None
        if prediction is not None and prediction.model in self._imported:
            found = self._imported[prediction.model].read(item)
        elif prediction is not None:
            found = self._cache.get(item, cache_identity(prediction.model, prediction.spec))
        elif self._imported:  # imported without proposals, so nothing was predicted: the latest
            found = next(iter(self._imported.values())).read(item)
        if found is None:
            raise DataError(
                "no heat maps of it are kept",
                where=image.id,
                fix="Make them with: stac predict PROJECT",
            )
        return found


def _imported(root: Path) -> dict[str, ImportedMaps]:
    """Imported maps by their digest; sets that are damaged are left out."""
    found = {}
    for folder in list_maps(root):
        try:
            maps = ImportedMaps(folder)
        except DataError:
            continue
        found[maps.info.digest] = maps
    return found
