"""`stac predict`: heat maps and masks of many images."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from stac_core.cli import UsageError, class_list, share
from stac_core.cli.options import (
    add_device,
    add_project,
    open_project,
    recover_labels,
    warn_problems,
)
from stac_core.data.images import folder_value_range
from stac_core.data.items import check_unique_keys, read_list, scan_folder, select_items
from stac_core.data.tags import TagTable, read_tags
from stac_core.engine.data import read_project_tags
from stac_core.errors import ConfigError, DataError, WeightsError
from stac_core.labels.store import open_store
from stac_core.presence import Tags
from stac_core.project import Project, project_items, value_range_of
from stac_core.refine.steps import STEP_KINDS, RefineSection, parse_steps, steps_as_values
from stac_core.runs import current_segmenter, require_model

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from stac_core.cam_cache import CamCache
    from stac_core.cli import Output
    from stac_core.data.images import ValueRange
    from stac_core.inference import Predictor
    from stac_core.segmentation.predictor import SegmenterPredictor
    from stac_core.types import CamResult, ImageItem

HELP = "make heat maps and masks with the project's model or with a weights file"

_SAVE = ("cam", "mask", "overlay", "scores")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `stac predict`."""
    add_project(parser, optional=True)
    parser.add_argument(
        "--weights",
        type=Path,
        metavar="FILE",
        help="this model; without a project it needs --images and --out",
    )
    parser.add_argument(
        "--source",
        choices=("auto", "cam", "segmenter"),
        default="auto",
        help="the project's heat maps or its segmenter; auto is the segmenter where there is one",
    )
    parser.add_argument("--images", type=Path, metavar="DIR", help="a folder of images")
    parser.add_argument("--out", type=Path, metavar="DIR", help="folder for the results")
    parser.add_argument(
        "--classes", type=class_list, metavar="A,B,C", help="for weights that do not name them"
    )
    parser.add_argument("--list", type=Path, metavar="FILE", help="only these images, one a line")
    parser.add_argument("--tags", type=Path, metavar="FILE", help="CSV or .npy of known tags")
    parser.add_argument(
        "--tag-threshold", type=share, metavar="T", help="score that counts as present (0.5)"
    )
    parser.add_argument("--scales", type=float, nargs="+", metavar="S", help="image scales (1 2)")
    parser.add_argument(
        "--kind",
        choices=("auto", "fused", "patchcam", "mct"),
        help="CAM kind (auto: fused, or patchcam without class tokens)",
    )
    parser.add_argument(
        "--affinity", action="store_true", default=None, help="refine by patch affinity"
    )
    parser.add_argument(
        "--threshold", type=share, metavar="T", help="background threshold (the model file's)"
    )
    parser.add_argument(
        "--refine",
        action="append",
        metavar="STEP[:KEY=VALUE,...]",
        help="a step of refinement, such as smooth:sigma=2; may be given several times, instead of "
        f"the project's steps; none switches them off ({', '.join(STEP_KINDS)})",
    )
    parser.add_argument(
        "--save",
        type=_save_list,
        default=frozenset({"cam", "mask"}),
        metavar="LIST",
        help="any of cam,mask,overlay,scores (default cam,mask)",
    )
    parser.add_argument(
        "--precision", choices=("fp32", "bf16", "fp16", "auto"), default="fp32", help="(fp32)"
    )
    parser.add_argument("--heads", type=int, metavar="N", help="attention heads of the weights")
    add_device(parser)


def run(args: argparse.Namespace, out: Output) -> dict[str, Any]:
    """Predict into the project, or into a folder."""
    _check_usage(args)
    project, root = open_project(args.project) if args.project else (None, Path())
    if project is not None:
        recover_labels(project, root, out)
    source = _find_source(args, project, root, out)
    job = _Job(args, out, project, root, source)
    return job.into_folder() if args.out else job.into_project()


class _Source(NamedTuple):
    """A model that makes maps, and what its file says.

    Attributes:
        name: "cam" or "segmenter".
        predictor: Makes maps.
        classes: Names.
        digest: Of the file.
        value_ranges: Pixel values for black and white by image folder.
        threshold: Background threshold that its maps are meant for.
        kind: CAM kind.
        scales: Image scales.
    """

    name: str
    predictor: Predictor | SegmenterPredictor
    classes: list[str]
    digest: str
    value_ranges: dict[str, tuple[float, float]]
    threshold: float
    kind: Any
    scales: list[float]


def _find_source(
    args: argparse.Namespace, project: Project | None, root: Path, out: Output
) -> _Source:
    """The model to use: given, or the project's."""
    from stac_core.models.header import is_segmenter

    classes = args.classes or (project.class_names if project else None)
    if args.weights:
        named = "segmenter" if is_segmenter(args.weights) else "cam"
        if args.source not in {"auto", named}:
            raise UsageError(f"{args.weights.name} is no model for --source {args.source}")
        path, found = args.weights, named == "segmenter"
    else:
        segmenter = None if args.source == "cam" else current_segmenter(_given(project), root)
        if segmenter is None and args.source == "segmenter":
            raise WeightsError(
                "the project has no segmenter yet",
                where=root,
                fix="Train one with: stac segment PROJECT",
            )
        path, found = segmenter or require_model(_given(project), root), segmenter is not None
    return _segmenter(args, path, classes) if found else _stac(args, path, classes, out)


def _segmenter(args: argparse.Namespace, path: Path, classes: list[str] | None) -> _Source:
    from stac_core.segmentation.model_file import load_segmenter
    from stac_core.segmentation.predictor import THRESHOLD, SegmenterPredictor

    model = load_segmenter(path, classes=classes)
    predictor = SegmenterPredictor(model, device=args.device, precision=args.precision)
    return _Source(
        "segmenter",
        predictor,
        model.info.classes,
        model.digest,
        model.info.value_ranges,
        THRESHOLD,
        "segmenter",
        [1.0],
    )


def _stac(args: argparse.Namespace, path: Path, classes: list[str] | None, out: Output) -> _Source:
    from stac_core.inference import Predictor
    from stac_core.models.model_file import load_model

    model = load_model(path, heads=args.heads, classes=classes, rename=args.classes is not None)
    for note in model.notes:
        out.line(f"{path.name}: {note}")
    info = model.info
    predictor = Predictor(model, device=args.device, precision=args.precision, on_fallback=out.warn)
    return _Source(
        "cam",
        predictor,
        info.classes,
        model.digest,
        info.value_ranges,
        info.threshold,
        info.kind,
        info.scales,
    )


class _Job:
    """What to predict and how, gathered from the options, the project and the model file."""

    def __init__(
        self,
        args: argparse.Namespace,
        out: Output,
        project: Project | None,
        root: Path,
        source: _Source,
    ) -> None:
        from stac_core.inference import PredictSpec
        from stac_core.pseudo_mask import spec_for_classes
        from stac_core.refine.refiner import MaskRecipe

        self._args, self._out, self._project, self._root = args, out, project, root
        self._source = source
        cam = project.cam if project else None
        own = cam if source.name == "cam" else None  # the project's settings are for its heat maps
        defaults = PredictSpec()
        wanted = PredictSpec(
            kind=args.kind
            or (own.kind if own else defaults.kind if source.name == "segmenter" else source.kind),
            scales=tuple(args.scales or (own.scales if own else source.scales)),
            flip=cam.flip if cam else defaults.flip,
            affinity=_first(args.affinity, cam and cam.affinity, defaults.affinity),
            tag_threshold=_first(
                args.tag_threshold, cam and cam.tag_threshold, defaults.tag_threshold
            ),
            max_tokens=cam.max_tokens if cam else defaults.max_tokens,
        )
        self._spec = source.predictor.settle(wanted)
        mask_spec = spec_for_classes(
            source.classes,
            threshold=_first(args.threshold, own and own.threshold, source.threshold),
            # a threshold on the command line is meant for every class
            class_thresholds=own.class_thresholds if own and args.threshold is None else {},
            ignore_from=own.ignore_from if own else None,
        )
        if args.refine is None:
            steps = tuple((project.refine if project else RefineSection()).steps)
        else:
            steps = parse_steps(args.refine, where="--refine")
        self._recipe = MaskRecipe(mask_spec, steps)
        self._items = self._find_items()
        self._problems: dict[str, str] = {}

    def into_folder(self) -> dict[str, Any]:
        """Write files that other programs read."""
        from stac_core.prediction import ResultFolder, predict_items

        check_unique_keys(self._items)
        table = self._tags()
        colors = [spec.color for spec in self._project.classes] if self._project else None
        folder = ResultFolder(
            self._args.out,
            self._source.classes,
            self._args.save,
            self._recipe,
            colors,
            self._args.device,
        )
        count = 0
        with self._out.progress("predict") as progress:
            for predicted in predict_items(
                self._source.predictor,
                self._items,
                self._spec,
                tags=self._known(table),
                value_range=self._value_range(),
                on_problem=self._on_problem,
                progress=progress,
                cancel=self._out.cancel,
            ):
                folder.write(predicted)
                count += 1
        folder.finish()
        self._finish(count, str(self._args.out))
        return self._result(count, {"out": str(self._args.out)})

    def into_project(self) -> dict[str, Any]:
        """Save scores and proposals in the label store, and the maps in the cache."""
        from stac_core.cam_cache import CamCache, cache_identity
        from stac_core.labels.store import Prediction
        from stac_core.prediction import predict_items
        from stac_core.presence import present_classes
        from stac_core.refine.refiner import refined_mask

        project = _given(self._project)
        cache = CamCache(self._root)
        spec_digest = self._spec.digest()
        identity = cache_identity(self._source.digest, spec_digest)
        everything = Tags.everything(len(self._source.classes))
        saved = kept = 0
        with open_store(self._root, project.class_names) as store:
            known = self._known(self._tags())
            source = {
                "model": self._source.digest,
                "kind": self._source.kind if self._source.name == "segmenter" else self._spec.kind,
                "scales": list(self._spec.scales),
                "threshold": self._recipe.spec.threshold,
                "refine": steps_as_values(self._recipe.steps),
            }
            with self._out.progress("predict") as progress:
                for predicted in predict_items(
                    self._source.predictor,
                    self._items,
                    self._spec,
                    tags=lambda item: everything,
                    value_range=self._value_range(),
                    on_problem=self._on_problem,
                    known=self._kept(cache, identity),
                    progress=progress,
                    cancel=self._out.cancel,
                ):
                    item, result = predicted.item, predicted.result
                    if predicted.is_new:
                        cache.put(item, identity, result)
                    prediction = Prediction.of(result, self._source.digest, spec_digest)
                    store.set_predictions({item.id: prediction})
                    present = present_classes(result.scores, known(item), self._spec.tag_threshold)
                    mask = refined_mask(
                        predicted.rgb,
                        result.cam,
                        present,
                        self._recipe.spec,
                        self._recipe.steps,
                        device=self._args.device,
                    )
                    if store.propose(item.id, mask, source):
                        saved += 1
                    else:
                        kept += 1
        self._finish(saved + kept, str(self._root))
        if kept:
            self._out.line(f"{kept:,} masks that a person decided on or edited were left alone")
        return self._result(saved + kept, {"proposed": saved, "left_alone": kept})

    # ---- inside --------------------------------------------------------------------------

    def _find_items(self) -> list[ImageItem]:
        args = self._args
        if args.images:
            items = scan_folder(args.images)
            if not items:
                raise DataError("there are no images here", where=args.images)
        else:
            items = project_items(_given(self._project), self._root)
        if args.list:
            items = select_items(items, read_list(args.list), where=args.list)
        return items

    def _tags(self) -> TagTable:
        """Tags from the file given, else the project's for its own images."""
        if self._args.tags:
            return read_tags(self._args.tags, self._items, self._source.classes)
        if self._project is None or self._args.images:
            return {}
        return read_project_tags(self._project, self._root, self._items, store_root=self._root)

    def _kept(self, cache: CamCache, identity: str) -> Callable[[ImageItem], CamResult | None]:
        """Maps in the cache that fit the project's classes."""
        classes = tuple(self._source.classes)

        def kept(item: ImageItem) -> CamResult | None:
            found = cache.get(item, identity)
            return found if found is not None and found.classes == classes else None

        return kept

    def _known(self, table: TagTable) -> Callable[[ImageItem], Tags | None]:
        classes = self._source.classes

        def known(item: ImageItem) -> Tags | None:
            tags = table.get(item.id)
            return Tags.from_names(tags, classes) if tags else None

        return known

    def _value_range(self) -> Callable[[str], ValueRange | None]:
        project = self._project
        if project is not None and not self._args.images:
            return lambda image_id: value_range_of(project, image_id)
        measured = folder_value_range([item.path for item in self._items])
        trained = set(self._source.value_ranges.values())
        # what the model was trained on goes before what this folder happens to hold
        chosen = trained.pop() if measured is not None and len(trained) == 1 else measured
        return lambda image_id: chosen

    def _on_problem(self, item: ImageItem, text: str) -> None:
        self._problems[item.id] = text

    def _finish(self, count: int, where: str) -> None:
        warn_problems(self._problems, self._out)
        if not count and self._problems:
            raise DataError(
                f"none of the {len(self._items):,} images can be read",
                fix="See the warnings above",
            )
        self._out.line(
            f"{count:,} images predicted into {where} ({self._source.predictor.describe()})"
        )

    def _result(self, count: int, more: dict[str, Any]) -> dict[str, Any]:
        return {
            "images": count,
            "threshold": self._recipe.spec.threshold,
            "refine": steps_as_values(self._recipe.steps),
            "classes": list(self._source.classes),
            "failed": self._problems,
            **more,
        }


def _check_usage(args: argparse.Namespace) -> None:
    if not args.weights and not args.project:
        raise UsageError("give a project, or --weights with --images and --out")
    if args.weights and not args.project and not (args.images and args.out):
        raise UsageError("--weights without a project needs --images and --out")
    if args.images and not args.out:
        raise UsageError("--images needs --out: other images do not belong into the project")
    if args.scales and min(args.scales) <= 0:
        raise UsageError("scales must be above 0", where="--scales")
    try:
        parse_steps(args.refine or (), where="--refine")
    except ConfigError as error:
        raise UsageError(error.what, where=error.where, fix=error.fix) from error


def _given(project: Project | None) -> Project:
    assert project is not None  # _check_usage has made sure of it
    return project


def _first(*values: Any) -> Any:
    """The first value that is given; 0 and False are values."""
    return next(value for value in values if value is not None)


def _save_list(text: str) -> frozenset[str]:
    import argparse

    names = frozenset(name.strip() for name in text.split(","))
    if not names <= set(_SAVE):
        raise argparse.ArgumentTypeError(f"{text!r}: use any of {','.join(_SAVE)}")
    return names
