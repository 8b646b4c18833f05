"""What presenters need of the workers; tests give their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from PySide6.QtCore import SignalInstance

    from stac_core.labels.recovery import LeftWork
    from stac_core.labels.store import Prediction
    from stac_core.types import ImageItem
    from stac_gui.outcome import ErrorInfo
    from stac_gui.workers.engines import ModelRequest
    from stac_gui.workers.images import LoadedImage
    from stac_gui.workers.inference import InferenceRequest
    from stac_gui.workers.save_queue import SaveRequest


class Loader(Protocol):
    """Decodes images."""

    loaded: SignalInstance
    failed: SignalInstance

    def get(self, item: ImageItem) -> LoadedImage | None:
        """The image, if it is in memory."""

    def request(self, item: ImageItem, *, urgent: bool = False) -> None:
        """Ask for an image."""

    def forget(self, item: ImageItem) -> None:
        """Read an image anew when it is asked for next."""

    def clear(self) -> None:
        """Forget all images."""


class Inference(Protocol):
    """Makes maps."""

    model_loaded: SignalInstance
    model_failed: SignalInstance
    finished: SignalInstance
    failed: SignalInstance
    fell_back: SignalInstance
    explained: SignalInstance
    not_explained: SignalInstance

    def load(self, request: ModelRequest) -> None:
        """Load a model."""

    def unload(self) -> None:
        """Give the model's memory back."""

    def want(self, requests: Sequence[InferenceRequest]) -> None:
        """Ask for maps of these images and no others."""

    def explain(self, request: InferenceRequest | None) -> None:
        """Look closer at an image, or at none any more."""

    def forget(self) -> None:
        """Want nothing, and take no notice of what still arrives."""


class Store(Protocol):
    """Writes to the label store."""

    saved: SignalInstance
    failed: SignalInstance
    unguarded: SignalInstance
    idle: SignalInstance

    @property
    def has_unsaved(self) -> bool:
        """Whether anything that a person did waits to be written."""

    def open(self, root: Path, classes: Sequence[str]) -> None:
        """Use this project's store."""

    def keep_in(self, folder: Path, about: str, left: LeftWork | None) -> None:
        """Write down in a folder what waits for a store."""

    def detach(self) -> None:
        """Use no store for now."""

    def save(self, request: SaveRequest) -> None:
        """Write an image's state."""

    def save_tags(
        self, table: Mapping[str, Mapping[str, bool]], *, who: str = "", more: bool = False
    ) -> None:
        """Write the tags of some images, by image id; together with the next ones, if `more`."""

    def save_prediction(self, image_id: str, prediction: Prediction) -> None:
        """Write an image's scores."""

    def retry(self) -> None:
        """Try again."""

    def discard(self) -> None:
        """Forget what waits."""


class Tasks(Protocol):
    """Runs functions in threads."""

    def submit(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[ErrorInfo], None],
        *,
        priority: int = 0,
    ) -> None:
        """Run `work`; one of the two callbacks follows in the GUI thread."""
