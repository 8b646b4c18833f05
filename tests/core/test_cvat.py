"""Files of CVAT for images 1.1: written by hand as it writes them, and ours as it reads them."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import numpy as np
import pytest
from PIL import Image

from stac_core.errors import DataError
from stac_core.formats.cvat import FORMAT
from stac_core.formats.cvat_writer import CvatWriter
from stac_core.formats.label_set import OpenOptions, OutImage, WritePlan

OPTIONS = OpenOptions()
META = """
  <version>1.1</version>
  <meta>
    <task>
      <id>7</id><name>Line 2</name><size>2</size><mode>annotation</mode>
      <labels>
        <label><name>scratch</name><color>#fa3253</color><type>any</type>
          <attributes><attribute><name>depth</name><mutable>False</mutable></attribute></attributes>
        </label>
        <label><name>Fleck &lt;ü&gt;</name><color>#000000</color><type>any</type></label>
        <label><name>background</name><color>#000000</color><type>any</type></label>
      </labels>
    </task>
    <dumped>2026-01-01 10:00:00.0+00:00</dumped>
  </meta>
"""


def text(*images, meta=META, head='<?xml version="1.0" encoding="utf-8"?>'):
    return f"{head}\n<annotations>{meta}{''.join(images)}</annotations>\n"


def image(*shapes, name="a.png", number=0, size=(6, 8), more=""):
    content = "\n".join(f"    {shape}" for shape in shapes)
    return (
        f'  <image id="{number}" name="{name}"{more} width="{size[1]}" height="{size[0]}">\n'
        f"{content}\n  </image>\n"
    )


@pytest.fixture
def put(tmp_path):
    """Write the file; gives its folder."""

    def put(content, name="annotations.xml"):
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path

    return put


def read(folder, name="a.png", size=(6, 8)):
    labels = FORMAT.open(folder, OPTIONS)
    found = labels.read_fitting(name, size)
    return {name: found.mask == value for value, name in enumerate(labels.classes, 1)}, found


def places(rows, columns):
    return [[y, x] for y in rows for x in columns]


MASK = (
    '<mask label="scratch" source="manual" occluded="0" rle="0, 1, 2, 3" '
    'left="5" top="2" width="3" height="2" z_order="0"></mask>'
)


def test_every_shape(put):
    folder = put(
        text(
            image(
                MASK,
                '<polygon label="Fleck &lt;ü&gt;" points="1.00,1.00;3.00,1.00;3.00,4.00;1.00,4.00" '
                'z_order="0"><attribute name="depth">2</attribute></polygon>',
                '<box label="scratch" xtl="0.0" ytl="4.6" xbr="2.4" ybr="6.0" z_order="0"/>',
                '<ellipse label="scratch" cx="5.00" cy="0.00" rx="1.00" ry="0.00"/>',
                '<polyline label="scratch" points="0,0;5,5"/>',
                '<points label="scratch" points="0,0"/>',
                '<skeleton label="man"><points label="hand" points="1,1"/></skeleton>',
                '<tag label="scratch" source="manual"/>',
            )
        )
    )
    masks, found = read(folder)
    assert list(masks) == ["scratch", "Fleck <ü>"]
    assert np.argwhere(masks["Fleck <ü>"]).tolist() == places((1, 2, 3), (1, 2))
    expected = [[0, 4], [0, 5], [0, 6], [2, 5], [3, 5], [3, 6], [3, 7], [5, 0], [5, 1]]
    assert np.argwhere(masks["scratch"]).tolist() == expected
    assert (found.left_out, found.overlap, found.outside) == (3, 0, 0)


def test_order_decides_overlaps(put):
    whole = 'points="0,0;8,0;8,6;0,6"'
    part = 'points="2,2;5,2;5,4;2,4"'
    folder = put(
        text(
            image(
                f'<polygon label="scratch" {part} z_order="3"/>',
                f'<polygon label="Fleck &lt;ü&gt;" {whole} z_order="-1"/>',
                '<box label="background" xtl="0" ytl="0" xbr="1" ybr="1" z_order="4"/>',
                '<box label="__ignore__" xtl="7" ytl="5" xbr="8" ybr="6" z_order="4"/>',
            )
        )
    )
    masks, found = read(folder)
    assert list(masks) == ["scratch", "Fleck <ü>"]
    assert np.argwhere(masks["scratch"]).tolist() == places((2, 3), (2, 3, 4))
    assert masks["Fleck <ü>"].sum() == 48 - 6 - 2
    assert (found.mask[0, 0], found.mask[5, 7]) == (0, 255)
    assert found.overlap == 7  # not what was cleared


def test_turned_box(put):
    box = '<box label="scratch" xtl="1" ytl="2" xbr="7" ybr="4" rotation="{}"/>'
    masks, _ = read(put(text(image(box.format("90.00")))))
    assert np.argwhere(masks["scratch"]).tolist() == places(range(6), (3, 4))
    masks, _ = read(put(text(image(box.format("45")))))
    assert masks["scratch"][1, 2]  # clockwise on the screen
    assert not masks["scratch"][4, 2]


def test_shapes_out_of_the_image_are_cut_and_counted(put):
    shape = '<polygon label="scratch" points="6,4;30,4;30,30;6,30"/>'
    masks, found = read(put(text(image(shape))))
    assert np.argwhere(masks["scratch"]).tolist() == places((4, 5), (6, 7))
    assert found.outside == 1


def test_project_with_splits_folders_and_empty_images(put):
    meta = META.replace("<task>", "<project>").replace("</task>", "</project>")
    folder = put(
        text(
            image(name="line 2\\böse.png", more=' subset="train" task_id="1"'),
            image(MASK, name="b.png", number=1, more=' subset="val" task_id="2"'),
            meta=meta,
        )
    )
    labels = FORMAT.open(folder, OPTIONS)
    assert labels.names == ("line 2/böse.png", "b.png")
    assert labels.splits == {"train": ("line 2/böse.png",), "val": ("b.png",)}
    assert labels.size("b.png") == (6, 8)
    assert not labels.read_fitting("line 2/böse.png", (6, 8)).mask.any()


def test_files_of_several_tasks(put):
    put(text(image(MASK, name="a.png")), "task 1.xml")
    folder = put(text(image(MASK, name="b.png")), "task 2.xml")
    (folder / "other.xml").write_text("<annotation><object/></annotation>")
    labels = FORMAT.open(folder, OPTIONS)
    assert labels.names == ("a.png", "b.png")
    assert labels.read_fitting("b.png", (6, 8)).mask.any()
    assert FORMAT.open(folder / "task 2.xml", OPTIONS).names == ("b.png",)
    assert FORMAT.looks_like(folder)
    assert not FORMAT.looks_like(folder / "other.xml")


def test_long_files_are_read_in_pieces(put):
    noise = "x" * 100_000
    images = [image(f"<!-- {noise} -->", MASK, name=f"{n}.png", number=n) for n in range(5)]
    labels = FORMAT.open(put(text(*images)), OPTIONS)
    for name in labels.names:
        assert labels.read_fitting(name, (6, 8)).mask.sum() == 4


# ---- what must not happen ----------------------------------------------------------------------

LAUGHS = """<?xml version="1.0"?>
<!DOCTYPE annotations [
  <!ENTITY a "ha">
  <!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
  <!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">
]>
<annotations><image id="0" name="&c;" width="8" height="6"/></annotations>
"""
STRANGER = """<?xml version="1.0"?>
<!DOCTYPE annotations [ <!ENTITY file SYSTEM "{}"> ]>
<annotations><image id="0" name="&file;" width="8" height="6"/></annotations>
"""
REMOTE = """<!DOCTYPE annotations SYSTEM "http://127.0.0.1:9/x.dtd">
<annotations><image id="0" name="a" width="8" height="6"/></annotations>
"""


def test_document_types_are_refused(put, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("do not show this")
    for content in (LAUGHS, STRANGER.format(secret.as_uri()), REMOTE):
        folder = put(content)
        with pytest.raises(DataError, match="document type") as error:
            FORMAT.open(folder, OPTIONS)
        assert "do not show" not in str(error.value)


def test_document_type_that_comes_later_is_refused(put):
    folder = put(text(image(MASK)))
    labels = FORMAT.open(folder, OPTIONS)
    put(LAUGHS)
    with pytest.raises(DataError):
        labels.read("a.png")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (text(image(MASK), image(MASK, number=1)), "line 20, <image>: names 'a.png', which"),
        (text('<track id="0" label="scratch"></track>'), "track of a video"),
        (text(image(MASK.replace("0, 1, 2, 3", "0, 1, 2"))), r"line 18, <mask>\.rle: does not add"),
        (text(image(MASK.replace("0, 1, 2, 3", "0, -1, 7"))), r"<mask>\.rle: does not add"),
        (text(image(MASK.replace("0, 1, 2, 3", "a"))), r"<mask>\.rle: is no list"),
        (text(image(MASK.replace('width="3"', 'width="300000"'))), r"<mask>\.width: is 300000"),
        (text(image(MASK.replace('left="5"', 'left="x"'))), r"<mask>\.left: is 'x', not a number"),
        (text(image(MASK.replace('label="scratch"', ""))), "<mask>: has no 'label'"),
        (text(image('<polygon label="scratch" points="1,2;3"/>')), r"<polygon>\.points"),
        (text(image('<polygon label="scratch" points="1,nan;3,1"/>')), "farther than"),
        (text(image('<box label="scratch" xtl="1" ytl="1" xbr="inf" ybr="3"/>')), "xbr: is no fin"),
        (text(image('<star label="scratch"/>')), "<star>: is a shape of a type"),
        (text(image(MASK, size=(0, 8))), r"<image>\.height"),
        (text(image(MASK))[:-20], "is no XML"),
        (text(image(MASK)).encode("utf-16"), "no annotations.xml of CVAT"),
        (text(image(MASK), head='<?xml version="1.0" encoding="latin1"?>').encode(), "in latin1"),
    ],
)
def test_what_is_wrong_is_named(put, content, message):
    folder = put(content)
    with pytest.raises(DataError, match=message) as error:
        read(folder)
    assert str(folder) in str(error.value)


# ---- writing -----------------------------------------------------------------------------------

OUT = np.zeros((5, 6), np.uint8)
OUT[1:4, 1:4], OUT[2, 2], OUT[0, 5], OUT[4, 4:] = 1, 0, 2, 255
CLASSES, COLORS = ("pit", 'Fleck "ü" <&>'), ((255, 0, 16), (4, 5, 6))


def written(tmp_path, masks, *, polygons=False):
    out = []
    for number, image_id in enumerate(masks):
        path = tmp_path / "images" / image_id
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(np.zeros_like(masks[image_id])).save(path)
        out.append(OutImage(image_id, path, "val" if number else "train"))
    folder = tmp_path / "out"
    folder.mkdir()
    writer = CvatWriter(WritePlan(folder, CLASSES, COLORS, tuple(out), True, polygons))
    for each in out:
        writer.add(each, masks[each.id])
        writer.copy_image(each)
    writer.finish(out)
    return folder, ET.parse(folder / "annotations.xml").getroot()


def test_written_file(tmp_path):
    folder, root = written(tmp_path, {"line 2/böse & gut.png": OUT, "b.png": 0 * OUT})
    assert sorted(path.name for path in folder.iterdir()) == ["annotations.xml", "images"]
    labels = root.findall("meta/project/labels/label")
    assert [label.findtext("name") for label in labels] == [*CLASSES, "__ignore__"]
    assert [label.findtext("color") for label in labels] == ["#ff0010", "#040506", "#ffffff"]
    assert root.findtext("version") == "1.1"
    assert root.findtext("meta/project/subsets") == "train\nval"
    first, second = root.findall("image")
    assert first.attrib == {
        "id": "0", "name": "line 2/böse & gut.png", "subset": "train", "task_id": "1",
        "width": "6", "height": "5",
    }  # fmt: skip
    assert [mask.attrib["label"] for mask in first] == ["pit", CLASSES[1], "__ignore__"]
    assert first[0].attrib == {
        "label": "pit", "source": "manual", "occluded": "0", "rle": "0, 4, 1, 4",
        "left": "1", "top": "1", "width": "3", "height": "3", "z_order": "0",
    }  # fmt: skip
    assert first[1].attrib["rle"] == "0, 1"
    assert len(second) == 0
    assert (folder / "images" / "train" / "line 2" / "böse & gut.png").is_file()
    assert (folder / "images" / "val" / "b.png").is_file()


def test_written_polygons_run_along_pixel_edges(tmp_path):
    _, root = written(tmp_path, {"a.png": OUT}, polygons=True)
    shapes = root.findall("image/polygon")
    assert [shape.attrib["label"] for shape in shapes] == ["pit", CLASSES[1], "__ignore__"]
    assert shapes[1].attrib["points"] == "5.00,0.00;6.00,0.00;6.00,1.00;5.00,1.00"


def test_name_that_xml_cannot_hold_is_refused(tmp_path):
    with pytest.raises(DataError, match="XML cannot hold"):
        written(tmp_path, {"a\x01.png": OUT})
