"""Which action is in which menu and on the strip of tools; None is a line between groups."""

from __future__ import annotations

from typing import Final

from stac_gui.action_table import ActionId

_A = ActionId

MENUS: Final = (
    (
        "&File",
        (
            _A.NEW_PROJECT, _A.OPEN_PROJECT, _A.OPEN_FOLDER, _A.EDIT_HERE, None, _A.SAVE,
            None, _A.IMPORT, _A.IMPORT_MAPS, _A.EXPORT, None, _A.BACK_UP, _A.IMAGE_FOLDERS, None,
            _A.CLASSES, _A.SETTINGS, None, _A.QUIT,
        ),
    ),
    (
        "&Edit",
        (
            _A.UNDO, _A.REDO, None, _A.PAN, _A.BRUSH, _A.SMART, _A.ERASER, _A.POLYGON, _A.LASSO,
            _A.FILL, _A.WAND, _A.SCRIBBLE, _A.PIECES, None, _A.SWAP, _A.SMALLER, _A.LARGER,
        ),
    ),
    (
        "Mas&k",
        (
            _A.RAISE_THRESHOLD, _A.LOWER_THRESHOLD, _A.RAISE_BLOB, _A.LOWER_BLOB, None,
            _A.DELETE_BLOB, _A.RELABEL_BLOB, None,
            _A.GROW, _A.SHRINK, _A.SMOOTH, _A.FILL_HOLES, _A.GRABCUT, None,
            _A.REMOVE_ISLANDS, _A.KEEP_LARGEST, _A.ERASE_CLASS, None,
            _A.COPY_PREVIOUS, _A.REVERT_BLOB, _A.REVERT_MASK, None, _A.MASK_AMOUNTS,
        ),
    ),
    (
        "&Review",
        (
            _A.ACCEPT, _A.NEEDS_FIX, _A.REJECT, _A.RESET, None, _A.DEFECT_FREE,
            _A.TAGS_FROM_FOLDERS, None, _A.NEXT,
            _A.PREVIOUS, _A.NEXT_UNDECIDED, _A.PREVIOUS_UNDECIDED, _A.MOST_WORTHWHILE, None,
            _A.FILTER, None, _A.HISTORY, _A.PROGRESS, _A.EVALUATE, _A.SECOND_REVIEW,
        ),
    ),
    (
        "&View",
        (
            _A.GALLERY, None, _A.FIT, _A.ACTUAL, _A.ZOOM_IN, _A.ZOOM_OUT, None, _A.SHOW_HEAT,
            _A.ALL_CLASSES, _A.SHOW_MASK, _A.CONTOUR, None, _A.UNCERTAINTY, _A.EXPLAIN, None,
            _A.BRIGHTNESS,
            _A.SPLIT, _A.SIDE_BY_SIDE, _A.MINI_MAP, _A.PIXEL_GRID,
        ),
    ),
    (
        "&Model",
        (
            _A.CHOOSE_MODEL, _A.MODEL_INFO, None, _A.SOURCE, None, _A.LOOK_AT_ALL,
            _A.STOP_LOOKING,
        ),
    ),
    ("&Train", (_A.PIPELINE, None, _A.SALIENCY, None, _A.TRAINING, _A.NEW_RUN)),
    (
        "&Help",
        (_A.PALETTE, _A.SHOW_WAY, None, _A.SHORTCUTS, _A.DEMO, None, _A.DIAGNOSTICS,
            _A.ABOUT),
    ),
)  # fmt: skip

TOOLS: Final = (
    _A.PAN, _A.BRUSH, _A.SMART, _A.ERASER, _A.POLYGON, _A.LASSO, _A.FILL, _A.WAND,
    _A.SCRIBBLE, _A.PIECES, None, _A.UNDO, _A.REDO, None,
    _A.SHOW_HEAT, _A.SHOW_MASK, _A.CONTOUR, _A.BRIGHTNESS, _A.SPLIT, None, _A.FIT, _A.ACTUAL,
)  # fmt: skip
