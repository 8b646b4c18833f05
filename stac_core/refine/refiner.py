"""From an image and its maps to its mask: the one way in which the program makes masks."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from stac_core.pseudo_mask import MaskMaker, PseudoMaskSpec, clean_mask
from stac_core.refine.steps import (
    Adaptive,
    AnyStep,
    Bilateral,
    Crf,
    Grabcut,
    Guided,
    Holes,
    Smooth,
    Specks,
    order_problem,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from stac_core.pseudo_mask import Window
    from stac_core.types import CancelToken, FloatMap, Mask

AT_ONCE: Final = 8.0
"""Milliseconds that `MaskRefiner.peek` may take for steps, roughly."""


PEEKED: Final = 1 << 22
"""Masks of more pixels are not made at once, whatever the steps."""

DRAGGED: Final = 1 << 24
"""Where more pixels may change, a mask is made anew rather than changed in place."""


def _go_on() -> None:
    """Nobody wishes to stop."""


@dataclass(frozen=True)
class MaskRecipe:
    """How a mask is made from maps: steps on the maps, thresholds, steps on the mask.

    Raises:
        ValueError: If a step on maps comes after one on masks.
    """

    spec: PseudoMaskSpec = PseudoMaskSpec()  # noqa: RUF009 - frozen
    steps: tuple[AnyStep, ...] = ()

    def __post_init__(self) -> None:
        problem = order_problem(self.steps)
        if problem:
            raise ValueError(problem)

    @property
    def map_steps(self) -> tuple[AnyStep, ...]:
        """The steps before the thresholds."""
        return tuple(step for step in self.steps if step.on == "maps")

    @property
    def mask_steps(self) -> tuple[AnyStep, ...]:
        """The steps after the thresholds."""
        return tuple(step for step in self.steps if step.on == "mask")


def refined_mask(
    image: NDArray[np.uint8],
    maps: FloatMap,
    present: NDArray[np.bool_] | None,
    spec: PseudoMaskSpec,
    steps: Sequence[AnyStep] = (),
    *,
    device: str = "auto",
) -> Mask:
    """The mask of one image.

    Args:
        image: uint8 RGB (H, W, 3).
        maps: float32 (C, H, W) in [0, 1].
        present: bool (C,), the classes whose maps count; None means all.
        spec: Thresholds and ignore band.
        steps: In their order, those on maps first.
        device: For steps that can run on a GPU.

    Returns:
        uint8 (H, W): 0 background, 1..C class, 255 ignore. The same input gives the same mask.

    Raises:
        ValueError: If shapes do not fit, or the order of the steps is not possible.
        DeviceError: If the device asked for is not there.
    """
    refiner = MaskRefiner(lambda: image, maps, present, device=device)
    return refiner.make(MaskRecipe(spec, tuple(steps)))


class _Key(NamedTuple):
    """What refined maps depend on; the thresholds only where a step looks at them."""

    steps: tuple[AnyStep, ...]
    thresholds: tuple[float, ...]


class MaskRefiner:
    """Makes masks of one image in many ways; maps are refined again only where that is needed.

    May be used by several threads.

    Args:
        image: Gives the image, uint8 RGB (H, W, 3); called once, when a step looks at it.
        cam: float32 (C, H, W) in [0, 1].
        present: bool (C,), the classes whose maps count; None means all.
        device: For steps that can run on a GPU.

    Attributes:
        strongest: float32 (H, W), the largest of the maps that count, not refined.

    Raises:
        ValueError: If the maps have another shape.
    """

    def __init__(
        self,
        image: Callable[[], NDArray[np.uint8]],
        cam: FloatMap,
        present: NDArray[np.bool_] | None = None,
        *,
        device: str = "auto",
    ) -> None:
        self._plain = MaskMaker(cam, present)
        self.strongest = self._plain.strongest
        self._cam, self._present = cam, present
        self._kept = np.arange(len(cam)) if present is None else np.flatnonzero(present)
        self._device = device
        self._image_source = image
        self._image: NDArray[np.uint8] | None = None
        self._guide: FloatMap | None = None
        self._lock = threading.Lock()
        self._last: tuple[_Key, MaskMaker] | None = None

    def has_same_maps(self, other: MaskRefiner) -> bool:
        """Whether another one has the very same maps of the same classes."""
        return self._cam is other._cam and np.array_equal(self._kept, other._kept)

    def make(self, recipe: MaskRecipe, cancel: CancelToken | None = None) -> Mask:
        """The mask, uint8 (H, W): 0 background, 1..C class, 255 ignore.

        Raises:
            Cancelled: If `cancel` says so.
            DeviceError: If the device asked for is not there.
        """
        check = _go_on if cancel is None else cancel.check
        maker = self._maker(recipe, check)
        mask = maker.labels(recipe.spec)
        for step in recipe.mask_steps:
            check()
            mask = self._on_mask(step, mask, check)
        return maker.with_ignore(mask, recipe.spec)

    def peek(self, recipe: MaskRecipe) -> tuple[Mask | None, bool]:
        """A mask at once, and whether it is what `make` gives.

        Steps that would take long are left out; refined maps that are at hand are used, if need be
        those of other thresholds. There is none of a very large image: `rough` makes it.
        """
        return (None, False) if self.strongest.size > PEEKED else self.rough(recipe)

    def rough(self, recipe: MaskRecipe) -> tuple[Mask, bool]:
        """What `peek` gives, whatever the image's size: a moment for threads."""
        left = AT_ONCE
        maker = self._at_hand(self._key(recipe))
        exact = maker is not None
        if maker is None:
            cost = self._cost(recipe.map_steps)
            exact = cost <= left
            if exact:
                left -= cost
                maker = self._maker(recipe, _go_on)
            else:
                last = self._last
                fits = last is not None and last[0].steps == recipe.map_steps
                maker = last[1] if last is not None and fits else self._plain
        mask = maker.labels(recipe.spec)
        for step in recipe.mask_steps:
            cost = self._cost([step])
            if cost > left:
                exact = False
                continue
            left -= cost
            mask = self._on_mask(step, mask, _go_on)
        return maker.with_ignore(mask, recipe.spec), exact

    def changes(
        self, old: MaskRecipe, new: MaskRecipe, *, rough: bool
    ) -> Iterator[tuple[Window, Mask]] | None:
        """What `peek` gives for a recipe where it may differ from that for another one.

        Args:
            old: How the mask was made.
            new: How it is to be made.
            rough: Whether steps were left out in the old one; they are in the new one then.

        Returns:
            Windows and their pixels, uint8 (h, w); None where the whole mask has to be made, or
            very many pixels may be different.
        """
        looks = any(isinstance(step, Crf) for step in new.map_steps)
        if old.steps != new.steps or new.mask_steps or looks:
            return None
        maker = self._at_hand(self._key(new))
        if (maker is None) != rough:
            return None  # what was left out is at hand by now, or the other way round
        used = self._plain if maker is None else maker
        windows = used.windows_between(old.spec, new.spec)
        if windows is None or sum(map(_pixels, windows)) > DRAGGED:
            return None
        return ((window, used.part(window, new.spec)) for window in windows)

    def class_map(self, recipe: MaskRecipe, index: int) -> FloatMap:
        """The map of a class, from 0, that its mask is made from: refined where that is at hand."""
        maker = self._at_hand(self._key(recipe))
        return (self._plain if maker is None else maker).class_map(index)

    # ---- inside --------------------------------------------------------------------------

    def _cost(self, steps: Sequence[AnyStep]) -> float:
        """Roughly how many milliseconds steps take."""
        pixels = self.strongest.size
        maps = pixels * max(1, len(self._kept))
        return sum(step.cost * (maps if step.on == "maps" else pixels) for step in steps) / 1e6

    def _key(self, recipe: MaskRecipe) -> _Key:
        steps = recipe.map_steps
        looks = any(isinstance(step, Crf) for step in steps)
        thresholds = recipe.spec.thresholds(len(self._cam))[self._kept] if looks else ()
        return _Key(steps, tuple(map(float, thresholds)))

    def _at_hand(self, key: _Key) -> MaskMaker | None:
        if not key.steps or not len(self._kept):
            return self._plain
        last = self._last  # another thread may set it meanwhile
        return last[1] if last is not None and last[0] == key else None

    def _maker(self, recipe: MaskRecipe, check: Callable[[], None]) -> MaskMaker:
        key = self._key(recipe)
        found = self._at_hand(key)
        if found is not None:
            return found
        maps = self._cam[self._kept]
        thresholds = recipe.spec.thresholds(len(self._cam))[self._kept]
        for step in key.steps:
            check()
            refined = self._on_maps(step, maps, thresholds, check)
            maps = np.clip(refined, 0, 1)
        whole = np.zeros_like(self._cam)
        whole[self._kept] = maps
        maker = MaskMaker(whole, self._present)
        self._last = key, maker
        return maker

    def _on_maps(
        self,
        step: AnyStep,
        maps: FloatMap,
        thresholds: NDArray[np.float32],
        check: Callable[[], None],
    ) -> FloatMap:
        from stac_core.refine import filters
        from stac_core.refine.reduction import in_reduced_size

        if isinstance(step, Smooth):
            return filters.smooth(maps, step.sigma)
        guide = self._get_guide()
        if isinstance(step, Guided):
            return filters.guided(maps, guide, radius=step.radius, eps=step.eps)

        def run(maps: FloatMap, guide: FloatMap, scale: float) -> FloatMap:
            return self._near_and_alike(step, maps, guide, scale, thresholds, check)

        return in_reduced_size(run, maps, guide)

    def _near_and_alike(
        self,
        step: AnyStep,
        maps: FloatMap,
        guide: FloatMap,
        scale: float,
        thresholds: NDArray[np.float32],
        check: Callable[[], None],
    ) -> FloatMap:
        """A step that lets near pixels of a similar colour agree, in an image of size `scale`."""
        if isinstance(step, Adaptive):
            from stac_core.refine.adaptive import adapt  # torch is not loaded before it is needed

            return adapt(
                maps,
                guide,
                iterations=step.iterations,
                reach=max(1, round(step.reach * scale)),
                device=self._device,
                check=check,
            )
        if isinstance(step, Bilateral):
            from stac_core.refine.filters import bilateral

            sigma = max(1.0, step.sigma * scale)
            return bilateral(maps, guide, sigma=sigma, color=step.color)
        from stac_core.refine.crf import dense_crf

        assert isinstance(step, Crf), step
        return dense_crf(
            maps,
            guide,
            thresholds,
            weight=step.weight,
            color=step.color,
            sigma=max(1.0, step.sigma * scale),
            iterations=step.iterations,
            check=check,
        )

    def _on_mask(self, step: AnyStep, mask: Mask, check: Callable[[], None]) -> Mask:
        if isinstance(step, Specks):
            return clean_mask(mask, min_blob=step.pixels, min_share=step.share)
        if isinstance(step, Holes):
            return clean_mask(mask, fill_holes=step.pixels)
        from stac_core.refine.blobs import cut_blobs

        assert isinstance(step, Grabcut), step
        return cut_blobs(
            mask, self._get_image(), band=step.band, iterations=step.iterations, check=check
        )

    def _get_image(self) -> NDArray[np.uint8]:
        with self._lock:
            if self._image is None:
                image = self._image_source()
                if image.shape != (*self._cam.shape[1:], 3) or image.dtype != np.uint8:
                    raise ValueError(
                        f"expected uint8 RGB of the maps' size {self._cam.shape[1:]}: "
                        f"{image.dtype} {image.shape}"
                    )
                self._image = image
            return self._image

    def _get_guide(self) -> FloatMap:
        from stac_core.refine.filters import image_guide

        if self._guide is None:
            self._guide = image_guide(self._get_image())
        return self._guide


def _pixels(window: Window) -> int:
    rows, columns = window
    return int((rows.stop - rows.start) * (columns.stop - columns.start))
