"""A folder of everything that can be wrong with images: the good go on, the bad are named."""

from __future__ import annotations

import json

import numpy as np
import pytest
from core.helpers import save_tiny_model
from PIL import Image

from stac_core import cli
from stac_core.formats.maps import read_cam
from stac_gui.app import make_application
from stac_gui.main_window import MainWindow
from stac_gui.services import WindowServices

BAD = ("empty.png", "text.png", "truncated.jpg")


@pytest.fixture
def zoo(tmp_path):
    """Good and bad images side by side; the bad ones are in `BAD`."""
    root = tmp_path / "zoo"
    root.mkdir()
    rng = np.random.default_rng(0)
    grey = rng.integers(0, 255, (40, 60), dtype=np.uint8)
    rgb = rng.integers(0, 255, (40, 60, 3), dtype=np.uint8)
    Image.fromarray(grey).save(root / "grey.png")
    Image.fromarray(rgb).save(root / "rgb.jpg")
    Image.fromarray(rgb).convert("CMYK").save(root / "cmyk.jpg")
    Image.fromarray(rgb).quantize(8).save(root / "palette.png")
    Image.fromarray(np.dstack([rgb, grey])).save(root / "alpha.png")
    Image.fromarray(grey.astype(np.uint16) * 200).save(root / "deep.png")
    Image.fromarray(rng.normal(size=(40, 60)).astype(np.float32)).save(root / "float.tif")
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.fromarray(rgb).save(root / "turned.jpg", exif=exif.tobytes())
    Image.fromarray(np.full((1, 1), 7, np.uint8)).save(root / "one.png")
    Image.fromarray(rng.integers(0, 255, (100, 20_000), dtype=np.uint8)).save(root / "long.png")
    (root / "empty.png").touch()
    (root / "text.png").write_text("this is no image")
    whole = (root / "rgb.jpg").read_bytes()
    (root / "truncated.jpg").write_bytes(whole[: len(whole) // 2])
    return root


GOOD_SIZES = {
    "grey": (40, 60), "rgb": (40, 60), "cmyk": (40, 60), "palette": (40, 60), "alpha": (40, 60),
    "deep": (40, 60), "float": (40, 60), "turned": (60, 40), "one": (1, 1), "long": (100, 20_000),
}  # fmt: skip


def stac(*arguments):
    return cli.main([str(each) for each in arguments])


def test_command_line_goes_on_past_bad_files(zoo, tmp_path, capsys):
    root = tmp_path / "project"
    tags = tmp_path / "tags.csv"
    names = sorted(path.name for path in zoo.iterdir())
    tags.write_text("image,scratch,blob\n" + "".join(f"{name},1,0\n" for name in names))
    base = ("init", root, "--images", zoo, "--classes", "scratch,blob", "--tags", tags)
    assert stac(*base) == 0
    capsys.readouterr()
    assert stac("saliency", root, "--json", "-") == 0
    captured = capsys.readouterr()
    report = json.loads(captured.out)
    assert report["made"] == len(GOOD_SIZES)
    assert sorted(report["failed"]) == sorted(BAD)
    for name in BAD:
        assert captured.err.count(name) == 1, "one message for each file"
    settings = ("model.input_size=[32, 32]", "train.epochs=1", "train.batch_size=4",
                "train.queries=8", "train.negatives=8", "data.validation_share=0")  # fmt: skip
    changes = [part for each in settings for part in ("--set", each)]
    assert stac("train", root, "--run", "r", "--device", "cpu", *changes) == 0
    assert f"training on {len(GOOD_SIZES)} images" in capsys.readouterr().out

    weights, out = save_tiny_model(tmp_path / "m.safetensors"), tmp_path / "out"
    arguments = ("--images", zoo, "--out", out, "--tag-threshold", 0, "--device", "cpu")
    assert stac("predict", "--weights", weights, *arguments, "--json", "-") == 0
    result = json.loads(capsys.readouterr().out)
    assert result["images"] == len(GOOD_SIZES)
    assert sorted(result["failed"]) == sorted(BAD)
    for key, size in GOOD_SIZES.items():
        cam = read_cam(out / "cam" / f"{key}.npz")
        assert cam.cam.shape == (2, *size), key
        assert np.isfinite(cam.cam).all()
        assert cam.reduced == (key == "long")


def test_window_walks_through_everything(zoo, qtbot, dialogs, tmp_path):
    make_application()
    window = MainWindow(WindowServices(), dialogs)
    qtbot.addWidget(window)
    window.show()
    weights = save_tiny_model(tmp_path / "m.safetensors", classes=["scratch", "blob"])
    window.open_folder(zoo)
    qtbot.waitUntil(lambda: window.list_count() == len(GOOD_SIZES) + len(BAD))
    session = window.controller.session
    session.supply.load(weights)
    qtbot.waitUntil(lambda: session.supply.model is not None, timeout=30_000)
    for row, item in enumerate(session.items):
        session.go_to(row)
        if item.id in BAD:
            qtbot.waitUntil(lambda: session.problem is not None, timeout=20_000)
            assert item.id in session.problem.message
            assert session.document is None
        else:
            qtbot.waitUntil(
                lambda: session.maps is not None and session.document is not None, timeout=30_000
            )
            assert session.image.size == GOOD_SIZES[item.key]
            assert session.document.mask.shape == GOOD_SIZES[item.key]
    assert dialogs.asked == []
    window.close()
