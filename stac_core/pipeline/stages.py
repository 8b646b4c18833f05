"""What each stage starts: the command line of another process, and what to keep of its result."""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from stac_core.errors import TrainingError
from stac_core.pipeline.folder import Frozen, StageState, frozen_project
from stac_core.pipeline.plan import Planned, kept_changes, model_before, plan_stages, run_name
from stac_core.project import (
    Project,
    load_project,
    relative_to_project,
    save_project,
    with_settings,
)
from stac_core.runs import (
    MODEL_FILE,
    RUN_FOLDER,
    SEGMENTER_FILE,
    is_run,
    model_file_of,
    queue_run,
    read_run,
    run_facts,
)
from stac_core.work_folder import is_at_work

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from stac_core.pipeline.recipe import Settings, StageKind
    from stac_core.runs import Stage
    from stac_core.types import CancelToken

_PATIENCE: Final = 300.0
"""Seconds to wait for a process that still trains, left behind by an earlier attempt."""

_MODELS: Final = ("train", "segment")


@dataclass
class Workplace:
    """Where the stages of a pipeline work.

    Attributes:
        folder: Of the pipeline.
        frozen: What it does.
        device: Where the stages compute: as it was frozen, or as this attempt wants it.
        say: Told in words what happens.
        cancel: Checked while waiting.
    """

    folder: Path
    frozen: Frozen
    device: str
    say: Callable[[str], None]
    cancel: CancelToken

    @property
    def root(self) -> Path:
        """The project's folder."""
        return self.folder.parent.parent

    def prepare(self, state: StageState) -> list[str] | None:
        """Make a stage ready to start.

        Returns:
            The command line that does it; None where it is done already.

        Raises:
            StacError: If it cannot start.
        """
        frozen_settings = frozen_project(self.folder)
        planned = next(
            each
            for each in plan_stages(self.frozen, frozen_settings)
            if each.spec.name == state.name
        )
        root = str(self.root)
        if planned.trains is not None:
            return self._prepare_run(planned, state)
        if state.kind == "report":
            return ["pipeline", root, "--report", self.folder.name, "--device", self.device]
        project = self._keep(planned)
        if state.kind == "saliency":
            return ["saliency", root, "--device", self.device]
        model = self._model_for(state.name)
        self._put_in_use(project)
        return ["predict", root, "--weights", str(model), "--device", self.device]

    def finish(self, state: StageState, values: Any) -> dict[str, Any]:
        """What to keep of a stage that is done."""
        if state.kind in _MODELS:
            facts = run_facts(read_run(self.root / RUN_FOLDER / state.run))
            return {name: facts[name] for name in ("name", "model", "best", "epochs", "device")}
        return values if isinstance(values, dict) else {}

    def is_still_there(self, state: StageState) -> bool:
        """Whether what a finished stage made is there, so that it need not be made again."""
        if state.kind not in _MODELS:
            return True
        folder = self.root / RUN_FOLDER / state.run
        return (folder / _file_of(state.kind)).is_file()

    def run_folder(self, state: StageState) -> Path | None:
        """The folder of the run that a stage started."""
        return self.root / RUN_FOLDER / state.run if state.run else None

    # ---- settings that become the project's ------------------------------------------------------

    def _keep(self, planned: Planned) -> Project:
        """Write into the project what the window shows maps and masks by."""
        project = load_project(self.root)
        changes = kept_changes(planned, project)
        if changes:
            project = with_settings(project, changes, where=f"stage {planned.spec.name}")
            save_project(project, self.root)
            words = ", ".join(
                f"{section}.{name} = {value}"
                for section, fields in changes.items()
                for name, value in fields.items()
            )
            self.say(f"the project has new settings: {words}")
        return project

    def _put_in_use(self, project: Project) -> None:
        """Let the project use the new models where it names others."""
        found: Settings = {}
        named: dict[StageKind, tuple[str, str | None]] = {
            "train": ("model", project.model.current),
            "segment": ("segment", project.segment.current),
        }
        for kind, (section, current) in named.items():
            stage = model_before(self.frozen.stages, "", (kind,))
            if stage is not None and current is not None:
                run = run_name(self.folder.name, stage)
                path = self.root / RUN_FOLDER / run / _file_of(kind)
                wanted = relative_to_project(self.root, path)
                if wanted != current:
                    found[section] = {"current": wanted}
        if found:
            save_project(with_settings(project, found, where="predict"), self.root)
            self.say("the project uses the new models from now on")

    # ---- runs ------------------------------------------------------------------------------------

    def _prepare_run(self, planned: Planned, state: StageState) -> list[str] | None:
        stage = planned.trains
        assert stage is not None
        folder = self.root / RUN_FOLDER / state.run
        if not is_run(folder) or self._has_lost_its_model(folder, stage):
            if folder.exists():  # killed while it was being made, or of no use any more
                shutil.rmtree(folder)
            project = self._project_of_run(planned)
            queue_run(project, self.root, state.run, device=self.device, stage=stage)
        self._wait_for(folder)
        if read_run(folder).state == "completed":
            return None
        return [stage, str(self.root), "--resume", state.run, "--device", self.device]

    def _has_lost_its_model(self, folder: Path, stage: Stage) -> bool:
        done = read_run(folder).state == "completed"
        return done and not (folder / model_file_of(stage)).is_file()

    def _project_of_run(self, planned: Planned) -> Project:
        """The settings of a run: frozen ones, with the operators that were chosen meanwhile."""
        saliency = load_project(self.root).saliency
        project = planned.project.model_copy(update={"saliency": saliency})
        if planned.trains == "segment" and project.segment.cam_model is None:
            stage = model_before(self.frozen.stages, planned.spec.name, ("train",))
            if stage is not None:
                model = f"{RUN_FOLDER}/{run_name(self.folder.name, stage)}/{MODEL_FILE}"
                section = project.segment.model_copy(update={"cam_model": model})
                project = project.model_copy(update={"segment": section})
        return project

    def _wait_for(self, folder: Path) -> None:
        """Wait for a process that an earlier attempt left behind; it stops after its step."""
        until = time.monotonic() + _PATIENCE
        told = False
        while is_at_work(folder):
            self.cancel.check()
            if not told:
                self.say("waiting for the training process of an earlier attempt to end")
                told = True
            if time.monotonic() > until:
                raise TrainingError(
                    "another process trains this run", where=folder, fix="Wait for it or stop it"
                )
            time.sleep(0.1)

    def _model_for(self, name: str) -> Path:
        stage = model_before(self.frozen.stages, name, _MODELS)
        assert stage is not None, "recipes without a model are refused"
        kind = next(each.stage for each in self.frozen.stages.stages if each.name == stage)
        return self.root / RUN_FOLDER / run_name(self.folder.name, stage) / _file_of(kind)


def _file_of(kind: StageKind) -> str:
    return MODEL_FILE if kind == "train" else SEGMENTER_FILE
