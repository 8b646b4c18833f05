"""Connects what goes to other programs, and comes from them, with the window."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from stac_core.exporting.run import ExportReport, ExportRequest
from stac_core.importing.labels import (
    Change,
    Comparison,
    FoundLabels,
    Incoming,
    Rule,
    find_labels,
)
from stac_gui.action_table import ActionId
from stac_gui.panels.certificate import CertificateDialog
from stac_gui.panels.conflicts import PICTURE_SIDE, ConflictsDialog
from stac_gui.panels.exporting import Exportable, ExportChoice
from stac_gui.panels.importing import ImportDialog
from stac_gui.presenters.exporting import run_export
from stac_gui.presenters.importing import ImportWishes, compare, picture_both, take_over
from stac_gui.translating import figure

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from stac_gui.controller import Controller
    from stac_gui.main_window import MainWindow
    from stac_gui.presenters.opening import Opened
    from stac_gui.services import WindowServices

    _Pictures = tuple[NDArray[np.uint8], NDArray[np.uint8]]


class ExchangeDesk(QObject):
    """Exports and imports, as the main window has them.

    Args:
        window: The main window.
        controller: Says what is open.
        services: The workers.

    Signals:
        exported: Folder and number of masks that were written to it.
    """

    exported = Signal(object, int)

    def __init__(
        self, window: MainWindow, controller: Controller, services: WindowServices
    ) -> None:
        super().__init__(window)
        self._window, self._controller, self._tasks = window, controller, services.tasks
        self.certificate: CertificateDialog | None = None
        self.importing: ImportDialog | None = None
        self.conflicts: ConflictsDialog | None = None

    def handlers(self) -> dict[ActionId, Callable[[], object]]:
        """What the actions do."""
        return {ActionId.EXPORT: self.ask_export, ActionId.IMPORT: self.ask_import}

    def connect_widgets(self) -> None:
        """Connect everything, once."""
        self._controller.session.opened.connect(self._on_opened)
        self._on_opened()

    def close(self) -> None:
        """Close what is open beside the window."""
        for dialog in (self.certificate, self.importing, self.conflicts):
            if dialog is not None:
                dialog.reject()

    def _on_opened(self) -> None:
        data = self._controller.session.data
        is_open = data is not None and data.root is not None
        self._window.actions_by_id[ActionId.IMPORT].setEnabled(is_open)

    # ---- export ------------------------------------------------------------------------------

    def ask_export(self) -> None:
        """Ask what to export, and do it in the background once everything is saved."""
        session, say = self._controller.session, self._controller.say
        data = session.data
        if data is None:
            return
        session.leave()
        if data.root is None:
            say("warning", self.tr("There is nothing to export yet: accept some masks first."))
            return
        walk = session.walk
        choice = self._window.dialogs.ask_export(
            Exportable(
                session.counts(),
                walk.unconfirmed(),
                data.class_names,
                len(walk.rows) if walk.query else None,
                () if data.project is None else tuple(data.project.reference.splits),
            )
        )
        if choice is None:
            return
        only = [data.items.ids[row] for row in walk.rows] if choice.only_listed else None
        say("info", self.tr("Exporting …"))
        self._controller.when_saved(partial(self._export, data, choice, only))

    def _export(self, data: Opened, choice: ExportChoice, only: list[str] | None) -> None:
        request = ExportRequest(
            choice.folder,
            choice.format,
            choice.statuses,
            only=only,
            with_classes=choice.with_classes,
            copy_images=choice.copy_images,
            polygons=choice.polygons,
        )

        def stopped() -> None:
            text = self.tr("The export was stopped; nothing was written to {}.")
            self._controller.say("warning", text.format(choice.folder))

        self._controller.activity.activities.run(
            self.tr("Exporting labels"),
            lambda progress, cancel: run_export(
                data,
                request,
                choice.shares,
                own_splits=choice.own_splits,
                progress=progress,
                cancel=cancel,
            ),
            partial(self._on_exported, choice),
            self._controller.on_failed,
            stopped,
        )

    def _on_exported(self, choice: ExportChoice, report: ExportReport) -> None:
        words = [self.tr("{} masks written to {}.")]
        words[0] = words[0].format(figure(len(report.written)), choice.folder)
        if report.skipped:
            image_id, reason = next(iter(report.skipped.items()))
            left_out = self.tr("{} left out, the first is {}: {}")
            words.append(left_out.format(len(report.skipped), image_id, reason))
        inexact = report.certificate.inexact
        if inexact:
            text = self.tr("{} of them do not come back exactly.")
            words.append(text.format(figure(len(inexact))))
        elif report.certificate.proofs:
            words.append(self.tr("All were read again and are exact."))
        is_well = not report.skipped and not inexact
        self._controller.say("info" if is_well else "warning", " ".join(words))
        self.exported.emit(choice.folder, len(report.written))
        if inexact:
            self._show_certificate(report, choice)

    def _show_certificate(self, report: ExportReport, choice: ExportChoice) -> None:
        if self.certificate is not None:
            self.certificate.reject()
        dialog = CertificateDialog(report.certificate, choice.folder, self._window)
        dialog.image_wanted.connect(self._controller.session.go_to_id)

        def finished() -> None:
            self.certificate = None
            dialog.deleteLater()

        dialog.finished.connect(finished)
        self.certificate = dialog
        dialog.show()  # images can be looked at beside it

    # ---- import ------------------------------------------------------------------------------

    def ask_import(self) -> None:
        """Ask which labels to take over, look at them, and do it once everything is saved."""
        data = self._controller.session.data
        if data is None or data.root is None or self.importing is not None:
            return
        self._controller.session.leave()
        dialog = ImportDialog(data.class_names, self._window.settings, self._window)

        def look(path: Path, format_name: str | None) -> None:
            self._tasks.submit(
                lambda: find_labels(path, data.items.ids, data.class_names, format_name),
                lambda found: self._show_found(dialog, path, format_name, found),
                lambda error: self._show_found(dialog, path, format_name, None, error.message),
            )

        def finished(accepted: int) -> None:
            self.importing = None
            if accepted and dialog.found is not None:
                wishes = ImportWishes(
                    dialog.table(), dialog.status.currentData(), dialog.tag.isChecked()
                )
                start = partial(self._compare, data, dialog.found, wishes, dialog.rule)
                self._controller.when_saved(start)
            dialog.deleteLater()

        dialog.look_wanted.connect(look)
        dialog.finished.connect(finished)
        self.importing = dialog
        dialog.open()

    def _show_found(
        self,
        dialog: ImportDialog,
        path: Path,
        format_name: str | None,
        found: FoundLabels | None,
        problem: str = "",
    ) -> None:
        if self.importing is dialog:
            dialog.show_found(path, format_name, found, problem)

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
            self._controller.say("warning" if problems or overlaps else "info", " ".join(words))
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
