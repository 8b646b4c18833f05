"""Settings of the person at this computer: window, looks and recent places. Never project data."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QByteArray, QSettings

if TYPE_CHECKING:
    from stac_core.overlay import ColorMap
    from stac_gui.canvas.tools import ToolOptions
    from stac_gui.presenters.mask_operations import Amounts


RECENT: Final = 10
"""Projects and folders that are remembered."""


@dataclass
class Look:
    """How overlays look and tools behave.

    Attributes:
        color_map: Of heat maps.
        heat_opacity: In [0, 1].
        mask_fill: Opacity of a mask's inside, in [0, 1].
        show_heat: Whether heat maps are shown.
        show_mask: Whether masks are shown.
        contour: Whether masks are outlines only.
        all_classes: Whether the heat map shows the strongest class everywhere.
        fixed_scale: Whether heat maps have one scale for all images.
    """

    color_map: ColorMap = "inferno"
    heat_opacity: float = 0.5
    mask_fill: float = 0.25
    show_heat: bool = True
    show_mask: bool = True
    contour: bool = False
    all_classes: bool = True
    fixed_scale: bool = False


class Settings:
    """Reads and writes the settings; a damaged value counts as not there."""

    def __init__(self) -> None:
        self._store = QSettings()

    def look(self) -> Look:
        """The look as it was left."""
        look = Look()
        self._load("look", look)
        return look

    def save_look(self, look: Look) -> None:
        """Remember the look."""
        self._save("look", look)

    def load_tools(self, options: ToolOptions) -> None:
        """Set the tools' options as they were left."""
        self._load("tools", options)

    def save_tools(self, options: ToolOptions) -> None:
        """Remember the tools' options."""
        self._save("tools", options)

    def load_amounts(self, amounts: Amounts) -> None:
        """Set how much operations on masks do as it was left."""
        self._load("amounts", amounts)

    def save_amounts(self, amounts: Amounts) -> None:
        """Remember how much operations on masks do."""
        self._save("amounts", amounts)

    def window(self) -> tuple[QByteArray, QByteArray] | None:
        """The window's geometry and layout; None the first time."""
        geometry, state = self._store.value("window/geometry"), self._store.value("window/state")
        if isinstance(geometry, QByteArray) and isinstance(state, QByteArray):
            return geometry, state
        return None

    def save_window(self, geometry: QByteArray, state: QByteArray) -> None:
        """Remember the window."""
        self._store.setValue("window/geometry", geometry)
        self._store.setValue("window/state", state)

    def flag(self, name: str) -> bool:
        """Whether something is switched on, which it is the first time."""
        return bool(_read(self._store.value(f"flags/{name}"), True))

    def save_flag(self, name: str, *, on: bool) -> None:
        """Remember whether something is switched on."""
        self._store.setValue(f"flags/{name}", on)

    def tile_size(self, usual: int) -> int:
        """Size of the grid's thumbnails as it was left."""
        return int(_read(self._store.value("gallery/size"), usual))

    def save_tile_size(self, size: int) -> None:
        """Remember the size of the grid's thumbnails."""
        self._store.setValue("gallery/size", size)

    def sides(self) -> tuple[str, str]:
        """What the two sides of a comparison show; the heat map and the mask the first time."""
        left, right = (self._store.value(f"sides/{each}") for each in ("left", "right"))
        return str(left or "heat"), str(right or "mask")

    def save_sides(self, left: str, right: str) -> None:
        """Remember what the two sides show."""
        self._store.setValue("sides/left", left)
        self._store.setValue("sides/right", right)

    def grey_window(self, folder: Path, kind: str) -> str:
        """How images of a folder are shown, as it was left; empty the first time."""
        return str(self._store.value(_grey_key(folder, kind), ""))

    def save_grey_window(self, folder: Path, kind: str, text: str) -> None:
        """Remember how images of a folder, with pixels of a kind, are shown."""
        self._store.setValue(_grey_key(folder, kind), text)

    def recent(self) -> list[Path]:
        """Projects and folders that were opened last, the latest first."""
        value = self._store.value("recent/paths")
        texts = value if isinstance(value, list) else [value]
        return [Path(str(each)) for each in texts if each]

    def add_recent(self, path: Path) -> None:
        """Remember that something was opened."""
        paths = [path, *(each for each in self.recent() if each != path)]
        self._store.setValue("recent/paths", [str(each) for each in paths[:RECENT]])

    def forget_recent(self) -> None:
        """Forget what was opened."""
        self._store.remove("recent/paths")

    def last_folder(self, what: str) -> str:
        """Where the person chose something of this kind last; empty the first time."""
        return str(self._store.value(f"folders/{what}", ""))

    def save_last_folder(self, what: str, folder: str) -> None:
        """Remember where something was chosen."""
        self._store.setValue(f"folders/{what}", folder)

    def export_format(self) -> str:
        """Name of the label format that was exported last; empty the first time."""
        return str(self._store.value("export/format", ""))

    def save_export_format(self, name: str) -> None:
        """Remember which label format was exported."""
        self._store.setValue("export/format", name)

    def _load(self, group: str, values: Look | ToolOptions | Amounts) -> None:
        for field in fields(values):
            default = getattr(values, field.name)
            stored = _read(self._store.value(f"{group}/{field.name}"), default)
            setattr(values, field.name, stored)

    def _save(self, group: str, values: Look | ToolOptions | Amounts) -> None:
        for field in fields(values):
            self._store.setValue(f"{group}/{field.name}", getattr(values, field.name))


def _grey_key(folder: Path, kind: str) -> str:
    digest = hashlib.sha256(folder.as_posix().encode()).hexdigest()[:16]  # slashes mean groups
    return f"grey-window/{digest}-{kind}"


def _read(value: Any, default: Any) -> Any:
    """A stored value as the type of its default; ini files hold texts only."""
    if value is None:
        return default
    if isinstance(default, bool):
        return str(value).lower() in {"true", "1"}
    try:
        return type(default)(value)
    except (TypeError, ValueError):
        return default
