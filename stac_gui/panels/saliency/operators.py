"""The best operators of each class as pictures; a click takes one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from stac_gui.theme import UNIT, current_colors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent

    from stac_gui.models.saliency import OperatorPicture, OperatorRow
    from stac_gui.panels.saliency.needs import PictureFiles

HEIGHT: Final = 132
TEXT_WIDTH: Final = 232


class OperatorCard(QAbstractButton):
    """One operator: what it finds in some images, what speaks for it, whether it is chosen.

    Args:
        class_name: Whose operator.
        picture: What to show.
        parent: Owner.
    """

    def __init__(self, class_name: str, picture: OperatorPicture, parent: QWidget) -> None:
        super().__init__(parent)
        self.picture = picture
        self._image = QImage()
        self.setObjectName(f"operator-{class_name}-{picture.number}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        words = [f"{class_name}: {picture.number}. {picture.words}", *picture.evidence]
        if picture.state:
            words.append(self._state())
        self.setAccessibleName(", ".join(words))
        hint = self.tr("Take this one  (Enter)")
        self.setToolTip(f"{picture.words}\n{picture.name}\n{hint}")

    def show_image(self, image: QImage) -> None:
        """Show what the operator finds."""
        self._image = image
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(640 + TEXT_WIDTH, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(320 + TEXT_WIDTH, HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        elif event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Right}:
            self._go(1)
        elif event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Left}:
            self._go(-1)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        colors, picture = current_colors(), self.picture
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        marked = bool(picture.state)
        edge = colors.accent if marked or self.hasFocus() else colors.line
        painter.setPen(QPen(QColor(edge), 2 if marked else 1))
        lit = marked or (self.underMouse() and self.isEnabled())
        painter.setBrush(QColor(colors.raised if lit else colors.surface))
        painter.drawRoundedRect(frame, 4, 4)
        if self.hasFocus():
            painter.setPen(QPen(QColor(colors.accent), 1, Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(frame.adjusted(3, 3, -3, -3), 3, 3)
        inner = self.rect().adjusted(UNIT, UNIT, -UNIT, -UNIT)
        strip = QRect(inner.left(), inner.top(), inner.width() - TEXT_WIDTH, inner.height())
        if not self._image.isNull():
            size = self._image.size().scaled(strip.size(), Qt.AspectRatioMode.KeepAspectRatio)
            target = QRect(strip.topLeft(), size)
            target.moveTop(strip.top() + (strip.height() - size.height()) // 2)
            painter.drawImage(target, self._image)
        self._paint_words(painter, inner)
        painter.end()

    def _paint_words(self, painter: QPainter, inner: QRect) -> None:
        picture = self.picture
        left = inner.right() - TEXT_WIDTH + 2 * UNIT
        box = QRect(left, inner.top(), inner.right() - left, inner.height())
        muted = self.palette().color(QPalette.ColorRole.PlaceholderText)
        score, predictable, tells, covers = picture.evidence
        lines = [(f"{score}  ·  {covers}", muted), (predictable, muted), (tells, muted)]
        bold = self.font()
        bold.setBold(True)
        painter.setFont(bold)
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        wrap = int(Qt.TextFlag.TextWordWrap)
        title = f"{picture.number}. {picture.words}"
        line = self.fontMetrics().lineSpacing()
        room = box.height() - line * (len(lines) + bool(picture.state))
        needed = painter.fontMetrics().boundingRect(box, wrap, title).height()
        height = min(needed, room // line * line)
        top = box.top() + max(0, (room - height) // 2)
        painter.drawText(QRect(box.left(), top, box.width(), height), wrap, title)
        top += height + self.fontMetrics().ascent()
        painter.setFont(self.font())
        for text, color in lines:
            painter.setPen(color)
            painter.drawText(box.left(), top, text)
            top += line
        if picture.state:
            painter.setFont(bold)
            painter.setPen(QColor(current_colors().accent))
            painter.drawText(box.left(), top, self._state())

    def _state(self) -> str:
        by_tags = self.picture.state == "tags"
        return self.tr("✓ chosen by the tags") if by_tags else self.tr("✓ picked by a person")

    def _go(self, step: int) -> None:
        """To the card above or below, of this class or the next one."""
        cards = [each for each in self.window().findChildren(OperatorCard) if each.isVisible()]
        cards.sort(key=lambda each: each.mapToGlobal(each.rect().topLeft()).y())
        row = cards.index(self) + step
        if 0 <= row < len(cards):
            cards[row].setFocus(Qt.FocusReason.TabFocusReason)


class _ClassSection(QWidget):
    """The operators of one class."""

    picked = Signal(str, str)

    def __init__(self, row: OperatorRow, parent: QWidget) -> None:
        super().__init__(parent)
        self._name = row.name
        title = QLabel(row.name, self)
        title.setProperty("role", "heading")
        swatch = QLabel(self)
        swatch.setFixedSize(12, 12)
        swatch.setStyleSheet(f"background: {row.color}; border-radius: 3px")
        state = QLabel(row.state, self)
        state.setProperty("role", "muted")
        self.none = QPushButton(self.tr("None of these"), self)
        self.none.setToolTip(self.tr("No picture shows this class: use plain contrast for it"))
        self.none.setEnabled(not row.is_none)
        self.back = QPushButton(self.tr("Back to automatic"), self)
        self.back.setToolTip(self.tr("Take again what the tags chose"))
        self.back.setEnabled(row.can_go_back)
        for button, what in ((self.none, "none"), (self.back, "auto")):
            button.setObjectName(f"{what}-{row.name}")
            button.setAccessibleName(f"{row.name}: {button.text()}")
            button.setVisible(bool(row.pictures) or row.can_go_back)
            button.clicked.connect(lambda _=False, what=what: self.picked.emit(self._name, what))
        top = QHBoxLayout()
        top.setSpacing(UNIT)
        for widget in (swatch, title, state):
            top.addWidget(widget)
        top.addStretch(1)
        top.addWidget(self.none)
        top.addWidget(self.back)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, UNIT)
        column.setSpacing(UNIT)
        column.addLayout(top)
        if row.warning:
            warning = QLabel(row.warning, self)
            warning.setWordWrap(True)
            warning.setStyleSheet(f"color: {current_colors().needs_fix}")
            column.addWidget(warning)
        self.cards = [OperatorCard(row.name, each, self) for each in row.pictures]
        for card in self.cards:
            number = str(card.picture.number)
            card.clicked.connect(lambda _=False, what=number: self.picked.emit(self._name, what))
            column.addWidget(card)


class OperatorPanel(QWidget):
    """All classes with their operators.

    Args:
        files: Reads the pictures.
        parent: Owner.

    Signals:
        picked: Class and what a person wants: a number, "none" or "auto".
    """

    picked = Signal(str, str)

    def __init__(self, files: PictureFiles, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._files = files
        self._rows: list[OperatorRow] = []
        self._images: dict[str, QImage] = {}
        self.sections: list[_ClassSection] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(UNIT)
        files.loaded.connect(self._on_loaded)

    def show_rows(self, rows: Sequence[OperatorRow]) -> None:
        """Show these classes; focus and pictures stay where they are."""
        if list(rows) == self._rows:
            return
        self._rows = list(rows)
        focused = self.focusWidget()
        name = focused.objectName() if focused is not None and focused.hasFocus() else ""
        for old in self.sections:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.sections = []
        for row in rows:
            section = _ClassSection(row, self)
            section.picked.connect(self.picked)
            self._column.addWidget(section)
            section.show()  # at once, so that it can take the focus
            self.sections.append(section)
            for card in section.cards:
                path = str(card.picture.picture)
                if path in self._images:
                    card.show_image(self._images[path])
                self._files.request(card.picture.picture)
        for section in self.sections if name else ():  # the old ones are still children
            again = section.findChild(QWidget, name)
            if again is not None:
                again.setFocus()

    def forget_pictures(self) -> None:
        """The pictures may be others now."""
        self._images.clear()
        self._rows = []

    def _on_loaded(self, path: str, image: QImage) -> None:
        self._images[path] = image
        for section in self.sections:
            for card in section.cards:
                if str(card.picture.picture) == path:
                    card.show_image(image)
