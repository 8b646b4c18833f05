"""The window in the person's language."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator

from stac_core.resources import resource_path

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtCore import QCoreApplication

logger = logging.getLogger(__name__)

SOURCE: Final = "en"
LANGUAGES: Final = ("de", "zh_CN")
"""Languages that the window is translated into; its source is English."""


_figures = QLocale(SOURCE)


def figure(number: int) -> str:
    """A whole number as the shown language groups its digits: 1,204 or 1.204."""
    return _figures.toString(number)


def decimal(number: float, places: int) -> str:
    """A number with some decimals as the shown language writes it: 1,204.50 or 1.204,50."""
    return _figures.toString(float(number), "f", places)


def brief(number: float, digits: int = 6) -> str:
    """A number in as few digits as tell what it is, at most so many: 0.25, 12 or 1e-05."""
    return _figures.toString(float(number), "g", digits)


def list_of_numbers(numbers: Iterable[float]) -> str:
    """Numbers in a row, to be read by `numbers_in`: 0.5, 1 or 0,5; 1."""
    between = "; " if _figures.decimalPoint() == "," else ", "
    return between.join(brief(each) for each in numbers)


def numbers_in(text: str) -> list[float]:
    """The numbers that somebody typed in a row, with points or commas before their decimals.

    Raises:
        ValueError: If something in it is no number.
    """
    found = []
    for part in re.split(r"\s*;\s*|\s*,\s+|\s+", text.strip()):
        # a comma is before decimals where the language has it there, and no point is
        if _figures.decimalPoint() == "," and "." not in part:
            found.append(float(part.replace(",", ".")))
        else:
            found += [float(each) for each in part.split(",")]
    return found


def mark(context: str, text: str) -> str:
    """The text as it is, found for translation: for tables, whose words are looked up later.

    Qt's own QT_TRANSLATE_NOOP, with types.

    Args:
        context: With which they are looked up.
        text: A literal.
    """
    return text


def language_of(chosen: str, system: QLocale | None = None) -> str:
    """The language to show.

    Args:
        chosen: One of `LANGUAGES`, "en", or "system" for the first of the person's languages that
            there is.
        system: The person's locale.
    """
    if chosen != "system":
        return chosen if chosen in LANGUAGES else SOURCE
    for wanted in (system or QLocale.system()).uiLanguages():
        locale = QLocale(wanted)
        for language in (SOURCE, *LANGUAGES):
            ours = QLocale(language)
            if (locale.language(), locale.script()) == (ours.language(), ours.script()):
                return language
    return SOURCE


def install_translations(app: QCoreApplication, chosen: str) -> str:
    """Show the window, and Qt's own dialogs, in a language; returns which one it is.

    Args:
        app: Whose windows; they must not be made yet.
        chosen: As for `language_of`.
    """
    global _figures
    language = language_of(chosen)
    _figures = QLocale(language)
    QLocale.setDefault(_figures)  # number fields and sizes of files likewise
    if language == SOURCE:
        return language
    qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    ours = str(resource_path(f"translations/stac_{language}.qm"))
    for file in (f"{qt}/qtbase_{language}.qm", ours):
        translator = QTranslator(app)
        if translator.load(file):
            app.installTranslator(translator)
        else:
            logger.warning("the translation %s cannot be read", file)
    return language
