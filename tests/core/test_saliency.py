from __future__ import annotations

import json
import os

import numpy as np
import pytest

from stac_core.data.items import scan_folder
from stac_core.errors import Cancelled, DataError
from stac_core.opencv import cv2
from stac_core.saliency import maps
from stac_core.saliency.contrast import ContrastSpec, contrast_saliency
from stac_core.saliency.filters import surface as fitted_surface
from stac_core.saliency.maps import ContrastGenerator
from stac_core.types import CancelToken


def surface(rng, size=(120, 160), grain=6.0, slope=0.0):
    _height, width = size
    image = 128 + rng.normal(0, grain, size) + np.linspace(-slope, slope, width)[None]
    return image.astype(np.float32)


def blob(size, centre, radii):
    y, x = np.mgrid[: size[0], : size[1]]
    return ((y - centre[0]) / radii[0]) ** 2 + ((x - centre[1]) / radii[1]) ** 2 <= 1


def as_image(values):
    return np.clip(values, 0, 255).astype(np.uint8)


def iou(found, true):
    return (found & true).sum() / (found | true).sum()


@pytest.mark.parametrize("sign", [-1, 1])
@pytest.mark.parametrize("slope", [0, 50])
def test_blob_of_either_polarity_is_found_under_uneven_light(rng, sign, slope):
    image = surface(rng, slope=slope)
    defect = blob(image.shape, (60, 90), (12, 20))
    saliency = contrast_saliency(as_image(image + sign * 45 * defect))
    assert saliency.dtype == np.float32
    assert saliency.min() >= 0
    assert saliency.max() <= 1
    assert iou(saliency >= 0.5, defect) > 0.7


@pytest.mark.parametrize("sign", [-1, 1])
def test_thin_line_is_found(rng, sign):
    image = surface(rng)
    line = np.zeros(image.shape, bool)
    line[20:100, 70:73] = True
    saliency = contrast_saliency(as_image(image + sign * 60 * line))
    near = cv2.dilate(line.astype(np.uint8), np.ones((7, 7))).astype(bool)
    assert (saliency[line] >= 0.5).mean() > 0.8
    assert (saliency[~near] >= 0.5).mean() < 0.02


def test_polarity_can_be_fixed(rng):
    image = surface(rng)
    dark = blob(image.shape, (40, 40), (12, 12))
    bright = blob(image.shape, (80, 120), (12, 12))
    mixed = as_image(image - 50 * dark + 50 * bright)
    only_dark = contrast_saliency(mixed, ContrastSpec(polarity="dark")) >= 0.5
    only_bright = contrast_saliency(mixed, ContrastSpec(polarity="bright")) >= 0.5
    assert only_dark[dark].mean() > 0.8 > 0.1 > only_dark[bright].mean()
    assert only_bright[bright].mean() > 0.8 > 0.1 > only_bright[dark].mean()


@pytest.mark.parametrize("shape", [(1, 1), (3, 200), (40, 40, 3), (1500, 700)])
def test_any_size(rng, shape):
    saliency = contrast_saliency(rng.integers(0, 255, shape, dtype=np.uint8))
    assert saliency.shape == shape[:2]
    assert np.isfinite(saliency).all()


def test_fitted_surface_is_the_lighting_and_not_the_defect(rng):
    y, x = np.mgrid[-1:1:120j, -1:1:160j]
    lighting = 120 + 20 * x - 15 * y + 12 * x * y + 25 * y**2
    image = lighting + rng.normal(0, 2, lighting.shape)
    image[blob(image.shape, (40, 50), (22, 22))] += 90  # would lift a plain fit by up to 21 here
    assert np.abs(fitted_surface(image.astype(np.float32), 2) - lighting).max() < 2


@pytest.mark.parametrize("shape", [(1, 1), (1, 50), (2, 300), (500, 1)])
def test_surface_of_an_image_too_thin_to_tell_its_shape(shape):
    assert np.allclose(fitted_surface(np.full(shape, 100, np.float32), 3), 100, atol=0.01)


def test_flat_image_has_no_saliency():
    assert not contrast_saliency(np.full((50, 50), 77, np.uint8)).any()


def test_maps_are_written_kept_and_made_anew(tmp_path, image_folder):
    items, folder = scan_folder(image_folder), tmp_path / "saliency"
    first = maps.make_maps(items, folder, ContrastGenerator())
    assert (first.made, first.kept) == (6, 0)
    assert maps.missing_maps(items, folder) == []
    level = maps.read_saliency(maps.map_path(folder, "sub/b"))
    assert (level.dtype, level.shape) == (np.uint8, (40, 48))
    assert maps.manifest(folder)["generator"] == "contrast"
    assert maps.make_maps(items, folder, ContrastGenerator()).kept == 6
    os.utime(items[0].path, ns=(2**62, 2**62))  # the image changed after its map was made
    again = maps.make_maps(items, folder, ContrastGenerator())
    assert (again.made, again.kept) == (1, 5)
    assert maps.make_maps(items, folder, ContrastGenerator(ContrastSpec(cut=0.5))).made == 6
    assert (
        maps.make_maps(items, folder, ContrastGenerator(ContrastSpec(cut=0.5)), force=True).made
        == 6
    )


def test_written_map_is_the_saliency_rounded_to_bytes(tmp_path, rng):
    saliency = rng.random((5, 7)).astype(np.float32)
    maps.write_saliency(tmp_path / "m.png", saliency)
    read = maps.read_saliency(tmp_path / "m.png") / 255
    np.testing.assert_allclose(read, saliency, atol=0.5 / 255 + 1e-6)


def test_unreadable_image_is_reported_and_the_rest_goes_on(tmp_path, image_folder):
    (image_folder / "bad.png").write_bytes(b"no image")
    report = maps.make_maps(scan_folder(image_folder), tmp_path / "s", ContrastGenerator())
    assert report.made == 6
    assert list(report.failed) == ["bad.png"]
    assert "bad.png" in report.failed["bad.png"]


def test_cancel_keeps_what_is_made(tmp_path, image_folder):
    token = CancelToken()
    items = scan_folder(image_folder)

    def stop_soon(done, total):
        if done >= 2:
            token.cancel()

    with pytest.raises(Cancelled):
        maps.make_maps(items, tmp_path / "s", ContrastGenerator(), progress=stop_soon, cancel=token)
    done = len(items) - len(maps.missing_maps(items, tmp_path / "s"))
    assert done >= 2
    assert maps.make_maps(items, tmp_path / "s", ContrastGenerator()).kept == done


def test_foreign_maps_are_never_deleted(tmp_path, image_folder):
    folder = tmp_path / "saliency"
    maps.write_saliency(folder / "mine.png", np.ones((2, 2), np.float32))
    with pytest.raises(DataError, match="not made here"):
        maps.make_maps(scan_folder(image_folder), folder, ContrastGenerator())
    assert (folder / "mine.png").exists()


def test_damaged_manifest_and_map(tmp_path):
    (tmp_path / maps.MANIFEST).write_text("{")
    assert maps.manifest(tmp_path) == {}
    (tmp_path / maps.MANIFEST).write_text(json.dumps([1]))
    assert maps.manifest(tmp_path) == {}
    (tmp_path / "m.png").write_bytes(b"")
    with pytest.raises(DataError, match=r"m\.png"):
        maps.read_saliency(tmp_path / "m.png")
