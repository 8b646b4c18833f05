from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
import qimage2ndarray
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeySequence
from PySide6.QtWidgets import QApplication, QCheckBox

from stac_core.types import ImageItem, ReviewStatus
from stac_gui import theme
from stac_gui.action_table import ACTIONS, ActionId
from stac_gui.canvas.tools import ToolOptions
from stac_gui.models.class_table import TAG, ClassRow, ClassTableModel
from stac_gui.models.image_list import ImageListModel, Role, RowState
from stac_gui.panels.bars import MessageBar
from stac_gui.panels.dialogs import FactsDialog
from stac_gui.panels.exporting import Exportable, ExportDialog
from stac_gui.panels.inspector import Inspector
from stac_gui.panels.new_project import NewProjectDialog
from stac_gui.panels.weights import ModelDialog
from stac_gui.settings import Look, Settings

COUNTS = {ReviewStatus.ACCEPTED: 3, ReviewStatus.TODO: 7}


class Rows:
    items = [ImageItem(f"img{n}.png", Path(f"img{n}.png")) for n in range(50)]  # noqa: RUF012

    order = range(50)

    def position(self, row):
        return row

    def positions(self, rows):
        return rows

    @property
    def ids(self):
        return [item.id for item in self.items]

    def row_of(self, image_id):
        return next((row for row, item in enumerate(self.items) if item.id == image_id), None)

    def state(self, image_id):
        return RowState(ReviewStatus.ACCEPTED, 0.875, edited=True)


class Thumbnails(QObject):
    loaded = Signal(str, QImage)

    def __init__(self):
        super().__init__()
        self.requested = []

    def request(self, item, side):
        self.requested.append(item.id)

    def keep(self, images):
        self.requested = [each for each in self.requested if each in images]

    def clear(self):
        self.requested.clear()


@pytest.fixture
def thumbnails(qapp):
    return Thumbnails()


@pytest.fixture
def image_model(thumbnails):
    model = ImageListModel(Rows(), thumbnails)
    model.reload()
    return model


def test_image_list_is_a_sound_model(image_model, qtmodeltester):
    qtmodeltester.check(image_model)


def test_image_list_roles_and_lazy_thumbnails(image_model, thumbnails, qtbot):
    index = image_model.index(3, 0)
    assert index.data() == "img3.png"
    assert index.data(Role.STATUS) == ReviewStatus.ACCEPTED
    assert index.data(Role.SCORE) == 0.875
    assert index.data(Role.EDITED) is True
    assert "accepted" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert thumbnails.requested == []
    assert index.data(Qt.ItemDataRole.DecorationRole) is None
    assert thumbnails.requested == ["img3.png"]
    with qtbot.waitSignal(image_model.dataChanged):
        thumbnails.loaded.emit("img3.png", QImage(8, 8, QImage.Format.Format_RGB32))
    assert not index.data(Qt.ItemDataRole.DecorationRole).isNull()
    thumbnails.loaded.emit("gone.png", QImage())
    assert image_model.data(image_model.index(99, 0)) is None


def test_class_table_is_a_sound_model_and_cycles_tags(qapp, qtmodeltester, qtbot):
    model = ClassTableModel()
    model.set_rows([ClassRow("scratch", "#E69F00", 0.5, None), ClassRow("blob", "#56B4E9")])
    qtmodeltester.check(model)
    for tag, following in ((None, True), (True, False), (False, None)):
        model.set_rows([ClassRow("scratch", "#E69F00", 0.5, tag), ClassRow("blob", "#56B4E9")])
        with qtbot.waitSignal(model.tag_clicked) as blocker:
            model.cycle_tag(0)
        assert blocker.args == ["scratch", following]
    assert model.index(0, TAG).data() in {"✓", "–", "?"}
    model.cycle_tag(7)


def test_inspector_reports_what_a_person_does_and_not_what_it_is_told(qtbot):
    inspector = Inspector()
    qtbot.addWidget(inspector)
    seen = []
    thresholds = inspector.thresholds
    thresholds.threshold_moved.connect(lambda value, drag: seen.append((round(value, 3), drag)))
    thresholds.band_moved.connect(lambda value, drag: seen.append(("band", value, drag)))
    inspector.style_changed.connect(lambda: seen.append("style"))
    inspector.show_thresholds(0.3, 0.2)
    inspector.show_look(
        color_map="viridis", opacity=0.4, fill=0.2, all_classes=False, fixed_scale=True
    )
    assert seen == []
    assert inspector.chosen_color_map() == "viridis"
    thresholds.threshold.setValue(450)
    thresholds.threshold_value.setValue(0.7)
    inspector.fill.setValue(99)
    assert seen == [(0.45, None), (0.7, None), "style"]
    thresholds.threshold.setSliderDown(True)
    thresholds.threshold.setValue(100)
    thresholds.threshold.setValue(200)
    assert seen[-2:] == [(0.1, 1), (0.2, 1)]
    thresholds.threshold.setSliderDown(False)
    thresholds.threshold.setSliderDown(True)
    thresholds.threshold.setValue(300)
    assert seen[-1] == (0.3, 2)
    thresholds.has_band.click()
    assert seen[-1] == ("band", None, None)


def test_message_bar_goes_only_when_it_may(qtbot):
    from PySide6.QtWidgets import QWidget

    over = QWidget()
    qtbot.addWidget(over)
    over.resize(600, 400)
    over.show()
    bar = MessageBar(over)
    bar.say("info", "done")
    assert bar.text == "done"
    assert bar._timer.isActive()
    bar.say("error", "the disk is full")
    assert not bar._timer.isActive()
    assert bar.geometry().bottom() < 400
    over.resize(300, 200)
    qtbot.waitUntil(lambda: bar.geometry().bottom() < 200)
    bar.hide()
    assert bar.text == ""


def test_every_action_has_words_and_its_keys_are_its_own():
    assert {spec.id for spec in ACTIONS} == set(ActionId)
    keys = [key for spec in ACTIONS for key in spec.keys]
    assert len(keys) == len(set(keys))
    for spec in ACTIONS:
        assert spec.text
        assert spec.help
        for key in spec.keys:
            assert not QKeySequence(key).isEmpty(), key


def test_new_project_dialog_explains_what_is_missing(qtbot, tmp_path):
    classes = [("a", "#111111"), ("b", "#222222")]
    dialog = NewProjectDialog(tmp_path / "steel", classes, None)
    qtbot.addWidget(dialog)
    assert dialog.ok.isEnabled()
    assert dialog.answer().folder == tmp_path / "steel-project"
    assert dialog.answer().classes == tuple(classes)
    name = dialog.preview.classes.rows[1].name
    for text, words in (
        ("", "needs a name"), ("A", "of its own"), ("Background", "always"), ("a;b", "cannot hold"),
    ):  # fmt: skip
        name.setText(text)
        assert not dialog.ok.isEnabled()
        assert words in dialog.problem.text()
    name.setText("b")
    dialog.preview.add.click()
    assert dialog.ok.isEnabled(), "a line that is left empty does not count"
    dialog.preview.classes.rows[2].name.setText("c")
    assert [each for each, _ in dialog.answer().classes] == ["a", "b", "c"]
    (tmp_path / "project.yaml").touch()
    dialog.folder.setText(str(tmp_path))
    assert "already" in dialog.problem.text()


def test_export_dialog_warns_of_undecided_images(qtbot, tmp_path):
    dialog = ExportDialog(Exportable(COUNTS), Settings(), None)
    qtbot.addWidget(dialog)
    assert not dialog.ok.isEnabled()
    dialog.folder.setText(str(tmp_path / "new"))
    assert dialog.ok.isEnabled()
    assert "7 images are still undecided" in dialog.problem.text()
    answer = dialog.answer()
    assert answer.statuses == (ReviewStatus.ACCEPTED,)
    dialog.boxes[ReviewStatus.ACCEPTED].setChecked(False)
    dialog.boxes[ReviewStatus.REJECTED].setChecked(True)
    assert "no such images" in dialog.problem.text()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").touch()
    dialog.boxes[ReviewStatus.ACCEPTED].setChecked(True)
    dialog.folder.setText(str(tmp_path / "full"))
    assert "not empty" in dialog.problem.text()
    assert any(isinstance(box, QCheckBox) for box in dialog.boxes.values())


def test_model_dialog_wants_a_file(qtbot, tmp_path):
    dialog = ModelDialog(None, "cpu", "bf16", Settings(), None)
    qtbot.addWidget(dialog)
    assert not dialog.ok.isEnabled()
    (tmp_path / "m.pth").touch()
    dialog.path.setText(str(tmp_path / "m.pth"))
    answer = dialog.answer()
    assert (answer.device, answer.precision) == ("cpu", "bf16")
    dialog.path.setText(str(tmp_path / "n.pth"))
    assert "no such file" in dialog.problem.text()


def test_facts_dialog_shows_long_values(qtbot):
    dialog = FactsDialog("x", [("name", "value " * 100)], None)
    qtbot.addWidget(dialog)
    dialog.show()


def test_look_is_remembered_and_damage_is_ignored(qapp):
    settings = Settings()
    look = Look(color_map="viridis", heat_opacity=0.3, show_mask=False)
    settings.save_look(look)
    settings._store.sync()
    assert Settings().look() == look
    settings._store.setValue("look/mask_fill", "many")
    assert Settings().look().mask_fill == Look().mask_fill


def test_options_of_tools_are_remembered_and_damage_is_ignored(qapp):
    settings = Settings()
    settings.save_tools(ToolOptions(diameter=44, square=True, on_screen=True))
    settings._store.sync()
    read = ToolOptions()
    Settings().load_tools(read)
    assert read == ToolOptions(diameter=44, square=True, on_screen=True)
    settings._store.setValue("tools/diameter", "many")
    read = ToolOptions()
    Settings().load_tools(read)
    assert read == ToolOptions(square=True, on_screen=True)


def luminance(color):
    def linear(part):
        return part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(part) for part in QColor(color).getRgbF()[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colors", [theme.LIGHT, theme.DARK])
def test_text_can_be_read_on_every_surface(colors):
    for ink in (colors.text, colors.muted, colors.accepted, colors.needs_fix, colors.rejected):
        for ground in (colors.window, colors.surface, colors.field, colors.raised):
            assert contrast(ink, ground) >= 4.5, (ink, ground, contrast(ink, ground))
    assert contrast(colors.on_accent, colors.accent) >= 4.5


def test_icons_take_the_colour_of_the_text(qapp):
    before = QApplication.palette()
    try:
        for scheme, colors in (
            (Qt.ColorScheme.Light, theme.LIGHT),
            (Qt.ColorScheme.Dark, theme.DARK),
        ):
            theme.set_colors(qapp, scheme)
            for spec in ACTIONS:
                if spec.icon:
                    picture = theme.icon(spec.icon).pixmap(32, 32).toImage()
                    picture = picture.convertToFormat(QImage.Format.Format_ARGB32)
                    rgba = qimage2ndarray.rgb_view(picture), qimage2ndarray.alpha_view(picture)
                    strong = rgba[1] > 200
                    assert strong.any(), spec.icon
                    wanted = QColor(colors.text).getRgb()[:3]
                    assert np.abs(rgba[0][strong].astype(int) - wanted).max() <= 10, spec.icon
    finally:
        qapp.setPalette(before)
        theme.set_colors(qapp, Qt.ColorScheme.Light)


def test_void_calls_of_qt_do_not_lose_references_to_none(qapp):
    """PySide6 6.12.0 on Python 3.11 loses one at each call and aborts after a few thousand."""
    item = QObject()
    before = sys.getrefcount(None)
    for _ in range(500):
        item.setObjectName("x")
    lost = before - sys.getrefcount(None)
    # from Python 3.12 on None is immortal and its count does not move at all
    assert lost < 100
