"""`stac runs`: what became of a project's training runs and pipelines."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from stac_core.cli.options import add_project, open_project
from stac_core.pipeline.folder import list_pipelines, pipeline_facts
from stac_core.runs import list_runs, run_facts

if TYPE_CHECKING:
    import argparse

    from stac_core.cli import Output

HELP = "list a project's training runs: state, best figures, time"

_SHOWN = ("miou", "proxy", "mAP", "f1", "criterion")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `stac runs`."""
    add_project(parser)


def run(args: argparse.Namespace, out: Output) -> dict[str, Any]:
    """Print a table, the oldest run first."""
    _, root = open_project(args.project)
    facts = [run_facts(each) for each in list_runs(root)]
    if not facts:
        out.line("no runs yet; start one with: stac train PROJECT")
    rows = [("run", "state", "started", "minutes", "epochs", "best epoch"), *map(_row, facts)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows if facts else ():
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
        out.line("  ".join(cells).rstrip())
    for each in facts:
        if each["error"]:
            out.line(f"{each['name']}: {each['error']}")
    pipelines = [pipeline_facts(path) for path in list_pipelines(root)]
    for each in pipelines:
        at = f", {each['stage']}" if each["stage"] else ""
        out.line(
            f"pipeline {each['name']}: {each['state']}, {each['done']} of {each['of']} stages "
            f"done{at}, {each['minutes']:.1f} minutes"
        )
        if each["error"]:
            out.line(f"pipeline {each['name']}: {each['error']}")
    return {"runs": facts, "pipelines": pipelines}


def _row(facts: dict[str, Any]) -> tuple[str, ...]:
    started = facts["started"]
    best = facts["best"]
    figures = [f"{name} {best[name]:.4f}" for name in _SHOWN if name in best]
    return (
        facts["name"],
        facts["state"],
        time.strftime("%Y-%m-%d %H:%M", time.localtime(started)) if started else "",
        f"{facts['minutes']:.1f}",
        f"{facts['epochs']}/{facts['of'] or '?'}",
        ", ".join(figures),
    )
