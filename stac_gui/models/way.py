"""The way from tags to labels, and how far a project is on it."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import Literal

from PySide6.QtCore import QCoreApplication

from stac_gui.models.runs import duration
from stac_gui.translating import figure


class Step(enum.Enum):
    """The steps, in order."""

    TAG = "tag"
    TRAIN = "train"
    REVIEW = "review"
    EXPORT = "export"


State = Literal["done", "next", "later"]


@dataclass(frozen=True)
class WayFacts:
    """What is known of a project.

    Attributes:
        images: How many there are.
        tagged: How many of them have a tag.
        decided: How many of them a person decided on.
        accepted: How many of these were accepted.
        has_model: Whether there is a model that proposes masks.
        has_project: Whether it is a project yet, or a bare folder.
        work: What trains, and how far it is; empty where nothing does.
        estimate: Seconds that the first training takes; None while that is not known.
        is_estimating: Whether that is being measured.
        obstacle: Why training cannot start; empty where nothing is in its way.
        exported: Masks that were exported last; None where none ever were.
        decided_since: Decisions since then.
    """

    images: int = 0
    tagged: int = 0
    decided: int = 0
    accepted: int = 0
    has_model: bool = False
    has_project: bool = True
    work: str = ""
    estimate: float | None = None
    is_estimating: bool = False
    obstacle: str = ""
    exported: int | None = None
    decided_since: int = 0


@dataclass(frozen=True)
class StepView:
    """A step as it is shown.

    Attributes:
        step: Which.
        title: Its name.
        detail: How far it is.
        state: Whether it is done, the next one, or comes later.
        help: What a click does.
    """

    step: Step
    title: str
    detail: str
    state: State
    help: str = field(default="", compare=False)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Way", text)


def way_of(facts: WayFacts) -> tuple[StepView, ...]:
    """The four steps; the first that is not done is the next one."""
    done = {
        # with a model in use the tags were enough, however many there are
        Step.TAG: facts.has_model or (facts.tagged == facts.images and facts.images > 0),
        Step.TRAIN: facts.has_model and not facts.work,
        Step.REVIEW: facts.decided == facts.images and facts.images > 0,
        Step.EXPORT: facts.exported is not None and facts.decided_since == 0,
    }
    upcoming = next((step for step in Step if not done[step]), None)
    titles = {
        Step.TAG: _tr("Tag"),
        Step.TRAIN: _tr("Train"),
        Step.REVIEW: _tr("Review"),
        Step.EXPORT: _tr("Export"),
    }
    helps = {
        Step.TAG: _tr("Go to the next image without a tag"),
        Step.TRAIN: _tr("Learn from the tags and propose a mask for every image"),
        Step.REVIEW: _tr("Go to the next undecided image"),
        Step.EXPORT: _tr("Write reviewed masks for other programs"),
    }
    details = {
        Step.TAG: _tr("{} of {} tagged").format(figure(facts.tagged), figure(facts.images)),
        Step.TRAIN: _train_words(facts),
        Step.REVIEW: _tr("{} of {} decided").format(figure(facts.decided), figure(facts.images)),
        Step.EXPORT: _export_words(facts),
    }
    return tuple(
        StepView(
            step,
            titles[step],
            details[step],
            "done" if done[step] else "next" if step is upcoming else "later",
            helps[step],
        )
        for step in Step
    )


def may_ask_how_long(facts: WayFacts) -> bool:
    """Whether the first training's time is worth measuring now."""
    return (
        facts.has_project
        and not facts.has_model
        and facts.tagged > 0
        and not (facts.work or facts.is_estimating or facts.obstacle)
        and facts.estimate is None
    )


def _train_words(facts: WayFacts) -> str:
    if facts.work:
        return facts.work
    if facts.has_model:
        return _tr("model in use")
    if facts.obstacle:
        return _tr("cannot start yet")
    if facts.is_estimating:
        return _tr("no model yet: measuring …")
    if facts.estimate is not None:
        return _tr("no model yet: about {}").format(duration(facts.estimate))
    return _tr("no model yet")


def _export_words(facts: WayFacts) -> str:
    if facts.exported is None:
        if facts.accepted:
            return _tr("{} accepted, not exported yet").format(figure(facts.accepted))
        return _tr("not exported yet")
    if facts.decided_since:
        return _tr("{} decided since").format(figure(facts.decided_since))
    return _tr("{} exported").format(figure(facts.exported))
