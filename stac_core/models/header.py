"""What a model file says it is, read from its first bytes; needs no torch."""

from __future__ import annotations

import json
import struct
from typing import TYPE_CHECKING, Final

from stac_core.errors import WeightsError

if TYPE_CHECKING:
    from pathlib import Path

METADATA_KEY: Final = "stac_studio"
"""Under which our files keep the JSON text that says all about them."""

SEGMENTER_FORMAT: Final = "stac.segmenter"
_LONGEST: Final = 100 << 20  # safetensors' own limit


def is_segmenter(path: Path) -> bool:
    """Whether a weights file is a segmenter of ours.

    Raises:
        WeightsError: If it cannot be read.
    """
    return stored_format(path) == SEGMENTER_FORMAT


def stored_format(path: Path) -> str | None:
    """The format that a safetensors file of ours names; None for every other file.

    Raises:
        WeightsError: If it cannot be read.
    """
    try:
        with path.open("rb") as file:
            (length,) = struct.unpack("<Q", file.read(8))
            if length > _LONGEST:
                return None
            values = json.loads(json.loads(file.read(length))["__metadata__"][METADATA_KEY])
        found = values.get("format")
    except OSError as error:
        raise WeightsError(
            f"the weights file cannot be read ({error.strerror})",
            where=path,
            fix="Check its path",
        ) from error
    except (struct.error, ValueError, KeyError, TypeError, AttributeError):
        return None
    return found if isinstance(found, str) else None
