"""What the window says about the models that make proposals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from stac_core.runs import RUN_FOLDER
from stac_gui.models.sources import SourceState

if TYPE_CHECKING:
    from pathlib import Path

    from stac_gui.presenters.maps import MapSupply
    from stac_gui.presenters.opening import Opened
    from stac_gui.presenters.review import ReviewSession


def model_name(path: Path) -> str:
    """A model's name for people: its run's, because all runs name their files alike."""
    folder = path.parent
    return f"{folder.name}/{path.name}" if folder.parent.name == RUN_FOLDER else path.name


def missing_words(source: str, opened: Opened | None) -> str:
    """Why a model cannot be shown, and what to do about it."""
    if opened is None:
        return ""
    if source == "maps":
        return _tr("No heat maps of other programs yet: import some.")
    if source == "segmenter":
        return _tr("No segmenter yet: train one, or choose its file in the Model menu.")
    return _tr("No heat-map model yet: train one, or choose its file in the Model menu.")


def source_state(supply: MapSupply, opened: Opened | None) -> SourceState:
    """A model as the panel shows it."""
    if supply.path is None:
        return SourceState(problem=missing_words(supply.source, opened))
    problem = "" if supply.problem is None else supply.problem.message
    return SourceState(model_name(supply.path), problem)


def scale_words(source: str, *, fixed: bool) -> str:
    """What the colours of a model's maps mean; `fixed` where heat is weighed by scores."""
    if source == "maps":
        return _tr("Scale: 0 to 1, as the maps were imported")
    if source == "segmenter":
        return _tr("Scale: at 0.5 the class is as likely as the background")
    if fixed:
        return _tr("Scale: the same for all images, heat times the class's score")
    return _tr("Scale: 0 to 1 for each class in each image")


def mask_note(session: ReviewSession) -> str:
    """What there is to say where the mask at hand does not follow the model that is shown."""
    source = session.mask_source
    if session.document is None or source == session.sources.shown:
        return ""
    if source == "maps":
        return _tr("This mask began with imported maps and was edited or decided on: it stays.")
    if source == "segmenter":
        return _tr("This mask began with the segmenter and was edited or decided on: it stays.")
    return _tr("This mask began with the heat maps and was edited or decided on: it stays.")


def _tr(text: str) -> str:
    return QCoreApplication.translate("Sources", text)
