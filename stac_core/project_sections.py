"""The parts of the project file and what each field may hold."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from stac_core.types import BACKGROUND_NAME, MAX_CLASSES, ReviewStatus

Share = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[float, Field(gt=0)]


SegmenterArch = Literal[
    "compact",
    "deeplabv3plus-resnet18",
    "deeplabv3plus-efficientnet-b0",
    "deeplabv3plus-efficientnet-b4",
    "segformer-mit-b0",
    "segformer-mit-b4",
]
"""Networks of the second stage. "compact" is ours and trains on CPUs; the others are those of the
paper and can start from published weights."""


class Section(BaseModel):
    """Base of every part of the project file: unknown fields are errors."""

    model_config = ConfigDict(extra="forbid", validate_default=True)


class ClassSpec(Section):
    """A defect class. Its id is its value in masks."""

    id: int = Field(ge=1, le=MAX_CLASSES)
    name: str
    color: str = Field(pattern=r"^#[0-9A-Fa-f]{6}$")

    @field_validator("name")
    @classmethod
    def _usable_name(cls, name: str) -> str:
        if not name.strip() or name != name.strip():
            raise ValueError("a class needs a name without spaces around it")
        if re.search(r'[,;:"\n\r/\\]', name):
            raise ValueError('a class name cannot hold , ; : " / \\ or a line break')
        if name.casefold() == BACKGROUND_NAME:
            raise ValueError("'background' is always there: name only the defect classes")
        return name


class ImageFolder(Section):
    """A folder of images, never written to.

    Attributes:
        value_range: The pixel values that the model sees as black and white, where the file type's
            own full range is not right (12 bits in 16-bit files, float images).
        exclude: Patterns of files and folders in it that are no images of the project, such as
            masks beside them; see `stac_core.data.items.left_out`.
    """

    name: str
    path: str
    value_range: tuple[float, float] | None = None
    exclude: list[str] = []

    @field_validator("exclude")
    @classmethod
    def _usable_patterns(cls, patterns: list[str]) -> list[str]:
        for pattern in patterns:
            if not pattern.strip("/") or pattern.startswith("/") or "\\" in pattern:
                raise ValueError(
                    "a pattern is a name or a path from the image folder, with forward slashes"
                )
        return patterns


class OperatorsOfClass(Section):
    """Which operators of the bank show a class, as "operator/rule", and whether the tags chose.

    Without any, the class has the class-agnostic contrast for a map.
    """

    voters: list[str] = Field(max_length=9)
    by: Literal["tags", "person"] = "person"


class SaliencySection(Section):
    """Where saliency maps come from.

    Attributes:
        source: "contrast" looks at each image alone; "classes" uses operators that were chosen for
            each class by its tags or by a person; "synthetic" uses a net that was trained on
            made-up defects; "masks" one that was trained on the project's corrected masks; "folder"
            reads maps.
        operators: Of "classes".
        folder: Of "folder".
        network: File of the synthetic-defect net, also of operators that use it; None is the one
            that comes with the program.
        mask_network: File of the net of "masks"; None while none is trained.
        scales: Of "contrast".
        polarity: Of "contrast".
    """

    source: Literal["contrast", "classes", "synthetic", "masks", "folder"] = "contrast"
    operators: dict[str, OperatorsOfClass] = {}
    folder: str | None = None
    network: str | None = None
    mask_network: str | None = None
    scales: list[Positive] = Field(default=[0.1, 0.15, 0.25], min_length=1)
    polarity: Literal["both", "dark", "bright"] = "both"

    @model_validator(mode="after")
    def _folder_is_named(self) -> SaliencySection:
        if self.source == "folder" and not self.folder:
            raise ValueError("source 'folder' needs the folder of the maps")
        return self


class ModelSection(Section):
    """The network.

    Attributes:
        arch: `stac_micro` or `stac_cnn_micro`, made for CPUs, or the name of a plain transformer or
            a convolutional network of timm.
        weights: "hub" (those that timm knows), a file, or None to start from nothing.
        heads: Of a transformer's attention; None is the architecture's own number.
        output_stride: Pixels to a cell of a convolutional network's map; None is 16, as fine as a
            transformer's patches.
        input_size: (height, width) that images are resized to for training.
        current: The model file in use; None is the newest finished run's.
    """

    arch: str = "stac_micro"
    weights: str | None = None
    heads: int | None = Field(default=None, ge=1)
    output_stride: int | None = Field(default=None, ge=1)
    input_size: tuple[int, int] = (224, 224)
    current: str | None = None


class CamSection(Section):
    """How maps are made from the network, and masks from maps.

    The kind "auto" is "fused" for transformers and "patchcam" for convolutional networks, which
    have no others.
    """

    kind: Literal["auto", "fused", "patchcam", "mct"] = "auto"
    scales: list[Positive] = Field(default=[1.0, 2.0], min_length=1)
    flip: bool = True
    affinity: bool = False
    tag_threshold: Share = 0.5
    max_tokens: int = Field(default=4096, ge=16)
    threshold: Share | None = None
    class_thresholds: dict[str, Share] = {}
    ignore_from: Share | None = None


class DataSection(Section):
    """Where tags and masks come from, and which images train and validate.

    Attributes:
        tags: "store" (what was tagged in the window or by `stac init`), "folders" (each image's
            folder names its class), or a CSV or an authors' .npy file.
        masks: Pixel targets: "store" (the masks that a person has accepted, fixed or not), "none",
            a folder of `<key>.png`, or a CSV list of images and files.
        train_list: File that names the images to train on; None means all that are tagged and not
            validated on.
        validation_list: File that names the images to validate on; None sets `validation_share` of
            every combination of tags aside.
        validation_share: See `validation_list`.
        validation_masks: Folder of `<key>.png` that only measures, never trains.
    """

    tags: str = "store"
    masks: str = "store"
    train_list: str | None = None
    validation_list: str | None = None
    validation_share: float = Field(default=0.1, ge=0, lt=1)
    validation_masks: str | None = None


class ScheduleSection(Section):
    """How long and how fast a network learns, and what is kept of it.

    Attributes:
        batch_size: Images a step sees at once, over all processes.
        accumulate: Batches whose gradients are added up before each step of the optimiser.
        lr: Peak learning rate for `lr_per` images a step, in proportion; as it is where that is 0.
        layer_decay: Learning rate of each block relative to the next one's; 1 treats all alike.
        ema: Decay of the weights' moving average, which is then what is validated and kept; 0
            for none.
        mask_repeat: How often an image with a mask is seen in each epoch.
        select_by: What makes an epoch the best: the validation "loss", the label-free "proxy",
            mIoU on `data.validation_masks` ("masks"), or being the "last".
        early_stop: Stop after so many epochs without a better one; 0 never.
        deterministic: Refuse operations whose result can differ from run to run on a GPU.
        checkpoint_minutes: A checkpoint is written after each epoch and at least so often.
        samples: So many images' maps are drawn after each epoch.
        tensorboard: Also write curves for TensorBoard.
    """

    epochs: int = Field(default=80, ge=1)
    batch_size: int = Field(default=16, ge=2)
    accumulate: int = Field(default=1, ge=1)
    lr: Positive = 5e-3
    lr_per: int = Field(default=512, ge=0)
    warmup_epochs: float = Field(default=5, ge=0)
    warmup_lr: float = Field(default=1e-6, ge=0)
    min_lr: float = Field(default=1e-6, ge=0)
    weight_decay: float = Field(default=0.05, ge=0)
    layer_decay: float = Field(default=1.0, gt=0, le=1)
    clip_grad: float = Field(default=0.0, ge=0)
    ema: float = Field(default=0.0, ge=0, lt=1)
    flips: Literal["none", "horizontal", "both", "all"] = "horizontal"
    precision: Literal["fp32", "bf16", "fp16", "auto"] = "auto"
    seed: int = Field(default=0, ge=0)
    deterministic: bool = False
    mask_repeat: int = Field(default=10, ge=1)
    select_by: Literal["loss", "proxy", "masks", "last"] = "loss"
    early_stop: int = Field(default=0, ge=0)
    max_minutes: float | None = Field(default=None, gt=0)
    checkpoint_minutes: Positive = 10
    samples: int = Field(default=4, ge=0)
    tensorboard: bool = False

    def steps_per_epoch(self, seen: int) -> int:
        """Steps of an epoch in which so many images are seen."""
        return max(1, seen // (self.batch_size * self.accumulate))


class SegmentSection(ScheduleSection):
    """The second stage: a segmenter that learns from saliency and masks, in rounds.

    Attributes:
        arch: The network.
        weights: What the encoder starts from: None for random numbers, "hub" for the published
            ImageNet weights, or a file with the encoder's state dict.
        warm_start: Whether the compact network starts from the synthetic-defect net (the project's
            own, else the one that ships): it then tells dark and bright defects from the first
            step on, and faint classes are not lost in the first round. Others start from `weights`.
        schedule: After the warm-up the learning rate falls along half a "cosine" in each round, or
            stays "constant". It follows from the step alone, so that a run goes on bit for bit:
            lowering it when validation stalls (a plateau schedule) is left out for that reason.
        input_size: (height, width) that images are resized to; None is the images' usual size, its
            shorter side at most 256.
        rounds: Of self-training; the epochs are divided among them evenly.
        least_steps: An epoch has at least so many steps: small sets are seen several times in it,
            since a network learns by steps rather than by epochs.
        settled: End before a round whose targets agree with the last ones' so far (IoU of each
            class); 1 does all rounds.
        seed_share: How much saliency is mixed into the targets of later rounds, on images that show
            one class.
        mosaic: How often a batch is made of images that are joined in pairs.
        dice_weight: Of the Dice loss, relative to the cross-entropy.
        image_weight: Of the loss that asks whether a class is there.
        contrast_weight: Of the contrast between pixels.
        cam_model: Model file of STAC whose heat maps tell classes apart, in the first round, on
            images that show several; None leaves such images to the later rounds.
        current: The segmenter in use; None is the newest finished run's.
    """

    arch: SegmenterArch = "compact"
    weights: str | None = None
    warm_start: bool = True
    schedule: Literal["cosine", "constant"] = "cosine"
    cam_model: str | None = None
    current: str | None = None
    input_size: tuple[int, int] | None = None
    rounds: int = Field(default=6, ge=1)
    least_steps: int = Field(default=75, ge=1)
    settled: Share = 1.0
    seed_share: Share = 0.25
    mosaic: Share = 0.7
    dice_weight: float = Field(default=0.5, ge=0)
    image_weight: float = Field(default=0.2, ge=0)
    contrast_weight: float = Field(default=0.1, ge=0)
    epochs: int = Field(default=12, ge=1)
    batch_size: int = Field(default=24, ge=2)
    lr: Positive = 3e-3
    lr_per: int = Field(default=0, ge=0)
    warmup_epochs: float = Field(default=0.4, ge=0)
    weight_decay: float = Field(default=0.02, ge=0)
    clip_grad: float = Field(default=5.0, ge=0)
    ema: float = Field(default=0.995, ge=0, lt=1)
    flips: Literal["none", "horizontal", "both", "all"] = "all"
    select_by: Literal["loss", "proxy", "masks", "last"] = "last"

    def steps_per_epoch(self, seen: int) -> int:
        """Steps of an epoch in which so many images are seen, once or more often."""
        return max(self.least_steps, super().steps_per_epoch(seen))

    @model_validator(mode="after")
    def _rounds_fit(self) -> SegmentSection:
        if self.epochs % self.rounds:
            raise ValueError(
                f"{self.epochs} epochs cannot be divided among {self.rounds} rounds; make epochs a "
                "multiple of rounds"
            )
        if self.select_by not in {"last", "masks"}:
            raise ValueError("select_by can be 'last' or 'masks' here")
        if self.arch == "compact" and self.weights is not None:
            raise ValueError(
                "the compact network has no encoder that others have trained; set weights to null "
                "or choose another arch"
            )
        return self


class TrainSection(ScheduleSection):
    """Training of STAC. The loss weights and contrast settings are those of the paper.

    Attributes:
        mask_weight: Weight of an image with a mask relative to one with tags only, in the losses
            that look at pixels.
    """

    drop_path: Share = 0.1
    color_jitter: tuple[Share, Share, Share, Share] = (0.3, 0.3, 0.3, 0.1)
    cct_weight: float = Field(default=1.0, ge=0)
    saliency_weight: float = Field(default=2.0, ge=0)
    contrast_weight: float = Field(default=0.2, ge=0)
    temperature: Positive = 0.6
    queries: int = Field(default=256, ge=1)
    negatives: int = Field(default=256, ge=1)
    valid_threshold: Share = 0.5
    strong_threshold: Share = 1.0
    mask_weight: Positive = 1.0


class ReferenceSection(Section):
    """What a data set brought along to measure against: nothing of it is trained on.

    Attributes:
        layout: How the data set is laid out; None where the project was made of bare images.
        folder: The data set's folder.
        classes: What its own files call the project's classes, in the same order; classes that
            were added since are not among them.
        splits: Name of a subset -> file that lists its images.
        maps: Folder of localisation maps that came with it.
    """

    layout: str | None = None
    folder: str | None = None
    classes: list[str] = []
    splits: dict[str, str] = {}
    maps: str | None = None

    @model_validator(mode="after")
    def _folder_is_named(self) -> ReferenceSection:
        if self.layout is not None and not self.folder:
            raise ValueError("a layout needs the folder of the data set")
        return self


class ReviewSection(Section):
    """How labels are reviewed."""

    second: bool = False
    """Whether a mask that one person accepted waits for another person to accept it too."""


class ExportSection(Section):
    """Which images an export takes."""

    statuses: list[ReviewStatus] = [ReviewStatus.ACCEPTED]
