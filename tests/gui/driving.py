"""Driving the window as a person does; places are pixels of the image.

Mouse moves are sent to the canvas itself: moving the cursor is seen by windows of other tests too.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice, QMouseEvent, QPointingDevice, QTabletEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.MouseButton.NoButton
PLAIN = Qt.KeyboardModifier.NoModifier


def at(window, x, y):
    """Widget position of an image pixel's centre."""
    canvas = window.canvas
    px, py = canvas.viewport.to_view((x + 0.5, y + 0.5))
    ratio = canvas.devicePixelRatioF()
    return QPoint(round(px / ratio), round(py / ratio))


def hover(window, x, y, held=NONE):
    """Move over a pixel, with a button held or none."""
    _move(window.canvas, at(window, x, y), held)


def drag(window, points, button=LEFT):
    """Press at the first point, move over the others, release at the last."""
    canvas = window.canvas
    # where the image moves along, its pixels would be elsewhere meanwhile
    places = [at(window, *point) for point in points]
    QTest.mousePress(canvas, button, PLAIN, places[0])
    for place in places[1:]:
        _move(canvas, place, button)
    QTest.mouseRelease(canvas, button, PLAIN, places[-1])


def _move(canvas, place, held):
    position = QPointF(place)
    where = canvas.mapToGlobal(position)
    event = QMouseEvent(QEvent.Type.MouseMove, position, where, NONE, held, PLAIN)
    QApplication.sendEvent(canvas, event)


def wheel(window, steps, modifiers=PLAIN, place=None):
    """Turn the wheel at a place of the widget, its centre by default."""
    canvas = window.canvas
    position = QPointF(canvas.rect().center() if place is None else place)
    event = QWheelEvent(
        position, canvas.mapToGlobal(position), QPoint(), QPoint(0, 120 * steps),
        NONE, modifiers, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas, event)


def pen_at(window, place, pressures, end=QPointingDevice.PointerType.Pen, widget=None):
    """Press a pen on a pixel with some pressures after each other; on the canvas, or a side."""
    widget = widget or window.canvas
    device = QPointingDevice(
        "pen", 7, QInputDevice.DeviceType.Stylus, end,
        QInputDevice.Capability.Pressure | QInputDevice.Capability.Position, 1, 3,
    )  # fmt: skip
    position = QPointF(at(window, *place))
    kinds = [QEvent.Type.TabletPress, *[QEvent.Type.TabletMove] * (len(pressures) - 1)]
    for kind, pressure in zip([*kinds, QEvent.Type.TabletRelease], [*pressures, 0], strict=True):
        held = NONE if kind is QEvent.Type.TabletRelease else LEFT
        event = QTabletEvent(
            kind, device, position, widget.mapToGlobal(position), pressure, 0, 0, 0, 0, 0, PLAIN,
            LEFT, held,
        )  # fmt: skip
        QApplication.sendEvent(widget, event)


def trigger(window, action):
    """Choose an action, by menu or key."""
    window.actions_by_id[action].trigger()


def saved(qtbot, session):
    """Wait until all that was decided is on the disk."""
    qtbot.waitUntil(lambda: not session.decisions.has_unsaved)
