"""Masks from a segmenter: probabilities of whole images, at their own size."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import torch
from torch.nn import functional

from stac_core.devices import choose_device, choose_dtype, describe
from stac_core.presence import present_classes
from stac_core.types import CamResult, CancelToken, Progress, no_progress
from stac_core.views import resize_rgb

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from torch import Tensor

    from stac_core.devices import Precision
    from stac_core.inference import PredictSpec
    from stac_core.presence import Tags
    from stac_core.segmentation.model_file import LoadedSegmenter

_TOGETHER: Final = 8
"""Up to so many images and their mirror images are looked at in one go, which is quicker."""

THRESHOLD: Final = 0.5
"""Background threshold of a segmenter's maps: there a class is as likely as the background."""


def two_views(net: torch.nn.Module, images: Tensor, dtype: torch.dtype) -> tuple[Tensor, Tensor]:
    """Probabilities of images and their mirror images, averaged.

    Args:
        net: In evaluation mode.
        images: float32 (B, channels, H, W), grey levels.
        dtype: Of automatic mixed precision; float32 for none.

    Returns:
        float32 (B, 1 + C, H, W), and whether the image shows each class: float32 (B, C), both in
        [0, 1].
    """
    views = [images, images.flip(-1)]
    if len(images) <= _TOGETHER:
        views = [torch.cat(views)]
    mixed = dtype is not torch.float32
    logits, shown = [], []
    with torch.no_grad(), torch.autocast(images.device.type, dtype=dtype, enabled=mixed):
        for view in views:
            output = net(view.contiguous(memory_format=torch.channels_last))
            logits.append(output.logits)
            shown.append(output.class_logits)
    pixels = torch.cat(logits).float().softmax(dim=1).chunk(2)
    classes = torch.cat(shown).float().sigmoid().chunk(2)
    return (pixels[0] + pixels[1].flip(-1)) / 2, (classes[0] + classes[1]) / 2


def as_maps(probabilities: Tensor, present: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Maps that masks are made from like any others: p_class / (p_class + p_background).

    Above 0.5 a class is more likely than the background, so the threshold 0.5 gives the most likely
    label.

    Args:
        probabilities: (1 + C, H, W).
        present: bool (C,), the others' maps are 0.

    Returns:
        float32 (C, H, W) in [0, 1].
    """
    classes, background = probabilities[1:].float(), probabilities[:1].float()
    share = classes / (classes + background).clamp(min=1e-9)
    maps: NDArray[np.float32] = share.cpu().numpy() * present[:, None, None]
    return maps


class SegmenterPredictor:
    """Makes maps with a segmenter; a drop-in for the CAM's `Predictor`.

    Args:
        model: As from `load_segmenter`; its network is moved, so it belongs to the predictor.
        device: "auto", "cpu", "cuda" or "cuda:1".
        precision: Of the network.

    Raises:
        DeviceError: If the device is not there or cannot compute in that precision.
    """

    def __init__(
        self, model: LoadedSegmenter, *, device: str = "auto", precision: Precision = "fp32"
    ) -> None:
        self.model = model
        self.classes = tuple(model.info.classes)
        self.device = choose_device(device)
        self.dtype = choose_dtype(precision, self.device)
        # the images come so too: on a CPU the compact network takes a fifth less time
        self._net = model.net.to(self.device)
        self._net.to(memory_format=torch.channels_last)  # type: ignore[call-overload]

    def describe(self) -> str:
        """Where and how precisely it runs, for people."""
        return describe(self.device, self.dtype)

    def settle(self, spec: PredictSpec) -> PredictSpec:
        """The spec as it is: a segmenter leaves nothing open."""
        return spec

    def predict(
        self,
        images: Sequence[NDArray[np.uint8]],
        spec: PredictSpec,
        *,
        tags: Sequence[Tags | None] | None = None,
        batch_size: int = 8,
        cancel: CancelToken | None = None,
        progress: Progress = no_progress,
    ) -> list[CamResult]:
        """Maps of some images; see `as_maps`.

        Args:
            images: uint8 RGB (H, W, 3), of any sizes; they are looked at in the size of training.
            spec: Its tag threshold counts.
            tags: For each image what is known of its classes; what is not known is decided by the
                scores.
            batch_size: At most so many images at once.
            cancel: Checked between batches.
            progress: Told after each batch.

        Raises:
            Cancelled: If `cancel` says so.
        """
        token = cancel or CancelToken()
        results: list[CamResult] = []
        for start in range(0, len(images), batch_size):
            token.check()
            part = images[start : start + batch_size]
            found, scores = two_views(self._net, self._tensor(part), self.dtype)
            for row, image in enumerate(part):
                known = None if tags is None else tags[start + row]
                levels = scores[row].cpu().numpy()
                present = present_classes(levels, known, spec.tag_threshold)
                size = (image.shape[0], image.shape[1])
                whole = functional.interpolate(
                    found[row : row + 1], size=size, mode="bilinear", align_corners=False
                )[0]
                results.append(CamResult(as_maps(whole, present), levels, present, self.classes))
            progress(len(results), len(images))
        return results

    def _tensor(self, images: Sequence[NDArray[np.uint8]]) -> Tensor:
        size = self.model.info.input_size
        resized = np.stack([resize_rgb(image, size) for image in images])
        pixels = torch.from_numpy(resized).permute(0, 3, 1, 2).to(self.device).float()
        return pixels.mean(dim=1, keepdim=True) if self.model.info.channels == 1 else pixels
