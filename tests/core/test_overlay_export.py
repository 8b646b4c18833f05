"""Pictures for reports: colours where they belong, a legend that fits, and what cannot be drawn."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from stac_core.errors import DataError
from stac_core.formats.label_set import OutImage, WritePlan
from stac_core.formats.overlay import FORMAT, JPEG_FORMAT, JpegOverlayWriter, OverlayWriter
from stac_core.formats.registry import open_labels
from stac_core.legend import Entry, font_for, legend
from stac_core.overlay import draw_mask

CLASSES, COLORS = ("pit", "Fleck ü"), ((250, 0, 0), (0, 0, 250))
MASK = np.zeros((40, 200), np.uint8)
MASK[5:25, 10:30], MASK[30:, 100:] = 1, 255


def written(tmp_path, kind, image, mask=MASK):
    path = tmp_path / "images" / "böse.tif"
    path.parent.mkdir(exist_ok=True)
    Image.fromarray(image).save(path)
    folder = tmp_path / "out"
    folder.mkdir()
    out = OutImage("line 2/böse.tif", path, "train")
    writer = kind(WritePlan(folder, CLASSES, COLORS, (out,)))
    writer.add(out, mask)
    writer.finish([out])
    return folder


def test_picture_and_legend(tmp_path):
    folder = written(tmp_path, OverlayWriter, np.full((40, 200), 100, np.uint8))
    picture = np.asarray(Image.open(folder / "line 2" / "böse.png"))
    assert picture.shape[1] == 200
    assert picture.shape[0] > 40
    assert picture[0, 0].tolist() == [100, 100, 100]
    assert picture[5, 10].tolist() == [250, 0, 0]  # on the outline
    assert picture[15, 20].tolist() == [138, 75, 75]  # a quarter of it inside
    assert picture[35, 150].tolist() == [139, 139, 139]
    below = picture[40:].reshape(-1, 3).tolist()
    assert [250, 0, 0] in below
    assert [0, 0, 250] not in below  # a class that is not there
    assert (folder / "legend.csv").read_text("utf-8") == (
        "class,color\npit,#fa0000\nFleck ü,#0000fa\n"
    )


def test_deep_image_is_shown_as_in_the_window(tmp_path):
    image = np.linspace(1000, 3000, 8000).astype(np.uint16).reshape(40, 200)
    folder = written(tmp_path, OverlayWriter, image, 0 * MASK)
    picture = np.asarray(Image.open(folder / "line 2" / "böse.png"))
    assert picture.shape == (40, 200, 3)  # nothing there: no legend
    assert picture.min() == 0
    assert picture.max() == 255


def test_jpeg_keeps_colours(tmp_path):
    folder = written(tmp_path, JpegOverlayWriter, np.full((40, 200), 100, np.uint8))
    picture = np.asarray(Image.open(folder / "line 2" / "böse.jpg")).astype(int)
    assert np.abs(picture[15, 20] - [138, 75, 75]).max() < 8


def test_too_long_for_a_jpeg(tmp_path):
    image = np.zeros((1, 65_501), np.uint8)
    with pytest.raises(DataError, match=r"65,500.*Export PNG"):
        written(tmp_path, JpegOverlayWriter, image, image)


def test_mask_of_another_size_is_refused(tmp_path):
    with pytest.raises(DataError, match="is 40 x 199 pixels, its mask 40 x 200"):
        written(tmp_path, OverlayWriter, np.zeros((40, 199), np.uint8))


def test_can_only_be_written(tmp_path):
    for each in (FORMAT, JPEG_FORMAT):
        with pytest.raises(DataError, match="can only be written"):
            open_labels(tmp_path, each.name)


def test_outlines_lie_inside_regions():
    rgb = np.zeros((40, 200, 3), np.uint8)
    drawn = draw_mask(rgb, MASK, COLORS, opacity=0.0, thickness=2)
    ring = (drawn == COLORS[0]).all(axis=2)
    assert ring[5:25, 10:30].sum() == 20 * 20 - 16 * 16
    assert ring.sum() == 20 * 20 - 16 * 16


def test_legend_breaks_into_rows_and_grows_for_one_long_name():
    entries = [Entry(f"class {number}", (number, 0, 0)) for number in range(6)]
    wide, narrow = legend(entries, 2000), legend(entries, 150)
    assert narrow.shape[0] > wide.shape[0] // 2
    assert narrow.shape[1] == 150
    assert legend([Entry("x" * 200, (0, 0, 0))], 50).shape[1] > 500
    assert legend([], 50).shape == (0, 50, 3)


def test_font_is_there_for_any_letters():
    for letters in ("abc", "äöü", "划痕", "\U0010fffe"):
        assert font_for(letters, 20).getlength("a") > 0
