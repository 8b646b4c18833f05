"""What a run works with: pixels, saliency maps, the network and its judge."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from stac_core.cam import choose_kind
from stac_core.data.images import read_image, to_model_rgb
from stac_core.data.tags import tags_to_arrays
from stac_core.engine.samples import Samples, load_samples
from stac_core.engine.validation import Validator, find_truths
from stac_core.errors import DataError
from stac_core.models.model_file import (
    DEFAULT_THRESHOLD,
    ModelInfo,
    kinds_of,
    load_report_lines,
    network_info,
)
from stac_core.models.pretrained import HUB, initialise, load_matching
from stac_core.models.weights import read_weights
from stac_core.project import Project, resolve, save_project, value_range_of
from stac_core.saliency.maps import SALIENCY_FOLDER, make_maps, manifest, missing_maps
from stac_core.saliency.nets import shipped_net
from stac_core.saliency.operators import choose_operators
from stac_core.saliency.spec import (
    choice_warnings,
    make_generator,
    synthetic_net,
    undecided_classes,
    with_choices,
)
from stac_core.segmentation.encoder_weights import encoder_report_lines, initialise_encoder
from stac_core.segmentation.hub import HUB_ARCHS, HubNet
from stac_core.segmentation.model_file import SegmenterInfo

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import torch
    from numpy.typing import NDArray

    from stac_core.data.tags import TagTable
    from stac_core.engine.data import RunData
    from stac_core.engine.ranks import Ranks
    from stac_core.models.cam_net import CamNet
    from stac_core.presence import Tags
    from stac_core.types import CancelToken, ImageItem, Progress

logger = logging.getLogger(__name__)

_MAX_EXAMPLES = 5


@dataclass(frozen=True)
class Rows:
    """Samples in their order.

    Attributes:
        samples: Something else stands in for images that are gone.
        unusable: Rows whose image is gone.
        masked: (n,), whose mask was listed when the run began, also where it is gone.
    """

    samples: Samples
    unusable: frozenset[int]
    masked: NDArray[np.bool_]


class Preparation:
    """Makes ready what a run works with.

    Args:
        project: Frozen, its paths relative to `folder`.
        folder: The run folder.
        ranks: The processes that train together.
        say: Told in words what happens.
        warn: Told what is left out.
        progress: Progress of reading images and making saliency maps.
        cancel: Checked between images.
    """

    def __init__(
        self,
        project: Project,
        folder: Path,
        *,
        ranks: Ranks,
        say: Callable[[str], None],
        warn: Callable[[str], None],
        progress: Callable[[str], Progress],
        cancel: CancelToken,
    ) -> None:
        self._project, self._folder = project, folder
        self._root = folder.parent.parent  # where the saliency maps are
        self._ranks = ranks
        self._say, self._warn, self._progress, self._cancel = say, warn, progress, cancel

    def samples(
        self, data: RunData, state: Any, size: tuple[int, int]
    ) -> tuple[Rows, Rows, list[str]]:
        """Pixels of the training and the validation images, and the ids that were left out.

        On the first start images that cannot be read are left out for good; later ones keep their
        place in the order, so that the others' does not change.
        """
        items = [*data.training, *data.validation]
        loaded = self._load(items, data, size)
        there = {item.id: row for row, item in enumerate(loaded.items)}
        lost = {item.id for item in items if item.id not in there} | set(data.missing)
        # what one process cannot read the others leave out too, else their batches differ
        lost = set(self._ranks.gather(sorted(lost)))
        for image_id in lost:
            there.pop(image_id, None)
        if state is None:
            left_out = sorted(lost)
        else:
            left_out = list(state["left_out"])
            gone = sorted(lost - set(left_out))
            if gone:
                self._warn(
                    f"{len(gone):,} images that the run began with cannot be read any more and "
                    f"are left out from here on, the first is {gone[0]}"
                )
        parts, dropped = [], set(left_out)
        for ids in (data.training_ids, data.validation_ids):
            kept = [image_id for image_id in ids if image_id not in dropped]
            unusable = frozenset(row for row, image_id in enumerate(kept) if image_id not in there)
            rows = [there.get(image_id, 0) for image_id in kept]
            masked = np.array([image_id in data.masks for image_id in kept], bool)
            parts.append(Rows(loaded.subset(rows), unusable, masked))
        training, validation = parts
        if not len(training.samples) or len(training.unusable) == len(training.samples):
            raise DataError("none of the training images can be read", where=self._folder)
        there_still = [
            row for row in range(len(validation.samples)) if row not in validation.unusable
        ]
        validation = Rows(
            validation.samples.subset(there_still), frozenset(), validation.masked[there_still]
        )
        return training, validation, left_out

    def _load(self, items: list[ImageItem], data: RunData, size: tuple[int, int]) -> Samples:
        project = self._project
        if self._ranks.is_main:
            self._make_saliency(items, data.tags)
        self._ranks.wait()
        present, known = tags_to_arrays(data.tags, [item.id for item in items], project.class_names)
        problems: list[str] = []
        samples = load_samples(
            items,
            present,
            known,
            saliency_folder=self._saliency_folder(),
            size=size,
            masks=data.masks,
            value_range=lambda image_id: value_range_of(project, image_id),
            on_problem=lambda item, text: problems.append(text),
            progress=self._progress("read images"),
            cancel=self._cancel,
        )
        for text in problems[:_MAX_EXAMPLES]:
            self._warn(f"left out: {text}")
        if len(problems) > _MAX_EXAMPLES:
            more = len(problems) - _MAX_EXAMPLES
            self._warn(f"... and {more:,} more of {len(items):,} left out")
        return samples

    def _saliency_folder(self) -> Path:
        section = self._project.saliency
        if section.source == "folder":
            assert section.folder is not None
            return resolve(self._folder, section.folder)
        return self._root / SALIENCY_FOLDER

    def _make_saliency(self, items: list[ImageItem], tags: TagTable) -> None:
        self._choose_operators(items, tags)
        project, folder = self._project, self._saliency_folder()
        if project.saliency.source == "folder":
            if len(missing_maps(items, folder)) == len(items):
                raise DataError(
                    "holds no saliency map of any image",
                    where=folder,
                    fix="A map is named after its image: KEY.png",
                )
        else:
            report = make_maps(
                items,
                folder,
                make_generator(project, tags, self._folder),
                value_range=lambda image_id: value_range_of(project, image_id),
                progress=self._progress("saliency"),
                cancel=self._cancel,
            )
            if report.made:
                self._say(f"{report.made:,} saliency maps made")
        logger.info("saliency: %s", manifest(folder))

    def _choose_operators(self, items: list[ImageItem], tags: TagTable) -> None:
        """Choose what nobody chose, and write it into the run's own project file."""
        project = self._project
        undecided = undecided_classes(project)
        if not undecided:
            return
        choices = choose_operators(
            items,
            tags,
            project.class_names,
            lambda item: to_model_rgb(read_image(item.path), value_range_of(project, item.id)),
            network=synthetic_net(project.saliency, self._folder),
            progress=self._progress("choose operators"),
            cancel=self._cancel,
        )
        choices = [choice for choice in choices if choice.name in undecided]
        for text in choice_warnings(choices):
            self._warn(text)
        self._project = with_choices(project, choices)
        save_project(self._project, self._folder)

    def saliency_facts(self) -> dict[str, Any]:
        """Where the saliency maps came from, for the model file."""
        made = manifest(self._saliency_folder())
        if self._project.saliency.source == "folder":
            return {"source": "folder", **({"manifest": made} if made else {})}
        return made

    def model_info(self) -> ModelInfo:
        """What the model file will say."""
        project = self._project
        threshold = project.cam.threshold
        kinds = kinds_of(project.model.arch)
        return network_info(project).model_copy(
            update={
                "threshold": DEFAULT_THRESHOLD if threshold is None else threshold,
                "value_ranges": value_ranges(project),
                "scales": project.cam.scales,
                "kind": choose_kind(project.cam.kind, kinds, where=project.model.arch),
                "train": project.train.model_dump(mode="json"),
            }
        )

    def segmenter_info(self, training: Samples) -> SegmenterInfo:
        """What the segmenter's file will say."""
        project = self._project
        assert project.segment.input_size is not None
        channels: Literal[1, 3] = 1 if training.images.shape[3] == 1 else 3
        return SegmenterInfo(
            arch=project.segment.arch,
            classes=project.class_names,
            channels=channels,
            input_size=project.segment.input_size,
            value_ranges=value_ranges(project),
            saliency=self.saliency_facts(),
            segment=project.segment.model_dump(mode="json"),
        )

    def initialise(self, net: CamNet) -> None:
        """Load the weights that the project names."""
        weights = self._project.model.weights
        if weights is None:
            return
        source: Any = HUB if weights == HUB else resolve(self._folder, weights)
        report = initialise(net, source)
        for line in load_report_lines(report):
            self._say(f"weights: {line}")

    def initialise_segmenter(self, net: torch.nn.Module) -> None:
        """Load the weights that a segmenter starts from, as the project says."""
        section = self._project.segment
        if not isinstance(net, HubNet):
            if section.warm_start:
                start = synthetic_net(self._project.saliency, self._folder) or shipped_net()
                report = load_matching(net, read_weights(start.path).state)
                self._say(
                    f"weights: {len(report.loaded)} tensors of the synthetic-defect net "
                    f"({start.digest}) taken over"
                )
            return
        if notice := HUB_ARCHS[section.arch].notice:
            self._say(f"{section.arch}: {notice}")
        if section.weights is not None:
            source: Any = HUB if section.weights == HUB else resolve(self._folder, section.weights)
            for line in encoder_report_lines(initialise_encoder(net, section.arch, source)):
                self._say(f"weights: {line}")

    def truths(self, data: RunData, validation: Samples) -> list[tuple[ImageItem, Path, Tags]]:
        """Masks that only measure; see `find_truths`."""
        folder = self._project.data.validation_masks
        judged = {item.id for item in validation.items}
        return find_truths(
            self._project,
            None if folder is None else resolve(self._folder, folder),
            [*data.training, *data.validation],
            {image_id: path for image_id, path in data.masks.items() if image_id in judged},
            data.tags,
        )

    def validator(
        self,
        info: ModelInfo,
        data: RunData,
        validation: Samples,
        *,
        device: torch.device,
        dtype: torch.dtype,
    ) -> Validator:
        """What judges the network after each epoch."""
        return Validator(
            self._project,
            info,
            validation,
            self.truths(data, validation),
            device=device,
            dtype=dtype,
            ranks=self._ranks,
        )


def value_ranges(project: Project) -> dict[str, tuple[float, float]]:
    """Pixel values for black and white by image folder, where they are not the full range."""
    return {
        folder.name: folder.value_range
        for folder in project.image_folders
        if folder.value_range is not None
    }
