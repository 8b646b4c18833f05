from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFile
from PIL.PngImagePlugin import PngInfo

from stac_core.data import images
from stac_core.errors import DataError
from stac_core.opencv import cv2


@pytest.fixture
def grey(rng):
    return rng.integers(0, 255, (20, 30), dtype=np.uint8)


@pytest.fixture
def rgb(rng):
    return rng.integers(0, 255, (20, 30, 3), dtype=np.uint8)


def test_grey_and_rgb_are_read_as_they_are(tmp_path, save_image, grey, rgb):
    np.testing.assert_array_equal(images.read_image(save_image(tmp_path / "g.png", grey)), grey)
    np.testing.assert_array_equal(images.read_image(save_image(tmp_path / "c.bmp", rgb)), rgb)


def test_palette_becomes_rgb_or_grey(tmp_path, rgb):
    image = Image.fromarray(rgb).quantize(8)
    image.save(tmp_path / "p.png")
    read = images.read_image(tmp_path / "p.png")
    np.testing.assert_array_equal(read, np.asarray(image.convert("RGB")))
    Image.fromarray(rgb).convert("L").quantize(8).save(tmp_path / "pg.png")
    assert images.read_image(tmp_path / "pg.png").ndim == 2


def test_alpha_is_dropped_without_touching_colours(tmp_path, rgb, grey):
    Image.fromarray(np.dstack([rgb, grey])).save(tmp_path / "a.png")
    np.testing.assert_array_equal(images.read_image(tmp_path / "a.png"), rgb)
    Image.merge("LA", [Image.fromarray(grey), Image.new("L", (30, 20), 3)]).save(tmp_path / "l.png")
    np.testing.assert_array_equal(images.read_image(tmp_path / "l.png"), grey)


def test_cmyk_becomes_rgb(tmp_path, rgb):
    image = Image.fromarray(rgb).convert("CMYK")
    image.save(tmp_path / "c.tif")
    read = images.read_image(tmp_path / "c.tif")
    assert read.shape == (20, 30, 3)
    np.testing.assert_array_equal(read, np.asarray(image.convert("RGB")))


def test_bilevel_becomes_grey(tmp_path, grey):
    Image.fromarray(grey).convert("1").save(tmp_path / "b.png")
    assert set(np.unique(images.read_image(tmp_path / "b.png"))) == {0, 255}


@pytest.mark.parametrize("suffix", [".png", ".tif"])
def test_16_bit_grey_keeps_its_values(tmp_path, save_image, rng, suffix):
    deep = rng.integers(0, 65535, (20, 30), dtype=np.uint16)
    read = images.read_image(save_image(tmp_path / f"d{suffix}", deep))
    assert read.dtype == np.uint16
    np.testing.assert_array_equal(read, deep)


@pytest.mark.parametrize("suffix", [".png", ".tif"])
def test_16_bit_colour_keeps_its_values(tmp_path, rng, suffix):
    deep = rng.integers(0, 65535, (20, 30, 3), dtype=np.uint16)
    path = tmp_path / f"d{suffix}"
    path.write_bytes(cv2.imencode(suffix, deep[:, :, ::-1])[1].tobytes())
    read = images.read_image(path)
    assert read.dtype == np.uint16
    np.testing.assert_array_equal(read, deep)


def test_float_tiff_loses_only_what_is_not_finite(tmp_path, save_image, rng):
    values = rng.normal(size=(20, 30)).astype(np.float32)
    values[0, 0], values[0, 1] = np.nan, np.inf
    read = images.read_image(save_image(tmp_path / "f.tif", values))
    assert read.dtype == np.float32
    assert read[0, 0] == read[0, 1] == 0
    np.testing.assert_array_equal(read.ravel()[2:], values.ravel()[2:])


@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_orientation_is_applied_once_and_size_agrees(tmp_path, save_image, rgb, orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = save_image(tmp_path / "e.png", rgb, exif=exif.tobytes())
    turned = {
        1: rgb, 2: rgb[:, ::-1], 3: rgb[::-1, ::-1], 4: rgb[::-1], 5: rgb.transpose(1, 0, 2),
        6: np.rot90(rgb, -1), 7: np.rot90(rgb, 2).transpose(1, 0, 2), 8: np.rot90(rgb),
    }[orientation]  # fmt: skip
    np.testing.assert_array_equal(images.read_image(path), turned)
    assert images.image_size(path) == turned.shape[:2]


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "LA", "1", "P", "I;16", "I;16B", "I", "F"])
def test_large_images_are_read_strip_by_strip_as_they_are(tmp_path, monkeypatch, rng, mode):
    values = rng.integers(0, 255, (23, 31), np.uint8)
    image = Image.fromarray(values).convert(mode if mode not in {"I;16", "I;16B", "LA"} else "L")
    if mode in {"RGB", "RGBA", "P"}:
        image = Image.fromarray(rng.integers(0, 255, (23, 31, 3), np.uint8)).convert(mode)
    elif mode == "LA":
        image.putalpha(image.copy())
    elif mode.startswith("I;16"):
        order = ">u2" if mode == "I;16B" else "<u2"
        wide = rng.integers(0, 60_000, (23, 31)).astype(order)
        image = Image.frombytes(mode, (31, 23), wide.tobytes())
    path = tmp_path / "s.tif"
    image.save(path)
    whole = images.read_image(path)
    if mode.startswith("I;16"):
        np.testing.assert_array_equal(whole, wide)
        assert whole.dtype == np.uint16
    monkeypatch.setattr(images, "_STRIP", 5 * 31 + 3)
    strips = images.read_image(path)
    assert (strips.dtype, strips.shape) == (whole.dtype, whole.shape)
    assert strips.flags.owndata
    assert strips.flags.writeable
    np.testing.assert_array_equal(strips, whole)


def moved_behind_the_pixels(path, kind):
    """Put a PNG file's chunk of a kind behind its pixels, as some programs write it."""
    data, at, chunks = path.read_bytes(), 8, []
    while at < len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        chunks.append(data[at:end])
        at = end
    chunks.sort(key=lambda each: (each[4:8] == b"IEND", each[4:8] == kind))
    path.write_bytes(data[:8] + b"".join(chunks))


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("kind", [b"eXIf", b"zTXt", b"iTXt"])
def test_png_orientation_counts_wherever_it_is_written(tmp_path, save_image, rgb, kind, late):
    exif = Image.Exif()
    exif[0x0112] = 6
    words = PngInfo()
    if kind == b"zTXt":
        data = exif.tobytes()
        words.add_text("Raw profile type exif", f"\nexif\n{len(data):8}\n{data.hex()}\n", zip=True)
    if kind == b"iTXt":
        words.add_itxt("XML:com.adobe.xmp", '<x:xmpmeta tiff:Orientation="6"/>')
    given = {"exif": exif.tobytes()} if kind == b"eXIf" else {"pnginfo": words}
    path = save_image(tmp_path / "o.png", rgb, **given)
    if late:
        moved_behind_the_pixels(path, kind)
    assert images.read_image(path).shape == (rgb.shape[1], rgb.shape[0], 3)
    assert images.image_size(path) == (rgb.shape[1], rgb.shape[0])


def test_size_of_a_png_is_read_without_decoding_it(tmp_path, save_image, grey, monkeypatch):
    path = save_image(tmp_path / "g.png", grey)
    monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("decoded"))
    monkeypatch.setattr(ImageFile.ImageFile, "load", lambda self: pytest.fail("decoded"))
    assert images.image_size(path) == grey.shape


@pytest.mark.parametrize("shape", [(1, 1), (100, 20_000)])
def test_extreme_sizes(tmp_path, save_image, shape):
    path = save_image(tmp_path / "x.png", np.full(shape, 7, np.uint8))
    assert images.read_image(path).shape == images.image_size(path) == shape
    small = images.read_thumbnail(path, 64)
    assert small.shape[2] == 3
    assert max(small.shape[:2]) <= 64


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "empty"), (b"hello", "not an image"), (b"\xff\xd8\xff", "not an image|damaged")],
)
@pytest.mark.parametrize("read", [images.read_image, lambda path: images.read_thumbnail(path, 64)])
def test_unusable_files_say_so(tmp_path, content, words, read):
    path = tmp_path / "bad.jpg"
    path.write_bytes(content)
    with pytest.raises(DataError, match=words) as caught:
        read(path)
    assert "bad.jpg" in str(caught.value)
    assert caught.value.fix


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".tif"])
def test_truncated_file_is_an_error_not_half_an_image(tmp_path, save_image, rng, suffix):
    path = save_image(tmp_path / f"t{suffix}", rng.integers(0, 255, (64, 64), dtype=np.uint8))
    path.write_bytes(path.read_bytes()[:-500])
    with pytest.raises(DataError, match="damaged|not an image"):
        images.read_image(path)


def test_missing_folder_and_unreadable(tmp_path):
    with pytest.raises(DataError, match="gone"):
        images.read_image(tmp_path / "none.png")
    with pytest.raises(DataError, match="folder"):
        images.read_image(tmp_path)


def test_too_large_image_is_refused_before_decoding(tmp_path, save_image, monkeypatch, grey):
    path = save_image(tmp_path / "big.png", grey)
    monkeypatch.setattr(images, "MAX_PIXELS", 100)
    with pytest.raises(DataError, match="30 x 20 pixels"):
        images.read_image(path)


@given(data=st.binary(max_size=200), head=st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"II*\0"]))
def test_arbitrary_bytes_raise_only_our_error(tmp_path, data, head):
    path = tmp_path / "fuzz.png"
    path.write_bytes(head + data)
    for read in (images.read_image, images.image_size):
        try:
            read(path)
        except DataError as error:
            assert "fuzz.png" in str(error)


def test_model_rgb_uses_declared_range_not_the_picture():
    dim = np.array([[0, 1000, 4095]], np.uint16)
    twelve = images.to_model_rgb(dim, (0.0, 4095.0))
    np.testing.assert_array_equal(twelve[0, :, 0], [0, 62, 255])
    np.testing.assert_array_equal(images.to_model_rgb(dim)[0, :, 0], [0, 4, 16])
    grey = np.arange(6, dtype=np.uint8).reshape(2, 3)
    np.testing.assert_array_equal(images.to_model_rgb(grey), np.dstack([grey] * 3))


def test_folder_value_range_finds_camera_depth(tmp_path, save_image, rng):
    paths = [
        save_image(tmp_path / f"{i}.png", rng.integers(0, 4000, (8, 8), dtype=np.uint16))
        for i in range(5)
    ]
    assert images.folder_value_range(paths) == (0.0, 4095.0)
    eight = save_image(tmp_path / "8.png", np.zeros((8, 8), np.uint8))
    assert images.folder_value_range([eight]) is None
    unit = save_image(tmp_path / "u.tif", rng.random((8, 8)).astype(np.float32))
    assert images.folder_value_range([unit]) is None
    wide = save_image(tmp_path / "w.tif", (rng.random((8, 8)) * 900 - 100).astype(np.float32))
    low, high = images.folder_value_range([wide])
    assert -100 <= low < 0 < 700 < high <= 800


def test_display_of_dark_16_bit_is_stretched_for_the_eye_only():
    deep = np.linspace(100, 900, 10_000, dtype=np.uint16).reshape(100, 100)
    shown = images.to_display(deep)
    assert (shown.min(), shown.max()) == (0, 255)
    assert images.to_model_rgb(deep).max() < 5
