"""What the saliency panels need of those who know the project."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtCore import SignalInstance

    from stac_core.project import Project
    from stac_core.project_sections import SaliencySection
    from stac_gui.models.saliency import OperatorRow, PreviewPicture


class Work(Protocol):
    """What runs now."""

    words: str
    done: int
    total: int


class Saliency(Protocol):
    """Saliency of the project that is open."""

    opened: SignalInstance
    changed: SignalInstance
    work_changed: SignalInstance
    message: SignalInstance
    draft: SaliencySection | None
    rows: list[OperatorRow]
    maps: str
    work: Any

    @property
    def project(self) -> Project | None:
        """The project."""

    @property
    def is_editable(self) -> bool:
        """Whether anything can be changed now."""

    @property
    def is_changed(self) -> bool:
        """Whether the window's choices differ from the project's."""

    def image_count(self) -> int:
        """Images that maps are made for."""

    def change(self, **values: Any) -> None:
        """Change the draft."""

    def problem(self) -> str:
        """Why the chosen source cannot make maps now."""

    def choose(self) -> None:
        """Let the tags choose."""

    def make_maps(self) -> None:
        """Make all maps."""

    def train_net(self) -> None:
        """Train the source's net anew."""

    def cancel(self) -> None:
        """Stop what runs."""

    def pick(self, name: str, what: str) -> None:
        """Take what a person says for a class."""


class Preview(Protocol):
    """A few images with their maps."""

    changed: SignalInstance
    problem: str

    @property
    def pictures(self) -> Sequence[PreviewPicture]:
        """What there is so far."""


class PictureFiles(Protocol):
    """Reads picture files."""

    loaded: SignalInstance

    def request(self, path: Path) -> None:
        """Ask for a picture."""

    def clear(self) -> None:
        """Forget what was asked for."""
