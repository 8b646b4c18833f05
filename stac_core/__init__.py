"""STAC Studio's library: from image-level tags to pixel masks, without any user interface."""

from __future__ import annotations

__version__ = "0.1.0"
