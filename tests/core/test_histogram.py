import numpy as np

from stac_core.histogram import COUNTED, every_nth, level_counts


def test_every_level_is_counted(rng):
    levels = rng.integers(0, 256, (120, 77), dtype=np.uint8)
    np.testing.assert_array_equal(level_counts(levels), np.bincount(levels.ravel(), minlength=256))
    assert level_counts(levels[:, ::3]).sum() == levels[:, ::3].size


def test_large_pictures_are_counted_on_a_grid():
    levels = np.zeros((3000, 2000), np.uint8)
    levels[:1500] = 9
    counts = level_counts(levels)
    assert 0.4 * COUNTED < counts.sum() <= COUNTED
    assert abs(counts[9] - counts[0]) < 0.01 * counts.sum()
    assert every_nth(np.zeros((1000, 1000, 3))).shape == (1000, 1000, 3)
