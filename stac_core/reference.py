"""The masks that a project's data set brought along: nothing is trained on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stac_core.data.layouts.masks import RenamedLabels
from stac_core.data.layouts.registry import LAYOUTS
from stac_core.errors import DataError
from stac_core.project import project_images, resolve

if TYPE_CHECKING:
    from pathlib import Path

    from stac_core.formats.label_set import LabelSet
    from stac_core.project import Project
    from stac_core.types import CancelToken


def reference_labels(
    project: Project, root: Path, *, cancel: CancelToken | None = None
) -> LabelSet | None:
    """The data set's own masks by image id of the project; None where there are none.

    Args:
        project: Made of a data set; its first image folder is the data set's.
        root: The project's folder.
        cancel: Checked while images are listed.

    Raises:
        DataError: If the data set's folder is gone or its files are damaged, or the layout is
            unknown.
    """
    section = project.reference
    if section.layout is None or section.folder is None:
        return None
    layout = LAYOUTS.get(section.layout)
    if layout is None:
        raise DataError(
            f"unknown layout {section.layout!r}",
            where="reference.layout",
            fix=f"Use {', '.join(LAYOUTS)}",
        )
    folder = resolve(root, section.folder)
    if not folder.is_dir():
        raise DataError(
            "the folder of the data set's own masks does not exist",
            where=folder,
            fix="Correct reference.folder in the project",
        )
    items = project_images(project, root, cancel=cancel)
    first = project.image_folders[0]
    start = "" if len(project.image_folders) == 1 else f"{first.name}/"
    ids = [each.removeprefix(start) for each in items.ids if each.startswith(start)]
    images = resolve(root, first.path)
    labels = layout.labels(folder, images, section.classes, ids)
    if labels is None or not labels.names:
        return None
    names = {start + name: name for name in labels.names}
    return RenamedLabels(labels, project.class_names[: len(section.classes)], names)
