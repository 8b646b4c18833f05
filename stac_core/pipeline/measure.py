"""What each stage reached, where there are masks that measure. They never train anything."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from stac_core.data.images import read_image, to_model_rgb
from stac_core.data.tags import tags_to_arrays
from stac_core.formats.mask_png import read_fitting_mask
from stac_core.inference import Predictor, PredictSpec
from stac_core.io import atomic_write_json
from stac_core.metrics import confusion_matrix, scores_of
from stac_core.models.model_file import load_model
from stac_core.presence import Tags, present_classes
from stac_core.project import value_range_of
from stac_core.pseudo_mask import MaskMaker, PseudoMaskSpec, spec_for_classes
from stac_core.refine.refiner import refined_mask
from stac_core.saliency.operators import SeedGenerator
from stac_core.saliency.spec import make_generator
from stac_core.segmentation.model_file import load_segmenter
from stac_core.segmentation.predictor import THRESHOLD, SegmenterPredictor
from stac_core.types import BACKGROUND_NAME, CancelToken, Progress, no_progress

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from stac_core.data.tags import TagTable
    from stac_core.project import Project
    from stac_core.types import ImageItem, Mask

PARTIAL_FILE: Final = "measured.json"

_AT_ONCE: Final = 16
_HALF: Final = PseudoMaskSpec(threshold=0.4999)
"""A pixel belongs to a class where half of its operators say so."""


@dataclass(frozen=True)
class Models:
    """What can be measured.

    Attributes:
        cam: Model file of STAC, and the settings that its maps were meant for.
        segmenter: Model file of the segmenter.
    """

    cam: tuple[Path, Project] | None
    segmenter: Path | None


def measure(
    project: Project,
    root: Path,
    pairs: Sequence[tuple[ImageItem, Path]],
    tags: TagTable,
    models: Models,
    *,
    partial: Path,
    device: str = "auto",
    progress: Progress = no_progress,
    cancel: CancelToken | None = None,
) -> list[dict[str, Any]]:
    """Measure seeds, heat maps and masks on images whose masks are known.

    Args:
        project: As it is now; says how masks are refined.
        root: Its folder.
        pairs: Images with the file of their mask.
        tags: Which classes the images show.
        models: To measure.
        partial: File for what was counted so far, so that an interrupted measurement goes on.
        device: As for `choose_device`.
        progress: Told after each image.
        cancel: Checked between images.

    Returns:
        For each variant: `name`, whether the image's `tags` were given, `images`, `iou` by class
        in percent, `miou`, `fp`, `fn`.

    Raises:
        DataError: If an image or a mask cannot be read, or does not fit.
        Cancelled: If `cancel` says so.
    """
    token = cancel or CancelToken()
    looks = _Looks(project, root, tags, models, device)
    labels = len(project.class_names) + 1
    key = [looks.identity, [item.id for item, _ in pairs]]
    done, totals = _read_partial(partial, key)
    for start in range(done, len(pairs), _AT_ONCE):
        for item, path in pairs[start : start + _AT_ONCE]:
            token.check()
            image = to_model_rgb(read_image(item.path), value_range_of(project, item.id))
            truth = read_fitting_mask(path, image.shape[:2], labels - 1)
            for name, mask in looks.masks(item, image):
                counts = confusion_matrix(mask, truth, labels)
                totals[name] = totals.get(name, np.zeros((labels, labels), np.int64)) + counts
            done += 1
            progress(done, len(pairs))
        _write_partial(partial, key, done, totals)
    names = (BACKGROUND_NAME, *project.class_names)
    return [_scores(name, done, total, names) for name, total in totals.items()]


class _Looks:
    """Makes every mask that is measured of an image."""

    def __init__(
        self, project: Project, root: Path, tags: TagTable, models: Models, device: str
    ) -> None:
        self._project, self._tags, self._device = project, tags, device
        self._classes = project.class_names
        self._seeds: SeedGenerator | None = None
        if project.saliency.source == "classes" and project.saliency.operators:
            generator = make_generator(project, tags, root)
            self._seeds = generator if isinstance(generator, SeedGenerator) else None
        self.identity: list[str] = [
            project.saliency.model_dump_json(),
            project.cam.model_dump_json(),
            project.refine.model_dump_json(),
        ]
        self._cam: Predictor | None = None
        self._segmenter: SegmenterPredictor | None = None
        if models.cam is not None:
            path, trained_with = models.cam
            loaded = load_model(path, classes=self._classes)
            self._cam = Predictor(loaded, device=device)
            cam = trained_with.cam
            self._cam_spec = PredictSpec(kind=cam.kind, scales=tuple(cam.scales), flip=cam.flip)
            self._cam_mask = spec_for_classes(
                self._classes,
                threshold=loaded.info.threshold,
                class_thresholds=cam.class_thresholds,
            )
            self.identity.append(loaded.digest)
        if models.segmenter is not None:
            segmenter = load_segmenter(models.segmenter, classes=self._classes)
            self._segmenter = SegmenterPredictor(segmenter, device=device)
            self.identity.append(segmenter.digest)

    def masks(self, item: ImageItem, image: NDArray[np.uint8]) -> Iterator[tuple[str, Mask]]:
        """Name of a variant and its mask; "|" comes before what is known of the image."""
        row = tags_to_arrays(self._tags, [item.id], self._classes)
        tags = Tags(row[0][0], row[1][0])
        if self._seeds is not None:
            yield "seeds|tags", MaskMaker(self._seeds.seeds(item, image)).make(_HALF)
        everything = [Tags.everything(len(self._classes))]
        limit, steps = self._project.cam.tag_threshold, self._project.refine.steps
        if self._cam is not None:
            found = self._cam.predict([image], self._cam_spec, tags=everything)[0]
            for known, given in (("tags", tags), ("none", None)):
                present = present_classes(found.scores, given, limit)
                yield f"heat maps|{known}", MaskMaker(found.cam, present).make(self._cam_mask)
        if self._segmenter is not None:
            found = self._segmenter.predict([image], PredictSpec(), tags=everything)[0]
            for known, given in (("tags", tags), ("none", None)):
                present = present_classes(found.scores, given, limit)
                plain = MaskMaker(found.cam, present).make(PseudoMaskSpec(THRESHOLD))
                yield f"segmenter|{known}", plain
                if steps:
                    spec = PseudoMaskSpec(THRESHOLD)
                    refined = refined_mask(
                        image, found.cam, present, spec, steps, device=self._device
                    )
                    yield f"refined|{known}", refined


def _scores(
    name: str, images: int, total: NDArray[np.int64], names: Sequence[str]
) -> dict[str, Any]:
    what, _, known = name.partition("|")
    scores = scores_of(total)
    iou = {
        each: None if np.isnan(value) else 100 * float(value)
        for each, value in zip(names, scores.iou, strict=True)
    }
    return {
        "name": what,
        "tags": known == "tags",
        "images": images,
        "iou": iou,
        "miou": 100 * float(scores.miou),
        "fp": 100 * float(scores.fp),
        "fn": 100 * float(scores.fn),
    }


def _read_partial(path: Path, key: list[Any]) -> tuple[int, dict[str, NDArray[np.int64]]]:
    """What an earlier attempt counted with the same models on the same images."""
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        if values["key"] == key:
            totals = {name: np.array(rows, np.int64) for name, rows in values["totals"].items()}
            return int(values["done"]), totals
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return 0, {}


def _write_partial(
    path: Path, key: list[Any], done: int, totals: dict[str, NDArray[np.int64]]
) -> None:
    rows = {name: total.tolist() for name, total in totals.items()}
    atomic_write_json(path, {"key": key, "done": done, "totals": rows})
