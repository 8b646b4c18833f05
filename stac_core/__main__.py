"""``python -m stac_core`` is the same as the console script ``stac``."""

from __future__ import annotations

import sys

from stac_core.cli import main

if __name__ == "__main__":
    sys.exit(main())
