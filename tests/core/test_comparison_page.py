"""The page of a comparison, and the pictures on it."""

from __future__ import annotations

import base64
import re
from html.parser import HTMLParser

import numpy as np
import pytest

from stac_core import cli
from stac_core.evaluation.pictures import (
    FALSE,
    MISSED,
    OTHER,
    RIGHT,
    UNKNOWN,
    difference,
    images_beside,
)
from stac_core.evaluation.run import Request, compare, masks_of
from stac_core.evaluation.sides import open_sides
from stac_core.formats import maps, mask_png
from stac_core.opencv import cv2
from stac_core.types import CamResult

CLASSES = ("scratch", "böse <Stelle>")
VOID = {"meta", "img", "br", "path", "polyline", "circle"}


class Tags(HTMLParser):
    """Finds tags that are not closed, links to elsewhere, and rows of tables."""

    def __init__(self):
        super().__init__()
        self.open, self.sources, self.text = [], [], []

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            self.open.append(tag)
        self.sources += [value for name, value in attrs if name in {"src", "href"}]

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)


@pytest.fixture
def sides(tmp_path, rng, save_image):
    for number in range(4):
        mask = np.zeros((40, 60), np.uint8)
        mask[5 + number : 20, 5:30] = 1 + number % 2
        mask[30:34, 40:50] = 255
        cam = rng.random((2, 40, 60), dtype=np.float32) * 0.5
        cam[number % 2, 5:20, 10:35] += 0.45
        result = CamResult(cam, np.ones(2, np.float32), np.ones(2, bool), CLASSES)
        maps.write_cam(tmp_path / "cam" / f"line/{number}.npz", result)
        mask_png.write_mask(tmp_path / "gt" / "masks" / f"line/{number}.png", mask)
        image = rng.integers(0, 65535, (40, 60), dtype=np.uint16)
        save_image(tmp_path / "gt" / "images" / f"line/{number}.png", image)
    return tmp_path / "cam", tmp_path / "gt" / "masks"


def read(path):
    parser = Tags()
    parser.feed(path.read_text(encoding="utf-8"))
    parser.close()
    assert not parser.open
    return parser


@pytest.mark.parametrize("curve", [True, False])
def test_the_page_needs_no_other_file(tmp_path, sides, curve, capsys):
    page = tmp_path / "out" / "report.html"
    arguments = ["evaluate", "--pred", str(sides[0]), "--gt", str(sides[1]), "--html", str(page)]
    assert cli.main([*arguments, *(["--curve"] if curve else [])]) == 0
    assert "report:" in capsys.readouterr().out
    found = read(page)
    assert len(found.sources) == 4
    assert all(source.startswith("data:image/jpeg;base64,") for source in found.sources)
    source = page.read_text(encoding="utf-8")
    # a class and its colour stay on one line, in both tables
    named = re.findall(
        r"<span class=class><span class=dot [^>]*></span><span>([^<]+)</span>", source
    )
    assert named.count("background") == 2
    assert not re.search(r"https?://|@import|<link", source)
    assert ("polyline" in source) == curve
    words = " ".join(found.text)
    assert "böse <Stelle>" in words
    assert "line/3" in words
    data = base64.b64decode(found.sources[0].partition(",")[2])
    picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    assert picture.shape[1] == 4 * 198 + 3 * 4  # image, truth, prediction, difference


def test_the_page_does_without_images_and_without_errors(tmp_path, sides):
    only = tmp_path / "only"
    (tmp_path / "gt" / "images").rename(tmp_path / "elsewhere")
    page = only / "report.html"
    arguments = ["evaluate", "--gt", str(sides[1]), "--classes", ",".join(CLASSES)]
    arguments += ["--html", str(page)]
    assert cli.main([*arguments, "--pred", str(sides[0])]) == 0
    assert "images were not found" in " ".join(read(page).text)
    assert cli.main([*arguments, "--pred", str(sides[1])]) == 0
    assert read(page).sources == []  # nothing is wrong anywhere


def test_every_pixel_is_of_one_kind():
    actual = np.array([[0, 0, 1, 1, 1, 255, 255]], np.uint8)
    predicted = np.array([[0, 2, 1, 0, 2, 0, 1]], np.uint8)
    kinds = [255, FALSE, RIGHT, MISSED, OTHER, UNKNOWN, UNKNOWN]
    assert difference(actual, predicted).tolist() == [kinds]


def test_masks_of_images_are_those_that_were_compared(sides):
    request = Request(*open_sides(*sides), classes=CLASSES, thresholds=(0.3, 0.6))
    found = compare(request)
    for at in range(2):
        for place, actual, predicted in masks_of(request, [3, 1], at):
            wrong = int(((actual != predicted) & (actual != 255)).sum())
            assert found.image_scores(at).wrong[place] == wrong


def test_images_are_found_beside_the_labels(tmp_path, sides):
    found = images_beside(sides[::-1], ["line/2", "line/9"])
    assert found == {"line/2": tmp_path / "gt" / "images" / "line/2.png"}
