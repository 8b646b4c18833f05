"""Agreement of two masks: intersection over union of the classes that are in either."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stac_core.labels.agreement import agreement


def naive(proposal, final):
    keep = (proposal != 255) & (final != 255)
    proposal, final = proposal[keep], final[keep]
    ratios = []
    for value in range(1, 255):
        ours, theirs = proposal == value, final == value
        if (ours | theirs).any():
            ratios.append((ours & theirs).sum() / (ours | theirs).sum())
    return np.mean(ratios) if ratios else 1.0


PIXELS = st.lists(st.sampled_from([0, 0, 1, 2, 254, 255]), min_size=12, max_size=12)


@given(first=PIXELS, second=PIXELS)
def test_same_as_counting_each_class(first, second):
    ours = np.array(first, np.uint8).reshape(3, 4)
    theirs = np.array(second, np.uint8).reshape(3, 4)
    found = agreement(ours, theirs)
    assert found == pytest.approx(naive(ours, theirs))
    assert found == pytest.approx(agreement(theirs, ours))
    assert agreement(ours, ours) == 1.0


def test_by_hand():
    ours = np.array([[1, 1, 0, 2]], np.uint8)
    theirs = np.array([[1, 0, 1, 2]], np.uint8)
    assert agreement(ours, theirs) == pytest.approx((1 / 3 + 1) / 2)
    with pytest.raises(ValueError, match="different shapes"):
        agreement(ours, theirs.T)
