"""Names that other programs give to images."""

from __future__ import annotations

from stac_core.formats.matching import match_names

IDS = ["a/x.png", "b/x.png", "b/y.v2.png", "c d/böse.tif"]


def test_id_key_and_path_with_more_or_less_in_front():
    names = {
        "a/x.png": "a/x.png",
        "b/x": "b/x.png",
        "data\\images\\c d\\böse.png": "c d/böse.tif",
        "y.v2": "b/y.v2.png",
    }
    assert match_names(names, IDS).found == names


def test_an_extension_is_not_mistaken():
    assert match_names(["y.v2.jpg"], IDS).found == {"y.v2.jpg": "b/y.v2.png"}
    assert match_names(["y"], IDS).unknown == ["y"]


def test_duplicate_file_names_are_told_apart_by_their_folders():
    result = match_names(["train/a/x.png", "x.png"], IDS)
    assert result.found == {"train/a/x.png": "a/x.png"}
    assert result.ambiguous == {"x.png": ["a/x.png", "b/x.png"]}


def test_two_names_never_get_one_image():
    result = match_names(["one/y.v2.png", "two/y.v2.png"], IDS)
    assert result.found == {}
    assert set(result.ambiguous) == {"one/y.v2.png", "two/y.v2.png"}


def test_the_more_exact_of_two_names_has_the_image():
    result = match_names(["elsewhere/y.v2.png", "b/y.v2"], IDS)
    assert result.found == {"b/y.v2": "b/y.v2.png"}
    assert result.ambiguous == {"elsewhere/y.v2.png": ["b/y.v2.png"]}


def test_two_images_that_differ_in_their_extension():
    result = match_names(["x", "x.jpg"], ["x.png", "x.jpg"])
    assert result.found == {"x.jpg": "x.jpg"}
    assert result.ambiguous == {"x": ["x.png", "x.jpg"]}
