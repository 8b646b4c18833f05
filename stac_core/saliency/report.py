"""Pictures of the operators that may show a class, for a person to choose by."""

from __future__ import annotations

import html
import json
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from stac_core.colors import hex_to_rgb
from stac_core.io import atomic_write_bytes, atomic_write_json, atomic_write_text
from stac_core.opencv import cv2
from stac_core.overlay import mask_edges
from stac_core.saliency.bank import BY_NAME as OPERATORS
from stac_core.saliency.operators import evidence_values
from stac_core.saliency.seeds import class_seeds

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from stac_core.data.tags import TagTable
    from stac_core.project import Project
    from stac_core.saliency.choice import Candidate, ClassChoice
    from stac_core.saliency.nets import Net
    from stac_core.types import ImageItem

FOLDER: Final = "operators"
REPORT: Final = "report.html"
EVIDENCE: Final = "evidence.json"
EXAMPLES: Final = 5
_SIDE: Final = 220
_GAP: Final = 6


def examples_of(
    name: str, items: Sequence[ImageItem], tags: TagTable, count: int = EXAMPLES
) -> list[ImageItem]:
    """A few images that show a class, if possible alone, spread over all."""
    with_it = [item for item in items if tags.get(item.id, {}).get(name)]
    alone = [item for item in with_it if sum(map(bool, tags[item.id].values())) == 1]
    pool = alone if len(alone) >= count else with_it
    rows = np.linspace(0, len(pool) - 1, min(count, len(pool))).round().astype(int)
    return [pool[row] for row in rows]


def draw_candidate(
    images: Sequence[NDArray[np.uint8]],
    voters: Sequence[Candidate],
    color: str,
    network: Net | None = None,
) -> NDArray[np.uint8]:
    """What operators find in some images, side by side: uint8 (h, w, 4) RGBA, gaps are clear.

    Args:
        images: uint8 (H, W, 3) RGB.
        voters: The operators.
        color: Of the outlines, "#rrggbb".
        network: See `Picture`.
    """
    parts = []
    for image in images:
        seeds = class_seeds(image, [voters], np.array([True]), network)[0] >= 0.5
        scale = _SIDE / max(image.shape[:2])
        size = (max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale)))
        small = cv2.resize(
            image, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
        )
        mask = cv2.resize(seeds.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST)
        small[mask_edges(mask)] = hex_to_rgb(color)
        framed = np.zeros((_SIDE, _SIDE + _GAP, 4), np.uint8)
        framed[: size[1], : size[0], :3] = small
        framed[: size[1], : size[0], 3] = 255
        parts.append(framed)
    return np.concatenate(parts, axis=1)


def write_report(
    root: Path,
    project: Project,
    choices: Sequence[ClassChoice],
    items: Sequence[ImageItem],
    tags: TagTable,
    read: Callable[[ImageItem], NDArray[np.uint8]],
    network: Net | None = None,
) -> Path:
    """Write a page with the best candidates of each class, as pictures with their evidence.

    Args:
        root: The project's folder; receives `operators/`.
        project: Names and colours of the classes.
        choices: As chosen by the tags.
        items: Images.
        tags: Which classes they show.
        read: Gives an image: uint8 (H, W, 3) RGB.
        network: See `Picture`.

    Returns:
        The page.

    Raises:
        StorageError: If it cannot be written.
        DataError: If an example cannot be read.
    """
    folder = root / FOLDER
    parts = []
    for spec, choice in zip(project.classes, choices, strict=True):
        images = [read(item) for item in examples_of(spec.name, items, tags)]
        rows = []
        for number, each in enumerate(choice.ranked, start=1):
            picture = f"class-{spec.id}-{number}.png"
            drawn = draw_candidate(images, [each.candidate], spec.color, network)
            encoded = cv2.imencode(".png", drawn[..., [2, 1, 0, 3]])[1].tobytes()
            atomic_write_bytes(folder / picture, encoded)
            words = OPERATORS[each.candidate.operator].words
            rows.append(
                f"<h3>{number}. {html.escape(words)} <small>{each.candidate}</small></h3>"
                f"<p>score {each.score:.2f} &middot; masks predictable {each.r2:.2f} &middot; "
                f"tells the tag {each.auc:.2f} &middot; covers {100 * each.area:.1f} %</p>"
                f'<img src="{picture}" alt="{html.escape(words)}">'
            )
        note = ""
        if not choice.ranked:
            note = "<p class=weak>No operator shows this class.</p>"
        elif choice.is_weak:
            note = "<p class=weak>Weak evidence: please pick the best picture, or none.</p>"
        parts.append(f"<h2>{html.escape(spec.name)}</h2>{note}{''.join(rows)}")
    atomic_write_json(folder / EVIDENCE, evidence_values(choices))
    atomic_write_text(folder / REPORT, _page(project.name, parts))
    return folder / REPORT


def _page(title: str, parts: Sequence[str]) -> str:
    return (
        f"<!DOCTYPE html><meta charset=utf-8><title>{html.escape(title)}: operators</title>"
        "<style>body{font:15px system-ui,sans-serif;margin:2em;max-width:75em;color:#222}"
        "h2{margin-top:2em}h3{margin-bottom:0}p{margin:.2em 0 .4em;color:#555}"
        "small{font-weight:normal;color:#777}.weak{color:#a33;font-weight:600}img{max-width:100%}"
        f"</style><h1>Operators of {html.escape(title)}</h1>"
        "<p>Which operators show each class, as its tags say. To take another: "
        "<code>stac saliency PROJECT --pick CLASS=NUMBER</code></p>" + "".join(parts)
    )


def read_evidence(root: Path) -> dict[str, Any]:
    """The evidence of the last choice; empty where there was none."""
    try:
        values = json.loads((root / FOLDER / EVIDENCE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return values if isinstance(values, dict) else {}
