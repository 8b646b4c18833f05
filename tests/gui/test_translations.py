"""The window in other languages: every string is found, and what is translated is shown."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

import pytest
import translations
from conftest import REPOSITORY
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication, QLocale, QTranslator
from translations import Text, Untranslatable, all_texts, texts_of

from stac_core.errors import DataError, StorageError
from stac_core.gpu import GpuState, why_no_gpu
from stac_gui.action_table import ActionId
from stac_gui.library_words import SENTENCES, error_words, said
from stac_gui.main_window import MainWindow
from stac_gui.panels.exporting import Exportable, ExportDialog
from stac_gui.services import WindowServices
from stac_gui.settings import Settings
from stac_gui.translating import LANGUAGES, figure, install_translations, language_of


def read_ts(language):
    """(context, source) -> (translation, state) of a .ts file."""
    root = ElementTree.parse(translations.FOLDER / f"stac_{language}.ts").getroot()
    return {
        (context.findtext("name"), message.findtext("source")): (
            message.findtext("translation"),
            message.find("translation").get("type"),
        )
        for context in root.iter("context")
        for message in context.iter("message")
    }


# ---- finding the strings ---------------------------------------------------------------------


def found_in(tmp_path, code):
    path = tmp_path / "module.py"
    path.write_text(code, encoding="utf-8")
    return texts_of(path)


def test_strings_are_found_with_the_context_that_qt_looks_them_up_by(tmp_path):
    code = (
        "def _tr(text):\n    return QCoreApplication.translate('Words', text)\n"
        "NAMES = {1: 'one', 2: 'two'}\n"
        "MENUS = (('&Menu', (1, 2)),)\n"
        "class Panel:\n"
        "    def show(self, n):\n"
        "        self.tr('plain'); self.tr('joined '\n 'over lines'); self.tr('a' if n else 'b')\n"
        "_tr('of the module'); _tr(NAMES[1]); _tr(NAMES.get(2, ''))\n"
        "ActionSpec(1, 2, 'Text', 'Help', ('Ctrl+X',))\n"
        "QT_TRANSLATE_NOOP('Other', 'marked'); QCoreApplication.translate('Other', variable)\n"
        "painter.translate(3, 4)\n"
    )
    assert found_in(tmp_path, code) == {
        Text("Panel", "plain"), Text("Panel", "joined over lines"),
        Text("Panel", "a"), Text("Panel", "b"),
        Text("Words", "of the module"), Text("Words", "one"), Text("Words", "two"),
        Text("Menus", "&Menu"), Text("Actions", "Text"), Text("Actions", "Help"),
        Text("Other", "marked"),
    }  # fmt: skip


@pytest.mark.parametrize(
    "line", ["self.tr(f'{n} images')", "self.tr(text)", "window.tr('of another')", "_tr('lost')"]
)
def test_a_string_that_could_not_be_translated_is_named(tmp_path, line):
    with pytest.raises(Untranslatable, match=r"module\.py:3"):
        found_in(tmp_path, f"class Panel:\n    def show(self, n, text, window):\n        {line}\n")


@pytest.fixture(scope="module")
def texts():
    return all_texts()


def test_all_strings_of_the_window_can_be_translated(texts):
    assert len(texts) > 500


# ---- what is translated ----------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_placeholders_and_are_compiled(language):
    translator = QTranslator()
    assert translator.load(str(translations.FOLDER / f"stac_{language}.qm"))
    for (context, source), (translation, state) in read_ts(language).items():
        if state is not None:
            continue
        holes = sorted(re.findall(r"\{[^}]*\}", source))
        assert sorted(re.findall(r"\{[^}]*\}", translation)) == holes, source
        assert translator.translate(context, source) == translation, source
        assert ("&" in source) == ("&" in translation), source


@pytest.mark.parametrize("language", LANGUAGES)
def test_hardly_a_string_is_not_translated_yet(language, texts):
    """Who adds a string need not know Chinese at once; `make translations` lists what is open."""
    translated = {key for key, (words, state) in read_ts(language).items() if words and not state}
    missing = sorted(
        f"{text.context}: {text.source}"
        for text in texts
        if (text.context, text.source) not in translated
    )
    assert len(missing) <= 0.02 * len(texts), "\n".join(missing)


def test_menus_have_a_letter_of_their_own_in_every_language():
    for language in LANGUAGES:
        titles = [
            text for (context, _), (text, _) in read_ts(language).items() if context == "Menus"
        ]
        letters = [title[title.index("&") + 1].lower() for title in titles]
        assert len(set(letters)) == len(letters), titles


@pytest.mark.parametrize(
    ("chosen", "system", "shown"),
    [
        ("de", "zh_CN", "de"), ("en", "de_DE", "en"), ("system", "de_AT", "de"),
        ("system", "zh_CN", "zh_CN"), ("system", "zh_TW", "zh_CN"), ("system", "fr_FR", "en"),
        ("nonsense", "de_DE", "en"),
    ],
)  # fmt: skip
def test_language_is_the_chosen_one_or_the_systems(chosen, system, shown):
    assert language_of(chosen, QLocale(system)) == shown


def remove_translations(app):
    install_translations(app, "en")
    for translator in app.findChildren(QTranslator):
        app.removeTranslator(translator)
        translator.setParent(None)


@pytest.fixture
def german(qapp):
    install_translations(qapp, "de")
    yield
    remove_translations(qapp)


def test_window_and_qts_own_buttons_are_german(german, window, qtbot):
    assert figure(12_345) == "12.345"
    titles = [action.text() for action in window.menuBar().actions()]
    assert titles[0] == "&Datei"
    assert "Annehmen" in [action.text() for action in window.review_bar.actions()]
    dialog = ExportDialog(Exportable({}), Settings(), window)
    qtbot.addWidget(dialog)
    buttons = {button.text().replace("&", "") for button in dialog.buttons.buttons()}
    assert buttons == {"Abbrechen", "Exportieren"}
    assert QCoreApplication.translate("Nowhere", "Untranslated") == "Untranslated"


def test_language_theme_and_size_of_the_settings_count_at_the_start(tmp_path):
    code = (
        "from PySide6.QtCore import QSettings\n"
        "QSettings.setDefaultFormat(QSettings.Format.IniFormat)\n"
        "scope = QSettings.Scope.UserScope\n"
        f"QSettings.setPath(QSettings.Format.IniFormat, scope, {str(tmp_path)!r})\n"
        "store = QSettings(QSettings.Format.IniFormat, scope, 'STAC Studio', 'STAC Studio')\n"
        "store.setValue('window/language', 'zh_CN'); store.setValue('window/theme', 'dark')\n"
        "store.setValue('window/scale', 150); store.sync()\n"
        "from stac_gui.app import start\n"
        "from stac_gui.theme import DARK, current_colors\n"
        "window = start([])\n"
        "assert window.menuBar().actions()[0].text() == '文件(&F)'\n"
        "assert current_colors() is DARK\n"
        "assert window.devicePixelRatioF() == 1.5\n"
        "window.close()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=REPOSITORY
    )
    assert done.returncode == 0, done.stderr


# ---- what the library says -------------------------------------------------------------------


def sentences_of_the_library():
    """Every text of the library, with {} for what is filled in."""
    found = set()
    for path in (REPOSITORY / "stac_core").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                parts = node.values
                found.add("".join(getattr(part, "value", "{}") if isinstance(part, ast.Constant)
                                  else "{}" for part in parts))  # fmt: skip
    return found


def test_listed_sentences_are_those_of_the_library():
    assert set(SENTENCES) - sentences_of_the_library() == set()


def test_errors_are_said_in_german_with_what_was_filled_in(german):
    error = DataError("is damaged (line 3)", where="a/b.png", fix="Restore it from a backup")
    assert error_words(error) == (
        "a/b.png: ist beschädigt (line 3). Aus einer Sicherung wiederherstellen."
    )
    two = DataError("has 3 classes (a, b, c), not 2", where="model")
    assert error_words(two) == "model: hat 3 Klassen (a, b, c), nicht 2"
    assert error_words(DataError("never heard of")) == "never heard of"
    assert said(why_no_gpu(GpuState(torch="2.13"))).startswith("Hier ist keine NVIDIA-GPU")


@given(st.sampled_from([DataError, StorageError]), st.text(), st.none() | st.text(), st.text())
def test_errors_in_english_are_what_the_library_says(kind, what, where, fix):
    error = kind(what, where=where, fix=fix)
    assert error_words(error) == str(error)


@pytest.mark.parametrize("language", ["en", *LANGUAGES])
def test_window_fits_a_small_screen_in_every_language(
    language, qapp, qtbot, engine, dialogs, project, weights
):
    install_translations(qapp, language)
    try:
        window = MainWindow(WindowServices(make_engine=engine), dialogs)
        qtbot.addWidget(window)
        window.show()
        window.open_path(project)
        qtbot.waitUntil(lambda: window.list_count() == 5)
        for action in (ActionId.BRUSH, ActionId.WAND, ActionId.SMART, ActionId.GALLERY):
            window.actions_by_id[action].trigger()
            assert window.minimumSizeHint().width() <= 1366, action
            assert window.minimumSizeHint().height() <= 720, action
        window.close()
    finally:
        remove_translations(qapp)
