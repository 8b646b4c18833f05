"""How long operations on a mask, a blob's own threshold, and undo take, and what history holds.

The mask is a threshold of smoothed noise: about ten blobs at 1024 x 1024, about six hundred at
8192 x 8192, where the one that is worked on has about as many pixels as in the small image. Told
are the medians of the thread's computing time, and in brackets what it takes to make the undo step,
which above 400,000 pixels the window leaves to a thread too. Large steps are packed in a thread.
Run: python benchmarks/mask_operations.py [--repeats N]
"""

from __future__ import annotations

import argparse
import os
import statistics
import threading
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np

from stac_core.editing import operations as ops
from stac_core.editing.parts import blob_at, class_part
from stac_core.editing.scrub import BlobScrub
from stac_core.labels.mask_edit import Brush, edit_patches
from stac_core.opencv import cv2
from stac_core.pseudo_mask import PseudoMaskSpec
from stac_core.refine.refiner import MaskRecipe
from stac_gui.app import make_application
from stac_gui.documents.edited_mask import UNDO_LIMIT
from stac_gui.documents.mask_document import MaskDocument

SIDES = (1024, 8192)
LEVEL = 0.6


def timed(call):
    """What a call returns, and the computing time of this thread in milliseconds."""
    started = time.thread_time()
    result = call()
    return result, 1e3 * (time.thread_time() - started)


def in_thread(work, done):
    """Pack an undo step as the window does: in another thread, whose time does not count."""
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    done()


def surface(side, broad=1):
    """A map (H, W) in [0, 1] of smoothed noise, whose blobs are larger where it is broad."""
    noise = np.random.default_rng(0).normal(size=(side // 8, side // 8)).astype(np.float32)
    rough = cv2.resize(cv2.GaussianBlur(noise, (0, 0), 6 * broad), (side, side))
    return (rough - rough.min()) / np.ptp(rough)


def measure_operations(document, heat, part, repeats):
    """Prints a line for each operation."""
    image = np.broadcast_to((heat * 255).astype(np.uint8)[..., None], (*heat.shape, 3))

    def look(rect):
        return np.ascontiguousarray(image[rect.slices])

    mask = document.mask
    for name, make in {
        "grow by 2": lambda: ops.grow(mask, part, pixels=2),
        "shrink by 2": lambda: ops.shrink(mask, part, pixels=2),
        "smooth by 3": lambda: ops.smooth(mask, part, pixels=3),
        "fill holes": lambda: ops.fill_holes(mask, part),
        "delete": lambda: ops.delete(mask, part),
        "keep largest": lambda: ops.keep_largest(mask, part),
        "GrabCut within 6": lambda: ops.cut(mask, part, look, pixels=6),
    }.items():
        if "GrabCut" in name and part.inside.size > 4_000_000:
            continue  # minutes; it can be stopped
        times, steps = [], []
        for _ in range(repeats):
            change, milliseconds = timed(make)
            times.append(milliseconds)
            if change is not None:
                steps.append(timed(lambda change=change: document.patches(change))[1])
        step = f"({statistics.median(steps):.1f})" if steps else "(no change)"
        print(f"    {name:<18} {statistics.median(times):8.1f}  {step}")


def measure_scrub(document, heat, place):
    """Prints the time of a step of the wheel, with its undo step and change of the mask."""
    x, y = place
    scrub, start = timed(
        lambda: BlobScrub(document.mask, document.touched, heat, value=1, x=x, y=y, near=LEVEL)
    )
    times = []
    for steps in (1,) * 8 + (-1,) * 16:

        def turn(steps=steps):
            change = scrub.step(steps)
            if change is not None:
                document.edit(change, "blob threshold", gesture=scrub)
            return scrub.reading

        reading, milliseconds = timed(turn)
        if reading.pixels:
            times.append(milliseconds)
    print(f"    blob threshold     {statistics.median(times):8.1f}  a step, {start:.1f} to begin")


def measure_large_scrub(side):
    """Prints the time of a step of a blob that covers much of the image."""
    heat = surface(side, broad=10)
    mask = (heat > np.float32(0.5)).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask)
    largest = int(stats[1:, cv2.CC_STAT_AREA].argmax()) + 1
    y, x = (int(each) for each in np.argwhere(labels == largest)[0])
    recipe = MaskRecipe(PseudoMaskSpec(0.5))
    document = MaskDocument("surface", mask.shape, recipe, stored=mask, run=in_thread)
    document.packed()
    scrub = BlobScrub(document.mask, document.touched, heat, value=1, x=x, y=y, near=0.5)
    made, taken = [], []
    for steps in (1, 1, 1, -1, -1, -1, -1):

        def turn(steps=steps):
            change = scrub.step(steps)
            patches = edit_patches(document.mask, document.touched, change)
            return patches._replace(made=None), scrub.reading

        def take(patches):
            document.take(patches, "blob threshold", gesture=scrub)
            document.packed()

        (patches, _), milliseconds = timed(turn)
        made.append(milliseconds)
        taken.append(timed(lambda patches=patches: take(patches))[1])
    print(f"{side} x {side}, a blob of {stats[largest, cv2.CC_STAT_AREA]:,} pixels")
    print(f"    blob threshold     {statistics.median(made):8.1f}  a step in a thread")
    print(f"    to take it         {statistics.median(taken):8.1f}  with the state to be saved")


def measure_strokes(document, repeats):
    """Prints how long the window's thread ends a stroke across the image, undoes it, and saves."""
    height, width = document.mask.shape
    document.packed()
    for diameter in (64, 400):
        ends, undone, saved = [], [], []
        for number in range(repeats):
            y = height * (number + 1) // (repeats + 1)
            document.begin()
            for x in range(0, width, 150):
                document.stroke((x, y), (x + 150, y), Brush(diameter, 2))
            ends.append(timed(lambda: document.commit("brush"))[1])
            saved.append(timed(document.packed)[1])
            undone.append(timed(document.undo)[1])
            document.packed()
        print(
            f"    stroke of {diameter} px: end {statistics.median(ends):5.1f}, state to be saved "
            f"{statistics.median(saved):5.1f}, undone {statistics.median(undone):5.1f}"
        )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=5)
    repeats = parser.parse_args().repeats
    app = make_application()
    for side in SIDES:
        heat = surface(side)
        mask = (heat > np.float32(LEVEL)).astype(np.uint8)
        document = MaskDocument(
            "surface", mask.shape, MaskRecipe(PseudoMaskSpec(LEVEL)), stored=mask, run=in_thread
        )
        _, labels, stats, _ = cv2.connectedComponentsWithStats(mask)
        sizes = stats[1:, cv2.CC_STAT_AREA]
        chosen = int(np.abs(sizes - 100_000).argmin()) + 1
        y, x = (int(each) for each in np.argwhere(labels == chosen)[0])
        blob = blob_at(document.mask, x, y)
        print(f"{side} x {side}: {len(sizes)} blobs; milliseconds (undo step)")
        print(f"  a blob of {np.count_nonzero(blob.inside):,} pixels")
        measure_operations(document, heat, blob, repeats)
        measure_scrub(document, heat, (x, y))
        measure_strokes(document, repeats)
        print(f"  all of the class, {np.count_nonzero(mask):,} pixels")
        whole = class_part(document.mask, 1)
        measure_operations(document, heat, whole, repeats)
        change = ops.grow(document.mask, whole, pixels=2)
        patches = document.patches(change)
        taken = timed(lambda document=document, patches=patches: document.take(patches, "grow"))[1]
        undone = timed(document.undo_stack.undo)[1]
        print(f"    make it, undo it   {taken:8.1f}  {undone:.1f}")
        for step in range(UNDO_LIMIT):
            change = (ops.grow, ops.shrink)[step % 2](
                document.mask, class_part(document.mask, 1), pixels=2
            ) if side == SIDES[0] else ops.relabel(
                document.mask, class_part(document.mask, 1 + step % 2), value=2 - step % 2
            )  # fmt: skip
            document.edit(change, "step")
        held = document.memory.size / 1e6
        print(f"  {document.undo_stack.count()} such steps hold {held:.1f} MB of memory\n")
    measure_large_scrub(SIDES[-1])
    del app


if __name__ == "__main__":
    main()
