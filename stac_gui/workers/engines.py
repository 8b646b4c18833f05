"""The models that make maps, as the inference thread needs them: STAC's and the segmenter's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol

from stac_core.cam_cache import CamCache, cache_identity
from stac_core.data.images import ValueRange, read_image, to_model_rgb
from stac_core.errors import ConfigError
from stac_core.presence import Tags

if TYPE_CHECKING:
    from pathlib import Path

    from stac_core.types import CamResult, CancelToken, Explanation, ImageItem

Source = Literal["cam", "segmenter", "maps"]
"""Where maps come from: STAC's heat maps, the segmenter, or imported ones."""


@dataclass(frozen=True)
class CamSettings:
    """How maps are made; the fields are those of the core's PredictSpec."""

    kind: Any = None
    scales: tuple[float, ...] | None = None
    flip: bool = True
    affinity: bool = False
    max_tokens: int = 4096


@dataclass(frozen=True)
class ModelRequest:
    """Which model to load and how to run it.

    Attributes:
        path: The weights file.
        source: What it is.
        device: "auto", "cpu", "cuda" ...
        precision: "auto", "fp32", "bf16" or "fp16".
        classes: Names of the project's classes; None takes the file's.
        settings: How maps are made.
        cache_root: Project folder whose cache is used; None for none.
    """

    path: Path
    source: Source = "cam"
    device: str = "auto"
    precision: Any = "auto"
    classes: tuple[str, ...] | None = None
    settings: CamSettings = CamSettings()
    cache_root: Path | None = None


@dataclass(frozen=True)
class ModelSummary:
    """What is loaded now, in words and numbers.

    Attributes:
        path: The weights file.
        digest: Of its content.
        identity: Of the maps: model and how they are made.
        classes: Class names.
        threshold: The background threshold that it names.
        architecture: Its name.
        origin: Whose file it is.
        runs_on: Device and precision.
        parameters: How many.
        notes: What was assumed.
        kind: Of its maps: a kind of CAM, "segmenter", or "imported".
        scores_decide: Whether a class needs a score to count; else every map does.
    """

    path: Path
    digest: str
    identity: str
    classes: tuple[str, ...]
    threshold: float
    architecture: str
    origin: str
    runs_on: str
    parameters: int
    notes: tuple[str, ...] = ()
    kind: str = "fused"
    scores_decide: bool = True


class Engine(Protocol):
    """The model as the worker needs it; tests put their own in its place."""

    summary: ModelSummary

    def predict(
        self, item: ImageItem, value_range: ValueRange | None, cancel: CancelToken
    ) -> CamResult:
        """Maps of all classes of an image."""

    def explain(
        self, item: ImageItem, value_range: ValueRange | None, cancel: CancelToken
    ) -> Explanation:
        """What the heat maps of an image are made of."""

    def describe(self) -> str:
        """Where it runs now."""


class TorchEngine:
    """The real engine. Imports torch, so it is made in the inference thread.

    Args:
        request: Which model.
        on_fallback: Told, in words, when memory ran out and the work goes on differently.
    """

    def __init__(self, request: ModelRequest, on_fallback: Any) -> None:
        make = _segmenter if request.source == "segmenter" else _stac
        self._predictor, self._spec, self.summary = make(request, on_fallback)
        self._everything = Tags.everything(len(self.summary.classes))
        self._cache = None if request.cache_root is None else CamCache(request.cache_root)

    def predict(
        self, item: ImageItem, value_range: ValueRange | None, cancel: CancelToken
    ) -> CamResult:
        """Maps of all classes, from the cache where they are there."""
        if self._cache is not None:
            found = self._cache.get(item, self.summary.identity)
            if found is not None and found.classes == self.summary.classes:
                return found
        rgb = to_model_rgb(read_image(item.path), value_range)
        result: CamResult
        (result,) = self._predictor.predict(
            [rgb], self._spec, tags=[self._everything], cancel=cancel
        )
        if self._cache is not None:
            self._cache.put(item, self.summary.identity, result)
        return result

    def explain(
        self, item: ImageItem, value_range: ValueRange | None, cancel: CancelToken
    ) -> Explanation:
        """What the heat maps of an image are made of.

        Raises:
            ConfigError: If the model is a segmenter, which makes no heat maps.
        """
        if self.summary.kind == "segmenter":
            raise ConfigError("is a segmenter: it makes no heat maps", where=self.summary.path)
        rgb = to_model_rgb(read_image(item.path), value_range)
        explanation: Explanation = self._predictor.explain(rgb, self._spec, cancel=cancel)
        return explanation

    def describe(self) -> str:
        """Where it runs now."""
        return str(self._predictor.describe())


def _stac(request: ModelRequest, on_fallback: Any) -> tuple[Any, Any, ModelSummary]:
    """Predictor, spec and summary of a STAC model."""
    from stac_core.inference import Predictor, PredictSpec
    from stac_core.models.model_file import load_model

    model = load_model(request.path, classes=_names(request))
    predictor = Predictor(
        model, device=request.device, precision=request.precision, on_fallback=on_fallback
    )
    settings, info = request.settings, model.info
    spec = predictor.settle(
        PredictSpec(
            kind=settings.kind or info.kind,
            scales=settings.scales or tuple(info.scales),
            flip=settings.flip,
            affinity=settings.affinity,
            max_tokens=settings.max_tokens,
        )
    )
    summary = ModelSummary(
        path=request.path,
        digest=model.digest,
        identity=cache_identity(model.digest, spec.digest()),
        classes=tuple(info.classes),
        threshold=info.threshold,
        architecture=info.arch,
        origin=model.origin,
        runs_on=predictor.describe(),
        parameters=_count(model.net),
        notes=model.notes,
        kind=spec.kind,
    )
    return predictor, spec, summary


def _segmenter(request: ModelRequest, on_fallback: Any) -> tuple[Any, Any, ModelSummary]:
    """Predictor, spec and summary of a segmenter."""
    from stac_core.inference import PredictSpec
    from stac_core.segmentation.model_file import load_segmenter
    from stac_core.segmentation.predictor import THRESHOLD, SegmenterPredictor

    model = load_segmenter(request.path, classes=_names(request))
    predictor = SegmenterPredictor(model, device=request.device, precision=request.precision)
    settings = request.settings
    # as `stac predict` has it, so that either finds the other's maps in the cache
    spec = PredictSpec(
        scales=(1.0,),
        flip=settings.flip,
        affinity=settings.affinity,
        max_tokens=settings.max_tokens,
    )
    summary = ModelSummary(
        path=request.path,
        digest=model.digest,
        identity=cache_identity(model.digest, spec.digest()),
        classes=tuple(model.info.classes),
        threshold=THRESHOLD,
        architecture=model.info.arch,
        origin=f"STAC Studio {model.info.program}",
        runs_on=predictor.describe(),
        parameters=_count(model.net),
        kind="segmenter",
    )
    return predictor, spec, summary


def _names(request: ModelRequest) -> list[str] | None:
    return None if request.classes is None else list(request.classes)


def _count(net: Any) -> int:
    return sum(value.numel() for value in net.parameters())
