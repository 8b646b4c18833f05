"""Where the data files are: beside the packages in a checkout, inside stac_core when installed."""

from __future__ import annotations

from pathlib import Path

_PLACES = (
    Path(__file__).resolve().parent / "_resources",
    Path(__file__).resolve().parent.parent / "resources",
)


def resource_path(name: str) -> Path:
    """Path of the resource `name`, such as ``demo/model.safetensors``.

    Raises:
        FileNotFoundError: If this installation lacks it, which is a defect of the installation.
    """
    for place in _PLACES:
        path = place / name
        if path.exists():
            return path
    raise FileNotFoundError(f"resource {name!r} is missing from this installation")
