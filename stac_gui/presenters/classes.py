"""Other classes for what is open, in memory and on the disk."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from stac_core.class_list import make_specs, renamed, with_classes
from stac_core.labels.store import open_store
from stac_core.project import load_project, save_project

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stac_core.class_list import NameAndColor
    from stac_core.labels.store import Prediction
    from stac_gui.presenters.opening import Opened


def changed_classes(opened: Opened, wanted: Sequence[NameAndColor]) -> Opened:
    """What is open with other names, colours or more classes; a project's file is written.

    Args:
        opened: Left as it is.
        wanted: All classes in the order of their numbers.

    Returns:
        All but the tags, which may change meanwhile: they are still under the old names.

    Raises:
        StacError: If they cannot be, or the file cannot be written.
    """
    specs = make_specs(wanted)
    names = renamed(opened.classes, specs)
    predictions = {key: _renamed(each, names) for key, each in opened.predictions.items()}
    project = opened.project
    if project is not None:
        project = with_classes(load_project(opened.path), wanted)
        with open_store(opened.path, project.class_names) as store:
            if any(old != new for old, new in names.items()):
                store.set_predictions(predictions)
        save_project(project, opened.path)
    return replace(
        opened,
        classes=specs,
        project=project,
        predictions=predictions,
    )


def _renamed(prediction: Prediction, names: dict[str, str]) -> Prediction:
    scores = {names.get(name, name): score for name, score in prediction.scores.items()}
    return replace(prediction, scores=scores)
