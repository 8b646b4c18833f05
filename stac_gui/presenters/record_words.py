"""What is known of how an image's labels came about, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from stac_core.types import ReviewStatus
from stac_gui.translating import decimal, figure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stac_core.labels.records import LabelRecord


SHOWN_DIGEST: Final = 12
LONGEST_NAME: Final = 26


def record_lines(
    record: LabelRecord, *, second_review: bool, models: Mapping[str, str]
) -> list[str]:
    """Who, when, how long, how much was changed, and from which model: a line each.

    Args:
        record: What is saved of the image, or soon will be.
        second_review: Whether two people have to accept a mask.
        models: Name of each model by its digest.
    """
    if not record.revision and not record.time:
        return [_tr("Nobody has worked on this image yet.")]
    lines = [_decision(record), _when(record)]
    if second_review and record.waits_for_second:
        lines.append(_tr("Waits for another person to accept it too"))
    lines += [each for each in (_work(record), _model(record, models)) if each]
    return lines


def source_lines(record: LabelRecord) -> list[str]:
    """All that is kept of the model and the parameters that a mask came from, a line each."""
    return [f"{name}: {value}" for name, value in sorted(record.source.items())]


def revision_lines(record: LabelRecord) -> list[str]:
    """A saved mask among others: when, by whom, and how much was changed; a line each."""
    is_models = record.origin == "model" and not record.is_decided
    who = _tr("a model") if is_models else record.who
    return [
        when_words(record.time),
        f"{who}  ·  {status_words(record.status)}",
        _tr("{} px changed").format(figure(record.pixels_changed)),
    ]


def status_words(status: ReviewStatus) -> str:
    """A status, as a person says it."""
    return {
        ReviewStatus.TODO: _tr("to do"),
        ReviewStatus.ACCEPTED: _tr("accepted"),
        ReviewStatus.NEEDS_FIX: _tr("to fix"),
        ReviewStatus.REJECTED: _tr("rejected"),
    }[status]


def when_words(seconds: float) -> str:
    """A moment, in Unix seconds, as the person's country writes it."""
    moment = QDateTime.fromSecsSinceEpoch(int(seconds))
    return QLocale().toString(moment, QLocale.FormatType.ShortFormat)


def duration_words(seconds: float) -> str:
    """A time span, short."""
    if seconds < 60:
        return _tr("{} s").format(round(seconds))
    minutes = round(seconds / 60)
    if minutes < 60:
        return _tr("{} min").format(minutes)
    return _tr("{} h {} min").format(*divmod(minutes, 60))


def _decision(record: LabelRecord) -> str:
    text = {
        ReviewStatus.TODO: _tr("Not decided, last by {}"),
        ReviewStatus.ACCEPTED: _tr("Accepted by {}"),
        ReviewStatus.NEEDS_FIX: _tr("Marked for fixing by {}"),
        ReviewStatus.REJECTED: _tr("Rejected by {}"),
    }[record.status]
    who = record.accepted_by or record.who or _tr("you")
    if record.confirmed_by:
        who = _tr("{} and {}").format(who, record.confirmed_by)
    return text.format(who)


def _when(record: LabelRecord) -> str:
    text = when_words(record.time)
    return f"{text}  ·  {duration_words(record.seconds)}" if record.seconds >= 1 else text


def _work(record: LabelRecord) -> str:
    parts = []
    if record.mask_digest is not None:
        parts.append(_tr("{} px changed").format(figure(record.pixels_changed)))
    if record.agreement is not None:
        parts.append(_tr("{} % as proposed").format(round(100 * record.agreement)))
    return "  ·  ".join(parts)


def _model(record: LabelRecord, models: Mapping[str, str]) -> str:
    digest = record.source.get("model")
    if not digest:
        return ""
    name = models.get(digest) or digest[:SHOWN_DIGEST]
    if len(name) > LONGEST_NAME:
        name = f"{name[: LONGEST_NAME // 2]}…{name[-LONGEST_NAME // 2 :]}"
    threshold = record.source.get("threshold")
    if not isinstance(threshold, float):
        return _tr("From {}").format(name)
    return _tr("From {} at {}").format(name, decimal(threshold, 2))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Record", text)
