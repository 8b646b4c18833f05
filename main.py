"""Starts the window: the same as ``stac gui``."""

from __future__ import annotations

import sys

from stac_core.cli import main

if __name__ == "__main__":
    sys.exit(main(["gui", *sys.argv[1:]]))
