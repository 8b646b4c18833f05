"""What a segmenter's run leaves behind: its model file and pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stac_core.engine.recorder import draw_found
from stac_core.inference import PredictSpec
from stac_core.pseudo_mask import PseudoMaskSpec
from stac_core.runs import SEGMENTER_FILE
from stac_core.segmentation.model_file import LoadedSegmenter, SegmenterInfo, save_segmenter
from stac_core.segmentation.predictor import THRESHOLD, SegmenterPredictor

if TYPE_CHECKING:
    from pathlib import Path

    import torch
    from numpy.typing import NDArray

    from stac_core.engine.samples import Samples
    from stac_core.project import Project
    from stac_core.types import ImageItem


class SegmentProduct:
    """A segmenter.

    Args:
        project: Frozen.
        net: In training.
        info: Of its model file.
        shown: Images whose maps are drawn.
    """

    file = SEGMENTER_FILE

    def __init__(
        self,
        project: Project,
        net: torch.nn.Module,
        info: SegmenterInfo,
        shown: Samples,
    ) -> None:
        self._project, self._net, self._info, self._shown = project, net, info, shown

    def save(self, folder: Path, result: dict[str, Any]) -> None:
        """Write the model file."""
        info = self._info.model_copy(update={"result": result})
        save_segmenter(folder / SEGMENTER_FILE, self._net, info)

    def draw(self) -> list[tuple[ImageItem, NDArray[Any]]]:
        """Maps and masks."""
        if not len(self._shown):
            return []
        device = str(next(self._net.parameters()).device)
        predictor = SegmenterPredictor(LoadedSegmenter(self._net, self._info, ""), device=device)
        return draw_found(
            self._project, self._shown, predictor, PredictSpec(), PseudoMaskSpec(THRESHOLD)
        )
