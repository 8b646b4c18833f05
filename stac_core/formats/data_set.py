"""The masks that the data set of a project brought along (see `stac_core.reference`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stac_core.errors import ConfigError, DataError
from stac_core.formats.label_set import LabelFormat, LabelSet, OpenOptions

if TYPE_CHECKING:
    from pathlib import Path

    from stac_core.project import Project

_FILE: Final = "project.yaml"
_MARK: Final = b"\nreference:\n  layout: "


def open_data_set(path: Path, options: OpenOptions) -> LabelSet:
    """The masks of a project's data set, by the ids of its images.

    Raises:
        DataError: If there is no project, it came without masks, or they are gone.
    """
    from stac_core.project import load_project, project_file
    from stac_core.reference import reference_labels

    file = project_file(path)
    try:
        project: Project = load_project(file)
    except ConfigError as error:
        raise DataError(error.what, where=error.where, fix=error.fix) from error
    labels = reference_labels(project, file.parent)
    if labels is None:
        raise DataError("this project was made of images without masks", where=file)
    return labels


def looks_like_data_set(path: Path) -> bool:
    """Whether it is a project that was made of a data set."""
    file = path / _FILE if path.is_dir() else path
    try:
        text = file.read_bytes() if file.name == _FILE else b""
    except OSError:
        return False
    return _MARK in text.replace(b"\r", b"") and _MARK + b"null" not in text.replace(b"\r", b"")


FORMAT: Final = LabelFormat(
    name="data-set",
    title="Masks of a project's data set",
    summary="what a data set brought along to measure against; give the project",
    open=open_data_set,
    looks_like=looks_like_data_set,
    writer=None,
)
