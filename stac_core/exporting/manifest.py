"""The manifest of an export: where every mask came from."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stac_core.formats.label_set import LabelFormat, OutImage, WritePlan
    from stac_core.labels.records import LabelRecord

PROOF_FOLDER: Final = "stac-export"
"""Beside the labels, since some programs take every JSON file in their folder for one of theirs."""

MANIFEST_FILE: Final = f"{PROOF_FOLDER}/manifest.json"
CERTIFICATE_FILE: Final = f"{PROOF_FOLDER}/certificate.json"
VERSION: Final = 1


def manifest(
    plan: WritePlan,
    chosen: LabelFormat,
    records: Mapping[str, LabelRecord],
    written: Mapping[OutImage, str],
    files: Mapping[str, str],
    *,
    project: str,
) -> dict[str, Any]:
    """What is written to `manifest.json`.

    Args:
        plan: Of the export.
        chosen: The format.
        records: Current record by image id.
        written: Images whose masks are in the export -> SHA-256 of their labels, one byte a pixel,
            row after row.
        files: Posix path below the export's folder -> SHA-256 of every file in it.
        project: Name of the project.
    """
    return {
        "version": VERSION,
        "made": _utc(time.time()),
        "project": project,
        "format": chosen.name,
        "outlines": plan.polygons,
        "classes": [
            {"id": number, "name": name} for number, name in enumerate(plan.classes, start=1)
        ],
        "images": [_entry(image, records[image.id], digest) for image, digest in written.items()],
        "files": dict(files),
    }


def _entry(image: OutImage, record: LabelRecord, digest: str) -> dict[str, Any]:
    return {
        "image": image.id,
        "subset": image.subset,
        "pixels_sha256": digest,
        "mask": record.mask_digest,
        "status": str(record.status),
        "shaped_by": record.origin,
        "source": dict(record.source),
        "pixels_changed": record.pixels_changed,
        "revision": record.revision,
        "saved_by": record.who,
        "saved": _utc(record.time),
        "seconds_worked": record.seconds,
        "accepted_by": record.accepted_by,
        "confirmed_by": record.confirmed_by,
        "note": record.note,
    }


def _utc(seconds: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))
