"""Connects exports with the window."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from stac_core.exporting.run import ExportReport, ExportRequest
from stac_gui.action_table import ActionId
from stac_gui.panels.certificate import CertificateDialog
from stac_gui.panels.exporting import Exportable, ExportChoice
from stac_gui.presenters.exporting import run_export
from stac_gui.translating import figure

if TYPE_CHECKING:
    from collections.abc import Callable

    from stac_gui.controller import Controller
    from stac_gui.main_window import MainWindow
    from stac_gui.presenters.opening import Opened


class ExportDesk(QObject):
    """Exports, as the main window has them.

    Args:
        window: The main window.
        controller: Says what is open.

    Signals:
        exported: Folder and number of masks that were written to it.
    """

    exported = Signal(object, int)

    def __init__(self, window: MainWindow, controller: Controller) -> None:
        super().__init__(window)
        self._window, self._controller = window, controller
        self.certificate: CertificateDialog | None = None

    def handlers(self) -> dict[ActionId, Callable[[], object]]:
        """What the actions do."""
        return {ActionId.EXPORT: self.ask_export}

    def connect_widgets(self) -> None:
        """Nothing else is connected."""

    def close(self) -> None:
        """Close what is open beside the window."""
        if self.certificate is not None:
            self.certificate.reject()

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
