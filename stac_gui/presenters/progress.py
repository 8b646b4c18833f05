"""How reviewing goes, read from the label store in a thread and put into words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from stac_core.labels.sessions import Session, sessions_of
from stac_core.labels.store import open_store
from stac_gui.presenters.record_words import duration_words, when_words
from stac_gui.translating import decimal, figure

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

ENOUGH: Final = 5
"""Images of a session whose pace says something about the next."""


@dataclass(frozen=True)
class Report:
    """How far a project is.

    Attributes:
        sessions: Sittings, oldest first.
        decided: Images of the project that are decided on.
        total: Its images.
        unconfirmed: Accepted images that wait for another person; 0 where one is enough.
    """

    sessions: tuple[Session, ...]
    decided: int
    total: int
    unconfirmed: int

    @property
    def seconds_left(self) -> float | None:
        """Time that the rest takes at the pace of the last session that was long enough."""
        for session in reversed(self.sessions):
            pace = session.per_hour
            if pace is not None and session.decided >= ENOUGH:
                return 3600 * (self.total - self.decided) / pace
        return None


def read_report(
    root: Path, classes: Sequence[str], *, decided: int, total: int, second_review: bool
) -> Report:
    """Read how far a project is; takes up to a second for 100,000 images.

    Args:
        root: The project's folder.
        classes: Its class names.
        decided: Number of its images that are decided on.
        total: Number of its images.
        second_review: Whether two people have to accept a mask.

    Raises:
        LabelStoreError: If the store cannot be read.
    """
    with open_store(root, classes, read_only=True) as store:
        sessions = sessions_of(store.work())
        waiting = [each.waits_for_second for each in store.records().values()]
    return Report(
        sessions=tuple(sessions),
        decided=decided,
        total=total,
        unconfirmed=sum(waiting) if second_review else 0,
    )


def headline(report: Report) -> str:
    """How far it is, in a line."""
    if not report.total:
        return _tr("There are no images.")
    text = _tr("{} of {} images decided")
    return text.format(figure(report.decided), figure(report.total))


def details(report: Report) -> str:
    """What is left to do, in a line or two; empty where there is nothing to say."""
    parts = []
    if report.unconfirmed:
        text = _tr("{} accepted images wait for another person.")
        parts.append(text.format(figure(report.unconfirmed)))
    left = report.seconds_left
    if left is not None and report.decided < report.total:
        text = _tr("The rest takes about {} at the pace of the last session.")
        parts.append(text.format(duration_words(left)))
    elif report.decided < report.total:
        parts.append(_tr("Decide on some more images to see how long the rest takes."))
    return " ".join(parts)


def session_cells(session: Session) -> list[str]:
    """A session as a row: when, who, images, time, images per hour, agreement."""
    pace, alike = session.per_hour, session.agreement
    return [
        when_words(session.start),
        ", ".join(session.people),
        figure(session.decided),
        duration_words(session.seconds),
        "–" if pace is None else decimal(pace, 0),
        "–" if alike is None else f"{decimal(100 * alike, 0)} %",
    ]


def day_words(session: Session) -> str:
    """The day of a session, very short."""
    moment = QDateTime.fromSecsSinceEpoch(int(session.start))
    return QLocale().toString(moment.date(), _tr("d MMM"))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Progress", text)
