"""From a folder of images to evaluated labels: command line, training, window, restart, export."""

from __future__ import annotations

import json

import numpy as np
import pytest
from gui.driving import drag
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from stac_core import cli
from stac_core.demo.project import write_images
from stac_core.demo.synthetic import CLASSES, make_image
from stac_core.formats.mask_png import read_mask, write_mask
from stac_core.labels.store import open_store
from stac_core.types import ReviewStatus
from stac_gui.action_table import ActionId
from stac_gui.app import make_application
from stac_gui.main_window import MainWindow
from stac_gui.panels.exporting import ExportChoice
from stac_gui.services import WindowServices

COUNT = 12
SECONDS = 60_000
SETTINGS = (
    "model.input_size=[64, 64]", "train.epochs=1", "train.batch_size=4", "train.queries=32",
    "train.negatives=32", "train.precision=fp32", "cam.tag_threshold=0.0",
)  # fmt: skip


def stac(*arguments):
    assert cli.main([str(each) for each in arguments]) == 0


@pytest.fixture
def project(tmp_path):
    """A trained and predicted project of made-up surfaces, by the command line alone."""
    images, root = tmp_path / "images", tmp_path / "project"
    tags = write_images(images, range(COUNT))
    lines = [
        ",".join([name, *(str(int(present[each])) for each in CLASSES)])
        for name, present in tags.items()
    ]
    (tmp_path / "tags.csv").write_text("\n".join([f"image,{','.join(CLASSES)}", *lines]) + "\n")
    stac("init", root, "--images", images, "--classes", ",".join(CLASSES),
         "--tags", tmp_path / "tags.csv")  # fmt: skip
    stac("saliency", root)
    changes = [part for each in SETTINGS for part in ("--set", each)]
    stac("train", root, "--run", "first", "--device", "cpu", *changes)
    stac("predict", root, "--device", "cpu")
    return root


class Session:
    """The window with its real workers, as a person has it."""

    def __init__(self, qtbot, dialogs):
        make_application()
        self.qtbot = qtbot
        self.window = MainWindow(WindowServices(), dialogs)
        self.window.resize(1200, 800)
        qtbot.addWidget(self.window)
        self.window.show()
        self.review = self.window.controller.session

    def open(self, path):
        with self.qtbot.waitSignal(self.window.canvas.painted, timeout=SECONDS):
            self.window.open_path(path)
        self.ready()

    def ready(self):
        """Wait until the image at hand has its maps and its mask, refined."""
        review = self.review
        self.qtbot.waitUntil(
            lambda: (
                review.document is not None
                and review.maps is not None
                and not review.refining.is_busy
            ),
            timeout=SECONDS,
        )

    def press(self, key, modifiers=Qt.KeyboardModifier.NoModifier):
        QTest.keyClick(self.window, key, modifiers)

    def paint(self, start, end):
        drag(self.window, [start, end])

    def saved(self):
        self.qtbot.waitUntil(lambda: not self.window.controller.decisions.has_unsaved)


def test_from_images_to_evaluated_labels(project, qtbot, dialogs, tmp_path, capsys):
    first = Session(qtbot, dialogs)
    first.open(project)
    assert first.window.list_count() == COUNT
    assert "CPU" in first.review.supply.model.runs_on
    item = first.review.item.id

    first.press(Qt.Key.Key_B)
    first.press(Qt.Key.Key_3)
    first.paint((40.5, 200.5), (80.5, 210.5))
    fixed = first.review.document.mask.copy()
    assert fixed[200, 40] == fixed[210, 80] == 3
    first.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert (first.review.document.mask != fixed).any()
    first.press(Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    np.testing.assert_array_equal(first.review.document.mask, fixed)

    for _ in range(10):
        first.ready()
        first.press(Qt.Key.Key_Return)
    first.ready()
    first.press(Qt.Key.Key_Slash)
    assert first.review.counts()[ReviewStatus.ACCEPTED] == 10
    first.saved()
    first.window.close()

    second = Session(qtbot, dialogs)
    second.open(project)
    assert second.review.item.id == item
    assert second.review.counts() == {
        ReviewStatus.TODO: 1, ReviewStatus.ACCEPTED: 10, ReviewStatus.NEEDS_FIX: 1,
        ReviewStatus.REJECTED: 0,
    }  # fmt: skip
    np.testing.assert_array_equal(second.review.document.mask, fixed)
    out = tmp_path / "voc"
    dialogs.answers["ask_export"] = ExportChoice(out, (ReviewStatus.ACCEPTED,), False)
    second.window.actions_by_id[ActionId.EXPORT].trigger()
    qtbot.waitUntil(lambda: "10 masks written" in second.window.messages.text, timeout=SECONDS)
    second.window.close()

    np.testing.assert_array_equal(
        read_mask(out / "SegmentationClass" / item.replace(".png", ".png")), fixed
    )
    listed = (out / "ImageSets" / "Segmentation" / "trainval.txt").read_text().split()
    assert len(listed) == 10
    for key in listed:
        seed = int(key.removeprefix("surface_"))
        write_mask(tmp_path / "truth" / f"{key}.png", make_image(seed).mask)
    capsys.readouterr()
    stac("evaluate", "--pred", out / "SegmentationClass", "--gt", tmp_path / "truth",
         "--classes", ",".join(CLASSES), "--json", "-")  # fmt: skip
    result = json.loads(capsys.readouterr().out)
    assert result["images"] == 10
    assert result["threshold"] is None
    assert 0 < result["miou"] < 100


def test_predicting_again_leaves_reviewed_masks_alone(project, qtbot, dialogs):
    with open_store(project, CLASSES) as store:
        mine = np.full((224, 224), 2, np.uint8)
        store.save("surface_00003.png", status=ReviewStatus.ACCEPTED, mask=mine, origin="person")
    stac("predict", project, "--device", "cpu", "--threshold", "0.2")
    with open_store(project, CLASSES) as store:
        record = store.record("surface_00003.png")
        np.testing.assert_array_equal(store.load_mask(record.mask_digest), mine)
        assert record.status is ReviewStatus.ACCEPTED
