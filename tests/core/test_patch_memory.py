from __future__ import annotations

import gc
import tempfile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from stac_core.labels.mask_edit import diff_patch
from stac_core.labels.patch_memory import PatchMemory

masks = hnp.arrays(np.uint8, (140, 7), elements=st.sampled_from([0, 1, 2, 255]))


def noise(seed):
    """A patch that packs badly: about 20 KB."""
    mask = np.random.default_rng(seed).integers(0, 4, (200, 200), dtype=np.uint8)
    patch = diff_patch(np.zeros_like(mask), mask)
    patch.pack()
    return patch


@given(first=masks, later=masks, marks=st.booleans())
def test_patches_come_back_from_the_disk_as_they_were(first, later, marks):
    patch = diff_patch(first, later)
    given_patches = (patch, diff_patch(later, first) if marks else None)
    kept = PatchMemory().keep(*given_patches)
    assert kept.patches == given_patches
    kept.file_away()
    kept.file_away()
    assert kept.is_on_disk
    assert kept.size == 0
    assert kept.patches == given_patches


def test_oldest_go_to_the_disk_and_the_newest_stays():
    one = noise(0).size
    memory = PatchMemory(budget=int(2.5 * one))
    history = [memory.keep(noise(seed), None) for seed in range(6)]
    assert [kept.is_on_disk for kept in history] == [True] * 4 + [False] * 2
    assert memory.size <= 2.5 * one
    for seed, kept in enumerate(history):
        assert kept.patches == (noise(seed), None)
    larger = PatchMemory(budget=one // 2)
    assert not larger.keep(noise(0)).is_on_disk


def test_what_nobody_keeps_counts_no_more_and_the_file_starts_anew():
    one = noise(0).size
    memory = PatchMemory(budget=int(1.5 * one))
    history = [memory.keep(noise(seed)) for seed in range(5)]
    file = memory._file
    long = file.seek(0, 2)
    assert long > 3 * one
    del history
    gc.collect()
    assert memory.size == 0
    kept = memory.keep(noise(7))
    assert file.seek(0, 2) == 0
    memory.keep(noise(8))
    assert kept.patches == (noise(7),)


def test_full_disk_loses_no_step(monkeypatch, caplog):
    def refuse():
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    memory = PatchMemory(budget=10)
    history = [memory.keep(noise(seed)) for seed in range(3)]
    assert "stay in memory: [Errno 28]" in caplog.text
    for seed, kept in enumerate(history):
        assert kept.patches == (noise(seed),)


def test_damaged_file_is_an_error_and_not_a_wrong_mask():
    memory = PatchMemory()
    kept = memory.keep(noise(0))
    kept.file_away()
    memory._file.truncate(100)
    with pytest.raises(OSError, match="damaged"):
        _ = kept.patches
