"""What the training panels need of those who know the runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray
    from PySide6.QtCore import SignalInstance

    from stac_core.project import Project
    from stac_core.runs import Stage
    from stac_gui.models.run_settings import RunSettings
    from stac_gui.models.runs import RunDetails, RunRow


class Runs(Protocol):
    """The runs of the project that is open."""

    opened: SignalInstance
    rows_changed: SignalInstance
    details_changed: SignalInstance
    queued: SignalInstance
    estimate_changed: SignalInstance
    message: SignalInstance
    project: Project | None
    read_only: bool
    selected: str
    compared: str
    estimate: dict[str, Any] | None
    estimate_problem: str

    @property
    def rows(self) -> Sequence[RunRow]:
        """The runs, newest first."""

    @property
    def active(self) -> RunRow | None:
        """The run that a process works on."""

    @property
    def waiting(self) -> Sequence[RunRow]:
        """Queued runs."""

    @property
    def queue_is_halted(self) -> bool:
        """Whether runs wait and nothing will start them by itself."""

    @property
    def details(self) -> RunDetails | None:
        """Everything about the selected run."""

    @property
    def compared_details(self) -> RunDetails | None:
        """Everything about the run that it is compared with."""

    @property
    def is_estimating(self) -> bool:
        """Whether an estimate is on its way."""

    def row(self, name: str) -> RunRow | None:
        """A run by its name."""

    def select(self, name: str) -> None:
        """Look closely at a run."""

    def compare_with(self, name: str) -> None:
        """Look closely at a second run."""

    def set_smooth(self, smooth: bool) -> None:
        """Whether losses are averaged over neighbours."""

    def watch_closely(self, closely: bool) -> None:
        """Look often."""

    def settings(
        self, preset: str, device: str = "auto", stage: Stage = "train"
    ) -> RunSettings | None:
        """What a preset says."""

    def ask_estimate(self, settings: RunSettings) -> None:
        """Ask how long a run takes."""

    def start(self, settings: RunSettings, name: str = "") -> None:
        """Queue a run."""

    def start_queue(self) -> None:
        """Start the runs that wait."""

    def go_on(self, name: str) -> None:
        """Go on with a run."""

    def pause(self, name: str) -> None:
        """Ask a run to wait."""

    def unpause(self, name: str) -> None:
        """Let a run go on."""

    def stop(self, name: str) -> None:
        """Ask a run to stop."""

    def may_kill(self, name: str) -> bool:
        """Whether a run may be killed."""

    def kill(self, name: str) -> None:
        """End a run's process."""

    def remove(self, name: str) -> None:
        """Take a run from the queue."""

    def use_model(self, name: str) -> None:
        """Use a run's model."""


class TwoModels(Protocol):
    """What two models see in the image at hand."""

    changed: SignalInstance

    def set_class(self, name: str | None) -> None:
        """Show the maps of one class."""

    def picture(self, side: int) -> NDArray[np.uint8] | None:
        """What a model sees."""

    def scores(self, side: int) -> Mapping[str, float]:
        """A model's scores by class."""

    def problem(self, side: int) -> str:
        """Why there is no picture."""
