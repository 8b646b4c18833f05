"""What can be compared with what, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from pathlib import Path

    from stac_core.evaluation.page import Heading
    from stac_core.evaluation.result import Comparison
    from stac_core.evaluation.run import Request

Kind = Literal["cam", "segmenter", "accepted", "proposals", "reference", "file", "folder"]

PREDICTED: Final[tuple[Kind, ...]] = ("cam", "segmenter", "proposals", "accepted", "file", "folder")
ACTUAL: Final[tuple[Kind, ...]] = ("reference", "accepted", "file", "folder")

_WORDS: Final = {
    "cam": "the model's heat maps",
    "segmenter": "the segmenter's maps",
    "accepted": "accepted masks",
    "proposals": "proposals that nobody has decided on",
    "reference": "masks that measure",
    "file": "labels in a file …",
    "folder": "labels in a folder …",
}


@dataclass(frozen=True)
class Choice:
    """One side, as a person chose it.

    Attributes:
        kind: What.
        path: Of a file or folder.
    """

    kind: Kind
    path: Path | None = None

    @property
    def is_open(self) -> bool:
        """Whether its file or folder is still to be chosen."""
        return self.kind in {"file", "folder"} and self.path is None

    def words(self) -> str:
        """It for people."""
        return kind_words(self.kind) if self.path is None else str(self.path)


@dataclass(frozen=True, eq=False)
class Found:
    """What came of a comparison.

    Attributes:
        request: What was compared.
        comparison: What came of it.
        ids: Id in the project of each of its images; empty where it is not in the project.
        heading: What is said of it.
        colors: ``#RRGGBB`` of each class.
    """

    request: Request
    comparison: Comparison
    ids: tuple[str, ...]
    heading: Heading
    colors: tuple[str, ...]


def kind_words(kind: Kind) -> str:
    """A side for people."""
    return QCoreApplication.translate("Evaluation", _WORDS[kind])
