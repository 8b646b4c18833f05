"""Running a model over many images: reading ahead, past unreadable files, writing results."""

from __future__ import annotations

import csv
import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from stac_core.colors import default_color, hex_to_rgb
from stac_core.data.images import ValueRange, read_image, to_model_rgb
from stac_core.errors import DataError
from stac_core.formats.maps import write_cam
from stac_core.formats.mask_png import class_palette, write_mask
from stac_core.io import atomic_write_bytes, atomic_write_text
from stac_core.opencv import cv2
from stac_core.overlay import draw_overlay
from stac_core.refine.refiner import MaskRecipe, refined_mask
from stac_core.types import CancelToken, Progress, no_progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from stac_core.inference import Predictor, PredictSpec
    from stac_core.presence import Tags
    from stac_core.segmentation.predictor import SegmenterPredictor
    from stac_core.types import CamResult, ImageItem

SAVE_KINDS = ("cam", "mask", "overlay", "scores")

_CHUNK = 16


@dataclass(frozen=True)
class Predicted:
    """One image's result.

    Attributes:
        item: Which image.
        rgb: The pixels that the model saw, uint8 RGB (H, W, 3).
        result: Its maps.
        is_new: Whether the model has looked at it just now.
    """

    item: ImageItem
    rgb: NDArray[np.uint8]
    result: CamResult
    is_new: bool = True


def predict_items(
    predictor: Predictor | SegmenterPredictor,
    items: Sequence[ImageItem],
    spec: PredictSpec,
    *,
    tags: Callable[[ImageItem], Tags | None],
    value_range: Callable[[str], ValueRange | None] = lambda image_id: None,
    on_problem: Callable[[ImageItem, str], None],
    known: Callable[[ImageItem], CamResult | None] = lambda item: None,
    progress: Progress = no_progress,
    cancel: CancelToken | None = None,
) -> Iterator[Predicted]:
    """Maps of many images, in order. An unreadable image is reported and left out.

    Args:
        predictor: The model.
        items: The images.
        spec: How maps are made.
        tags: What is known of each image's classes.
        value_range: Pixel values for black and white by image id.
        on_problem: Told about each image that is left out.
        known: Maps of an image that the model need not look at again.
        progress: Told after each chunk.
        cancel: Checked between views and chunks.

    Raises:
        Cancelled: If `cancel` says so.
        DeviceError: If the memory does not suffice.
    """
    token = cancel or CancelToken()

    def read(item: ImageItem) -> NDArray[np.uint8] | DataError:
        try:
            return to_model_rgb(read_image(item.path), value_range(item.id))
        except DataError as error:
            return error

    chunks = [items[start : start + _CHUNK] for start in range(0, len(items), _CHUNK)]
    done = 0
    with ThreadPoolExecutor(2) as pool:
        reading = [pool.submit(read, item) for item in chunks[0]] if chunks else []
        for number, chunk in enumerate(chunks):
            token.check()
            loaded = [future.result() for future in reading]
            following = chunks[number + 1] if number + 1 < len(chunks) else ()
            reading = [pool.submit(read, item) for item in following]
            usable = []
            for item, pixels in zip(chunk, loaded, strict=True):
                if isinstance(pixels, DataError):
                    on_problem(item, str(pixels))
                else:
                    usable.append((item, pixels))
            kept = {item: found for item, _ in usable if (found := known(item)) is not None}
            unseen = [(item, pixels) for item, pixels in usable if item not in kept]
            results = predictor.predict(
                [pixels for _, pixels in unseen],
                spec,
                tags=[tags(item) for item, _ in unseen],
                cancel=token,
            )
            made = {item: result for (item, _), result in zip(unseen, results, strict=True)}
            for item, pixels in usable:
                if item in kept:
                    yield Predicted(item, pixels, kept[item], is_new=False)
                else:
                    yield Predicted(item, pixels, made[item])
            done += len(chunk)
            progress(done, len(items))


@dataclass
class ResultFolder:
    """Writes results as files that other programs read.

    Attributes:
        folder: Receives `cam/<key>.npz`, `mask/<key>.png`, `overlay/<key>.png`, `scores.csv`.
        classes: Names of the classes.
        save: Which of `SAVE_KINDS`.
        recipe: How masks are made from maps.
        colors: `#RRGGBB` of the classes; the default colours where None.
        device: For steps of the recipe that can run on a GPU.
    """

    folder: Path
    classes: Sequence[str]
    save: frozenset[str]
    recipe: MaskRecipe
    colors: Sequence[str] | None = None
    device: str = "auto"
    _scores: dict[str, list[float]] = field(default_factory=dict)

    def write(self, predicted: Predicted) -> None:
        """Write one image's files.

        Raises:
            StorageError: If a file cannot be written.
        """
        key, result = predicted.item.key, predicted.result
        rgb_colors = [hex_to_rgb(color) for color in self._colors()]
        if "cam" in self.save:
            write_cam(self.folder / "cam" / f"{key}.npz", result)
        if self.save & {"mask", "overlay"}:
            mask = refined_mask(
                predicted.rgb,
                result.cam,
                result.present,
                self.recipe.spec,
                self.recipe.steps,
                device=self.device,
            )
            if "mask" in self.save:
                path = self.folder / "mask" / f"{key}.png"
                write_mask(path, mask, class_palette(rgb_colors))
            if "overlay" in self.save:
                picture = draw_overlay(predicted.rgb, result.cam, mask, rgb_colors)
                encoded = cv2.imencode(".png", picture[..., ::-1])[1]
                atomic_write_bytes(self.folder / "overlay" / f"{key}.png", encoded.tobytes())
        if "scores" in self.save:
            self._scores[predicted.item.id] = [float(score) for score in result.scores]

    def finish(self) -> None:
        """Write what covers all images.

        Raises:
            StorageError: If it cannot be written.
        """
        if "scores" in self.save:
            atomic_write_text(
                self.folder / "scores.csv", format_scores_csv(self._scores, self.classes)
            )

    def _colors(self) -> Sequence[str]:
        return self.colors or [default_color(index) for index in range(len(self.classes))]


def format_scores_csv(scores: Mapping[str, Sequence[float]], classes: Sequence[str]) -> str:
    """Scores as CSV: the image's id, then a column for each class."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["image", *classes])
    for image_id, values in scores.items():
        writer.writerow([image_id, *(f"{value:.6f}" for value in values)])
    return text.getvalue()
