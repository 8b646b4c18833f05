"""Objects on a mask: the later one wins, and what was in dispute or outside is counted."""

from __future__ import annotations

import numpy as np
import pytest

from stac_core.errors import DataError
from stac_core.formats.painter import Painter, reaches_out

BOX = [(1, 1), (4, 1), (4, 3), (1, 3)]


def test_later_objects_win_and_disputed_pixels_count_once():
    painter = Painter((4, 6), where="a.json")
    painter.polygon([BOX], 1)
    painter.pixels(np.ones((2, 3), bool), 2, top=1, left=2)
    painter.polygon([[(2, 1), (3, 1), (3, 2), (2, 2)]], 3)
    labels = painter.labels()
    assert labels.mask.tolist() == [
        [0, 0, 0, 0, 0, 0], [0, 1, 3, 2, 2, 0], [0, 1, 2, 2, 2, 0], [0, 0, 0, 0, 0, 0],
    ]  # fmt: skip
    assert (labels.overlap, labels.outside) == (4, 0)


def test_objects_of_one_class_dispute_nothing():
    painter = Painter((4, 6), where="a.json")
    for _ in range(2):
        painter.polygon([BOX], 1)
    assert painter.labels().overlap == 0


def test_what_leaves_the_image_is_cut_and_counted_by_object():
    painter = Painter((4, 6), where="a.json")
    painter.polygon([[(-0.3, 0), (6.4, 0), (6, 1), (0, 1)]], 1)
    assert painter.labels().outside == 0, "rounding of a file is no pixel outside"
    painter.polygon([[(5, 2), (9, 2), (9, 4), (5, 4)], [(-9, 0), (-8, 0), (-8, 1)]], 2)
    painter.pixels(np.ones((3, 3), bool), 3, top=-2, left=-2)
    painter.pixels(np.array([[False, True]]), 3, top=3, left=-1)
    labels = painter.labels()
    assert labels.outside == 2
    assert labels.mask.tolist() == [
        [3, 1, 1, 1, 1, 1], [0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 2], [3, 0, 0, 0, 0, 2],
    ]  # fmt: skip


def test_ring_in_a_ring_is_a_hole_where_the_rule_says_so():
    inner = [(2, 1), (3, 1), (3, 2), (2, 2)]
    for rule, pixels in (("winding", 6), ("even-odd", 5)):
        painter = Painter((4, 6), where="a.json")
        painter.polygon([BOX, inner], 1, rule=rule)
        assert np.count_nonzero(painter.labels().mask) == pixels


def test_absurd_sizes_are_refused():
    with pytest.raises(DataError, match="impossible size"):
        Painter((1, 1 << 40), where="a.json")


def test_object_that_was_cut_before_is_counted():
    painter = Painter((3, 4), where="a")
    painter.pixels(np.ones((1, 1), bool), 1, is_cut=reaches_out([(3, 1), (4.4, 1)], (3, 4)))
    painter.pixels(np.ones((1, 1), bool), 1, is_cut=reaches_out([(3, 1), (4.6, 1)], (3, 4)))
    assert painter.labels().outside == 1
