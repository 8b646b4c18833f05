"""Viewport, pyramid, rendering and tools: pure parts, no widget."""

from __future__ import annotations

import numpy as np
import pytest
import qimage2ndarray
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter

from stac_core.editing.region import region_at
from stac_core.labels.mask_edit import Rect
from stac_gui.canvas import painting, rendering
from stac_gui.canvas.painting import Layers, paint_layers
from stac_gui.canvas.pyramid import Pyramid, RegionLevels
from stac_gui.canvas.rendering import Area, HeatStyle, MaskStyle
from stac_gui.canvas.viewport import MAX_SCALE, MIN_SCALE, Viewport

# ---- viewport ----------------------------------------------------------------------------

viewports = st.builds(
    Viewport,
    image=st.tuples(st.integers(1, 5000), st.integers(1, 5000)),
    view=st.tuples(st.integers(50, 3000), st.integers(50, 3000)),
    scale=st.floats(MIN_SCALE, MAX_SCALE),
    origin=st.tuples(st.floats(-500, 500), st.floats(-500, 500)),
)


@given(viewport=viewports, point=st.tuples(st.floats(-99, 99), st.floats(-99, 99)))
def test_coordinates_go_there_and_back(viewport, point):
    back = viewport.to_image(viewport.to_view(point))
    assert back == pytest.approx(point, abs=1e-3)


@given(viewport=viewports, factor=st.floats(0.2, 5))
def test_zoom_keeps_the_point_under_the_cursor(viewport, factor):
    at = (viewport.view[0] / 2, viewport.view[1] / 2)
    centred = viewport.fitted()
    zoomed = centred.zoomed(factor, at)
    assert zoomed.to_image(at) == pytest.approx(centred.to_image(at), abs=0.6 / zoomed.scale + 1e-6)


@given(viewport=viewports)
def test_fit_shows_everything(viewport):
    fitted = viewport.fitted()
    height, width = viewport.image
    left, top = fitted.to_view((0, 0))
    right, bottom = fitted.to_view((width, height))
    if fitted.scale > MIN_SCALE:
        assert left >= -1
        assert top >= -1
        assert right <= viewport.view[0] + 1
        assert bottom <= viewport.view[1] + 1


@given(viewport=viewports, dx=st.floats(-1e5, 1e5), dy=st.floats(-1e5, 1e5))
def test_image_cannot_be_lost_by_panning(viewport, dx, dy):
    moved = viewport.panned(dx, dy)
    height, width = moved.image
    left, top = moved.to_view((0, 0))
    right, bottom = moved.to_view((width, height))
    assert right > 0
    assert bottom > 0
    assert left < moved.view[0]
    assert top < moved.view[1]


def test_actual_size_and_limits():
    viewport = Viewport((100, 100), (400, 300)).fitted()
    assert viewport.is_fitted
    assert viewport.actual().scale == 1
    assert viewport.zoomed(1e9, (0, 0)).scale == MAX_SCALE
    assert viewport.zoomed(1e-9, (0, 0)).scale == MIN_SCALE
    assert Viewport((10, 10), (800, 800)).fitted(largest=8).scale == 8


# ---- pyramid -----------------------------------------------------------------------------


@pytest.mark.parametrize("shape", [(2000, 1300), (1025, 2049), (513, 700, 3)])
@pytest.mark.parametrize("kind", ["mean", "max"])
def test_levels_halve_down_to_the_smallest(rng, shape, kind):
    if kind == "max" and len(shape) == 3:
        pytest.skip("label maps have no channels")
    pyramid = Pyramid(rng.integers(0, 255, shape, dtype=np.uint8), kind)
    last = pyramid.level(99)
    assert max(last.shape[:2]) <= 512
    assert last.shape[0] == -(-shape[0] // 2 ** (pyramid.depth - 1))


def test_thin_line_survives_reduction():
    labels = np.zeros((4096, 4096), np.uint8)
    labels[:, 1000] = 3
    assert (Pyramid(labels, "max").level(3) == 3).sum() == 512


@given(
    edits=st.lists(
        st.tuples(
            st.integers(0, 1100), st.integers(0, 900), st.integers(1, 300), st.integers(0, 3)
        ),
        max_size=9,
    ),
    looks=st.booleans(),
)
def test_updated_levels_equal_levels_made_anew(edits, looks):
    labels = np.zeros((1101, 901), np.uint8)
    pyramid = Pyramid(labels, "max")
    pyramid.build()
    for top, left, side, value in edits:
        rect = Rect(top, left, min(top + side, 1101), min(left + side, 901))
        if rect.is_empty:
            continue
        labels[rect.slices] = value
        pyramid.update(rect)
        if looks:
            pyramid.level(1)
    fresh = Pyramid(labels.copy(), "max")
    for index in range(pyramid.depth):
        np.testing.assert_array_equal(pyramid.level(index), fresh.level(index))


def test_levels_of_a_region_are_made_once_and_the_oldest_forgotten():
    levels = RegionLevels()
    regions = [region_at(np.ones((4, 5), bool), top=number) for number in range(4)]
    first = levels.of(regions[0])
    assert levels.of(regions[0]) is first
    assert first.base.shape == (4, 5)
    for region in regions[1:]:
        levels.of(region)
    assert levels.of(regions[0]) is not first


# ---- rendering ---------------------------------------------------------------------------


def view_of(shape, scale, origin=(0.0, 0.0), view=(64, 64)):
    return Viewport(shape, view, scale, origin)


def test_enlarged_pixels_are_squares():
    picture = Pyramid(np.array([[1, 2], [3, 4]], np.uint8), "mean")
    drawn = rendering.sample(picture, view_of((2, 2), 4.0), Area(0, 0, 8, 8))
    np.testing.assert_array_equal(drawn, np.kron([[1, 2], [3, 4]], np.ones((4, 4))))


@given(
    labels=hnp.arrays(np.uint8, (7, 9), elements=st.integers(0, 3)),
    x=st.integers(0, 40), y=st.integers(0, 40), width=st.integers(1, 20), height=st.integers(1, 20),
    scale=st.sampled_from([1.0, 2.5, 4.0]),
)  # fmt: skip
def test_a_part_is_drawn_as_it_is_in_the_whole(labels, x, y, width, height, scale):
    viewport = view_of((7, 9), scale, (3.0, 5.0))
    style = MaskStyle(((255, 0, 0), (0, 255, 0), (0, 0, 255)), 0.3, 2)
    pyramid = Pyramid(labels, "max")

    def draw(area):
        return rendering.mask_pixels(pyramid, viewport, area, style)

    whole = draw(Area(0, 0, 64, 64))
    part = draw(Area(x, y, width, height))
    np.testing.assert_array_equal(part, whole[y : y + height, x : x + width])


def test_outside_the_image_nothing_is_drawn():
    pyramid = Pyramid(np.full((4, 4), 2, np.uint8), "max")
    viewport = view_of((4, 4), 2.0, (10.0, 10.0))
    area = Area(0, 0, 30, 30)
    pixels = rendering.mask_pixels(pyramid, viewport, area, MaskStyle(((9, 9, 9),) * 2, outline=1))
    inside = rendering.inside_of(viewport, area)
    assert inside.sum() == 64
    assert not pixels[~inside].any()
    assert pixels[inside].all()


def mask_of(labels, style, left=0):
    """A mask at its own size, from a column on."""
    height, width = labels.shape
    viewport = view_of(labels.shape, 1.0, (0.0, 0.0))
    area = Area(left, 0, width - left, height)
    return rendering.mask_pixels(Pyramid(labels, "max"), viewport, area, style)


@pytest.mark.parametrize("shape", [(1500, 1100), (1023, 2049)])
def test_blank_pyramid_is_like_one_that_was_looked_at(shape):
    mask = np.zeros(shape, np.uint8)
    blank, known = Pyramid(mask, "max", blank=True), Pyramid(mask, "max")
    for index in range(known.depth):
        np.testing.assert_array_equal(blank.level(index), known.level(index))
    mask[700:703, 5:9] = 3
    for pyramid in (blank, known):
        pyramid.update(Rect(700, 5, 703, 9))
    for index in range(known.depth):
        np.testing.assert_array_equal(blank.level(index), known.level(index))
    assert blank.level(1).any()


@pytest.mark.parametrize("scale", [0.3, 0.5, 1.0, 2.7, 9.0])
def test_table_gives_the_same_before_and_after_sampling(scale, rng):
    pyramid = Pyramid(rng.integers(0, 256, (50, 40), np.uint8), "max")
    viewport = view_of((50, 40), scale, (-7.3, 4.2))
    area = Area(-5, -3, 120, 90)
    table = rng.integers(1, 1 << 32, 256, np.uint32)
    values = rendering.sample(pyramid, viewport, area)
    expected = np.where(rendering.inside_of(viewport, area), table[values], 0)
    np.testing.assert_array_equal(rendering.sample(pyramid, viewport, area, table=table), expected)


@pytest.mark.parametrize("colored", [False, True])
def test_a_large_picture_is_sampled_a_few_rows_at_a_time(rng, monkeypatch, colored):
    shape = (90, 70, 3) if colored else (90, 70)
    pyramid = Pyramid(rng.integers(0, 256, shape, np.uint8), "max")
    viewport, area = view_of((90, 70), 0.4, (3.0, -2.0)), Area(-2, -2, 40, 50)
    whole = rendering.sample(pyramid, viewport, area)
    monkeypatch.setattr(rendering, "_AT_ONCE", 150)
    np.testing.assert_array_equal(rendering.sample(pyramid, viewport, area), whole)
    assert whole.any()


def test_mask_colours_fill_and_outline():
    labels = np.zeros((12, 12), np.uint8)
    labels[3:9, 3:9] = 1
    style = MaskStyle(((200, 100, 50),), fill=0.5, outline=1)
    pixels = mask_of(labels, style)
    assert pixels[0, 0] == 0
    assert pixels[3, 3] == 0xFF << 24 | 200 << 16 | 100 << 8 | 50
    assert pixels[5, 5] == 128 << 24 | 100 << 16 | 50 << 8 | 25
    hollow = mask_of(labels, MaskStyle(((9, 9, 9),), 0.0, 1))
    assert hollow[5, 5] == 0


def test_ignore_is_hatched():
    labels = np.full((16, 16), 255, np.uint8)
    pixels = mask_of(labels, MaskStyle((), 0.5, 0))
    drawn = pixels != 0
    assert 0.1 < drawn.mean() < 0.5
    moved = mask_of(labels, MaskStyle((), 0.5, 0), left=3)
    np.testing.assert_array_equal(moved, pixels[:, 3:])


def test_heat_is_transparent_below_the_lower_bound_and_rises():
    levels = np.arange(256, dtype=np.uint8)[None]
    pixels = rendering.heat_pixels(
        Pyramid(levels, "mean"),
        view_of((1, 256), 1.0, (0.0, 0.0)),
        Area(0, 0, 256, 1),
        HeatStyle(opacity=0.5, lower=0.2),
    )
    alpha = pixels[0] >> 24
    assert not alpha[:51].any()
    assert (np.diff(alpha.astype(int)) >= 0).all()
    assert alpha[255] == 128


@pytest.mark.parametrize("scale", [1.3, 4.5, 9.0])
@pytest.mark.parametrize("origin", [(0.0, 0.0), (-31.6, 12.4), (5.0, -30.3)])
@pytest.mark.parametrize("values", [(0, 1, 2), (0, 1, 2, 255)])
@pytest.mark.parametrize("side", [1, 5, 10])
@pytest.mark.parametrize("colored", [False, True])
def test_enlarged_layers_look_as_if_each_was_enlarged(rng, scale, origin, colored, values, side):
    shape = (40, 50)
    image = rng.integers(0, 256, (*shape, 3) if colored else shape, np.uint8)
    labels = np.kron(
        rng.choice(np.array(values, np.uint8), (40 // side, 50 // side)), np.ones((side,) * 2)
    )
    layers = Layers(
        Pyramid(image, "mean"), (20.0, 230.0),
        Pyramid(rng.integers(0, 256, shape, np.uint8), "mean"),
        Pyramid(labels.astype(np.uint8), "max"),
        HeatStyle(), MaskStyle(((200, 60, 10), (10, 90, 240)), 0.4, 2),
    )  # fmt: skip
    viewport, rect = Viewport(shape, (200, 160), scale, origin), QRect(3, 2, 180, 150)

    def draw(paint):
        screen = QImage(200, 160, QImage.Format.Format_RGB32)
        screen.fill(0xFF336699)
        painter = QPainter(screen)
        paint(painter)
        painter.end()
        return qimage2ndarray.byte_view(screen)[..., :3].astype(int)

    area = painting._on_image(viewport, rect, 1.0)
    together = draw(lambda painter: paint_layers(painter, rect, layers, viewport, 1.0))
    apart = draw(
        lambda painter: painting._paint_one_by_one(painter, rect, area, layers, viewport, 1.0)
    )
    on_image = np.zeros((160, 200), bool)
    y, x = slice(area.y, area.y + area.height), slice(area.x, area.x + area.width)
    on_image[y, x] = rendering.inside_of(viewport, area)
    assert on_image.sum() > 1000
    assert abs(together - apart)[on_image].max() <= 2  # each layer is rounded on its own
    assert (together[~on_image] == (0x99, 0x66, 0x33)).all()  # nothing beside the image


@pytest.mark.parametrize("scale", [0.31, 0.77, 1.0, 1.3, 4.5])
@pytest.mark.parametrize("origin", [(0.0, 0.0), (-9.6, 12.4), (33.3, -9.3)])
@pytest.mark.parametrize("ratio", [1.0, 1.5])
def test_image_covers_what_is_said_to_be_covered(scale, origin, ratio):
    shape = (90, 70)
    layers = Layers(
        Pyramid(np.full(shape, 250, np.uint8), "mean"), (0.0, 255.0), None, None,
        HeatStyle(), MaskStyle(()),
    )  # fmt: skip
    viewport = Viewport(shape, (240, 210), scale, origin)
    screen = QImage(240, 210, QImage.Format.Format_RGB32)
    screen.setDevicePixelRatio(ratio)
    screen.fill(0xFF000000)
    whole = QRect(0, 0, int(240 / ratio), int(210 / ratio))
    painter = QPainter(screen)
    paint_layers(painter, whole, layers, viewport, ratio)
    painter.end()
    covered = painting.image_rect(viewport, ratio) & whole
    assert covered.width() * covered.height() > 100
    screen.setDevicePixelRatio(1.0)
    shown = qimage2ndarray.byte_view(screen)[..., 0]
    top, left = int(covered.top() * ratio), int(covered.left() * ratio)
    bottom = int((covered.bottom() + 1) * ratio)
    right = int((covered.right() + 1) * ratio)
    assert (shown[top:bottom, left:right] > 240).all()
