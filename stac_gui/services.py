"""The workers of one window, made together and ended together."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QStandardPaths

from stac_core.labels.ownership import Claims
from stac_gui.workers.engines import TorchEngine
from stac_gui.workers.images import ImageLoader, ThumbnailLoader
from stac_gui.workers.inference import InferenceThread
from stac_gui.workers.map_engine import with_imported
from stac_gui.workers.storage import StoreThread
from stac_gui.workers.tasks import TaskPool

if TYPE_CHECKING:
    from PySide6.QtCore import QObject


class WindowServices:
    """The window's threads.

    Args:
        parent: Owner.
        make_engine: Makes the inference engine; tests give their own.

    Attributes:
        claims: What this window may write to.
        unsaved: Folder where work is written down that has no project yet.
    """

    def __init__(self, parent: QObject | None = None, *, make_engine: Any = TorchEngine) -> None:
        self.make_engine = make_engine
        self._closed = False
        self.claims = Claims()
        data = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppLocalDataLocation)
        self.unsaved = Path(data) / "unsaved"
        self.loader = ImageLoader(parent)
        self.thumbnails = ThumbnailLoader(self.loader, parent)
        self.inference = InferenceThread(parent, make_engine=with_imported(make_engine))
        self.segmenter = InferenceThread(parent, beside=self.inference)
        self.maps = InferenceThread(parent, beside=self.inference)
        self.store = StoreThread(parent)
        self.tasks = TaskPool(2, parent)

    def close(self) -> None:
        """End all threads; what waits to be saved is tried first. Further calls do nothing."""
        if self._closed:
            return
        self._closed = True
        self.store.close()
        self.thumbnails.close()
        self.loader.close()
        self.tasks.close()
        self.segmenter.close()
        self.maps.close()
        self.inference.close()
        self.claims.close()  # last: until now something may have been written
