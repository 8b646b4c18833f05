"""Every action of the window: its words, keys and icon, in one table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from stac_gui.action_ids import ActionId

__all__ = ("ACTIONS", "MOUSE_AND_HELD_KEYS", "ActionId", "ActionSpec")


@dataclass(frozen=True)
class ActionSpec:
    """One action.

    Attributes:
        id: Which.
        group: Heading in the list of keys.
        text: In menus.
        help: What it does, for tooltips and the list of keys.
        keys: Shortcuts; the first one is shown.
        icon: Name of its icon; none where empty.
        checkable: Whether it is on or off.
        repeats: Whether holding the key repeats it.
    """

    id: ActionId
    group: str
    text: str
    help: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    checkable: bool = False
    repeats: bool = False


FILE, EDIT, MASK, REVIEW, VIEW, MODEL, TRAIN, HELP = (
    "File", "Edit", "Mask", "Review", "View", "Model", "Train", "Help",
)  # fmt: skip
_A = ActionId

ACTIONS: Final = (
    ActionSpec(
        _A.NEW_PROJECT, FILE, "New project …",
        "Make a project of a folder of images or a whole data set, after a look at it",
        ("Ctrl+N",),
    ),
    ActionSpec(_A.OPEN_PROJECT, FILE, "Open project …", "Open a project", ("Ctrl+O",), "open"),
    ActionSpec(
        _A.OPEN_FOLDER, FILE, "Open image folder …", "Open a folder of images", ("Ctrl+Shift+O",)
    ),
    ActionSpec(_A.SAVE, FILE, "Save", "Save the mask at hand now", ("Ctrl+S",), "save"),
    ActionSpec(
        _A.EXPORT, FILE, "Export labels …", "Write reviewed masks for other programs",
        ("Ctrl+E",), "export",
    ),
    ActionSpec(
        _A.IMPORT, FILE, "Import labels …", "Take labels of another program into the project",
        ("Ctrl+Shift+I",),
    ),
    ActionSpec(
        _A.IMPORT_MAPS, FILE, "Import heat maps …",
        "Take heat maps of another program into the project, to be reviewed like our own",
    ),
    ActionSpec(
        _A.EDIT_HERE, FILE, "Edit here …",
        "Edit a project that is open for reading because somebody else has it",
    ),
    ActionSpec(
        _A.BACK_UP, FILE, "Back up project …",
        "Copy the project with its masks and their history, and check the copy",
    ),
    ActionSpec(
        _A.IMAGE_FOLDERS, FILE, "Image folders …",
        "Say where the images are now, if they were moved or renamed",
    ),
    ActionSpec(
        _A.SETTINGS, FILE, "Settings …", "Language, colours, sizes and more", ("Ctrl+,",)
    ),
    ActionSpec(
        _A.CLASSES, FILE, "Classes …", "Name the kinds of defects, colour them and add some",
        ("Ctrl+Shift+C",),
    ),
    ActionSpec(_A.QUIT, FILE, "Quit", "Close the window", ("Ctrl+Q",)),
    ActionSpec(
        _A.UNDO, EDIT, "Undo", "Undo the last edit", ("Ctrl+Z", "Num+0", "Num+Ins"), "undo",
        repeats=True,
    ),
    ActionSpec(
        _A.REDO, EDIT, "Redo", "Make the edit again", ("Ctrl+Shift+Z", "Ctrl+Y"), "redo",
        repeats=True,
    ),
    ActionSpec(_A.PAN, EDIT, "Move", "Drag the image (or hold Space)", ("V",), "pan", True),
    ActionSpec(_A.BRUSH, EDIT, "Brush", "Paint the chosen class", ("B",), "brush", True),
    ActionSpec(_A.ERASER, EDIT, "Eraser", "Paint background", ("E",), "eraser", True),
    ActionSpec(
        _A.POLYGON, EDIT, "Polygon", "Paint, or take away, what a polygon goes around",
        ("Shift+P",), "polygon", True,
    ),
    ActionSpec(
        _A.LASSO, EDIT, "Lasso", "Paint, or take away, what you draw around", ("L",), "lasso", True
    ),
    ActionSpec(
        _A.FILL, EDIT, "Fill", "Give what is connected under the cursor the chosen class", ("G",),
        "fill", True,
    ),
    ActionSpec(
        _A.WAND, EDIT, "Magic wand", "Paint what looks alike; drag for more or less", ("W",),
        "wand", True,
    ),
    ActionSpec(
        _A.SMART, EDIT, "Smart brush", "Paint up to edges in the image", ("S",), "smart", True
    ),
    ActionSpec(
        _A.SCRIBBLE, EDIT, "Scribbles", "Find a defect from a few scribbles (GrabCut)",
        ("J",), "scribble", True,
    ),
    ActionSpec(
        _A.PIECES, EDIT, "Superpixels", "Paint small pieces that follow the image's edges",
        ("Q",), "pieces", True,
    ),
    ActionSpec(_A.SWAP, EDIT, "Swap brush and eraser", "Swap brush and eraser", ("X",)),
    ActionSpec(
        _A.SMALLER, EDIT, "Smaller brush", "Smaller brush (or Shift+wheel)", ("[", ","),
        repeats=True,
    ),
    ActionSpec(
        _A.LARGER, EDIT, "Larger brush", "Larger brush (or Shift+wheel)", ("]", "."), repeats=True
    ),
    ActionSpec(
        _A.RAISE_THRESHOLD, MASK, "Raise threshold", "A smaller mask: only where it is hotter",
        ("Num+8", "Num+Up"), repeats=True,
    ),
    ActionSpec(
        _A.LOWER_THRESHOLD, MASK, "Lower threshold", "A larger mask: also where it is less hot",
        ("Num+2", "Num+Down"), repeats=True,
    ),
    ActionSpec(
        _A.DELETE_BLOB, MASK, "Delete blob", "Delete the blob under the cursor",
        ("Del", "Num+.", "Num+Del"),
    ),
    ActionSpec(
        _A.RELABEL_BLOB, MASK, "Blob to the chosen class",
        "Give the blob under the cursor the chosen class", ("R",),
    ),
    ActionSpec(
        _A.LOWER_BLOB, MASK, "Lower the blob's threshold",
        "Make the blob under the cursor alone larger along its heat map (or Alt+wheel)",
        ("Alt+Up",), repeats=True,
    ),
    ActionSpec(
        _A.RAISE_BLOB, MASK, "Raise the blob's threshold",
        "Make the blob under the cursor alone smaller along its heat map (or Alt+wheel)",
        ("Alt+Down",), repeats=True,
    ),
    ActionSpec(
        _A.GROW, MASK, "Grow", "Make the blob under the cursor, or the chosen class, larger",
        ("Ctrl+Up",), repeats=True,
    ),
    ActionSpec(
        _A.SHRINK, MASK, "Shrink", "Make the blob under the cursor, or the chosen class, smaller",
        ("Ctrl+Down",), repeats=True,
    ),
    ActionSpec(
        _A.SMOOTH, MASK, "Smooth outline",
        "Round the outline of the blob under the cursor, or of the chosen class; small blobs and "
        "thin scratches stay", ("Shift+S",),
    ),
    ActionSpec(
        _A.FILL_HOLES, MASK, "Fill holes",
        "Fill the holes of the blob under the cursor, or of the chosen class", ("Shift+F",),
    ),
    ActionSpec(
        _A.GRABCUT, MASK, "Fit to the image (GrabCut)",
        "Move the outline of the blob under the cursor, or of the chosen class, to where the "
        "image's colours change", ("Shift+G",),
    ),
    ActionSpec(
        _A.REMOVE_ISLANDS, MASK, "Remove islands",
        "Remove small blobs of the class under the cursor, or of the chosen class", ("Shift+I",),
    ),
    ActionSpec(
        _A.KEEP_LARGEST, MASK, "Keep the largest only",
        "Remove all blobs of the class under the cursor, or of the chosen class, but the largest",
        ("Shift+L",),
    ),
    ActionSpec(
        _A.ERASE_CLASS, MASK, "Erase class", "Delete all blobs of the chosen class", ("Shift+Del",)
    ),
    ActionSpec(
        _A.COPY_PREVIOUS, MASK, "Copy from the previous image",
        "Take over the mask of the image before this one", ("Ctrl+B",),
    ),
    ActionSpec(
        _A.REVERT_BLOB, MASK, "Blob back to the proposal",
        "Take back all that was edited of the blob under the cursor", ("Shift+R",),
    ),
    ActionSpec(
        _A.REVERT_MASK, MASK, "Back to the proposal", "Take back all that was edited of the mask",
        ("Ctrl+R",),
    ),
    ActionSpec(
        _A.MASK_AMOUNTS, MASK, "Amounts …",
        "By how many pixels blobs grow and shrink, and what counts as an island",
        ("Ctrl+Shift+A",),
    ),
    ActionSpec(
        _A.NEXT, REVIEW, "Next image", "Go to the next image",
        ("D", "Right", "Num+6", "Num+Right"), "next", repeats=True,
    ),
    ActionSpec(
        _A.PREVIOUS, REVIEW, "Previous image", "Go to the previous image",
        ("A", "Left", "Num+4", "Num+Left"), "previous", repeats=True,
    ),
    ActionSpec(
        _A.NEXT_UNDECIDED, REVIEW, "Next undecided", "Go to the next image without a decision",
        ("Shift+D", "Ctrl+Right"), repeats=True,
    ),
    ActionSpec(
        _A.PREVIOUS_UNDECIDED, REVIEW, "Previous undecided",
        "Go to the image without a decision before this one", ("Shift+A", "Ctrl+Left"),
        repeats=True,
    ),
    ActionSpec(
        _A.MOST_WORTHWHILE, REVIEW, "Most worth your time",
        "Go to the undecided image that the model is least sure of, or that contradicts its tags",
        ("Shift+W",),
    ),
    ActionSpec(
        _A.FILTER, REVIEW, "Filter images", "List only images with certain names or facts",
        ("Ctrl+F",),
    ),
    ActionSpec(
        _A.ACCEPT, REVIEW, "Accept", "Accept the mask and go on",
        ("Return", "Enter", "Num++", "Ctrl+Return"), "accept",
    ),
    ActionSpec(
        _A.NEEDS_FIX, REVIEW, "Needs fix", "Mark for fixing later and go on", ("/", "Num+/"), "fix"
    ),
    ActionSpec(
        _A.REJECT, REVIEW, "Reject", "Reject the image and go on", ("Backspace", "Num+-"), "reject"
    ),
    ActionSpec(
        _A.RESET, REVIEW, "Back to undecided", "Take the decision back; the mask stays",
        ("Ctrl+Backspace",),
    ),
    ActionSpec(
        _A.DEFECT_FREE, REVIEW, "No defect",
        "Tag the image, or all that are selected, as free of every defect", ("Shift+0", "Num+*"),
    ),
    ActionSpec(
        _A.TAGS_FROM_FOLDERS, REVIEW, "Tags from folder names …",
        "Tag images by the names of the folders they lie in",
    ),
    ActionSpec(
        _A.HISTORY, REVIEW, "History of the image …", "See its saved masks and bring one back",
        ("Ctrl+H",),
    ),
    ActionSpec(
        _A.SECOND_REVIEW, REVIEW, "Two people accept",
        "A mask that one person accepted waits for another person to accept it too", (), "", True,
    ),
    ActionSpec(
        _A.PROGRESS, REVIEW, "Progress …",
        "How many images are decided, how fast, and how good the proposals were", ("Ctrl+P",),
    ),
    ActionSpec(
        _A.EVALUATE, REVIEW, "Evaluation …",
        "Compare masks and heat maps with masks that measure", ("Ctrl+Shift+E",),
    ),
    ActionSpec(_A.FIT, VIEW, "Fit", "Show the whole image", ("F",), "fit"),
    ActionSpec(
        _A.ACTUAL, VIEW, "Actual size", "One image pixel on one screen pixel", ("Ctrl+0",),
        "actual",
    ),
    ActionSpec(
        _A.ZOOM_IN, VIEW, "Zoom in", "Zoom in (or turn the wheel)", ("Ctrl++", "Ctrl+=", "+"),
        "zoom-in", repeats=True,
    ),
    ActionSpec(
        _A.ZOOM_OUT, VIEW, "Zoom out", "Zoom out (or turn the wheel)", ("Ctrl+-", "-"),
        "zoom-out", repeats=True,
    ),
    ActionSpec(
        _A.GALLERY, VIEW, "Grid of images", "Show many images at once, to choose and tag them",
        ("Ctrl+G",), "grid", True,
    ),
    ActionSpec(
        _A.SHOW_HEAT, VIEW, "Heat map", "Show the heat map (hold H for the bare image)", ("K",),
        "heat", True,
    ),
    ActionSpec(
        _A.SHOW_MASK, VIEW, "Mask", "Show the mask (hold H for the bare image)", ("M",), "mask",
        True,
    ),
    ActionSpec(
        _A.CONTOUR, VIEW, "Outline only", "Draw the mask as an outline, without its fill", ("C",),
        "contour", True,
    ),
    ActionSpec(
        _A.ALL_CLASSES, VIEW, "Heat map of all classes",
        "Show the strongest class everywhere, or only the chosen class", ("0",), "", True,
    ),
    ActionSpec(
        _A.UNCERTAINTY, VIEW, "Uncertainty",
        "Show where the model's scales and mirrored views disagree", ("U",), "", True,
    ),
    ActionSpec(
        _A.EXPLAIN, VIEW, "Why is this hot?",
        "Show what the heat map is made of: saliency, each scale, each block", ("Shift+U",),
        "explain", True,
    ),
    ActionSpec(
        _A.BRIGHTNESS, VIEW, "Brightness …",
        "Choose which grey values are black and white on the screen (or Ctrl+drag)", ("T",),
        "brightness", True,
    ),
    ActionSpec(
        _A.SPLIT, VIEW, "Split view", "Compare two things behind a divider that can be dragged",
        ("Y",), "split", True,
    ),
    ActionSpec(
        _A.SIDE_BY_SIDE, VIEW, "Side by side", "Compare two things beside each other",
        ("Shift+Y",), "", True,
    ),
    ActionSpec(
        _A.MINI_MAP, VIEW, "Small map",
        "Show the whole image at a corner while a part of it is out of sight", ("N",), "", True,
    ),
    ActionSpec(
        _A.PIXEL_GRID, VIEW, "Pixel grid", "Draw lines between pixels when they are large",
        ("Shift+N",), "", True,
    ),
    ActionSpec(
        _A.CHOOSE_MODEL, MODEL, "Choose weights …", "Use another model file", ("Ctrl+M",), "model"
    ),
    ActionSpec(
        _A.MODEL_INFO, MODEL, "What is loaded …", "Say what the model is and where it runs",
        ("Ctrl+I",),
    ),
    ActionSpec(
        _A.SOURCE, MODEL, "Proposals from the next model",
        "Take heat maps and proposed masks from STAC's model, the segmenter or imported maps in "
        "turn", ("P",),
    ),
    ActionSpec(
        _A.LOOK_AT_ALL, MODEL, "Look at all images",
        "Make scores and heat maps of all images in the background", ("Ctrl+L",), "all",
    ),
    ActionSpec(
        _A.STOP_LOOKING, MODEL, "Stop background work",
        "Stop looking at all images, or making saliency maps", ("Ctrl+.",), "stop",
    ),
    ActionSpec(
        _A.SALIENCY, TRAIN, "Saliency …",
        "Choose where saliency maps come from, look at some and make them all", ("Ctrl+Shift+S",),
    ),
    ActionSpec(
        _A.TRAINING, TRAIN, "Training …", "Watch training runs and start new ones", ("Ctrl+T",)
    ),
    ActionSpec(
        _A.NEW_RUN, TRAIN, "New run …", "Train a model on this project", ("Ctrl+Shift+T",)
    ),
    ActionSpec(
        _A.PIPELINE, TRAIN, "From tags to masks …",
        "Learn from the tags and propose a mask for every image, in one go", ("Ctrl+Shift+M",),
    ),
    ActionSpec(
        _A.PALETTE, HELP, "Commands …", "Find and run any command by typing",
        ("Ctrl+K", "Ctrl+Shift+P"),
    ),
    ActionSpec(
        _A.SHOW_WAY, HELP, "Steps from tags to labels",
        "Show the strip that says what is done and what is next", (), "", True,
    ),
    ActionSpec(_A.SHORTCUTS, HELP, "Keys", "List all keys", ("F1",), "help"),
    ActionSpec(
        _A.DEMO, HELP, "Demonstration project",
        "Make a small project with a trained model, and look around in it",
    ),
    ActionSpec(
        _A.DIAGNOSTICS, HELP, "Diagnostics …",
        "See whether the GPU can be used, and save what a helper needs to know",
    ),
    ActionSpec(_A.ABOUT, HELP, "About STAC Studio", "Version and licence", ("Shift+F1",)),
)  # fmt: skip

MOUSE_AND_HELD_KEYS: Final = (
    ("Space + drag, middle drag", "Move the image"),
    ("Wheel, Ctrl+wheel", "Zoom at the cursor"),
    ("Shift+wheel", "Size of the brush"),
    ("Alt+wheel", "Move the blob under the cursor alone to another threshold"),
    ("Ctrl+drag", "Contrast sideways, brightness up and down"),
    ("H (held)", "Bare image"),
    ("1 … 9", "Choose the class to paint and to show"),
    ("Shift+1 … Shift+9", "Change the image's tag of that class"),
    ("Right button, Alt (held)", "Take away instead of painting"),
    ("Enter, double click", "Finish the polygon, take what scribbles found"),
    ("Backspace", "Take the last corner or scribble back"),
    ("Drag with the wand", "Take more or less"),
    ("Esc", "Abandon what a tool has begun"),
)
