"""Any sequence of operations, scrubs and strokes, undone step by step and made again."""

from __future__ import annotations

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy import ndimage

from stac_core.editing import operations as ops
from stac_core.editing.parts import blob_at, class_part
from stac_core.editing.scrub import BlobScrub, NothingToScrubError
from stac_core.labels.mask_edit import Brush
from stac_core.pseudo_mask import PseudoMaskSpec
from stac_core.refine.refiner import MaskRecipe, MaskRefiner
from stac_gui.documents.mask_document import MaskDocument

SIZE = (140, 50)
_NOISE = ndimage.gaussian_filter(np.random.default_rng(5).normal(size=(2, *SIZE)), (0, 4, 4))
MAPS = ((_NOISE - _NOISE.min()) / np.ptp(_NOISE)).astype(np.float32)
IMAGE = np.repeat((MAPS[0] * 255).astype(np.uint8)[..., None], 3, axis=2)
OTHER = (MAPS[1] > 0.5).astype(np.uint8)


def operation(name, mask, x, y, pixels, value):
    """The change that an operation makes at a pixel; None for none."""
    part = blob_at(mask, x, y) or class_part(mask, value)
    if name == "copy":
        return ops.copy_mask(mask, OTHER)
    if part is None:
        return None
    return {
        "grow": lambda: ops.grow(mask, part, pixels=pixels),
        "shrink": lambda: ops.shrink(mask, part, pixels=pixels),
        "smooth": lambda: ops.smooth(mask, part, pixels=pixels),
        "holes": lambda: ops.fill_holes(mask, part),
        "islands": lambda: ops.remove_islands(mask, part, pixels=20 * pixels),
        "largest": lambda: ops.keep_largest(mask, part),
        "relabel": lambda: ops.relabel(mask, part, value=value),
        "delete": lambda: ops.delete(mask, part),
        "cut": lambda: ops.cut(mask, part, lambda rect: IMAGE[rect.slices], pixels=pixels),
    }[name]()


names = st.sampled_from(
    ["copy", "grow", "shrink", "smooth", "holes", "islands", "largest", "relabel", "delete", "cut",
     "revert", "revert blob", "scrub", "scrub", "stroke", "abandoned", "threshold"]
)  # fmt: skip
steps = st.lists(
    st.tuples(
        names,
        st.integers(0, SIZE[1] - 1),
        st.integers(0, SIZE[0] - 1),
        st.integers(-4, 4),
        st.integers(1, 2),
    ),
    max_size=9,
)


def make(document, step, scrubs):
    name, x, y, amount, value = step
    pixels = 1 + abs(amount)
    if name in {"stroke", "abandoned"}:
        before = document.mask.copy()
        document.begin()
        document.stroke((x, y), (x + 5, y + 9), Brush(pixels, value * (amount > -2)))
        # a stroke that changes no pixel is no step, but the person's decision on the pixels holds
        if name == "abandoned" or np.array_equal(document.mask, before):
            document.abandon()
        document.commit("brush")
    elif name == "threshold":
        document.set_recipe(MaskRecipe(PseudoMaskSpec(0.5 + amount / 20)))
    elif name == "scrub":
        scrub = scrubs.get("last")
        if scrub is None or document.revision != scrubs["revision"]:
            try:
                scrub = BlobScrub(
                    document.mask, document.touched, MAPS[value - 1], value=value, x=x, y=y
                )
            except NothingToScrubError:
                return
        change = scrub.step(amount)
        if change is not None:
            assert document.edit(change, "scrub", gesture=scrub)
        scrubs.update(last=scrub, revision=document.revision)
    else:
        if name == "revert":
            change = ops.revert(document.mask, document.proposal())
        elif name == "revert blob":
            change = ops.revert_blob(document.mask, document.proposal(), x, y)
        else:
            change = operation(name, document.mask, x, y, pixels, value)
        if change is not None:
            assert document.edit(change, name)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(steps=steps)
def test_any_operations_undone_are_the_original_and_redone_the_final(qapp, steps):
    document = MaskDocument("a.png", SIZE, MaskRecipe(PseudoMaskSpec(0.5)))
    document.memory._budget = 500  # so that most steps come back from the disk
    document.set_maps(MaskRefiner(lambda: IMAGE, MAPS))
    stack, scrubs = document.undo_stack, {}
    states = [(document.mask.copy(), document.touched.copy())]
    for step in steps:
        make(document, step, scrubs)
        now = document.mask.copy(), document.touched.copy()
        assert abs(stack.count() - len(states) + 1) <= 1
        if stack.count() < len(states) - 1:  # a scrub came back to where it began
            states.pop()
            np.testing.assert_array_equal(now[0], states[-1][0])
            np.testing.assert_array_equal(now[1], states[-1][1])
        elif stack.count() > len(states) - 1:
            states.append(now)
        else:
            states[-1] = now  # joined with the step before, or nothing changed
    for mask, touched in reversed(states[:-1]):
        stack.undo()
        np.testing.assert_array_equal(document.mask, mask)
        np.testing.assert_array_equal(document.touched, touched)
    for mask, touched in states[1:]:
        stack.redo()
        np.testing.assert_array_equal(document.mask, mask)
        np.testing.assert_array_equal(document.touched, touched)
