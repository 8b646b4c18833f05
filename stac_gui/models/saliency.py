"""What the saliency window says: the sources of maps, and the operators of each class."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, get_args

from PySide6.QtCore import QCoreApplication

from stac_core.project_sections import SaliencySection
from stac_core.saliency.report import FOLDER
from stac_gui.translating import decimal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from stac_core.project import Project
    from stac_core.project_sections import OperatorsOfClass


@dataclass(frozen=True)
class SaliencySource:
    """A source of maps.

    Attributes:
        name: As in the project file.
        title: What people call it.
        text: What it does, in a sentence or two.
        trains: Whether it has a net of its own that can be trained.
    """

    name: str
    title: str
    text: str
    trains: bool = False


_WORDS: Final = {
    "contrast": SaliencySource(
        "contrast",
        "Contrast",
        "What stands out from the rest of the same image. Needs nothing; a good first choice.",
    ),
    "classes": SaliencySource(
        "classes",
        "Operators for each class",
        "The tags choose which simple operators show each class, and you have the last word.",
    ),
    "synthetic": SaliencySource(
        "synthetic",
        "Synthetic-defect net",
        "A small net that has learned from made-up defects. It can be trained anew on your own "
        "images.",
        trains=True,
    ),
    "masks": SaliencySource(
        "masks",
        "Net of accepted masks",
        "A small net that learns from the masks you have accepted. Needs some of them first.",
        trains=True,
    ),
    "folder": SaliencySource(
        "folder",
        "Folder of maps",
        "Maps made by another program: grey PNG files named after the images.",
    ),
}


def saliency_sources() -> list[SaliencySource]:
    """The sources that the core offers, those without words of their own by their name."""
    names = get_args(SaliencySection.model_fields["source"].annotation)
    found = [_WORDS.get(name, SaliencySource(name, name.capitalize(), "")) for name in names]
    return [
        replace(
            each,
            title=QCoreApplication.translate("Saliency", each.title),
            text=QCoreApplication.translate("Saliency", each.text),
        )
        for each in found
    ]


@dataclass(frozen=True)
class OperatorPicture:
    """One of the best operators of a class.

    Attributes:
        number: From 1, as in the report.
        name: Operator and rule.
        words: What it looks for.
        evidence: What speaks for it, a line each.
        picture: What it finds in some images.
        state: "tags" or "person" where it is the chosen one, by whom; else empty.
    """

    number: int
    name: str
    words: str
    evidence: tuple[str, ...]
    picture: Path
    state: str = ""


@dataclass(frozen=True)
class OperatorRow:
    """The operators of a class.

    Attributes:
        name: Of the class.
        color: "#rrggbb".
        state: What is chosen and who chose, in words.
        warning: What a person is asked to do; empty where nothing.
        pictures: The best ones, best first; none where the tags have not chosen yet.
        is_none: Whether a person said that none shows the class.
        can_go_back: Whether a person's pick can be taken back.
    """

    name: str
    color: str
    state: str
    warning: str = ""
    pictures: tuple[OperatorPicture, ...] = ()
    is_none: bool = False
    can_go_back: bool = False


@dataclass(frozen=True)
class PreviewPicture:
    """An image and its map.

    Attributes:
        name: Image id.
        tags: Its classes, in words.
        image: uint8 (H, W, 3) RGB; None while it is being made or where it cannot be.
        saliency: uint8 (H, W), 0..255 = 0..1.
        problem: Why there is no picture.
    """

    name: str
    tags: str = ""
    image: NDArray[np.uint8] | None = None
    saliency: NDArray[np.uint8] | None = None
    problem: str = ""


def operator_rows(
    project: Project, root: Path, evidence: Mapping[str, Mapping[str, Any]]
) -> list[OperatorRow]:
    """The operators of all classes, from the project file and the evidence of the last choice."""
    rows = []
    for spec in project.classes:
        chosen = project.saliency.operators.get(spec.name)
        values = evidence.get(spec.name, {})
        pictures = tuple(
            OperatorPicture(
                number,
                each["candidate"],
                QCoreApplication.translate("Operators", each["words"]),
                _evidence_words(each),
                root / FOLDER / f"class-{spec.id}-{number}.png",
                _state_of(each["candidate"], chosen),
            )
            for number, each in enumerate(values.get("ranked", []), start=1)
        )
        by_person = chosen is not None and chosen.by == "person"
        rows.append(
            OperatorRow(
                spec.name,
                spec.color,
                _state_words(chosen, pictures),
                "" if by_person else _warning(values),
                pictures,
                is_none=by_person and chosen is not None and not chosen.voters,
                can_go_back=by_person and "voters" in values,
            )
        )
    return rows


def _state_of(candidate: str, chosen: OperatorsOfClass | None) -> str:
    is_first = chosen is not None and chosen.voters[:1] == [candidate]
    return chosen.by if is_first and chosen is not None else ""


def _evidence_words(values: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        _tr("score {}").format(decimal(values["score"], 2)),
        _tr("masks predictable {}").format(decimal(values["r2"], 2)),
        _tr("tells the tag {}").format(decimal(values["auc"], 2)),
        _tr("covers {} %").format(decimal(100 * values["area"], 1)),
    )


def _state_words(chosen: OperatorsOfClass | None, pictures: tuple[OperatorPicture, ...]) -> str:
    if chosen is None:
        return _tr("Nothing is chosen yet.")
    if chosen.by == "person":
        if not chosen.voters:
            return _tr("You said none of them: plain contrast is used.")
        if any(each.state for each in pictures):
            return _tr("Picked by a person.")
        return _tr("Picked by a person: {}").format(", ".join(chosen.voters))
    others = len(chosen.voters) - 1
    if others < 0:
        return _tr("The tags found no operator that shows this class: plain contrast is used.")
    if others == 0:
        return _tr("Chosen by the tags.")
    return _tr("Chosen by the tags; {} more that agree with it vote too.").format(others)


def _warning(values: Mapping[str, Any]) -> str:
    if not values.get("weak"):
        return ""
    if not values.get("ranked"):
        return ""
    score = values["ranked"][0]["score"]
    return _tr(
        "The evidence is weak (score {}): the tags say little here. Take the picture that "
        "shows the defects best, or none."
    ).format(decimal(score, 2))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Saliency", text)
