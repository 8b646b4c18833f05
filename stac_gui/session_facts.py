"""Facts of the review session in the window: classes, counts, the model and what is going on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from stac_core.types import ReviewStatus
from stac_gui.action_table import ActionId
from stac_gui.list_rows import contradiction_words
from stac_gui.models.class_table import ClassRow
from stac_gui.presenters.source_words import mask_note, model_name, source_state
from stac_gui.translating import figure

if TYPE_CHECKING:
    from stac_gui.main_window import MainWindow
    from stac_gui.models.sources import SourceState
    from stac_gui.presenters.opener import Opener
    from stac_gui.presenters.review import ReviewSession
    from stac_gui.saliency_desk import SaliencyDesk


class SessionFacts(QObject):
    """Shows what is known; changes nothing.

    Args:
        window: Where it is shown.
        session: What is open and which image is at hand.
        saliency: Its work is shown beside the model's.
        opener: So is its listing of images.
    """

    def __init__(
        self,
        window: MainWindow,
        session: ReviewSession,
        saliency: SaliencyDesk,
        opener: Opener,
    ) -> None:
        super().__init__(window)
        self._window, self._session, self._saliency = window, session, saliency
        self._opener = opener

    def show_classes(self) -> None:
        """Show the classes with the tags and scores of the image at hand."""
        data, item = self._session.data, self._session.item
        if data is None:
            self._window.inspector.show_classes([])
            return
        tags = {} if item is None else self._session.tagging.tags(item.id)
        scores = {} if item is None else self._session.scores(item.id)
        rows = [
            ClassRow(spec.name, spec.color, scores.get(spec.name), tags.get(spec.name))
            for spec in data.classes
        ]
        self._window.inspector.show_classes(rows)

    @Slot()
    def show_counts(self) -> None:
        """Show how many images are decided."""
        counts = self._session.counts()
        text = ""
        if self._session.items:
            text = self.tr("{} to do · {} accepted · {} to fix · {} rejected").format(
                figure(counts[ReviewStatus.TODO]),
                figure(counts[ReviewStatus.ACCEPTED]),
                figure(counts[ReviewStatus.NEEDS_FIX]),
                figure(counts[ReviewStatus.REJECTED]),
            )
        self._window.review_bar.counts.setText(text)

    @Slot()
    def show_activity(self) -> None:
        """Say what runs in the background and how far it is."""
        supply = self._session.supply
        progress, work = supply.batch_progress, self._saliency.activity()
        shown = progress if work is None else work[1]
        listed = self._opener.listed
        if listed is not None:
            shown = (0, 0)  # nobody knows how many there will be
        self._window.review_bar.show_progress(shown)
        self._window.actions_by_id[ActionId.STOP_LOOKING].setEnabled(shown is not None)
        activity = ""
        if listed is not None:
            activity = self.tr("listing images: {}").format(figure(listed))
        elif work is not None:
            activity = work[0]
        elif progress is not None:
            activity = self.tr("looking at all images: {} of {}")
            activity = activity.format(figure(progress[0]), figure(progress[1]))
        elif supply.is_loading:
            activity = self.tr("loading the model …")
        elif self._session.is_waiting_for_maps:
            activity = self.tr("looking at the image …")
        self._window.review_bar.activity.setText(activity)
        self._window.inspector.show_note(self._note())

    @Slot()
    def show_model(self) -> None:
        """Say which model is in use, and what depends on it."""
        supply = self._session.supply
        if supply.is_loading:
            text = self.tr("Loading the model …")
        elif supply.model is not None and supply.source == "maps":
            text = self.tr("Imported maps: {}").format(model_name(supply.model.path))
        elif supply.model is not None:
            text = f"{model_name(supply.model.path)}  ·  {supply.model.runs_on}"
        elif supply.problem is not None:
            text = self.tr("The model could not be loaded")
        else:
            text = self.tr("No model") if self._session.items else ""
        self._window.show_model(text)
        actions, loaded = self._window.actions_by_id, supply.model is not None
        for each in (ActionId.MODEL_INFO, ActionId.LOOK_AT_ALL):
            actions[each].setEnabled(loaded)
        self.show_sources()
        self.show_activity()

    @Slot()
    def show_sources(self) -> None:
        """Say in the panel and the menu whose maps and proposals are shown."""
        session = self._session
        choices: dict[str, SourceState] = {
            supply.source: source_state(supply, session.data) for supply in session.sources
        }
        shown = session.sources.shown
        switch, data = self._window.inspector.source, session.data
        switch.show_state(choices, shown, mask_note(session))
        sets, used = () if data is None else data.all_maps, session.sources["maps"].path
        place = sets.index(used) if used in sets else -1
        switch.show_maps([each.name for each in sets], place, shown=shown == "maps")

    def _note(self) -> str:
        """What there is to say about the heat map of the image at hand."""
        supply, maps = self._session.supply, self._session.maps
        if not self._session.items or supply.is_loading:
            return ""
        if supply.model is None:
            return self.tr(
                "No model yet: train one, or choose weights to see heat maps. Masks can be painted "
                "without one."
            )
        item = self._session.item
        if item is not None:
            tags = self._session.tagging.tags(item.id)
            against = contradiction_words(tags, self._session.scores(item.id))
            if against:
                return self.tr("Tag and model disagree: {}.").format(against)
        if maps is not None and not maps.present.any():
            return self.tr("No defect found: no class is tagged or scores above the limit.")
        if maps is not None and maps.full.reduced:
            return self.tr("Large image: the heat map was made at a reduced size.")
        return ""
