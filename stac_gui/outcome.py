"""What workers report besides results: errors in words."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from stac_core.errors import StacError
from stac_gui.library_words import error_words

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class ErrorInfo:
    """An error as it crosses threads.

    Attributes:
        message: One sentence or two, for the message bar.
        details: Further lines, for a dialog; empty where there are none.
        is_expected: Whether it is one that a user can cause or cure; others are defects of ours.
    """

    message: str
    details: str = ""
    is_expected: bool = True


def describe_error(error: BaseException) -> ErrorInfo:
    """Turn an exception into words; what is not expected goes to the log with its traceback."""
    if isinstance(error, StacError):
        message, _, details = error_words(error).partition("\n")
        return ErrorInfo(message, details)
    logger.error("unexpected error", exc_info=error)
    text = f"{type(error).__name__}: {error}"
    words = QCoreApplication.translate(
        "Errors", "Something went wrong ({}). The log has the details."
    )
    return ErrorInfo(words.format(text), "", False)
