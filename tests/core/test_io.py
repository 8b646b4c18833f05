from __future__ import annotations

import errno
import io
import os
import tracemalloc

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stac_core import io as stac_io
from stac_core.errors import DataError, StorageError


def folder_content(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_atomic_write_replaces_content(tmp_path):
    path = tmp_path / "sub" / "file.txt"
    stac_io.atomic_write_text(path, "one")
    stac_io.atomic_write_text(path, "two")
    assert folder_content(path.parent) == {"file.txt": b"two"}


class Fails:
    """Stands for a step of the write that the system refuses."""

    def __init__(self, number):
        self.number = number

    def __call__(self, *args, **kwargs):
        raise OSError(self.number, os.strerror(self.number))


@pytest.mark.parametrize("step", ["os.fsync", "os.replace"])
@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.ENOSPC, "disk is full"), (errno.EROFS, "cannot be written to"), (errno.EIO, "could")],
)
def test_atomic_write_failing_step_keeps_old_file(tmp_path, monkeypatch, step, number, words):
    path = tmp_path / "file.txt"
    path.write_bytes(b"old")
    with monkeypatch.context() as patch:
        patch.setattr(f"stac_core.io.{step}", Fails(number))
        with pytest.raises(StorageError, match=words) as caught:
            stac_io.atomic_write_bytes(path, b"new")
    assert str(path) in str(caught.value)
    assert folder_content(tmp_path) == {"file.txt": b"old"}


def test_atomic_write_target_is_whole_at_replace(tmp_path, monkeypatch):
    path = tmp_path / "file.bin"
    path.write_bytes(b"old")
    seen = []
    replace = os.replace

    def spy(source, target):
        seen.append((source.read_bytes(), target.read_bytes()))
        replace(source, target)

    monkeypatch.setattr("stac_core.io.os.replace", spy)
    stac_io.atomic_write_bytes(path, b"new" * 1000)
    assert seen == [(b"new" * 1000, b"old")]


def test_atomic_writer_error_in_block_keeps_old_file(tmp_path):
    path = tmp_path / "file.txt"
    path.write_bytes(b"old")
    with pytest.raises(ZeroDivisionError), stac_io.atomic_writer(path) as file:
        file.write(b"half")
        raise ZeroDivisionError
    assert folder_content(tmp_path) == {"file.txt": b"old"}


def save_dict(path, value):
    np.save(path, value, allow_pickle=True)
    return path


def test_legacy_dict_round_trip(tmp_path):
    maps = {0: np.arange(6, dtype=np.float32).reshape(2, 3), 2: np.zeros((2, 3), np.float32)}
    loaded = stac_io.load_legacy_dict(save_dict(tmp_path / "maps.npy", maps))
    assert loaded.keys() == maps.keys()
    for index in maps:
        np.testing.assert_array_equal(loaded[index], maps[index])


class Exploit:
    def __reduce__(self):
        return os.system, ("touch exploited",)


def test_legacy_dict_with_code_is_refused(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = save_dict(tmp_path / "evil.npy", {0: Exploit()})
    with pytest.raises(DataError, match="refused as unsafe.*system"):
        stac_io.load_legacy_dict(path)
    assert not (tmp_path / "exploited").exists()


@pytest.mark.parametrize("value", [np.zeros(3), np.array([{0: 1}], dtype=object)])
def test_legacy_dict_of_other_kind_is_refused(tmp_path, value):
    with pytest.raises(DataError, match=r"maps\.npy"):
        stac_io.load_legacy_dict(save_dict(tmp_path / "maps.npy", value))


def a_valid_file():
    buffer = io.BytesIO()
    np.save(buffer, {0: np.arange(4.0)}, allow_pickle=True)
    return buffer.getvalue()


VALID_FILE = a_valid_file()


@example(position=372, byte=48, cut=False)  # numpy raised SystemError: a type's state
@example(position=371, byte=48, cut=False)  # numpy crashed: an object array without its object
@example(position=297, byte=77, cut=False)  # numpy crashed: a date's type without its unit
@given(position=st.integers(0, len(VALID_FILE) - 1), byte=st.integers(0, 255), cut=st.booleans())
def test_legacy_dict_damaged_raises_only_our_error(tmp_path, position, byte, cut):
    data = bytearray(VALID_FILE)
    data[position] = byte
    path = tmp_path / "damaged.npy"
    path.write_bytes(data[:position] if cut else data)
    try:
        assert isinstance(stac_io.load_legacy_dict(path), dict)
    except DataError as error:
        assert "damaged.npy" in str(error)


def test_legacy_dict_empty_and_missing(tmp_path):
    (tmp_path / "empty.npy").touch()
    with pytest.raises(DataError, match="empty"):
        stac_io.load_legacy_dict(tmp_path / "empty.npy")
    with pytest.raises(DataError, match="missing"):
        stac_io.load_legacy_dict(tmp_path / "missing.npy")


def test_file_digest_is_sha256(tmp_path):
    path = tmp_path / "abc"
    path.write_bytes(b"abc")
    known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert stac_io.file_digest(path) == known == stac_io.bytes_digest(b"abc")


def test_legacy_dict_with_a_huge_memo_index_takes_no_memory(tmp_path):
    # PROTO 2, EMPTY_DICT, LONG_BINPUT 2^31 - 1, STOP
    pickled = b"\x80\x02}r\xff\xff\xff\x7f."
    header = VALID_FILE[: VALID_FILE.index(b"\n") + 1]
    (tmp_path / "bomb.npy").write_bytes(header + pickled)
    tracemalloc.start()
    assert stac_io.load_legacy_dict(tmp_path / "bomb.npy") == {}
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1e6
