"""`stac pipeline`: from tags to masks and a report, several stages in one resumable go."""

from __future__ import annotations

import json
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stac_core.cli import Output, UsageError
from stac_core.cli.options import add_device, add_project, open_project, recover_labels
from stac_core.cli.train import Signals
from stac_core.errors import Cancelled, ConfigError, StacError, TrainingError
from stac_core.pipeline.folder import (
    PIPELINE_FOLDER,
    REPORT_PAGE,
    Frozen,
    Measure,
    find_pipeline,
    is_pipeline,
    pipeline_facts,
    read_frozen,
    read_state,
    status_of,
)
from stac_core.pipeline.page import span
from stac_core.pipeline.recipe import DEFAULT_RECIPE, load_recipe, recipe_names
from stac_core.project import parse_settings, resolve
from stac_core.runs import check_run_name

if TYPE_CHECKING:
    import argparse

    from stac_core.cli import ProgressBar
    from stac_core.pipeline.folder import StageState
    from stac_core.project import Project

HELP = "go from tags to masks and a report in one resumable go"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `stac pipeline`."""
    add_project(parser)
    parser.add_argument(
        "--recipe",
        choices=recipe_names(),
        default=DEFAULT_RECIPE,
        help=f"which stages, with what settings ({DEFAULT_RECIPE})",
    )
    parser.add_argument(
        "--run",
        metavar="NAME",
        help="name of the pipeline, the time by default; one that is there goes on",
    )
    parser.add_argument(
        "--resume", metavar="NAME", help="go on with one that was stopped or killed"
    )
    add_device(parser)
    parser.set_defaults(device=None)
    parser.add_argument(
        "--estimate", action="store_true", help="only say how long it would take, by trying a bit"
    )
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="SECTION.KEY=VALUE",
        dest="settings",
        help="change one setting in all stages, such as segment.rounds=3",
    )
    parser.add_argument(
        "--measure-masks",
        type=Path,
        metavar="DIR",
        help="masks KEY.png that only measure (the project's data.validation_masks)",
    )
    parser.add_argument(
        "--measure-list", type=Path, metavar="FILE", help="measure on these images only"
    )
    parser.add_argument("--report", metavar="NAME", help="only write the report of one anew")


def run(args: argparse.Namespace, out: Output) -> dict[str, Any]:
    """Run a pipeline, with progress."""
    project, root = open_project(args.project)
    recover_labels(project, root, out)
    if args.report:
        return _report(args, root, out)
    if args.resume:
        given = args.settings or args.run or args.estimate or args.measure_masks
        if given or args.measure_list or args.recipe != DEFAULT_RECIPE:
            raise UsageError("--resume goes on with the pipeline's own settings: give no others")
        return _go(find_pipeline(root, args.resume), args.device, out)
    wish = _wish(args, project, root)
    if args.estimate:
        return _estimate(args, wish, project, root, out)
    name = check_run_name(args.run or time.strftime("%Y%m%d-%H%M%S"))
    folder = root / PIPELINE_FOLDER / name
    if is_pipeline(folder):
        if not read_frozen(folder).same_wish(wish):
            raise TrainingError(
                "a pipeline of this name is there with other settings",
                where=folder,
                fix="Choose another name, or go on with its own: stac pipeline PROJECT --resume "
                f"{name}",
            )
        return _go(folder, args.device, out)
    return _begin(args, wish, project, root, name, out)


def _wish(args: argparse.Namespace, project: Project, root: Path) -> Frozen:
    try:
        settings = parse_settings(args.settings)
    except ConfigError as error:
        raise UsageError(str(error)) from error
    masks = args.measure_masks and args.measure_masks.resolve()
    if masks is None and project.data.validation_masks:
        masks = resolve(root, project.data.validation_masks)
    if args.measure_list and masks is None:
        raise UsageError("--measure-list needs --measure-masks")
    names = args.measure_list and args.measure_list.resolve()
    return Frozen(
        recipe=args.recipe,
        stages=load_recipe(args.recipe),
        set=settings,
        device=args.device or "auto",
        measure=Measure(masks and str(masks), names and str(names)),
    )


# ---- estimate and start --------------------------------------------------------------------------


def _estimate(
    args: argparse.Namespace, wish: Frozen, project: Project, root: Path, out: Output
) -> dict[str, Any]:
    """Look for problems, then try a bit of every stage."""
    from stac_core.pipeline.estimate import device_is_gpu, estimate_pipeline, estimate_values
    from stac_core.pipeline.plan import look_ahead, problem_text

    wish = replace(wish, gpu=device_is_gpu(wish.device, project))
    found = look_ahead(wish, project, root, name=args.run)
    if found.problems:
        raise ConfigError(problem_text(found.problems), where=root)
    assert found.data is not None
    values = {
        "recipe": wish.recipe,
        "about": wish.stages.about,
        "gpu": wish.gpu,
        "warnings": found.warnings,
        **estimate_values(estimate_pipeline(wish, project, root, found.data)),
    }
    for stage, spec in zip(values["stages"], wish.stages.stages, strict=True):
        stage["kind"], stage["about"] = spec.stage, spec.about
    _show(values, out)
    return {"estimate": values}


def _show(values: dict[str, Any], out: Output) -> None:
    for text in values["warnings"]:
        out.warn(text)
    if values["gpu"]:
        out.line("on a GPU: the recipe's larger settings apply")
    stages = values["stages"]
    wide = max(len(stage["name"]) for stage in stages)
    for stage in stages:
        memory = f"{stage['memory_mb']:,.0f} MB" if stage["memory_mb"] else ""
        out.line(
            f"  {stage['name']:<{wide}}  {span(stage['seconds']):>12}  {memory:>9}  {stage['what']}"
        )
    out.line(f"  {'all':<{wide}}  {span(values['seconds']):>12}")


def _begin(
    args: argparse.Namespace, wish: Frozen, project: Project, root: Path, name: str, out: Output
) -> dict[str, Any]:
    """Look ahead in a process of its own, whose memory comes back; freeze; go."""
    from stac_core.pipeline.run import start_pipeline

    out.line("looking at the project and trying a bit of every stage …")
    values = _ask(args, root, name, out)
    _show(values, out)
    wish = replace(
        wish,
        gpu=values["gpu"],
        estimate={stage["name"]: round(stage["seconds"], 1) for stage in values["stages"]},
    )
    folder = root / PIPELINE_FOLDER / name
    start_pipeline(folder, wish, project, root)
    return _go(folder, args.device, out)


def _ask(args: argparse.Namespace, root: Path, name: str, out: Output) -> dict[str, Any]:
    from stac_core.pipeline.child import Child, ProgressLine, complaint

    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / "estimate.json"
        child = Child(
            [
                *("pipeline", str(root), "--estimate", "--recipe", args.recipe, "--run", name),
                *("--json", str(result), "--device", args.device or "auto"),
                *(part for text in args.settings for part in ("--set", text)),
                *(("--measure-masks", str(args.measure_masks)) if args.measure_masks else ()),
                *(("--measure-list", str(args.measure_list)) if args.measure_list else ()),
            ],
            Path(folder) / "estimate.out",
        )
        try:
            while (code := child.poll()) is None:
                out.cancel.check()
                time.sleep(0.05)
            lines = [line for line in child.news() if not isinstance(line, ProgressLine)]
        except BaseException:
            child.kill()
            raise
        finally:
            child.close()
        if code:
            raise StacError(complaint(lines, code))
        values: dict[str, Any] = json.loads(result.read_text(encoding="utf-8"))["estimate"]
        return values


# ---- at work -------------------------------------------------------------------------------------


def _go(folder: Path, device: str | None, out: Output) -> dict[str, Any]:
    from stac_core.pipeline.run import PipelineCallbacks, run_pipeline

    if status_of(folder, read_state(folder)) == "completed":
        out.line(f"this pipeline is done already: {folder / REPORT_PAGE}")
        return pipeline_facts(folder)
    watcher = _Watcher(out)
    with Signals(out, "stopping; what is done so far stays") as signals:
        try:
            result = run_pipeline(
                folder,
                device=device,
                control=signals.steer,
                callbacks=PipelineCallbacks(
                    message=watcher.message, stage=watcher.stage, progress=watcher.progress
                ),
            )
        except (Cancelled, KeyboardInterrupt):
            out.line(f"stopped; go on with: stac pipeline PROJECT --resume {folder.name}")
            raise
        finally:
            watcher.close()
    out.line(f"done in {span(result.state.seconds)}: {result.report or folder}")
    return pipeline_facts(folder)


class _Watcher:
    """Shows a pipeline on the terminal: one bar at a time."""

    def __init__(self, out: Output) -> None:
        self._out = out
        self._bar: ProgressBar | None = None

    def message(self, text: str) -> None:
        self._out.line(f"{time.strftime('%H:%M:%S')} {text}")

    def stage(self, number: int, state: StageState) -> None:
        self.close()

    def progress(self, what: str, done: int, total: int) -> None:
        if self._bar is None or self._bar.what != what:
            self.close()
            self._bar = self._out.progress(what)
        self._bar(done, total)

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None


def _report(args: argparse.Namespace, root: Path, out: Output) -> dict[str, Any]:
    from stac_core.pipeline.report import write_report

    folder = find_pipeline(root, args.report)
    measured = None
    if args.measure_masks:
        names = args.measure_list and str(args.measure_list.resolve())
        measured = Measure(str(args.measure_masks.resolve()), names)
    bars: list[ProgressBar] = []

    def progress(what: str) -> ProgressBar:
        bars.append(out.progress(what))
        return bars[-1]

    try:
        values = write_report(
            folder,
            device=args.device or "auto",
            measured=measured,
            progress=progress,
            cancel=out.cancel,
        )
    finally:
        for bar in bars:
            bar.close()
    for each in (values["measured"] or {}).get("variants", []):
        given = "tags given" if each["tags"] else "no tags"
        out.line(f"mIoU {each['miou']:5.1f}  {each['name']} ({given})")
    out.line(f"report: {folder / REPORT_PAGE}")
    return {"report": str(folder / REPORT_PAGE), "measured": values["measured"]}
