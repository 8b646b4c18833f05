"""What a data set holds: classes, counts, subsets, masks, and some of its images."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import qimage2ndarray
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from stac_core.colors import default_color
from stac_core.data.layouts.base import SPLIT_NAMES
from stac_core.data.layouts.folder import LAYOUT as BARE_FOLDER
from stac_gui.panels.class_rows import ClassRows
from stac_gui.panels.elided import ElidedLabel
from stac_gui.theme import UNIT
from stac_gui.translating import figure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from stac_core.class_list import NameAndColor
    from stac_gui.models.data_sets import Example, Preview

_SHOWN_SUBSETS: Final = 4
_CELL: Final = QSize(120, 96)
_TINT: Final = 0.5


class DataSetPreview(QWidget):
    """Classes that can be renamed, and facts beside them; examples below.

    Args:
        parent: The dialog.

    Signals:
        changed: A name or colour of a class was changed.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.classes = ClassRows(self)
        self.classes.setAccessibleName(self.tr("Classes"))
        self.add = QPushButton(self.tr("Add a class"), self)
        self.add.setAutoDefault(False)
        self.add.clicked.connect(self.classes.add_class)
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(2 * UNIT)
        self._facts.setVerticalSpacing(UNIT // 2)
        self._facts.setColumnStretch(0, 1)
        self._cells: list[QWidget] = []
        self._strip = QHBoxLayout()
        self._strip.setSpacing(UNIT)
        self._examples: Sequence[Example] = ()
        left, right = QVBoxLayout(), QVBoxLayout()
        left.setSpacing(UNIT)
        right.setSpacing(UNIT)
        self.images = QLabel(self.tr("Images"), self)
        head = QHBoxLayout()
        head.addWidget(_heading(self.tr("Classes"), self), 1)
        head.addWidget(self.images)
        head.addSpacing(UNIT)
        left.addLayout(head)
        left.addWidget(self.classes, 1)
        below = QHBoxLayout()
        below.addWidget(self.add)
        below.addStretch(1)
        left.addLayout(below)
        right.addWidget(_heading(self.tr("What is there"), self))
        right.addLayout(self._facts)
        right.addStretch(1)
        columns = QHBoxLayout()
        columns.setSpacing(4 * UNIT)
        columns.addLayout(left, 3)
        columns.addLayout(right, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * UNIT)
        layout.addLayout(columns, 1)
        layout.addLayout(self._strip)
        self.classes.changed.connect(self._on_changed)

    def show_bare(self, classes: Sequence[NameAndColor]) -> None:
        """Show only classes: of a folder that is open already."""
        self.images.hide()
        self.classes.show_classes(classes)

    def show_preview(self, preview: Preview) -> None:
        """Show a data set."""
        data = preview.data
        counts = data.counts()
        # a bare folder says nothing of its classes: they are for the person to name
        is_bare = data.layout == BARE_FOLDER.name
        self.images.setVisible(not is_bare)
        self.add.setVisible(is_bare)
        self._examples = preview.examples
        self.classes.show_classes(
            [(name, default_color(at)) for at, name in enumerate(data.classes)],
            None if is_bare else [figure(counts[name]) for name in data.classes],
        )
        facts = [(self.tr("Images"), figure(len(data.ids)))]
        if data.tags:
            facts.append((self.tr("Without any defect"), figure(data.defect_free)))
        if left := len(data.ids) - len(data.tags):
            facts.append((self.tr("Untagged"), figure(left)))
        if data.labels is not None:
            facts.append((self.tr("Masks, only to measure"), figure(len(data.labels.names))))
        if data.saliency is not None:
            facts.append((self.tr("Saliency maps"), data.saliency.name))
        if data.maps is not None:
            facts.append((self.tr("Heat maps"), data.maps.name))
        told = list(dict.fromkeys(SPLIT_NAMES.values()))  # train, val, test come first
        splits = sorted(
            data.splits.items(), key=lambda each: told.index(each[0]) if each[0] in told else 9
        )
        for name, ids in splits[:_SHOWN_SUBSETS]:
            facts.append((self.tr("Subset {}").format(name), figure(len(ids))))
        if len(splits) > _SHOWN_SUBSETS:
            more = self.tr("{} more subsets").format(len(splits) - _SHOWN_SUBSETS)
            facts.append((more, ""))
        self._show_facts(facts)

    # ---- inside --------------------------------------------------------------------------

    def _on_changed(self) -> None:
        self._show_examples()
        self.changed.emit()

    def _show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        while self._facts.count():
            item = self._facts.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.deleteLater()
        for row, (name, value) in enumerate(facts):
            label, number = QLabel(name, self), QLabel(value, self)
            label.setProperty("role", "muted")
            number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._facts.addWidget(label, row, 0)
            self._facts.addWidget(number, row, 1)

    def _show_examples(self) -> None:
        while self._strip.count():
            self._strip.takeAt(0)
        for cell in self._cells:
            cell.deleteLater()
        self._cells = []
        wanted = self.classes.wanted()
        for example in self._examples:
            names = [wanted[number - 1][0] for number in example.shows if number <= len(wanted)]
            none = self.tr("no defect") if example.is_tagged else self.tr("untagged")
            caption = ", ".join(names) or none
            cell = _Cell(example, caption, [color for _, color in wanted], self)
            self._cells.append(cell)
            self._strip.addWidget(cell)
        self._strip.addStretch(1)


def _heading(text: str, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    label.setProperty("role", "heading")
    return label


class _Cell(QWidget):
    """One example: the image with its mask in the classes' colours, and what it shows."""

    def __init__(
        self, example: Example, caption: str, colors: Sequence[str], parent: QWidget
    ) -> None:
        super().__init__(parent)
        picture = QLabel(self)
        picture.setFixedSize(_CELL)
        picture.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap.fromImage(qimage2ndarray.array2qimage(_tinted(example, colors)))
        pixmap = pixmap.scaled(
            _CELL * ratio,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        pixmap.setDevicePixelRatio(ratio)
        picture.setPixmap(pixmap)
        picture.setToolTip(example.id)
        words = ElidedLabel(self)
        words.setText(caption)
        words.setProperty("role", "muted")
        words.setFixedWidth(_CELL.width())
        self.setAccessibleName(f"{example.id}: {caption}")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(UNIT // 2)
        layout.addWidget(picture)
        layout.addWidget(words)


def _tinted(example: Example, colors: Sequence[str]) -> NDArray[np.uint8]:
    """The picture, uint8 (h, w, 3), with the mask's classes in their colours."""
    if example.mask is None:
        return example.picture
    shown = example.picture.astype(np.float32)
    for number, color in enumerate(colors, start=1):
        inside = example.mask == number
        value = QColor(color)
        tint = np.array((value.red(), value.green(), value.blue()), np.float32)
        shown[inside] += (tint - shown[inside]) * _TINT
    return shown.round().astype(np.uint8)
