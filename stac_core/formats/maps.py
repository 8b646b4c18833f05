"""Localisation maps on disk: our .npz, and the STAC authors' .npy dictionaries."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np

from stac_core.errors import DataError
from stac_core.formats.arrays import read_arrays
from stac_core.io import atomic_write_bytes, load_legacy_dict
from stac_core.types import CamResult

if TYPE_CHECKING:
    from pathlib import Path

    from stac_core.types import FloatMap


def write_cam(path: Path, result: CamResult) -> None:
    """Write maps as .npz with `cam` (C, H, W), `scores` (C,) and `classes`, compressed.

    Raises:
        StorageError: If it cannot be written.
    """
    buffer = io.BytesIO()
    parts = {} if result.spread is None else {"spread": result.spread}
    np.savez_compressed(
        buffer,
        allow_pickle=False,
        cam=result.cam.astype(np.float32, copy=False),
        scores=result.scores.astype(np.float32, copy=False),
        classes=np.array(result.classes, dtype=np.str_),
        present=result.present,
        reduced=np.array(result.reduced),
        **parts,
    )
    atomic_write_bytes(path, buffer.getvalue())


def read_cam(path: Path) -> CamResult:
    """Read maps written by `write_cam`.

    Raises:
        DataError: If the file cannot be read, is damaged or lacks a part.
    """
    file = read_arrays(path)
    try:
        # copies: what is read from bytes cannot be written to
        cam = np.array(file["cam"], dtype=np.float32)
        scores = np.array(file["scores"], dtype=np.float32)
        classes = tuple(str(name) for name in file["classes"])
        present = np.array(file.get("present", cam.any(axis=(1, 2))), dtype=bool)
        reduced = bool(file["reduced"]) if "reduced" in file else False
        spread = np.array(file["spread"], np.float32) if "spread" in file else None
    except (ValueError, KeyError, TypeError) as error:
        raise DataError(f"the maps are damaged ({error})", where=path) from error
    if cam.ndim != 3 or scores.shape != cam.shape[:1] or len(classes) != len(cam):
        raise DataError(
            f"the parts do not fit: cam {cam.shape}, scores {scores.shape}, {len(classes)} classes",
            where=path,
        )
    if spread is not None and spread.shape != scores.shape:
        raise DataError(f"the parts do not fit: spread {spread.shape}", where=path)
    return CamResult(cam, scores, present, classes, reduced, spread)


def read_legacy_cam(path: Path, num_classes: int) -> FloatMap:
    """Read an authors' dictionary {class index from 0: map} as float32 (C, H, W).

    Raises:
        DataError: If the file is no such dictionary, its maps differ in size, or it names a class
            that is not there.
    """
    maps = load_legacy_dict(path)
    if not maps:
        raise DataError("holds no map", where=path)
    arrays = {}
    for index, value in maps.items():
        if not isinstance(index, (int, np.integer)) or not 0 <= index < num_classes:
            raise DataError(
                f"a map for class index {index!r}, but there are {num_classes} classes",
                where=path,
                fix="Give all the classes with --classes, in the file's order",
            )
        array = np.asarray(value)
        if array.ndim != 2 or array.dtype.kind not in "fiu":
            raise DataError(f"class index {index}: not a map {array.shape}", where=path)
        arrays[int(index)] = array
    shapes = {array.shape for array in arrays.values()}
    if len(shapes) > 1:
        raise DataError(f"its maps differ in size: {sorted(shapes)}", where=path)
    cam = np.zeros((num_classes, *shapes.pop()), np.float32)
    for index, array in arrays.items():
        cam[index] = array
    return cam
