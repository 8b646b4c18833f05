"""Imported heat maps in a model's place: they need no model, no torch and no network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stac_core.errors import ConfigError
from stac_core.imported_maps import KIND, ImportedMaps
from stac_gui.workers.engines import ModelSummary

if TYPE_CHECKING:
    from collections.abc import Callable

    from stac_core.data.images import ValueRange
    from stac_core.types import CamResult, CancelToken, Explanation, ImageItem
    from stac_gui.workers.engines import Engine, ModelRequest


class MapsEngine:
    """Reads the maps of images from a project.

    Args:
        request: Names the folder of the maps.
    """

    def __init__(self, request: ModelRequest) -> None:
        self._maps = ImportedMaps(request.path, request.classes)
        info = self._maps.info
        self.summary = ModelSummary(
            path=request.path,
            digest=info.digest,
            identity=info.digest,
            classes=self._maps.classes,
            threshold=info.threshold,
            architecture=info.format,
            origin=info.origin,
            runs_on="",
            parameters=0,
            kind=KIND,
            scores_decide=info.scored,
        )

    def predict(
        self, item: ImageItem, value_range: ValueRange | None, cancel: CancelToken
    ) -> CamResult:
        """The maps of an image."""
        cancel.check()
        return self._maps.read(item)

    def explain(
        self, item: ImageItem, value_range: ValueRange | None, cancel: CancelToken
    ) -> Explanation:
        """Nobody knows what imported maps are made of.

        Raises:
            ConfigError: Always.
        """
        raise ConfigError("holds imported maps: there is no model to ask", where=self.summary.path)

    def describe(self) -> str:
        """Nothing runs."""
        return ""


def with_imported(make_engine: Callable[[ModelRequest, Any], Engine]) -> Any:
    """Makes engines as given, and its own for imported maps."""

    def make(request: ModelRequest, on_fallback: Any) -> Engine:
        if request.source == "maps":
            return MapsEngine(request)
        return make_engine(request, on_fallback)

    return make
