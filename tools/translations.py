"""Brings the translations up to date: `make translations`.

Reads every string that the window shows from the source, hands them to Qt's `lupdate`, which keeps
what is translated, and compiles the result with `lrelease`. Qt's own reading of Python knows only
`self.tr("...")`; this one also knows the functions `_tr` of modules and the tables of actions and
menus. A string that could not be translated, because it is no literal, is an error.
"""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
FOLDER = REPOSITORY / "resources" / "translations"
LANGUAGES = ("de", "zh_CN")

TABLES = {"ActionSpec": ("Actions", (2, 3)), "SaliencySource": ("Saliency", (1, 2))}
"""Tables whose rows hold words: what makes a row -> context, and which arguments are words."""

LISTS = {
    "MENUS": "Menus",
    "FILE": "Actions",
    "MOUSE_AND_HELD_KEYS": "Actions",
    "SENTENCES": "Library",
}
"""Names that hold nothing but words, by the first name that is assigned to -> context."""


@dataclass(frozen=True)
class Text:
    """A string to translate, in its context."""

    context: str
    source: str


class Untranslatable(Exception):  # noqa: N818 - it names what was found
    """Strings that are shown but no literals."""


def texts_of(path: Path) -> set[Text]:
    """The strings of a Python file.

    Raises:
        Untranslatable: Naming each call whose string is no literal.
    """
    reader = _Reader(path)
    reader.visit(reader.tree)
    if reader.problems:
        raise Untranslatable("\n".join(reader.problems))
    return reader.found


def all_texts(package: Path = REPOSITORY / "stac_gui") -> set[Text]:
    """The strings of a package.

    Raises:
        Untranslatable: Naming each call whose string is no literal.
    """
    found: set[Text] = set()
    problems = []
    found |= {Text(context, each) for context, words in of_the_library().items() for each in words}
    for path in sorted(package.rglob("*.py")):
        try:
            found |= texts_of(path)
        except Untranslatable as error:
            problems.append(str(error))
    if problems:
        raise Untranslatable("\n".join(problems))
    return found


class _Reader(ast.NodeVisitor):
    def __init__(self, path: Path) -> None:
        self.tree = ast.parse(path.read_text(encoding="utf-8"))
        self.found: set[Text] = set()
        self.problems: list[str] = []
        self._path = path
        self._classes: list[str] = []
        self._own_context = _context_of_tr(self.tree)
        self._words = _dictionaries(self.tree)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._classes.append(node.name)
        self.generic_visit(node)
        self._classes.pop()

    def visit_Assign(self, node: ast.Assign) -> None:
        self._add_list(node.targets[0], node.value)
        self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self._add_list(node.target, node.value)
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        self.generic_visit(node)
        called = node.func
        name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
        if name == "_tr":
            self._add(node, self._own_context, node.args[0])
        elif name == "tr" and isinstance(called, ast.Attribute):
            if isinstance(called.value, ast.Name) and called.value.id == "self" and self._classes:
                self._add(node, self._classes[-1], node.args[0])
            else:
                self._complain(node, "call tr of self, or a _tr of the module: Qt looks a string "
                               "up by the class of the object whose tr is called")  # fmt: skip
        elif name in {"translate", "mark", "QT_TRANSLATE_NOOP"} and len(node.args) == 2:
            self._translate(node, is_mark=name != "translate")
        elif name in TABLES:
            context, places = TABLES[name]
            for place in places:
                words = node.args[place] if place < len(node.args) else None
                if isinstance(words, ast.Constant) and words.value:
                    self._add(node, context, words)

    def _translate(self, node: ast.Call, *, is_mark: bool) -> None:
        context, words = node.args
        if not isinstance(context, ast.Constant) or not isinstance(context.value, str):
            return  # another translate, such as a painter's
        # a variable is looked up: its words are marked where they are written
        if is_mark or self._literals(words):
            self._add(node, context.value, words)

    def _add(self, node: ast.Call, context: str, words: ast.expr) -> None:
        found = self._literals(words)
        if not found:
            self._complain(node, "the words must be a literal; mark those of a table with "
                           "QT_TRANSLATE_NOOP and look them up with translate")  # fmt: skip
        elif not context:
            self._complain(node, "this module has no _tr with a context of its own")
        self.found |= {Text(context, words) for words in found if words}

    def _add_list(self, target: ast.expr, value: ast.expr) -> None:
        first = target.elts[0] if isinstance(target, ast.Tuple) else target
        context = LISTS.get(getattr(first, "id", ""), "")
        if context and not self._classes:
            for each in ast.walk(value):
                if isinstance(each, ast.Constant) and isinstance(each.value, str):
                    self.found.add(Text(context, each.value))

    def _literals(self, node: ast.expr) -> list[str]:
        """A string; both of a choice between two; all of a dictionary that is looked into."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return [node.value]
        if isinstance(node, ast.IfExp):
            either, other = self._literals(node.body), self._literals(node.orelse)
            return either + other if either and other else []
        if isinstance(node, ast.Subscript):
            return self._words.get(getattr(node.value, "id", ""), [])
        called = node.func if isinstance(node, ast.Call) else None
        if isinstance(called, ast.Attribute) and called.attr == "get":
            return self._words.get(getattr(called.value, "id", ""), [])
        return []

    def _complain(self, node: ast.Call, problem: str) -> None:
        self.problems.append(f"{self._path.name}:{node.lineno}: {problem}")


def _dictionaries(tree: ast.Module) -> dict[str, list[str]]:
    """Names of dictionaries -> their values, where all of them are strings."""
    found = {}
    for node in ast.walk(tree):
        targets = node.targets if isinstance(node, ast.Assign) else []
        if isinstance(node, ast.AnnAssign):
            targets = [node.target]
        value = getattr(node, "value", None)
        if targets and isinstance(targets[0], ast.Name) and isinstance(value, ast.Dict):
            values = [each.value if isinstance(each, ast.Constant) else 0 for each in value.values]
            words = [each for each in values if isinstance(each, str)]
            if words and len(words) == len(values):
                found[targets[0].id] = words
    return found


def _context_of_tr(tree: ast.Module) -> str:
    """The context of the module's function `_tr`; empty where there is none."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name == "_tr":
            for call in ast.walk(node):
                if isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "translate":
                    context = call.args[0]
                    if isinstance(context, ast.Constant):
                        return str(context.value)
    return ""


def of_the_library() -> dict[str, set[str]]:
    """What the library says about itself and the window shows: context -> words."""
    from stac_core.pipeline.recipe import DEFAULT_RECIPE, load_recipe
    from stac_core.presets import preset_about, preset_names
    from stac_core.refine.steps import STEP_KINDS
    from stac_core.saliency.bank import BY_NAME

    steps = set()
    for step in STEP_KINDS.values():
        steps |= {str(step.model_config["title"]), (step.__doc__ or "").partition("\n")[0]}
        for field in step.model_fields.values():
            extra = field.json_schema_extra
            if isinstance(extra, dict) and "unit" in extra and not extra["advanced"]:
                steps |= {field.title or "", str(extra["unit"])}
    return {
        "Refinement": steps - {""},
        "Recipes": {stage.about for stage in load_recipe(DEFAULT_RECIPE).stages} - {""},
        "Presets": {preset_about(name) for name in preset_names()} - {""},
        "Operators": {operator.words for operator in BY_NAME.values()},
    }


def update(folder: Path = FOLDER) -> None:
    """Put the source's strings into the .ts files and compile them.

    Raises:
        Untranslatable: If a string is no literal.
    """
    folder.mkdir(parents=True, exist_ok=True)
    texts = sorted(all_texts(), key=lambda each: (each.context, each.source))
    with tempfile.TemporaryDirectory() as temporary:
        listing = Path(temporary) / "strings.py"
        lines = [f"translate({each.context!r}, {_quoted(each.source)})" for each in texts]
        listing.write_text("\n".join(lines) + "\n", encoding="utf-8")
        for language in LANGUAGES:
            target = folder / f"stac_{language}.ts"
            options = ["-no-obsolete", "-locations", "none", "-source-language", "en"]
            _run("lupdate", [str(listing), "-ts", str(target), *options,
                             "-target-language", language])  # fmt: skip
            _run("lrelease", [str(target), "-qm", str(target.with_suffix(".qm"))])


def _quoted(text: str) -> str:
    """A literal that lupdate reads as we meant it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _run(tool: str, arguments: list[str]) -> None:
    program = shutil.which(f"pyside6-{tool}", path=str(Path(sys.executable).parent))
    if program is None:
        raise SystemExit(f"pyside6-{tool} is missing; it comes with PySide6")
    done = subprocess.run([program, *arguments], check=False, capture_output=True, text=True)
    print(done.stdout.strip())
    if done.returncode != 0 or done.stderr.strip():
        raise SystemExit(f"{tool}: {done.stderr.strip()}")


if __name__ == "__main__":
    try:
        update()
    except Untranslatable as problems:
        raise SystemExit(str(problems)) from None
