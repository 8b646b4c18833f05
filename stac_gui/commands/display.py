"""Whether a window can be shown here. Asked before Qt is started, which would abort."""

from __future__ import annotations

import os
import sys

from stac_core.errors import StacError


class NoDisplayError(StacError):
    """There is no screen to show a window on."""


def has_display() -> bool:
    """Whether there is a screen, or a platform was chosen on purpose."""
    if os.environ.get("QT_QPA_PLATFORM"):
        return True
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def require_display() -> None:
    """Make sure that a window can be shown.

    Raises:
        NoDisplayError: If there is no screen.
    """
    if not has_display():
        raise NoDisplayError(
            "there is no display here",
            fix="Run it on a desktop, or use ssh -X; without a screen, stac predict and stac "
            "export do the same work",
        )
