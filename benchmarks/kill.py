"""kill -9 at random moments while a script draws and decides in the real window, off-screen.

After each kill the window is started again and says what it finds: every gesture that was reported
as finished must be there. Every file is looked through as well. In a project that it makes in a
temporary folder. Run: python benchmarks/kill.py [--kills 200] [--seed 0]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(REPOSITORY), str(REPOSITORY / "tests")]


def main():
    from e2e.killing import kill_often, make_project

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    started = time.monotonic()

    def tell(outcome):
        print(f"\r{outcome.kills} kills, {outcome.gestures:,} gestures", end="", file=sys.stderr)

    with tempfile.TemporaryDirectory(prefix="stac-kill-") as name:
        root = Path(name) / "project"
        make_project(root)
        outcome = kill_often(root, args.kills, seed=args.seed, tell=tell)
    print(file=sys.stderr)
    print(f"{'kills':<44}{outcome.kills:>8,}")
    print(f"{'  while the project was being opened':<44}{outcome.while_starting:>8,}")
    print(f"{'gestures reported as finished':<44}{outcome.gestures:>8,}")
    print(f"{'  restarts that took work from a journal':<44}{outcome.recovered:>8,}")
    print(f"{'finished gestures lost':<44}{len(outcome.lost):>8,}")
    print(f"{'damaged files':<44}{len(outcome.damaged):>8,}")
    print(f"{'damaged journals':<44}{outcome.damaged_journals:>8,}")
    print(f"{'mask files that no row names':<44}{outcome.unused_masks:>8,}")
    print(f"{'seconds':<44}{time.monotonic() - started:>8,.0f}")
    for words in outcome.lost + outcome.damaged:
        print(words)
    return 1 if outcome.lost or outcome.damaged else 0


if __name__ == "__main__":
    raise SystemExit(main())
