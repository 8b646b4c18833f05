"""The scores of each image as CSV."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from stac_core.io import atomic_write_text

if TYPE_CHECKING:
    from pathlib import Path

    from stac_core.evaluation.result import Comparison


def write_table(path: Path, found: Comparison) -> None:
    """Write one row for each image, in percent; a cell is empty where there is nothing to score.

    Args:
        path: The file; columns are `image`, `miou`, `iou <label>` of each label, and the counts.
        found: The rows are at the threshold whose shapes are known.

    Raises:
        StorageError: If it cannot be written.
    """
    rows = found.table(found.shapes.at)
    counts = [name for name in rows[0] if name not in {"image", "miou", "iou"}]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["image", "miou", *(f"iou {label}" for label in found.labels), *counts])
    for row in rows:
        cells = [row["miou"], *row["iou"].values(), *(row[name] for name in counts)]
        writer.writerow([row["image"], *("" if cell is None else cell for cell in cells)])
    atomic_write_text(path, text.getvalue())
