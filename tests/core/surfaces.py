"""Surfaces whose defects are known: dark blobs, bright lines, patches of rougher grain."""

from __future__ import annotations

import cv2
import numpy as np

SIDE = 96
KINDS = ("dark blobs", "bright lines", "rough patch")


def surface(rng):
    """Grain on uneven lighting."""
    grain = cv2.GaussianBlur(rng.normal(0, 14, (SIDE, SIDE)), (0, 0), 0.8)
    y, x = np.mgrid[-1 : 1 : SIDE * 1j, -1 : 1 : SIDE * 1j]
    return 128 + grain + rng.uniform(-12, 12) * x + rng.uniform(-12, 12) * y


def draw(kind, rng):
    """A surface with one kind of defect, and where it is."""
    image, mask = surface(rng), np.zeros((SIDE, SIDE), np.uint8)
    place = tuple(int(each) for each in rng.integers(25, SIDE - 25, 2))
    if kind == "dark blobs":
        cv2.ellipse(mask, place, (int(rng.integers(9, 16)), 9), rng.uniform(0, 180), 0, 360, 1, -1)
        image = image - 40 * cv2.GaussianBlur(mask.astype(float), (0, 0), 1)
    elif kind == "bright lines":
        other = tuple(int(each) for each in rng.integers(5, SIDE - 5, 2))
        cv2.line(mask, (place[0], 2), other, 1, 2)
        image = image + 60 * cv2.GaussianBlur(mask.astype(float), (0, 0), 0.7)
    else:
        cv2.circle(mask, place, int(rng.integers(14, 22)), 1, -1)
        image = image + mask * rng.normal(0, 30, mask.shape)
    return np.clip(image, 0, 255).astype(np.uint8), mask.astype(bool)
