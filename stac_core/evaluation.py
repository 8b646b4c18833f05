"""Scoring a folder of predictions against a folder of masks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from stac_core.errors import DataError
from stac_core.formats.maps import read_cam, read_legacy_cam
from stac_core.formats.mask_png import read_mask
from stac_core.metrics import SegmentationScores, confusion_matrix, scores_of
from stac_core.pseudo_mask import MaskMaker, PseudoMaskSpec
from stac_core.types import BACKGROUND_NAME, CancelToken, image_key, no_progress

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from stac_core.types import Mask, Progress

CURVE: Final = tuple(round(0.20 + 0.05 * step, 2) for step in range(13))
"""Thresholds of a curve: 0.20 to 0.80 by 0.05."""

DEFAULT_THRESHOLD: Final = 0.6

_PREDICTION_SUFFIXES = (".png", ".npz", ".npy")


@dataclass(frozen=True)
class Evaluation:
    """Scores of one set of predictions.

    Attributes:
        threshold: The background threshold used on maps; None for masks.
        images: How many images were scored.
        classes: Names without the background.
        scores: See `SegmentationScores`.
        unmatched: Predictions without a mask to compare with.
    """

    threshold: float | None
    images: int
    classes: tuple[str, ...]
    scores: SegmentationScores
    unmatched: int = 0

    def as_json(self) -> dict[str, Any]:
        """Percentages, not rounded; null where a class is nowhere."""
        names = (BACKGROUND_NAME, *self.classes)
        return {
            "threshold": self.threshold,
            "images": self.images,
            "iou": dict(zip(names, map(_percent, self.scores.iou), strict=True)),
            "miou": _percent(self.scores.miou),
            "fp": _percent(self.scores.fp),
            "fn": _percent(self.scores.fn),
        }


def evaluate_folders(
    predictions: Path,
    truth: Path,
    classes: Sequence[str],
    *,
    names: Sequence[str] | None = None,
    thresholds: Sequence[float] = (DEFAULT_THRESHOLD,),
    progress: Progress = no_progress,
    cancel: CancelToken | None = None,
) -> list[Evaluation]:
    """Score predictions, matched to masks by key.

    Args:
        predictions: Folder of mask PNGs, of our .npz maps, or of the authors' .npy dictionaries.
        truth: Folder of mask PNGs; 255 is left out.
        classes: Class names, for the values 1..C.
        names: Ids or keys of the images to score; None scores every mask in `truth`.
        thresholds: Background thresholds for maps; masks are scored once, whatever is given.
        progress: Told after each image.
        cancel: Checked before each image.

    Raises:
        DataError: If a prediction is missing, has another size or labels that do not exist.
        Cancelled: If `cancel` says so.
    """
    predicted = _files_by_key(predictions, _PREDICTION_SUFFIXES)
    actual = _files_by_key(truth, (".png",))
    keys = sorted(actual) if names is None else _keys(names, actual, truth)
    missing = [key for key in keys if key not in predicted]
    if missing:
        raise DataError(
            f"no prediction for {len(missing)} of {len(keys)} images, the first is {missing[0]}",
            where=predictions,
            fix="Predict them too, or name the images to score with --list",
        )
    if not keys:
        raise DataError("there are no masks to compare with", where=truth)
    labels = len(classes) + 1
    from_maps = predicted[keys[0]].suffix != ".png"
    used = tuple(thresholds) if from_maps else (None,)
    totals = np.zeros((len(used), labels, labels), np.int64)
    for done, key in enumerate(keys):
        if cancel is not None:
            cancel.check()
        mask = read_mask(actual[key])
        _check_labels(mask, labels, actual[key])
        for index, guess in enumerate(_masks(predicted[key], classes, used)):
            if guess.shape != mask.shape:
                raise DataError(
                    f"its size {guess.shape} is not the mask's {mask.shape}", where=predicted[key]
                )
            if not from_maps:
                _check_labels(guess[mask != 255], labels, predicted[key], ignore_allowed=False)
            totals[index] += confusion_matrix(guess, mask, labels)
        progress(done + 1, len(keys))
    unmatched = len(predicted.keys() - actual.keys())
    return [
        Evaluation(threshold, len(keys), tuple(classes), scores_of(total), unmatched)
        for threshold, total in zip(used, totals, strict=True)
    ]


def best_of(evaluations: Sequence[Evaluation]) -> Evaluation:
    """The evaluation with the highest mIoU."""
    return max(evaluations, key=lambda evaluation: evaluation.scores.miou)


def _masks(path: Path, classes: Sequence[str], thresholds: Sequence[float | None]) -> list[Mask]:
    if path.suffix == ".png":
        return [read_mask(path)]
    if path.suffix == ".npz":
        result = read_cam(path)
        if list(result.classes) != list(classes):
            raise DataError(
                f"its classes are {', '.join(result.classes)}, not {', '.join(classes)}",
                where=path,
            )
        maker = MaskMaker(result.cam)
    else:
        maker = MaskMaker(read_legacy_cam(path, len(classes)))
    return [
        maker.make(PseudoMaskSpec(threshold=threshold))
        for threshold in thresholds
        if threshold is not None
    ]


def _files_by_key(folder: Path, suffixes: tuple[str, ...]) -> dict[str, Path]:
    if not folder.is_dir():
        raise DataError("there is no such folder", where=folder)
    files: dict[str, Path] = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() not in suffixes or path.name.startswith("."):
            continue
        key = image_key(path.relative_to(folder).as_posix())
        if key in files:
            raise DataError(
                f"two files for one image: {files[key].name} and {path.name}",
                where=folder,
                fix="Name the folder that holds one kind of file, such as its cam or mask folder",
            )
        files[key] = path
    if not files:
        raise DataError(f"holds no {' or '.join(suffixes)} files", where=folder)
    return files


def _keys(names: Sequence[str], known: dict[str, Path], truth: Path) -> list[str]:
    keys = [name if name in known else image_key(name) for name in names]
    missing = next((key for key in keys if key not in known), None)
    if missing is not None:
        raise DataError(f"no mask for {missing}, which the list names", where=truth)
    return list(dict.fromkeys(keys))


def _check_labels(
    labels: Mask, num_labels: int, path: Path, *, ignore_allowed: bool = True
) -> None:
    known = labels < num_labels
    if ignore_allowed:
        known |= labels == 255
    if not known.all():
        value = int(labels[~known][0])
        raise DataError(
            f"holds the value {value}, but the classes are 1 to {num_labels - 1}",
            where=path,
            fix="Give all classes in mask order"
            if ignore_allowed
            else "Predictions must say a class or background wherever the mask does",
        )


def _percent(value: float) -> float | None:
    return None if np.isnan(value) else float(value) * 100
