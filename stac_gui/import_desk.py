"""Connects what comes from other programs with the window."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from stac_core.importing.finding import FoundLabels, FoundMaps, find_labels, find_maps
from stac_core.importing.labels import Change, Comparison, Incoming, Rule
from stac_gui.action_table import ActionId
from stac_gui.panels.conflicts import PICTURE_SIDE, ConflictsDialog
from stac_gui.panels.importing import ImportDialog
from stac_gui.panels.importing_maps import ImportMapsDialog
from stac_gui.presenters.importing import (
    ImportWishes,
    compare,
    picture_both,
    take_maps,
    take_over,
)
from stac_gui.translating import figure

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from stac_core.importing.maps import MapImport, MapImportReport
    from stac_gui.controller import Controller
    from stac_gui.main_window import MainWindow
    from stac_gui.panels.import_source import ImportSourceDialog
    from stac_gui.presenters.opening import Opened
    from stac_gui.services import WindowServices

    _Pictures = tuple[NDArray[np.uint8], NDArray[np.uint8]]

_ACTIONS = (ActionId.IMPORT, ActionId.IMPORT_MAPS)


class ImportDesk(QObject):
    """Imports of labels and heat maps, as the main window has them.

    Args:
        window: The main window.
        controller: Says what is open.
        services: The workers.
    """

    def __init__(
        self, window: MainWindow, controller: Controller, services: WindowServices
    ) -> None:
        super().__init__(window)
        self._window, self._controller, self._tasks = window, controller, services.tasks
        self.dialog: ImportSourceDialog | None = None
        self.conflicts: ConflictsDialog | None = None
        self._to_show: Path | None = None

    def handlers(self) -> dict[ActionId, Callable[[], object]]:
        """What the actions do."""
        return {ActionId.IMPORT: self.ask_labels, ActionId.IMPORT_MAPS: self.ask_maps}

    def connect_widgets(self) -> None:
        """Connect everything, once."""
        self._controller.session.opened.connect(self._on_opened)
        self._controller.session.current_changed.connect(self._on_current)
        self._window.inspector.source.maps_chosen.connect(self._choose_maps)
        self._on_opened()

    def close(self) -> None:
        """Close what is open beside the window."""
        for dialog in (self.dialog, self.conflicts):
            if dialog is not None:
                dialog.reject()

    def _on_opened(self) -> None:
        data = self._controller.session.data
        is_open = data is not None and data.root is not None
        for each in _ACTIONS:
            self._window.actions_by_id[each].setEnabled(is_open)

    def _data(self) -> Opened | None:
        """The project at hand, with its image saved; None while there is none or one is asked."""
        data = self._controller.session.data
        if data is None or data.root is None or self.dialog is not None:
            return None
        self._controller.session.leave()
        return data

    def _open(
        self,
        dialog: ImportSourceDialog,
        find: Callable[[Path, str | None], Any],
        go_on: Callable[[Any], None],
    ) -> None:
        """Open a dialog that looks at what is chosen in it.

        Args:
            dialog: Which.
            find: Looks at a path and format; runs off the GUI thread.
            go_on: Called with what was found when the dialog is accepted.
        """

        def show(path: Path, name: str | None, found: Any, problem: str = "") -> None:
            if self.dialog is dialog:
                dialog.show_found(path, name, found, problem)

        def look(path: Path, name: str | None) -> None:
            self._tasks.submit(
                lambda: find(path, name),
                lambda found: show(path, name, found),
                lambda error: show(path, name, None, error.message),
            )

        def finished(accepted: int) -> None:
            self.dialog = None
            if accepted and dialog.found is not None:
                go_on(dialog.found)
            dialog.deleteLater()

        dialog.look_wanted.connect(look)
        dialog.finished.connect(finished)
        self.dialog = dialog
        dialog.open()

    # ---- labels ------------------------------------------------------------------------------

    def ask_labels(self) -> None:
        """Ask which labels to take over, look at them, and do it once everything is saved."""
        data = self._data()
        if data is None:
            return
        dialog = ImportDialog(data.class_names, self._window.settings, self._window)

        def go_on(found: FoundLabels) -> None:
            wishes = ImportWishes(
                dialog.table(), dialog.status.currentData(), dialog.tag.isChecked()
            )
            start = partial(self._compare, data, found, wishes, dialog.rule)
            self._controller.when_saved(start)

        self._open(dialog, partial(_find_labels, data), go_on)

    def _compare(self, data: Opened, found: FoundLabels, wishes: ImportWishes, rule: Rule) -> None:
        self._controller.activity.activities.run(
            self.tr("Reading labels"),
            lambda progress, cancel: compare(data, found, wishes, progress, cancel),
            partial(self._on_compared, data, found, wishes, rule),
            self._controller.on_failed,
            partial(self._controller.say, "info", self.tr("Nothing was imported.")),
        )

    def _on_compared(
        self,
        data: Opened,
        found: FoundLabels,
        wishes: ImportWishes,
        rule: Rule,
        comparison: Comparison,
    ) -> None:
        conflicts = comparison.of(Change.CONFLICT)
        go_on = partial(self._take_over, data, found, wishes, comparison)
        if rule is not Rule.ASK or not conflicts:
            go_on(comparison.chosen(rule))
            return
        dialog = ConflictsDialog(conflicts, self._window)

        def show(image: Incoming) -> None:
            def shown(pictures: _Pictures | None) -> None:
                if self.conflicts is dialog:
                    dialog.show_pictures(image, pictures)

            self._tasks.submit(
                lambda: picture_both(data, found, image, wishes, PICTURE_SIDE),
                shown,
                lambda _: shown(None),
            )

        def finished(accepted: int) -> None:
            self.conflicts = None
            taken = dialog.taken()
            dialog.deleteLater()
            if accepted:
                go_on(comparison.chosen(Rule.ASK, lambda image: image.image_id in taken))
            else:
                self._controller.say("info", self.tr("Nothing was imported."))

        dialog.picture_wanted.connect(show)
        dialog.finished.connect(finished)
        self.conflicts = dialog
        dialog.open()
        dialog.want_first()

    def _take_over(
        self,
        data: Opened,
        found: FoundLabels,
        wishes: ImportWishes,
        comparison: Comparison,
        chosen: list[Incoming],
    ) -> None:
        def done(left: dict[str, str]) -> None:
            problems = {**comparison.damaged, **left}
            text = self.tr("{} masks were imported, {} were the same already.")
            same = len(comparison.of(Change.SAME))
            words = [text.format(figure(len(chosen) - len(left)), figure(same))]
            if problems:
                image_id, reason = next(iter(problems.items()))
                text = self.tr("{} left out, the first is {}: {}")
                words.append(text.format(figure(len(problems)), image_id, reason))
            overlaps = [image for image in comparison.images if image.overlap]
            if overlaps:
                text = self.tr("Objects overlap in {} images; the upper one counts.")
                words.append(text.format(figure(len(overlaps))))
            lines = sum(image.left_out for image in comparison.images)
            if lines:
                text = self.tr("{} objects without an area, such as points and lines, left out.")
                words.append(text.format(figure(lines)))
            level = "warning" if problems or overlaps or lines else "info"
            self._controller.say(level, " ".join(words))
            self._controller.reload()

        def stopped() -> None:
            self._controller.say(
                "warning", self.tr("The import was stopped; what was imported stays.")
            )
            self._controller.reload()

        self._controller.activity.activities.run(
            self.tr("Importing labels"),
            lambda progress, cancel: take_over(data, found, chosen, wishes, progress, cancel),
            done,
            self._controller.on_failed,
            stopped,
        )

    # ---- heat maps ---------------------------------------------------------------------------

    def ask_maps(self) -> None:
        """Ask which heat maps to take in, and do it once everything is saved."""
        data = self._data()
        if data is None:
            return
        dialog = ImportMapsDialog(data.class_names, self._window.settings, self._window)

        def go_on(_: FoundMaps) -> None:
            self._controller.when_saved(partial(self._take_maps, data, dialog.answer()))

        self._open(dialog, partial(_find_maps, data), go_on)

    def _take_maps(self, data: Opened, wish: MapImport) -> None:
        def done(report: MapImportReport) -> None:
            text = self.tr("Heat maps of {} images were imported.")
            words = [text.format(figure(len(report.images)))]
            if wish.threshold is not None:
                text = self.tr("{} proposals were made, {} masks of people left alone.")
                words.append(text.format(figure(report.proposed), figure(report.left_alone)))
            if report.damaged:
                image_id, reason = next(iter(report.damaged.items()))
                text = self.tr("{} left out, the first is {}: {}")
                words.append(text.format(figure(len(report.damaged)), image_id, reason))
            if report.resized:
                text = self.tr("Those of {} images have another size and are resized.")
                words.append(text.format(figure(len(report.resized))))
            if report.without:
                words.append(self.tr("{} images have no maps.").format(figure(report.without)))
            self._controller.say("warning" if report.damaged else "info", " ".join(words))
            self._show_maps(data, report.folder)

        def stopped() -> None:
            self._controller.say("info", self.tr("The import of heat maps was stopped."))
            self._controller.reload()

        self._controller.activity.activities.run(
            self.tr("Importing heat maps"),
            lambda progress, cancel: take_maps(data, wish, progress, cancel),
            done,
            self._controller.on_failed,
            stopped,
        )

    def _show_maps(self, data: Opened, folder: Path) -> None:
        """Look at maps that were imported just now."""
        session = self._controller.session
        self._to_show = folder
        if not self._controller.reload():  # something is being edited: it stays as it is
            self._to_show = None
            if session.data is data:
                sets = (folder, *data.all_maps)
                session.use_model(replace(data, maps=folder, all_maps=sets), "maps")

    def _choose_maps(self, row: int) -> None:
        """Look at another set of maps that was imported."""
        session = self._controller.session
        if session.data is not None and row < len(session.data.all_maps):
            path = session.data.all_maps[row]
            if path != session.sources["maps"].path:
                session.sources.load(path, "maps")

    def _on_current(self) -> None:
        session = self._controller.session
        if self._to_show is None or session.data is None:
            return
        if session.data.maps == self._to_show:  # the project is open again, now with them
            self._to_show = None
            session.sources.show("maps")


def _find_labels(data: Opened, path: Path, format_name: str | None) -> FoundLabels:
    return find_labels(path, data.items.ids, data.class_names, format_name)


def _find_maps(data: Opened, path: Path, format_name: str | None) -> FoundMaps:
    return find_maps(path, data.items.ids, data.class_names, format_name, root=data.root)
