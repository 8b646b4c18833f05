"""The images that the window is measured on: folders of small ones, and a very large one."""

from __future__ import annotations

import os

import numpy as np
from PIL import Image

SIDE, HUGE = 200, 8192


def make_folder(folder, count):
    """`count` images of 200 x 200; hard links to a hundred different ones."""
    if folder.exists():
        return folder
    folder.mkdir()
    originals = folder.parent / f"{folder.name}-originals"
    originals.mkdir()
    rng = np.random.default_rng(1)
    for number in range(min(count, 100)):
        pixels = rng.integers(60, 200, (SIDE, SIDE), np.uint8)
        Image.fromarray(pixels).save(originals / f"{number}.jpg", quality=85)
    for number in range(count):
        source = originals / f"{number % 100}.jpg"
        try:
            os.link(source, folder / f"{folder.name}_{number:06}.jpg")
        except OSError:  # more links to one file than the disk allows, or none at all
            (folder / f"{folder.name}_{number:06}.jpg").write_bytes(source.read_bytes())
    return folder


def make_huge(folder, side=HUGE):
    folder.mkdir()
    rng = np.random.default_rng(2)
    tile = rng.integers(60, 200, (1024, 1024), np.uint8)
    pixels = np.tile(tile, (side // 1024, side // 1024))
    path = folder / f"surface_{side}.png"
    Image.fromarray(pixels).save(path, compress_level=1)
    return path
