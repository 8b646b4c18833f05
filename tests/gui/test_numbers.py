"""Numbers as the shown language writes them, and what people type."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest

import stac_gui
from gui.driving import hover, trigger
from gui.test_translations import remove_translations
from stac_gui.action_table import ActionId
from stac_gui.panels.number_box import NumberBox
from stac_gui.translating import (
    brief,
    decimal,
    figure,
    install_translations,
    list_of_numbers,
    numbers_in,
)

NO_WORDS = {
    "app.py": "of an environment variable",
    "presenters/explaining.py": "names of parts",
    "panels/refine.py": "counts decimals",
    "theme.py": "of a style sheet",
}
"""Files that format numbers which nobody reads."""


@pytest.fixture
def german(qapp):
    install_translations(qapp, "de")
    yield
    remove_translations(qapp)


def test_numbers_are_shown_as_the_language_writes_them(german):
    assert figure(1204) == "1.204"
    assert decimal(1204.5, 2) == "1.204,50"
    assert brief(0.25) == "0,25"
    assert list_of_numbers([0.5, 1.0]) == "0,5; 1"


def test_numbers_in_english():
    assert decimal(1204.5, 2) == "1,204.50"
    assert brief(0.25) == "0.25"
    assert brief(1e-5) == "1e-05"
    assert list_of_numbers([0.5, 1.0]) == "0.5, 1"


@pytest.mark.parametrize("text", ["0,5; 1", "0.5, 1", "0.5,1", " 0,5 1 ", "0,5 ; 1,0", "0.5;1"])
def test_rows_of_numbers_are_understood_in_german(german, text):
    assert numbers_in(text) == [0.5, 1.0]


@pytest.mark.parametrize("text", ["0.5, 1", "0.5,1", "0.5;1", "0.5 1"])
def test_rows_of_numbers_are_understood_in_english(text):
    assert numbers_in(text) == [0.5, 1.0]


@pytest.mark.parametrize("text", ["", "a", "0.5,,1", "0.5;"])
def test_what_is_no_row_of_numbers_is_refused(text):
    with pytest.raises(ValueError, match="float"):
        numbers_in(text)


@pytest.mark.parametrize("language", ["en", "de", "zh_CN"])
@pytest.mark.parametrize("typed", ["12.5", "12,5"])
def test_a_field_takes_point_and_comma(qtbot, qapp, language, typed):
    install_translations(qapp, language)
    try:
        box = NumberBox()
        qtbot.addWidget(box)
        box.setRange(0, 10_000)
        box.setDecimals(3)
        box.selectAll()
        QTest.keyClicks(box, typed)
        QTest.keyClick(box, Qt.Key.Key_Return)
        assert box.value() == 12.5
        assert box.text() == f"12{QLocale().decimalPoint()}500"
        box.setValue(1234.5)
        shown = box.text()
        box.setValue(0)
        box.selectAll()
        QTest.keyClicks(box, shown)
        QTest.keyClick(box, Qt.Key.Key_Return)
        assert box.value() == 1234.5, "a field takes what it shows"
    finally:
        remove_translations(qapp)


def test_the_window_shows_decimals_in_german(german, window, open_project):
    session = open_project()
    trigger(window, ActionId.SHOW_HEAT)
    hover(window, 17, 12)
    assert "  ·  0," in window.review_bar.pixel.text()
    model = window.inspector.table.model()
    shown = {model.index(0, column).data() for column in range(model.columnCount())}
    assert "0,90" in shown
    box = window.inspector.thresholds.threshold_value
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, "0.35")
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert session.spec.threshold == 0.35


def test_no_number_is_shown_past_the_language():
    """Python writes a point always: `figure`, `decimal` and `brief` ask the language."""
    root = Path(stac_gui.__file__).parent
    found = []
    for path in sorted(root.rglob("*.py")):
        name = path.relative_to(root).as_posix()
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FormattedValue) and node.format_spec is not None:
                spec = ast.unparse(node.format_spec).strip("f'\"")
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                spec = node.value.partition("{:")[2].partition("}")[0]
            else:
                continue
            if spec and (spec[-1] in "fgeFGE%" or "," in spec) and name not in NO_WORDS:
                found.append(f"{name}:{node.lineno}: {spec}")
    assert not found, "\n".join(found)
