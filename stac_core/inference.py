"""Predictor: from images to maps, batched, cancellable, on CPU or GPU."""

from __future__ import annotations

import hashlib
import json
import logging
from collections import defaultdict
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import torch

from stac_core.cam import CamChoice, choose_kind, normalise_cam, resize_cam, view_cam
from stac_core.devices import Precision, choose_device, choose_dtype, describe
from stac_core.errors import ConfigError, DeviceError
from stac_core.explanation import ViewLook, explanation_of
from stac_core.presence import Tags, present_classes
from stac_core.types import CamResult, CancelToken, Explanation, Progress, no_progress
from stac_core.views import ViewSize, images_to_tensor, pad_to_patch, resize_rgb, view_sizes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray
    from torch import Tensor

    from stac_core.models.cam_net import CamNet, Localisation
    from stac_core.models.model_file import LoadedModel

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class PredictSpec:
    """How maps are made.

    Attributes:
        kind: Which CAM; "auto" is the best that the network can give.
        scales: Multiply the image's own size; the views' maps are summed.
        flip: Look at each view also mirrored horizontally.
        affinity: Refine each view's maps by the patch-to-patch attention.
        tag_threshold: Score from which an untagged class counts as present.
        max_tokens: A view with more patches than this is scaled down.
    """

    kind: CamChoice = "auto"
    scales: tuple[float, ...] = (1.0, 2.0)
    flip: bool = True
    affinity: bool = False
    tag_threshold: float = 0.5
    max_tokens: int = 4096

    def digest(self) -> str:
        """16 hexadecimal digits that tell one spec from another.

        Maps are named by the digest of a settled spec (`Predictor.settle`): "auto" names none.
        """
        text = json.dumps(asdict(self), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


class Predictor:
    """Makes maps with one model.

    Args:
        model: As from `load_model`; its network is moved and cast, so it belongs to the predictor.
        device: "auto", "cpu", "cuda" or "cuda:1".
        precision: What the network's blocks run in; maps are always made in float32.
        on_fallback: Told, in words, when memory ran out and the work goes on differently.

    Raises:
        DeviceError: If the device is not there or cannot compute in that precision.
    """

    def __init__(
        self,
        model: LoadedModel,
        *,
        device: str = "auto",
        precision: Precision = "fp32",
        on_fallback: Callable[[str], None] | None = None,
    ) -> None:
        self.model = model
        self.classes = tuple(model.info.classes)
        self.device = choose_device(device)
        self._precision: Precision = precision
        self._on_fallback = on_fallback or logger.warning
        self.dtype = choose_dtype(precision, self.device)
        self._net: CamNet = model.net.to(self.device)
        self._net.cast_for_inference(self.dtype)

    def describe(self) -> str:
        """Where and how precisely it runs, for people."""
        return describe(self.device, self.dtype)

    def settle(self, spec: PredictSpec) -> PredictSpec:
        """The spec with all that it leaves to the network decided.

        Raises:
            ConfigError: If the network cannot do what the spec asks for.
        """
        arch = self.model.info.arch
        kind = choose_kind(spec.kind, self._net.cam_kinds, where=arch)
        if spec.affinity and not self._net.has_affinity:
            raise ConfigError(
                "is convolutional and has no patch-to-patch attention to refine maps by",
                where=arch,
                fix="Set cam.affinity to false (leave --affinity out)",
            )
        return replace(spec, kind=kind)

    def predict(
        self,
        images: Sequence[NDArray[np.uint8]],
        spec: PredictSpec = PredictSpec(),
        *,
        tags: Sequence[Tags | None] | None = None,
        batch_size: int = 8,
        cancel: CancelToken | None = None,
        progress: Progress = no_progress,
    ) -> list[CamResult]:
        """Maps of some images. The result does not depend on the batch size.

        Args:
            images: uint8 RGB (H, W, 3), of any sizes; equal sizes run together.
            spec: How.
            tags: For each image what is known of its classes; what is not known, or the whole
                image where None, is decided by the scores.
            batch_size: At most so many images at once.
            cancel: Checked between views.
            progress: Told after each batch.

        Raises:
            Cancelled: If `cancel` says so.
            ConfigError: See `settle`.
            DeviceError: If the memory does not suffice for a single image on the CPU.
        """
        spec = self.settle(spec)
        groups: dict[tuple[int, ...], list[int]] = defaultdict(list)
        for index, image in enumerate(images):
            if image.ndim != 3 or image.shape[2] != 3 or image.dtype != np.uint8:
                raise ValueError(f"expected uint8 RGB (H, W, 3), got {image.dtype} {image.shape}")
            groups[image.shape].append(index)
        results: dict[int, CamResult] = {}
        for group in groups.values():
            for start in range(0, len(group), batch_size):
                part = group[start : start + batch_size]
                part_tags = [None if tags is None else tags[index] for index in part]
                done = self._predict_fitting(
                    [images[index] for index in part], spec, part_tags, cancel or CancelToken()
                )
                results.update(zip(part, done, strict=True))
                progress(len(results), len(images))
        return [results[index] for index in range(len(images))]

    def _predict_fitting(
        self,
        images: list[NDArray[np.uint8]],
        spec: PredictSpec,
        tags: list[Tags | None],
        cancel: CancelToken,
    ) -> list[CamResult]:
        """Predict equal-sized images; out of memory: fewer at a time, then on the CPU."""
        try:
            return self._predict_equal(images, spec, tags, cancel)
        except torch.OutOfMemoryError as error:
            reason = error
        torch.cuda.empty_cache()
        if len(images) > 1:
            self._on_fallback(f"out of GPU memory with {len(images)} images at once: using fewer")
            half = len(images) // 2
            return [
                *self._predict_fitting(images[:half], spec, tags[:half], cancel),
                *self._predict_fitting(images[half:], spec, tags[half:], cancel),
            ]
        if self.device.type == "cpu":
            raise DeviceError(
                "the memory does not suffice for this image", fix="Lower cam.max_tokens"
            ) from reason
        self._on_fallback("out of GPU memory with a single image: going on with the CPU, slower")
        self.device = torch.device("cpu")
        self.dtype = choose_dtype(
            "auto" if self._precision == "fp16" else self._precision, self.device
        )
        self._net = self._net.to(self.device)
        self._net.cast_for_inference(self.dtype)
        return self._predict_equal(images, spec, tags, cancel)

    @torch.inference_mode()
    def _predict_equal(
        self,
        images: list[NDArray[np.uint8]],
        spec: PredictSpec,
        tags: list[Tags | None],
        cancel: CancelToken,
    ) -> list[CamResult]:
        size = (images[0].shape[0], images[0].shape[1])
        views = self._views(size, spec)
        cam: Tensor | None = None
        scores: Tensor | None = None
        looks = []
        for view in views:
            cancel.check()
            view_maps, view_scores = self._look(images, view, spec)
            stretched = resize_cam(view_maps, size)
            cam = stretched if cam is None else cam.add_(stretched)
            counted = view_scores.mean(dim=0) * view.count
            scores = counted if scores is None else scores + counted
            looks.append(view_scores)
        assert cam is not None
        assert scores is not None
        scores = scores / sum(view.count for view in views)
        apart = torch.cat(looks)
        spread = (apart.amax(dim=0) - apart.amin(dim=0)).cpu().numpy()
        decided = [
            present_classes(score, tag, spec.tag_threshold)
            for score, tag in zip(scores.cpu().numpy(), tags, strict=True)
        ]
        present = np.stack(decided)
        normal = normalise_cam(cam, torch.from_numpy(present).to(cam.device)).cpu().numpy()
        reduced = any(view.reduced for view in views)
        return [
            CamResult(maps, score, row, self.classes, reduced, far if len(apart) > 1 else None)
            for maps, score, row, far in zip(
                normal, scores.cpu().numpy(), present, spread, strict=True
            )
        ]

    @torch.inference_mode()
    def explain(
        self,
        image: NDArray[np.uint8],
        spec: PredictSpec = PredictSpec(),
        *,
        cancel: CancelToken | None = None,
    ) -> Explanation:
        """What the heat maps of an image are made of; takes about as long as `predict`.

        Args:
            image: uint8 RGB (H, W, 3).
            spec: How maps are made.
            cancel: Checked between views.

        Raises:
            Cancelled: If `cancel` says so.
            ConfigError: See `settle`.
            DeviceError: If the memory does not suffice.
        """
        spec, token = self.settle(spec), cancel or CancelToken()
        size = (image.shape[0], image.shape[1])
        views = self._views(size, spec)
        looks = []
        try:
            for number, view in enumerate(views):
                token.check()
                features = self._localise([image], view, spec, blocks=number == 0)
                looks.append(ViewLook(view.size[0] / size[0], features, self._maps(features, spec)))
        except torch.OutOfMemoryError as error:
            raise DeviceError(
                "the memory does not suffice for looking closer", fix="Lower cam.max_tokens"
            ) from error
        return explanation_of(looks, self.classes)

    def _views(self, size: tuple[int, int], spec: PredictSpec) -> list[ViewSize]:
        return view_sizes(
            size,
            spec.scales,
            patch_size=self._net.patch_size,
            max_tokens=spec.max_tokens,
            snap=self._net.snaps_views,
        )

    def _localise(
        self,
        images: list[NDArray[np.uint8]],
        view: ViewSize,
        spec: PredictSpec,
        *,
        blocks: bool = False,
    ) -> Localisation:
        """What the network says about a view: of the images, and then of their mirror images."""
        info = self.model.info
        resized = [resize_rgb(image, view.size) for image in images]
        batch = images_to_tensor(resized, info.mean, info.std).to(self.device)
        if spec.flip:
            batch = torch.cat([batch, batch.flip(-1)])
        padded = pad_to_patch(batch, self._net.patch_size)
        return self._net.localise(padded, affinity=spec.affinity, blocks=blocks)

    def _maps(self, features: Localisation, spec: PredictSpec) -> Tensor:
        kinds, arch = self._net.cam_kinds, self.model.info.arch
        return view_cam(features, choose_kind(spec.kind, kinds, where=arch))

    def _look(
        self, images: list[NDArray[np.uint8]], view: ViewSize, spec: PredictSpec
    ) -> tuple[Tensor, Tensor]:
        """Maps (B, C, h, w) of one view, summed over its flips and its count, and its scores.

        Scores are (F, B, C): of the image, and with flips of its mirror image.
        """
        features = self._localise(images, view, spec)
        maps = self._maps(features, spec)
        scores = features.logits.sigmoid()[None]
        if spec.flip:
            # Mirroring commutes with the bilinear stretch, so it is undone on the small maps.
            maps, mirrored = maps.chunk(2)
            maps = maps + mirrored.flip(-1)
            scores = torch.cat(scores.chunk(2, dim=1))
        return maps * view.count, scores
