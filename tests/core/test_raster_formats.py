"""Labels that are rasters: the files of other programs as they are, written by hand."""

from __future__ import annotations

import io
import json
import zipfile

import numpy as np
import pytest
from PIL import Image

from stac_core.errors import DataError
from stac_core.evaluation.run import Request, compare
from stac_core.evaluation.sides import open_sides
from stac_core.formats.label_set import OpenOptions, OutImage, WritePlan
from stac_core.formats.mask_png import encode_mask, read_mask, voc_palette
from stac_core.formats.registry import detect_format, open_labels, writable

NAMES = ["scratch", "Fleck ü"]
RED, BLACK, GREEN = (128, 0, 0), (0, 0, 0), (0, 128, 0)


def save(path, values, **kwargs):
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(np.asarray(values)).save(path, **kwargs)


def read(labels, name):
    return labels.read(name).mask.tolist()


def grey(*rows):
    return np.array(rows, np.uint8)


def write_map(folder, kind, colors, name="my map.json"):
    folder.mkdir(parents=True, exist_ok=True)
    values = {"type": kind, "colors": colors, "label_priority": {}}
    (folder / name).write_text(json.dumps(values), encoding="utf-8")


# ---- grey values and colours with a map ---------------------------------------------------------


def test_map_of_grey_values_is_followed_whatever_it_is_called(tmp_path):
    write_map(tmp_path, "grayscale", {"scratch": 200, "_background_": 7, "Fleck ü": 90})
    save(tmp_path / "masks/line 2/böse.png", grey([0, 7, 200], [90, 255, 200]))
    labels = open_labels(tmp_path)
    assert detect_format(tmp_path).name == "grey"
    assert labels.classes == ("scratch", "Fleck ü")
    assert labels.names == ("line 2/böse",)
    assert read(labels, "line 2/böse") == [[0, 0, 1], [2, 255, 1]]


def test_map_of_sixteen_bit_values_and_of_colour_files_that_are_grey(tmp_path):
    write_map(tmp_path, "grayscale", {"scratch": 40_000})
    save(tmp_path / "deep.png", np.array([[0, 40_000]], np.uint16))
    assert read(open_labels(tmp_path), "deep") == [[0, 1]]
    write_map(tmp_path, "grayscale", {"scratch": 40})
    save(tmp_path / "deep.png", np.full((1, 2, 3), 40, np.uint8))
    assert read(open_labels(tmp_path), "deep") == [[1, 1]]


def test_map_of_colours_reads_rgb_rgba_and_palettes(tmp_path):
    write_map(tmp_path, "rgb", {"scratch": [128, 0, 0], "Fleck ü": [0, 128, 0]})
    rgb = np.array([[BLACK, RED, GREEN]], np.uint8)
    save(tmp_path / "a.png", rgb)
    save(tmp_path / "b.png", np.dstack([rgb, np.full((1, 3), 255, np.uint8)]))
    (tmp_path / "c.png").write_bytes(encode_mask(grey([0, 1, 2]), voc_palette()))
    labels = open_labels(tmp_path)
    assert [read(labels, name) for name in labels.names] == [[[0, 1, 2]]] * 3


@pytest.mark.parametrize("kind", ["grayscale", "rgb"])
def test_value_that_the_map_does_not_name_is_an_error_with_its_place(tmp_path, kind):
    write_map(tmp_path, kind, {"scratch": 5 if kind == "grayscale" else [5, 5, 5]})
    save(tmp_path / "a.png", grey([0, 5], [5, 6]))
    with pytest.raises(DataError, match=r"a\.png: .* at x 1, y 1 stands for no class"):
        open_labels(tmp_path).read("a")


@pytest.mark.parametrize(
    ("kind", "colors", "named"),
    [
        ("grayscale", {"a": -1}, r"colors\.a"),
        ("grayscale", {"a": [1, 2, 3]}, r"colors\.a"),
        ("rgb", {"a": 1}, r"colors\.a"),
        ("rgb", {"a": [1, 2]}, r"colors\.a: is no colour"),
        ("hsv", {"a": 1}, "type: is 'hsv'"),
        ("grayscale", {}, "colors: names no class"),
        ("grayscale", {f"c{n}": n + 1 for n in range(255)}, r"colors\.c254: is one class too many"),
    ],
)
def test_wrong_map_is_named(tmp_path, kind, colors, named):
    write_map(tmp_path, kind, colors)
    save(tmp_path / "a.png", grey([0]))
    with pytest.raises(DataError, match=rf"my map\.json, {named}"):
        open_labels(tmp_path, "grey")


@pytest.mark.parametrize(
    ("kind", "one", "other"), [("grayscale", 50, 60), ("rgb", [50, 50, 50], [60, 60, 60])]
)
def test_value_of_two_classes_matters_only_where_a_mask_holds_it(tmp_path, kind, one, other):
    """X-AnyLabeling's example of a map has one."""
    write_map(tmp_path, kind, {"Building": one, "Car": other, "Train": one})
    save(tmp_path / "a.png", grey([0, 60]))
    save(tmp_path / "b.png", grey([0, 50]))
    labels = open_labels(tmp_path)
    assert read(labels, "a") == [[0, 2]]
    with pytest.raises(DataError, match=r"b\.png: holds .*50.* several classes: Building, Train"):
        labels.read("b")


def test_written_map_names_ignored_pixels_only_where_there_are_some(tmp_path):
    for folder, mask in (("no", grey([0, 2])), ("some", grey([255, 2]))):
        write("grey", tmp_path / folder, {"line 2/a.png": mask})
        values = json.loads((tmp_path / folder / "mask_grayscale_map.json").read_text("utf-8"))
        expected = {"scratch": 1, "Fleck ü": 2}
        if folder == "some":
            expected["__ignore__"] = 255
        assert values == {"type": "grayscale", "colors": expected, "label_priority": {}}
        with Image.open(tmp_path / folder / "masks/line 2/a.png") as image:
            assert image.mode == "L"
            assert np.array(image).tolist() == mask.tolist()


# ---- any folder of masks ------------------------------------------------------------------------


def test_folder_of_masks_is_read_when_the_classes_are_known(tmp_path):
    save(tmp_path / "a.png", grey([0, 2]))
    (tmp_path / "b").mkdir()
    (tmp_path / "b/a.png").write_bytes(encode_mask(grey([1, 255])))
    labels = open_labels(tmp_path, options=OpenOptions(NAMES))
    assert labels.names == ("a", "b/a")
    assert [read(labels, name) for name in labels.names] == [[[0, 2]], [[1, 255]]]
    with pytest.raises(DataError, match="nothing here names them"):
        open_labels(tmp_path)


def test_results_of_predict_are_masks(tmp_path):
    save(tmp_path / "mask/a.png", grey([0, 1]))
    save(tmp_path / "overlay/a.png", np.zeros((1, 2, 3), np.uint8))
    assert open_labels(tmp_path, "masks", OpenOptions(NAMES)).names == ("a",)


def test_colour_pictures_are_no_masks(tmp_path):
    save(tmp_path / "a.png", np.zeros((1, 2, 3), np.uint8))
    with pytest.raises(DataError, match="no known format"):
        detect_format(tmp_path)
    with pytest.raises(DataError, match=r"a\.png: is a colour image"):
        open_labels(tmp_path, "masks", OpenOptions(NAMES)).read("a")


@pytest.mark.shared_data
@pytest.mark.parametrize(
    ("folder", "count"), [("reference_maps/masks", 24), ("neu_seg/val_masks", 300)]
)
def test_masks_of_the_reference_data_are_readable(shared_data, folder, count):
    options = OpenOptions(["inclusion", "patches", "scratches"])
    labels = open_labels(shared_data / folder, options=options)
    assert len(labels.names) == count
    assert all(labels.read_fitting(name, (200, 200)).mask.any() for name in labels.names[:20])


# ---- PASCAL VOC as others write it --------------------------------------------------------------


def test_cvat_masks_in_colour_with_the_background_in_the_middle(tmp_path):
    (tmp_path / "labelmap.txt").write_text(
        "# label:color_rgb:parts:actions\nscratch:10,20,30::\nbackground:0,0,0::\n"
        "Fleck ü:250,50,83::\n",
        encoding="utf-8",
    )
    rgb = np.array([[BLACK, (10, 20, 30)], [(250, 50, 83), (224, 224, 192)]], np.uint8)
    save(tmp_path / "SegmentationClass/a.png", rgb)
    save(tmp_path / "SegmentationClass/values.png", grey([0, 1], [2, 255]))
    labels = open_labels(tmp_path)
    assert labels.classes == ("scratch", "Fleck ü")
    assert read(labels, "a") == [[0, 1], [2, 255]]
    assert read(labels, "values") == [[1, 0], [2, 255]]


def test_palette_of_the_label_map_says_more_than_the_values(tmp_path):
    (tmp_path / "labelmap.txt").write_text("pit:0,128,0::\nbackground:0,0,0::\nhole:128,0,0::\n")
    folder = tmp_path / "SegmentationClass"
    folder.mkdir()
    (folder / "all.png").write_bytes(encode_mask(grey([0, 1, 2, 255])))
    (folder / "empty.png").write_bytes(encode_mask(grey([0, 0])))
    labels = open_labels(tmp_path)
    assert read(labels, "all") == [[0, 2, 1, 255]]
    assert read(labels, "empty") == [[0, 0]]


def test_palette_of_another_program_leaves_the_values(tmp_path):
    (tmp_path / "labelmap.txt").write_text("background:0,0,0::\npit:1,2,3::\nhole:4,5,6::\n")
    folder = tmp_path / "SegmentationClass"
    folder.mkdir()
    (folder / "a.png").write_bytes(encode_mask(grey([0, 2, 1])))
    assert read(open_labels(tmp_path), "a") == [[0, 2, 1]]


@pytest.mark.parametrize(("value", "named"), [(255, True), (1, False)])
def test_written_label_map_declares_ignore_where_a_mask_has_it(value, named, tmp_path):
    image = OutImage("a.png", tmp_path / "a.png", "train")
    chosen = next(each for each in writable() if each.name == "voc")
    writer = chosen.writer(WritePlan(tmp_path, tuple(NAMES), (RED, GREEN), (image,)))
    writer.add(image, grey([0, value]))
    writer.finish([image])
    lines = (tmp_path / "labelmap.txt").read_text(encoding="utf-8").splitlines()
    assert ("__ignore__:224,224,192::" in lines) == named
    labels = open_labels(tmp_path)
    assert labels.classes == tuple(NAMES)
    assert read(labels, "a") == [[0, value]]


def test_palette_that_fits_the_label_map_in_part_is_not_guessed(tmp_path):
    (tmp_path / "labelmap.txt").write_text("background:0,0,0::\npit:0,128,0::\nhole:4,5,6::\n")
    folder = tmp_path / "SegmentationClass"
    folder.mkdir()
    (folder / "a.png").write_bytes(encode_mask(grey([0, 2, 1])))
    with pytest.raises(DataError, match=r"a\.png: the colour 128,0,0 of value 1 is not in"):
        open_labels(tmp_path).read("a")


def test_colours_without_a_label_map_are_an_error_that_says_what_to_do(tmp_path):
    (tmp_path / "class_names.txt").write_text("background\npit\n")
    save(tmp_path / "SegmentationClass/a.png", np.zeros((2, 2, 3), np.uint8))
    with pytest.raises(DataError, match=r"no labelmap\.txt.*Add labelmap\.txt"):
        open_labels(tmp_path).read("a")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("a:1,2:::\n", "line 1: '1,2' is no colour"),
        ("background:0,0,0::\na:1,2,300::\n", "line 2: '1,2,300' is no colour"),
        ("a:1,2,3::\nb:1,2,3::\n", "gives two names the colour of 'b'"),
        ("a:1,2,3::\na:1,2,4::\n", "names 'a' twice"),
    ],
)
def test_wrong_label_map_is_named(tmp_path, text, named):
    (tmp_path / "labelmap.txt").write_text(text)
    save(tmp_path / "SegmentationClass/a.png", grey([0]))
    with pytest.raises(DataError, match=named):
        open_labels(tmp_path)


def test_class_names_of_labelme_begin_with_ignored_and_background(tmp_path):
    (tmp_path / "class_names.txt").write_text("__ignore__\n_background_\nscratch\n")
    save(tmp_path / "SegmentationClass/a.png", grey([0, 1, 255]))
    labels = open_labels(tmp_path)
    assert (labels.classes, read(labels, "a")) == (("scratch",), [[0, 1, 255]])


# ---- arrays and TIFF ----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["int32", "int64", ">i2", "int8"])
def test_arrays_of_labelme_have_minus_one_for_ignored(tmp_path, kind):
    (tmp_path / "class_names.txt").write_text("__ignore__\n_background_\nscratch\n")
    (tmp_path / "SegmentationClassNpy").mkdir()
    values = np.array([[0, 1], [-1, 1]], kind)
    np.save(tmp_path / "SegmentationClassNpy/a.v2.npy", np.asfortranarray(values))
    labels = open_labels(tmp_path)
    assert detect_format(tmp_path).name == "npy"
    assert (labels.classes, read(labels, "a.v2")) == (("scratch",), [[0, 1], [255, 1]])


@pytest.mark.parametrize(
    "values",
    [
        np.zeros((2, 2, 1), np.uint8),
        np.zeros((2, 2), np.float32),
        np.array([[300]]),
        np.array([[-2]]),
        np.array({"a": 1}),
        np.array(["text"]),
        np.zeros((0, 4), np.uint8),
    ],
    ids=["3d", "float", "above", "below", "objects", "text", "empty"],
)
def test_arrays_that_are_no_masks_are_refused(tmp_path, values):
    np.save(tmp_path / "a.npy", values, allow_pickle=True)
    with pytest.raises(DataError, match=r"a\.npy"):
        open_labels(tmp_path, "npy", OpenOptions(NAMES)).read("a")


def test_array_that_states_more_than_there_is_is_refused_before_it_is_made(tmp_path):
    np.save(tmp_path / "a.npy", np.zeros((2, 2), np.uint8))
    data = (tmp_path / "a.npy").read_bytes()
    (tmp_path / "a.npy").write_bytes(data.replace(b"(2, 2), }     ", b"(2, 9999999),}"))
    with pytest.raises(DataError, match=r"cut off: 4 of 19999998 bytes"):
        open_labels(tmp_path, "npy", OpenOptions(NAMES)).read("a")


def test_maps_of_the_authors_are_no_labels(tmp_path):
    np.save(tmp_path / "a.npy", {0: np.zeros((2, 2), np.float32)}, allow_pickle=True)
    with pytest.raises(DataError, match="no known format"):
        detect_format(tmp_path)


def test_archives_whose_classes_differ_are_refused(tmp_path):
    for name, classes in (("a", NAMES), ("b", NAMES[::-1])):
        np.savez(tmp_path / f"{name}.npz", mask=grey([0, 1]), classes=np.array(classes))
    labels = open_labels(tmp_path)
    assert read(labels, "a") == [[0, 1]]
    with pytest.raises(DataError, match=r"b\.npz: its classes are Fleck ü, scratch, not scratch"):
        labels.read("b")


@pytest.mark.parametrize("parts", [{"mask": grey([0])}, {"classes": np.array(["a"])}])
def test_archives_that_lack_a_part_are_named(tmp_path, parts):
    np.savez(tmp_path / "a.npz", **parts)
    with pytest.raises(DataError, match=r"a\.npz: has no"):
        open_labels(tmp_path, "npz").read("a")


@pytest.mark.parametrize("kind", [np.uint8, np.uint16, np.int32])
def test_label_tiff_of_any_depth(tmp_path, kind):
    (tmp_path / "class_names.txt").write_text("background\nscratch\n")
    save(tmp_path / "a.TIF", np.array([[0, 1], [255, 1]], kind), format="TIFF")
    labels = open_labels(tmp_path)
    assert (detect_format(tmp_path).name, read(labels, "a")) == ("tiff", [[0, 1], [255, 1]])


def test_tiff_of_several_pages_is_no_mask(tmp_path):
    page = Image.fromarray(grey([0, 1]))
    page.save(tmp_path / "a.tif", save_all=True, append_images=[page])
    with pytest.raises(DataError, match=r"a\.tif: holds several pictures"):
        open_labels(tmp_path, "tiff", OpenOptions(NAMES)).read("a")


def test_two_files_for_one_image_are_named(tmp_path):
    save(tmp_path / "a.tif", grey([0]))
    save(tmp_path / "a.tiff", grey([0]))
    with pytest.raises(DataError, match="two files for one image"):
        open_labels(tmp_path, "tiff", OpenOptions(NAMES))


@pytest.mark.parametrize(
    ("name", "files"),
    [
        ("grey", ["mask_grayscale_map.json", "masks/b/a.png"]),
        ("npy", ["SegmentationClassNpy/b/a.npy", "class_names.txt"]),
        ("npz", ["masks/b/a.npz"]),
        ("tiff", ["class_names.txt", "masks/b/a.tif"]),
    ],
)
def test_files_are_where_readers_look(tmp_path, name, files):
    write(name, tmp_path / "out", {"b/a.jpg": grey([0, 1])})
    found = sorted(
        path.relative_to(tmp_path / "out").as_posix()
        for path in (tmp_path / "out").rglob("*")
        if path.is_file()
    )
    assert found == sorted([*files, "ImageSets/Segmentation/train.txt"])
    if name == "npy":
        values = np.load(tmp_path / "out" / files[0], allow_pickle=False)
    elif name == "npz":
        values = np.load(tmp_path / "out" / files[0], allow_pickle=False)["mask"]
    else:
        values = read_mask(tmp_path / "out" / files[-1])
    assert (values.dtype, values.tolist()) == (np.uint8, [[0, 1]])


def write(name, folder, made):
    folder.mkdir()
    images = tuple(OutImage(image_id, folder / image_id, "train") for image_id in made)
    chosen = next(each for each in writable() if each.name == name)
    writer = chosen.writer(WritePlan(folder, tuple(NAMES), ((1, 2, 3), (4, 5, 6)), images))
    for image in images:
        writer.add(image, made[image.id])
    writer.finish(images)


def test_capital_letters_hidden_files_and_many_others_do_not_matter(tmp_path):
    save(tmp_path / "b/a.PNG", grey([0, 1]), format="PNG")
    save(tmp_path / ".thumbnails/a.png", grey([0, 1]))
    (tmp_path / "notes.txt").write_text("hello")
    labels = open_labels(tmp_path, options=OpenOptions(NAMES))
    assert labels.names == ("b/a",)
    assert read(labels, "b/a") == [[0, 1]]


@pytest.mark.parametrize("name", ["voc", "grey", "npz", "npy", "tiff"])
def test_images_that_are_only_listed_have_no_mask_and_are_named(tmp_path, name):
    # Datumaro lists images without objects and writes no mask; others lost theirs
    write(
        name,
        tmp_path / "o",
        {"a.png": np.ones((5, 6), np.uint8), "b.png": np.eye(6, dtype=np.uint8)},
    )
    lists = tmp_path / "o" / "ImageSets/Segmentation"
    (lists / "test.txt").write_bytes(b"\xef\xbb\xbfb.png\r\nfree.jpg\r\nsub\\free\r\n")
    labels = open_labels(tmp_path / "o")
    assert labels.names == ("a", "b")
    assert labels.unlabeled == ("free", "sub/free")
    assert labels.splits["test"] == ("b",)
    (lists / "test.txt").unlink()
    found = compare(Request(*open_sides(tmp_path / "o", tmp_path / "o")))
    assert found.notes == ()
    (lists / "test.txt").write_text("free\n")
    found = compare(Request(*open_sides(tmp_path / "o", tmp_path / "o")))
    assert found.notes == ("1 images are listed without a mask to measure: free",)


def test_an_array_that_unfolds_to_an_impossible_size_is_not_unfolded(tmp_path):
    write(
        "npz",
        tmp_path / "o",
        {"a.png": np.ones((5, 6), np.uint8), "b.png": np.ones((5, 6), np.uint8)},
    )
    file = next(tmp_path.rglob("b.npz"))
    header = io.BytesIO()
    shape = {"descr": "|u1", "fortran_order": False, "shape": (1 << 16, 1 << 16)}
    np.lib.format.write_array_header_1_0(header, shape)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mask.npy", header.getvalue())  # cut off: the size alone has to do
    with pytest.raises(
        DataError, match=r"b\.npz, mask: states an impossible size of 65536 x 65536"
    ):
        open_labels(tmp_path / "o").read("b")


def test_masks_of_0_and_255_are_not_guessed_at(tmp_path):
    binary = grey([0, 255, 0], [255, 0, 0])
    save(tmp_path / "a.png", binary)
    save(tmp_path / "b.png", grey([0, 1, 255]))
    labels = open_labels(tmp_path, "masks", OpenOptions(["scratch"]))
    with pytest.raises(DataError, match="marks pixels with 255 alone.*mask_grayscale_map"):
        labels.read("a")
    assert read(labels, "b") == [[0, 1, 255]]
    write_map(tmp_path, "grayscale", {"scratch": 255}, "mask_grayscale_map.json")
    assert read(open_labels(tmp_path), "a") == [[0, 1, 0], [1, 0, 0]]
    (tmp_path / "mask_grayscale_map.json").unlink()
    (tmp_path / "class_names.txt").write_text("background\nscratch\n")
    assert read(open_labels(tmp_path), "a") == binary.tolist()
    found = compare(Request(*open_sides(*[tmp_path] * 2), lenient=True))
    assert found.notes == ()
    (tmp_path / "b.png").unlink()
    found = compare(Request(*open_sides(*[tmp_path] * 2), lenient=True))
    assert "marks pixels with 255 alone" in found.notes[0]
