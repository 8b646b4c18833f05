"""Starts the window: the same as ``stac gui``."""

from __future__ import annotations

import sys

from stac_gui.app import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
