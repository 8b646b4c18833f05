"""The command line `stac`: one small module per verb, found by name when it is needed.

A verb's module has `HELP`, `add_arguments(parser)` and `run(args, out)`; it imports heavy packages
inside `run`, so that `stac --help` and `stac gui` start at once. Other packages add verbs through
the entry-point group `stac_studio.commands` (that is how the window's verbs get here: this package
never imports it).
"""

from __future__ import annotations

import argparse
import contextlib
import json
import logging
import math
import os
import sys
import threading
import time
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from tqdm import tqdm

from stac_core import __version__
from stac_core.errors import Cancelled, StacError
from stac_core.io import atomic_write_text
from stac_core.types import CancelToken

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = (
    "init", "saliency", "train", "segment", "pipeline", "runs", "predict", "evaluate", "import",
    "export", "info",
)  # fmt: skip
_MODULES = {"import": "importing"}
"""Verbs that cannot be the name of a module."""
ENTRY_POINT_GROUP = "stac_studio.commands"

LINE_SECONDS = 0.1
"""Programs are told how far it is at most so often."""

EXIT_DONE, EXIT_FAILED, EXIT_USAGE, EXIT_CANCELLED = 0, 1, 2, 130


class UsageError(StacError):
    """The command line itself is wrong."""


class Command(Protocol):
    """What a verb's module offers."""

    HELP: str

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the verb's options."""

    def run(self, args: argparse.Namespace, out: Output) -> dict[str, Any]:
        """Do the work; the result is what ``--json`` writes."""


class Output:
    """Where a verb writes: words for people, and one JSON value for programs.

    Attributes:
        cancel: Says so when the verb is to stop, to those that look.
    """

    def __init__(
        self, json_target: str | None, *, quiet: bool = False, progress_lines: bool = False
    ) -> None:
        self._json_target = json_target
        self._quiet = quiet
        self._progress_lines = progress_lines
        self.cancel = CancelToken()
        # with --json - standard output belongs to the JSON alone
        self._text = sys.stderr if json_target == "-" else sys.stdout

    def line(self, text: str = "") -> None:
        """Print a line for people, above any progress bar."""
        if self._quiet:
            return
        with tqdm.external_write_mode():
            print(text, file=self._text, flush=True)

    def warn(self, text: str) -> None:
        """Print a warning, apart from the results."""
        with tqdm.external_write_mode():
            print(f"warning: {text}", file=sys.stderr, flush=True)

    def progress(self, what: str, unit: str = "image") -> ProgressBar:
        """A progress bar on the terminal; nothing is drawn where there is no terminal."""
        return ProgressBar(what, unit, hidden=self._quiet, lines=self._progress_lines)

    def stop_with_input(self) -> None:
        """Cancel when standard input ends: when the program that started this one goes away."""
        # not through sys.stdin: its lock, held while reading, would break the program's end
        descriptor = sys.stdin.fileno()

        def watch() -> None:
            with contextlib.suppress(OSError):
                while os.read(descriptor, 1024):
                    pass
            self.cancel.cancel()

        threading.Thread(target=watch, name="input", daemon=True).start()

    def result(self, value: Any) -> None:
        """Write the result as JSON where ``--json`` says."""
        if self._json_target is None:
            return
        text = json.dumps(value, ensure_ascii=False, indent=2) + "\n"
        if self._json_target == "-":
            sys.stdout.write(text)
            sys.stdout.flush()
        else:
            atomic_write_text(Path(self._json_target), text)


class ProgressBar:
    """A terminal progress bar that is also a `Progress` callback; close it, or use it in a with."""

    def __init__(self, what: str, unit: str, *, hidden: bool = False, lines: bool = False) -> None:
        self.what = what
        self._lines = lines
        self._said = -math.inf
        self._bar = tqdm(
            desc=what, unit=unit, disable=hidden or None, leave=False, dynamic_ncols=True
        )

    def __enter__(self) -> ProgressBar:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __call__(self, done: int, total: int) -> None:
        """Say that `done` of `total` steps are done."""
        self._bar.total = total
        self._bar.update(done - self._bar.n)
        now = time.monotonic()
        if self._lines and (done == total or now - self._said >= LINE_SECONDS):
            self._said = now
            line = json.dumps({"progress": self.what, "done": done, "total": total})
            print(line, file=sys.stderr, flush=True)

    def note(self, **values: str | int) -> None:
        """Show some values behind the bar."""
        self._bar.set_postfix(values)

    def close(self) -> None:
        """Remove the bar."""
        self._bar.close()


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb. Returns 0 done, 1 failed, 2 wrong usage, 130 cancelled."""
    parser = argparse.ArgumentParser(
        prog="stac", description="From image-level tags to reviewed pixel masks of defects."
    )
    parser.add_argument("--version", action="version", version=f"STAC Studio {__version__}")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    for name, command in _commands().items():
        sub = verbs.add_parser(name, help=command.HELP, description=command.HELP)
        command.add_arguments(sub)
        sub.add_argument("--json", metavar="FILE|-", help="write the result as JSON")
        sub.add_argument(
            "--progress-lines",
            action="store_true",
            help="for programs: say on standard error how far it is, in lines of JSON",
        )
        sub.add_argument(
            "--stop-with-input",
            action="store_true",
            help="for programs: stop when standard input is closed",
        )
        sub.add_argument("-v", "--verbose", action="store_true", help="log what is done")
        sub.set_defaults(command=command)
    try:
        args = parser.parse_args(argv)
    except SystemExit as exit_request:  # argparse has printed its message
        return int(exit_request.code or 0)
    _log_to_stderr(logging.INFO if args.verbose else logging.WARNING)
    out = Output(args.json, progress_lines=args.progress_lines)
    if args.stop_with_input:
        out.stop_with_input()
    try:
        result = args.command.run(args, out)
        out.result(result)
    except UsageError as error:
        parser.print_usage(sys.stderr)
        print(f"stac {args.verb}: {error}", file=sys.stderr)
        return EXIT_USAGE
    except StacError as error:
        print(f"stac {args.verb}: {error}", file=sys.stderr)
        return EXIT_FAILED
    except (Cancelled, KeyboardInterrupt):
        print(f"stac {args.verb}: cancelled", file=sys.stderr)
        return EXIT_CANCELLED
    except BrokenPipeError:  # the reader of our output went away, as `| head` does
        sys.stderr.close()
        return EXIT_FAILED
    return int(result.get("exit", EXIT_DONE)) if isinstance(result, dict) else EXIT_DONE


def _log_to_stderr(level: int) -> None:
    """Show records from this level on, also while a training run logs more into its own file."""
    handler = logging.StreamHandler()
    handler.setLevel(level)
    logging.basicConfig(level=level, format="%(levelname)s: %(message)s", handlers=[handler])


def _commands() -> dict[str, Command]:
    commands: dict[str, Any] = {
        name: import_module(f"{__name__}.{_MODULES.get(name, name)}") for name in COMMANDS
    }
    for entry in sorted(entry_points(group=ENTRY_POINT_GROUP), key=lambda entry: entry.name):
        commands[entry.name] = entry.load()
    return commands


def class_list(text: str) -> list[str]:
    """Argument type: class names separated by commas."""
    names = [name.strip() for name in text.split(",")]
    if not all(names):
        raise argparse.ArgumentTypeError("give class names separated by commas")
    return names


def share(text: str) -> float:
    """Argument type: a number from 0 to 1."""
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 0 to 1")
    return value
